/** A cache entry as GitHub keeps it: for one ref. */
export interface CacheEntry {
  readonly id: number;
  readonly scope: string;
  readonly key: string;
  /** A hash over paths and compression. */
  readonly version: string;
  /** Undefined until the upload was finished. */
  content: Buffer | undefined;
}

/** What a run's token allows: where it saves, and where it reads, in this order. */
export interface CacheAccess {
  readonly writes: string | undefined;
  readonly reads: readonly string[];
}

/** The access of a run by GitHub's rules ("Restrictions for accessing a cache"). `base` of a pull request. */
export function accessOf(ref: string, base?: string): CacheAccess {
  const reads = [ref, ...(base === undefined ? [] : [base]), 'refs/heads/main'];
  return { writes: ref, reads: [...new Set(reads)] };
}

/** One scope for everybody: a service that keeps nothing apart. */
export const commonAccess: CacheAccess = { writes: 'all', reads: ['all'] };

/** Begins an entry; undefined where there is one already. */
export function reserve(
  entries: CacheEntry[],
  scope: string,
  key: string,
  version: string,
): CacheEntry | undefined {
  const taken = entries.some(
    (entry) => entry.scope === scope && entry.key === key && entry.version === version,
  );
  if (taken) return undefined;
  const entry: CacheEntry = { id: entries.length + 1, scope, key, version, content: undefined };
  entries.push(entry);
  return entry;
}

/** In each scope: the key itself, then the newest that begins with it, then the same of each further key. */
export function find(
  entries: readonly CacheEntry[],
  scopes: readonly string[],
  keys: readonly string[],
  version: string,
): CacheEntry | undefined {
  for (const scope of scopes) {
    const readable = entries
      .filter((entry) => entry.scope === scope && entry.version === version && entry.content !== undefined)
      .toReversed();
    for (const key of keys) {
      const found =
        readable.find((entry) => entry.key === key) ?? readable.find((entry) => entry.key.startsWith(key));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
