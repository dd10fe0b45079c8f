import { shortened } from '../bars.ts';
import { formatBytes } from '../format-bytes.ts';
import { plainLine } from '../plain-text.ts';
import { xmlText } from '../xml-text.ts';
import { type ByteAxis, byteAxis, placeLabels, textWidth } from './axis.ts';
import { seriesLooks } from './chart-style.ts';
import type { HistoryPoint, HistorySeries, HistorySizes } from './history.ts';

/** One picture of lines: what it is about, and the rectangle that it fills. */
export interface Panel {
  readonly title: string;
  readonly measure: keyof HistorySizes;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Where points and bytes lie. */
interface Scale {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: (at: number) => number;
  readonly y: (bytes: number) => number;
  readonly axis: ByteAxis;
}

const longestLabel = 16;
const room = { left: 62, right: 16, head: 46, labels: 22 } as const;
/** Up to so many points each has its mark. */
const mostMarked = 24;

/** The elements of a panel. Series have their place in the table of looks. */
export function panelElements(
  panel: Panel,
  points: readonly HistoryPoint[],
  series: readonly HistorySeries[],
): string[] {
  const { left, top, title, measure } = panel;
  const scale = scaleOf(panel, points.length, series);
  return [
    `<text class="head" x="${left + 14}" y="${top + 20}">${xmlText(title)}</text>`,
    ...gridElements(scale),
    ...releaseElements(points, scale),
    ...nameElements(points, scale),
    ...series.flatMap((each, look) => lineElements(each, look, { measure, points, scale })),
  ];
}

function scaleOf(
  { left, right, top, bottom, measure }: Panel,
  count: number,
  series: readonly HistorySeries[],
): Scale {
  const axis = byteAxis(series.flatMap(({ sizes }) => sizes.flatMap((each) => each?.[measure] ?? [])));
  const inner = {
    left: left + room.left,
    right: right - room.right,
    top: top + room.head,
    bottom: bottom - room.labels,
  };
  // Marks of the first and last point do not lie on the edge.
  const [from, to] = [inner.left + 8, inner.right - 8];
  const { low, high } = axis;
  return {
    ...inner,
    axis,
    x: (at) => (count < 2 ? (from + to) / 2 : from + (at / (count - 1)) * (to - from)),
    y: (bytes) => inner.bottom - ((bytes - low) / (high - low)) * (inner.bottom - inner.top),
  };
}

function gridElements({ axis, left, right, y }: Scale): string[] {
  return axis.ticks.flatMap(({ bytes, label }) => [
    `<path class="grid" d="M${left} ${px(y(bytes))}H${right}"/>`,
    `<text class="quiet" x="${left - 8}" y="${px(y(bytes) + 4)}" text-anchor="end">${label}</text>`,
  ]);
}

/** Lines up from releases, with their names above, where there are commits between them. */
function releaseElements(points: readonly HistoryPoint[], scale: Scale): string[] {
  const places = points.flatMap(({ isRelease }, at) => (isRelease === true ? [at] : []));
  if (places.length === points.length) return [];
  const { top, bottom, x } = scale;
  return [
    ...places.map((at) => `<path class="release" d="M${px(x(at))} ${top - 4}V${bottom}"/>`),
    ...labelElements(places, points, scale, top - 9),
  ];
}

/** The names of points below the axis; those that stand above are not said again, where there are others. */
function nameElements(points: readonly HistoryPoint[], scale: Scale): string[] {
  const all = [...points.keys()];
  const commits = all.filter((at) => points[at]?.isRelease !== true);
  return labelElements(commits.length === 0 ? all : commits, points, scale, scale.bottom + 16);
}

function labelElements(
  places: readonly number[],
  points: readonly HistoryPoint[],
  { left, right, x }: Scale,
  y: number,
): string[] {
  const names = places.map((at) => shortened(plainLine(points[at]?.name ?? ''), longestLabel));
  const shown = placeLabels(places.map(x), names.map(textWidth), {
    left: left - 20,
    right: right + 10,
    gap: 10,
  });
  return shown.map(
    ({ at, middle }) =>
      `<text class="quiet" x="${px(middle)}" y="${y}" text-anchor="middle">${xmlText(names[at] ?? '')}</text>`,
  );
}

interface Drawing {
  readonly measure: keyof HistorySizes;
  readonly points: readonly HistoryPoint[];
  readonly scale: Scale;
}

function lineElements({ name, sizes }: HistorySeries, look: number, drawing: Drawing): string[] {
  const { measure, points, scale } = drawing;
  const values = sizes.map((each) => each?.[measure]);
  const last = values.findLastIndex((value) => value !== undefined);
  const path = values
    .map((value, at) => {
      const before = at > 0 && values[at - 1] !== undefined;
      return value === undefined ? '' : `${before ? 'L' : 'M'}${px(scale.x(at))} ${px(scale.y(value))}`;
    })
    .join('');
  const marks = values.flatMap((value, at) => {
    const alone = values[at - 1] === undefined && values[at + 1] === undefined;
    if (value === undefined || (points.length > mostMarked && at !== last && !alone)) return [];
    const said = `${points[at]?.name ?? ''} · ${name} · ${formatBytes(value)}`;
    const place = `translate(${px(scale.x(at))} ${px(scale.y(value))})`;
    return [markElement(look, place, said)];
  });
  return [`<path class="line s${look}" d="${path}"/>`, ...marks];
}

/** @param said what a pointer that rests on it is told */
export function markElement(look: number, place: string, said?: string): string {
  const shape = `class="mark s${look}" transform="${place}" d="${seriesLooks[look]?.mark ?? ''}"`;
  return said === undefined ? `<path ${shape}/>` : `<path ${shape}><title>${xmlText(said)}</title></path>`;
}

/** A length on the page, without digits that nobody sees. */
function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
