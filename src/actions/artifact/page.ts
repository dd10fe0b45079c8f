import { hexOf, sha256 } from '../../support/hashing.ts';
import type { RunnerHost } from '../host.ts';

export type PageHost = Pick<RunnerHost, 'env' | 'signal'>;

/** A page that was left with a run, if it was. */
export interface LeftPage {
  /** Where a browser opens it. */
  readonly address?: string;
  /** Why it was not left, where it should have been. */
  readonly notices: readonly string[];
}

export const nothingLeft: LeftPage = { notices: [] };

/** What a page is about, and of which of a run's jobs. */
export interface PageName {
  readonly subject: 'size' | 'history';
  readonly key: string;
}

/**
 * Leaves a page as an artifact. What keeps it from that is a notice, and no fault: the page is beside what a run is for.
 * @param runAddress the page of this very run
 */
export async function leavePage(
  content: Uint8Array,
  { subject, key }: PageName,
  runAddress: string | undefined,
  { env, signal }: PageHost,
): Promise<LeftPage> {
  if (runAddress === undefined || !isRunAddress(runAddress)) return nothingLeft;
  const { leaveArtifact } = await import('./service.ts');
  const name = `slipway-${subject}-${hexOf(sha256(key)).slice(0, 8)}.html`;
  const outcome = await leaveArtifact({ name, mediaType: 'text/html', content }, { env, signal });
  switch (outcome.kind) {
    case 'left':
      return { address: `${runAddress}/artifacts/${outcome.id}`, notices: [] };
    case 'absent':
      return nothingLeft;
    case 'failed':
      return { notices: [`the page of ${subjects[subject]} is no artifact: ${outcome.reason}`] };
  }
}

const subjects = { size: 'sizes', history: 'the size history' } as const;

/** It is put into a comment. */
function isRunAddress(address: string): boolean {
  return URL.canParse(address) && /^https?:\/\/[^\s<>()]+\/actions\/runs\/\d+$/.test(address);
}
