import type { ApartKind } from '../../report/size-report.ts';
import type { BuildRequest, GoRequest, TargetSettings } from '../../request/request.ts';
import type { SnapshotTarget } from '../../size/snapshot.ts';
import type { BaseAttempt, BaseBuild } from '../sizes/base-builds.ts';
import { snapshotOf } from '../sizes/snapshot.ts';
import type { Baseline } from '../sizes/weigh.ts';
import type { ApartStep, StepImage } from './apart-parts.ts';
import { exactGo, goOf, type Variation, varied } from './apart-requests.ts';

/** A target that is built with other settings than the baseline was. */
export interface ChangedTarget {
  readonly name: string;
  readonly before: SnapshotTarget;
  /** By name, as `before` has them. */
  readonly now: SnapshotTarget['settings'];
  readonly settings: TargetSettings;
}

/** What is measured, and for which run. */
export interface Measuring {
  readonly changed: readonly ChangedTarget[];
  readonly baseline: Pick<Baseline, 'kind'>;
  readonly run: Pick<BuildRequest, 'go' | 'lockFile'>;
}

/** How far the baseline has been brought. */
interface Reached {
  /** By the baseline's names. */
  readonly targets: ReadonlyMap<string, SnapshotTarget>;
  /** Undefined: what the commit itself asks for. */
  readonly go: GoRequest | undefined;
  /** Why others are left behind. */
  readonly lost: ReadonlyMap<string, string>;
}

/** What came of a target in a step. */
interface Outcome extends ChangedTarget {
  readonly made: SnapshotTarget | string;
}

/**
 * Brings the baseline's commit towards a run by one thing after the other, and tells what it weighs on the way.
 * @throws as BaseBuild
 */
export async function stepsBy(build: BaseBuild, measuring: Measuring): Promise<readonly ApartStep[]> {
  const steps: ApartStep[] = [];
  let reached: Reached = {
    targets: new Map(measuring.changed.map(({ before }) => [before.name, before])),
    go: undefined,
    lost: new Map(),
  };
  for (const what of ['rebuilt', 'go', 'settings'] as const) {
    const pending = measuring.changed.filter((target) => isPending(what, target, reached, measuring));
    const there = pending.filter(({ before }) => reached.targets.has(before.name));
    const variation = variationOf(what, there, reached, measuring);
    const attempt: BaseAttempt =
      there.length === 0 ? { report: undefined, why: '' } : await build((own) => varied(own, variation));
    const outcomes = pending.map((target) => ({ ...target, made: madeOf(what, target, reached, attempt) }));
    steps.push(...stepsOf(what, outcomes, reached));
    reached = next(what, outcomes, reached, attempt.report === undefined ? undefined : variation);
  }
  return steps;
}

function isPending(what: ApartKind, target: ChangedTarget, reached: Reached, measuring: Measuring): boolean {
  if (what === 'rebuilt') return measuring.baseline.kind !== 'rebuild';
  const { settings } = reached.targets.get(target.before.name) ?? target.before;
  const names = differing(settings, target.now);
  return what === 'go' ? names.includes('go') : names.some((name) => name !== 'go');
}

function differing(one: SnapshotTarget['settings'], other: SnapshotTarget['settings']): string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].filter((name) => one[name] !== other[name]);
}

function variationOf(
  what: ApartKind,
  there: readonly ChangedTarget[],
  { targets, go }: Reached,
  { run }: Measuring,
): Variation {
  const [first] = there;
  // As it was: also where another Go would be chosen today.
  if (what === 'rebuilt') return { go: exactGo(first?.before.settings['go'] ?? '') };
  const isGo = what === 'go';
  return {
    go: isGo ? goOf(run, first?.now['go'] ?? '') : go,
    targets: there.map(({ before: { name, importPath }, settings }) => ({
      name,
      importPath: targets.get(name)?.importPath ?? importPath,
      settings: isGo ? undefined : settings,
    })),
    ...(!isGo && { lock: { path: run.lockFile } }),
  };
}

/** What was made of a target, or why nothing is measured of it. */
function madeOf(
  what: ApartKind,
  { before: { name }, now }: ChangedTarget,
  { targets, lost }: Reached,
  attempt: BaseAttempt,
): SnapshotTarget | string {
  const old = targets.get(name);
  if (old === undefined) return lost.get(name) ?? '';
  if (attempt.report === undefined) return attempt.why;
  const made = snapshotOf(attempt.report).targets.find((target) => target.name === name);
  if (made === undefined) {
    return attempt.missing.find(({ target }) => target === name)?.why ?? 'the commit has no such target';
  }
  const go = made.settings['go'];
  if (go !== (what === 'go' ? now : old.settings)['go']) return `it was built with ${go}`;
  const others =
    what === 'settings' ? differing(made.settings, { ...now, ...(go !== undefined && { go }) }) : [];
  return others.length === 0 ? made : `its ${others.join(', ')} cannot be another`;
}

/** One step; two where other flags than a published baseline's hold for the whole run, and so for its commit built again. */
function stepsOf(what: ApartKind, outcomes: readonly Outcome[], { targets }: Reached): ApartStep[] {
  const images = outcomes.flatMap(({ name, before, made }) => {
    const old = targets.get(before.name);
    if (typeof made === 'string' || old === undefined) return [];
    const isOther = what === 'rebuilt' && differing(old.settings, made.settings).length > 0;
    const kind: ApartKind = isOther ? 'settings' : what;
    return imagesOf(name, made).map((image) => ({ kind, image }));
  });
  const unmeasured = outcomes.flatMap(({ name: target, made }) =>
    typeof made === 'string' && what !== 'rebuilt' ? [{ target, why: made }] : [],
  );
  const grouped = Map.groupBy(images, ({ kind }) => kind);
  const kinds = new Set([...grouped.keys(), ...(unmeasured.length > 0 ? [what] : [])]);
  return [...kinds].map((kind) => ({
    what: kind,
    images: (grouped.get(kind) ?? []).map(({ image }) => image),
    unmeasured: kind === what ? unmeasured : [],
  }));
}

function imagesOf(target: string, { images }: SnapshotTarget): StepImage[] {
  return images.map(({ platform, diskBytes, pullBytes, program }) => ({
    target,
    platform,
    ...(diskBytes !== undefined && { diskBytes }),
    ...(pullBytes !== undefined && { pullBytes }),
    fileBytes: program.bytes,
  }));
}

/** @param variation of what was built; undefined: nothing was */
function next(
  what: ApartKind,
  outcomes: readonly Outcome[],
  reached: Reached,
  variation: Variation | undefined,
): Reached {
  // What fails for all alike is left out, and the next thing is tried without it.
  if (variation === undefined && what !== 'rebuilt') return reached;
  const targets = new Map(reached.targets);
  const lost = new Map(reached.lost);
  for (const {
    before: { name },
    made,
  } of outcomes) {
    if (typeof made !== 'string') targets.set(name, made);
    else {
      targets.delete(name);
      lost.set(name, made);
    }
  }
  return { targets, lost, go: variation === undefined ? reached.go : variation.go };
}
