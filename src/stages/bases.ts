import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Origin } from '../gobuild/origin.ts';
import { type Base, scratchBase } from '../image/base/base.ts';
import type { RootsBundle } from '../image/base/roots.ts';
import { rootsModule } from '../image/base/roots-module.ts';
import { makeStaticBase } from '../image/base/static.ts';
import type { Registry } from '../registry/registry.ts';
import { formatCompression } from '../request/compression.ts';
import type { Platform } from '../request/platform.ts';
import type { BuildRequest, TargetSettings } from '../request/request.ts';
import { settleAll } from '../support/concurrency.ts';
import { SlipwayError } from '../support/errors.ts';
import { withPinnedModule } from '../toolchain/pinned-module.ts';
import { type Bases, foreignBaseKey, makeForeignBases } from './foreign-bases.ts';
import type { Ports } from './ports.ts';

/**
 * The bases that a run's images stand on: known from the request alone, so made while Go compiles.
 * @throws SlipwayError E_BASE when one cannot be made or used
 */
export async function makeBases(
  request: BuildRequest,
  origin: Origin,
  ports: Ports,
  registry: Registry,
): Promise<Bases> {
  const settings =
    request.targets.length > 0 ? request.targets.map((target) => target.settings) : [request.defaults];
  if (request.engine.dockerfile !== undefined) return unknownBases(settings, request.engine.dockerfile);
  const own = new Map(
    settings.flatMap((one) => (typeof one.base === 'string' ? [[ownBaseKey(one), one] as const] : [])),
  );
  const [foreign, ...made] = await settleAll([
    makeForeignBases(settings, request, ports, registry),
    ...[...own].map(async ([key, one]) => [key, await makeOwnBase(one, request, origin, ports)] as const),
  ]);
  return { ...foreign, byKey: new Map([...made, ...foreign.byKey]) };
}

/** What a Dockerfile of the user's stands on is its own affair: nothing is judged by it. */
function unknownBases(settings: readonly TargetSettings[], dockerfile: string): Bases {
  const base: Base = { reference: basename(dockerfile), layers: [], env: {} };
  const keys = settings.flatMap((one) =>
    one.platforms.map((platform) =>
      typeof one.base === 'string' ? ownBaseKey(one) : foreignBaseKey(one.base, one, platform),
    ),
  );
  return { byKey: new Map(keys.map((key) => [key, base])), notices: [], verdicts: [] };
}

/** The base of a target on a platform; undefined where the run needs none. */
export function baseFor(settings: TargetSettings, platform: Platform, { byKey }: Bases): Base | undefined {
  const { base } = settings;
  return byKey.get(
    typeof base === 'string' ? ownBaseKey(settings) : foreignBaseKey(base, settings, platform),
  );
}

/** What tells one of Slipway's own bases from another: they are the same for every platform. */
function ownBaseKey({ base, timezones, compression }: TargetSettings): string {
  return base === 'scratch' ? base : `${base} ${timezones} ${formatCompression(compression)}`;
}

async function makeOwnBase(
  settings: TargetSettings,
  request: BuildRequest,
  origin: Origin,
  ports: Ports,
): Promise<Base> {
  if (settings.base === 'scratch') return scratchBase();
  const zoneinfoZip = settings.timezones ? join(origin.go.goroot, 'lib', 'time', 'zoneinfo.zip') : undefined;
  return makeStaticBase(
    {
      roots: () => fetchRoots(request, origin, ports),
      zoneinfoZip,
      compression: settings.compression,
      mtime: request.sourceDateEpoch ?? 0,
    },
    ports.store,
  );
}

/** The pinned module of CA roots; its files are checked again by whoever reads them. */
async function fetchRoots(request: BuildRequest, origin: Origin, ports: Ports): Promise<RootsBundle> {
  const { cacheDirectory, offline } = request;
  const answer = await withPinnedModule(
    rootsModule,
    origin.go.settings,
    { ...ports, cacheDirectory, offline, progress: () => undefined },
    async (directory) => ({
      der: await readFile(join(directory, rootsModule.der.path)),
      table: await readFile(join(directory, rootsModule.table.path)),
    }),
  );
  if ('found' in answer) return answer.found;
  throw new SlipwayError('E_BASE', `cannot get the CA roots of the base "static": ${answer.missing}`, {
    hint: offline
      ? 'run once without --offline, or use --base scratch'
      : 'check GOPROXY, or use --base scratch for a program that verifies no TLS certificates',
  });
}
