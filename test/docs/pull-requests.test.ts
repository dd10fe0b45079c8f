import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { approvalLabel } from '../../src/report/size-comment/way-out.ts';
import { actionInputs, ownInputs, readActionInputs } from '../../src/request/action-inputs.ts';
import { baseline } from '../../src/request/baseline.ts';
import { usualBudget } from '../../src/request/budget.ts';
import { parseConfig } from '../../src/request/config-file.ts';
import { inputs } from '../../src/request/inputs.ts';
import { repository } from '../support/slipway.ts';

const text = readFileSync(join(repository, 'docs', 'pull-requests.md'), 'utf8');
const blocks = [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
const files = blocks.filter((block) => block.startsWith('# slipway.yaml\n'));

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

/** The steps of a list of them, or of a workflow's jobs. */
function stepsOf(block: string): readonly Step[] {
  const value: unknown = parse(block);
  if (Array.isArray(value)) return value as readonly Step[];
  const { jobs = {} } = value as { readonly jobs?: Record<string, { readonly steps: readonly Step[] }> };
  return Object.values(jobs).flatMap(({ steps }) => steps);
}

test('every YAML block of the page is a slipway.yaml, or a workflow whose inputs the action takes', () => {
  const known = new Set([...Object.keys(ownInputs), ...actionInputs().map(({ name }) => name)]);
  for (const file of files) parseConfig(file, 'slipway.yaml');
  const workflows = blocks.filter((block) => !files.includes(block));
  const ours = workflows.map((block) =>
    stepsOf(block).filter(({ uses }) => uses?.startsWith('slipway-dev/slipway@')),
  );
  assert.deepEqual([files.length, ours.map(({ length }) => length)], [2, [1, 1]]);
  for (const { uses, with: given = {} } of ours.flat()) {
    assert.match(uses ?? '', /@[0-9a-f]{40}$/);
    for (const name of Object.keys(given)) assert.ok(known.has(name), `the action has no input ${name}`);
    readActionInputs((name) => String(given[name] ?? '').replaceAll(/\$\{\{.*?\}\}/g, 'acme/shop'));
  }
});

test('every command of the page has flags that there are, with values that they take', () => {
  const commands = [...text.matchAll(/^ {4}slipway build (.*?)(?: {2,}#.*)?$/gm)].map(
    ([, line = '']) => line,
  );
  const flags = new Set(Object.values(inputs).flatMap((input) => ('flag' in input ? [input.flag] : [])));
  assert.equal(commands.length, 7);
  for (const line of commands) {
    for (const [, flag = '', value = ''] of line.matchAll(/--([a-z-]+)(?: ([^-\s]\S*))?/g)) {
      assert.ok(flags.has(flag), `there is no --${flag}`);
      if (flag === 'baseline') baseline.parse(value);
    }
  }
});

test('the usual limits and the label on the page are the product’s', () => {
  const limits = (name: string): string[] => {
    const row = text.split('\n').find((line) => line.startsWith(`| ${name} |`)) ?? '';
    return [...(row.split(' | ').at(-1) ?? '').matchAll(/`(.*?)`/g)].map(([, limit = '']) => limit);
  };
  const totals = limits('`disk`, `pull`').join(', ');
  const budget = `{ disk: { ${totals} }, pull: { ${totals} }, package: { ${limits('`package`').join(', ')} } }`;
  const { top } = parseConfig(`budget: ${budget}`, 'slipway.yaml');
  assert.deepEqual(top.budget, usualBudget);
  assert.ok(text.includes(`the label \`${approvalLabel}\``));
});
