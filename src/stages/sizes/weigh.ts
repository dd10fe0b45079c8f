import { excessWords } from '../../report/budget-words.ts';
import type { Comparison } from '../../report/comparison.ts';
import type { TargetReport } from '../../report/model.ts';
import type {
  BaselineReport,
  BudgetChange,
  SettingChange,
  SizeReport,
  TargetExcess,
} from '../../report/size-report.ts';
import { type Budget, hasPartCaps, hasPartLimits } from '../../request/budget.ts';
import type { AttributionMethod } from '../../size/attribution.ts';
import type { Measure, Weighed, WeighedPart } from '../../size/budget.ts';
import type { SizeSnapshot } from '../../size/snapshot.ts';
import { keptVerdicts, type SnapshotVerdict } from '../../size/snapshot-verdicts.ts';
import type { Severity, Verdict } from '../../verify/verdict.ts';
import { checksThatChange } from './checks-that-change.ts';
import { compareSides } from './compare.ts';
import { type Side, type SizedImage, sideOfReport } from './compared-sides.ts';
import { budgetChange, formerBudget, judgeBy } from './former-budget.ts';
import { matchedTargets } from './matched-targets.ts';
import { sideOfSnapshot } from './snapshot.ts';

/** What a build is compared with. */
export interface Baseline extends BaselineReport {
  readonly snapshot: SizeSnapshot;
}

/** What became of a comparison with a baseline, or of caps alone. */
export interface Sizing {
  /** Absent without a baseline. */
  readonly size?: SizeReport;
  readonly verdicts: readonly Verdict[];
  readonly notices: readonly string[];
}

const nothing = { name: '', targets: [] } as const;

/**
 * Compares what was built with a baseline, and holds it against budgets. Without a baseline only what may not be passed at all
 * is judged, and that only where a budget says so.
 * @param budgetOf by the target's name
 * @param verdicts of the build so far
 */
export function weigh(
  targets: readonly TargetReport[],
  baseline: Baseline | undefined,
  budgetOf: (target: string) => Budget,
  verdicts: readonly Verdict[] = [],
): Sizing {
  const side = sideOfReport('this build', { targets });
  const names = targets.map(({ name }) => name);
  const built = { side, settings: targets, checks: keptVerdicts(verdicts, names) };
  return weighBuilt(built, baseline, budgetOf);
}

/** The same for what another build told of itself. */
export function weighSnapshot(
  snapshot: SizeSnapshot,
  baseline: Baseline | undefined,
  budgetOf: (target: string) => Budget,
): Sizing {
  const side = sideOfSnapshot('this build', snapshot);
  const { targets: settings, checks = [] } = snapshot;
  return weighBuilt({ side, settings, checks }, baseline, budgetOf);
}

/** What was built, as far as it is weighed. */
interface Built {
  readonly side: Side;
  /** What the bytes of each target follow from beside the code. */
  readonly settings: readonly Pick<TargetReport, 'name' | 'settings'>[];
  readonly checks: readonly SnapshotVerdict[];
}

function weighBuilt(
  { side: after, settings, checks }: Built,
  baseline: Baseline | undefined,
  budgetOf: (target: string) => Budget,
): Sizing {
  const before = baseline && sideOfSnapshot(baseline.name, baseline.snapshot);
  const comparison = before && compareSides(before, after);
  const unmade = unmadeTargets(comparison, after);
  const matched = matchedTargets(before ?? nothing, after).map((target) => {
    const { name, formerName = name } = target;
    const old = baseline?.snapshot.targets.find((each) => each.name === formerName);
    return { ...target, own: budgetOf(name), former: formerBudget(old) };
  });
  const budgets = matched
    .filter(({ pairs }) => pairs.some(([, now]) => now !== undefined))
    .flatMap(({ name, former, own }) => budgetChange(name, former, own));
  const judged = matched.flatMap(({ name: target, pairs, former, own }) =>
    pairs.flatMap(([old, now]) => {
      if (now === undefined) return [];
      return [{ target, platform: now.platform, ...judgeBy(former, own, weighedOf(now, old)) }];
    }),
  );
  const excesses = judged.flatMap(({ target, platform, excesses: found }) =>
    found.map((excess) => ({ target, platform, ...excess })),
  );
  return {
    ...(baseline !== undefined &&
      comparison !== undefined && {
        size: {
          baseline: reportOf(baseline),
          targets: comparison.targets.filter(({ name }) => !unmade.includes(name)),
          settings: settingChanges(baseline.snapshot, settings, comparison.targets),
          ...(budgets.length > 0 && { budgets }),
          excesses,
          causes: [],
          ...checksThatChange(baseline.snapshot, checks, comparison.targets),
        },
      }),
    verdicts: judged.flatMap(({ target, platform, measures, excesses: found }) =>
      measures.map((measure) =>
        verdictOf(
          measure,
          `${target} (${platform})`,
          found.filter((one) => one.measure === measure),
        ),
      ),
    ),
    notices: [
      ...(comparison?.notices ?? []),
      ...unmadeNotice(unmade),
      ...changedNotice(budgets),
      ...unjudgedNotice(after, before !== undefined, budgetOf),
    ],
  };
}

/** A target whose program is refused has no image: that is not what it is to be gone. */
function unmadeTargets(comparison: Comparison | undefined, { targets }: Side): string[] {
  const empty = new Set(targets.flatMap(({ name, images }) => (images.length === 0 ? [name] : [])));
  const compared = (comparison?.targets ?? []).filter(({ images }) => images.length > 0);
  return compared.flatMap(({ name }) => (empty.has(name) ? [name] : []));
}

function unmadeNotice(names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`sizes of ${names.join(', ')} are not compared: no image was made`];
}

function changedNotice(budgets: readonly BudgetChange[]): string[] {
  if (budgets.length === 0) return [];
  const names = budgets.map(({ target }) => target).join(', ');
  return [`the budget of ${names} is not the one of the baseline, by which sizes are judged`];
}

/** A limit that cannot be judged is no limit that holds: who relies on it has to know. */
function unjudgedNotice(
  { targets }: Side,
  hasBaseline: boolean,
  budgetOf: (target: string) => Budget,
): string[] {
  const unjudged = targets.filter(({ name, images }) => {
    const isLimited = hasBaseline ? hasPartLimits(budgetOf(name)) : hasPartCaps(budgetOf(name));
    return isLimited && images.some((image) => methodOf(image) === undefined);
  });
  if (unjudged.length === 0) return [];
  const names = unjudged.map(({ name }) => name).join(', ');
  return [`limits of modules and packages are not judged for ${names}: nothing says what is in each program`];
}

function reportOf({ kind, name, commit }: Baseline): BaselineReport {
  return { kind, name, ...(commit !== undefined && { commit }) };
}

/** Both states, with all that did not change. */
function weighedOf(after: SizedImage, before: SizedImage | undefined): Weighed {
  const total = (now: number | undefined, old: number | undefined) =>
    now === undefined ? undefined : { before: old ?? 0, after: now };
  const disk = total(
    after.diskBytes ?? after.programs[0]?.bytes,
    before?.diskBytes ?? before?.programs[0]?.bytes,
  );
  const pull = total(after.pullBytes, before?.pullBytes);
  return {
    platform: after.platform,
    hasBefore: before !== undefined,
    hasPartsBefore: methodOf(before) !== undefined && methodOf(before) === methodOf(after),
    ...(disk !== undefined && { disk }),
    ...(pull !== undefined && { pull }),
    modules: allOf('modules', after, before),
    packages: allOf('packages', after, before),
  };
}

function methodOf(image: SizedImage | undefined): AttributionMethod | undefined {
  return image?.programs[0]?.attribution?.method;
}

/** None where nobody says what the program is made of. */
function allOf(
  what: 'modules' | 'packages',
  after: SizedImage,
  before: SizedImage | undefined,
): WeighedPart[] {
  const [now = [], old = []] = [after, before].map((image) => image?.programs[0]?.attribution?.[what]);
  const known = new Map(old.map(({ path, bytes }) => [path, bytes]));
  return now.map((part) => ({
    name: part.path,
    before: known.get(part.path) ?? 0,
    after: part.bytes,
    standard: ('module' in part ? part.module : part.path) === 'std',
  }));
}

const mostNamed = 10;

function verdictOf(
  measure: Measure,
  subject: string,
  excesses: readonly Omit<TargetExcess, 'target' | 'platform'>[],
): Verdict {
  const check = `budget/${measure}`;
  const [gravest] = excesses;
  if (gravest === undefined) return { check, subject, status: 'pass', severity: 'block', detail: '' };
  const severity: Severity = gravest.gate;
  const lines = excesses.map((excess) => `${excess.name} ${excessWords(excess)}`.trim());
  const more = lines.length > mostNamed ? [`and ${lines.length - mostNamed} more`] : [];
  return {
    check,
    subject,
    status: 'fail',
    severity,
    detail: [...lines.slice(0, mostNamed), ...more].join('\n'),
  };
}

/** Settings of targets that both have: what only the code does not explain. */
function settingChanges(
  { targets: before }: SizeSnapshot,
  after: Built['settings'],
  compared: Comparison['targets'],
): SettingChange[] {
  return after.flatMap(({ name: target, settings }) => {
    const { formerName = target } = compared.find(({ name }) => name === target) ?? {};
    const old = before.find(({ name }) => name === formerName)?.settings;
    if (old === undefined) return [];
    const names = [...new Set([...Object.keys(old), ...Object.keys(settings)])];
    return names
      .map((name) => ({ target, name, before: old[name] ?? '', after: settings[name] ?? '' }))
      .filter((change) => change.before !== change.after);
  });
}
