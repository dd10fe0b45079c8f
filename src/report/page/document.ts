import { createHash } from 'node:crypto';
import { script, style } from './built.ts';

/**
 * One self-contained document: it loads nothing and opens from a file.
 * @param markup one of those that are built, with a place for each of its parts
 * @param data what the page's script shows; it may hold names of anybody
 * @param places further places in the markup, from the first to the last, and what stands there
 */
export function pageDocument(
  markup: string,
  data: unknown,
  places: readonly (readonly [place: string, content: string])[] = [],
): string {
  return filled(markup, [
    [`content="default-src 'none'"`, `content="${policy()}"`],
    ['<style></style>', `<style>${style}</style>`],
    ...places,
    ['id="data"></script>', `id="data">${embeddedJson(data)}</script>`],
    ['<script></script>', `<script>${script}</script>`],
  ]);
}

/** Bytes of the document beside its data and what is filled in. */
export function ownBytes(markup: string): number {
  return Buffer.byteLength(markup) + Buffer.byteLength(style) + Buffer.byteLength(script);
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
export function embeddedJson(value: unknown): string {
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
