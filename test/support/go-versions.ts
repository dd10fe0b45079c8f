import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { go } from './go-programs.ts';

/**
 * A runner's tool cache with real versions of Go, which the go command fetches once for all tests; so no test fetches one for itself.
 * @param versions such as go1.24.10
 * @returns the variables that lead there
 */
export async function goVersionsIn(
  folder: string,
  versions: readonly string[],
): Promise<{ readonly RUNNER_TOOL_CACHE: string }> {
  for (const version of versions) {
    const place = join(folder, 'go', version.replace(/^go/, ''));
    await mkdir(place, { recursive: true });
    await symlink(gorootOf(version), join(place, 'x64'));
    await writeFile(join(place, 'x64.complete'), '');
  }
  return { RUNNER_TOOL_CACHE: folder };
}

/** Where a version's files lie. */
export function gorootOf(version: string): string {
  return go(['env', 'GOROOT'], { GOTOOLCHAIN: version }).trim();
}
