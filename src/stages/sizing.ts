import type { TargetReport } from '../report/model.ts';
import type { BuildRequest, TargetSettings } from '../request/request.ts';
import { findBaseline } from './baseline.ts';
import { type Sizing, weigh } from './weigh.ts';

/**
 * Compares what was built with the baseline that the request names, and holds each target against its budget.
 * @throws SlipwayError as findBaseline
 */
export async function weighAgainst(
  request: Pick<BuildRequest, 'baseline'>,
  targets: readonly TargetReport[],
  built: readonly { readonly name: string; readonly settings: Pick<TargetSettings, 'budget'> }[],
): Promise<Sizing> {
  const budgets = new Map(built.map(({ name, settings }) => [name, settings.budget]));
  return weigh(targets, await findBaseline(request), (target) => budgets.get(target) ?? {});
}
