import { readBuildInfo } from '../../binary/go/build-info.ts';
import type { ProgramFile } from '../../binary/program-file.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Cause, Difference, ExplainContext } from '../difference.ts';
import { hunksOf } from '../hunks.ts';
import { shownText } from '../shown.ts';
import { causeOfTexts } from '../text-causes.ts';
import { type DifferingPart, offsetsOf, type Side } from './aligned.ts';
import type { Both } from './form.ts';

/** Rows of the build info that are not the same, the Go version first, then as the text has them. */
export function buildInfoDifferences(
  programs: Both,
  parts: readonly DifferingPart[],
  place: string,
  context: ExplainContext,
): Difference[] {
  return [
    ...versionDifference(programs, parts, place),
    ...parts
      .filter(({ nature }) => nature === 'build-info')
      .flatMap((part) => rowDifferences(part, place, context)),
  ];
}

function versionDifference({ a, b }: Both, parts: readonly DifferingPart[], place: string): Difference[] {
  const [inA, inB] = [goVersion(a), goVersion(b)];
  if (inA === inB || inA === undefined || inB === undefined) return [];
  const part = parts.find(({ nature }) => nature === 'go-version');
  return [
    {
      kind: 'build-info',
      place: `${place}build info, Go version`,
      ...(part && offsetsOf(part, part.list[0])),
      bytes: part?.bytes ?? 0,
      a: shownText(inA),
      b: shownText(inB),
      cause: { kind: 'toolchain', detail: `compiled by ${shownText(inA)} and by ${shownText(inB)}` },
    },
  ];
}

function goVersion({ source }: ProgramFile): string | undefined {
  try {
    return readBuildInfo(source)?.goVersion;
  } catch (error) {
    // A row that cannot be parsed is told as a row.
    if (error instanceof SlipwayError) return undefined;
    throw error;
  }
}

interface Row {
  readonly word: string;
  /** What makes it the same row in both: `build vcs.revision`, `dep example.com/module`. */
  readonly key: string;
  readonly value: string;
}

function rowDifferences(part: DifferingPart, place: string, context: ExplainContext): Difference[] {
  // The text stands in most programs twice, and is the same in both places.
  const [copiesA, copiesB] = [copiesOf(part.a.ranges.length), copiesOf(part.b.ranges.length)];
  const copies = Math.max(copiesA, copiesB);
  const [rowsA, rowsB] = [rowsOf(part.a, copiesA), rowsOf(part.b, copiesB)];
  const keys = new Set([...rowsA.keys(), ...rowsB.keys()]);
  let left = part.bytes;
  const found: Difference[] = [];
  for (const key of keys) {
    const [inA, inB] = [rowsA.get(key), rowsB.get(key)];
    if (inA?.value === inB?.value) continue;
    const bytes = Math.min(left, copies * differing(inA, inB));
    left -= bytes;
    const cause = causeOfRow(inA ?? (inB as Row), inA?.value ?? '', inB?.value ?? '', context);
    found.push({
      kind: 'build-info',
      place: `${place}build info, ${shownText(key.replace(/^build /, ''))}`,
      ...offsetsOf(part, part.list[0]),
      bytes,
      a: shownText(inA?.value ?? ''),
      b: shownText(inB?.value ?? ''),
      ...(cause !== undefined && { cause }),
    });
  }
  return found.sort((one, other) => rank(one) - rank(other));
}

function copiesOf(count: number): number {
  return Math.max(1, count);
}

function rowsOf({ bytes }: Side, copies: number): Map<string, Row> {
  const text = bytes.toString('utf8', 0, Math.ceil(bytes.length / copies));
  const rows = new Map<string, Row>();
  let last = '';
  for (const line of text.split('\n')) {
    const [, word = '', rest = ''] = /^(path|mod|dep|=>|build)\t(.*)$/.exec(line) ?? [];
    if (word === '') continue;
    const row = rowOf(word, rest, last);
    if (word === 'mod' || word === 'dep') last = row.key;
    rows.set(row.key, row);
  }
  return rows;
}

function rowOf(word: string, rest: string, last: string): Row {
  if (word === 'path') return { word, key: 'path', value: rest };
  if (word === '=>') return { word, key: `${last} =>`, value: rest.replaceAll('\t', ' ') };
  const border = word === 'build' ? rest.indexOf('=') : rest.indexOf('\t');
  const name = border < 0 ? rest : rest.slice(0, border);
  return { word, key: `${word} ${name}`, value: rest.slice(name.length + 1).replaceAll('\t', ' ') };
}

function differing(a: Row | undefined, b: Row | undefined): number {
  const lineOf = (row: Row | undefined): Buffer =>
    Buffer.from(row === undefined ? '' : `${row.key}=${row.value}\n`);
  return hunksOf(lineOf(a), lineOf(b)).bytes;
}

/** Rows with a value of their own say more than those that follow from another. */
function rank({ place, cause }: Difference): number {
  if (place.endsWith('vcs.revision')) return 0;
  return cause === undefined ? 2 : 1;
}

function causeOfRow({ word, key }: Row, a: string, b: string, context: ExplainContext): Cause | undefined {
  if (key.startsWith('build vcs'))
    return { kind: 'vcs-stamp', detail: `the go command stamped ${stampOf(key)}` };
  if (word === 'mod')
    return {
      kind: 'vcs-stamp',
      detail: 'the version of the main module follows from the commit and its tags',
    };
  if (word === 'build') {
    const isFlag = key === 'build -ldflags' || key.startsWith('build CGO_');
    const byValue = isFlag ? causeInFlags(a, b, context) : undefined;
    return byValue ?? { kind: 'settings', detail: `built with another ${key.slice('build '.length)}` };
  }
  return undefined;
}

function stampOf(key: string): string {
  if (key.endsWith('.revision')) return 'another commit';
  if (key.endsWith('.time')) return "another commit's time";
  return key.endsWith('.modified') ? 'whether files differ from the commit' : 'another repository';
}

/** A flag with a value that says what it is: a time, a folder. */
function causeInFlags(a: string, b: string, context: ExplainContext): Cause | undefined {
  if (a === '' || b === '') return undefined;
  const [hunk] = hunksOf(Buffer.from(a, 'latin1'), Buffer.from(b, 'latin1')).list;
  return hunk && causeOfTexts({ text: a, ...hunk.a }, { text: b, ...hunk.b }, context)?.cause;
}
