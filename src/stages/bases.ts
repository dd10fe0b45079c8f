import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { downloadModule } from '../gobuild/module-source.ts';
import type { Origin } from '../gobuild/origin.ts';
import { type Base, scratchBase } from '../image/base/base.ts';
import type { RootsBundle } from '../image/base/roots.ts';
import { rootsModule } from '../image/base/roots-module.ts';
import { makeStaticBase } from '../image/base/static.ts';
import { formatCompression } from '../request/compression.ts';
import type { BuildRequest, TargetSettings } from '../request/request.ts';
import { SlipwayError } from '../support/errors.ts';
import type { Ports } from './ports.ts';

/** The bases that a run's images stand on, by what decides them: known from the request alone, so made while Go compiles. */
export async function makeBases(
  request: BuildRequest,
  origin: Origin,
  ports: Ports,
): Promise<ReadonlyMap<string, Base>> {
  const settings =
    request.targets.length > 0 ? request.targets.map((target) => target.settings) : [request.defaults];
  const distinct = new Map(settings.map((one) => [baseKey(one), one]));
  const made = [...distinct].map(
    async ([key, one]) => [key, await makeBase(one, request, origin, ports)] as const,
  );
  return new Map(await Promise.all(made));
}

/** What tells one base from another. */
export function baseKey({ base, timezones, compression }: TargetSettings): string {
  return base === 'scratch' ? base : `${base} ${timezones} ${formatCompression(compression)}`;
}

async function makeBase(
  settings: TargetSettings,
  request: BuildRequest,
  origin: Origin,
  ports: Ports,
): Promise<Base> {
  if (settings.base === 'scratch') return scratchBase();
  const zoneinfoZip = settings.timezones ? join(origin.go.goroot, 'lib', 'time', 'zoneinfo.zip') : undefined;
  return makeStaticBase(
    {
      roots: () => fetchRoots(request, origin),
      zoneinfoZip,
      compression: settings.compression,
      mtime: request.sourceDateEpoch ?? 0,
    },
    ports.store,
  );
}

/** The pinned module of CA roots, through GOPROXY and checked by the go command; its files are checked again by their user. */
async function fetchRoots(request: BuildRequest, origin: Origin): Promise<RootsBundle> {
  const module = `${rootsModule.path}@${rootsModule.version}`;
  const download = await downloadModule(origin.go.command, module, request.cacheDirectory);
  if (download.Error !== undefined || download.Dir === undefined) {
    throw new SlipwayError(
      request.offline ? 'E_BASE' : 'E_NETWORK',
      `cannot get the CA roots, ${module}\n${download.Error ?? ''}`,
      {
        hint: request.offline
          ? 'run once without --offline, or use --base scratch'
          : 'check GOPROXY and the network, or use --base scratch for a program that verifies no TLS certificates',
      },
    );
  }
  if (download.Sum !== rootsModule.h1) {
    throw new SlipwayError('E_BASE', `${module} has the hash ${download.Sum}, not ${rootsModule.h1}`, {
      hint: 'the module cache or the proxy gives something else than this version of Slipway was made with; nothing was built of it',
    });
  }
  const read = (file: { path: string }): Promise<Buffer> => readFile(join(download.Dir ?? '', file.path));
  const [der, table] = await Promise.all([read(rootsModule.der), read(rootsModule.table)]);
  return { der, table };
}
