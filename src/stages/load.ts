import { type EnginePorts, findEngine } from '../output/engines.ts';
import { type LoadedImage, loadImage } from '../output/load.ts';
import type { LoadRequest } from '../request/request.ts';
import { type Delivery, storeOf } from './delivery.ts';
import type { Ports } from './ports.ts';

/**
 * Refuses a run whose images no engine will take, before anything is compiled for it.
 * @throws SlipwayError E_TOOL when no engine answers, with the reason of each
 */
export async function checkLoad(load: LoadRequest | undefined, ports: EnginePorts): Promise<void> {
  if (load !== undefined) await findEngine(load, ports);
}

/**
 * Loads every target's image into the engine of this machine, under the target's names.
 * @returns by the target's name
 * @throws SlipwayError E_TOOL, E_CONFIG as `loadImage`
 */
export async function loadImages(
  deliveries: readonly Delivery[],
  load: LoadRequest,
  ports: Pick<Ports, 'exec' | 'env' | 'host' | 'store'>,
): Promise<ReadonlyMap<string, LoadedImage>> {
  const loaded = new Map<string, LoadedImage>();
  for (const delivery of deliveries) {
    const { target, layout, names } = delivery;
    if (layout === undefined) continue;
    const request = { engine: load, names };
    loaded.set(
      target.name,
      await loadImage(layout.images, request, { ...ports, store: storeOf(delivery, ports) }),
    );
  }
  return loaded;
}
