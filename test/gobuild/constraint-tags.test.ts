import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { constraintTags, unmentionedTags } from '../../src/gobuild/constraint-tags.ts';
import { type PackageFiles, readJsonStream } from '../../src/gobuild/packages.ts';
import { go } from '../support/go-programs.ts';
import { repository } from '../support/slipway.ts';
import { folderOf } from '../support/temporary.ts';

const linux = { GOOS: 'linux', GOARCH: 'amd64', CGO_ENABLED: '0' };

/** A head of a Go file: lines of these kinds in any order, with tags of the file's own. */
const line = fc.constantFrom(
  '',
  '// a comment',
  '/* a comment */',
  '/* a comment\n\n// of more lines */',
  '/* one */ // and another',
  '  \t',
  '//',
  '//go:builder is no constraint',
  '// +builds nothing',
  '// +build PLUS',
  '//+build PLUS',
  '\t// +build PLUS',
  '/*\n// +build PLUS\n\n*/',
);
const go118 = fc.constantFrom(
  '//go:build GO',
  '  //go:build GO',
  '//go:build (GO)',
  '/* //go:build GO */',
  '// //go:build GO',
);
const head = fc
  .tuple(fc.array(line, { maxLength: 5 }), fc.option(go118, { freq: 2 }), fc.array(line, { maxLength: 4 }))
  .map(([above, constraint, below]) => [...above, ...(constraint === null ? [] : [constraint]), ...below]);
/** Code, with what would be a constraint further up. */
const code = fc.constantFrom(
  'package p\n',
  'package p // x\n\n// +build PLUS\n\nvar _ = 1\n',
  'package p\n\n//go:embed\nvar x = `\n//go:build GO\n`\n',
);

test('a file has a tag in its constraint exactly where the go command builds it by that tag', async (t) => {
  const heads = fc.sample(
    fc.tuple(head, code, fc.constantFrom('\n', '\r\n'), fc.constantFrom('', '\uFEFF')),
    {
      numRuns: 600,
      seed: 20261129,
    },
  );
  const files = heads.map(([lines, rest, end, mark], at) => {
    const text = [...lines, rest].join('\n').replaceAll('GO', `go.${at}`).replaceAll('PLUS', `plus_${at}`);
    return {
      name: `f${at}.go`,
      text: mark + text.replaceAll('\n', end),
      tags: [`go.${at}`, `plus_${at}`] as const,
    };
  });
  const folder = await folderOf(t, { 'go.mod': 'module example.com/p\n\ngo 1.25\n' });
  for (const { name, text } of files) writeFileSync(join(folder, name), text);
  const built = (tags: readonly string[]): ReadonlySet<string> => {
    const args = [
      'list',
      '-e',
      `-tags=${tags.join(',')}`,
      '-json=GoFiles,IgnoredGoFiles,InvalidGoFiles',
      '.',
    ];
    const [found] = readJsonStream(go(args, linux, folder)) as Record<string, string[] | undefined>[];
    const invalid = found?.['InvalidGoFiles'] ?? [];
    assert.deepEqual(invalid, [], 'the go command can read every file');
    return new Set(found?.['GoFiles']);
  };
  const [none, byGo, byPlus] = [
    built([]),
    built(files.map(({ tags }) => tags[0])),
    built(files.map(({ tags }) => tags[1])),
  ];
  const kinds = { none: 0, go: 0, plus: 0 };
  for (const { name, text, tags } of files) {
    const mentioned = new Set(constraintTags(text));
    const truth = [none.has(name) !== byGo.has(name), none.has(name) !== byPlus.has(name)];
    assert.deepEqual(
      tags.map((tag) => mentioned.has(tag)),
      truth,
      JSON.stringify(text),
    );
    kinds[truth[0] === true ? 'go' : truth[1] === true ? 'plus' : 'none'] += 1;
  }
  assert.ok(Math.min(...Object.values(kinds)) > 20, JSON.stringify(kinds));
});

test('every tag of an expression is one: not, and, or, brackets', () => {
  const text = '//go:build !a && (b.c || ünï) || go1.20\n\npackage p\n';
  assert.deepEqual(constraintTags(text), ['a', 'b.c', 'ünï', 'go1.20']);
  assert.deepEqual(constraintTags('// +build !a,b c\n// +build d\n\npackage p\n'), ['a', 'b', 'c', 'd']);
});

test('the tags that decide something in a real program are those of its packages, built or left out', () => {
  const hello = join(repository, 'examples', 'hello');
  const fields = 'ImportPath,Dir,Standard,GoFiles,CgoFiles,IgnoredGoFiles,IgnoredOtherFiles,HFiles,SFiles';
  const packages = readJsonStream(
    go(['list', '-deps', `-json=${fields}`, '.'], linux, hello),
  ) as PackageFiles[];
  const mentioned = [
    'timetzdata',
    'nethttpomithttp2',
    'netgo',
    'purego',
    'boringcrypto',
    'windows',
    'arm64',
    'unix',
  ];
  const others = ['timetzdatas', 'sqlite_omit_load_extension', 'integration', 'hello', 'build'];
  assert.deepEqual(unmentionedTags([...others, ...mentioned], packages), others);
  assert.deepEqual(unmentionedTags(mentioned, []), mentioned);
});

test('a name tells the system and the machine, a test tells nothing', async (t) => {
  const folder = await folderOf(t, {
    'a_plan9.go': 'package p\n',
    'b_solaris_s390x.go': 'package p\n',
    'c_test.go': '//go:build integration\n\npackage p\n',
    'd_other_name.go': 'package p\n',
    'zos.go': 'package p\n',
  });
  const IgnoredGoFiles = ['a_plan9.go', 'b_solaris_s390x.go', 'c_test.go', 'd_other_name.go', 'zos.go'];
  const packages = [{ ImportPath: 'p', Dir: folder, IgnoredGoFiles }];
  const tags = ['plan9', 'solaris', 's390x', 'integration', 'other', 'name', 'zos'];
  assert.deepEqual(unmentionedTags(tags, packages), ['integration', 'other', 'name', 'zos']);
});
