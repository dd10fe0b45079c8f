import { isAbsolute, resolve } from 'node:path';
import type { Fault } from './faults.ts';
import type { HostEnvironment } from './host-environment.ts';
import type { InputValues } from './inputs.ts';
import type { KeyPlace } from './key-place.ts';
import type { SignerName } from './sign-inputs.ts';

/** The Sigstore that vouches, if any does: the public one, or what files say. */
export type SigstorePlace =
  | { readonly kind: 'public' }
  | {
      readonly kind: 'files';
      readonly trustedRoot: string | undefined;
      readonly signingConfig: string | undefined;
    };

/** How something is signed. Paths are absolute. */
export interface SigningSettings {
  readonly signer: SignerName;
  /** Undefined: keyless. */
  readonly key: KeyPlace | undefined;
  readonly sigstore: SigstorePlace;
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
  if (key === undefined && (values.trustedRoot === undefined) !== (values.signingConfig === undefined)) {
    const [given, missing] =
      values.trustedRoot === undefined
        ? ['--signing-config', '--trusted-root']
        : ['--trusted-root', '--signing-config'];
    refuse(
      missing,
      `${given} names a private Sigstore, and a keyless signature needs both`,
      'or leave out both',
    );
  }
  if (values.publicLog === true && (values.trustedRoot ?? values.signingConfig) !== undefined) {
    refuse('--public-log', 'the files of a private Sigstore say where things are logged', 'leave it out');
  }
  return {
    signer,
    key: key?.kind === 'file' ? { kind: 'file', path: resolve(host.cwd, key.path) } : key,
    sigstore: sigstoreOf(values, key === undefined, at),
    identity,
    issuer,
  };
}

function sigstoreOf(
  { trustedRoot, signingConfig, publicLog }: InputValues,
  keyless: boolean,
  at: (path: string | undefined) => string | undefined,
): SigstorePlace {
  const named = trustedRoot !== undefined || signingConfig !== undefined;
  if (!named && (keyless || publicLog === true)) return { kind: 'public' };
  return { kind: 'files', trustedRoot: at(trustedRoot), signingConfig: at(signingConfig) };
}
