import { plainLine, plainText } from './plain-text.ts';

/**
 * Text that came from elsewhere as one line of GitHub's Markdown that says itself: no markup, no HTML, no mention, no
 * reference to an issue, no emoji (github.github.com/gfm; numeric character references, 6.2).
 */
export function markdownText(text: string): string {
  return plainLine(text).replaceAll(/[^\p{L}\p{N} .,;/·→–…-]/gu, reference);
}

/** The same in a fixed-width font; a backslash or a pipe is no trouble in it, also inside a table. */
export function markdownCode(text: string): string {
  return `<code>${plainLine(text).replaceAll(/[^\p{L}\p{N} .,:;/=+·→–…-]/gu, reference)}</code>`;
}

/** Lines as they are, in a block whose fence is longer than any in them (gfm, 4.5). */
export function markdownBlock(text: string): string[] {
  const plain = plainText(text).trimEnd();
  const longest = Math.max(2, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, ...plain.split('\n'), fence];
}

function reference(character: string): string {
  return `&#${character.codePointAt(0)};`;
}
