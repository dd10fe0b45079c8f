import { sweepStore } from '../cache/sweep.ts';
import { build } from '../pipeline.ts';
import type { Report } from '../report/model.ts';
import type { Plan } from '../report/plan.ts';
import type { AskedRun } from '../request/baseline-request.ts';
import { encodeSnapshot } from '../size/snapshot.ts';
import type { Rebuild } from '../stages/baseline.ts';
import { planBuild } from '../stages/plan.ts';
import type { Ports } from '../stages/ports.ts';
import { snapshotOf } from '../stages/snapshot.ts';
import { writeFileAtomic } from '../support/files.ts';

export type BuildAnswer =
  | { readonly kind: 'report'; readonly report: Report; readonly status: 0 | 1 }
  | { readonly kind: 'plan'; readonly plan: Plan };

/**
 * `slipway build`: the report of a run; with --dry-run the plan of one.
 * @throws SlipwayError for whatever keeps the run from having an answer
 */
export async function buildCommand(asked: AskedRun, ports: Ports): Promise<BuildAnswer> {
  const { request } = asked;
  if (request.dryRun) return { kind: 'plan', plan: await planBuild(request, ports) };
  const report = await build(request, ports, rebuildOf(asked, ports));
  // What was refused is nothing to compare with: it may be without images, and nobody is to get used to it.
  if (request.snapshotFile !== undefined && report.outcome !== 'fail') {
    await writeFileAtomic(request.snapshotFile, encodeSnapshot(snapshotOf(report)));
  }
  await sweepStore(request.cacheDirectory, ports.clock.now());
  return { kind: 'report', report, status: report.outcome === 'pass' ? 0 : 1 };
}

/** Other commits are built by the same command line; nothing of it is loaded before that is asked for. */
function rebuildOf(asked: AskedRun, ports: Ports): Rebuild {
  const stage = () => import('../stages/rebuild-baseline.ts');
  return {
    base: async (base) => (await stage()).rebuildBaseline({ ...asked, base }, ports, build),
    again: async (commit, work) => (await stage()).rebuildAgain(asked, commit, ports, build, work),
  };
}
