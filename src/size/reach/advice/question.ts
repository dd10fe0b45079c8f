import type { Advice } from '../findings.ts';

/** What would be advised, and what has to be left out of the program to know what it saves. */
export interface Question {
  /** Sets of nodes, each left out by itself. */
  readonly things: readonly (readonly number[])[];
  /** @param bytes what the file would be smaller without each of the things */
  readonly answer: (bytes: readonly number[]) => Advice;
}

/** A question about one thing: what it saves is what the program keeps for its sake. */
export function questionOf(thing: readonly number[], advice: Omit<Advice, 'bytes'>): Question {
  return { things: [thing], answer: ([bytes = 0]) => ({ ...advice, bytes: Math.round(bytes) }) };
}

/** Names as people say them: `a`, `a and b`, `a, b and 3 more`. */
export function listed(names: readonly string[]): string {
  const [first = '', second = '', ...more] = names;
  if (names.length < 2) return first;
  return more.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${more.length} more`;
}
