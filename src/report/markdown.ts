import { formatPlatform, type Platform } from '../request/platform.ts';
import { formatShard } from '../request/shard.ts';
import type { SlipwayError } from '../support/errors.ts';
import type { Outcome } from '../verify/verdict.ts';
import { slipwayVersion } from '../version.ts';
import { beforeMarkdown } from './before/markdown.ts';
import { beforeTables } from './before/rows.ts';
import { checkTexts } from './check-line.ts';
import { formatFindings, formatNotices } from './findings.ts';
import { formatBytes, formatSeconds } from './format-bytes.ts';
import { formatHeader } from './header.ts';
import { markdownBlock, markdownCode, markdownText } from './markdown-text.ts';
import type { ImageReport, Report, TargetReport } from './model.ts';
import { packTable, packTrialTable } from './pack-words.ts';
import { type BuildRow, builtText, isRowOf } from './rows.ts';
import { sandboxMarkdown } from './sandbox-lines.ts';
import { shortDigest } from './short-digest.ts';
import { styleOf } from './style.ts';
import { waterfallMarkdown } from './waterfall/markdown.ts';
import { waterfallsOf } from './waterfall/waterfalls.ts';

/** What is known of a run beside its report. */
export interface MarkdownOptions {
  /** With the times that progress measured. */
  readonly rows?: readonly BuildRow[];
  /** What the run was about, in few words: `pull request 12`. */
  readonly about?: string;
  /** The page of the run. */
  readonly address?: string | undefined;
  /** Why nothing was pushed, where somebody may expect it. */
  readonly notPushed?: string;
}

/** GitHub takes 1 MiB of a step's summary; room is left for what others write. */
const mostBytes = 900 * 1024;
const style = styleOf(false);

/**
 * A run as GitHub's Markdown, read in ten seconds: the heading is the verdict, a table says what there is and what it weighs,
 * lines say where it is, and what explains it is folded away. Nothing from a repository is markup in it.
 */
export function formatMarkdown(report: Report, options: MarkdownOptions = {}): string {
  const failed = report.verdicts.filter(({ status, severity }) => status === 'fail' && severity !== 'info');
  const head = [
    heading(report),
    '',
    ...sizes(report.targets, options.rows ?? []),
    ...packTable(report.targets),
    ...places(report.targets),
    ...beforeMarkdown(beforeTables(report.targets)),
    ...sandboxMarkdown(report.sandbox),
    ...(options.notPushed === undefined ? [] : [`Not pushed: ${markdownText(options.notPushed)}`, '']),
    ...(failed.length === 0 ? [] : [...markdownBlock(paragraphs(formatFindings(failed, style))), '']),
  ];
  const foot = [footer(options, headerOf(report)), ''];
  const folded = [...waterfallMarkdown(waterfallsOf(report.targets)), ...details(report)];
  const whole = [...head, ...folded, ...foot].join('\n');
  return Buffer.byteLength(whole) <= mostBytes ? whole : shortened([...head, ...foot].join('\n'));
}

/** A run that had no answer. */
export function formatMarkdownError(
  { code, message, hint }: SlipwayError,
  options: Pick<MarkdownOptions, 'about' | 'address'> = {},
): string {
  const [first = '', ...more] = message.split('\n');
  return shortened(
    [
      `### ❌ ${code}: ${markdownText(first)}`,
      '',
      ...(more.length === 0 ? [] : [...markdownBlock(more.join('\n')), '']),
      ...(hint === undefined ? [] : [`**To go on:** ${markdownText(hint)}`, '']),
      footer(options, `slipway ${slipwayVersion}`),
      '',
    ].join('\n'),
  );
}

function shortened(text: string): string {
  if (Buffer.byteLength(text) <= mostBytes) return text;
  // Cut by lines, so that no reference or block is cut in two; a fence left open ends with the text.
  const lines: string[] = [];
  let bytes = 0;
  for (const line of text.split('\n')) {
    bytes += Buffer.byteLength(line) + 1;
    if (bytes > mostBytes) break;
    lines.push(line);
  }
  return [...lines, '', '… the rest is in the log and in report.json', ''].join('\n');
}

const marks: Readonly<Record<Outcome, string>> = { pass: '📦', 'needs-approval': '✋', fail: '❌' };

function heading({ outcome, targets, verdicts, shard }: Report): string {
  const all = targets.map(({ name }) => markdownText(name)).join(', ');
  const names = shard === undefined ? all : [`shard ${formatShard(shard)}`, all].filter(Boolean).join(' of ');
  const blocked = verdicts.filter(({ status, severity }) => status === 'fail' && severity === 'block');
  const said: Readonly<Record<Outcome, string>> = {
    pass: targets.some(({ publications = [] }) => publications.length > 0)
      ? 'built, verified and pushed'
      : 'built and verified',
    'needs-approval': 'needs approval',
    fail: `refused by ${[...new Set(blocked.map(({ check }) => check))].map(markdownText).join(', ')}`,
  };
  return `### ${marks[outcome]} ${names}: ${said[outcome]}`;
}

function sizes(targets: readonly TargetReport[], rows: readonly BuildRow[]): string[] {
  const lines = targets.flatMap((target) => [
    ...target.images.map((image) => imageLine(target, image, rows)),
    ...(target.files ?? [])
      .filter(({ platform }) => !target.images.some((image) => same(image.platform, platform)))
      .map(({ platform, executable }) => line(target, platform, formatBytes(executable.bytes), '–', rows)),
  ]);
  return lines.length === 0 ? [] : ['| | on disk | pulled | |', '|---|--:|--:|---|', ...lines, ''];
}

function imageLine(target: TargetReport, image: ImageReport, rows: readonly BuildRow[]): string {
  const disk = image.diskBytes === undefined ? '–' : formatBytes(image.diskBytes);
  return line(target, image.platform, disk, formatBytes(image.pullBytes), rows);
}

function line(
  { name }: TargetReport,
  platform: Platform,
  disk: string,
  pull: string,
  rows: readonly BuildRow[],
): string {
  const row = rows.find((each) => isRowOf(each, name, platform));
  const what = row === undefined ? '' : builtText(row);
  return `| **${markdownText(name)}** ${formatPlatform(platform)} | ${disk} | ${pull} | ${what} |`;
}

function same(one: Platform, other: Platform): boolean {
  return formatPlatform(one) === formatPlatform(other);
}

/** Where every target's image is: pushed under these names, else by its digest alone. */
function places(targets: readonly TargetReport[]): string[] {
  const lines = targets.flatMap(({ name, indexDigest, publications = [] }) => {
    if (indexDigest === undefined) return [];
    if (publications.length === 0) return [`${markdownText(name)}: ${markdownCode(indexDigest)}`];
    return publications.map(({ references: [byDigest = '', ...byTag] }) =>
      [`→ ${markdownCode(byDigest)}`, ...byTag.map(markdownCode)].join(' · '),
    );
  });
  return lines.length === 0 ? [] : [lines.join('  \n'), ''];
}

/** Checks, stages and notices: for who wants to know. */
function details(report: Report): string[] {
  const notices = formatNotices(report.notices, style);
  return [
    '<details><summary>Checks · time · layers</summary>',
    '',
    markdownText(checkTexts(report.verdicts, style).join(' · ')),
    '',
    report.stages
      .map(
        ({ name, seconds, cache }) => `${name} ${formatSeconds(seconds)}${cache === 'hit' ? ' (cache)' : ''}`,
      )
      .join(' · '),
    '',
    ...layers(report.targets),
    ...packTrialTable(report.targets),
    ...(notices.length === 0 ? [] : [...markdownBlock(paragraphs(notices)), '']),
    '</details>',
    '',
  ];
}

function layers(targets: readonly TargetReport[]): string[] {
  const lines = targets.flatMap(({ name, images }) =>
    images.flatMap((image) =>
      image.layers.map(({ kind, digest, compressedBytes, uncompressedBytes }) =>
        [
          `| ${markdownText(name)} ${formatPlatform(image.platform)}`,
          kind,
          markdownCode(shortDigest(digest)),
          uncompressedBytes === undefined ? '–' : formatBytes(uncompressedBytes),
          `${formatBytes(compressedBytes)} |`,
        ].join(' | '),
      ),
    ),
  );
  return lines.length === 0
    ? []
    : ['| layer | | | on disk | pulled |', '|---|---|---|--:|--:|', ...lines, ''];
}

function paragraphs(found: readonly (readonly string[])[]): string {
  return found.map((lines) => lines.join('\n')).join('\n\n');
}

function headerOf(report: Report): string {
  const bases = report.targets.filter(({ images }) => images.length > 0).map(({ base }) => base);
  return formatHeader({ ...report, bases });
}

/** What the run was about, as a link to its page where there is one, and who says all this. */
function footer({ about, address }: Pick<MarkdownOptions, 'about' | 'address'>, by: string): string {
  const linked = about !== undefined && address !== undefined && URL.canParse(address);
  const run = linked ? `[${markdownText(about)}](<${new URL(address).href}>)` : about && markdownText(about);
  return `<sub>${[run, markdownText(by)].filter((text) => text !== undefined).join(' · ')}</sub>`;
}
