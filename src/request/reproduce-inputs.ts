import { against } from './against.ts';
import { input } from './input.ts';
import { single, toggle } from './kinds.ts';

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
