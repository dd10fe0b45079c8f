import { formatPlatform } from '../../request/platform.ts';
import { percentText } from '../budget-words.ts';
import { formatBytes } from '../format-bytes.ts';
import type { Report, WaterfallRow } from '../model.ts';

/** One program's way from a plain go build to its image. */
export interface Waterfall {
  readonly target: string;
  readonly platform: string;
  readonly rows: readonly WaterfallRow[];
}

/** All of a report's; of what is in an image and a bare file too the image's. */
export function waterfallsOf(targets: Report['targets']): readonly Waterfall[] {
  return targets.flatMap(({ name, images, files = [] }) => {
    const all = [...images, ...files].map(({ platform, waterfall = [] }) => ({
      target: name,
      platform: formatPlatform(platform),
      rows: waterfall,
    }));
    const byPlatform = new Map(all.toReversed().map((each) => [each.platform, each]));
    return [...byPlatform.values()].toReversed().filter(({ rows }) => rows.length > 0);
  });
}

export const measures = [
  { name: 'On disk', of: ({ diskBytes }: WaterfallRow): number | undefined => diskBytes },
  { name: 'On the wire', of: ({ wireBytes }: WaterfallRow): number | undefined => wireBytes },
] as const;

/** What a row is called: what it adds to those above it. */
export function rowName({ what, step }: WaterfallRow): string {
  return step === 'go-build' || step === 'image' || step === 'packed' ? what : `+ ${what}`;
}

/** The row that another one changes: the last above it that went on to what was shipped. */
export function rowBefore(rows: readonly WaterfallRow[], at: number): WaterfallRow | undefined {
  return rows.slice(0, at).findLast(({ shipped }) => shipped !== false);
}

/** How the row changes what is above it: `−31.2 %`; nothing for the first, or where it is not known. */
export function stepText(before: number | undefined, after: number | undefined): string {
  if (before === undefined || after === undefined || before === 0) return '';
  const share = (after - before) / before;
  if (after === before) return '=';
  if (Math.abs(share) < 0.0005) return '≈ 0 %';
  return `${share < 0 ? '−' : '+'}${percentText(Math.abs(share))}`;
}

export function bytesText(bytes: number | undefined): string {
  return bytes === undefined ? '–' : formatBytes(bytes);
}
