import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { blankImports } from '../../src/gobuild/blank-imports.ts';

const folder = await mkdtemp(join(tmpdir(), 'blank-'));
after(() => rm(folder, { recursive: true, force: true }));

async function blankIn(...texts: readonly string[]): Promise<string[]> {
  const files = texts.map((_, at) => join(folder, `file${at}.go`));
  await Promise.all(texts.map((text, at) => writeFile(files[at] ?? '', text)));
  return [...(blankImports([{ path: 'example.com/app', files }]).get('example.com/app') ?? [])];
}

test('what is imported for its initialisation alone is found in all files of a package', async () => {
  const one = 'package app\n\nimport (\n\t"fmt"\n\t_ "time/tzdata"\n\tother "os"\n)\n';
  assert.deepEqual(await blankIn(one, 'package app\nimport _ `embed`\n'), ['time/tzdata', 'embed']);
});

test('names that end like a blank one, comments and code are no such imports', async () => {
  const text = [
    '// import _ "a"',
    'package app',
    '/* import _ "b" */',
    'import (',
    '\tpb_ "example.com/pb"',
    '\t// _ "c"',
    '\t_ /* why */ "net/http/pprof" // _ "d"',
    ')',
    'var _ = "e"',
    'const text = `import _ "f"`',
  ].join('\n');
  assert.deepEqual(await blankIn(text), ['net/http/pprof']);
});
