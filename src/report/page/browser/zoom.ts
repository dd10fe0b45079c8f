import type { Box } from './layout.ts';

/** Two pictures, one of which shows a part of the other from near. */
export interface Zoom {
  readonly outer: CanvasImageSource;
  readonly inner: CanvasImageSource;
  /** Where the inner one lies in the outer one, and how large both are, in CSS pixels. */
  readonly part: Box;
  readonly whole: Box;
  readonly inwards: boolean;
}

const milliseconds = 260;

/** Moves from one picture to the other; gives what stops it. */
export function zoom(context: CanvasRenderingContext2D, scene: Zoom, done: () => void): () => void {
  const start = performance.now();
  const step = (now: number): void => {
    const time = Math.min(1, Math.max(0, (now - start) / milliseconds));
    const eased = 1 - (1 - time) ** 3;
    frame(context, scene, scene.inwards ? eased : 1 - eased);
    if (time < 1) request = requestAnimationFrame(step);
    else done();
  };
  let request = requestAnimationFrame(step);
  return () => cancelAnimationFrame(request);
}

/** At 0 the outer picture fills all, at 1 the inner one. */
function frame(context: CanvasRenderingContext2D, { outer, inner, part, whole }: Zoom, near: number): void {
  const mix = (from: number, to: number): number => from + (to - from) * near;
  const seen = {
    x: mix(0, part.x),
    y: mix(0, part.y),
    width: mix(whole.width, part.width),
    height: mix(whole.height, part.height),
  };
  const across = whole.width / seen.width;
  const down = whole.height / seen.height;
  context.globalAlpha = 1;
  context.drawImage(outer, -seen.x * across, -seen.y * down, whole.width * across, whole.height * down);
  context.globalAlpha = near;
  const [x, y] = [(part.x - seen.x) * across, (part.y - seen.y) * down];
  context.drawImage(inner, x, y, part.width * across, part.height * down);
  context.globalAlpha = 1;
}
