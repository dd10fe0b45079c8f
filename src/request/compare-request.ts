import { resolve } from 'node:path';
import type { Flags } from './flags.ts';
import type { HostEnvironment } from './host-environment.ts';

/** What `slipway compare` is asked to do. Paths are absolute. */
export interface CompareRequest {
  readonly before: ComparedFile;
  readonly after: ComparedFile;
  /** Whether symbols are compared. */
  readonly symbols: boolean;
}

export interface ComparedFile {
  /** As the user named it. */
  readonly name: string;
  readonly path: string;
}

/** The request of `slipway compare A B`. */
export function compareRequest(
  { values, positionals }: Flags,
  { cwd }: Pick<HostEnvironment, 'cwd'>,
): CompareRequest {
  const [before = '', after = ''] = positionals;
  const file = (name: string): ComparedFile => ({ name, path: resolve(cwd, name) });
  return { before: file(before), after: file(after), symbols: values.symbols ?? false };
}
