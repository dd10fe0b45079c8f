import { formatBytes, formatSaving } from '../../format-bytes.ts';
import { blockersWords } from '../../reference-words.ts';
import type { AdviceRow, PageBlocker, PageDeadCode } from '../data.ts';
import { importChain, referenceChain } from './chains.ts';
import { element } from './dom.ts';
import type { Page } from './page.ts';
import { jump } from './steps.ts';

/** What would make the program smaller: advice, and what keeps methods that nothing calls. Nothing where nobody knows. */
export function savings(page: Page): Node[] {
  const { advice = [], deadCode } = page.data;
  return [
    ...(advice.length === 0 ? [] : adviceList(page, advice)),
    ...(deadCode === undefined || deadCode.pruned ? [] : blockerList(page, deadCode)),
  ];
}

function adviceList(page: Page, advice: readonly AdviceRow[]): Node[] {
  const items = advice.map(([bytes, subject, text]) =>
    element(
      'li',
      {},
      element('span', { class: 'saved', text: formatSaving(bytes) }),
      element('span', {}, text, ...wayTo(page, subject)),
    ),
  );
  return [
    element('h3', { text: 'What would make it smaller' }),
    element('ul', { class: 'savings' }, ...items),
  ];
}

/** A step to the module or package that advice is about, where it is in the picture. */
function wayTo(page: Page, subject: string): (Node | string)[] {
  const item = page.tree.byKey.get(`package:${subject}`) ?? page.tree.byKey.get(`module:${subject}`);
  if (item === undefined) return [];
  const click = (): void => jump(page, item);
  return [
    ' ',
    element('button', {
      text: 'Show it',
      with: { type: 'button', 'aria-label': `Show it: ${subject}` },
      on: { click },
    }),
  ];
}

function blockerList(page: Page, { count, bytes, pruningBytes, blockers }: PageDeadCode): Node[] {
  const all = count === 1 ? 'Without it' : 'Without all of them';
  const why = `${blockersWords(count)}, so methods that nothing calls stay. `;
  const price = `${all} the file would be ${formatBytes(bytes)} smaller, ${formatBytes(pruningBytes)} if only such methods went.`;
  const left = count - blockers.length;
  return [
    element('h3', { text: 'Dead-code elimination is off' }),
    element('p', { text: `${why}${price}` }),
    element(
      'ul',
      { class: 'savings' },
      ...blockers.map((blocker) => blockerItem(page, blocker)),
      ...(left > 0 ? [element('li', { text: `and ${left} more` })] : []),
    ),
  ];
}

function blockerItem(
  page: Page,
  { symbol, bytes, packageBytes, hint, links, imports }: PageBlocker,
): HTMLElement {
  const whole =
    packageBytes > bytes ? [`Without its package it would be ${formatBytes(packageBytes)} less.`] : [];
  const more = [...(hint === undefined ? [] : [hint]), ...whole];
  return element(
    'li',
    {},
    element('span', { class: 'saved', text: formatSaving(bytes) }),
    element(
      'details',
      {},
      element('summary', { text: symbol }),
      ...more.map((text) => element('p', { text })),
      ...(imports.length > 1 ? importChain(page, imports) : []),
      ...referenceChain(links),
    ),
  );
}
