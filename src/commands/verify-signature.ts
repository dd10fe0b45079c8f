import { openExpectation } from '../attest/open-expectation.ts';
import { verifySignature } from '../attest/verify-signature.ts';
import { resolve } from '../registry/manifests.ts';
import type { SignatureRequest } from '../request/verify-signature-request.ts';
import type { Ports } from '../stages/ports.ts';
import { runRegistry } from '../stages/registries.ts';
import { settleAll } from '../support/concurrency.ts';
import { openHttp } from '../support/http.ts';
import type { Verdict } from '../verify/verdict.ts';

/**
 * What `slipway verify REF --key …` or `--identity … --issuer …` says of the signatures of what REF names now.
 * @throws SlipwayError E_CONFIG, E_SIGN, E_REGISTRY, E_AUTH, E_NETWORK, E_IO
 */
export async function signatureVerdict(request: SignatureRequest, ports: Ports): Promise<Verdict> {
  const { image, expectation, registries, cacheDirectory } = request;
  const { env, signal, store } = ports;
  const http = ports.http ?? openHttp(env);
  const registry = runRegistry({ registries, offline: false }, ports);
  try {
    const [against, { digest }] = await settleAll([
      openExpectation(expectation, { env, signal, cacheDirectory, send: http.send }),
      resolve(registry, image),
    ]);
    const place = { registry: image.registry, repository: image.repository };
    return await verifySignature(digest, place, against, { registry, store, signal });
  } finally {
    await Promise.all([registry.close(), http.close()]);
  }
}
