import type { AskedRun } from './baseline-request.ts';
import type { Flags } from './flags.ts';
import type { HostEnvironment } from './host-environment.ts';
import { formatPlatform, type Platform } from './platform.ts';
import { buildRequest, type Usual } from './resolve.ts';
import type { SbomFormat } from './sbom-inputs.ts';
import { checkSignsSomething } from './signature-requests.ts';

/** What shards say of the build that they are of. */
export interface MergedBuild {
  readonly targets: readonly { readonly name: string; readonly platforms: readonly Platform[] }[];
  /** `PATH@VERSION`; undefined: a folder was built. */
  readonly module: string | undefined;
  readonly sboms: readonly SbomFormat[];
}

/**
 * The request of `slipway merge`: that of a build of the same targets and platforms, whose flags and file say what is done with the
 * images. What they say of compiling is of no account: that was done.
 * @param flags whose positionals are the source folder here, or none
 * @throws SlipwayError E_CONFIG as buildRequest
 */
export async function mergeRequest(
  flags: Flags,
  host: HostEnvironment,
  { targets, module, sboms }: MergedBuild,
  usual?: Usual,
): Promise<AskedRun> {
  const platforms = new Map(
    targets.flatMap((target) => target.platforms.map((platform) => [formatPlatform(platform), platform])),
  );
  const { shard: _, shards: __, dryRun: ___, ...values } = flags.values;
  const asked: Flags = {
    values: {
      ...values,
      platforms: [...platforms.values()],
      target: targets.map(({ name }) => ({ name, main: undefined })),
      sbom: sboms,
    },
    positionals: module === undefined ? flags.positionals : [module],
  };
  const request = { ...(await buildRequest(asked, host, usual)), reproduce: false };
  if (usual === undefined) checkSignsSomething(flags.values, request);
  return { request, flags: asked, host };
}
