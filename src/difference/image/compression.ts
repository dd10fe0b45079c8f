import { type ByteSource, withFileSource } from '../../binary/byte-source.ts';
import { sliceSource } from '../../binary/macho/fat.ts';
import type { LayerBlob } from '../../image/view/layer-content.ts';
import { gzipBits } from '../../size/wire/gzip-bits.ts';
import { contentOf } from '../../size/wire/layer-cost.ts';
import { SlipwayError } from '../../support/errors.ts';
import { byteDifferences } from '../bytes.ts';
import type { Cause, Difference } from '../difference.ts';
import { shownCount, shownDigits, shownLength, shownText } from '../shown.ts';
import { type GzipHeader, readGzipHeader } from './gzip-header.ts';

/** How two blobs of one archive are compressed, where that is not the same. */
export function compressionDifferences(a: LayerBlob, b: LayerBlob, place: string): Difference[] {
  if (a.compression !== b.compression) {
    const told = ({ compression, bytes }: LayerBlob): string =>
      `${compression === 'none' ? 'not compressed' : compression}, ${shownLength(bytes)}`;
    return [compressed(place, 'compression', told(a), told(b), 'the same archive, compressed otherwise')];
  }
  return withFileSource(a.path, (inA) =>
    withFileSource(b.path, (inB) =>
      a.compression === 'gzip'
        ? gzipDifferences(inA, inB, place)
        : otherDifferences(inA, inB, a.compression, place),
    ),
  );
}

function compressed(place: string, what: string, a: string, b: string, detail: string): Difference {
  return { kind: 'compression', place: `${place}${what}`, a, b, cause: { kind: 'settings', detail } };
}

/** Fields of a gzip member's header (RFC 1952, section 2.3). */
const fields: readonly (readonly [field: keyof GzipHeader['fields'], name: string, cause: Cause])[] = [
  [
    'mtime',
    'time in the gzip header',
    { kind: 'time', detail: 'the time at which the layer was compressed' },
  ],
  ['level', 'level in the gzip header', { kind: 'settings', detail: 'compressed at another level' }],
  [
    'os',
    'system in the gzip header',
    { kind: 'host', detail: 'compressed on another system, or by another program' },
  ],
  ['name', 'name in the gzip header', { kind: 'path', detail: 'the name of the file that was compressed' }],
  [
    'comment',
    'comment in the gzip header',
    { kind: 'settings', detail: 'what the compressor says of itself' },
  ],
  [
    'extra',
    'extra field of the gzip header',
    { kind: 'settings', detail: 'what the compressor says of itself' },
  ],
  [
    'flags',
    'flags in the gzip header',
    { kind: 'settings', detail: 'what the compressor writes into headers' },
  ],
];

function gzipDifferences(a: ByteSource, b: ByteSource, place: string): Difference[] {
  const [headerA, headerB] = [readGzipHeader(a), readGzipHeader(b)];
  if (headerA === undefined || headerB === undefined) return otherDifferences(a, b, 'gzip', place);
  const found = fields.flatMap(([field, name, cause]): Difference[] => {
    const [inA, inB] = [headerA.fields[field], headerB.fields[field]];
    if (inA.shown === inB.shown) return [];
    return [
      {
        kind: 'compression',
        place: `${place}${name}`,
        offset: { a: inA.offset, b: inB.offset },
        bytes: Math.max(inA.bytes, inB.bytes),
        a: shownText(inA.shown),
        b: shownText(inB.shown),
        cause,
      },
    ];
  });
  return [...found, ...dataDifferences([a, headerA.bytes], [b, headerB.bytes], place)];
}

type Data = readonly [source: ByteSource, start: number];

function dataDifferences([a, startA]: Data, [b, startB]: Data, place: string): Difference[] {
  const restOf = (source: ByteSource, offset: number): ByteSource =>
    sliceSource(source, { offset, bytes: source.length - offset });
  const [found] = byteDifferences(restOf(a, startA), restOf(b, startB), place, {});
  if (found?.offset === undefined) return [];
  const [blocksA, blocksB] = [blocksOf(a), blocksOf(b)];
  const isCut = blocksA !== blocksB && blocksA !== undefined && blocksB !== undefined;
  return [
    {
      kind: 'compression',
      place: `${place}gzip data`,
      offset: { a: startA + found.offset.a, b: startB + found.offset.b },
      bytes: found.bytes ?? 0,
      a: [shownLength(a.length), ...(isCut ? [blocksA] : [])].join(', '),
      b: [shownLength(b.length), ...(isCut ? [blocksB] : [])].join(', '),
      cause: {
        kind: 'settings',
        detail: isCut
          ? 'the data is cut into other blocks: another level, another compressor, or more of it at once'
          : 'another level or another version of the compressor',
      },
    },
  ];
}

const noRanges = {
  starts: new Float64Array(),
  ends: new Float64Array(),
  owners: new Uint32Array(),
  ownerCount: 0,
};
/** Each block begins with three bits (RFC 1951, section 3.2.3), and a stored one has 32 more. */
const blockBits = 3;

/** Undefined for data that cannot be read. */
function blocksOf(source: ByteSource): string | undefined {
  try {
    const { overhead } = gzipBits(contentOf(source), noRanges);
    const blocks = Math.round(overhead.blocks / blockBits);
    return `${shownCount(blocks)} ${blocks === 1 ? 'block' : 'blocks'}`;
  } catch (error) {
    if (error instanceof SlipwayError) return undefined;
    throw error;
  }
}

/** zstd, and what is not compressed: the first bytes are a frame's magic number and its descriptor (RFC 8878, section 3.1.1). */
function otherDifferences(a: ByteSource, b: ByteSource, compression: string, place: string): Difference[] {
  const [found] = byteDifferences(a, b, place, {});
  if (found?.offset === undefined) return [];
  const told = (source: ByteSource): string =>
    `${shownLength(source.length)}, begins with ${shownDigits(source.read(0, Math.min(frameBytes, source.length)))}`;
  return [
    {
      kind: 'compression',
      place: `${place}${compression} data`,
      offset: found.offset,
      bytes: found.bytes ?? 0,
      a: told(a),
      b: told(b),
      cause: {
        kind: 'settings',
        detail: 'another level, another version of the compressor, or other parameters',
      },
    },
  ];
}

const frameBytes = 8;
