import { type FileHandle, open } from 'node:fs/promises';

const windowBytes = 1 << 18;

/**
 * A file's bytes in windows of 256 KiB that are written over: nothing is left for the collector, so memory stays flat however
 * long the file is. A window holds its bytes until `slots` more were asked for.
 * @param file a path, or a file that is open and stays so
 */
export async function* fileWindows(
  file: string | FileHandle,
  { start = 0, slots = 1 }: { readonly start?: number; readonly slots?: number } = {},
): AsyncGenerator<Uint8Array> {
  const handle = typeof file === 'string' ? await open(file, 'r') : file;
  try {
    const windows = Array.from({ length: slots }, () => Buffer.allocUnsafeSlow(windowBytes));
    let position = start;
    for (let turn = 0; ; turn++) {
      const window = windows[turn % slots];
      if (window === undefined) return;
      const { bytesRead } = await handle.read(window, 0, windowBytes, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      yield window.subarray(0, bytesRead);
    }
  } finally {
    if (typeof file === 'string') await handle.close();
  }
}
