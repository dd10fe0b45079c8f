import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** An image as three bytes for each dot, row by row. */
interface Dots {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/**
 * The same picture in at most 256 colours, which a page of flat areas and letters hardly has more of: a third of the bytes.
 * @param png of eight bits for each channel, not interlaced, as browsers write them (PNG, third edition)
 */
export function withPalette(png: Buffer): Buffer {
  const dots = decode(png);
  const palette = commonest(dots.rgb);
  const rows = Buffer.alloc((dots.width + 1) * dots.height);
  const nearest = new Map<number, number>();
  for (let y = 0; y < dots.height; y += 1) {
    for (let x = 0; x < dots.width; x += 1) {
      const colour = colourAt(dots.rgb, (y * dots.width + x) * 3);
      const index = nearest.get(colour) ?? nearestOf(palette, colour);
      nearest.set(colour, index);
      rows[y * (dots.width + 1) + 1 + x] = index;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(dots.width, 0);
  header.writeUInt32BE(dots.height, 4);
  // Eight bits, colours of a palette.
  header.set([8, 3], 8);
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  const data = deflateSync(rows, { level: 9, memLevel: 9 });
  const chunks = [
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', data),
    chunk('IEND', Buffer.of()),
  ];
  return Buffer.concat([signature, ...chunks]);
}

function colourAt(rgb: Uint8Array, at: number): number {
  return ((rgb[at] ?? 0) << 16) | ((rgb[at + 1] ?? 0) << 8) | (rgb[at + 2] ?? 0);
}

/** The most frequent colours, of those that are hardly told apart one. */
function commonest(rgb: Uint8Array): number[] {
  const counts = new Map<number, number>();
  for (let at = 0; at < rgb.length; at += 3) {
    const colour = colourAt(rgb, at);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const palette: number[] = [];
  for (const close of [24, 6]) {
    for (const [colour] of [...counts].sort(([a, m], [b, n]) => n - m || a - b)) {
      if (palette.length === 256) break;
      if (palette.every((known) => distance(known, colour) > close * close)) palette.push(colour);
    }
  }
  return palette;
}

function nearestOf(palette: readonly number[], colour: number): number {
  let best = 0;
  for (const [index, known] of palette.entries()) {
    if (distance(known, colour) < distance(palette[best] ?? 0, colour)) best = index;
  }
  return best;
}

function distance(a: number, b: number): number {
  const red = (a >> 16) - (b >> 16);
  const green = ((a >> 8) & 255) - ((b >> 8) & 255);
  const blue = (a & 255) - (b & 255);
  return red * red + green * green + blue * blue;
}

function decode(png: Buffer): Dots {
  const parts: Buffer[] = [];
  let header: Buffer = Buffer.of();
  for (let at = signature.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const name = png.toString('latin1', at + 4, at + 8);
    const content = png.subarray(at + 8, at + 8 + length);
    if (name === 'IHDR') header = content;
    if (name === 'IDAT') parts.push(content);
    at += length + 12;
  }
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const channels = header[9] === 6 ? 4 : header[9] === 2 ? 3 : 0;
  if (header[8] !== 8 || channels === 0 || header[12] !== 0) throw new Error('a PNG of another form');
  const rows = unfiltered(inflateSync(Buffer.concat(parts)), width * channels, height, channels);
  const rgb = new Uint8Array(width * height * 3);
  for (let dot = 0; dot < width * height; dot += 1) {
    rgb.set(rows.subarray(dot * channels, dot * channels + 3), dot * 3);
  }
  return { width, height, rgb };
}

/** PNG, "Filter types for filter method 0". */
function unfiltered(data: Buffer, length: number, height: number, step: number): Uint8Array {
  const out = new Uint8Array(length * height);
  for (let y = 0; y < height; y += 1) {
    const filter = data[y * (length + 1)] ?? 0;
    for (let x = 0; x < length; x += 1) {
      const at = y * length + x;
      const left = x >= step ? (out[at - step] ?? 0) : 0;
      const up = y > 0 ? (out[at - length] ?? 0) : 0;
      const corner = x >= step && y > 0 ? (out[at - length - step] ?? 0) : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      out[at] = (data[y * (length + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [byLeft, byUp, byCorner] = [left, up, corner].map((value) => Math.abs(guess - value));
  if ((byLeft ?? 0) <= (byUp ?? 0) && (byLeft ?? 0) <= (byCorner ?? 0)) return left;
  return (byUp ?? 0) <= (byCorner ?? 0) ? up : corner;
}

/** PNG, "Chunk layout", with the check sum of Annex D. */
function chunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(content.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
