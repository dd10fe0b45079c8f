import { constants } from 'node:fs';
import { chmod, chown, copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMapped, isRoot, nonRoot } from '../identity.ts';

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

/** An empty folder for a root, and one for /tmp. */
export async function emptyFolders(): Promise<Root> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-root-'));
  await chmod(folder, 0o755);
  const root = join(folder, 'root');
  const temporary = join(folder, 'tmp');
  for (const path of [root, temporary]) await mkdir(path);
  // mkdir's mode goes through the umask.
  await chmod(root, 0o755);
  await chmod(temporary, 0o1777);
  return { root, temporary, remove: () => removeFolder(folder) };
}

/** A root with nothing but what every isolation mounts something on, and the names that every engine gives a container. */
export async function emptyRoot(): Promise<Root> {
  const made = await emptyFolders();
  for (const path of ['proc', 'dev', 'tmp', 'etc']) await mkdir(join(made.root, path));
  await writeFile(join(made.root, 'etc/hosts'), '127.0.0.1 localhost\n::1 localhost\n');
  return made;
}

/**
 * A program alone, as in the static base: with certificates, where this machine has some. Its root belongs to who runs it, since
 * nobody says otherwise: so that whether it writes there is a question of its own.
 */
export async function bareRoot(program: string, emulator: string | undefined): Promise<Root> {
  const made = await emptyRoot();
  try {
    await copyProgram(program, join(made.root, programPath));
    if (emulator !== undefined) await copyProgram(emulator, join(made.root, emulatorPath));
    if (isRoot() && isMapped(nonRoot.uid, 'uid_map')) await chown(made.root, nonRoot.uid, nonRoot.gid);
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

/**
 * Copies a program into a root, where nothing of that name may be: an image could have a link there that leads out.
 * @param to inside the root
 */
export async function copyProgram(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
  await chmod(to, 0o755);
}

/** The same of bytes, in place of whatever has the name. */
export async function writeProgram(to: string, bytes: Uint8Array): Promise<void> {
  await rm(to, { recursive: true, force: true });
  await writeFile(to, bytes, { flag: 'wx' });
  await chmod(to, 0o755);
}

/** Also what an image closes to its owner, which only root may take away as it is. */
async function removeFolder(folder: string): Promise<void> {
  if (isRoot()) return rm(folder, { recursive: true, force: true, maxRetries: 3 });
  await openFolders(folder);
  // What a container's user wrote to a folder of its own in /tmp only root could take away.
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}

async function openFolders(folder: string): Promise<void> {
  await chmod(folder, 0o700).catch(() => undefined);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await openFolders(join(folder, entry.name));
}
