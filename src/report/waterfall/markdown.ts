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

function waterfallTable({ target, platform, rows }: Waterfall): string[] {
  const lines = rows.map((row, at) => {
    const before = rowBefore(rows, at);
    const cells = measures.flatMap(({ of }) => [bytesText(of(row)), stepText(before && of(before), of(row))]);
    return `| ${nameText(rowName(row))} | ${cells.join(' | ')} |`;
  });
  return [
    `| **${nameText(target)}** ${nameText(platform)} | on disk | | on the wire | |`,
    '|---|--:|--:|--:|--:|',
    ...lines,
    '',
  ];
}
