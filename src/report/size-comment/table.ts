import { formatBytes } from '../format-bytes.ts';
import { markdownText } from '../markdown-text.ts';
import type { Sized } from './sized.ts';
import { changeText } from './words.ts';

const mostRows = 40;

/** A row for each target and platform that changed, what changed most first; those that did not are one row a target. */
export function sizeTable(sized: readonly Sized[]): string[] {
  const changed = sized.filter(({ state }) => state !== 'same');
  const rows = [...changed.slice(0, mostRows).map(changedRow), ...restRow(changed), ...sameRows(sized)];
  return ['| | on disk | pulled | |', '|---|--:|--:|---|', ...rows];
}

function changedRow({ target, formerName, platform, disk, pull, state }: Sized): string {
  const former = formerName === undefined ? '' : ` (was ${markdownText(formerName)})`;
  const name = `**${markdownText(target)}**${former} ${markdownText(platform)}`;
  const of = (bytes: number | undefined): string => (bytes === undefined ? '–' : formatBytes(bytes));
  if (state === 'gone') return `| ${name} | ~~${of(disk.before)}~~ | ~~${of(pull?.before)}~~ | gone |`;
  const change =
    state === 'new'
      ? 'new'
      : [changeText(disk), ...(pull === undefined ? [] : [`${changeText(pull)} pulled`])].join(' · ');
  return `| ${name} | ${of(disk.after)} | ${of(pull?.after)} | ${change} |`;
}

function restRow(changed: readonly Sized[]): string[] {
  const rest = changed.length - mostRows;
  return rest > 0 ? [`| and ${rest} more | | | |`] : [];
}

function sameRows(sized: readonly Sized[]): string[] {
  const same = sized.filter(({ state }) => state === 'same');
  const targets = [...new Set(same.map(({ target }) => target))];
  if (targets.length > 5) return [`| ${targets.length} other targets | | | unchanged |`];
  return targets.map((target) => {
    const images = same.filter((each) => each.target === target);
    const platforms = images.map(({ platform }) => markdownText(platform)).join(', ');
    const [first] = images;
    const sizes =
      images.length === 1 && first !== undefined
        ? `${formatBytes(first.disk.after)} | ${first.pull === undefined ? '–' : formatBytes(first.pull.after)}`
        : ' | ';
    return `| **${markdownText(target)}** ${platforms} | ${sizes} | unchanged |`;
  });
}
