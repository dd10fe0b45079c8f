/** Which packages a name of Go's linker speaks of. */
export type Naming =
  /**
   * One: it belongs to that package. A wrapper of another package's unexported method looks like a path itself: a/b.T.c/d.m
   * belongs to the shorter path, a/b, if the program has such a package.
   */
  | { readonly kind: 'package'; readonly path: string; readonly shorter?: string }
  /** None, as an assembly function that is known in its file alone, or a type that is made of predeclared ones. */
  | { readonly kind: 'none' }
  /** Several, as a function that compares values of struct { a.T; b.U }. */
  | { readonly kind: 'several' };

const noPackage: Naming = { kind: 'none' };
const severalPackages: Naming = { kind: 'several' };

/**
 * The package that a function's symbol names: all before the first dot after the last slash, unescaped. Type arguments and
 * receivers do not count: `slices.Sort[go.shape.int]` belongs to slices. What the compiler makes for a type, such as
 * `type:.eq.path.T`, belongs to the type's package. The main package is `main`.
 */
export function packageOf(symbol: string): Naming {
  // Made for a type, or the method of one that has no name but embeds something. Until Go 1.19 the colons were dots.
  const made = /^type[:.]\.(?:eq|hash)\.|^go[:.](?=(?:\(\*)?(?:struct|interface) ?\{)/.exec(symbol);
  if (made !== null) return packageOfType(symbol.slice(made[0].length));
  const stop = symbol.search(/[([]/);
  const head = stop < 0 ? symbol : symbol.slice(0, stop);
  const dot = head.indexOf('.', head.lastIndexOf('/') + 1);
  if (dot < 0 || dot === 0) return noPackage;
  const path = head.slice(0, dot);
  const shorter = shorterPath(path);
  if (shorter === undefined) return { kind: 'package', path: unescapePath(path) };
  return { kind: 'package', path: unescapePath(path), shorter: unescapePath(shorter) };
}

/** What stands before a dot in an element that is neither the host name nor the last. */
function shorterPath(path: string): string | undefined {
  const host = path.indexOf('/', path.startsWith('vendor/') ? 7 : 0);
  const dot = host < 0 ? -1 : path.indexOf('.', host);
  return dot < 0 ? undefined : path.slice(0, dot);
}

/** The linker writes bytes that mean something to it, such as dots in the last element, as %xx (cmd/internal/objabi.PathToPrefix). */
export function unescapePath(path: string): string {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** A quoted tag, an arrow of a channel, dots of a variadic parameter, a word, or any other character. */
const token = /"(?:[^"\\]|\\.)*"|<-|\.\.\.|[^\s"*[\](){},;<]+|[\s\S]/g;

/**
 * The package of a type, from its text with whole paths, as the linker has it: that of a named type, whatever its type
 * arguments; of a type literal the one package that is named in it.
 */
export function packageOfType(text: string): Naming {
  let found: string | undefined;
  let skipped = 0;
  let afterName = false;
  for (const [piece] of text.matchAll(token)) {
    if (piece === '[' && (skipped > 0 || afterName)) skipped++;
    else if (piece === ']' && skipped > 0) skipped--;
    else if (skipped === 0 && !piece.startsWith('"') && !piece.startsWith('go.shape.')) {
      const dot = piece.indexOf('.', piece.lastIndexOf('/') + 1);
      afterName = dot > 0;
      if (!afterName) continue;
      const path = piece.slice(0, dot);
      if (found !== undefined && found !== path) return severalPackages;
      found = path;
    }
  }
  return found === undefined ? noPackage : { kind: 'package', path: unescapePath(found) };
}
