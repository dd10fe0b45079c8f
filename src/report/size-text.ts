import { broughtWords, linkNames } from './brought-words.ts';
import type { BeforeAfter } from './comparison.ts';
import { formatBytes } from './format-bytes.ts';
import { plainLine } from './plain-text.ts';
import { type Sized, sizedOf } from './size-comment/sized.ts';
import { changeText } from './size-comment/words.ts';
import type { SizeReport } from './size-report.ts';
import type { Style } from './style.ts';

const mostRows = 12;

/** What a build weighs against its baseline, for a terminal: a row for each target and platform, then what brought most. */
export function sizeLines(size: SizeReport | undefined, style: Style): string[] {
  if (size === undefined) return [];
  const { name, commit } = size.baseline;
  const sized = sizedOf(size);
  const names = sized.map(({ target, formerName, platform }) => {
    const former = formerName === undefined ? '' : ` (was ${plainLine(formerName)})`;
    return `${plainLine(target)}${former} ${platform}`;
  });
  const widest = Math.max(...names.map(({ length }) => length));
  const rows = sized
    .slice(0, mostRows)
    .map((each, at) => `  ${(names[at] ?? '').padEnd(widest)}   ${changeWords(each, style)}`);
  const rest = sized.length - rows.length;
  return [
    `  ${style.bold('size')} ${style.dim(`against ${commit === undefined ? plainLine(name) : `${commit.slice(0, 7)} (${plainLine(name)})`}`)}`,
    ...rows,
    ...(rest > 0 ? [`  ${style.dim(`and ${rest} more`)}`] : []),
    ...causeLines(size, sized, style),
  ];
}

function changeWords({ state, disk, pull }: Sized, style: Style): string {
  if (state === 'new') return `${formatBytes(disk.after)}   ${style.dim('new')}`;
  if (state === 'gone') return style.dim('gone');
  if (state === 'same') return `${formatBytes(disk.after)}   ${style.dim('unchanged')}`;
  return [
    `${formatBytes(disk.after)} ${delta(disk, style)}`,
    ...(pull === undefined ? [] : [pulled(pull, style)]),
  ].join('   ');
}

function pulled(pull: BeforeAfter, style: Style): string {
  return `${formatBytes(pull.after)} pulled ${delta(pull, style)}`;
}

function delta({ before, after }: BeforeAfter, style: Style): string {
  if (after === before) return style.dim('unchanged');
  const text = changeText({ before, after });
  return after > before ? style.bad(text) : style.good(text);
}

/** Of the image that changed most, what brought most to it. */
function causeLines({ causes }: SizeReport, sized: readonly Sized[], style: Style): string[] {
  const first = sized.find(({ image }) => (image.brought ?? []).length > 0);
  const brought = first?.image.brought?.[0];
  if (first === undefined || brought === undefined) return [];
  const cause = causes.find(({ name, target }) => name === brought.name && target === first.target);
  const place = cause?.imports ?? cause?.required;
  const { formerName } = first.image.modules.find(({ name }) => name === brought.name) ?? {};
  const former = formerName === undefined ? '' : `, in place of ${plainLine(formerName)}`;
  const chain = linkNames(brought.chain, first.image.mainModule).map(plainLine).join(' → ');
  return [
    `  ${plainLine(brought.name)} ${broughtWords(brought)}${former}: ${formatBytes(brought.bytes)}`,
    `    ${style.dim(chain)}${place === undefined ? '' : style.dim(`   ${plainLine(place.file)}:${place.line}`)}`,
  ];
}
