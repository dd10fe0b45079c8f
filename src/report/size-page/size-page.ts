import { slipwayVersion } from '../../version.ts';
import { sizeMarkup } from '../page/built.ts';
import { ownBytes, pageDocument } from '../page/document.ts';
import type { CommentedReport } from '../size-comment/comment.ts';
import { headingOf } from '../size-comment/heading.ts';
import { sizedOf } from '../size-comment/sized.ts';
import { xmlText } from '../xml-text.ts';
import { type ComparedSnapshots, imageName, sizeImages } from './images.ts';
import { plainHeading, type ReportOptions, reportHtml } from './report-html.ts';
import { sentenceText } from './sentence-html.ts';

/** A compared build. Anybody may have written it. */
export interface SizePageSource extends ComparedSnapshots {
  readonly report: CommentedReport;
}

export interface SizePageOptions extends Omit<ReportOptions, 'shown'> {
  /** Most bytes of the page: above that packages that did not change are summed, then those that changed least. 5 MB by default. */
  readonly mostBytes?: number;
}

const usualMost = 5_000_000;
/** For the title and the head of the script's data. */
const slack = 2000;

/**
 * One self-contained page of what a change does to sizes: all that the comment says, nothing cut, and a treemap of each target and
 * platform, coloured by change. It loads nothing and opens from a file.
 */
export function sizePage({ report, ...snapshots }: SizePageSource, options: SizePageOptions = {}): string {
  const { mostBytes = usualMost, ...shownToo } = options;
  const sized = sizedOf(report.size);
  const known = new Set(sized.map(imageName));
  const draft = reportHtml(report, sized, { ...shownToo, shown: known });
  const room = mostBytes - ownBytes(sizeMarkup) - Buffer.byteLength(draft.above + draft.below) - slack;
  const shown = sizeImages(sized, snapshots, Math.max(0, room));
  const names = new Set(shown.images.map(({ name }) => name));
  const { above, below } = reportHtml(report, sized, { ...shownToo, shown: names });
  const title = sentenceText(plainHeading(headingOf(report.size, sized)));
  return pageDocument(sizeMarkup, { slipway: slipwayVersion, ...shown }, [
    ['<title></title>', `<title>${xmlText(title)} · Slipway</title>`],
    ['<div id="above"></div>', above],
    ['<div id="below"></div>', below],
  ]);
}
