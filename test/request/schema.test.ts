import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { parse } from 'yaml';
import { parseConfig } from '../../src/request/config-file.ts';
import type { ConfigNode } from '../../src/request/config-node.ts';
import { inputsDocument } from '../../src/request/docs.ts';
import { type AnyInput, allInputs, fieldsOf } from '../../src/request/inputs.ts';
import type { Json } from '../../src/request/kinds.ts';
import { configSchema, exampleOf } from '../../src/request/schema.ts';
import { SlipwayError } from '../../src/support/errors.ts';
import { repository } from '../support/slipway.ts';

const validate = new Ajv2020({ allowUnionTypes: true, strictTypes: false }).compile(configSchema());

/** What our own reader says against a file, or undefined. */
function fault(text: string): string | undefined {
  try {
    parseConfig(text, 'f');
    return undefined;
  } catch (error) {
    if (error instanceof SlipwayError) return error.message;
    throw error;
  }
}

function agree(value: Json): void {
  const text = JSON.stringify(value);
  const own = fault(text);
  assert.equal(
    validate(value),
    own === undefined,
    `${text}\nours: ${own}\n${JSON.stringify(validate.errors)}`,
  );
}

test('the schema and the documentation in the repository are those of the inputs table', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/generate.ts', '--check'], {
    cwd: repository,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
});

test('every field and flag is documented, with its default', () => {
  const document = inputsDocument();
  for (const { flag, field, description } of allInputs()) {
    if (flag !== undefined) assert.match(document, new RegExp(`\`--(\\[no-\\])?${flag}(?: |\\[=|\`)`));
    if (field !== undefined) assert.ok(document.includes(`\`${field}: `), field);
    assert.ok(document.includes(description));
  }
  assert.match(document, /Default: `linux\/amd64,linux\/arm64`/);
});

test('the example and the default of every input are values of it', () => {
  const atTop = (entry: AnyInput, value: Json): Json =>
    entry.scope === 'named'
      ? { targets: { a: { [entry.field ?? '']: value } } }
      : { [entry.field ?? '']: value };
  for (const entry of [...fieldsOf('top'), ...fieldsOf('target')]) {
    agree(atTop(entry, exampleOf(entry)));
    assert.equal(fault(JSON.stringify(atTop(entry, exampleOf(entry)))), undefined);
    if (entry.fallback !== undefined)
      assert.equal(fault(JSON.stringify(atTop(entry, entry.kind.show(entry.fallback)))), undefined);
  }
});

test('a value that is written out reads back as the same value', () => {
  for (const entry of allInputs()) {
    const faults: never[] = [];
    const value = entry.kind.fromFlags([entry.example], '', faults);
    assert.deepEqual(entry.kind.fromNode(nodeOf(entry.kind.show(value)), faults), value, entry.name);
  }
});

function nodeOf(value: Json): ConfigNode {
  const where = '';
  if (value === null) return { kind: 'nothing', where };
  if (typeof value === 'string') return { kind: 'text', where, text: value };
  if (typeof value === 'number') return { kind: 'number', where, text: String(value), value };
  if (typeof value === 'boolean') return { kind: 'boolean', where, text: String(value), value };
  if (Array.isArray(value)) return { kind: 'list', where, items: value.map(nodeOf) };
  const entries = Object.entries(value).map(([key, held]) => ({ key, where, value: nodeOf(held) }));
  return { kind: 'map', where, entries };
}

/** Values at and beyond the border of every kind. */
const words: readonly Json[] = [
  ...[
    '',
    ' ',
    'a',
    'a\nb',
    'a\0',
    '-x',
    '/',
    '/a',
    '/a/',
    '//a',
    '/a/../b',
    '/a/..b',
    '/a/./b',
    '/.',
    'a/b',
    './cmd/x',
    './...',
    'x@y',
  ],
  ...[
    'all',
    'linux/amd64',
    'linux/amd64/v1',
    'linux/arm/v8',
    'linux/arm',
    'darwin/arm64',
    'linux',
    'linux/amd64,linux/arm64',
  ],
  ...[
    'gzip',
    'gzip:9',
    'gzip:10',
    'zstd:19',
    'zstd:20',
    'zstd:01',
    'static',
    'scratch',
    'auto',
    'label',
    'never',
    'netgo',
    'x.y_z',
    'é',
    'a-b',
  ],
  ...[
    '8080',
    '8080/tcp',
    '53/udp',
    '65535',
    '65536',
    '0',
    '080',
    '80/sctp',
    '65532:65532',
    '2147483647',
    '2147483648',
    '1:2:3',
    'root',
  ],
  ...[
    'oci:a',
    'oci:',
    'bin:a',
    'oci-archive:a',
    'docker:a',
    'https://example.com/go.tgz',
    '1.26',
    '^1.25',
    'f'.repeat(64),
    'F'.repeat(64),
  ],
  ...[
    '{{version}}',
    '{{ commit }}',
    '{{x}}',
    '{{',
    '{{{version}}',
    '}}',
    '-X a={{target}} -w',
    'a=b',
    'true',
  ],
  ...[
    'ghcr.io/a/b',
    'ghcr.io/a/b:1',
    'ghcr.io/a/b:',
    'ghcr.io/A/b',
    'Host/b',
    'a.b_c/d',
    'a_b/c__d/e--f',
    'a___b/c',
    'alpine',
    'alpine:3',
    'docker://alpine',
    'docker://alpine:3',
    `alpine@sha256:${'0'.repeat(64)}`,
    'alpine@sha256:00',
    'localhost/x',
    'localhost:5000/x:y',
    '[::1]:5000/x',
    'docker-archive:a:b:c',
    'oci::a',
  ],
  ...[
    'r.io/{target}/x:{target}',
    'r.io/{{ target }}',
    'r.io/x:{{version}}-a',
    'r.io/x:{{nope}}',
    'r.io/{{version}}',
    'r.io/x:{{date}}',
    '{target}',
    'a{target}b',
    "{{date 'YYYY.MM.DD'}}",
    "{{date 'foo'}}",
    "{{sha 'YYYY'}}",
    '{{sha}}-{{branch}}',
    'type=sha',
    'type=nope',
    'semver',
    'x'.repeat(128),
    'x'.repeat(129),
    '.x',
    'a..b',
  ],
  ...[0, 1, -1, 1.5, 1024, 1025, 8080, 65535, 65536, 2147483647, 2147483648, 1e21, true, false, null],
];

const scalar = fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 3 }), fc.integer());
const key = fc.oneof(
  fc.constantFrom('a', 'A', 'a.b/c', '', 'a=b', 'a\nb', 'api', '__proto__', 'from', 'to'),
  fc.string({ maxLength: 3 }),
);
const value: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 3, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 2, arbitrary: fc.dictionary(key, scalar, { maxKeys: 3 }) },
  {
    weight: 2,
    arbitrary: fc.array(fc.record({ from: scalar, to: scalar }, { requiredKeys: [] }), { maxLength: 2 }),
  },
);

function settings(place: 'top' | 'target'): fc.Arbitrary<Json> {
  const known = fieldsOf(place).map(({ field }) => field);
  const strange = fc.constantFrom('main', 'jobs', 'tagret', 'version', 'config');
  const one = fc.oneof(
    ...fieldsOf(place).map((entry) =>
      fc.tuple(fc.constant(entry.field), fc.oneof(value, fc.constant(exampleOf(entry)))),
    ),
    { weight: 1, arbitrary: fc.tuple(fc.oneof(strange, fc.constantFrom(...known)), value) },
  );
  return fc.array(one, { maxLength: 2 }).map((entries) => Object.fromEntries(entries));
}

test('editors with the schema and our own reader accept and refuse the same files', () => {
  const targets = fc.oneof(
    fc.dictionary(key, fc.oneof(settings('target'), fc.constant(null)), { maxKeys: 2 }),
    scalar,
  );
  const file = fc.oneof(
    { weight: 4, arbitrary: settings('top') },
    { weight: 2, arbitrary: fc.record({ targets }) },
    { weight: 1, arbitrary: fc.record({ version: fc.constantFrom<Json>(1, 2, '1', null) }) },
    { weight: 1, arbitrary: fc.oneof(scalar, fc.constant([])) },
  );
  let accepted = 0;
  fc.assert(
    fc.property(file, (content) => {
      // A key << is a merge key to us even in quotes.
      fc.pre(!JSON.stringify(content).includes('"<<"'));
      agree(content);
      if (fault(JSON.stringify(content)) === undefined) accepted += 1;
    }),
    { numRuns: 3000 },
  );
  assert.ok(accepted > 300, `only ${accepted} files were accepted: the test looks at one side alone`);
});

test('for each field, every value of the table is judged alike', () => {
  for (const { field, scope } of [...fieldsOf('top'), ...fieldsOf('target')]) {
    for (const word of words) {
      for (const content of [word, [word], { a: word }]) {
        agree(scope === 'named' ? { targets: { a: { [field]: content } } } : { [field]: content });
      }
    }
  }
});

test('numbers and words as YAML writes them are judged alike', () => {
  const texts = [
    'go: 1.20',
    'go: .inf',
    'go: 0x1A',
    'labels: { a: 1.0, b: .nan }',
    'labels: { a: 1.0, b: 010, c: True, d: 2026-10-30 }',
    'user: 65532:65532',
    'user: 0o17',
    'ports: [0x1F90]',
    'jobs: 2.0',
    'version: 1.0',
    'cgo: True',
    'cgo: on',
    'ldflags: >-\n  -X a=b\n  -X c=d',
    'ldflags: >\n  -X a=b',
    'targets:\n  1: {}',
    'base: ~',
  ];
  for (const text of texts) {
    const own = fault(text);
    assert.equal(validate(parse(text)), own === undefined, `${text}\nours: ${own}`);
  }
});
