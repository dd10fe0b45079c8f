import { SlipwayError } from '../support/errors.ts';
import { type ConfigNode, describeNode } from './config-node.ts';
import { collect, type Fault, quoted } from './faults.ts';
import type { Item, Kind } from './kinds.ts';
import { table } from './records.ts';

interface ListOptions {
  /** A flag's text may hold several, with commas between. */
  readonly commas?: boolean;
  /** Which texts are one value although there are commas in them. */
  readonly whole?: (text: string) => boolean;
  /** slipway.yaml may write a single one without brackets. */
  readonly bare?: boolean;
  /** A flag's text may be the whole list as JSON. */
  readonly json?: boolean;
  readonly atLeast?: number;
}

/** Values in their order; each flag adds, the file writes a YAML list. */
export function list<Value>(item: Item<Value>, options: ListOptions = {}): Kind<readonly Value[]> {
  const { bare = false, json = false, atLeast = 0, whole = () => false } = options;
  const commas = (text: string): boolean => options.commas === true && !whole(text);
  const array = { type: 'array', items: item.schema, ...(atLeast > 0 && { minItems: atLeast }) };
  return {
    placeholder: options.commas === true ? `${item.placeholder}[,…]` : item.placeholder,
    name: `list of ${item.many}`,
    repeatable: true,
    takesDashes: false,
    merges: false,
    fromFlags: (texts, where, faults) => {
      const lists = texts.map((text) =>
        json && text.startsWith('[')
          ? collect(where, faults, () => jsonWords(text))
          : split(text, commas(text)),
      );
      if (lists.includes(undefined)) return undefined;
      const words = lists.flatMap((some) => some ?? []);
      const values = words.map((word) => collect(where, faults, () => item.parse(word)));
      return checked(values, atLeast, where, item, faults);
    },
    fromNode: (node, faults) => {
      if (node.kind === 'list') {
        const values = node.items.map((element) => item.fromNode(element, faults));
        return checked(values, atLeast, node.where, item, faults);
      }
      if (bare && isScalar(node))
        return commaList(node, commas(node.text), faults) ? undefined : one(item, node, faults);
      const message = `expected a list of ${item.many}, got ${describeNode(node)}`;
      const hint = isScalar(node) ? `write it in brackets: [${node.text}]` : undefined;
      faults.push({ where: node.where, message, hint });
      return undefined;
    },
    show: (values) => values.map(item.show),
    schema: bare ? { anyOf: [item.schema, array] } : array,
  };
}

/** Lists of one kind in their order: each flag is one, with commas between its values, and may be empty. */
export function lists<Value>(item: Item<Value>): Kind<readonly (readonly Value[])[]> {
  const inner = list(item, { commas: true });
  const whole = <One>(all: readonly (One | undefined)[]): readonly One[] | undefined => {
    const good = all.filter((one) => one !== undefined);
    return good.length < all.length ? undefined : good;
  };
  return {
    ...inner,
    name: `lists of ${item.many}`,
    fromFlags: (texts, where, faults) => whole(texts.map((text) => inner.fromFlags([text], where, faults))),
    fromNode: (node, faults) => {
      if (node.kind === 'list') return whole(node.items.map((element) => inner.fromNode(element, faults)));
      faults.push({
        where: node.where,
        message: `expected lists of ${item.many}, got ${describeNode(node)}`,
      });
      return undefined;
    },
    show: (values) => values.map(inner.show),
    schema: { type: 'array', items: inner.schema },
  };
}

function isScalar(node: ConfigNode): node is ConfigNode & { readonly text: string } {
  return node.kind === 'text' || node.kind === 'number' || node.kind === 'boolean';
}

function one<Value>(item: Item<Value>, node: ConfigNode, faults: Fault[]): readonly Value[] | undefined {
  const value = item.fromNode(node, faults);
  return value === undefined ? undefined : [value];
}

/** True, with a fault, for `a,b` where the file wants [a, b]. */
function commaList(node: ConfigNode & { readonly text: string }, commas: boolean, faults: Fault[]): boolean {
  if (!commas || !node.text.includes(',')) return false;
  const hint = `write a YAML list: [${split(node.text, true).join(', ')}]`;
  faults.push({ where: node.where, message: `expected a list, got ${describeNode(node)}`, hint });
  return true;
}

function checked<Value>(
  values: readonly (Value | undefined)[],
  atLeast: number,
  where: string,
  item: Item<Value>,
  faults: Fault[],
): readonly Value[] | undefined {
  const good = values.filter((value) => value !== undefined);
  if (good.length < values.length) return undefined;
  if (good.length >= atLeast) return good;
  faults.push({ where, message: `the list is empty; it needs ${item.one}` });
  return undefined;
}

function split(text: string, commas: boolean): string[] {
  if (!commas) return [text];
  return text
    .split(',')
    .map((word) => word.replace(/^ +| +$/g, ''))
    .filter((word) => word !== '');
}

function jsonWords(text: string): string[] {
  try {
    const words: unknown = JSON.parse(text);
    if (Array.isArray(words) && words.every((word) => typeof word === 'string')) return words;
  } catch {
    // said below, like any other text that is not such a list
  }
  throw new SlipwayError('E_CONFIG', `${quoted(text)} begins like a JSON list of texts but is none`, {
    hint: 'write ["serve","--port=80"], or repeat the flag once for each word',
  });
}

/** Names and values; a flag gives `NAME=VALUE`, the file a YAML map. Several sources are joined name by name. */
export function map(name: Item<string>, value: Item<string>): Kind<Readonly<Record<string, string>>> {
  const form = `${name.placeholder}=${value.placeholder}`;
  const many = `map of ${name.many} to ${value.many}`;
  const all = table({ placeholder: form, one: `a ${many}`, many: 'maps' }, name, value);
  return {
    placeholder: form,
    name: many,
    repeatable: true,
    takesDashes: false,
    merges: true,
    fromFlags: (texts, where, faults) => {
      const pairs = texts.map((text) => collect(where, faults, () => pair(text, name, value, form)));
      return Object.fromEntries(pairs.filter((entry) => entry !== undefined));
    },
    fromNode: all.fromNode,
    show: all.show,
    schema: all.schema,
  };
}

function pair(
  text: string,
  name: Item<string>,
  value: Item<string>,
  form: string,
): readonly [string, string] {
  const equals = text.indexOf('=');
  if (equals < 0) {
    throw new SlipwayError('E_CONFIG', `expected ${form}, and there is no = in it`, {
      hint: 'a value is never taken from the environment: write it out',
    });
  }
  return [name.parse(text.slice(0, equals)), value.parse(text.slice(equals + 1))];
}
