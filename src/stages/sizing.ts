import { join } from 'node:path';
import type { Origin } from '../gobuild/origin.ts';
import type { Target } from '../gobuild/targets.ts';
import type { TargetReport } from '../report/model.ts';
import type { Cause, SizeReport } from '../report/size-report.ts';
import type { BuildRequest } from '../request/request.ts';
import { writeFileAtomic } from '../support/files.ts';
import type { Verdict } from '../verify/verdict.ts';
import { slipwayVersion } from '../version.ts';
import { findBaseline, type Rebuild } from './baseline.ts';
import { causesOf } from './causes.ts';
import type { RunPorts } from './registries.ts';
import { sourceReport } from './reporting.ts';
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
  request: Pick<BuildRequest, 'baseline' | 'image' | 'exchangeFile' | 'sizePageFile'>,
  targets: readonly TargetReport[],
  built: readonly Pick<Target, 'name' | 'settings' | 'module'>[],
  origin: Pick<Origin, 'workspace' | 'source' | 'toolchain'>,
  ways: { readonly ports: RunPorts; readonly rebuild: Rebuild; readonly verdicts: readonly Verdict[] },
): Promise<Sizing> {
  const names = targets.map(({ name }) => name);
  const { baseline, notices } = await findBaseline(request, names, ways);
  const budgets = new Map(built.map(({ name, settings }) => [name, settings.budget]));
  const sizing = weigh(targets, baseline, (target) => budgets.get(target) ?? {});
  const told = { ...sizing, notices: [...notices, ...sizing.notices] };
  const modules = built.map(({ name, module }) => ({
    target: name,
    path: module.Path,
    goMod: origin.source.module === undefined ? module.GoMod : undefined,
  }));
  const causes = await causesOf(told.size?.targets ?? [], modules, rootOf(origin));
  const unwritten = await passOn(request.exchangeFile, { targets, origin, baseline, causes });
  const size = told.size && { ...told.size, causes };
  await writePage(request.sizePageFile, { targets, origin, baseline, size, verdicts: ways.verdicts });
  return {
    ...told,
    ...(size !== undefined && { size }),
    notices: [...told.notices, ...unwritten],
  };
}

/** Writes what people look at; nothing where nothing was compared. */
async function writePage(
  file: string | undefined,
  told: {
    readonly targets: readonly TargetReport[];
    readonly origin: Pick<Origin, 'source' | 'toolchain'>;
    readonly baseline: Baseline | undefined;
    readonly size: SizeReport | undefined;
    readonly verdicts: readonly Verdict[];
  },
): Promise<void> {
  const { targets, origin, baseline, size, verdicts } = told;
  if (file === undefined || size === undefined || baseline === undefined) return;
  const { sizePage } = await import('../report/size-page/size-page.ts');
  const after = snapshotOf({ slipway: slipwayVersion, targets });
  const report = { size, verdicts, toolchain: { go: origin.toolchain.version } };
  await writeFileAtomic(file, sizePage({ report, before: baseline.snapshot, after }));
}

/** Writes what another job makes a comment of; gives what is to be said where it cannot. */
async function passOn(
  file: string | undefined,
  told: {
    readonly targets: readonly TargetReport[];
    readonly origin: Pick<Origin, 'source' | 'toolchain'>;
    readonly baseline: Baseline | undefined;
    readonly causes: readonly Cause[];
  },
): Promise<readonly string[]> {
  if (file === undefined) return [];
  const { targets, origin, baseline, causes } = told;
  const source = sourceReport(origin);
  const after = snapshotOf({ slipway: slipwayVersion, targets, ...(source !== undefined && { source }) });
  const go = origin.toolchain.version;
  return writeExchange(file, { go, after, causes, ...(baseline !== undefined && { baseline }) });
}

/** The repository's root, where there is one; else the source's folder. */
function rootOf({ workspace, source }: Pick<Origin, 'workspace' | 'source'>): string {
  const depth = (source.vcs?.prefix ?? '').split('/').filter((part) => part !== '').length;
  return join(workspace.directory, ...Array.from({ length: depth }, () => '..'));
}
