import type { FlagName } from './linker-tables.ts';

/**
 * What the linker's dead-code rules need of an object, in columns that a worker can hand over: an object of the compiler is six times
 * as large, most of it debug information. A *definition* is a number within the object: first the package's own, then those
 * named by short content, by a hash of their content, and by name (cmd/internal/goobj/objfile.go). A *target* is what is referred to: a
 * definition, or behind them one of the names, or behind those one of the `others`.
 */
export interface ObjectColumns {
  /** How many definitions are the package's own, short, hashed and named. */
  readonly counts: readonly [own: number, short: number, hashed: number, named: number];
  /** How many names are referred to that may be defined elsewhere. */
  readonly references: number;
  /** Whether there are functions that pass a call on from one calling convention to another. */
  readonly hasWrappers: boolean;
  /** Import paths as the linker writes them; the first is nobody's. */
  readonly packages: readonly string[];
  /** Import paths of packages that are linked for this one, in their order. */
  readonly imports: readonly string[];

  /** By definition: `LinkerTables.kinds`; Sxxx for debug information, of which nothing else is told. */
  readonly kinds: Uint8Array;
  /** By definition: `flag` and `rows` bits. */
  readonly flags: Uint16Array;
  readonly sizes: Uint32Array;
  /** Zero where the linker chooses. */
  readonly aligns: Uint8Array;
  /** A bit for each definition that is more than a length of zeros. */
  readonly contents: Uint8Array;
  /**
   * What can be named, three numbers each: twice its definition or reference, and one more where the name means another calling
   * convention than the first (cmd/internal/obj, ABI0 and ABIInternal); two hashes of the name.
   */
  readonly names: Uint32Array;
  /** By definition from the short ones to the hashed: two halves of eight bytes of the hash. */
  readonly contentHashes: Uint32Array;

  /** By definition, and one more: where its edges begin. */
  readonly edgeStarts: Uint32Array;
  /** Targets, each once for a definition and kind. */
  readonly edgeTargets: Uint32Array;
  /** `edge` numbers. */
  readonly edgeKinds: Uint8Array;
  /** Pairs: a package of `packages` and one of its own definitions, or `builtin` and a number of the linker's list. */
  readonly others: Uint32Array;

  /** Names of methods, each once. */
  readonly methodNames: readonly string[];
  /** Types with methods, five numbers for each method: type, name, and targets of its function's type and of its two functions. */
  readonly methods: Uint32Array;
  /** Interfaces, four for each of their methods: type, its place in the type's data, name, target of the function's type. */
  readonly interfaceMethods: Uint32Array;
  /** Methods of interfaces that are called, three each: by which definition, target of the interface, place in its data. */
  readonly calls: Uint32Array;
  /** Methods named by constants, two each: by which definition, name. */
  readonly namedCalls: Uint32Array;
  /** Tables of methods for interfaces, two each: definition, target of the type. */
  readonly itabs: Uint32Array;

  /**
   * Functions, four each, by what is written for them into pclntab: definition, bytes of its entry, how many calls in it are
   * inlined, bytes of its name.
   */
  readonly functions: Uint32Array;
  /** Inlined functions, two each: in which definition, target. */
  readonly inlined: Uint32Array;
  /** Source files of functions, two each: definition, file. */
  readonly sources: Uint32Array;
  /** Lengths of the names of source files, with the byte that ends them. */
  readonly fileLengths: Uint32Array;
  /** Two hashes for each file's name. */
  readonly fileHashes: Uint32Array;
}

/** Columns that nothing but the linker's rules asks for, three quarters of all: they can go when these have run. */
export const ruleColumns = [
  ...(['contents', 'names', 'contentHashes'] as const),
  ...(['edgeStarts', 'edgeTargets', 'edgeKinds'] as const),
  ...(['methods', 'interfaceMethods', 'calls', 'namedCalls', 'itabs'] as const),
  ...(['functions', 'inlined', 'sources', 'fileLengths', 'fileHashes'] as const),
] as const satisfies readonly (keyof ObjectColumns)[];

/** What is there of an object after that. */
export type LastingColumns = Omit<ObjectColumns, (typeof ruleColumns)[number]>;

/** @param name of a column */
export function isRuleColumn(name: string): boolean {
  return (ruleColumns as readonly string[]).includes(name);
}

/** In `ObjectColumns.others`, of what the linker's list of builtins has. */
export const builtin = 0xffff_ffff;

/** In `ObjectColumns.kinds`, of what becomes a part of pctab. */
export const pcTable = 0xff;

/** A reference to nothing. */
export const nothing = 0xffff_ffff;

/** Bits of `ObjectColumns.flags`: an object has others, which change with the version of Go. */
export const flag = {
  duplicate: 1,
  typeLink: 2,
  reflectMethod: 4,
  goType: 8,
  usedInInterface: 16,
  itab: 32,
  packageInit: 64,
  abiWrapper: 128,
  wasmExport: 256,
} as const satisfies Record<FlagName, number>;

/** Bits beside them: which columns have rows of a definition. */
export const rows = {
  functions: 512,
  /** `calls` and `namedCalls`. */
  calls: 1024,
} as const;

export const edge = {
  reference: 0,
  /** The type of what is put into an interface. */
  usedInInterface: 1,
  /** A package that is to be initialised before. */
  initialised: 2,
  /** A table of a method: such an edge has no effect of its own. */
  method: 3,
} as const;
