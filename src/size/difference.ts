/** What something has in two programs; 0: it is not in that one. */
export interface Change {
  readonly name: string;
  readonly before: number;
  readonly after: number;
}

export interface Sized {
  readonly name: string;
  readonly bytes: number;
}

/** What differs between two lists, what changed most first. Items of one name are summed. */
export function changesOf(before: readonly Sized[], after: readonly Sized[]): Change[] {
  const sums = new Map<string, { before: number; after: number }>();
  const sumOf = (name: string) => {
    const known = sums.get(name) ?? { before: 0, after: 0 };
    sums.set(name, known);
    return known;
  };
  for (const { name, bytes } of before) sumOf(name).before += bytes;
  for (const { name, bytes } of after) sumOf(name).after += bytes;
  return [...sums]
    .filter(([, sum]) => sum.before !== sum.after)
    .map(([name, sum]) => ({ name, ...sum }))
    .sort((a, b) => Math.abs(growth(b)) - Math.abs(growth(a)) || (a.name < b.name ? -1 : 1));
}

/** Bytes that are more, or with a minus fewer. */
export function growth({ before, after }: Pick<Change, 'before' | 'after'>): number {
  return after - before;
}
