import { shownName } from '../page/names.ts';

/** Names of a page, each once: platforms share most of their packages. */
export interface NameTable {
  readonly names: readonly string[];
  /** A name as it is shown, as its index. */
  readonly numberOf: (name: string) => number;
  /** Forgets all names from that number on: nothing that has them is kept. */
  readonly forget: (from: number) => void;
}

export function nameTable(): NameTable {
  const names: string[] = [];
  const given: string[] = [];
  const numbers = new Map<string, number>();
  return {
    names,
    numberOf: (name) => {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(name, names.length);
      given.push(name);
      return names.push(shownName(name)) - 1;
    },
    forget: (from) => {
      for (const name of given.splice(from)) numbers.delete(name);
      names.length = from;
    },
  };
}
