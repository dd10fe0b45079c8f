import type { WhyAnswer, WhyCandidate, WhySubject } from '../../report/why-inspection.ts';
import { deadCode } from '../../size/reach/dead-code.ts';
import type { DeadCode } from '../../size/reach/findings.ts';
import type { Meaning } from '../../size/reach/meanings.ts';
import { factsOf } from '../attribution/reach.ts';
import { toldDeadCode } from '../attribution/told-dead-code.ts';
import { type Found, findName } from './why-names.ts';
import { chainTo, type KnownProgram, nodesOf, whySubjects } from './why-subjects.ts';

/** What a program knows of the names that were asked for. */
export interface ProgramAnswers {
  readonly answers: readonly (WhyAnswer & Pick<Found, 'near'>)[];
  readonly deadCode: DeadCode;
  /** Import paths. */
  readonly packages: ReadonlySet<string>;
}

/** How many things are listed that a name may mean. */
const mostCandidates = 20;

/** @throws SlipwayError E_BINARY when a compiled package is damaged */
export function programAnswers(names: readonly string[], program: KnownProgram): ProgramAnswers {
  const found = names.map((name) => ({ name, ...findName(name, program) }));
  // All are left out in turn in one go: what they share is reached once.
  const subjects = whySubjects(
    program,
    found.flatMap(({ meanings }) => (isClear(meanings) ? meanings : [])),
  );
  let told = 0;
  const next = (count: number): WhySubject[] => {
    told += count;
    return subjects.slice(told - count, told);
  };
  return {
    answers: found.map(({ name, meanings, near }) =>
      isClear(meanings)
        ? { name, subjects: next(meanings.length), near }
        : { name, subjects: [], candidates: candidatesOf(program, meanings), near },
    ),
    deadCode: deadCodeOf(program),
    packages: new Set(program.packages.map(({ path }) => path)),
  };
}

/** One, or a module and the package at its root. */
function isClear(meanings: readonly Meaning[]): boolean {
  return new Set(meanings.map(({ kind, name }) => (kind === 'symbol' ? `${name}()` : name))).size <= 1;
}

function candidatesOf(program: KnownProgram, meanings: readonly Meaning[]): WhyCandidate[] {
  const { graph, flood } = program.reach;
  return meanings
    .map((meaning) => ({
      kind: meaning.kind,
      name: meaning.name,
      bytes: nodesOf(program, meaning).reduce(
        (sum, node) => sum + (flood.reached[node] === 1 ? (graph.bytes.values[node] ?? 0) : 0),
        0,
      ),
    }))
    .map((each) => ({ ...each, bytes: Math.round(each.bytes) }))
    .sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1))
    .slice(0, mostCandidates);
}

function deadCodeOf(program: KnownProgram): DeadCode {
  const { reach, nodes, chains, main, packages } = program;
  const found = deadCode(reach, nodes, chains, factsOf({ packages, main }));
  return toldDeadCode(found, main, (path) => chainTo(program, new Set([path])));
}
