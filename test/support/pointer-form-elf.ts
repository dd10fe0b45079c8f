/**
 * The smallest ELF file with Go build info in the form that Go 1.13 to 1.17 wrote: the blob in a writable segment holds
 * the addresses of two Go strings. Made here because those compilers are not at hand; the real go command reads it too.
 */
export function pointerFormElf(
  form: { readonly class: 32 | 64; readonly endian: 'little' | 'big' },
  version: string,
  modules: string,
): Buffer {
  const base = 0x10000;
  const big = form.endian === 'big';
  const pointerBytes = form.class / 8;
  const file = Buffer.alloc(4096);
  const put = (offset: number, width: number, value: number): void => {
    if (width === 8)
      big ? file.writeBigUInt64BE(BigInt(value), offset) : file.writeBigUInt64LE(BigInt(value), offset);
    else if (big) file.writeUIntBE(value, offset, width);
    else file.writeUIntLE(value, offset, width);
  };
  const row = (start: number, ...values: [width: number, value: number][]): void => {
    let at = start;
    for (const [width, value] of values) {
      put(at, width, value);
      at += width;
    }
  };
  const word = (value: number): [number, number] => [pointerBytes, value];

  file.set([0x7f, 0x45, 0x4c, 0x46, form.class / 32, big ? 2 : 1, 1]);
  const headerBytes = form.class === 64 ? 64 : 52;
  const entryBytes = form.class === 64 ? 56 : 32;
  row(16, [2, 2], [2, 62], [4, 1], word(0), word(headerBytes), word(0), [4, 0]);
  row(28 + 3 * pointerBytes, [2, headerBytes], [2, entryBytes], [2, 1], [2, 0], [2, 0], [2, 0]);
  // One PT_LOAD, readable and writable, that maps the whole file to `base`.
  const place: [number, number][] = [word(0), word(base), word(base), word(4096), word(4096)];
  if (form.class === 64) row(headerBytes, [4, 1], [4, 6], ...place, word(4096));
  else row(headerBytes, [4, 1], ...place, [4, 6], word(4096));

  const framed = `${'<'.repeat(16)}${modules}${'>'.repeat(16)}`;
  const blob = 512;
  file.write('\xff Go buildinf:', blob, 'latin1');
  file.set([pointerBytes, big ? 1 : 0], blob + 14);
  row(blob + 16, word(base + 1024), word(base + 1040));
  row(1024, word(base + 1100), word(version.length));
  row(1040, word(base + 2048), word(framed.length));
  file.write(version, 1100);
  file.write(framed, 2048);
  return file;
}
