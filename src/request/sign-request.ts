import { resolve } from 'node:path';
import { collect, type Fault, throwFaults } from './faults.ts';
import type { Flags } from './flags.ts';
import { cacheDirectory, type HostEnvironment } from './host-environment.ts';
import { type ImageReference, parseReference } from './reference.ts';
import { registrySettings } from './registry-settings.ts';
import type { RegistrySettings } from './request.ts';
import type { SignatureFormat } from './sign-inputs.ts';
import { type SigningSettings, signingSettings } from './signing-settings.ts';

/** What `slipway sign` is asked. */
export interface SignRequest {
  readonly images: readonly ImageReference[];
  readonly formats: readonly SignatureFormat[];
  /** The images of an index too. */
  readonly recursive: boolean;
  readonly signing: SigningSettings;
  readonly registries: RegistrySettings;
  readonly cacheDirectory: string;
}

/**
 * The request of `slipway sign REF …`.
 * @throws SlipwayError E_CONFIG with every fault
 */
export function signRequest({ values, positionals }: Flags, host: HostEnvironment): SignRequest {
  const faults: Fault[] = [];
  const request = {
    images: positionals.flatMap((text) => collect('REF', faults, () => parseReference(text)) ?? []),
    formats: [...new Set(values.signatureFormat ?? (['bundle'] as const))],
    recursive: values.recursive ?? false,
    signing: signingSettings(values, host, faults),
    registries: registrySettings(values, host, faults),
    cacheDirectory: cacheDirectory(values.cacheDirectory, host, faults),
  };
  throwFaults(faults, 'slipway sign');
  return request;
}

/** What `slipway sign-blob` is asked. Paths are absolute. */
export interface SignBlobRequest {
  readonly files: readonly { readonly path: string; readonly bundle: string }[];
  readonly signing: SigningSettings;
  readonly cacheDirectory: string;
}

/**
 * The request of `slipway sign-blob FILE …`.
 * @throws SlipwayError E_CONFIG with every fault
 */
export function signBlobRequest({ values, positionals }: Flags, host: HostEnvironment): SignBlobRequest {
  const faults: Fault[] = [];
  const { bundle } = values;
  if (bundle !== undefined && positionals.length > 1) {
    const hint = 'leave it out: each signature then lies beside its file';
    faults.push({ where: '--bundle', message: 'it takes the signature of one file', hint });
  }
  const files = positionals.map((name) => {
    const path = resolve(host.cwd, name);
    return { path, bundle: bundle === undefined ? `${path}.sigstore.json` : resolve(host.cwd, bundle) };
  });
  const request = {
    files,
    signing: signingSettings(values, host, faults),
    cacheDirectory: cacheDirectory(values.cacheDirectory, host, faults),
  };
  throwFaults(faults, 'slipway sign-blob');
  return request;
}
