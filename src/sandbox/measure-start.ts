import { formatPlatform, type Platform } from '../request/platform.ts';
import type { Smoke } from '../request/smoke.ts';
import { commandOf } from './checks/attempt.ts';
import { emulationFor } from './emulator.ts';
import { nonRoot } from './identity.ts';
import type { Isolation, RunSpec } from './isolation.ts';
import { chooseIsolation } from './isolations/choose.ts';
import type { SandboxPorts } from './ports.ts';
import { bareRoot, programPath, type Root } from './root/bare-root.ts';
import { endedHow } from './signalled.ts';
import { type Awaited, type Started, startProgram } from './start-program.ts';

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
  /** `how`: `killed by SIGSEGV after 12 ms`. */
  | { readonly kind: 'failed'; readonly how: string; readonly output: readonly string[] }
  | { readonly kind: 'not-run'; readonly why: string };

/** How long a program may take to start that has no contract, in seconds; under qemu everything takes longer. */
const usualWithin = 10;
const emulatedFactor = 10;

/**
 * Starts a program several times, alone in an empty root, and measures how long that takes. It has started with the first good
 * answer to the contract's probe; with arguments and no probe, when it ends well; without a contract, when Go's runtime tells of
 * the first package that it initialises.
 * @param program `path` on this machine
 */
export async function measureStart(
  program: { readonly path: string; readonly platform: Platform },
  smoke: Smoke | undefined,
  runs: number,
  ports: SandboxPorts,
): Promise<StartAnswer> {
  const emulation = await emulationFor(program.platform, ports);
  if (emulation.kind === 'none') return { kind: 'not-run', why: emulation.why };
  const emulator = emulation.kind === 'emulated' ? emulation.path : undefined;
  const { isolation } = await (ports.isolation?.() ?? chooseIsolation(ports));
  const root = await bareRoot(program.path, emulator);
  try {
    const startSeconds: number[] = [];
    let memoryBytes: number | undefined;
    for (let run = 0; run < runs; run++) {
      ports.signal.throwIfAborted();
      const one = await startOnce(isolation, root, smoke, {
        isEmulated: emulator !== undefined,
        signal: ports.signal,
      });
      if (one.kind === 'failed') return one;
      startSeconds.push(one.seconds);
      memoryBytes = Math.max(memoryBytes ?? 0, one.peakBytes ?? 0) || undefined;
    }
    const isEmulated = emulator !== undefined;
    const name = isEmulated ? ` (${formatPlatform(program.platform)} by qemu)` : '';
    const measure = { isolation: `${isolation.label}${name}`, emulated: isEmulated };
    return { kind: 'ran', measure: { ...measure, startSeconds, memoryBytes } };
  } finally {
    await root.remove();
  }
}

type Once =
  | { readonly kind: 'ran'; readonly seconds: number; readonly peakBytes: number | undefined }
  | Extract<StartAnswer, { readonly kind: 'failed' }>;

async function startOnce(
  isolation: Isolation,
  { root, temporary }: Root,
  smoke: Smoke | undefined,
  { isEmulated, signal }: { readonly isEmulated: boolean; readonly signal: AbortSignal },
): Promise<Once> {
  const awaited = awaitedBy(smoke);
  const spec: RunSpec = {
    ...commandOf(isEmulated, programPath, programPath, smoke?.args ?? []),
    ...{ root, temporary, cwd: '/', readOnlyRoot: true, capabilities: 'none' },
    env: { ...smoke?.env, ...(awaited.kind === 'init' && { GODEBUG: initTrace(smoke) }) },
    user: isolation.userFor(nonRoot).user,
    network: smoke?.network ?? 'none',
    writeExecute: smoke?.writeExecute,
  };
  const within = (smoke?.within ?? usualWithin) * (isEmulated ? emulatedFactor : 1);
  const started = await startProgram(isolation, spec, awaited, within, signal);
  try {
    return judged(started, awaited, within);
  } finally {
    await started.remove();
  }
}

function judged({ outcome, held, peakBytes }: Started, awaited: Awaited, within: number): Once {
  const ran = { kind: 'ran', seconds: outcome.seconds, peakBytes: peakBytes() } as const;
  if (outcome.kind === 'ready') return ran;
  const output = held.output.last();
  if (outcome.kind === 'late') {
    const saw = outcome.saw === undefined ? '' : ` (${outcome.saw})`;
    return { kind: 'failed', how: `not started within ${within} s${saw}`, output };
  }
  if (awaited.kind === 'exit' && outcome.end.status === 0) return ran;
  return {
    kind: 'failed',
    how: `${endedHow(outcome.end)} after ${Math.round(outcome.seconds * 1000)} ms`,
    output,
  };
}

function awaitedBy(smoke: Smoke | undefined): Awaited {
  if (smoke === undefined) return { kind: 'init' };
  if (smoke.http !== undefined || smoke.tcp !== undefined) return { kind: 'probe', smoke };
  const isArguments = smoke.args !== undefined && smoke.expect !== 'up';
  return isArguments || smoke.expect === 'exit' ? { kind: 'exit' } : { kind: 'init' };
}

function initTrace(smoke: Smoke | undefined): string {
  const own = smoke?.env?.['GODEBUG'];
  return own === undefined || own === '' ? 'inittrace=1' : `${own},inittrace=1`;
}
