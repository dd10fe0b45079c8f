// npm run build [-- --check]: src/ → lib/ → dist/, which starts without node_modules.
import { chmod, cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minify } from 'terser';
import { exec, failure } from '../src/support/exec.ts';
import { withEagerModules } from './build/eager.ts';
import { licenseNotice } from './build/licenses.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packages = join(root, 'node_modules');

/** Entries are copied as they are: they must parse on a Node that the program itself does not run on. */
const entries = {
  'cli.js': 'cli.js',
  'action.js': 'index.js',
  'post.js': 'post.js',
  'comment.js': 'comment.js',
  'object-worker.js': 'object-worker.js',
};
const entryImports = new Set(['./program.js']);

/**
 * Bundles the program into a folder that does not exist yet. The same sources and lock file give the same bytes on any
 * machine. Chunks, such as the HTTP client, are loaded when first used.
 */
async function bundle(dist: string): Promise<void> {
  const lib = join(root, 'lib');
  await rm(lib, { recursive: true, force: true });
  await node(join(packages, 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json');
  const ncc = join(packages, '@vercel', 'ncc', 'dist', 'ncc', 'cli.js');
  const options = ['--minify', '--no-cache', '--quiet', '--target', 'es2022'];
  await node(ncc, 'build', join(lib, 'program.js'), ...options, '--out', dist);
  await rename(join(dist, 'index.js'), join(dist, 'program.js'));
  await finishModules(dist);
  for (const [made, shipped] of Object.entries(entries)) {
    await checkEntry(join(lib, made));
    await cp(join(lib, made), join(dist, shipped));
    await chmod(join(dist, shipped), 0o755);
  }
  await writeFile(join(dist, 'licenses.txt'), await licenseNotice(root));
  await checkForPaths(dist);
}

async function node(script: string, ...args: string[]): Promise<void> {
  const result = await exec({ file: process.execPath, args: [script, ...args], cwd: root });
  if (result.status !== 0) fail(`${script}: ${failure(result)}\n${result.stderr}${result.stdout}`);
}

/** ncc minifies its entry alone; what is loaded later is parsed as well. */
async function finishModules(dist: string): Promise<void> {
  for (const [name, content] of await contents(dist)) {
    const isChunk = /^\d+\.index\.js$/.test(name);
    if (!isChunk && name !== 'program.js') continue;
    const code = content.toString('utf8');
    await writeFile(join(dist, name), withEagerModules(isChunk ? await minified(name, code) : code));
  }
}

async function minified(name: string, source: string): Promise<string> {
  const { code } = await minify(source, { module: true, ecma: 2020 });
  return code ?? fail(`${name} cannot be minified`);
}

async function checkEntry(path: string): Promise<void> {
  for (const [, specifier = ''] of (await readFile(path, 'utf8')).matchAll(
    /(?:from|import)\s*\(?\s*'([^']+)'/g,
  )) {
    if (!specifier.startsWith('node:') && !entryImports.has(specifier)) {
      fail(`${path} imports ${specifier}, which dist/ does not have as a file of its own`);
    }
  }
}

async function checkForPaths(dist: string): Promise<void> {
  for (const [name, content] of await contents(dist)) {
    if (content.includes(root)) fail(`${name} holds the path of this checkout`);
  }
}

async function contents(folder: string): Promise<Map<string, Buffer>> {
  const names = await readdir(folder).catch(() => []);
  const read = async (name: string) => [name, await readFile(join(folder, name))] as const;
  return new Map(await Promise.all(names.sort().map(read)));
}

/** Names of the files that differ between two folders, missing and surplus ones included. */
async function differing(a: string, b: string): Promise<string[]> {
  const [left, right] = [await contents(a), await contents(b)];
  const names = new Set([...left.keys(), ...right.keys()]);
  return [...names].filter((name) => !left.get(name)?.equals(right.get(name) ?? Buffer.of()));
}

function fail(reason: string): never {
  throw new Error(reason);
}

async function main(): Promise<void> {
  const dist = join(root, 'dist');
  const work = await mkdtemp(join(tmpdir(), 'slipway-dist-'));
  try {
    await bundle(join(work, 'dist'));
    const stale = await differing(join(work, 'dist'), dist);
    if (stale.length === 0) return console.log('dist/ is current');
    if (process.argv.includes('--check')) {
      fail(`dist/ is not what src/ gives; run npm run build. It differs in: ${stale.join(', ')}`);
    }
    await rm(dist, { recursive: true, force: true });
    await cp(join(work, 'dist'), dist, { recursive: true });
    console.log(`dist/ is new: ${stale.join(', ')}`);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
