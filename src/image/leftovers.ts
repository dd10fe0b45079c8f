import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { exists } from '../support/files.ts';
import { isAlive } from '../support/processes.ts';

/** Names that `besidePath` gives: `.NAME.PID-RANDOM.tmp`. */
const leftoverPattern = /^\.(.+)\.(\d+)-[0-9a-f]{8}\.tmp$/;

/** Writing beside takes seconds; another machine's run on a shared disk, whose process we cannot see, gets this long. */
const abandonedAfter = 10 * 60 * 1000;

/** True for the name of something a run was writing beside its place. */
export function isLeftover(name: string): boolean {
  return leftoverPattern.test(name);
}

/** Removes what runs that were killed had been writing beside the `names` in a folder. */
export async function removeLeftovers(folder: string, names: readonly string[]): Promise<void> {
  if (!(await exists(folder))) return;
  for (const entry of await readdir(folder)) {
    const [, of, pid] = leftoverPattern.exec(entry) ?? [];
    if (of === undefined || !names.includes(of) || isAlive(Number(pid))) continue;
    const path = join(folder, entry);
    const stats = await stat(path).catch(() => undefined);
    if (stats !== undefined && Date.now() - stats.mtimeMs > abandonedAfter) {
      await rm(path, { recursive: true, force: true });
    }
  }
}
