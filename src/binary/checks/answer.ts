import type { CgoCause } from '../../gobuild/cgo-cause.ts';
import type { Platform } from '../../request/platform.ts';
import type { Severity, Verdict } from '../../verify/verdict.ts';
import type { BaseFiles } from '../loading/base-files.ts';

/** What was asked of the build, and where the file is to start. */
export interface Wanted {
  /** For messages: `api (linux/amd64)`. */
  readonly subject: string;
  readonly platform: Platform;
  /** The base image under the file; undefined for a bare file, which may start anywhere. */
  readonly base: StartingBase | undefined;
  /** For example `go1.26.8`; empty for a file that Go did not make. */
  readonly goVersion: string;
  /** Import path of the main package. */
  readonly importPath: string;
  /** Path of its module; undefined where the build has none. */
  readonly modulePath: string | undefined;
  readonly cgo: boolean;
  /** What forces cgo, when it is known. */
  readonly cgoCause?: CgoCause | undefined;
}

export interface StartingBase {
  readonly reference: string;
  /** Undefined: nobody has looked into it. */
  readonly contents?: BaseFiles;
  /** Variables that its containers have. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Answer extends Pick<Verdict, 'status' | 'detail'> {
  /** Where a check has failures of different weight; else the check's own. */
  readonly severity?: Severity;
}

export function pass(detail = ''): Answer {
  return { status: 'pass', detail };
}

export function fail(detail: string, severity?: Severity): Answer {
  return { status: 'fail', detail, ...(severity === undefined ? {} : { severity }) };
}

export function skip(why: string): Answer {
  return { status: 'skip', detail: why };
}
