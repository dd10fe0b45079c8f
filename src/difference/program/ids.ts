import { readBuildIds } from '../../binary/build-ids.ts';
import type { ProgramFile } from '../../binary/program-file.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Difference } from '../difference.ts';
import { shownLength, shownText } from '../shown.ts';
import { type DifferingPart, offsetsOf } from './aligned.ts';
import type { Both } from './form.ts';

/** Sections that each stands in; Go's in formats other than ELF among code. */
const holders = { go: /^(?!.*gnu|load commands)/, gnu: /gnu/, uuid: /^load commands/ } as const;
const names = { go: "Go's build ID", gnu: "GNU's build ID", uuid: 'LC_UUID' } as const;

/**
 * What linkers name their output by, and signatures over it: they differ because something else does.
 * @param alone nothing else differs that a program does anything with
 */
export function idDifferences(
  { a, b }: Both,
  parts: readonly DifferingPart[],
  place: string,
  alone: boolean,
): Difference[] {
  const own = parts.filter(({ nature }) => nature === 'build-id');
  const detail = alone
    ? 'nothing else differs: it was set by -buildid, or by inputs that leave no other trace in the program'
    : 'it differs because something else does: it is made of the inputs and the content';
  const [inA, inB] = [idsOf(a), idsOf(b)];
  let left = own.reduce((sum, { bytes }) => sum + bytes, 0);
  const found: Difference[] = [];
  for (const key of ['go', 'gnu', 'uuid'] as const) {
    const [idA = '', idB = ''] = [inA[key], inB[key]];
    if (idA === idB) continue;
    const part = own.find(({ section }) => holders[key].test(section)) ?? own[0];
    const bytes = own.length > 1 && part !== undefined ? Math.min(left, part.bytes) : left;
    left -= bytes;
    found.push({
      kind: 'section',
      place: `${place}${part?.section ?? 'header'}, ${names[key]}`,
      ...(part && offsetsOf(part, part.list[0])),
      bytes,
      a: shownText(idA),
      b: shownText(idB),
      cause: { kind: 'build-id', detail },
    });
  }
  return [...found, ...signatureDifferences(parts, place)];
}

function idsOf(program: ProgramFile): ReturnType<typeof readBuildIds> {
  try {
    return readBuildIds(program);
  } catch (error) {
    if (error instanceof SlipwayError) return {};
    throw error;
  }
}

function signatureDifferences(parts: readonly DifferingPart[], place: string): Difference[] {
  return parts
    .filter(({ nature }) => nature === 'signature')
    .map((part) => ({
      kind: 'section',
      place: `${place}${part.section}`,
      ...offsetsOf(part, part.list[0]),
      bytes: part.bytes,
      a: shownLength(part.a.bytes.length),
      b: shownLength(part.b.bytes.length),
      cause: { kind: 'build-id', detail: 'it is made of hashes over the rest of the file' },
    }));
}
