import { existsSync, realpathSync } from 'node:fs';
import { availableParallelism, endianness, totalmem } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { openBlobStore } from './cache/local-store.ts';
import type { Progress } from './report/progress.ts';
import type { Ports } from './stages/ports.ts';
import { exec } from './support/exec.ts';
import { type Host, hostNamed } from './toolchain/ports.ts';

/** The machine this process runs on, in Go's names. */
export function goHost(): Host {
  return hostNamed(process.platform, process.arch, endianness());
}

/** The real world, as a build sees it. */
export function realPorts(cacheDirectory: string, progress: Progress, signal: AbortSignal): Ports {
  return {
    exec: (command) => exec({ ...command, signal: either(signal, command.signal) }),
    env: process.env,
    host: goHost(),
    machine: { cores: availableParallelism(), memoryBytes: totalmem() },
    store: openBlobStore(cacheDirectory),
    progress,
    clock: { seconds: () => performance.now() / 1000, now: () => Date.now() },
    signal,
    umask: (mask) => process.umask(mask),
    ...objectWorker(process.argv[1]),
  };
}

/** It lies beside the entry, as sources and as they are shipped; who uses a stage by itself has none. */
function objectWorker(entry: string | undefined): Pick<Ports, 'objectWorker'> {
  if (entry === undefined || !existsSync(entry)) return {};
  const real = realpathSync(entry);
  const worker = join(dirname(real), `object-worker${extname(real)}`);
  return existsSync(worker) ? { objectWorker: worker } : {};
}

/** The run's own end, and that of one command. */
function either(run: AbortSignal, own: AbortSignal | undefined): AbortSignal {
  return own === undefined || own === run ? run : AbortSignal.any([run, own]);
}
