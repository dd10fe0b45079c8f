import { isProgram } from '../binary/open-program.ts';
import type { BaseInspection, FileInspection, ImageInspection } from '../report/inspection.ts';
import { faultsOf, type ModuleInspection } from '../report/module-inspection.ts';
import type { InspectRequest } from '../request/inspect-request.ts';
import type { ModuleRequest } from '../request/module-request.ts';
import type { BuildRequest } from '../request/request.ts';
import { inspectFile } from '../stages/inspect/inspect-file.ts';
import type { Ports } from '../stages/ports.ts';
import { runRegistry } from '../stages/registries.ts';
import { exitStatus, SlipwayError } from '../support/errors.ts';
import { startOfFile, writeFileAtomic } from '../support/files.ts';
import { outcomeOf } from '../verify/verdict.ts';

interface TextOptions {
  readonly columns: number;
  readonly color: boolean;
}

/** What looking needs, each for some subjects. */
export interface InspectOutside {
  /** For all but a file alone. */
  readonly ports: () => Promise<Ports>;
  /** Called before a program is read. */
  readonly beforeProgram: () => Promise<void>;
}

/** What `slipway inspect` finds, of whatever it looks at. */
export type Inspected = FileInspection | ImageInspection | ModuleInspection;

/**
 * `slipway inspect FILE|IMAGE|DIR`.
 * @throws SlipwayError as `inspectSubject` and `inspectModule`
 */
export async function inspectCommand(
  request: InspectRequest | ModuleRequest,
  outside: InspectOutside,
): Promise<Inspected> {
  if (!('question' in request)) return inspectSubject(request, outside);
  const { inspectModule } = await import('./inspect-module.ts');
  return inspectModule(request, await outside.ports());
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
 * @throws SlipwayError E_CONFIG when there is nothing to inspect or the platform is not there, E_BINARY when a program is damaged;
 * an image must be whole to be read: E_BASE, E_REGISTRY, E_AUTH, E_NETWORK, E_IO
 */
export async function inspectSubject(
  request: InspectRequest,
  outside: InspectOutside,
): Promise<FileInspection | ImageInspection> {
  const { subject, name, twin, builtFrom, layer, bases, symbols, page } = request;
  if (subject.kind === 'file' && isProgram(await startOfFile(subject.path))) {
    await outside.beforeProgram();
    const { path } = subject;
    const objects = builtFrom && (await objectsOf({ name, path }, builtFrom, await outside.ports()));
    const isListed = symbols || page !== undefined;
    const alone = await inspectFile({ name, path, twin, objects, layer, symbols: isListed });
    const found =
      bases.length === 0 ? alone : { ...alone, bases: await onBases(request, path, await outside.ports()) };
    if (page === undefined) return found;
    const { inspectionPage } = await import('../report/page/page.ts');
    await writeFileAtomic(page, inspectionPage(found));
    return symbols ? found : withoutSymbols(found);
  }
  const ofPrograms = {
    '--twin': twin,
    '--built-from': builtFrom,
    '--layer': layer,
    '--html': page,
    '--base': bases[0],
  };
  const flag = Object.entries(ofPrograms).find(([, value]) => value !== undefined)?.[0];
  if (flag !== undefined) {
    throw new SlipwayError('E_CONFIG', `${flag} is for a program, and ${name} is none`, {
      hint: 'slipway build attributes the bytes of what it builds by itself: see its report',
    });
  }
  const { withInspectedImage, withPrograms } = await import('../stages/inspect/inspect-image.ts');
  return withInspectedImage(request, await outside.ports(), async (inspection, read) =>
    request.programs ? withPrograms(inspection, read) : inspection,
  );
}

/** The exit status: 1 where a program cannot start on a base that was named; what a module was asked may have an answer in part. */
export function inspectedStatus(found: Inspected): number {
  const [fault] = 'question' in found ? faultsOf(found) : [];
  if (fault !== undefined) return exitStatus[fault.code];
  const bases = 'bases' in found ? (found.bases ?? []) : [];
  return bases.some(({ verdicts }) => outcomeOf(verdicts) === 'fail') ? 1 : 0;
}

async function objectsOf(
  file: { readonly name: string; readonly path: string },
  build: BuildRequest,
  ports: Ports,
) {
  const { builtFrom } = await import('../stages/inspect/built-from.ts');
  return builtFrom(file, build, ports);
}

async function onBases(request: InspectRequest, path: string, ports: Ports): Promise<BaseInspection[]> {
  const { inspectOnBases } = await import('../stages/inspect/inspect-bases.ts');
  const registry = runRegistry({ ...request, offline: false }, ports);
  const { name, bases } = request;
  return inspectOnBases({ name, path }, bases, { ...ports, registry }).finally(registry.close);
}

/** What a page shows need not be listed. */
export function withoutSymbols({ symbols: _, ...inspection }: FileInspection): FileInspection {
  return inspection;
}
