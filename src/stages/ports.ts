import type { BlobStore } from '../cache/blob-store.ts';
import type { Progress } from '../report/progress.ts';
import type { BuildRequest } from '../request/request.ts';
import type { Exec } from '../support/exec.ts';
import type { Environment, HttpClient } from '../support/http.ts';
import type { Host, ToolchainPorts } from '../toolchain/ports.ts';

/** Everything a run needs from outside; the entries make it once. */
export interface Ports {
  readonly exec: Exec;
  readonly env: Environment;
  readonly host: Host;
  readonly machine: { readonly cores: number; readonly memoryBytes: number };
  readonly store: BlobStore;
  readonly progress: Progress;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly http?: HttpClient;
  /** The file that a worker thread for compiled packages begins with; absent: they are read in this thread. */
  readonly objectWorker?: string;
  /** Sets what new files may be by their mode, of this process and those it starts, and gives what that was (umask(2)). */
  readonly umask?: (mask: number) => number;
}

/** What finding a Go needs of a run. */
export function toolchainPorts(
  { exec, env, host, signal, http }: Ports,
  { cacheDirectory, offline }: Pick<BuildRequest, 'cacheDirectory' | 'offline'>,
  progress: ToolchainPorts['progress'],
): ToolchainPorts {
  return { exec, env, host, signal, http, cacheDirectory, offline, progress };
}

export interface Clock {
  /** Monotonic seconds, for durations. */
  readonly seconds: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
