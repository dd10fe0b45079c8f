import { formatPlatform, type Platform } from '../request/platform.ts';
import { formatBytes, formatSeconds } from './format-bytes.ts';
import { plainLine } from './plain-text.ts';
import type { ProgressEvent } from './progress.ts';
import type { Style } from './style.ts';

/** What is known of one target on one platform. */
export interface BuildRow {
  readonly target: string;
  readonly platform: Platform;
  /** Absent before the go command is done, or when it was not asked because nothing changed. */
  readonly compiled?: { readonly seconds: number; readonly linked: boolean };
  /** When the go command began, in seconds of the clock that `withEvent` is given; absent when it is done. */
  readonly compilingSince?: number | undefined;
  readonly layer?: { readonly seconds: number; readonly cached: boolean };
  /** `disk` is absent when a layer of the base was never unpacked. */
  readonly bytes?: { readonly disk?: number; readonly pull?: number };
}

/** The rows after one more event, `now` in seconds; a row stands where its first event put it. */
export function withEvent(rows: readonly BuildRow[], event: ProgressEvent, now: number): readonly BuildRow[] {
  if (event.kind !== 'compile' && event.kind !== 'image') return rows;
  const { target, platform } = event;
  const row = rows.find((each) => isRowOf(each, target, platform)) ?? { target, platform };
  const changed = { ...row, ...changeOf(event, now) };
  return rows.includes(row) ? rows.map((each) => (each === row ? changed : each)) : [...rows, changed];
}

function changeOf(event: ProgressEvent & { kind: 'compile' | 'image' }, now: number): Partial<BuildRow> {
  if (event.kind === 'image') {
    const { seconds, cached, diskBytes, pullBytes } = event;
    return { layer: { seconds, cached }, bytes: imageBytes(diskBytes, pullBytes) };
  }
  if (event.step === 'compiling') return { compilingSince: now };
  const { seconds = 0, linked = true } = event;
  return { compilingSince: undefined, compiled: { seconds, linked } };
}

/** An image's sizes as a row has them. */
export function imageBytes(disk: number | undefined, pull: number): NonNullable<BuildRow['bytes']> {
  return { ...(disk !== undefined && { disk }), pull };
}

export function isRowOf(row: BuildRow, target: string, platform: Platform): boolean {
  return row.target === target && formatPlatform(row.platform) === formatPlatform(platform);
}

/** The cells of a row: target, platform, what the build did, what the layer cost, sizes. */
function cellsOf(row: BuildRow, now: number): string[] {
  const { compiled, compilingSince, layer, bytes } = row;
  const unchanged = compiled?.linked !== true && layer?.cached !== false;
  return [
    plainLine(row.target),
    formatPlatform(row.platform),
    compilingSince === undefined ? builtText(row) : `building ${formatSeconds(now - compilingSince)}`,
    layer === undefined || unchanged ? '' : layerText(layer),
    bytes === undefined ? '' : sizes(bytes),
  ];
}

/** What the go command did: `built 1.4 s`, `unchanged`; nothing while it works. */
export function builtText({ compiled, layer }: BuildRow): string {
  if (compiled?.linked === true) return `built ${formatSeconds(compiled.seconds)}`;
  return compiled === undefined && layer === undefined ? '' : 'unchanged';
}

function layerText({ cached, seconds }: { cached: boolean; seconds: number }): string {
  return cached ? 'layer kept' : `layer ${formatSeconds(seconds)}`;
}

function sizes({ disk, pull }: NonNullable<BuildRow['bytes']>): string {
  const unpacked = disk === undefined ? '–' : formatBytes(disk);
  return pull === undefined ? unpacked : `${unpacked} → ${formatBytes(pull)} pulled`;
}

const gap = '   ';
const indent = '  ';
const narrowest: readonly number[] = [0, 1, 4];
/** Which cells are shown, from the widest form to the narrowest. */
const forms: readonly (readonly number[])[] = [[0, 1, 2, 3, 4], [0, 1, 2, 4], narrowest];

/**
 * Rows as aligned lines: as many columns as fit into the width. Of rows that follow each other a target's name stands on
 * the first only, unless `everyName`.
 */
export function formatRows(rows: readonly BuildRow[], options: RowOptions): string[] {
  const table = rows.map((row) => cellsOf(row, options.now ?? 0));
  const widths = [0, 1, 2, 3, 4].map((cell) =>
    Math.max(options.least?.[cell] ?? 0, ...table.map((cells) => (cells[cell] ?? '').length)),
  );
  const fitting = forms.find((shown) => widthOf(shown, widths) <= options.columns) ?? narrowest;
  const shown = fitting.filter((cell) => (widths[cell] ?? 0) > 0);
  return table.map((cells, index) => {
    const repeated = index > 0 && table[index - 1]?.[0] === cells[0] && options.everyName !== true;
    const texts = shown.map((cell) => {
      const text = cell === 0 && repeated ? '' : (cells[cell] ?? '');
      return painted(cell, text, options.style) + ' '.repeat((widths[cell] ?? 0) - text.length);
    });
    return `${indent}${texts.join(gap)}`.trimEnd();
  });
}

export interface RowOptions {
  /** Width of the terminal in columns. */
  readonly columns: number;
  readonly style: Style;
  readonly everyName?: boolean;
  /** Widths that cells have at least, so that rows printed one by one stand below each other. */
  readonly least?: readonly number[];
  /** Seconds, for rows that are being compiled. */
  readonly now?: number;
}

/** Names stand out, what happened stands back. */
function painted(cell: number, text: string, style: Style): string {
  if (cell === 0) return style.bold(text);
  return cell === 2 || cell === 3 ? style.dim(text) : text;
}

function widthOf(form: readonly number[], widths: readonly number[]): number {
  const shown = form.map((cell) => widths[cell] ?? 0).filter((width) => width > 0);
  return indent.length + shown.reduce((sum, width) => sum + width, 0) + gap.length * (shown.length - 1);
}
