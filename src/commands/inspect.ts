import { withFileSource } from '../binary/byte-source.ts';
import { openProgram } from '../binary/open-program.ts';
import type { FileInspection } from '../report/inspection.ts';
import type { InspectRequest } from '../request/inspect-request.ts';
import { SlipwayError } from '../support/errors.ts';
import { sha256File } from '../support/hashing.ts';

/**
 * `slipway inspect FILE|IMAGE`.
 * @throws SlipwayError E_CONFIG when there is no such file, E_BINARY when it is damaged
 */
export async function inspectCommand(request: InspectRequest): Promise<FileInspection> {
  const { subject, name } = request;
  if (subject.kind !== 'file') throw new SlipwayError('E_CONFIG', `${name} is no file`);
  const { digest, bytes } = await sha256File(subject.path);
  return withFileSource(subject.path, (source) => {
    const program = openProgram(source);
    return {
      file: {
        path: name,
        bytes,
        digest,
        format: program.format,
        ...(program.architecture !== undefined && { architecture: program.architecture }),
        stripped: program.symbols().length === 0,
      },
      sections: [],
      verdicts: [],
      notices: [],
    };
  });
}
