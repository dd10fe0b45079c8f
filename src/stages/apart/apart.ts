import type { Target } from '../../gobuild/targets.ts';
import type { TargetReport } from '../../report/model.ts';
import { sizedOf } from '../../report/size-comment/sized.ts';
import type { SizeReport } from '../../report/size-report.ts';
import type { BuildRequest } from '../../request/request.ts';
import { type ErrorCode, SlipwayError } from '../../support/errors.ts';
import { oneLine } from '../../support/one-line.ts';
import type { BaseAnswer, BaseBuild } from '../sizes/base-builds.ts';
import type { Rebuild } from '../sizes/baseline.ts';
import type { Baseline } from '../sizes/weigh.ts';
import type { ApartStep } from './apart-parts.ts';
import { type ChangedTarget, stepsBy } from './apart-steps.ts';

/** A run, and what its comparison says. */
export interface ApartQuestion {
  readonly size: SizeReport;
  readonly baseline: Baseline;
  readonly run: Pick<BuildRequest, 'go' | 'lockFile'>;
  readonly targets: readonly Pick<TargetReport, 'name' | 'settings'>[];
  readonly built: readonly Pick<Target, 'name' | 'settings'>[];
}

/**
 * Measures how much of a change is not the code's: the baseline's commit is built again with this run's Go, then with its other
 * settings too. A baseline that another run measured begins with its commit as it was, built by this one: what differs then is neither
 * Go's nor the code's. Nothing is built for targets that change by noise alone. What cannot be measured is told with the reason.
 * @throws SlipwayError E_INTERNAL; the signal's reason
 */
export async function measureApart(question: ApartQuestion, rebuild: Rebuild): Promise<readonly ApartStep[]> {
  const { baseline, run } = question;
  const measuring = { baseline, run, changed: changedTargets(question) };
  if (measuring.changed.length === 0) return [];
  const { commit } = baseline;
  const answer =
    commit === undefined
      ? none('nothing says of which commit the baseline is')
      : await orWhy(() => rebuild.again(commit, (build) => stepsBy(settled(build), measuring)));
  if (answer.kind === 'done') return answer.value;
  return stepsBy(async () => ({ report: undefined, why: oneLine(answer.why) }), measuring);
}

/** Targets with other settings than before, which changed by more than noise. */
function changedTargets({ size, baseline, targets, built }: ApartQuestion): ChangedTarget[] {
  const differing = new Set(size.settings.map(({ target }) => target));
  const changed = sizedOf(size).filter(({ target, state }) => state === 'changed' && differing.has(target));
  const former = new Map(changed.map(({ target, formerName = target }) => [target, formerName]));
  return [...former].flatMap(([name, formerName]) => {
    const before = baseline.snapshot.targets.find((each) => each.name === formerName);
    const now = targets.find((each) => each.name === name)?.settings;
    const settings = built.find((each) => each.name === name)?.settings;
    const isKnown = before !== undefined && now !== undefined && settings !== undefined;
    return isKnown ? [{ name, before, now, settings }] : [];
  });
}

/** A build whose failures are answers, each in a line. */
function settled(build: BaseBuild): BaseBuild {
  return async (vary) => {
    const answer = await orWhy(async () => ({ kind: 'done', value: await build(vary) }));
    if (answer.kind === 'none') return { report: undefined, why: oneLine(answer.why) };
    const attempt = answer.value;
    if (attempt.report === undefined) return { ...attempt, why: oneLine(attempt.why) };
    const missing = attempt.missing.map(({ target, why }) => ({ target, why: oneLine(why) }));
    return { ...attempt, missing };
  };
}

function none(why: string): BaseAnswer<never> {
  return { kind: 'none', why };
}

/** Who ends a run ends this too. */
const last: readonly ErrorCode[] = ['E_INTERNAL', 'E_INTERRUPTED', 'E_TERMINATED'];

async function orWhy<T>(work: () => Promise<BaseAnswer<T>>): Promise<BaseAnswer<T>> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SlipwayError) || last.includes(error.code)) throw error;
    return none(error.message);
  }
}
