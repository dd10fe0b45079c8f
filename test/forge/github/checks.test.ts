import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Check, type CheckAnnotation, longestSummary } from '../../../src/forge/forge.ts';
import { refusal } from '../../support/refusal.ts';
import { openForge } from '../opening.ts';

const annotations = (count: number): CheckAnnotation[] =>
  Array.from({ length: count }, (_, n) => ({
    path: 'go.mod',
    line: n + 1,
    level: 'warning',
    title: `module ${n}`,
    message: 'costs 1 MiB',
  }));

const check = (more: Partial<Check> = {}): Check => ({
  name: 'slipway/size',
  commit: 'a'.repeat(40),
  conclusion: 'failure',
  title: 'grew by 2 MiB',
  summary: '**grew**',
  annotations: [],
  ...more,
});

test('a check is made once for a commit and brought up to date from then on', async (t) => {
  const { client, server } = await openForge(t);
  const id = await client.writeCheck(check({ conclusion: undefined, title: 'measuring' }));
  assert.equal(server.state.checks[0]?.fields['status'], 'in_progress');
  assert.equal(await client.writeCheck(check({ address: 'https://ci.example/1' })), id);
  assert.equal(await client.writeCheck(check({ conclusion: 'success', title: 'approved' })), id);
  const other = await client.writeCheck(check({ commit: 'b'.repeat(40) }));
  assert.notEqual(await client.writeCheck(check({ name: 'slipway/other' })), id);
  assert.notEqual(other, id);
  const [made] = server.state.checks;
  assert.equal(server.state.checks.length, 3);
  assert.equal(made?.fields['conclusion'], 'success');
  assert.equal(made?.fields['details_url'], 'https://ci.example/1');
});

test('a check of that name that somebody else made is not changed', async (t) => {
  const { client, server } = await openForge(t);
  const fields = {
    name: 'slipway/size',
    status: 'completed',
    conclusion: 'success',
    output: { title: 't', summary: 's' },
  };
  server.state.checks.push({ id: 1, commit: 'a'.repeat(40), annotations: [], fields });
  assert.notEqual(await client.writeCheck(check()), 1);
  assert.equal(server.state.checks[0]?.fields, fields);
});

test('annotations go fifty at a time, and none is there twice', async (t) => {
  const { client, server } = await openForge(t);
  const lines = (): unknown[] =>
    (server.state.checks[0]?.annotations ?? []).map((one) => (one as { start_line: number }).start_line);
  await client.writeCheck(check({ annotations: annotations(120) }));
  const all = Array.from({ length: 120 }, (_, n) => n + 1);
  assert.deepEqual(lines(), all);
  assert.equal(server.requests.filter(({ method }) => method !== 'GET').length, 3);
  await client.writeCheck(check({ conclusion: 'success', annotations: annotations(120) }));
  assert.deepEqual(lines(), all);
  assert.equal(server.state.checks[0]?.fields['conclusion'], 'success');
});

test('an answer that is lost makes no second check, and no annotation twice', async (t) => {
  for (const lost of ['checks/create', 'checks/update']) {
    for (const how of ['reset after', 'reset', { status: 502 }] as const) {
      const { client, server } = await openForge(t);
      let first = true;
      server.misbehave(({ operation }) => {
        if (operation !== lost || !first) return undefined;
        first = false;
        return how;
      });
      const id = await client.writeCheck(check({ annotations: annotations(70) }));
      assert.deepEqual(
        server.state.checks.map((made) => [made.id, made.annotations.length]),
        [[id, 70]],
      );
    }
  }
});

test('a token that may not write checks is told apart, and a summary that is too long is our fault', async (t) => {
  const { client, server } = await openForge(t, { rights: 'read' });
  const fault = await refusal(() => client.writeCheck(check()), 'E_AUTH');
  assert.match(
    fault.message,
    /cannot write the check slipway\/size of commit a{40}: the token is not allowed to/,
  );
  const before = server.requests.length;
  await refusal(() => client.writeCheck(check({ summary: 'x'.repeat(longestSummary + 1) })), 'E_INTERNAL');
  assert.equal(server.requests.length, before);
});
