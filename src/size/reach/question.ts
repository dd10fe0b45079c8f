import type { Graph } from './graph.ts';
import { retainedBytes } from './retained.ts';

/** What has to be left out of a program to know something. Questions that are asked together cost little more than one. */
export interface Question<Answer> {
  /** Sets of nodes, each left out by itself. */
  readonly things: readonly (readonly number[])[];
  /** @param bytes what the file would be smaller without each of the things; undefined where no program would be left */
  answer(bytes: readonly (number | undefined)[]): Answer;
}

/** Many questions as one. */
export function together<Answer>(questions: readonly Question<Answer>[]): Question<Answer[]> {
  return {
    things: questions.flatMap(({ things }) => things),
    answer: (bytes) => {
      let at = 0;
      return questions.map(({ things, answer }) => {
        at += things.length;
        return answer(bytes.slice(at - things.length, at));
      });
    },
  };
}

/** @param needed the node without which there is no program; undefined: it is not asked */
export function answered<Answer>(
  graph: Graph,
  { things, answer }: Question<Answer>,
  needed?: number | undefined,
): Answer {
  return answer(retainedBytes(graph, things, needed));
}
