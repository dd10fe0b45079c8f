import { mkdtemp, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActionValues } from '../request/action-inputs.ts';
import type { HostEnvironment } from '../request/host-environment.ts';

/** The runner, as the entry hands it in. */
export interface RunnerHost extends HostEnvironment {
  readonly print: (text: string) => void;
  readonly signal: AbortSignal;
  /** Monotonic seconds. */
  readonly now: () => number;
  /** The Node that runs the action, and the path of the command line's entry. */
  readonly node: string;
  readonly program: string;
  /** A program and its first arguments that do a job of the cache when `cacheJobArgument` follows. */
  readonly cacheJob: readonly [string, ...string[]];
}

/** A folder for this step alone; the runner empties its parent with the job. */
export async function stepFolder(env: HostEnvironment['env']): Promise<string> {
  return realpath(await mkdtemp(join(env['RUNNER_TEMP'] || tmpdir(), 'slipway-')));
}

/** A workflow's text for an input; '' where it has none (docs.github.com, "Metadata syntax reference", inputs). */
export function inputText(env: HostEnvironment['env'], name: string): string {
  return env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`]?.trim() ?? '';
}

/**
 * Hides secrets in all that the runner shows from now on, line by line too. By hand, and not by the library that the rest
 * goes through: this comes before the first line, and loading that takes longer than all else before it.
 */
export function hideSecrets(secrets: readonly string[], print: RunnerHost['print']): void {
  const parts = secrets.flatMap((secret) => [secret, ...secret.split(/[\r\n]+/), ...shownForms(secret)]);
  for (const part of new Set(parts)) {
    // docs.github.com, "Workflow commands": a value's %, CR and LF are escaped.
    const value = part.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
    if (part.trim() !== '') print(`::add-mask::${value}\n`);
  }
}

/** USER:PASSWORD goes over the wire in base64 (RFC 7617), and its password may be shown alone. */
function shownForms(secret: string): string[] {
  const colon = secret.indexOf(':');
  return colon < 0 ? [] : [secret.slice(colon + 1), Buffer.from(secret).toString('base64')];
}

/** The values of the variables that inputs name as holding secrets. */
export function namedSecrets({ values }: ActionValues, env: HostEnvironment['env']): string[] {
  const names = [...Object.values(values.registryAuth ?? {}), ...Object.values(values.gitAuth ?? {})];
  return names.map((name) => env[name] ?? '');
}

/** The environment of a run: GitHub's token is in it under the name that the registry client looks for. */
export function withToken(env: HostEnvironment['env'], token: string): HostEnvironment['env'] {
  return token === '' ? env : { ...env, GITHUB_TOKEN: token };
}
