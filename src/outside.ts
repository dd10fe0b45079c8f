import { availableParallelism, endianness, totalmem } from 'node:os';
import { openBlobStore } from './cache/local-store.ts';
import type { Progress } from './report/progress.ts';
import type { Ports } from './stages/ports.ts';
import { SlipwayError } from './support/errors.ts';
import { exec } from './support/exec.ts';
import { type Host, hostNamed } from './toolchain/ports.ts';

/** The machine this process runs on, in Go's names. */
export function goHost(): Host {
  return hostNamed(process.platform, process.arch, endianness());
}

/** The real world, as a build sees it. */
export function realPorts(cacheDirectory: string, progress: Progress, signal: AbortSignal): Ports {
  return {
    exec: (command) => exec({ ...command, signal }),
    env: process.env,
    host: goHost(),
    machine: { cores: availableParallelism(), memoryBytes: totalmem() },
    store: openBlobStore(cacheDirectory),
    progress,
    clock: { seconds: () => performance.now() / 1000, now: () => Date.now() },
    signal,
  };
}

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
