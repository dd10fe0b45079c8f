import { plainLine, plainText } from './plain-text.ts';

/**
 * Text that came from elsewhere as one line of GitHub's Markdown that says itself: no markup, no HTML, no link, no mention, no
 * reference to an issue, no emoji (github.github.com/gfm; numeric character references, 6.2).
 */
export function markdownText(text: string): string {
  const apart = plainLine(text).replaceAll(linked, `$&${gap}`);
  return apart.replaceAll(/[^\p{L}\p{N} .,;/·→–…-]/gu, reference);
}

/** The same in a fixed-width font; a backslash or a pipe is no trouble in it, also inside a table. */
export function markdownCode(text: string): string {
  const apart = plainLine(text).replaceAll(linkedInCode, `$&${gap}`);
  return `<code>${apart.replaceAll(/[^\p{L}\p{N} .,:;/=+·→–…-]/gu, reference)}</code>`;
}

/** A space without width: nobody sees it, and what would be a link ends at it. */
const gap = '\u200b';
/**
 * Places where what follows makes a mention, an issue's reference, an emoji or a link. Most of these GitHub looks for when
 * references are read already, so writing a character as one does not prevent them.
 */
const linked = /@|#|:(?=[\w+/-])|(?<=www)(?=\.)|(?<=\bGH-)(?=\d)/gi;
/**
 * In code only addresses become links. A digest (`api@sha256:…`) and a module's version (`a.example/b@v1.2.3`) are none, and
 * are left as they are, to be copied.
 */
const linkedInCode = /:(?=\/\/)|(?<=www)(?=\.)|(?<=(?:^|[^/\w.+-])[\w.+-]+)@(?=[\w-]*\.)/gi;

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
