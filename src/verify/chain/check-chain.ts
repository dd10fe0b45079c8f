import type { Verdict } from '../verdict.ts';
import type { ChainLink, ChainStage } from './chain.ts';

/** What was worked out again of a step: digests by the names of products, or why it was not. */
export type Recomputed =
  | { readonly products: Readonly<Record<string, readonly string[]>> }
  | { readonly why: string };

/**
 * Goes along a chain: each step takes only what steps before it gave, and gives what was worked out again. The first step that
 * does not is the break; what comes after it rests on nothing.
 * @param subject the target and platform
 */
export function checkChain(
  links: readonly ChainLink[],
  subject: string,
  recomputed: Readonly<Partial<Record<ChainStage, Recomputed>>>,
): Verdict[] {
  const given = new Map<string, ChainStage>();
  let broken: ChainStage | undefined;
  return links.map((link) => {
    const { stage } = link;
    const verdict = (status: Verdict['status'], detail: string): Verdict => ({
      check: `chain/${stage}`,
      subject,
      status,
      severity: 'block',
      detail,
    });
    if (broken !== undefined) return verdict('skip', `it rests on ${broken}, where the chain is broken`);
    const found = recomputed[stage] ?? { why: 'it was not worked out again' };
    const faults = [...untied(link, given), ...('why' in found ? [] : differing(link, found.products))];
    for (const { digest } of link.products) given.set(digest, stage);
    if (faults.length > 0) {
      broken = stage;
      return verdict('fail', faults.join('\n'));
    }
    return 'why' in found
      ? verdict('skip', `it is tied to the steps before; ${found.why}`)
      : verdict('pass', '');
  });
}

function untied({ stage, materials }: ChainLink, given: ReadonlyMap<string, ChainStage>): string[] {
  return materials
    .filter(({ digest }) => !given.has(digest))
    .map(({ name, digest }) => `${stage} takes ${name} ${digest}, which no step before it gave`);
}

function differing(
  { stage, products }: ChainLink,
  found: Readonly<Record<string, readonly string[]>>,
): string[] {
  return Object.entries(found).flatMap(([name, digests]) => {
    const recorded = products.filter((product) => product.name === name).map(({ digest }) => digest);
    if (recorded.join() === digests.join()) return [];
    const [was, is] = [recorded, digests].map((each) => (each.length === 0 ? 'nothing' : each.join(' ')));
    return [`${stage} gave ${name} ${was}, and what is there is ${is}`];
  });
}
