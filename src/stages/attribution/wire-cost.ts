import { type ByteSource, withFileSource } from '../../binary/byte-source.ts';
import { executablePath } from '../../engine/plan.ts';
import type { Layer } from '../../image/descriptor.ts';
import { gzipCut, gzipHeaderBytes } from '../../image/gzip.ts';
import { storedBlob } from '../../image/layout.ts';
import { recallBlocks } from '../../image/packed-before.ts';
import { recallScan } from '../../image/read/known-scan.ts';
import { attributionFormat } from '../../size/attribution.ts';
import type { BlockCost, BlockCosts, PackedBlock } from '../../size/wire/block-costs.ts';
import { contentOf } from '../../size/wire/layer-cost.ts';
import { blockwiseCost, type OwnerCost, programCost } from '../../size/wire/program-cost.ts';
import type { TarEntry } from '../../support/tar/read-tar.ts';
import { slipwayVersion } from '../../version.ts';
import type { Ports } from '../ports.ts';
import type { SummedAttribution } from './attributed-by-objects.ts';

/** A program in its layer. */
export interface LayeredProgram {
  /** The target's name. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  readonly attribution: SummedAttribution;
  /** Names the attribution, which may be that of another program too; undefined where nobody else has it. */
  readonly attributionName: string | undefined;
}

type Store = Ports['store'];

/**
 * What a program costs in its layer; undefined when nobody remembers where in the layer it lies, and where it lies there packed: then
 * no byte of the layer belongs to one package. Of a layer of blocks it is remembered what each costs.
 * @throws SlipwayError E_BASE when the layer is damaged, E_IO
 */
export async function wireCost(
  program: LayeredProgram,
  layer: Layer,
  store: Store,
): Promise<OwnerCost | undefined> {
  const { digest, mediaType, compressedBytes, uncompressedBytes } = layer;
  const compression = mediaType.endsWith('+zstd') ? 'zstd' : 'gzip';
  const scan = await recallScan(store, digest, compression);
  const entry = scan?.entries.find((one) => `/${one.path}` === executablePath(program.name));
  if (entry === undefined || entry.size !== program.bytes || uncompressedBytes === undefined)
    return undefined;
  const blob = await storedBlob(store, digest);
  const lengths = { compressedBytes, uncompressedBytes };
  const blocks = compression === 'gzip' ? await recallBlocks(store, digest) : undefined;
  if (blocks !== undefined) {
    const found = await blockwise(program, entry, { ...lengths, blocks, blob }, store);
    if (found !== undefined) return found;
  }
  return withFileSource(blob, (source) =>
    programCost(program.attribution, { ...lengths, compression, content: contentOf(source) }, entry),
  );
}

const gzipPlaces = { start: gzipHeaderBytes, mostUnpacked: gzipCut.blockBytes };

interface Blocks {
  readonly compressedBytes: number;
  readonly uncompressedBytes: number;
  readonly blocks: readonly PackedBlock[];
  /** Path. */
  readonly blob: string;
}

async function blockwise(
  { path, attribution, attributionName }: LayeredProgram,
  entry: TarEntry,
  { blob, ...layer }: Blocks,
  store: Store,
): Promise<OwnerCost | undefined> {
  const key = `costs of blocks ${path}`;
  const of = `${attributionFormat} ${slipwayVersion} ${attributionName} ${entry.offset}`;
  const known = attributionName === undefined ? new Map() : knownCosts(await store.recall(key), of);
  const found = withFileSource(blob, (source) =>
    blockwiseCost(attribution, { ...layer, ...gzipPlaces, read: reader(source) }, entry, known),
  );
  if (found !== undefined && attributionName !== undefined)
    await store.remember(key, { of, costs: [...found.costs] } satisfies Remembered);
  return found?.cost;
}

function reader(source: ByteSource): (offset: number, bytes: number) => Uint8Array {
  let room = Buffer.alloc(0);
  return (offset, bytes) => {
    if (room.length < bytes) room = Buffer.allocUnsafeSlow(bytes);
    return source.read(offset, bytes, room);
  };
}

interface Remembered {
  readonly of: string;
  readonly costs: readonly (readonly [string, BlockCost])[];
}

/** Of a remembered value, when it has the shape this version writes. */
function knownCosts(value: unknown, wanted: string): BlockCosts {
  const { of, costs } = (value ?? {}) as Partial<Remembered>;
  return new Map(of === wanted ? costs : []);
}
