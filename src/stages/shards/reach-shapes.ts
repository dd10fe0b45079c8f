import type { Advice, DeadCode, ReferenceStep } from '../../size/reach/findings.ts';
import { flag, length, listOf, object, oneOf, optional, type Shape, text } from '../../support/shapes.ts';

/** What the linker's own rules find, as a shard passes it on. */

export const references: Shape<readonly ReferenceStep[]> = listOf(
  object({
    symbol: text,
    package: text,
    by: oneOf('start', 'reference', 'init', 'linkname', 'interface', 'name', 'reflection'),
  }),
);

export const deadCode: Shape<DeadCode> = object({
  pruned: flag,
  blockers: listOf(
    object({
      symbol: text,
      package: text,
      module: text,
      bytes: length,
      packageBytes: length,
      references,
      imports: listOf(text),
      hint: optional(text),
    }),
  ),
  pruningBytes: length,
  bytes: length,
});

export const advice: Shape<Advice> = object({
  kind: oneOf('time-zones', 'http2', 'two-versions', 'constant', 'pprof', 'embedded', 'build-tag'),
  subject: text,
  bytes: length,
  text,
});
