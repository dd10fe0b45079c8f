import { plainLine } from './plain-text.ts';

/** What XML 1.0 has no place for (2.2, "Characters"), also not as a reference; surrogates without their half are `\p{Cs}`. */
const notInXml = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/gu;

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that came from elsewhere, as content or quoted attribute of an XML or HTML document: it stays text, on one line. */
export function xmlText(text: string): string {
  return plainLine(text)
    .replaceAll(notInXml, '\ufffd')
    .replaceAll(/[&<>"']/g, (character) => references[character] ?? '');
}
