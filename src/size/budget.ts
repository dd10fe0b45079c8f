import type { Amount } from '../request/amount.ts';
import { type Budget, type Gate, type Gates, gates, joinLimits, type Limits } from '../request/budget.ts';
import { type Change, growth as growthOf } from './difference.ts';

/** A target on one platform, in two states. Lengths are bytes; what is not there is 0. */
export interface Weighed {
  readonly platform: string;
  /** False where nothing is known of before, or all of it is new: then nothing grows. */
  readonly hasBefore: boolean;
  /** False where the parts of before are not known, or by another method than those of now: then no part grows. */
  readonly hasPartsBefore: boolean;
  readonly disk?: Omit<Change, 'name'>;
  readonly pull?: Omit<Change, 'name'>;
  /** All that there is, what did not change among them. */
  readonly modules: readonly WeighedPart[];
  readonly packages: readonly WeighedPart[];
}

export interface WeighedPart extends Change {
  /** Of Go's standard library, which grows by what others call: limits for all are not for it. */
  readonly standard: boolean;
}

export type Measure = 'disk' | 'pull' | 'module' | 'package';

/** A limit that something passes. */
export interface Excess {
  readonly measure: Measure;
  /** Of a module or a package its path; else empty. */
  readonly name: string;
  readonly rule: 'max' | 'growth' | 'new';
  readonly gate: Gate;
  readonly limit: Amount;
  readonly before: number;
  readonly after: number;
}

/** What was judged: by which measures there are limits for it, and which are passed, the gravest first. */
export interface Judgement {
  readonly measures: readonly Measure[];
  readonly excesses: readonly Excess[];
}

/** Holds what a target weighs on a platform against its budget. Of each thing the gravest limit that it passes is told. */
export function judge(budget: Budget, weighed: Weighed): Judgement {
  const of = budget.platforms?.[weighed.platform];
  const hasBefore = (measure: Measure): boolean =>
    weighed.hasBefore && (measure === 'disk' || measure === 'pull' || weighed.hasPartsBefore);
  const single = (measure: 'disk' | 'pull'): readonly Judged[] => {
    const [limits, change] = [joinLimits(budget[measure], of?.[measure]), weighed[measure]];
    return change === undefined || limits === undefined
      ? []
      : [{ measure, limits, change: { name: '', ...change } }];
  };
  const each = (
    measure: 'module' | 'package',
    changes: readonly WeighedPart[],
    named: Readonly<Record<string, Limits>> = {},
  ): Judged[] => {
    const patterns = compiled(named);
    return changes.flatMap((change) => {
      const all = change.standard ? undefined : budget[measure];
      const limits = patterns.find(({ matches }) => matches(change.name))?.limits ?? all;
      return limits === undefined ? [] : [{ measure, limits, change }];
    });
  };
  const judged = [
    ...single('disk'),
    ...single('pull'),
    ...each('module', weighed.modules, budget.modules),
    ...each('package', weighed.packages, budget.packages),
  ];
  const excesses = judged.flatMap((one) => excessOf(one, hasBefore(one.measure)) ?? []);
  const limited = judged.filter(({ limits, measure }) => hasLimit(limits, hasBefore(measure)));
  return {
    measures: [...new Set(limited.map(({ measure }) => measure))],
    excesses: excesses.toSorted(
      (a, b) => gates.indexOf(b.gate) - gates.indexOf(a.gate) || growthOf(b) - growthOf(a),
    ),
  };
}

interface Judged {
  readonly measure: Measure;
  readonly limits: Limits;
  readonly change: Change;
}

function excessOf({ measure, limits, change }: Judged, hasBefore: boolean): Excess | undefined {
  const { name, before, after } = change;
  const passed = gates
    .toReversed()
    .map((gate) => ({ gate, ...passedAt(gate, limits, change, hasBefore) }))
    .find(({ limit }) => limit !== undefined);
  if (passed?.limit === undefined || passed.rule === undefined) return undefined;
  const { gate, rule, limit } = passed;
  return { measure, name, rule, gate, limit, before, after };
}

/** Which limit of a gate is passed. */
function passedAt(
  gate: Gate,
  { max, growth, new: fresh }: Limits,
  { before, after }: Change,
  hasBefore: boolean,
): Partial<Pick<Excess, 'rule' | 'limit'>> {
  const most = max?.[gate];
  if (most !== undefined && after > most) return { rule: 'max', limit: { bytes: most } };
  const more = after - before;
  if (!hasBefore || more <= 0) return {};
  const news = fresh?.[gate];
  if (before === 0 && news !== undefined && after > news) return { rule: 'new', limit: { bytes: news } };
  const limit = growth?.[gate];
  if (limit === undefined || more < (growth?.atLeast ?? 0)) return {};
  const isPassed =
    'bytes' in limit ? more >= limit.bytes : before > 0 && more * 100 >= limit.percent * before;
  return isPassed ? { rule: 'growth', limit } : {};
}

function hasLimit({ max = {}, growth = {}, new: fresh = {} }: Limits, hasBefore: boolean): boolean {
  const some = (limits: Gates<unknown>): boolean => gates.some((gate) => limits[gate] !== undefined);
  return some(max) || (hasBefore && (some(growth) || some(fresh)));
}

interface Pattern {
  readonly limits: Limits;
  readonly matches: (path: string) => boolean;
}

/** The longest pattern is the one that says most. */
function compiled(named: Readonly<Record<string, Limits>>): Pattern[] {
  return Object.entries(named)
    .toSorted(([a], [b]) => b.length - a.length)
    .map(([pattern, limits]) => ({ limits, matches: matcherOf(pattern) }));
}

/** `*` stands for what is within an element of a path, `**` for anything; `a/**` is `a` too. */
function matcherOf(pattern: string): (path: string) => boolean {
  const source = pattern
    .split(/(\/\*\*$|\*\*|\*)/)
    .map((part) => {
      if (part === '/**') return '(/.*)?';
      if (part === '**') return '.*';
      return part === '*' ? '[^/]*' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  const expression = new RegExp(`^${source}$`);
  return (path) => expression.test(path);
}
