import type { StartTimes } from '../../report/go-versions/go-comparison.ts';
import type { SandboxSetting } from '../../request/sandbox-inputs.ts';
import { choosingOnce } from '../../sandbox/isolations/choose.ts';
import { measureStart, type StartAnswer } from '../../sandbox/measure-start.ts';
import type { Digest } from '../../support/hashing.ts';
import type { Ports } from '../ports.ts';
import type { LayerFile } from './go-version-layers.ts';

type Ran = Extract<StartAnswer, { readonly kind: 'ran' }>['measure'];

/** What a run says of starting programs. */
export interface StartRun {
  /** How often each is started. */
  readonly runs: number;
  readonly sandbox: SandboxSetting;
}

/**
 * How long programs take to start, by their digests. They are started in turns, each once and then all again, so that whatever else the
 * machine does falls on all alike; one after the other, so that none waits for another. What counts as started their targets' contracts say.
 * @param measure starts one once
 * @throws SlipwayError E_TOOL when nothing on this machine runs a program; the signal's reason
 */
export async function startVersions(
  files: readonly LayerFile[],
  { runs, sandbox }: StartRun,
  ports: Ports,
  measure: typeof measureStart = measureStart,
): Promise<ReadonlyMap<Digest, StartTimes>> {
  if (sandbox === 'off') return allOf(files, '--sandbox off says to run nothing');
  const found = new Map<Digest, Ran[] | string>();
  const once = choosingOnce({ ...ports, sandbox });
  for (let run = 0; run < runs; run++) {
    for (const file of files) {
      const known = found.get(file.digest) ?? [];
      if (typeof known === 'string') continue;
      const answer = asMeasure(await measure(file, file.target.settings.smoke, 1, once));
      // What is interrupted ends as what does not start.
      ports.signal.throwIfAborted();
      found.set(file.digest, typeof answer === 'string' ? answer : [...known, answer]);
    }
  }
  return new Map(files.map(({ digest }) => [digest, timesOf(found.get(digest) ?? 'no run was asked for')]));
}

function allOf(files: readonly LayerFile[], why: string): ReadonlyMap<Digest, StartTimes> {
  return new Map(files.map(({ digest }) => [digest, { kind: 'none', why }]));
}

/** A measure that counts, or why there is none. */
function asMeasure(answer: StartAnswer): Ran | string {
  if (answer.kind === 'not-run') return answer.why;
  if (answer.kind === 'failed') return `it does not start: ${answer.how}`;
  const { measure } = answer;
  return measure.emulated ? 'qemu would be measured, since it is for another machine' : measure;
}

function timesOf(found: readonly Ran[] | string): StartTimes {
  if (typeof found === 'string') return { kind: 'none', why: found };
  const seconds = found.flatMap(({ startSeconds }) => startSeconds);
  const sorted = seconds.toSorted((a, b) => a - b);
  const peaks = found.flatMap(({ memoryBytes }) => memoryBytes ?? []);
  const [first] = found;
  return {
    kind: 'measured',
    seconds,
    median: quantile(sorted, 0.5),
    low: quantile(sorted, 0.25),
    high: quantile(sorted, 0.75),
    ...(peaks.length > 0 && { memoryBytes: Math.max(...peaks) }),
    isolation: first?.isolation ?? '',
  };
}

/** Between the two nearest of sorted values, in proportion. */
function quantile(sorted: readonly number[], part: number): number {
  const at = part * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return below + (above - below) * (at - Math.floor(at));
}
