import { between, colourOf, css, groupColour, type Palette } from './colours.ts';
import type { Cell } from './layout.ts';
import { changeOf, changes, type Lens, stays } from './lens.ts';
import type { Letters } from './letters.ts';
import { shorterLabels } from './names.ts';
import type { Item } from './tree.ts';
import { cellBytes, changeSigns } from './words.ts';

export interface Look {
  readonly lens: Lens;
  readonly at: Item;
  readonly areas: Float64Array;
  readonly palette: Palette;
  readonly letters: Letters;
  readonly family: string;
  /** Which items a search found, by their numbers; absent when nothing is searched. */
  readonly marks?: Uint8Array;
}

/** How much of a cell's colour stays when a search did not find it. */
const dimmed = 0.22;
/** How much of it is lost where a thing cannot go away, in a picture of what would. */
const faded = 0.6;

export function paint(
  context: CanvasRenderingContext2D,
  cells: readonly Cell[],
  look: Look,
  scale: number,
): void {
  const { palette } = look;
  const [whole] = cells;
  if (whole === undefined) return;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.textBaseline = 'middle';
  context.fillStyle = css(palette.back);
  context.fillRect(whole.x, whole.y, whole.width, whole.height);
  for (const cell of cells) if (cell.depth > 0) (cell.divided ? paintFrame : paintLeaf)(context, cell, look);
  context.globalAlpha = 1;
}

function paintFrame(context: CanvasRenderingContext2D, cell: Cell, look: Look): void {
  const { palette, letters, family } = look;
  const outermost = cell.depth === 1;
  context.globalAlpha = 1;
  context.fillStyle = css(outermost ? palette.module : palette.package);
  fillInset(context, cell, css(palette.back));
  if (cell.strip === 0) return;
  const font = outermost ? `600 12px ${family}` : `500 11px ${family}`;
  const right = cellBytes(cell.item, look);
  const room = cell.width - 12;
  const small = `400 11px ${family}`;
  const rightWidth = letters.width(right, small) + 10;
  const said = letters.fitting(labelsOf(cell.item), font, room);
  const withRight = letters.width(said, font) + rightWidth <= room;
  const y = cell.y + cell.strip / 2 + 1;
  context.fillStyle = css(palette.text);
  context.font = font;
  context.fillText(said, cell.x + 6, y);
  if (!withRight) return;
  context.font = small;
  context.fillStyle = css(palette.quiet);
  context.textAlign = 'right';
  context.fillText(right, cell.x + cell.width - 6, y);
  context.textAlign = 'left';
}

function paintLeaf(context: CanvasRenderingContext2D, cell: Cell, look: Look): void {
  const { lens, palette, marks } = look;
  const { item, small, group } = cell;
  const shown = small.length > 0 ? small : [item];
  const found = marks === undefined || shown.some(({ id }) => marks[id] !== 0);
  const own = small.length > 0 ? groupColour(group, lens, palette) : colourOf(item, lens, palette);
  const colour = stays(small[0] ?? item, look.at, lens) ? between(own, palette.back, faded) : own;
  context.globalAlpha = found ? 1 : dimmed;
  context.fillStyle = css(colour);
  fillInset(context, cell, css(between(colour, palette.back, 0.6)));
  if (lens.sides === 2) paintChange(context, cell, look);
  else if (item.level === 'kept') stripe(context, cell, css(palette.back));
  if (found) write(context, cell, look);
}

function labelsOf({ label, level }: Item): string[] {
  return shorterLabels(label, level === 'package' || level === 'module');
}

/** A hair's breadth to the neighbours at the right and below; cells that are hardly wider have none. */
function fillInset(context: CanvasRenderingContext2D, { x, y, width, height }: Cell, gap: string): void {
  context.fillRect(x, y, width, height);
  const least = Math.min(width, height);
  if (least < 3) return;
  const hair = least < 8 ? 0.5 : 1;
  context.fillStyle = gap;
  context.fillRect(x + width - hair, y, hair, height);
  context.fillRect(x, y + height - hair, width, hair);
}

/** What is gone has stripes, what is new has a border: colour is not all that tells. */
function paintChange(context: CanvasRenderingContext2D, cell: Cell, { lens, palette }: Look): void {
  const change = cell.small.length > 0 ? changes[cell.group] : changeOf(cell.item, lens);
  const { x, y, width, height } = cell;
  if (width < 5 || height < 5 || (change !== 'gone' && change !== 'new')) return;
  if (change === 'gone') {
    stripe(context, cell, css(palette.back));
    return;
  }
  context.save();
  context.lineWidth = 1;
  context.strokeStyle = css(palette['cell-text']);
  context.globalAlpha *= 0.3;
  context.strokeRect(x + 2, y + 2, width - 4, height - 4);
  context.restore();
}

function stripe(context: CanvasRenderingContext2D, { x, y, width, height }: Cell, colour: string): void {
  context.save();
  context.lineWidth = 1;
  context.strokeStyle = colour;
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.beginPath();
  for (let at = -height; at < width; at += 6) {
    context.moveTo(x + at, y + height);
    context.lineTo(x + at + height, y);
  }
  context.stroke();
  context.restore();
}

/** The name, and where there is room below it the bytes; where there is no room for a name the sign of a change. */
function write(context: CanvasRenderingContext2D, cell: Cell, look: Look): void {
  const { item, small, x, y, width, height } = cell;
  const labels = small.length > 0 ? [`${small.length} smaller`, ''] : labelsOf(item);
  const { letters, family, lens, palette } = look;
  if (height < 11 || width < 9) return;
  const font = `500 ${width > 180 && height > 60 ? 13 : 11.5}px ${family}`;
  const room = width - 10;
  const name = height >= 15 ? letters.fitting(labels, font, room) : '';
  context.fillStyle = css(palette['cell-text']);
  if (name === '') {
    const sign = lens.sides === 2 && small.length === 0 ? changeSigns[changeOf(item, lens)] : '';
    if (sign === '') return;
    context.font = `400 8px ${family}`;
    context.globalAlpha *= 0.75;
    context.fillText(sign, x + (width - letters.width(sign, context.font)) / 2, y + height / 2);
    return;
  }
  const line = width > 180 && height > 60 ? 17 : 14;
  context.font = font;
  context.fillText(name, x + 5, y + Math.min(height / 2, line / 2 + 3));
  if (small.length > 0 || height < 2 * line + 6) return;
  const smaller = `400 11px ${family}`;
  const bytes = cellBytes(item, look);
  if (letters.width(bytes, smaller) > room) return;
  context.font = smaller;
  context.fillText(bytes, x + 5, y + line * 1.5 + 3);
}
