import type { Growing } from './growing.ts';

/**
 * What the linker keeps of a program, and how one thing leads to another. A *node* is a symbol, or what the linker writes for
 * several functions together, such as a name in pclntab. Whatever is left out of the program, no others are reached than those.
 */
export interface Graph {
  /** By node: the symbol's number; 0 for what is no symbol of an object. */
  readonly symbols: Growing<Uint32Array>;
  /** By node: what the file holds for it. */
  readonly bytes: Growing<Float64Array>;
  /** By node: `nodeFlag` bits. */
  readonly flags: Growing<Uint8Array>;
  /** By node: where its links begin and end; both are 0 where nothing leads to it, or it leads nowhere. */
  readonly starts: Growing<Uint32Array>;
  readonly ends: Growing<Uint32Array>;
  /** Nodes, signatures, names or methods, as the link's kind says. */
  readonly targets: Growing<Uint32Array>;
  /** `link` numbers. */
  readonly kinds: Growing<Uint8Array>;
  readonly methods: Methods;
  /** Nodes from which all begins; inittasks of packages to initialise. */
  readonly roots: number[];
  readonly initRoots: number[];
}

/** Methods of types. A *signature* is a name and the type of a function together. */
export interface Methods {
  /** By method: the node of its type. */
  readonly types: Growing<Uint32Array>;
  readonly signatures: Growing<Uint32Array>;
  /** By method, three each: nodes of the function's type and of its functions; `noNode` where there is none. */
  readonly targets: Growing<Uint32Array>;
  readonly bySignature: number[][];
  readonly names: string[];
  /** By signature, and signatures by name. */
  readonly nameOf: number[];
  readonly byName: number[][];
}

export const noNode = 0xffff_ffff;

export const nodeFlag = {
  type: 1,
  /** It looks methods up by names that are not known. */
  reflects: 2,
  /** It is known to be put into an interface. */
  usedInInterface: 4,
  /** Has something to run, where it is an inittask. */
  initialises: 8,
} as const;

/** What a link leads to. */
export const link = {
  node: 0,
  /** A type that is put into an interface. */
  used: 1,
  /** The inittask of a package that comes before. */
  init: 2,
  /** The signature of a method that is called through an interface. */
  call: 3,
  /** The name of a method that reflection is given. */
  name: 4,
  /** A method of the type that has the link. */
  method: 5,
} as const;
