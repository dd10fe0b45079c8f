import { execFileSync } from 'node:child_process';
import { type PublishedRequest, publishedProgram } from './published-programs.ts';
import { goEnvironment } from './tools.ts';

/** One program of every kind of file that Go links: what is not said is linux/amd64 and the tests' own Go. */
export const linkedPrograms = {
  'linux/amd64': { program: 'age' },
  'linux/amd64, Go 1.22': { program: 'age', go: 'go1.22.12' },
  'linux/amd64, Go 1.24': { program: 'age', go: 'go1.24.10' },
  'linux/amd64, Go 1.27': { program: 'age', go: 'go1.27.1' },
  'linux/amd64, larger': { program: 'crane' },
  'linux/amd64, position-independent': { program: 'age', args: ['-buildmode=pie'] },
  'linux/amd64, position-independent, Go 1.24': { program: 'age', go: 'go1.24.10', args: ['-buildmode=pie'] },
  'linux/386': { program: 'age', platform: 'linux/386' },
  'linux/arm': { program: 'age', platform: 'linux/arm' },
  'linux/arm64': { program: 'age', platform: 'linux/arm64' },
  'linux/mips, 32 bit and big endian': { program: 'age', platform: 'linux/mips' },
  'linux/riscv64': { program: 'age', platform: 'linux/riscv64' },
  'linux/s390x, big endian': { program: 'age', platform: 'linux/s390x' },
  'darwin/arm64': { program: 'age', platform: 'darwin/arm64' },
  'windows/amd64': { program: 'age', platform: 'windows/amd64' },
  'wasip1/wasm': { program: 'age', platform: 'wasip1/wasm' },
} as const satisfies Readonly<Record<string, PublishedRequest>>;

export type LinkedName = keyof typeof linkedPrograms;

export const linkedNames = Object.keys(linkedPrograms) as LinkedName[];

/** As it is shipped, linked with -s -w. */
export function strippedProgram(name: LinkedName): string {
  return publishedProgram({ ...linkedPrograms[name], ldflags: '-s -w' });
}

/** The same with its symbols, linked with -w. */
export function twinProgram(name: LinkedName): string {
  return publishedProgram({ ...linkedPrograms[name], ldflags: '-w' });
}

/** Where the file's format has the sizes of symbols: not Mach-O and PE, and of wasm `go tool nm` knows nothing. */
export function hasSymbolSizes(name: LinkedName): boolean {
  return name.startsWith('linux/');
}

export interface NmSymbol {
  readonly address: number;
  /** Mach-O and PE: up to the next symbol. */
  readonly bytes: number;
  /** A letter: T and t for code. */
  readonly type: string;
  readonly name: string;
}

/** What the real `go tool nm` says of a file, by address. */
export function goNm(path: string): NmSymbol[] {
  const text = execFileSync('go', ['tool', 'nm', '-size', '-sort', 'address', '-type', path], {
    env: goEnvironment(),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return [...text.matchAll(/^ *([0-9a-f]+) +(\d+) (\S) (.+)$/gm)].map(
    ([, address = '', bytes = '', type = '', name = '']) => ({
      address: Number.parseInt(address, 16),
      bytes: Number(bytes),
      type,
      name,
    }),
  );
}
