import { join } from 'node:path';
import type { Layout } from '../../image/image.ts';
import { layerDescriptor } from '../../image/manifest.ts';
import type { AttributionReport } from '../../report/inspection.ts';
import type { WaterfallRow } from '../../report/model.ts';
import { parseCompression } from '../../request/compression.ts';
import type { TargetSettings } from '../../request/request.ts';
import { formatUnit } from '../../request/shard.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Digest } from '../../support/hashing.ts';
import type { ChainOrigin } from '../../verify/chain/chain.ts';
import type { Delivery } from '../delivery.ts';
import type { InspectedExecutable, InspectedTarget } from '../inspection.ts';
import type { Ports } from '../ports.ts';
import type { ShardSet } from './complete.ts';
import { shardPaths } from './folder.ts';
import { importImages, mergeImages, type ShardImages } from './images.ts';
import { executableOf } from './programs.ts';
import { nameOf, type ShardFolder } from './read.ts';
import type { ShardProgram, ShardTarget } from './record.ts';

/** All that shards made and found out, put together. */
export interface MergedShards {
  /** In the build's order. */
  readonly targets: readonly InspectedTarget[];
  readonly layouts: readonly (Layout | undefined)[];
  /** What the bytes follow from, by the target's name. */
  readonly settings: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Layers of bases that others made, which all lie in the store now: where they may be mounted from. */
  readonly origins: Delivery['origins'];
  /** By the program's path, as all that follows. */
  readonly attributions: ReadonlyMap<string, AttributionReport>;
  readonly waterfalls: ReadonlyMap<string, readonly WaterfallRow[]>;
  readonly chains: ReadonlyMap<string, ChainOrigin>;
  /** By manifest digest. */
  readonly zstd: ReadonlyMap<Digest, number>;
}

/** A target in one shard. */
interface Part {
  readonly shard: ShardFolder;
  readonly target: ShardTarget;
}

/**
 * Takes in what shards left, comparing every file with its digest, and makes of each target's images one index.
 * @param settings what the configuration here says of a target; what shards were built with counts before it
 * @param directory the source folder here
 * @throws SlipwayError E_CONFIG, E_BASE with the shard that is damaged; E_BINARY, E_IO
 */
export async function mergeShards(
  { shards, plan }: ShardSet,
  settings: (target: string) => TargetSettings,
  directory: string,
  ports: Pick<Ports, 'store' | 'progress'>,
): Promise<MergedShards> {
  const all = await Promise.all(
    plan.targets.map(async ({ name, platforms }) => {
      const parts = shards.flatMap((shard) =>
        shard.record.targets.flatMap((target) => (target.name === name ? [{ shard, target }] : [])),
      );
      const images: ShardImages[] = [];
      for (const part of parts) images.push(...(await imagesOf(part, ports)));
      const layout = await mergeImages(name, images, ports.store);
      const programs = parts.flatMap((part) => part.target.programs.map((program) => ({ ...part, program })));
      const executables = await Promise.all(
        programs.map(({ shard, program }) => executableOf(shard, program)),
      );
      const order = new Map(platforms.map((platform, at) => [formatUnit({ target: name, platform }), at]));
      const place = ({ platform }: InspectedExecutable) =>
        order.get(formatUnit({ target: name, platform })) ?? 0;
      // One that needed a base says which it was.
      const told = (parts.find(({ target }) => target.base.digest !== undefined) ?? parts[0])?.target;
      if (told === undefined) throw new SlipwayError('E_INTERNAL', `no shard has ${name}`);
      const target = inspectedTarget(
        told,
        settings(name),
        directory,
        executables.toSorted((a, b) => place(a) - place(b)),
      );
      return { target, layout, told, programs };
    }),
  );
  const programs = all.flatMap((each) => each.programs);
  for (const { target, layout } of all) {
    for (const { platform, diskBytes, pullBytes } of layout?.images ?? []) {
      const sizes = { ...(diskBytes !== undefined && { diskBytes }), pullBytes };
      ports.progress({ kind: 'image', target: target.name, platform, seconds: 0, cached: true, ...sizes });
    }
  }
  return {
    targets: all.map(({ target }) => target),
    layouts: all.map(({ layout }) => layout),
    settings: new Map(all.map(({ told }) => [told.name, told.settings])),
    origins: originsOf(
      programs,
      all.flatMap(({ layout }) => layout ?? []),
    ),
    attributions: byPath(programs, ({ program }) => program.attribution),
    waterfalls: byPath(programs, ({ program }) => program.waterfall),
    chains: byPath(programs, ({ shard }) => ({
      source: undefined,
      modules: undefined,
      ...shard.record.chain,
    })),
    zstd: new Map(
      programs.flatMap(({ program: { image, alternativeBytes } }) =>
        image === undefined || alternativeBytes === undefined
          ? []
          : [[image.manifest, alternativeBytes] as const],
      ),
    ),
  };
}

/** The images of a target in one shard. */
async function imagesOf(
  { shard, target }: Part,
  { store }: Pick<Ports, 'store'>,
): Promise<readonly ShardImages[]> {
  try {
    const found = await importImages(target, join(shard.folder, shardPaths.images, target.name), store);
    return found === undefined ? [] : [found];
  } catch (error) {
    if (!(error instanceof SlipwayError)) throw error;
    throw new SlipwayError(error.code, `${nameOf(shard)} cannot be merged\n${error.message}`, {
      hint: 'run this shard again, and merge all; the others need not be built again',
      cause: error,
    });
  }
}

function inspectedTarget(
  { name, importPath, module, base, compression, user }: ShardTarget,
  settings: TargetSettings,
  directory: string,
  executables: readonly InspectedExecutable[],
): InspectedTarget {
  const { path, version, goMod } = module;
  return {
    ...{ name, importPath, base, executables },
    module: {
      Path: path,
      ...(version !== undefined && { Version: version }),
      ...(goMod !== undefined && { GoMod: join(directory, goMod) }),
    },
    settings: {
      ...settings,
      platforms: executables.map(({ platform }) => platform),
      compression: parseCompression(compression),
      user,
    },
  };
}

/** A program in one shard. */
type ProgramPart = Part & { readonly program: ShardProgram };

function byPath<T>(
  parts: readonly ProgramPart[],
  of: (part: ProgramPart) => T | undefined,
): ReadonlyMap<string, T> {
  return new Map(
    parts.flatMap((part) => {
      const value = of(part);
      const path = join(part.shard.folder, shardPaths.programs, part.program.program.file);
      return value === undefined ? [] : [[path, value] as const];
    }),
  );
}

function originsOf(parts: readonly ProgramPart[], layouts: readonly Layout[]): Delivery['origins'] {
  const layers = layouts.flatMap(({ images }) => images.flatMap((image) => image.layers));
  const descriptors = new Map(layers.map((layer) => [layer.digest, layerDescriptor(layer)]));
  const told = parts.flatMap(({ program }) => program.image?.layers ?? []);
  return new Map(
    told.flatMap(({ digest, foreign: { registry, repository } = {} }) => {
      const descriptor = descriptors.get(digest);
      if (registry === undefined || repository === undefined || descriptor === undefined) return [];
      return [[digest, { descriptor, repository: { registry, repository }, fetch: async () => {} }] as const];
    }),
  );
}
