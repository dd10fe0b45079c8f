import { knownSigner } from '../attest/known-signers.ts';
import { openExpectation } from '../attest/open-expectation.ts';
import { verifySignature } from '../attest/verify-signature.ts';
import type { Base } from '../image/base/base.ts';
import type { Registry } from '../registry/registry.ts';
import type { ImagePlace } from '../request/image-place.ts';
import { formatReference, type Repository } from '../request/reference.ts';
import type { BaseSignatureRequest } from '../request/request.ts';
import { openHttp } from '../support/http.ts';
import type { Verdict } from '../verify/verdict.ts';
import type { Ports } from './ports.ts';

/** A base, and where the user says that it is. */
export interface PlacedBase {
  readonly place: ImagePlace;
  readonly base: Base;
}

/**
 * Whether bases are signed by whom they should be: each once, by the digest that was resolved. One of no registry has no signature
 * beside it, and one whose signer nobody names is refused.
 * @throws SlipwayError E_CONFIG, E_SIGN, E_REGISTRY, E_AUTH, E_NETWORK, E_IO
 */
export async function baseSignatures(
  bases: readonly PlacedBase[],
  request: BaseSignatureRequest & { readonly cacheDirectory: string },
  ports: Ports,
  registry: Registry,
): Promise<Verdict[]> {
  const http = ports.http ?? openHttp(ports.env);
  try {
    const verdicts = new Map<string, Verdict>();
    for (const { place, base } of bases) {
      const key = `${base.reference} ${base.digest}`;
      const judged =
        verdicts.get(key) ?? (await judge({ place, base }, request, { ...ports, http }, registry));
      verdicts.set(key, { ...judged, check: 'base/signature' });
    }
    return [...verdicts.values()];
  } finally {
    if (ports.http === undefined) await http.close();
  }
}

async function judge(
  { place, base: { reference, digest } }: PlacedBase,
  { who: named, sigstore, cacheDirectory }: BaseSignatureRequest & { readonly cacheDirectory: string },
  { env, signal, store, http }: Ports & Required<Pick<Ports, 'http'>>,
  registry: Registry,
): Promise<Verdict> {
  const refused = (detail: string): Verdict => ({
    ...{ check: 'base/signature', subject: reference, status: 'fail', severity: 'block', detail },
  });
  if (place.kind !== 'registry' || digest === undefined) {
    return refused('signatures lie beside images in registries, and this base is in none');
  }
  const repository: Repository = {
    registry: place.reference.registry,
    repository: place.reference.repository,
  };
  const known = knownSigner(formatReference(repository));
  const who = named ?? (known && { kind: 'identity' as const, subject: known.subject, issuer: known.issuer });
  if (who === undefined) {
    return refused(
      'nobody says who signs it\nto do: name --base-identity with --base-issuer, or --base-key, or leave out --verify-base',
    );
  }
  const against = await openExpectation({ who, sigstore }, { env, signal, cacheDirectory, send: http.send });
  const verdict = await verifySignature(digest, repository, against, { registry, store, signal });
  return { ...verdict, subject: reference };
}
