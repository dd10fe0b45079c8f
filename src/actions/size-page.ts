import { readFile } from 'node:fs/promises';
import type { GitHubEvent } from '../forge/event.ts';
import type { Report } from '../report/model.ts';
import { isUnchanged } from '../report/size-comment/sized.ts';
import { type LeftPage, leavePage, nothingLeft, type PageHost } from './artifact/page.ts';

/**
 * Leaves the page of what a pull request does to sizes as an artifact of its run; nothing where nothing changed.
 * @param file where the build wrote it
 * @param key tells jobs of a run apart
 */
export async function leaveBuiltPage(
  { size }: Pick<Report, 'size'>,
  file: string | undefined,
  key: string,
  { pullRequest, runAddress }: Partial<Pick<GitHubEvent, 'pullRequest' | 'runAddress'>>,
  host: PageHost,
): Promise<LeftPage> {
  if (pullRequest === undefined || size === undefined || file === undefined) return nothingLeft;
  return isUnchanged(size)
    ? nothingLeft
    : leavePage(await readFile(file), { subject: 'size', key }, runAddress, host);
}
