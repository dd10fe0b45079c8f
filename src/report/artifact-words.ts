import { snapshotType } from '../registry/snapshots/snapshot-manifest.ts';

/** What artifacts are, by the type that their manifests name. */
const byType: Readonly<Record<string, string>> = {
  'application/vnd.dev.sigstore.bundle.v0.3+json': 'Sigstore bundle',
  'application/vnd.dev.cosign.artifact.sig.v1+json': 'cosign signature',
  'application/vnd.dev.cosign.artifact.sbom.v1+json': 'SBOM by cosign',
  'application/vnd.cncf.notary.signature': 'Notary signature',
  'application/vnd.in-toto+json': 'attestation',
  'application/vnd.docker.attestation.manifest.v1+json': 'attestation by BuildKit',
  'application/spdx+json': 'SBOM (SPDX)',
  'text/spdx+json': 'SBOM (SPDX)',
  'application/vnd.cyclonedx+json': 'SBOM (CycloneDX)',
  'application/sarif+json': 'findings (SARIF)',
  [snapshotType]: 'size snapshot',
};

/** What in-toto predicates are about, by their types. */
const predicates: readonly (readonly [prefix: string, words: string])[] = [
  ['https://sigstore.dev/cosign/sign/', 'signature'],
  ['https://slsa.dev/provenance/', 'SLSA provenance'],
  ['https://slsa.dev/verification_summary/', 'SLSA verification summary'],
  ['https://spdx.dev/Document', 'SBOM (SPDX)'],
  ['https://cyclonedx.org/bom', 'SBOM (CycloneDX)'],
  ['https://openvex.dev/ns', 'OpenVEX'],
  ['https://cosign.sigstore.dev/attestation/vuln/', 'vulnerability scan'],
  ['https://in-toto.io/attestation/test-result/', 'test result'],
];

/** cosign's older tags: `sha256-<hex>.sig`. */
const suffixes: Readonly<Record<string, string>> = {
  sig: 'cosign signature',
  att: 'attestation by cosign',
  sbom: 'SBOM by cosign',
};

/**
 * What an artifact is, in a few words; a type that nobody here knows is told as it is.
 * @param annotations its manifest's: a Sigstore bundle says there what it attests
 */
export function artifactWords(
  type: string | undefined,
  annotations: Readonly<Record<string, string>>,
): string {
  const predicate = annotations['dev.sigstore.bundle.predicateType'];
  const known = type === undefined ? 'manifest' : (byType[type] ?? type);
  if (predicate === undefined) return known;
  return `${known}: ${predicates.find(([prefix]) => predicate.startsWith(prefix))?.[1] ?? predicate}`;
}

/** The same for a tag that older cosigns make. */
export function cosignTagWords(tag: string): string {
  return suffixes[tag.slice(tag.lastIndexOf('.') + 1)] ?? tag;
}
