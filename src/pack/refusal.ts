import type { ExecutableFacts } from '../binary/executable.ts';
import type { Architecture, Platform } from '../request/platform.ts';

/** A program that somebody wants packed, as far as it tells whether UPX can. */
export interface PackSubject {
  readonly platform: Platform;
  readonly facts: Pick<ExecutableFacts, 'format'> & {
    readonly elf?: Pick<NonNullable<ExecutableFacts['elf']>, 'linkage'>;
  };
  /** True for a file that UPX made. */
  readonly isPacked: boolean;
  /** True where its contract says that no page that was written may be executed. */
  readonly deniesWriteExecute: boolean;
}

/** Since which release UPX packs a machine's programs (its NEWS, and tried with 4.2.2). */
const linuxSince: Readonly<Partial<Record<Architecture, readonly number[]>>> = {
  amd64: [3, 96],
  '386': [3, 96],
  arm: [3, 96],
  arm64: [3, 96],
  mips: [3, 96],
  mipsle: [3, 96],
  ppc64: [3, 96],
  ppc64le: [3, 96],
  riscv64: [5, 1, 1],
};

/** upx#702. */
const unpacksIntoMemory =
  'its contract says write-execute: deny (as MemoryDenyWriteExecute= does), and what UPX packs writes itself into memory before that is executed';

/**
 * Why UPX is not even tried on a program; undefined: it is. What UPX refuses by itself is told by its own words beside.
 * @param version of UPX, for example `4.2.2`
 */
export function whyNotPacked(subject: PackSubject, version: string): string | undefined {
  const { os, architecture } = subject.platform;
  if (subject.isPacked) return 'UPX packed it already';
  if (subject.deniesWriteExecute) return unpacksIntoMemory;
  if (os === 'darwin' || os === 'ios')
    return 'UPX does not pack programs for macOS: what it makes of them does not start on current releases';
  if (architecture === 'wasm') return 'UPX knows no WebAssembly';
  if (os === 'windows') return whyNotWindows(architecture);
  if (os !== 'linux') return `UPX packs no programs for ${os}/${architecture}`;
  return whyNotLinux(subject, version);
}

function whyNotWindows(architecture: Architecture): string | undefined {
  return architecture === 'amd64' || architecture === '386'
    ? undefined
    : `UPX packs no programs for windows/${architecture}`;
}

function whyNotLinux(
  { platform: { architecture }, facts }: PackSubject,
  version: string,
): string | undefined {
  const since = linuxSince[architecture];
  const name = `linux/${architecture}`;
  if (since === undefined) return `UPX packs no programs for ${name}`;
  if (isBefore(version, since)) {
    return `UPX packs programs for ${name} from ${since.join('.')} on, and this is ${version}`;
  }
  if (architecture === 'arm' && !isBefore(version, [5, 0, 0]) && isBefore(version, [5, 2, 1])) {
    return `what UPX 5.0.0 to 5.2.0 makes of programs for linux/arm dies as it starts, and this is ${version}`;
  }
  if (facts.elf?.linkage === 'pie') {
    return 'it is position-independent and names an interpreter: UPX refuses what Go links so (its table of symbols is not as UPX wants it); link it without -buildmode=pie';
  }
  return undefined;
}

/** Number by number; a part that is none (`5.2.0-devel`) counts by its digits. */
function isBefore(version: string, other: readonly number[]): boolean {
  const numbers = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  for (const [at, number] of other.entries()) {
    const own = numbers[at] ?? 0;
    if (own !== number) return own < number;
  }
  return false;
}
