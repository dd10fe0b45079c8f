import { isProgram } from '../binary/open-program.ts';
import type { FileInspection, ImageInspection } from '../report/inspection.ts';
import type { InspectRequest } from '../request/inspect-request.ts';
import { inspectFile } from '../stages/inspect-file.ts';
import { withInspectedImage, withPrograms } from '../stages/inspect-image.ts';
import type { Ports } from '../stages/ports.ts';
import { SlipwayError } from '../support/errors.ts';
import { startOfFile, writeFileAtomic } from '../support/files.ts';

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
  const { subject, name, twin, symbols, page } = request;
  if (subject.kind === 'file' && isProgram(await startOfFile(subject.path))) {
    const found = await inspectFile({
      name,
      path: subject.path,
      twin,
      symbols: symbols || page !== undefined,
    });
    if (page === undefined) return found;
    const { inspectionPage } = await import('../report/page/page.ts');
    await writeFileAtomic(page, inspectionPage(found));
    return symbols ? found : withoutSymbols(found);
  }
  if (twin !== undefined || page !== undefined) {
    const flag = twin === undefined ? '--html' : '--twin';
    throw new SlipwayError('E_CONFIG', `${flag} is for a program, and ${name} is none`, {
      hint: 'slipway build attributes the bytes of what it builds by itself: see its report',
    });
  }
  return withInspectedImage(request, ports(), async (inspection, read) =>
    request.programs ? withPrograms(inspection, read) : inspection,
  );
}

/** What a page shows need not be listed. */
export function withoutSymbols({ symbols: _, ...inspection }: FileInspection): FileInspection {
  return inspection;
}
