import type { Platform } from '../../request/platform.ts';
import type { Digest } from '../../support/hashing.ts';
import type { PackageChange } from '../comparison.ts';
import type { Fault } from '../module-inspection.ts';

/** One version of Go of a comparison: that which was asked for, or the module's own. */
export interface ComparedGo {
  /** As it was asked for, each spelling once: `1.26`, `stable`; none where it is only the module's own. */
  readonly asked: readonly string[];
  /** Present where the module asks for it: what `slipway build` would take. */
  readonly own?: true;
  /** `go1.26.8`; absent where it cannot be had. */
  readonly go?: string;
  /** PATH, a cache, the module and its proxy. */
  readonly source?: string;
  /** Why it cannot be had. */
  readonly error?: Fault;
}

/** Bytes of a file by what they are; they sum to its length. What Go's linker wrote is told apart in every format. */
export interface ProgramParts {
  readonly code: number;
  /** The function table: names, lines, frames. */
  readonly pclntab: number;
  /** What the garbage collector and stack growth read of each function. */
  readonly funcdata: number;
  readonly types: number;
  readonly strings: number;
  readonly data: number;
  readonly other: number;
}

export interface NotMeasured {
  readonly kind: 'none';
  readonly why: string;
}

export type PackedSize =
  | {
      readonly kind: 'packed';
      readonly bytes: number;
      readonly digest: Digest;
      /** The layer of the packed file; absent where there is no image of it. */
      readonly wireBytes?: number;
      /** `UPX 4.2.2, lzma-9` */
      readonly by: string;
    }
  | NotMeasured;

export type StartTimes =
  | {
      readonly kind: 'measured';
      /** In the order of the runs. */
      readonly seconds: readonly number[];
      readonly median: number;
      /** The quartiles: half of the runs lie between them. */
      readonly low: number;
      readonly high: number;
      /** Highest resident memory over the runs. */
      readonly memoryBytes?: number;
      /** What ran it: `runc 1.1.5`. */
      readonly isolation: string;
    }
  | NotMeasured;

/** What one Go makes of a program for one platform. */
export interface GoProgram {
  /** One of `versions`. */
  readonly go: string;
  /** Why there is none; then all else is absent. */
  readonly error?: Fault;
  /** As `slipway build` links it: stripped. */
  readonly file?: { readonly bytes: number; readonly digest: Digest };
  /** With symbol table and DWARF, as `go build -trimpath` leaves it. */
  readonly whole?: { readonly bytes: number; readonly digest: Digest };
  readonly parts?: ProgramParts;
  /** Packages with other bytes than in the first program that there is, by 1 KiB or more; what changed most first. */
  readonly packages?: readonly PackageChange[];
  /** GODEBUG settings that keep older behaviour, since the go line is older than this Go: `tlsmlkem=0`. */
  readonly godebug?: readonly string[];
  /** The executable's layer; absent where there is no image of such a program. */
  readonly wireBytes?: number;
  readonly packed?: PackedSize;
  readonly start?: StartTimes;
}

export interface ComparedPlatform {
  readonly platform: Platform;
  /** `gzip:6`; absent where no image is made. */
  readonly compression?: string;
  /** One for each Go that can be had, in the order of `versions`. */
  readonly programs: readonly GoProgram[];
}

/** What `slipway compare-go --json` prints; schema/report.schema.json, $defs/goComparison. */
export interface GoComparison {
  /** The module as the user named it. */
  readonly source: string;
  /** The module's own first where it was not asked for, then in the order asked. */
  readonly versions: readonly ComparedGo[];
  readonly targets: readonly {
    readonly name: string;
    readonly importPath: string;
    readonly platforms: readonly ComparedPlatform[];
  }[];
  readonly notices: readonly string[];
}
