import type { DifferingPart, Side } from './aligned.ts';
import { amd64Differences, arm64Differences, type Code } from './instructions.ts';
import { isSamePlace, type PartPlace, type Places } from './places.ts';

/**
 * How two codes of one name differ: in nothing but where what they name lies; in the order of the same things, as where a
 * table is filled in; or otherwise. Undefined: not known for this machine.
 */
export type CompareCode = (part: DifferingPart) => 'addresses' | 'order' | 'other' | undefined;

interface Both {
  readonly a: Places;
  readonly b: Places;
}

/** Of what architecture code can be compared so: where addresses stand in instructions is known of these two. */
export function codeComparison(architecture: string | undefined, places: Both): CompareCode {
  const differencesOf =
    architecture === 'amd64' ? amd64Differences : architecture === 'arm64' ? arm64Differences : undefined;
  return ({ a, b, list }) => {
    if (a.bytes.length !== b.bytes.length) return 'other';
    if (differencesOf === undefined) return undefined;
    const [inA, inB] = [codeOf(a, places.a), codeOf(b, places.b)];
    if (inA === undefined || inB === undefined) return 'other';
    const { named, others } = differencesOf(inA, inB, list);
    const changed = named.filter((each) => !isSamePlace(each.a, each.b));
    if (changed.length === 0 && others.a.length === 0) return 'addresses';
    const isOrder =
      changed.length + others.a.length > 1 &&
      areSame(
        changed.map(({ a: place }) => nameOf(place)),
        changed.map(({ b: place }) => nameOf(place)),
      ) &&
      areSame(others.a, others.b);
    return isOrder ? 'order' : 'other';
  };
}

function codeOf({ bytes, ranges }: Side, places: Places): Code | undefined {
  const [range] = ranges;
  const address = range && ranges.length === 1 ? places.addressOf(range.offset) : undefined;
  return address === undefined ? undefined : { bytes, address, places };
}

function nameOf({ part, within, letters }: PartPlace): string {
  return `${part} ${within} ${letters}`;
}

/** The same items, each as often. */
function areSame<Item>(a: readonly Item[], b: readonly Item[]): boolean {
  const [inA, inB] = [a.toSorted(), b.toSorted()];
  return inA.length === inB.length && inA.every((item, at) => item === inB[at]);
}
