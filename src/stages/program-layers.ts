import pLimit from 'p-limit';
import { makeProgramLayer } from '../engine/embedded.ts';
import type { BuiltTarget } from '../gobuild/build.ts';
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

/** Each is compressed by two threads, which keeps two cores busy and memory small. */
export const layersAtOnce = 1;

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
  const limit = pLimit(layersAtOnce);
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

/** Only Linux programs are put into images. */
export function holdsImage({ platform }: { readonly platform: Platform }): boolean {
  return platform.os === 'linux';
}
