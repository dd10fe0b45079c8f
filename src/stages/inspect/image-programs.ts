import { withFileSource } from '../../binary/byte-source.ts';
import { openProgram } from '../../binary/open-program.ts';
import type { ImageSource } from '../../image/source/image-source.ts';
import { withCopiedFiles } from '../../image/view/copied-files.ts';
import type { ImageView, ViewFile } from '../../image/view/image-view.ts';
import type { InspectedProgram, ProgramContents } from '../../report/inspection.ts';
import { attribute } from '../../size/attribute.ts';
import { symbolsOf } from '../../size/symbols.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Digest } from '../../support/hashing.ts';
import { slipwayVersion } from '../../version.ts';
import type { Ports } from '../ports.ts';
import { attributionReport } from './inspect-file.ts';

/** Whether a file is in the file system that an image makes. Links count as what they lead to. */
export function isPresent({ kind, state }: Pick<ViewFile, 'kind' | 'state'>): boolean {
  return kind === 'file' && state === 'present';
}

type GoProgram = Pick<InspectedProgram, 'path' | 'bytes' | 'digest'>;

/** The Go programs of an image, the largest first. */
export function goProgramsOf({ files }: Pick<ImageView, 'files'>): GoProgram[] {
  return files
    .filter((file) => isPresent(file) && file.program?.go !== undefined)
    .flatMap(({ path, bytes, digest }) => (digest === undefined ? [] : [{ path, bytes, digest }]))
    .sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1));
}

/** Raise it when the same program is attributed otherwise. */
const contentsFormat = 1;

interface Wanted {
  readonly digests: ReadonlySet<Digest>;
  readonly symbols: boolean;
}

/**
 * What is in programs of an image, by digest. Their layers are read once more; what was found is remembered, but for symbols, which
 * are many.
 * @throws as `viewImage`
 */
export async function readPrograms(
  source: ImageSource,
  images: readonly ImageView[],
  { digests, symbols }: Wanted,
  store: Ports['store'],
): Promise<Map<Digest, ProgramContents>> {
  const found = new Map<Digest, ProgramContents>();
  const keyOf = (digest: Digest) => `program contents ${contentsFormat} ${slipwayVersion} ${digest}`;
  for (const digest of symbols ? [] : digests) {
    const known = (await store.recall(keyOf(digest))) as ProgramContents | undefined;
    if (known !== undefined) found.set(digest, known);
  }
  for (const image of images) {
    const wanted = image.files.filter(
      (file) =>
        isPresent(file) && file.digest !== undefined && digests.has(file.digest) && !found.has(file.digest),
    );
    await withCopiedFiles(source, image, wanted, store, async (path, digest) => {
      const contents = contentsOf(path, symbols);
      found.set(digest, contents);
      if (!symbols) await store.remember(keyOf(digest), contents);
    });
  }
  return found;
}

/** A damaged program in somebody's image keeps nobody from looking at the rest of it. */
function contentsOf(path: string, symbols: boolean): ProgramContents {
  return withFileSource(path, (source) => {
    try {
      const attribution = attribute(openProgram(source));
      if (attribution === undefined) return {};
      return {
        attribution: attributionReport(attribution),
        ...(symbols && { symbols: symbolsOf(attribution) }),
      };
    } catch (error) {
      if (!(error instanceof SlipwayError) || error.code !== 'E_BINARY') throw error;
      return { notice: error.message };
    }
  });
}

/** Every program of an image with what is in it. */
export function programsWith(
  image: ImageView,
  contents: ReadonlyMap<Digest, ProgramContents>,
): InspectedProgram[] {
  return goProgramsOf(image).map((program) => ({ ...program, ...contents.get(program.digest) }));
}
