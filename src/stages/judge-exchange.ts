import type { CommentedReport } from '../report/size-comment/comment.ts';
import type { Budget } from '../request/budget.ts';
import { type Outcome, outcomeOf } from '../verify/verdict.ts';
import type { SizeExchange } from './size-exchange.ts';
import { builtSnapshot, weigh } from './weigh.ts';

/** What another run measured, compared and judged anew. */
export interface JudgedExchange {
  readonly outcome: Outcome;
  /** Absent where there is nothing to compare with. */
  readonly report?: CommentedReport;
}

/**
 * Compares what another run measured, and holds it against budgets that it had no say in.
 * @param budgetOf by the target's name
 */
export function judgeExchange(
  { baseline, go, after, causes }: SizeExchange,
  budgetOf: (target: string) => Budget,
): JudgedExchange {
  const { size, verdicts } = weigh(builtSnapshot(after), baseline, budgetOf);
  const outcome = outcomeOf(verdicts);
  if (size === undefined) return { outcome };
  return { outcome, report: { verdicts, toolchain: { go }, size: { ...size, causes } } };
}
