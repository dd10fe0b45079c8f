import { slipwayVersion } from '../../version.ts';
import { formatNotices } from '../findings.ts';
import { formatSeconds } from '../format-bytes.ts';
import { plainLine } from '../plain-text.ts';
import { shortDigest } from '../short-digest.ts';
import { type Style, styleOf } from '../style.ts';
import { wrapped } from '../wrapped.ts';
import { differenceLines } from './difference-lines.ts';
import type {
  OnBothSides,
  ReproducedFile,
  ReproducedImage,
  ReproducedTarget,
  Reproduction,
  TimedBuild,
} from './reproduction.ts';

interface TextOptions {
  readonly columns?: number;
  readonly color?: boolean;
}

/**
 * What came of building again, for a person: how it was built, a line for each target and platform, what differs beneath it, and in the
 * end the answer. Ends with a line break.
 */
export function formatReproduction(found: Reproduction, options: TextOptions = {}): string {
  const { columns = 80, color = false } = options;
  const style = styleOf(color);
  const paragraphs = [
    [`slipway ${slipwayVersion} · ${found.go} · ${plainLine(found.subject)}`],
    buildLines(found, columns, style),
    ...found.targets.map((target) => targetLines(target, found, style)),
    ...formatNotices(found.notices, style),
    [answerLine(found, style)],
  ];
  return `${paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

const indent = '  ';

function buildLines({ builds, against, sides }: Reproduction, columns: number, style: Style): string[] {
  const width = Math.max(...[...builds.map(({ name }) => name), sides.a].map(({ length }) => length));
  const before = against === undefined ? [] : [`${indent}${sides.a.padEnd(width)}   ${plainLine(against)}`];
  const room = Math.max(20, columns - width - 5);
  const rows = builds.flatMap((build) => {
    const [first = '', ...more] = wrapped(howText(build), room);
    return [
      `${indent}${build.name.padEnd(width)}   ${first}`,
      ...more.map((line) => `${indent}${''.padEnd(width)}   ${line.trimStart()}`),
    ];
  });
  return [...before, ...rows.map((row) => style.dim(row))];
}

/** `in 4.1 s, from nothing; other: folder, home, user` */
function howText({ seconds, varied }: TimedBuild): string {
  const others = Object.keys(varied).filter((name) => name !== 'caches');
  const other = others.length < 2 ? '' : `, with another ${others.join(', ')}`;
  return `built from nothing in ${formatSeconds(seconds)}${other}`;
}

/** Bare files are told where there is no image for the platform, or where they alone differ. */
function targetLines(
  { name, index, images, files }: ReproducedTarget,
  found: Reproduction,
  style: Style,
): string[] {
  const imaged = new Set(images.map(({ platform }) => platform));
  const rows = [
    ...images.map((image) => rowOf(image.platform, image, image.manifestDigest)),
    ...files
      .filter(({ platform, differences }) => !imaged.has(platform) || differences.length > 0)
      .map((file) => rowOf(`${file.platform} file`, file, file.digest)),
    ...(index === undefined || index.equal || images.some(({ equal }) => !equal)
      ? []
      : [rowOf('index', index, index)]),
  ];
  const width = Math.max(0, ...rows.map(({ what }) => what.length));
  return rows.flatMap(({ what, equal, digests, differences }, at) => {
    const title = at === 0 ? style.bold(plainLine(name)) : ' '.repeat(plainLine(name).length);
    const start = `${indent}${title}   ${what.padEnd(width)}   `;
    return [
      `${start}${equal ? style.good('same') : style.bad('differs')}   ${digestText(digests, equal)}`,
      ...differences.flatMap((one) =>
        differenceLines(one, found.sides).map((line) => `${indent.repeat(3)}${line}`),
      ),
    ];
  });
}

function rowOf(
  what: string,
  { equal, differences }: Pick<ReproducedImage | ReproducedFile, 'equal' | 'differences'>,
  digests: OnBothSides,
) {
  return { what: plainLine(what), equal, digests, differences };
}

function digestText({ a, b }: OnBothSides, equal: boolean): string {
  const shown = (digest: OnBothSides['a']): string =>
    digest === undefined ? 'not there' : shortDigest(digest);
  return equal ? shown(a) : `${shown(a)} → ${shown(b)}`;
}

function answerLine({ outcome, verdicts, builds }: Reproduction, style: Style): string {
  const same = verdicts.filter(({ status }) => status === 'pass').length;
  const total = formatSeconds(builds.reduce((sum, { seconds }) => sum + seconds, 0));
  const count = `${same}/${verdicts.length}`;
  const answer =
    outcome === 'pass'
      ? `reproducible ${style.good('✓')} ${count}`
      : `reproducible ${style.bad('✗')} ${count}`;
  return `${indent}${answer}   ${style.dim(total)}`;
}
