import type { Json } from '../request/kinds.ts';
import type { Platform } from '../request/platform.ts';

/** How one program was tried, beside its verdicts. Part of report.json. */
export type SandboxReport = TriedReport | UntriedReport;

interface Tried {
  /** As the verdicts name it. */
  readonly subject: string;
  readonly platform: Platform;
}

export interface UntriedReport extends Tried {
  /** Why it was not run: no emulator for its architecture, for example. */
  readonly notRun: string;
}

export interface TriedReport extends Tried {
  /** The isolation, as --sandbox names it. */
  readonly isolation: string;
  /** The same for people, with its version: `runc 1.1.5`. */
  readonly label: string;
  /** What it does not do, each with the reason; empty: it does all that is checked. */
  readonly lacks: Readonly<Record<string, string>>;
  /** Stronger isolations that do not work on this machine, and why. */
  readonly passedOver: readonly { readonly name: string; readonly why: string }[];
  /** By qemu-user: its times say nothing of the program. */
  readonly emulated: boolean;
  /** `UID:GID`, as the program saw itself. */
  readonly user: string;
  /** What was expected, as slipway.yaml writes it. */
  readonly contract: Json;
  /** Why that, where nobody wrote it down. */
  readonly guess?: string;
  /** From exec to what the contract waits for. */
  readonly startSeconds?: number;
  /** From SIGTERM to its end. */
  readonly stopSeconds?: number;
  /** As `startSeconds`, after SIGKILL. */
  readonly restartSeconds?: number;
  /** Highest resident memory. */
  readonly memoryBytes?: number;
  /** What of the image could not be as it says. */
  readonly notes: readonly string[];
}
