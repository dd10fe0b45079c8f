import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { type BaselineRequest, baseline, formatBaseline } from '../../src/request/baseline.ts';
import { SlipwayError } from '../../src/support/errors.ts';

const validate = new Ajv2020({ allowUnionTypes: true, strictTypes: false }).compile(baseline.schema);

function read(text: string): BaselineRequest | undefined {
  try {
    return baseline.parse(text);
  } catch (error) {
    if (error instanceof SlipwayError && error.code === 'E_CONFIG') return undefined;
    throw error;
  }
}

test('a baseline is one word, or a word and what belongs to it', () => {
  const forms: Readonly<Record<string, BaselineRequest>> = {
    none: { kind: 'none' },
    auto: { kind: 'auto' },
    'auto:release/1.x': { kind: 'auto', branch: 'release/1.x' },
    cache: { kind: 'cache' },
    'cache:main': { kind: 'cache', branch: 'main' },
    rebuild: { kind: 'rebuild' },
    'rebuild:main': { kind: 'rebuild', branch: 'main' },
    'registry:ghcr.io/acme/{target}:main': { kind: 'registry', reference: 'ghcr.io/acme/{target}:main' },
    'registry:127.0.0.1:5000/a': { kind: 'registry', reference: '127.0.0.1:5000/a' },
    'file:../a b:c.json': { kind: 'file', path: '../a b:c.json' },
  };
  for (const [text, value] of Object.entries(forms)) {
    assert.deepEqual(read(text), value);
    assert.equal(formatBaseline(value), text);
  }
});

test('the schema accepts and refuses the baselines that our own reader does', () => {
  const word = fc.constantFrom('none', 'auto', 'rebuild', 'registry', 'file', 'cache', 'None', '');
  const rest = fc.oneof(
    fc.constantFrom('', ':', ':main', ':-x', ':a b', ':a\nb', ':release/1.x', ':ghcr.io/acme/api', ':x'),
    fc.constantFrom(':ghcr.io/acme/{target}:main', ':ghcr.io/a/b:{{ target }}-x', ':ghcr.io/a/b:{{version}}'),
    fc.constantFrom(
      ':ghcr.io/A/b',
      ':a@sha256:00',
      `:ghcr.io/a/b:m@sha256:${'0a'.repeat(32)}`,
      ':docker://a/b',
    ),
    fc.string({ maxLength: 6 }).map((text) => `:${text}`),
  );
  const seen = { accepted: 0, refused: 0 };
  fc.assert(
    fc.property(word, rest, (kind, more) => {
      const text = `${kind}${more}`;
      const own = read(text) !== undefined;
      seen[own ? 'accepted' : 'refused'] += 1;
      assert.equal(validate(text), own, `${JSON.stringify(text)} ${JSON.stringify(validate.errors)}`);
    }),
    { numRuns: 3000 },
  );
  assert.ok(seen.accepted > 200 && seen.refused > 200, JSON.stringify(seen));
});
