import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  compareGoVersions,
  isLanguageVersion,
  isRelease,
  languageVersion,
  newestFirst,
  parseGoVersion,
  versionOfToolchain,
} from '../../src/toolchain/go-version.ts';
import { temporaryFolder } from '../support/go-proxy.ts';
import { goEnvironment } from '../support/tools.ts';

/** The standard library's own answers, for pairs of versions. */
const oracle = `package main

import (
	"bufio"
	"fmt"
	"go/version"
	"os"
	"strings"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		x, y, _ := strings.Cut(lines.Text(), ",")
		fmt.Println(version.Compare("go"+x, "go"+y), version.IsValid("go"+x), version.Lang("go"+x))
	}
}
`;

const part = fc.oneof(fc.constantFrom('0', '1', '9', '10', '20', '21', '26', '01', ''), fc.nat().map(String));
const versionLike = fc
  .tuple(part, part, part, fc.constantFrom('', 'rc1', 'rc2', 'beta1', 'alpha', 'rc', 'x9'))
  .chain(([major, minor, patch, pre]) =>
    fc.constantFrom(
      major,
      `${major}.${minor}`,
      `${major}.${minor}${pre}`,
      `1.${minor}${pre}`,
      `1.${minor}.${patch}`,
      `${major}.${minor}.${patch}${pre}`,
      `1.99999999999999999999.${patch}`,
    ),
  );

test('versions are read and ordered exactly as the Go standard library does', async (t) => {
  const pairs = fc.sample(fc.tuple(versionLike, versionLike), { numRuns: 1500, seed: 7 });
  const known = [
    '1',
    '1.0',
    '1.20',
    '1.20.0',
    '1.21',
    '1.21rc2',
    '1.21.0',
    '1.26.8',
    '2.0',
    '',
    'x',
    '1.2.3rc1',
  ];
  const all = [...pairs, ...known.flatMap((a) => known.map((b): [string, string] => [a, b]))];
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'main.go'), oracle);
  const { stdout, stderr, status } = spawnSync('go', ['run', 'main.go'], {
    cwd: folder,
    env: goEnvironment(),
    input: `${all.map((pair) => pair.join(',')).join('\n')}\n`,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  const answers = stdout.split('\n').slice(0, -1);
  assert.equal(answers.length, all.length);
  for (const [at, [x, y]] of all.entries()) {
    const language = languageVersion(x) === '' ? '' : `go${languageVersion(x)}`;
    const own = `${compareGoVersions(x, y)} ${parseGoVersion(x) !== undefined} ${language}`;
    assert.equal(own, answers[at], `${x} and ${y}`);
  }
});

test('sorting newest first puts releases before their candidates and candidates before their line', () => {
  const sorted = ['1.21', '1.20.14', '1.21.0', '1.21rc2', '1.26.10', '1.26.8'].sort(newestFirst);
  assert.deepEqual(sorted, ['1.26.10', '1.26.8', '1.21.0', '1.21rc2', '1.21', '1.20.14']);
});

test('from Go 1.21 on a line is not a release, before that it is', () => {
  assert.deepEqual(['1.21', '1.20', '1.26.8', '1.27rc1', 'x'].map(isRelease), [
    false,
    true,
    true,
    false,
    false,
  ]);
  assert.deepEqual(['1.21', '1.20', '1.26.8', '1.27rc1', 'x'].map(isLanguageVersion), [
    true,
    false,
    false,
    false,
    false,
  ]);
});

test("a toolchain's name gives its version, whatever suffix its maker added", () => {
  assert.equal(versionOfToolchain('go1.26.8'), '1.26.8');
  assert.equal(versionOfToolchain('go1.26.8-acme'), '1.26.8');
  assert.equal(versionOfToolchain('go1.26.8 X:jsonv2'), '1.26.8');
  assert.equal(versionOfToolchain('go1.21.13 (Red Hat 1.21.13-1.el9_4)'), '1.21.13');
  for (const name of ['devel go1.28-abc', '1.26.8', 'go', 'gox', 'go1.26.8-../x', 'go1.26.8-a\\b']) {
    assert.equal(versionOfToolchain(name), undefined, name);
  }
});
