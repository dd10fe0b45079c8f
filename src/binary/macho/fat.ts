import type { Architecture } from '../../request/platform.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { ByteSource } from '../byte-source.ts';
import { fieldsOf } from '../fields.ts';
import type { FileRange } from '../program-file.ts';
import { machoArchitecture } from './header.ts';

/** One of the programs in a universal ("fat") Mach-O file. */
export interface FatSlice extends FileRange {
  /** cputype (mach/machine.h). */
  readonly processor: number;
  /** Go's name; undefined for a processor that Go has no port to. */
  readonly architecture: Architecture | undefined;
}

const headerBytes = 8;
/** More slices than this are no slices: a Java class begins with the same four bytes, and then its version, 45 or more. */
const mostSlices = 44;

const magics: Readonly<Record<string, 4 | 8>> = { cafebabe: 4, cafebabf: 8 };

/**
 * The slices of a universal file (mach-o/fat.h, fat_arch and fat_arch_64; always big endian), as its table lists them;
 * undefined for any other file. Each is a program: `sliceSource` gives what `openProgram` takes.
 * @throws SlipwayError E_BINARY when a slice does not lie in the file
 */
export function readFat(source: ByteSource): FatSlice[] | undefined {
  if (source.length < headerBytes) return undefined;
  const head = source.read(0, headerBytes);
  const wordBytes = magics[Buffer.from(head.subarray(0, 4)).toString('hex')];
  const count = fieldsOf(head, 'big').u32(4);
  if (wordBytes === undefined || count === 0 || count > mostSlices) return undefined;
  const entryBytes = wordBytes === 4 ? 20 : 32;
  const fields = fieldsOf(source.read(headerBytes, count * entryBytes), 'big');
  const word = wordBytes === 4 ? fields.u32 : fields.u64;
  return Array.from({ length: count }, (_, index) => {
    const at = index * entryBytes;
    const processor = fields.u32(at);
    const [offset, bytes] = [word(at + 8), word(at + 8 + wordBytes)];
    if (offset + bytes > source.length) {
      throw new SlipwayError(
        'E_BINARY',
        `slice ${index} is said to have ${bytes} bytes at offset ${offset}, but the file ends at ${source.length}`,
      );
    }
    return { processor, architecture: machoArchitecture(processor), offset, bytes };
  });
}

/** A slice as a file of its own: offsets count from its start. */
export function sliceSource(source: ByteSource, { offset, bytes: length }: FileRange): ByteSource {
  return {
    length,
    read(at, wanted, into) {
      if (at >= 0 && wanted >= 0 && at + wanted <= length) return source.read(offset + at, wanted, into);
      throw new SlipwayError(
        'E_BINARY',
        `the slice ends at byte ${length}, but ${wanted} bytes are said to be at offset ${at}`,
        { hint: 'the file is damaged or cut; build it again' },
      );
    },
  };
}
