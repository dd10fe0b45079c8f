import type { ByteSource } from '../byte-source.ts';
import type { ElfSection } from '../elf/tables.ts';
import { fieldsOf } from '../fields.ts';
import type { FileRange } from '../program-file.ts';
import { windowsOf } from '../windows.ts';

/**
 * What a program can look up on the system that it runs on. The linker drops functions that nothing can reach, so what is
 * said here is what the program can do, whether or not it comes to it. Plain data.
 */
export interface Lookups {
  /**
   * CA certificates: `certain` where the program connects by TLS or verifies certificates itself; `possible` where nothing
   * but Go's TLS code leads to them, which every net/http server has, and which a server asks for only to verify clients.
   */
  readonly roots: 'none' | 'possible' | 'certain';
  /** It brings CA certificates for systems without (crypto/x509.SetFallbackRoots). */
  readonly ownRoots: boolean;
  readonly users: boolean;
  readonly groups: boolean;
  /** Time zones by name (time.LoadLocation). */
  readonly zones: boolean;
  /** The zone that TZ names. Programs that have net, log or file times have it. */
  readonly localZone: boolean;
  /** It brings the time zones for systems without (time/tzdata, or the build tag timetzdata). */
  readonly ownZones: boolean;
  readonly hostNames: boolean;
  readonly mimeTypes: boolean;
}

/**
 * Functions of Go's standard library, any of which proves that the linker kept what it is listed for. Read in the sources of
 * Go 1.21, 1.26 and 1.27, and found in programs of these. Most are too large to be inlined; of one that was inlined the
 * name stays all the same, because tracebacks need it (cmd/link/internal/ld/pcln.go, generateFuncnametab).
 */
const proofs = {
  go: ['runtime.main'],
  roots: ['crypto/x509.loadSystemRoots'],
  rootPool: ['crypto/x509.SystemCertPool'],
  ownRoots: ['crypto/x509.SetFallbackRoots'],
  // Reached from reading alone (renegotiation): it says that TLS is there, not that the program is a client.
  tls: ['crypto/tls.(*Conn).clientHandshake'],
  tlsDial: ['crypto/tls.dial', 'crypto/tls.QUICClient', 'net/http.(*Transport).dialConn'],
  tlsClient: ['crypto/tls.Client'],
  // Since Go 1.24 it wraps a plain connection by tls.Client and sends nothing.
  httpServer: ['net/http.(*conn).maybeServeUnencryptedHTTP2'],
  users: ['os/user.current', 'os/user.lookupUser', 'os/user.lookupUserId'],
  groups: ['os/user.lookupGroup', 'os/user.lookupGroupId', 'os/user.listGroups'],
  zones: ['time.LoadLocation'],
  localZone: ['time.initLocal'],
  ownZones: ['time.registerLoadFromEmbeddedTZData', 'time/tzdata.loadFromEmbeddedTZData'],
  hostNames: ['net.(*Resolver).lookupIPAddr', 'net.(*Resolver).lookupAddr', 'net.dnsReadConfig'],
  mimeTypes: ['mime.initMimeUnix', 'mime.loadMimeFile'],
} as const;

type Proof = keyof typeof proofs;

/**
 * Reads from a program's function names, which stay when it is stripped, what it can look up. Undefined when it has no such
 * names: it is not Go, or was packed or obfuscated.
 *
 * @param sections of an ELF file; the names are searched for in its .gopclntab alone, so that a program embedded in the
 * program does not count. Other formats are searched as a whole.
 */
export function findLookups(source: ByteSource, sections: readonly ElfSection[] = []): Lookups | undefined {
  const names = findNames(source, nameRange(source, sections));
  const has = (proof: Proof): boolean => proofs[proof].some((name) => names.has(name));
  if (!has('go')) return undefined;
  return {
    roots: rootsWanted(has),
    ownRoots: has('ownRoots'),
    users: has('users'),
    groups: has('groups'),
    zones: has('zones'),
    localZone: has('localZone'),
    ownZones: has('ownZones'),
    hostNames: has('hostNames'),
    mimeTypes: has('mimeTypes'),
  };
}

function rootsWanted(has: (proof: Proof) => boolean): Lookups['roots'] {
  if (!has('roots')) return 'none';
  const isClient = has('tlsDial') || (has('tlsClient') && !has('httpServer'));
  return isClient || has('rootPool') || !has('tls') ? 'certain' : 'possible';
}

/** The function names that are there, each a text of its own between two NULs (runtime.pcHeader, funcnametab). */
function findNames(source: ByteSource, range: FileRange | undefined): ReadonlySet<string> {
  const needles = new Map(
    Object.values(proofs)
      .flat()
      .map((name) => [name, Buffer.from(`\0${name}\0`)] as const),
  );
  const after = Math.max(...[...needles.values()].map((needle) => needle.length));
  const found = new Set<string>();
  for (const { bytes } of windowsOf(source, { before: 0, after }, range)) {
    for (const [name, needle] of needles) {
      if (!bytes.includes(needle)) continue;
      found.add(name);
      needles.delete(name);
    }
  }
  return found;
}

/** Where the function names of an ELF file are, or the table that holds them; undefined when it has no such section. */
export function nameRange(source: ByteSource, sections: readonly ElfSection[]): FileRange | undefined {
  // In position-independent files of Go 1.25 and older it is .data.rel.ro.gopclntab.
  const section = sections.find(({ name }) => name.endsWith('.gopclntab'));
  return section && (nameTable(source, section) ?? section);
}

/** Of Go 1.18 and 1.20 (internal/abi/symtab.go, PCLnTabMagic), whose headers are laid out alike. */
const knownTables: readonly number[] = [0xfffffff0, 0xfffffff1];
const tableHeaderBytes = 72;

/**
 * The part of .gopclntab that holds the names, which is a fifth of it (runtime/symtab.go, pcHeader); undefined when its header
 * is none that is known here.
 */
function nameTable(source: ByteSource, { offset, bytes }: ElfSection): FileRange | undefined {
  if (bytes < tableHeaderBytes || offset + bytes > source.length) return undefined;
  const header = source.read(offset, tableHeaderBytes);
  const fields = (['little', 'big'] as const)
    .map((endian) => fieldsOf(header, endian))
    .find((each) => knownTables.includes(each.u32(0)));
  const wordBytes = fields?.u8(7);
  if (fields === undefined || (wordBytes !== 4 && wordBytes !== 8)) return undefined;
  const word = (at: number): number => (wordBytes === 4 ? fields.u32(8 + at * 4) : fields.u64(8 + at * 8));
  const [from, to] = [word(3), word(4)];
  // The NUL before the first name is the header's last byte or padding.
  return from > 0 && from < to && to <= bytes
    ? { offset: offset + from - 1, bytes: to - from + 1 }
    : undefined;
}
