import { sweepStore } from '../cache/sweep.ts';
import type { ModuleInspection } from '../report/module-inspection.ts';
import { formatTagsInspection } from '../report/tags-text.ts';
import type { ModuleRequest } from '../request/module-request.ts';
import type { Ports } from '../stages/ports.ts';
import { inspectTagSets } from '../stages/tag-sets.ts';

/**
 * `slipway inspect DIR --QUESTION`: each question of `ModuleQuestion` has its stage here, and below its words.
 * @throws SlipwayError for whatever keeps it from having an answer
 */
export async function inspectModule(request: ModuleRequest, ports: Ports): Promise<ModuleInspection> {
  const answers = { tags: inspectTagSets } as const;
  const answer = await answers[request.question.kind](request, ports);
  await sweepStore(request.cacheDirectory, ports.clock.now());
  return answer;
}

/** The answer for a person. Ends with a line break. */
export function formatModuleInspection(
  answer: ModuleInspection,
  options: { readonly columns?: number; readonly color?: boolean } = {},
): string {
  const texts = { tags: formatTagsInspection } as const;
  return texts[answer.question](answer, options);
}
