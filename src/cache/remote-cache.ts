/** What came of asking a remote cache for files. Only `restored` and `failed` may have touched the folders. */
export type RestoreOutcome =
  | { readonly kind: 'restored'; readonly key: string }
  | { readonly kind: 'nothing' }
  /** This machine has no cache service: nothing is wrong. */
  | { readonly kind: 'absent' }
  /** The service gave no answer, or refused: nothing was written, and asking again in this run is no use. */
  | { readonly kind: 'unavailable'; readonly reason: string }
  /** An entry was found and could not be brought here whole: files may be half there. */
  | { readonly kind: 'failed'; readonly reason: string };

export type SaveOutcome =
  | { readonly kind: 'saved' }
  /** An entry with this key is there, or another job is just making it. */
  | { readonly kind: 'exists' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly reason: string };

/**
 * Port: folders kept between runs by a service, under keys that are written once. Neither function throws, and neither
 * takes longer than the adapter's limits: a cache costs time at most. The same paths in the same order find what was saved; a path
 * that is not absolute begins at a folder of the adapter's.
 */
export interface RemoteCache {
  /** The newest entry with this key, else with a key that begins with one of the prefixes, nearest first (at most nine). */
  restore(paths: readonly string[], key: string, prefixes: readonly string[]): Promise<RestoreOutcome>;
  save(paths: readonly string[], key: string): Promise<SaveOutcome>;
}
