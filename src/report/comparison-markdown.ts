import type { Comparison, ImageComparison } from './comparison.ts';
import { listsOf, noteOf, signed, sizesOf, sizeText } from './comparison-text.ts';
import { formatBytes } from './format-bytes.ts';
import { markdownCode, markdownText } from './markdown-text.ts';

const most = 20;

/** A comparison as GitHub's Markdown: sizes, then what changed most, in tables. Ends with a line break. */
export function comparisonMarkdown({ before, after, targets, notices }: Comparison): string {
  const parts = targets.flatMap(({ name, images }) => images.flatMap((image) => imageParts(name, image)));
  const notes = notices.map((notice) => `> ${markdownText(notice)}`);
  return `${[`${markdownCode(before)} → ${markdownCode(after)}`, ...parts, ...notes].join('\n\n')}\n`;
}

function imageParts(name: string, image: ImageComparison): string[] {
  const subject = [name, image.platform].filter((word) => word !== '').map(markdownText);
  const sizes = sizesOf(image).map(([what, each]) => `- ${what}: ${sizeText(each)}`);
  const lists = Object.entries(listsOf(image)).filter(([, changes]) => changes.length > 0);
  return [
    ...(subject.length === 0 ? [] : [`### ${subject.join(' ')}`]),
    ...(sizes.length === 0 ? [] : [sizes.join('\n')]),
    ...lists.map(([title, changes]) =>
      [
        `| ${title} | before | after | |`,
        '|---|--:|--:|--:|',
        ...changes
          .slice(0, most)
          .map((change) =>
            [
              `| ${markdownCode(change.name)}`,
              change.before === 0 ? noteOf(change) : formatBytes(change.before),
              change.after === 0 ? noteOf(change) : formatBytes(change.after),
              `${signed(change.after - change.before)} |`,
            ].join(' | '),
          ),
        ...(changes.length > most ? [`| and ${changes.length - most} more | | | |`] : []),
      ].join('\n'),
    ),
  ];
}
