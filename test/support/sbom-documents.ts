import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { tool } from './tools.ts';

/** What a test passes to `lacks`: the schemas that documents are held against. */
export const sbomSchemas = ['spdx-schema', 'cyclonedx-schema'] as const;

export interface SpdxPackage {
  readonly SPDXID: string;
  readonly name: string;
  readonly versionInfo?: string;
  readonly packageFileName?: string;
  readonly comment?: string;
  readonly licenseDeclared: string;
  readonly licenseComments?: string;
  readonly primaryPackagePurpose?: string;
  readonly checksums?: readonly { readonly algorithm: string; readonly checksumValue: string }[];
  readonly externalRefs?: readonly {
    readonly referenceCategory: string;
    readonly referenceType: string;
    readonly referenceLocator: string;
  }[];
}

export interface SpdxDocument {
  readonly SPDXID: string;
  readonly name: string;
  readonly comment?: string;
  readonly documentNamespace: string;
  readonly creationInfo: { readonly created: string };
  readonly packages: readonly SpdxPackage[];
  readonly relationships: readonly {
    readonly spdxElementId: string;
    readonly relationshipType: string;
    readonly relatedSpdxElement: string;
  }[];
}

export interface CycloneDxComponent {
  readonly 'bom-ref': string;
  readonly type: string;
  readonly name: string;
  readonly version?: string;
  readonly purl?: string;
  readonly cpe?: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly licenses?: readonly { readonly license: { readonly id: string } }[];
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

export interface CycloneDxDocument {
  readonly serialNumber: string;
  readonly metadata: {
    readonly timestamp: string;
    readonly component: CycloneDxComponent;
    readonly properties?: readonly { readonly name: string; readonly value: string }[];
  };
  readonly components: readonly CycloneDxComponent[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
  readonly compositions: readonly {
    readonly aggregate: string;
    readonly assemblies?: readonly string[];
    readonly dependencies?: readonly string[];
  }[];
}

/** A document that SPDX's own schema takes, and whose references all lead somewhere. */
export function readSpdx(text: string): SpdxDocument {
  const document = JSON.parse(text) as SpdxDocument;
  checked('spdx', document);
  const ids = [document.SPDXID, ...document.packages.map(({ SPDXID }) => SPDXID)];
  assert.equal(new Set(ids).size, ids.length, 'an SPDX identifier stands for two elements');
  for (const id of ids) assert.match(id, /^SPDXRef-[A-Za-z0-9.-]+$/);
  for (const { spdxElementId, relatedSpdxElement } of document.relationships)
    for (const id of [spdxElementId, relatedSpdxElement]) assert.ok(ids.includes(id), `${id} is nowhere`);
  return document;
}

/** A document that CycloneDX's own schema takes, and whose references all lead somewhere. */
export function readCycloneDx(text: string): CycloneDxDocument {
  const document = JSON.parse(text) as CycloneDxDocument;
  checked('cyclonedx', document);
  const { metadata, components, dependencies, compositions } = document;
  const refs = [metadata.component, ...components].map((each) => each['bom-ref']);
  assert.equal(new Set(refs).size, refs.length, 'a bom-ref stands for two components');
  const named = [
    ...dependencies.flatMap(({ ref, dependsOn = [] }) => [ref, ...dependsOn]),
    ...compositions.flatMap((each) => [...(each.assemblies ?? []), ...(each.dependencies ?? [])]),
  ];
  for (const ref of named) assert.ok(refs.includes(ref), `${ref} is nowhere`);
  return document;
}

const validators = { spdx: spdxValidator, cyclonedx: cycloneDxValidator } as const;
/** Compiling a schema takes longer than all else. */
const compiled = new Map<keyof typeof validators, ValidateFunction>();

function checked(format: keyof typeof validators, document: unknown): void {
  const validate = compiled.get(format) ?? validators[format]();
  compiled.set(format, validate);
  validate(document);
  assert.deepEqual(validate.errors ?? [], []);
}

function spdxValidator(): ValidateFunction {
  const schema = readJson(join(tool('spdx-schema'), 'schema', 'spdx-json', 'spdx-schema-2.3.json'));
  // Newer copies take two spellings beside those that the specification has (annex F).
  const { items } = schema.properties.packages.items.properties.externalRefs;
  const { enum: categories } = items.properties.referenceCategory;
  items.properties.referenceCategory.enum = categories.filter((word: string) => !word.includes('_'));
  return ajv().compile(schema);
}

function cycloneDxValidator(): ValidateFunction {
  const folder = join(tool('cyclonedx-schema'), 'schema');
  const [spdx, signature] = ['spdx.schema.json', 'jsf-0.82.schemax.json'].map((name) =>
    readJson(join(folder, name)),
  );
  return ajv()
    .addSchema(spdx)
    .addSchema(signature)
    .compile(readJson(join(folder, 'bom-1.6.schema.json')));
}

/** Formats of internationalized addresses are taken as they come: there is no checker of them here. */
function ajv(): Ajv {
  const checker = new Ajv({ allErrors: true, strict: false });
  formats.default(checker);
  return checker.addFormat('idn-email', true).addFormat('iri-reference', true);
}

function readJson(path: string) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** A component as all tools tell it. `h1` as go.sum has it. */
export interface ToldComponent {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly h1?: string;
}

/** The components of a document that have a package URL, in the order of these. */
export function toldBySpdx({ packages }: SpdxDocument): ToldComponent[] {
  return inOrder(
    packages.flatMap(({ name, versionInfo = '', externalRefs = [] }) => {
      const locator = (type: string): string | undefined =>
        externalRefs.find(({ referenceType }) => referenceType === type)?.referenceLocator;
      return told(name, versionInfo, locator('purl'), locator('go-sum-h1'));
    }),
  );
}

export function toldByCycloneDx({ metadata, components }: CycloneDxDocument): ToldComponent[] {
  return inOrder(
    [metadata.component, ...components].flatMap(({ name, version = '', purl, properties = [] }) =>
      told(name, version, purl, properties.find((each) => each.name === 'slipway:go:sum')?.value),
    ),
  );
}

function told(
  name: string,
  version: string,
  purl: string | undefined,
  h1: string | undefined,
): ToldComponent[] {
  return purl === undefined ? [] : [{ name, version, purl, ...(h1 !== undefined && { h1 }) }];
}

function inOrder(components: readonly ToldComponent[]): ToldComponent[] {
  return [...components].sort((a, b) => (a.purl < b.purl ? -1 : 1));
}
