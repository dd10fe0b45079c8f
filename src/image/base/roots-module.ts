import type { Digest } from '../../support/hashing.ts';

/**
 * The Go module that holds Mozilla's CA list, pinned. To renew it: take the newest version, its h1 line from the
 * checksum database and the SHA-256 of the two files; test/image/static-base.test.ts then says what else changes.
 */
export const rootsModule: {
  readonly path: string;
  readonly version: string;
  readonly h1: string;
  readonly der: { readonly path: string; readonly digest: Digest };
  readonly table: { readonly path: string; readonly digest: Digest };
} = {
  path: 'golang.org/x/crypto/x509roots/fallback',
  version: 'v0.0.0-20261030153154-30a33513ff6d',
  h1: 'h1:5NBkmd8MXirajj6AAEpi4HFVJnVkBNPTL1ggYAKqaws=',
  /** The certificates, one after the other. */
  der: {
    path: 'bundle/bundle.der',
    digest: 'sha256:4808febc8fea255323f1bc9848e0928b204dd82736d63b551b69d3c37ab95e57',
  },
  /** Which bytes are which root, and which constraint it has. */
  table: {
    path: 'bundle/bundle.go',
    digest: 'sha256:7bd805437e6afd586d151838543f4d23966853970d960baa5e891096409e25c1',
  },
};
