import { checkChanges, placesText } from '../check-changes.ts';
import { type Divided, dividedOf, type Growth } from '../size-comment/divided.ts';
import type { Sized } from '../size-comment/sized.ts';
import { signed } from '../size-comment/words.ts';
import type { ApartKind, SizeReport } from '../size-report.ts';
import { type HtmlCell, type HtmlTable, textCell } from './table-html.ts';

const number = 'number';
const kinds: readonly (readonly [what: ApartKind, head: string])[] = [
  ['go', 'Go'],
  ['settings', 'Flags, base'],
  ['rebuilt', 'Built again'],
];

/** What Go, other settings and the code make of each change, on disk and pulled; where it was not measured, why. */
export function apartTable(size: SizeReport, sized: readonly Sized[]): HtmlTable {
  const divided = dividedOf(size, sized);
  const shown = kinds.filter(([what]) =>
    divided.some(({ parts }) => parts.some((part) => part.what === what)),
  );
  return {
    title: 'How much is not the code’s: on disk, pulled',
    id: 'apart',
    heads: [['Target'], ...shown.map(([, head]) => [head, number] as const), ['Code and rest', number], ['']],
    rows: divided.map((each) => [
      { html: `<b>${textCell(each.target).html}</b> ${textCell(each.platform).html}` },
      ...shown.map(([what]) => growthCell(each.parts.find((part) => part.what === what))),
      growthCell(each.rest),
      textCell(unmeasuredText(each)),
    ]),
  };
}

function growthCell(part: Growth | undefined): HtmlCell {
  if (part === undefined) return textCell('–', number);
  const { disk, pull } = part;
  return textCell([disk, ...(pull === undefined ? [] : [pull])].map(signed).join(', '), number);
}

function unmeasuredText({ unmeasured }: Divided): string {
  return [...new Set(unmeasured.map(({ why }) => `not measured: ${why}`))].join('; ');
}

/** Checks that say another thing than before. */
export function changedCheckTable(size: SizeReport): HtmlTable {
  return {
    title: 'Checks that change',
    id: 'changed-checks',
    heads: [['Check'], ['Of'], ['Before'], ['Now'], ['Says']],
    rows: checkChanges(size.verdicts ?? []).map(({ check, before, after, detail, places }) => [
      textCell(check, 'word'),
      textCell(placesText(places, size, (name) => name)),
      textCell(before),
      textCell(after),
      textCell(detail),
    ]),
  };
}
