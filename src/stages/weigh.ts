import { excessWords } from '../report/budget-words.ts';
import type { TargetReport } from '../report/model.ts';
import type { BaselineReport, SettingChange, SizeReport, TargetExcess } from '../report/size-report.ts';
import type { Budget } from '../request/budget.ts';
import { judge, type Measure, type Weighed, type WeighedPart } from '../size/budget.ts';
import type { SizeSnapshot } from '../size/snapshot.ts';
import type { Severity, Verdict } from '../verify/verdict.ts';
import { compareSides } from './compare.ts';
import { type Side, type SizedImage, sideOfReport } from './compared-sides.ts';
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

/**
 * Compares what was built with a baseline, and holds it against budgets. Without a baseline only what may not be passed at all
 * is judged, and that only where a budget says so.
 * @param budgetOf by the target's name
 */
export function weigh(
  targets: readonly TargetReport[],
  baseline: Baseline | undefined,
  budgetOf: (target: string) => Budget,
): Sizing {
  return weighBuilt({ side: sideOfReport('this build', { targets }), settings: targets }, baseline, budgetOf);
}

/** The same for what another build told of itself. */
export function weighSnapshot(
  snapshot: SizeSnapshot,
  baseline: Baseline | undefined,
  budgetOf: (target: string) => Budget,
): Sizing {
  const side = sideOfSnapshot('this build', snapshot);
  return weighBuilt({ side, settings: snapshot.targets }, baseline, budgetOf);
}

/** What was built, as far as it is weighed. */
interface Built {
  readonly side: Side;
  /** What the bytes of each target follow from beside the code. */
  readonly settings: readonly Pick<TargetReport, 'name' | 'settings'>[];
}

function weighBuilt(
  { side: after, settings }: Built,
  baseline: Baseline | undefined,
  budgetOf: (target: string) => Budget,
): Sizing {
  const before = baseline && sideOfSnapshot(baseline.name, baseline.snapshot);
  const comparison = before && compareSides(before, after);
  const judged = after.targets.flatMap(({ name, images }) =>
    images.map((image) => {
      const weighed = weighedOf(image, imageOf(before, name, image.platform));
      return { target: name, platform: image.platform, ...judge(budgetOf(name), weighed) };
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
          targets: comparison.targets,
          settings: settingChanges(baseline.snapshot, settings),
          excesses,
          causes: [],
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
    notices: comparison?.notices ?? [],
  };
}

function reportOf({ kind, name, commit }: Baseline): BaselineReport {
  return { kind, name, ...(commit !== undefined && { commit }) };
}

function imageOf(side: Side | undefined, target: string, platform: string): SizedImage | undefined {
  return side?.targets.find(({ name }) => name === target)?.images.find((one) => one.platform === platform);
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
    ...(disk !== undefined && { disk }),
    ...(pull !== undefined && { pull }),
    modules: allOf('modules', after, before),
    packages: allOf('packages', after, before),
  };
}

/** None where one side does not tell what its program is made of. */
function allOf(
  what: 'modules' | 'packages',
  after: SizedImage,
  before: SizedImage | undefined,
): WeighedPart[] {
  const [now, old] = [after, before].map((image) => image?.programs[0]?.attribution?.[what]);
  if (now === undefined || (before !== undefined && old === undefined)) return [];
  const known = new Map((old ?? []).map(({ path, bytes }) => [path, bytes]));
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
function settingChanges({ targets: before }: SizeSnapshot, after: Built['settings']): SettingChange[] {
  return after.flatMap(({ name: target, settings }) => {
    const old = before.find(({ name }) => name === target)?.settings;
    if (old === undefined) return [];
    const names = [...new Set([...Object.keys(old), ...Object.keys(settings)])];
    return names
      .map((name) => ({ target, name, before: old[name] ?? '', after: settings[name] ?? '' }))
      .filter((change) => change.before !== change.after);
  });
}
