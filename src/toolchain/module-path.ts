import { SlipwayError } from '../support/errors.ts';

/**
 * A module path or version as a module proxy spells it: capitals as `!x`, because file systems may not tell them apart
 * (golang.org/x/mod/module, EscapePath).
 * @throws SlipwayError E_CONFIG for what cannot be part of a module path or version
 */
export function escapeModule(text: string): string {
  if (!/^[\w.~+/-]+$/.test(text) || /(^|\/)(\.*)(\/|$)/.test(text)) {
    throw new SlipwayError('E_CONFIG', `${JSON.stringify(text)} is not a module path or version`);
  }
  return text.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}

/**
 * True when a pattern of a comma-separated list fits the path or one of its leading parts: the meaning of GOPRIVATE,
 * GONOPROXY and GONOSUMDB (golang.org/x/mod/module, MatchPrefixPatterns).
 */
export function matchesPatterns(patterns: string, path: string): boolean {
  const parts = path.split('/');
  return patterns.split(',').some((entry) => {
    const pattern = entry.replace(/\/$/, '');
    const length = pattern.split('/').length;
    if (pattern === '' || parts.length < length) return false;
    return globExpression(pattern)?.test(parts.slice(0, length).join('/')) ?? false;
  });
}

/** Go's path.Match as a regular expression; undefined for a malformed pattern, which fits nothing. */
function globExpression(pattern: string): RegExp | undefined {
  const token = /\*|\?|\\([\s\S])|\[(\^?)((?:\\[\s\S]|[^\]\\])+)\]|([^\\[])/gy;
  let source = '';
  while (token.lastIndex < pattern.length) {
    const match = token.exec(pattern);
    if (match === null) return undefined;
    const [whole, escaped, not, set, plain] = match;
    if (whole === '*') source += '[^/]*';
    else if (whole === '?') source += '[^/]';
    else if (set !== undefined) source += `[${not ?? ''}${set.replace(/[[\]^&~|]/g, '\\$&')}]`;
    else source += (escaped ?? plain ?? '').replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
  }
  try {
    return new RegExp(`^${source}$`, 's');
  } catch {
    return undefined;
  }
}
