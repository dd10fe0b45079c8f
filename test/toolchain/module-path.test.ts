import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { SlipwayError } from '../../src/support/errors.ts';
import { escapeModule, matchesPatterns } from '../../src/toolchain/module-path.ts';
import { temporaryFolder } from '../support/go-proxy.ts';
import { goEnvironment } from '../support/tools.ts';

test('patterns fit a path or its beginning, part by part', () => {
  const fits = (patterns: string) => matchesPatterns(patterns, 'golang.org/toolchain');
  for (const patterns of [
    'golang.org/toolchain',
    'golang.org',
    '*.org',
    '*',
    '*.example,*.org/tool*',
    ',golang.org/,',
    'g?lang.org',
    '[f-h]olang.org',
    'gol\\ang.org',
  ])
    assert.equal(fits(patterns), true, patterns);
  for (const patterns of [
    '',
    ',',
    'golang.org/toolchain/sub',
    'golang',
    '*/tool',
    '[^g]olang.org',
    'golang.org/tool',
    '[',
    'a\\',
  ])
    assert.equal(fits(patterns), false, patterns);
});

test("one part of a pattern means what Go's path.Match makes of it", async (t) => {
  const folder = await temporaryFolder(t);
  const program = `package main
import ("bufio";"fmt";"os";"path";"strings")
func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		pattern, name, _ := strings.Cut(lines.Text(), " ")
		ok, err := path.Match(pattern, name)
		fmt.Println(ok && err == nil)
	}
}
`;
  await writeFile(join(folder, 'main.go'), program);
  const piece = fc.constantFrom(
    'a',
    'b',
    '*',
    '?',
    '[ab]',
    '[^a]',
    '[a-c]',
    '[!-a]',
    '\\a',
    '\\*',
    '.',
    '-',
    '[',
    ']',
    '^',
    '$',
    '[]a]',
    '[a',
  );
  const cases = fc.sample(
    fc.tuple(
      fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join('')),
      fc.string({
        unit: fc.constantFrom('a', 'b', 'c', '*', '.', '-', ']', '^', '['),
        minLength: 1,
        maxLength: 5,
      }),
    ),
    { numRuns: 3000, seed: 11 },
  );
  const input = `${cases.map((pair) => pair.join(' ')).join('\n')}\n`;
  const run = spawnSync('go', ['run', 'main.go'], {
    cwd: folder,
    env: goEnvironment(),
    input,
    encoding: 'utf8',
  });
  assert.equal(run.status, 0, run.stderr);
  const answers = run.stdout.split('\n');
  for (const [at, [pattern, name]] of cases.entries()) {
    assert.equal(String(matchesPatterns(pattern, name)), answers[at], `${pattern} on ${name}`);
  }
});

test('capitals are escaped as module proxies want them', () => {
  assert.equal(escapeModule('github.com/BurntSushi/toml'), 'github.com/!burnt!sushi/toml');
  assert.equal(escapeModule('v1.2.3-RC.1+incompatible'), 'v1.2.3-!r!c.1+incompatible');
});

test('what cannot be a module path never becomes part of an address', () => {
  for (const text of ['', '../x', 'a/../b', 'a//b', '/a', 'a/', 'a?b', 'a#b', 'a!b', 'a b', 'a\nb', 'ä']) {
    assert.throws(
      () => escapeModule(text),
      (error) => error instanceof SlipwayError && error.code === 'E_CONFIG',
      text,
    );
  }
});
