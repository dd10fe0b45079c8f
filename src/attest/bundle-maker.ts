import type { Bundle } from '@sigstore/bundle';
import { fileWindows } from '../support/file-windows.ts';
import { type Signatory, signContent, signStatement } from './make-bundle.ts';
import type { Chunks } from './signer.ts';

/** Port: makes signatures, by this program or by another. */
export interface BundleMaker {
  /**
   * Signs an in-toto statement, given as JSON.
   * @throws SlipwayError E_AUTH, E_SIGN, E_NETWORK, E_IO
   */
  statement(payload: Buffer): Promise<Bundle>;
  /** Signs bytes as they are; else as `statement`. */
  content(content: Signable): Promise<Bundle>;
}

/** Bytes to sign. */
export type Signable =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** As often as they are asked for. */
export function chunksOf(content: Signable): Chunks {
  return content.kind === 'file' ? () => fileWindows(content.path) : () => [content.bytes];
}

export function builtinMaker(signatory: Signatory): BundleMaker {
  return {
    statement: (payload) => signStatement(payload, signatory),
    content: (content) => signContent(chunksOf(content), signatory),
  };
}
