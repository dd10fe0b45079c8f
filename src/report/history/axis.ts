/** A scale of bytes with round steps. */
export interface ByteAxis {
  readonly low: number;
  readonly high: number;
  /** What the labels count in. */
  readonly unit: { readonly name: string; readonly bytes: number };
  readonly ticks: readonly { readonly bytes: number; readonly label: string }[];
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;
const mostSteps = 5;
/** Below this part of the largest value a change is not made to look like one. */
const leastSpan = 0.02;
/** Where the smallest value is below this part of the largest, the scale begins at zero. */
const zeroBelow = 0.3;

/** An axis in binary units that holds all values, with three to six round labels. */
export function byteAxis(values: readonly number[]): ByteAxis {
  const largest = Math.max(1, ...values);
  const smallest = Math.min(largest, ...values);
  const from = smallest < largest * zeroBelow ? 0 : smallest;
  const missing = Math.max(0, largest * leastSpan - (largest - from));
  const exponent = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(largest) / 10)));
  const unit = 1024 ** exponent;
  const name = units[exponent] ?? 'B';
  const [least, most] = [Math.max(0, from - missing / 2) / unit, (largest + missing / 2) / unit];
  const step = roundStep((most - least) / mostSteps, exponent === 0);
  const [first, last] = [Math.floor(least / step), Math.ceil(most / step)];
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, at) => {
    const value = (first + at) * step;
    return { bytes: value * unit, label: `${value.toFixed(decimals)} ${name}` };
  });
  return { low: first * step * unit, high: last * step * unit, unit: { name, bytes: unit }, ticks };
}

/** The next of 1, 2, 5, 10, 20 … and of 0.5, 0.2 …; of whole bytes none is below one. */
function roundStep(least: number, whole: boolean): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= least * 0.999) ?? least;
  return whole ? Math.max(1, step) : step;
}

/** A label below or above a chart: its middle, and how wide it is. */
export interface PlacedLabel {
  readonly at: number;
  readonly middle: number;
}

/**
 * Which labels are shown so that none touches another or leaves the room: the last one, from there to the left every
 * first, second, third … that fits, and the first one where there is room for it.
 * @param middles where each would stand, from left to right
 */
export function placeLabels(
  middles: readonly number[],
  widths: readonly number[],
  { left, right, gap }: { readonly left: number; readonly right: number; readonly gap: number },
): PlacedLabel[] {
  const placed = middles.map((middle, at): PlacedLabel & { from: number; to: number } => {
    const half = (widths[at] ?? 0) / 2;
    const inside = Math.max(left + half, Math.min(right - half, middle));
    return { at, middle: inside, from: inside - half, to: inside + half };
  });
  const isFree = (to: number, next: { readonly from: number } | undefined): boolean =>
    next === undefined || to + gap <= next.from;
  const last = placed.length - 1;
  for (let stride = 1; stride <= last; stride++) {
    const shown = placed.filter(({ at }) => (last - at) % stride === 0);
    if (!shown.every(({ to }, at) => isFree(to, shown[at + 1]))) continue;
    const [first] = placed;
    const isMissing = first !== undefined && shown[0] !== first && isFree(first.to, shown[0]);
    return isMissing ? [first, ...shown] : shown;
  }
  return placed.slice(-1);
}

/** About how wide a text of 11 px is, rather too much than too little: fonts differ, and capitals and CJK are wider. */
export function textWidth(text: string): number {
  let width = 0;
  for (const letter of text) width += letter >= '\u1100' ? 12 : /[A-Zmw@%…]/.test(letter) ? 9 : 6.6;
  return width;
}
