import { join, resolve } from 'node:path';
import type { Flags } from './flags.ts';
import type { HostEnvironment } from './host-environment.ts';
import { asksForFiles, asksForImages } from './output.ts';
import type { BuildRequest, Output } from './request.ts';
import { buildRequest } from './resolve.ts';
import { located, withPaths } from './sources.ts';

/** A run as it was asked for: what to build again from another copy of its source. */
export interface AskedRun {
  /** What was made of the flags and the configuration of the run's own source. */
  readonly request: BuildRequest;
  readonly flags: Flags;
  readonly host: HostEnvironment;
}

/** The other copy. */
export interface OtherCopy {
  /** The path there of a path in the run's own; any other path stays as it is. */
  readonly moved: (path: string) => string;
  /** A folder for what is written on the way to the report. */
  readonly scratch: string;
}

/**
 * The request of the same command line for another copy of the source: its own slipway.yaml, lock file and go.mod count, and
 * paths that flags name in the run's own lead to the copy. It makes the same kinds of results for the report alone.
 * @throws SlipwayError E_CONFIG with what the copy's configuration says wrongly
 */
export async function baselineRequest(
  { request, flags, host }: AskedRun,
  { moved, scratch }: OtherCopy,
): Promise<BuildRequest> {
  const { config, digestFile: _, report: __, load: ___, ...values } = flags.values;
  const outputs = scratchOutputs(request, scratch);
  const { source } = request;
  const named = source.kind === 'directory' ? moved(source.directory) : `${source.path}@${source.version}`;
  const asked = await buildRequest(
    {
      positionals: [named],
      values: {
        ...withPaths(located(values, host.cwd), moved),
        ...(config !== undefined && { config: moved(resolve(host.cwd, config)) }),
        outputs,
        push: [],
        tags: [],
        cacheDirectory: request.cacheDirectory,
      },
    },
    host,
  );
  return {
    ...asked,
    outputs,
    load: undefined,
    digestFile: undefined,
    reportFile: undefined,
    snapshotFile: undefined,
    exchangeFile: undefined,
    pageFile: undefined,
    sizePageFile: undefined,
    baseline: { kind: 'none' },
    attachSnapshot: false,
    signing: undefined,
    baseSignature: undefined,
    sbom: undefined,
    json: true,
    attribution: true,
    waterfall: false,
    before: undefined,
    dryRun: false,
    reproduce: false,
    offline: request.offline,
  };
}

/** Images where the run makes images, bare files where it makes those. */
function scratchOutputs(request: BuildRequest, scratch: string): readonly Output[] {
  const bare = asksForFiles(request.outputs);
  return [
    ...(asksForImages(request) ? [{ kind: 'oci', path: join(scratch, 'layout') } as const] : []),
    ...(bare ? [{ kind: 'bin', path: join(scratch, 'bin') } as const] : []),
  ];
}
