import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { asSlipwayError, type ErrorCode, SlipwayError } from '../../support/errors.ts';

/** What of an error goes from one thread to another: errors lose their kind on the way. */
export interface ThreadFault {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
}

export function threadFault(error: unknown): ThreadFault {
  const { code, message, hint } = asSlipwayError(error);
  return { code, message, ...(hint !== undefined && { hint }) };
}

export function faultOfThread({ code, message, hint }: ThreadFault): SlipwayError {
  return new SlipwayError(code, message, hint === undefined ? {} : { hint });
}

/** The columns of numbers in objects, which can be handed to another thread without a copy. */
export function buffersOf(columns: readonly object[]): ArrayBuffer[] {
  const buffers = columns.flatMap((each) =>
    Object.values(each).flatMap((value: unknown) =>
      ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer ? [value.buffer] : [],
    ),
  );
  return [...new Set(buffers)];
}

export interface WorkerThread<News> {
  /** When it came to its end; rejects when it did not do so well. */
  readonly ended: Promise<void>;
  tell(news: News): void;
  /** It ends now, whatever it is at. */
  stop(): void;
  /** Whether the process waits for its end. */
  hold(isHeld: boolean): void;
}

/** Most of what a thread makes lives briefly: with more room for that much garbage is in memory, and nothing is faster. */
const resourceLimits = { maxYoungGenerationSizeMb: 16 };

/** What a worker begins with. */
export interface WorkerData {
  readonly job: unknown;
  /** Where V8 keeps what it compiled, when it does: a thread has to be told. */
  readonly compiled?: string | undefined;
}

/** It lies in a folder of this Node's own there. */
function compileCache(): string | undefined {
  const folder = getCompileCacheDir();
  return folder === undefined ? undefined : dirname(folder);
}

/** Starts a worker thread, which ends with the run at the latest. */
export function startWorker<Answer, News = never>(
  entry: string,
  job: unknown,
  signal: AbortSignal,
  take: (answer: Answer) => void,
): WorkerThread<News> {
  const data: WorkerData = { job, compiled: compileCache() };
  const worker = new Worker(entry, { workerData: data, resourceLimits });
  const stop = (): void => void worker.terminate();
  signal.addEventListener('abort', stop, { once: true });
  const ended = new Promise<void>((resolve, reject) => {
    worker.on('message', take);
    worker.on('error', reject);
    worker.on('exit', () => {
      signal.removeEventListener('abort', stop);
      if (signal.aborted) reject(signal.reason);
      else resolve();
    });
  });
  return {
    ...{ ended, stop, tell: (news) => worker.postMessage(news) },
    hold: (isHeld) => (isHeld ? worker.ref() : worker.unref()),
  };
}
