import { withFileSource } from '../binary/byte-source.ts';
import { openProgram } from '../binary/open-program.ts';
import { attribute } from '../size/attribute.ts';
import type { Attribution } from '../size/attribution.ts';
import { keptMismatch } from '../size/kept-set.ts';
import { placedData } from '../size/placed-data.ts';
import type { ReachFindings } from '../size/reach/program-findings.ts';
import { SlipwayError } from '../support/errors.ts';
import type { Ports } from './ports.ts';
import { findingsOf, type LinkedFrom, reachOf } from './reach.ts';

/** What the compiled packages tell of a program. */
export interface AttributedObjects {
  /** Undefined of what Go did not link. */
  readonly attribution: Attribution | undefined;
  readonly findings: ReachFindings;
  readonly fault?: undefined;
  readonly passing?: undefined;
}

/**
 * By the linker's own rules over the compiled packages that a program was linked from, held against what its file holds.
 * @param path the program
 * @returns SlipwayError E_BINARY or E_TOOLCHAIN where they do not tell, and why
 */
export async function attributedByObjects(
  path: string,
  linked: LinkedFrom,
  ports: Pick<Ports, 'machine' | 'objectWorker' | 'signal'>,
): Promise<AttributedObjects | SlipwayError> {
  try {
    const reach = await reachOf(linked, ports);
    const attribution = withFileSource(path, (source) => {
      const program = openProgram(source);
      const mismatch = keptMismatch(program, reach);
      if (mismatch !== undefined) throw mismatch;
      return attribute(program, placedData(program, reach));
    });
    return { attribution, findings: findingsOf(reach, linked) };
  } catch (error) {
    if (error instanceof SlipwayError && (error.code === 'E_BINARY' || error.code === 'E_TOOLCHAIN'))
      return error;
    throw error;
  }
}
