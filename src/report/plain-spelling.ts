import { shownLinks } from './brought-words.ts';
import type { ChainSpelling } from './dead-code-change-words.ts';
import { plainLine } from './plain-text.ts';

/** Longer than names are that people give. */
const longestName = 120;

/** How sentences write what comes from elsewhere for a terminal. */
export const plainSpelling: ChainSpelling = {
  text: plainName,
  code: plainName,
  prose: (text) => plainLine(text),
  chain: (links, mainModule) => plainLine(shownLinks(links, mainModule)),
};

function plainName(name: string): string {
  const line = plainLine(name);
  return line.length > longestName ? `${line.slice(0, longestName - 1)}…` : line;
}
