import type { ElfFacts } from '../elf/facts.ts';
import { type Answer, fail, pass, skip, type Wanted } from './answer.ts';

/** Where interpreters look for a library by themselves (ld.so(8)): also Debian's folders per machine. */
const libraryFolder = /^(\/usr)?\/lib(32|64|x32)?(\/[a-z0-9_]+-linux-[a-z0-9]+)?$/;

/**
 * Can the kernel and the interpreter start the file on its base? A file that asks for nothing starts anywhere. A file
 * for no base (`--output bin:DIR`) is not judged, but what it asks for is said.
 */
export function checkStatic(elf: ElfFacts, wanted: Wanted): Answer {
  if (elf.interpreter === undefined && elf.neededLibraries.length === 0) return pass(elf.linkage);
  const { base } = wanted;
  if (base === undefined) {
    return skip(`it has no base, and starts only where it finds ${asked(elf).join(', ')}`);
  }
  if (base.contents === undefined) {
    return skip(
      `the layers of ${base.reference} were not looked into; it starts only where it finds ${asked(elf).join(', ')}`,
    );
  }
  const missing = missingOn(elf, base.contents.files);
  if (missing.length === 0) return pass(`${elf.linkage}; the base "${base.reference}" has what it asks for`);
  return fail(
    [
      `cannot start on the base "${base.reference}"`,
      ...missing.map((what) => `it asks for ${what}, which the base does not have`),
      ...reason(elf, wanted),
    ].join('\n'),
  );
}

function asked(elf: ElfFacts): string[] {
  return [...(elf.interpreter === undefined ? [] : [elf.interpreter]), ...elf.neededLibraries];
}

function missingOn(elf: ElfFacts, files: ReadonlySet<string>): string[] {
  const libraries = elf.neededLibraries.filter((name) => !hasLibrary(elf, files, name));
  const { interpreter } = elf;
  return [
    ...(interpreter === undefined || has(files, interpreter) ? [] : [`the interpreter ${interpreter}`]),
    ...(libraries.length === 0
      ? []
      : [`the ${libraries.length === 1 ? 'library' : 'libraries'} ${libraries.join(', ')}`]),
  ];
}

/** On a base with merged /usr, /lib64 is a link to /usr/lib64 and its files are listed there. */
function has(files: ReadonlySet<string>, path: string): boolean {
  return files.has(path) || files.has(`/usr${path}`);
}

function hasLibrary(elf: ElfFacts, files: ReadonlySet<string>, name: string): boolean {
  if (name.includes('/')) return has(files, name);
  // The interpreter is itself in some lists of needed libraries; it is found by its own path.
  if (elf.interpreter?.endsWith(`/${name}`) && has(files, elf.interpreter)) return true;
  if (elf.libraryPaths.some((folder) => has(files, `${folder}/${name}`))) return true;
  for (const path of files) {
    if (path.endsWith(`/${name}`) && libraryFolder.test(path.slice(0, -name.length - 1))) return true;
  }
  return false;
}

function reason(elf: ElfFacts, wanted: Wanted): string[] {
  if (elf.linkage === 'pie') {
    return [
      'because -buildmode=pie makes the linker name an interpreter, also without cgo',
      'try the default build mode, which links statically',
    ];
  }
  if (!wanted.cgo) return ['try --ldflags without -linkmode=external and -extldflags'];
  const chain = wanted.cgoChain ?? [];
  return [
    chain.length === 0
      ? 'because cgo is on and a package imports "C"'
      : `because cgo is on: ${chain.join(' → ')} (import "C")`,
    'try without cgo and a pure-Go package in its place, or link statically: --ldflags "-linkmode=external -extldflags=-static"',
  ];
}
