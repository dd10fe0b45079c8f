import { type PageKind, pageKinds } from '../data.ts';
import { bytesOf, type Change, changeOf, changes, type Lens } from './lens.ts';
import { keptKind } from './names.ts';
import type { Item } from './tree.ts';

type Rgb = readonly [red: number, green: number, blue: number];

const tokens = [
  'back',
  'raised',
  'line',
  'text',
  'quiet',
  'accent',
  'module',
  'package',
  'cell-text',
  ...pageKinds,
  'kept',
  'same',
  'grown-least',
  'grown',
  'shrunk-least',
  'shrunk',
] as const;

/** The colour of a kind. */
export function kindToken(kind: number): PageKind | 'kept' {
  return kind === keptKind ? 'kept' : (pageKinds[kind] ?? 'other');
}

export type Token = (typeof tokens)[number];
export type Palette = Readonly<Record<Token, Rgb>>;

/** The style sheet's colours as they are now, light or dark. */
export function readPalette(): Palette {
  const probe = document.createElement('span');
  document.body.append(probe);
  const entries = tokens.map((token) => {
    probe.style.color = `var(--${token})`;
    const [red = 0, green = 0, blue = 0] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number);
    return [token, [red, green, blue] as const] as const;
  });
  probe.remove();
  return Object.fromEntries(entries) as Palette;
}

export function css([red, green, blue]: Rgb): string {
  return `rgb(${red} ${green} ${blue})`;
}

export function between(from: Rgb, to: Rgb, part: number): Rgb {
  const mix = (index: 0 | 1 | 2): number => Math.round(from[index] + (to[index] - from[index]) * part);
  return [mix(0), mix(1), mix(2)];
}

/** Leaves of one group have one colour, or shades of it, and lie together. */
export function groupOf(item: Item, lens: Lens): number {
  return lens.sides === 1 ? item.kind : changes.indexOf(changeOf(item, lens));
}

/** The colour of a group when nothing is known of a single item. */
export function groupColour(group: number, lens: Lens, palette: Palette): Rgb {
  if (lens.sides === 1) return palette[kindToken(group)];
  return changeColour(changes[group] ?? 'same', 0.5, palette);
}

/** By kind; in a comparison by change, the stronger the more of the item it is. */
export function colourOf(item: Item, lens: Lens, palette: Palette): Rgb {
  if (lens.sides === 1) return palette[kindToken(item.kind)];
  const { before, after } = bytesOf(item, lens);
  const part = Math.abs(after - before) / Math.max(1, before, after);
  return changeColour(changeOf(item, lens), Math.sqrt(part), palette);
}

function changeColour(change: Change, part: number, palette: Palette): Rgb {
  if (change === 'same') return palette.same;
  return change === 'grown' || change === 'new'
    ? between(palette['grown-least'], palette.grown, part)
    : between(palette['shrunk-least'], palette.shrunk, part);
}
