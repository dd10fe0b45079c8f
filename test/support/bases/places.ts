import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTar } from '../make-layout.ts';
import { type BaseImage, type BasePart, platformOf } from './base-image.ts';

/** The image of a platform, `os/architecture[/variant]`. */
export function partOf(base: BaseImage, platform: string): BasePart {
  const wanted = JSON.stringify(platformOf(platform));
  const part = base.parts.find((each) => JSON.stringify(each.platform) === wanted);
  assert.ok(part, `the base has ${platform}`);
  return part;
}

/** The files of an OCI layout (image-spec, image-layout.md) by path. `name` becomes org.opencontainers.image.ref.name. */
function layoutFiles({ root, blobs }: BaseImage, name: string | undefined): Map<string, Buffer> {
  const annotations = name === undefined ? undefined : { 'org.opencontainers.image.ref.name': name };
  const index = { schemaVersion: 2, manifests: [{ ...root, annotations }] };
  return new Map([
    ['oci-layout', Buffer.from('{"imageLayoutVersion":"1.0.0"}')],
    ['index.json', Buffer.from(JSON.stringify(index))],
    ...[...blobs].map(([digest, { content }]): [string, Buffer] => [
      `blobs/${digest.replace(':', '/')}`,
      content,
    ]),
  ]);
}

/** Writes the image as an OCI layout; gives the folder back. */
export async function writeBaseLayout(base: BaseImage, directory: string, name?: string): Promise<string> {
  await mkdir(join(directory, 'blobs', 'sha256'), { recursive: true });
  for (const [path, content] of layoutFiles(base, name)) await writeFile(join(directory, path), content);
  return directory;
}

/** Writes the image as an OCI archive; gives the file back. */
export async function writeBaseArchive(base: BaseImage, file: string, name?: string): Promise<string> {
  const entries = [...layoutFiles(base, name)].map(([path, content]) => ({ path, content }));
  await writeFile(file, makeTar(entries));
  return file;
}

/** Writes one platform's image as `docker save` of Docker 20.10 does (moby, image/spec/v1.2.md, "Combined Image JSON"); gives the file back. */
export async function writeDockerArchive(
  base: BaseImage,
  platform: string,
  file: string,
  names: readonly string[] = [],
): Promise<string> {
  const { config, layers } = partOf(base, platform);
  const configFile = `${config.digest.slice('sha256:'.length)}.json`;
  // The folders' names are IDs of an older format; readers may only follow manifest.json.
  const folders = layers.map(({ diffId }) => [...diffId.slice('sha256:'.length)].reverse().join(''));
  const manifest = {
    Config: configFile,
    RepoTags: names.length === 0 ? null : names,
    Layers: folders.map((folder) => `${folder}/layer.tar`),
  };
  const entries = [
    ...layers.flatMap(({ tar }, at) => [
      { path: `${folders[at]}/`, type: '5' },
      { path: `${folders[at]}/VERSION`, content: '1.0' },
      { path: `${folders[at]}/json`, content: JSON.stringify({ id: folders[at] }) },
      { path: `${folders[at]}/layer.tar`, content: tar },
    ]),
    { path: configFile, content: base.blobs.get(config.digest)?.content ?? '' },
    { path: 'manifest.json', content: JSON.stringify([manifest]) },
  ];
  await writeFile(file, makeTar(entries));
  return file;
}

/**
 * Uploads the image (distribution-spec, "Pushing Blobs", POST then PUT; "Pushing Manifests") over plain http.
 * @param reference HOST/REPOSITORY:TAG
 * @param headers of every request, such as authorization
 */
export async function pushBase(
  base: BaseImage,
  reference: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const [, host = '', repository = '', tag = ''] = /^([^/]+)\/(.+):([^:/]+)$/.exec(reference) ?? [];
  const api = new URL(`http://${host}/v2/${repository}/`);
  const send = async (method: string, target: URL, type: string, body?: Buffer): Promise<Response> => {
    const response = await fetch(target, {
      method,
      headers: { ...headers, 'content-type': type },
      ...(body !== undefined && { body: new Uint8Array(body) }),
    });
    await response.arrayBuffer();
    assert.ok(response.ok, `${method} ${target}: ${response.status}`);
    return response;
  };
  const isDocument = (mediaType: string): boolean => /manifest|index/.test(mediaType);
  for (const [digest, { mediaType, content }] of base.blobs) {
    if (isDocument(mediaType)) {
      const name = digest === base.root.digest ? tag : digest;
      await send('PUT', new URL(`manifests/${name}`, api), mediaType, content);
      continue;
    }
    const started = await send('POST', new URL('blobs/uploads/', api), 'application/octet-stream');
    const place = new URL(started.headers.get('location') ?? '', api);
    place.searchParams.set('digest', digest);
    await send('PUT', place, 'application/octet-stream', content);
  }
  return `${host}/${repository}@${base.root.digest}`;
}
