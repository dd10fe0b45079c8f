import { shortened } from '../bars.ts';
import { plainLine } from '../plain-text.ts';
import type { Style } from '../style.ts';
import { wrapped } from '../wrapped.ts';
import { type BeforeTable, pullNote } from './rows.ts';

const indent = '  ';

/** Side by side, for a terminal: what there was, and what there is now. */
export function beforeLines(
  tables: readonly BeforeTable[],
  { columns, style }: { readonly columns: number; readonly style: Style },
): string[] {
  const lines = tables.flatMap(({ target, platform, source, rows }, at) => {
    const head = `${shortened(plainLine(target), 30)} ${platform} against `;
    const whom = shortened(plainLine(source), Math.max(12, columns - head.length - indent.length));
    const cells = [
      ['', 'before', 'now', ''],
      ...rows.map((row) => [row.what, row.before, row.after, row.change]),
    ];
    return [
      ...(at === 0 ? [] : ['']),
      `${indent}${style.bold(head.trimEnd())} ${whom}`,
      ...cells.map(([what = '', before = '', after = '', change = '']) =>
        `${indent}${what.padEnd(18)}${before.padStart(12)}${after.padStart(12)}${change.padStart(12)}`.trimEnd(),
      ),
    ];
  });
  const isPulled = tables.some(({ rows }) => rows.some(({ what }) => what.startsWith('pull ')));
  return isPulled
    ? [...lines, ...wrapped(pullNote, columns - 2).map((line) => `${indent}${style.dim(line)}`)]
    : lines;
}
