import { formatBytes } from '../../format-bytes.ts';
import { importChain, referenceChain } from './chains.ts';
import { element } from './dom.ts';
import type { Page, Shown } from './page.ts';
import type { Item } from './tree.ts';
import { percent } from './words.ts';

/** What the file would be smaller without a module or package; nothing where the page has nothing of that. */
export function withoutIt({ data, tree }: Page, item: Item): Node[] {
  if (data.retained === undefined || !canBeAsked(item)) return [];
  const { retained, numbers, level } = item;
  const whole = level === 'module' ? 'as a whole; packages of it may' : 'by itself';
  const said =
    retained === undefined
      ? [`It cannot go away ${whole}.`]
      : lossWords(retained, numbers[0] ?? 0, tree.root.numbers[0] ?? 0);
  return [element('h3', { text: 'Without it' }), element('p', {}, ...said)];
}

function lossWords(retained: number, own: number, file: number): (Node | string)[] {
  const beyond = retained - own;
  const bytes = formatBytes(own);
  const smaller = element('b', { text: `${formatBytes(retained)} smaller` });
  const where =
    beyond === 0
      ? 'all its own'
      : beyond < 0
        ? `of its own ${bytes} others need some`
        : `${bytes} of its own, ${formatBytes(beyond)} of others that only it keeps`;
  return ['The file would be ', smaller, ` (${percent(retained, file).replace(' ', '\u00a0')}): ${where}.`];
}

function canBeAsked({ level }: Item): boolean {
  return level === 'module' || level === 'package';
}

/** The imports that bring a package, or the nearest one of a module, and the references that keep it alive. */
export function whyAlive(page: Page, item: Item): Node[] {
  const { reasons, packages } = page.data;
  if (reasons === undefined || !canBeAsked(item)) return [];
  const own = new Set((item.level === 'package' ? [item] : item.children).map(({ key }) => key));
  const numbers = packages.flatMap(({ path }, number) => (own.has(`package:${path}`) ? [number] : []));
  const nameOf = (number: number): string =>
    packages[number]?.path ?? reasons.passed[number - packages.length] ?? '';
  const imports = nearest(numbers, (number) => reasons.importers[number] ?? -1);
  const ends = numbers.map((number) => reasons.ends[number] ?? -1).filter((end) => end >= 0);
  const links = nearest(ends, (link) => reasons.links[link]?.[2] ?? -1);
  return [
    // A chain of one is the main package, or nobody knows who imports it.
    ...(imports.length > 1 ? importChain(page, imports.map(nameOf)) : []),
    ...referenceChain(
      links.flatMap((number) => {
        const link = reasons.links[number];
        return link === undefined ? [] : [[link[0], link[1]] as const];
      }),
    ),
  ];
}

/** The shortest of the chains that end with one of these. What goes in a circle is none. */
function nearest(ends: readonly number[], before: (number: number) => number): number[] {
  let best: number[] = [];
  for (const end of ends) {
    const way = new Set<number>();
    let at = end;
    for (; at >= 0 && !way.has(at); at = before(at)) way.add(at);
    if (at < 0 && way.size > 0 && (best.length === 0 || way.size < best.length)) best = [...way].reverse();
  }
  return best;
}

/** What areas are where they are what would go away; else nothing. */
export function areasNote({ at, lens }: Shown, item: Item): Node[] {
  if (!lens.retained || item !== at || at.level === 'group') return [];
  const what = at.level === 'program' ? 'module' : 'package';
  const text =
    at.level === 'package'
      ? 'Retained is what would go without the package: its own bytes, and striped what only it keeps in others.'
      : `Retained is what would go without each ${what}: its own bytes, and striped what only it keeps in others. It does not add up: what two keep together is in neither, what one keeps in another is in both. What is pale cannot go as a whole, and has its own bytes.`;
  return [element('p', { class: 'note', text })];
}
