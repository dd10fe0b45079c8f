import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { importLine, requireLine } from '../../src/gobuild/source-lines.ts';
import { folderOf } from '../support/temporary.ts';

const goMod = `module example.com/shop // the shop

go 1.24

exclude (
	a.example/x v1.0.0
)
exclude b.example/y v1.0.0
replace (
	a.example/x v1.1.0 => ./x
	b.example/y => c.example/y v1.2.0
)

require b.example/y v1.2.0

require (
	// a.example/x v0.9.0
	a.example/x v1.1.0 // indirect
	"d.example/quoted" v1.0.0
)

tool a.example/x/cmd
`;

test('a requirement is found in a line of its own and in a block, and not in other directives', async (t) => {
  const file = join(await folderOf(t, { 'go.mod': goMod }), 'go.mod');
  const line = async (module: string): Promise<string | undefined> => {
    const found = await requireLine(file, module);
    return found && goMod.split('\n')[found.line - 1]?.trim();
  };
  assert.equal(await line('b.example/y'), 'require b.example/y v1.2.0');
  assert.equal(await line('a.example/x'), 'a.example/x v1.1.0 // indirect');
  assert.equal(await line('d.example/quoted'), '"d.example/quoted" v1.0.0');
  for (const absent of ['c.example/y', 'example.com/shop', 'require', '(', ')', '']) {
    assert.equal(await line(absent), undefined, absent);
  }
  assert.equal(await requireLine(join(file, 'nowhere'), 'a.example/x'), undefined);
});

test('an import is found in the first file that has it, tests and comments left out', async (t) => {
  const folder = await folderOf(t, {
    'a.go': 'package shop\n\n// import "net/http"\nvar text = `"net/http"`\n',
    'a_test.go': 'package shop\n\nimport "net/http"\n',
    'b.go': 'package shop\n\nimport (\n\t"fmt"\n\t// "net/http"\n\tweb "net/http" // for all\n)\n',
    'c.go': 'package shop\n\nimport `net/http`\n',
  });
  assert.deepEqual(await importLine(folder, 'net/http'), { file: join(folder, 'b.go'), line: 6 });
  assert.equal(await importLine(folder, 'net'), undefined);
  assert.equal(await importLine(join(folder, 'nowhere'), 'fmt'), undefined);
});
