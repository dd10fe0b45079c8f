import type { Gate } from '../../request/budget.ts';
import { percentText } from '../budget-words.ts';
import { formatBytes } from '../format-bytes.ts';
import { markdownText } from '../markdown-text.ts';
import type { SizeReport, TargetExcess } from '../size-report.ts';
import { growth, type Sized } from './sized.ts';
import { excessSentence } from './words.ts';

const marks: Readonly<Record<Gate, string>> = {
  warn: '⚠️ Size:',
  approve: '✋ Size: needs approval —',
  block: '❌ Size: refused —',
};
const measures = ['disk', 'pull', 'module', 'package'] as const;

/** The verdict and its reason, in one line. */
export function headingOf({ excesses }: SizeReport, sized: readonly Sized[]): string {
  const worst = gravest(excesses);
  if (worst !== undefined) return `${marks[worst.gate]} ${excessSentence(worst)}`;
  return `📦 Size: ${quietHeading(sized)}`;
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

function quietHeading(sized: readonly Sized[]): string {
  const [largest] = sized.filter(({ state }) => state === 'changed');
  if (largest === undefined) {
    const [first] = sized.filter(({ state }) => state === 'new' || state === 'gone');
    return first === undefined ? 'unchanged' : `${markdownText(first.target)} is ${first.state}`;
  }
  const { target, formerName, disk } = largest;
  const more = growth(disk);
  if (more === 0 && formerName !== undefined) {
    return `${markdownText(formerName)} is called ${markdownText(target)} now`;
  }
  if (more === 0) return `${markdownText(target)} changes, and stays as large as it was`;
  const share = percentText(more / disk.before);
  return `${markdownText(target)} ${more > 0 ? 'grows' : 'shrinks'} ${share} (${formatBytes(Math.abs(more))})`;
}
