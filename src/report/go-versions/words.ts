import { plainLine } from '../plain-text.ts';
import type { ComparedGo, GoComparison, GoProgram, ProgramParts } from './go-comparison.ts';

/** A version as people read it: `go1.26.8`, or how it was asked for where it cannot be had. */
export function versionName({ go, asked }: ComparedGo): string {
  return plainLine(go ?? (asked.length === 0 ? "the module's own" : asked.join(', ')));
}

/** `+2.1 %`, `−0.3 %`, `·` for what stayed within a twentieth of a percent. */
export function percentText(before: number, after: number): string {
  const part = before === 0 ? 0 : (after - before) / before;
  const text = Math.abs(part * 100).toFixed(Math.abs(part) < 0.9995 ? 1 : 0);
  return text === '0.0' ? '·' : `${part < 0 ? '−' : '+'}${text} %`;
}

/** `31 %` */
export function shareText(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.round((part / whole) * 100)} %`;
}

/** `2.6 ms`, `0.84 ms`, `1.2 s`. */
export function startText(seconds: number): string {
  const milliseconds = seconds * 1000;
  if (milliseconds >= 999.5) return `${seconds.toFixed(1)} s`;
  return `${milliseconds.toFixed(milliseconds < 9.95 ? 1 : 0)} ms`;
}

/** `2.6 ms (2.4–3.1)`: the median and between which times half of the runs lie. */
export function startsText({
  median,
  low,
  high,
}: {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}): string {
  const inUnit = (seconds: number): string => {
    const [number = ''] = startText(seconds).split(' ');
    return number;
  };
  const sameUnit = startText(low).endsWith(' ms') === startText(high).endsWith(' ms');
  const spread = sameUnit ? `${inUnit(low)}–${inUnit(high)}` : `${startText(low)}–${startText(high)}`;
  return `${startText(median)} (${spread})`;
}

const partNames: readonly (readonly [keyof ProgramParts, string])[] = [
  ['code', 'code'],
  ['pclntab', 'pclntab'],
  ['funcdata', 'funcdata'],
  ['types', 'types'],
  ['strings', 'strings'],
  ['data', 'data'],
  ['other', 'rest'],
];

/** Parts that moved by less than this share of the file are noise. */
const leastShare = 0.0005;

export interface PartChange {
  readonly name: string;
  readonly before: number;
  readonly after: number;
}

/** The parts of a program that have another length than in the first, in the order of a file. */
export function partChanges(first: ProgramParts, parts: ProgramParts): PartChange[] {
  const whole = Object.values(first).reduce((sum, bytes) => sum + bytes, 0);
  return partNames.flatMap(([part, name]) => {
    const [before, after] = [first[part], parts[part]];
    return Math.abs(after - before) < whole * leastShare ? [] : [{ name, before, after }];
  });
}

/** What everything is compared with: the first program that there is. */
export function firstProgram(programs: readonly GoProgram[]): GoProgram | undefined {
  return programs.find(({ file }) => file !== undefined);
}

/** One row of a comparison: a version, and its program where there is one. */
export interface VersionRow {
  readonly version: ComparedGo;
  readonly name: string;
  readonly program: GoProgram | undefined;
  /** Why there is no program, in one line. */
  readonly why?: string;
}

export function rowsOf(
  { versions }: Pick<GoComparison, 'versions'>,
  programs: readonly GoProgram[],
): VersionRow[] {
  return versions.map((version) => {
    const program = programs.find(({ go }) => go === version.go);
    const error = version.error ?? program?.error;
    const name = versionName(version);
    if (error === undefined) return { version, name, program };
    const [why = ''] = error.message.split('\n');
    return { version, name, program: undefined, why: plainLine(why) };
  });
}
