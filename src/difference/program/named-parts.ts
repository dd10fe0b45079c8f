import { breakdown, type Part, type PartKind, refine } from '../../binary/breakdown.ts';
import { buildIdRanges } from '../../binary/build-ids.ts';
import { buildInfoRange } from '../../binary/go/build-info.ts';
import { buildInfoTexts } from '../../binary/go/build-info-texts.ts';
import { functionName } from '../../binary/go/functions/functions.ts';
import { partName } from '../../binary/go/ledger/go-parts.ts';
import { type GoLedger, goLedger } from '../../binary/go/ledger/ledger.ts';
import { rangeKind } from '../../binary/go/ledger/ranges.ts';
import type { FileRange, ProgramFile } from '../../binary/program-file.ts';
import { placedSymbols } from '../../size/twin.ts';
import { SlipwayError } from '../../support/errors.ts';

/**
 * What the bytes of a part are. `texts` may hold texts that people know, `files` are names of source files, each with a zero byte
 * behind it; `table` is what linkers make of everything else, as `symbols` and `debug` are: it follows from what is elsewhere.
 */
export type PartNature =
  | 'header'
  | 'code'
  | 'function'
  | 'texts'
  | 'data'
  | 'files'
  | 'table'
  | 'symbols'
  | 'debug'
  | 'build-info'
  | 'go-version'
  | 'build-id'
  | 'signature'
  | 'padding';

/** A range of a program by what is in it, whatever its place: what has the same names in two programs is compared. */
export interface NamedPart extends FileRange {
  /** As the format names it. */
  readonly section: string;
  readonly nature: PartNature;
  /** Of a function, a variable, one of the linker's tables; empty for what is left of a section. */
  readonly name: string;
}

export interface NamedParts {
  /** Every byte of the file, in its order. */
  readonly parts: readonly NamedPart[];
  /** Why Go's tables or the symbols could not be read. */
  readonly fault?: string;
}

type Fine = Part<PartNature>;

/**
 * @param withVariables by the symbol table; not where the other program has none, of which nothing would go by the same name
 * @throws SlipwayError E_BINARY when the file is cut while it is read
 */
export function namedParts(program: ProgramFile, withVariables: boolean): NamedParts {
  const faults: string[] = [];
  const attempt = <Found>(find: () => Found, otherwise: Found): Found => {
    try {
      return find();
    } catch (error) {
      if (!(error instanceof SlipwayError) || error.code !== 'E_BINARY') throw error;
      faults.push(error.message);
      return otherwise;
    }
  };
  const base = breakdown(program);
  const ledger = attempt(() => goLedger(program), undefined);
  const layers: readonly (readonly Fine[])[] = [
    ledger === undefined ? [] : tableParts(ledger),
    ledger === undefined ? [] : functionParts(ledger),
    withVariables ? attempt(() => dataParts(program), []) : [],
    attempt(() => infoParts(program), []),
  ];
  let parts: readonly Part<PartKind | PartNature>[] = base;
  for (const layer of layers) parts = refine<PartKind | PartNature, PartNature>(parts, layer);
  const [fault] = faults;
  return { parts: labelled(program, base, parts), ...(fault !== undefined && { fault }) };
}

/** Of Go's tables those that hold texts of the program's own; what follows from functions and types is a table. */
function tableParts({ parts }: GoLedger): Fine[] {
  return parts.map(({ name, offset, bytes }) => {
    const hasTexts = name === partName.strings || name === partName.types;
    return { name, kind: name === partName.files ? 'files' : hasTexts ? 'texts' : 'table', offset, bytes };
  });
}

/** The linker fills up to the next function; longer gaps are something else. */
const mostPadding = 64;

function functionParts({ ranges, functions }: GoLedger): Fine[] {
  const found: { name: string; kind: 'function'; offset: number; bytes: number }[] = [];
  let last: (typeof found)[number] | undefined;
  for (let index = 0; index < ranges.count; index += 1) {
    const subject = ranges.subjects[index] ?? -1;
    if (ranges.kinds[index] !== rangeKind.function || subject < 0) continue;
    const offset = ranges.starts[index] ?? 0;
    const room = last === undefined ? 0 : offset - last.offset - last.bytes;
    if (last !== undefined && room > 0 && room < mostPadding) last.bytes += room;
    last = {
      name: functionName(functions, subject),
      kind: 'function',
      offset,
      bytes: ranges.bytes[index] ?? 0,
    };
    found.push(last);
  }
  return found;
}

/** What holds many things, which are told apart by Go's own tables; and what only marks a place. */
const noVariable =
  /^(type(rel|relro)?|go(:|\.)|runtime\.(e?(text|rodata|types|noptrdata|data|noptrbss|bss|nd)|gc(data|bss|bits)|findfunctab|pclntab|pcheader|functab|funcnametab|cutab|filetab|pctab|epclntab|typelink|itablink|textsectionmap)$)/;

/** Variables of a program with symbols, as far as those tell a length: ELF's do. */
function dataParts(program: ProgramFile): Fine[] {
  return placedSymbols(program, program, program.symbols()).flatMap(
    ({ symbol: { name, kind }, offset, bytes }) =>
      kind !== 'object' || bytes === 0 || noVariable.test(name)
        ? []
        : [{ name, kind: 'data', offset, bytes }],
  );
}

function infoParts(program: ProgramFile): Fine[] {
  const texts = buildInfoTexts(program.source).map(
    ({ offset, bytes }): Fine => ({ name: 'build info', kind: 'build-info', offset, bytes }),
  );
  const blob = buildInfoRange(program.source);
  const ids = buildIdRanges(program).map((range): Fine => ({ name: 'build ID', kind: 'build-id', ...range }));
  const frame: Fine[] = blob === undefined ? [] : [{ name: 'build info', kind: 'go-version', ...blob }];
  return refine<PartNature, PartNature>(frame, texts).concat(
    texts.filter(
      ({ offset }) => blob === undefined || offset < blob.offset || offset >= blob.offset + blob.bytes,
    ),
    ids,
  );
}

const natures: Readonly<Record<PartKind, PartNature>> = {
  header: 'header',
  section: 'texts',
  segment: 'texts',
  symbols: 'symbols',
  debug: 'debug',
  linking: 'table',
  signature: 'signature',
  padding: 'padding',
  overlay: 'texts',
  unknown: 'texts',
};

/** Each part with the section it lies in, and whether that is code. */
function labelled(
  { sections, segments }: ProgramFile,
  base: readonly Part[],
  parts: readonly Part<PartKind | PartNature>[],
): NamedPart[] {
  let at = 0;
  return parts.map(({ kind, name, offset, bytes }) => {
    let around = base[at];
    while (around !== undefined && around.offset + around.bytes <= offset) around = base[++at];
    const section = around?.name ?? '';
    if (!isCoarse(kind)) return { section, nature: kind, name, offset, bytes };
    const held =
      kind === 'segment' ? segments.find((each) => each.name === section) : sections[around?.section ?? -1];
    const isHolder = kind === 'segment' || kind === 'section';
    const nature = isHolder && held?.executable === true ? 'code' : natures[kind];
    const named = [...sectionNatures].find(([, pattern]) => isHolder && pattern.test(section))?.[0];
    return { section, nature: named ?? nature, name: '', offset, bytes };
  });
}

/**
 * What the loader reads of single places: it follows from where everything lies. And a hash of the code, for the self-test of
 * FIPS 140 (cmd/link/internal/ld/fips140.go).
 */
const sectionNatures = new Map<PartNature, RegExp>([
  ['table', /^\.(rela?(\.|$)|reloc$|pdata$|xdata$|got|plt|gnu\.hash$|hash$|gopclntab$|typelink$|itablink$)/],
  ['signature', /go[._]fipsinfo$/],
]);

function isCoarse(kind: PartKind | PartNature): kind is PartKind {
  return Object.hasOwn(natures, kind);
}
