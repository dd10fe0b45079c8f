import type { FileRange } from '../../binary/program-file.ts';
import { fileWindows } from '../../support/file-windows.ts';
import { blockBytes, paddingAfter } from '../../support/tar/header.ts';
import { readTar, type TarEntry } from '../../support/tar/read-tar.ts';

/** An entry of an archive with all of its bytes. */
export interface ArchiveEntry {
  readonly entry: TarEntry;
  /** All its header blocks: extended ones with their content, then its own. */
  readonly header: FileRange;
  readonly content: FileRange;
  /** What fills up the last block of the content. */
  readonly padding: FileRange;
}

export interface Archive {
  readonly entries: readonly ArchiveEntry[];
  /** Where the last entry ends: two blocks of zeros follow, or what cannot be read. */
  readonly end: number;
  /** Why what follows the last entry could not be read. */
  readonly fault?: string;
}

/** @param path an archive that is not compressed */
export async function archiveEntries(path: string): Promise<Archive> {
  const entries: ArchiveEntry[] = [];
  const faults: string[] = [];
  let end = 0;
  const windows = fileWindows(path, { slots: 2 });
  try {
    for await (const item of readTar(windows)) {
      if (item.kind === 'fault') {
        if (item.fault.loose !== true) faults.push(item.fault.message);
        continue;
      }
      const { entry, content } = item;
      // An entry that is cut is no entry: the fault that follows says so.
      if (!(await content.skip())) continue;
      const start = entry.offset + blockBytes;
      const stop = start + entry.size;
      const padding = { offset: stop, bytes: paddingAfter(entry.size) };
      const header = { offset: end, bytes: start - end };
      entries.push({ entry, header, content: { offset: start, bytes: entry.size }, padding });
      end = stop + padding.bytes;
    }
  } finally {
    await windows.return(undefined);
  }
  const [fault] = faults;
  return { entries, end, ...(fault !== undefined && { fault }) };
}
