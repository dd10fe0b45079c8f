import { join } from 'node:path';
import type { Origin } from '../gobuild/origin.ts';
import type { Target } from '../gobuild/targets.ts';
import type { TargetReport } from '../report/model.ts';
import type { BuildRequest } from '../request/request.ts';
import { findBaseline, type Rebuild } from './baseline.ts';
import { causesOf } from './causes.ts';
import type { RunPorts } from './registries.ts';
import { type Sizing, weigh } from './weigh.ts';

/**
 * Compares what was built with the baseline that the request names, holds each target against its budget, and looks for the lines
 * that brought what is new.
 * @throws SlipwayError as findBaseline
 */
export async function weighAgainst(
  request: Pick<BuildRequest, 'baseline' | 'image'>,
  targets: readonly TargetReport[],
  built: readonly Pick<Target, 'name' | 'settings' | 'module'>[],
  origin: Pick<Origin, 'workspace' | 'source'>,
  ways: { readonly ports: RunPorts; readonly rebuild: Rebuild },
): Promise<Sizing> {
  const names = targets.map(({ name }) => name);
  const { baseline, notices } = await findBaseline(request, names, ways);
  const budgets = new Map(built.map(({ name, settings }) => [name, settings.budget]));
  const sizing = weigh(targets, baseline, (target) => budgets.get(target) ?? {});
  const told = { ...sizing, notices: [...notices, ...sizing.notices] };
  if (told.size === undefined) return told;
  const modules = built.map(({ name, module }) => ({
    target: name,
    path: module.Path,
    goMod: origin.source.module === undefined ? module.GoMod : undefined,
  }));
  const causes = await causesOf(told.size.targets, modules, rootOf(origin));
  return { ...told, size: { ...told.size, causes } };
}

/** The repository's root, where there is one; else the source's folder. */
function rootOf({ workspace, source }: Pick<Origin, 'workspace' | 'source'>): string {
  const depth = (source.vcs?.prefix ?? '').split('/').filter((part) => part !== '').length;
  return join(workspace.directory, ...Array.from({ length: depth }, () => '..'));
}
