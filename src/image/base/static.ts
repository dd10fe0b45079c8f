import type { BlobStore } from '../../cache/blob-store.ts';
import type { Compression } from '../../request/request.ts';
import { sha256File } from '../../support/hashing.ts';
import { compressorIdentity } from '../compress.ts';
import type { Layer } from '../descriptor.ts';
import { layerFormat, makeLayer } from '../layer.ts';
import { type Attributes, completeEntries, type TarEntry } from '../tar.ts';
import { type Base, type BaseContents, defaultPath } from './base.ts';
import { type RootsBundle, rootCertificates } from './roots.ts';
import { rootsModule } from './roots-module.ts';
import { zoneinfoEntries } from './zoneinfo.ts';

export interface StaticBaseRequest {
  /** Gives the files of the pinned `rootsModule`; asked only when the store does not have the base. */
  readonly roots: () => Promise<RootsBundle>;
  /** lib/time/zoneinfo.zip of the Go distribution; undefined: an image without time zones. */
  readonly zoneinfoZip?: string | undefined;
  readonly compression: Compression;
  /** Every entry's time, in seconds since 1970. */
  readonly mtime: number;
}

/**
 * The built-in base: what a static program commonly looks for, in one layer made from Go modules alone. Its digest is the
 * layer's diff ID, which does not follow from the compression. Remembered in the store, as a layer is.
 * @throws SlipwayError E_BASE when the roots are not the pinned ones or the zip cannot be read
 */
export async function makeStaticBase(request: StaticBaseRequest, store: BlobStore): Promise<Base> {
  const key = await baseKey(request);
  const remembered = (await store.recall(key)) as Contents | undefined;
  if (remembered !== undefined && (await store.find(remembered.layer.digest)) !== undefined) {
    return toBase(remembered);
  }
  const made = await makeContents(request, store);
  await store.remember(key, made);
  return toBase(made);
}

/** What the store remembers; its checksum and the key's format numbers stand for the shape. */
interface Contents {
  readonly layer: Layer;
  readonly source: string;
  readonly files: readonly string[];
  readonly directories: readonly (readonly [string, Attributes])[];
}

/** Raise the number when this file, roots.ts or zoneinfo.ts make something else of equal inputs. */
const baseFormat = 1;

async function baseKey({ zoneinfoZip, compression, mtime }: StaticBaseRequest): Promise<string> {
  const zones = zoneinfoZip === undefined ? null : (await sha256File(zoneinfoZip)).digest;
  const pins = [rootsModule.version, rootsModule.der.digest, rootsModule.table.digest];
  return `static base ${JSON.stringify([baseFormat, layerFormat, pins, zones, mtime, compressorIdentity(compression)])}`;
}

async function makeContents(request: StaticBaseRequest, store: BlobStore): Promise<Contents> {
  const { zoneinfoZip, compression, mtime } = request;
  const { pem, used, left } = rootCertificates(await request.roots());
  const zones = zoneinfoZip === undefined ? [] : await zoneinfoEntries(zoneinfoZip);
  const entries = completeEntries([...accountEntries(), file(certificateFile, pem), ...zones]);
  const { layer } = await makeLayer({ kind: 'base', entries, compression, mtime }, store);
  const roots = `${used} roots, ${left} with a constraint left out`;
  return {
    layer,
    source: `${rootsModule.path}@${rootsModule.version}: ${roots}${zones.length > 0 ? ', with time zones' : ''}`,
    ...listed(entries),
  };
}

/** What the base holds without time zones, known without making it. */
export function staticContents(): BaseContents {
  const { files, directories } = listed(completeEntries([...accountEntries(), file(certificateFile, '')]));
  return { files: new Set(files), links: new Map(), directories: new Map(directories), risks: [] };
}

function listed(entries: readonly TarEntry[]): Pick<Contents, 'files' | 'directories'> {
  return {
    files: entries.filter((entry) => entry.type !== 'directory').map((entry) => `/${entry.path}`),
    directories: entries.flatMap((entry) => {
      if (entry.type !== 'directory') return [];
      const { type: _, path, ...attributes } = entry;
      return [[path, attributes] as const];
    }),
  };
}

function toBase({ layer, source, files, directories }: Contents): Base {
  return {
    reference: 'static',
    digest: layer.diffId,
    source,
    layers: [layer],
    env: { PATH: defaultPath, SSL_CERT_FILE: `/${certificateFile}` },
    contents: {
      files: new Set(files),
      links: new Map(),
      directories: new Map(directories),
      risks: [],
    },
  };
}

const certificateFile = 'etc/ssl/certs/ca-certificates.crt';

/** The same users as distroless has, so that an image can change its base. */
function accountEntries(): TarEntry[] {
  return [
    file(
      'etc/passwd',
      'root:x:0:0:root:/root:/sbin/nologin\n' +
        'nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin\n' +
        'nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n',
    ),
    file('etc/group', 'root:x:0:\nnobody:x:65534:\nnonroot:x:65532:\n'),
    // Go does without it; a C library would ask DNS before /etc/hosts.
    file('etc/nsswitch.conf', 'passwd: files\ngroup: files\nhosts: files dns\n'),
    { type: 'directory', path: 'root', mode: 0o700 },
    { type: 'directory', path: 'home/nonroot', mode: 0o700, uid: 65532, gid: 65532 },
    { type: 'directory', path: 'tmp', mode: 0o1777 },
  ];
}

function file(path: string, text: string): TarEntry {
  return { type: 'file', path, mode: 0o644, content: Buffer.from(text) };
}
