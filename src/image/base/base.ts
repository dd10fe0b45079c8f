import type { Digest } from '../../support/hashing.ts';
import type { Layer } from '../descriptor.ts';
import type { Attributes } from '../tar.ts';

/** What an image stands on: its lowest layers and what the stages after need to know of them. */
export interface Base {
  /** As the user names it: `scratch`, `static`. */
  readonly reference: string;
  /** What the base's content is known by; absent for scratch, which has none. */
  readonly digest?: Digest;
  /** Where the content comes from, in one line for people. */
  readonly source?: string;
  readonly layers: readonly Layer[];
  readonly env: Readonly<Record<string, string>>;
  /** Absolute paths of everything in it that is not a directory. */
  readonly files: ReadonlySet<string>;
  /** Its directories by relative path, so that layers above can keep their modes and owners. */
  readonly directories: ReadonlyMap<string, Attributes>;
}

/** Docker's default: a program started by name is found, and /usr/local/bin holds ours. */
export const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The empty base. */
export function scratchBase(): Base {
  return {
    reference: 'scratch',
    layers: [],
    env: { PATH: defaultPath },
    files: new Set(),
    directories: new Map(),
  };
}
