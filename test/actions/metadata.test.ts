import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { actionInputs, actionOutputs, ownInputs, readActionInputs } from '../../src/request/action-inputs.ts';
import { commentInputs, commentOutputs, readCommentInputs } from '../../src/request/comment-inputs.ts';
import { fieldsOf } from '../../src/request/inputs.ts';
import { refusal } from '../support/refusal.ts';
import { repository } from '../support/slipway.ts';

interface Metadata {
  readonly name: string;
  readonly description: string;
  readonly branding: { readonly icon: string; readonly color: string };
  readonly inputs: Readonly<Record<string, { description: string; required: boolean; default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: { readonly using: string; readonly main: string; readonly post: string };
}

const metadata = parse(readFileSync(join(repository, 'action.yml'), 'utf8')) as Metadata;

test('action.yml runs the committed files on Node 24', () => {
  assert.equal(metadata.runs.using, 'node24');
  for (const path of [metadata.runs.main, metadata.runs.post])
    assert.ok(existsSync(join(repository, path)), path);
  assert.ok(metadata.branding.icon && metadata.branding.color && metadata.description.length < 125);
});

test("every field of slipway.yaml's top is an input, setup-go's names are there, and none is required", () => {
  const names = Object.keys(metadata.inputs);
  const fields = fieldsOf('top').map(({ field }) => (field === 'go' ? 'go-version' : field));
  const setupGo = [
    'go-version',
    'go-version-file',
    'cache',
    'cache-dependency-path',
    'architecture',
    'token',
  ];
  for (const name of [...fields, ...setupGo, 'source', 'target', 'image', 'push'])
    assert.ok(names.includes(name), `there is no input ${name}`);
  assert.deepEqual(
    names.filter((name) => metadata.inputs[name]?.required !== false),
    [],
  );
  assert.deepEqual(new Set(names).size, Object.keys(ownInputs).length + actionInputs().length);
});

test('the outputs are those that the action sets', () => {
  assert.deepEqual(Object.keys(metadata.outputs), Object.keys(actionOutputs));
  const wanted = ['digest', 'digests', 'image', 'tags', 'metadata', 'layout', 'report', 'outcome', 'summary'];
  for (const name of wanted) assert.ok(metadata.outputs[name]?.description, `there is no output ${name}`);
});

/** What a workflow without a `with` gives: the defaults of action.yml, its expressions evaluated. */
function given(said: Readonly<Record<string, string>>): (name: string) => string {
  return (name) =>
    said[name] ?? metadata.inputs[name]?.default?.replace(/^\$\{\{ github\.token \}\}$/, 'ghs_1') ?? '';
}

test('without an input nothing is said but the defaults of action.yml', () => {
  const { values, push, own } = readActionInputs(given({}));
  assert.deepEqual([values, push], [{}, undefined]);
  assert.deepEqual(own, {
    source: '.',
    architecture: '',
    cache: 'true',
    'cache-dependency-path': '',
    token: 'ghs_1',
    comment: 'true',
    history: 'true',
    merge: '',
    'setup-only': 'false',
  });
});

test("every input's example is read as its flag reads it", () => {
  for (const { name, entry } of actionInputs()) {
    const { values } = readActionInputs(given({ [name]: `${entry.example}\n` }));
    assert.deepEqual(values[entry.name], entry.kind.fromFlags([entry.example], '', []), name);
  }
});

test('push is true, false or references; load may be true, as build-push-action has it', () => {
  const read = (said: Readonly<Record<string, string>>) => readActionInputs(given(said));
  assert.equal(read({ push: 'true' }).push, true);
  assert.equal(read({ push: 'False' }).push, false);
  const both = read({ push: 'ghcr.io/a/b\nghcr.io/c/d:v1\n' });
  assert.deepEqual([both.push, both.values.push], [undefined, ['ghcr.io/a/b', 'ghcr.io/c/d:v1']]);
  assert.equal(read({ load: 'true' }).values.load, 'auto');
  assert.equal(read({ load: 'false' }).values.load, undefined);
  assert.equal(read({ load: 'podman' }).values.load, 'podman');
});

test('a name made of github.repository may have capitals; a tag keeps its own', () => {
  const read = (image: string) => readActionInputs(given({ image })).values.image;
  assert.equal(read('ghcr.io/Acme/API'), 'ghcr.io/acme/api');
  assert.equal(read('GHCR.io/Acme/{target}:V1-{{sha}}'), 'ghcr.io/acme/{target}:V1-{{sha}}');
  assert.equal(read('localhost:5000/Acme/api:Main'), 'localhost:5000/acme/api:Main');
  const { values } = readActionInputs(given({ push: 'ghcr.io/A/B\nquay.io/C/D:E' }));
  assert.deepEqual(values.push, ['ghcr.io/a/b', 'quay.io/c/d:E']);
});

test('a value that only looks like true is refused by name', async () => {
  const error = await refusal(() => readActionInputs(given({ cgo: 'yes', 'setup-only': '1' })));
  assert.match(error.message, /the input cgo: "yes" is not true or false/);
  assert.match(error.message, /the input setup-only: "1" is not true or false/);
});

test('comment/action.yml runs beside the action, and its inputs and outputs are those of its table', () => {
  const comment = parse(readFileSync(join(repository, 'comment', 'action.yml'), 'utf8')) as Metadata;
  assert.deepEqual([comment.runs.using, comment.runs.main], ['node24', '../dist/comment.js']);
  assert.ok(existsSync(join(repository, 'src', 'comment.ts')));
  assert.deepEqual(Object.keys(comment.inputs), Object.keys(commentInputs));
  assert.deepEqual(Object.keys(comment.outputs), Object.keys(commentOutputs));
  assert.ok(comment.branding.icon && comment.branding.color && comment.description.length < 125);
  const usual = readCommentInputs(
    (name) => comment.inputs[name]?.default?.replace(/^\$\{\{.*/, 'ghs_1') ?? '',
  );
  assert.deepEqual(usual, { artifact: 'slipway-size', config: '', token: 'ghs_1' });
});
