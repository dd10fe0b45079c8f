import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptSizes } from '../cache/kept-sizes.ts';
import { sweepStore } from '../cache/sweep.ts';
import { build } from '../pipeline.ts';
import type { Report } from '../report/model.ts';
import type { Plan } from '../report/plan.ts';
import type { Reproduction } from '../report/reproduction/reproduction.ts';
import { formatBaseline } from '../request/baseline.ts';
import type { AskedRun } from '../request/baseline-request.ts';
import type { LockedPacks } from '../request/lock-packs.ts';
import { checkClean, type ReproduceRequest } from '../request/reproduce-request.ts';
import type { BuildRequest } from '../request/request.ts';
import { encodeSnapshot } from '../size/snapshot.ts';
import { planBuild } from '../stages/plan.ts';
import type { Ports } from '../stages/ports.ts';
import type { OtherWays } from '../stages/sizes/baseline.ts';
import { snapshotOf } from '../stages/sizes/snapshot.ts';
import { SlipwayError } from '../support/errors.ts';
import { writeFileAtomic } from '../support/files.ts';

export type BuildAnswer =
  | { readonly kind: 'report'; readonly report: Report; readonly status: 0 | 1 }
  | { readonly kind: 'plan'; readonly plan: Plan }
  /** What BuildKit would be given; of images that a check refuses nothing is. */
  | { readonly kind: 'definition'; readonly text: string };

/**
 * `slipway build`: the report of a run; with --dry-run the plan of one.
 * @param kept what runs of the action keep for each other; undefined: nothing
 * @throws SlipwayError for whatever keeps the run from having an answer
 */
export async function buildCommand(asked: AskedRun, ports: Ports, kept?: KeptSizes): Promise<BuildAnswer> {
  const { request } = asked;
  checkCached(request, kept);
  if (request.engine.print !== undefined) return printDefinition(request, ports);
  if (request.reproduce) checkClean(request);
  if (request.dryRun) return { kind: 'plan', plan: await planBuild(request, ports) };
  return reported(request, await build(request, ports, waysOf(asked, ports, kept)), ports);
}

/** @throws SlipwayError E_CONFIG for a baseline in a cache that this run does not have */
export function checkCached({ baseline }: BuildRequest, kept: KeptSizes | undefined): void {
  if (kept !== undefined || baseline.kind !== 'cache') return;
  const why = `--baseline ${formatBaseline(baseline)}: only a run of the action has that cache`;
  throw new SlipwayError('E_CONFIG', why, { hint: 'name rebuild:BRANCH, registry:REF or file:PATH' });
}

/** Writes what is made of a report, and gives what the command answers. */
export async function reported(
  request: BuildRequest,
  report: Report,
  ports: Ports,
): Promise<Extract<BuildAnswer, { kind: 'report' }>> {
  // What was refused is nothing to compare with: it may be without images, and nobody is to get used to it.
  if (request.snapshotFile !== undefined && report.outcome !== 'fail') {
    await writeFileAtomic(request.snapshotFile, encodeSnapshot(snapshotOf(report)));
  }
  if (request.pageFile !== undefined) {
    const { buildPage } = await import('../report/build-page/page.ts');
    await writeFileAtomic(request.pageFile, buildPage(report));
  }
  await sweepStore(request.cacheDirectory, ports.clock.now());
  return { kind: 'report', report, status: report.outcome === 'pass' ? 0 : 1 };
}

/** Everything of a build is done but what leaves it. */
async function printDefinition(request: BuildRequest, ports: Ports): Promise<BuildAnswer> {
  const folder = await ports.store.reserve();
  const nowhere = {
    ...{ outputs: [{ kind: 'oci', path: join(folder, 'out') }] as const, push: [], load: undefined },
    ...{ digestFile: undefined, sbom: undefined, signing: undefined, snapshotFile: undefined },
    ...{ baseline: { kind: 'none' } as const, waterfall: false, before: undefined, attribution: false },
    reproduce: false,
  };
  try {
    const report = await build({ ...request, ...nowhere }, ports);
    if (report.outcome !== 'fail') return { kind: 'definition', text: report.definition ?? '' };
    const faults = report.verdicts.filter(
      ({ status, severity }) => status === 'fail' && severity === 'block',
    );
    const told = faults.map(({ subject, detail }) => `${subject}: ${detail}`).join('\n');
    throw new SlipwayError('E_VERIFY', `--print: a check refuses what would be made\n${told}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Loads what finds a baseline, and builds other commits by the same command line, when it is asked for. */
export function waysOf(asked: AskedRun, ports: Ports, kept: KeptSizes | undefined): OtherWays {
  const stage = () => import('../stages/sizes/rebuild-baseline.ts');
  return {
    again: async (made) =>
      (await import('../stages/reproduce/reproduce-again.ts')).buildAgain(asked, made, ports, build),
    rebuild: {
      base: async (base) => (await stage()).rebuildBaseline({ ...asked, base }, ports, build),
      again: async (commit, work) => (await stage()).rebuildAgain(asked, commit, ports, build, work),
    },
    cached: async (base) => {
      if (kept === undefined) return { kind: 'none', why: 'this run has no cache' };
      const { cachedBaseline } = await import('../stages/sizes/cached-baseline.ts');
      return cachedBaseline({ source: asked.request.source, base }, ports, kept);
    },
  };
}

/** What a build of a request decides about packing, for slipway.lock. */
export async function packDecisions(request: BuildRequest, ports: Ports): Promise<LockedPacks> {
  const { decidePacks } = await import('../stages/pack/decide-packs.ts');
  return decidePacks(request, (forDeciding) => build(forDeciding, ports));
}

/** `slipway reproduce`, whose builds are those of this command. Throws as `reproduceCommand`. */
export async function reproduction(request: ReproduceRequest, ports: Ports): Promise<Reproduction> {
  const { reproduceCommand } = await import('./reproduce.ts');
  return reproduceCommand(request, ports, build);
}
