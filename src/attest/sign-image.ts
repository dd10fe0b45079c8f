import type { Descriptor } from '../image/descriptor.ts';
import type { Repository } from '../request/reference.ts';
import type { SignatureFormat } from '../request/sign-inputs.ts';
import type { Digest } from '../support/hashing.ts';
import { attachStatement, type SignPorts } from './attach-statement.ts';
import { type FoundSignature, findSignature } from './find-signature.ts';
import type { FindPorts } from './referrers/read-blob.ts';
import type { Signing } from './signing.ts';
import { imageStatement, signaturePredicate } from './statement.ts';

/** A signature that lies beside an image and holds, by this run or an earlier one. */
export interface ImageSignature extends FoundSignature {
  /** False: it was there before. */
  readonly made: boolean;
}

/**
 * Signs an image of a repository, by its digest, unless a signature by the same key or identity is there that holds. A new
 * one is verified before anybody sees it.
 * @param image its index or manifest, as the repository has it
 * @throws SlipwayError E_SIGN, E_AUTH, E_REGISTRY, E_NETWORK, E_IO; E_VERIFY when what was made does not hold
 */
export async function signImage(
  image: Descriptor,
  place: Repository,
  signing: Signing,
  ports: SignPorts,
): Promise<ImageSignature> {
  const known = await knownSignature('bundle', image.digest, place, signing, ports);
  if (known !== undefined) return known;
  const statement = { predicateType: signaturePredicate, payload: imageStatement(image.digest) };
  const { manifest, by, logIndexes } = await attachStatement(image, place, statement, signing, ports);
  return { format: 'bundle', manifest, by, logIndexes, made: true };
}

/**
 * A signature by whom this run signs as that is there already and holds; undefined also when nobody can say yet who will sign.
 * @throws SlipwayError as findSignature
 */
export async function knownSignature(
  format: SignatureFormat,
  image: Digest,
  place: Repository,
  { expected: whom, trust }: Signing,
  ports: FindPorts,
): Promise<ImageSignature | undefined> {
  const expected = await whom();
  if (expected === undefined) return undefined;
  const { found } = await findSignature(format, image, place, { expected, trust }, ports);
  return found === undefined ? undefined : { ...found, made: false };
}
