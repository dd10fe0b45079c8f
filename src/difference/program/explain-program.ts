import type { Difference, ExplainContext } from '../difference.ts';
import { shownCount } from '../shown.ts';
import { codeComparison } from './addresses.ts';
import { type DifferingPart, differingParts } from './aligned.ts';
import { buildInfoDifferences } from './build-info-rows.ts';
import { functionDifferences, orderOfFunctions } from './code.ts';
import { contentDifferences } from './content.ts';
import { debugDifferences } from './debug.ts';
import { type Both, formatDifference, strippedDifference, timeDifference } from './form.ts';
import { idDifferences } from './ids.ts';
import { type NamedParts, namedParts } from './named-parts.ts';
import { placesOf } from './places.ts';
import { pointerBytes } from './pointers.ts';
import { sectionDifferences } from './sections.ts';
import { variableDifferences } from './variables.ts';

const mostDifferences = 30;
/** So many rows of build info, and so many texts with and without a cause: the next ones say no more. */
const mostRows = 12;
const mostBlamed = 12;
const mostTexts = 6;

/** How two programs of one format differ, the most telling first. @throws SlipwayError E_BINARY when one is cut while it is read */
export function explainProgram(programs: Both, place: string, context: ExplainContext): Difference[] {
  const stripped = strippedDifference(programs, place);
  const [namedA, namedB] = [
    namedParts(programs.a, stripped.length === 0),
    namedParts(programs.b, stripped.length === 0),
  ];
  const both = { a: namedA.parts, b: namedB.parts };
  const parts = differingParts([programs.a.source, both.a], [programs.b.source, both.b]);
  const info = buildInfoDifferences(programs, parts, place, context);
  const { blamed, reordered, others, told } = contentDifferences(parts, place, context);
  const places = { a: placesOf(programs.a, both.a), b: placesOf(programs.b, both.b) };
  const debug = debugDifferences(programs, parts, place, context);
  const order = orderOfFunctions(both.a, both.b, place);
  const functions = functionDifferences(parts, place, codeComparison(programs.a.architecture, places));
  const left = leftOf(parts, (part) => debug.get(part)?.bytes ?? told.get(part) ?? 0, info);
  const pointers = (part: DifferingPart): number => pointerBytes(part, programs.a, places);
  const variables = variableDifferences(parts, { left, pointers }, place);
  const open = (part: DifferingPart): number => left(part) - (variables.get(part)?.bytes ?? 0);
  const sections = sectionDifferences(parts, { left: open, pointers }, both, place);
  const telling = [
    ...faultDifference(namedA, namedB, place),
    ...timeDifference(programs, place),
    ...info.slice(0, mostRows),
    ...blamed.slice(0, mostBlamed),
    ...debug.values(),
    ...stripped,
    ...order,
    ...reordered,
    ...functions.reordered,
    ...others.slice(0, mostTexts),
    ...functions.others,
    ...variables.values(),
  ];
  const isAlone = telling.length === 0 && sections.every(({ place: at }) => at.endsWith('padding'));
  const ids = idDifferences(programs, parts, place, isAlone);
  const listed = [...telling, ...sections].slice(0, mostDifferences - 1 - ids.length);
  const all = isAlone ? [...ids, ...listed] : [...listed, ...ids];
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  if (all.length === 0) return [placeDifference(programs, place)];
  return [...all, ...restDifference(all, bytes, place)];
}

function faultDifference(a: NamedParts, b: NamedParts, place: string): Difference[] {
  const well = 'can be read';
  return formatDifference('tables of Go and symbols', a.fault ?? well, b.fault ?? well, place);
}

/** How many bytes of a part nothing but its section tells. */
function leftOf(
  parts: readonly DifferingPart[],
  told: (part: DifferingPart) => number,
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
    return part.bytes - told(part);
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
