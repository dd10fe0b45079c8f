/** One way to prove who one is, as a WWW-Authenticate header offers it. `scheme` and parameter names in lower case. */
export interface Challenge {
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const parameter = new RegExp(`(${token})[ \\t]*=[ \\t]*(?:"((?:[^"\\\\]|\\\\.)*)"|(${token}))`, 'y');
/** A scheme stands before a space and more, or alone before a comma or the end. */
const scheme = new RegExp(`(${token})(?=[ \\t]+[^ \\t=,]|[ \\t]*(?:,|$))`, 'y');
const token68 = /[0-9A-Za-z._~+/-]+=*(?=[ \t]*(?:,|$))/y;
const separator = /[ \t,]*/y;

/**
 * Reads WWW-Authenticate by RFC 9110, 11.6.1: challenges separated by commas, each with parameters separated by commas. What
 * does not fit the grammar ends the reading: the challenges before it stand.
 */
export function parseChallenges(header: string): Challenge[] {
  const challenges: { scheme: string; parameters: Record<string, string> }[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(header);
    if (match !== null) at += match[0].length;
    return match;
  };
  for (take(separator); at < header.length; take(separator)) {
    const current = challenges.at(-1);
    const [, name, quotedValue, bare] = (current !== undefined && take(parameter)) || [];
    if (current !== undefined && name !== undefined) {
      current.parameters[name.toLowerCase()] ??= bare ?? quotedValue?.replaceAll(/\\(.)/g, '$1') ?? '';
      continue;
    }
    const started = take(scheme)?.[1];
    if (started === undefined) break;
    challenges.push({ scheme: started.toLowerCase(), parameters: {} });
    take(/[ \t]+/y);
    take(token68);
  }
  return challenges;
}
