import { gzipSync, zstdCompressSync } from 'node:zlib';
import { digestOf, type Entry, makeTar, programEntries } from '../../support/make-layout.ts';

// What tools write into docker archives, made by hand from their sources, so that it can also be wrong.

const hex = (content: Buffer | string): string => digestOf(content).slice('sha256:'.length);

export const layerTars: readonly Buffer[] = [
  makeTar([{ path: 'etc/' }, { path: 'etc/passwd', content: 'root:x:0:0::/root:/sbin/nologin\n' }]),
  makeTar(programEntries('amd64')),
  makeTar([{ path: 'data', content: 'x'.repeat(3000) }]),
];

export const diffIds = layerTars.map((layer) => digestOf(layer));

export const configText = JSON.stringify({
  architecture: 'amd64',
  os: 'linux',
  docker_version: '17.03.0-ce',
  container: 'kept, though OCI does not know it',
  config: { Entrypoint: ['/usr/local/bin/app'], Env: [] },
  rootfs: { type: 'layers', diff_ids: diffIds },
});

export const imageId = digestOf(configText);

interface Names {
  readonly RepoTags?: readonly string[] | null;
  readonly Config?: string;
  readonly Layers?: readonly string[];
}

export function listing(...images: readonly Names[]): Entry {
  return { path: 'manifest.json', content: JSON.stringify(images) };
}

export const configEntry: Entry = { path: `${imageId.slice(7)}.json`, content: configText };

/** Docker 1.10 to 24 (moby, image/tarexport/save.go): a folder for each layer; a layer that another image has is a link. */
export function legacySave(names: Names = { RepoTags: ['api:v1'] }): readonly Entry[] {
  const folders = ['a', 'b', 'c'].map((letter) => letter.repeat(64));
  const layers = folders.flatMap((folder, at): Entry[] => [
    { path: `${folder}/` },
    { path: `${folder}/VERSION`, content: '1.0' },
    { path: `${folder}/json`, content: `{"id":"${folder}"}` },
    at === 2
      ? { path: `${folder}/layer.tar`, type: '2', link: '../shared/layer.tar' }
      : { path: `${folder}/layer.tar`, content: layerTars[at] ?? '' },
  ]);
  const Layers = folders.map((folder) => `${folder}/layer.tar`);
  return [
    ...layers,
    { path: 'shared/layer.tar', content: layerTars[2] ?? '' },
    configEntry,
    listing({ Config: configEntry.path, Layers, ...names }),
    { path: 'repositories', content: '{}' },
  ];
}

export const compressors = {
  none: (layer: Buffer): Buffer => layer,
  gzip: (layer: Buffer): Buffer => gzipSync(layer, { level: 1 }),
  zstd: (layer: Buffer): Buffer => zstdCompressSync(layer),
};

/** The form of crane (go-containerregistry, pkg/v1/tarball/write.go): blobs beside each other, compressed or not. */
export function flatSave(compression: keyof typeof compressors): {
  entries: readonly Entry[];
  blobs: Buffer[];
} {
  const blobs = layerTars.map(compressors[compression]);
  const layers = blobs.map((content): Entry => ({ path: `${hex(content)}.tar.gz`, content }));
  const config: Entry = { path: imageId, content: configText };
  const Layers = layers.map(({ path }) => path);
  return { entries: [config, ...layers, listing({ Config: imageId, RepoTags: ['api:v1'], Layers })], blobs };
}

/** Docker 25 and newer (moby, image/tarexport/save.go): an OCI layout too. With containerd's store its layers are compressed. */
export function layoutSave(compression: keyof typeof compressors): {
  entries: readonly Entry[];
  manifest: string;
} {
  const blobs = layerTars.map(compressors[compression]);
  const blob = (content: Buffer | string): Entry => ({ path: `blobs/sha256/${hex(content)}`, content });
  const type = 'application/vnd.oci.image';
  const suffix = compression === 'none' ? '' : `+${compression}`;
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: `${type}.manifest.v1+json`,
    config: { mediaType: `${type}.config.v1+json`, digest: imageId, size: configText.length },
    layers: blobs.map((layer) => ({
      mediaType: `${type}.layer.v1.tar${suffix}`,
      digest: digestOf(layer),
      size: layer.length,
    })),
  });
  const entry = {
    mediaType: `${type}.manifest.v1+json`,
    digest: digestOf(manifest),
    size: manifest.length,
    annotations: {
      'io.containerd.image.name': 'docker.io/library/api:v1',
      'org.opencontainers.image.ref.name': 'v1',
    },
  };
  const layers = blobs.map(blob);
  const Config = blob(configText).path;
  const entries = [
    { path: 'blobs/' },
    { path: 'blobs/sha256/' },
    ...layers,
    blob(configText),
    blob(manifest),
    { path: 'index.json', content: JSON.stringify({ schemaVersion: 2, manifests: [entry] }) },
    listing({ Config, RepoTags: ['api:v1'], Layers: layers.map(({ path }) => path) }),
    { path: 'oci-layout', content: '{"imageLayoutVersion":"1.0.0"}' },
  ];
  return { entries, manifest: digestOf(manifest) };
}
