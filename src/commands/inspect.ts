import type { FileInspection } from '../report/inspection.ts';
import type { InspectRequest } from '../request/inspect-request.ts';
import { inspectFile } from '../stages/inspect-file.ts';
import { SlipwayError } from '../support/errors.ts';

/**
 * `slipway inspect FILE`.
 * @throws SlipwayError E_CONFIG when it is no file, E_BINARY when it is no program or damaged, E_IO
 */
export async function inspectCommand(request: InspectRequest): Promise<FileInspection> {
  const { subject, name, twin, symbols } = request;
  if (subject.kind !== 'file') throw new SlipwayError('E_CONFIG', `${name} is no file`);
  return inspectFile({ name, path: subject.path, twin, symbols });
}
