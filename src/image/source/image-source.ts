import type { Repository } from '../../request/reference.ts';
import type { Descriptor } from '../descriptor.ts';

/**
 * An image that somebody made, wherever it lies: in a registry, a layout, an archive. Its documents and blobs are asked
 * for one by one, so that nothing is read that nobody needs. What comes out was checked against its descriptor.
 */
export interface ImageSource {
  /** For people: a reference, or kind and path. */
  readonly name: string;
  /** Where a registry has it, so that its blobs can be mounted from there. */
  readonly repository?: Repository;
  /** The index or manifest that was asked for. A tag is resolved once: whatever follows goes by this digest. */
  readonly root: Descriptor;
  /** True when the place has no manifest, as docker archives: `root` was made from its config and layers. */
  readonly made?: boolean;
  /** What a person should know of how it was read: what could not be kept, what was left out. */
  readonly notices?: readonly string[];
  /**
   * The bytes of an index, manifest or config, at most 4 MiB.
   * @throws SlipwayError E_REGISTRY, E_AUTH, E_NETWORK, E_IO, or E_BASE when it is missing or not what its descriptor says
   */
  document(descriptor: Descriptor): Promise<Uint8Array>;
  /**
   * A file outside the store that has a blob's bytes, checked now: it need not be copied to be read once. Undefined: there is
   * none.
   * @throws SlipwayError as `document`
   */
  locate?(descriptor: Descriptor): Promise<string | undefined>;
  /**
   * Brings a blob into the store, unless it is there.
   * @throws SlipwayError as `document`
   */
  fetch(descriptor: Descriptor): Promise<void>;
}
