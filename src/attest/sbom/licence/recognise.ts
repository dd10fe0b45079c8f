import { createHash } from 'node:crypto';
import { knownTexts } from './known-texts.ts';
import { licenceWords } from './words.ts';

/** A licence's text, known by the digest of its words. */
export interface KnownText {
  /** SPDX's identifier; empty for a text that changes nothing, such as how to apply a licence. */
  readonly id: string;
  /** What the licence is called, which files have above its text. */
  readonly name: string;
  readonly words: number;
  /** Of its first words, which a search goes by. */
  readonly start: string;
  /** Of all of them. */
  readonly digest: string;
}

/** How many words a search goes by. */
export const startWords = 6;

/**
 * What a file's text is, when it is the text of one known licence and nothing else but its title, copyright notices and how to
 * apply it. Undefined where it is not, or not sure: a word more or less, and it is another text.
 */
export function recogniseLicence(text: string, known: readonly KnownText[] = knownTexts): string | undefined {
  const words = licenceWords(text);
  const found = new Map<string, KnownText>();
  const rest: string[] = [];
  for (let at = 0; at < words.length; ) {
    const match = longestAt(words, at, known);
    if (match === undefined) rest.push(words[at] ?? '');
    else if (match.id !== '') found.set(match.id, match);
    at += match?.words ?? 1;
  }
  const [only, ...others] = found.values();
  if (only === undefined || others.length > 0 || rest.length > mostTitleWords) return undefined;
  const title = titleOf(only);
  return rest.every((word) => title.has(word)) ? only.id : undefined;
}

/** The digest by which words are compared. */
export function wordsDigest(words: readonly string[]): string {
  return createHash('sha256').update(words.join(' ')).digest('hex').slice(0, 32);
}

/** A known text's entry. Published texts have a title, which files may have in other words or not at all. */
export function knownText(id: string, name: string, text: string): KnownText {
  const title = titleOf({ id, name });
  const all = licenceWords(text);
  const words = all.slice(
    Math.max(
      0,
      all.findIndex((word) => !title.has(word)),
    ),
  );
  return {
    id,
    name,
    words: words.length,
    start: wordsDigest(words.slice(0, startWords)).slice(0, 8),
    digest: wordsDigest(words),
  };
}

function longestAt(words: readonly string[], at: number, known: readonly KnownText[]): KnownText | undefined {
  const start = wordsDigest(words.slice(at, at + startWords)).slice(0, 8);
  const candidates = known.filter((one) => one.start === start && one.words <= words.length - at);
  const matching = candidates.filter((one) => wordsDigest(words.slice(at, at + one.words)) === one.digest);
  return matching.sort((a, b) => b.words - a.words)[0];
}

/** What the lines above a text are made of: that there is a licence, which, and where it is found. */
function titleOf({ id, name }: Pick<KnownText, 'id' | 'name'>): ReadonlySet<string> {
  return new Set([...usualTitle, ...licenceWords(`${id} ${name}`)]);
}

const usualTitle =
  'expat the a license licenses version january 2004 http www org opensource txt html open source this is under'.split(
    ' ',
  );
const mostTitleWords = 24;
