import type { Platform } from '../request/platform.ts';
import type { BaseReport, EngineReport, StageName, StageReport } from './model.ts';

/** What a run tells while it works. The pipeline sends these; terminalProgress and later the runner's log show them. */
export type ProgressEvent =
  /** A step of the pipeline begins or is done; steps may run side by side. */
  | { readonly kind: 'stage'; readonly name: StageName }
  | ({ readonly kind: 'stage-done' } & StageReport)
  /** Toolchain and bases are known: the first line can be printed. */
  | {
      readonly kind: 'start';
      readonly go: string;
      readonly source: string;
      /** The toolchain's folder. */
      readonly goroot: string;
      readonly bases: readonly BaseReport[];
      /** Absent: the embedded one. */
      readonly engine?: EngineReport;
    }
  | {
      readonly kind: 'compile';
      readonly target: string;
      readonly platform: Platform;
      readonly step: 'compiling' | 'compiled';
      /** With `compiled`. */
      readonly seconds?: number;
      /** With `compiled`: false when the file was current and nothing was linked. */
      readonly linked?: boolean;
    }
  | {
      readonly kind: 'image';
      readonly target: string;
      readonly platform: Platform;
      readonly seconds: number;
      /** Every layer came from the store. */
      readonly cached: boolean;
      readonly diskBytes?: number;
      readonly pullBytes: number;
    }
  /** An image is on its way to a repository; `sentBytes` so far. */
  | { readonly kind: 'push'; readonly repository: string; readonly sentBytes: number }
  /** Something a person should know; one line or more. */
  | { readonly kind: 'notice'; readonly text: string };

/** Port: where a run tells what it does. */
export type Progress = (event: ProgressEvent) => void;
