/**
 * A licence's text as words that can be compared, by SPDX's guidelines for that (spdx.github.io/spdx-spec/v2.3, annex B): letters'
 * case, punctuation, white space, bullets, copyright notices and spelling do not count, and neither does who is named where the
 * template of a licence lets anybody be named.
 */
export function licenceWords(text: string): string[] {
  const lines = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/\r\n|\r|\n/);
  const kept = lines.filter((line) => !notices.some((notice) => notice.test(line)));
  const words = kept.join('\n').match(/[\p{L}\p{N}]+/gu) ?? [];
  return spelledAlike(words.filter((word) => !bullet.test(word)).join(' ')).split(' ');
}

/**
 * B.6: numbers and letters of lists, wherever they stand. With them go versions in two digits and the articles of one letter, of
 * every text alike.
 */
const bullet = /^(?:\d{1,2}|[a-z]|[ivx]{1,4})$/;

/** What may stand before a line's own words: signs of comments and lists (B.9). */
const before = '^[\\s#*/;>|•-]*';

/** B.12: lines that say whose copyright it is. Words inside of texts are told from these by what follows. */
const notices: readonly RegExp[] = [
  new RegExp(
    `${before}(?:portions\\s+)?copyright(?:\\s*(?:\\(c\\)|©|&copy;))?[\\s:,]*(?:\\d{4}|\\[|<|\\{|by\\s|the\\s)`,
  ),
  new RegExp(`${before}(?:portions\\s+)?copyright\\s*(?:\\(c\\)|©)`),
  new RegExp(`${before}(?:\\(c\\)\\s+\\d{4}|©)`),
  new RegExp(`${before}all rights reserved\\.?\\s*$`),
];

/** B.8, "Varietal word spelling", and the words that templates leave open. In this order. */
const alike: readonly (readonly [RegExp, string])[] = [
  [/\blicence/g, 'license'],
  [/\bsub licens/g, 'sublicens'],
  [/\bnon infring/g, 'noninfring'],
  [/\bcopyright owner/g, 'copyright holder'],
  [/\bexpressed or implied\b/g, 'express or implied'],
  [/\bhttps\b/g, 'http'],
  [/\bmodify and or distribute\b/g, 'modify and distribute'],
  [
    /\bneither the names? of .{1,160}? nor the names of (?:its|their|any|the) contributors\b/g,
    'neither the name of holder nor the names of its contributors',
  ],
  [/\bprovided by .{1,120}? as is\b/g, 'provided by holder as is'],
  [/\bin no event shall .{1,120}? be liable\b/g, 'in no event shall holder be liable'],
  [/\bas is and .{1,120}? disclaims? all warranties\b/g, 'as is and holder disclaims all warranties'],
];

function spelledAlike(text: string): string {
  return alike.reduce((all, [pattern, replacement]) => all.replaceAll(pattern, replacement), text);
}
