import { parentPort } from 'node:worker_threads';
import type { LinkerTables } from '../../binary/go/objects/linker-tables.ts';
import { type KeptColumns, keptColumns } from '../../size/reach/kept-columns.ts';
import type { ArchivedObject } from '../../size/reach/objects.ts';
import { buffersOf, type ThreadFault, threadFault } from './worker.ts';

/** Archives that a worker reads. */
export interface ReadJob {
  readonly archives: readonly string[];
  readonly folder?: string;
  readonly tables: LinkerTables;
}

/** Objects of an archive that could not be kept, or why it has none. */
export type ReadAnswer =
  | { readonly at: number; readonly objects: readonly ArchivedObject[] }
  | { readonly at: number; readonly fault: ThreadFault };

/** Reads archives one after another and keeps what they hold; hands over what it cannot keep. */
export function answerReads({ archives, folder, tables }: ReadJob): void {
  const kept = keptColumns(folder, tables);
  for (const [at, archive] of archives.entries()) {
    const answer = answerOf(at, archive, kept);
    if (answer === undefined) continue;
    const objects = 'objects' in answer ? answer.objects : [];
    parentPort?.postMessage(answer, buffersOf(objects.map(({ columns }) => columns)));
    if ('fault' in answer) return;
  }
}

function answerOf(at: number, archive: string, kept: KeptColumns): ReadAnswer | undefined {
  try {
    const objects = kept.make(archive);
    return objects && { at, objects };
  } catch (error) {
    return { at, fault: threadFault(error) };
  }
}
