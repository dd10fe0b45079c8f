import { access, constants, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import semver from 'semver';
import { isSystemError } from '../support/errors.ts';
import { type Finding, finding } from './finding.ts';

export interface Machine {
  /** Without a v: 24.21.0. */
  readonly nodeVersion: string;
  readonly cores: number;
  readonly freeMemoryBytes: number;
}

/** package.json's engines: the first Node whose zlib has zstd. */
const leastNode = '22.15.0';
const mebibyte = 1 << 20;
/** A large program's link takes about this much (nats-server: 0.9 GiB at its peak on two cores). */
const usualMemory = 1024 * mebibyte;
const leastSpace = 256 * mebibyte;
/** A toolchain takes 250 MiB, its build cache as much again, and layers come on top. */
const usualSpace = 2048 * mebibyte;

/** Node, cores and free memory. */
export function machineFindings({ nodeVersion, cores, freeMemoryBytes }: Machine): Finding[] {
  const node = semver.gte(nodeVersion, leastNode)
    ? finding('node', 'ok', nodeVersion)
    : finding('node', 'problem', `${nodeVersion} is too old`, `install Node ${leastNode} or newer`);
  const memory = `${cores} core${cores === 1 ? '' : 's'}, ${inMebibytes(freeMemoryBytes)} of memory free`;
  return [
    node,
    freeMemoryBytes >= usualMemory
      ? finding('machine', 'ok', memory)
      : finding('machine', 'note', memory, 'large programs may run out of memory: use --jobs 1'),
  ];
}

/** Whether folders that Slipway and the go command write to can be written to, and the room there. */
export async function folderFindings(folders: Readonly<Record<string, string>>): Promise<Finding[]> {
  return Promise.all(Object.entries(folders).map(([name, path]) => folderFinding(name, path)));
}

async function folderFinding(name: string, path: string): Promise<Finding> {
  if (path === '') return finding(name, 'problem', 'no place is known for it', 'set HOME');
  const hint =
    name === 'cache folder' ? 'name another one with --cache-dir' : `set ${name} to a folder of yours`;
  try {
    const existing = await nearestExisting(path);
    await access(existing, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = await statfs(existing);
    const free = bavail * bsize;
    const detail = `${path}, ${inMebibytes(free)} free`;
    if (free < leastSpace) return finding(name, 'problem', detail, `free some space, or ${hint}`);
    if (free < usualSpace) return finding(name, 'note', detail, 'a toolchain and its caches can take 2 GiB');
    return finding(name, 'ok', detail);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return finding(name, 'problem', `${path} cannot be written to (${error.code})`, hint);
  }
}

async function nearestExisting(path: string): Promise<string> {
  try {
    await access(path);
    return path;
  } catch (error) {
    const parent = dirname(path);
    if (!isSystemError(error) || error.code !== 'ENOENT' || parent === path) throw error;
    return nearestExisting(parent);
  }
}

function inMebibytes(bytes: number): string {
  return bytes < 10 * 1024 * mebibyte
    ? `${Math.round(bytes / mebibyte)} MiB`
    : `${Math.round(bytes / mebibyte / 1024)} GiB`;
}
