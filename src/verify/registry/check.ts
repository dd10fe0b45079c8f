import type { Descriptor } from '../../image/descriptor.ts';
import type { BlobFile } from '../../image/read/blob-hash.ts';
import type { Registry } from '../../registry/registry.ts';
import type { ImageReference } from '../../request/reference.ts';
import type { Fault } from '../check.ts';
import type { NamedCheck } from '../tally.ts';

/** An image in a registry of which every byte was read and lies here too. */
export interface RegistrySubject {
  /** As the user named it. */
  readonly name: string;
  readonly registry: Registry;
  readonly reference: ImageReference;
  readonly root: Descriptor;
  /** The root, and the indexes and manifests below it. */
  readonly documents: readonly Descriptor[];
  /** Everything else that they name. */
  readonly blobs: readonly Descriptor[];
  readonly find: (digest: Descriptor['digest']) => Promise<BlobFile | undefined>;
}

/** A check of how a registry answers (distribution-spec). */
export interface RegistryCheck extends NamedCheck {
  readonly run: (subject: RegistrySubject) => AsyncIterable<Fault>;
}
