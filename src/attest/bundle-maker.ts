import type { Bundle } from '@sigstore/bundle';
import { fileWindows } from '../support/file-windows.ts';
import { type Signatory, signContent, signStatement } from './make-bundle.ts';

/** Port: makes signatures, by this program or by another. */
export interface BundleMaker {
  /**
   * Signs an in-toto statement, given as JSON.
   * @throws SlipwayError E_AUTH, E_SIGN, E_NETWORK, E_IO
   */
  statement(payload: Buffer): Promise<Bundle>;
  /** Signs a file's bytes; else as `statement`. */
  file(path: string): Promise<Bundle>;
}

export function builtinMaker(signatory: Signatory): BundleMaker {
  return {
    statement: (payload) => signStatement(payload, signatory),
    file: (path) => signContent(() => fileWindows(path), signatory),
  };
}
