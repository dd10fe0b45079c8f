import { makeProgramLayer } from '../../engine/embedded.ts';
import type { Executable } from '../../gobuild/compile.ts';
import type { Target } from '../../gobuild/targets.ts';
import type { MadeLayer } from '../../image/layer.ts';
import { inParallel } from '../../support/concurrency.ts';
import type { Digest } from '../../support/hashing.ts';
import type { Ports } from '../ports.ts';
import { holdsImage, layersAtOnce } from '../program-layers.ts';

/** A file that a target's image could hold as its executable. */
export interface LayerFile extends Pick<Executable, 'path' | 'digest' | 'bytes' | 'platform'> {
  readonly target: Target;
}

/**
 * What files cost on the wire, by their digests: the compressed length of the layer that `slipway build` would make of each. What no image
 * can hold is not there.
 * @param told called with each when it is made
 */
export async function wireBytesOf(
  files: readonly LayerFile[],
  mtime: number,
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  told: (file: LayerFile, made: MadeLayer & { readonly seconds: number }) => void = () => {},
): Promise<ReadonlyMap<Digest, number>> {
  const imaged = files.filter(holdsImage);
  const made = await inParallel(imaged, layersAtOnce, async (file) => {
    const { target, path, digest, bytes } = file;
    const started = clock.seconds();
    const { name, settings } = target;
    const executable = { file: path, digest, bytes };
    const layer = await makeProgramLayer({ name, executable, settings, mtime }, store);
    told(file, { ...layer, seconds: clock.seconds() - started });
    return [digest, layer.layer.compressedBytes] as const;
  });
  return new Map(made);
}
