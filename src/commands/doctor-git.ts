import { readVcs } from '../gobuild/version-control.ts';
import { SlipwayError } from '../support/errors.ts';
import type { Exec } from '../support/exec.ts';
import type { Environment } from '../support/http.ts';
import { definedOnly } from './doctor-go.ts';
import { type Finding, finding } from './finding.ts';

interface GitPorts {
  readonly exec: Exec;
  readonly env: Environment;
  readonly cwd: string;
}

/** git itself, and whether it can tell the current folder's commit and version. */
export async function gitFindings(ports: GitPorts): Promise<Finding[]> {
  const version = await git(ports, '--version');
  if (version?.status !== 0) {
    return [
      finding(
        'git',
        'note',
        'not there',
        'without it no commit and no version is recorded, and private modules cannot be fetched',
      ),
    ];
  }
  return [
    finding('git', 'ok', version.stdout.trim().replace(/^git version /, '')),
    ...(await commitFindings(ports)),
  ];
}

async function git({ exec, env, cwd }: GitPorts, ...args: readonly string[]) {
  try {
    return await exec({
      file: 'git',
      args,
      cwd,
      env: { ...definedOnly(env), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' },
    });
  } catch (error) {
    if (error instanceof SlipwayError && error.code === 'E_TOOL') return undefined;
    throw error;
  }
}

async function commitFindings(ports: GitPorts): Promise<Finding[]> {
  const check = 'commit';
  const { facts, notice } = await readVcs(ports.cwd, ports.exec, definedOnly(ports.env));
  if (facts === undefined && notice === undefined) return [];
  if (facts === undefined) {
    // A repository that git will not open at all stops the go command too; one without a commit does not.
    const opened = await git(ports, 'rev-parse', '--git-dir');
    const hint = `if another user owns the checkout: git config --global --add safe.directory ${ports.cwd}`;
    return opened?.status === 0
      ? [finding(check, 'note', notice ?? '')]
      : [finding(check, 'problem', notice ?? '', hint)];
  }
  const findings = [finding(check, 'ok', facts.revision)];
  if (facts.shallow && !facts.tags.some(({ exact }) => exact)) {
    const hint = 'git fetch --unshallow --tags; with actions/checkout, fetch-depth: 0';
    findings.push(
      finding('version', 'note', 'a shallow clone without its tags: the version would be wrong', hint),
    );
  }
  if (facts.modified) {
    const hint = 'commit, or ignore what the build itself writes (.gitignore)';
    findings.push(
      finding('work tree', 'note', `modified, so versions end in +dirty:\n${facts.changes.join('\n')}`, hint),
    );
  }
  return findings;
}
