import type { KindRow, Numbers, PackageRow, PageData } from '../data.ts';
import { keptKind, kindCount, labelOf, moduleName, restName, smallerName } from './names.ts';

/**
 * What an item of the picture is. `smaller`, `rest` and `others` stand for what is not shown by itself, `kept` for what goes with a
 * module or package and lies in others.
 */
export type Level =
  | 'program'
  | 'module'
  | 'package'
  | 'symbol'
  | 'smaller'
  | 'rest'
  | 'group'
  | 'part'
  | 'others'
  | 'kept';

/** A rectangle of the picture, a row of the table. */
export interface Item {
  /** Its place in `Tree.items`. */
  readonly id: number;
  /** What it is called in the page's address. */
  readonly key: string;
  readonly level: Level;
  /** As it is written inside its parent. */
  readonly label: string;
  readonly fullName: string;
  /** Index into `pageKinds`; of one with children what they have most of. */
  readonly kind: number;
  readonly numbers: Numbers;
  /** Disk bytes by kind, for each file. */
  readonly parts: readonly KindRow[];
  /** What the file would be smaller without it; absent where that is not known, and of what cannot go away. */
  readonly retained?: number | undefined;
  readonly parent: Item | undefined;
  readonly children: readonly Item[];
}

export interface Tree {
  readonly root: Item;
  /** All of them, each before its children. */
  readonly items: readonly Item[];
  readonly byKey: ReadonlyMap<string, Item>;
}

type Draft = Omit<Item, 'id' | 'parent' | 'children'> & { readonly children: readonly Draft[] };

/** Module → package → symbol, with what belongs to no package beside the modules. */
export function treeOf(data: PageData): Tree {
  const modules = data.modules.map((path, index) => {
    const own = data.packages.filter(({ module }) => module === index);
    const others = (data.others ?? []).filter(([module]) => module === index);
    const draft = inner('module', path, moduleName(path), [
      ...own.map(packageDraft(path, data.files.length)),
      ...others.map(([, count = 0, ...numbers]) => othersDraft(path, count, numbers)),
    ]);
    const bytes = data.retained?.[index] ?? -1;
    return bytes < 0 ? draft : retaining(draft, bytes);
  });
  const groups = data.groups.map(({ name, kind, rows }) =>
    inner(
      'group',
      name,
      name,
      rows.map(([each, ...numbers]) => leaf('part', `${name}:${each}`, each, each, kind, numbers)),
    ),
  );
  const name = data.files.at(-1)?.name ?? '';
  return finished(inner('program', '', name, [...modules, ...groups]));
}

function packageDraft(module: string, sides: number): (row: PackageRow) => Draft {
  return (row) => {
    const label = labelOf(row.path, module);
    if (row.numbers !== undefined)
      return leaf('package', row.path, label, row.path, kindCount - 1, row.numbers);
    const columns = row.sizes.length / Math.max(1, row.names.length);
    const symbols = row.names.map((name, index) => {
      const full = name.startsWith('.') ? row.path + name : name;
      const numbers = row.sizes.slice(index * columns, (index + 1) * columns);
      const kind = Number(row.kinds[index]);
      return leaf('symbol', `${kind}:${row.path}:${name}`, name.replace(/^\./, ''), full, kind, numbers);
    });
    const smaller = row.smaller.map(([kind, count = 0, ...numbers]) => {
      const label = smallerName(kind, count);
      return leaf('smaller', `${kind}:${row.path}`, label, `${label} of ${row.path}`, kind, numbers);
    });
    const shown = new Set([...row.kinds].map(Number).concat(row.smaller.map(([kind]) => kind)));
    const rest = row.rest.map(([kind, ...numbers], index) => {
      const label = restName(kind, shown.has(kind), numbers.slice(0, sides).some(Boolean));
      return leaf('rest', `${index}:${row.path}`, label, `${label} of ${row.path}`, kind, numbers);
    });
    const draft = inner('package', row.path, label, [...symbols, ...smaller, ...rest]);
    const made = { ...draft, parts: row.parts, kind: mostOf(row.parts, sides) };
    return row.retained === undefined ? made : retaining(made, row.retained);
  };
}

/** With what goes with it beyond its own bytes: no bytes of its own, so that it is nowhere but in the picture of what would go. */
function retaining(draft: Draft, retained: number): Draft {
  const beyond = retained - (draft.numbers[0] ?? 0);
  if (beyond <= 0) return { ...draft, retained };
  const label = `in other ${draft.level}s`;
  const full = `what only ${draft.fullName} keeps in other ${draft.level}s`;
  const kept = { ...leaf('kept', draft.key, label, full, keptKind, []), retained: beyond };
  return { ...draft, retained, children: [...draft.children, kept] };
}

/** Packages of a module that are not told apart. */
function othersDraft(module: string, count: number, numbers: Numbers): Draft {
  const label = `${count} other ${count === 1 ? 'package' : 'packages'}`;
  return leaf('others', module, label, `${label} of ${moduleName(module)}`, kindCount - 1, numbers);
}

function leaf(
  level: Level,
  key: string,
  label: string,
  fullName: string,
  kind: number,
  numbers: Numbers,
): Draft {
  return { level, key: `${level}:${key}`, label, fullName, kind, numbers, parts: [], children: [] };
}

function inner(level: Level, path: string, label: string, children: readonly Draft[]): Draft {
  const numbers: number[] = [];
  for (const child of children) {
    for (const [column, number] of child.numbers.entries()) {
      numbers[column] = (numbers[column] ?? 0) + number;
    }
  }
  const parts = sumOfParts(children);
  const fullName = path === '' ? label : path === 'std' ? label : path;
  const kind = mostOf(parts, Number.POSITIVE_INFINITY);
  return { level, key: `${level}:${path}`, label, fullName, kind, numbers, parts, children };
}

/** Kinds of all children; a leaf without parts is all of its own kind. */
function sumOfParts(children: readonly Draft[]): KindRow[] {
  const sums: number[][] = [];
  for (const child of children) {
    const rows: readonly KindRow[] =
      child.parts.length > 0 || child.children.length > 0 ? child.parts : [[child.kind, ...child.numbers]];
    for (const [kind, ...numbers] of rows) {
      const sum = sums[kind] ?? [];
      sums[kind] = sum;
      for (const [side, number] of numbers.entries()) sum[side] = (sum[side] ?? 0) + number;
    }
  }
  return sums.flatMap((sum, kind): KindRow[] => [[kind, ...sum]]);
}

/** The kind with the most bytes over at most so many columns. */
function mostOf(rows: readonly KindRow[], columns: number): number {
  let best = kindCount - 1;
  let most = -1;
  for (const [kind, ...numbers] of rows) {
    const bytes = Math.max(0, ...numbers.slice(0, columns));
    if (bytes > most) [best, most] = [kind, bytes];
  }
  return best;
}

/** Gives each its number, its parent and its name in the address. */
function finished(root: Draft): Tree {
  const items: Item[] = [];
  const byKey = new Map<string, Item>();
  const finish = (draft: Draft, parent: Item | undefined): Item => {
    const children: Item[] = [];
    const item: Item = { ...draft, id: items.length, parent, children };
    items.push(item);
    if (!byKey.has(item.key)) byKey.set(item.key, item);
    for (const child of draft.children) children.push(finish(child, item));
    return item;
  };
  return { root: finish(root, undefined), items, byKey };
}

/** From the program down to an item, itself included. */
export function pathTo(item: Item): Item[] {
  return item.parent === undefined ? [item] : [...pathTo(item.parent), item];
}

/** Whether an item is another or lies in it. */
export function isWithin(item: Item, outer: Item): boolean {
  return item === outer || (item.parent !== undefined && isWithin(item.parent, outer));
}
