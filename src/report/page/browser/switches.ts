import { byId, element } from './dom.ts';
import { measuresOf, type Page } from './page.ts';
import type { Place } from './place.ts';
import { type Theme, themes } from './theme.ts';

interface Choice<T extends string> {
  readonly name: string;
  readonly options: readonly (readonly [value: T, text: string])[];
  readonly set: (value: T) => void;
}

/** Radio buttons in a row: the arrow keys go through them, as everywhere. Gives what checks one of them, and what says which there are. */
function choice<T extends string>({
  name,
  options,
  set,
}: Choice<T>): { node: HTMLElement; check: (value: T) => void; offer: (values: readonly T[]) => void } {
  const inputs = new Map<T, HTMLInputElement>();
  const labels = options.map(([value, text]) => {
    const input = element('input', {
      with: { type: 'radio', name, value },
      on: { change: () => set(value) },
    });
    inputs.set(value, input);
    return element('label', {}, input, element('span', { text }));
  });
  const node = element(
    'div',
    { class: 'switch', with: { role: 'radiogroup', 'aria-label': name } },
    ...labels,
  );
  return {
    node,
    check: (value) => {
      const input = inputs.get(value);
      if (input !== undefined) input.checked = true;
    },
    offer: (values) => {
      node.hidden = values.length < 2;
      for (const [index, [value]] of options.entries()) {
        const label = labels[index];
        if (label !== undefined) label.hidden = !values.includes(value);
      }
    },
  };
}

export function switches(page: Page, theme: Theme): void {
  const measure = choice<Place['measure']>({
    name: 'Bytes',
    options: [
      ['disk', 'Disk'],
      ['wire', 'Wire'],
      ['retained', 'Retained'],
    ],
    set: (value) => page.go({ measure: value }),
  });
  const show = choice<'all' | 'changes'>({
    name: 'Show',
    options: [
      ['all', 'All'],
      ['changes', 'Changes'],
    ],
    set: (value) => page.go({ changesOnly: value === 'changes' }),
  });
  const view = choice<Place['view']>({
    name: 'View',
    options: [
      ['map', 'Map'],
      ['table', 'Table'],
    ],
    set: (value) => page.go({ view: value }),
  });
  const colours = choice({ name: 'Colours', options: themes, set: theme.set });
  colours.check(theme.chosen());
  const { data } = page;
  byId('div', 'switches').append(
    measure.node,
    ...(data.files.length > 1 ? [show.node] : []),
    view.node,
    colours.node,
  );
  page.follow((now) => {
    measure.offer(measuresOf(page.data));
    measure.check(now.measure);
    show.check(now.changesOnly ? 'changes' : 'all');
    view.check(now.view);
  });
}
