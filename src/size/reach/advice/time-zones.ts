import type { AdvisedProgram } from './program.ts';
import { type AdviceQuestion, listed, questionOf } from './question.ts';

const path = 'time/tzdata';

/** The time zones in the program, which most base images have. */
export function timeZones(program: AdvisedProgram): AdviceQuestion[] {
  const nodes = program.nodesOf(path);
  if (nodes.length === 0) return [];
  const importers = program.importersOf(path);
  // time imports it where the build tag timetzdata is given (time/embed.go).
  const cause = importers.includes('time')
    ? 'by the build tag timetzdata'
    : `as ${listed(importers)} imports ${path}`;
  const text =
    `the time zones are in the program, ${cause}: leave them out where the base image has them, ` +
    'as static and distroless do, or where only UTC is used';
  return [questionOf(nodes, { kind: 'time-zones', subject: path, text })];
}
