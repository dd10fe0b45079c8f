import type { Cause, Difference } from '../../difference/difference.ts';
import { plainLine } from '../plain-text.ts';
import type { Reproduced } from './reproduction.ts';

/** What to do about each kind of cause, for people. */
const advice: Readonly<Record<Cause['kind'], string | undefined>> = {
  'vcs-stamp':
    'build the same commit with nothing uncommitted, or leave the commit out of the file: --vcs-stamp label',
  path: 'keep the folder out of what is built: a folder of no meaning in generated code, -ffile-prefix-map in CGO_CFLAGS, no //line with absolute paths',
  time: "stamp the commit's time instead: --ldflags '-X main.built={{date}}', or set SOURCE_DATE_EPOCH and let what writes the time read it",
  toolchain: 'name the exact Go: --go 1.26.8, or a toolchain line in go.mod',
  settings: 'build with the same settings; slipway.yaml keeps them with the code',
  user: 'keep the name of the user out of what is built, or give it a fixed one with -X',
  order: 'sort what is written: ranging over a map, or listing a folder, has no order',
  host: 'keep the name of the machine out of what is built',
  'build-id': undefined,
};

/**
 * A difference for a person: where, what each side has, and what it comes from and what to do about that, where that is known. The first line
 * is the place; the others are indented by two.
 */
export function differenceLines(
  { place, offset, bytes, a, b, cause }: Difference,
  sides: Reproduced['sides'],
): string[] {
  const width = Math.max(sides.a.length, sides.b.length);
  const at =
    offset === undefined ? '' : ` at byte ${offset.a}${offset.b === offset.a ? '' : ` and ${offset.b}`}`;
  const long = bytes === undefined ? '' : ` (${bytes} ${bytes === 1 ? 'byte' : 'bytes'}${at})`;
  const row = (side: string, what: string): string =>
    `  ${side.padEnd(width)}  ${what === '' ? '–' : plainLine(what)}`;
  const todo = cause && advice[cause.kind];
  return [
    `${plainLine(place)}${long}`,
    row(sides.a, a),
    row(sides.b, b),
    ...(cause === undefined ? [] : [`  ${cause.kind}: ${plainLine(cause.detail)}`]),
    ...(todo === undefined ? [] : [`  → ${todo}`]),
  ];
}
