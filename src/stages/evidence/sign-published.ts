import { bundleToJSON } from '@sigstore/bundle';
import type { SignPorts } from '../../attest/attach-statement.ts';
import { attestImage, type ImageAttestation } from '../../attest/attest-image.ts';
import { openSigning } from '../../attest/open-signing.ts';
import { type ImageSignature, signImage } from '../../attest/sign-image.ts';
import type { Signing } from '../../attest/signing.ts';
import { signByTag } from '../../attest/tag-format/sign-by-tag.ts';
import { gitHubRun } from '../../forge/github-run.ts';
import type { Descriptor } from '../../image/descriptor.ts';
import type { Layout } from '../../image/image.ts';
import type { Repository } from '../../request/reference.ts';
import type { SigningRequest } from '../../request/request.ts';
import type { Digest } from '../../support/hashing.ts';
import type { InspectedTarget } from '../inspection.ts';
import type { RunPorts } from '../registries.ts';
import { type BuildFacts, imageStatements, indexStatements } from './attestations.ts';

/** What lies signed beside an image of a repository. */
export interface SignedImage {
  readonly digest: Digest;
  readonly signatures: readonly ImageSignature[];
  readonly attestations: readonly (Omit<ImageAttestation, 'bundle'> & {
    /** Whether the forge has it now, where it was to get it. */
    readonly kept?: true;
  })[];
}

/** An image that lies in a repository, without a tag yet. */
export interface Unsigned {
  readonly target: InspectedTarget;
  readonly layout: Layout;
  readonly place: Repository;
  /** Manifests that refer to it, such as its size snapshot; they are signed as well. */
  readonly referrers: readonly Descriptor[];
}

/** What signing needs beside what is signed. */
export interface SigningRun {
  readonly signing: SigningRequest;
  readonly cacheDirectory: string;
  readonly facts: BuildFacts;
}

const signAs = { bundle: signImage, tag: signByTag } as const;

/**
 * Signs images that were pushed, with what a build says of them: the index, each platform's image, and what was put beside them. In the order of
 * `images`, each with its own list.
 * @throws SlipwayError E_CONFIG, E_AUTH, E_SIGN, E_VERIFY, E_TOOL, E_REGISTRY, E_NETWORK, E_IO
 */
export async function signPublished(
  images: readonly Unsigned[],
  { signing: request, cacheDirectory, facts }: SigningRun,
  ports: RunPorts,
): Promise<SignedImage[][]> {
  const now = ports.clock.now;
  const signing = await openSigning(request.settings, { ...ports, now, cacheDirectory });
  try {
    const expected = await signing.expected();
    const identity = expected?.kind === 'identity' ? expected.subject : undefined;
    const run = gitHubRun(ports.env, identity);
    const signed: SignedImage[][] = [];
    for (const { target, layout, place, referrers } of images) {
      const { root } = layout;
      const work = [
        ...layout.images.map(({ manifest }) => ({
          descriptor: manifest,
          statements: imageStatements(manifest.digest, facts),
        })),
        ...referrers.map((descriptor) => ({ descriptor, statements: [] })),
        { descriptor: root, statements: indexStatements(root.digest, target, facts, run) },
      ];
      const own: SignedImage[] = [];
      for (const { descriptor, statements } of work) {
        const { digest } = descriptor;
        const signatures = await signAll(descriptor, place, request, signing, { ...ports, now });
        const attested = await attestImage(descriptor, place, statements, signing, { ...ports, now });
        if (request.keptByForge) await keepAttestations(digest, attested, ports);
        const attestations = attested.map(({ bundle: _, ...rest }) => ({
          ...rest,
          ...(request.keptByForge && { kept: true as const }),
        }));
        own.push({ digest, signatures, attestations });
      }
      signed.push(own);
    }
    return signed;
  } finally {
    await signing.close();
  }
}

async function signAll(
  { mediaType, digest, size }: Descriptor,
  place: Repository,
  { formats }: SigningRequest,
  signing: Signing,
  ports: SignPorts,
): Promise<ImageSignature[]> {
  const signatures: ImageSignature[] = [];
  for (const format of formats) {
    signatures.push(await signAs[format]({ mediaType, digest, size }, place, signing, ports));
  }
  return signatures;
}

/** GitHub's own store (`gh attestation verify`), with the job's token. Nothing is kept there twice. */
async function keepAttestations(
  digest: Digest,
  attested: readonly ImageAttestation[],
  { env, signal }: RunPorts,
): Promise<void> {
  if (attested.length === 0) return;
  const { openGitHub } = await import('../../forge/github/client.ts');
  const { GITHUB_REPOSITORY: repository = '', GITHUB_TOKEN: token = '' } = env;
  const forge = openGitHub({ env, repository, token, signal });
  try {
    for (const { bundle } of attested) await forge.writeAttestation(digest, bundleToJSON(bundle));
  } finally {
    await forge.close();
  }
}
