import { createHash } from 'node:crypto';
import { xmlText } from './xml-text.ts';

interface StaticPage {
  readonly title: string;
  readonly style: string;
  /** Styles of drawings within the page: no others hold. */
  readonly drawingStyles: readonly string[];
  /** Lines of HTML, where all that came from elsewhere is escaped. */
  readonly body: readonly string[];
}

/** A page that loads nothing and runs no script. */
export function staticPage({ title, style, drawingStyles, body }: StaticPage): string {
  return `${[
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy([style, ...drawingStyles])}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="generator" content="Slipway">',
    `<title>${xmlText(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    ...body,
    '</body>',
    '</html>',
  ].join('\n')}\n`;
}

/** Nothing is loaded, nothing runs, and no style but the page's own and its drawings' holds (Content Security Policy Level 3). */
function policy(styles: readonly string[]): string {
  const sources = [
    "default-src 'none'",
    `style-src ${styles.map((style) => `'${hash(style)}'`).join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return sources.join('; ');
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
