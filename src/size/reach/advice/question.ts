import type { Advice } from '../findings.ts';
import type { Question } from '../question.ts';

export type AdviceQuestion = Question<Advice>;

/** A question about one thing: what it saves is what the program keeps for its sake. */
export function questionOf(thing: readonly number[], advice: Omit<Advice, 'bytes'>): AdviceQuestion {
  return { things: [thing], answer: ([bytes = 0]) => ({ ...advice, bytes: Math.round(bytes) }) };
}

/** Names as people say them: `a`, `a and b`, `a, b and 3 more`. */
export function listed(names: readonly string[]): string {
  const [first = '', second = '', ...more] = names;
  if (names.length < 2) return first;
  return more.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${more.length} more`;
}
