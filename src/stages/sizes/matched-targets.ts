import { onlyTarget, type Side, type SizedImage } from './compared-sides.ts';

/** What is on both sides, or on one of them. */
export type Pair<Item> = readonly [Item | undefined, Item | undefined];

/** A target of two builds, or what is compared in place of one; with the platforms of both. */
export interface MatchedTarget {
  readonly name: string;
  /** What it was called before, where it was called something else. */
  readonly formerName?: string;
  readonly pairs: readonly Pair<SizedImage>[];
}

type SideTarget = Side['targets'][number];

/**
 * Targets of one name; then those of other names that are made of one main package; what is left is on one side only. A program
 * or image alone has no name, and is compared with the only target of a build.
 */
export function matchedTargets(before: Side, after: Side): MatchedTarget[] {
  const [one, other] = [before.targets, after.targets];
  const isAlone = [...one, ...other].some(({ name }) => name === onlyTarget);
  if (isAlone && one.length === 1 && other.length === 1) {
    const name = one[0]?.name || other[0]?.name || onlyTarget;
    return [{ name, pairs: imagePairs(one[0]?.images ?? [], other[0]?.images ?? []) }];
  }
  const renamed = renamedTargets(one, other);
  const isRenamed = new Set([...renamed.keys(), ...renamed.values()]);
  const rest = pairsBy(
    one.filter((target) => !isRenamed.has(target)),
    other.filter((target) => !isRenamed.has(target)),
    ({ name }) => name,
  );
  return [...rest, ...[...renamed].map(([now, old]) => [old, now] as const)].map(matched);
}

function matched([old, now]: Pair<SideTarget>): MatchedTarget {
  const name = now?.name ?? old?.name ?? onlyTarget;
  const isRenamed = old !== undefined && old.name !== name;
  // Of builds it is known which platform is which; of anything else two alone are what somebody wants to compare.
  const pairing = old?.importPath === undefined || now?.importPath === undefined ? imagePairs : byPlatform;
  return {
    name,
    ...(isRenamed && { formerName: old.name }),
    pairs: pairing(old?.images ?? [], now?.images ?? []),
  };
}

/** Targets that are there under another name: what they were before. Where several are made of one package, nobody can tell. */
function renamedTargets(
  before: readonly SideTarget[],
  after: readonly SideTarget[],
): Map<SideTarget, SideTarget> {
  const only = (targets: readonly SideTarget[], others: readonly SideTarget[]) => {
    const unmatched = targets.filter(({ name }) => !others.some((other) => other.name === name));
    return unmatched.filter(
      ({ importPath }) => unmatched.filter((each) => each.importPath === importPath).length === 1,
    );
  };
  const gone = only(before, after);
  const pairs = only(after, before).flatMap((now) => {
    const old = gone.find(({ importPath }) => importPath !== undefined && importPath === now.importPath);
    return old === undefined ? [] : [[now, old] as const];
  });
  return new Map(pairs);
}

function imagePairs(before: readonly SizedImage[], after: readonly SizedImage[]): Pair<SizedImage>[] {
  if (before.length === 1 && after.length === 1) return [[before[0], after[0]]];
  return byPlatform(before, after);
}

function byPlatform(before: readonly SizedImage[], after: readonly SizedImage[]): Pair<SizedImage>[] {
  return pairsBy(before, after, ({ platform }) => platform);
}

/** Items of one key; each key once, those of the first list first. */
export function pairsBy<Item>(
  before: readonly Item[],
  after: readonly Item[],
  keyOf: (item: Item) => string,
): Pair<Item>[] {
  const keys = new Set([...before, ...after].map(keyOf));
  const of = (items: readonly Item[], key: string) => items.find((item) => keyOf(item) === key);
  return [...keys].map((key) => [of(before, key), of(after, key)]);
}
