import { nameCode, nameText } from '../size-comment/words.ts';
import { type BeforeTable, pullNote } from './rows.ts';

/** Side by side, as tables of GitHub's Markdown; nothing where nothing was compared. */
export function beforeMarkdown(tables: readonly BeforeTable[]): string[] {
  if (tables.length === 0) return [];
  return [
    ...tables.flatMap(({ target, platform, source, rows }) => [
      `| **${nameText(target)}** ${nameText(platform)} | ${nameCode(source)} | now | |`,
      '|---|--:|--:|--:|',
      ...rows.map(
        ({ what, before, after, change }) => `| ${what} | ${before} | ${after} | ${nameText(change)} |`,
      ),
      '',
    ]),
    `<sub>${pullNote}</sub>`,
    '',
  ];
}
