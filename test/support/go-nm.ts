import { go } from './go-programs.ts';

/** A symbol as `go tool nm -size` prints it. */
export interface NmSymbol {
  /** Undefined for what the program takes from a library. */
  readonly address: number | undefined;
  readonly bytes: number;
  /** T code, R read-only data, D data, B zeros, U undefined; small letters for local ones of ELF. */
  readonly code: string;
  readonly name: string;
}

/** What the go command's nm says of a file, in order of addresses. It refuses wasm. */
export function goNm(path: string): NmSymbol[] {
  const lines = go(['tool', 'nm', '-size', '-sort', 'address', path], {}).split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const found = /^ *([0-9a-f]+)? +(\d+) (\S) ?(.*)$/.exec(line);
      if (found === null) throw new Error(`go tool nm: ${line}`);
      const [, address, bytes, code = '', name = ''] = found;
      return {
        address: address === undefined ? undefined : Number.parseInt(address, 16),
        bytes: Number(bytes),
        code,
        name,
      };
    });
}
