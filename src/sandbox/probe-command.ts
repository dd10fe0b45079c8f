import { type Launched, launch, monotonicSeconds } from '../support/launch.ts';
import type { Probe } from './probe.ts';
import { endedHow, signalled } from './signalled.ts';

const pauseMilliseconds = 20;

/** Asks by running a command where the program runs, until it ends with status 0. */
export function askByCommand(command: readonly string[], env: Readonly<Record<string, string>>): Probe {
  const healthy = Promise.withResolvers<{ at: number; answer: string }>();
  const [file = '', ...args] = command;
  let seen: string | undefined;
  let running: Launched | undefined;
  let stopped = false;
  const ask = async (): Promise<void> => {
    while (!stopped) {
      running = await launch({ file, args, env, told: () => undefined });
      const end = signalled(await running.ended);
      if (end.status === 0) return healthy.resolve({ at: monotonicSeconds(), answer: 'exit status 0' });
      seen = endedHow(end);
      await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
    }
  };
  const asking = ask().catch((error: Error) => {
    seen = error.message;
  });
  return {
    ready: Promise.resolve(),
    healthy: healthy.promise,
    last: () => seen,
    async stop() {
      stopped = true;
      running?.kill('SIGKILL');
      await asking;
    },
  };
}
