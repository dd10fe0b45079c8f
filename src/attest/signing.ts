import type { Bundle } from '@sigstore/bundle';
import type { BundleMaker } from './bundle-maker.ts';
import type { Expected, Trust } from './verify-bundle.ts';

/** How a run signs, and what its signatures are held against. */
export interface Signing {
  readonly maker: BundleMaker;
  readonly trust: Trust;
  /** Its logs, if it has some, promise their entries: what signatures of the format before bundles need. */
  readonly promised: boolean;
  /**
   * Who must have signed; undefined where only the certificate of a signature will tell.
   * @throws SlipwayError E_AUTH when there is nothing to sign with
   */
  readonly expected: () => Promise<Expected | undefined>;
  /**
   * Who must have made a signature of this run.
   * @throws SlipwayError E_AUTH as `expected`; E_VERIFY when its certificate names nobody
   */
  readonly expectedOf: (bundle: Bundle) => Promise<Expected>;
  /** Ends the connections. */
  readonly close: () => Promise<void>;
}
