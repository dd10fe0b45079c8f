import { SlipwayError } from '../support/errors.ts';

/**
 * The architectures that Go toolchains are for, by Go's name, with the other names that people have for them: those of
 * actions/setup-go (its `architecture` and src/system.ts), of a runner (`runner.arch`) and of Node (`process.arch`).
 */
const architectures = {
  '386': ['x86', 'x32', 'ia32'],
  amd64: ['x64'],
  arm: ['armv6l'],
  arm64: [],
  loong64: [],
  mips: [],
  mips64: [],
  mips64le: [],
  mipsle: ['mipsel'],
  ppc64: [],
  ppc64le: [],
  riscv64: [],
  s390x: [],
} as const;

/** GOARCH of a machine that a Go toolchain can run on. */
export type GoArchitecture = keyof typeof architectures;

/**
 * Go's name of an architecture, from setup-go's (x64, x86, arm64 …), a runner's (X64) or its own (amd64).
 * @throws SlipwayError E_CONFIG with the known ones
 */
export function goArchitecture(text: string): GoArchitecture {
  const wanted = text.trim().toLowerCase();
  const known = Object.entries(architectures) as [GoArchitecture, readonly string[]][];
  const found = known.find(([name, others]) => name === wanted || others.includes(wanted));
  if (found !== undefined) return found[0];
  const names = known.map(([name, [other]]) => (other === undefined ? name : `${other} (${name})`));
  throw new SlipwayError('E_CONFIG', `architecture: ${JSON.stringify(text)} is none that Go runs on`, {
    hint: `write one of ${names.join(', ')}; what is built for is said by platforms`,
  });
}
