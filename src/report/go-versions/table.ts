import { formatBytes } from '../format-bytes.ts';
import type { Style } from '../style.ts';
import type { GoProgram, PackedSize, StartTimes } from './go-comparison.ts';
import { shareText, startsText, type VersionRow } from './words.ts';

interface Column {
  readonly title: string;
  readonly cell: (program: GoProgram) => string;
}

/** What is told of each version; a column without anything in it is left out. */
const columns: readonly Column[] = [
  { title: 'with symbols', cell: ({ whole }) => (whole === undefined ? '' : formatBytes(whole.bytes)) },
  { title: 'stripped', cell: ({ file }) => (file === undefined ? '' : formatBytes(file.bytes)) },
  { title: 'pulled', cell: ({ wireBytes }) => (wireBytes === undefined ? '' : formatBytes(wireBytes)) },
  { title: 'packed', cell: ({ packed, file }) => packedText(packed, file?.bytes ?? 0) },
  { title: 'start', cell: ({ start }) => startCell(start) },
];

function packedText(packed: PackedSize | undefined, bytes: number): string {
  if (packed?.kind !== 'packed') return '';
  return `${formatBytes(packed.bytes)} (${shareText(packed.bytes, bytes)})`;
}

function startCell(start: StartTimes | undefined): string {
  return start?.kind === 'measured' ? startsText(start) : '';
}

/** A version a line, the module's own with a star; of one without a program the reason. */
export function tableLines(rows: readonly VersionRow[], style: Style): string[] {
  const used = columns.filter(({ cell }) =>
    rows.some(({ program }) => program !== undefined && cell(program) !== ''),
  );
  const names = rows.map(({ name, version }) => (version.own === true ? `${name} *` : name));
  const nameWidth = Math.max(...names.map((name) => name.length));
  const cells = rows.map(({ program }) =>
    used.map(({ cell }) => (program === undefined ? '' : cell(program))),
  );
  const widths = used.map(({ title }, at) =>
    Math.max(title.length, ...cells.map((row) => (row[at] ?? '').length)),
  );
  const head = used.map(({ title }, at) => title.padStart(widths[at] ?? 0)).join('  ');
  const lines = rows.map(({ why }, at) => {
    const name = (names[at] ?? '').padEnd(nameWidth);
    if (why !== undefined) return `  ${name}  ${style.warning(why)}`;
    return `  ${name}  ${(cells[at] ?? []).map((text, column) => text.padStart(widths[column] ?? 0)).join('  ')}`;
  });
  return [style.dim(`  ${' '.repeat(nameWidth)}  ${head}`), ...lines.map((line) => line.trimEnd())];
}
