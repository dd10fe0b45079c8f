import type { StartMeasure } from '../sandbox/measure-start.ts';
import { median } from './start.ts';

/** The start of a program as it is told: the median of its runs in seconds, and their spread. */
export interface StartFigures {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** What runs showed; of a candidate that was not run only what is there. */
export interface RunFigures {
  readonly isolation: string;
  readonly emulated: boolean;
  readonly runs: number;
  readonly startSeconds: { readonly unpacked: StartFigures; readonly packed: StartFigures };
  readonly memoryBytes?: { readonly unpacked: number; readonly packed: number };
}

/** What the runs of both show, side by side. */
export function figuresOf(measure: StartMeasure, after: StartMeasure, runs: number): RunFigures {
  const [unpacked, packed] = [measure.memoryBytes, after.memoryBytes];
  return {
    isolation: after.isolation,
    emulated: measure.emulated || after.emulated,
    runs,
    startSeconds: { unpacked: figures(measure.startSeconds), packed: figures(after.startSeconds) },
    ...(unpacked !== undefined && packed !== undefined && { memoryBytes: { unpacked, packed } }),
  };
}

function figures(seconds: readonly number[]): StartFigures {
  const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;
  return {
    median: rounded(median(seconds)),
    least: rounded(Math.min(...seconds)),
    most: rounded(Math.max(...seconds)),
  };
}
