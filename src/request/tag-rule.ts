import { SlipwayError } from '../support/errors.ts';
import { nearestHint, quoted } from './faults.ts';
import { type Item, scalar } from './kinds.ts';
import { isTag, tagPattern } from './reference.ts';
import { parseTagTemplate, type TagPart, templatedTagPattern } from './tag-template.ts';

/**
 * A rule that gives tags, read. `prefix` and `suffix` stand around what the rule finds. `enable`: a template that must
 * become `true`, where one was given.
 */
export interface TagRule {
  readonly text: string;
  readonly kind: RuleKind;
  readonly prefix: readonly TagPart[];
  readonly suffix: readonly TagPart[];
  readonly enable: readonly TagPart[];
  /** raw, semver, schedule: what the tags look like. */
  readonly patterns: readonly (readonly TagPart[])[];
  /** semver: the version, where it is not the tag's. */
  readonly value: readonly TagPart[] | undefined;
  /** edge: the branch, where it is not the default one. */
  readonly branch: string | undefined;
  /** sha: all 40 digits. */
  readonly long: boolean;
  /** semver: the patterns are ours, not the user's. */
  readonly careful: boolean;
}

const ruleKinds = ['semver', 'branch', 'tag', 'pr', 'sha', 'schedule', 'edge', 'raw'] as const;
export type RuleKind = (typeof ruleKinds)[number];

const shorthands: Readonly<Record<string, RuleKind>> = {
  semver: 'semver',
  branch: 'branch',
  sha: 'sha',
  pr: 'pr',
  schedule: 'schedule',
};

/** The attributes of docker/metadata-action's types that mean the same here. */
const attributes = {
  raw: ['value'],
  semver: ['pattern', 'value'],
  ref: ['event'],
  sha: ['format'],
  schedule: ['pattern'],
  edge: ['branch'],
} as const;
type RuleType = keyof typeof attributes;
const common = ['type', 'enable', 'prefix', 'suffix'] as const;

/** What rules stand for without a pattern; with each release the shorter versions move on. */
const usualPatterns: Readonly<Partial<Record<RuleKind, readonly string[]>>> = {
  semver: ['{{version}}', '{{major}}.{{minor}}', '{{major}}'],
  schedule: ['nightly'],
};
const usualPrefix: Readonly<Partial<Record<RuleKind, string>>> = { pr: 'pr-', sha: 'sha-' };

/** A rule as it was written; it was read once to see that it can be. */
export const tagRule: Item<string> = scalar({
  placeholder: 'RULE',
  one: 'a tag rule',
  many: 'tag rules',
  parse: (text) => {
    parseTagRule(text);
    return text;
  },
  show: (text) => text,
  schema: {
    type: 'string',
    pattern: `^(?:type=(?:${Object.keys(attributes).join('|')})(?:,[^\\u0000\\n\\r]*)?|${tagPattern}|${templatedTagPattern})$`,
  },
});

/** True for a rule in docker/metadata-action's spelling, whose commas are its own. */
export function isWrittenOut(text: string): boolean {
  return text.startsWith('type=');
}

/**
 * Reads a tag rule: a known word, docker/metadata-action's `type=…,…`, or a literal with templates.
 * @throws SlipwayError E_CONFIG that names what is not known
 */
export function parseTagRule(text: string): TagRule {
  if (isWrittenOut(text)) return writtenRule(text);
  const kind = Object.hasOwn(shorthands, text) ? shorthands[text] : undefined;
  if (kind !== undefined) return rule(text, kind, new Map());
  const pattern = parseTagTemplate(text);
  checkLiteral(pattern, text);
  return rule(text, 'raw', new Map([['value', text]]));
}

function rule(text: string, kind: RuleKind, given: ReadonlyMap<string, string>): TagRule {
  const part = (name: string, otherwise = ''): readonly TagPart[] =>
    parseTagTemplate(given.get(name) ?? otherwise);
  const pattern = given.get('pattern');
  const value = given.get('value');
  const own = kind === 'raw' ? value : pattern;
  const patterns = own === undefined ? (usualPatterns[kind] ?? []) : [own];
  return {
    text,
    kind,
    prefix: part('prefix', usualPrefix[kind]),
    suffix: part('suffix'),
    enable: part('enable', 'true'),
    patterns: patterns.map(parseTagTemplate),
    value: kind === 'semver' && value !== undefined ? parseTagTemplate(value) : undefined,
    branch: given.get('branch'),
    long: given.get('format') === 'long',
    careful: pattern === undefined,
  };
}

function writtenRule(text: string): TagRule {
  const given = new Map<string, string>();
  // A comma inside a template is the template's.
  for (const [field] of text.matchAll(/(?:\{\{[^{}]*\}\}|[^,])+/g)) {
    const equals = field.indexOf('=');
    const [name, value] =
      equals < 0 ? ['value', field] : [field.slice(0, equals).trim(), field.slice(equals + 1)];
    if (given.has(name)) throw refused(text, `${name}= is in it twice`);
    given.set(name, value.trim());
  }
  const type = given.get('type') ?? '';
  if (!isType(type)) {
    throw refused(text, `there is no type ${quoted(type)} here`, nearestHint(type, Object.keys(attributes)));
  }
  const known: readonly string[] = [...common, ...attributes[type]];
  for (const name of given.keys()) {
    if (known.includes(name)) continue;
    const hint = name === 'priority' ? 'tags keep the order of their rules' : nearestHint(name, known);
    throw refused(text, `type=${type} has no ${name}= here`, hint);
  }
  return rule(text, kindOf(text, type, given), given);
}

function isType(type: string): type is RuleType {
  return Object.hasOwn(attributes, type);
}

function kindOf(text: string, type: RuleType, given: ReadonlyMap<string, string>): RuleKind {
  const oneOf = <Word extends string>(name: string, words: readonly Word[], otherwise?: Word): Word => {
    const word = words.find((candidate) => candidate === (given.get(name) ?? otherwise));
    if (word !== undefined) return word;
    throw refused(text, `${name}= is one of ${words.join(', ')}`);
  };
  const enable = given.get('enable') ?? 'true';
  if (!/^(?:true|false|\{\{ *is_default_branch *\}\})$/.test(enable)) {
    throw refused(text, `enable= is true, false or {{is_default_branch}}, not ${quoted(enable)}`);
  }
  if (type === 'ref') return oneOf('event', ['branch', 'tag', 'pr']);
  if (type === 'sha') oneOf('format', ['short', 'long'], 'short');
  if (type === 'raw' && (given.get('value') ?? '') === '') throw refused(text, 'it has no value=');
  return type;
}

function checkLiteral(parts: readonly TagPart[], text: string): void {
  const isFixed = parts.every(({ kind }) => kind === 'text');
  if (!isFixed || isTag(text)) return;
  const hint = 'a tag has up to 128 letters, digits and . _ - and does not begin with . or -';
  throw new SlipwayError('E_CONFIG', `${quoted(text)} is not a tag`, { hint });
}

function refused(text: string, why: string, hint?: string): SlipwayError {
  return new SlipwayError('E_CONFIG', `the tag rule ${quoted(text)} cannot be followed: ${why}`, { hint });
}
