import { withFileSource } from '../binary/byte-source.ts';
import { openProgram } from '../binary/open-program.ts';
import { attribute } from '../size/attribute.ts';
import type { Attribution } from '../size/attribution.ts';
import { keptMismatch } from '../size/kept-set.ts';
import { placedData } from '../size/placed-data.ts';
import type { ReachFindings } from '../size/reach/program-findings.ts';
import type { ProgramReach } from '../size/reach/program-reach.ts';
import { SlipwayError } from '../support/errors.ts';
import type { Ports } from './ports.ts';
import { findingsOf, type LinkedFrom, reachOf } from './reach.ts';

/** What of an attribution can go from one thread to another, and is summed. */
export type SummedAttribution = Pick<Attribution, 'method' | 'pieces' | 'owners' | 'versions'>;

/** What the compiled packages tell of a program. */
export interface AttributedObjects {
  /** Undefined of what Go did not link. */
  readonly attribution: SummedAttribution | undefined;
  readonly findings: ReachFindings;
  readonly fault?: undefined;
  readonly passing?: undefined;
}

export type ObjectPorts = Pick<Ports, 'machine' | 'objectWorker' | 'signal'>;

/**
 * By the linker's own rules over the compiled packages that a program was linked from, held against what its file holds.
 * @param path the program, once it is linked: the rules need not wait for it
 * @returns SlipwayError E_BINARY or E_TOOLCHAIN where they do not tell, and why
 */
export async function attributedByObjects(
  path: string | Promise<string>,
  linked: LinkedFrom,
  ports: ObjectPorts,
): Promise<AttributedObjects | SlipwayError> {
  try {
    const reach = await reachOf(linked, ports);
    const findings = findingsOf(reach, linked);
    return { attribution: attributionOf(await path, reach), findings };
  } catch (error) {
    if (error instanceof SlipwayError && (error.code === 'E_BINARY' || error.code === 'E_TOOLCHAIN'))
      return error;
    throw error;
  }
}

/** @throws SlipwayError E_BINARY when the file is damaged, or holds other things than the rules keep */
function attributionOf(path: string, reach: ProgramReach): SummedAttribution | undefined {
  return withFileSource(path, (source) => {
    const program = openProgram(source);
    const mismatch = keptMismatch(program, reach);
    if (mismatch !== undefined) throw mismatch;
    const found = attribute(program, placedData(program, reach));
    if (found === undefined) return undefined;
    const { method, pieces, owners, versions } = found;
    return { method, pieces, owners, versions };
  });
}
