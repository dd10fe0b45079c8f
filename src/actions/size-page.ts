import { readFile } from 'node:fs/promises';
import type { GitHubEvent } from '../forge/event.ts';
import type { Report } from '../report/model.ts';
import { isUnchanged } from '../report/size-comment/sized.ts';
import { hexOf, sha256 } from '../support/hashing.ts';
import type { RunnerHost } from './host.ts';

type PageHost = Pick<RunnerHost, 'env' | 'signal'>;

/** A page that was left with a run, if it was. */
export interface LeftPage {
  /** Where a browser opens it. */
  readonly address?: string;
  /** Why it was not left, where it should have been. */
  readonly notices: readonly string[];
}

const nothingLeft: LeftPage = { notices: [] };

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
  return isUnchanged(size) ? nothingLeft : leavePage(await readFile(file), key, runAddress, host);
}

/**
 * Leaves a page as an artifact. What keeps it from that is a notice, and no fault: the page is beside what a run is for.
 * @param runAddress the page of this very run
 */
export async function leavePage(
  content: Uint8Array,
  key: string,
  runAddress: string | undefined,
  { env, signal }: PageHost,
): Promise<LeftPage> {
  if (runAddress === undefined || !isRunAddress(runAddress)) return nothingLeft;
  const { leaveArtifact } = await import('./artifact/service.ts');
  const name = `slipway-size-${hexOf(sha256(key)).slice(0, 8)}.html`;
  const outcome = await leaveArtifact({ name, mediaType: 'text/html', content }, { env, signal });
  switch (outcome.kind) {
    case 'left':
      return { address: `${runAddress}/artifacts/${outcome.id}`, notices: [] };
    case 'absent':
      return nothingLeft;
    case 'failed':
      return { notices: [`the page of sizes is no artifact: ${outcome.reason}`] };
  }
}

/** It is put into a comment. */
function isRunAddress(address: string): boolean {
  return URL.canParse(address) && /^https?:\/\/[^\s<>()]+\/actions\/runs\/\d+$/.test(address);
}
