import { chainLines } from './brought-text.ts';
import { broughtWords, linkNames } from './brought-words.ts';
import { checkChanges, placesText } from './check-changes.ts';
import { sizedDeadCodeSentences } from './dead-code-change-words.ts';
import { formatBytes } from './format-bytes.ts';
import { plainSpelling } from './plain-spelling.ts';
import { plainLine } from './plain-text.ts';
import { settingSentences } from './setting-sentences.ts';
import { type Sized, sizedOf } from './size-comment/sized.ts';
import type { SizeReport } from './size-report.ts';
import { sizeRows } from './size-rows.ts';
import type { Style } from './style.ts';
import { wrapped } from './wrapped.ts';

/** What a build weighs against its baseline, for a terminal: a row for each target and platform, then what brought most. */
export function sizeLines(size: SizeReport | undefined, columns: number, style: Style): string[] {
  if (size === undefined) return [];
  const { name, commit } = size.baseline;
  const from = commit === undefined ? plainLine(name) : `${commit.slice(0, 7)} (${plainLine(name)})`;
  const sized = sizedOf(size);
  return [
    `  ${style.bold('size')} ${style.dim(`against ${from}`)}`,
    ...sizeRows(sized, columns, style),
    ...settingLines(size, sized, columns),
    ...causeLines(size, sized, columns, style),
    ...changedCheckLines(size),
  ];
}

const mostChecks = 5;

/** Checks that say another thing than before; what is wrong stands below all of it, in full. */
function changedCheckLines(size: SizeReport): string[] {
  const changes = checkChanges(size.verdicts ?? []);
  const rest = changes.length - mostChecks;
  return [
    ...changes.slice(0, mostChecks).map(({ check, before, after, places }) => {
      const where = placesText(places, size, plainLine);
      return `  ${plainLine(check)}: ${before} → ${after}, ${where}`;
    }),
    ...(rest > 0 ? [`  and ${rest} more checks change`] : []),
  ];
}

/** What changes for all of a program: its methods, and what is not the code's. */
function settingLines(size: SizeReport, sized: readonly Sized[], columns: number): string[] {
  return [
    ...sizedDeadCodeSentences(size, sized, plainSpelling),
    ...settingSentences(size, sized, plainSpelling),
  ]
    .flatMap((sentence) => wrapped(sentence, columns - 2))
    .map((line) => `  ${line}`);
}

/** Of the image that changed most, what brought most to it. */
function causeLines(
  { causes }: SizeReport,
  sized: readonly Sized[],
  columns: number,
  style: Style,
): string[] {
  const first = sized.find(({ image }) => (image.brought ?? []).length > 0);
  const brought = first?.image.brought?.[0];
  if (first === undefined || brought === undefined) return [];
  const cause = causes.find(({ name, target }) => name === brought.name && target === first.target);
  const places = [cause?.required, cause?.imports].flatMap((place) =>
    place === undefined ? [] : [`${plainLine(place.file)}:${place.line}`],
  );
  const { formerName } = first.image.modules.find((each) => each.name === brought.name) ?? {};
  const former = formerName === undefined ? '' : `, in place of ${plainLine(formerName)}`;
  const bytes = brought.retainedBytes === undefined ? `: ${formatBytes(brought.bytes)}` : '';
  const chain = linkNames(brought.chain, first.image.mainModule);
  return [
    `  ${plainLine(brought.name)} ${broughtWords(brought)}${former}${bytes}`,
    ...chainLines(chain, 4, columns).map(style.dim),
    ...(places.length === 0 ? [] : [style.dim(`    ${places.join(', ')}`)]),
  ];
}
