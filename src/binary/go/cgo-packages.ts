import type { ByteSource } from '../byte-source.ts';
import type { ElfSection } from '../elf/tables.ts';
import { windowsOf } from '../windows.ts';
import { unescapePath } from './functions/symbol-package.ts';
import { nameRange } from './lookups.ts';

/** What cgo puts before the name of a C function in the Go function that calls it (cmd/cgo/out.go, writeDefsFunc). */
const marks = ['._Cfunc_', '._C2func_'].map((mark) => Buffer.from(mark));
const longestPath = 512;
const mostPackages = 100;

/**
 * Import paths of packages that call C functions, by the names of a program's functions, which stay when it is stripped; the
 * main package is `main` there. A package that only declares C types or is called by C has none.
 * @param sections of an ELF file
 */
export function cgoPackages(source: ByteSource, sections: readonly ElfSection[]): string[] {
  const range = nameRange(source, sections);
  if (range === undefined) return [];
  const found = new Set<string>();
  for (const { bytes, own } of windowsOf(source, { before: longestPath, after: 16 }, range)) {
    for (const mark of marks) {
      for (let at = bytes.indexOf(mark, own.from); at >= 0 && at < own.to; ) {
        const start = bytes.lastIndexOf(0, at) + 1;
        const path = bytes.toString('utf8', start, at);
        if (at - start < longestPath && found.size < mostPackages) found.add(unescapePath(path));
        at = bytes.indexOf(mark, at + mark.length);
      }
    }
  }
  return [...found].sort();
}
