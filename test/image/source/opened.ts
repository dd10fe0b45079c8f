import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { TestContext } from 'node:test';
import type { BlobStore } from '../../../src/cache/blob-store.ts';
import { openBlobStore } from '../../../src/cache/local-store.ts';
import type { Descriptor } from '../../../src/image/descriptor.ts';
import type { ImageSource } from '../../../src/image/source/image-source.ts';
import type { Compression } from '../../../src/request/request.ts';
import { type ErrorCode, SlipwayError } from '../../../src/support/errors.ts';
import { digestOf, type Entry } from '../../support/make-layout.ts';
import { folderOf } from '../../support/temporary.ts';

export const gzip: Compression = { algorithm: 'gzip', level: 6 };

/** A folder for a test's files and an empty store beside it. */
export async function workplace(
  t: Pick<TestContext, 'after'>,
): Promise<{ folder: string; store: BlobStore; cache: string }> {
  const folder = await folderOf(t);
  const cache = join(folder, 'cache');
  return { folder, cache, store: openBlobStore(cache) };
}

interface Manifest {
  readonly mediaType: string;
  readonly manifests?: readonly Descriptor[];
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
}

/** The digests of everything that a source gives from its root down, each blob asked for and checked here once more. */
export async function allBlobs(source: ImageSource, store: BlobStore): Promise<string[]> {
  const seen = new Set<string>();
  const visit = async (descriptor: Descriptor, isDocument: boolean): Promise<void> => {
    if (seen.has(descriptor.digest)) return;
    seen.add(descriptor.digest);
    await source.fetch(descriptor);
    const blob = await store.find(descriptor.digest);
    assert.ok(blob, `${descriptor.digest} is in the store`);
    assert.equal(digestOf(await readFile(blob.path)), descriptor.digest);
    if (!isDocument) return;
    const document = await manifestOf(source, descriptor);
    for (const child of document.manifests ?? []) await visit(child, true);
    for (const child of document.config === undefined ? [] : [document.config]) {
      assert.equal(digestOf(Buffer.from(await source.document(child))), child.digest);
      await visit(child, false);
    }
    for (const child of document.layers ?? []) await visit(child, false);
  };
  await visit(source.root, true);
  return [...seen];
}

export async function manifestOf(source: ImageSource, descriptor = source.root): Promise<Manifest> {
  return JSON.parse(Buffer.from(await source.document(descriptor)).toString('utf8'));
}

/** The files of a folder as entries of an archive, sorted by path. */
export async function entriesOf(directory: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const found of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(found.parentPath, found.name);
    if (found.isFile()) entries.push({ path: relative(directory, path), content: await readFile(path) });
  }
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Every file of a store's folder, by what it is for. */
export async function storeFiles(cache: string): Promise<{ blobs: number; others: string[] }> {
  const found = await readdir(cache, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = found
    .filter((entry) => entry.isFile())
    .map((entry) => relative(cache, join(entry.parentPath, entry.name)));
  const isOurs = (path: string): boolean =>
    /^(blobs\/sha256\/[0-9a-f]{64}|memo\/[0-9a-f]{64}\.json)$/.test(path);
  return {
    blobs: files.filter((path) => path.startsWith('blobs/')).length,
    others: files.filter((path) => !isOurs(path)),
  };
}

/** For `assert.rejects`: an error of that code whose message and hint say this. */
export function refused(code: ErrorCode, says: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof SlipwayError, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(`${error.message}\n${error.hint ?? ''}`, says);
    return true;
  };
}
