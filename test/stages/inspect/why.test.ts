import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { faultsOf } from '../../../src/report/module-inspection.ts';
import { askModule } from '../../support/asked-module.ts';
import { writeModule } from '../../support/go-module.ts';
import { refusal } from '../../support/refusal.ts';
import { askWhy, subjectOf } from '../../support/why-run.ts';
import { temporaryFolders } from '../../support/workspace.ts';

/** Two programs: one with a codec in a module of its own, which only it imports, and one without. */
const root = await writeModule(join(await temporaryFolders(after)(), 'app'), {
  'go.mod': [
    'module example.com/app',
    'go 1.24',
    'require example.com/codec v0.0.0',
    'replace example.com/codec => ./codec\n',
  ].join('\n\n'),
  'cmd/api/main.go': `package main

import (
	"example.com/app/internal/store"
	_ "example.com/app/internal/started"
	"example.com/app/internal/unused"
	"example.com/codec"
)

func main() { println(store.Open(), codec.Text(7), unused.Word) }
`,
  'cmd/job/main.go': 'package main\n\nfunc main() { println("job") }\n',
  'cmd/broken/main.go': 'package main\n\nfunc main() { undefined() }\n',
  'internal/store/store.go':
    'package store\n\nimport "example.com/codec"\n\n//go:noinline\nfunc Open() string { return codec.Text(1) + codec.Empty() }\n',
  'internal/started/started.go':
    'package started\n\nvar begun = begin()\n\n//go:noinline\nfunc begin() int { return len("begun") }\n\nfunc init() { println(begun) }\n',
  'internal/unused/unused.go':
    'package unused\n\nconst Word = "word"\n\nfunc Never() string { return Word }\n',
  'internal/apart/apart.go': 'package apart\n\nfunc Never() {}\n',
  'codec/go.mod': 'module example.com/codec\n\ngo 1.24\n',
  'codec/codec.go':
    'package codec\n\n//go:noinline\nfunc Text(n int) string { return digits[n : n+1] }\n\n//go:noinline\nfunc Empty() string { return "" }\n\nvar digits = "0123456789"\n',
});

const both = ['--target=api=./cmd/api', '--target=job=./cmd/job'];

test('slipway inspect --why says of a package what imports it, what keeps it, and what others refer to', async (t) => {
  const { found, text } = await askWhy(t, root, ['example.com/codec'], '--target=./cmd/api');
  assert.deepEqual(
    found.targets.map(({ importPath, deadCode }) => [importPath, deadCode?.pruned]),
    [['example.com/app/cmd/api', true]],
  );
  const codec = subjectOf(found, 'example.com/codec');
  assert.deepEqual(
    [codec.kind, codec.module, codec.imported, codec.kept],
    ['package', 'example.com/codec', true, true],
  );
  assert.deepEqual(codec.imports, ['example.com/app/cmd/api', 'example.com/codec']);
  assert.deepEqual(codec.importers, ['example.com/app/cmd/api', 'example.com/app/internal/store']);
  assert.deepEqual(
    codec.references.map(({ symbol, package: path }) => [symbol, path]),
    [
      ['main.main', 'example.com/app/cmd/api'],
      ['example.com/codec.Text', 'example.com/codec'],
    ],
  );
  const byName = codec.entries.toSorted((a, b) => (a.symbol < b.symbol ? -1 : 1));
  assert.deepEqual(
    byName.map(({ symbol, referrers }) => [symbol, referrers.map((each) => each.symbol)]),
    [
      ['example.com/codec.Empty', ['example.com/app/internal/store.Open']],
      ['example.com/codec.Text', ['main.main', 'example.com/app/internal/store.Open']],
    ],
  );
  assert.ok((codec.retainedBytes ?? 0) >= codec.bytes && codec.bytes > 0);
  assert.match(
    text,
    /^api {3}linux\/amd64 · go1\.\S+\n\nexample\.com\/codec {3}package of example\.com\/codec\n/,
  );
  assert.match(text, /others refer to 2 symbols of it/);
  assert.doesNotMatch(text, /dead-code elimination/);
});

test('slipway inspect --why tells what only its init keeps from what is imported and not kept', async (t) => {
  const names = ['example.com/app/internal/started', 'example.com/app/internal/unused', 'unused.Never'];
  const { found, text } = await askWhy(t, root, names, '--target=./cmd/api');
  const [started, unused, never] = names.map((name) => subjectOf(found, name));
  assert.deepEqual([started?.initialised, started?.entryCount], [[names[0]], 0]);
  assert.match(text, /Only its init keeps it: imported nowhere, it would go\./);
  assert.deepEqual(
    [unused?.imported, unused?.kept, unused?.bytes, unused?.retainedBytes],
    [true, false, 0, 0],
  );
  assert.match(text, /imported, but nothing of it is in the program/);
  assert.deepEqual(
    [never?.kind, never?.name, never?.package, never?.kept],
    ['symbol', 'example.com/app/internal/unused.Never', 'example.com/app/internal/unused', false],
  );
  assert.match(text, /not in the program: nothing that is kept refers to it/);
});

test('slipway inspect --why asks each program, and a name that one of them has is not unknown to another', async (t) => {
  const names = ['codec.Text', 'example.com/app/internal/apart', 'example.com/app/cmd/api'];
  const { found, text } = await askWhy(t, root, names, ...both);
  assert.deepEqual(
    found.targets.map(({ name }) => name),
    ['api', 'job'],
  );
  const [inApi, inJob] = ['api', 'job'].map((target) => subjectOf(found, 'codec.Text', target));
  assert.deepEqual(
    [inApi?.kept, inApi?.name, inApi?.package],
    [true, 'example.com/codec.Text', 'example.com/codec'],
  );
  assert.deepEqual(
    [inJob?.kept, inJob?.name, inJob?.imported, inJob?.package],
    [false, 'example.com/codec.Text', false, 'example.com/codec'],
  );
  for (const target of ['api', 'job']) {
    const apart = subjectOf(found, 'example.com/app/internal/apart', target);
    assert.deepEqual([apart.kind, apart.imported, apart.retainedBytes], ['package', false, 0]);
  }
  assert.equal(subjectOf(found, 'example.com/app/cmd/api', 'api').retainedBytes, undefined);
  assert.match(text, /without it no program would be left/);
  assert.match(text, /not imported, so nothing of it is in the program/);
});

test('slipway inspect --why lists what a name may mean, and refuses one that means nothing with those near to it', async (t) => {
  const { found, text } = await askWhy(t, root, ['Text', 'growslice', 'Load'], '--target=./cmd/api');
  assert.equal(subjectOf(found, 'Text').name, 'example.com/codec.Text');
  assert.equal(subjectOf(found, 'growslice').package, 'runtime');
  const [, , load] = found.targets[0]?.answers ?? [];
  assert.ok((load?.candidates?.length ?? 0) > 1 && load?.subjects.length === 0);
  const bytes = load?.candidates?.map((each) => each.bytes) ?? [];
  assert.deepEqual(
    bytes,
    bytes.toSorted((a, b) => b - a),
  );
  assert.match(text, /Load may mean several things; ask for one of them\n/);

  const ask = (...names: readonly string[]) => refusal(() => askWhy(t, root, names, ...both));
  const { code, message, hint } = await ask(
    'example.com/app/internal/stor',
    'codec.Tex',
    'example.com/no',
    'codec.Text',
  );
  assert.equal(code, 'E_CONFIG');
  assert.deepEqual(message.split('\n'), [
    '--why "example.com/app/internal/stor" is no package, module or symbol of a program; near to it: example.com/app/internal/store',
    '--why "codec.Tex" is no package, module or symbol of a program; near to it: example.com/codec.Text',
    '--why "example.com/no" is no package, module or symbol of a program',
  ]);
  assert.match(hint ?? '', /as go tool nm does/);
});

test('slipway inspect --why has the error of a program that does not compile beside the answers of others', async (t) => {
  const { found, text } = await askWhy(
    t,
    root,
    ['example.com/codec'],
    ...['--target=api=./cmd/api', '--target=broken=./cmd/broken'],
  );
  assert.equal(subjectOf(found, 'example.com/codec', 'api').kept, true);
  assert.deepEqual(
    faultsOf(found).map(({ code }) => code),
    ['E_BUILD'],
  );
  assert.match(text, /error E_BUILD: /);
  assert.match(text, /undefined: undefined/);
});

test('of main.main itself nothing would go but the methods that it keeps, as --retained says', async (t) => {
  const folder = await writeModule(join(await temporaryFolders((end) => t.after(end))(), 'named'), {
    'go.mod': 'module example.com/named\n\ngo 1.24\n',
    'main.go': `package main

import (
	"os"
	"reflect"
)

type thing struct{}

func (thing) Say() { println("said") }

func main() { reflect.ValueOf(thing{}).MethodByName(os.Args[0]) }
`,
  });
  const { found } = await askWhy(t, folder, ['os']);
  const retained = await askModule(t, folder, 'retained', ['--retained']);
  const [why, whole] = [found.targets[0]?.deadCode, retained.found.targets[0]?.deadCode];
  assert.equal(why?.blockers[0]?.symbol, 'main.main');
  assert.equal(why?.blockers[0]?.bytes, why?.pruningBytes);
  assert.deepEqual(why, whole);
});
