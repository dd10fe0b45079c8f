import { sweepStore } from '../cache/sweep.ts';
import { moveTags } from '../registry/push/move-tags.ts';
import { pushImage } from '../registry/push/push-image.ts';
import type { ConvertRequest } from '../request/convert-request.ts';
import { type Conversion, checkTarget, convert } from '../stages/convert.ts';
import { openAnyImage } from '../stages/open-image.ts';
import type { Ports } from '../stages/ports.ts';
import { runRegistry, tellingPush } from '../stages/registries.ts';

/**
 * `slipway convert FROM TO`: copies an image between registries, layouts and archives.
 * @throws SlipwayError as `convert`, and as opening FROM
 */
export async function convertCommand(request: ConvertRequest, ports: Ports): Promise<Conversion> {
  await checkTarget(request.to);
  const registry = runRegistry({ registries: request.registries, offline: false }, ports);
  try {
    const { from, compression } = request;
    const { store, signal } = ports;
    const source = await openAnyImage(from, { store, registry, compression, signal });
    const conversion = await convert(source, request, {
      store,
      signal,
      push: async (tree, reference) => {
        const onProgress = tellingPush(ports.progress, reference);
        const pushPorts = { registry, store, signal, onProgress };
        const publication = await pushImage(tree, reference, pushPorts);
        const moved = await moveTags(tree.root, reference, [reference.tag], pushPorts);
        return publication.uploadedBytes > 0 || moved.length > 0;
      },
    });
    await sweepStore(request.cacheDirectory, ports.clock.now());
    return conversion;
  } finally {
    await registry.close();
  }
}

/** The result for a person: what was copied, which digests changed and why. Ends without a line break. */
export function formatConversion(conversion: Conversion): string {
  const { source, target, digest, imageId, kept, changed, unchanged, notices } = conversion;
  const root = digest === undefined ? [] : [`digest    ${digest}${kept ? ', as in the source' : ''}`];
  const image = imageId === undefined ? [] : [`image ID  ${imageId}`];
  return [
    `${source} → ${target}${unchanged ? ' (was there already)' : ''}`,
    ...root,
    ...image,
    ...changed.flatMap(({ from, to, reason }) => [
      `changed   ${from}`,
      ...(to === undefined ? [] : [`       →  ${to}`]),
      `          ${reason}`,
    ]),
    ...notices.map((notice) => `note      ${notice}`),
  ].join('\n');
}
