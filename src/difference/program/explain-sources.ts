import { type ByteSource, bytesSource } from '../../binary/byte-source.ts';
import { openProgram } from '../../binary/open-program.ts';
import type { ProgramFile } from '../../binary/program-file.ts';
import { SlipwayError } from '../../support/errors.ts';
import { byteDifferences } from '../bytes.ts';
import type { Difference, ExplainContext } from '../difference.ts';
import { printable, shownCount, shownText } from '../shown.ts';
import { addressComparison } from './addresses.ts';
import { type DifferingPart, differingParts } from './aligned.ts';
import { buildInfoDifferences } from './build-info-rows.ts';
import { functionDifferences, orderOfFunctions } from './code.ts';
import { contentDifferences } from './content.ts';
import { idDifferences } from './ids.ts';
import { type NamedParts, namedParts } from './named-parts.ts';
import { placesOf } from './places.ts';
import { sectionDifferences } from './sections.ts';

const mostDifferences = 30;
/** So many texts without a cause: the next ones say no more. */
const mostTexts = 6;
/** Everything of a program is looked at, so it is read once; one that is longer is read piece by piece. */
const mostHeldBytes = 1 << 28;

/**
 * How two programs differ, each byte by what its format says that it is. What cannot be read as a program is compared byte by byte.
 * @param place what stands before every place: empty, or where the programs lie, with a comma
 * @throws SlipwayError E_BINARY when one is cut while it is read
 */
export function explainSources(
  sources: { readonly a: ByteSource; readonly b: ByteSource },
  place: string,
  context: ExplainContext,
): Difference[] {
  const [a, b] = [held(sources.a), held(sources.b)];
  if (areEqual(a, b)) return [];
  const [inA, inB] = [opened(a), opened(b)];
  if ('why' in inA || 'why' in inB) {
    const [whyA, whyB] = ['why' in inA ? inA.why : readsWell, 'why' in inB ? inB.why : readsWell];
    return [...formatDifference('the format', whyA, whyB, place), ...byteDifferences(a, b, place, context)];
  }
  const [kindA, kindB] = [kindOf(inA), kindOf(inB)];
  if (kindA !== kindB)
    return [...formatDifference('the format', kindA, kindB, place), ...byteDifferences(a, b, place, context)];
  // Names of sections are what a damaged file has there.
  return explained({ a: inA, b: inB }, place, context).map((each) => ({
    ...each,
    place: printable(each.place),
  }));
}

function held(source: ByteSource): ByteSource {
  return source.length > mostHeldBytes ? source : bytesSource(source.read(0, source.length));
}

const windowBytes = 1 << 20;

function areEqual(a: ByteSource, b: ByteSource): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += windowBytes) {
    const length = Math.min(windowBytes, a.length - at);
    if (Buffer.compare(a.read(at, length), b.read(at, length)) !== 0) return false;
  }
  return true;
}

const readsWell = 'a program that can be read';

function opened(source: ByteSource): ProgramFile | { readonly why: string } {
  try {
    return openProgram(source);
  } catch (error) {
    if (error instanceof SlipwayError && error.code === 'E_BINARY') return { why: error.message };
    throw error;
  }
}

function kindOf({ format, architecture, endian, wordBytes }: ProgramFile): string {
  return `${format} for ${architecture ?? 'an unknown machine'}, ${endian} endian, ${wordBytes * 8} bits`;
}

function formatDifference(what: string, a: string, b: string, place: string): Difference[] {
  return a === b ? [] : [{ kind: 'format', place: `${place}${what}`, a: shownText(a), b: shownText(b) }];
}

interface Both {
  readonly a: ProgramFile;
  readonly b: ProgramFile;
}

function explained(programs: Both, place: string, context: ExplainContext): Difference[] {
  const stripped = strippedDifference(programs, place);
  const [namedA, namedB] = [
    namedParts(programs.a, stripped.length === 0),
    namedParts(programs.b, stripped.length === 0),
  ];
  const both = { a: namedA.parts, b: namedB.parts };
  const parts = differingParts([programs.a.source, both.a], [programs.b.source, both.b]);
  const info = buildInfoDifferences(programs, parts, place, context);
  const { blamed, reordered, others, told } = contentDifferences(parts, place, context);
  const isSame = addressComparison(programs.a.architecture, {
    a: placesOf(programs.a, both.a),
    b: placesOf(programs.b, both.b),
  });
  const order = orderOfFunctions(both.a, both.b, place);
  const functions = functionDifferences(parts, place, isSame);
  const sections = sectionDifferences(parts, leftOf(parts, told, info), both, place);
  const telling = [
    ...faultDifference(namedA, namedB, place),
    ...info,
    ...blamed,
    ...stripped,
    ...order,
    ...reordered,
    ...others.slice(0, mostTexts),
    ...functions,
  ];
  const isAlone = telling.length === 0 && sections.every(({ place: at }) => at.endsWith('padding'));
  const ids = idDifferences(programs, parts, place, isAlone);
  const listed = [...telling, ...sections].slice(0, mostDifferences - 1 - ids.length);
  const all = isAlone ? [...ids, ...listed] : [...listed, ...ids];
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  if (all.length === 0) return [placeDifference(programs, place)];
  return [...all, ...restDifference(all, bytes, place)];
}

/** Whether one of them has no symbol table, or no debugging information: nobody builds the same program so by chance. */
function strippedDifference({ a, b }: Both, place: string): Difference[] {
  const [inA, inB] = [keptIn(a), keptIn(b)];
  if (inA === inB) return [];
  const cause = { kind: 'settings', detail: 'one of them is stripped, as by -ldflags "-s -w"' } as const;
  return [{ kind: 'format', place: `${place}what only tools read`, a: inA, b: inB, cause }];
}

function keptIn({ headers, sections }: ProgramFile): string {
  const hasSymbols =
    sections.some(({ name, bytes }) => (name === '.symtab' || name === 'name') && bytes > 0) ||
    headers.some(({ kind, name, bytes }) => kind === 'symbols' && name === 'symbol table' && bytes > 0);
  const hasDebug = sections.some(({ name, bytes }) => bytes > 0 && /^\.z?debug_|^__DWARF,/.test(name));
  return `${hasSymbols ? 'symbols' : 'no symbols'}, ${hasDebug ? 'debugging information' : 'no debugging information'}`;
}

function faultDifference(a: NamedParts, b: NamedParts, place: string): Difference[] {
  const well = 'can be read';
  return formatDifference('tables of Go and symbols', a.fault ?? well, b.fault ?? well, place);
}

/** How many bytes of a part nothing but its section tells. */
function leftOf(
  parts: readonly DifferingPart[],
  told: ReadonlyMap<DifferingPart, number>,
  info: readonly Difference[],
): (part: DifferingPart) => number {
  const hasVersion = info.some(({ cause }) => cause?.kind === 'toolchain');
  const rows = info.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
  const version = parts.find(({ nature }) => nature === 'go-version')?.bytes ?? 0;
  const rowBytes = rows - (hasVersion ? version : 0);
  return (part) => {
    if (part.nature === 'function' || part.nature === 'build-id' || part.nature === 'signature') return 0;
    if (part.nature === 'go-version' && hasVersion) return 0;
    if (part.nature === 'build-info') return Math.max(0, part.bytes - rowBytes);
    return part.bytes - (told.get(part) ?? 0);
  };
}

/** Of files that have the same parts, and not at the same places. */
function placeDifference({ a, b }: Both, place: string): Difference {
  return {
    kind: 'format',
    place: `${place}the places of its parts`,
    a: `${shownCount(a.source.length)} bytes`,
    b: `${shownCount(b.source.length)} bytes`,
    cause: { kind: 'order', detail: 'the same parts stand at other places of the file' },
  };
}

function restDifference(told: readonly Difference[], total: number, place: string): Difference[] {
  const left = total - told.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
  if (left <= 0) return [];
  return [
    {
      kind: 'bytes',
      place: `${place}the rest`,
      bytes: left,
      a: `${shownCount(left)} of ${shownCount(total)} differing bytes`,
      b: 'not told one by one',
    },
  ];
}
