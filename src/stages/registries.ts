import type { Registry } from '../registry/registry.ts';
import type { Progress } from '../report/progress.ts';
import { formatReference, type Repository } from '../request/reference.ts';
import type { BuildRequest } from '../request/request.ts';
import { SlipwayError } from '../support/errors.ts';
import type { Ports } from './ports.ts';

/** The registries of a run. `close` ends the connections. */
type RunRegistry = Registry & { close(): Promise<void> };

/** The ports of a run that may ask registries. */
export interface RunPorts extends Ports {
  readonly registry: Registry;
}

/** The registries, with the user's credentials for them. Nothing is loaded or read before the first call. */
export function runRegistry(
  { registries, offline }: Pick<BuildRequest, 'registries' | 'offline'>,
  { env, exec, clock, signal }: Pick<Ports, 'env' | 'exec' | 'clock' | 'signal'>,
): RunRegistry {
  let opened: Promise<RunRegistry> | undefined;
  const open = async (): Promise<RunRegistry> => {
    const { openRegistry } = await import('../registry/open-registry.ts');
    const { userCredentials } = await import('../registry/user-credentials.ts');
    return openRegistry({
      env,
      findCredentials: userCredentials({ auth: registries.auth, env, exec }),
      insecure: registries.insecure,
      now: () => clock.seconds() * 1000,
      signal,
    });
  };
  return {
    async send(call) {
      if (offline) throw notAsked(`${call.repository.registry}/${call.repository.repository}`);
      opened ??= open();
      return (await opened).send(call);
    },
    async close() {
      await (await opened)?.close();
    },
  };
}

/** Adds up what a push sends and tells it. */
export function tellingPush(progress: Progress, place: Repository): (bytes: number) => void {
  const repository = formatReference(place);
  let sentBytes = 0;
  return (bytes) => {
    sentBytes += bytes;
    progress({ kind: 'push', repository, sentBytes });
  };
}

function notAsked(name: string): SlipwayError {
  return new SlipwayError(
    'E_BASE',
    `the cache does not have all of ${name}, and --offline asks no registry`,
    {
      hint: 'run once without --offline',
    },
  );
}
