import { components, whiteoutPrefix } from '../../image/read/tree.ts';
import type { SidedImage } from './images.ts';
import type { FileEntry } from './read-files.ts';

/** How many layers from the lowest up are the same archives. */
export function commonLayers(a: SidedImage, b: SidedImage): number {
  const first = a.layers.findIndex(({ diffId }, at) => diffId !== b.layers[at]?.diffId);
  return first === -1 ? a.layers.length : first;
}

/**
 * Whether what differs between two images can depend on the layers that both stand on. It cannot where both describe the same
 * paths, as folders or not, with all folders above them, and take nothing away: then each of their entries replaces whatever
 * was at its path, what lies elsewhere is as it was, and no link of a lower layer is followed.
 * @param a the layers above those that both have, from the lowest up
 */
export function baseMatters(
  a: readonly (readonly FileEntry[])[],
  b: readonly (readonly FileEntry[])[],
): boolean {
  const [one, other] = [describedPaths(a), describedPaths(b)];
  if (one === undefined || other === undefined || one.size !== other.size) return true;
  return [...one].some(([path, isFolder]) => other.get(path) !== isFolder);
}

/** Each path that layers describe, and whether it is a folder; undefined where it depends on what lies below. */
function describedPaths(layers: readonly (readonly FileEntry[])[]): ReadonlyMap<string, boolean> | undefined {
  const paths = new Map<string, boolean>();
  for (const { path, type, link } of layers.flat()) {
    const names = components(path);
    const name = names.join('/');
    const isFolder = type === 'directory';
    const above = names.slice(0, -1).join('/');
    const isSure =
      names.at(-1)?.startsWith(whiteoutPrefix) !== true &&
      (above === '' || paths.get(above) === true) &&
      (paths.get(name) ?? isFolder) === isFolder &&
      (type !== 'hardlink' || paths.get(components(link).join('/')) === false);
    if (!isSure) return undefined;
    paths.set(name, isFolder);
  }
  return paths;
}
