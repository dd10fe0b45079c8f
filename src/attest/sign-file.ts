import { bundleToJSON } from '@sigstore/bundle';
import { SlipwayError } from '../support/errors.ts';
import { isFile, readTextIfExists, writeFileAtomic } from '../support/files.ts';
import { chunksOf } from './bundle-maker.ts';
import { readBundle } from './read-bundle.ts';
import type { Signing } from './signing.ts';
import { type Verified, verifyBundle } from './verify-bundle.ts';

/** A signature of a file that lies beside it and holds. */
export interface FileSignature extends Verified {
  /** False: it was there before. */
  readonly made: boolean;
}

/**
 * Signs a file's bytes, unless the bundle is there already, by the same key or identity, and holds. A new one is verified
 * before it is written.
 * @param bundlePath where the bundle goes
 * @throws SlipwayError E_CONFIG when there is no such file; E_SIGN, E_AUTH, E_NETWORK, E_IO; E_VERIFY when what was made
 * does not hold
 */
export async function signFile(path: string, bundlePath: string, signing: Signing): Promise<FileSignature> {
  if (!(await isFile(path))) {
    throw new SlipwayError('E_CONFIG', `there is no file ${path} to sign`, {
      hint: 'an image is signed by slipway sign REF',
    });
  }
  const known = await heldBundle(path, bundlePath, signing);
  if (known !== undefined) return { ...known, made: false };
  const content = { kind: 'file', path } as const;
  const bundle = await signing.maker.content(content);
  const verified = await verifyBundle(
    bundle,
    { kind: 'content', content: chunksOf(content) },
    await signing.expectedOf(bundle),
    signing.trust,
    `the new signature of ${path}`,
  );
  await writeFileAtomic(bundlePath, `${JSON.stringify(bundleToJSON(bundle))}\n`);
  return { ...verified, made: true };
}

/** What the bundle says that is there; undefined when it does not hold, and is to be replaced. */
async function heldBundle(path: string, bundlePath: string, signing: Signing): Promise<Verified | undefined> {
  const text = await readTextIfExists(bundlePath);
  const expected = text === undefined ? undefined : await signing.expected();
  if (text === undefined || expected === undefined) return undefined;
  const subject = { kind: 'content', content: chunksOf({ kind: 'file', path }) } as const;
  try {
    const bundle = readBundle(Buffer.from(text), bundlePath);
    return await verifyBundle(bundle, subject, expected, signing.trust, bundlePath);
  } catch (error) {
    if (error instanceof SlipwayError && error.code === 'E_VERIFY') return undefined;
    throw error;
  }
}
