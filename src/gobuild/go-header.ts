/**
 * The part of a Go file that decides what `go list` answers: everything up to the last import (build constraints, package
 * clause, imports) and every `//go:embed` line (go/build reads no more: read.go, readGoInfo). A file that cannot be followed
 * is its own header, so that any change of it counts.
 */
export function goHeader(text: string): string {
  const end = endOfImports(text);
  if (end === undefined) return text;
  const embeds = text.slice(end).match(/^.*\/\/go:embed.*$/gm) ?? [];
  return [text.slice(0, end), ...embeds].join('\n');
}

/** White space, line comments and block comments, in any number. */
const blank = /(?:\s|;|\/\/[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/y;
const identifier = /[\p{L}_.][\p{L}\p{N}_]*/uy;
const literal = /"(?:[^"\\\n]|\\.)*"|`[^`]*`/y;

/** Offset after the last import declaration (Go specification, "Source file organization"); undefined for what is not Go. */
function endOfImports(text: string): number | undefined {
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const takeSpecification = (): boolean => {
    take(blank);
    take(identifier);
    take(blank);
    return take(literal) !== undefined;
  };
  take(blank);
  if (take(identifier) !== 'package') return undefined;
  take(blank);
  if (take(identifier) === undefined) return undefined;
  for (;;) {
    const end = at;
    take(blank);
    if (take(identifier) !== 'import') return end;
    take(blank);
    if (text[at] !== '(') {
      if (!takeSpecification()) return undefined;
      continue;
    }
    at += 1;
    for (take(blank); text[at] !== ')'; take(blank)) if (!takeSpecification()) return undefined;
    at += 1;
  }
}
