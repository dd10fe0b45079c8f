import { constants } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that is a program's root, and one that is its /tmp. */
export interface Root {
  readonly root: string;
  readonly temporary: string;
  remove(): Promise<void>;
}

/** Where the one program of a bare root lies, and what runs it where it is for another machine. */
export const programPath = '/program';
export const emulatorPath = '/.slipway-emulator';

/** Where Debian, Alpine, Fedora and SUSE keep their list of certificate authorities. */
const certificateLists = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
];

/** An empty root with the mount points that every isolation needs, and names for localhost: a runtime writes them into images too. */
export async function emptyRoot(): Promise<Root> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-root-'));
  await chmod(folder, 0o755);
  const root = join(folder, 'root');
  const temporary = join(folder, 'tmp');
  for (const path of [root, temporary]) await mkdir(path);
  await prepareRoot(root);
  // mkdir's mode goes through the umask.
  await chmod(temporary, 0o1777);
  return { root, temporary, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }) };
}

/** What a container runtime adds to whatever image it starts. */
export async function prepareRoot(root: string): Promise<void> {
  for (const path of ['proc', 'dev', 'tmp', 'etc']) await mkdir(join(root, path), { recursive: true });
  await writeFile(join(root, 'etc/hosts'), '127.0.0.1 localhost\n::1 localhost\n', { flag: 'wx' }).catch(
    () => undefined,
  );
}

/** A program alone, as in the static base: with certificates, where this machine has some. */
export async function bareRoot(program: string, emulator: string | undefined): Promise<Root> {
  const made = await emptyRoot();
  try {
    await copyProgram(program, join(made.root, programPath));
    if (emulator !== undefined) await copyProgram(emulator, join(made.root, emulatorPath));
    await mkdir(join(made.root, 'etc/ssl/certs'), { recursive: true });
    for (const list of certificateLists) {
      const copied = await copyFile(list, join(made.root, 'etc/ssl/certs/ca-certificates.crt')).then(
        () => true,
        () => false,
      );
      if (copied) break;
    }
    return made;
  } catch (error) {
    await made.remove();
    throw error;
  }
}

/** @param to inside the root */
export async function copyProgram(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  await chmod(to, 0o755);
}
