const longestText = 300;

/** Text of a stranger's: no control or direction characters, and not too long. */
export function oneLine(text: string): string {
  const clean = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return clean.length > longestText ? `${clean.slice(0, longestText - 1)}…` : clean;
}
