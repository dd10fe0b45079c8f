import { imagesIn, readTree } from '../../image/image-tree.ts';
import type { ImageSource } from '../../image/source/image-source.ts';
import { findingVerdicts } from '../../image/view/findings.ts';
import type { ImageView } from '../../image/view/image-view.ts';
import { viewImage } from '../../image/view/view-image.ts';
import type { ImageInspection, ProgramContents } from '../../report/inspection.ts';
import type { InspectRequest } from '../../request/inspect-request.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Digest } from '../../support/hashing.ts';
import { openAnyImage } from '../open-image.ts';
import type { Ports } from '../ports.ts';
import { runRegistry } from '../registries.ts';
import { goProgramsOf, programsWith, readPrograms } from './image-programs.ts';

/** How layers of a docker archive are compressed on their way into the cache: what is looked at is their content, so quickly. */
const compression = { algorithm: 'gzip', level: 1 } as const;

/** Looks into programs of an image, by their digests. */
export type ProgramReader = (digests: ReadonlySet<Digest>) => Promise<ReadonlyMap<Digest, ProgramContents>>;

/**
 * Looks into one platform's image or all of them. `use` may look into their programs too, while the image is open.
 * @throws SlipwayError E_CONFIG when the platform is not there; an image must be whole to be read: E_BASE, E_REGISTRY, E_AUTH,
 * E_NETWORK, E_IO
 */
export async function withInspectedImage<T>(
  request: InspectRequest,
  ports: Ports,
  use: (inspection: ImageInspection, read: ProgramReader) => Promise<T>,
): Promise<T> {
  const { name, platform, symbols } = request;
  const { store, signal } = ports;
  const registry = runRegistry({ ...request, offline: false }, ports);
  try {
    const source = await openAnyImage(request.subject, { store, registry, compression, signal }).catch(
      (error: unknown) => Promise.reject(noProgramEither(request, error)),
    );
    const images = await viewImages(source, platform, store);
    const verdicts = images.flatMap((image) => findingVerdicts(image, name));
    return await use({ image: name, images, verdicts }, (digests) =>
      readPrograms(source, images, { digests, symbols }, store),
    );
  } finally {
    await registry.close();
  }
}

async function viewImages(
  source: ImageSource,
  platform: InspectRequest['platform'],
  store: Ports['store'],
): Promise<ImageView[]> {
  if (platform !== undefined) return [await viewImage(source, { platform, store })];
  const images: ImageView[] = [];
  const tree = await readTree(source.root, source.document);
  for (const image of imagesIn(tree)) images.push(await viewImage(source, { image, store }));
  return images;
}

/** The same with what is in all of its Go programs. */
export async function withPrograms(
  inspection: ImageInspection,
  read: ProgramReader,
): Promise<ImageInspection> {
  const digests = inspection.images.flatMap(goProgramsOf).map(({ digest }) => digest);
  const contents = await read(new Set(digests));
  const images = inspection.images.map((image) => ({ ...image, programs: programsWith(image, contents) }));
  return { ...inspection, images };
}

/** Of a file that is neither a program nor an image both are said. */
function noProgramEither({ name, subject }: InspectRequest, error: unknown): unknown {
  if (subject.kind !== 'file' || !(error instanceof SlipwayError) || error.code !== 'E_BASE') return error;
  return new SlipwayError(
    'E_BASE',
    `${name} is no program (ELF, Mach-O, PE, wasm), and as an image: ${error.message}`,
    {
      hint: error.hint,
      cause: error,
    },
  );
}
