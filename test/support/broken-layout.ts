import assert from 'node:assert/strict';
import { readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { blobPath, digestOf, type Entry, elfFile, programEntries, type Twist } from './make-layout.ts';

/** A layout that is wrong in exactly one way. */
export interface Case {
  readonly says: string;
  readonly twist: Twist;
  /** The one check that fails, with the severity of its verdict and a part of what it says. */
  readonly check: string;
  readonly severity?: 'info' | 'warn' | 'approve' | 'block';
  readonly detail: RegExp;
  /** Checks that cannot run then. */
  readonly skips?: readonly string[];
}

export const labelPointer = '/config/Labels/org.opencontainers.image.';
export const program = '/usr/local/bin/app';
export const otherDigest = `sha256:${'1'.repeat(64)}`;

/** The good image's top layer with its program changed. */
export function withProgram(change: Partial<Entry>): readonly Entry[] {
  return [
    ...programEntries('amd64').slice(0, -1),
    { path: program.slice(1), mode: 0o755, content: elfFile('amd64'), ...change },
  ];
}

/** Changes bytes of a finished file. */
export async function replaceIn(
  path: string,
  from: string,
  to: string,
  encoding: BufferEncoding = 'utf8',
): Promise<void> {
  const [before, after, ...more] = (await readFile(path, 'utf8')).split(from);
  assert.ok(before !== undefined && after !== undefined && more.length === 0, `${from} is in ${path} once`);
  await writeFile(path, Buffer.concat([Buffer.from(before), Buffer.from(to, encoding), Buffer.from(after)]));
}

export async function linkToItself(path: string): Promise<void> {
  await rm(path);
  await symlink(path, path);
}

type Manifests = readonly Record<string, unknown>[];

/** Changes the entries of index.json. */
export async function changeRoot(
  directory: string,
  change: (manifests: Manifests) => Manifests,
): Promise<void> {
  const path = join(directory, 'index.json');
  const index = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...index, manifests: change(index.manifests) }));
}

/** Changes the entries of the image index, whose blob gets the name of its new digest. */
export function changeIndex(change: (manifests: Manifests) => Manifests): NonNullable<Twist['after']> {
  return async (directory, { index }) => {
    const document = JSON.parse(await readFile(blobPath(directory, index), 'utf8'));
    const content = JSON.stringify({ ...document, manifests: change(document.manifests) });
    const digest = digestOf(content);
    await rename(blobPath(directory, index), blobPath(directory, digest));
    await writeFile(blobPath(directory, digest), content);
    await changeRoot(directory, (entries) =>
      entries.map((entry) => ({ ...entry, digest, size: content.length })),
    );
  };
}
