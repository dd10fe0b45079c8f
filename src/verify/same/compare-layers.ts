import type { SidedImage, SidedLayer } from './images.ts';

export interface LayerComparison {
  /** Whether all layers are the same archives in the same order: then their files are the same, unread. */
  readonly sameArchives: boolean;
  /** `2 of 3 layers are the same blobs, 1 the same archive compressed otherwise` */
  readonly summary: string;
  /** Of each layer that is not the same blob, what it is instead. */
  readonly lines: readonly string[];
}

/** Which layers are equal to the byte: the compressed blob, or at least the archive in it (image-spec, config.md, "Layer DiffID"). */
export function compareLayers(a: SidedImage, b: SidedImage): LayerComparison {
  const sameArchives =
    a.layers.length === b.layers.length &&
    a.layers.every(({ diffId }, at) => diffId === b.layers[at]?.diffId);
  const blobs = new Set(b.layers.map(({ descriptor }) => descriptor.digest));
  const archives = new Map(b.layers.map((layer) => [layer.diffId, layer]));
  const lines: string[] = [];
  let [sameBlobs, recompressed] = [0, 0];
  for (const [at, layer] of a.layers.entries()) {
    const { digest } = layer.descriptor;
    const other = archives.get(layer.diffId);
    if (blobs.has(digest)) sameBlobs += 1;
    else if (other === undefined) lines.push(without('A', at, layer));
    else {
      recompressed += 1;
      lines.push(`layer ${at + 1}: the same archive, ${digest} in A, ${other.descriptor.digest} in B`);
    }
  }
  const known = new Set(a.layers.map(({ diffId }) => diffId));
  for (const [at, layer] of b.layers.entries())
    if (!known.has(layer.diffId)) lines.push(without('B', at, layer));
  return { sameArchives, summary: summaryOf(a, b, sameBlobs, recompressed), lines };
}

function summaryOf(a: SidedImage, b: SidedImage, sameBlobs: number, recompressed: number): string {
  const [one, other] = [a.layers.length, b.layers.length];
  const counts = one === other ? '' : `A has ${one} layers, B ${other}: `;
  const of = `${counts}${sameBlobs} of ${one} layers ${sameBlobs === 1 ? 'is the same blob' : 'are the same blobs'}`;
  const archives = recompressed === 1 ? 'the same archive' : 'the same archives';
  const rest = one - sameBlobs - recompressed;
  return [
    of,
    ...(recompressed > 0 ? [`${recompressed} ${archives} compressed otherwise`] : []),
    ...(rest > 0 ? [`${rest} ${rest === 1 ? 'another archive' : 'other archives'}`] : []),
  ].join(', ');
}

function without(side: 'A' | 'B', at: number, { descriptor, diffId }: SidedLayer): string {
  return `layer ${at + 1} is in ${side} alone: ${descriptor.digest}, unpacked ${diffId}`;
}
