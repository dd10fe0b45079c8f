import type { FileInspection } from '../inspection.ts';
import { markup } from './built.ts';
import { ownBytes, pageDocument } from './document.ts';
import { pageData } from './shape.ts';

export interface PageOptions {
  /** Most bytes of the page: above that the smallest symbols are folded. 3 MB by default. */
  readonly mostBytes?: number;
}

const usualMost = 3_000_000;
/** Names may take more bytes than characters, and escapes more of both: this part of the room is left free. */
const slack = 0.15;

/** One self-contained page with the treemap of a program: it loads nothing and opens from a file. */
export function inspectionPage(inspection: FileInspection, options: PageOptions = {}): string {
  return page([inspection], options);
}

/** As `inspectionPage`, of what changed between two programs. */
export function comparisonPage(
  before: FileInspection,
  after: FileInspection,
  options: PageOptions = {},
): string {
  return page([before, after], options);
}

function page(files: readonly FileInspection[], { mostBytes = usualMost }: PageOptions): string {
  const room = Math.max(0, (mostBytes - ownBytes(markup)) * (1 - slack));
  return pageDocument(markup, pageData(files, room));
}
