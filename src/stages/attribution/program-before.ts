import { existsSync, openSync } from 'node:fs';
import type { Executable } from '../../gobuild/compile.ts';

/** A program that was linked. */
export type LinkedProgram = Pick<Executable, 'path' | 'digest'>;

/** What is left of the program that was linked to the same path before. */
export interface ProgramBefore {
  readonly path: string;
  /** Of its file, which is open: another one may lie there by now. */
  readonly descriptor: number;
}

/** To be taken before the next one is linked, and closed. Undefined where nothing is kept of it. */
export function programBefore(path: string): ProgramBefore | undefined {
  try {
    return existsSync(keptBeside(path)) ? { path, descriptor: openSync(path, 'r') } : undefined;
  } catch {
    return undefined;
  }
}

/** Where is kept what was found of the program that was last linked to a path. */
export function keptBeside(path: string): string {
  return `${path}.attributed`;
}
