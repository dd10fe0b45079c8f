import type { BudgetChange } from '../../report/size-report.ts';
import type { Budget } from '../../request/budget.ts';
import { budget as field } from '../../request/budget-field.ts';
import { type Excess, type Judgement, judge, type Weighed } from '../../size/budget.ts';
import type { SnapshotTarget } from '../../size/snapshot.ts';

/** The budget that the baseline's own configuration gives a target; undefined where it does not tell. */
export function formerBudget(target: SnapshotTarget | undefined): Budget | undefined {
  return target?.budget === undefined ? undefined : field.parse(JSON.stringify(target.budget));
}

/**
 * Holds a target against the budget of the baseline, so that a change does not raise the limit that it passes; where that does
 * not tell one, against its own. What was past a cap already is held against its own one, or nobody could ever raise it.
 */
export function judgeBy(former: Budget | undefined, own: Budget, weighed: Weighed): Judgement {
  const mine = judge(own, weighed);
  if (former === undefined) return mine;
  const { measures, excesses } = judge(former, weighed);
  const now = ({ measure, name }: Excess) =>
    mine.excesses.filter((each) => each.measure === measure && each.name === name);
  return {
    measures: [...new Set([...measures, ...mine.measures])],
    excesses: excesses.flatMap((excess) => (wasPast(excess) ? now(excess) : [excess])),
  };
}

function wasPast({ rule, limit, before }: Excess): boolean {
  return rule === 'max' && 'bytes' in limit && before > limit.bytes;
}

/** A budget that is another one now, as slipway.yaml writes both. */
export function budgetChange(target: string, former: Budget | undefined, own: Budget): BudgetChange[] {
  if (former === undefined) return [];
  const [before, after] = [former, own].map((each) => JSON.stringify(sorted(field.show(each))));
  if (before === undefined || after === undefined || before === after) return [];
  return [{ target, before, after }];
}

/** With members by name, so that their order is no difference. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, held]) => [name, sorted(held)]));
}
