import { isAbsolute, resolve } from 'node:path';
import type { Fault } from './faults.ts';
import type { HostEnvironment } from './host-environment.ts';
import type { InputValues } from './inputs.ts';
import type { KeyPlace } from './key-place.ts';
import type { SignerName } from './sign-inputs.ts';

/** How something is signed. Paths are absolute. */
export interface SigningSettings {
  readonly signer: SignerName;
  /** Undefined: keyless. */
  readonly key: KeyPlace | undefined;
  readonly trustedRoot: string | undefined;
  readonly signingConfig: string | undefined;
  /** Whom a keyless signature must be by, as far as the user says. */
  readonly identity: string | undefined;
  readonly issuer: string | undefined;
}

/** What flags say of signing. Faults: what does not go together. */
export function signingSettings(
  values: InputValues,
  host: Pick<HostEnvironment, 'cwd'>,
  faults: Fault[],
): SigningSettings {
  const { signer = 'builtin', key, identity, issuer } = values;
  const at = (path: string | undefined): string | undefined =>
    path === undefined || isAbsolute(path) ? path : resolve(host.cwd, path);
  const refuse = (where: string, message: string, hint: string): void =>
    void faults.push({ where, message, hint });
  if (key?.kind === 'service' && signer === 'builtin') {
    refuse('--key', 'slipway itself opens no key of a service', 'write --signer cosign as well');
  }
  if (key !== undefined && (identity ?? issuer) !== undefined) {
    refuse('--identity', 'a signature with a key is by nobody', 'leave --key out to sign keyless');
  }
  if (key === undefined) {
    const hint = 'the files of a private Sigstore; or sign with --key';
    if (values.trustedRoot === undefined) refuse('--trusted-root', 'a keyless signature needs one', hint);
    if (values.signingConfig === undefined) refuse('--signing-config', 'a keyless signature needs one', hint);
  }
  return {
    signer,
    key: key?.kind === 'file' ? { kind: 'file', path: resolve(host.cwd, key.path) } : key,
    trustedRoot: at(values.trustedRoot),
    signingConfig: at(values.signingConfig),
    identity,
    issuer,
  };
}
