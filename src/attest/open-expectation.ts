import type { SignatureExpectation } from '../request/verify-signature-request.ts';
import { readPublicKey } from './keys/read-key.ts';
import { openSigstore, type SigstorePorts } from './open-sigstore.ts';
import type { Expected, Trust } from './verify-bundle.ts';

/**
 * What signatures are held against. An entry in a log is asked for where the trusted root names logs; without a root, which a
 * key alone needs not, there is none to ask for.
 * @throws SlipwayError E_CONFIG, E_IO; as publicSigstore
 */
export async function openExpectation(
  { who, sigstore }: SignatureExpectation,
  ports: SigstorePorts,
): Promise<{ readonly expected: Expected; readonly trust: Trust }> {
  const { root } = await openSigstore(sigstore, ports);
  const expected: Expected =
    who.kind === 'key' ? { kind: 'key', publicKey: await readPublicKey(who.key, ports.env) } : who;
  return { expected, trust: { root, log: root !== undefined && root.tlogs.length > 0 } };
}
