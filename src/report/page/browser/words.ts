import { formatBytes } from '../../format-bytes.ts';
import { bytesOf, type Change, changeOf, growthOf, type Lens, unitOf } from './lens.ts';
import { kindName, symbolWord } from './names.ts';
import type { Item } from './tree.ts';

/** `+412 KiB`, `−1.0 KiB`, `no change`. */
export function signedBytes(bytes: number): string {
  if (bytes === 0) return 'no change';
  return `${bytes > 0 ? '+' : '−'}${formatBytes(Math.abs(bytes))}`;
}

/** `1,234,567 bytes`. */
export function exactBytes(bytes: number): string {
  return `${grouped(bytes)} ${Math.abs(bytes) === 1 ? 'byte' : 'bytes'}`;
}

export function grouped(number: number): string {
  return String(Math.round(number)).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** `5.4 %`; what is there and less than can be shown is `<0.1 %`. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '–';
  const share = (part / whole) * 100;
  if (share > 0 && share < 0.05) return '<0.1 %';
  return share < 999.5 ? `${share.toFixed(1)} %` : `${grouped(share)} %`;
}

/** `+5.4 %`, `new`, `gone`, `–` for what did not change. */
export function relativeGrowth(item: Item, lens: Lens): string {
  const { before, after } = bytesOf(item, lens);
  const change = changeOf(item, lens);
  if (change === 'same') return '–';
  if (change === 'new' || change === 'gone') return change;
  const share = percent(Math.abs(after - before), before);
  return `${after > before ? '+' : '−'}${share.replace('<0.1', '0.0')}`;
}

export const changeSigns: Readonly<Record<Change, string>> = {
  same: '',
  grown: '▲',
  shrunk: '▼',
  new: '✚',
  gone: '✕',
};

/** An item's bytes in one of the files. What has none in any is not known by itself: wire bytes of a symbol. */
export function sizeText(item: Item, lens: Lens, side: 'before' | 'after'): string {
  const { before, after } = bytesOf(item, lens);
  if (before === 0 && after === 0) return '–';
  return formatBytes(side === 'before' ? before : after);
}

/** What is shown: how bytes are looked at, from where, and the areas that follow. */
interface Seen {
  readonly lens: Lens;
  readonly at: Item;
  readonly areas: Float64Array;
}

/** What a cell says below its name. */
export function cellBytes(item: Item, { lens, at, areas }: Seen): string {
  if (lens.retained) {
    const bytes = formatBytes(areas[item.id] ?? 0);
    return isWhole(item) && unitOf(item, at) === item && item.retained === undefined
      ? `${bytes}, stays`
      : bytes;
  }
  if (lens.sides === 1) return formatBytes(bytesOf(item, lens).after);
  const growth = growthOf(item, lens);
  if (growth === 0) return formatBytes(bytesOf(item, lens).after);
  return `${changeSigns[changeOf(item, lens)]} ${signedBytes(growth)}`;
}

/** What a list says of an item, wherever it lies. */
export function listBytes(item: Item, now: Seen): string {
  if (!now.lens.retained) return cellBytes(item, now);
  return item.retained === undefined
    ? `${formatBytes(now.areas[item.id] ?? 0)} own`
    : formatBytes(item.retained);
}

/** Bytes and share of the program, as one is told beside the pointer. */
export function toldBytes(item: Item, now: Seen, whole: number): string {
  const { lens, at, areas } = now;
  if (!lens.retained) return `${cellBytes(item, now)} · ${percent(bytesOf(item, lens).after, whole)}`;
  const goes = unitOf(item, at) === item && item.retained !== undefined ? ' would go' : '';
  return `${cellBytes(item, now)}${goes} · ${percent(areas[item.id] ?? 0, whole)}`;
}

/** Whether it could go away as a whole: it is a module, a package or a part of the file. */
function isWhole({ level }: Item): boolean {
  return level === 'module' || level === 'package' || level === 'group';
}

/** `module`, `package`, `function`: what an item is. */
export function levelWord({ level, kind }: Item): string {
  if (level === 'symbol') return symbolWord(kind);
  if (level === 'smaller') return 'smaller symbols';
  if (level === 'rest') return kindName(kind);
  if (level === 'others') return 'packages';
  if (level === 'kept') return 'of others';
  return level === 'group' || level === 'part' ? 'part of the file' : level;
}

/** An item in one sentence, as a screen reader says it. */
export function spoken(item: Item, now: Seen, whole: number): string {
  const { lens } = now;
  const { before, after } = bytesOf(item, lens);
  const what = `${item.label}, ${levelWord(item)}`;
  if (lens.retained) return `${what}, ${toldBytes(item, now, whole).replace(' · ', ', ')}`;
  if (lens.sides === 1) return `${what}, ${formatBytes(after)}, ${percent(after, whole)}`;
  const change = changeOf(item, lens);
  if (change === 'same') return `${what}, ${formatBytes(after)}, no change`;
  return `${what}, ${change}, ${signedBytes(after - before)}, now ${formatBytes(after)}`;
}
