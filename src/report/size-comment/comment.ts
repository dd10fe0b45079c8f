import { slipwayVersion } from '../../version.ts';
import { formatBytes } from '../format-bytes.ts';
import type { Report } from '../model.ts';
import type { SizeReport } from '../size-report.ts';
import { waterfallDetails } from '../waterfall/markdown.ts';
import type { Waterfall } from '../waterfall/waterfalls.ts';
import { type Detail, detailsOf } from './details.ts';
import { fitting } from './fitting.ts';
import { headingOf } from './heading.ts';
import { isUnchanged, type Sized, sizedOf } from './sized.ts';
import { sizeTable } from './table.ts';
import type { ApprovalState } from './way-out.ts';
import { whyParagraphs } from './why.ts';
import { baselineText, nameText } from './words.ts';

/** What is known of a run beside its report. */
export interface CommentOptions {
  /** The page of the run, where the whole report is. */
  readonly address?: string | undefined;
  /** The page with the treemap, which has what is left out here. */
  readonly page?: string | undefined;
  /** What else a reader should know, such as who approved it; each a paragraph, in Markdown. */
  readonly notes?: readonly string[];
  /** What became of asking for approval, where that was needed. */
  readonly approval?: ApprovalState;
  /** What each step of the build brings, where that was measured. */
  readonly waterfalls?: readonly Waterfall[];
}

/** What a comment tells of a report. */
export interface CommentedReport extends Pick<Report, 'verdicts'> {
  readonly toolchain: Pick<Report['toolchain'], 'go'>;
  readonly size: SizeReport;
}

/** GitHub takes 65,536 characters; some room is for the marker, by which the comment is found again, and what it remembers. */
export const mostCharacters = 59_000;

/**
 * What a pull request does to sizes, for its reviewers: the verdict is the heading, the reason a sentence, the way out a line;
 * what explains it is folded away, and left out from the end where there is no room. Where nothing changed it is one line.
 * Nothing from a repository is markup in it.
 */
export function formatSizeComment(report: CommentedReport, options: CommentOptions = {}): string {
  const { size } = report;
  const sized = sizedOf(size);
  const { approval = 'asked' } = options;
  const heading = headingOf(size, sized, approval);
  const against = `${baselineText(size)} · ${goText(report)}`;
  if (isUnchanged(size)) {
    return `${[heading, ...oneImage(sized), against].join(' · ')}\n`;
  }
  const table = sized.length === 0 ? [] : [...sizeTable(sized), ''];
  const head = [`### ${heading}`, '', ...table, ...spaced(whyParagraphs(size, sized, approval))];
  const foot = [
    ...spaced(options.notes ?? []),
    `<sub>${[...links(options), against, `slipway ${slipwayVersion}`].join(' · ')}</sub>`,
    '',
  ];
  const [page = 'report.json'] = link('the page', options.page);
  const details = [...detailsOf(report, size, sized), ...waterfallDetails(options.waterfalls ?? [])];
  return folded(head, details, foot, page);
}

function spaced(paragraphs: readonly string[]): string[] {
  return paragraphs.flatMap((paragraph) => [paragraph, '']);
}

function oneImage([first, ...others]: readonly Sized[]): string[] {
  if (first === undefined || others.length > 0) return [];
  const pulled = first.pull === undefined ? '' : `, ${formatBytes(first.pull.after)} pulled`;
  return [`${nameText(first.target)} ${formatBytes(first.disk.after)}${pulled}`];
}

/** The Go version, and whether both sides have it. */
export function goText({
  toolchain: { go },
  size: { settings },
}: Pick<CommentedReport, 'toolchain' | 'size'>): string {
  return settings.some(({ name }) => name === 'go') ? nameText(go) : `${nameText(go)} both sides`;
}

function links({ page, address }: CommentOptions): string[] {
  return [...link('Treemap', page), ...link('whole report', address)];
}

function link(text: string, address: string | undefined): string[] {
  return address !== undefined && URL.canParse(address) ? [`[${text}](<${new URL(address).href}>)`] : [];
}

/**
 * As many details as fit, in their order.
 * @param whole where all of them are
 */
function folded(
  head: readonly string[],
  details: readonly Detail[],
  foot: readonly string[],
  whole: string,
): string {
  const cut = [`… the rest is in ${whole}`, ''];
  const parts = details.map(({ title, lines }) => [`**${title}**`, '', ...lines, ''].join('\n'));
  const open = '<details><summary>Limits · settings · checks · modules · packages · waterfall</summary>\n';
  const used = [...head, open, ...cut, '</details>', '', ...foot].join('\n').length;
  const shown = fitting(parts, mostCharacters - used - 1);
  const kinds = new Set(details.slice(0, shown.lines.length).map(({ kind }) => kind));
  const more = shown.rest > 0 ? cut : [];
  if (kinds.size === 0) return [...head, ...more, ...foot].join('\n');
  const summary = `<details><summary>${capital([...kinds].join(' · '))}</summary>`;
  return [...head, summary, '', ...shown.lines, ...more, '</details>', '', ...foot].join('\n');
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
