import { createHash, generateKeyPairSync, sign } from 'node:crypto';

/** A checksum database's log: a real Ed25519 key, a real tree, every tile. */
export interface ChecksumLog {
  readonly verifierKey: string;
  readonly size: number;
  /** Answer of /lookup/MODULE@VERSION; undefined for a module that is not in the log. */
  readonly lookup: (module: string) => Buffer | undefined;
  /** Content of tile/8/…; undefined for one that the log does not serve. */
  readonly tile: (path: string) => Buffer | undefined;
  readonly root: Buffer;
}

const hash = (...parts: readonly (Buffer | string)[]): Buffer => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest();
};
const zero = Buffer.of(0);
const one = Buffer.of(1);

/**
 * @param records go.sum lines of one module version each, by `module@version`; the others in the log are filler
 * @param size records in all, at least as many as are named; they are spread over the log
 */
export function makeChecksumLog(
  name: string,
  records: ReadonlyMap<string, string>,
  size: number,
): ChecksumLog {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = Buffer.concat([one, publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)]);
  const keyHash = hash(`${name}\n`, key).subarray(0, 4);
  const verifierKey = `${name}+${keyHash.toString('hex')}+${key.toString('base64')}`;

  const texts = Array.from({ length: size }, (_, at) => `example.com/filler v1.0.${at} h1:none\n`);
  const numbers = new Map<string, number>();
  const step = Math.max(1, Math.floor(size / (records.size + 1)));
  for (const [at, [module, text]] of [...records].entries()) {
    const number = Math.min(size - 1, (at + 1) * step - (records.size === size ? 1 : 0));
    numbers.set(module, number);
    texts[number] = text;
  }

  const levels: Buffer[][] = [texts.map((text) => hash(zero, text))];
  for (let row = levels[0] ?? []; row.length > 1; row = levels.at(-1) ?? []) {
    levels.push(
      Array.from({ length: Math.floor(row.length / 2) }, (_, at) =>
        hash(one, row[2 * at] ?? zero, row[2 * at + 1] ?? zero),
      ),
    );
  }
  const root = treeHash(levels[0] ?? []);

  const text = `go.sum database tree\n${size}\n${root.toString('base64')}\n`;
  const signature = Buffer.concat([keyHash, sign(null, Buffer.from(text), privateKey)]);
  const note = `${text}\n— ${name} ${signature.toString('base64')}\n`;

  return {
    verifierKey,
    size,
    root,
    lookup: (module) => {
      const number = numbers.get(module);
      return number === undefined ? undefined : Buffer.from(`${number}\n${texts[number]}\n${note}`);
    },
    tile: (path) => {
      const match = /^tile\/8\/(\d+)\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d+))?$/.exec(path);
      if (match === null) return undefined;
      const number = Number((match[2] ?? '').replaceAll(/[x/]/g, ''));
      const width = Number(match[3] ?? 256);
      const row = levels[8 * Number(match[1])] ?? [];
      const hashes = row.slice(number * 256, number * 256 + width);
      return hashes.length === width ? Buffer.concat(hashes) : undefined;
    },
  };
}

/** RFC 6962, 2.1, word by word. */
export function treeHash(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return hash('');
  if (leaves.length === 1) return only;
  let power = 1;
  while (power * 2 < leaves.length) power *= 2;
  return hash(one, treeHash(leaves.slice(0, power)), treeHash(leaves.slice(power)));
}

/** golang.org/x/mod/sumdb/dirhash, Hash1. */
export function h1Of(files: Readonly<Record<string, Buffer | string>>): string {
  const names = Object.keys(files).sort();
  const lines = names.map((name) => `${hash(files[name] ?? '').toString('hex')}  ${name}\n`);
  return `h1:${hash(lines.join('')).toString('base64')}`;
}
