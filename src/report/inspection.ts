import type { Linkage } from '../binary/elf/facts.ts';
import type { Hardening } from '../binary/hardening.ts';
import type { Libc } from '../binary/libc.ts';
import type { ProgramLinkage } from '../binary/linkage.ts';
import type { ProgramFormat } from '../binary/program-file.ts';
import type { NamedPart } from '../binary/section-parts.ts';
import type { UpxFacts } from '../binary/upx.ts';
import type { ImageView } from '../image/view/image-view.ts';
import type { AttributionTotals, ModuleBytes, PackageBytes } from '../size/attribution.ts';
import type { Advice, DeadCode, ReferenceStep } from '../size/reach/findings.ts';
import type { SymbolBytes } from '../size/symbols.ts';
import type { Digest } from '../support/hashing.ts';
import type { Verdict } from '../verify/verdict.ts';

/** A range of a file by what its format says of it; all of them together are the file. */
export interface SectionReport {
  readonly name: string;
  /** `section`, `header`, `symbols`, `debug`, `padding`, `unknown` and so on. */
  readonly kind: string;
  readonly bytes: number;
  /** What is in it by what the linker of Go makes of it, such as the names in its table of functions; together they are `bytes`. */
  readonly parts?: readonly NamedPart[];
}

export interface AttributionReport extends Omit<AttributionTotals, 'packages'> {
  readonly packages: readonly (PackageBytes & Imported & Kept)[];
  readonly modules: readonly (ModuleBytes & Retained & DirectRequirement)[];
  /** What the program imports and of which nothing is in the file; only where the build is known. */
  readonly emptyPackages?: readonly (Pick<PackageBytes, 'path' | 'module'> & Imported)[];
  /** Absent where the compiled objects were not read; so is the next. */
  readonly deadCode?: DeadCode;
  /** What saves most first. */
  readonly advice?: readonly Advice[];
}

/** What would go away; absent where the compiled objects were not read. */
export interface Retained {
  /** What the file would be smaller without it: its own bytes and those that only it keeps. */
  readonly retainedBytes?: number;
}

export interface DirectRequirement {
  /** True where go.mod of the main module requires it for its own imports; only where the build is known. */
  readonly direct?: true;
}

export interface Kept extends Retained {
  /** The shortest chain of references from where the linker begins to its first symbol; absent for the standard library's. */
  readonly references?: readonly ReferenceStep[];
}

export interface Imported {
  /**
   * Import path of the package that imports it, on the shortest chain from the main package. Absent for that, for what no import
   * leads to, and where the build is not known.
   */
  readonly importedBy?: string;
}

/** What `slipway inspect IMAGE --json` prints; schema/report.schema.json, $defs/imageInspection. */
export interface ImageInspection {
  /** As the user named it. */
  readonly image: string;
  readonly images: readonly InspectedImage[];
  readonly verdicts: readonly Verdict[];
}

/** What `slipway inspect FILE --base BASE` says of one base. */
export interface BaseInspection {
  /** As the user named it. */
  readonly reference: string;
  /** Of an image: its index or manifest. */
  readonly digest?: Digest;
  /** The C libraries that it has for programs of the file's machine; none: it is for static programs. */
  readonly libcs: readonly Libc[];
  /** Whether the program starts there, and finds what it looks up. */
  readonly verdicts: readonly Verdict[];
}

export interface InspectedImage extends ImageView {
  /** Its Go programs, the largest first; absent where nobody asked for what is in them. */
  readonly programs?: readonly InspectedProgram[];
}

/** What is in a program of an image. */
export interface ProgramContents {
  /** Absent when its tables cannot be read; `notice` then says why. */
  readonly attribution?: AttributionReport;
  readonly symbols?: readonly SymbolBytes[];
  /** What a person should know of how it was read. */
  readonly notice?: string;
}

export interface InspectedProgram extends ProgramContents {
  /** In the image. */
  readonly path: string;
  readonly bytes: number;
  readonly digest: Digest;
}

/** What `slipway inspect FILE --json` prints; schema/report.schema.json, $defs/inspection. */
export interface FileInspection {
  readonly file: {
    readonly path: string;
    readonly bytes: number;
    readonly digest: Digest;
    readonly format: ProgramFormat;
    /** GOOS; absent where nothing in the file tells. */
    readonly os?: string;
    /** GOARCH; absent for a machine that Go has no port to. */
    readonly architecture?: string;
    /** Of ELF files. */
    readonly linkage?: Linkage;
    readonly stripped: boolean;
  };
  /** Absent when it is no Go program, or hides that. */
  readonly go?: {
    readonly version: string;
    /** Import path of the main package; the main module and its version. */
    readonly path?: string;
    readonly main?: { readonly path: string; readonly version: string };
    readonly settings: Readonly<Record<string, string>>;
  };
  /** What it needs beside itself to start: a loader, libraries, modules of wasm. */
  readonly needs: ProgramLinkage;
  readonly hardening: Hardening;
  /** What UPX left in a file that it packed. */
  readonly packed?: UpxFacts;
  readonly sections: readonly SectionReport[];
  /** Absent when it is no Go program; `notices` then says why. */
  readonly attribution?: AttributionReport;
  readonly verdicts: readonly Verdict[];
  /** In the order in which they were named; absent where none was. */
  readonly bases?: readonly BaseInspection[];
  readonly symbols?: readonly SymbolBytes[];
  readonly notices: readonly string[];
}
