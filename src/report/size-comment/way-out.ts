import type { ImageComparison } from '../comparison.ts';
import type { Cause, SizeReport } from '../size-report.ts';
import { gravest } from './heading.ts';
import { growth } from './sized.ts';
import { nameCode } from './words.ts';

/** The label that approves what asks for approval. */
export const approvalLabel = 'size-approved';

/** What became of asking for approval: `stale`: the label is set, for something else; `stuck`: setting it again is of no use either. */
export type ApprovalState = 'asked' | 'given' | 'stale' | 'stuck';

const ways: Readonly<Record<Exclude<ApprovalState, 'given'>, (label: string) => string>> = {
  asked: (label) => `add the label ${label}`,
  stale: (label) => `take the label ${label} off and set it again`,
  stuck: () => 'have it reviewed',
};

/** Of what grows this share is to come from an import, for it to be named as the one to do without. */
const leastShare = 1 / 4;

/** The import without which the gravest limit might not be passed; undefined where none is to blame, or is known. */
export function droppedCause({ excesses, causes, targets }: SizeReport): Cause | undefined {
  const worst = gravest(excesses);
  if (worst === undefined || worst.gate === 'warn' || worst.rule === 'max') return undefined;
  const { target, platform, measure, name } = worst;
  const image = targets
    .find((each) => each.name === target)
    ?.images.find((each) => each.platform === platform);
  const isPart = measure === 'module' || measure === 'package';
  const blamed = (image?.brought ?? []).find((brought) =>
    isPart
      ? [brought.name, ...brought.modules, ...brought.packages].some((each) => isWithin(name, each))
      : brought.bytes >= growth(worst) * leastShare,
  );
  const keeping = (image?.brought ?? []).find(
    ({ retainedBytes = 0 }) => !isPart && retainedBytes >= growth(worst) * leastShare,
  );
  const named = (path: string | undefined): Cause | undefined =>
    causes.find((each) => each.target === target && each.name === path && each.imports);
  return named(blamed?.name) ?? named(blamedBlocker(image, worst)) ?? named(keeping?.name);
}

/** The package for whose sake methods are kept, where these are much of what grows; a part grows by its own share of them. */
function blamedBlocker(
  image: ImageComparison | undefined,
  worst: SizeReport['excesses'][number],
): string | undefined {
  const { before, after, came = [] } = image?.deadCode ?? {};
  if (before?.pruned !== true || after?.pruned !== false || worst.rule !== 'growth') return undefined;
  const isPart = worst.measure === 'module' || worst.measure === 'package';
  const isMuch = after.pruningBytes >= growth(worst) * leastShare;
  return isPart || isMuch ? came[0]?.package : undefined;
}

/** What to do about the gravest limit that is passed: a line. */
export function wayOut(
  excesses: SizeReport['excesses'],
  dropped: Cause | undefined,
  approval: ApprovalState,
): string | undefined {
  const worst = gravest(excesses);
  if (worst === undefined || worst.gate === 'warn') return undefined;
  const { file, line } = dropped?.imports ?? {};
  const drop = file === undefined ? undefined : `drop the import: ${nameCode(`${file}:${line}`)}`;
  const others = drop === undefined ? '' : `, or ${drop}`;
  if (worst.gate === 'approve') {
    return approval === 'given' ? undefined : `${ways[approval](nameCode(approvalLabel))}${others}.`;
  }
  // What is compared with has the limits that count: a change cannot raise them for itself.
  const raise = `raise the limit in the ${nameCode('budget')} of slipway.yaml, in a pull request of its own`;
  return `${drop ?? 'make it smaller'}, or ${raise}.`;
}

function isWithin(path: string, other: string): boolean {
  return path === other || path.startsWith(`${other}/`);
}
