import pLimit from 'p-limit';
import { makeProgramLayer } from '../../engine/embedded.ts';
import { findUpx, type Upx } from '../../pack/upx.ts';
import type { CacheUse } from '../../report/model.ts';
import { type Lock, readLock } from '../../request/lock-file.ts';
import { packKey } from '../../request/lock-packs.ts';
import { packMode } from '../../request/pack-policy.ts';
import { formatPlatform } from '../../request/platform.ts';
import type { BuildRequest } from '../../request/request.ts';
import { oncePer, settleAll } from '../../support/concurrency.ts';
import type { Verdict } from '../../verify/verdict.ts';
import type { InspectedExecutable, InspectedTarget } from '../inspection.ts';
import type { Ports } from '../ports.ts';
import type { ProgramLayer } from '../program-layers.ts';
import { type PackJob, packProgram, type WireOf } from './pack-program.ts';
import type { Packing, PackOutcome } from './packing.ts';

/**
 * Decides of every program that may be packed, and packs. Programs are packed side by side, and then run one after another, so that
 * nothing else is at work while a start is timed.
 * @throws SlipwayError E_TOOL without UPX, E_CONFIG for a lock that cannot be read, E_IO
 */
export async function packTargets(
  targets: readonly InspectedTarget[],
  layers: ReadonlyMap<string, ProgramLayer>,
  request: BuildRequest,
  ports: Ports,
): Promise<readonly [Packing, CacheUse]> {
  const lock = request.lockFile === undefined ? undefined : await readLock(request.lockFile);
  const limit = pLimit(request.jobs ?? ports.machine.cores);
  const jobs = jobsOf(targets, layers, lock, { request, ports, limit });
  const made = new Map<string, ProgramLayer>();
  const wireOf = layerMaker(made, { request, ports, limit });
  const begun = await settleAll(jobs.map((job) => packProgram(job, wireOf, ports)));
  const outcomes = new Map<string, PackOutcome>();
  const caches: boolean[] = [];
  for (const [at, finish] of begun.entries()) {
    const { outcome, cached } = await finish();
    const path = jobs[at]?.executable.path;
    if (path !== undefined) outcomes.set(path, outcome);
    caches.push(cached);
  }
  return [joined(targets, layers, made, outcomes), useOf(caches)];
}

interface Work {
  readonly request: BuildRequest;
  readonly ports: Ports;
  readonly limit: PackJob['limit'];
}

/** The programs that may be packed. */
function jobsOf(
  targets: readonly InspectedTarget[],
  layers: ReadonlyMap<string, ProgramLayer>,
  lock: Lock | undefined,
  { request, ports, limit }: Work,
): PackJob[] {
  const upx = oncePer(
    (version: string | undefined) => version ?? '',
    (version) => upxFor(version, request, ports),
  );
  return targets.flatMap((target) =>
    target.executables.flatMap((executable): PackJob[] => {
      const mode = packMode(target.settings.pack, executable.platform);
      if (mode === 'never') return [];
      const [wire, locked] = [layers.get(executable.path), lockedOf(lock, target, executable)];
      return [{ target, executable, mode, locked, wire, upx, limit, sandbox: request.sandbox }];
    }),
  );
}

/** Makes layers of packed programs, and keeps them by the paths of these: one of them is shipped. */
function layerMaker(made: Map<string, ProgramLayer>, { request, ports, limit }: Work): WireOf {
  return ({ name, settings }, { path, digest, bytes }) =>
    limit(async () => {
      const started = ports.clock.seconds();
      const executable = { file: path, digest, bytes };
      const mtime = request.sourceDateEpoch ?? 0;
      const layer = await makeProgramLayer({ name, executable, settings, mtime }, ports.store);
      made.set(path, { ...layer, seconds: ports.clock.seconds() - started });
      return layer.layer.compressedBytes;
    });
}

function upxFor(version: string | undefined, request: BuildRequest, ports: Ports): Promise<Upx> {
  const { cacheDirectory, offline } = request;
  const say = (text: string): void => ports.progress({ kind: 'notice', text });
  return findUpx({ ...ports, cacheDirectory, offline, say }, version);
}

/** A decision holds for the package that it was made of. */
function lockedOf(lock: Lock | undefined, target: InspectedTarget, { platform }: InspectedExecutable) {
  const found = lock?.packs.get(packKey(target.name, formatPlatform(platform)));
  return found?.package === target.importPath ? found : undefined;
}

function joined(
  targets: readonly InspectedTarget[],
  layers: ReadonlyMap<string, ProgramLayer>,
  made: ReadonlyMap<string, ProgramLayer>,
  outcomes: ReadonlyMap<string, PackOutcome>,
): Packing {
  const shipped = [...outcomes].flatMap(([path, { shipped: file }]) => {
    const layer = file === undefined ? undefined : made.get(file.path);
    return layer === undefined ? [] : [[path, layer] as const];
  });
  const packed = targets.map((target) => ({
    ...target,
    executables: target.executables.map((executable) => {
      const pack = outcomes.get(executable.path);
      return pack === undefined ? executable : { ...executable, pack };
    }),
  }));
  return {
    targets: packed,
    layers: new Map([...layers, ...shipped]),
    verdicts: packed.flatMap(verdictsOf),
    notices: noticesOf(packed),
  };
}

/** Whether what was packed runs: a program that does not is shipped as it was, and that is worth a word. */
function verdictsOf({ name, executables }: InspectedTarget): Verdict[] {
  return executables.flatMap(({ platform, pack }): Verdict[] => {
    if (pack === undefined) return [];
    const { decision, reason, locked } = pack.report;
    const subject = `${name} (${formatPlatform(platform)})`;
    const verdict = { check: 'pack/runs', subject, severity: locked ? 'block' : 'warn' } as const;
    if (decision === 'reverted') {
      const todo = locked
        ? 'slipway lock decides anew'
        : 'leave --pack away for it, or find out what it reads of itself';
      return [{ ...verdict, status: 'fail', detail: `${reason}\nto do: ${todo}` }];
    }
    if (decision !== 'packed') return [];
    return [{ ...verdict, status: pack.isProved ? 'pass' : 'skip', detail: pack.isProved ? '' : reason }];
  });
}

/** What was decided by timing on one machine may be decided otherwise on another. */
function noticesOf(targets: readonly InspectedTarget[]): string[] {
  const open = targets.flatMap(({ name, executables, settings: { pack } }) =>
    executables.flatMap((executable) =>
      executable.pack?.report.locked === false && packMode(pack, executable.platform) === 'auto'
        ? [`${name} (${formatPlatform(executable.platform)})`]
        : [],
    ),
  );
  if (open.length === 0) return [];
  return [
    `${open.join(', ')}: no slipway.lock says whether it is packed, so another machine may decide otherwise; slipway lock writes the decision down`,
  ];
}

function useOf(caches: readonly boolean[]): CacheUse {
  const hits = caches.filter((hit) => hit).length;
  if (caches.length === 0) return 'none';
  return hits === caches.length ? 'hit' : hits > 0 ? 'partial' : 'miss';
}
