import { formatBytes } from '../format-bytes.ts';
import { fitting } from './fitting.ts';
import type { Sized } from './sized.ts';
import { changeText, nameText, unbroken } from './words.ts';

const mostRows = 40;
const mostCharacters = 16_000;

/** A row for each target and platform that changed, what changed most first; those that did not are one row a target. */
export function sizeTable(sized: readonly Sized[]): string[] {
  const changed = sized.filter(({ state }) => state !== 'same').map(changedRow);
  const shown = fitting(changed.slice(0, mostRows), mostCharacters).lines;
  const rest = changed.length - shown.length;
  return [
    '| | on disk | | pulled | |',
    '|---|--:|--:|--:|--:|',
    ...shown,
    ...(rest > 0 ? [row(`and ${rest} more`)] : []),
    ...sameRows(sized),
  ];
}

function changedRow({ target, formerName, platform, disk, pull, state }: Sized): string {
  const former = formerName === undefined ? '' : ` (was ${nameText(formerName)})`;
  const name = `**${nameText(target)}**${former} ${nameText(platform)}`;
  const of = (bytes: number | undefined): string => (bytes === undefined ? '–' : formatBytes(bytes));
  if (state === 'new') return row(name, of(disk.after), 'new', of(pull?.after));
  if (state === 'gone') return row(name, `~~${of(disk.before)}~~`, 'gone', `~~${of(pull?.before)}~~`);
  return row(name, of(disk.after), changeText(disk), of(pull?.after), pull && changeText(pull));
}

const mostSame = 5;

function sameRows(sized: readonly Sized[]): string[] {
  const same = Map.groupBy(
    sized.filter(({ state }) => state === 'same'),
    ({ target }) => target,
  );
  if (same.size > mostSame) return [row(`${same.size} other targets`, '', 'unchanged')];
  return [...same].map(([target, images]) => {
    const name = `**${nameText(target)}** ${images.map(({ platform }) => nameText(platform)).join(', ')}`;
    const [{ disk, pull } = {}, another] = images;
    if (disk === undefined || another !== undefined) return row(name, '', 'unchanged');
    return row(name, formatBytes(disk.after), 'unchanged', pull && formatBytes(pull.after));
  });
}

function row(name: string, disk = '', diskChange = '', pull = '', pullChange = ''): string {
  return `| ${[name, ...[disk, diskChange, pull, pullChange].map(unbroken)].join(' | ')} |`;
}
