import type { Detail } from '../size-comment/details.ts';
import { nameText } from '../size-comment/words.ts';
import { bytesText, measures, rowBefore, rowName, stepText, type Waterfall } from './waterfalls.ts';

/** All waterfalls as tables, folded; nothing where there are none. */
export function waterfallMarkdown(waterfalls: readonly Waterfall[]): string[] {
  if (waterfalls.length === 0) return [];
  return [
    '<details><summary>Waterfall: from a plain go build to the image</summary>',
    '',
    ...waterfalls.flatMap(waterfallTable),
    '</details>',
    '',
  ];
}

/** The same as details of a comment, which may be left out. */
export function waterfallDetails(waterfalls: readonly Waterfall[]): Detail[] {
  return waterfalls.map((waterfall) => {
    const title = `${nameText(waterfall.target)} ${nameText(waterfall.platform)}: from a plain go build`;
    return { kind: 'waterfall', title, lines: tableLines('', waterfall) };
  });
}

function waterfallTable(waterfall: Waterfall): string[] {
  const { target, platform } = waterfall;
  return [...tableLines(`**${nameText(target)}** ${nameText(platform)}`, waterfall), ''];
}

function tableLines(head: string, { rows }: Waterfall): string[] {
  const lines = rows.map((row, at) => {
    const before = rowBefore(rows, at);
    const cells = measures.flatMap(({ of }) => [bytesText(of(row)), stepText(before && of(before), of(row))]);
    return `| ${nameText(rowName(row))} | ${cells.join(' | ')} |`;
  });
  return [`| ${head} | on disk | | on the wire | |`, '|---|--:|--:|--:|--:|', ...lines];
}
