import { type Flood, startFlood } from './flood.ts';
import type { Graph } from './graph.ts';

/**
 * What the file would be smaller without each of many things, by the linker's rules: each is left out by itself. All that the
 * others share is reached once for half of them, then once for a quarter, and so on: a hundred things cost seven floods.
 * @param things sets of nodes, which may overlap
 * @param needed a node without which there is no program left
 * @returns bytes, in the order of the things; undefined where what is needed goes as well
 */
export function retainedBytes(
  graph: Graph,
  things: readonly (readonly number[])[],
  needed: number | undefined,
): (number | undefined)[] {
  const retained = new Array<number | undefined>(things.length);
  if (things.length === 0) return retained;
  const whole = startFlood(graph);
  whole.run();
  const flood = startFlood(graph);
  for (const nodes of things) flood.leaveOut(nodes);
  flood.run();
  /** All from one thing up to another are left out, and no others. */
  const divide = (from: number, to: number): void => {
    if (to - from === 1) {
      const isWhole = needed === undefined || flood.reached[needed] === 1;
      retained[from] = isWhole ? whole.bytes() - flood.bytes() : undefined;
      return;
    }
    const half = Math.floor((from + to) / 2);
    withLetIn(flood, things.slice(half, to), () => divide(from, half));
    withLetIn(flood, things.slice(from, half), () => divide(half, to));
  };
  divide(0, things.length);
  return retained;
}

function withLetIn(flood: Flood, things: readonly (readonly number[])[], use: () => void): void {
  const mark = flood.mark();
  for (const nodes of things) flood.letIn(nodes);
  flood.run();
  use();
  flood.undo(mark);
  for (const nodes of things) flood.leaveOut(nodes);
}
