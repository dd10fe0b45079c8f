import { goIdRange } from '../binary/build-ids.ts';
import type { FileRange, ProgramFile, ProgramSection, ProgramSymbol } from '../binary/program-file.ts';
import { SlipwayError } from '../support/errors.ts';

/** Two programs whose loaded sections have the same bytes at the same addresses, and where in both files those lie. */
export interface Twin {
  readonly program: ProgramFile;
  /** Bytes that were compared and are equal. */
  readonly provedBytes: number;
}

const windowBytes = 1 << 20;

/** ELF's notes with IDs, which follow from the linker's flags among other things. */
const idSections = new Set(['.note.go.buildid', '.note.gnu.build-id', '.note.gnu.property', 'go:buildid']);
/**
 * Proves that a program with symbols is another link of the same program: every loaded section of the shipped file is in
 * it, at the same address and with the same bytes but for the build ID. So its symbols tell where things lie in the shipped file.
 * @throws SlipwayError E_BINARY with the first difference
 */
export function provedTwin(shipped: ProgramFile, twin: ProgramFile): Twin {
  if (shipped.format !== twin.format || shipped.architecture !== twin.architecture) {
    throw noTwin(
      `it is ${twin.format} for ${twin.architecture}, not ${shipped.format} for ${shipped.architecture}`,
    );
  }
  let provedBytes = 0;
  for (const section of shipped.sections) {
    if (!section.loaded || idSections.has(section.name)) continue;
    const other = sameSection(section, twin);
    const id = section.executable ? buildIdRange(shipped, section) : undefined;
    const otherId = section.executable ? buildIdRange(twin, other) : undefined;
    if (id?.bytes !== otherId?.bytes) throw noTwin(`the build ID in ${section.name} has another length`);
    provedBytes += compare(shipped, twin, section, other, id);
  }
  if (provedBytes === 0) throw noTwin('there is nothing to compare: the file has no loaded sections');
  return { program: twin, provedBytes };
}

function sameSection(section: ProgramSection, twin: ProgramFile): ProgramSection {
  const { name, address, bytes, memoryBytes } = section;
  const other = twin.sections.find((one) => one.name === name && one.address === address);
  if (other === undefined) throw noTwin(`it has no section ${name} at 0x${address.toString(16)}`);
  if (other.bytes !== bytes || other.memoryBytes !== memoryBytes) {
    throw noTwin(`its section ${name} has ${other.memoryBytes} bytes, not ${memoryBytes}`);
  }
  return other;
}

/** Mach-O and PE have Go's build ID at the start of the code. */
function buildIdRange({ source }: ProgramFile, section: ProgramSection): FileRange | undefined {
  const range = goIdRange(source, section);
  return range?.offset === section.offset ? range : undefined;
}

/** The bytes that are equal: all, but for those of the build ID. */
function compare(
  shipped: ProgramFile,
  twin: ProgramFile,
  section: ProgramSection,
  other: ProgramSection,
  id: FileRange | undefined,
): number {
  const skipped = id?.bytes ?? 0;
  for (let done = skipped; done < section.bytes; done += windowBytes) {
    const length = Math.min(windowBytes, section.bytes - done);
    const ours = Buffer.from(shipped.source.read(section.offset + done, length));
    const theirs = twin.source.read(other.offset + done, length);
    if (ours.equals(theirs)) continue;
    const within = ours.findIndex((byte, index) => byte !== theirs[index]);
    throw noTwin(`its section ${section.name} differs at byte ${section.offset + done + within} of the file`);
  }
  return section.bytes - skipped;
}

function noTwin(why: string): SlipwayError {
  return new SlipwayError('E_BINARY', `the file with symbols is no twin of the program: ${why}`, {
    hint: 'link it from the same sources with the same Go and flags, with -ldflags=-w in place of "-s -w"',
  });
}

/** A symbol and where its bytes lie in a file. */
export interface PlacedSymbol extends FileRange {
  readonly symbol: ProgramSymbol;
  /** Where the bytes of its section end in the file. */
  readonly sectionEnd: number;
}

/**
 * Where in a program its symbols lie, or those of its twin: only what is loaded from the file, in its order, of equal place the
 * longer first.
 */
export function placedSymbols(
  program: ProgramFile,
  named: ProgramFile,
  symbols: readonly ProgramSymbol[],
): PlacedSymbol[] {
  // The same sections may begin elsewhere in the twin's file.
  const sections = named.sections.map(({ name, address, loaded }) =>
    loaded ? program.sections.find((own) => own.name === name && own.address === address) : undefined,
  );
  const placed: PlacedSymbol[] = [];
  for (const symbol of symbols) {
    const section = symbol.section === undefined ? undefined : sections[symbol.section];
    if (section === undefined) continue;
    const within = symbol.address - section.address;
    if (within < 0 || within + symbol.bytes > section.bytes) continue;
    const sectionEnd = section.offset + section.bytes;
    placed.push({ symbol, offset: section.offset + within, bytes: symbol.bytes, sectionEnd });
  }
  return placed.sort((a, b) => a.offset - b.offset || b.bytes - a.bytes);
}
