import { SlipwayError } from '../support/errors.ts';
import { type ConfigNode, describeNode } from './config-node.ts';
import { collect, type Fault, nearestHint, quoted, throwFaults } from './faults.ts';
import type { Item, Json, Kind } from './kinds.ts';

interface Words {
  readonly placeholder: string;
  /** As in messages: `limits such as {max: 4 MiB}`. */
  readonly one: string;
  readonly many: string;
}

/** An item for each member, all of which may be left out. */
type Members<Shape> = { readonly [Name in keyof Shape]-?: Item<NonNullable<Shape[Name]>> };

/** Values by fixed names: a YAML map, in which `atLeast` is called at-least. */
export function record<Shape extends object>(words: Words, members: Members<Shape>): Item<Shape> {
  const all = Object.entries<Item<unknown>>(members as Record<string, Item<unknown>>);
  const byField = new Map(all.map(([name, item]) => [fieldName(name), { name, item }]));
  return written<Shape>({
    ...words,
    fromNode: (node, faults) => {
      if (node.kind !== 'map') return misfit(node, words.one, faults);
      const values = node.entries.flatMap(({ key, where, value }) => {
        const member = byField.get(key);
        if (member !== undefined) return [[member.name, member.item.fromNode(value, faults)] as const];
        const hint = nearestHint(key, [...byField.keys()]);
        faults.push({ where, message: `unknown field ${quoted(key)}`, hint });
        return [];
      });
      return Object.fromEntries(values.filter(([, value]) => value !== undefined)) as Shape;
    },
    show: (shape) =>
      Object.fromEntries(
        Object.entries(shape).flatMap(([name, value]) => {
          const member = byField.get(fieldName(name));
          return member === undefined || value === undefined
            ? []
            : [[fieldName(name), member.item.show(value)]];
        }),
      ),
    schema: {
      type: 'object',
      properties: Object.fromEntries([...byField].map(([field, { item }]) => [field, item.schema])),
      additionalProperties: false,
    },
  });
}

/** Values by names that the user chooses. */
export function table<Value>(
  words: Words,
  name: Item<string>,
  value: Item<Value>,
): Item<Readonly<Record<string, Value>>> {
  return written<Readonly<Record<string, Value>>>({
    ...words,
    fromNode: (node, faults) => {
      if (node.kind !== 'map') return misfit(node, words.one, faults);
      const pairs = node.entries.flatMap((entry) => {
        const key = collect(entry.where, faults, () => name.parse(entry.key));
        const held = value.fromNode(entry.value, faults);
        return key === undefined || held === undefined ? [] : [[key, held] as const];
      });
      return Object.fromEntries(pairs);
    },
    show: (values) => Object.fromEntries(Object.entries(values).map(([key, one]) => [key, value.show(one)])),
    schema: { type: 'object', propertyNames: name.schema, additionalProperties: value.schema },
  });
}

/** One of two forms: a scalar, which `short` reads, else what `long` does. */
export function either<Value>(
  isShort: (value: Value) => boolean,
  short: Item<Value>,
  long: Item<Value>,
): Item<Value> {
  return {
    ...long,
    fromNode: (node, faults) => (node.kind === 'map' ? long : short).fromNode(node, faults),
    show: (value) => (isShort(value) ? short : long).show(value),
    schema: { anyOf: [short.schema, long.schema] },
  };
}

/** A kind of which several sources are joined name by name. */
export function joined<Value>(item: Item<Value>): Kind<Value> {
  return {
    placeholder: item.placeholder,
    name: item.one,
    repeatable: false,
    takesDashes: false,
    merges: true,
    fromFlags: (texts, where, faults) => collect(where, faults, () => item.parse(texts.at(-1) ?? '')),
    fromNode: item.fromNode,
    show: item.show,
    schema: item.schema,
  };
}

/** As text it is JSON. */
function written<Value>(item: Omit<Item<Value>, 'parse'>): Item<Value> {
  return {
    ...item,
    parse: (text) => {
      const faults: Fault[] = [];
      const value = item.fromNode(nodeOf(jsonOf(text, item.one), item.placeholder), faults);
      throwFaults(faults, item.placeholder);
      if (value === undefined) throw new SlipwayError('E_CONFIG', `${quoted(text)} is not ${item.one}`);
      return value;
    },
  };
}

function jsonOf(text: string, one: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new SlipwayError('E_CONFIG', `${quoted(text)} is not ${one} as JSON`, { cause });
  }
}

function nodeOf(value: Json, where: string): ConfigNode {
  switch (typeof value) {
    case 'string':
      return { where, kind: 'text', text: value };
    case 'number':
      return { where, kind: 'number', text: String(value), value };
    case 'boolean':
      return { where, kind: 'boolean', text: String(value), value };
  }
  if (value === null) return { where, kind: 'nothing' };
  if (Array.isArray(value)) return { where, kind: 'list', items: value.map((one) => nodeOf(one, where)) };
  const entries = Object.entries(value).map(([key, held]) => ({ key, where, value: nodeOf(held, where) }));
  return { where, kind: 'map', entries };
}

function misfit(node: ConfigNode, one: string, faults: Fault[]): undefined {
  faults.push({ where: node.where, message: `expected ${one}, got ${describeNode(node)}` });
  return undefined;
}

function fieldName(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
