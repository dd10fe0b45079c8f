import { base } from './base.ts';
import { list, lists } from './collection-kinds.ts';
import { input } from './input.ts';
import { buildTag, integer, part, path } from './items.ts';
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
      'Say in the report which package every byte of a program belongs to, and what would go away without it. Of a program that changed the compiled packages are read for it.',
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
  builtFrom: input({
    ...common,
    flag: 'built-from',
    commands: ['inspect'],
    kind: single(part),
    description:
      'What the program was built from, a folder or MODULE@VERSION: its packages are compiled as a build would, held against the program, and say of every byte whose it is, what would go away without what, and why it is there.',
    example: '.',
  }),
  tagSets: input({
    scope: 'run',
    group: 'What to build',
    flag: 'tags',
    commands: ['inspect'],
    kind: lists(buildTag),
    description:
      "Of a module: what a set of build tags adds to its programs or prunes from them. Repeat it for more sets, '' for none; all are compared with the first, a single one with none.",
    example: 'netgo,timetzdata',
    action: false,
  }),
  vendor: input({
    scope: 'run',
    group: 'What to build',
    flag: 'vendor',
    commands: ['inspect'],
    kind: toggle,
    fallback: false,
    description:
      'Of a module: whether every file of its vendor folder is as in the modules that go.sum names, and whether programs are the same built of either. Modules that are not in the module cache are fetched.',
    example: 'true',
    action: false,
  }),
  retained: input({
    scope: 'run',
    group: 'What to build',
    flag: 'retained',
    commands: ['inspect'],
    kind: toggle,
    fallback: false,
    description:
      'Of a module: what its programs would be smaller without each of the modules that they are made of, what makes the linker keep methods that nothing calls, and what can be done. Packages are compiled, nothing is linked.',
    example: 'true',
    action: false,
  }),
  why: input({
    scope: 'run',
    group: 'What to build',
    flag: 'why',
    commands: ['inspect'],
    kind: list(part),
    description:
      'Of a module: why a package, a module or a symbol is in its programs, what of it others refer to, and what the file would be smaller without it. Packages are compiled, nothing is linked.',
    example: 'golang.org/x/crypto/ssh',
    action: false,
  }),
  bases: input({
    ...common,
    flag: 'base',
    commands: ['inspect'],
    kind: list(base),
    fallback: [],
    description:
      'Whether the program can start on this base, and whether the base has what it looks up: scratch, static, or an image. The status is 1 where it cannot start on one of them.',
    example: 'gcr.io/distroless/base-debian13',
  }),
  layer: input({
    ...common,
    flag: 'layer',
    commands: ['inspect'],
    kind: single(path),
    description:
      'The layer that the program is pulled in, a blob of its image: then packages and symbols are told with what they cost there.',
    example: 'out/blobs/sha256/0f…',
    otherwise: 'bytes on disk alone',
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
    commands: ['build', 'merge', 'inspect', 'compare', 'compare-go', 'history'],
    kind: single(path),
    description:
      'File to write one page to that needs nothing else: a treemap from modules to symbols, what changed between two programs in red and green, a table; of a history, and of Go versions, charts and tables; of a build what was made, with the pictures of --waterfall.',
    example: 'out/api.html',
    under: {
      build:
        'File to write one page to that needs nothing else: what was made and what it weighs, with the pictures and tables of --waterfall.',
    },
  }),
  runs: input({
    ...common,
    flag: 'runs',
    commands: ['compare-go'],
    kind: single(integer('N', 0, 1000)),
    fallback: 10,
    description:
      'How often each program is started to measure how long that takes, in turns over the versions; 0: not at all.',
    example: '30',
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
