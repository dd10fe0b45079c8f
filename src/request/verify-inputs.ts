import { list } from './collection-kinds.ts';
import { input } from './input.ts';
import { path } from './items.ts';
import { choice, single } from './kinds.ts';

export const readerNames = ['oras', 'crane', 'skopeo', 'regctl', 'umoci'] as const;

/** A tool of others that reads images. */
export type ReaderName = (typeof readerNames)[number];

/** What `slipway verify` demands. */
export const verifyInputs = {
  require: input({
    scope: 'run',
    group: 'The run',
    flag: 'require',
    commands: ['verify'],
    kind: list(choice<ReaderName>('TOOL', readerNames), { commas: true }),
    fallback: [],
    description:
      'Tools that have to read the same image. Those of them that are on PATH are asked anyway; of a tool named here it is a failure when it is not there, or cannot read it.',
    example: 'oras,umoci,crane',
    action: false,
  }),
  chain: input({
    scope: 'run',
    group: 'The run',
    flag: 'chain',
    commands: ['verify'],
    kind: single(path),
    description:
      'The report of a build (--report): whether each step from the source to the index is still as it was recorded. Without SUBJECT what the report says was written is looked at.',
    example: 'out/report.json',
    action: false,
  }),
};
