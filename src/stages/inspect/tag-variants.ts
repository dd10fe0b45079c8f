import { type BuildContext, type BuiltTarget, compileTargets, dependencies } from '../../gobuild/build.ts';
import type { PackageFiles } from '../../gobuild/packages.ts';
import type { Target } from '../../gobuild/targets.ts';
import { inParallel } from '../../support/concurrency.ts';
import { SlipwayError } from '../../support/errors.ts';

/** A program as one set of build tags makes it. */
export interface Variant {
  readonly target: string;
  readonly tags: readonly string[];
  /** Undefined: it does not compile, and `error` says why. */
  readonly program: BuiltTarget | undefined;
  readonly error?: SlipwayError;
  /** The dependency graph; undefined where the go command cannot tell it. */
  readonly packages: readonly PackageFiles[] | undefined;
}

export type Variants = (target: string, tags: readonly string[]) => Variant;

/**
 * Every program with every set, and with each set of several tags that compiles without each one of them: once per set,
 * whatever the order of its tags. The first goes ahead, so that what they share is compiled once.
 * @throws SlipwayError for all but E_BUILD, which is the variant's own
 */
export async function buildVariants(
  context: BuildContext,
  targets: readonly Target[],
  sets: readonly (readonly string[])[],
): Promise<Variants> {
  const known = new Map<string, Variant>();
  const add = async (wanted: readonly Wanted[]): Promise<void> => {
    const distinct = new Map(wanted.map((each) => [keyOf(each.target.name, each.tags), each]));
    const missing = [...distinct].filter(([key]) => !known.has(key));
    await inParallel(missing, context.jobs, async ([key, { target, tags }]) => {
      known.set(key, await buildVariant(context, target, tags));
    });
  };
  const wanted = sets.flatMap((tags) => targets.map((target) => ({ target, tags })));
  await add(wanted.slice(0, 1));
  await add(wanted);
  const compiled = wanted.filter(
    ({ target, tags }) => known.get(keyOf(target.name, tags))?.program !== undefined,
  );
  await add(compiled.flatMap(withoutEach));
  return (target, tags) => {
    const variant = known.get(keyOf(target, tags));
    if (variant === undefined) throw new SlipwayError('E_INTERNAL', `${target} was not built with ${tags}`);
    return variant;
  };
}

interface Wanted {
  readonly target: Target;
  readonly tags: readonly string[];
}

/** A set of several tags, without each of them in turn. */
function withoutEach({ target, tags }: Wanted): readonly Wanted[] {
  return tags.length < 2 ? [] : tags.map((tag) => ({ target, tags: without(tags, tag) }));
}

export function without(tags: readonly string[], tag: string): readonly string[] {
  return tags.filter((other) => other !== tag);
}

function keyOf(target: string, tags: readonly string[]): string {
  return `${target} ${tags.toSorted().join(',')}`;
}

async function buildVariant(
  context: BuildContext,
  target: Target,
  buildTags: readonly string[],
): Promise<Variant> {
  const tagged = { ...target, settings: { ...target.settings, buildTags } };
  const label = `${target.name} ${tagsText(buildTags)}`;
  const progress: BuildContext['progress'] = (event) => context.progress({ ...event, target: label });
  const listing = dependencies(context, [tagged]);
  const building = compileTargets({ ...context, progress }, [tagged], listing);
  const [listed, built] = await Promise.allSettled([listing, building]);
  const packages = listed.status === 'fulfilled' ? listed.value.packages : undefined;
  const common = { target: target.name, tags: buildTags, packages };
  const failed = [built, listed].find((each) => each.status === 'rejected');
  if (failed === undefined) {
    const [program] = built.status === 'fulfilled' ? built.value.targets : [];
    return { ...common, program };
  }
  const error: unknown = failed.reason;
  if (!(error instanceof SlipwayError) || error.code !== 'E_BUILD') throw error;
  return { ...common, program: undefined, error };
}

/** A set as people read it. */
function tagsText(tags: readonly string[]): string {
  return tags.length === 0 ? 'without tags' : tags.join(',');
}
