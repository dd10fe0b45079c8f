import type { Box } from './layout.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** How much an offset to the side counts beside the distance straight ahead. */
const sideways = 2;

/** The box that one would look at next in a direction: the nearest whose middle is beyond this one's edge. */
export function neighbour<T extends Box>(boxes: readonly T[], from: T, direction: Direction): T | undefined {
  let best: T | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const box of boxes) {
    if (box === from) continue;
    const { ahead, aside } = offset(from, box, direction);
    if (ahead < -0.5) continue;
    const distance = Math.max(0, ahead) + sideways * aside;
    if (distance < least) [best, least] = [box, distance];
  }
  return best;
}

/** How far a box begins beyond an edge of another (negative: before it), and how far it lies aside of it. */
function offset(from: Box, to: Box, direction: Direction): { ahead: number; aside: number } {
  const across = gap(from.y, from.height, to.y, to.height);
  const along = gap(from.x, from.width, to.x, to.width);
  switch (direction) {
    case 'left':
      return { ahead: from.x - (to.x + to.width), aside: across };
    case 'right':
      return { ahead: to.x - (from.x + from.width), aside: across };
    case 'up':
      return { ahead: from.y - (to.y + to.height), aside: along };
    case 'down':
      return { ahead: to.y - (from.y + from.height), aside: along };
  }
}

/** Between two ranges of a line; of ranges that overlap the offset of their middles, made small. */
function gap(start: number, length: number, otherStart: number, otherLength: number): number {
  const between = Math.max(otherStart - (start + length), start - (otherStart + otherLength), 0);
  if (between > 0) return between;
  return Math.abs(otherStart + otherLength / 2 - (start + length / 2)) / 1000;
}
