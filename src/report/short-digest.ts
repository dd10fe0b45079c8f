import { type Digest, hexOf } from '../support/hashing.ts';

/** `sha256:0f3c…91ab`; the whole digest stands in report.json and in the digest file. */
export function shortDigest(digest: Digest): string {
  const hex = hexOf(digest);
  return `sha256:${hex.slice(0, 4)}…${hex.slice(-4)}`;
}
