/** How a program's start went: what the sandbox measures, as far as packing asks. */
export interface StartMeasure {
  /** Which isolation ran it, for people: `runc 1.1.5`. */
  readonly isolation: string;
  /** By qemu-user: its times decide nothing. */
  readonly emulated: boolean;
  /** One for each run, in order: from exec to what the contract waits for. */
  readonly startSeconds: readonly number[];
  /** Highest resident memory over the runs. */
  readonly memoryBytes: number | undefined;
}

export type StartAnswer =
  | { readonly kind: 'ran'; readonly measure: StartMeasure }
  | { readonly kind: 'failed'; readonly how: string; readonly output: readonly string[] }
  | { readonly kind: 'not-run'; readonly why: string };

/** Port: starts a file of the program's platform several times, as its contract has it. */
export type StartProgram = (path: string, runs: number) => Promise<StartAnswer>;

/** The value in the middle: one run that the machine held up does not count. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const [low = 0, high = low] = sorted.length % 2 === 1 ? [sorted[half]] : [sorted[half - 1], sorted[half]];
  return (low + high) / 2;
}

/** How a program that nobody stops comes to its end within some seconds: `exit status 2`; undefined: it goes on. */
export type EndAnswer =
  | { readonly kind: 'ran'; readonly end: string | undefined }
  | { readonly kind: 'not-run'; readonly why: string };

/** What running needs of outside: a program without a contract is also left to itself, to see that it comes to the same end. */
export interface Runs {
  readonly start: StartProgram;
  /** Undefined: the contract says how it ends. */
  readonly end: ((path: string) => Promise<EndAnswer>) | undefined;
}
