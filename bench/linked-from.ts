import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compiledPackages } from '../src/gobuild/compiled-packages.ts';
import { runGo } from '../src/gobuild/go-command.ts';
import type { LinkedFrom } from '../src/stages/attribution/reach.ts';
import { exec } from '../src/support/exec.ts';
import { repository } from '../test/support/slipway.ts';
import { type Contest, environmentOf } from './contest.ts';
import type { Machine } from './machine.ts';
import type { Step } from './measure.ts';

const platform = { os: 'linux', architecture: 'amd64' } as const;
const settings = { buildTags: [], cgo: false, goexperiment: [] };

/**
 * Compiles what is not yet, and says what a program of linux/amd64 is linked from.
 * @param own the folder of the side: what was compiled, and what is kept of it
 */
export async function linkedFrom(
  { checkout, main }: Pick<Contest, 'checkout' | 'main'>,
  own: string,
  machine: Machine,
): Promise<LinkedFrom> {
  const go = { file: machine.go, environment: environmentOf(machine, own), exec, secrets: [] };
  const ask = async (...args: readonly string[]): Promise<string> =>
    (await runGo(go, { args, cwd: checkout, variables: {} }, `go failed in ${checkout}`)).trim();
  return {
    packages: await compiledPackages({ go, directory: checkout }, { importPath: main, settings }, platform),
    main: await ask('list', main),
    platform,
    buildTags: settings.buildTags,
    goroot: await ask('env', 'GOROOT'),
    cacheDirectory: join(own, 'rules-cache'),
  };
}

/** The rules alone, as a process of its own that runs from its sources. */
export async function rulesStep(linked: LinkedFrom, own: string, machine: Machine): Promise<Step> {
  const file = join(own, 'linked-from.json');
  await writeFile(file, JSON.stringify(linked));
  const args = [join(repository, 'bench', 'rules-alone.ts'), file];
  return { file: process.execPath, args, cwd: own, env: machine.environment };
}
