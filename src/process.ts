import type { Progress } from './report/progress.ts';
import type { Ports } from './stages/ports.ts';
import { SlipwayError } from './support/errors.ts';

/**
 * A signal that aborts on Ctrl-C and on being asked to end, so that children are stopped and what was being written goes.
 * The second time nothing is waited for.
 */
export function abortOnSignals(): AbortSignal {
  const controller = new AbortController();
  const endings = [
    ['SIGINT', 'E_INTERRUPTED', 130, 'interrupted'],
    ['SIGTERM', 'E_TERMINATED', 143, 'terminated'],
    ['SIGHUP', 'E_TERMINATED', 143, 'terminated: the terminal went away'],
  ] as const;
  for (const [signal, code, status, message] of endings) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(status);
      controller.abort(
        new SlipwayError(code, message, { hint: 'nothing half-written was left; run again to go on' }),
      );
    });
  }
  return controller.signal;
}

/** The real world; what starts programs is loaded only where it is asked for. */
export async function portsOf(
  { cacheDirectory }: { readonly cacheDirectory: string },
  signal: AbortSignal,
  progress: Progress = () => {},
): Promise<Ports> {
  const { realPorts } = await import('./outside.ts');
  return realPorts(cacheDirectory, progress, signal);
}

/**
 * For the tables of a program, which are gone through once. Optimised code for such loops would be ready when they are over,
 * and of what they leave behind little lives, so that room for more of it is no gain: together a third of the time, and 5 to
 * 20 MiB. What is a matter of many files, such as an image, is better off without.
 */
export async function expectTables(): Promise<void> {
  const { setFlagsFromString } = await import('node:v8');
  for (const flag of ['--no-opt', '--semi-space-growth-factor=1']) setFlagsFromString(flag);
}
