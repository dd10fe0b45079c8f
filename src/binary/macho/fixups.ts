import { SlipwayError } from '../../support/errors.ts';
import type { ByteSource } from '../byte-source.ts';
import { type Fields, fieldsOf } from '../fields.ts';
import { mostRelocations } from '../program-file.ts';
import { checkLength, loadCommand, type MachoSegment, type MachoTables } from './commands.ts';

/**
 * Words of a program with chained fixups (mach-o/fixup-chains.h), which Apple's linker writes since macOS 11: such a word
 * holds its target and the distance to the next one, packed. Here is what the loader puts there. Other files hold the values
 * themselves; so do those that the linker of Go writes alone (its LC_DYLD_INFO_ONLY lists places only; read in Go 1.18 to 1.27).
 * @throws SlipwayError E_BINARY when the chains lead out of their pages, or their form is one that Go is not linked to
 */
export function machoRelocations(source: ByteSource, tables: MachoTables): Map<number, number> {
  const found = new Map<number, number>();
  const command = tables.commands.find((each) => each.command === loadCommand.chainedFixups);
  if (command === undefined) return found;
  checkLength(command, 16);
  const at = command.fields.u32(8);
  const data = source.read(at, command.fields.u32(12));
  const { endian } = tables.header;
  const starts = partOf(data, wordAt(data, 4, at), at, 4);
  // dyld_chained_starts_in_image: one offset for each segment command.
  const image = fieldsOf(starts, endian);
  const base = tables.segments.find((segment) => segment.name === '__TEXT')?.address ?? 0;
  let pageBytes = 0;
  for (const [index, segment] of tables.segments.slice(0, image.u32(0)).entries()) {
    const offset = wordAt(starts, 4 + index * 4, at);
    if (offset === 0) continue;
    const chains = readChains(partOf(starts, offset, at, 22), at);
    // Segments do not overlap in a file, so their pages are not more than it.
    pageBytes += Math.min(segment.bytes, (chains.pageStarts.length / 2) * chains.pageBytes);
    if (pageBytes > source.length)
      throw damaged(at, `they cover more than the file's ${source.length} bytes`);
    for (const place of placesOf(source, segment, chains)) {
      const target = targetOf(place.value, chains.form, base);
      if (target !== undefined) found.set(segment.address + place.within, target);
      if (found.size > mostRelocations) throw damaged(at, `they are more than ${mostRelocations}`);
    }
  }
  return found;
}

/** Which bits of a word hold what. Those of a `bind` take a name from a library, so they are no places of the program. */
interface PointerForm {
  readonly strideBytes: number;
  readonly nextAt: number;
  readonly nextBits: number;
  readonly bindAt: number;
  readonly targetBits: number;
  /** The target counts from the start of the program, else it is an address. */
  readonly isOffset: boolean;
  /** Signed words (arm64e), whose target has 32 bits and always counts from the start. */
  readonly signedAt?: number;
}

const signed = {
  strideBytes: 8,
  nextAt: 51,
  nextBits: 11,
  bindAt: 62,
  targetBits: 43,
  signedAt: 63,
} as const;
const plain = { strideBytes: 4, nextAt: 51, nextBits: 12, bindAt: 63, targetBits: 36 } as const;

/** DYLD_CHAINED_PTR_ARM64E, _64, _64_OFFSET, _ARM64E_USERLAND and _ARM64E_USERLAND24. */
const forms: Readonly<Record<number, PointerForm>> = {
  1: { ...signed, isOffset: false },
  2: { ...plain, isOffset: false },
  6: { ...plain, isOffset: true },
  9: { ...signed, isOffset: true },
  12: { ...signed, isOffset: true },
};

interface Chains {
  readonly form: PointerForm;
  readonly pageBytes: number;
  readonly pageStarts: Fields;
}

/** dyld_chained_starts_in_segment. */
function readChains(bytes: Uint8Array, at: number): Chains {
  const fields = fieldsOf(bytes, 'little');
  const pageBytes = fields.u16(4);
  const number = fields.u16(6);
  const form = forms[number];
  if (form === undefined || pageBytes === 0) {
    throw damaged(at, `pages of ${pageBytes} bytes with pointers of format ${number} are not read here`);
  }
  const listed = fields.u16(20) * 2;
  const pageStarts = fieldsOf(partOf(bytes, 22, at, listed).subarray(0, listed), 'little');
  return { form, pageBytes, pageStarts };
}

/** DYLD_CHAINED_PTR_START_NONE: no chain begins in the page. */
const noStart = 0xffff;

function* placesOf(
  source: ByteSource,
  segment: MachoSegment,
  { form, pageBytes, pageStarts }: Chains,
): Generator<{ within: number; value: bigint }> {
  for (let page = 0; page < pageStarts.length / 2; page++) {
    const start = pageStarts.u16(page * 2);
    if (start === noStart) continue;
    const first = page * pageBytes;
    const length = Math.max(0, Math.min(pageBytes, segment.bytes - first));
    const bytes = source.read(segment.offset + first, length);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = start; ; ) {
      if (at + 8 > length)
        throw damaged(segment.offset + first, `its chain leads to ${at} of ${length} bytes`);
      const value = view.getBigUint64(at, true);
      yield { within: first + at, value };
      const next = bitsOf(value, form.nextAt, form.nextBits) * form.strideBytes;
      if (next === 0) break;
      at += next;
    }
  }
}

function targetOf(value: bigint, form: PointerForm, base: number): number | undefined {
  if (bitsOf(value, form.bindAt, 1) === 1) return undefined;
  if (form.signedAt !== undefined && bitsOf(value, form.signedAt, 1) === 1)
    return base + bitsOf(value, 0, 32);
  return (form.isOffset ? base : 0) + bitsOf(value, 0, form.targetBits);
}

function bitsOf(value: bigint, at: number, count: number): number {
  return Number(BigInt.asUintN(count, value >> BigInt(at)));
}

/** What begins at an offset of a table, of at least `needed` bytes. */
function partOf(bytes: Uint8Array, offset: number, at: number, needed: number): Uint8Array {
  if (offset + needed > bytes.length) {
    throw damaged(at, `${needed} bytes at ${offset} of ${bytes.length} are outside`);
  }
  return bytes.subarray(offset);
}

function wordAt(bytes: Uint8Array, offset: number, at: number): number {
  return fieldsOf(partOf(bytes, offset, at, 4), 'little').u32(0);
}

function damaged(offset: number, why: string): SlipwayError {
  return new SlipwayError('E_BINARY', `the chained fixups at offset ${offset} are not readable: ${why}`);
}
