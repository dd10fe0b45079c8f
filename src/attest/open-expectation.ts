import type { KeyPlace } from '../request/key-place.ts';
import type { SigstorePlace } from '../request/signing-settings.ts';
import { readPublicKey } from './keys/read-key.ts';
import { openSigstore, type SigstorePorts } from './open-sigstore.ts';
import type { Expected, Trust } from './verify-bundle.ts';

/** Who must have signed, and who vouches for it. */
export interface Expectation {
  readonly who:
    | { readonly kind: 'key'; readonly key: KeyPlace }
    | { readonly kind: 'identity'; readonly subject: string; readonly issuer: string };
  readonly sigstore: SigstorePlace;
}

/**
 * What signatures are held against. An entry in a log is asked for where the trusted root names logs; without a root, which a
 * key alone needs not, there is none to ask for.
 * @throws SlipwayError E_CONFIG, E_IO; as publicSigstore
 */
export async function openExpectation(
  { who, sigstore }: Expectation,
  ports: SigstorePorts,
): Promise<{ readonly expected: Expected; readonly trust: Trust }> {
  const { root } = await openSigstore(sigstore, ports);
  const expected: Expected =
    who.kind === 'key' ? { kind: 'key', publicKey: await readPublicKey(who.key, ports.env) } : who;
  return { expected, trust: { root, log: root !== undefined && root.tlogs.length > 0 } };
}
