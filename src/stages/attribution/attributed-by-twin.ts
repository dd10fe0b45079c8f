import { withFileSource } from '../../binary/byte-source.ts';
import { openProgram } from '../../binary/open-program.ts';
import type { ProgramFile } from '../../binary/program-file.ts';
import { attribute } from '../../size/attribute.ts';
import type { Attribution } from '../../size/attribution.ts';
import { withObjectSymbols } from '../../size/object-symbols.ts';
import { provedTwin } from '../../size/twin.ts';
import { SlipwayError } from '../../support/errors.ts';

/** An attribution, and why it says less than it could. */
export interface AttributedFile {
  readonly attribution: Attribution | undefined;
  readonly fault?: string;
  /** True where it may be known another time: what went wrong was outside of the program. */
  readonly passing?: true;
}

/**
 * By the twin; where it turns out to be none without.
 * @param archives the compiled packages, which tell of data what no symbol table does; none where they are not known
 */
export function attributedByTwin(
  path: string,
  twinPath: string | SlipwayError,
  archives: readonly string[],
): AttributedFile {
  return withFileSource(path, (source) => {
    const program = openProgram(source);
    const alone = (why: SlipwayError): AttributedFile => ({
      attribution: attribute(program),
      fault: `${why.message}; its data is attributed by Go's tables alone`,
    });
    if (twinPath instanceof SlipwayError) return { ...alone(twinPath), passing: true };
    return withFileSource(twinPath, (twinSource): AttributedFile => {
      const twin = orFault(() => provedTwin(program, openProgram(twinSource)));
      if (twin instanceof SlipwayError) return alone(twin);
      const named = withData(twin.program, archives);
      if (!(named instanceof SlipwayError)) {
        return { attribution: attribute(program, { ...twin, program: named }) };
      }
      return {
        attribution: attribute(program, twin),
        fault: `${named.message}; of its static data only what has symbols is attributed`,
      };
    });
  });
}

function withData(twin: ProgramFile, archives: readonly string[]): ProgramFile | SlipwayError {
  return archives.length === 0 ? twin : orFault(() => withObjectSymbols(twin, archives));
}

function orFault<T>(find: () => T): T | SlipwayError {
  try {
    return find();
  } catch (error) {
    if (error instanceof SlipwayError && error.code === 'E_BINARY') return error;
    throw error;
  }
}
