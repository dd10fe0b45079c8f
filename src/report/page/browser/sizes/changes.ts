import { formatBytes } from '../../../format-bytes.ts';
import type { Pair, SizeImage } from '../../data.ts';
import { element } from '../dom.ts';
import { moduleName } from '../names.ts';
import { changeText } from './figures.ts';
import { rowsOf } from './rows.ts';

/** Sections about what changed in an image: what brings what is new, modules, packages. */
export function changesOf(image: SizeImage, names: readonly string[]): HTMLElement[] {
  const name = (index: number): string => names[index] ?? '';
  return [...broughtSection(image, name), ...moduleSection(image, name), ...packageSection(image, name)];
}

type Name = (index: number) => string;

function section(title: string, ...content: readonly Node[]): HTMLElement {
  return element('section', {}, element('h3', { text: title }), ...content);
}

function broughtSection({ changes }: SizeImage, name: Name): HTMLElement[] {
  if (changes.brought.length === 0) return [];
  const items = changes.brought.map(({ name: index, bytes, what, chain, modules }) =>
    element(
      'li',
      {},
      element('p', {}, element('code', { text: name(index) }), ` ${what}: `, grown(bytes)),
      wayOf(chain.map(name)),
      ...modules.map(([module, own, ...way]) =>
        element(
          'div',
          { class: 'with' },
          element('p', {}, element('code', { text: name(module) }), ': ', grown(own)),
          wayOf(way.map(name)),
        ),
      ),
    ),
  );
  return [section('What brings what is new', element('ul', { class: 'brought' }, ...items))];
}

function grown(bytes: number): HTMLElement {
  return element('span', { class: 'grown', text: `+${formatBytes(bytes)}` });
}

/** A chain of imports. */
function wayOf(links: readonly string[]): HTMLElement {
  return element(
    'p',
    { class: 'way' },
    ...links.flatMap((link, at) => [...(at === 0 ? [] : [' → ']), element('code', { text: link })]),
  );
}

function moduleSection({ changes }: SizeImage, name: Name): HTMLElement[] {
  const rows = changes.modules.map(([index, before, after, old, now, former]) => {
    const versions = [...new Set([old, now])].filter((each) => each >= 0).map(name);
    const more = former < 0 ? '' : `in place of ${name(former)}`;
    return {
      name: moduleName(name(index)),
      about: [versions.join(' → '), more].filter((text) => text !== ''),
      pair: [before, after] as Pair,
    };
  });
  return tableOf('Modules that changed', rows);
}

function packageSection({ changes, paths, sizes, measures }: SizeImage, name: Name): HTMLElement[] {
  const columns = measures.length * 2;
  const chains = new Map(changes.chains.map((chain) => [chain.at(-1), chain.slice(0, -1)]));
  const all = paths.map((path, at) => {
    const pair: Pair = [sizes[at * columns] ?? 0, sizes[at * columns + 1] ?? 0];
    const chain = chains.get(path) ?? [];
    return { name: name(path), about: chain.length === 0 ? [] : [`by ${chain.map(name).join(' → ')}`], pair };
  });
  const growth = ({ pair: [before, after] }: { pair: Pair }): number => after - before;
  const of = (sign: number) =>
    all.filter((row) => growth(row) * sign > 0).sort((a, b) => (growth(b) - growth(a)) * sign);
  return [...tableOf('Packages that grew', of(1)), ...tableOf('Packages that shrank', of(-1))];
}

export interface ChangeRow {
  readonly name: string;
  readonly about: readonly string[];
  readonly pair: Pair;
}

function tableOf(title: string, rows: readonly ChangeRow[]): HTMLElement[] {
  if (rows.length === 0) return [];
  const cells = (row: ChangeRow): HTMLElement => {
    const { name, about, pair } = row;
    const [before, after] = pair;
    const bytes = (of: number): string => (of === 0 ? '–' : formatBytes(of));
    const how = before === after ? '' : after > before ? 'grown' : 'shrunk';
    return element(
      'tr',
      {},
      element(
        'th',
        { with: { scope: 'row' } },
        element('code', { text: name }),
        ...about.map((text) => element('span', { class: 'about', text })),
      ),
      element('td', { text: bytes(before) }),
      element('td', { text: bytes(after) }),
      element('td', { text: changeText(pair), class: how }),
    );
  };
  return [
    section(
      `${title} (${rows.length})`,
      rowsOf(
        ['Name', 'Before', 'After', 'Change'],
        rows.map((row) => () => cells(row)),
      ),
    ),
  ];
}
