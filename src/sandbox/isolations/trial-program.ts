interface Code {
  /** ELF's number of the machine. */
  readonly machine: number;
  readonly ends: readonly number[];
  readonly waits: readonly number[];
  /** Opens the first argument, reads a byte, and becomes the second, called as the third says and with what follows. */
  readonly gate?: readonly number[];
}

/** Machine code for exit(0), and for waiting until it is killed, by Go's name of the architecture. */
const codes: Readonly<Record<string, Code>> = {
  amd64: {
    machine: 62,
    // mov eax, 60; xor edi, edi; syscall
    ends: [0xb8, 0x3c, 0, 0, 0, 0x31, 0xff, 0x0f, 0x05],
    // mov eax, 34 (pause); syscall; jmp back
    waits: [0xb8, 0x22, 0, 0, 0, 0x0f, 0x05, 0xeb, 0xf7],
    gate: [
      // mov rbx, rsp; mov rdi, [rbx+16]; mov esi, O_CLOEXEC; mov eax, 2 (open); syscall
      ...[0x48, 0x89, 0xe3, 0x48, 0x8b, 0x7b, 0x10, 0xbe, 0, 0, 8, 0, 0xb8, 2, 0, 0, 0, 0x0f, 0x05],
      // mov edi, eax; lea rsi, [rsp-16]; mov edx, 1; xor eax, eax (read); syscall
      ...[0x89, 0xc7, 0x48, 0x8d, 0x74, 0x24, 0xf0, 0xba, 1, 0, 0, 0, 0x31, 0xc0, 0x0f, 0x05],
      // mov rax, [rbx] (argc); mov rdi, [rbx+24]; lea rsi, [rbx+32]; lea rdx, [rbx+rax*8+16] (the environment)
      ...[0x48, 0x8b, 0x03, 0x48, 0x8b, 0x7b, 0x18, 0x48, 0x8d, 0x73, 0x20, 0x48, 0x8d, 0x54, 0xc3, 0x10],
      // mov eax, 59 (execve); syscall; mov edi, 126; mov eax, 60 (exit); syscall
      ...[0xb8, 59, 0, 0, 0, 0x0f, 0x05, 0xbf, 126, 0, 0, 0, 0xb8, 60, 0, 0, 0, 0x0f, 0x05],
    ],
  },
  arm64: {
    machine: 183,
    // mov x8, 93; mov x0, 0; svc 0
    ends: [0xa8, 0x0b, 0x80, 0xd2, 0, 0, 0x80, 0xd2, 0x01, 0, 0, 0xd4],
    // mov x8, 73 (ppoll); mov x0, 0; mov x1, 0; mov x2, 0; mov x3, 0; svc 0; b back
    waits: [
      ...[0x28, 0x09, 0x80, 0xd2, 0, 0, 0x80, 0xd2, 0x01, 0, 0x80, 0xd2, 0x02, 0, 0x80, 0xd2],
      ...[0x03, 0, 0x80, 0xd2, 0x01, 0, 0, 0xd4, 0xfa, 0xff, 0xff, 0x17],
    ],
  },
};

const headerBytes = 64;
const programHeaderBytes = 56;
const address = 0x400000;

/**
 * The smallest program for Linux that ends well, or that waits to be killed: it needs no file but its own, so whatever keeps it from
 * that is the isolation's doing. Undefined for architectures that are not known. Layout: elf(5), Elf64_Ehdr and Elf64_Phdr.
 */
export function trialProgram(architecture: string, does: 'ends' | 'waits' | 'gate'): Uint8Array | undefined {
  const known = codes[architecture];
  const code = known?.[does];
  if (known === undefined || code === undefined) return undefined;
  const { machine } = known;
  const start = headerBytes + programHeaderBytes;
  const bytes = Buffer.alloc(start + code.length);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  bytes.writeUInt16LE(2, 16);
  bytes.writeUInt16LE(machine, 18);
  bytes.writeUInt32LE(1, 20);
  bytes.writeBigUInt64LE(BigInt(address + start), 24);
  bytes.writeBigUInt64LE(BigInt(headerBytes), 32);
  bytes.writeUInt16LE(headerBytes, 52);
  bytes.writeUInt16LE(programHeaderBytes, 54);
  bytes.writeUInt16LE(1, 56);
  const loadable = 1;
  const readAndRun = 5;
  bytes.writeUInt32LE(loadable, headerBytes);
  bytes.writeUInt32LE(readAndRun, headerBytes + 4);
  bytes.writeBigUInt64LE(BigInt(address), headerBytes + 16);
  bytes.writeBigUInt64LE(BigInt(address), headerBytes + 24);
  bytes.writeBigUInt64LE(BigInt(bytes.length), headerBytes + 32);
  bytes.writeBigUInt64LE(BigInt(bytes.length), headerBytes + 40);
  bytes.writeBigUInt64LE(4096n, headerBytes + 48);
  bytes.set(code, start);
  return bytes;
}
