import type { ApartKind, SizeReport } from '../size-report.ts';
import type { Detail } from './details.ts';
import { type Divided, dividedOf, type Growth } from './divided.ts';
import { noiseBytes, type Sized } from './sized.ts';
import { nameText, signed, unbroken } from './words.ts';

const mostRows = 15;
const columns: readonly (readonly [what: ApartKind, head: string])[] = [
  ['go', 'Go'],
  ['settings', 'flags, base'],
  ['rebuilt', 'built again'],
];

/** A row for each target and platform that was measured: what each thing makes of its change; nothing where none was. */
export function apartDetail(size: SizeReport, sized: readonly Sized[]): Detail[] {
  const divided = dividedOf(size, sized).filter(({ parts }) => parts.some(({ what }) => what !== 'rebuilt'));
  if (divided.length === 0) return [];
  const shown = columns.filter(([what]) => divided.some((each) => isTold(each, what)));
  const rows = divided.slice(0, mostRows).map((each) => {
    const parts = shown.map(([what]) => each.parts.find((part) => part.what === what));
    const name = `${nameText(each.target)} ${nameText(each.platform)}`;
    return `| ${[name, ...[...parts, each.rest].map(growthCell)].join(' | ')} |`;
  });
  const rest = divided.length - rows.length;
  const empty = ' |'.repeat(shown.length + 1);
  const lines = [
    `| | ${[...shown.map(([, head]) => head), 'code and rest'].join(' | ')} |`,
    `|---|${'--:|'.repeat(shown.length + 1)}`,
    ...rows,
    ...(rest > 0 ? [`| and ${rest} more |${empty}`] : []),
  ];
  return [{ kind: 'settings', title: 'How much is not the code’s: on disk, pulled', lines }];
}

function isTold({ parts }: Divided, what: ApartKind): boolean {
  const part = parts.find((each) => each.what === what);
  return part !== undefined && (what !== 'rebuilt' || Math.abs(part.disk) >= noiseBytes);
}

function growthCell(part: Growth | undefined): string {
  if (part === undefined) return '–';
  const { disk, pull } = part;
  return [disk, ...(pull === undefined ? [] : [pull])].map((bytes) => unbroken(signed(bytes))).join(', ');
}
