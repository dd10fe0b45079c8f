import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hashOfKey, openNote, parseVerifier } from '../../src/toolchain/signed-note.ts';
import {
  parseRecord,
  parseTree,
  provesRecord,
  type Tile,
  tilePath,
} from '../../src/toolchain/transparency-log.ts';
import { type ChecksumLog, makeChecksumLog } from '../support/checksum-log.ts';

const logName = 'sums.example/log';
const lines = 'example.com/m v1.2.3 h1:abc=\nexample.com/m v1.2.3/go.mod h1:def=\n';

function logOf(size: number): ChecksumLog {
  return makeChecksumLog(logName, new Map([['example.com/m@v1.2.3', lines]]), size);
}

async function proves(
  log: ChecksumLog,
  damage: (tile: Tile, content: Buffer) => Buffer = (_, content) => content,
) {
  const record = parseRecord(log.lookup('example.com/m@v1.2.3') ?? Buffer.alloc(0));
  const verifier = parseVerifier(log.verifierKey);
  assert.ok(record !== undefined && verifier !== undefined);
  const note = openNote(record.note, verifier);
  assert.ok('text' in note);
  const tree = parseTree(note.text);
  assert.ok(tree !== undefined);
  const read = async (tiles: readonly Tile[]) =>
    new Map(tiles.map((tile) => [tile, damage(tile, log.tile(tilePath(tile)) ?? Buffer.alloc(0))]));
  return { tree, record, read, proved: await provesRecord(tree, record, read) };
}

test('a record in a tree of any size is proved from its tiles', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1500 }), async (size) => {
      assert.equal((await proves(logOf(size))).proved, true, `size ${size}`);
    }),
    { numRuns: 40, examples: [[1], [2], [255], [256], [257], [512], [513]] },
  );
});

test('a tree of three tile levels is proved as well', async () => {
  assert.equal((await proves(logOf(70_001))).proved, true);
});

test('one wrong bit in any hash that the proof needs makes it fail', async () => {
  const log = logOf(300);
  let needed = 0;
  const spoil = (bit: number) =>
    proves(log, (tile, content) => {
      const copy = Buffer.from(content);
      const at = (tile.level * 256 * 32 * 8 + bit) % (copy.length * 8);
      copy.writeUInt8(copy.readUInt8(at >> 3) ^ (1 << (at & 7)), at >> 3);
      return copy;
    });
  for (let hash = 0; hash < 256; hash += 5) {
    if (!(await spoil(hash * 256 + 3)).proved) needed++;
  }
  assert.ok(needed >= 49, `only ${needed} of 52 changes were noticed`);
});

test('a changed record, another number and a smaller tree are not proved', async () => {
  const { tree, record, read } = await proves(logOf(300));
  assert.equal(await provesRecord(tree, { ...record, text: record.text.replace('abc', 'abd') }, read), false);
  assert.equal(await provesRecord(tree, { ...record, number: record.number + 1 }, read), false);
  assert.equal(await provesRecord(tree, { ...record, number: 300 }, read), false);
  assert.equal(await provesRecord({ ...tree, records: 299 }, record, read), false);
  assert.equal(await provesRecord(tree, record, async () => new Map()), false);
});

test("tiles are named as in the database's protocol", () => {
  const name = (number: number, width = 256) => tilePath({ level: 3, number, width });
  assert.equal(name(5), 'tile/8/3/005');
  assert.equal(name(1_234_067, 8), 'tile/8/3/x001/x234/067.p/8');
  assert.equal(name(1000), 'tile/8/3/x001/000');
});

test('a note counts only with a right signature by the expected key', () => {
  const log = logOf(10);
  const verifier = parseVerifier(log.verifierKey);
  const note = parseRecord(log.lookup('example.com/m@v1.2.3') ?? Buffer.alloc(0))?.note;
  assert.ok(verifier !== undefined && note !== undefined);
  const text = note.toString();
  const other = logOf(10);
  const fault = (changed: string) => {
    const opened = openNote(Buffer.from(changed), verifier);
    return 'fault' in opened ? opened.fault : undefined;
  };
  assert.equal(fault(text), undefined);
  assert.equal(fault(text.replace('\n10\n', '\n11\n')), 'wrong signature');
  const byOther = parseRecord(other.lookup('example.com/m@v1.2.3') ?? Buffer.alloc(0))?.note.toString() ?? '';
  assert.equal(fault(byOther), 'not signed by the expected key');
  const [, signature = ''] = byOther.split('\n\n');
  assert.equal(fault(text + signature), undefined);
  for (const broken of [
    '',
    text.slice(0, -1),
    text.replace('— ', '- '),
    text.replace('\n\n', '\n'),
    `${text}\n`,
    `\0${text}`,
  ]) {
    assert.equal(fault(broken), 'malformed', JSON.stringify(broken));
  }
});

test('no damaged answer makes the readers fail in another way', () => {
  const log = logOf(40);
  const whole = log.lookup('example.com/m@v1.2.3') ?? Buffer.alloc(0);
  const verifier = parseVerifier(log.verifierKey);
  assert.ok(verifier !== undefined);
  fc.assert(
    fc.property(fc.nat(whole.length), fc.uint8Array({ maxLength: 8 }), (at, bytes) => {
      const damaged = Buffer.concat([whole.subarray(0, at), bytes, whole.subarray(at + bytes.length)]);
      const record = parseRecord(damaged);
      if (record === undefined) return;
      const note = openNote(record.note, verifier);
      if ('text' in note) assert.notEqual(parseTree(note.text), undefined);
    }),
  );
});

test('a verifier key must carry its own hash', () => {
  const { verifierKey } = logOf(1);
  const [name = '', hash = '', key = ''] = verifierKey
    .split('+', 2)
    .concat(verifierKey.split('+').slice(2).join('+'));
  assert.equal(parseVerifier(verifierKey)?.keyHash, hashOfKey(name, Buffer.from(key, 'base64')));
  for (const bad of [
    `${name}+${hash}`,
    `other+${hash}+${key}`,
    `${name}+00000000+${key}`,
    `${name}+${hash}+AAAA`,
    '',
  ]) {
    assert.equal(parseVerifier(bad), undefined, bad);
  }
});

test('a tree note is read strictly', () => {
  const hash = Buffer.alloc(32, 1).toString('base64');
  assert.equal(parseTree(`go.sum database tree\n5\n${hash}\n`)?.records, 5);
  assert.equal(parseTree(`go.sum database tree\n5\n${hash}\nlater format\n`)?.records, 5);
  for (const bad of [
    `5\n${hash}\n`,
    `go.sum database tree\n05\n${hash}\n`,
    `go.sum database tree\n5\n${hash}`,
    'go.sum database tree\n5\nAAAA\n',
  ]) {
    assert.equal(parseTree(bad), undefined, bad);
  }
});
