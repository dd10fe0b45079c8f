import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exec } from '../../../src/support/exec.ts';
import { repository } from '../slipway.ts';
import { environment, output, tool } from '../tools.ts';
import { commitAll, freePort, git } from '../workspace.ts';
import { repositoryName, type WorkflowEvent } from './event.ts';
import { readActLog, type WorkflowLog } from './log.ts';

/** A runner without containers: act in a folder of its own, which is also its home, with the action as a release has it. */
export interface Runner {
  readonly folder: string;
  /** Where the modules and compiled packages of this machine are, so that builds are quick. */
  readonly goSettings: Readonly<Record<string, string>>;
}

/** @param folder an empty one, for as long as the runner is used */
export async function makeRunner(folder: string): Promise<Runner> {
  const action = join(folder, 'slipway');
  await mkdir(join(folder, 'home'), { recursive: true });
  for (const name of ['action.yml', 'comment', 'dist', '.github'])
    await cp(join(repository, name), join(action, name), { recursive: true });
  const names = ['GOCACHE', 'GOMODCACHE', 'GOPROXY', 'GOSUMDB', 'GONOSUMDB', 'GONOPROXY', 'GOPRIVATE'];
  const settings = JSON.parse(await output('go', ['env', '-json', ...names])) as Record<string, string>;
  return { folder, goSettings: Object.fromEntries(Object.entries(settings).filter(([, text]) => text)) };
}

/** A repository on GitHub as it is checked out. */
export interface Checkout {
  readonly folder: string;
  readonly commit: string;
}

/** Makes a folder a checkout with one commit of all that is in it, on main, tagged v1.2.3. */
export async function asCheckout(folder: string): Promise<Checkout> {
  const commit = await commitAll(folder, 'v1.2.3');
  await git(folder, 'remote', 'add', 'origin', `https://github.com/${repositoryName}.git`);
  return { folder, commit };
}

export interface WorkflowOptions {
  readonly event: WorkflowEvent;
  /** The workflow file's text. */
  readonly workflow: string;
  /** Secrets by name. act does not hide them by itself here: what hides them is what the steps ask for. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Variables that the runner has. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether the runner has a cache service, kept between runs; without it none is there. */
  readonly cache?: boolean;
}

/** A run's end and its log. */
export interface WorkflowRun extends WorkflowLog {
  readonly succeeded: boolean;
}

/** Runs a workflow over a checkout to its end; nothing outside of this machine is asked by act. */
export async function runWorkflow(
  { folder, goSettings }: Runner,
  checkout: Checkout,
  { event, workflow, secrets = {}, env = {}, cache = false }: WorkflowOptions,
): Promise<WorkflowRun> {
  const [workflowFile, eventFile] = [join(folder, 'workflow.yml'), join(folder, 'event.json')];
  await writeFile(workflowFile, workflow);
  await writeFile(eventFile, JSON.stringify(event.payload));
  const used = [workflow, ...(await calledWorkflows(workflow))].join('\n');
  const artifacts = /artifact@/.test(used) ? await artifactServer(folder) : undefined;
  const { status, stdout, stderr } = await exec({
    file: tool('act'),
    args: [
      ...[event.name, '--json', '--insecure-secrets', '--action-offline-mode'],
      ...['-P', 'ubuntu-latest=-self-hosted', '-W', workflowFile, '-e', eventFile],
      ...localActions(used, folder),
      ...(cache ? cacheServer(folder) : ['--no-cache-server']),
      ...(artifacts?.args ?? []),
      ...named('-s', secrets),
      ...named('--env', { ...goSettings, ...noForge, ...artifacts?.env, ...env }),
    ],
    cwd: checkout.folder,
    env: actEnvironment(folder),
  });
  return { succeeded: status === 0, ...readActLog(`${stdout}\n${stderr}`) };
}

/** A test that has a forge names it; nobody else's is asked. Nothing listens there. */
const noForge = { GITHUB_API_URL: 'http://127.0.0.1:9' };

/** Those of ours that a workflow calls. */
async function calledWorkflows(workflow: string): Promise<string[]> {
  const called = workflow.matchAll(/uses: slipway-dev\/slipway\/(\.github\/workflows\/[\w.-]+)@/g);
  return Promise.all([...called].map(([, path = '']) => readFile(join(repository, path), 'utf8')));
}

function named(flag: string, values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`]);
}

/** Every action that a workflow uses is a folder here; actions/checkout act does itself. */
function localActions(workflow: string, folder: string): string[] {
  const places: Readonly<Record<string, string>> = {
    'slipway-dev/slipway': join(folder, 'slipway'),
    'actions/upload-artifact': join(import.meta.dirname, 'upload-artifact'),
    'actions/download-artifact': join(import.meta.dirname, 'download-artifact'),
  };
  const uses = [...workflow.matchAll(/uses: ([\w-]+\/[\w-]+)(?:\/[\w./-]+)?@(\S+)/g)];
  const given = uses.flatMap(([, name = '', ref]) =>
    places[name] === undefined ? [] : [`${name}@${ref}=${places[name]}`],
  );
  return [...new Set(given)].flatMap((one) => ['--local-repository', one]);
}

function cacheServer(folder: string): string[] {
  return ['--cache-server-addr', '127.0.0.1', '--cache-server-path', join(folder, 'cache')];
}

interface Service {
  readonly args: readonly string[];
  /** What steps need to know to use it. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Only where it is used: act names it in the variable that cache services are named in too, which it is not, so nothing is
 * to be saved there.
 */
async function artifactServer(folder: string): Promise<Service> {
  return {
    args: [
      ...['--artifact-server-addr', '127.0.0.1', '--artifact-server-port', String(await freePort())],
      ...['--artifact-server-path', join(folder, 'artifacts')],
    ],
    env: { ARTIFACT_CLIENT: tool('artifact-client'), ACTIONS_CACHE_MODE: 'read' },
  };
}

/** act itself; its first `node` is the one that steps run on. */
function actEnvironment(folder: string): Record<string, string> {
  const inherited = environment();
  const kept = /^(TMPDIR|SSL_CERT_(FILE|DIR)|NODE_EXTRA_CA_CERTS|(https?|no|all)_proxy)$/i;
  return {
    ...Object.fromEntries(Object.entries(inherited).filter(([name]) => kept.test(name))),
    PATH: `${join(repository, 'node_modules', 'node', 'bin')}:${inherited['PATH'] ?? ''}`,
    HOME: join(folder, 'home'),
    XDG_CACHE_HOME: join(folder, 'home', '.cache'),
  };
}
