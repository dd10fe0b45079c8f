import { formatBytes } from './format-bytes.ts';
import { plainLine } from './plain-text.ts';
import { growth, type Sized } from './size-comment/sized.ts';
import { changeText } from './size-comment/words.ts';
import type { Style } from './style.ts';

const mostRows = 12;
const indent = '  ';
/** In front of a cell: what belongs together stands closer. */
const gaps = ['', '   ', ' ', '   ', ' '];
/** A name that is cut keeps so much. */
const leastName = 16;
/** Bytes are at their column's right edge. */
const isNumber = (at: number): boolean => at === 1 || at === 3;

/** What of the bytes to pull is told, from the widest form to the narrowest. */
const forms = ['share', 'change', 'bytes', 'none'] as const;
type Form = (typeof forms)[number];

/** A row for each target and platform, what changed most first, in columns; where there are many what did not change is counted. */
export function sizeRows(sized: readonly Sized[], columns: number, style: Style): string[] {
  const isMany = sized.length > mostRows;
  const told = isMany ? sized.filter(({ state }) => state !== 'same') : sized;
  const shown = told.slice(0, mostRows);
  const same = isMany ? new Set(sized.flatMap((each) => (each.state === 'same' ? [each.target] : []))) : [];
  const rest = [
    ...counted(told.length - shown.length, 'more changed', 'more changed'),
    ...counted([...same].length, 'target is unchanged', 'targets are unchanged'),
  ];
  const lines = tableOf(shown, columns).map((cells, at) => painted(cells, shown[at], style));
  return [...lines, ...(rest.length === 0 ? [] : [`${indent}${style.dim(rest.join(', '))}`])];
}

function counted(count: number, one: string, many: string): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
}

/** Cells of equal width by column, in the widest form that fits; a name that is still too long loses its middle. */
function tableOf(sized: readonly Sized[], columns: number): string[][] {
  const tables = forms.map((form) => sized.map((each) => cellsOf(each, form)));
  const table = tables.find((rows) => widthOf(rows) <= columns) ?? tables.at(-1) ?? [];
  const over = Math.max(0, widthOf(table) - columns);
  const [name = 0] = widths(table);
  const most = over === 0 ? name : Math.max(leastName, name - over);
  const cut = table.map(([first = '', ...rest]) => [shortened(first, most), ...rest]);
  const width = widths(cut);
  return cut.map((cells) =>
    cells.map((cell, at) => (isNumber(at) ? cell.padStart(width[at] ?? 0) : cell.padEnd(width[at] ?? 0))),
  );
}

function cellsOf({ target, formerName, platform, state, disk, pull }: Sized, form: Form): string[] {
  const former = formerName === undefined ? '' : ` (was ${formerName})`;
  const name = plainLine(`${target}${former} ${platform}`);
  if (state === 'gone') return [name, formatBytes(disk.before), 'gone', '', ''];
  const sizes = [name, formatBytes(disk.after)];
  if (state === 'same') return [...sizes, 'unchanged', '', ''];
  const delta = state === 'new' ? 'new' : changeText(disk);
  if (pull === undefined || form === 'none') return [...sizes, delta, '', ''];
  const pulled =
    state === 'new' || form === 'bytes' ? '' : changeText(pull).replace(form === 'share' ? '' : / \(.*/, '');
  return [...sizes, delta, `${formatBytes(pull.after)} pulled`, pulled];
}

function widths(table: readonly (readonly string[])[]): number[] {
  return gaps.map((_, at) => Math.max(0, ...table.map((cells) => cells[at]?.length ?? 0)));
}

function widthOf(table: readonly (readonly string[])[]): number {
  return widths(table).reduce(
    (sum, width, at) => sum + (width === 0 ? 0 : width + (gaps[at]?.length ?? 0)),
    indent.length,
  );
}

/** The end, where the platform is, stays. */
function shortened(name: string, most: number): string {
  if (name.length <= most) return name;
  const end = Math.floor((most - 1) * 0.6);
  return `${name.slice(0, most - 1 - end)}…${name.slice(-end)}`;
}

function painted(cells: readonly string[], of: Sized | undefined, style: Style): string {
  const texts = cells.map((cell, at) => {
    if (cell === '') return '';
    const change = at === 2 ? of?.disk : at === 4 ? of?.pull : undefined;
    const text = `${gaps[at]}${cell}`;
    if (change === undefined) return text;
    if (of?.state !== 'changed' || growth(change) === 0) return style.dim(text);
    return growth(change) > 0 ? style.bad(text) : style.good(text);
  });
  return `${indent}${texts.join('')}`.trimEnd();
}
