import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Step {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface Measurement {
  readonly seconds: number;
  /** Highest resident memory of the first step's own process, its children not counted; undefined where /proc is not. */
  readonly peakBytes: number | undefined;
}

const lookEveryMilliseconds = 10;

/** Runs steps at once, from a clean start to the end of the last one. */
export async function measure(steps: readonly Step[]): Promise<Measurement> {
  const start = performance.now();
  const peaks = await Promise.all(steps.map(runStep));
  return { seconds: (performance.now() - start) / 1000, peakBytes: peaks[0] };
}

function runStep({ file, args, cwd, env }: Step): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
    let peak: number | undefined;
    let printed = '';
    const timer = setInterval(() => {
      peak = highWaterMark(child.pid) ?? peak;
    }, lookEveryMilliseconds);
    child.stderr.on('data', (text: Buffer) => {
      printed += text.toString();
    });
    child.on('error', reject);
    child.on('close', (status) => {
      clearInterval(timer);
      if (status === 0) return resolve(peak);
      reject(new Error(`${file} ${args.join(' ')}: status ${status}\n${printed}`));
    });
  });
}

/** VmHWM of proc_pid_status(5). */
function highWaterMark(pid: number | undefined): number | undefined {
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  } catch {
    return undefined;
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [
    sorted[sorted.length % 2 === 0 ? middle - 1 : middle],
    sorted[middle],
  ];
  return (low + high) / 2;
}
