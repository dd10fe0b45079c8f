import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SlipwayError } from '../../support/errors.ts';
import { exists, makeWorkFolder } from '../../support/files.ts';
import { escapeModule } from '../../toolchain/module-path.ts';
import { type GoCommand, mask } from '../go-command.ts';
import { readJsonStream } from '../packages.ts';
import { extractedModule, type ModuleFiles, zippedModule } from './module-files.ts';
import type { VendorFolder } from './vendor-folder.ts';

/** A module version whose files are wanted. */
export interface WantedModule {
  readonly path: string;
  readonly version: string;
}

/** Files of a module, proved by go.sum. */
export interface ProvedModule {
  readonly files: ModuleFiles;
  readonly h1: string;
  /** What was hashed: what the go command compiles, or where that is not what go.sum says, the zip. */
  readonly from: 'module cache' | 'zip';
}

/** What became of the wanted modules, by `PATH@VERSION`. */
export interface Obtained {
  readonly proved: ReadonlyMap<string, ProvedModule>;
  /** Why a module's files are not proved. */
  readonly faults: ReadonlyMap<string, string>;
  /** Modules whose unpacked files, which the go command compiles, are not what go.sum says. */
  readonly altered: readonly string[];
}

interface ObtainPorts {
  readonly go: GoCommand;
  readonly moduleCache: string;
  readonly offline: boolean;
  /** A folder to work in. */
  readonly workFolder: string;
}

/**
 * The files of modules from the module cache, or fetched into it by `go mod download`, which checks them with the same go.sum.
 * What the go command has unpacked is hashed again, since it does not do so itself once it has; where that is not what go.sum
 * says, the zip is.
 */
export async function obtainModules(
  wanted: readonly WantedModule[],
  { sums, sumText }: Pick<VendorFolder, 'sums' | 'sumText'>,
  ports: ObtainPorts,
): Promise<Obtained> {
  const proved = new Map<string, ProvedModule>();
  const faults = new Map<string, string>();
  const altered: string[] = [];
  const known = wanted.filter((module) => {
    const hasSum = sums.has(`${module.path} ${module.version}`);
    if (!hasSum) faults.set(nameOf(module), 'go.sum has no hash of it');
    return hasSum;
  });
  const said = await download(known, sumText, ports);
  for (const module of known) {
    const name = nameOf(module);
    const expected = sums.get(`${module.path} ${module.version}`) ?? new Set<string>();
    const candidates = await hashedFiles(module, ports.moduleCache);
    const good = candidates.find((one): one is ProvedModule => 'files' in one && expected.has(one.h1));
    const [unpacked] = candidates.filter(({ from }) => from === 'module cache');
    if (unpacked !== undefined && 'h1' in unpacked && !expected.has(unpacked.h1)) altered.push(name);
    if (good !== undefined) proved.set(name, good);
    else faults.set(name, whyNot(candidates, expected, said.get(name)));
  }
  return { proved, faults, altered };
}

function nameOf({ path, version }: WantedModule): string {
  return `${path}@${version}`;
}

type Candidate = ProvedModule | { readonly from: ProvedModule['from']; readonly damage: string };

function whyNot(candidates: readonly Candidate[], expected: ReadonlySet<string>, said?: string): string {
  const [first] = candidates;
  if (first === undefined) return said ?? 'it is not in the module cache, and this run is offline';
  if ('damage' in first) return first.damage;
  return `what the ${first.from} has is ${first.h1}, go.sum says ${[...expected].join(' or ')}`;
}

/** What of a module is in the module cache: what was unpacked first, which is what the go command compiles; then the zip. */
async function hashedFiles(module: WantedModule, moduleCache: string): Promise<Candidate[]> {
  const [path, version] = [escapeModule(module.path), escapeModule(module.version)];
  const places = [
    { from: 'module cache', at: join(moduleCache, `${path}@${version}`), hash: extractedModule },
    {
      from: 'zip',
      at: join(moduleCache, 'cache', 'download', path, '@v', `${version}.zip`),
      hash: zippedModule,
    },
  ] as const;
  const found: Candidate[] = [];
  for (const { from, at, hash } of places) {
    if (!(await exists(at))) continue;
    try {
      found.push({ ...(await hash(at, nameOf(module))), from });
    } catch (error) {
      if (!(error instanceof SlipwayError)) throw error;
      found.push({ from, damage: error.message });
    }
  }
  return found;
}

/**
 * Fetches into the module cache what is not there; gives what the go command says of those that cannot be had. In a module of
 * its own with the same go.sum: in the user's, `go mod download` would add to it.
 */
async function download(
  wanted: readonly WantedModule[],
  sumText: string,
  { go, moduleCache, offline, workFolder }: ObtainPorts,
): Promise<Map<string, string>> {
  const absent: WantedModule[] = [];
  for (const module of wanted) {
    const at = join(moduleCache, `${escapeModule(module.path)}@${escapeModule(module.version)}`);
    if (!(await exists(at))) absent.push(module);
  }
  if (absent.length === 0 || offline) return new Map();
  const folder = await makeWorkFolder(workFolder, 'vendor');
  try {
    await writeFile(join(folder, 'go.mod'), 'module slipway.invalid/vendor\n\ngo 1.17\n');
    await writeFile(join(folder, 'go.sum'), sumText);
    const args = ['mod', 'download', '-json', '--', ...absent.map(nameOf)];
    const result = await go.exec({
      file: go.file,
      args,
      cwd: folder,
      env: { ...go.environment, GOWORK: 'off' },
    });
    const answers = readJsonStream(result.stdout) as { Path: string; Version: string; Error?: string }[];
    const stderr = mask(result.stderr, go.secrets).trim();
    if (answers.length === 0) return new Map(absent.map((module) => [nameOf(module), stderr]));
    return new Map(
      answers.flatMap(({ Path, Version, Error: fault }) =>
        fault === undefined ? [] : [[`${Path}@${Version}`, mask(fault, go.secrets).trim()]],
      ),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
