import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { faultsOf } from '../../../src/report/module-inspection.ts';
import { readFlags } from '../../../src/request/flags.ts';
import { inspectRequest } from '../../../src/request/inspect-request.ts';
import { askModule } from '../../support/asked-module.ts';
import { writeModule } from '../../support/go-module.ts';
import { refusal } from '../../support/refusal.ts';
import { temporaryFolders } from '../../support/workspace.ts';

/** A program with a codec that brings another module and a template, and one that is alone. */
const root = await writeModule(join(await temporaryFolders(after)(), 'app'), {
  'go.mod': [
    'module example.com/app',
    'go 1.24',
    'require example.com/codec v0.0.0',
    'require example.com/table v0.0.0 // indirect',
    'replace example.com/codec => ./codec',
    'replace example.com/table => ./table\n',
  ].join('\n\n'),
  'cmd/api/main.go': `package main

import (
	"os"
	"text/template"

	"example.com/codec"
)

func main() {
	template.Must(template.New("x").Parse(os.Args[1])).Execute(os.Stdout, codec.Text(1))
}
`,
  'cmd/job/main.go': 'package main\n\nfunc main() { println("job") }\n',
  'cmd/broken/main.go': 'package main\n\nfunc main() { undefined() }\n',
  'codec/go.mod': 'module example.com/codec\n\ngo 1.24\n',
  'codec/codec.go':
    'package codec\n\nimport "example.com/table"\n\n//go:noinline\nfunc Text(n int) string { return table.Row(n) }\n',
  'table/go.mod': 'module example.com/table\n\ngo 1.24\n',
  'table/table.go': `package table

var rows = [...]string{${Array.from({ length: 400 }, (_, at) => `"a row of some length, ${at}"`).join(', ')}}

//go:noinline
func Row(n int) string { return rows[n] }
`,
});

const ask = (t: Pick<TestContext, 'after'>, ...flags: readonly string[]) =>
  askModule(t, root, 'retained', ['--retained', ...flags]);

test('slipway inspect --retained says what would go without each module, what keeps methods, and what to do', async (t) => {
  const { found, text } = await ask(t, '--target=./cmd/api');
  const [program] = found.targets;
  const [codec, table, ...others] = program?.modules ?? [];
  assert.deepEqual(others, []);
  assert.deepEqual(
    [codec, table].map((each) => [each?.path, each?.direct]),
    [
      ['example.com/codec', true],
      ['example.com/table', false],
    ],
  );
  // The strings' headers alone are 16 bytes each; all of the table goes with the codec.
  assert.ok(
    (table?.bytes ?? 0) >= 6400 && (table?.retainedBytes ?? 0) >= (table?.bytes ?? 0),
    JSON.stringify(table),
  );
  assert.ok((codec?.bytes ?? 0) < 1024 && (codec?.retainedBytes ?? 0) > (table?.retainedBytes ?? 0));
  assert.deepEqual(table?.imports, ['example.com/app/cmd/api', 'example.com/codec', 'example.com/table']);
  const [blocker] = program?.deadCode?.blockers ?? [];
  assert.deepEqual(
    [program?.deadCode?.pruned, blocker?.package, blocker?.imports],
    [false, 'text/template', ['example.com/app/cmd/api', 'text/template']],
  );
  assert.match(text, /−[\d.]+ KiB +[\d.]+ B|−[\d.]+ KiB +[\d,]+ B/);
  assert.match(text, /example\.com\/table {2}indirect\n +example\.com\/app\/cmd\/api → example\.com\/codec/);
  assert.match(text, /dead-code elimination is off/);
});

test('a program that does not compile is said, and the others are answered', async (t) => {
  const { found, text } = await ask(t, '--target=job=./cmd/job', '--target=broken=./cmd/broken');
  assert.deepEqual(
    found.targets.map(({ name, error, modules }) => [name, error?.code, modules]),
    [
      ['job', undefined, []],
      ['broken', 'E_BUILD', undefined],
    ],
  );
  assert.equal(faultsOf(found).length, 1);
  assert.match(text, /its own module and the standard library alone/);
});

test('a file does not say what it was linked from, and one thing is asked at a time', async () => {
  const host = { cwd: root, env: {}, os: process.platform };
  const refused = async (...argv: string[]) =>
    (await refusal(() => inspectRequest(readFlags('inspect', argv), host))).message;
  assert.match(await refused('--retained', 'go.mod'), /--retained is for the source of a program/);
  assert.match(await refused('--retained', '--vendor', '.'), /one thing is asked of a module at a time/);
});
