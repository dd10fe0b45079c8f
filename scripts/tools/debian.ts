import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CommandResult, exec, failure } from '../../src/support/exec.ts';
import type { Tool } from './table.ts';

/** A tool that is there: `path` is absolute; `libraryPath` is for LD_LIBRARY_PATH, when the machine may lack its libraries. */
export interface FoundTool {
  readonly path: string;
  readonly version: string;
  readonly libraryPath?: string;
}

type Found = Map<string, FoundTool | Error>;

/**
 * Gets programs out of Debian packages without installing them: `apt-get download` from the machine's own sources and
 * `dpkg -x`. No root is needed: where the machine has no package lists, or stale ones, lists of our own are made.
 */
export async function debianTools(tools: readonly Tool[], folder: string): Promise<Found> {
  const root = join(folder, 'debian');
  try {
    if ((await findPrograms(tools, root)).size < tools.length) await unpackPackages(tools, folder, root);
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error));
    return new Map(tools.map(({ name }) => [name, cause]));
  }
  const programs = await findPrograms(tools, root);
  const libraryPath = (await libraryFolders(root)).join(':');
  return new Map(
    tools.map(({ name }): [string, FoundTool | Error] => {
      const path = programs.get(name);
      if (path === undefined) return [name, new Error('no package of this machine holds it')];
      return [name, { path, version: 'Debian', ...(libraryPath === '' ? {} : { libraryPath }) }];
    }),
  );
}

async function unpackPackages(tools: readonly Tool[], folder: string, root: string): Promise<void> {
  const state = join(folder, 'apt');
  const ownLists = [
    ...['-o', `Dir::State::Lists=${join(state, 'lists')}`, '-o', `Dir::Cache=${join(state, 'cache')}`],
    ...['-o', 'Debug::NoLocking=1', '-o', 'APT::Sandbox::User='],
  ];
  const beside = `${root}.${process.pid}.tmp`;
  try {
    try {
      await download(tools, beside, []);
    } catch {
      await mkdir(join(state, 'lists', 'partial'), { recursive: true });
      await mkdir(join(state, 'cache', 'archives', 'partial'), { recursive: true });
      await apt([...ownLists, 'update'], state);
      await downloadOrBackport(tools, beside, ownLists, state);
    }
    await rm(root, { recursive: true, force: true });
    await rename(beside, root);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

/** What the machine's own suite does not have its backports may; of what both have apt takes the suite's. */
async function downloadOrBackport(
  tools: readonly Tool[],
  folder: string,
  ownLists: readonly string[],
  state: string,
): Promise<void> {
  try {
    await download(tools, folder, ownLists);
  } catch (error) {
    const sources = await withBackports(ownLists, state);
    if (sources === undefined) throw error;
    await apt([...sources, 'update'], state);
    await download(tools, folder, sources);
  }
}

const debianKeys = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Options for the machine's sources and the backports of its suite, from the same mirror; undefined on another system than Debian. */
async function withBackports(ownLists: readonly string[], state: string): Promise<string[] | undefined> {
  const format = ['--format', '$(REPO_URI) $(RELEASE) $(COMPONENT)', 'Created-By: Packages'];
  const { stdout } = await apt([...ownLists, 'indextargets', ...format], state);
  const [mirror, suite] = /^(\S+\/debian\/?) ([a-z]+) main$/m.exec(stdout)?.slice(1) ?? [];
  if (mirror === undefined || suite === undefined) return undefined;
  const known = await readFile('/etc/apt/sources.list', 'utf8').catch(() => '');
  const keys =
    (await stat(debianKeys).catch(() => undefined)) === undefined ? '' : `[signed-by=${debianKeys}] `;
  const file = join(state, 'sources.list');
  await writeFile(file, `${known}\ndeb ${keys}${mirror} ${suite}-backports main\n`);
  return [...ownLists, '-o', `Dir::Etc::SourceList=${file}`];
}

async function download(tools: readonly Tool[], folder: string, options: readonly string[]): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const wanted: string[] = [];
  for (const alternatives of new Set(tools.map(({ source }) => packagesOf(source)))) {
    wanted.push(await firstAvailable(alternatives.split(' '), options));
  }
  const packages = await withMissingLibraries(wanted, options);
  await apt([...options, 'download', ...packages], folder);
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.deb'))) {
    await run('dpkg', ['-x', file, '.'], folder);
    await rm(join(folder, file));
  }
  await removeOtherPrograms(tools, folder);
}

function packagesOf(source: Tool['source']): string {
  return source.kind === 'debian' ? source.packages.join(' ') : '';
}

async function firstAvailable(packages: readonly string[], options: readonly string[]): Promise<string> {
  for (const name of packages) {
    const { status, stdout } = await exec({ file: 'apt-cache', args: [...options, 'show', name] });
    if (status === 0 && stdout.includes('\nFilename: ')) return name;
  }
  throw new Error(`apt knows no package ${packages.join(' or ')}`);
}

/** apt's own simulation names what an installation would add; only the libraries among it matter here. */
async function withMissingLibraries(
  wanted: readonly string[],
  options: readonly string[],
): Promise<string[]> {
  const simulate = ['--simulate', '--no-install-recommends', 'install', ...wanted];
  const { stdout } = await apt([...options, ...simulate], '.');
  const added = [...stdout.matchAll(/^Inst (lib\S+)/gm)].map(([, name = '']) => name);
  return [...new Set([...wanted, ...added])];
}

/** qemu's package holds 35 programs of 400 MB; the tests run four. */
async function removeOtherPrograms(tools: readonly Tool[], root: string): Promise<void> {
  const kept = new Set(tools.flatMap(({ source }) => (source.kind === 'debian' ? source.files : [])));
  for (const folder of ['usr/bin', 'usr/sbin']) {
    for (const name of await listing(join(root, folder))) {
      if (!kept.has(`${folder}/${name}`)) await rm(join(root, folder, name), { recursive: true });
    }
  }
}

async function findPrograms(tools: readonly Tool[], root: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const { name, source } of tools) {
    for (const file of source.kind === 'debian' ? [...source.files].reverse() : []) {
      const path = join(root, file);
      if ((await stat(path).catch(() => undefined))?.isFile()) found.set(name, path);
    }
  }
  return found;
}

/** Where the loader looks, and folders below with libraries of one package's own, whose path is written into its files. */
async function libraryFolders(root: string): Promise<string[]> {
  const folders: string[] = [];
  for (const parent of ['usr/lib', 'lib']) {
    const names = (await listing(join(root, parent))).filter((name) => name.includes('-linux-gnu'));
    folders.push(...names.map((name) => join(root, parent, name)));
  }
  for (const folder of [...folders]) {
    for (const name of await listing(folder)) {
      const below = join(folder, name);
      if ((await listing(below)).some((file) => /^lib.*\.so/.test(file))) folders.push(below);
    }
  }
  return folders;
}

async function listing(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

async function apt(args: readonly string[], cwd: string): Promise<CommandResult> {
  return run('apt-get', ['-q', ...args], cwd);
}

async function run(file: string, args: readonly string[], cwd: string): Promise<CommandResult> {
  const result = await exec({ file, args, cwd });
  if (result.status === 0) return result;
  throw new Error(`${file} ${args.at(-1)}: ${failure(result)}\n${result.stderr.trim()}`);
}
