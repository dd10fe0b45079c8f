import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quoted } from '../../src/request/faults.ts';
import { parseReference } from '../../src/request/reference.ts';
import { refusal } from '../support/refusal.ts';

test('a password that somebody wrote before a host is not quoted', async () => {
  const cases = [
    ['ada:s3cret@registry.example:5000/a', '"ada:…@registry.example:5000/a"'],
    ['https://ada:s3/cr:et@registry.example', '"https://ada:…@registry.example"'],
    ['https://ada:s3@cret@registry.example', '"https://ada:…@registry.example"'],
  ] as const;
  for (const [text, shown] of cases) {
    assert.equal(quoted(text), shown);
    const fault = await refusal(async () => parseReference(text), 'E_CONFIG');
    assert.doesNotMatch(`${fault.message} ${fault.hint}`, /s3|cr:et|@cret/);
  }
});

test('what only looks like a password stays', () => {
  const digest = `sha256:${'0'.repeat(20)}`;
  for (const text of [`api:v1@${digest}`, `127.0.0.1:5000/api:v1@${digest}`, 'a/b:c', 'filippo.io/age@v1']) {
    assert.equal(quoted(text), JSON.stringify(text));
  }
});
