import { goProgram } from './go-programs.ts';
import { publishedProgram } from './published-programs.ts';

/** Small programs by what they are, each linked once. */
export interface Shape {
  readonly platform: string;
  /** For example `go1.22.12`, which the go command fetches; by default the tests' own. */
  readonly go?: string;
  readonly args?: readonly string[];
}

export function smallProgram({ platform, go, args = [] }: Shape): string {
  const [GOOS = '', GOARCH = ''] = platform.split('/');
  const env = { GOOS, GOARCH, ...(go === undefined ? {} : { GOTOOLCHAIN: go }) };
  return goProgram({ source: 'small', args: ['-trimpath', ...args], env }).path;
}

export function describeShape({ platform, go = "the tests' Go", args = [] }: Shape): string {
  return [platform, go, ...args].join(' ');
}

const ownPlatforms = [
  ...['linux/amd64', 'linux/arm64', 'linux/arm', 'linux/386', 'linux/mips', 'linux/mips64'],
  ...['linux/ppc64le', 'linux/s390x', 'linux/riscv64', 'linux/loong64', 'freebsd/amd64', 'openbsd/amd64'],
  ...[
    'darwin/arm64',
    'darwin/amd64',
    'windows/amd64',
    'windows/386',
    'windows/arm64',
    'wasip1/wasm',
    'js/wasm',
  ],
];

/** Go versions that write files differently. wasip1 came with 1.21. */
const otherVersions = ['go1.18.10', 'go1.22.12', 'go1.27.1'].flatMap((go) =>
  ['linux/amd64', 'darwin/arm64', 'windows/amd64', 'js/wasm'].map((platform) => ({ platform, go })),
);

/** Every format, both classes and byte orders, with symbols and DWARF. */
export const shapes: readonly Shape[] = [...ownPlatforms.map((platform) => ({ platform })), ...otherVersions];

/** Position-independent files that the linker of Go makes alone. */
export const pieShapes: readonly Shape[] = [
  { platform: 'linux/amd64', args: ['-buildmode=pie'] },
  { platform: 'linux/arm64', args: ['-buildmode=pie'] },
  { platform: 'linux/ppc64le', args: ['-buildmode=pie'] },
  { platform: 'linux/amd64', go: 'go1.18.10', args: ['-buildmode=pie'] },
  { platform: 'linux/amd64', go: 'go1.27.1', args: ['-buildmode=pie'] },
];

export const strippedShapes: readonly Shape[] = [
  'linux/amd64',
  'linux/mips',
  'darwin/arm64',
  'windows/amd64',
  'wasip1/wasm',
].map((platform) => ({ platform, args: ['-ldflags=-s -w'] }));

/** A real program of the format, with symbols and DWARF. */
export function realProgram(platform: string): string {
  return publishedProgram({ program: 'age', platform, ldflags: '' });
}
