import type { BuildContext } from '../../gobuild/build.ts';
import { unmentionedTags } from '../../gobuild/constraint-tags.ts';
import { noImports } from '../../gobuild/program-imports.ts';
import type { Target } from '../../gobuild/targets.ts';
import type { Fault } from '../../report/module-inspection.ts';
import type { TagReport, TagSetReport, TagsInspection } from '../../report/tags-inspection.ts';
import type { ModuleRequest, TagsQuestion } from '../../request/module-request.ts';
import type { BuildRequest } from '../../request/request.ts';
import { SlipwayError } from '../../support/errors.ts';
import { attributing } from '../attribution/attributing.ts';
import { attributePrograms } from '../attribution/attribution.ts';
import { faultOf } from '../fault.ts';
import { moduleTargets, openModule } from '../module.ts';
import type { Ports } from '../ports.ts';
import {
  changeBetween,
  fileChange,
  fileOf,
  graphChange,
  graphModules,
  type Made,
  packageNames,
} from './tag-changes.ts';
import { buildVariants, type Variant, type Variants, without } from './tag-variants.ts';

type Sets = readonly (readonly string[])[];

/**
 * What each set of build tags adds to the programs of a module and prunes from them: packages, modules and bytes.
 * @throws SlipwayError E_CONFIG when there is no program with any of the sets, E_TOOLCHAIN, E_NETWORK, E_IO; a set that does not
 * compile has its E_BUILD in the answer
 */
export async function inspectTagSets(
  { name, question: { sets }, platform, build }: ModuleRequest<TagsQuestion>,
  ports: Ports,
): Promise<TagsInspection> {
  const { origin, context } = await openModule(build, ports);
  const targets = await targetsWith(sets, context);
  const variants = await buildVariants(context, targets, sets);
  const named = targets.map((target) => sets.map((tags) => variants(target.name, tags)));
  const programs = named.flat().flatMap(({ program }) => program ?? []);
  // A single program is compared with nothing.
  const compared = { targets: sets.length < 2 ? [] : programs, imports: noImports };
  const attributed = await attributePrograms(compared, [], attributing(origin, build, ports), {
    origin,
    request: build,
    ports,
  });
  const made = (variant: Variant): Made | undefined => madeOf(variant, attributed.byPath);
  const { version, source } = origin.toolchain;
  const unknown = unmentionedTags(sets.flat(), graphs(variants, targets, sets));
  return {
    question: 'tags',
    source: name,
    toolchain: { go: version, source },
    platform,
    targets: targets.map((target) => ({
      name: target.name,
      importPath: target.importPath,
      sets: sets.map((tags, at) => setReport(tags, at, target, { sets, variants, made })),
    })),
    notices: [...new Set([...origin.notices, ...attributed.notices, ...unknown.map(unknownNotice)])],
  };
}

function unknownNotice(tag: string): string {
  return `no build constraint of any package of the program mentions the tag ${tag}, so it changes no file that is built`;
}

/** The programs that there are with the first set that has any. */
async function targetsWith(sets: Sets, context: BuildContext): Promise<Target[]> {
  let refused: unknown;
  for (const tags of sets) {
    try {
      return await moduleTargets({ ...context, request: withTags(context.request, tags) });
    } catch (error) {
      if (!(error instanceof SlipwayError) || error.code !== 'E_CONFIG') throw error;
      refused ??= error;
    }
  }
  throw refused;
}

/** The same request with other tags for all programs, whatever slipway.yaml says. */
function withTags(request: BuildRequest, buildTags: readonly string[]): BuildRequest {
  return {
    ...request,
    defaults: { ...request.defaults, buildTags },
    targets: request.targets.map((target) => ({ ...target, settings: { ...target.settings, buildTags } })),
  };
}

/** Packages of all programs with any set: what one tag brings in may be what mentions another. */
function graphs(variants: Variants, targets: readonly Target[], sets: Sets) {
  return targets.flatMap(({ name }) => sets.flatMap((tags) => variants(name, tags).packages ?? []));
}

type Attributed = Awaited<ReturnType<typeof attributePrograms>>['byPath'];

function madeOf({ program, packages }: Variant, byPath: Attributed): Made | undefined {
  if (program === undefined || packages === undefined) return undefined;
  return { program, packages, attribution: byPath.get(fileOf({ program }).path) };
}

interface Known {
  readonly sets: Sets;
  readonly variants: Variants;
  readonly made: (variant: Variant) => Made | undefined;
}

function setReport(
  tags: readonly string[],
  at: number,
  { name }: Target,
  { sets, variants, made }: Known,
): TagSetReport {
  const variant = variants(name, tags);
  const own = made(variant);
  if (own === undefined) return { tags, error: variantFault(variant) };
  const first = at === 0 ? undefined : made(variants(name, sets[0] ?? []));
  const { bytes, digest } = fileOf(own);
  const { attribution, packages } = own;
  return {
    tags,
    file: { bytes, digest },
    graph: { packages: packageNames(packages).length, modules: graphModules(packages).size },
    ...(attribution !== undefined && { method: attribution.method }),
    ...(first !== undefined && { change: changeBetween(first, own) }),
    ...(tags.length > 1 && {
      marginal: tags.map((tag) => tagReport(tag, own, variants(name, without(tags, tag)), made)),
    }),
  };
}

function tagReport(tag: string, whole: Made, variant: Variant, made: Known['made']): TagReport {
  const rest = made(variant);
  if (rest === undefined) return { tag, error: variantFault(variant) };
  return { tag, fileBytes: fileChange(rest, whole), graph: graphChange(rest, whole) };
}

function variantFault({ error }: Variant): Fault {
  return faultOf(error ?? new SlipwayError('E_INTERNAL', 'a program was not built, and nobody knows why'));
}
