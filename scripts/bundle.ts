// Prints how large dist/ is and what of it is loaded before the first line, beside what it may be; ends with 1 above that.
import { readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { formatBytes } from '../src/report/format-bytes.ts';
import { exec } from '../src/support/exec.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const kibibyte = 1024;

/** What is watched. Raise a limit on purpose, in the commit that needs it, and say why there. */
const limits = {
  whole: { what: 'dist/, all files', bytes: 4160 * kibibyte },
  action: { what: 'the action, before its first line', bytes: 151 * kibibyte },
  version: { what: 'slipway --version', bytes: 144 * kibibyte },
} as const;

/** On a quiet machine; it is told and not judged, since nobody knows what else this one does. */
const aim = 150;
const runs = 9;

interface Start {
  /** Of the JavaScript that was loaded. */
  readonly bytes: number;
  /** From the start of the process, median. */
  readonly milliseconds: number;
}

async function start(entry: string, args: readonly string[], env: Record<string, string>): Promise<Start> {
  const preload = pathToFileURL(join(root, 'scripts/build/loaded.mjs')).href;
  const times: number[] = [];
  let bytes = 0;
  for (let run = 0; run < runs; run++) {
    const command = { file: process.execPath, args: ['--import', preload, join(dist, entry), ...args], env };
    const { stdout, stderr } = await exec(command);
    const told = stdout.trim().split('\n').at(-1) ?? '';
    if (!told.startsWith('{')) throw new Error(`dist/${entry} printed no first line\n${stdout}${stderr}`);
    const { files, milliseconds } = JSON.parse(told) as { files: string[]; milliseconds: number };
    const own = files.map((url) => fileURLToPath(url)).filter((path) => path.startsWith(dist));
    bytes = (await Promise.all(own.map(sizeOf))).reduce((sum, size) => sum + size, 0);
    times.push(milliseconds);
  }
  return { bytes, milliseconds: times.sort((a, b) => a - b)[(runs - 1) / 2] ?? Number.NaN };
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path)).size;
}

async function main(): Promise<void> {
  const sizes = await Promise.all((await readdir(dist)).map((name) => sizeOf(join(dist, name))));
  const runner = {
    GITHUB_ACTIONS: 'true',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_EVENT_NAME: 'push',
    HOME: tmpdir(),
  };
  const measured: Readonly<Record<keyof typeof limits, { bytes: number; milliseconds?: number }>> = {
    whole: { bytes: sizes.reduce((sum, size) => sum + size, 0) },
    action: await start('index.js', [], runner),
    version: await start('cli.js', ['--version'], {}),
  };
  console.log('| | now | limit | first line |\n|---|--:|--:|--:|');
  for (const [name, { what, bytes: limit }] of Object.entries(limits)) {
    const { bytes, milliseconds } = measured[name as keyof typeof limits];
    const time = milliseconds === undefined ? '' : `${Math.round(milliseconds)} ms (aim ${aim} ms)`;
    console.log(`| ${what} | ${formatBytes(bytes)} | ${formatBytes(limit)} | ${time} |`);
    if (bytes <= limit) continue;
    console.error(`${what}: ${bytes} bytes are more than the limit of ${limit} in scripts/bundle.ts`);
    process.exitCode = 1;
  }
}

await main();
