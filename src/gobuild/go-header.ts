/**
 * The part of a Go file that decides what `go list` answers: everything up to the last import (build constraints, package
 * clause, imports) and every `//go:embed` line (go/build reads no more: read.go, readGoInfo). A file that cannot be followed
 * is its own header, so that any change of it counts.
 */
export function goHeader(text: string): string {
  const end = endOfImports(text);
  if (end === undefined) return text;
  return [text.slice(0, end), ...embedLines(text, end)].join('\n');
}

/** Searched for the mark alone: to match whole lines takes a hundred times as long. */
function embedLines(text: string, from: number): string[] {
  const lines: string[] = [];
  for (let at = text.indexOf('//go:embed', from); at >= 0; ) {
    const start = Math.max(from, text.lastIndexOf('\n', at) + 1);
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    lines.push(text.slice(start, end));
    at = text.indexOf('//go:embed', end);
  }
  return lines;
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
