import type { IsolationName, Restriction } from '../isolation.ts';
import type { Contract } from './contract.ts';

/** How a program was run, beside the verdicts. Times are in seconds, from when it began. */
export interface SandboxRun {
  readonly isolation: IsolationName;
  /** For people: `runc 1.1.5`. */
  readonly label: string;
  /** What it did not do, and why. */
  readonly lacks: Readonly<Partial<Record<Restriction, string>>>;
  /** Stronger ones that did not work. */
  readonly passedOver: readonly { readonly name: IsolationName; readonly why: string }[];
  readonly emulated: boolean;
  /** `UID:GID`, as the program sees itself. */
  readonly user: string;
  readonly contract: Contract;
  readonly times: Times;
  /** Highest resident memory over all runs. */
  readonly memoryBytes?: number | undefined;
}

export interface Times {
  /** Until it was what its contract waits for. */
  readonly start?: number;
  /** From SIGTERM to its end. */
  readonly stop?: number;
  /** The same as `start`, after it was killed. */
  readonly restart?: number;
}
