import { plainLine } from '../plain-text.ts';

/** Instances of generic functions can have names of thousands of characters. */
const longest = 300;

/** What nearly all names are made of. */
const ordinary = /^[\x21-\x7e][\x20-\x7e]*$/;

/** A name from a program as it is shown: one line, nothing that turns the direction of writing, not endless. */
export function shownName(name: string): string {
  if (name.length <= longest && ordinary.test(name)) return name;
  const plain = plainLine(name.length > 2 * longest ? name.slice(0, 2 * longest) : name);
  return plain.length <= longest ? plain : `${plain.slice(0, longest - 1).toWellFormed()}…`;
}

/** A symbol's name; the path of its own package is left out, and a dot stands at the start instead. */
export function shownSymbol(name: string, path: string): string {
  return shownName(name.startsWith(`${path}.`) ? name.slice(path.length) : name);
}
