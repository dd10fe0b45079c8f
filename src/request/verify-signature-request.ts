import { resolve } from 'node:path';
import { collect, type Fault, throwFaults } from './faults.ts';
import type { Flags } from './flags.ts';
import { cacheDirectory, type HostEnvironment } from './host-environment.ts';
import type { InputValues } from './inputs.ts';
import type { KeyPlace } from './key-place.ts';
import type { ImageReference } from './reference.ts';
import { registrySettings } from './registry-settings.ts';
import type { RegistrySettings } from './request.ts';
import type { Requirement } from './requirement.ts';
import type { SigstorePlace } from './signing-settings.ts';
import { placeOf, saysWhere } from './spelled-place.ts';

/** A run on GitHub that must have signed. */
export interface WorkflowExpectation {
  readonly issuer: string;
  /** https://github.com */
  readonly server: string;
  /** acme/api */
  readonly repository: string;
  /** acme/ci/.github/workflows/release.yml */
  readonly workflow: string | undefined;
  readonly ref: string | undefined;
  readonly event: string | undefined;
  readonly runner: string | undefined;
}

/** Who must have signed, and the Sigstore that vouches for it. Paths are absolute. */
export interface SignatureExpectation {
  readonly who:
    | { readonly kind: 'key'; readonly key: KeyPlace }
    | { readonly kind: 'identity'; readonly subject: string; readonly issuer: string }
    | { readonly kind: 'workflow'; readonly workflow: WorkflowExpectation };
  readonly sigstore: SigstorePlace;
}

export type AttestationRequirement = Extract<Requirement, { readonly kind: 'attestation' }>;

/** What `slipway verify REF` is asked of signatures. */
export interface SignatureRequest {
  readonly image: ImageReference;
  readonly expectation: SignatureExpectation;
  /** What must be attested. */
  readonly attestations: readonly AttestationRequirement[];
  readonly registries: RegistrySettings;
  readonly cacheDirectory: string;
}

/**
 * What `slipway verify` is asked of signatures; undefined: nothing.
 * @throws SlipwayError E_CONFIG with every fault
 */
export function signatureRequest(
  { values, positionals }: Flags,
  host: HostEnvironment,
): SignatureRequest | undefined {
  const { key, identity, issuer, trustedRoot, github, signaturesOnly, require: required = [] } = values;
  const attestations = required.filter((one) => one.kind === 'attestation');
  const faults: Fault[] = ofGitHub.flatMap((name) =>
    values[name] === undefined || github !== undefined ? [] : [withoutGitHub(name)],
  );
  const isAsked = signaturesOnly === true || attestations.length > 0;
  if (!isAsked && (key ?? identity ?? issuer ?? trustedRoot ?? github) === undefined) {
    throwFaults(faults, 'slipway verify');
    return undefined;
  }
  const who = whoOf(values, host, faults);
  const image = imageOf(positionals[0] ?? '', host, faults);
  const root = trustedRoot === undefined ? undefined : resolve(host.cwd, trustedRoot);
  const sigstore: SigstorePlace =
    root === undefined && key === undefined
      ? { kind: 'public' }
      : { kind: 'files', trustedRoot: root, signingConfig: undefined };
  const rest = {
    attestations,
    registries: registrySettings(values, host, faults),
    cacheDirectory: cacheDirectory(values.cacheDirectory, host, faults),
  };
  throwFaults(faults, 'slipway verify');
  return who && image && { image, expectation: { who, sigstore }, ...rest };
}

const ofGitHub = ['workflow', 'ref', 'event', 'runnerEnvironment'] as const;

function withoutGitHub(name: (typeof ofGitHub)[number]): Fault {
  const flag = name === 'runnerEnvironment' ? '--runner' : `--${name}`;
  return {
    where: flag,
    message: 'is about a run on GitHub',
    hint: 'name its repository with --github OWNER/NAME',
  };
}

/** GitHub's issuer of tokens (docs.github.com, "OpenID Connect reference"). */
const gitHubIssuer = 'https://token.actions.githubusercontent.com';

function workflowOf({ github = '', workflow, ref, event, runnerEnvironment, issuer }: InputValues) {
  const own =
    workflow === undefined || workflow.includes('/') ? workflow : `${github}/.github/workflows/${workflow}`;
  return {
    ...{ issuer: issuer ?? gitHubIssuer, server: 'https://github.com', repository: github },
    ...{ workflow: own, ref, event, runner: runnerEnvironment },
  };
}

function whoOf(
  values: InputValues,
  host: HostEnvironment,
  faults: Fault[],
): SignatureExpectation['who'] | undefined {
  const refuse = (where: string, message: string, hint: string): undefined => {
    faults.push({ where, message, hint });
  };
  const { key, identity, issuer, github, signaturesOnly } = values;
  if (github !== undefined) {
    if ((key ?? identity) !== undefined) {
      return refuse('--github', 'says who signed', 'leave --key and --identity out');
    }
    return { kind: 'workflow', workflow: workflowOf(values) };
  }
  if (key !== undefined) {
    if ((identity ?? issuer) !== undefined) {
      return refuse('--key', 'a signature with a key is by nobody', 'leave --identity and --issuer out');
    }
    if (key.kind === 'service') {
      return refuse(
        '--key',
        'verifying takes a public key',
        'cosign public-key --key KEY writes it to a file',
      );
    }
    return { kind: 'key', key: key.kind === 'file' ? { ...key, path: resolve(host.cwd, key.path) } : key };
  }
  if (identity !== undefined && issuer !== undefined) return { kind: 'identity', subject: identity, issuer };
  if ((identity ?? issuer) === undefined) {
    const [where, what] =
      signaturesOnly === true ? ['--signatures-only', 'a signature'] : ['--require', 'an attestation'];
    return refuse(where, `${what} counts by whom it is`, 'say --key, --github, or --identity and --issuer');
  }
  const missing = identity === undefined ? '--identity' : '--issuer';
  return refuse(missing, 'a keyless signature is judged by both', 'say --identity and --issuer, or --key');
}

function imageOf(text: string, { cwd }: HostEnvironment, faults: Fault[]): ImageReference | undefined {
  const place = collect('SUBJECT', faults, () => placeOf(text, cwd));
  if (place === undefined) return undefined;
  if (place.kind === 'registry' && saysWhere(text, place)) return place.reference;
  const message = 'signatures lie beside images in registries';
  faults.push({ where: 'SUBJECT', message, hint: 'write HOST/NAME[:TAG|@DIGEST]' });
  return undefined;
}
