import assert from 'node:assert/strict';

export interface ReadEntry {
  readonly path: string;
  readonly type: 'file' | 'directory' | 'symlink';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: number;
  readonly target: string;
  readonly content: Buffer;
}

const types = { '0': 'file', '5': 'directory', '2': 'symlink' } as const;

/** Reads an archive by the letter of POSIX pax, and fails on whatever is not there said. Shares no code with the writer. */
export function readTar(archive: Buffer): ReadEntry[] {
  assert.equal(archive.length % 512, 0, 'whole blocks');
  const entries: ReadEntry[] = [];
  let at = 0;
  let pax: Record<string, string> = {};
  while (!isZero(archive.subarray(at, at + 512))) {
    const head = archive.subarray(at, at + 512);
    checkHead(head);
    const bytes = pax['size'] === undefined ? octal(head, 124, 12) : Number(pax['size']);
    const end = at + 512 + bytes;
    const content = archive.subarray(at + 512, end);
    at = end + ((512 - (bytes % 512)) % 512);
    assert.ok(at <= archive.length - 1024, 'the content ends before the trailer');
    assert.ok(isZero(archive.subarray(end, at)), 'padding is zero');
    const flag = String.fromCharCode(head[156] ?? 0);
    if (flag === 'x') {
      pax = readPax(content);
      continue;
    }
    entries.push(readEntry(head, flag, content, pax));
    pax = {};
  }
  assert.equal(archive.length - at, 1024, 'exactly two zero blocks at the end');
  assert.ok(isZero(archive.subarray(at)));
  return entries;
}

function readEntry(head: Buffer, flag: string, content: Buffer, pax: Record<string, string>): ReadEntry {
  const type = types[flag as keyof typeof types];
  assert.ok(type, `a known type flag, not ${flag}`);
  const prefix = text(head, 345, 155);
  const path = pax['path'] ?? (prefix === '' ? text(head, 0, 100) : `${prefix}/${text(head, 0, 100)}`);
  assert.equal(path.endsWith('/'), type === 'directory', 'directories, and only they, end in a slash');
  return {
    path: path.replace(/\/$/, ''),
    type,
    mode: octal(head, 100, 8),
    uid: octal(head, 108, 8),
    gid: octal(head, 116, 8),
    mtime: octal(head, 136, 12),
    target: pax['linkpath'] ?? text(head, 157, 100),
    content,
  };
}

function checkHead(head: Buffer): void {
  const blank = Buffer.from(head).fill(' ', 148, 156);
  const sum = blank.reduce((total, byte) => total + byte, 0);
  assert.equal(Number.parseInt(head.toString('latin1', 148, 156), 8), sum, 'header checksum');
  assert.equal(head.toString('latin1', 257, 265), 'ustar\x0000', 'magic and version');
  assert.ok(isZero(head.subarray(265, 329)), 'no owner or group names');
  assert.ok(isZero(head.subarray(500)), 'nothing after the prefix');
}

function readPax(content: Buffer): Record<string, string> {
  const found: Record<string, string> = {};
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(' ', at);
    const length = Number(content.toString('latin1', at, space));
    const record = content.subarray(space + 1, at + length).toString('utf8');
    assert.equal(content[at + length - 1], 10, 'a record ends in a newline');
    const equals = record.indexOf('=');
    found[record.slice(0, equals)] = record.slice(equals + 1, -1);
    at += length;
  }
  return found;
}

function octal(head: Buffer, from: number, width: number): number {
  const digits = head.toString('latin1', from, from + width - 1);
  assert.match(digits, /^[0-7]+$/);
  assert.equal(head[from + width - 1], 0);
  return Number.parseInt(digits, 8);
}

function text(head: Buffer, from: number, width: number): string {
  const field = head.subarray(from, from + width);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? width : end);
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}
