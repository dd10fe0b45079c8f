import type { Memory } from '../../binary/go/linked/memory.ts';

/** A text of the linker's, and where the variable lies that leads to it. */
export interface FilledSlot {
  readonly address: number;
  readonly text: Text;
}

export interface Text {
  readonly address: number;
  /** With the zero that the linker puts behind it. */
  readonly bytes: number;
}

/** A variable that may have been given one. */
export interface Candidate {
  readonly symbol: number;
  readonly name: string;
}

/** How the texts begin that the go command and the linker give variables of the runtime. */
const beginnings: ReadonlyMap<string, RegExp> = new Map([
  ['runtime.buildVersion', /^(go\d|devel )/],
  ['runtime.modinfo', /^0w\xaf\x0c\x92t\x08\x02A\xe1\xc1\x07\xe6\xd6\x18\xe6/],
  ['runtime.defaultGOROOT', /^([/\\]|[A-Za-z]:)/],
  ['runtime.godebugDefault', /^\w+=/],
]);
const shownBytes = 64;

/** Whether two texts are the same to who has to say which variable one is of. */
export function beginAlike(one: Buffer, other: Buffer): boolean {
  const startIn = (text: Buffer): string => text.toString('latin1', 0, shownBytes);
  return [...beginnings.values()].every((start) => start.test(startIn(one)) === start.test(startIn(other)));
}

/**
 * Which variables lie in slots that follow on each other, as far as that is certain: all that can, or all that must, if they are
 * as many as the slots; else those that are known by their texts.
 * @param empty variables that lie there only if they were given a text, in the order of their numbers
 * @param replaced those that lie there in any case
 */
export function namedSlots(
  slots: readonly FilledSlot[],
  empty: readonly Candidate[],
  replaced: readonly Candidate[],
  memory: Memory,
): { readonly slot: FilledSlot; readonly name: string }[] {
  const starts = slots.map(({ text }) => startOf(text, memory));
  const fits = (name: string, start: string): boolean => beginnings.get(name)?.test(start) ?? true;
  const possible = empty.filter(({ name }) => starts.some((start) => fits(name, start)));
  for (const all of [[...possible, ...replaced], [...replaced]]) {
    all.sort((a, b) => a.symbol - b.symbol);
    const pairs = all.flatMap(({ name }, at) => ({
      slot: slots[at],
      name,
      fits: fits(name, starts[at] ?? ''),
    }));
    if (all.length !== slots.length || pairs.some((pair) => !pair.fits)) continue;
    return pairs.flatMap(({ slot, name }) => (slot === undefined ? [] : [{ slot, name }]));
  }
  return slots.flatMap((slot, at) => {
    const told = possible.filter(({ name }) => beginnings.has(name) && fits(name, starts[at] ?? ''));
    const [one, ...others] = told;
    const isOnly =
      one !== undefined &&
      others.length === 0 &&
      starts.filter((start) => fits(one.name, start)).length === 1;
    return isOnly ? [{ slot, name: one.name }] : [];
  });
}

function startOf({ address, bytes }: Text, memory: Memory): string {
  return memory.read(address, Math.min(bytes, shownBytes)).bytes.toString('latin1');
}
