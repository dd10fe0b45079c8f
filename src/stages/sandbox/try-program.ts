import type { SandboxReport } from '../../report/sandbox-report.ts';
import { formatPlatform, type Platform } from '../../request/platform.ts';
import type { SandboxSetting } from '../../request/sandbox-inputs.ts';
import { type Smoke, showSmoke } from '../../request/smoke.ts';
import type { CheckedProgram } from '../../sandbox/checks/check-program.ts';
import { checkProgram } from '../../sandbox/checks/check-program.ts';
import { type Emulation, emulationFor } from '../../sandbox/emulator.ts';
import { type ChosenIsolation, chooseIsolation, choosingOnce } from '../../sandbox/isolations/choose.ts';
import type { SandboxPorts } from '../../sandbox/ports.ts';
import type { Runnable } from '../../sandbox/runnable.ts';
import type { Verdict } from '../../verify/verdict.ts';
import type { Ports } from '../ports.ts';

/** What running one program gave. */
export interface Tried {
  readonly verdicts: readonly Verdict[];
  readonly report: SandboxReport;
}

/** A program that is yet to be made ready. */
export interface TriedSubject {
  /** As verdicts name it. */
  readonly subject: string;
  readonly platform: Platform;
  readonly smoke: Smoke | undefined;
  /** @param emulator path of what runs it, which has to be in its root */
  readonly prepare: (emulator: string | undefined) => Promise<Runnable>;
}

type Runs = Exclude<Emulation, { readonly kind: 'none' }>;

/** What runs of one command have in common: the isolation is looked for once, and only when something can be run. */
export interface Trier {
  readonly ports: SandboxPorts;
  readonly chosen: () => Promise<ChosenIsolation>;
}

export function trier(
  { exec, env, host, signal }: Pick<Ports, 'exec' | 'env' | 'host' | 'signal'>,
  setting: SandboxSetting,
): Trier {
  const sandbox = setting === 'off' ? undefined : setting;
  const ports = choosingOnce({ exec, env, host, signal, sandbox });
  return { ports, chosen: () => ports.isolation?.() ?? chooseIsolation(ports) };
}

/**
 * Runs a program and judges it; one for another machine by qemu-user where that is there, else it is said that it was not run.
 * @throws SlipwayError E_TOOL when the isolation that was asked for does not work; E_SANDBOX when an image starts nothing; E_BASE, E_IO
 */
export async function tryProgram(subject: TriedSubject, { ports, chosen }: Trier): Promise<Tried> {
  const emulation = await emulationFor(subject.platform, ports);
  if (emulation.kind === 'none') return untried(subject, emulation.why);
  const isolation = await chosen();
  const emulator = emulation.kind === 'emulated' ? emulation.path : undefined;
  const runnable = await subject.prepare(emulator);
  try {
    return triedProgram(subject, runnable, await checkedBy(subject, runnable, emulation, isolation, ports));
  } finally {
    await runnable.root.remove();
  }
}

function checkedBy(
  { smoke }: TriedSubject,
  runnable: Runnable,
  emulation: Runs,
  isolation: ChosenIsolation,
  ports: SandboxPorts,
): Promise<CheckedProgram> {
  return checkProgram(runnable, smoke, emulation, isolation, ports);
}

function untried({ subject, platform }: TriedSubject, why: string): Tried {
  const verdict: Verdict = {
    ...{ check: 'sandbox/starts', subject, status: 'skip', severity: 'info' },
    detail: `it was not run: ${why}`,
  };
  return { verdicts: [verdict], report: { subject, platform, notRun: why } };
}

function triedProgram(
  { subject, platform }: TriedSubject,
  { notes }: Runnable,
  { verdicts, run }: CheckedProgram,
): Tried {
  const { isolation, label, lacks, passedOver, emulated, user, contract, times, memoryBytes } = run;
  return {
    verdicts,
    report: {
      ...{ subject, platform, isolation, label, lacks, passedOver, emulated, user, notes },
      contract: showSmoke(contract.smoke),
      ...(contract.guess !== undefined && { guess: contract.guess }),
      ...(times.start !== undefined && { startSeconds: rounded(times.start) }),
      ...(times.stop !== undefined && { stopSeconds: rounded(times.stop) }),
      ...(times.restart !== undefined && { restartSeconds: rounded(times.restart) }),
      ...(memoryBytes !== undefined && { memoryBytes }),
    },
  };
}

/** To a tenth of a millisecond. */
function rounded(seconds: number): number {
  return Math.round(seconds * 10_000) / 10_000;
}

/** `api linux/amd64`. */
export function subjectOf(name: string, platform: Platform): string {
  return `${name} (${formatPlatform(platform)})`;
}
