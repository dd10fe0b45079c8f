import { formatBytes } from '../../format-bytes.ts';
import { pageKinds } from '../data.ts';
import { byId, element, swatch } from './dom.ts';
import { type Change, changeOf, changes, growthOf, type Lens, stays } from './lens.ts';
import { keptKind, kindName } from './names.ts';
import type { Page, Shown } from './page.ts';
import type { Item } from './tree.ts';
import { changeSigns, signedBytes } from './words.ts';

const changeWords: Readonly<Record<Change, string>> = {
  same: 'unchanged',
  grown: 'grown',
  shrunk: 'shrunk',
  new: 'new',
  gone: 'gone',
};
const changeColours: Readonly<Record<Change, string>> = {
  same: 'same',
  grown: 'grown',
  shrunk: 'shrunk',
  new: 'grown',
  gone: 'shrunk',
};

/** What the colours mean, with the bytes that have them where one is. */
export function legend(page: Page): void {
  const list = byId('ul', 'legend');
  page.follow((now, before) => {
    if (before?.at === now.at && before.areas === now.areas) return;
    const entries = now.lens.sides === 1 ? kindsOf(now) : changesOf(now.at, now.lens);
    list.replaceChildren(...entries);
  });
}

function kindsOf({ at, areas, lens }: Shown): HTMLElement[] {
  const sums = pageKinds.map(() => 0);
  // A function's bytes are those of its code and of its share of the tables.
  const leaves = leavesOf(at);
  const withTables = leaves.some(({ level }) => level === 'symbol');
  for (const { id, kind } of leaves) sums[kind] = (sums[kind] ?? 0) + (areas[id] ?? 0);
  const entries = pageKinds.flatMap((name, kind) => {
    const bytes = sums[kind] ?? 0;
    const said = name === 'code' && withTables ? 'functions with their tables' : kindName(kind);
    // What would go does not add up.
    return bytes === 0 ? [] : [entry(swatch(name), said, lens.retained ? '' : formatBytes(bytes))];
  });
  if ((sums[keptKind] ?? 0) > 0)
    entries.push(entry(swatch('kept', '', true), 'of others, kept by it alone', ''));
  if (leaves.some((item) => stays(item, at, lens) && (areas[item.id] ?? 0) > 0))
    entries.push(entry(swatch('stays'), 'pale: stays', ''));
  return entries;
}

function changesOf(at: Item, lens: Lens): HTMLElement[] {
  const sums = new Map<Change, number>();
  for (const item of leavesOf(at)) {
    const change = changeOf(item, lens);
    sums.set(change, (sums.get(change) ?? 0) + growthOf(item, lens));
  }
  return changes.flatMap((change) => {
    const growth = sums.get(change);
    if (growth === undefined) return [];
    const square = swatch(changeColours[change], changeSigns[change], change === 'gone');
    return [entry(square, changeWords[change], change === 'same' ? '' : signedBytes(growth))];
  });
}

function entry(square: HTMLElement, name: string, bytes: string): HTMLElement {
  return element(
    'li',
    {},
    square,
    element('span', { text: name }),
    element('span', { class: 'bytes', text: bytes }),
  );
}

function leavesOf(item: Item): Item[] {
  return item.children.length === 0 ? [item] : item.children.flatMap(leavesOf);
}
