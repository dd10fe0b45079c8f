import { createHash } from 'node:crypto';
import type { Given } from './given-approval.ts';

/** Something that asks for approval. */
export interface Asking {
  /** As `askingKey` makes it: what asks for another reason, or by another limit, has another. */
  readonly key: string;
  /** How much of it there is to approve. */
  readonly bytes: number;
}

/** What was approved by a label or a review: it is good for what comes later and is no more. */
export interface Remembered extends Pick<Given, 'by' | 'id' | 'commit'> {
  /** None where there were too many: then the commit alone is approved. */
  readonly asking: readonly Asking[];
}

/** More than these at once are not remembered: a comment has only so much room. */
export const mostAsking = 50;

/** A label, and the newest reviews. */
const mostReviews = 2;

/** Characters of all that is remembered, as text; a test adds them up. */
export const longestMemory = 5300;

/** Digits of SHA-256 in base64url, 96 bits: names are their author's to choose, and must not be found to have the key of another. */
const keyDigits = 16;

/** A key that other parts do not have. Nothing of the parts can be read from it, nor do anything where it is written. */
export function askingKey(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, keyDigits);
}

/** What is to be remembered of an approval that was given just now. */
export function remembering(
  { by, id, commit }: Given,
  asking: readonly Asking[] | undefined = [],
): Remembered {
  const kept = asking.length > mostAsking ? [] : asking.map(({ key, bytes }) => ({ key, bytes }));
  return { by, id, commit, asking: kept };
}

/**
 * Both memories as one, whose length has a limit. What was remembered of an approval first stays: else it would grow with what is measured later.
 * The order does not matter but for that, so that runs that add at once come to the same.
 */
export function joinMemories(before: readonly Remembered[], added: readonly Remembered[]): Remembered[] {
  const known = new Map<string, Remembered>();
  for (const one of [...before, ...added]) {
    const name = `${one.by} ${one.id}`;
    if (!known.has(name)) known.set(name, one);
  }
  const newest = [...known.values()].toSorted((a, b) => b.id - a.id);
  // Of a label only the newest setting counts.
  const labels = newest.filter(({ by }) => by === 'label').slice(0, 1);
  return [...labels, ...newest.filter(({ by }) => by === 'review').slice(0, mostReviews)];
}

/** The first that was not approved, or of which there is more now than was; undefined: all of it was. Unknown is never approved. */
export function notCovered<A extends Asking>(
  { asking: approved }: Remembered,
  asking: readonly A[],
  tolerance: number,
): { readonly asking: A; readonly approved: number | undefined } | undefined {
  const known = new Map(approved.map(({ key, bytes }) => [key, bytes]));
  const more = asking.find(({ key, bytes }) => !(bytes <= (known.get(key) ?? Number.NaN) + tolerance));
  return more && { asking: more, approved: known.get(more.key) };
}

/** As it stands in a comment's marker: letters, digits and `-_@:.,;` alone. */
export function encodeMemory(memory: readonly Remembered[]): string {
  return memory
    .map(({ by, id, commit, asking }) => {
      const list = asking.map(({ key, bytes }) => `${key}.${bytes}`).join(',');
      return `${by}:${id}@${commit}:${list}`;
    })
    .join(';');
}

const entry = /^(label|review):(\d{1,15})@([0-9a-f]{40}|[0-9a-f]{64}):([\w.,-]*)$/;
const asked = /^([\w-]{16})\.(\d{1,15})$/;

/** Reads it; what is not as it is written is not there. */
export function decodeMemory(text: string): Remembered[] {
  if (text.length > longestMemory) return [];
  const found = text.split(';').flatMap((one): Remembered[] => {
    const [, by, id, commit = '', list = ''] = entry.exec(one) ?? [];
    if (by !== 'label' && by !== 'review') return [];
    const asking = list.split(',').flatMap((each) => {
      const [, key = '', bytes] = asked.exec(each) ?? [];
      return key === '' ? [] : [{ key, bytes: Number(bytes) }];
    });
    return [{ by, id: Number(id), commit, asking }];
  });
  return joinMemories(found, []);
}
