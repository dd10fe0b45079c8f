import { resolve } from 'node:path';
import { SlipwayError } from '../support/errors.ts';
import type { Fault } from './faults.ts';
import type { HostEnvironment } from './host-environment.ts';
import type { InputValues } from './inputs.ts';
import type { BaseSignatureRequest, BuildRequest, SigningRequest } from './request.ts';
import { type Sources, said, weighed } from './settings.ts';
import { type SigstorePlace, signingSettings } from './signing-settings.ts';

/** Who must have signed bases; undefined: nobody is asked for. */
export function baseSignatureRequest(
  run: Sources,
  given: InputValues,
  host: HostEnvironment,
  faults: Fault[],
): BaseSignatureRequest | undefined {
  const [subject, issuer] = [said('baseIdentity', run), said('baseIssuer', run)];
  const key = given.baseKey;
  const named = (subject ?? issuer ?? key) !== undefined;
  if (!weighed('verifyBase', run)) {
    const hint = 'write --verify-base as well';
    if (named) faults.push({ where: '--base-identity', message: 'no base is verified', hint });
    return undefined;
  }
  const trustedRoot = given.trustedRoot === undefined ? undefined : resolve(host.cwd, given.trustedRoot);
  const sigstore: SigstorePlace =
    trustedRoot === undefined && key === undefined
      ? { kind: 'public' }
      : { kind: 'files', trustedRoot, signingConfig: undefined };
  if (key !== undefined) {
    const place = key.kind === 'file' ? { ...key, path: resolve(host.cwd, key.path) } : key;
    return { who: { kind: 'key', key: place }, sigstore };
  }
  if (subject !== undefined && issuer !== undefined) {
    return { who: { kind: 'identity', subject, issuer }, sigstore };
  }
  if (named) {
    const where = subject === undefined ? '--base-identity' : '--base-issuer';
    faults.push({ where, message: 'a keyless signature is judged by both', hint: 'say both' });
  }
  return { who: undefined, sigstore };
}

/** A flag that names a key says that something is signed; the file may say by which. */
export function signingRequest(
  run: Sources,
  given: InputValues,
  host: HostEnvironment,
  faults: Fault[],
): SigningRequest | undefined {
  const { keyless, key: kept } = said('sign', run) ?? {};
  const key = given.key ?? (given.sign?.keyless === true ? undefined : kept);
  if (key === undefined && keyless !== true) return undefined;
  if (given.sign?.keyless === false) return undefined;
  const settings = signingSettings({ ...given, ...(key !== undefined && { key }) }, host, faults);
  const formats = [...new Set(given.signatureFormat ?? (['bundle'] as const))];
  return { settings, formats, keptByForge: given.githubAttestations ?? false };
}

/**
 * Refuses a command line that asks to sign and pushes nothing: it would sign nothing. The file, and the action's inputs, serve runs that push
 * and runs that do not.
 * @param given by flags
 * @throws SlipwayError E_CONFIG
 */
export function checkSignsSomething(
  given: InputValues,
  { signing, push, shard }: Pick<BuildRequest, 'signing' | 'push' | 'shard'>,
): void {
  const asks = given.sign?.keyless === true || given.key !== undefined;
  if (!asks || signing === undefined || push.length > 0 || shard !== undefined) return;
  const flag = given.key === undefined ? '--sign' : '--key';
  throw new SlipwayError('E_CONFIG', `${flag} signs what is pushed, and nothing is pushed`, {
    hint: 'add --push REF; files are signed by slipway sign-blob',
  });
}
