import type { Digest } from '../../support/hashing.ts';
import type { Severity } from '../../verify/verdict.ts';
import type { ForeignPlatform } from '../documents.ts';

/**
 * A whiteout hides one name of the layers below, an opaque one all that a folder has there (image-spec, layer.md,
 * "Whiteouts").
 */
export type FileKind =
  | 'file'
  | 'folder'
  | 'symlink'
  | 'hardlink'
  | 'character-device'
  | 'block-device'
  | 'fifo'
  | 'whiteout'
  | 'opaque-whiteout';

/**
 * What became of an entry in the layers above it, or in its own. `none`: it never was in the file system, as
 * whiteouts, and entries that cannot be unpacked.
 */
export type FileState = 'present' | 'replaced' | 'removed' | 'none';

/** What an ELF file says of itself. */
export interface ViewProgram {
  /** Absent when it is no Go program, or hides that. */
  readonly go?: {
    /** For example `go1.26.8`. */
    readonly version: string;
    /** Import path of the main package; the main module and its version. */
    readonly path?: string;
    readonly module?: { readonly path: string; readonly version: string };
    /** Build settings that are for debugging, as `go version -m` spells them: `-race=true`. */
    readonly debugSettings: readonly string[];
  };
  /** Symbol tables and DWARF: what only debuggers read. 0 for object files, which need their symbols. */
  readonly debugBytes: number;
  readonly packer?: 'UPX';
}

/** An entry of a layer. */
export interface ViewFile {
  /** Absolute, without `.` and empty names; of a whiteout as it stands there: `/etc/.wh.motd`. */
  readonly path: string;
  readonly kind: FileKind;
  /** Length of the content; 0 for all but files. */
  readonly bytes: number;
  /** Index into `layers`. */
  readonly layer: number;
  /** Permission bits with set-uid, set-gid and sticky. */
  readonly mode: number;
  /** Of links: the target as it stands there. */
  readonly link?: string;
  /** Of the content; absent where there is none. */
  readonly digest?: Digest;
  /** A file is present as long as any of its hard links is. */
  readonly state: FileState;
  /** The layer that replaced or removed it. */
  readonly goneIn?: number;
  /** `dpkg:NAME VERSION`, `apk:NAME VERSION`, `go:MAIN-PACKAGE VERSION`; absent when nobody claims it. */
  readonly owner?: string;
  readonly program?: ViewProgram;
  /** Of which kind the secret is that it seems to hold: `a private key`. The content is told nowhere. */
  readonly secret?: string;
}

export interface ViewLayer {
  readonly index: number;
  readonly mediaType: string;
  readonly digest: Digest;
  /** By the config; absent when that does not list it. */
  readonly diffId?: Digest;
  /** What a client downloads. */
  readonly compressedBytes: number;
  /** Length of the tar archive. */
  readonly uncompressedBytes: number;
  /** Lengths of its files' contents together; what dive calls the layer's size. */
  readonly contentBytes: number;
  /** Headers, padding, end of the archive: `uncompressedBytes` − `contentBytes`. */
  readonly overheadBytes: number;
  readonly entries: number;
  /** The step that made it, by the config's history; absent when that says nothing. */
  readonly createdBy?: string;
}

/** A path that more than one layer has, or that one has and another takes away. */
export interface RepeatedPath {
  readonly path: string;
  readonly count: number;
  /** All its contents together. */
  readonly bytes: number;
}

/** What lies in the layers and not in the file system they make. */
export interface Waste {
  /**
   * As dive counts: for each path that is a leaf of a layer's tree the smallest content over all contents, summed up
   * over all paths; 1 when nothing is repeated. dive knows no opaque whiteouts and no hard links, counts nothing for
   * folders that are removed with content in them, and leaves the rest of a layer out after a whiteout of something
   * that is not there.
   */
  readonly efficiency: number;
  /** As dive counts: `bytes` of all `paths`, what is still in use included. */
  readonly wastedBytes: number;
  /** As dive counts, the largest first. */
  readonly paths: readonly RepeatedPath[];
  /** Contents that no name of the final file system leads to: what the image would be smaller by without them. */
  readonly hiddenBytes: number;
}

/** Files of the final file system with the same content, hard links aside. */
export interface DuplicateGroup {
  readonly digest: Digest;
  /** Of one of them. */
  readonly bytes: number;
  /** What one file with links to it would save: `bytes` × (number of paths − 1). */
  readonly savedBytes: number;
  readonly paths: readonly string[];
}

/** Something about an image that usually is not meant so. */
export interface Finding {
  /** Stable name, `content/…`. */
  readonly rule: string;
  readonly severity: Severity;
  /** What was found, in a few words. */
  readonly what: string;
  /** 0 where it is about settings. */
  readonly bytes: number;
  readonly count: number;
  /** What is counted; a group is of files with the same content. */
  readonly unit: 'file' | 'group' | 'layer' | 'setting';
  /** Some of them, the largest first. */
  readonly examples: readonly string[];
  /** Indexes of the layers that hold them; none for settings. */
  readonly layers: readonly number[];
  /** The usual cure. */
  readonly cure: string;
}

/** One platform's image, all of it: plain data, ready to be printed as JSON. Sizes are bytes. */
export interface ImageView {
  /** For people: a reference, or kind and path. */
  readonly name: string;
  /** By the config. */
  readonly platform?: ForeignPlatform;
  readonly manifestDigest: Digest;
  readonly configDigest: Digest;
  /** Sum of the layers' tar archives. */
  readonly diskBytes: number;
  /** Manifest + config + compressed layers: what a client downloads. */
  readonly pullBytes: number;
  /** Contents of all layers together; what dive calls the image's size. */
  readonly contentBytes: number;
  /** From the lowest up. */
  readonly layers: readonly ViewLayer[];
  /** Layer by layer, in the order of the archives. */
  readonly files: readonly ViewFile[];
  readonly waste: Waste;
  /** What saves most first. */
  readonly duplicates: readonly DuplicateGroup[];
  /** In the order of the table of rules. */
  readonly findings: readonly Finding[];
  /** What a person should know of how it was read. */
  readonly notices: readonly string[];
}
