import { resolve } from 'node:path';
import { type Fault, quoted, throwFaults } from './faults.ts';
import type { Flags } from './flags.ts';
import type { HostEnvironment } from './host-environment.ts';
import type { Platform } from './platform.ts';
import type { BuildRequest } from './request.ts';
import { buildRequest } from './resolve.ts';
import { weighed } from './settings.ts';

/** What `slipway compare-go` is asked to do. Paths are absolute. */
export interface CompareGoRequest {
  /** The module as the user named it. */
  readonly name: string;
  /** Versions, lines, ranges, `stable` and `oldstable` in the order asked, each once. */
  readonly versions: readonly string[];
  /** How often each program is started. */
  readonly runs: number;
  /** File of the page that shows it. */
  readonly page: string | undefined;
  /** How its programs are built with the module's own Go. */
  readonly build: BuildRequest;
  readonly cacheDirectory: string;
}

/**
 * What is a Go version and no folder: digits, with or without `go`, as a version or a line of Go's, as setup-go spells one, or a
 * toolchain of somebody's own (go1.26.8-acme); else a range's operators, or one of the two words.
 */
const versionLike =
  /^(?:(?:go)?\d+(?:\.(?:\d+|[xX*]))*(?:(?:alpha|beta|rc)\d*|-(?:alpha|beta|rc)\.\d+)?|go\d+\.\d[\w.+~-]*|[\^~<>=].*|\d\S* .*|stable|oldstable)$/;

export function isGoVersion(text: string): boolean {
  return versionLike.test(text);
}

/**
 * The request of `slipway compare-go VERSION … [DIR|MODULE@VERSION]`. What looks like a Go version is one, wherever it stands; what is
 * left is the module. Its programs are built as `slipway build` would build them, but for the platforms: this machine's alone where no
 * flag names others, and no matter what is written or pushed.
 * @param machine the platform of this machine
 * @throws SlipwayError E_CONFIG with every fault
 */
export async function compareGoRequest(
  flags: Flags,
  host: HostEnvironment,
  machine: Platform,
): Promise<CompareGoRequest> {
  const { values, positionals } = flags;
  const subjects = positionals.filter((text) => !isGoVersion(text));
  const versions = distinct(positionals.filter(isGoVersion));
  const [name = '.'] = subjects;
  throwFaults([...subjectFaults(subjects), ...versionFaults(versions, subjects)], 'slipway compare-go');
  const nowhere = { outputs: [{ kind: 'bin', path: host.cwd }], push: [], tags: [] } as const;
  const platforms = values.platforms ?? [machine];
  const asBuilt = { ...flags, positionals: [name], values: { ...values, ...nowhere, platforms } };
  const build = await buildRequest(asBuilt, host);
  return {
    name,
    versions,
    runs: weighed('runs', [values]),
    page: values.html === undefined ? undefined : resolve(host.cwd, values.html),
    build: { ...build, json: false, sbom: undefined, signing: undefined, baseline: { kind: 'none' } },
    cacheDirectory: build.cacheDirectory,
  };
}

function subjectFaults(subjects: readonly string[]): Fault[] {
  const [, ...others] = subjects;
  if (others.length === 0) return [];
  const hint = 'a Go version is written as 1.26, 1.26.8, 1.27rc1, "^1.25", stable or oldstable';
  const message = `one module is compared at a time, and these are no Go versions: ${subjects.map(quoted).join(' ')}`;
  return [{ where: 'slipway compare-go', message, hint }];
}

function versionFaults(versions: readonly string[], [subject]: readonly string[]): Fault[] {
  if (versions.length > 0) return [];
  const hint = 'for example slipway compare-go 1.25 1.26 1.27';
  const message = `no Go version is named${subject === undefined ? '' : `: ${quoted(subject)} is none`}`;
  return [{ where: 'VERSION', message, hint }];
}

/** 1.26.8 and go1.26.8 are one. */
function distinct(versions: readonly string[]): string[] {
  return [...new Set(versions.map((text) => text.replace(/^go(?=\d)/, '')))];
}
