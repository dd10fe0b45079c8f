import { type BuildContext, compileTargets, dependencies } from '../gobuild/build.ts';
import type { Target } from '../gobuild/targets.ts';
import type { TagSetReport, TagsInspection } from '../report/tags-inspection.ts';
import type { ModuleRequest, TagsQuestion } from '../request/module-request.ts';
import type { BuildRequest } from '../request/request.ts';
import { SlipwayError } from '../support/errors.ts';
import { moduleTargets, openModule } from './module.ts';
import type { Ports } from './ports.ts';

/**
 * What each set of build tags makes of the programs of a module.
 * @throws SlipwayError E_CONFIG when there is no program, E_TOOLCHAIN, E_NETWORK; what does not compile is in the answer
 */
export async function inspectTagSets(
  { name, question, platform, build }: ModuleRequest<TagsQuestion>,
  ports: Ports,
): Promise<TagsInspection> {
  const [first = []] = question.sets;
  const { origin, context } = await openModule(withTags(build, first), ports);
  const { version, source } = origin.toolchain;
  const targets: TagsInspection['targets'][number][] = [];
  for (const target of await moduleTargets(context)) {
    const sets: TagSetReport[] = [];
    for (const tags of question.sets) sets.push(await builtWith(tags, target, context));
    targets.push({ name: target.name, importPath: target.importPath, sets });
  }
  return {
    question: 'tags',
    source: name,
    toolchain: { go: version, source },
    platform,
    targets,
    notices: origin.notices,
  };
}

/** The same request with other tags for all programs, whatever slipway.yaml says. */
function withTags(request: BuildRequest, buildTags: readonly string[]): BuildRequest {
  return {
    ...request,
    defaults: { ...request.defaults, buildTags },
    targets: request.targets.map((target) => ({ ...target, settings: { ...target.settings, buildTags } })),
  };
}

async function builtWith(
  buildTags: readonly string[],
  target: Target,
  context: BuildContext,
): Promise<TagSetReport> {
  const tagged = { ...target, settings: { ...target.settings, buildTags } };
  const listing = dependencies(context, [tagged]);
  listing.catch(() => undefined);
  try {
    const { targets } = await compileTargets(context, [tagged], listing);
    const [file] = targets.flatMap(({ executables }) => executables);
    if (file === undefined) throw new SlipwayError('E_INTERNAL', 'a program was built and is not there');
    return { tags: buildTags, file: { bytes: file.bytes, digest: file.digest } };
  } catch (error) {
    if (!(error instanceof SlipwayError) || error.code !== 'E_BUILD') throw error;
    const { code, message, hint } = error;
    return { tags: buildTags, error: { code, message, ...(hint !== undefined && { hint }) } };
  }
}
