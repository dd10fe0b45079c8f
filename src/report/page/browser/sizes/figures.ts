import { formatBytes } from '../../../format-bytes.ts';
import type { Pair, SizeImage } from '../../data.ts';
import { element } from '../dom.ts';
import { percent, signedBytes } from '../words.ts';

/** The sizes of an image: what they are now, and by how much they changed. */
export function figuresOf({ file, disk, pull }: SizeImage): HTMLElement[] {
  const figures: readonly (readonly [string, Pair | undefined])[] = [
    ['On disk', disk],
    ['Pulled', pull],
    ['The program', file],
  ];
  return figures.flatMap(([term, pair]) => {
    if (pair === undefined) return [];
    const [before, after] = pair;
    const growth = after - before;
    const how = growth === 0 ? '' : growth > 0 ? 'grown' : 'shrunk';
    const size = formatBytes(after === 0 ? before : after);
    const change = element('small', { text: changeText(pair), class: how });
    return [element('div', {}, element('dt', { text: term }), element('dd', { text: size }, change))];
  });
}

/** `+412 KiB, 5.4 %`; `new`, `gone`. */
export function changeText([before, after]: Pair): string {
  if (before === after) return 'unchanged';
  if (before === 0) return 'new';
  if (after === 0) return 'gone';
  return `${signedBytes(after - before)}, ${percent(Math.abs(after - before), before)}`;
}
