import { hexOf } from '../../support/hashing.ts';
import { slipwayVersion } from '../../version.ts';
import type { Bill, Component, ComponentKind, Link } from './bill.ts';
import { contentUrn } from './identifiers.ts';
import { type FoundLicence, licenceText, surely } from './licence/found-licence.ts';

/** A bill as a CycloneDX 1.6 document in JSON (cyclonedx.org/docs/1.6/json). Ends with a line break. */
export function encodeCycloneDx(bill: Bill): string {
  const { subject, components, dependencies, gaps } = bill;
  const head = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
  };
  const body = {
    version: 1,
    metadata: {
      timestamp: bill.created,
      lifecycles: [{ phase: bill.phase }],
      tools: { components: [{ type: 'application', name: 'slipway', version: slipwayVersion }] },
      component: componentOf(subject),
      ...(gaps.length > 0 && { properties: gaps.map(({ what }) => property('gap', what)) }),
    },
    components: components.map(componentOf),
    dependencies: [...withSubject(bill), ...dependencies].map(dependencyOf),
    compositions: compositionsOf(bill),
  };
  const serialNumber = contentUrn(JSON.stringify({ ...head, ...body }));
  return `${JSON.stringify({ ...head, serialNumber, ...body }, null, 2)}\n`;
}

/** An image has no relation but what is in it: that is what it needs. A program says itself what it needs. */
function withSubject({ subject, contents, dependencies }: Bill): Link[] {
  if (dependencies.some(({ from }) => from === subject.id)) return [];
  const inside = contents.filter(({ from }) => from === subject.id);
  return inside.length === 0 ? [{ from: subject.id, to: [] }] : inside;
}

const types: Readonly<Record<ComponentKind, string>> = {
  image: 'container',
  program: 'application',
  'main-module': 'application',
  module: 'library',
  'standard-library': 'library',
  'operating-system': 'operating-system',
  'system-package': 'library',
  data: 'data',
};

function componentOf(component: Component): Record<string, unknown> {
  const { id, kind, name, version, digest, licence, cpe, purl } = component;
  const properties = propertiesOf(component);
  const licenses = licence === undefined ? [] : licensesOf(licence);
  return {
    'bom-ref': id,
    type: types[kind],
    name,
    ...(version !== undefined && { version }),
    ...(digest !== undefined && { hashes: [{ alg: 'SHA-256', content: hexOf(digest) }] }),
    ...(licenses.length > 0 && { licenses }),
    ...(cpe !== undefined && { cpe }),
    ...(purl !== undefined && { purl }),
    ...(properties.length > 0 && { properties }),
  };
}

/** One that is sure: of several it would have to be said whether all of them count or any. */
function licensesOf(licence: FoundLicence): Record<string, unknown>[] {
  const id = surely(licence);
  return id === undefined ? [] : [{ license: { id, acknowledgement: 'declared' } }];
}

/** `hashes` are of a component's bytes; an h1 hash is none of these, and so a property. */
function propertiesOf({ h1, file, licence, facts = {} }: Component): { name: string; value: string }[] {
  return [
    ...(file === undefined ? [] : [property('file', file)]),
    ...(h1 === undefined ? [] : [property('go:sum', h1)]),
    ...Object.entries(facts).map(([name, value]) => property(name, value)),
    ...(licence === undefined ? [] : [property('licence-files', licenceText(licence))]),
  ];
}

function property(name: string, value: string): { name: string; value: string } {
  return { name: `slipway:${name}`, value };
}

function dependencyOf({ from, to }: Link): Record<string, unknown> {
  return { ref: from, ...(to.length > 0 && { dependsOn: to }) };
}

/** What is told whole, and of what nobody knows what it needs (cyclonedx.org/docs/1.6/json, "compositions"). */
function compositionsOf(bill: Bill): Record<string, unknown>[] {
  const { components, contents, dependencies, gaps } = bill;
  const known = new Set([...withSubject(bill), ...dependencies].map(({ from }) => from));
  const unknown = components.filter(({ id }) => !known.has(id)).map(({ id }) => id);
  const partial = new Set(gaps.map(({ of }) => of));
  const whole = new Set(contents.map(({ from }) => from).filter((id) => !partial.has(id)));
  return [
    { aggregate: 'complete', assemblies: [...whole], dependencies: [...known] },
    ...(partial.size > 0 ? [{ aggregate: 'incomplete', assemblies: [...partial] }] : []),
    ...(unknown.length > 0 ? [{ aggregate: 'unknown', dependencies: unknown }] : []),
  ];
}
