import { createHash } from 'node:crypto';
import type { BuildkitCacheRequest } from '../../request/engine-request.ts';

/** What a result follows from, as far as a cache tells results apart. */
export interface CacheSubject {
  /** `programs`, or `image-NAME`. */
  readonly what: string;
  /** Hash of go.mod, go.sum, go.work and go.work.sum. */
  readonly dependencies: string;
  readonly goVersion: string;
  readonly platforms: readonly string[];
  /** All else that is to have a cache of its own: an image that is compiled on. */
  readonly others: readonly string[];
}

/** Under which tags a cache is read and written, and by which attributes. */
export interface CachePlan {
  readonly from: readonly string[];
  /** What is written where `fixedTag` is not there yet. */
  readonly to: readonly string[];
  /** Follows from the subject, and is written once. */
  readonly fixedTag: string;
  /** Points to what was written last: where nothing of the very subject is there, it is the nearest. */
  readonly movingTag: string;
}

/** Of which results those of every other scope may be made. */
const trusted = 'release';

/**
 * Tags are `SCOPE-WHAT-HASH` and `SCOPE-WHAT`. A release reads what releases wrote and nothing else; a pull request reads that too, and writes
 * under its own name alone.
 * @param insecure whether the registry may be asked over plain http
 */
export function cachePlan(
  { repository, mode, scope }: BuildkitCacheRequest,
  { what, ...rest }: CacheSubject,
  insecure: boolean,
): CachePlan {
  const hash = createHash('sha256')
    .update(JSON.stringify([what, rest]))
    .digest('hex')
    .slice(0, 20);
  const name = what
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]/g, '-')
    .slice(0, 40);
  const tagsOf = (whose: string): string[] => [`${whose}-${name}-${hash}`, `${whose}-${name}`];
  const tags = [...tagsOf(scope), ...(scope === trusted ? [] : tagsOf(trusted))];
  const [fixedTag = '', movingTag = ''] = tags;
  const reach = insecure ? ',registry.insecure=true' : '';
  const written = `type=registry,ref=${repository}:${fixedTag},mode=${mode},image-manifest=true,oci-mediatypes=true${reach}`;
  return {
    from: tags.map((tag) => `type=registry,ref=${repository}:${tag}${reach}`),
    to: [mode === 'inline' ? 'type=inline' : written],
    ...{ fixedTag, movingTag },
  };
}
