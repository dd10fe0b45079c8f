import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { repository } from './slipway.ts';

/**
 * Holds a report against schema/report.schema.json.
 * @param part what another command prints: `inspection`, `comparison` and so on
 */
export function validateReport(report: unknown, part?: string): void {
  const schema = JSON.parse(readFileSync(join(repository, 'schema', 'report.schema.json'), 'utf8'));
  const ajv = new Ajv2020({ allErrors: true }).addSchema(schema, 'report');
  const validate = ajv.getSchema(part === undefined ? 'report' : `report#/$defs/${part}`);
  assert.ok(validate, `the schema has ${part}`);
  validate(JSON.parse(JSON.stringify(report)));
  assert.deepEqual(validate.errors ?? [], []);
}
