import { type Budget, usualBudget } from './budget.ts';
import type { Config } from './config-file.ts';
import { said } from './settings.ts';

/** The budget of each target by a configuration alone; undefined: there is none, and the usual holds. */
export function budgetsOf(config: Config | undefined): (target: string) => Budget {
  return (target) => ({
    ...usualBudget,
    ...(config !== undefined && said('budget', [config.targets.get(target) ?? {}, config.top])),
  });
}
