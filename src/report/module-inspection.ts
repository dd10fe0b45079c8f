import type { ErrorCode } from '../support/errors.ts';
import { outcomeOf } from '../verify/verdict.ts';
import type { RetainedInspection } from './retained-inspection.ts';
import type { TagsInspection } from './tags-inspection.ts';
import type { VendorInspection } from './vendor-inspection.ts';
import type { WhyInspection } from './why-inspection.ts';

/** What kept a part of an answer from being had. */
export interface Fault {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
}

/** What `slipway inspect DIR` answers, by `question`. */
export type ModuleInspection = TagsInspection | VendorInspection | WhyInspection | RetainedInspection;

/** What could not be answered, in the order of the answer; then what a check said no to. */
export function faultsOf(found: ModuleInspection): readonly Fault[] {
  switch (found.question) {
    case 'tags':
      return found.targets.flatMap(({ sets }) => sets.flatMap(({ error }) => error ?? []));
    case 'vendor':
      return vendorFaults(found);
    case 'why':
    case 'retained':
      return found.targets.flatMap(({ error }) => error ?? []);
  }
}

function vendorFaults({ targets, verdicts }: VendorInspection): readonly Fault[] {
  const unanswered = targets.flatMap(({ error }) => error ?? []);
  if (outcomeOf(verdicts) !== 'fail') return unanswered;
  return [...unanswered, { code: 'E_VERIFY', message: 'the vendor folder is not what go.sum says' }];
}
