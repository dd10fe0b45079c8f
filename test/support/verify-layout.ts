import { readFile, writeFile } from 'node:fs/promises';
import { layoutSubject } from '../../src/verify/subject.ts';
import type { Verdict } from '../../src/verify/verdict.ts';
import { verifyImages } from '../../src/verify/verify-images.ts';
import { blobPath, digestOf, inTempFolder, type MadeLayout, makeLayout, type Twist } from './make-layout.ts';

export const indexType = 'application/vnd.oci.image.index.v1+json';
export const manifestType = 'application/vnd.oci.image.manifest.v1+json';

export async function verdictsOf(directory: string): Promise<readonly Verdict[]> {
  return await verifyImages(await layoutSubject(directory));
}

/** What did not pass, as `check severity subject`. */
export function notPassed(verdicts: readonly Verdict[]): string[] {
  return verdicts
    .filter(({ status }) => status !== 'pass')
    .map(({ check, status, severity }) => `${check} ${status} ${severity}`);
}

export async function putBlob(directory: string, content: string): Promise<{ digest: string; size: number }> {
  const digest = digestOf(content);
  await writeFile(blobPath(directory, digest), content);
  return { digest, size: Buffer.byteLength(content) };
}

export async function readBlob(directory: string, digest: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(blobPath(directory, digest), 'utf8'));
}

/** Makes a layout, changes it, and gives what did not pass. */
export function check(
  change: (directory: string, made: MadeLayout) => Promise<void>,
  twist: Twist = {},
): Promise<string[]> {
  return inTempFolder(async (directory) => {
    await makeLayout(directory, { ...twist, after: change });
    return notPassed(await verdictsOf(directory));
  });
}
