import { withFileSource } from '../binary/byte-source.ts';
import { readElf } from '../binary/elf/facts.ts';
import { isElf } from '../binary/elf/header.ts';
import type { Platform } from '../request/platform.ts';
import { formatPlatform } from '../request/platform.ts';
import { startOfFile } from '../support/files.ts';
import { findProgram } from '../support/find-program.ts';
import type { SandboxPorts } from './ports.ts';

/** How programs of a platform run here. */
export type Emulation =
  | { readonly kind: 'native' }
  /** `path`: of qemu on this machine. */
  | { readonly kind: 'emulated'; readonly path: string }
  | { readonly kind: 'none'; readonly why: string };

/** What qemu calls the architectures that Go calls otherwise. */
const machines: Readonly<Record<string, string>> = {
  amd64: 'x86_64',
  '386': 'i386',
  arm64: 'aarch64',
  arm: 'arm',
  loong64: 'loongarch64',
  mips: 'mips',
  mipsle: 'mipsel',
  mips64: 'mips64',
  mips64le: 'mips64el',
  ppc64: 'ppc64',
  ppc64le: 'ppc64le',
  riscv64: 'riscv64',
  s390x: 's390x',
};

/** What runs as it is beside a machine's own: the kernel knows the older form. */
const alsoNative: Readonly<Record<string, readonly string[]>> = { amd64: ['386'] };

/** Whether a file is a program that runs in an empty root. */
async function isAlone(path: string): Promise<boolean> {
  if (!isElf(await startOfFile(path))) return false;
  return withFileSource(path, (source) => readElf(source)?.interpreter === undefined);
}

/** Whether programs of a platform run on this machine, and by what. */
export async function emulationFor(platform: Platform, { env, host }: SandboxPorts): Promise<Emulation> {
  const { os, architecture } = platform;
  if (host.os === 'windows') return { kind: 'none', why: 'programs are run on Linux and macOS only' };
  if (os !== host.os) {
    const here = `${host.os}/${host.architecture}`;
    return { kind: 'none', why: `a program for ${formatPlatform(platform)} does not run on ${here}` };
  }
  if (architecture === host.architecture) return { kind: 'native' };
  if (alsoNative[host.architecture]?.includes(architecture)) return { kind: 'native' };
  const machine = machines[architecture] ?? architecture;
  let dynamic: string | undefined;
  for (const name of [`qemu-${machine}-static`, `qemu-${machine}`]) {
    const path = await findProgram(name, env, host.os);
    if (path === undefined) continue;
    if (await isAlone(path)) return { kind: 'emulated', path };
    dynamic = path;
  }
  if (dynamic !== undefined) {
    const why = `${dynamic} needs libraries, which are not in the program's root: install qemu-user-static`;
    return { kind: 'none', why };
  }
  const what = formatPlatform(platform);
  return { kind: 'none', why: `there is no qemu-${machine}-static on PATH, which would run ${what} here` };
}
