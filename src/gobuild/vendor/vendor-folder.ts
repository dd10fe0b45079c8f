import { dirname, join, resolve } from 'node:path';
import { SlipwayError } from '../../support/errors.ts';
import { readTextIfExists } from '../../support/files.ts';
import { type GoCommand, runGo } from '../go-command.ts';
import { readJsonStream } from '../packages.ts';
import { moduleSums } from './go-sum.ts';
import { type ModulesTxt, parseModulesTxt } from './modules-txt.ts';

/** A vendor folder and what stands beside it. */
export interface VendorFolder {
  readonly path: string;
  /** The folder of go.mod or go.work, which replacements by folders are relative to. */
  readonly root: string;
  readonly modulesTxt: ModulesTxt;
  /** Hashes of modules' zips by `PATH VERSION`, from go.sum of all main modules and go.work.sum. */
  readonly sums: ReadonlyMap<string, ReadonlySet<string>>;
  /** What the hashes were read from, one after another. */
  readonly sumText: string;
}

/** Where packages come from: the vendor folder, or the module cache and GOPROXY; neither changes go.mod or go.sum. */
export type ModuleMode = 'vendor' | 'readonly';

/**
 * The go command with its modules from one place, whatever vendor folder there is.
 * GOFLAGS says it, so that it counts for every command that knows the flag.
 */
export function withModules(go: GoCommand, mode: ModuleMode): GoCommand {
  const { environment } = go;
  const flags = [environment['GOFLAGS'] ?? '', `-mod=${mode}`].join(' ').trim();
  return { ...go, environment: { ...environment, GOFLAGS: flags } };
}

/**
 * Finds the vendor folder that the go command would use in a folder: beside go.work where there is one, else beside go.mod.
 * @throws SlipwayError E_CONFIG when there is none, E_BUILD when the go command fails
 */
export async function findVendorFolder(go: GoCommand, directory: string): Promise<VendorFolder> {
  const readonly = withModules(go, 'readonly');
  const work = (await runGo(go, { args: ['env', 'GOWORK'], cwd: directory }, 'go env failed')).trim();
  const workFile = work === '' || work === 'off' ? undefined : work;
  const listed = await runGo(
    readonly,
    { args: ['list', '-m', '-json'], cwd: directory },
    'go list -m failed',
  );
  const modules = readJsonStream(listed) as { readonly Dir?: string }[];
  const folders = modules.flatMap(({ Dir }) => Dir ?? []);
  const root = workFile === undefined ? folders[0] : dirname(workFile);
  const path = root === undefined ? undefined : join(root, 'vendor');
  const text = path === undefined ? undefined : await readTextIfExists(join(path, 'modules.txt'));
  if (root === undefined || path === undefined || text === undefined) {
    throw new SlipwayError(
      'E_CONFIG',
      `there is no vendor folder in ${root ?? directory}: no vendor/modules.txt`,
      {
        hint: `"go ${workFile === undefined ? 'mod' : 'work'} vendor" makes one`,
      },
    );
  }
  const sumFiles = folders.map((folder) => join(folder, 'go.sum'));
  if (workFile !== undefined) sumFiles.push(join(root, 'go.work.sum'));
  const texts = await Promise.all(sumFiles.map((file) => readTextIfExists(file)));
  const sumText = texts.map((one) => (one === undefined ? '' : `${one.trimEnd()}\n`)).join('');
  return {
    path,
    root: resolve(root),
    modulesTxt: parseModulesTxt(text),
    sums: moduleSums([sumText]),
    sumText,
  };
}

/**
 * What the go command says against modules.txt, line by line; empty when it is content.
 * @throws SlipwayError E_BUILD when it fails for another reason
 */
export async function vendoringFaults(go: GoCommand, directory: string): Promise<string[]> {
  const vendored = withModules(go, 'vendor');
  try {
    // A question about the main module alone: requirements are compared before anything else is looked at.
    await runGo(vendored, { args: ['list', '-e', '-find', '--', '.'], cwd: directory }, 'go list failed');
    return [];
  } catch (error) {
    if (!(error instanceof SlipwayError)) throw error;
    const said = error.message.split('\n');
    const start = said.findIndex((line) => line.includes('inconsistent vendoring'));
    if (start < 0) throw error;
    const lines = said.slice(start + 1);
    const end = lines.findIndex((line) => line.trim() === '');
    return lines.slice(0, end < 0 ? lines.length : end).map((line) => line.trim());
  }
}
