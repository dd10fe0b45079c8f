import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { type DocumentKind, documentRules } from '../../src/verify/documents.ts';
import { parseJson } from '../../src/verify/json.ts';
import { shapeFaults } from '../../src/verify/shape.ts';
import { lacks, tool } from '../support/tools.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const descriptor = {
  mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
  digest,
  size: 3,
  urls: ['https://example.com/blob'],
  annotations: { 'com.example.key': 'value' },
  data: 'YWJj',
  artifactType: 'application/vnd.example+type',
};
const platform = { architecture: 'arm', os: 'linux', 'os.version': '1', 'os.features': ['x'], variant: 'v7' };

/** Documents with every field that the specification names, so that a change can reach each of them. */
const full: Readonly<Record<DocumentKind, object>> = {
  layout: { imageLayoutVersion: '1.0.0' },
  index: {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    artifactType: 'application/vnd.example+type',
    manifests: [{ ...descriptor, platform }],
    subject: descriptor,
    annotations: { 'com.example.key': '' },
  },
  manifest: {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    artifactType: 'application/vnd.example+type',
    config: descriptor,
    layers: [descriptor, descriptor],
    subject: descriptor,
    annotations: { 'com.example.key': '' },
  },
  config: {
    ...platform,
    created: '2026-01-31T12:00:00.5Z',
    author: 'A',
    config: {
      User: '1:1',
      ExposedPorts: { '80/tcp': {} },
      Env: ['A=b'],
      Entrypoint: ['/a'],
      Cmd: ['b'],
      Volumes: { '/data': {} },
      WorkingDir: '/',
      Labels: { 'com.example.key': 'value' },
      StopSignal: 'SIGTERM',
      ArgsEscaped: false,
    },
    rootfs: { type: 'layers', diff_ids: [digest] },
    history: [
      { created: '2026-01-31T12:00:00Z', author: 'A', created_by: 'b', comment: 'c', empty_layer: true },
    ],
  },
};

const wrongValues: readonly unknown[] = [
  null,
  true,
  0,
  1,
  -1,
  1.5,
  1e30,
  '',
  'x',
  'a/b',
  'sha256:zz',
  `SHA256:${'a'.repeat(64)}`,
  '::',
  'not a time',
  '%%%',
  [],
  {},
  [null],
  [1],
  [''],
  [[]],
  [{}],
  { a: 1 },
  { a: null },
  { a: {} },
  { a: [] },
  { '': 1 },
];

/** Every document that differs from a full one in one place: another value, or nothing. */
function* mutations(document: object): Generator<{ pointer: string; value: unknown }> {
  const places = [...placesOf(document, [])];
  for (const path of places) {
    for (const value of [...wrongValues, undefined]) {
      const copy = structuredClone(document);
      const parent = path
        .slice(0, -1)
        .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], copy);
      const key = path.at(-1) ?? '';
      if (value !== undefined) (parent as Record<string, unknown>)[key] = value;
      else if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else delete (parent as Record<string, unknown>)[key];
      yield { pointer: `/${path.join('/')} = ${JSON.stringify(value)}`, value: copy };
    }
  }
  for (const value of wrongValues) yield { pointer: ` = ${JSON.stringify(value)}`, value };
}

function* placesOf(value: unknown, path: readonly string[]): Generator<readonly string[]> {
  if (path.length > 0) yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) yield* placesOf(item, [...path, key]);
}

/** The specification's schemas; they are of draft 4, whose `id` is what Ajv would stumble over. */
function specificationSchemas(): Readonly<Record<DocumentKind, ValidateFunction>> {
  const ajv = new Ajv({ strict: false, allErrors: false });
  formats.default(ajv);
  const folder = join(tool('image-spec'), 'schema');
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
    ajv.addSchema(withoutIds(JSON.parse(readFileSync(join(folder, name), 'utf8'))) as object, name);
  }
  const schema = (name: string): ValidateFunction => {
    const found = ajv.getSchema(name);
    assert.ok(found, name);
    return found;
  };
  return {
    layout: schema('image-layout-schema.json'),
    index: schema('image-index-schema.json'),
    manifest: schema('image-manifest-schema.json'),
    config: schema('config-schema.json'),
  };
}

function withoutIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIds);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([key, item]) => !(['id', '$schema'].includes(key) && typeof item === 'string'),
  );
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutIds(item)]));
}

function faultsOf(kind: DocumentKind, text: string): string[] {
  const { value, faults } = parseJson(Buffer.from(text));
  if (value === undefined) return faults.map(({ message }) => message);
  const { shape, section } = documentRules[kind];
  return [...faults, ...shapeFaults(value, shape, section)].map(
    ({ pointer, message }) => `${pointer} ${message}`,
  );
}

/**
 * What the text demands and the schema does not: digests by algorithm, lengths, Base 64, ports, NAME=value, keys. The
 * index's schema forgets two of a descriptor's fields, and maps' schemas do not look behind an empty key.
 */
const onlyInTheText =
  /must be (a digest such as|an integer from 0 |Base 64|NAME=value|a port from|a time as RFC 3339|a URI)|its key must be|^\/manifests\/0\/(data|artifactType) |\/ must be/;

const kinds = Object.keys(full) as DocumentKind[];

describe("the rules for documents agree with the specification's", { skip: lacks('image-spec') }, () => {
  for (const kind of kinds) {
    test(`schema of ${kind}: what it refuses is refused here, too`, () => {
      const schema = specificationSchemas()[kind];
      assert.ok(schema(full[kind]), `the full document is right: ${JSON.stringify(schema.errors)}`);
      assert.deepEqual(faultsOf(kind, JSON.stringify(full[kind])), []);
      let refused = 0;
      const missed: string[] = [];
      const invented: string[] = [];
      for (const { pointer, value } of mutations(full[kind])) {
        const faults = faultsOf(kind, JSON.stringify(value));
        if (schema(value)) invented.push(...faults.filter((fault) => !onlyInTheText.test(fault)));
        else refused += 1;
        if (!schema(value) && faults.length === 0) missed.push(pointer);
      }
      assert.deepEqual(missed, []);
      assert.deepEqual(invented, [], 'what the schema lets pass is refused only for what the text says');
      assert.ok(refused >= 20, `${refused} documents were refused`);
    });
  }

  test('its own examples have no fault', () => {
    const kindOf: Readonly<Record<string, DocumentKind>> = {
      'application/vnd.oci.image.index.v1+json': 'index',
      'application/vnd.oci.image.manifest.v1+json': 'manifest',
      'application/vnd.oci.image.config.v1+json': 'config',
      'application/vnd.oci.layout.header.v1+json': 'layout',
    };
    let examples = 0;
    for (const name of readdirSync(tool('image-spec')).filter((file) => file.endsWith('.md'))) {
      const text = readFileSync(join(tool('image-spec'), name), 'utf8');
      for (const [, type = '', body = ''] of text.matchAll(
        /```json,title=[^\n]*?mediatype=(\S+)\n(.*?)```/gs,
      )) {
        const kind = kindOf[decodeURIComponent(type)];
        if (kind === undefined) continue;
        examples += 1;
        assert.deepEqual(faultsOf(kind, body), [], `${name}: ${body}`);
      }
    }
    assert.ok(examples >= 8, `${examples} examples`);
  });
});
