import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Case, changeRoot, linkToItself, otherDigest } from '../../support/broken-layout.ts';
import { blobPath, digestOf } from '../../support/make-layout.ts';

export const layoutCases: readonly Case[] = [
  // layout/version
  {
    says: 'a missing oci-layout file',
    twist: { ociLayout: undefined },
    check: 'layout/version',
    detail: /oci-layout:\n {2}is missing/,
  },
  {
    says: 'an unknown layout version',
    twist: { ociLayout: '{"imageLayoutVersion":"2.0.0"}' },
    check: 'layout/version',
    detail: /must be "1\.0\.0", is "2\.0\.0"/,
  },
  {
    says: 'an oci-layout file that is no JSON',
    twist: { ociLayout: '1.0.0' },
    check: 'layout/version',
    detail: /is not JSON/,
  },
  // layout/index
  {
    says: 'one name for two images',
    twist: { after: (directory) => changeRoot(directory, (entries) => [...entries, ...entries]) },
    check: 'layout/index',
    severity: 'warn',
    detail: /"latest" like \/manifests\/0/,
  },
  {
    says: 'a name with a space',
    twist: { root: { '/manifests/0/annotations/org.opencontainers.image.ref.name': 'my app' } },
    check: 'layout/index',
    severity: 'warn',
    detail: /is "my app"/,
  },
  // layout/blobs
  {
    says: 'a blob that nothing refers to',
    twist: { after: (directory) => writeFile(blobPath(directory, digestOf('x')), 'x') },
    check: 'layout/blobs',
    severity: 'info',
    detail: /nothing refers to it/,
  },
  {
    says: 'a surplus blob under a false name',
    twist: { after: (directory) => writeFile(blobPath(directory, otherDigest), 'x') },
    check: 'layout/blobs',
    detail: /its content is sha256:2d71/,
  },
  {
    says: 'a file among the blobs that is none',
    twist: { after: (directory) => writeFile(join(directory, 'blobs/README'), 'x') },
    check: 'layout/blobs',
    severity: 'warn',
    detail: /blobs\/README/,
  },
  {
    says: 'a missing layer',
    twist: { after: (directory, { layers }) => rm(blobPath(directory, layers[1] ?? '')) },
    check: 'layout/blobs',
    detail: /\/layers\/1:\n {2}points to sha256:[0-9a-f]{64}, for which the layout has no file/,
    skips: ['image/entrypoint'],
  },
  {
    says: 'a layer that is a link to itself',
    twist: { after: (directory, { layers }) => linkToItself(blobPath(directory, layers[1] ?? '')) },
    check: 'layout/blobs',
    detail: /the layout has no file/,
    skips: ['image/entrypoint'],
  },
];
