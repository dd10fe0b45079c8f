import pLimit from 'p-limit';
import { makeProgramLayer } from '../engine/embedded.ts';
import type { BuiltTarget } from '../gobuild/build.ts';
import { gzipBlocksAtOnce } from '../image/gzip.ts';
import type { MadeLayer } from '../image/layer.ts';
import type { EngineReport } from '../report/model.ts';
import { asksForImages } from '../request/output.ts';
import { mayPack } from '../request/pack-policy.ts';
import type { Platform } from '../request/platform.ts';
import type { BuildRequest } from '../request/request.ts';
import { settleAll } from '../support/concurrency.ts';
import type { Ports } from './ports.ts';

export interface ProgramLayer extends MadeLayer {
  readonly seconds: number;
}

/** Two compressors at once keep two cores busy and memory small. A gzip layer is compressed by two itself, zstd's by one. */
const compressors = 2;

/**
 * The layers of all programs that images are asked of, by the programs' paths: what takes longest of an image, and depends on
 * nothing that is only known later.
 */
export async function makeProgramLayers(
  targets: readonly BuiltTarget[],
  request: BuildRequest,
  engine: EngineReport,
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
): Promise<ReadonlyMap<string, ProgramLayer>> {
  // BuildKit compresses by itself; whether packing pays is measured here.
  const isMeasured = targets.some(({ settings }) => mayPack(settings.pack));
  if (!asksForImages(request) || (engine.name === 'buildkit' && !isMeasured)) return new Map();
  const limit = pLimit(compressorsFor(targets));
  const mtime = request.sourceDateEpoch ?? 0;
  const layers = targets.flatMap(({ name, settings, executables }) =>
    executables.filter(holdsImage).map(({ path, digest, bytes }) =>
      limit(async () => {
        const started = clock.seconds();
        const executable = { file: path, digest, bytes };
        const made = await makeProgramLayer({ name, executable, settings, mtime }, store);
        return [path, { ...made, seconds: clock.seconds() - started }] as const;
      }),
    ),
  );
  return new Map(await settleAll(layers));
}

/** How many layers of such programs are made at once. */
export function compressorsFor(targets: readonly Pick<BuiltTarget, 'settings'>[]): number {
  const allGzip = targets.every(({ settings }) => settings.compression.algorithm === 'gzip');
  return allGzip ? compressors / gzipBlocksAtOnce : compressors;
}

/** Only Linux programs are put into images. */
export function holdsImage({ platform }: { readonly platform: Platform }): boolean {
  return platform.os === 'linux';
}
