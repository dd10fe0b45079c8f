import { buildTags } from './advice/build-tags.ts';
import { embedded } from './advice/embedded.ts';
import { hardlyUsed } from './advice/hardly-used.ts';
import { http2 } from './advice/http2.ts';
import { profiling } from './advice/profilers.ts';
import { type AdvisedProgram, advisedProgram, type ProgramFacts } from './advice/program.ts';
import type { AdviceQuestion } from './advice/question.ts';
import { timeZones } from './advice/time-zones.ts';
import { twoVersions } from './advice/two-versions.ts';
import type { Advice } from './findings.ts';
import type { ProgramReach } from './program-reach.ts';
import { type Question, together } from './question.ts';

const kinds: readonly ((program: AdvisedProgram) => AdviceQuestion[])[] = [
  timeZones,
  http2,
  twoVersions,
  hardlyUsed,
  profiling,
  embedded,
  buildTags,
];

/** What saves less than this, or less than this share of the program, is not worth a sentence. */
const least = { bytes: 4096, share: 1 / 1000 };

/**
 * What can be done to make a program smaller, what saves most first. Savings are by the linker's rules, of embedded files by
 * compressing them; they may overlap. The answer does not need the objects any more.
 * @param nodes of each package, as `packageNodes` has them
 * @throws SlipwayError E_BINARY when a compiled package is damaged; the system's error when one cannot be opened
 */
export function adviceQuestion(
  reach: ProgramReach,
  nodes: ReadonlyMap<string, readonly number[]>,
  facts: ProgramFacts,
): Question<Advice[]> {
  const program = advisedProgram(reach, nodes, facts);
  const minimum = Math.max(least.bytes, least.share * reach.flood.bytes());
  const { things, answer } = together(kinds.flatMap((kind) => kind(program)));
  return {
    things,
    answer: (bytes) =>
      answer(bytes)
        .filter((each) => each.bytes >= minimum)
        .toSorted((a, b) => b.bytes - a.bytes),
  };
}
