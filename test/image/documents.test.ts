import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mediaType } from '../../src/image/descriptor.ts';
import {
  foreignPlatformText,
  isAttestation,
  parseConfig,
  parseIndex,
  parseManifest,
} from '../../src/image/documents.ts';
import { SlipwayError } from '../../src/support/errors.ts';
import { sha256 } from '../../src/support/hashing.ts';
import { refusal } from '../support/refusal.ts';

const digest = sha256('document');
const found = { mediaType: mediaType.manifest, digest };
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const blob = { mediaType: mediaType.layer, digest: sha256('layer'), size: 3 };
const manifest = { schemaVersion: 2, config: { ...blob, mediaType: mediaType.config }, layers: [blob] };

test('a descriptor is read with what Slipway knows of it, and keeps all that it does not', () => {
  const entry = {
    ...blob,
    annotations: { a: 'b', broken: 7 },
    platform: { os: 'linux', architecture: 'arm', variant: 'v7', 'os.version': '', features: ['x'] },
    urls: ['https://example.com'],
  };
  const { layers, fields } = parseManifest(json({ ...manifest, layers: [entry], extra: true }), found);
  assert.deepEqual(layers, [
    {
      ...blob,
      annotations: { a: 'b' },
      platform: { os: 'linux', architecture: 'arm', variant: 'v7' },
      fields: entry,
    },
  ]);
  assert.equal(fields['extra'], true);
});

test('a platform needs an operating system and an architecture; the rest may be left out', () => {
  const platformOf = (platform: unknown) =>
    parseIndex(json({ schemaVersion: 2, manifests: [{ ...blob, platform }] }), {
      ...found,
      mediaType: mediaType.index,
    }).manifests[0]?.platform;
  const windows = { os: 'windows', architecture: 'amd64' };
  assert.deepEqual(platformOf({ ...windows, variant: '', 'os.version': '10.0' }), {
    ...windows,
    osVersion: '10.0',
  });
  assert.deepEqual(platformOf({ ...windows, variant: 7, 'os.version': null }), windows);
  for (const none of [undefined, null, [], 'linux/amd64', { os: 'linux' }, { ...windows, architecture: 1 }]) {
    assert.equal(platformOf(none), undefined);
  }
});

test('a document without a media type of its own is what it was found as; with another one it is refused', async () => {
  assert.equal(parseManifest(json({ ...manifest, mediaType: found.mediaType }), found).layers.length, 1);
  assert.equal(parseManifest(json(manifest), found).layers.length, 1);
  for (const [document, says] of [
    [{ ...manifest, mediaType: mediaType.index }, /says that it is ".*index.*", and was found as .*manifest/],
    [{ ...manifest, mediaType: null }, /says that it is null/],
    [{ ...manifest, schemaVersion: '2' }, /has schemaVersion "2", not 2/],
    [{ ...manifest, manifests: undefined, layers: {} }, /layers is not a list/],
    [{ ...manifest, layers: [blob, 7] }, /layers\[1\] is not a descriptor/],
    [{ ...manifest, layers: [{ ...blob, mediaType: '' }] }, /layers\[0\] has no mediaType/],
    [{ ...manifest, layers: [{ ...blob, size: 0.5 }] }, /layers\[0\] has no size/],
    [{ ...manifest, layers: [{ ...blob, size: 2 ** 53 }] }, /layers\[0\] has no size/],
    [{ ...manifest, config: { ...blob, digest: 'sha256:0' } }, /config has "sha256:0" for a digest/],
  ] as const) {
    const { message } = await refusal(async () => parseManifest(json(document), found), 'E_BASE');
    assert.match(message, says);
    assert.ok(message.includes(`manifest ${digest}`));
  }
});

test('an empty blob has a size too', () => {
  const [layer] = parseManifest(json({ ...manifest, layers: [{ ...blob, size: 0 }] }), found).layers;
  assert.equal(layer?.size, 0);
});

test('of a config only platform and layers are needed; the layers have to be told', async () => {
  const config = { os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: [digest] }, x: 1 };
  assert.deepEqual(parseConfig(json(config), digest), {
    platform: { os: 'linux', architecture: 'amd64' },
    diffIds: [digest],
    fields: config,
  });
  assert.equal(parseConfig(json({ ...config, os: 7 }), digest).platform, undefined);
  for (const [rootfs, says] of [
    [undefined, /lists no layers in rootfs\.diff_ids/],
    [[], /lists no layers/],
    [{ diff_ids: digest }, /lists no layers/],
    [{ diff_ids: [digest, 'sha512:00'] }, /is no SHA-256 digest/],
    [{ diff_ids: [7] }, /is no SHA-256 digest/],
  ] as const) {
    const { message } = await refusal(async () => parseConfig(json({ ...config, rootfs }), digest), 'E_BASE');
    assert.match(message, says);
    assert.ok(message.includes(`config ${digest}`));
  }
});

test('an attestation is told by its annotation, or by a platform that is wholly unknown', () => {
  const unknown = { os: 'unknown', architecture: 'unknown' };
  const annotations = { 'vnd.docker.reference.type': 'attestation-manifest' };
  const amd64 = { os: 'linux', architecture: 'amd64' };
  assert.deepEqual(
    [
      { annotations, platform: amd64 },
      { annotations, platform: undefined },
      { annotations: {}, platform: unknown },
      { annotations: {}, platform: { ...unknown, os: 'linux' } },
      { annotations: {}, platform: { ...unknown, architecture: 'amd64' } },
      { annotations: {}, platform: undefined },
      { annotations: { 'vnd.docker.reference.type': 'else' }, platform: amd64 },
    ].map(isAttestation),
    [true, true, true, false, false, false, false],
  );
});

test('a platform of a stranger is shown short, in plain characters', () => {
  const text = foreignPlatformText;
  assert.equal(text({ os: 'linux', architecture: 'arm', variant: 'v7' }), 'linux/arm/v7');
  assert.equal(text({ os: 'windows', architecture: 'amd64', osVersion: '10.0' }), 'windows/amd64 (10.0)');
  fc.assert(
    fc.property(fc.string(), fc.string(), (os, architecture) => {
      assert.match(text({ os, architecture }), /^[\x20-\x7e]{1,120}$/);
    }),
  );
});

test('whatever the bytes are, they are read or refused as E_BASE', () => {
  const documents = fc.oneof(
    fc.uint8Array(),
    fc.json().map((text) => Buffer.from(text)),
    fc.record({ config: fc.jsonValue(), layers: fc.jsonValue(), manifests: fc.jsonValue() }).map(json),
    fc.record({ rootfs: fc.record({ diff_ids: fc.jsonValue() }) }).map(json),
  );
  fc.assert(
    fc.property(documents, (bytes) => {
      for (const parse of [
        () => parseIndex(bytes, { ...found, mediaType: 'x/y' }),
        () => parseManifest(bytes, { ...found, mediaType: 'x/y' }),
        () => parseConfig(bytes, digest),
      ]) {
        try {
          parse();
        } catch (error) {
          assert.ok(error instanceof SlipwayError && error.code === 'E_BASE', String(error));
        }
      }
    }),
  );
});
