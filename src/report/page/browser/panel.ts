import { formatBytes } from '../../format-bytes.ts';
import { type KindRow, pageKinds } from '../data.ts';
import { byId, element, swatch } from './dom.ts';
import { bytesOf, changeOf, growthOf, type Lens, weightOf } from './lens.ts';
import { kindName } from './names.ts';
import type { Page, Shown } from './page.ts';
import { areasNote, whyAlive, withoutIt } from './reasons.ts';
import { savings } from './savings.ts';
import { jump } from './steps.ts';
import type { Item } from './tree.ts';
import { grouped, levelWord, listBytes, percent, relativeGrowth, signedBytes, sizeText } from './words.ts';

const listed = 40;

/** About the item that is chosen, or else about where one is. */
export function panel(page: Page): void {
  const place = byId('aside', 'panel');
  page.follow((now, before) => {
    const item = now.chosen ?? now.at;
    if (before !== undefined && item === (before.chosen ?? before.at) && before.areas === now.areas) return;
    place.replaceChildren(...about(page, now, item));
    place.scrollTop = 0;
  });
}

function about(page: Page, now: Shown, item: Item): Node[] {
  const { lens } = now;
  const { parent } = item;
  if (item.level === 'kept' && parent !== undefined) return aboutKept(page, item, parent);
  const where = parent?.parent === undefined ? '' : ` in ${parent.fullName}`;
  const nodes: Node[] = [
    element('h2', { text: item.level === 'symbol' ? item.label : item.fullName }),
    element('p', { class: 'what', text: `${levelWord(item)}${where}` }),
    figures(page, item, lens),
    ...withoutIt(page, item),
    ...areasNote(now, item),
  ];
  if (item !== now.at && item.children.length > 0) {
    const go = {
      class: 'go',
      text: 'Go in',
      with: { type: 'button' },
      on: { click: () => jump(page, item) },
    };
    nodes.push(element('button', go));
  }
  nodes.push(...whyAlive(page, item));
  if (parent === undefined) nodes.push(...savings(page));
  if (item.parts.length > 1) nodes.push(...kinds(item, lens));
  if (item.children.length > 0) nodes.push(...most(page, item, now));
  const { notices } = page.data;
  if (parent === undefined && notices.length > 0) {
    nodes.push(element('h3', { text: 'To know' }));
    nodes.push(element('ul', { class: 'notices' }, ...notices.map((text) => element('li', { text }))));
  }
  return nodes;
}

/** What goes with a module or package and lies in others: which bytes of them that are, nobody can point at. */
function aboutKept(page: Page, { fullName, retained = 0 }: Item, keeper: Item): Node[] {
  const text = `${formatBytes(retained)} of others would go with it, since nothing else needs them.`;
  return [element('h2', { text: fullName }), element('p', { text }), ...withoutIt(page, keeper)];
}

type NumberRow = readonly [name: string, text: (lens: Lens) => string, how?: (lens: Lens) => string];

/** Its bytes on disk and, where they are known, on the wire; in a comparison before and after. */
function figures(page: Page, item: Item, lens: Lens): HTMLElement {
  const { measures } = page.data;
  const lenses = measures.map((_, measure): Lens => ({ ...lens, measure: measure === 0 ? 0 : 1 }));
  const rows = lens.sides === 2 ? changeRows(item) : shareRows(item, page.tree.root);
  const heads = ['', ...measures.map((name) => (name === 'disk' ? 'On disk' : 'On the wire'))];
  return element(
    'table',
    { class: 'numbers' },
    element(
      'thead',
      {},
      element('tr', {}, ...heads.map((text) => element(text === '' ? 'td' : 'th', { text }))),
    ),
    element(
      'tbody',
      {},
      ...rows.map(([name, text, how]) =>
        element(
          'tr',
          {},
          element('th', { text: name, with: { scope: 'row' } }),
          ...lenses.map((own) => element('td', { text: text(own), class: how?.(own) ?? '' })),
        ),
      ),
    ),
  );
}

function shareRows(item: Item, root: Item): NumberRow[] {
  const bytes = (of: Item, lens: Lens): number => bytesOf(of, lens).after;
  const { parent } = item;
  return [
    ['size', (lens) => sizeText(item, lens, 'after')],
    ['in bytes', (lens) => known(item, lens, grouped(bytes(item, lens))), () => 'exact'],
    ...(parent === undefined ? [] : [shareRow('of the program', root)]),
    ...(parent?.parent === undefined ? [] : [shareRow(`of the ${levelWord(parent)}`, parent)]),
  ];
  function shareRow(name: string, whole: Item): NumberRow {
    return [name, (lens) => known(item, lens, percent(bytes(item, lens), bytes(whole, lens)))];
  }
}

/** A text where there is a size. */
function known(item: Item, lens: Lens, text: string): string {
  return sizeText(item, lens, 'after') === '–' ? '–' : text;
}

function changeRows(item: Item): NumberRow[] {
  const how = (lens: Lens): string => changeOf(item, lens);
  return [
    ['before', (lens) => sizeText(item, lens, 'before')],
    ['after', (lens) => sizeText(item, lens, 'after')],
    ['change', (lens) => signedBytes(growthOf(item, lens)), how],
    ['in percent', (lens) => relativeGrowth(item, lens), how],
  ];
}

/** Its disk bytes by what they are. */
function kinds(item: Item, lens: Lens): Node[] {
  const bytesIn = (row: KindRow): number => row[lens.sides] ?? 0;
  const rows = item.parts.filter((row) => bytesIn(row) > 0).sort((a, b) => bytesIn(b) - bytesIn(a));
  const whole = rows.reduce((sum, row) => sum + bytesIn(row), 0);
  const name = ([kind]: KindRow): string => pageKinds[kind] ?? 'other';
  const bar = rows.map((row) =>
    element('span', {
      style: { '--share': String(bytesIn(row) / whole), '--colour': `var(--${name(row)})` },
    }),
  );
  return [
    element('h3', { text: lens.sides === 2 ? 'By kind, on disk, after' : 'By kind, on disk' }),
    element('div', { class: 'stack', with: { 'aria-hidden': 'true' } }, ...bar),
    element(
      'ul',
      { class: 'list' },
      ...rows.map((row) =>
        element(
          'li',
          {},
          swatch(name(row)),
          element('span', { class: 'label', text: kindName(row[0]) }),
          element('span', { text: `${formatBytes(bytesIn(row))} · ${percent(bytesIn(row), whole)}` }),
        ),
      ),
    ),
  ];
}

/** The children that are largest, or changed most. */
function most(page: Page, item: Item, now: Shown): Node[] {
  const { lens, areas } = now;
  const weight = (child: Item): number =>
    lens.sides === 2 ? Math.abs(growthOf(child, lens)) : weightOf(child, lens, areas);
  const largest = lens.retained ? 'What would go without each' : 'The largest in it';
  const inIt = item.children.filter(({ level }) => level !== 'kept');
  const children = inIt.filter((child) => weight(child) > 0).sort((a, b) => weight(b) - weight(a));
  if (children.length === 0) return [];
  return [
    element('h3', { text: lens.sides === 2 ? 'What changed most' : largest }),
    element(
      'ul',
      { class: 'list' },
      ...children.slice(0, listed).map((child) => {
        const text = lens.sides === 2 ? signedBytes(growthOf(child, lens)) : listBytes(child, now);
        const name = { text: child.label, with: { type: 'button', title: child.fullName } };
        return element(
          'li',
          {},
          swatch(lens.sides === 2 ? changeToken(child, lens) : (pageKinds[child.kind] ?? 'other')),
          element('button', { ...name, on: { click: () => jump(page, child) } }),
          element('span', { text, class: lens.sides === 2 ? changeOf(child, lens) : '' }),
        );
      }),
    ),
  ];
}

function changeToken(item: Item, lens: Lens): string {
  return growthOf(item, lens) > 0 ? 'grown' : 'shrunk';
}
