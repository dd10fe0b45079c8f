import { lstat, mkdir, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { exec, failure } from '../src/support/exec.ts';
import type { DistrolessPackages } from '../test/support/bases/distroless.ts';
import type { Entry } from '../test/support/make-layout.ts';

/** What gcr.io/distroless/static is made of (its BUILD file), beside users and folders. */
const packages = ['base-files', 'netbase', 'tzdata'] as const;
const certificates = 'ca-certificates';

/**
 * The contents of gcr.io/distroless/static: the files of the same Debian packages, of this machine's Debian release, and the
 * CA certificates as one bundle.
 */
export async function debianPackages(work: string): Promise<DistrolessPackages> {
  const folder = join(work, 'debian');
  await mkdir(folder, { recursive: true });
  await run('apt-get', ['download', ...packages, certificates], folder);
  for (const file of await readdir(folder)) {
    await run('dpkg', ['-x', file, join(folder, file.split('_')[0] ?? '')], folder);
  }
  const files = await Promise.all(packages.map((name) => entriesOf(join(folder, name))));
  return { files, certificates: await bundle(join(folder, certificates, 'usr/share/ca-certificates')) };
}

async function run(file: string, args: readonly string[], cwd: string): Promise<void> {
  const result = await exec({ file, args, cwd });
  if (result.status !== 0) throw new Error(`${file} ${args.join(' ')}: ${failure(result)}\n${result.stderr}`);
}

/** A folder as an archive has it, parents first. */
async function entriesOf(folder: string): Promise<Entry[]> {
  const paths = (await readdir(folder, { recursive: true })).sort();
  const first = new Map<number, string>();
  const entries: Entry[] = [];
  for (const name of paths) {
    const path = `./${name}`;
    const found = await lstat(join(folder, name));
    const mode = found.mode & 0o7777;
    const linked = first.get(found.ino);
    if (found.isDirectory()) entries.push({ path: `${path}/`, mode });
    else if (found.isSymbolicLink()) {
      entries.push({ path, type: '2', link: await readlink(join(folder, name)) });
    } else if (linked !== undefined) entries.push({ path, type: '1', link: linked });
    else {
      first.set(found.ino, path);
      entries.push({ path, mode, content: await readFile(join(folder, name)) });
    }
  }
  return entries;
}

/** As update-ca-certificates writes it. */
async function bundle(folder: string): Promise<Buffer> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.crt')).sort();
  return Buffer.concat(await Promise.all(names.map((name) => readFile(join(folder, name)))));
}
