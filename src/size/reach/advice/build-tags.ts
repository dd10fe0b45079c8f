import type { AdvisedProgram } from './program.ts';
import { type PruningTag, pruningTags } from './pruning-tags.ts';
import { type AdviceQuestion, questionOf } from './question.ts';

/** Build tags that modules of the program know, and that leave something large out. */
export function buildTags(program: AdvisedProgram): AdviceQuestion[] {
  return pruningTags.flatMap((row) => {
    const nodes = isKnown(program, row) ? goneNodes(program, row) : [];
    if (nodes.length === 0) return [];
    const { tag, module, without } = row;
    const text = `${module} knows the build tag ${tag}: with it the program does without ${without}`;
    return [questionOf(nodes, { kind: 'build-tag', subject: module, text })];
  });
}

/** Whether a build tag takes a package out of the program, so that nobody has to be told of it apart. */
export function isTagged(program: AdvisedProgram, path: string): boolean {
  return pruningTags.some(
    (row) => 'import' in row.goes && row.goes.import === path && goneNodes(program, row).length > 0,
  );
}

function isKnown({ facts }: AdvisedProgram, { tag, module, since }: PruningTag): boolean {
  if (facts.buildTags.includes(tag)) return false;
  const found = [...facts.modules.values()].find(({ path }) => path === module);
  return found?.version !== undefined && isAtLeast(found.version, since);
}

/** None where others import it as well: then it stays, whatever the tag. */
function goneNodes(program: AdvisedProgram, { goes }: PruningTag): readonly number[] {
  if ('whole' in goes) return goes.whole.flatMap(program.nodesOf);
  const stays = program.importersOf(goes.import).some((importer) => !goes.of.includes(importer));
  return stays ? [] : program.nodesOf(goes.import);
}

/** Versions as semver.org has them, without what stands behind the numbers. */
function isAtLeast(version: string, minimum: string): boolean {
  const numbers = (text: string): number[] =>
    (text.match(/^v(\d+)\.(\d+)\.(\d+)/) ?? []).slice(1).map(Number);
  const [have, want] = [numbers(version), numbers(minimum)];
  const differing = want.findIndex((number, at) => number !== have[at]);
  return have.length > 0 && (differing < 0 || (have[differing] ?? 0) > (want[differing] ?? 0));
}
