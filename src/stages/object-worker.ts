import { parentPort, workerData } from 'node:worker_threads';
import type { LinkerTables } from '../binary/go/objects/linker-tables.ts';
import { type KeptColumns, keptColumns } from '../size/reach/kept-columns.ts';
import { type ArchivedObject, buffersOf } from '../size/reach/objects.ts';
import { asSlipwayError, type ErrorCode } from '../support/errors.ts';

/** What a worker is asked for. */
export interface ReadJob {
  readonly archives: readonly string[];
  readonly folder?: string;
  readonly tables: LinkerTables;
}

/** An archive's objects, or why it has none: errors lose their kind on the way between threads. */
export type ReadAnswer =
  | { readonly at: number; readonly objects: readonly ArchivedObject[] }
  | {
      readonly at: number;
      readonly fault: { readonly code: ErrorCode; readonly message: string; readonly hint?: string };
    };

/** In a worker thread: reads its archives one after another and hands each over as soon as it is read. */
export function answerReads(): void {
  const { archives, folder, tables } = workerData as ReadJob;
  const kept = keptColumns(folder, tables);
  for (const [at, archive] of archives.entries()) {
    const answer = answerOf(at, archive, kept);
    parentPort?.postMessage(answer, 'objects' in answer ? buffersOf(answer.objects) : []);
    if ('fault' in answer) return;
  }
}

function answerOf(at: number, archive: string, kept: KeptColumns): ReadAnswer {
  try {
    return { at, objects: kept.get(archive) };
  } catch (error) {
    const { code, message, hint } = asSlipwayError(error);
    return { at, fault: { code, message, ...(hint !== undefined && { hint }) } };
  }
}
