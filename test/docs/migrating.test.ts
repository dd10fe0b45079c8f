import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { actionInputs, actionOutputs, ownInputs, readActionInputs } from '../../src/request/action-inputs.ts';
import { parseConfig } from '../../src/request/config-file.ts';
import { repository } from '../support/slipway.ts';

const text = readFileSync(join(repository, 'docs', 'migrating.md'), 'utf8');
const blocks = [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

const isStep = (value: unknown): value is Step => typeof value === 'object' && value !== null;
const stepsOf = (block: string): Step[] => {
  const steps: unknown = parse(block);
  return Array.isArray(steps) ? steps.filter(isStep) : [];
};
const ours = blocks.flatMap(stepsOf).filter(({ uses }) => uses?.startsWith('slipway-dev/slipway@'));

const known = new Set([...Object.keys(ownInputs), ...actionInputs().map(({ name }) => name)]);

/** An input as the runner hands it over: always text, its expressions evaluated. */
const asGiven = (value: unknown): string => String(value ?? '').replaceAll(/\$\{\{.*?\}\}/g, 'acme/api');

/** The names that the rows under a heading begin with. */
function rowsUnder(heading: string): string[] {
  const [, section = ''] = text.split(`### ${heading}\n`);
  const [own = ''] = section.split('\n#');
  return [...own.matchAll(/^\| `([\w-]+)`/gm)].map(([, name = '']) => name);
}

test('every YAML block of the migration notes is YAML, and a workflow step or a file', () => {
  assert.ok(blocks.length >= 10, `only ${blocks.length} blocks were found: this test cannot read them`);
  for (const block of blocks) {
    const value: unknown = parse(block);
    assert.ok(isStep(value), block);
    if (!Array.isArray(value)) continue;
    for (const step of value as readonly Step[]) assert.ok(step.uses ?? step.run, block);
  }
});

test('what the migration notes say to the action is what it has, and it takes every value', () => {
  assert.ok(ours.length >= 4);
  for (const step of ours) {
    assert.match(step.uses ?? '', /^slipway-dev\/slipway@[0-9a-f]{40}$/);
    const given = Object.entries(step.with ?? {});
    for (const [name] of given) assert.ok(known.has(name), `the action has no input ${name}`);
    readActionInputs((name) => asGiven(step.with?.[name]));
  }
});

test('every slipway.yaml in the migration notes is one', () => {
  const files = blocks.filter((block) => block.startsWith('# slipway.yaml\n'));
  assert.ok(files.length >= 3);
  for (const file of files) parseConfig(file, 'slipway.yaml');
});

test('every input and output that setup-go has stands in the parity table', () => {
  // actions/setup-go, action.yml of v6.0.0 to v7.0.0.
  const inputs = [
    'go-version',
    'go-version-file',
    'check-latest',
    'token',
    'cache',
    'cache-dependency-path',
    'architecture',
    'go-download-base-url',
  ];
  assert.deepEqual(rowsUnder('Inputs'), inputs);
  assert.deepEqual(rowsUnder('Outputs'), ['go-version', 'cache-hit']);
  assert.deepEqual(
    inputs.filter((name) => !known.has(name)),
    ['go-download-base-url'],
  );
  assert.ok('go-version' in actionOutputs && 'cache-hit' in actionOutputs);
});
