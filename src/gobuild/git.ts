import type { CommandResult, Exec } from '../support/exec.ts';
import { failure } from '../support/exec.ts';
import type { Environment } from '../support/http.ts';
import { mask } from './go-command.ts';

/** What asking a repository needs from outside; `env` is the user's own, so that git's settings and credentials hold. */
export interface GitPorts {
  readonly exec: Exec;
  readonly env: Environment;
}

/** Runs git in one folder to its end; the caller judges the status. */
export type Git = (...args: readonly string[]) => Promise<CommandResult>;

/** Nothing of the repository's own is run, and nothing is tidied up in it that nobody asked for. */
export const quietSettings = {
  'core.hooksPath': '/dev/null',
  'core.fsmonitor': 'false',
  'gc.auto': '0',
  'maintenance.auto': 'false',
} as const;

/** What a hook's or an alias's git says of one repository, and would be said of another: git(1), "The Git Repository". */
const ofOneRepository =
  /^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX|COMMON_DIR|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|SHALLOW_FILE|NAMESPACE)$/;

/** The user's environment without what would lead git to another repository than the folder's. */
export function anyRepository(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !ofOneRepository.test(entry[0]),
    ),
  );
}

/** git for one folder: no hook, no question to a person, no lock that can be done without. */
export function gitIn(directory: string, { exec, env }: GitPorts): Git {
  const settings = Object.entries(quietSettings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  return (...args) =>
    exec({
      file: 'git',
      args: ['-c', 'core.quotePath=false', ...settings, ...args],
      cwd: directory,
      env: { ...anyRepository(env), LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' },
    });
}

/** Why git failed, in its own words, without anybody's password. */
export function gitSays(result: CommandResult): string {
  return mask(result.stderr.trim(), []) || failure(result);
}

/** A whole object name, in SHA-1 or SHA-256 (git hash-function-transition). */
export function isCommitHash(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}
