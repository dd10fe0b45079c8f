import type { Exec } from '../support/exec.ts';
import type { Environment } from '../support/http.ts';
import type { Host } from '../toolchain/ports.ts';
import type { SandboxChoice } from './isolation.ts';
import type { ChosenIsolation } from './isolations/choose.ts';

/** What running a program needs of outside. */
export interface SandboxPorts {
  readonly exec: Exec;
  /** For PATH, and where engines are. */
  readonly env: Environment;
  readonly host: Host;
  readonly signal: AbortSignal;
  /** Undefined: the strongest that works. */
  readonly sandbox?: SandboxChoice | undefined;
  /** Where it is chosen once for many runs. */
  readonly isolation?: () => Promise<ChosenIsolation>;
}
