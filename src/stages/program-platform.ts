import { withFileSource } from '../binary/byte-source.ts';
import { openProgram } from '../binary/open-program.ts';
import type { Platform } from '../request/platform.ts';
import { parsePlatform } from '../request/platform.ts';
import { SlipwayError } from '../support/errors.ts';

/** Systems whose programs have a format of their own; ELF is taken for Linux unless build info says otherwise. */
const systems = { elf: 'linux', macho: 'darwin', pe: 'windows', wasm: 'wasip1' } as const;

/**
 * What a program is for, by its headers.
 * @throws SlipwayError E_BINARY when it is damaged or for a processor that no Go is for
 */
export function programPlatform(path: string): Platform {
  return withFileSource(path, (source) => {
    const { format, architecture } = openProgram(source);
    if (architecture === undefined) {
      throw new SlipwayError('E_BINARY', `${path} is for a processor that is not known`);
    }
    return parsePlatform(`${systems[format]}/${architecture}`);
  });
}
