import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseImage } from '../../src/image/choose-image.ts';
import { type Descriptor, mediaType } from '../../src/image/descriptor.ts';
import { parsePlatform } from '../../src/request/platform.ts';
import { refusal } from '../support/refusal.ts';
import { linux, madeDocuments, reading } from './made-documents.ts';

/** Images whose configs say the given platforms, and an index around them. */
function imagesFor(...platforms: readonly object[]) {
  const made = madeDocuments();
  const images = platforms.map((platform) => {
    const config = made.put(mediaType.config, { ...platform, rootfs: { type: 'layers', diff_ids: [] } });
    return made.manifest(mediaType.manifest, mediaType.config, [], { config });
  });
  const choose = async (entries: readonly object[], platform?: string) => {
    const tree = await made.read(made.index(mediaType.index, entries));
    return chooseImage(tree, platform === undefined ? undefined : parsePlatform(platform), read);
  };
  const asked: string[] = [];
  const read = async (descriptor: Pick<Descriptor, 'mediaType' | 'digest' | 'size'>): Promise<Uint8Array> => {
    asked.push(descriptor.mediaType);
    return reading(made.blobs)(descriptor);
  };
  return { images, choose, asked };
}

const arm = { os: 'linux', architecture: 'arm' };
const amd64 = { os: 'linux', architecture: 'amd64' };

test('the index says for which platform an image is, and then no config is read', async () => {
  const { images, choose, asked } = imagesFor(arm, arm);
  const [v6, v7] = images.map((image, at) => ({ ...image, platform: { ...arm, variant: `v${at + 6}` } }));
  assert.ok(v6 && v7);
  assert.equal((await choose([v6, v7], 'linux/arm/v6')).descriptor.digest, v6.digest);
  assert.equal((await choose([v6, v7], 'linux/arm/v7')).descriptor.digest, v7.digest);
  assert.deepEqual(asked, []);
});

test('where the index says nothing the config does', async () => {
  const { images, choose, asked } = imagesFor(arm, amd64);
  assert.equal((await choose(images, 'linux/amd64')).descriptor.digest, images[1]?.digest);
  assert.deepEqual(asked, [mediaType.config, mediaType.config]);
});

test('the only image needs no choice, but one that was made has to fit', async () => {
  const { images, choose } = imagesFor(amd64);
  assert.equal((await choose(images)).descriptor.digest, images[0]?.digest);
  const { message, hint } = await refusal(() => choose(images, 'linux/arm64'), 'E_CONFIG');
  assert.match(message, /no image for linux\/arm64: there is linux\/amd64/);
  assert.match(hint ?? '', /--platform linux\/amd64/);
});

test('what there is to choose from is told, also what has no platform, and that there is nothing', async () => {
  const { images, choose } = imagesFor(amd64, {});
  const [first, second] = images;
  const several = await refusal(() => choose([{ ...first, ...linux('arm64') }, { ...second }]), 'E_CONFIG');
  assert.match(several.message, /one image has to be chosen: there is linux\/arm64, one of no platform/);
  const none = await refusal(() => choose([]), 'E_CONFIG');
  assert.match(none.message, /there is no image that runs, only artifacts/);
  assert.equal(none.hint, undefined);
});
