/** Reads the numbers of a binary format. An offset outside the bytes is the caller's fault: lengths are checked before. */
export interface Fields {
  readonly length: number;
  u8(offset: number): number;
  u16(offset: number): number;
  u32(offset: number): number;
  /** As a JavaScript number: exact below 2^53, which every offset inside a file is; larger ones never pass a bounds check. */
  u64(offset: number): number;
}

export type Endian = 'little' | 'big';

export function fieldsOf(bytes: Uint8Array, endian: Endian): Fields {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = endian === 'little';
  return {
    length: bytes.byteLength,
    u8: (offset) => view.getUint8(offset),
    u16: (offset) => view.getUint16(offset, little),
    u32: (offset) => view.getUint32(offset, little),
    u64: (offset) => Number(view.getBigUint64(offset, little)),
  };
}
