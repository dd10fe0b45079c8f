import { readPeHeader } from '../../binary/pe/header.ts';
import type { ProgramFile } from '../../binary/program-file.ts';
import type { Difference } from '../difference.ts';
import { shownText } from '../shown.ts';

export interface Both {
  readonly a: ProgramFile;
  readonly b: ProgramFile;
}

/** A difference in how files are written; none where both are the same. */
export function formatDifference(what: string, a: string, b: string, place: string): Difference[] {
  return a === b ? [] : [{ kind: 'format', place: `${place}${what}`, a: shownText(a), b: shownText(b) }];
}

/** What a file is before anything in it is looked at. */
export function kindOf({ format, architecture, endian, wordBytes }: ProgramFile): string {
  return `${format} for ${architecture ?? 'an unknown machine'}, ${endian} endian, ${wordBytes * 8} bits`;
}

/** Whether one of them has no symbol table, or no debugging information: nobody builds the same program so by chance. */
export function strippedDifference({ a, b }: Both, place: string): Difference[] {
  const [inA, inB] = [keptIn(a), keptIn(b)];
  if (inA === inB) return [];
  const cause = { kind: 'settings', detail: 'one of them is stripped, as by -ldflags "-s -w"' } as const;
  return [{ kind: 'format', place: `${place}what only tools read`, a: inA, b: inB, cause }];
}

function keptIn({ headers, sections }: ProgramFile): string {
  const hasSymbols =
    sections.some(({ name, bytes }) => (name === '.symtab' || name === 'name') && bytes > 0) ||
    headers.some(({ kind, name, bytes }) => kind === 'symbols' && name === 'symbol table' && bytes > 0);
  const hasDebug = sections.some(({ name, bytes }) => bytes > 0 && /^\.z?debug_|^__DWARF,/.test(name));
  return `${hasSymbols ? 'symbols' : 'no symbols'}, ${hasDebug ? 'debugging information' : 'no debugging information'}`;
}

/** TimeDateStamp of the COFF header (PE, "COFF File Header"): Go writes none, other linkers write when they link. */
const timeOffset = 8;

export function timeDifference({ a, b }: Both, place: string): Difference[] {
  const [inA, inB] = [linkTime(a), linkTime(b)];
  if (inA === undefined || inB === undefined || inA.seconds === inB.seconds) return [];
  return [
    {
      kind: 'format',
      place: `${place}COFF header, time`,
      offset: { a: inA.offset, b: inB.offset },
      a: new Date(inA.seconds * 1000).toISOString(),
      b: new Date(inB.seconds * 1000).toISOString(),
      cause: { kind: 'time', detail: 'the linker wrote when it linked' },
    },
  ];
}

function linkTime({
  format,
  source,
}: ProgramFile): { readonly offset: number; readonly seconds: number } | undefined {
  if (format !== 'pe') return undefined;
  const offset = readPeHeader(source).offset + timeOffset;
  return { offset, seconds: Buffer.from(source.read(offset, 4)).readUInt32LE() };
}
