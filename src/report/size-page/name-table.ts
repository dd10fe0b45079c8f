import { shownName } from '../page/names.ts';

/** Names of a page, each once: platforms share most of their packages. */
export interface NameTable {
  readonly names: readonly string[];
  /** A name as it is shown, as its index. */
  readonly numberOf: (name: string) => number;
}

export function nameTable(): NameTable {
  const names: string[] = [];
  const numbers = new Map<string, number>();
  return {
    names,
    numberOf: (name) => {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(name, names.length);
      return names.push(shownName(name)) - 1;
    },
  };
}
