import { createHash } from 'node:crypto';
import type { FileInspection } from '../inspection.ts';
import { markup, script, style } from './built.ts';
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
  const own = Buffer.byteLength(markup) + Buffer.byteLength(style) + Buffer.byteLength(script);
  const data = pageData(files, Math.max(0, (mostBytes - own) * (1 - slack)));
  return filled(markup, [
    [`content="default-src 'none'"`, `content="${policy()}"`],
    ['<style></style>', `<style>${style}</style>`],
    ['id="data"></script>', `id="data">${embeddedJson(data)}</script>`],
    ['<script></script>', `<script>${script}</script>`],
  ]);
}

/** Nothing is loaded from anywhere, and no script or style but the page's own runs (Content Security Policy Level 3). */
function policy(): string {
  const sources = [
    "default-src 'none'",
    `script-src '${hash(script)}'`,
    `style-src '${hash(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return sources.join('; ');
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** JSON that no name can leave: `</script` and `<!--` cannot occur (HTML, "Restrictions for contents of script elements"). */
function embeddedJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

/** Replaces each place, which is there once, from the first to the last. */
function filled(text: string, places: readonly (readonly [place: string, content: string])[]): string {
  let done = '';
  let left = text;
  for (const [place, content] of places) {
    const at = left.indexOf(place);
    done += left.slice(0, at) + content;
    left = left.slice(at + place.length);
  }
  return done + left;
}
