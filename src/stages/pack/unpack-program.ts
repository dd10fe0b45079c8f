import { rm } from 'node:fs/promises';
import { findUpx, unpackFile } from '../../pack/upx.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Ports } from '../ports.ts';

/** Port: a packed program as it was before, for as long as `use` looks at it; or why it is not. */
export type Unpacking = <T>(
  packed: string,
  use: (path: string) => Promise<T>,
) => Promise<T | { readonly why: string }>;

/** By the UPX on PATH, whichever version it is: all unpack what those before them packed. None is fetched for it. */
export function unpackingBy(ports: Ports): Unpacking {
  return async (packed, use) => {
    const output = await ports.store.reserve();
    try {
      const upx = await findUpx({ ...ports, cacheDirectory: '', offline: true, say: () => undefined });
      const answer = await unpackFile(upx, packed, output, ports);
      if (answer.kind === 'refused') return { why: `UPX does not unpack it: ${answer.why}` };
      return await use(output);
    } catch (error) {
      if (error instanceof SlipwayError && error.code === 'E_TOOL') return { why: error.message };
      throw error;
    } finally {
      await rm(output, { force: true });
    }
  };
}
