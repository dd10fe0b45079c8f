import type { Cause, Difference } from '../../difference/difference.ts';
import { plainLine } from '../plain-text.ts';
import type { Reproduced } from './reproduction.ts';

/** What to do about each kind of cause, for people. */
const advice: Readonly<Record<Cause['kind'], string | undefined>> = {
  'vcs-stamp':
    'build the same commit with nothing uncommitted, or leave the commit out of the file: --vcs-stamp label',
  path: 'keep the folder out of what is built: a folder of no meaning in generated code, -ffile-prefix-map in CGO_CFLAGS, no //line with absolute paths',
  time: "stamp the commit's time instead: --ldflags '-X main.built={{date}}'; in C leave __DATE__ and __TIME__ out (-Werror=date-time finds them)",
  toolchain: 'name the exact Go: --go 1.26.8, or a toolchain line in go.mod',
  settings: 'build with the same settings; slipway.yaml keeps them with the code',
  user: 'keep the name of the user out of what is built, or give it a fixed one with -X',
  order: 'sort what is written: ranging over a map, or listing a folder, has no order',
  host: 'keep the name of the machine out of what is built',
  'build-id': undefined,
};

/** Times of an image's own come from nowhere else. */
const ofImages = 'build both with the same SOURCE_DATE_EPOCH, or both without';

function adviceFor({ kind }: Difference, cause: Cause['kind']): string | undefined {
  return cause === 'time' && (kind === 'header' || kind === 'document') ? ofImages : advice[cause];
}

/** What differs in one image or file. */
export interface Differing {
  readonly differences: readonly Difference[];
  /** Of all: what the places begin with, and the reader knows. */
  readonly platform: string;
  /** How many are told. */
  readonly most: number;
}

/**
 * What differs, for a person: where, what each side has, what it comes from, and once for each kind of cause what to do about that. The
 * first line of each is the place; the others are indented by two.
 */
export function differenceLines(
  { differences, platform, most }: Differing,
  sides: Reproduced['sides'],
): string[] {
  const advised = new Set<string>();
  const lines = differences.slice(0, most).flatMap((one) => {
    const { kind } = one.cause ?? {};
    const todo = kind === undefined || advised.has(kind) ? undefined : adviceFor(one, kind);
    if (kind !== undefined) advised.add(kind);
    return [...oneLines(one, platform, sides), ...(todo === undefined ? [] : [`  → ${todo}`])];
  });
  const more = differences.length - most;
  return more > 0 ? [...lines, `and ${more} more, which --json and --report tell`] : lines;
}

function oneLines(
  { place, offset, bytes, a, b, cause }: Difference,
  platform: string,
  sides: Reproduced['sides'],
): string[] {
  const known = `${platform}, `;
  const where = plainLine(place.startsWith(known) ? place.slice(known.length) : place);
  // Which ID it is says nothing: it follows from all the rest.
  if (cause?.kind === 'build-id') return [`${where}: ${plainLine(cause.detail)}`];
  const at =
    offset === undefined ? '' : ` at byte ${offset.a}${offset.b === offset.a ? '' : ` and ${offset.b}`}`;
  const long = bytes === undefined ? '' : ` (${bytes} ${bytes === 1 ? 'byte' : 'bytes'}${at})`;
  const width = Math.max(sides.a.length, sides.b.length);
  const row = (side: string, what: string): string =>
    `  ${side.padEnd(width)}  ${what === '' ? '–' : plainLine(what)}`;
  return [
    `${where}${long}`,
    row(sides.a, a),
    row(sides.b, b),
    ...(cause === undefined ? [] : [`  ${cause.kind}: ${plainLine(cause.detail)}`]),
  ];
}
