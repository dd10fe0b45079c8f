import type { Graph } from './graph.ts';
import { neededThings } from './needed-things.ts';
import { everything, thingSets } from './thing-sets.ts';

/** How many things there may be in all sets together; of a thousand packages and modules there are some ten thousand. */
const mostThings = 1 << 22;

/**
 * What the file would be smaller without each of many things, by the linker's rules: each is left out by itself. All are answered
 * at once, by which things each node needs.
 * @param things sets of nodes, which may overlap
 * @param needed a node without which there is no program left
 * @param most where sets hold more than that, halves of the things are asked one after the other, so that memory has a bound
 * @returns bytes, in the order of the things; undefined where what is needed goes as well
 */
export function retainedBytes(
  graph: Graph,
  things: readonly (readonly number[])[],
  needed: number | undefined,
  most = mostThings,
): (number | undefined)[] {
  if (things.length === 0) return [];
  const retained = retainedAtOnce(graph, things, needed, most);
  if (retained !== undefined) return retained;
  const half = things.length >> 1;
  return [things.slice(0, half), things.slice(half)].flatMap((each) =>
    retainedBytes(graph, each, needed, most),
  );
}

function retainedAtOnce(
  graph: Graph,
  things: readonly (readonly number[])[],
  needed: number | undefined,
  most: number,
): (number | undefined)[] | undefined {
  const sets = thingSets();
  const needs = neededThings(graph, things, sets, most);
  if (needs === undefined) return undefined;
  const bytes = new Float64Array(sets.count);
  for (let node = 0; node < needs.length; node += 1) {
    const set = needs[node] ?? everything;
    bytes[set] = (bytes[set] ?? 0) + (graph.bytes.values[node] ?? 0);
  }
  const retained = new Array<number | undefined>(things.length).fill(0);
  for (const [set, sum] of bytes.entries()) {
    for (const thing of sets.members(set)) retained[thing] = (retained[thing] ?? 0) + sum;
  }
  if (needed === undefined) return retained;
  const set = needs[needed] ?? everything;
  if (set === everything) return retained.fill(undefined);
  for (const thing of sets.members(set)) retained[thing] = undefined;
  return retained;
}
