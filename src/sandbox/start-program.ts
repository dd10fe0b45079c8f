import type { Smoke } from '../request/smoke.ts';
import { type LaunchedEnd, monotonicSeconds } from '../support/launch.ts';
import type { Held, Isolation, RunSpec } from './isolation.ts';
import { type ProcessFacts, peakBytes, processFacts, whenBegun } from './kernel.ts';
import { type Probe, startProbe } from './probe.ts';
import { askByCommand } from './probe-command.ts';

/** What makes a program one that has started. `init`: Go's runtime begins to initialise packages, told by GODEBUG=inittrace=1. */
export type Awaited =
  | { readonly kind: 'probe'; readonly smoke: Smoke }
  | { readonly kind: 'exit' }
  | { readonly kind: 'up'; readonly seconds: number }
  | { readonly kind: 'init' };

/** Times are from the moment that the program began, in seconds. */
export type StartOutcome =
  | { readonly kind: 'ready'; readonly seconds: number; readonly answer: string }
  | { readonly kind: 'ended'; readonly seconds: number; readonly end: LaunchedEnd }
  /** `saw`: the last that a probe was told. */
  | { readonly kind: 'late'; readonly seconds: number; readonly saw: string | undefined };

export interface Started {
  readonly held: Held;
  readonly outcome: StartOutcome;
  /** What the kernel said of it last, while it lived. */
  facts(): ProcessFacts | undefined;
  /** Highest resident memory so far. */
  peakBytes(): number | undefined;
  /** When it was seen to be no more, in monotonic seconds. */
  goneAt(): number | undefined;
  /** Ends it, and the watching. */
  remove(): Promise<void>;
}

/** What Go's runtime writes for each package that it initialises (runtime/proc.go, doInit1). */
export const initLine = /^init \S+ @[\d.]+ ms/;

/**
 * Starts a program and waits for what it is to do, at most so long.
 * @param prepare what else is to be done with the process before it begins: putting it under limits
 * @throws SlipwayError E_TOOL when the isolation cannot hold it; the signal's reason
 */
export async function startProgram(
  isolation: Isolation,
  spec: RunSpec,
  awaited: Awaited,
  within: number,
  signal: AbortSignal,
  prepare: (pid: number) => Promise<void> = async () => undefined,
): Promise<Started> {
  const held = await isolation.hold(spec);
  let probe: Probe | undefined;
  let watch: Watch | undefined;
  const remove = async (): Promise<void> => {
    watch?.stop();
    await Promise.all([probe?.stop(), held.remove()]);
  };
  try {
    await prepare(held.pid);
    if (awaited.kind === 'probe') probe = await probeOf(isolation, spec, awaited.smoke, held);
    await probe?.ready;
    const initialised = awaited.kind === 'init' ? held.output.whenSeen(initLine) : undefined;
    const released = monotonicSeconds();
    held.release();
    let facts: ProcessFacts | undefined;
    const seenAt = await whenBegun(held.pid, held.before, released, () => {
      facts = processFacts(held.pid);
    });
    const begun = held.beginsAtOnce ? released : seenAt;
    watch = watchProcess(held.pid);
    const outcome = await unlessAborted(
      signal,
      firstOf({ held, probe, initialised, watch }, awaited, begun, within),
    );
    const seen = watch;
    await probe?.stop();
    return {
      held,
      outcome,
      facts: () => seen.facts() ?? facts,
      peakBytes: seen.peakBytes,
      goneAt: seen.goneAt,
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Work, or the reason why nobody waits for it any more. */
export async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    signal.throwIfAborted();
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

async function probeOf(
  isolation: Isolation,
  spec: RunSpec,
  { http, tcp, exec }: Smoke,
  { pid, address }: Held,
): Promise<Probe> {
  if (exec !== undefined) return askByCommand(isolation.besides(pid, spec, exec), spec.env);
  return startProbe(
    { ...(http !== undefined && { http }), ...(tcp !== undefined && { tcp }) },
    isolation.enterNetwork(pid),
    address,
  );
}

interface Signs {
  readonly held: Held;
  readonly probe: Probe | undefined;
  readonly initialised: Promise<number> | undefined;
  readonly watch: Watch;
}

async function firstOf(
  { held, probe, initialised, watch }: Signs,
  awaited: Awaited,
  begun: number,
  within: number,
): Promise<StartOutcome> {
  const since = (at: number): number => Math.max(0, at - begun);
  const limit = awaited.kind === 'up' ? awaited.seconds : within;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<StartOutcome>((resolve) => {
    const seconds = (): number => since(monotonicSeconds());
    timer = setTimeout(() => {
      if (awaited.kind === 'up') resolve({ kind: 'ready', seconds: seconds(), answer: 'it stays up' });
      else resolve({ kind: 'late', seconds: seconds(), saw: probe?.last() });
    }, limit * 1000);
  });
  const never = new Promise<never>(() => undefined);
  const ended = held.ended.then((end): StartOutcome => {
    const at = Math.min(end.at, watch.goneAt() ?? end.at);
    return { kind: 'ended', seconds: since(at), end };
  });
  const outcome = await Promise.race([
    ended,
    late,
    probe?.healthy.then(({ at, answer }): StartOutcome => ({ kind: 'ready', seconds: since(at), answer })) ??
      never,
    initialised?.then((at): StartOutcome => ({ kind: 'ready', seconds: since(at), answer: 'initialises' })) ??
      never,
  ]);
  clearTimeout(timer);
  return outcome;
}

interface Watch {
  facts(): ProcessFacts | undefined;
  peakBytes(): number | undefined;
  /** When it was no more, in monotonic seconds. */
  goneAt(): number | undefined;
  stop(): void;
}

/** How often a process is looked at, in milliseconds: often at first, when many a program is done soon. */
const young = { turns: 200, milliseconds: 1 } as const;
const oldMilliseconds = 25;

function watchProcess(pid: number): Watch {
  let facts: ProcessFacts | undefined;
  let peak: number | undefined;
  let gone: number | undefined;
  const isTold = processFacts(process.pid) !== undefined;
  let turn = 0;
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    const bytes = peakBytes(pid);
    // Whoever ends leaves its memory first; other systems tell of nobody's.
    if (bytes === undefined) {
      if (!isTold) return;
      gone = monotonicSeconds();
      return;
    }
    peak = Math.max(peak ?? 0, bytes);
    if (turn % 10 === 0 || turn < 10) facts = processFacts(pid) ?? facts;
    turn += 1;
    timer = setTimeout(look, turn < young.turns ? young.milliseconds : oldMilliseconds);
  };
  look();
  return {
    facts: () => {
      facts = processFacts(pid) ?? facts;
      return facts;
    },
    peakBytes: () => {
      peak = Math.max(peak ?? 0, peakBytes(pid) ?? 0) || undefined;
      return peak;
    },
    goneAt: () => gone,
    stop: () => clearTimeout(timer),
  };
}
