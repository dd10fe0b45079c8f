import { short } from './build-cache-key.ts';

/** What sizes are kept of. */
export interface SizeSubject {
  /** What tells one build of a repository from another, such as its source folder; any JSON value. */
  readonly what: unknown;
  /** Such as release/1.x; any characters. */
  readonly branch: string;
}

/** Raised when entries of older versions must not be read any more. */
const format = 1;

/** What the key of every commit of a subject begins with. */
export function sizePrefix({ what, branch }: SizeSubject): string {
  return `slipway-size-${format}-${short(what)}-${short(branch)}-`;
}

/**
 * `slipway-size-1-WHAT-BRANCH-COMMIT`. As in the keys of build caches no part has a hyphen. A branch stands there by its hash:
 * names may have commas and be longer than a key may be, and not every service tells upper case from lower.
 */
export function sizeKey(subject: SizeSubject, commit: string): string {
  return `${sizePrefix(subject)}${commit}`;
}

/** The commit in a key of the subject; undefined in any other text. */
export function commitInKey(subject: SizeSubject, key: string): string | undefined {
  const prefix = sizePrefix(subject);
  const commit = key.startsWith(prefix) ? key.slice(prefix.length) : '';
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit) ? commit : undefined;
}
