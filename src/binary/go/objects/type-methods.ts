import { unreadable } from './faults.ts';
import type { ObjectView, SymbolReference } from './object-view.ts';

/** abi.Interface; above it older versions of Go have flags. */
const interfaceKind = 20;
const kindMask = 0x1f;

/** Names of methods by numbers. */
export function methodNames(view: ObjectView) {
  const all: string[] = [];
  const known = new Map<string, number>();
  const byDefinition = new Map<number, number>();
  const numberOf = (definition: number, read: (content: Buffer) => string): number => {
    const seen = byDefinition.get(definition);
    if (seen !== undefined) return seen;
    if (definition >= view.definitions) throw unreadable(0, "a method's name is not in its object");
    const name = read(view.content(definition));
    const number = known.get(name) ?? all.length;
    if (number === all.length) all.push(name);
    known.set(name, number);
    byDefinition.set(definition, number);
    return number;
  };
  return {
    all,
    /** Of a name as types have it: a byte of flags, its length, itself (abi.Name). */
    at: (definition: number) => numberOf(definition, encodedName),
    /** Of a constant. */
    text: (definition: number) => numberOf(definition, (content) => content.toString('utf8')),
  };
}

function encodedName(content: Buffer): string {
  let [length, shift, at] = [0, 0, 1];
  for (let byte = 0x80; byte >= 0x80; shift += 7, at += 1) {
    byte = content[at] ?? 0;
    length += (byte & 0x7f) << shift;
  }
  return content.toString('utf8', at, at + length);
}

export function isInterface(view: ObjectView, definition: number, pointerBytes: number): boolean {
  return ((view.content(definition)[2 * pointerBytes + 7] ?? 0) & kindMask) === interfaceKind;
}

/**
 * Behind what all types have (abi.Type), its package and the slice of its methods each method of an interface is a name and a
 * type, of four bytes each (abi.Imethod).
 */
export function interfaceMethodsOf(
  view: ObjectView,
  definition: number,
  pointerBytes: number,
  targetOf: (symbol: SymbolReference) => number,
  nameAt: (definition: number) => number,
): number[] {
  const found: number[] = [];
  const [from, end] = view.relocations(definition);
  for (let r = from; r + 1 < end; r += 1) {
    const offset = view.relocationOffset(r);
    if (offset < 8 * pointerBytes + 16 || view.relocationOffset(r + 1) !== offset + 4) continue;
    const name = nameAt(targetOf(view.relocationSymbol(r)));
    r += 1;
    found.push(definition, offset, name, targetOf(view.relocationSymbol(r)));
  }
  return found;
}
