import { xmlText } from '../xml-text.ts';

/** What keeps GitHub from making links, as it is or as a reference: here nothing becomes one. */
const gap = /\u200b|&#8203;/g;

/**
 * Sentences of the size comment as HTML. They are Slipway's own Markdown, in which names are written as references: of it bold, code
 * and references are known, and whatever else it holds is text.
 */
export function sentenceHtml(markdown: string): string {
  let isBold = false;
  return markdown
    .replaceAll(gap, '')
    .split(/(<\/?code>|&#\d{1,7};|\*\*)/)
    .map((part, at) => {
      if (at % 2 === 0) return xmlText(part);
      if (part !== '**') return part;
      isBold = !isBold;
      return isBold ? '<b>' : '</b>';
    })
    .join('');
}

/** The same without markup: of references the characters. */
export function sentenceText(markdown: string): string {
  return markdown
    .replaceAll(/<\/?code>|\*\*/g, '')
    .replaceAll(gap, '')
    .replaceAll(/&#(\d{1,7});/g, (_, code) => String.fromCodePoint(Math.min(Number(code), 0x10ffff)));
}

/** A paragraph of the comment; one whose lines begin with `- ` becomes a list. */
export function paragraphHtml(markdown: string): string {
  const lines = markdown.split('\n');
  const said = lines.filter((line) => !line.startsWith('- '));
  const items = lines.filter((line) => line.startsWith('- '));
  const list = items.map((line) => `<li>${sentenceHtml(line.slice(2))}</li>`).join('');
  return [
    ...(said.length === 0 ? [] : [`<p>${said.map(sentenceHtml).join('<br>')}</p>`]),
    ...(list === '' ? [] : [`<ul>${list}</ul>`]),
  ].join('\n');
}
