import type { ReferenceKind } from '../size/reach/findings.ts';

/** How a link of a chain keeps the next one, where that is more than that it mentions it. */
export const referenceWords: Readonly<Record<ReferenceKind, string>> = {
  start: '',
  reference: '',
  init: 'when the program starts (init)',
  linkname: 'since another package names it (linkname)',
  interface: 'through an interface',
  name: 'since a constant names it (reflection)',
  reflection: 'since methods are looked up by name (reflection)',
};

/** `2 functions look methods up by names that are not known when the program is linked`. */
export function blockersWords(count: number): string {
  const who = count === 1 ? '1 function looks' : `${count === 0 ? 'Some' : count} functions look`;
  return `${who} methods up by names that are not known when the program is linked`;
}

/** Longer names lose their type arguments, and then their middle. */
const longest = { plain: 72, cut: 110 } as const;

/**
 * A symbol as a person reads it, in at most 110 characters: types and tables of interfaces in words, escapes of import paths
 * (cmd/internal/objabi/path.go) undone, and of the instances of generic functions what they are instances of. Still to be escaped
 * for where it is shown.
 */
export function symbolText(symbol: string): string {
  const name = inWords(symbol.replaceAll('%2e', '.'));
  const short = name.length > longest.plain ? withoutArguments(name) : name;
  if (short.length <= longest.cut) return short;
  const half = Math.floor((longest.cut - 1) / 2);
  return `${short.slice(0, half).toWellFormed()}…${short.slice(-half).toWellFormed()}`;
}

/** Names that the compiler and the linker make (cmd/compile/internal/reflectdata, cmd/link/internal/ld/inittask.go). */
function inWords(name: string): string {
  const [, type] = /^type:(?!\.)(.+)$/s.exec(name) ?? [];
  if (type !== undefined) return `type ${type}`;
  const [, concrete, abstract] = /^go:itab\.(.+),(.+)$/s.exec(name) ?? [];
  if (concrete !== undefined) return `${concrete} as ${abstract}`;
  if (/^go:.*inittasks$/.test(name)) return 'the list of packages to initialise';
  const [, path] = /^(.+)\.\.inittask$/s.exec(name) ?? [];
  return path === undefined ? name : `init of ${path}`;
}

/** `Map[…]` for `Map[string,go.shape.struct { … }]`; what is in no pair of brackets stays as it is. */
function withoutArguments(name: string): string {
  let text = '';
  let depth = 0;
  let start = 0;
  for (let at = 0; at < name.length; at += 1) {
    if (name[at] === '[') {
      if (depth === 0) {
        text += name.slice(start, at);
        start = at;
      }
      depth += 1;
    } else if (name[at] === ']' && depth > 0) {
      depth -= 1;
      if (depth > 0) continue;
      text += at - start < 4 ? name.slice(start, at + 1) : '[…]';
      start = at + 1;
    }
  }
  return text + name.slice(start);
}
