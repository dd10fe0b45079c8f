import { inflateSync } from 'node:zlib';
import { unpackedBytes } from '../../binary/compressed.ts';
import type { ProgramFile } from '../../binary/program-file.ts';
import type { Difference, ExplainContext } from '../difference.ts';
import { shownText } from '../shown.ts';
import { type DifferingPart, offsetsOf } from './aligned.ts';
import type { Both } from './form.ts';
import { causeOfNames, otherNames } from './names.ts';

/** Sections of DWARF with names of files and folders: DW_AT_comp_dir, tables of lines, texts. */
const named = /debug_(line|info|str|line_str)$/;
/** What a section says of its length when it is unpacked is not to be trusted with memory. */
const mostBytes = 1 << 25;

/** Debugging information that differs because it names something that does; all of such a section is told by that. */
export function debugDifferences(
  programs: Both,
  parts: readonly DifferingPart[],
  place: string,
  context: ExplainContext,
): Map<DifferingPart, Difference> {
  const found = new Map<DifferingPart, Difference>();
  for (const part of parts) {
    if (part.nature !== 'debug' || !named.test(part.section)) continue;
    const [a, b] = [contentOf(part, programs.a, 'a'), contentOf(part, programs.b, 'b')];
    if (a === undefined || b === undefined) continue;
    const names = otherNames(a, b);
    const known = causeOfNames({ a: names.a.filter(isText), b: names.b.filter(isText) }, context);
    if (known.cause === undefined) continue;
    found.set(part, {
      kind: 'string',
      place: `${place}${part.section}`,
      ...offsetsOf(part, part.list[0]),
      bytes: part.bytes,
      a: shownText(known.a ?? ''),
      b: shownText(known.b ?? ''),
      cause: known.cause,
    });
  }
  return found;
}

function isText(name: string): boolean {
  return /^[\x20-\x7e]{4,}$/.test(name);
}

/** Undefined for what is damaged, or compressed in another way than zlib's. */
function contentOf(part: DifferingPart, program: ProgramFile, side: 'a' | 'b'): Buffer | undefined {
  const { bytes } = part[side];
  const section = program.sections.find(({ name }) => name === part.section);
  if (section === undefined || !section.compressed) return bytes.length > mostBytes ? undefined : bytes;
  const length = unpackedBytes(program, section);
  if (length === undefined || length > mostBytes) return undefined;
  const isOld = bytes.toString('latin1', 0, 4) === 'ZLIB';
  const headerBytes = isOld ? 12 : program.wordBytes === 8 ? 24 : 12;
  try {
    return inflateSync(bytes.subarray(headerBytes), { maxOutputLength: Math.max(1, length) });
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
