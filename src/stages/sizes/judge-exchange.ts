import type { CommentedReport } from '../../report/size-comment/comment.ts';
import type { Budget } from '../../request/budget.ts';
import { type Outcome, outcomeOf, type Verdict } from '../../verify/verdict.ts';
import { withApart } from '../apart/apart-parts.ts';
import type { SizeExchange } from './size-exchange.ts';
import { weighSnapshot } from './weigh.ts';

/** What another run measured, compared and judged anew. */
export interface JudgedExchange {
  readonly outcome: Outcome;
  readonly verdicts: readonly Verdict[];
  /** Absent where there is nothing to compare with. */
  readonly report?: CommentedReport;
}

/**
 * Compares what another run measured, and holds it against budgets that it had no say in.
 * @param budgetOf by the target's name
 */
export function judgeExchange(
  { baseline, go, after, causes, steps }: SizeExchange,
  budgetOf: (target: string) => Budget,
): JudgedExchange {
  const { size, verdicts } = weighSnapshot(after, baseline, budgetOf);
  const judged = { outcome: outcomeOf(verdicts), verdicts };
  if (size === undefined) return judged;
  return { ...judged, report: { verdicts, toolchain: { go }, size: withApart({ ...size, causes }, steps) } };
}
