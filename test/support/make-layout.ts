import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';

// A small maker of OCI layouts of its own: nothing of the product is used, so that the two can disagree.

/** One tar entry. `type` is the header's letter; `content` only for files. */
export interface Entry {
  readonly path: string;
  readonly type?: string;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly link?: string;
  readonly content?: Buffer | string;
}

/** JSON pointer → new value; undefined removes what is there. */
export type Edits = Readonly<Record<string, unknown>>;

/** What to do differently from a good layout. Edits come before digests are taken, so that nothing else becomes wrong. */
export interface Twist {
  readonly compression?: 'none' | 'gzip' | 'zstd';
  /** Files of the top layer besides the program; `top` replaces the whole layer. */
  readonly more?: readonly Entry[];
  readonly base?: readonly Entry[];
  readonly top?: readonly Entry[];
  readonly tar?: (archive: Buffer) => Buffer;
  /** The compressed top layer. */
  readonly blob?: (compressed: Buffer) => Buffer;
  readonly config?: Edits;
  readonly configText?: (text: string) => string;
  readonly manifest?: Edits;
  readonly index?: Edits;
  readonly root?: Edits;
  readonly ociLayout?: string | undefined;
  /** Changes to the finished folder. */
  readonly after?: (directory: string, digests: MadeLayout) => Promise<void>;
}

export interface MadeLayout {
  readonly directory: string;
  readonly index: string;
  /** Of the first image (linux/amd64), which is the one that is twisted. */
  readonly manifest: string;
  readonly config: string;
  readonly layers: readonly string[];
}

const machines = {
  amd64: { machine: 62, class: 64, endian: 'little' },
  arm64: { machine: 183, class: 64, endian: 'little' },
  arm: { machine: 40, class: 32, endian: 'little' },
  s390x: { machine: 22, class: 64, endian: 'big' },
} as const;

/** A file that begins as an ELF executable of that architecture does (System V gABI, "ELF Header"). */
export function elfFile(architecture: keyof typeof machines): Buffer {
  const { machine, class: bits, endian } = machines[architecture];
  const header = Buffer.alloc(5000);
  header.set([0x7f, 0x45, 0x4c, 0x46, bits === 64 ? 2 : 1, endian === 'little' ? 1 : 2, 1]);
  const put = (value: number, at: number): number =>
    endian === 'little' ? header.writeUInt16LE(value, at) : header.writeUInt16BE(value, at);
  put(2, 16);
  put(machine, 18);
  return header;
}

export function digestOf(content: Buffer | string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** A ustar archive with two blocks of zeros at its end. */
export function makeTar(entries: readonly Entry[]): Buffer {
  return Buffer.concat([...entries.flatMap(tarEntry), Buffer.alloc(1024)]);
}

export function tarEntry(entry: Entry): Buffer[] {
  const content = Buffer.from(entry.content ?? '');
  const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
  return [tarHeader(entry, content.length), content, padding];
}

function tarHeader(entry: Entry, size: number): Buffer {
  const header = Buffer.alloc(512);
  const {
    path,
    type = path.endsWith('/') ? '5' : '0',
    mode = type === '5' ? 0o755 : 0o644,
    link = '',
  } = entry;
  const octal = (value: number, at: number, length: number): number =>
    header.write(value.toString(8).padStart(length - 1, '0'), at, 'latin1');
  header.write(path, 0, 'utf8');
  octal(mode, 100, 8);
  octal(entry.uid ?? 0, 108, 8);
  octal(entry.gid ?? 0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  header.write(type, 156, 'latin1');
  header.write(link, 157, 'utf8');
  header.write('ustar\x0000', 257, 'latin1');
  return withChecksum(header);
}

export function withChecksum(header: Buffer): Buffer {
  header.fill(0x20, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

export const baseEntries: readonly Entry[] = [
  { path: 'etc/' },
  { path: 'etc/passwd', content: 'root:x:0:0::/root:/sbin/nologin\nnonroot:x:65532:65532::/home/nonroot:\n' },
  { path: 'tmp/', mode: 0o1777 },
];

export function programEntries(architecture: keyof typeof machines): readonly Entry[] {
  return [
    { path: 'usr/' },
    { path: 'usr/local/' },
    { path: 'usr/local/bin/' },
    { path: 'usr/local/bin/app', mode: 0o755, content: elfFile(architecture) },
  ];
}

/** Sets or removes what a JSON pointer names, in place. */
export function edit(document: unknown, edits: Edits = {}): void {
  for (const [pointer, value] of Object.entries(edits)) {
    const tokens = pointer
      .split('/')
      .slice(1)
      .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = tokens.pop() ?? '';
    const parent = tokens.reduce<unknown>(
      (node, token) => (node as Record<string, unknown>)[token],
      document,
    );
    if (value !== undefined) (parent as Record<string, unknown>)[last] = value;
    else if (Array.isArray(parent)) parent.splice(Number(last), 1);
    else delete (parent as Record<string, unknown>)[last];
  }
}

const types = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
};

const compressors = {
  none: { suffix: '', compress: (content: Buffer): Buffer => content },
  gzip: { suffix: '+gzip', compress: (content: Buffer): Buffer => gzipSync(content) },
  zstd: { suffix: '+zstd', compress: (content: Buffer): Buffer => zstdCompressSync(content) },
};

type Put = (content: Buffer | string) => Promise<{ digest: string; size: number }>;

interface MadeImage {
  readonly manifest: { digest: string; size: number };
  readonly config: string;
  readonly layers: readonly string[];
}

export const createdAt = '2026-01-31T12:00:00Z';

async function makeImage(put: Put, architecture: keyof typeof machines, twist: Twist): Promise<MadeImage> {
  const { suffix, compress } = compressors[twist.compression ?? 'gzip'];
  const same = (content: Buffer): Buffer => content;
  const top = (twist.tar ?? same)(
    makeTar(twist.top ?? [...programEntries(architecture), ...(twist.more ?? [])]),
  );
  const archives = [makeTar(twist.base ?? baseEntries), top];
  const blobs = archives.map((archive, at) => (at === 1 ? (twist.blob ?? same) : same)(compress(archive)));
  const layers: { mediaType: string; digest: string; size: number }[] = [];
  for (const blob of blobs) layers.push({ mediaType: `${types.layer}${suffix}`, ...(await put(blob)) });
  const config = {
    created: createdAt,
    architecture,
    os: 'linux',
    config: {
      User: '65532:65532',
      ExposedPorts: { '8080/tcp': {} },
      Env: ['PATH=/usr/local/bin:/usr/bin'],
      Entrypoint: ['/usr/local/bin/app'],
      Labels: { 'org.opencontainers.image.created': createdAt, 'org.opencontainers.image.title': 'app' },
    },
    rootfs: { type: 'layers', diff_ids: archives.map(digestOf) },
    history: [
      { created: createdAt, created_by: 'slipway: base' },
      { created: createdAt, created_by: 'slipway: program' },
    ],
  };
  edit(config, twist.config);
  const configBlob = await put((twist.configText ?? ((text) => text))(JSON.stringify(config)));
  const manifest = {
    schemaVersion: 2,
    mediaType: types.manifest,
    config: { mediaType: types.config, ...configBlob },
    layers,
    annotations: { 'org.opencontainers.image.created': createdAt },
  };
  // Before the edits, which may put anything in a layer's place.
  const digests = layers.map(({ digest }) => digest);
  edit(manifest, twist.manifest);
  return {
    manifest: await put(JSON.stringify(manifest)),
    config: configBlob.digest,
    layers: digests,
  };
}

/** Writes a layout of linux/amd64 and linux/arm64 images; the first one, the index or the folder twisted as told. */
export async function makeLayout(directory: string, twist: Twist = {}): Promise<MadeLayout> {
  const blobs = join(directory, 'blobs', 'sha256');
  await mkdir(blobs, { recursive: true });
  const put: Put = async (content) => {
    const digest = digestOf(content);
    await writeFile(join(blobs, digest.slice('sha256:'.length)), content);
    return { digest, size: Buffer.byteLength(content) };
  };
  const images = [
    await makeImage(put, 'amd64', twist),
    await makeImage(put, 'arm64', twist.compression === undefined ? {} : { compression: twist.compression }),
  ];
  const index = {
    schemaVersion: 2,
    mediaType: types.index,
    manifests: images.map(({ manifest }, at) => ({
      mediaType: types.manifest,
      ...manifest,
      platform: { os: 'linux', architecture: at === 0 ? 'amd64' : 'arm64' },
    })),
  };
  edit(index, twist.index);
  const indexBlob = await put(JSON.stringify(index));
  const name = { 'org.opencontainers.image.ref.name': 'latest' };
  const root = { schemaVersion: 2, manifests: [{ mediaType: types.index, ...indexBlob, annotations: name }] };
  edit(root, twist.root);
  await writeFile(join(directory, 'index.json'), JSON.stringify(root));
  const marker = 'ociLayout' in twist ? twist.ociLayout : '{"imageLayoutVersion":"1.0.0"}';
  if (marker !== undefined) await writeFile(join(directory, 'oci-layout'), marker);
  const [first] = images;
  const made: MadeLayout = {
    directory,
    index: indexBlob.digest,
    manifest: first?.manifest.digest ?? '',
    config: first?.config ?? '',
    layers: first?.layers ?? [],
  };
  await twist.after?.(directory, made);
  return made;
}

export function blobPath(directory: string, digest: string): string {
  return join(directory, 'blobs', ...digest.split(':'));
}

/** Runs a test in a new folder of its own and removes it. */
export async function inTempFolder<T>(run: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-verify-'));
  try {
    return await run(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
