import { signed } from '../comparison-text.ts';

/** A cell with a change in bytes and percent; said by sign and word, and by colour besides. */
export function deltaCell(before: number | undefined, after: number | undefined): string {
  if (before === undefined || after === undefined) return '<td class="number"></td>';
  const share =
    before === 0 || after === 0 || before === after ? '' : ` (${shareText((after - before) / before)})`;
  return changeCell(after - before, share);
}

/** @param share HTML that follows the bytes */
export function changeCell(bytes: number, share = ''): string {
  if (bytes === 0) return '<td class="number quiet">unchanged</td>';
  const text = `${signed(bytes)}${share}`;
  return `<td class="number ${bytes > 0 ? 'grown' : 'shrunk'}" title="${bytes} bytes">${text}</td>`;
}

/** `5.4 %`, `<0.1 %`: the sign stands before the bytes. */
function shareText(share: number): string {
  const text = Math.abs(share * 100).toFixed(Math.abs(share) < 9.995 ? 1 : 0);
  return text === '0.0' ? '&lt;0.1 %' : `${text} %`;
}
