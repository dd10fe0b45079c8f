import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { openBlobStore } from '../../src/cache/local-store.ts';
import { type Difference, type ExplainContext, explainImages } from '../../src/difference/difference.ts';
import { openLayout } from '../../src/image/source/layout.ts';
import { makeLayout, type Twist, withChecksum } from '../support/make-layout.ts';
import { folderOf } from '../support/temporary.ts';

/** Makes two images, each twisted as told, and explains how they differ; nothing may be left beside the store's blobs. */
export async function explained(
  t: TestContext,
  a: Twist,
  b: Twist,
  context: ExplainContext = {},
): Promise<Difference[]> {
  const folder = await folderOf(t);
  const store = openBlobStore(join(folder, 'cache'));
  await makeLayout(join(folder, 'a'), a);
  await makeLayout(join(folder, 'b'), b);
  const [inA, inB] = [
    await openLayout(join(folder, 'a'), undefined, store),
    await openLayout(join(folder, 'b'), undefined, store),
  ];
  const found = await explainImages(inA, inB, store, context);
  const left = await readdir(join(folder, 'cache', 'incoming')).catch(() => []);
  if (left.length > 0) throw new Error(`left behind: ${left.join(', ')}`);
  return found;
}

/** `place: a → b (cause)`, as a person would be told. */
export function told({ kind, place, a, b, cause }: Difference): string {
  return `${kind} ${place}: ${a} → ${b}${cause === undefined ? '' : ` (${cause.kind})`}`;
}

/** Writes into the header block of an entry, and makes its checksum right again. */
export function inHeader(path: string, at: number, text: string): (archive: Buffer) => Buffer {
  return (archive) => {
    const changed = Buffer.from(archive);
    const start = changed.indexOf(path);
    const header = changed.subarray(start, start + 512);
    header.write(text, at, 'latin1');
    withChecksum(header);
    return changed;
  };
}
