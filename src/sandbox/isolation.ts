import type { LaunchedEnd } from '../support/launch.ts';
import type { OutputLines } from './output-lines.ts';

/** Ways to keep a program apart from the machine, the strongest first. */
export const isolationNames = [
  'crun',
  'runc',
  'docker',
  'podman',
  'bubblewrap',
  'userns',
  'process',
] as const;
export type IsolationName = (typeof isolationNames)[number];
export type SandboxChoice = 'auto' | IsolationName;

/** What a careful cluster holds a program to. */
export const restrictions = [
  'own-root',
  'read-only-root',
  'non-root',
  'capabilities',
  'no-new-privileges',
  'seccomp',
  'network',
  'processes',
] as const;
export type Restriction = (typeof restrictions)[number];

export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** Who a program is run as, as it sees itself. */
export interface RunUser {
  readonly user: User;
  /** Why it is not the one that was asked for. */
  readonly instead: string | undefined;
}

/** A program to be run. */
export interface RunSpec {
  /** Folder that is its root. */
  readonly root: string;
  /** Folder that is its /tmp, whatever the root is. */
  readonly temporary: string;
  /** The program's file, as an absolute path in the root, without links. */
  readonly program: string;
  /** The program as it is called, and its arguments. */
  readonly args: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  /** Absolute path in the root. */
  readonly cwd: string;
  /** As `userFor` gave it. */
  readonly user: User;
  readonly readOnlyRoot: boolean;
  /** `usual`: those that docker gives to a container. */
  readonly capabilities: 'none' | 'usual';
  readonly network: 'none' | 'host';
  /** Whether pages that were written may be executed; only OCI runtimes can deny it. */
  readonly writeExecute?: 'allow' | 'deny' | undefined;
  /** For isolations that set the limit themselves; undefined: none. */
  readonly memoryBytes?: number | undefined;
}

/** A program of which everything is ready but that it begins. */
export interface Held {
  /** Of the process that becomes the program, on this machine. */
  readonly pid: number;
  /** Whether it begins as soon as it is let go; else something is to be done before, and is waited for. */
  readonly beginsAtOnce: boolean;
  /** What that process runs until it begins; empty: it cannot be seen. */
  readonly before: readonly string[];
  readonly output: OutputLines;
  /** A status of 128 + n that stands for a signal is told as the signal. */
  readonly ended: Promise<LaunchedEnd>;
  /** Where its ports are reached from here, if not by entering its network. */
  readonly address?: string;
  /** Whether an isolation that sets the limit itself ended it for its memory. */
  wasKilledForMemory?(): Promise<boolean>;
  /** Lets it begin. */
  release(): void;
  /** To the program itself. */
  kill(signal: NodeJS.Signals): void;
  /** Ends what is left of it; nothing of it stays. */
  remove(): Promise<void>;
}

/** One way to keep a program apart, found to work on this machine. */
export interface Isolation {
  readonly name: IsolationName;
  /** For people: `runc 1.1.5`. */
  readonly label: string;
  /** What it does not do here, and why. */
  readonly lacks: Readonly<Partial<Record<Restriction, string>>>;
  /** It sets limits on memory itself: others cannot be set here. */
  readonly setsLimits?: boolean;
  /** Who a program runs as that is to run as this user. */
  readonly userFor: (wanted: User) => RunUser;
  /** How to run a command in the network of a program: words to put before it. */
  readonly enterNetwork: (pid: number) => readonly string[];
  /** A command of its root as one that runs it beside a program, as its user. */
  readonly besides: (pid: number, spec: RunSpec, command: readonly string[]) => readonly string[];
  /**
   * Makes everything ready for a program.
   * @throws SlipwayError E_TOOL with what the tools said
   */
  hold(spec: RunSpec): Promise<Held>;
}
