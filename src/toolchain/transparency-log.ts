import { createHash } from 'node:crypto';

/**
 * The checksum database's log: a Merkle tree (RFC 6962, 2.1) whose hashes are served in tiles of eight levels
 * (golang.org/x/mod/sumdb/tlog). Everything read from a tile is untrusted: the proof ends in the signed root.
 */
export interface Tree {
  readonly records: number;
  readonly root: Buffer;
}

export interface LogRecord {
  readonly number: number;
  /** go.sum lines, each with its newline. */
  readonly text: string;
  /** The signed note about the tree that the answer is to be proved against. */
  readonly note: Buffer;
}

/** `tile` of height 8: level L, number N, and how many of its at most 256 hashes the tree has. */
export interface Tile {
  readonly level: number;
  readonly number: number;
  readonly width: number;
}

const height = 8;
const fullWidth = 2 ** height;
const hashBytes = 32;

/** Reads an answer of /lookup/ (tlog.ParseRecord); undefined when it is malformed. */
export function parseRecord(answer: Buffer): LogRecord | undefined {
  const end = answer.indexOf('\n\n');
  const [first = '', ...lines] = answer.subarray(0, Math.max(end, 0)).toString('utf8').split('\n');
  const number = parseCount(first);
  if (number === undefined || lines.length === 0) return undefined;
  const text = `${lines.join('\n')}\n`;
  return /[\x00-\x09\x0b-\x1f\ufffd]/.test(text)
    ? undefined
    : { number, text, note: answer.subarray(end + 2) };
}

/** Reads the text of a tree note (tlog.ParseTree); lines after the third are for later formats. */
export function parseTree(text: string): Tree | undefined {
  const [title, count = '', hash = '', ...rest] = text.split('\n');
  const records = parseCount(count);
  const root = Buffer.from(hash, 'base64');
  if (title !== 'go.sum database tree' || records === undefined || rest.length === 0) return undefined;
  return root.length === hashBytes && root.toString('base64') === hash ? { records, root } : undefined;
}

function parseCount(text: string): number | undefined {
  const value = /^(0|[1-9][0-9]{0,15})$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}

/** The path of a tile below the database's address (tlog.Tile.Path): tile/8/0/x001/x234/067.p/8. */
export function tilePath(tile: Tile): string {
  let number = String(tile.number % 1000).padStart(3, '0');
  for (let rest = Math.floor(tile.number / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    number = `x${String(rest % 1000).padStart(3, '0')}/${number}`;
  }
  return `tile/${height}/${tile.level}/${number}${tile.width === fullWidth ? '' : `.p/${tile.width}`}`;
}

/** The tile without its limit: a partial one is no longer served once it is full. */
export function fullTile(tile: Tile): Tile {
  return { ...tile, width: fullWidth };
}

/** One complete subtree: its level above the records, and its number among those of the level. */
interface Subtree {
  readonly level: number;
  readonly number: number;
}

/**
 * True when the tree holds the record with this number and text: the record's hash and the hashes beside its path to the
 * root (RFC 6962, 2.1.1) give the signed root.
 * @param readTiles gives the hashes of each tile, width × 32 bytes
 */
export async function provesRecord(
  tree: Tree,
  record: LogRecord,
  readTiles: (tiles: readonly Tile[]) => Promise<ReadonlyMap<Tile, Buffer>>,
): Promise<boolean> {
  if (record.number >= tree.records) return false;
  const siblings = completeSubtrees(0, tree.records, record.number);
  const tiles = new Map<string, Tile>();
  for (const subtree of siblings) {
    const tile = tileOf(subtree, tree.records);
    tiles.set(tilePath(tile), tile);
  }
  const contents = await readTiles([...tiles.values()]);
  const hashOf = (subtree: Subtree): Buffer => {
    const tile = tiles.get(tilePath(tileOf(subtree, tree.records)));
    const content = tile === undefined ? undefined : contents.get(tile);
    return content === undefined ? Buffer.alloc(hashBytes) : hashInTile(content, subtree);
  };
  const root = rootHash(0, tree.records, record.number, recordHash(record.text), hashOf);
  return root.equals(tree.root);
}

/** RFC 6962, 2.1: leaves are hashed after a zero byte, nodes after a one. */
function recordHash(text: string): Buffer {
  return createHash('sha256').update(Buffer.of(0)).update(text).digest();
}

function nodeHash(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();
}

/** Where RFC 6962 divides the records from low up to high: after the largest power of two below their count. */
function divide(low: number, high: number): number {
  let power = 1;
  while (power * 2 < high - low) power *= 2;
  return low + power;
}

/** The complete subtree that the records from low up to high are, or undefined when their count is no power of two. */
function asSubtree(low: number, high: number): Subtree | undefined {
  const level = Math.round(Math.log2(high - low));
  return 2 ** level === high - low ? { level, number: low / 2 ** level } : undefined;
}

/** The largest complete subtrees that cover the range but not the record, if it is in there. */
function completeSubtrees(low: number, high: number, record: number): Subtree[] {
  const inside = low <= record && record < high;
  const whole = inside ? undefined : asSubtree(low, high);
  if (whole !== undefined) return [whole];
  if (high - low === 1) return [];
  const middle = divide(low, high);
  return [...completeSubtrees(low, middle, record), ...completeSubtrees(middle, high, record)];
}

function rootHash(
  low: number,
  high: number,
  record: number,
  leaf: Buffer,
  hashOf: (subtree: Subtree) => Buffer,
): Buffer {
  const inside = low <= record && record < high;
  const whole = inside ? undefined : asSubtree(low, high);
  if (whole !== undefined) return hashOf(whole);
  if (high - low === 1) return leaf;
  const middle = divide(low, high);
  return nodeHash(rootHash(low, middle, record, leaf, hashOf), rootHash(middle, high, record, leaf, hashOf));
}

/** The tile that holds, at its bottom row, the hashes below a subtree. */
function tileOf(subtree: Subtree, records: number): Tile {
  const level = Math.floor(subtree.level / height);
  const inTile = subtree.level - level * height;
  const number = Math.floor((subtree.number * 2 ** inTile) / fullWidth);
  const rowLength = Math.floor(records / 2 ** (level * height));
  return { level, number, width: Math.min(fullWidth, rowLength - number * fullWidth) };
}

function hashInTile(content: Buffer, subtree: Subtree): Buffer {
  const count = 2 ** (subtree.level % height);
  const first = (subtree.number * count) % fullWidth;
  let row = Array.from({ length: count }, (_, at) =>
    content.subarray((first + at) * hashBytes, (first + at + 1) * hashBytes),
  );
  while (row.length > 1) {
    row = Array.from({ length: row.length / 2 }, (_, at) =>
      nodeHash(pick(row, 2 * at), pick(row, 2 * at + 1)),
    );
  }
  return pick(row, 0);
}

function pick(row: readonly Buffer[], at: number): Buffer {
  return row[at] ?? Buffer.alloc(0);
}
