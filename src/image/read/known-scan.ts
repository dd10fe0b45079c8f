import type { BlobStore } from '../../cache/blob-store.ts';
import type { LayerCompression } from './decompress.ts';
import type { LayerScan } from './layer-scan.ts';

/** Raise the number when equal layers are described differently. */
const scanFormat = 1;
/** A memo is read whole, so it stays small: programs have a handful of entries. */
const mostEntries = 1000;

type Memos = Pick<BlobStore, 'recall' | 'remember'>;

/** Notes what a layer was found to hold; its digest fixes that. */
export async function rememberScan(
  store: Memos,
  digest: string,
  compression: LayerCompression,
  scan: LayerScan,
): Promise<void> {
  if (scan.entries.length > mostEntries) return;
  const entries = scan.entries.map(({ head, ...entry }) => ({
    ...entry,
    head: Buffer.from(head).toString('base64'),
  }));
  await store.remember(scanKey(digest, compression), { ...scan, entries });
}

/** What an earlier look into a layer of this digest found; undefined when there was none. */
export async function recallScan(
  store: Memos,
  digest: string,
  compression: LayerCompression,
): Promise<LayerScan | undefined> {
  const known = (await store.recall(scanKey(digest, compression))) as Remembered | undefined;
  return (
    known && {
      ...known,
      entries: known.entries.map((entry) => ({ ...entry, head: Buffer.from(entry.head, 'base64') })),
    }
  );
}

type Remembered = Omit<LayerScan, 'entries'> & {
  readonly entries: readonly (Omit<LayerScan['entries'][number], 'head'> & { readonly head: string })[];
};

function scanKey(digest: string, compression: LayerCompression): string {
  return `scan ${scanFormat} ${compression} ${digest}`;
}
