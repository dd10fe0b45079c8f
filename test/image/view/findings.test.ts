import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { findingVerdicts, rules } from '../../../src/image/view/findings.ts';
import type { Finding } from '../../../src/image/view/image-view.ts';
import { debianLike } from '../../support/bases/debian.ts';
import { goProgram } from '../../support/go-programs.ts';
import { type Entry, makeTar } from '../../support/make-layout.ts';
import { env, ruleCases, text } from './rule-cases.ts';
import { type Settings, viewLayers, viewTars } from './viewed.ts';

const strip = ({ path }: Entry): string => `/${path}`;

describe('a rule finds what it is about and nothing that looks alike', () => {
  for (const [name, { meant = [], others = [], above, execution, count, examples }] of Object.entries(
    ruleCases,
  )) {
    test(name, async (t) => {
      const layers = [[...meant, ...others], ...(above === undefined ? [] : [above])];
      const settings: Settings = execution === undefined ? {} : { execution };
      const { view } = await viewLayers(t, layers, settings);
      const finding = view.findings.find(({ rule }) => rule === name);
      assert.ok(finding, JSON.stringify(view.findings));
      const bytes = meant.reduce((sum, { content = '' }) => sum + content.length, 0);
      assert.deepEqual([finding.count, finding.bytes], [count ?? meant.length, bytes]);
      assert.deepEqual(finding.layers, meant.length === 0 ? [] : [0]);
      for (const other of others) assert.ok(!finding.examples.includes(strip(other)), strip(other));
      if (examples !== undefined) assert.deepEqual(finding.examples, examples);
      assert.ok(finding.cure.length > 10);
    });
  }
});

function foundOf(view: { findings: readonly Finding[] }, name: string): Finding | undefined {
  return view.findings.find(({ rule }) => rule === name);
}

const elsewhere = new Map<string, string>();
/** Rules whose finding needs more than names: they have tests of their own. */
function testedHere(name: string, what: string): string {
  elsewhere.set(name, what);
  return what;
}

test(
  testedHere(
    'content/debug-information',
    'Go programs with symbols and DWARF are found with the bytes of these',
  ),
  async (t) => {
    const content = readFileSync(goProgram({ source: 'hello' }).path);
    const { view, at } = await viewLayers(t, [[{ path: 'app', mode: 0o755, content }]]);
    const finding = foundOf(view, 'content/debug-information');
    assert.equal(finding?.bytes, at('/app')?.program?.debugBytes);
    assert.ok((finding?.bytes ?? 0) > 500_000 && (finding?.bytes ?? 0) < content.length);
  },
);

test(
  testedHere(
    'content/debug-programs',
    'Go programs that were built for a debugger are found with the setting',
  ),
  async (t) => {
    const content = readFileSync(goProgram({ source: 'hello', args: ['-gcflags=-N -l'] }).path);
    const { view } = await viewLayers(t, [[{ path: 'app', content }]]);
    assert.deepEqual(foundOf(view, 'content/debug-programs')?.examples, ['/app: -gcflags=-N -l']);
  },
);

test(
  testedHere('content/packed-programs', 'packed programs are found with what speaks for and against it'),
  async (t) => {
    const packed = Buffer.from(
      '7f454c4601010100000000000000000002002800010000000000010034000000000000000000000534002000030000000000000000',
      'hex',
    );
    const content = Buffer.concat([packed, Buffer.alloc(400)]);
    content.write('UPX!', 52 + 3 * 32 + 4, 'latin1');
    const { view } = await viewLayers(t, [[{ path: 'app', content }]]);
    const finding = foundOf(view, 'content/packed-programs');
    assert.deepEqual([finding?.bytes, finding?.severity], [content.length, 'info']);
  },
);

test(
  testedHere(
    'content/duplicate-files',
    'files with the same content are one finding, with what links would save',
  ),
  async (t) => {
    const same = Buffer.alloc(70_000, 'same');
    const { view } = await viewLayers(t, [[{ path: 'a', content: same }], [{ path: 'b', content: same }]]);
    const finding = foundOf(view, 'content/duplicate-files');
    assert.deepEqual(
      [finding?.bytes, finding?.count, finding?.unit, finding?.layers, finding?.examples],
      [70_000, 1, 'group', [0, 1], ['2 times /a']],
    );
  },
);

test(
  testedHere('content/duplicate-layers', 'a layer that is there twice is found, and which one it repeats'),
  async (t) => {
    const layer = [text('a')];
    const { view } = await viewLayers(t, [layer, [text('b')], layer, layer]);
    const finding = foundOf(view, 'content/duplicate-layers');
    assert.deepEqual(finding?.examples, ['layer 3 is layer 1', 'layer 4 is layer 1']);
    assert.equal(finding?.bytes, 2 * makeTar(layer).length);
  },
);

test(testedHere('content/empty-layers', 'a layer without entries is found'), async (t) => {
  const { view } = await viewLayers(t, [[text('a')], []]);
  const finding = foundOf(view, 'content/empty-layers');
  assert.deepEqual([finding?.examples, finding?.layers, finding?.bytes], [['layer 2'], [1], 1024]);
});

test(
  testedHere(
    'content/tar-overhead',
    "what archives cost beside their content is told by layer, and is the archive's length without it",
  ),
  async (t) => {
    const many = Array.from({ length: 100 }, (_, at) => text(`f${at}`));
    const tars = [makeTar(many), makeTar([text('a')])];
    const { view } = await viewTars(t, tars);
    const [first, second] = tars.map(({ length }) => length);
    assert.deepEqual(
      view.layers.map(({ overheadBytes }) => overheadBytes),
      [(first ?? 0) - 1000, (second ?? 0) - 10],
    );
    const finding = foundOf(view, 'content/tar-overhead');
    assert.equal(finding?.bytes, (first ?? 0) - 1000 + (second ?? 0) - 10);
    assert.deepEqual(finding?.examples, ['layer 1: 100 entries', 'layer 2: 1 entry']);
  },
);

test('every rule has been shown to find something', () => {
  const shown = [...Object.keys(ruleCases), ...elsewhere.keys()].sort();
  assert.deepEqual(shown, rules.map(({ name }) => name).sort());
});

test('what can go is counted once: a test in a module cache of a toolchain is part of the first', async (t) => {
  const { view } = await viewLayers(t, [
    [
      text('root/go/pkg/mod/a.b/c@v1.0.0/testdata/x_test.go'),
      text('usr/local/go/src/fmt/fmt_test.go'),
      text('app/x_test.go'),
    ],
  ]);
  assert.deepEqual(
    view.findings.map(({ rule, count }) => [rule, count]),
    [
      ['content/go-module-cache', 1],
      ['content/go-toolchain', 1],
      ['content/tests', 1],
    ],
  );
});

test('a secret is told by its kind and place, never by its content', async (t) => {
  const secret = 'c0rrect-h0rse';
  const { view } = await viewLayers(
    t,
    [[text('app/.env', `API_TOKEN=${secret}\n`), text('root/.netrc', `machine a password ${secret}\n`)]],
    env(`DB_PASSWORD=${secret}`),
  );
  assert.equal(view.findings.filter(({ severity }) => severity === 'warn').length, 2);
  assert.ok(!JSON.stringify(view).includes(secret));
  assert.ok(!JSON.stringify(findingVerdicts(view, 'image')).includes(secret));
});

test('findings are verdicts too: one for each rule, failed where something was found', async (t) => {
  const layers = debianLike(['linux/amd64']).parts[0]?.layers.map(({ tar }) => tar) ?? [];
  const { view } = await viewTars(t, layers);
  const verdicts = findingVerdicts(view, 'api (linux/amd64)');
  assert.equal(verdicts.length, rules.length);
  const failed = verdicts.filter(({ status }) => status === 'fail');
  assert.deepEqual(
    failed.map(({ check, severity }) => [check, severity]),
    [
      ['content/hidden-files', 'warn'],
      ['content/setuid', 'info'],
      ['content/shells', 'info'],
    ],
  );
  assert.match(
    failed[0]?.detail ?? '',
    /^files that upper layers replace or remove: \d+ bytes in 2 files\n {2}\/etc\/apt\/sources\.list of layer 1, removed by layer 2\n(.*\n)+to do: /,
  );
  assert.ok(
    verdicts.every(
      ({ subject, status, detail }) =>
        subject === 'api (linux/amd64)' && (status === 'pass') === (detail === ''),
    ),
  );
});
