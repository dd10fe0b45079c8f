import { input } from './input.ts';
import { path } from './items.ts';
import { single, toggle } from './kinds.ts';

const common = { scope: 'run', group: 'Results', action: false } as const;

/** Inputs of what looks into programs. */
export const inspectInputs = {
  attribution: input({
    scope: 'run',
    group: 'Results',
    flag: 'attribution',
    field: 'attribution',
    commands: ['build'],
    kind: toggle,
    fallback: true,
    description:
      'Say in the report which package every byte of a program belongs to. A program that changed is linked once more for it.',
    example: 'false',
  }),
  twin: input({
    ...common,
    flag: 'twin',
    commands: ['inspect'],
    kind: single(path),
    description:
      'The same program linked with its symbols (-ldflags=-w): proved to be the same, it says where all data lies.',
    example: 'out/api.symbols',
    otherwise: "the program's own symbols where it has them, else what Go's own tables say",
  }),
  symbols: input({
    ...common,
    flag: 'symbols',
    commands: ['inspect', 'compare'],
    kind: toggle,
    fallback: false,
    description: 'List functions, types and data too, the largest first.',
    example: 'true',
  }),
  programs: input({
    ...common,
    flag: 'programs',
    commands: ['inspect'],
    kind: toggle,
    fallback: false,
    description: 'Look into the Go programs of an image too: which packages their bytes belong to.',
    example: 'true',
  }),
  html: input({
    ...common,
    flag: 'html',
    commands: ['inspect', 'compare'],
    kind: single(path),
    description:
      'File to write one page to that needs nothing else: a treemap from modules to symbols, what changed between two programs in red and green, a table.',
    example: 'out/api.html',
  }),
  markdown: input({
    ...common,
    flag: 'markdown',
    commands: ['compare'],
    kind: toggle,
    fallback: false,
    description: "Print GitHub's Markdown in place of text.",
    example: 'true',
  }),
};
