import { readFile } from 'node:fs/promises';
import { type Document, isMap, LineCounter, parseDocument } from 'yaml';
import { SlipwayError } from '../support/errors.ts';
import { exists, writeFileAtomic } from '../support/files.ts';
import { type Digest, isDigest } from '../support/hashing.ts';
import { describeNode } from './config-node.ts';
import { collect, type Fault, quoted, throwFaults } from './faults.ts';
import { type LockedPack, type LockedPacks, readPacks, showPacks } from './lock-packs.ts';
import { formatReference, type ImageReference, parseReference } from './reference.ts';
import { readYaml } from './yaml-nodes.ts';

/** What slipway.lock pins. Sections of later versions are kept as they stand when the file is written. */
export interface Lock {
  /** Base by {@link lockKey} → digest. */
  readonly bases: ReadonlyMap<string, Digest>;
  readonly packs: LockedPacks;
}

const heading = ` What tags meant when \`slipway lock\` looked; builds use these. Commit this file.`;

/**
 * The lock at a path; a file that is not there pins nothing.
 * @throws SlipwayError E_CONFIG with every fault and its line and column; E_IO when it cannot be read
 */
export async function readLock(path: string): Promise<Lock> {
  return parseLock((await readText(path)) ?? '', 'slipway.lock');
}

async function readText(path: string): Promise<string | undefined> {
  return (await exists(path)) ? readFile(path, 'utf8') : undefined;
}

/**
 * Reads the text of a lock.
 * @param name how messages call it
 * @throws SlipwayError E_CONFIG with every fault, each as `name:LINE:COLUMN: …`
 */
export function parseLock(text: string, name: string): Lock {
  const faults: Fault[] = [];
  const conflict = text.split('\n').findIndex((line) => line.startsWith('<<<<<<< '));
  if (conflict >= 0) {
    throw new SlipwayError('E_CONFIG', `${name}:${conflict + 1}:1: a merge left its marks here`, {
      hint: 'take one side whole, for example with git checkout --ours, and run slipway lock',
    });
  }
  const bases = new Map<string, Digest>();
  let packs = new Map<string, LockedPack>();
  const root = readYaml(text, name, faults);
  if (root?.kind === 'map') {
    const [version, section, packing] = ['version', 'bases', 'packs'].map((key) =>
      root.entries.find((entry) => entry.key === key),
    );
    if (!(version?.value.kind === 'number' && version.value.value === 1)) {
      const hint = 'this Slipway reads version 1 of the file; slipway lock writes it anew once it is deleted';
      faults.push({ where: version?.value.where ?? root.where, message: 'expected version: 1', hint });
    }
    if (section !== undefined) readBases(section.value, bases, faults);
    if (packing !== undefined) packs = readPacks(packing.value, faults);
  } else if (root !== undefined && root.kind !== 'nothing') {
    faults.push({ where: root.where, message: `expected a map of sections, got ${describeNode(root)}` });
  }
  throwFaults(faults, name);
  return { bases, packs };
}

type Node = NonNullable<ReturnType<typeof readYaml>>;

function readBases(node: Node, bases: Map<string, Digest>, faults: Fault[]): void {
  if (node.kind === 'nothing') return;
  if (node.kind !== 'map') {
    faults.push({
      where: node.where,
      message: `expected a map of references to digests, got ${describeNode(node)}`,
    });
    return;
  }
  for (const { key, where, value } of node.entries) {
    const reference = collect(where, faults, () => parseReference(key));
    if (value.kind !== 'text' || !isDigest(value.text)) {
      const hint = 'a digest is sha256: and 64 lower-case hexadecimal digits';
      faults.push({ where: value.where, message: `expected a digest, got ${describeNode(value)}`, hint });
    } else if (reference !== undefined && lockKey(reference) !== key) {
      const message = `${quoted(key)} is written ${lockKey(reference)} here`;
      faults.push({ where, message, hint: 'slipway lock writes this file' });
    } else bases.set(key, value.text);
  }
}

/** How the lock calls a base: in full, with its tag; no tag means latest, as it does to a registry's clients. */
export function lockKey({ registry, repository, tag = 'latest' }: ImageReference): string {
  return formatReference({ registry, repository, tag });
}

/** The reference with the digest that the lock has for it; itself where it has its own, undefined where there is none. */
export function lockedBase(lock: Lock, reference: ImageReference): ImageReference | undefined {
  if (reference.digest !== undefined) return reference;
  const digest = lock.bases.get(lockKey(reference));
  return digest === undefined ? undefined : { ...reference, digest };
}

/**
 * Writes the lock's bases and decisions, sorted, whole or not at all; equal locks give equal bytes. What else is in the file stays.
 * @returns false when the file was so already
 * @throws SlipwayError E_CONFIG when the file that is there cannot be read as a lock; E_IO
 */
export async function writeLock(path: string, lock: Lock): Promise<boolean> {
  const before = await readText(path);
  const text = lockText(before ?? '', lock);
  if (text === before) return false;
  await writeFileAtomic(path, text);
  return true;
}

/** The file's next text. */
export function lockText(before: string, { bases, packs }: Lock): string {
  parseLock(before, 'slipway.lock');
  const document: Document = parseDocument(before, { lineCounter: new LineCounter(), version: '1.2' });
  if (!isMap(document.contents)) {
    document.contents = document.createNode({ version: 1 }) as typeof document.contents;
    document.commentBefore = heading;
  }
  const sorted = [...bases].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const sections = { bases: Object.fromEntries(sorted), packs: showPacks(packs) };
  for (const [name, section] of Object.entries(sections)) {
    if (Object.keys(section).length === 0) document.delete(name);
    else document.set(name, document.createNode(section));
  }
  return document.toString({ lineWidth: 0 });
}
