import type { Architecture } from '../../request/platform.ts';
import type { Endian } from '../fields.ts';
import type { ElfHeader } from './header.ts';

/** What an ELF header says for one of Go's architectures. */
export interface ElfMachine {
  /** e_machine (gABI, chapter 4; values registered in the same list). */
  readonly machine: number;
  readonly class: 32 | 64;
  readonly endian: Endian;
  /** The psABI's own name of the machine, for messages. */
  readonly name: string;
}

/**
 * Go's architectures that link to ELF (all that linux has). The header does not tell variants: Go writes the same
 * header for GOAMD64=v1 to v4 and for GOARM=5 to 7; build info does (`variantSetting`).
 */
export const elfMachines: Readonly<Partial<Record<Architecture, ElfMachine>>> = {
  386: { machine: 3, class: 32, endian: 'little', name: 'Intel 80386' },
  amd64: { machine: 62, class: 64, endian: 'little', name: 'x86-64' },
  arm: { machine: 40, class: 32, endian: 'little', name: 'ARM' },
  arm64: { machine: 183, class: 64, endian: 'little', name: 'AArch64' },
  loong64: { machine: 258, class: 64, endian: 'little', name: 'LoongArch' },
  mips: { machine: 8, class: 32, endian: 'big', name: 'MIPS' },
  mipsle: { machine: 8, class: 32, endian: 'little', name: 'MIPS' },
  mips64: { machine: 8, class: 64, endian: 'big', name: 'MIPS' },
  mips64le: { machine: 8, class: 64, endian: 'little', name: 'MIPS' },
  ppc64: { machine: 21, class: 64, endian: 'big', name: 'PowerPC64' },
  ppc64le: { machine: 21, class: 64, endian: 'little', name: 'PowerPC64' },
  riscv64: { machine: 243, class: 64, endian: 'little', name: 'RISC-V' },
  s390x: { machine: 22, class: 64, endian: 'big', name: 'IBM S/390' },
};

/** The build setting that records an architecture's variant. */
export const variantSetting: Readonly<Partial<Record<Architecture, string>>> = {
  amd64: 'GOAMD64',
  arm: 'GOARM',
};

/** The Go architecture that a header is for; undefined for machines that Go has no port to. */
export function architectureOf(header: ElfHeader): Architecture | undefined {
  const found = Object.entries(elfMachines).find(([, machine]) => fits(header, machine));
  return found?.[0] as Architecture | undefined;
}

export function isForArchitecture(header: ElfHeader, architecture: Architecture): boolean {
  const machine = elfMachines[architecture];
  return machine !== undefined && fits(header, machine);
}

/** A header's machine in words, for example `x86-64, 64 bit, little endian`. */
export function describeMachine(header: Pick<ElfHeader, 'machine' | 'class' | 'endian'>): string {
  const known = Object.values(elfMachines).find((machine) => machine.machine === header.machine);
  return `${known?.name ?? `machine ${header.machine}`}, ${header.class} bit, ${header.endian} endian`;
}

function fits(header: ElfHeader, machine: ElfMachine): boolean {
  return (
    header.machine === machine.machine && header.class === machine.class && header.endian === machine.endian
  );
}
