import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { LinkerTables } from '../binary/go/objects/linker-tables.ts';
import { keptColumns } from '../size/reach/kept-columns.ts';
import type { ArchivedObject } from '../size/reach/objects.ts';
import { SlipwayError } from '../support/errors.ts';
import type { ReadAnswer, ReadJob } from './object-worker.ts';

export interface ObjectReads {
  /** Where columns are kept between runs. */
  readonly folder: string;
  readonly tables: LinkerTables;
  /** The file that a worker thread begins with; undefined: everything is read in this one. */
  readonly worker: string | undefined;
  readonly cores: number;
  readonly signal: AbortSignal;
}

/** A worker is up in a tenth of a second, and reads about so much in it. */
const worthBytes = 32 << 20;
const mostWorkers = 4;
/** What it makes lives for an object: with more room for that the garbage of many is in memory, and nothing is faster. */
const resourceLimits = { maxYoungGenerationSizeMb: 16 };

/**
 * The objects of archives, in their order: what was kept is taken as it is, the rest is read by as many threads as there are
 * cores.
 * @throws SlipwayError E_BINARY when one is damaged or of a Go whose objects are not known; the system's error when one cannot be
 * opened
 */
export async function readArchives(
  archives: readonly string[],
  reads: ObjectReads,
): Promise<ArchivedObject[][]> {
  const { folder, tables, worker, cores } = reads;
  const kept = keptColumns(folder, tables);
  const objects = archives.map((archive) => kept.read(archive));
  const missing = [...objects.keys()].filter((at) => objects[at] === undefined);
  const bytes = (at: number): number => statSync(archives[at] ?? '').size;
  const total = missing.reduce((sum, at) => sum + bytes(at), 0);
  const count = Math.min(mostWorkers, cores, Math.floor(total / worthBytes));
  if (worker === undefined || count < 2) {
    for (const at of missing) objects[at] = kept.get(archives[at] ?? '');
    return objects.map((each) => each ?? []);
  }
  // The largest first, each to whom has least.
  const shares = Array.from({ length: count }, () => ({ bytes: 0, places: [] as number[] }));
  for (const at of missing.toSorted((a, b) => bytes(b) - bytes(a))) {
    const least = shares.reduce((one, other) => (other.bytes < one.bytes ? other : one));
    least.places.push(at);
    least.bytes += bytes(at);
  }
  await Promise.all(
    shares.map(({ places }) => {
      const job: ReadJob = { archives: places.map((at) => archives[at] ?? ''), folder, tables };
      return inWorker(worker, job, reads.signal, (at, found) => {
        objects[places[at] ?? -1] = [...found];
      });
    }),
  );
  return objects.map((each) => each ?? []);
}

function inWorker(
  entry: string,
  job: ReadJob,
  signal: AbortSignal,
  take: (at: number, objects: readonly ArchivedObject[]) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(entry, { workerData: job, resourceLimits });
    const stop = (): void => void worker.terminate();
    signal.addEventListener('abort', stop, { once: true });
    worker.on('message', (answer: ReadAnswer) => {
      if ('objects' in answer) return take(answer.at, answer.objects);
      const { code, message, hint } = answer.fault;
      reject(new SlipwayError(code, message, hint === undefined ? {} : { hint }));
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      signal.removeEventListener('abort', stop);
      if (signal.aborted) reject(signal.reason);
      else resolve();
    });
  });
}
