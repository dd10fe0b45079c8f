import { sweepStore } from '../cache/sweep.ts';
import type { ModuleInspection } from '../report/module-inspection.ts';
import { formatRetainedInspection } from '../report/retained-text.ts';
import { formatTagsInspection } from '../report/tags-text.ts';
import { formatVendorInspection } from '../report/vendor-text.ts';
import { formatWhyInspection } from '../report/why-text.ts';
import type { ModuleRequest } from '../request/module-request.ts';
import { inspectRetained } from '../stages/inspect/retained.ts';
import { inspectTagSets } from '../stages/inspect/tag-sets.ts';
import { inspectWhy } from '../stages/inspect/why.ts';
import type { Ports } from '../stages/ports.ts';
import { inspectVendor } from '../stages/vendor/vendor.ts';

/**
 * `slipway inspect DIR --QUESTION`: each question of `ModuleQuestion` has its stage here, and below its words.
 * @throws SlipwayError for whatever keeps it from having an answer
 */
export async function inspectModule(request: ModuleRequest, ports: Ports): Promise<ModuleInspection> {
  const answer = await answered(request, ports);
  await sweepStore(request.cacheDirectory, ports.clock.now());
  return answer;
}

function answered(request: ModuleRequest, ports: Ports): Promise<ModuleInspection> {
  const { question } = request;
  switch (question.kind) {
    case 'tags':
      return inspectTagSets({ ...request, question }, ports);
    case 'vendor':
      return inspectVendor({ ...request, question }, ports);
    case 'retained':
      return inspectRetained({ ...request, question }, ports);
    case 'why':
      return inspectWhy({ ...request, question }, ports);
  }
}

/** The answer for a person. Ends with a line break. */
export function formatModuleInspection(
  answer: ModuleInspection,
  options: { readonly columns?: number; readonly color?: boolean } = {},
): string {
  switch (answer.question) {
    case 'tags':
      return formatTagsInspection(answer, options);
    case 'vendor':
      return formatVendorInspection(answer, options);
    case 'retained':
      return formatRetainedInspection(answer, options);
    case 'why':
      return formatWhyInspection(answer, options);
  }
}
