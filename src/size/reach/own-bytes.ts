import { link } from './graph.ts';
import type { NamedReach } from './program-reach.ts';

const nobody = -1;
const several = -2;

/**
 * What the file holds for each package: all that is named as its own, and what nothing else has use of, such as tables of its
 * functions. What several packages use belongs to none.
 * @returns bytes by import path, `main` for the main package
 */
export function ownBytes({ graph, flood, owners }: NamedReach): Map<string, number> {
  const paths = [...new Set(owners)].filter((path) => path !== '');
  const numbers = new Map(paths.map((path, number) => [path, number]));
  const users = new Int32Array(owners.length).fill(nobody);
  const [starts, ends, targets, kinds] = [graph.starts, graph.ends, graph.targets, graph.kinds].map(
    ({ values }) => values,
  );
  for (const [node, path] of owners.entries()) {
    const user = numbers.get(path);
    if (user === undefined || flood.reached[node] !== 1) continue;
    for (let at = starts?.[node] ?? 0; at < (ends?.[node] ?? 0); at += 1) {
      const to = targets?.[at] ?? 0;
      if (kinds?.[at] !== link.node || owners[to] !== '') continue;
      users[to] = users[to] === nobody || users[to] === user ? user : several;
    }
  }
  const sums = new Map(paths.map((path) => [path, 0]));
  for (const [node, path] of owners.entries()) {
    if (flood.reached[node] !== 1) continue;
    const owner = path === '' ? paths[users[node] ?? nobody] : path;
    if (owner !== undefined) sums.set(owner, (sums.get(owner) ?? 0) + (graph.bytes.values[node] ?? 0));
  }
  return new Map([...sums].map(([path, bytes]) => [path, Math.round(bytes)]));
}
