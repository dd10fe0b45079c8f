import { unescapePath } from '../../binary/go/functions/symbol-package.ts';

/**
 * How well a name that somebody wrote fits a symbol, the best first: it is the symbol's own, escapes of paths undone; its own but for
 * type arguments; but for what marks types and pointer receivers; it is what stands after the last slash of that; after the package; or
 * after the type.
 */
export const fits = ['own', 'generic', 'plain', 'last element', 'inside', 'method'] as const;

/** A name as it is compared with symbols. */
export interface Spelling {
  /** By position in `fits`: one that is equal fits. */
  readonly forms: readonly string[];
  /** What every symbol that fits has in it. */
  readonly needle: string;
}

/** How a name of a person's is compared. `.abi0` is go tool nm's mark for functions of assembly. */
export function spellingOf(asked: string): Spelling {
  const own = unescapePath(asked.replace(/\.abi0$/, ''));
  const generic = withoutArguments(own);
  const plain = withoutMarks(generic);
  const [, needle = plain] = /([^./\s]+)$/.exec(plain) ?? [];
  return { forms: [own, generic, plain, plain, plain, plain], needle };
}

/** The place in `fits` of how a symbol is fitted; undefined where it is not. */
export function fitOf({ forms, needle }: Spelling, symbol: string): number | undefined {
  if (!symbol.includes(needle)) return undefined;
  const found = formsOf(symbol).findIndex((form, at) => form === forms[at]);
  return found < 0 ? undefined : found;
}

/** The same symbol in shorter and shorter words, as far as these still name it and nothing that is made of it. */
function formsOf(symbol: string): string[] {
  const own = unescapePath(symbol);
  const generic = withoutArguments(own);
  const plain = withoutMarks(generic);
  if (/[*[\](){}, ]|^(?:type|go):/.test(plain)) return [own, generic, plain];
  const last = plain.slice(plain.lastIndexOf('/') + 1);
  const inside = last.slice(last.indexOf('.') + 1);
  return [own, generic, plain, last, inside, inside.slice(inside.lastIndexOf('.') + 1)];
}

/** `slices.Sort` for `slices.Sort[go.shape.int]`: all instances of a generic function are one thing to a person. */
export function withoutArguments(name: string): string {
  // A type literal begins with its brackets; they are what it is.
  const open = name.indexOf('[');
  if (open < 1 || /^(?:type|go):/.test(name)) return name;
  let text = '';
  let depth = 0;
  for (const piece of name.split(/([[\]])/)) {
    if (piece === '[') depth += 1;
    else if (piece === ']') depth -= 1;
    else if (depth === 0) text += piece;
  }
  return text;
}

/** `net/http.Server.Serve` for `net/http.(*Server).Serve`. */
export function withoutReceiver(name: string): string {
  return name.replace(/\(\*([^()]+)\)/, '$1');
}

function withoutMarks(name: string): string {
  return withoutReceiver(name.replace(/^type:(?!\.)/, ''));
}
