import type { ElfFacts } from '../elf/facts.ts';
import { libcOf } from '../libc.ts';
import { libcsOf, libcText } from '../loading/base-libc.ts';
import { type LoadingPlace, loadProgram } from '../loading/load.ts';
import { type Answer, fail, pass, type StartingBase, skip, type Wanted } from './answer.ts';
import { faultsOf } from './loading-faults.ts';
import { wayOut } from './way-out.ts';

/** Where Slipway puts the program, which is what $ORIGIN in its paths means there. */
const programFolder = '/usr/local/bin';

/**
 * Can the kernel and the interpreter start the file on its base? A file that asks for nothing starts anywhere. A file
 * for no base (`--output bin:DIR`) is not judged, but what it asks for is said.
 */
export function checkStatic(elf: ElfFacts, wanted: Wanted): Answer {
  if (elf.interpreter === undefined && elf.neededLibraries.length === 0) return pass(elf.linkage);
  const { base } = wanted;
  if (base === undefined) return skip(`it has no base, and starts only where it finds ${asked(elf)}`);
  const { contents, reference, env = {} } = base;
  if (contents === undefined) {
    return skip(
      `the layers of ${reference} were not looked into; it starts only where it finds ${asked(elf)}`,
    );
  }
  const loading = loadProgram(elf, { base: contents, env, origin: programFolder });
  const stranger = strangerOf(elf, loading.interpreter, contents);
  if (stranger !== undefined) return skip(`${stranger}; it starts only where it finds ${asked(elf)}`);
  const faults = faultsOf(elf, loading, contents);
  if (faults.length === 0) return pass(starts(elf, base, contents));
  return fail(
    [`cannot start on the base "${reference}"`, ...faults, ...wayOut(elf, loading, wanted)].join('\n'),
  );
}

function starts(elf: ElfFacts, { reference }: StartingBase, contents: LoadingPlace['base']): string {
  const libc = libcsOf(contents, elf.header).find(({ flavour }) => flavour === libcOf(elf)?.flavour);
  const has = libc === undefined ? 'has' : `has ${libcText(libc)} and`;
  return `${elf.linkage}; the base "${reference}" ${has} what it asks for: ${asked(elf)}`;
}

function asked(elf: ElfFacts): string {
  const { flavour, version } = libcOf(elf) ?? {};
  const all = [
    ...(elf.interpreter === undefined ? [] : [elf.interpreter]),
    ...elf.neededLibraries,
    ...(version === undefined ? [] : [`${flavour} ${version} or newer`]),
  ];
  return all.join(', ');
}

/** gcompat stands in for glibc's interpreter on musl; which programs it runs cannot be told from files. */
function strangerOf(
  elf: ElfFacts,
  interpreter: string | undefined,
  { libraries }: LoadingPlace['base'],
): string | undefined {
  if (interpreter === undefined || libcOf(elf)?.flavour !== 'glibc') return undefined;
  const versions = libraries?.get(interpreter)?.definedVersions;
  if (versions === undefined || versions.some((version) => version.startsWith('GLIBC_'))) return undefined;
  return `${interpreter} of the base is not glibc's own interpreter, and what it can start is not known here`;
}
