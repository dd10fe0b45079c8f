import { deflateRawSync } from 'node:zlib';
import { packageIndex } from '../../binary/go/objects/object-layout.ts';
import type { ObjectView, SymbolReference } from '../../binary/go/objects/object-view.ts';
import type { ProgramReach } from './program-reach.ts';
import { readObjects } from './read-objects.ts';

/** A file that a variable of type embed.FS holds. */
export interface EmbeddedFile {
  /** Below the package's folder, with slashes. */
  readonly name: string;
  readonly bytes: number;
  /** What deflate leaves of it. */
  readonly compressedBytes: number;
  /** The list that names it, and the symbol of its content. */
  readonly node: number;
  readonly contentNode: number;
}

/** What the compiler calls the list of files behind a variable of type embed.FS. */
const listSuffix = '.files';
const hashBytes = 16;

/**
 * The files in embed.FS variables that the linker keeps, each with content. A list is a slice of itself, then for each file its
 * name, its content, two words each, and a hash (cmd/compile/internal/staticdata/embed.go, WriteEmbed). What is embedded as a string or as
 * bytes looks like any other.
 * @throws SlipwayError E_BINARY when a package is damaged; the system's error when one cannot be opened
 */
export function embeddedFiles(reach: ProgramReach): EmbeddedFile[] {
  const { names, flood, graph, numbering } = reach;
  const lists: number[] = [];
  for (let node = 0; node < names.length; node += 1)
    if (flood.reached[node] === 1 && names[node]?.endsWith(listSuffix) === true) lists.push(node);
  const symbols = Uint32Array.from(lists, (node) => graph.symbols.values[node] ?? 0);
  const files: EmbeddedFile[] = [];
  readObjects(reach, symbols, (at, view, home) => {
    for (const file of filesOf(view, numbering.definitions[symbols[at] ?? 0] ?? 0)) {
      const contentNode = reach.nodeOf(numbering.symbolOf(home, file.content));
      if (contentNode === undefined) continue;
      // Zeros at its end are not there.
      const content = Buffer.alloc(view.size(file.content));
      view.content(file.content).copy(content);
      const compressedBytes = deflateRawSync(content).length;
      files.push({
        name: file.name,
        bytes: content.length,
        compressedBytes,
        node: lists[at] ?? 0,
        contentNode,
      });
    }
  });
  return files;
}

interface ListedFile {
  readonly name: string;
  /** A definition. */
  readonly content: number;
}

/** None where it is no such list, though it is called so. */
function filesOf(view: ObjectView, list: number): ListedFile[] {
  const addresses = addressesOf(view, list);
  const [first] = addresses;
  if (first === undefined || first.offset !== 0 || first.definition !== list) return [];
  // The slice's address leads behind the slice, which is three words.
  const head = first.addend;
  const word = head / 3;
  const entry = 4 * word + hashBytes;
  if ((word !== 4 && word !== 8) || (view.size(list) - head) % entry !== 0) return [];
  const byOffset = new Map(addresses.map(({ offset, definition }) => [offset, definition]));
  const files: ListedFile[] = [];
  for (let at = head; at < view.size(list); at += entry) {
    const [name, content] = [byOffset.get(at), byOffset.get(at + 2 * word)];
    if (name === undefined || content === undefined || view.size(content) === 0) continue;
    files.push({ name: view.content(name).toString('utf8'), content });
  }
  return files;
}

interface Address {
  readonly offset: number;
  readonly addend: number;
  /** Undefined for what another object defines. */
  readonly definition: number | undefined;
}

function addressesOf(view: ObjectView, definition: number): Address[] {
  const [from, end] = view.relocations(definition);
  const addresses: Address[] = [];
  for (let at = from; at < end; at += 1) {
    addresses.push({
      offset: view.relocationOffset(at),
      addend: view.relocationAddend(at),
      definition: definitionOf(view, view.relocationSymbol(at)),
    });
  }
  return addresses.sort((a, b) => a.offset - b.offset);
}

function definitionOf(view: ObjectView, [packageNumber, symbol]: SymbolReference): number | undefined {
  const base = baseOf(view, packageNumber);
  const definition = base === undefined ? view.definitions : base + symbol;
  return definition < view.definitions ? definition : undefined;
}

/** The first definition of those that a reference counts from. */
function baseOf({ counts: [own, short, hashed] }: ObjectView, packageNumber: number): number | undefined {
  switch (packageNumber) {
    case packageIndex.own:
      return 0;
    case packageIndex.short:
      return own;
    case packageIndex.hashed:
      return own + short;
    case packageIndex.none:
      return own + short + hashed;
    default:
      return undefined;
  }
}
