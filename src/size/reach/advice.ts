import { buildTags } from './advice/build-tags.ts';
import { embedded } from './advice/embedded.ts';
import { hardlyUsed } from './advice/hardly-used.ts';
import { http2 } from './advice/http2.ts';
import { profiling } from './advice/profilers.ts';
import { type AdvisedProgram, advisedProgram, type ProgramFacts } from './advice/program.ts';
import type { Question } from './advice/question.ts';
import { timeZones } from './advice/time-zones.ts';
import { twoVersions } from './advice/two-versions.ts';
import type { Advice } from './findings.ts';
import type { ProgramReach } from './program-reach.ts';
import { retainedBytes } from './retained.ts';

const kinds: readonly ((program: AdvisedProgram) => Question[])[] = [
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
 * compressing them; they may overlap.
 * @throws SlipwayError E_BINARY when a compiled package is damaged; the system's error when one cannot be opened
 */
export function adviceOn(reach: ProgramReach, facts: ProgramFacts): Advice[] {
  const program = advisedProgram(reach, facts);
  const questions = kinds.flatMap((kind) => kind(program));
  const things = questions.flatMap((question) => question.things);
  const retained = retainedBytes(reach.graph, things, undefined).map((bytes) => bytes ?? 0);
  let at = 0;
  const advice = questions.map(({ things: own, answer }) => {
    at += own.length;
    return answer(retained.slice(at - own.length, at));
  });
  const minimum = Math.max(least.bytes, least.share * reach.flood.bytes());
  return advice.filter(({ bytes }) => bytes >= minimum).toSorted((a, b) => b.bytes - a.bytes);
}
