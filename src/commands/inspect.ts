import { isProgram } from '../binary/open-program.ts';
import { imagesIn, readTree } from '../image/image-tree.ts';
import { findingVerdicts } from '../image/view/findings.ts';
import type { ImageView } from '../image/view/image-view.ts';
import { viewImage } from '../image/view/view-image.ts';
import type { FileInspection, ImageInspection } from '../report/inspection.ts';
import type { InspectRequest } from '../request/inspect-request.ts';
import { inspectFile } from '../stages/inspect-file.ts';
import { openAnyImage } from '../stages/open-image.ts';
import type { Ports } from '../stages/ports.ts';
import { runRegistry } from '../stages/registries.ts';
import { SlipwayError } from '../support/errors.ts';
import { startOfFile, writeFileAtomic } from '../support/files.ts';

/** How layers of a docker archive are compressed on their way into the cache: what is looked at is their content, so quickly. */
const compression = { algorithm: 'gzip', level: 1 } as const;

/**
 * `slipway inspect FILE|IMAGE`: a program, or one platform's image or all of them.
 * @param ports asked for only for an image
 * @throws SlipwayError E_CONFIG when there is nothing to inspect or the platform is not there, E_BINARY when a program is damaged;
 * an image must be whole to be read: E_BASE, E_REGISTRY, E_AUTH, E_NETWORK, E_IO
 */
export async function inspectCommand(
  request: InspectRequest,
  ports: () => Ports,
): Promise<FileInspection | ImageInspection> {
  const { subject, name, twin, layer, symbols, page } = request;
  if (subject.kind === 'file' && isProgram(await startOfFile(subject.path))) {
    const found = await inspectFile({
      name,
      path: subject.path,
      twin,
      layer,
      symbols: symbols || page !== undefined,
    });
    if (page === undefined) return found;
    const { inspectionPage } = await import('../report/page/page.ts');
    await writeFileAtomic(page, inspectionPage(found));
    return symbols ? found : withoutSymbols(found);
  }
  const ofPrograms = { '--twin': twin, '--layer': layer, '--html': page };
  const flag = Object.entries(ofPrograms).find(([, value]) => value !== undefined)?.[0];
  if (flag !== undefined) {
    throw new SlipwayError('E_CONFIG', `${flag} is for a program, and ${name} is none`, {
      hint: 'slipway build attributes the bytes of what it builds by itself: see its report',
    });
  }
  return inspectImage(request, ports());
}

/** What a page shows need not be listed. */
export function withoutSymbols({ symbols: _, ...inspection }: FileInspection): FileInspection {
  return inspection;
}

async function inspectImage(request: InspectRequest, ports: Ports): Promise<ImageInspection> {
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
