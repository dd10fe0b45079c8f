import type { Platform } from '../request/platform.ts';

/** Which program a file is or holds. */
export interface NamedProgram {
  readonly target: string;
  readonly platform: Platform;
}

/** `api_linux_arm_v7`, `api_windows_amd64.exe`, `api_wasip1_wasm.wasm`: the naming release pages commonly have. */
export function bareFileName(program: NamedProgram): string {
  return stem(program) + ending(program);
}

/** `api_linux_arm_v7.tar.gz`, `api_windows_amd64.zip`: what people of that system unpack without other tools. */
export function releaseArchiveName(program: NamedProgram): string {
  return stem(program) + (program.platform.os === 'windows' ? '.zip' : '.tar.gz');
}

/** The program's own name, by which it is called once it is unpacked: `api`, `api.exe`. */
export function unpackedName(program: NamedProgram): string {
  return program.target + ending(program);
}

function stem({ target, platform: { os, architecture, variant } }: NamedProgram): string {
  return [target, os, architecture, variant].filter((part) => part !== undefined).join('_');
}

function ending({ platform: { os, architecture } }: NamedProgram): string {
  return os === 'windows' ? '.exe' : architecture === 'wasm' ? '.wasm' : '';
}
