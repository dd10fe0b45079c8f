import { isDeepStrictEqual } from 'node:util';
import { readBuildInfo } from '../binary/go/build-info.ts';
import type { FileRange, ProgramFile } from '../binary/program-file.ts';
import type { Attribution } from './attribution.ts';
import { differences } from './differing.ts';
import { kindCode, pieceAt } from './pieces.ts';
import { beginAlike } from './placing/naming-strings.ts';

/** What a definition of data holds in one program and in another; equally long. */
export interface ContentChange {
  readonly before: Buffer;
  readonly after: Buffer;
}

/** What was found of a program, as far as another one is held against it. */
export interface FoundPlaces extends Pick<Attribution, 'pieces'> {
  /** Where texts stand that the linker gave variables, each with the zero behind it. */
  readonly texts: readonly FileRange[];
}

/**
 * Whether the attribution of a program is that of another one, of which the compiled objects have the same shape. It is where the
 * files differ in nothing but the IDs, what the go command says of the build without its modules, instructions, texts of the linker's, and
 * contents that differ alike in the objects.
 * @param found of the first, by its objects
 * @param changes of contents in the objects
 * @throws SlipwayError E_BINARY when one is damaged
 */
export function isAttributedAlike(
  before: ProgramFile,
  after: ProgramFile,
  { pieces, texts }: FoundPlaces,
  changes: readonly ContentChange[],
): boolean {
  if (!isDeepStrictEqual(modulesIn(before), modulesIn(after))) return false;
  const { sameLayout, parts, rest } = differences(before, after);
  const all = parts.reduce((sum, { differing }) => sum + (differing?.rest ?? 0), 0);
  const told = rest.reduce((sum, { bytes }) => sum + bytes, 0);
  if (!sameLayout || told !== all) return false;
  const proved = new Set(changes.map((change) => changeKey(change.before, change.after)));
  const given = new Map(texts.map(({ offset, bytes }) => [offset, bytes]));
  const [code, ...open] = (['function', 'string', 'data'] as const).map(kindCode);
  let at = 0;
  for (const { offset, bytes } of rest) {
    at = pieceAt(pieces, offset, at);
    for (let next = at; next < pieces.count && (pieces.starts[next] ?? 0) < offset + bytes; next += 1) {
      const kind = pieces.kinds[next] ?? 0;
      if (kind === code) continue;
      // Of the others places may follow from what they hold.
      if (!open.includes(kind)) return false;
      const [start, length] = [pieces.starts[next] ?? 0, pieces.bytes[next] ?? 0];
      const [old, fresh] = [contentAt(before, start, length), contentAt(after, start, length)];
      const isProved =
        given.get(start) === length ? isTextAlike(old, fresh) : proved.has(changeKey(old, fresh));
      if (!isProved) return false;
    }
  }
  return true;
}

function contentAt({ source }: ProgramFile, offset: number, bytes: number): Buffer {
  return Buffer.from(source.read(offset, bytes));
}

/** Texts are found by where they end, and told apart by how they begin. */
function isTextAlike(before: Buffer, after: Buffer): boolean {
  return before.at(-1) === after.at(-1) && beginAlike(before, after);
}

/** Both are equally long. */
function changeKey(before: Buffer, after: Buffer): string {
  return Buffer.concat([before, after]).toString('latin1');
}

/** What owners and versions are told by. The main module's version changes with every commit, and nobody asks for it. */
function modulesIn({ source }: ProgramFile) {
  const { goVersion, path, main, dependencies } = readBuildInfo(source) ?? {};
  return { goVersion, path, main: main && { ...main, version: '' }, dependencies };
}
