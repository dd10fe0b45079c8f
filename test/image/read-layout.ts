import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../src/support/hashing.ts';

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Record<string, string>;
}

/** What a strict reader finds under each name, by digest; fails on anything missing, damaged or of another size. */
export async function readNames(directory: string): Promise<Record<string, string>> {
  const read = (name: string): Promise<Buffer> => readFile(join(directory, name));
  return namesOf(read);
}

export async function namesOf(read: (name: string) => Promise<Buffer>): Promise<Record<string, string>> {
  assert.equal((await read('oci-layout')).toString(), '{"imageLayoutVersion":"1.0.0"}');
  const { schemaVersion, manifests } = JSON.parse((await read('index.json')).toString());
  assert.equal(schemaVersion, 2);
  const names: Record<string, string> = {};
  for (const descriptor of manifests as Descriptor[]) {
    await checkTree(read, descriptor);
    const name = descriptor.annotations?.['org.opencontainers.image.ref.name'] ?? '';
    assert.ok(!Object.hasOwn(names, name), 'every name once');
    names[name] = descriptor.digest;
  }
  return names;
}

async function checkTree(read: (name: string) => Promise<Buffer>, descriptor: Descriptor): Promise<void> {
  const content = await read(`blobs/${descriptor.digest.replace(':', '/')}`);
  assert.equal(sha256(content), descriptor.digest);
  assert.equal(content.length, descriptor.size);
  if (!/(index|manifest)\.v1\+json$/.test(descriptor.mediaType)) return;
  const { manifests = [], config = [], layers = [] } = JSON.parse(content.toString());
  for (const child of [manifests, config, layers].flat()) await checkTree(read, child);
}

export async function blobNames(directory: string): Promise<string[]> {
  return (await readdir(join(directory, 'blobs', 'sha256'))).sort();
}
