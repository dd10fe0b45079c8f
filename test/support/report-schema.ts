import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { repository } from './slipway.ts';

/** Holds a report against schema/report.schema.json. */
export function validateReport(report: unknown): void {
  const schema = JSON.parse(readFileSync(join(repository, 'schema', 'report.schema.json'), 'utf8'));
  const validate = new Ajv2020({ allErrors: true }).compile(schema);
  validate(JSON.parse(JSON.stringify(report)));
  assert.deepEqual(validate.errors ?? [], []);
}
