import { readFileSync } from 'node:fs';
import type { LinkedPackage } from './compiled-packages.ts';
import { goHeader } from './go-header.ts';

/**
 * By import path of a package: what its files import for nothing but the sake of initialisation (Go specification, "Import
 * declarations"). `go list` does not tell.
 * @throws the system's error when a file cannot be read
 */
export function blankImports(
  packages: readonly Pick<LinkedPackage, 'path' | 'files'>[],
): Map<string, ReadonlySet<string>> {
  return new Map(
    packages.map(({ path, files }) => [
      path,
      new Set(files.flatMap((file) => blankIn(readFileSync(file, 'utf8')))),
    ]),
  );
}

/** A comment, or the path of an import: there are no other strings above. */
const piece = /"[^"\n]*"|`[^`]*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

function blankIn(text: string): string[] {
  const code = goHeader(text).replaceAll(piece, (found) => (found.startsWith('/') ? ' ' : found));
  return [...code.matchAll(/(?<![\p{L}\p{N}_])_\s*["`]([^"`]+)["`]/gu)].map(([, path = '']) => path);
}
