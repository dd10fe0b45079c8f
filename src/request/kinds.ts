import { SlipwayError } from '../support/errors.ts';
import { type ConfigNode, describeNode } from './config-node.ts';
import { collect, type Fault, nearestHint, quoted } from './faults.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonSchema = { readonly [keyword: string]: Json };

/** One value: how it is read from a flag's text and from slipway.yaml, how it is written back, and its JSON schema. */
export interface Item<Value> {
  /** How help names it: PLATFORM. */
  readonly placeholder: string;
  /** How messages and docs name it: `a platform`, `platforms`. */
  readonly one: string;
  readonly many: string;
  /** Throws E_CONFIG. */
  readonly parse: (text: string) => Value;
  readonly fromNode: (node: ConfigNode, faults: Fault[]) => Value | undefined;
  /** The value as slipway.yaml writes it: `fromNode`'s inverse. */
  readonly show: (value: Value) => Json;
  readonly schema: JsonSchema;
}

/** An input's shape: one value, a list, a map or a switch. Faults are added to the list, and undefined comes back. */
export interface Kind<Value> {
  /** Undefined for a switch, which takes no value. */
  readonly placeholder: string | undefined;
  readonly name: string;
  readonly repeatable: boolean;
  /** True when the next argument is the value even where it begins with `-`. */
  readonly takesDashes: boolean;
  /** The flag may stand alone: the value it then has, and the words that are its value as the next argument. */
  readonly optional?: { readonly alone: string; readonly words: readonly string[] };
  /** Maps of several sources are joined key by key; all else replaces. */
  readonly merges: boolean;
  /** @param texts the flag's values in their order, at least one */
  readonly fromFlags: (texts: readonly string[], where: string, faults: Fault[]) => Value | undefined;
  readonly fromNode: (node: ConfigNode, faults: Fault[]) => Value | undefined;
  readonly show: (value: Value) => Json;
  readonly schema: JsonSchema;
}

/** An item that slipway.yaml writes as a scalar; `yaml` says which scalars beside text are taken, by their text. */
export function scalar<Value>(item: {
  readonly placeholder: string;
  readonly one: string;
  readonly many: string;
  readonly parse: (text: string) => Value;
  readonly show: (value: Value) => string;
  readonly schema: JsonSchema;
  /** `integer`: by value (0x10 is 16); `number` and `any`: as the file writes it. */
  readonly yaml?: 'integer' | 'number' | 'any';
}): Item<Value> {
  return {
    ...item,
    fromNode: (node, faults) => {
      const text = textOf(node, item.yaml);
      if (text !== undefined) return collect(node.where, faults, () => item.parse(text));
      faults.push({ where: node.where, message: `expected ${item.one}, got ${describeNode(node)}` });
      return undefined;
    },
  };
}

function textOf(node: ConfigNode, also: 'integer' | 'number' | 'any' | undefined): string | undefined {
  if (node.kind === 'text') return node.text;
  if (node.kind === 'boolean' && also === 'any') return node.text;
  if (node.kind !== 'number' || also === undefined || !Number.isFinite(node.value)) return undefined;
  if (also !== 'integer') return node.text;
  return Number.isSafeInteger(node.value) ? String(node.value) : undefined;
}

/** Text that fits a regular expression, which the schema repeats. `secret` values are never said back. */
export function matching(item: {
  readonly placeholder: string;
  readonly one: string;
  readonly many: string;
  readonly pattern: string;
  readonly hint?: string;
  readonly secret?: boolean;
  readonly yaml?: 'integer' | 'number' | 'any';
  /** What numbers the schema lets through, when some are taken. */
  readonly numbers?: JsonSchema;
}): Item<string> {
  const expression = new RegExp(item.pattern, 'u');
  const types = {
    text: 'string',
    integer: ['string', 'integer'],
    number: ['string', 'number'],
    any: ['string', 'number', 'boolean'],
  } as const;
  return scalar({
    ...item,
    parse: (text) => {
      if (expression.test(text)) return text;
      const what = item.secret === true ? 'the value' : quoted(text);
      const why = /[\0\n\r]/.test(text) ? 'has a line break or a NUL in it' : `is not ${item.one}`;
      throw new SlipwayError('E_CONFIG', `${what} ${why}`, { hint: item.hint });
    },
    show: (value) => value,
    schema: { type: types[item.yaml ?? 'text'], pattern: item.pattern, ...item.numbers },
  });
}

/** One word of a closed list. */
export function choice<Word extends string>(placeholder: string, words: readonly Word[]): Item<Word> {
  const one = words.length === 2 ? words.join(' or ') : `one of ${words.join(', ')}`;
  return scalar({
    placeholder,
    one,
    many: 'words',
    parse: (text) => {
      const word = words.find((candidate) => candidate === text);
      if (word !== undefined) return word;
      throw new SlipwayError('E_CONFIG', `${quoted(text)} is not ${one}`, { hint: nearestHint(text, words) });
    },
    show: (value) => value,
    schema: { enum: words },
  });
}

/** One value. Given twice as a flag, the last one counts, as the go command and most others have it. */
export function single<Value>(item: Item<Value>, options: { takesDashes?: boolean } = {}): Kind<Value> {
  return {
    placeholder: item.placeholder,
    name: item.one,
    repeatable: false,
    takesDashes: options.takesDashes ?? false,
    merges: false,
    fromFlags: (texts, where, faults) => collect(where, faults, () => item.parse(texts.at(-1) ?? '')),
    fromNode: item.fromNode,
    show: item.show,
    schema: item.schema,
  };
}

/** A value that may be left out: `--flag` alone, `--flag=VALUE`, and `--flag WORD` for a known word. */
export function optional<Value>(
  kind: Kind<Value>,
  without: NonNullable<Kind<Value>['optional']>,
): Kind<Value> {
  return { ...kind, optional: without };
}

/** `--name`, `--no-name`, `--name=true|false`; in the file true or false. */
export const toggle: Kind<boolean> = {
  placeholder: undefined,
  name: 'true or false',
  repeatable: false,
  takesDashes: false,
  merges: false,
  fromFlags: (texts, where, faults) => {
    const text = texts.at(-1);
    if (text === 'true' || text === 'false') return text === 'true';
    faults.push({ where, message: `${quoted(text ?? '')} is not true or false` });
    return undefined;
  },
  fromNode: (node, faults) => {
    if (node.kind === 'boolean') return node.value;
    const hint =
      node.kind === 'text' && /^(yes|no|on|off)$/i.test(node.text)
        ? 'YAML 1.2 writes true or false'
        : undefined;
    faults.push({ where: node.where, message: `expected true or false, got ${describeNode(node)}`, hint });
    return undefined;
  },
  show: (value) => value,
  schema: { type: 'boolean' },
};
