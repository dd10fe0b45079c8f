import { placeAssets } from '../image/assets.ts';
import { checkFit } from '../image/base/fit.ts';
import { imageUser } from '../image/base/inherit.ts';
import { type Execution, type HistoryEntry, mergeEnv } from '../image/config.ts';
import type { Layer } from '../image/descriptor.ts';
import type { LayerRequest } from '../image/layer.ts';
import type { TarEntry } from '../image/tar.ts';
import { executablePath, type ImagePlan } from './plan.ts';

/** What a layer is made of, and that in plain words. */
export interface PlannedLayer {
  readonly request: LayerRequest;
  readonly createdBy: string;
}

/**
 * What lies above the base, from the lowest up: assets where there are some, then the program.
 * @throws SlipwayError E_CONFIG when an asset lies where something else must, E_BASE when the base has a link in the way
 */
export function ownLayers(plan: ImagePlan): PlannedLayer[] {
  const { base, name, mtime } = plan;
  const path = executablePath(name);
  checkFit(base, [path, ...plan.assets.filter(isFile).map((asset) => `/${asset.path}`)]);
  const assets = placeAssets(plan.assets, base, path);
  const files = assets.filter(isFile).length;
  const program = {
    request: programLayerRequest(plan),
    createdBy: `slipway: ${path} built from ${plan.importPath}`,
  };
  if (assets.length === 0) return [program];
  const below = base.contents?.directories ?? new Map();
  const { compression } = plan.settings;
  return [
    {
      request: { kind: 'asset', entries: assets, below, compression, mtime },
      createdBy: `slipway: assets (${files} ${files === 1 ? 'file' : 'files'})`,
    },
    program,
  ];
}

function isFile({ type }: TarEntry): boolean {
  return type !== 'directory';
}

/** What the image is told to do, from the request and, below it, from a base that others made. */
export function executionOf({ base, name, settings, metadata }: ImagePlan): Execution {
  const inherited = base.foreign?.inherited;
  return {
    entrypoint: settings.entrypoint ?? [executablePath(name)],
    cmd: settings.cmd,
    env: mergeEnv(base.env, settings.env),
    user: imageUser(settings.user, inherited?.user),
    workdir: settings.workdir ?? inherited?.workdir,
    ports: settings.ports,
    labels: metadata.labels,
    inherited,
  };
}

/** Undefined as soon as one layer was never unpacked. */
export function diskBytesOf(layers: readonly Layer[]): number | undefined {
  return layers.reduce<number | undefined>(
    (sum, { uncompressedBytes: bytes }) =>
      sum === undefined || bytes === undefined ? undefined : sum + bytes,
    0,
  );
}

export type ProgramLayerPlan = Pick<ImagePlan, 'name' | 'executable' | 'mtime'> & {
  readonly settings: Pick<ImagePlan['settings'], 'compression'>;
};

/** What the layer of an executable is made of. */
export function programLayerRequest({ name, executable, settings, mtime }: ProgramLayerPlan): LayerRequest {
  const path = executablePath(name).slice(1);
  const entries: readonly TarEntry[] = [{ type: 'file', path, mode: 0o755, content: executable }];
  return { kind: 'binary', entries, compression: settings.compression, mtime };
}

/** A foreign base tells its own; of Slipway's own bases it says what they are made of. */
export function baseHistory({ base, created }: ImagePlan): readonly HistoryEntry[] {
  if (base.foreign !== undefined) return base.foreign.inherited.history;
  const what = `slipway: base ${base.reference}${base.source === undefined ? '' : ` (${base.source})`}`;
  return base.layers.map(() => ({ created, created_by: what }));
}
