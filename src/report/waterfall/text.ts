import { barOf, shortened } from '../bars.ts';
import { plainLine } from '../plain-text.ts';
import type { Style } from '../style.ts';
import { bytesText, measures, rowName, type Waterfall } from './waterfalls.ts';

const indent = '  ';
const gap = '  ';
const numberWidth = 8;
const narrowest = { name: 14, bar: 4 } as const;

interface Page {
  readonly columns: number;
  readonly style: Style;
}

/** A row for each step: its bytes on disk and on the wire, each with a bar; all bars of a program have one scale. */
export function waterfallLines(waterfalls: readonly Waterfall[], page: Page): string[] {
  return waterfalls.flatMap((waterfall, at) => [...(at === 0 ? [] : ['']), ...oneWaterfall(waterfall, page)]);
}

function oneWaterfall({ target, platform, rows }: Waterfall, { columns, style }: Page): string[] {
  const names = rows.map((row) => plainLine(rowName(row)));
  const most = Math.max(1, ...rows.flatMap((row) => measures.map(({ of }) => of(row) ?? 0)));
  const wanted = Math.max(narrowest.name, ...names.map(({ length }) => length));
  const room = Math.min(columns, 100) - indent.length - 2 * (numberWidth + 2 * gap.length);
  const nameWidth = Math.min(wanted, room - 2 * narrowest.bar);
  const barWidth = Math.max(narrowest.bar, Math.min(20, Math.floor((room - nameWidth) / 2)));
  const cell = (bytes: number | undefined): string =>
    `${bytesText(bytes).padStart(numberWidth)}${gap}${barOf((bytes ?? 0) / most, barWidth).padEnd(barWidth)}`;
  const whose = shortened(
    plainLine(target),
    Math.max(12, columns - 'waterfall'.length - platform.length - 4),
  );
  const title = `${indent}${style.bold('waterfall')} ${whose} ${platform}`;
  const heads = measures.map(({ name }) =>
    name
      .toLowerCase()
      .padStart(numberWidth)
      .padEnd(numberWidth + gap.length + barWidth),
  );
  return [
    title,
    style.dim(`${indent}${' '.repeat(nameWidth)}${gap}${heads.join(gap)}`.trimEnd()),
    ...rows.map((row, at) => {
      const name = shortened(names[at] ?? '', nameWidth).padEnd(nameWidth);
      return `${indent}${name}${gap}${measures.map(({ of }) => cell(of(row))).join(gap)}`.trimEnd();
    }),
  ];
}
