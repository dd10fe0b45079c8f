import type { Digest } from '../../support/hashing.ts';
import type { FoundLicence } from './licence/found-licence.ts';

/** What a component is, as far as the formats tell the kinds apart. */
export type ComponentKind =
  | 'image'
  | 'program'
  | 'main-module'
  | 'module'
  | 'standard-library'
  | 'operating-system'
  | 'system-package'
  | 'data';

/** One thing that is in what a bill is about, or that itself. */
export interface Component {
  /** Unique in a bill. */
  readonly id: string;
  readonly kind: ComponentKind;
  readonly name: string;
  /** Absent where nobody tells it: of a folder, of a main module outside of version control. */
  readonly version?: string;
  readonly purl?: string;
  /** Of a file's bytes or an image's manifest. */
  readonly digest?: Digest;
  /** Hash of a Go module's files as go.sum has it, `h1:…`: a hash over hashes, not the SHA-256 of any file. */
  readonly h1?: string;
  /** What vulnerability databases know it by, where that does not follow from the package URL (CPE 2.3). */
  readonly cpe?: string;
  /** Path inside the image, or the name of a file. */
  readonly file?: string;
  /** What its licence files say; absent where nobody looked. */
  readonly licence?: FoundLicence;
  /** What else is known, by name: both formats carry it as it is. */
  readonly facts?: Readonly<Record<string, string>>;
}

/** Components by their ids: what one is made of, or depends on. */
export interface Link {
  readonly from: string;
  readonly to: readonly string[];
}

/** That more is in a component than the bill says: what that is, in words. */
export interface Gap {
  readonly of: string;
  readonly what: string;
}

/** What a bill is about: bytes that are known by their digest. */
export type Subject = Component & { readonly digest: Digest };

/** What one image or file is made of; the formats are ways to write it. */
export interface Bill {
  /** RFC 3339, UTC: of the source, not of the run, so that the same build has the same bill. */
  readonly created: string;
  readonly subject: Subject;
  /** Whether the one who built it tells, or somebody who looked at what was built. */
  readonly phase: 'build' | 'post-build';
  /** Everything in the subject, without it, each once. */
  readonly components: readonly Component[];
  /** What is inside of what. */
  readonly contents: readonly Link[];
  /** What needs what; of a component that is in no `from` nobody knows what it needs. */
  readonly dependencies: readonly Link[];
  /** What is there and not in the bill; of what is in no `of` all is told. */
  readonly gaps: readonly Gap[];
}

/** A part of a bill that joins others: a program, or the packages of a base. */
export type BillPart = Pick<Bill, 'components' | 'contents' | 'dependencies' | 'gaps'>;

export const emptyPart: BillPart = { components: [], contents: [], dependencies: [], gaps: [] };

/** Several parts as one, in an order that follows from what they say alone. Where two have a component, the first describes it. */
export function joinParts(parts: readonly BillPart[]): BillPart {
  const byId = new Map<string, Component>();
  for (const component of parts.flatMap(({ components }) => components))
    if (!byId.has(component.id)) byId.set(component.id, component);
  return {
    components: [...byId.values()].sort((a, b) => compareText(a.id, b.id)),
    contents: joinLinks(parts.flatMap(({ contents }) => contents)),
    dependencies: joinLinks(parts.flatMap(({ dependencies }) => dependencies)),
    gaps: parts.flatMap(({ gaps }) => gaps),
  };
}

function joinLinks(links: readonly Link[]): Link[] {
  const byFrom = new Map<string, Set<string>>();
  for (const { from, to } of links) {
    const known = byFrom.get(from) ?? new Set();
    // Two modules that one replaces become one, which does not need itself.
    for (const id of to) if (id !== from) known.add(id);
    byFrom.set(from, known);
  }
  return [...byFrom]
    .map(([from, to]) => ({ from, to: [...to].sort(compareText) }))
    .sort((a, b) => compareText(a.from, b.from));
}

/** The order of code units: the same on every machine. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
