import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { formatModuleInspection, inspectModule } from '../../src/commands/inspect-module.ts';
import type { ModuleInspection } from '../../src/report/module-inspection.ts';
import { readFlags } from '../../src/request/flags.ts';
import { inspectRequest } from '../../src/request/inspect-request.ts';
import { machine, portsOf } from './build-run.ts';
import { validateReport } from './report-schema.ts';

type Question = ModuleInspection['question'];
type Answer<Asked extends Question> = Extract<ModuleInspection, { readonly question: Asked }>;

/** What `slipway inspect DIR --QUESTION … --json` prints of a folder, held against the schema; and what it tells a person. */
export async function askModule<Asked extends Question>(
  t: Pick<TestContext, 'after'>,
  root: string,
  question: Asked,
  flags: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ found: Answer<Asked>; text: string }> {
  const own = await machine(t, env);
  const argv = [root, '--cache-dir', own.cacheDirectory, ...flags];
  const host = { cwd: root, env: own.env, os: process.platform };
  const request = await inspectRequest(readFlags('inspect', argv), host);
  assert.ok('question' in request);
  const found = await inspectModule(request, portsOf(own));
  assert.equal(found.question, question);
  validateReport(found, `${question}Inspection`);
  return { found: found as Answer<Asked>, text: formatModuleInspection(found) };
}
