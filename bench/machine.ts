import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import { goTool } from '../scripts/tools/go.ts';
import { toolsFolder } from '../scripts/tools.ts';
import { exec, failure } from '../src/support/exec.ts';
import { tool } from '../test/support/tools.ts';

export interface Machine {
  readonly go: string;
  /** `1.26.8` */
  readonly goVersion: string;
  /** The program's entry, run by this Node. */
  readonly slipway: string;
  /** A folder that goes away. */
  readonly work: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The tests' own tools must be there. */
export function findMachine(work: string, slipway: string): Machine {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const go = tool('go');
  const environment: Record<string, string> = { ...Object.fromEntries(inherited), GOTOOLCHAIN: 'local' };
  environment['PATH'] = `${dirname(go)}:${environment['PATH'] ?? ''}`;
  const goVersion = execFileSync(go, ['env', 'GOVERSION'], { env: environment, encoding: 'utf8' });
  return { go, goVersion: goVersion.trim().replace(/^go/, ''), slipway, work, environment };
}

/** ko, which only the bench runs. */
export async function getKo({ go }: Machine): Promise<{ path: string; version: string }> {
  const importPath = 'github.com/google/ko';
  const source = { kind: 'go-program', importPath, versions: ['v0.19.1', 'v0.18.1'] } as const;
  const ko = await goTool({ name: 'ko', source, neededBy: 'the bench' }, go, toolsFolder);
  if (ko instanceof Error) throw ko;
  return ko;
}

/** Commits all there is; makes the repository when there is none. */
export async function commit(checkout: string): Promise<void> {
  const person = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com'];
  for (const args of [
    ['init', '--quiet'],
    ['add', '--all'],
    [...person, 'commit', '--quiet', '--message', 'bench'],
  ]) {
    const result = await exec({ file: 'git', args, cwd: checkout });
    if (result.status !== 0) throw new Error(`git ${args.join(' ')}: ${failure(result)}\n${result.stderr}`);
  }
}
