import { formatBytes } from '../../format-bytes.ts';
import type { PageData, PageFile } from '../data.ts';
import { byId, element } from './dom.ts';
import { exactBytes, percent, signedBytes } from './words.ts';

/** What the page is about: the file or both, and their figures. */
export function head(data: PageData): void {
  const { files } = data;
  const [before, after = before] = files;
  if (before === undefined || after === undefined) return;
  const name = before.name === after.name ? after.name : `${before.name} → ${after.name}`;
  document.title = `${name} · Slipway`;
  byId('h1', 'name').textContent = name;
  byId('div', 'facts').replaceChildren(...factItems(files));
  const figures =
    files.length === 1 ? [...figuresOf(after), ...methodFigure(data)] : figuresOfBoth(before, after);
  byId('dl', 'figures').replaceChildren(
    ...figures.map(([term, figure, more, how]) =>
      element(
        'div',
        {},
        element('dt', { text: term }),
        element('dd', { text: figure, class: how ?? '' }, element('small', { text: more })),
      ),
    ),
  );
}

/** A list of each file's facts. */
function factItems(files: readonly PageFile[]): HTMLElement[] {
  return files.map(({ facts, digest }, side) => {
    const which = files.length === 1 ? [] : [side === 0 ? 'before' : 'after'];
    const items = [...which, ...facts].map((text) => element('li', { text }));
    return element('ul', { class: 'facts' }, ...items, element('li', {}, element('code', { text: digest })));
  });
}

type Figure = readonly [term: string, figure: string, more: string, how?: string];

function figuresOf({ bytes, wire, attributed }: PageFile): Figure[] {
  const figures: Figure[] = [['On disk', formatBytes(bytes), exactBytes(bytes)]];
  if (wire !== undefined) {
    const more = wire.certainty === 'exact' ? exactBytes(wire.bytes) : 'an estimate';
    figures.push(['On the wire', formatBytes(wire.bytes), more]);
  }
  if (attributed !== undefined) {
    figures.push(['Attributed', percent(attributed.bytes, bytes), attributed.method]);
  }
  return figures;
}

/** Whether dead-code elimination leaves unused methods out. */
function methodFigure({ deadCode }: PageData): Figure[] {
  if (deadCode === undefined) return [];
  if (deadCode.pruned) return [['Unused methods', 'left out', 'dead-code elimination is on']];
  return [['Unused methods', 'kept', `${formatBytes(deadCode.bytes)} could go`]];
}

function figuresOfBoth(before: PageFile, after: PageFile): Figure[] {
  const growth = after.bytes - before.bytes;
  const sign = growth < 0 ? '−' : '+';
  const relative = growth === 0 ? '' : `${sign}${percent(Math.abs(growth), before.bytes)}`;
  const how = growth === 0 ? '' : growth > 0 ? 'grown' : 'shrunk';
  return [
    ['Before', formatBytes(before.bytes), wireOf(before)],
    ['After', formatBytes(after.bytes), wireOf(after)],
    ['Change', signedBytes(growth), relative, how],
  ];
}

function wireOf({ bytes, wire }: PageFile): string {
  return wire === undefined ? exactBytes(bytes) : `${formatBytes(wire.bytes)} on the wire`;
}
