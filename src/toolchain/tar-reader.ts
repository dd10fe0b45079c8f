import { badArchive } from './unpack.ts';

/** One member of a tar archive. `content` must be read to its end before the next member is asked for. */
export interface TarMember {
  readonly name: string;
  readonly kind: 'file' | 'folder';
  readonly mode: number;
  readonly bytes: number;
  readonly content: AsyncIterable<Buffer>;
}

const blockBytes = 512;
const maximumHeaderBytes = 1 << 20;

/**
 * Reads a tar archive as it streams by: ustar with the pax and GNU extensions for long names (POSIX pax, "ustar Interchange
 * Format" and "pax Extended Header"). Links and devices are refused: no Go distribution has any, and without them nothing
 * can be written elsewhere.
 * @throws SlipwayError E_TOOLCHAIN for anything else
 */
export async function* readTar(chunks: AsyncIterable<Buffer>): AsyncGenerator<TarMember> {
  const source = byteSource(chunks);
  let longName: string | undefined;
  for (;;) {
    const header = await source.take(blockBytes);
    if (header.every((byte) => byte === 0)) return;
    checkSum(header);
    const kind = String.fromCharCode(header[156] ?? 0);
    const bytes = octal(header.subarray(124, 136));
    if (kind === 'x' || kind === 'g' || kind === 'L') {
      if (bytes > maximumHeaderBytes) throw badArchive('a tar header is too long');
      const content = await source.take(bytes);
      await source.take(padding(bytes));
      if (kind === 'L') longName = text(content);
      if (kind === 'x') longName = paxPath(content) ?? longName;
      continue;
    }
    const name = longName ?? ustarName(header);
    longName = undefined;
    if (kind === '5') {
      yield { name, kind: 'folder', mode: 0o755, bytes: 0, content: nothing() };
      continue;
    }
    if (kind !== '0' && kind !== '\0')
      throw badArchive(`${JSON.stringify(name)} is neither a file nor a folder`);
    const mode = octal(header.subarray(100, 108));
    yield { name, kind: 'file', mode, bytes, content: source.stream(bytes) };
    await source.take(padding(bytes));
  }
}

function padding(bytes: number): number {
  return (blockBytes - (bytes % blockBytes)) % blockBytes;
}

function text(field: Uint8Array): string {
  const whole = Buffer.from(field).toString('utf8');
  const end = whole.indexOf('\0');
  return end < 0 ? whole : whole.slice(0, end);
}

function octal(field: Uint8Array): number {
  const digits = text(field).trim();
  if (!/^[0-7]*$/.test(digits)) throw badArchive('a tar header holds no number where one belongs');
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}

/** The sum of the header's bytes with its own field as spaces. */
function checkSum(header: Buffer): void {
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  if (octal(header.subarray(148, 156)) !== sum) throw badArchive('a tar header has a wrong checksum');
}

function ustarName(header: Buffer): string {
  const prefix = text(header.subarray(257, 262)) === 'ustar' ? text(header.subarray(345, 500)) : '';
  const name = text(header.subarray(0, 100));
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** The value of `path` among records `LENGTH KEY=VALUE\n`. A size in pax form means a file of 8 GiB: refused. */
function paxPath(content: Buffer): string | undefined {
  let path: string | undefined;
  for (let at = 0; at < content.length; ) {
    const length = Number.parseInt(content.subarray(at, at + 20).toString('latin1'), 10);
    const record = content.subarray(at, at + length).toString('utf8');
    const match = /^\d+ ([^=]+)=(.*)\n$/s.exec(record);
    if (match === null) throw badArchive('a pax header is malformed');
    if (match[1] === 'size') throw badArchive('a file is too long');
    if (match[1] === 'path') path = match[2];
    at += length;
  }
  return path;
}

async function* nothing(): AsyncGenerator<Buffer> {}

interface ByteSource {
  readonly take: (bytes: number) => Promise<Buffer>;
  readonly stream: (bytes: number) => AsyncGenerator<Buffer>;
}

function byteSource(chunks: AsyncIterable<Buffer>): ByteSource {
  const iterator = chunks[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  async function* stream(bytes: number): AsyncGenerator<Buffer> {
    for (let left = bytes; left > 0; ) {
      if (rest.length === 0) {
        const next = await iterator.next();
        if (next.done === true) throw badArchive('the tar archive ends too early');
        rest = next.value;
      }
      const piece = rest.subarray(0, left);
      rest = rest.subarray(piece.length);
      left -= piece.length;
      if (piece.length > 0) yield piece;
    }
  }
  const take = async (bytes: number): Promise<Buffer> => {
    const pieces: Buffer[] = [];
    for await (const piece of stream(bytes)) pieces.push(piece);
    return Buffer.concat(pieces, bytes);
  };
  return { take, stream };
}
