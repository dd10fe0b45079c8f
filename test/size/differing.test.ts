import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { bytesSource } from '../../src/binary/byte-source.ts';
import { buildInfoTexts } from '../../src/binary/go/build-info-texts.ts';
import { openProgram } from '../../src/binary/open-program.ts';
import { attribute } from '../../src/size/attribute.ts';
import { differences, openParts } from '../../src/size/differing.ts';
import { ownersOfRanges } from '../../src/size/differing-owners.ts';
import { goNm } from '../support/go-nm.ts';
import { go, goProgram } from '../support/go-programs.ts';

const platforms = ['linux/amd64', 'linux/arm64', 'darwin/arm64', 'windows/amd64', 'wasip1/wasm'];

/** A program whose variable `main.note` is what is said; all are of one length. */
function program(platform: string, note: string): string {
  const [GOOS = '', GOARCH = ''] = platform.split('/');
  const args = ['-trimpath', '-buildvcs=false', `-ldflags=-s -w -X main.note=${note}`];
  return goProgram({ source: 'web', args, env: { GOOS, GOARCH } }).path;
}

const opened = (path: string) => openProgram(bytesSource(readFileSync(path)));

/** How many bytes are others at their place, by cmp. */
function cmpCount(one: string, other: string): number {
  return (
    spawnSync('cmp', ['-l', one, other], { encoding: 'utf8', maxBuffer: 1 << 28 }).stdout.split('\n').length -
    1
  );
}

for (const platform of platforms) {
  test(`of two programs for ${platform} that differ in one text, the text and the IDs are all that differs, as cmp counts`, () => {
    const [one, other] = [program(platform, 'note-a'), program(platform, 'note-b')];
    const found = differences(opened(one), opened(other));
    assert.equal(found.sameLayout, true);
    const sums = { buildId: 0, buildInfo: 0, signature: 0, rest: 0 };
    for (const { differing } of found.parts) {
      assert.ok(differing);
      for (const what of ['buildId', 'buildInfo', 'signature', 'rest'] as const)
        sums[what] += differing[what];
    }
    assert.ok(sums.buildId > 0);
    assert.equal(sums.rest, 1);
    assert.equal(sums.signature > 0, platform.startsWith('darwin'));
    assert.equal(sums.buildId + sums.buildInfo + sums.signature + sums.rest, cmpCount(one, other));
    const [range] = found.rest;
    assert.ok(range);
    const bytes = readFileSync(one);
    assert.equal(bytes.toString('latin1', range.offset - 5, range.offset + 1), 'note-a');
  });

  test(`a program for ${platform} is the same as itself`, () => {
    const one = opened(program(platform, 'note-a'));
    assert.deepEqual(differences(one, one), { sameLayout: true, parts: [], rest: [] });
  });
}

test('a part of another length is told by its lengths, and is open', () => {
  const found = differences(
    opened(program('linux/amd64', 'note-a')),
    opened(goProgram({ source: 'hello', args: ['-trimpath'] }).path),
  );
  assert.equal(found.sameLayout, false);
  const text = found.parts.find(({ name }) => name === '.text');
  assert.ok(text !== undefined && text.before > text.after && text.differing === undefined);
  assert.ok(openParts(found.parts).includes(text));
});

test('bytes that differ are given to the function that has them, as go tool nm says', () => {
  const { path } = goProgram({ source: 'web', args: ['-trimpath', '-ldflags=-w'] });
  const view = opened(path);
  const wanted = goNm(path).find(({ name }) => name === 'net/http.(*conn).serve');
  const section = view.sections.find(({ name }) => name === '.text');
  assert.ok(wanted?.address !== undefined && section);
  const bytes = readFileSync(path);
  const at = section.offset + wanted.address - section.address + 8;
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  const { rest } = differences(view, openProgram(bytesSource(bytes)));
  assert.deepEqual(rest, [{ offset: at, bytes: 1 }]);
  const attribution = attribute(view);
  assert.ok(attribution);
  assert.deepEqual(ownersOfRanges(attribution, rest), [
    { owner: { kind: 'package', path: 'net/http', module: 'std' }, bytes: 1, symbols: [wanted.name] },
  ]);
});

test('the text of the build info is found wherever it stands, and is what go version -m prints', () => {
  for (const platform of platforms) {
    const path = program(platform, 'note-a');
    const texts = buildInfoTexts(bytesSource(readFileSync(path)));
    assert.equal(texts.length, platform.endsWith('wasm') ? 1 : 2, platform);
    assert.equal(new Set(texts.map(({ text }) => text)).size, 1);
    if (platform.endsWith('wasm')) continue;
    const [, ...rows] = go(['version', '-m', path], {}).trimEnd().split('\n');
    assert.equal(texts[0]?.text, `${rows.map((row) => row.replace(/^\t/, '')).join('\n')}\n`, platform);
  }
});

test('marks of build info without a text between them are none', () => {
  const mark = Buffer.from('3077af0c9274080241e1c107e6d618e6', 'hex');
  const many = Buffer.concat(Array.from({ length: 100_000 }, () => mark));
  assert.deepEqual(buildInfoTexts(bytesSource(many)), []);
  const end = Buffer.from('f932433186182072008242104116d8f2', 'hex');
  assert.deepEqual(buildInfoTexts(bytesSource(Buffer.concat([many, end]))), []);
});
