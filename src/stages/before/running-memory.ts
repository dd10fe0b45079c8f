import type { ManifestNode } from '../../image/image-tree.ts';
import type { ImageSource } from '../../image/source/image-source.ts';
import type { Platform } from '../../request/platform.ts';
import type { Smoke } from '../../request/smoke.ts';
import type { Session } from '../../sandbox/checks/attempt.ts';
import { contractOf } from '../../sandbox/checks/contract.ts';
import { firstRun } from '../../sandbox/checks/first-run.ts';
import { emulationFor } from '../../sandbox/emulator.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Ports } from '../ports.ts';
import { runnableOf } from '../sandbox/runnables.ts';
import { subjectOf, type Trier } from '../sandbox/try-program.ts';

/** An image that is to be run. */
export interface MeasuredImage {
  readonly source: ImageSource;
  readonly image: ManifestNode;
  readonly store: Ports['store'];
}

/** Single runs differ by a page or two. */
const runs = 3;

/**
 * How much memory an image's program has resident at most until its contract is met: the median of several runs, each as strict as the
 * program can bear, since one that needs root has memory too.
 * @returns bytes, or why it is not known
 * @throws SlipwayError E_TOOL when the isolation does not work; E_BASE, E_IO
 */
export async function runningMemory(
  image: MeasuredImage,
  platform: Platform,
  smoke: Smoke,
  { ports, chosen }: Trier,
): Promise<number | string> {
  const emulation = await emulationFor(platform, ports);
  if (emulation.kind === 'none') return emulation.why;
  if (emulation.kind === 'emulated') return 'it would be run by qemu, whose memory is another';
  const { isolation } = await chosen();
  const subject = subjectOf(image.source.name, platform);
  try {
    const runnable = await runnableOf(subject, platform, image, undefined);
    try {
      const contract = contractOf(smoke, runnable.ports, false);
      const { signal, host } = ports;
      const { architecture } = host;
      return await medianOf({ isolation, runnable, contract, isEmulated: false, architecture, signal });
    } finally {
      await runnable.root.remove();
    }
  } catch (error) {
    if (error instanceof SlipwayError && error.code === 'E_SANDBOX') return error.message;
    throw error;
  }
}

async function medianOf(session: Session): Promise<number | string> {
  const peaks: number[] = [];
  for (let run = 0; run < runs; run++) {
    const { attempt, findings } = await firstRun(session);
    if (attempt === undefined) return findings[0]?.detail ?? 'it does not do what its contract says';
    const peak = attempt.peakBytes();
    await attempt.remove();
    if (peak === undefined) return 'it ended before its memory was seen';
    peaks.push(peak);
  }
  return peaks.toSorted((a, b) => a - b)[Math.floor(runs / 2)] ?? 'it was not run';
}
