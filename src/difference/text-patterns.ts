import type { Cause } from './difference.ts';

export interface TextPattern {
  readonly kind: Cause['kind'];
  readonly expression: RegExp;
  /** What it is, for people. */
  readonly what: string;
}

const month = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const day = 'Mon|Tue|Wed|Thu|Fri|Sat|Sun';
const clock = String.raw`\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?`;
const zone = String.raw`(?:Z|UTC|GMT|[A-Z]{3,4}|[+-]\d\d:?\d\d)`;

/** What a text looks like, the surest first: of two that fit, the one that says more of where it comes from. */
export const textPatterns: readonly TextPattern[] = [
  {
    kind: 'vcs-stamp',
    // Go modules reference, "Pseudo-versions"; git describe.
    expression: /v\d+\.\d+\.\d+-(?:[0-9A-Za-z.-]*[.-])?\d{14}-[0-9a-f]{12}(?:\+dirty)?/g,
    what: 'a version made of the commit',
  },
  {
    kind: 'vcs-stamp',
    expression: /v?\d+\.\d+[0-9A-Za-z.-]*-\d+-g[0-9a-f]{7,40}(?:-dirty)?/g,
    what: 'what git describe says',
  },
  {
    kind: 'vcs-stamp',
    // A number of forty digits is no commit. What stands next to it may begin with a digit or two.
    expression: /(?<![0-9a-f]{8})(?=(?:\d*[a-f]){4})[0-9a-f]{40}(?![0-9a-f]{8})/g,
    what: 'a commit',
  },
  {
    kind: 'path',
    expression:
      /\/(?:home|Users|root|tmp|var|private|build|builds|work|workspace|go|src|opt|usr|mnt|data|github|srv|nix)(?:\/[A-Za-z0-9_.@+~,-]+)+|[A-Za-z]:[\\/](?:[A-Za-z0-9_.@+~ -]+[\\/])+[A-Za-z0-9_.@+~-]*/g,
    what: 'a path',
  },
  {
    kind: 'time',
    expression: new RegExp(String.raw`\d{4}([-/])\d\d\1\d\d(?:[T _]${clock}(?: ?${zone})?)?`, 'g'),
    what: 'a date',
  },
  {
    kind: 'time',
    expression: new RegExp(
      String.raw`(?:(?:${day})[a-z]*,? )?(?:(?:${month})[a-z]* {1,2}\d{1,2}|\d{1,2}[ -](?:${month})[a-z]*)(?:,? (?:${clock}(?: ${zone})? )?\d{4}|-\d{2,4}| ${clock})(?: ${clock}(?: ${zone})?)?`,
      'g',
    ),
    what: 'a date',
  },
  {
    kind: 'time',
    expression:
      /20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[T_-]?(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\dZ?)?)?/g,
    what: 'a date',
  },
  {
    kind: 'time',
    expression: new RegExp(String.raw`(?<!\d)${clock}(?: ?${zone})?`, 'g'),
    what: 'a time of day',
  },
  {
    kind: 'toolchain',
    expression:
      /go1\.\d+(?:\.\d+|rc\d+|beta\d+)?(?:[ -][A-Za-z0-9:.,_+-]+)?|GCC: \([^)]*\) [\d.]+|clang version [\d.]+/g,
    what: 'the version of a compiler',
  },
];
