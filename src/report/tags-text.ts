import { signed } from './comparison-text.ts';
import { formatNotices } from './findings.ts';
import { formatBytes } from './format-bytes.ts';
import { plainText } from './plain-text.ts';
import { type Style, styleOf } from './style.ts';
import type { TagSetReport, TagsInspection } from './tags-inspection.ts';

/** What sets of build tags make of programs, for a person. Ends with a line break. */
export function formatTagsInspection(
  { targets, notices }: TagsInspection,
  { color = false }: { readonly columns?: number; readonly color?: boolean } = {},
): string {
  const style = styleOf(color);
  const paragraphs = [
    ...targets.map(({ name, sets }) => [style.bold(name), ...setLines(sets)]),
    ...targets.flatMap(({ sets }) => sets.flatMap((set) => errorLines(set, style))),
    ...formatNotices(notices, style),
  ];
  return `${paragraphs.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function tagsText(tags: readonly string[]): string {
  return tags.length === 0 ? 'no tags' : tags.join(',');
}

function setLines(sets: readonly TagSetReport[]): string[] {
  const width = Math.max(...sets.map(({ tags }) => tagsText(tags).length));
  const [first] = sets;
  return sets.map(({ tags, file }) => {
    const change =
      file === undefined || first?.file === undefined || file === first.file
        ? ''
        : `   ${signed(file.bytes - first.file.bytes)}`;
    const size = file === undefined ? 'does not compile' : `${formatBytes(file.bytes).padStart(8)}${change}`;
    return `  ${tagsText(tags).padEnd(width)}   ${size}`;
  });
}

function errorLines({ tags, error }: TagSetReport, style: Style): string[][] {
  if (error === undefined) return [];
  const [first = '', ...more] = plainText(`${error.message}\n${error.hint ?? ''}`)
    .trimEnd()
    .split('\n');
  const heading = `${style.bad(style.bold(`error ${error.code}:`))} with ${tagsText(tags)}: ${first}`;
  return [[heading, ...more.map((line) => `  ${line}`)]];
}
