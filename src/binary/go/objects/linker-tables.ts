import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Architecture } from '../../../request/platform.ts';
import { SlipwayError } from '../../../support/errors.ts';

/**
 * What changes from one Go to the next about objects, as the toolchain's own source has it: a new Go needs no new table here.
 */
export interface LinkerTables {
  /** Numbers of relocations by their names (cmd/internal/objabi/reloctype.go). */
  readonly relocations: Readonly<Record<RelocationName, number>>;
  /** Names of what a symbol is, by number (cmd/internal/objabi/symkind.go). */
  readonly kinds: readonly string[];
  /** Functions of the runtime that objects know by number (cmd/internal/goobj/builtinlist.go). */
  readonly builtins: readonly { readonly name: string; readonly abi: number }[];
  /** What bits of a symbol say, by their number: the flags of an object and above them the second ones (cmd/internal/goobj). */
  readonly flags: readonly { readonly bit: number; readonly name: FlagName }[];
  /** Whether what is defined once replaces what several define, and not the other way round (cmd/link/internal/loader, addSym). */
  readonly replacesDuplicates: boolean;
  /** WebAssembly's functions lie in no memory: their sizes in objects are numbers of places to go on from. */
  readonly isWasm: boolean;
  readonly pointerBytes: number;
  /** Functions begin at multiples of it (cmd/link/internal/ARCHITECTURE). */
  readonly functionAlign: number;
  /** At multiples of how much data begin at the least, and where they do not say it at the most. */
  readonly dataAlign: readonly [least: number, most: number];
  /** Whether types and tables of methods are listed once more, as before Go 1.27. */
  readonly listsTypes: boolean;
}

/** Names in cmd/internal/goobj/objfile.go; an older Go has no functions that WebAssembly exports. */
const flagNames = {
  SymFlagDupok: 'duplicate',
  SymFlagTypelink: 'typeLink',
  SymFlagReflectMethod: 'reflectMethod',
  SymFlagGoType: 'goType',
  SymFlagUsedInIface: 'usedInInterface',
  SymFlagItab: 'itab',
  SymFlagPkgInit: 'packageInit',
  SymFlagABIWrapper: 'abiWrapper',
  SymFlagWasmExport: 'wasmExport',
} as const;
const mayLack = 'SymFlagWasmExport';

export type FlagName = (typeof flagNames)[keyof typeof flagNames];

const relocationNames = [
  'R_ADDR',
  'R_USETYPE',
  'R_USEIFACE',
  'R_USEIFACEMETHOD',
  'R_USENAMEDMETHOD',
  'R_METHODOFF',
  'R_INITORDER',
] as const;

type RelocationName = (typeof relocationNames)[number];

/** From GOROOT. */
const sources = {
  relocations: 'src/cmd/internal/objabi/reloctype.go',
  kinds: 'src/cmd/internal/objabi/symkind.go',
  builtins: 'src/cmd/internal/goobj/builtinlist.go',
  flags: 'src/cmd/internal/goobj/objfile.go',
  loader: 'src/cmd/link/internal/loader/loader.go',
  data: 'src/cmd/link/internal/ld/data.go',
};

/** Folders of the linker, where they are not called as the architecture. */
const linkerFolders: Readonly<Partial<Record<Architecture, string>>> = {
  '386': 'x86',
  mipsle: 'mips',
  mips64le: 'mips64',
  ppc64le: 'ppc64',
};
const narrow: readonly Architecture[] = ['386', 'arm', 'mips', 'mipsle'];

/**
 * Reads them from a toolchain.
 * @throws SlipwayError E_TOOLCHAIN when it comes without its source, or that does not say what is looked for
 */
export async function readLinkerTables(goroot: string, architecture: Architecture): Promise<LinkerTables> {
  const folder = linkerFolders[architecture] ?? architecture;
  const file = architecture === 'wasm' ? 'obj.go' : 'l.go';
  const paths = { ...sources, layout: `src/cmd/link/internal/${folder}/${file}` };
  const texts = await Promise.all(
    Object.entries(paths).map(async ([name, path]) => [name, await sourceOf(join(goroot, path))] as const),
  );
  const { layout, ...tables } = Object.fromEntries(texts) as Record<keyof typeof paths, string>;
  const numberOf = (name: string): number => {
    const found = new RegExp(`^\\s*${name}\\s*[=:]\\s*(\\d+)`, 'im').exec(layout);
    if (found === null) throw unknown(paths.layout, name);
    return Number(found[1]);
  };
  return {
    ...linkerTables(tables),
    isWasm: architecture === 'wasm',
    pointerBytes: narrow.includes(architecture) ? 4 : 8,
    functionAlign: numberOf('funcAlign'),
    dataAlign: [numberOf('minAlign'), numberOf('maxAlign')],
  };
}

/**
 * The tables in the text of the toolchain's source.
 * @throws SlipwayError E_TOOLCHAIN when one is not there
 */
function linkerTables(
  texts: Readonly<Record<keyof typeof sources, string>>,
): Omit<LinkerTables, 'isWasm' | 'pointerBytes' | 'functionAlign' | 'dataAlign'> {
  const numbers = new Map(iotaNames(texts.relocations, 'RelocType').map((name, at) => [name, at + 1]));
  const relocations = Object.fromEntries(
    relocationNames.map((name) => {
      const number = numbers.get(name);
      if (number === undefined) throw unknown(sources.relocations, name);
      return [name, number];
    }),
  ) as Record<RelocationName, number>;
  const kinds = iotaNames(texts.kinds, 'SymKind');
  if (!kinds.includes('STEXT')) throw unknown(sources.kinds, 'STEXT');
  const builtins = [...texts.builtins.matchAll(/^\t\{"([^"]+)", (\d+)\},$/gm)].map(([, name = '', abi]) => ({
    name,
    abi: Number(abi),
  }));
  if (builtins.length === 0) throw unknown(sources.builtins, 'builtins');
  return {
    relocations,
    kinds,
    builtins,
    flags: flagsIn(texts.flags),
    replacesDuplicates: /if osym\.Dupok\(\) \{\s*if oldsym\.Dupok\(\) \{/.test(texts.loader),
    listsTypes: texts.data.includes('sym.STYPELINK'),
  };
}

function flagsIn(text: string): LinkerTables['flags'] {
  const blocks = [...text.matchAll(/^\t(SymFlag\w+) = 1 << iota\n((?:\t\w+\n)*)/gm)];
  const bits = new Map(
    blocks.flatMap(([, first = '', rest = ''], block) =>
      [first, ...rest.trim().split(/\s+/)].map((name, at) => [name, 8 * block + at] as const),
    ),
  );
  return Object.entries(flagNames).flatMap(([name, flag]) => {
    const bit = bits.get(name);
    if (bit !== undefined) return [{ bit, name: flag }];
    if (name === mayLack) return [];
    throw unknown(sources.flags, name);
  });
}

async function sourceOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new SlipwayError('E_TOOLCHAIN', `the toolchain comes without ${path}`, { cause });
  }
}

/** The names of a block of constants that count up from its first (go.dev/ref/spec, "Iota"). */
function iotaNames(text: string, type: string): string[] {
  const start = new RegExp(`^const \\(\\s*(?:\\s*//.*\\n)*\\s*(\\w+) ${type} = (?:1 \\+ )?iota`, 'm').exec(
    text,
  );
  if (start === null) return [];
  const rest = text.slice(start.index + start[0].length);
  const body = rest.slice(0, /^\)/m.exec(rest)?.index ?? 0);
  return [start[1] ?? '', ...[...body.matchAll(/^\t(\w+)\s*(?:\/\/.*)?$/gm)].map(([, name = '']) => name)];
}

function unknown(path: string, name: string): SlipwayError {
  return new SlipwayError('E_TOOLCHAIN', `the toolchain's ${path} does not say what ${name} is`);
}
