import { asset } from './asset.ts';
import { base } from './base.ts';
import { list, map } from './collection-kinds.ts';
import { input } from './input.ts';
import { compression, imagePath, key, port, user, value, word } from './items.ts';
import { single, toggle } from './kinds.ts';

const common = { scope: 'target', group: 'The image', commands: ['build', 'reproduce'] } as const;
const nothing: Readonly<Record<string, string>> = {};

/** Inputs that say what the image holds beside the executable. */
export const imageInputs = {
  base: input({
    ...common,
    commands: ['build', 'reproduce', 'lock'],
    flag: 'base',
    field: 'base',
    kind: single(base),
    fallback: 'static',
    description:
      'What the image starts from: static (CA certificates, users, /tmp; made by Slipway from pinned Go modules), scratch (nothing), or an image: REF in a registry, oci:DIR[:NAME], oci-archive:FILE[:NAME], docker-archive:FILE[:NAME[:TAG]].',
    example: 'gcr.io/distroless/static-debian13:nonroot',
  }),
  timezones: input({
    ...common,
    flag: 'timezones',
    field: 'timezones',
    kind: toggle,
    fallback: false,
    description: 'Put the time zone database into the static base.',
    example: 'true',
  }),
  compression: input({
    ...common,
    commands: ['build', 'compare-go', 'reproduce', 'convert'],
    flag: 'compression',
    field: 'compression',
    kind: single(compression),
    fallback: { algorithm: 'gzip', level: 6 } as const,
    description:
      'How layers are compressed: gzip[:1-9], which every client reads, or zstd[:1-19], smaller, for Docker 23 or newer.',
    example: 'zstd:9',
    under: {
      convert:
        'How layers are compressed that lie in a docker archive as they are: gzip[:1-9] or zstd[:1-19]; others stay. Default: gzip:6.',
    },
  }),
  assets: input({
    ...common,
    flag: 'asset',
    field: 'assets',
    kind: list(asset),
    fallback: [],
    description: 'A file or folder to put into the image, in a layer of its own.',
    example: './web/dist:/srv/web',
  }),
  entrypoint: input({
    ...common,
    flag: 'entrypoint',
    field: 'entrypoint',
    kind: list(word, { json: true, atLeast: 1 }),
    description: 'Command that the image runs: one word for each flag, or all as a JSON list.',
    example: '["/usr/local/bin/api","serve"]',
    otherwise: 'the executable',
  }),
  cmd: input({
    ...common,
    flag: 'cmd',
    field: 'cmd',
    kind: list(word, { json: true }),
    fallback: [],
    description:
      'Arguments that people may replace at docker run: one word for each flag, or all as a JSON list.',
    example: '["--addr",":8080"]',
  }),
  env: input({
    ...common,
    flag: 'env',
    field: 'env',
    kind: map(key, value),
    fallback: nothing,
    description:
      'Environment variable of the image; its value is written out, never taken from this machine.',
    example: 'LOG_LEVEL=info',
  }),
  user: input({
    ...common,
    flag: 'user',
    field: 'user',
    kind: single(user),
    description: 'User and group that the image runs as, in numbers.',
    example: '1000:1000',
    otherwise: "the base's own where that is a number and not root, else 65532:65532",
  }),
  workdir: input({
    ...common,
    flag: 'workdir',
    field: 'workdir',
    kind: single(imagePath),
    description: 'Folder that the image runs in.',
    example: '/srv',
    otherwise: '/',
  }),
  ports: input({
    ...common,
    flag: 'port',
    field: 'ports',
    kind: list(port, { commas: true, bare: true }),
    fallback: [],
    description: 'Ports the program listens on, for people and tools to see.',
    example: '8080,53/udp',
  }),
  labels: input({
    ...common,
    flag: 'label',
    field: 'labels',
    kind: map(key, value),
    fallback: nothing,
    description: 'Label in the image config, beside those that Slipway writes.',
    example: 'com.example.team=payments',
  }),
  annotations: input({
    ...common,
    flag: 'annotation',
    field: 'annotations',
    kind: map(key, value),
    fallback: nothing,
    description: 'Annotation on the manifests and the index, beside those that Slipway writes.',
    example: 'org.opencontainers.image.licenses=Apache-2.0',
  }),
};
