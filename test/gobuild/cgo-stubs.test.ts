import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { checkCgoStubs } from '../../src/gobuild/cgo-stubs.ts';
import { embedded } from '../../src/stages/engine.ts';
import { makePrograms, type Programs } from '../../src/stages/programs.ts';
import { exec } from '../../src/support/exec.ts';
import { type Machine, machine, originOf, portsOf, requestOf } from '../support/build-run.ts';
import { type Edits, edit } from '../support/edits.ts';
import { folderOf } from '../support/temporary.ts';
import { goEnvironment } from '../support/tools.ts';

async function programs(own: Machine, root: string, ...flags: readonly string[]): Promise<Programs> {
  const ports = portsOf(own);
  const request = await requestOf(own, root, ...flags);
  const made = await makePrograms(request, await originOf(request, ports), embedded, ports, false);
  await made.remember();
  return made;
}

/** A program with a package that has one file for cgo, one without, and one for another system. */
const files: Edits = {
  'go.mod': 'module example.com/app\n\ngo 1.24\n',
  'main.go': 'package main\n\nimport "example.com/app/db"\n\nfunc main() { println(db.Open()) }\n',
  'db/db.go':
    'package db\n\n// int one(void) { return 1; }\nimport "C"\n\nfunc Open() string { return "open" }\n',
  'db/none.go': '//go:build !cgo\n\npackage db\n\nfunc Open() string { return "this needs cgo" }\n',
  'db/db_windows.go': 'package db\n\nimport "C"\n',
};

async function source(t: TestContext, all: Edits = files): Promise<string> {
  const root = await folderOf(t);
  await edit(root, all);
  return root;
}

test('a package whose C part is left out is named with its files, also when nothing is built again', async (t) => {
  const [own, root] = [await machine(t), await source(t)];
  const stubs = [{ importPath: 'example.com/app/db', leftOut: ['db.go'] }];
  assert.deepEqual((await programs(own, root)).stubs, stubs);
  const again = await programs(own, root);
  assert.deepEqual([again.cache, again.stubs], ['hit', stubs]);
  const verdict = checkCgoStubs(stubs);
  assert.deepEqual([verdict.status, verdict.severity], ['fail', 'warn']);
  assert.match(
    verdict.detail,
    /^has packages that are built without their C part.*\n {2}example\.com\/app\/db without db\.go\n/,
  );
});

test('what another system alone would have is not missed, and cgo that is on leaves nothing out', async (t) => {
  const [own, root] = [await machine(t), await source(t)];
  const windows = await programs(own, root, '--platform', 'windows/amd64', '--output', 'bin:out');
  assert.deepEqual(windows.stubs, [
    { importPath: 'example.com/app/db', leftOut: ['db.go', 'db_windows.go'] },
  ]);
  const plain = await source(t, { ...files, 'db/db.go': 'package db\n' });
  assert.deepEqual((await programs(own, plain)).stubs, []);
  assert.equal(checkCgoStubs([]).status, 'pass');
});

test('go-sqlite3 is one: it compiles without cgo and fails at its first query', async (t) => {
  const root = await source(t, {
    'go.mod': 'module example.com/query\n\ngo 1.24\n',
    'main.go': `package main

import (
	"database/sql"
	"fmt"

	_ "github.com/mattn/go-sqlite3"
)

func main() {
	db, err := sql.Open("sqlite3", ":memory:")
	if err == nil {
		err = db.Ping()
	}
	fmt.Println(err)
}
`,
  });
  const env = goEnvironment({ GOFLAGS: '-mod=mod' });
  const got = await exec({
    file: 'go',
    args: ['get', 'github.com/mattn/go-sqlite3@v1.14.24'],
    cwd: root,
    env,
  });
  assert.equal(got.status, 0, got.stderr);
  const own = await machine(t);
  const { stubs, targets } = await programs(own, root);
  assert.deepEqual(
    stubs.map(({ importPath }) => importPath),
    ['github.com/mattn/go-sqlite3'],
  );
  assert.ok(stubs[0]?.leftOut.includes('sqlite3.go'));
  const program = join(await folderOf(t), 'query');
  await cp(targets[0]?.executables[0]?.path ?? '', program);
  const ran = await exec({ file: program, args: [], cwd: root, env: {} });
  assert.match(ran.stdout, /requires cgo to work\. This is a stub/);
});
