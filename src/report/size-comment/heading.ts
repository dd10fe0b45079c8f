import type { Gate } from '../../request/budget.ts';
import { isNews } from '../../size/verdict-changes.ts';
import { linkNames } from '../brought-words.ts';
import { growthText } from '../budget-words.ts';
import { isPruningChanged } from '../dead-code-change-words.ts';
import { formatBytes } from '../format-bytes.ts';
import type { SizeReport, TargetExcess } from '../size-report.ts';
import { growth, type Sized } from './sized.ts';
import type { ApprovalState } from './way-out.ts';
import { excessSentence, nameText } from './words.ts';

const marks: Readonly<Record<Gate, string>> = {
  warn: '⚠️ Size:',
  approve: '✋ Size: needs approval —',
  block: '❌ Size: refused —',
};
const approved = '✅ Size: approved —';
const measures = ['disk', 'pull', 'module', 'package'] as const;

/** The verdict and its reason, in one line. */
export function headingOf(
  { excesses, verdicts = [] }: SizeReport,
  sized: readonly Sized[],
  approval: ApprovalState = 'asked',
): string {
  const worst = gravest(excesses);
  if (worst !== undefined) {
    const image = sized.find(({ target }) => target === worst.target)?.image;
    const [name = ''] = linkNames([worst.name], image?.mainModule);
    const mark = worst.gate === 'approve' && approval === 'given' ? approved : marks[worst.gate];
    return `${mark} ${excessSentence({ ...worst, name })}`;
  }
  const checks = new Set(verdicts.filter(isNews).map(({ check }) => check)).size;
  return `📦 Size: ${quietHeading(sized, checks)}`;
}

/** Of the gravest what says most: a whole image before a part of it, and of these what grows most. */
export function gravest(excesses: readonly TargetExcess[]): TargetExcess | undefined {
  const gate = (['block', 'approve', 'warn'] as const).find((one) =>
    excesses.some((each) => each.gate === one),
  );
  return excesses
    .filter((each) => each.gate === gate)
    .toSorted(
      (a, b) => measures.indexOf(a.measure) - measures.indexOf(b.measure) || growth(b) - growth(a),
    )[0];
}

/**
 * What changed most, and how much else did.
 * @param checks how many say another thing than before
 */
function quietHeading(sized: readonly Sized[], checks: number): string {
  const news = sized.filter(({ state }) => state !== 'same');
  const [largest] = news;
  if (largest === undefined) {
    const sizes = sized.length === 0 ? 'nothing is compared' : 'unchanged';
    return checks === 0 ? sizes : `${sizes}, ${checks === 1 ? 'a check changes' : 'checks change'}`;
  }
  const others = new Set(news.map(({ target }) => target)).size - 1;
  const more =
    others === 0 ? '' : others === 1 ? ', another target changes' : `, ${others} other targets change`;
  const isAlone = sized.every(({ target, state }) => target !== largest.target || state === largest.state);
  const { formerName, disk } = largest;
  if (formerName !== undefined && growth(disk) === 0) {
    return `${nameText(formerName)} is called ${nameText(largest.target)} now${more}`;
  }
  return `${nameText(largest.target)} ${newsText(largest, isAlone)}${more}${pruningText(news)}`;
}

/** Methods that are kept for nothing cost more than most imports, and come back unseen. */
function pruningText(news: readonly Sized[]): string {
  const after = news.find(({ image }) => isPruningChanged(image))?.image.deadCode?.after;
  if (after === undefined) return '';
  return after.pruned ? ', dead methods are pruned now' : ', dead methods are no longer pruned';
}

/** @param isAlone false where the target has other platforms, of which this is not true */
function newsText({ platform, disk, state }: Sized, isAlone: boolean): string {
  if (state === 'new')
    return `is new${isAlone ? '' : ` for ${nameText(platform)}`} (${formatBytes(disk.after)})`;
  if (state === 'gone')
    return `is gone${isAlone ? '' : ` for ${nameText(platform)}`} (${formatBytes(disk.before)})`;
  const more = growth(disk);
  if (more === 0) return 'changes, and stays as large as it was';
  return more > 0
    ? `grows ${growthText(disk)}`
    : `shrinks ${growthText({ before: disk.before, after: disk.before - more })}`;
}
