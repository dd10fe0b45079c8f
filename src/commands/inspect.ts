import { isProgram } from '../binary/open-program.ts';
import { imagesIn, readTree } from '../image/image-tree.ts';
import { findingVerdicts } from '../image/view/findings.ts';
import type { ImageView } from '../image/view/image-view.ts';
import { viewImage } from '../image/view/view-image.ts';
import type { BaseInspection, FileInspection, ImageInspection } from '../report/inspection.ts';
import { faultsOf, type ModuleInspection } from '../report/module-inspection.ts';
import type { InspectRequest } from '../request/inspect-request.ts';
import type { ModuleRequest } from '../request/module-request.ts';
import { inspectFile } from '../stages/inspect-file.ts';
import { openAnyImage } from '../stages/open-image.ts';
import type { Ports } from '../stages/ports.ts';
import { runRegistry } from '../stages/registries.ts';
import { exitStatus, SlipwayError } from '../support/errors.ts';
import { startOfFile, writeFileAtomic } from '../support/files.ts';
import { outcomeOf } from '../verify/verdict.ts';

interface TextOptions {
  readonly columns: number;
  readonly color: boolean;
}

/** How layers of a docker archive are compressed on their way into the cache: what is looked at is their content, so quickly. */
const compression = { algorithm: 'gzip', level: 1 } as const;

/** What `slipway inspect` finds, of whatever it looks at. */
export type Inspected = FileInspection | ImageInspection | ModuleInspection;

/**
 * `slipway inspect FILE|IMAGE|DIR`.
 * @param ports asked for only where a file alone does not do
 * @throws SlipwayError as `inspectSubject` and `inspectModule`
 */
export async function inspectCommand(
  request: InspectRequest | ModuleRequest,
  ports: () => Ports,
): Promise<Inspected> {
  if (!('question' in request)) return inspectSubject(request, ports);
  const { inspectModule } = await import('./inspect-module.ts');
  return inspectModule(request, ports());
}

/** What was found, for a person. Ends with a line break. */
export async function inspectedText(found: Inspected, options: TextOptions): Promise<string> {
  if ('question' in found) {
    const { formatModuleInspection } = await import('./inspect-module.ts');
    return formatModuleInspection(found, options);
  }
  if ('images' in found) {
    const { formatImageView } = await import('../report/image-view.ts');
    return found.images.map((image) => formatImageView(image, options)).join('\n');
  }
  const { formatInspection } = await import('../report/inspection-text.ts');
  return formatInspection(found, options);
}

/**
 * A program, or one platform's image or all of them.
 * @param ports asked for only for an image, or a program's bases
 * @throws SlipwayError E_CONFIG when there is nothing to inspect or the platform is not there, E_BINARY when a program is damaged;
 * an image must be whole to be read: E_BASE, E_REGISTRY, E_AUTH, E_NETWORK, E_IO
 */
export async function inspectSubject(
  request: InspectRequest,
  ports: () => Ports,
): Promise<FileInspection | ImageInspection> {
  const { subject, name, twin, bases, symbols, page } = request;
  if (subject.kind === 'file' && isProgram(await startOfFile(subject.path))) {
    const { path } = subject;
    const alone = await inspectFile({ name, path, twin, symbols: symbols || page !== undefined });
    const found = bases.length === 0 ? alone : { ...alone, bases: await onBases(request, path, ports()) };
    if (page === undefined) return found;
    const { inspectionPage } = await import('../report/page/page.ts');
    await writeFileAtomic(page, inspectionPage(found));
    return symbols ? found : withoutSymbols(found);
  }
  const flag =
    twin !== undefined ? '--twin' : page !== undefined ? '--html' : bases.length > 0 ? '--base' : undefined;
  if (flag !== undefined) {
    throw new SlipwayError('E_CONFIG', `${flag} is for a program, and ${name} is none`, {
      hint: 'slipway build attributes the bytes of what it builds by itself: see its report',
    });
  }
  return inspectImage(request, ports());
}

/** The exit status: 1 where a program cannot start on a base that was named; what a module was asked may have an answer in part. */
export function inspectedStatus(found: Inspected): number {
  const [fault] = 'question' in found ? faultsOf(found) : [];
  if (fault !== undefined) return exitStatus[fault.code];
  const bases = 'bases' in found ? (found.bases ?? []) : [];
  return bases.some(({ verdicts }) => outcomeOf(verdicts) === 'fail') ? 1 : 0;
}

async function onBases(request: InspectRequest, path: string, ports: Ports): Promise<BaseInspection[]> {
  const { inspectOnBases } = await import('../stages/inspect-bases.ts');
  const registry = runRegistry({ ...request, offline: false }, ports);
  const { name, bases } = request;
  return inspectOnBases({ name, path }, bases, { ...ports, registry }).finally(registry.close);
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
