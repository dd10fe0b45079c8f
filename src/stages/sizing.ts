import { join } from 'node:path';
import type { Origin } from '../gobuild/origin.ts';
import type { Target } from '../gobuild/targets.ts';
import type { TargetReport } from '../report/model.ts';
import type { BuildRequest } from '../request/request.ts';
import { findBaseline } from './baseline.ts';
import { causesOf } from './causes.ts';
import { type Sizing, weigh } from './weigh.ts';

/**
 * Compares what was built with the baseline that the request names, holds each target against its budget, and looks for the lines
 * that brought what is new.
 * @throws SlipwayError as findBaseline
 */
export async function weighAgainst(
  request: Pick<BuildRequest, 'baseline'>,
  targets: readonly TargetReport[],
  built: readonly Pick<Target, 'name' | 'settings' | 'module'>[],
  { workspace, source }: Pick<Origin, 'workspace' | 'source'>,
): Promise<Sizing> {
  const budgets = new Map(built.map(({ name, settings }) => [name, settings.budget]));
  const sizing = weigh(targets, await findBaseline(request), (target) => budgets.get(target) ?? {});
  if (sizing.size === undefined) return sizing;
  const root = join(
    workspace.directory,
    ...(source.vcs?.prefix ?? '').split('/').flatMap((one) => (one === '' ? [] : ['..'])),
  );
  const modules = built.map(({ name, module }) => ({
    target: name,
    path: module.Path,
    goMod: source.module === undefined ? module.GoMod : undefined,
  }));
  return { ...sizing, size: { ...sizing.size, causes: await causesOf(sizing.size.targets, modules, root) } };
}
