import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { WhyInspection, WhySubject } from '../../src/report/why-inspection.ts';
import { askModule } from './asked-module.ts';

/** What `slipway inspect DIR --why NAME … --json` prints of a folder, held against the schema; and what it tells a person. */
export async function askWhy(
  t: Pick<TestContext, 'after'>,
  root: string,
  names: readonly string[],
  ...flags: readonly string[]
): Promise<{ found: WhyInspection; text: string }> {
  return askModule(t, root, 'why', [...names.flatMap((name) => ['--why', name]), ...flags]);
}

/** The one thing that a name means in a program. */
export function subjectOf({ targets }: WhyInspection, name: string, target?: string): WhySubject {
  const program = targets.find((each) => target === undefined || each.name === target);
  const [subject, ...others] = program?.answers?.find((answer) => answer.name === name)?.subjects ?? [];
  assert.ok(subject && others.length === 0, `${name} is one thing`);
  return subject;
}
