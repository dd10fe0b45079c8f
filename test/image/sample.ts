import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { BlobStore } from '../../src/cache/blob-store.ts';
import { openBlobStore } from '../../src/cache/local-store.ts';
import { assembleImage, assembleIndex } from '../../src/engine/embedded.ts';
import type { ImagePlan } from '../../src/engine/plan.ts';
import { scratchBase } from '../../src/image/base/base.ts';
import type { Layout } from '../../src/image/image.ts';
import type { FileContent } from '../../src/image/tar.ts';
import { parsePlatform } from '../../src/request/platform.ts';
import { sha256 } from '../../src/support/hashing.ts';

/** A folder that goes away with its test. */
export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-image-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function all(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await chunksOf(stream));
}

/** Copies, since who gave a chunk may write over it. */
export async function chunksOf(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(Uint8Array.from(chunk));
  return chunks;
}

/** Bytes that look random, the same on every machine: a linear congruential generator (Numerical Recipes). */
export function pseudoRandom(bytes: number, seed = 1): Buffer {
  const content = Buffer.alloc(bytes);
  let state = seed;
  for (let at = 0; at < bytes; at += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    content[at] = state >>> 24;
  }
  return content;
}

/** Content as a stream gives it, in pieces of one length. */
export async function* pieces(content: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

export async function writeContent(file: string, content: Uint8Array): Promise<FileContent> {
  await writeFile(file, content);
  return { file, bytes: content.length, digest: sha256(content) };
}

/** A plan around an executable, for the parts a test does not care about. */
export function samplePlan(executable: FileContent, changes: Partial<ImagePlan> = {}): ImagePlan {
  return {
    platform: parsePlatform('linux/amd64'),
    base: scratchBase(),
    executable,
    name: 'api',
    importPath: 'example.com/api/cmd/api',
    assets: [],
    settings: {
      compression: { algorithm: 'gzip', level: 6 },
      entrypoint: undefined,
      cmd: [],
      env: {},
      user: '65532:65532',
      workdir: undefined,
      ports: [],
    },
    metadata: { labels: {}, annotations: {} },
    created: '1970-01-01T00:00:00Z',
    mtime: 0,
    ...changes,
  };
}

/** A small image for the given platforms; another seed is another program. */
export async function sampleLayout(
  store: BlobStore,
  folder: string,
  seed = 1,
  platforms: readonly string[] = ['linux/amd64', 'linux/arm64'],
  bytes = 3000,
): Promise<Layout> {
  const images = [];
  for (const [at, platform] of platforms.entries()) {
    const file = join(folder, `program-${randomBytes(4).toString('hex')}`);
    const executable = await writeContent(file, pseudoRandom(bytes, seed * 100 + at));
    images.push(await assembleImage(samplePlan(executable, { platform: parsePlatform(platform) }), store));
  }
  return assembleIndex(images, {}, store);
}

export async function sampleStore(t: TestContext): Promise<{ store: BlobStore; folder: string }> {
  const folder = await temporaryFolder(t);
  return { store: openBlobStore(join(folder, 'cache')), folder };
}

/** Every file below a folder with its content and inode, by relative path: two equal maps mean nothing was touched. */
export async function snapshot(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    found[path.slice(folder.length + 1)] = `${(await stat(path)).ino} ${sha256(await readFile(path))}`;
  }
  return Object.fromEntries(Object.entries(found).sort());
}
