import { isTagged } from './build-tags.ts';
import type { AdvisedProgram } from './program.ts';
import { type AdviceQuestion, listed, questionOf } from './question.ts';

/** What looks into a running program. */
const profilers = ['net/http/pprof', 'runtime/pprof', 'expvar', 'golang.org/x/net/trace'];

/** Whoever profiles with these has them told already. */
const wrappers = new Set(['net/http/pprof', 'testing']);

/** Profilers in a program that is shipped. */
export function profiling(program: AdvisedProgram): AdviceQuestion[] {
  return profilers.flatMap((path) => {
    const nodes = program.nodesOf(path);
    const importers = program.importersOf(path);
    const isTold = importers.every((importer) => wrappers.has(importer)) || isTagged(program, path);
    if (nodes.length === 0 || isTold) return [];
    const what = importers.some(program.isOwn)
      ? 'where production does without it, import it in a file with a build constraint'
      : 'a build tag of theirs could leave it out, as grpcnotrace does for grpc';
    const text = `${path} is in the program, imported by ${listed(importers)}: ${what}`;
    return [questionOf(nodes, { kind: 'pprof', subject: path, text })];
  });
}
