import type { BlobStore } from '../cache/blob-store.ts';
import type { Progress } from '../report/progress.ts';
import type { Exec } from '../support/exec.ts';
import type { Environment, HttpClient } from '../support/http.ts';
import type { Host } from '../toolchain/ports.ts';

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
}

export interface Clock {
  /** Monotonic seconds, for durations. */
  readonly seconds: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
