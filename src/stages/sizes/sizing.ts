import type { Origin } from '../../gobuild/origin.ts';
import { repositoryRoot } from '../../gobuild/source.ts';
import type { Target } from '../../gobuild/targets.ts';
import type { Report } from '../../report/model.ts';
import type { Cause, SizeReport } from '../../report/size-report.ts';
import type { BuildRequest } from '../../request/request.ts';
import type { SizeSnapshot } from '../../size/snapshot.ts';
import { writeFileAtomic } from '../../support/files.ts';
import type { Toolchain } from '../../toolchain/resolve.ts';
import { slipwayVersion } from '../../version.ts';
import type { ApartQuestion } from '../apart/apart.ts';
import { type ApartStep, withApart } from '../apart/apart-parts.ts';
import type { RunPorts } from '../registries.ts';
import { sourceReport } from '../reporting.ts';
import { findBaseline, type OtherWays } from './baseline.ts';
import { causesOf } from './causes.ts';
import { writeExchange } from './size-exchange.ts';
import { snapshotOf } from './snapshot.ts';
import { type Baseline, type Sizing, weigh } from './weigh.ts';

/**
 * Compares what was built with the baseline that the request names, holds each target against its budget, and looks for the lines
 * that brought what is new.
 * @param ways with the verdicts of what was built, for who reads the page
 * @throws SlipwayError as findBaseline
 */
export async function weighAgainst(
  request: Pick<BuildRequest, 'baseline' | 'image' | 'exchangeFile' | 'sizePageFile' | 'go' | 'lockFile'>,
  made: Pick<Report, 'targets' | 'verdicts'>,
  built: readonly Pick<Target, 'name' | 'settings' | 'module'>[],
  origin: Pick<Origin, 'workspace' | 'source'> & { readonly toolchain: Pick<Toolchain, 'version'> },
  ways: OtherWays & { readonly ports: RunPorts },
): Promise<Sizing> {
  const names = made.targets.map(({ name }) => name);
  const { baseline, notices } = await findBaseline(request, names, ways);
  const budgets = new Map(built.map(({ name, settings }) => [name, settings.budget]));
  const sizing = weigh(made.targets, baseline, (target) => budgets.get(target) ?? {}, made.verdicts);
  const told = { ...sizing, notices: [...notices, ...sizing.notices] };
  const modules = built.map(({ name, module }) => ({
    target: name,
    path: module.Path,
    goMod: origin.source.module === undefined ? module.GoMod : undefined,
  }));
  const root = repositoryRoot({ directory: origin.workspace.directory, vcs: origin.source.vcs });
  const causes = await causesOf(told.size?.targets ?? [], modules, root);
  const { targets } = made;
  const steps = await stepsApart(told.size, baseline, { run: request, targets, built }, ways.rebuild);
  const source = sourceReport(origin);
  const now: Now = {
    go: origin.toolchain.version,
    snapshot: () => snapshotOf({ slipway: slipwayVersion, ...made, ...(source !== undefined && { source }) }),
  };
  const unwritten = await passOn(request.exchangeFile, { now, baseline, causes, steps });
  const size = told.size && withApart({ ...told.size, causes }, steps);
  await writePage(request.sizePageFile, { now, baseline, size, verdicts: made.verdicts });
  return {
    ...told,
    ...(size !== undefined && { size }),
    notices: [...told.notices, ...unwritten],
  };
}

/** What was built: taken together only for who writes a file of it. */
interface Now {
  /** `1.26.8` */
  readonly go: string;
  readonly snapshot: () => SizeSnapshot;
}

/** What of the change is not the code's; nothing of it is loaded where no setting changed. */
async function stepsApart(
  size: SizeReport | undefined,
  baseline: Baseline | undefined,
  of: Omit<ApartQuestion, 'size' | 'baseline'>,
  rebuild: OtherWays['rebuild'],
): Promise<readonly ApartStep[]> {
  if (size === undefined || baseline === undefined || size.settings.length === 0) return [];
  const { measureApart } = await import('../apart/apart.ts');
  return measureApart({ ...of, size, baseline }, rebuild);
}

/** Writes what people look at; nothing where nothing was compared. */
async function writePage(
  file: string | undefined,
  told: {
    readonly now: Now;
    readonly baseline: Baseline | undefined;
    readonly size: SizeReport | undefined;
    readonly verdicts: Report['verdicts'];
  },
): Promise<void> {
  const { now, baseline, size, verdicts } = told;
  if (file === undefined || size === undefined || baseline === undefined) return;
  const { sizePage } = await import('../../report/size-page/size-page.ts');
  const report = { size, verdicts, toolchain: { go: now.go } };
  await writeFileAtomic(file, sizePage({ report, before: baseline.snapshot, after: now.snapshot() }));
}

/** Writes what another job makes a comment of; gives what is to be said where it cannot. */
async function passOn(
  file: string | undefined,
  told: {
    readonly now: Now;
    readonly baseline: Baseline | undefined;
    readonly causes: readonly Cause[];
    readonly steps: readonly ApartStep[];
  },
): Promise<readonly string[]> {
  if (file === undefined) return [];
  const { now, baseline, causes, steps } = told;
  const { go } = now;
  const known = { go, after: now.snapshot(), causes, steps };
  return writeExchange(file, { ...known, ...(baseline !== undefined && { baseline }) });
}
