import type { Origin } from '../gobuild/origin.ts';
import { compressorIdentity } from '../image/compress.ts';
import { bareFileName } from '../output/bare-files.ts';
import { targetReport } from '../report/build-report.ts';
import type { RequestReport, TargetReport, ToolchainReport } from '../report/model.ts';
import { formatCompression } from '../request/compression.ts';
import { formatOutput } from '../request/output.ts';
import { formatPlatform } from '../request/platform.ts';
import type { BuildRequest } from '../request/request.ts';
import type { Digest } from '../support/hashing.ts';
import type { Outcome } from '../verify/verdict.ts';
import { alternative } from './alternatives.ts';
import type { Delivery } from './delivery.ts';

/** The request as it was understood. */
export function requestReport({ source, defaults, outputs }: BuildRequest): RequestReport {
  return {
    source: source.kind === 'directory' ? source.directory : `${source.path}@${source.version}`,
    platforms: defaults.platforms.map(formatPlatform),
    outputs: outputs.map(formatOutput),
    compression: formatCompression(defaults.compression),
    compressor: compressorIdentity(defaults.compression),
    vcsStamp: defaults.vcsStamp,
  };
}

export function toolchainReport({ toolchain, go }: Origin): ToolchainReport {
  return {
    go: toolchain.version,
    source: toolchain.source,
    askedBy: toolchain.askedBy,
    pinned: toolchain.pinned,
    environment: go.environment.shown,
    overruled: go.environment.overruled,
  };
}

/** Every target with what was made of it; outputs are named only when they were written. */
export function targetReports(
  deliveries: readonly Delivery[],
  origin: Origin,
  outcome: Outcome,
  zstd: ReadonlyMap<Digest, number>,
): TargetReport[] {
  return deliveries.map(({ target, layout, places }) => {
    const bare = places.outputs.some(({ kind }) => kind === 'bin');
    return targetReport({
      ...target,
      goVersion: origin.toolchain.version,
      layout,
      bareNames: bare
        ? new Map(
            target.executables.map((file) => [
              file,
              bareFileName({ target: target.name, platform: file.platform }),
            ]),
          )
        : undefined,
      alternative: { compression: formatCompression(alternative), pullBytes: zstd },
      outputs: outcome === 'fail' ? [] : places.outputs.map(formatOutput),
    });
  });
}
