import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { WhyInspection } from '../../src/report/why-inspection.ts';
import { inventedBlocker, unpruned } from '../support/invented-dead-code.ts';
import { pathsOf, replaced } from '../support/json-paths.ts';
import { repository } from '../support/slipway.ts';

const schema: object = JSON.parse(readFileSync(join(repository, 'schema', 'report.schema.json'), 'utf8'));
const isValid = new Ajv2020({ allErrors: true })
  .addSchema(schema, 'report')
  .getSchema('report#/$defs/whyInspection');

const step = { symbol: 'a.example/x.F', package: 'a.example/x', by: 'reference' } as const;
/** An answer with all that there can be. */
const whole: WhyInspection = {
  question: 'why',
  source: '.',
  toolchain: { go: 'go1.26.8', source: 'PATH' },
  platform: { os: 'linux', architecture: 'arm', variant: 'v7' },
  targets: [
    {
      name: 'api',
      importPath: 'a.example/api',
      answers: [
        {
          name: 'F',
          subjects: [
            {
              kind: 'symbol',
              name: 'a.example/x.F',
              package: 'a.example/x',
              module: 'a.example/x',
              imported: true,
              kept: true,
              bytes: 1,
              retainedBytes: 2,
              imports: ['a.example/api', 'a.example/x'],
              importers: ['a.example/api'],
              references: [step],
              initialised: ['a.example/x'],
              entries: [
                {
                  ...{ symbol: 'a.example/x.F', package: 'a.example/x', retainedBytes: 2 },
                  ...{ referrers: [step], referrerCount: 3 },
                },
              ],
              entryCount: 1,
            },
          ],
        },
        {
          name: 'G',
          subjects: [],
          candidates: [
            { kind: 'package', name: 'a.example/G', bytes: 2 },
            { kind: 'module', name: 'b.example/G', bytes: 1 },
          ],
        },
      ],
      deadCode: unpruned(inventedBlocker({})),
    },
    { name: 'job', importPath: 'a.example/job', error: { code: 'E_BUILD', message: 'no', hint: 'yes' } },
  ],
  notices: ['the Go version is not pinned'],
};

test('what inspect --why --json prints is valid by the schema', () => {
  isValid?.(whole);
  assert.deepEqual(isValid?.errors ?? [], []);
});

test('null in place of anything in an answer of inspect --why, and a field too many, are refused', () => {
  for (const path of pathsOf(whole)) {
    assert.equal(isValid?.(replaced(whole, path, null)), false, path.join('.'));
  }
  const [target] = whole.targets;
  const [answer] = target?.answers ?? [];
  for (const wrong of [
    { ...whole, surplus: 1 },
    { ...whole, targets: [{ ...target, surplus: 1 }] },
    { ...whole, targets: [{ ...target, answers: [{ ...answer, surplus: 1 }] }] },
  ]) {
    assert.equal(isValid?.(wrong), false);
  }
});
