import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { formatModuleInspection, inspectModule } from '../../src/commands/inspect-module.ts';
import type { WhyInspection, WhySubject } from '../../src/report/why-inspection.ts';
import { readFlags } from '../../src/request/flags.ts';
import { inspectRequest } from '../../src/request/inspect-request.ts';
import { machine, portsOf } from './build-run.ts';
import { validateReport } from './report-schema.ts';

/** What `slipway inspect DIR --why NAME … --json` prints of a folder, held against the schema; and what it tells a person. */
export async function askWhy(
  t: Pick<TestContext, 'after'>,
  root: string,
  names: readonly string[],
  ...flags: readonly string[]
): Promise<{ found: WhyInspection; text: string }> {
  const own = await machine(t);
  const asked = names.flatMap((name) => ['--why', name]);
  const argv = [...asked, root, '--cache-dir', own.cacheDirectory, ...flags];
  const request = await inspectRequest(readFlags('inspect', argv), {
    cwd: root,
    env: own.env,
    os: process.platform,
  });
  assert.ok('question' in request);
  const found = await inspectModule(request, portsOf(own));
  assert.ok(found.question === 'why');
  validateReport(found, 'whyInspection');
  return { found, text: formatModuleInspection(found) };
}

/** The one thing that a name means in a program. */
export function subjectOf({ targets }: WhyInspection, name: string, target?: string): WhySubject {
  const program = targets.find((each) => target === undefined || each.name === target);
  const [subject, ...others] = program?.answers?.find((answer) => answer.name === name)?.subjects ?? [];
  assert.ok(subject && others.length === 0, `${name} is one thing`);
  return subject;
}
