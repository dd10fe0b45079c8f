import type { SameRequest } from '../request/same-request.ts';
import { openAnyImage } from '../stages/open-image.ts';
import type { Ports } from '../stages/ports.ts';
import { runRegistry } from '../stages/registries.ts';
import { settleAll } from '../support/concurrency.ts';
import { sameImages } from '../verify/same/same-images.ts';
import { outcomeOf } from '../verify/verdict.ts';
import type { VerifyResult } from './verify.ts';

/** How layers of a docker archive are compressed on their way into the cache: what is compared is their content, so quickly. */
const compression = { algorithm: 'gzip', level: 1 } as const;

/**
 * `slipway verify --same A B`: whether two images, wherever they lie and whoever made them, are the same for whoever runs them.
 * @throws SlipwayError E_CONFIG when there is no such image, E_BASE when one cannot be read, E_REGISTRY, E_AUTH, E_NETWORK, E_IO
 */
export async function sameCommand(request: SameRequest, ports: Ports): Promise<VerifyResult> {
  const { name } = request;
  const { store, signal } = ports;
  const registry = runRegistry({ ...request, offline: false }, ports);
  try {
    const open = (place: SameRequest['a']) => openAnyImage(place, { store, registry, compression, signal });
    const [a, b] = await settleAll([open(request.a), open(request.b)]);
    const verdicts = await sameImages(a, b, { store, subject: name });
    return { subject: name, outcome: outcomeOf(verdicts), verdicts };
  } finally {
    await registry.close();
  }
}
