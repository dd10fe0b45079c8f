import type { ErrorCode } from '../support/errors.ts';
import type { TagsInspection } from './tags-inspection.ts';

/** What kept a part of an answer from being had. */
export interface Fault {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
}

/** What `slipway inspect DIR` answers, by `question`. */
export type ModuleInspection = TagsInspection;

/** What could not be answered, in the order of the answer. */
export function faultsOf({ targets }: ModuleInspection): readonly Fault[] {
  return targets.flatMap(({ sets }) => sets.flatMap(({ error }) => error ?? []));
}
