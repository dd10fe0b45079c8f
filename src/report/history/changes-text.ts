import { changeLines, signed } from '../comparison-text.ts';
import { plainLine } from '../plain-text.ts';
import type { Style } from '../style.ts';
import { bringsText, firstParts, type HistoryChange, type HistoryPoint } from './history.ts';

/** So many points are told in a terminal, the newest of those that changed something; a page and JSON have all. */
const mostPoints = 10;
/** Lines of one target, before the rest is summed. */
const mostParts = 5;

/**
 * What each release or commit added, for a person: the newest first, the largest of its changes first. Empty where nobody knows.
 * @param points from the oldest to the newest
 */
export function changeParagraphs(points: readonly HistoryPoint[], columns: number, style: Style): string[][] {
  const told = points.filter(({ changes = [] }) => changes.length > 0).toReversed();
  if (told.length === 0) return [];
  const shown = told.slice(0, mostPoints);
  const more = told.length - shown.length;
  const paragraphs = shown.flatMap(({ name, changes = [] }) =>
    changes.map((change) => changeParagraph(name, change, columns, style)),
  );
  return [
    ...paragraphs,
    ...(more === 0 ? [] : [[style.dim(`${more} older: --html and --json tell all of them`)]]),
  ];
}

function changeParagraph(name: string, change: HistoryChange, columns: number, style: Style): string[] {
  const { target, platform, since } = change;
  const { parts, rest } = firstParts(change, mostParts);
  const [now, where, before] = [name, `${target} ${platform}`, since].map((text) => plainLine(text).trim());
  const noted = parts.map((part) => ({ ...part, note: bringsText(part) }));
  const more = `  ${signed(rest.bytes).padStart(10)}  ${style.dim(`in ${rest.parts} more`)}`;
  return [
    `${style.bold(`${now} since ${before}`)}  ${where}`,
    ...changeLines(noted, mostParts, columns, style),
    ...(rest.parts === 0 ? [] : [more]),
  ];
}
