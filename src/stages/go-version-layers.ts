import { makeProgramLayer } from '../engine/embedded.ts';
import type { Executable } from '../gobuild/compile.ts';
import type { Target } from '../gobuild/targets.ts';
import { inParallel } from '../support/concurrency.ts';
import type { Ports } from './ports.ts';
import { compressorsFor, holdsImage } from './program-layers.ts';

/** A file that a target's image could hold as its executable. */
export interface LayerFile extends Pick<Executable, 'path' | 'digest' | 'bytes' | 'platform'> {
  readonly target: Target;
}

/**
 * What files cost on the wire, by their digests: the compressed length of the layer that `slipway build` would make of each. What no image
 * can hold is not there.
 */
export async function wireBytesOf(
  files: readonly LayerFile[],
  mtime: number,
  { store }: Pick<Ports, 'store'>,
): Promise<ReadonlyMap<string, number>> {
  const imaged = files.filter(holdsImage);
  const atOnce = compressorsFor(imaged.map(({ target }) => target));
  const made = await inParallel(imaged, atOnce, async ({ target, path, digest, bytes }) => {
    const { name, settings } = target;
    const executable = { file: path, digest, bytes };
    const { layer } = await makeProgramLayer({ name, executable, settings, mtime }, store);
    return [digest, layer.compressedBytes] as const;
  });
  return new Map(made);
}
