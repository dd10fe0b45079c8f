import type { ElfFacts } from '../elf/facts.ts';
import { isNewer, libcOf } from '../libc.ts';
import type { Loading } from '../loading/load.ts';
import type { Wanted } from './answer.ts';

/** Images of others that programs start on, with what of a C library they have. */
const bases = [
  // distroless takes Debian's libc6, and :cc libgcc-s1, libgomp1 and libstdc++6 besides (base/BUILD, cc/BUILD).
  {
    reference: 'gcr.io/distroless/base-debian13',
    flavour: 'glibc',
    version: '2.41',
    libraries: /^(ld-linux[^/]*|ld64|lib(c|m|pthread|dl|rt|resolv|util|anl|nss_\w+))\.so\.\d+$/,
  },
  {
    reference: 'gcr.io/distroless/cc-debian13',
    flavour: 'glibc',
    version: '2.41',
    libraries: /^(ld-linux[^/]*|ld64|lib(c|m|pthread|dl|rt|resolv|util|anl|gcc_s|gomp|stdc\+\+))\.so\.\d+$/,
  },
  { reference: 'alpine:3.22', flavour: 'musl', version: undefined, libraries: /^libc\.(musl-.*|so)$/ },
] as const;

/** Why a program asks for what its base lacks, and what to do about it, one line each. */
export function wayOut(elf: ElfFacts, loading: Loading, wanted: Wanted): string[] {
  const { cgo, cgoCause, base, goVersion } = wanted;
  if (goVersion === '') return [];
  if (elf.linkage === 'pie') {
    return [
      'because -buildmode=pie makes the linker name an interpreter, also without cgo',
      'try the default build mode, which links statically',
    ];
  }
  if (!cgo) return ['try --ldflags without -linkmode=external and -extldflags'];
  const newer = loading.missingVersions.length > 0 && loading.missing.length === 0;
  const other = startingBase(elf);
  const tries = [
    cgoCause?.standard === true
      ? 'cgo off (CGO_ENABLED=0): the standard library does without C'
      : 'cgo off (CGO_ENABLED=0) with a pure-Go package in its place',
    ...(newer ? ['a build where glibc is as old as in the base'] : []),
    ...(other === undefined || other === base?.reference ? [] : [`--base ${other}`]),
  ];
  return [
    ...(newer ? ['because it was linked where glibc is newer than in the base'] : []),
    ...cgoLines(cgoCause),
    `try ${tries.join(', or ')}`,
    ...(newer ? [] : ['or link statically: --ldflags "-linkmode=external -extldflags=-static"']),
  ];
}

const mostOthers = 3;

function cgoLines(cause: Wanted['cgoCause']): string[] {
  if (cause === undefined) return ['because cgo is on and a package imports "C"'];
  const { chain, others } = cause;
  const more = others.length > mostOthers ? ` and ${others.length - mostOthers} more` : '';
  const named = others.slice(0, mostOthers).join(', ');
  return [
    `because cgo is on: ${chain.join(' → ')} (import "C")`,
    ...(others.length === 0 ? [] : [`so do ${named}${more}`]),
  ];
}

/** The smallest image of others that has all that a program asks for, if one of these is known to. */
function startingBase(elf: ElfFacts): string | undefined {
  const libc = libcOf(elf);
  return bases.find(
    ({ flavour, version, libraries }) =>
      libc?.flavour === flavour &&
      (libc.version === undefined || version === undefined || !isNewer(libc.version, version)) &&
      elf.neededLibraries.every((name) => libraries.test(name)),
  )?.reference;
}
