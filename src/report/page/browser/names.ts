import { type PageKind, pageKinds } from '../data.ts';

export const kindCount = pageKinds.length;
/** Of what lies in others and goes with an item: bytes of any kind. */
export const keptKind = kindCount;

/** What a kind is called, and one of it. */
const words: Readonly<Record<PageKind, readonly [kind: string, one: string, several: string]>> = {
  code: ['code', 'function', 'functions'],
  tables: ['tables', 'table', 'tables'],
  types: ['types', 'type', 'types'],
  strings: ['strings', 'string', 'strings'],
  data: ['data', 'variable', 'variables'],
  embedded: ['embedded files', 'embedded file', 'embedded files'],
  structures: ['structures', 'structure', 'structures'],
  other: ['other', 'other', 'others'],
};

function wordsOf(kind: number): readonly [string, string, string] {
  return words[pageKinds[kind] ?? 'other'];
}

/** `code`, `embedded files`. */
export function kindName(kind: number): string {
  return wordsOf(kind)[0];
}

/** `function`, `type`, `string`: a symbol of this kind. */
export function symbolWord(kind: number): string {
  return wordsOf(kind)[1];
}

export function smallerName(kind: number, count: number): string {
  const [, one, several] = wordsOf(kind);
  return `${count} smaller ${count === 1 ? one : several}`;
}

/** Bytes of a kind that no symbol has; on the wire those of all kinds. */
export function restName(kind: number, besideSymbols: boolean, onDisk: boolean): string {
  if (!onDisk) return 'not by symbol';
  if (pageKinds[kind] === 'other') return 'padding and other';
  return besideSymbols ? `other ${kindName(kind)}` : kindName(kind);
}

export function moduleName(path: string): string {
  return path === '' ? 'unknown module' : path === 'std' ? 'standard library' : path;
}

/** A label and what stands for it where there is less room: a method without its receiver, the end of a path. */
export function shorterLabels(label: string, isPath: boolean): string[] {
  if (!isPath) {
    const method = /^\(\*?[^()]+\)\.(.+)$/.exec(label)?.[1];
    return method === undefined ? [label] : [label, method];
  }
  const elements = label.split('/');
  return elements.map((_, index) => (index === 0 ? label : `…/${elements.slice(index).join('/')}`));
}

/** A package's path below its module's; of the module's own package its last elements. */
export function labelOf(path: string, module: string): string {
  if (module !== '' && path.startsWith(`${module}/`)) return path.slice(module.length + 1);
  if (path !== module) return path;
  return /[^/]+(\/v\d+)?$/.exec(path)?.[0] ?? path;
}
