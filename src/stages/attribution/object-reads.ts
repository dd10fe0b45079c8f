import { statSync } from 'node:fs';
import type { LinkerTables } from '../../binary/go/objects/linker-tables.ts';
import { keptColumns } from '../../size/reach/kept-columns.ts';
import type { ArchivedObject } from '../../size/reach/objects.ts';
import type { ReadAnswer, ReadJob } from './read-worker.ts';
import { faultOfThread, startWorker } from './worker.ts';

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
  // What the threads keep is read when they are gone: their memory is free then, and what they hand over would hold on to it.
  const all = (): ArchivedObject[][] => objects.map((each, at) => each ?? kept.get(archives[at] ?? ''));
  if (worker === undefined || count < 2) return all();
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
      const fault = Promise.withResolvers<never>();
      const { ended } = startWorker<ReadAnswer>(worker, job, reads.signal, (answer) => {
        if ('objects' in answer) objects[places[answer.at] ?? -1] = [...answer.objects];
        else fault.reject(faultOfThread(answer.fault));
      });
      return Promise.race([ended, fault.promise]);
    }),
  );
  return all();
}
