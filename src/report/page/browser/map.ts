import { groupOf, readPalette } from './colours.ts';
import { byId } from './dom.ts';
import { type Box, type Cell, layout } from './layout.ts';
import { letters } from './letters.ts';
import type { Page, Shown } from './page.ts';
import { type Look, paint } from './paint.ts';
import { isWithin } from './tree.ts';
import { zoom } from './zoom.ts';

/** The treemap on its canvas. */
export interface TreeMap {
  /** The cells as they lie now, each after the one that it lies in. */
  readonly cells: () => readonly Cell[];
  /** Calls when cells lie anew, and at once. */
  readonly whenLaid: (listener: () => void) => void;
  /** Lays and paints for paper of this size, and so it stays; without one as large as it is shown. */
  readonly draw: (size?: { readonly width: number; readonly height: number; readonly scale: number }) => void;
  /** After colours changed. */
  readonly recolour: () => void;
}

export function treeMap(page: Page): TreeMap {
  const canvas = byId('canvas', 'canvas');
  const frame = byId('section', 'map');
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser has no canvas');
  const listeners: (() => void)[] = [];
  const writer = letters(context);
  const family = getComputedStyle(document.body).fontFamily;
  let palette = readPalette();
  let cells: readonly Cell[] = [];
  let onPaper = false;
  let stop = (): void => undefined;

  const draw: TreeMap['draw'] = (size) => {
    stop();
    const { width, height } = size ?? { width: frame.clientWidth, height: frame.clientHeight };
    if (width < 1 || height < 1) return;
    onPaper = size !== undefined;
    const scale = size?.scale ?? devicePixelRatio;
    const shown = page.shown();
    cells = laid(shown, { x: 0, y: 0, width, height });
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    paint(context, cells, lookOf(shown), scale);
    nothingToSee(shown);
    for (const listener of listeners) listener();
  };
  const lookOf = ({ lens, at, areas, found, query }: Shown): Look => ({
    lens,
    at,
    areas,
    palette,
    letters: writer,
    family,
    ...(query.trim() !== '' && { marks: found.marks }),
  });

  page.follow((now, before) => {
    frame.hidden = now.view !== 'map';
    if (frame.hidden || (before !== undefined && sameImage(now, before))) return;
    const old = before === undefined || before.at === now.at ? undefined : copyOf(canvas);
    const oldCells = cells;
    draw();
    if (old === undefined || before === undefined || reducedMotion()) return;
    const inwards = isWithin(now.at, before.at);
    const [inner, where] = inwards ? [now.at, oldCells] : [before.at, cells];
    const part = where.find(({ item, small }) => item === inner && small.length === 0);
    const [whole] = cells;
    if (part === undefined || whole === undefined) return;
    const fresh = copyOf(canvas);
    const [outside, inside] = inwards ? [old, fresh] : [fresh, old];
    const scene = { outer: outside, inner: inside, part, whole, inwards };
    stop = zoom(context, scene, () => paint(context, cells, lookOf(page.shown()), devicePixelRatio));
  });
  new ResizeObserver(() => {
    if (!onPaper) draw();
  }).observe(frame);

  return {
    cells: () => cells,
    whenLaid: (listener) => {
      listeners.push(listener);
      listener();
    },
    draw,
    recolour: () => {
      palette = readPalette();
      draw();
    },
  };
}

function laid({ at, lens, areas }: Shown, whole: Box): Cell[] {
  return layout(at, whole, {
    areaOf: (item) => areas[item.id] ?? 0,
    groupOf: (item) => groupOf(item, lens),
  });
}

function sameImage(now: Shown, before: Shown): boolean {
  return (
    now.at === before.at &&
    now.areas === before.areas &&
    now.found === before.found &&
    now.view === before.view
  );
}

/** Says why there is no cell. */
function nothingToSee({ at, areas, changesOnly, measure }: Shown): void {
  const note = byId('p', 'nothing');
  note.hidden = (areas[at.id] ?? 0) > 0;
  note.textContent = changesOnly
    ? 'Nothing changed here.'
    : `No bytes here ${measure === 'wire' ? 'on the wire' : 'on disk'}.`;
}

function copyOf(canvas: HTMLCanvasElement): HTMLCanvasElement {
  const copy = document.createElement('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height;
  if (canvas.width > 0 && canvas.height > 0) copy.getContext('2d')?.drawImage(canvas, 0, 0);
  return copy;
}

function reducedMotion(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
