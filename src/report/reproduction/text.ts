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
    ...found.targets.map((target) => targetLines(target, found, { columns, style })),
    ...formatNotices(found.notices, style),
    [answerLine(found, style)],
  ];
  return `${paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

const indent = '  ';
const under = indent.repeat(3);
/** How many differences of an image are told; the report has all. */
const told = 12;

interface Page {
  readonly columns: number;
  readonly style: Style;
}

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
function howText({ seconds = 0, varied }: TimedBuild): string {
  const others = Object.keys(varied).filter((name) => name !== 'caches');
  const other = others.length < 2 ? '' : `, with another ${others.join(', ')}`;
  return `built from nothing in ${formatSeconds(seconds)}${other}`;
}

/** Bare files are told where there is no image for the platform, or where they alone differ. */
function targetLines(
  { name, index, images, files }: ReproducedTarget,
  found: Reproduction,
  { columns, style }: Page,
): string[] {
  const imaged = new Set(images.map(({ platform }) => platform));
  const rows = [
    ...images.map((image) => rowOf(image.platform, image.platform, image, image.manifestDigest)),
    ...files
      .filter(({ platform, differences }) => !imaged.has(platform) || differences.length > 0)
      .map((file) => rowOf(`${file.platform} file`, file.platform, file, file.digest)),
    ...(index === undefined || index.equal || images.some(({ equal }) => !equal)
      ? []
      : [rowOf('index', 'index', index, index)]),
  ];
  const width = Math.max(0, ...rows.map(({ what }) => what.length));
  const gap = rows.every(({ equal }) => equal) ? '' : '   ';
  return rows.flatMap(({ what, platform, equal, digests, differences }, at) => {
    const title = at === 0 ? style.bold(plainLine(name)) : ' '.repeat(plainLine(name).length);
    const start = `${indent}${title}   ${what.padEnd(width)}   `;
    return [
      `${start}${equal ? style.good('same') : style.bad('differs')}${equal ? gap : ''}   ${digestText(digests, equal)}`,
      ...differenceLines({ differences, platform, most: told }, found.sides).flatMap((line) =>
        fitted(line, columns - under.length).map((fit) => `${under}${fit}`),
      ),
    ];
  });
}

/** What is a sentence is broken; what was found stays as it is. */
function fitted(line: string, columns: number): string[] {
  const [, start = '', text = ''] = /^( {2}(?:→ )?)(\S.*)$/.exec(line) ?? [];
  if (line.length <= columns || !/^(?:[a-z-]+: |→ )/.test(line.trimStart())) return [line];
  const [first = '', ...more] = wrapped(text, columns - start.length);
  return [`${start}${first}`, ...more.map((one) => `${' '.repeat(start.length)}${one}`)];
}

function rowOf(
  what: string,
  platform: string,
  { equal, differences }: Pick<ReproducedImage | ReproducedFile, 'equal' | 'differences'>,
  digests: OnBothSides,
) {
  return { what: plainLine(what), platform, equal, digests, differences };
}

function digestText({ a, b }: OnBothSides, equal: boolean): string {
  const shown = (digest: OnBothSides['a']): string =>
    digest === undefined ? 'not there' : shortDigest(digest);
  return equal && a === b ? shown(a) : `${shown(a)} ${equal ? '≙' : '→'} ${shown(b)}`;
}

function answerLine({ outcome, verdicts, builds }: Reproduction, style: Style): string {
  const same = verdicts.filter(({ status }) => status === 'pass').length;
  const total = formatSeconds(builds.reduce((sum, { seconds = 0 }) => sum + seconds, 0));
  const count = `${same}/${verdicts.length}`;
  const answer =
    outcome === 'pass'
      ? `reproducible ${style.good('✓')} ${count}`
      : `reproducible ${style.bad('✗')} ${count}`;
  return `${indent}${answer}   ${style.dim(total)}`;
}
