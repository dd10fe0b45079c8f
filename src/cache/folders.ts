/** Where things lie in the cache folder. */
export const storeFolders = {
  blobs: 'blobs/sha256',
  memos: 'memo',
  incoming: 'incoming',
  /** Linked programs, each target, platform and settings in a folder of its own. */
  builds: 'builds',
  /** The modules that MODULE@VERSION is built in. */
  modules: 'modules',
  /** Work trees of commits to compare with, one at a time for each repository. */
  worktrees: 'worktrees',
  /** What is needed of compiled packages, in columns. */
  objects: 'objects',
  /** Everything that builds from nothing write, for the time of one run. */
  reproduce: 'reproduce',
} as const;
