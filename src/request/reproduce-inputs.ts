import { against } from './against.ts';
import type { EngineName } from './engine-inputs.ts';
import { input } from './input.ts';
import { choice, single, toggle } from './kinds.ts';

/** Inputs of building again from nothing. */
export const reproduceInputs = {
  reproduce: input({
    flag: 'reproduce',
    field: 'reproduce',
    scope: 'run',
    group: 'The run',
    commands: ['build'],
    kind: toggle,
    fallback: false,
    description:
      'Build once more, from nothing and under other circumstances (another folder, home, user, time zone, umask …), before anything is written or pushed. A difference fails the run and is explained; with --sign what was compared is attested.',
    example: 'true',
  }),
  secondEngine: input<Exclude<EngineName, 'auto'>>({
    flag: 'second-engine',
    scope: 'run',
    group: 'What to build',
    commands: ['reproduce'],
    kind: single(choice('ENGINE', ['embedded', 'buildkit'] as const)),
    description:
      'The engine of the second build, and the other one is that of the first: then images are the same where files, config and platform are, since each engine compresses in its own way.',
    example: 'buildkit',
    action: false,
  }),
  against: input({
    flag: 'against',
    scope: 'run',
    group: 'What to build',
    commands: ['reproduce'],
    kind: single(against),
    description:
      'What one clean build is compared with instead of a second one: an image that was built before, such as the published one (a reference, a layout, an archive), or the report.json of an earlier build, of which digests are compared.',
    example: 'ghcr.io/acme/api:1.0',
    action: false,
  }),
};
