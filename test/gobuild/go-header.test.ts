import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { goHeader } from '../../src/gobuild/go-header.ts';
import { readJsonStream } from '../../src/gobuild/packages.ts';
import { edit } from '../support/edits.ts';
import { go } from '../support/go-programs.ts';
import { folderOf } from '../support/temporary.ts';

/** Pieces that Go files are made of, odd ones included; most of what they make together is Go, some is not. */
const heads = [
  '',
  '// A licence.\n\n',
  '/* package x\nimport "os" */\n',
  '//go:build linux\n\n',
  '//go:build ignore\n\n',
  '\ufeff',
  '// +build ignore\n\n',
];
const clauses = [
  'package p\n',
  'package p // import "example.com/p"\n',
  'package /* odd */ p;',
  'package q\n',
  'package main\n',
];
const imports = [
  '',
  'import "fmt"\n',
  'import ( "fmt"; "os" )\n',
  'import (\n\t// why\n\tf "fmt" // said\n\t_ "embed"\n\t. `strings`\n)\n',
  'import "fmt"; import "os"\n',
  'import _ "embed"\n',
  'import ()\nimport "os"\n',
  '/* import "net" */ import /* a */ "io" /* b */\n',
  'import "C"\n',
  'import "unterminated\n',
];
const bodies = [
  '',
  'func f() { println("import \\"os\\"") }\n',
  'var a = `\nimport "net"\n`\n',
  '//go:embed x.txt\nvar s string\n',
  '//go:embed x.txt y.txt\nvar s string\n',
  '\t//go:embed "x.txt"\nvar s string\n',
  'func f() {\n',
  'import "late"\n',
  '// import "os"\n',
];
const file = fc.tuple(...[heads, clauses, imports, bodies].map((pieces) => fc.constantFrom(...pieces)));
const pairs = fc.tuple(file, file, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }));

/** What go list says of many files, each a package of its own: all that a build goes by without compiling. */
async function answers(t: TestContext, texts: readonly string[]): Promise<unknown[]> {
  const root = await folderOf(t);
  const files = texts.map((text, at) => [`p${String(at).padStart(4, '0')}/x.go`, text]);
  await edit(root, { 'go.mod': 'module example.com/m\n\ngo 1.24\n', ...Object.fromEntries(files) });
  const fields = 'Dir,Name,Imports,EmbedPatterns,GoFiles,CgoFiles,IgnoredGoFiles,InvalidGoFiles';
  const found = readJsonStream(go(['list', '-e', `-json=${fields}`, './...'], {}, root)) as { Dir: string }[];
  const byFolder = new Map(found.map(({ Dir, ...rest }) => [Dir.slice(root.length + 1), rest]));
  return texts.map((_, at) => byFolder.get(`p${String(at).padStart(4, '0')}`));
}

test('whatever changes the answer of go list changes the header of the file', async (t) => {
  // Two files of one pair share some of their pieces, so that most pairs differ in one place.
  const made = fc.sample(pairs, { numRuns: 400, seed: 7 }).map(([one, two, shared]) => {
    const other = two.map((piece, at) => (shared[at] ? one[at] : piece));
    return [one.join(''), other.join('')] as const;
  });
  const before = await answers(
    t,
    made.map(([one]) => one),
  );
  const after = await answers(
    t,
    made.map(([, two]) => two),
  );
  let different = 0;
  for (const [at, [one, two]] of made.entries()) {
    if (JSON.stringify(before[at]) === JSON.stringify(after[at])) continue;
    different += 1;
    assert.notEqual(goHeader(one), goHeader(two), `${JSON.stringify(one)}\n${JSON.stringify(two)}`);
  }
  assert.ok(different > 100, `only ${different} of the pairs have different answers`);
});

test('what is written in functions leaves the header as it is', () => {
  const start = '// A licence.\n\npackage p\n\nimport (\n\t"fmt"\n)\n';
  const statement = fc.constantFrom(
    'println(1)\n',
    'x := `a`\n',
    '// note\n',
    'if a { b() }\n',
    'fmt.Println("import")\n',
  );
  fc.assert(
    fc.property(fc.array(statement), fc.array(statement), (one, two) => {
      const withBody = (lines: readonly string[]): string => `${start}\nfunc f() {\n${lines.join('')}}\n`;
      assert.equal(goHeader(withBody(one)), goHeader(withBody(two)));
    }),
  );
});

test('a file that cannot be followed is its own header, and any text has one', () => {
  for (const text of [
    '',
    'not Go',
    'package',
    'package p\nimport (',
    'package p\nimport "x',
    '/* never closed',
  ]) {
    assert.equal(goHeader(text), text);
  }
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.stringMatching(/^(package p|import|\(|\)|"a"|\/\*|\*\/|\/\/|;|\s)*$/)),
      (text) => {
        assert.ok(goHeader(text).length <= text.length * 2 + 1);
      },
    ),
  );
});

test('a long file has its header found, not searched for', () => {
  const blanks = '// a line of a long licence\n'.repeat(50_000);
  const body = `var x = []int{\n${'\t1,\n'.repeat(100_000)}}\n`;
  const start = `${blanks}package p\n\nimport "os"\n`;
  assert.equal(goHeader(`${start}${body}`).trimEnd(), start.trimEnd());
});
