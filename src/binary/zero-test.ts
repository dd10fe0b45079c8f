import type { ByteSource } from './byte-source.ts';

const windowBytes = 1 << 16;

/** Whether all bytes of a range are zero. */
export type ZeroTest = (offset: number, bytes: number) => boolean;

/** For ranges of a file, of which the next one is mostly near the last: it is read in windows. */
export function zeroTest(source: ByteSource): ZeroTest {
  const room = Buffer.allocUnsafeSlow(windowBytes);
  let window: Uint8Array = new Uint8Array();
  let start = 0;
  return (offset, bytes) => {
    if (offset < start || offset + bytes > start + window.length) {
      const wanted = Math.max(bytes, Math.min(windowBytes, source.length - offset));
      window = source.read(offset, wanted, wanted > windowBytes ? undefined : room);
      start = offset;
    }
    for (let at = offset - start; at < offset - start + bytes; at += 1) if (window[at] !== 0) return false;
    return true;
  };
}
