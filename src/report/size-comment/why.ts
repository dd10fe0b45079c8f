import { sizedDeadCodeSentences } from '../dead-code-change-words.ts';
import { settingSentences } from '../setting-sentences.ts';
import type { Cause, SizeReport } from '../size-report.ts';
import { fitting } from './fitting.ts';
import { gravest } from './heading.ts';
import { reasonsOf } from './reasons.ts';
import type { Sized } from './sized.ts';
import { type ApprovalState, droppedCause, wayOut } from './way-out.ts';
import { markdownSpelling, nameText } from './words.ts';

const mostTargets = 3;
const mostCharacters = 16_000;

/** Why it changed, and what to do: paragraphs. */
export function whyParagraphs(
  size: SizeReport,
  sized: readonly Sized[],
  approval: ApprovalState = 'asked',
): string[] {
  const dropped = droppedCause(size);
  const settings = [
    ...sizedDeadCodeSentences(size, sized, markdownSpelling),
    ...budgetReasons(size),
    ...settingSentences(size, sized, markdownSpelling),
  ];
  const targets = targetReasons(size, sized, dropped);
  const way = wayOut(size.excesses, dropped, approval);
  // Reasons of one kind are a paragraph; others a list.
  const [only, another] = targets;
  const list =
    another === undefined ? [] : targets.map((each) => `- ${namesText(each.targets)}: ${each.reasons}`);
  const told = [...settings, ...(another === undefined && only !== undefined ? [only.reasons] : [])].join(
    ' ',
  );
  const why = fitting(
    [...(told === '' && list.length === 0 ? [] : [`**Why:** ${told}`.trimEnd()]), ...list],
    mostCharacters,
  );
  return [
    ...(why.lines.length === 0 ? [] : [why.lines.join('\n')]),
    ...(way === undefined ? [] : [`**To go on:** ${way}`]),
  ];
}

/** A change does not set the limits that it is judged by. */
function budgetReasons({ budgets = [] }: SizeReport): string[] {
  if (budgets.length === 0) return [];
  const names = [...new Set(budgets.map(({ target }) => nameText(target)))];
  const whose = names.length > mostTargets ? `${names.length} targets` : names.join(', ');
  return [`The budget of ${whose} changes here; judged is by the one before.`];
}

interface TargetReasons {
  /** Names of the targets that have all of them, as Markdown. */
  readonly targets: readonly string[];
  readonly reasons: string;
}

/**
 * Of each target on the platform that changed most: first of what passes its limit, then of what changed most. Targets that changed
 * alike are told as one, and what one has told the next do not repeat.
 */
function targetReasons(
  size: SizeReport,
  sized: readonly Sized[],
  dropped: Cause | undefined,
): TargetReasons[] {
  const changed = sized.filter(({ state }) => state === 'changed');
  const largest = [...Map.groupBy(changed, ({ target }) => target).values()].flatMap(
    ([first]) => first ?? [],
  );
  const worst = gravest(size.excesses)?.target;
  const firsts = largest.toSorted((a, b) => Number(b.target === worst) - Number(a.target === worst));
  const reasons = (each: Sized, told: readonly Sized[]): string => {
    const causes = size.causes.filter(({ target }) => target === each.target);
    const names = told.flatMap(({ image }) => (image.brought ?? []).map(({ name }) => name));
    return reasonsOf(each, { causes, dropped, told: new Set(names) }).join(' ');
  };
  const alike = [...Map.groupBy(firsts, (each) => reasons(each, [])).values()].slice(0, mostTargets);
  return alike
    .map((group, at) => {
      const [first] = group;
      return {
        targets: group.map(({ target }) => nameText(target)),
        reasons: first === undefined ? '' : reasons(first, alike.slice(0, at).flat()),
      };
    })
    .filter((each) => each.reasons !== '');
}

/** `**api**, **web** and 3 more` */
function namesText(targets: readonly string[]): string {
  const shown = targets.slice(0, mostTargets).map((target) => `**${target}**`);
  const rest = targets.length - shown.length;
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
