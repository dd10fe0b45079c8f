import { withFileSource } from '../binary/byte-source.ts';
import { readBuildInfo } from '../binary/go/build-info.ts';
import { openProgram } from '../binary/open-program.ts';
import type { GoProgram } from '../report/go-versions/go-comparison.ts';
import { programParts } from '../size/program-parts.ts';

/**
 * What explains the length of a program: what its bytes are, and which older behaviour it carries on.
 * @throws SlipwayError E_BINARY when it is damaged
 */
export function explainProgram(path: string): Pick<GoProgram, 'parts' | 'godebug'> {
  return withFileSource(path, (source) => {
    const told = readBuildInfo(source)?.settings['DefaultGODEBUG'] ?? '';
    return { parts: programParts(openProgram(source)), godebug: told === '' ? [] : told.split(',') };
  });
}
