import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SlipwayError } from '../support/errors.ts';
import { makeWorkFolder, readTextIfExists, writeFileAtomic } from '../support/files.ts';
import type { PublishedModule } from '../toolchain/published-module.ts';
import { type GoCommand, mask, runGo } from './go-command.ts';
import type { Workspace } from './targets.ts';

/** A module version as a proxy or the go command describes it. */
export interface ModuleVersion extends PublishedModule {
  /** The package asked for, at or below `path`. */
  readonly packagePath: string;
}

interface Download {
  readonly Path: string;
  readonly Version: string;
  readonly Error?: string;
  readonly Info?: string;
  readonly GoMod?: string;
}

interface Info {
  readonly Time?: string;
  readonly Origin?: { readonly URL?: string; readonly Hash?: string };
}

/**
 * Finds the module that holds a package: the longest prefix of the path that is a module, as `go get` does.
 * @throws SlipwayError E_NETWORK with the go command's words when none can be had
 */
export async function findModule(
  go: GoCommand,
  source: { path: string; version: string },
  directory: string,
): Promise<ModuleVersion> {
  await mkdir(directory, { recursive: true });
  const faults: string[] = [];
  for (let path = source.path; path !== '.' && path.includes('.'); path = dirname(path)) {
    const download = await downloadModule(go, `${path}@${source.version}`, directory);
    if (download.Error === undefined) return describe(download, source.path);
    faults.push(download.Error.trim());
  }
  throw new SlipwayError('E_NETWORK', `cannot get ${source.path}@${source.version}\n${faults.join('\n')}`, {
    hint: 'check the path and the version, GOPROXY, and for private modules GOPRIVATE and --git-auth',
  });
}

/** `go mod download -json` of one module version: into the module cache, checked against the checksum database. */
export async function downloadModule(
  go: GoCommand,
  module: string,
  directory: string,
): Promise<Download & { Dir?: string; Sum?: string }> {
  const args = ['mod', 'download', '-json', '--', module];
  await mkdir(directory, { recursive: true });
  const result = await go.exec({
    file: go.file,
    args,
    cwd: directory,
    env: { ...go.environment, GOWORK: 'off' },
  });
  const text = result.stdout.trim();
  const download: Download = text.startsWith('{')
    ? (JSON.parse(text) as Download)
    : {
        Path: module,
        Version: '',
        Error: result.stderr.trim() || `go mod download ended with status ${result.status}`,
      };
  const { Error: said } = download;
  return said === undefined ? download : { ...download, Error: mask(said, go.secrets) };
}

async function describe(download: Download, packagePath: string): Promise<ModuleVersion> {
  const info = download.Info === undefined ? {} : (JSON.parse(await readFile(download.Info, 'utf8')) as Info);
  return {
    path: download.Path,
    version: download.Version,
    time: info.Time?.replace(/\.\d+Z$/, 'Z'),
    revision: info.Origin?.Hash,
    repository: info.Origin?.URL,
    goMod: download.GoMod === undefined ? '' : await readFile(download.GoMod, 'utf8'),
    packagePath,
  };
}

/**
 * A module of Slipway's own around a module version, in which `go build` gives the bytes that `go install M@V` would:
 * its go line is the module's own, since the go line decides GODEBUG defaults. The folder is kept for the next run.
 * @throws SlipwayError E_CONFIG for a module that go install refuses (replace and exclude count in a main module only)
 */
export async function moduleWorkspace(
  go: GoCommand,
  module: ModuleVersion,
  parent: string,
): Promise<Workspace> {
  const goLine = goLineOf(module.goMod);
  const name = createHash('sha256')
    .update(`${module.path}@${module.version} ${goLine}`)
    .digest('hex')
    .slice(0, 24);
  const directory = join(parent, name);
  const workspace: Workspace = {
    directory,
    pattern: `${module.path}/...`,
    importRoot: module.path,
    self: module.packagePath,
  };
  if ((await readTextIfExists(join(directory, 'go.sum'))) !== undefined) return workspace;
  await refuseReplacements(go, module, parent);
  const beside = await makeWorkFolder(parent, 'workspace');
  try {
    await writeFile(join(beside, 'go.mod'), `module slipway.invalid/workspace\n\ngo ${goLine}\n`);
    await get(go, beside, goLine, [`${module.path}@${module.version}`]);
    await rename(beside, directory).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
  return workspace;
}

/** Adds what the chosen main packages import to the workspace's go.mod and go.sum; nothing when it was done before. */
export async function requirePackages(
  go: GoCommand,
  workspace: Workspace,
  module: ModuleVersion,
  packages: readonly string[],
): Promise<void> {
  const marker = join(workspace.directory, 'packages');
  const present = new Set(((await readTextIfExists(marker)) ?? '').split('\n'));
  const missing = packages.filter((found) => !present.has(found));
  if (missing.length === 0) return;
  await get(
    go,
    workspace.directory,
    goLineOf(module.goMod),
    missing.map((found) => `${found}@${module.version}`),
  );
  await writeFileAtomic(marker, [...present, ...missing].filter(Boolean).sort().join('\n'));
}

/** What go install takes for a module without a go line (cmd/go, internal/load/godebug.go, defaultGODEBUG). */
const impliedGoLine = '1.20';

function goLineOf(goMod: string): string {
  return /^go\s+(\S+)/m.exec(goMod)?.[1] ?? impliedGoLine;
}

/** `go get` raises the go line to the highest of the dependencies'; then GODEBUG's defaults are said apart from it. */
async function get(go: GoCommand, cwd: string, goLine: string, queries: readonly string[]): Promise<void> {
  const variables = { GOWORK: 'off' };
  await runGo(go, { args: ['get', '--', ...queries], cwd, variables }, `cannot get ${queries.join(', ')}`);
  if (goLineOf(await readFile(join(cwd, 'go.mod'), 'utf8')) === goLine) return;
  const args = ['mod', 'edit', `-godebug=default=go${goLine}`];
  await runGo(
    go,
    { args, cwd, variables },
    'Go 1.23 or newer is needed to build this module as go install would',
  );
}

async function refuseReplacements(go: GoCommand, module: ModuleVersion, cwd: string): Promise<void> {
  const folder = await makeWorkFolder(cwd, 'go-mod');
  try {
    const path = join(folder, 'go.mod');
    await writeFile(path, module.goMod);
    const stdout = await runGo(
      go,
      { args: ['mod', 'edit', '-json', path], cwd: folder },
      `the go.mod of ${module.path} cannot be read`,
    );
    const parsed = JSON.parse(stdout) as { Replace?: unknown; Exclude?: unknown };
    const found = parsed.Replace ? 'replace' : parsed.Exclude ? 'exclude' : undefined;
    if (found === undefined) return;
    throw new SlipwayError(
      'E_CONFIG',
      `${module.path}@${module.version} has ${found} directives in its go.mod`,
      {
        hint: 'they count only in a main module, so "go install" refuses it too: clone the repository and build the folder',
      },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
