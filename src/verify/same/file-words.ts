import type { FileEntry } from './read-files.ts';

const kinds: Readonly<Record<FileEntry['type'], string>> = {
  file: 'a file',
  hardlink: 'a hard link',
  symlink: 'a symbolic link',
  'character-device': 'a character device',
  'block-device': 'a block device',
  directory: 'a folder',
  fifo: 'a named pipe',
};

/** `a file of 12 bytes`, `a symbolic link to usr/bin`. */
export function kindText({ type, size, link }: Seen): string {
  if (type === 'file') return `${kinds.file} of ${size} ${size === 1 ? 'byte' : 'bytes'}`;
  return type === 'symlink' ? `${kinds.symlink} to ${JSON.stringify(link)}` : kinds[type];
}

/** An entry without what a path can have in several places. */
export type Seen = Omit<FileEntry, 'path' | 'mtime'>;

/** What unpackers make of a folder that no layer describes (image-spec says nothing; containerd, umoci, runc). */
const impliedFolder: Seen = { type: 'directory', mode: 0o755, uid: 0, gid: 0, size: 0, link: '' };

/** What is there for whoever looks. */
export function seen(entry: FileEntry | undefined): Seen {
  return entry ?? impliedFolder;
}

/** `mode 0755 in A, 0700 in B`: each attribute of two entries of one type that differs. */
export function* attributeDifferences(a: Seen, b: Seen): Generator<string> {
  for (const { name, of, only = () => true } of attributes) {
    const [one, other] = [of(a), of(b)];
    if (only(a.type) && one !== other) yield `${name} ${one} in A, ${other} in B`;
  }
  const names = new Set([...(a.xattrs?.keys() ?? []), ...(b.xattrs?.keys() ?? [])]);
  for (const name of [...names].sort()) {
    const [one, other] = [a.xattrs?.get(name), b.xattrs?.get(name)];
    if (one !== other)
      yield `extended attribute ${name} ${one ?? 'missing'} in A, ${other ?? 'missing'} in B`;
  }
}

interface Attribute {
  readonly name: string;
  readonly of: (entry: Seen) => string;
  /** Of which types it says something; absent: of all. */
  readonly only?: (type: FileEntry['type']) => boolean;
}

const attributes: readonly Attribute[] = [
  { name: 'content', of: contentText, only: (type) => type === 'file' },
  // Linux has no modes of links: they are 0777 whatever an archive says (symlink(7)).
  {
    name: 'mode',
    of: ({ mode }) => `0${mode.toString(8).padStart(3, '0')}`,
    only: (type) => type !== 'symlink',
  },
  { name: 'owner', of: ({ uid, gid }) => `${uid}:${gid}` },
  { name: 'link', of: ({ link }) => JSON.stringify(link), only: (type) => type === 'symlink' },
  {
    name: 'device',
    of: ({ device }) => (device === undefined ? 'without numbers' : `${device.major}:${device.minor}`),
    only: (type) => type === 'character-device' || type === 'block-device',
  },
];

function contentText({ size, digest }: Seen): string {
  return digest === undefined ? 'empty' : `of ${size} bytes (${digest})`;
}
