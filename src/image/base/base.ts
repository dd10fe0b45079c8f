import type { BaseFiles } from '../../binary/loading/base-files.ts';
import type { Digest } from '../../support/hashing.ts';
import type { Layer } from '../descriptor.ts';
import type { Attributes } from '../tar.ts';
import type { ForeignImage } from './foreign.ts';

/** What an image stands on: its lowest layers and what the stages after need to know of them. */
export interface Base {
  /** As the user names it: `scratch`, `static`, or an image's place. */
  readonly reference: string;
  /** What the base's content is known by: of an image its index or manifest; absent for scratch, which has none. */
  readonly digest?: Digest;
  /** Where the content comes from, in one line for people. */
  readonly source?: string;
  readonly layers: readonly Layer[];
  /** In the order in which the image has them. */
  readonly env: Readonly<Record<string, string>>;
  /** Undefined while nobody has looked into the layers of an image that others made. */
  readonly contents?: BaseContents;
  /** An image that somebody else made; absent for the bases that Slipway makes. */
  readonly foreign?: ForeignImage;
}

/** What the layers hold when they are unpacked one over the other. */
export interface BaseContents extends BaseFiles {
  readonly links: ReadonlyMap<string, string>;
  /** Its directories by relative path, so that layers above can keep their modes and owners. */
  readonly directories: ReadonlyMap<string, Attributes>;
  /** In words with their paths: what lets a user become another, or change what is not theirs. */
  readonly risks: readonly string[];
}

/** Docker's default: a program started by name is found, and /usr/local/bin holds ours. */
export const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The empty base. */
export function scratchBase(): Base {
  return { reference: 'scratch', layers: [], env: { PATH: defaultPath }, contents: noContents };
}

const noContents: BaseContents = {
  files: new Set(),
  links: new Map(),
  directories: new Map(),
  risks: [],
};
