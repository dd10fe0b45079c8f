import { imagesIn, readTree } from '../image/image-tree.ts';
import { findingVerdicts } from '../image/view/findings.ts';
import type { ImageView } from '../image/view/image-view.ts';
import { viewImage } from '../image/view/view-image.ts';
import type { ImageInspection } from '../report/inspection.ts';
import type { InspectRequest } from '../request/inspect-request.ts';
import { openAnyImage } from '../stages/open-image.ts';
import type { Ports } from '../stages/ports.ts';
import { runRegistry } from '../stages/registries.ts';
import { SlipwayError } from '../support/errors.ts';

/** How layers of a docker archive are compressed on their way into the cache: what is looked at is their content, so quickly. */
const compression = { algorithm: 'gzip', level: 1 } as const;

/**
 * `slipway inspect IMAGE`: one platform's image, or all of them.
 * @throws SlipwayError as `inspectCommand`
 */
export async function inspectImage(request: InspectRequest, ports: Ports): Promise<ImageInspection> {
  const { name, platform } = request;
  const { store, signal } = ports;
  const registry = runRegistry({ ...request, offline: false }, ports);
  try {
    const source = await openAnyImage(request.subject, { store, registry, compression, signal }).catch(
      (error: unknown) => Promise.reject(noProgramEither(request, error)),
    );
    const images: ImageView[] = [];
    if (platform === undefined) {
      const tree = await readTree(source.root, source.document);
      for (const image of imagesIn(tree)) images.push(await viewImage(source, { image, store }));
    } else {
      images.push(await viewImage(source, { platform, store }));
    }
    const verdicts = images.flatMap((image) => findingVerdicts(image, name));
    return { image: name, images, verdicts };
  } finally {
    await registry.close();
  }
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
