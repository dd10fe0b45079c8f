import { join } from 'node:path';
import { type Case, changeIndex, replaceIn } from '../../support/broken-layout.ts';
import { blobPath } from '../../support/make-layout.ts';

export const contentCases: readonly Case[] = [
  // image/descriptors
  {
    says: 'a layer longer than described',
    twist: {
      manifest: { '/layers/0/size': 7 },
    },
    check: 'image/descriptors',
    detail: /\/layers\/0\/size:\n {2}says 7 bytes, the blob has \d+/,
  },
  {
    says: 'a config that was changed after the manifest',
    twist: { after: (directory, { config }) => replaceIn(blobPath(directory, config), '"app"', '"apq"') },
    check: 'image/descriptors',
    detail: /\/config\/digest:\n {2}says sha256:\w+, the blob is sha256:/,
  },
  {
    says: 'embedded data that is not the blob',
    twist: { manifest: { '/config/data': 'e30=' } },
    check: 'image/descriptors',
    detail: /\/config\/data/,
  },
  // image/json
  {
    says: 'a manifest without schemaVersion',
    twist: { manifest: { '/schemaVersion': undefined } },
    check: 'image/json',
    detail: /\/schemaVersion:\n {2}is required and missing \(manifest\.md/,
  },
  {
    says: 'a key that is there twice',
    twist: { configText: (text) => text.replace('"os":', '"os":"windows","os":') },
    check: 'image/json',
    detail: /\/os:\n {2}is there twice/,
  },
  {
    says: 'bytes that are not UTF-8',
    twist: {
      root: { '/annotations': { note: 'é' } },
      after: (directory) => replaceIn(join(directory, 'index.json'), 'é', '\xff', 'latin1'),
    },
    check: 'image/json',
    detail: /not UTF-8/,
  },
  {
    says: 'an environment variable without a name',
    twist: { config: { '/config/Env/1': '=x' } },
    check: 'image/json',
    detail: /must be NAME=value, is "=x" \(config\.md/,
  },
  {
    says: 'null where the schema refuses it',
    twist: { config: { '/config/StopSignal': null } },
    check: 'image/json',
    severity: 'warn',
    detail: /StopSignal:\n {2}is null/,
  },
  {
    says: 'a port out of range',
    twist: { config: { '/config/ExposedPorts': { '70000/tcp': {} } } },
    check: 'image/json',
    detail: /a port from 1 to 65535/,
  },
  {
    says: 'an empty annotation key',
    twist: { manifest: { '/annotations/': 'x' } },
    check: 'image/json',
    detail: /not empty/,
  },
  {
    says: 'a creation time that is no time',
    twist: { config: { '/created': '2026-02-30T00:00:00Z' } },
    check: 'image/json',
    detail: /a time as RFC 3339 writes it/,
  },
  {
    says: 'a field that differs only in case',
    twist: { manifest: { '/Layers': [] } },
    check: 'image/json',
    detail: /differs from "layers" only in case/,
  },
  // image/media-types
  {
    says: 'a manifest that calls itself something else',
    twist: { manifest: { '/mediaType': 'application/vnd.docker.distribution.manifest.v2+json' } },
    check: 'image/media-types',
    detail: /its descriptor says/,
  },
  {
    says: 'a manifest that does not say what it is',
    twist: { manifest: { '/mediaType': undefined } },
    check: 'image/media-types',
    severity: 'warn',
    detail: /is missing/,
  },
  {
    says: 'a manifest that is an index too',
    twist: { manifest: { '/manifests': [] } },
    check: 'image/media-types',
    detail: /belongs in an index/,
  },
  {
    says: 'a layer that is no layer',
    twist: { manifest: { '/layers/0/mediaType': 'text/plain' } },
    check: 'image/media-types',
    detail: /no layer of an image/,
    skips: ['image/entrypoint'],
  },
  {
    says: 'a Docker layer under an OCI config',
    twist: { manifest: { '/layers/0/mediaType': 'application/vnd.docker.image.rootfs.diff.tar.gzip' } },
    check: 'image/media-types',
    severity: 'warn',
    detail: /mixture/,
  },
  {
    says: 'a deprecated kind of layer',
    twist: {
      manifest: { '/layers/0/mediaType': 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip' },
    },
    check: 'image/media-types',
    severity: 'warn',
    detail: /non-distributable/,
  },
  // index/platforms
  {
    says: 'a platform that is there twice',
    twist: { after: changeIndex((manifests) => [...manifests, { ...manifests[0] }]) },
    check: 'index/platforms',
    detail: /linux\/amd64 is there already at \/manifests\/0/,
  },
  {
    says: 'a platform twice, once by its implied variant',
    twist: {
      after: changeIndex((manifests) => [
        ...manifests,
        { ...manifests[1], platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
      ]),
    },
    check: 'index/platforms',
    detail: /linux\/arm64\/v8 is there already/,
  },
];
