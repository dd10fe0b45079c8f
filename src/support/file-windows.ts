import { type FileHandle, open } from 'node:fs/promises';

const windowBytes = 1 << 18;

/**
 * A file's bytes in windows of 256 KiB that are written over: nothing is left for the collector, so memory stays flat however
 * long the file is. A window holds its bytes until `slots` more were asked for; the next one is read meanwhile.
 * @param file a path, or a file that is open and stays so
 */
export async function* fileWindows(
  file: string | FileHandle,
  { start = 0, slots = 1 }: { readonly start?: number; readonly slots?: number } = {},
): AsyncGenerator<Uint8Array> {
  const handle = typeof file === 'string' ? await open(file, 'r') : file;
  const windows: Buffer[] = [];
  const read = (position: number) => {
    const window = (windows.length > slots && windows.shift()) || Buffer.allocUnsafeSlow(windowBytes);
    windows.push(window);
    const reading = handle.read(window, 0, windowBytes, position);
    reading.catch(() => undefined);
    return reading;
  };
  let reading = read(start);
  try {
    for (let position = start; ; ) {
      const { buffer, bytesRead } = await reading;
      if (bytesRead === 0) return;
      position += bytesRead;
      reading = read(position);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    // Until then a thread writes into the window.
    await Promise.allSettled([reading]);
    if (typeof file === 'string') await handle.close();
  }
}
