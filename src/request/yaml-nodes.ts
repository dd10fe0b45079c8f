import {
  type Alias,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from 'yaml';
import type { ConfigEntry, ConfigNode } from './config-node.ts';
import { describeNode } from './config-node.ts';
import { type Fault, quoted } from './faults.ts';

/** A configuration has some hundred values; far more come from aliases that multiply. */
const mostNodes = 20_000;
const mostDepth = 16;

interface Reading {
  readonly faults: Fault[];
  readonly where: (node: { readonly range?: readonly number[] | null | undefined }) => string;
  readonly targets: ReadonlyMap<Alias, Node | undefined>;
  nodes: number;
}

/**
 * A YAML 1.2 document (core schema) as plain nodes. Anchors are followed; tags, merge keys, several documents and
 * duplicate keys are faults.
 * @param name how messages call the file
 */
export function readYaml(source: string, name: string, faults: Fault[]): ConfigNode | undefined {
  const lines = new LineCounter();
  const document = parseDocument(source, {
    lineCounter: lines,
    // Checked below in linear time, with the place of the first.
    uniqueKeys: false,
    prettyErrors: false,
    // 'silent' would let a second document pass.
    logLevel: 'error',
    merge: false,
    version: '1.2',
    schema: 'core',
  });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${Math.max(1, line)}:${Math.max(1, col)}`;
  };
  for (const { code, message, pos } of [...document.errors, ...document.warnings].slice(0, 10)) {
    const hint = yamlHints[code];
    faults.push({ where: at(pos[0]), message: sentences[code] ?? message, hint });
    if (code === 'RESOURCE_EXHAUSTION') break;
  }
  if (faults.length > 0) return undefined;
  const reading: Reading = {
    faults,
    where: (node) => at(node.range?.[0] ?? 0),
    targets: document.contents === null ? new Map() : aliasTargets(document.contents),
    nodes: 0,
  };
  if (document.contents === null) return { kind: 'nothing', where: at(0) };
  return convert(document.contents, reading, 0);
}

const sentences: Readonly<Record<string, string>> = {
  RESOURCE_EXHAUSTION: 'the YAML is nested too deeply',
  MULTIPLE_DOCS: 'a second document begins here; the file holds one',
  TAG_RESOLVE_FAILED: 'YAML tags (!name) are not used in this file',
};

const yamlHints: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'indent with spaces',
  BLOCK_AS_IMPLICIT_KEY: 'put text that holds ": " in quotes',
  MISSING_CHAR: 'a bracket or quote is not closed before here',
  BAD_ALIAS: 'put text that begins with * in quotes',
};

/** What each alias stands for: the last anchor of its name before it (YAML 1.2.2, section 7.1). */
function aliasTargets(contents: Node): Map<Alias, Node | undefined> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node | undefined>();
  const anchor = (node: Node & { anchor?: string | undefined }): void => {
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
  };
  visit(contents, {
    Alias: (_, alias) => void targets.set(alias, anchors.get(alias.source)),
    Scalar: (_, node) => anchor(node),
    Collection: (_, node) => anchor(node),
  });
  return targets;
}

function convert(node: unknown, reading: Reading, depth: number, aliasedAt?: string): ConfigNode | undefined {
  if (!isNode(node)) return undefined;
  const where = aliasedAt ?? reading.where(node);
  const refuse = (message: string, hint?: string): undefined => {
    reading.faults.push({ where, message, hint });
  };
  reading.nodes += 1;
  if (reading.nodes === mostNodes)
    return refuse(`more than ${mostNodes} values`, 'aliases multiply what they stand for');
  if (reading.nodes > mostNodes) return undefined;
  if (depth > mostDepth) return refuse('the YAML is nested too deeply');
  if (isAlias(node)) {
    const target = reading.targets.get(node);
    if (target !== undefined) return convert(target, reading, depth + 1, where);
    return refuse(`there is no anchor &${node.source} before here`, yamlHints['BAD_ALIAS']);
  }
  if ('tag' in node && node.tag !== undefined) return refuse('YAML tags (!name) are not used in this file');
  if (isScalar(node)) return convertScalar(node.value, node.source, where);
  if (isSeq(node)) {
    const items = node.items.map((item) => convert(item, reading, depth + 1));
    return { kind: 'list', where, items: items.filter((item) => item !== undefined) };
  }
  if (isMap(node)) return { kind: 'map', where, entries: convertPairs(node.items, reading, depth) };
  return refuse('this cannot be read');
}

function convertScalar(value: unknown, source: string | undefined, where: string): ConfigNode {
  if (typeof value === 'string') return { kind: 'text', where, text: value };
  if (typeof value === 'number') return { kind: 'number', where, text: source ?? String(value), value };
  if (typeof value === 'boolean') return { kind: 'boolean', where, text: source ?? String(value), value };
  return { kind: 'nothing', where };
}

function convertPairs(pairs: readonly Pair[], reading: Reading, depth: number): ConfigEntry[] {
  const seen = new Map<string, string>();
  const entries: ConfigEntry[] = [];
  for (const { key, value } of pairs) {
    const name = convert(key, reading, depth + 1);
    const held = value === null ? undefined : convert(value, reading, depth + 1);
    if (name === undefined) continue;
    if (!('text' in name)) {
      reading.faults.push({
        where: name.where,
        message: `a field's name is a text, got ${describeNode(name)}`,
      });
      continue;
    }
    const first = seen.get(name.text);
    if (first !== undefined) {
      const message = `${quoted(name.text)} is here twice; the first is at ${first}`;
      reading.faults.push({ where: name.where, message });
      continue;
    }
    seen.set(name.text, name.where);
    if (name.text === '<<') {
      reading.faults.push({
        where: name.where,
        message: 'merge keys (<<) are not used in this file',
        hint: 'settings at the top already hold for every target',
      });
    } else if (value === null) {
      entries.push({ key: name.text, where: name.where, value: { kind: 'nothing', where: name.where } });
    } else if (held !== undefined) {
      entries.push({ key: name.text, where: name.where, value: held });
    }
  }
  return entries;
}
