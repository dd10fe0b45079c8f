import { formatPlatform } from '../request/platform.ts';
import { signed } from './comparison-text.ts';
import { formatBytes } from './format-bytes.ts';
import { plainLine } from './plain-text.ts';
import type { Style } from './style.ts';
import type { GraphChange, TagReport, TagSetReport, TagsInspection } from './tags-inspection.ts';

/** Tag, size, change, graph: a row of the table. */
type Row = readonly [name: string, size: string, change: string, graph: string];

const noProgram = 'does not compile';

/** A target's sets, one a line, each with its tags below it. */
export function targetTable(
  { name, sets }: TagsInspection['targets'][number],
  { platform, toolchain }: Pick<TagsInspection, 'platform' | 'toolchain'>,
  style: Style,
): string[] {
  const rows = sets.flatMap((set) => [setRow(set), ...(set.marginal ?? []).map(tagRow)]);
  const widths = [0, 1, 2].map((cell) => Math.max(...rows.map((row) => (row[cell] ?? '').length)));
  const lines = rows.map(([first, size, change, graph]) => {
    const numbers = `${size.padStart(widths[1] ?? 0)}   ${change.padStart(widths[2] ?? 0)}`;
    return `  ${first.padEnd(widths[0] ?? 0)}   ${numbers}   ${style.dim(graph)}`.trimEnd();
  });
  return [`${style.bold(plainLine(name))}   ${formatPlatform(platform)} · ${toolchain.go}`, ...lines];
}

/** A set of tags as people read it. */
export function tagsText(tags: readonly string[]): string {
  return tags.length === 0 ? 'no tags' : tags.join(',');
}

function setRow({ tags, file, graph, change }: TagSetReport): Row {
  const name = tagsText(tags);
  if (file === undefined || graph === undefined) return [name, '', '', noProgram];
  const size = formatBytes(file.bytes);
  if (change === undefined) {
    return [name, size, '', `${counted(graph.packages, 'package')}, ${counted(graph.modules, 'module')}`];
  }
  return [name, size, deltaText(change.fileBytes), graphText(change.graph)];
}

function tagRow({ tag, fileBytes, graph }: TagReport): Row {
  const name = `  ${tag}`;
  if (fileBytes === undefined || graph === undefined) return [name, '', '', `${noProgram} without it`];
  return [name, '', deltaText(fileBytes), graphText(graph)];
}

function deltaText({ before, after }: { readonly before: number; readonly after: number }): string {
  return before === after ? '±0 B' : signed(after - before);
}

function graphText({ packages, modules }: GraphChange): string {
  const changes = [
    [packages.added, '+', 'package'],
    [packages.removed, '−', 'package'],
    [modules.added, '+', 'module'],
    [modules.removed, '−', 'module'],
  ] as const;
  const texts = changes.flatMap(([names, sign, what]) =>
    names.length === 0 ? [] : [`${sign}${counted(names.length, what)}`],
  );
  return texts.length === 0 ? 'the same packages' : texts.join(', ');
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
