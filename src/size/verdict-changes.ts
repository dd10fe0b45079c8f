import type { CheckAnswer, SnapshotVerdict } from './snapshot-verdicts.ts';

/** A check that says another thing than before. */
export interface VerdictChange {
  readonly check: string;
  /** Absent: it is about the source. */
  readonly target?: string;
  /** Absent: it is about all of the target. */
  readonly platform?: string;
  /** Absent: nobody asked. One of the two is there. */
  readonly before?: CheckAnswer;
  readonly after?: CheckAnswer;
}

/** A target of a build, and what it was called before; undefined: it is new. */
export interface CheckedTarget {
  readonly name: string;
  readonly formerName: string | undefined;
}

/**
 * Checks of which a build has another answer than one before it, the gravest first. A check that is new is told when it fails.
 * Nothing is said of a target whose verdicts were not kept.
 */
export function changedVerdicts(
  before: readonly SnapshotVerdict[],
  after: readonly SnapshotVerdict[],
  targets: readonly CheckedTarget[],
): VerdictChange[] {
  const [old, now] = [byTarget(before), byTarget(after)];
  const source = differing(old.get(undefined), now.get(undefined));
  const ofTargets = targets.flatMap(({ name, formerName }) => {
    const former = formerName === undefined ? [] : old.get(formerName);
    return differing(former, now.get(name)).map(({ check, ...rest }) => ({ check, target: name, ...rest }));
  });
  return [...source, ...ofTargets].toSorted((a, b) => weightOf(a) - weightOf(b));
}

function byTarget(
  verdicts: readonly SnapshotVerdict[],
): ReadonlyMap<string | undefined, readonly SnapshotVerdict[]> {
  return Map.groupBy(verdicts, ({ target }) => target);
}

/** Whether it is to be told without being asked: a failure that is more than a note came, went, or weighs otherwise. */
export function isNews({ before, after }: VerdictChange): boolean {
  return [before, after].some((answer) => gravityOf(answer) > gravities.indexOf('info'));
}

/** @param before undefined: not known */
function differing(
  before: readonly SnapshotVerdict[] | undefined,
  after: readonly SnapshotVerdict[] = [],
): VerdictChange[] {
  if (before === undefined || after.length === 0) return [];
  const [old, now] = [byCheck(before), byCheck(after)];
  const [formerPlatforms, platforms] = [platformsOf(before), platformsOf(after)];
  const checks = new Set([...now.keys(), ...old.keys()]);
  const isNew = (platform: string | undefined) => platform !== undefined && !formerPlatforms.has(platform);
  // Where no image was made, which is no wonder when the program was refused, nobody asked.
  const isImaged = [...now.keys()].some(isOfImage);
  return [...checks].flatMap((check) => {
    const [was = [], is = []] = [old.get(check), now.get(check)];
    if (is.length === 0 && isOfImage(check) && !isImaged) return [];
    const places = [...was, ...is].some(({ platform }) => platform !== undefined) ? platforms : [undefined];
    const [formerly, currently] = [byPlatform(was), byPlatform(is)];
    return [...places].flatMap((platform) =>
      changeOf(
        { check, ...(platform !== undefined && { platform }) },
        isNew(platform) ? undefined : answerAt(check, formerly, platform),
        answerAt(check, currently, platform),
      ),
    );
  });
}

/** Of programs there is a verdict for each. */
function platformsOf(verdicts: readonly SnapshotVerdict[]): ReadonlySet<string> {
  return new Set(verdicts.flatMap(({ platform }) => platform ?? []));
}

function byCheck(verdicts: readonly SnapshotVerdict[]): ReadonlyMap<string, readonly SnapshotVerdict[]> {
  return Map.groupBy(verdicts, ({ check }) => check);
}

function byPlatform(
  verdicts: readonly SnapshotVerdict[],
): ReadonlyMap<string | undefined, readonly SnapshotVerdict[]> {
  return Map.groupBy(verdicts, ({ platform }) => platform);
}

function changeOf(
  place: Pick<VerdictChange, 'check' | 'platform'>,
  before: CheckAnswer | undefined,
  after: CheckAnswer | undefined,
): VerdictChange[] {
  if (before === undefined && after?.status !== 'fail') return [];
  if (before?.status === after?.status && gravityOf(before) === gravityOf(after)) return [];
  return [{ ...place, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}

/**
 * What a check says of a platform: the gravest where it says more than one thing. Of an image that a check has nothing against
 * there is no verdict where it has something against another.
 */
function answerAt(
  check: string,
  verdicts: ReturnType<typeof byPlatform>,
  platform: string | undefined,
): CheckAnswer | undefined {
  const told = verdicts.get(platform) ?? verdicts.get(undefined) ?? [];
  const [gravest] = told.map(({ answer }) => answer).toSorted((a, b) => gravityOf(b) - gravityOf(a));
  const isClean = gravest === undefined && verdicts.size > 0 && isOfImage(check);
  return isClean ? { status: 'pass' } : gravest;
}

function isOfImage(check: string): boolean {
  return /^(?:layout|index|image)\//.test(check);
}

const gravities = ['info', 'warn', 'approve', 'block'] as const;

/** -1 for what is no failure. */
function gravityOf(answer: CheckAnswer | undefined): number {
  return answer?.status === 'fail' ? gravities.indexOf(answer.severity) : -1;
}

/** What fails now stands first, then what failed; notes last. */
function weightOf(change: VerdictChange): number {
  const [now, old] = [gravityOf(change.after), gravityOf(change.before)];
  if (now > 0) return -now;
  return old > 0 ? 1 : 2;
}
