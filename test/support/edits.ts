import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readTextIfExists } from '../../src/support/files.ts';

/** Path below a folder → new content, or null: the file goes. */
export type Edits = Readonly<Record<string, string | null>>;

/** Makes edits in a folder; gives what takes them back, new folders included. */
export async function edit(folder: string, edits: Edits): Promise<() => Promise<void>> {
  const undo: (() => Promise<unknown>)[] = [];
  for (const [name, content] of Object.entries(edits)) {
    const path = join(folder, name);
    const before = await readTextIfExists(path);
    if (content === null) await rm(path);
    else {
      const made = await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
      if (made !== undefined) undo.unshift(() => rm(made, { recursive: true, force: true }));
    }
    undo.push(() => (before === undefined ? rm(path, { force: true }) : writeFile(path, before)));
  }
  return async () => {
    for (const step of undo.reverse()) await step();
  };
}

/** Replaces text in a file by text of the same length, so that neither its size nor its time of change tell. */
export async function editUnseen(path: string, from: string, to: string): Promise<void> {
  const { atime, mtime, size } = await stat(path);
  const text = (await readFile(path, 'utf8')).replace(from, to);
  await writeFile(path, text);
  await utimes(path, atime, mtime);
  const after = await stat(path);
  if (after.size !== size || after.mtimeMs !== mtime.getTime()) throw new Error(`${path} shows the edit`);
}
