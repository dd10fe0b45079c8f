import assert from 'node:assert/strict';
import { appendFile, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { checks } from '../../src/verify/checks.ts';
import { layoutSubject } from '../../src/verify/subject.ts';
import { outcomeOf, type Verdict } from '../../src/verify/verdict.ts';
import { verifyImages } from '../../src/verify/verify-images.ts';
import {
  baseEntries,
  blobPath,
  digestOf,
  type Entry,
  elfFile,
  inTempFolder,
  makeLayout,
  programEntries,
  type Twist,
} from '../support/make-layout.ts';

const layerType = 'application/vnd.oci.image.layer.v1.tar';
const dockerLayer = 'application/vnd.docker.image.rootfs.diff.tar.gzip';
const label = '/config/Labels/org.opencontainers.image.';
const program = '/usr/local/bin/app';
const other = `sha256:${'1'.repeat(64)}`;
const withProgram = (more: Partial<Entry>): readonly Entry[] => [
  ...programEntries('amd64').slice(0, -1),
  { path: program.slice(1), mode: 0o755, content: elfFile('amd64'), ...more },
];

interface Case {
  readonly says: string;
  readonly twist: Twist;
  /** The one check that fails, with the severity of its verdict and a part of what it says. */
  readonly check: string;
  readonly severity?: Verdict['severity'];
  readonly detail: RegExp;
  /** Checks that cannot run then. */
  readonly skips?: readonly string[];
}

const cases: readonly Case[] = [
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
    twist: { after: nameTwice },
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
    twist: { after: (directory) => writeFile(blobPath(directory, other), 'x') },
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
    detail: /\/layers\/1:\n {2}points to sha256:[0-9a-f]{64}, which is not in the layout/,
    skips: ['image/entrypoint'],
  },
  {
    says: 'a layer that is a link to itself',
    twist: { after: linkToItself },
    check: 'layout/blobs',
    detail: /not in the layout|not a file/,
    skips: ['image/entrypoint'],
  },
  // image/descriptors
  {
    says: 'a layer longer than described',
    twist: {
      after: (directory, { layers }) =>
        appendFile(blobPath(directory, layers[0] ?? ''), Buffer.alloc(0)).then(() => undefined),
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
    severity: 'warn',
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
    detail: /belongs in a index|belongs in an index/,
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
    twist: { manifest: { '/layers/0/mediaType': dockerLayer } },
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
    twist: { after: addEntry((manifests) => [...manifests, { ...manifests[0] }]) },
    check: 'index/platforms',
    detail: /linux\/amd64 is there already at \/manifests\/0/,
  },
  {
    says: 'a platform twice, once by its implied variant',
    twist: {
      after: addEntry((manifests) => [
        ...manifests,
        { ...manifests[1], platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
      ]),
    },
    check: 'index/platforms',
    detail: /linux\/arm64\/v8 is there already/,
  },
  // image/diff-ids
  {
    says: 'a diff ID of another archive',
    twist: { config: { '/rootfs/diff_ids/1': other } },
    check: 'image/diff-ids',
    detail: /\/rootfs\/diff_ids\/1:\n {2}says sha256:1+, the layer unpacks to/,
  },
  {
    says: 'a gzip layer that was cut',
    twist: { blob: (blob) => blob.subarray(0, -9) },
    check: 'image/diff-ids',
    detail: /gzip data is damaged/,
    skips: ['image/entrypoint'],
  },
  {
    says: 'bytes behind the gzip data',
    twist: { blob: (blob) => Buffer.concat([blob, Buffer.alloc(16)]) },
    check: 'image/diff-ids',
    detail: /16 bytes follow the end of the gzip data/,
    skips: ['image/entrypoint'],
  },
  {
    says: 'bytes behind the zstd data',
    twist: { compression: 'zstd', blob: (blob) => Buffer.concat([blob, Buffer.from('garbage!')]) },
    check: 'image/diff-ids',
    detail: /zstd/,
    skips: ['image/entrypoint'],
  },
  {
    says: 'a gzip layer that is called plain',
    twist: { manifest: { '/layers/1/mediaType': layerType } },
    check: 'image/diff-ids',
    detail: /the layer unpacks to/,
    skips: [],
  },
  // image/config-matches-manifest
  {
    says: 'a diff ID too many',
    twist: { config: { '/rootfs/diff_ids/2': other } },
    check: 'image/config-matches-manifest',
    detail: /has 3 entries for 2 layers/,
  },
  {
    says: 'a history that skips a layer',
    twist: { config: { '/history/1/empty_layer': true } },
    check: 'image/config-matches-manifest',
    detail: /has 1 entries that are not empty_layer for 2 layers/,
  },
  // image/tar
  {
    says: 'a path that goes up',
    twist: { more: [{ path: '../etc/shadow', content: 'x' }] },
    check: 'image/tar',
    detail: /"\.\.\/etc\/shadow":\n {2}goes up/,
  },
  {
    says: 'an absolute path',
    twist: { more: [{ path: '/opt/x', content: 'x' }] },
    check: 'image/tar',
    detail: /absolute/,
  },
  {
    says: 'a path twice in one layer',
    twist: { more: [{ path: './usr/local/bin/app', mode: 0o755, content: elfFile('amd64') }] },
    check: 'image/tar',
    detail: /twice/,
  },
  {
    says: 'a device',
    twist: { more: [{ path: 'dev-null', type: '3' }] },
    check: 'image/tar',
    detail: /is a character device/,
  },
  {
    says: 'a hard link to nothing',
    twist: { more: [{ path: 'opt', type: '1', link: 'nowhere' }] },
    check: 'image/tar',
    detail: /hard link target nowhere is not there/,
  },
  {
    says: 'a hard link out of the image',
    twist: { more: [{ path: 'opt', type: '1', link: '../etc/passwd' }] },
    check: 'image/tar',
    detail: /not inside the image/,
  },
  {
    says: 'a link that climbs above the root',
    twist: { more: [{ path: 'usr/up', type: '2', link: '../../etc' }] },
    check: 'image/tar',
    detail: /climbs above the root/,
  },
  {
    says: 'a whiteout with content',
    twist: { more: [{ path: 'etc/.wh.passwd', content: 'x' }] },
    check: 'image/tar',
    detail: /empty regular file/,
  },
  {
    says: 'a file inside a file',
    twist: { more: [{ path: 'etc/passwd/x', content: 'x' }] },
    check: 'image/tar',
    detail: /folder \/etc\/passwd is a file/,
  },
  {
    says: 'an archive that is cut',
    twist: { tar: (archive) => archive.subarray(0, -1400) },
    check: 'image/tar',
    detail: /ends inside/,
    skips: [],
  },
  {
    says: 'an archive without an end',
    twist: { tar: (archive) => archive.subarray(0, -1024) },
    check: 'image/tar',
    detail: /without the two blocks of zeros/,
  },
  {
    says: 'data behind the end of the archive',
    twist: { tar: (archive) => Buffer.concat([archive, Buffer.alloc(512, 'x')]) },
    check: 'image/tar',
    detail: /data follows the end/,
  },
  // image/modes
  {
    says: 'a set-uid file',
    twist: { more: [{ path: 'su', mode: 0o4755, content: 'x' }] },
    check: 'image/modes',
    detail: /"su":\n {2}is set-uid \(mode 4755\)/,
  },
  {
    says: 'a set-gid file',
    twist: { more: [{ path: 'wall', mode: 0o2755, content: 'x' }] },
    check: 'image/modes',
    detail: /set-gid/,
  },
  {
    says: 'a file that everybody can write',
    twist: { more: [{ path: 'notes', mode: 0o666, content: 'x' }] },
    check: 'image/modes',
    detail: /everybody can write it \(mode 0666\)/,
  },
  {
    says: 'a folder that everybody can write',
    twist: { more: [{ path: 'data/', mode: 0o777 }] },
    check: 'image/modes',
    detail: /"data\/":\n {2}everybody/,
  },
  // image/platform
  {
    says: 'a config of another architecture',
    twist: { config: { '/architecture': 's390x' }, top: withProgram({ content: elfFile('s390x') }) },
    check: 'image/platform',
    detail: /is "s390x", its descriptor \(index sha256:\w+ \/manifests\/0\) says "amd64"/,
  },
  {
    says: 'a config of another system',
    twist: { config: { '/os': 'freebsd' } },
    check: 'image/platform',
    detail: /is "freebsd"/,
  },
  {
    says: 'a config of another variant',
    twist: { config: { '/variant': 'v3' } },
    check: 'image/platform',
    detail: /is "v3", its descriptor .* says "v1"/,
  },
  {
    says: 'a program for another machine',
    twist: { top: withProgram({ content: elfFile('arm64') }) },
    check: 'image/platform',
    detail: /is for arm64 \(AArch64, 64 bit, little endian\), the image is for amd64/,
  },
  {
    says: 'a program whose ELF header is cut',
    twist: { top: withProgram({ content: '\x7fELF' }) },
    check: 'image/platform',
    detail: /not a readable ELF file/,
  },
  // image/entrypoint
  {
    says: 'an entrypoint that is not there',
    twist: { config: { '/config/Entrypoint/0': '/usr/local/bin/apq' } },
    check: 'image/entrypoint',
    detail: /"\/usr\/local\/bin\/apq" is not in the image/,
  },
  {
    says: 'an entrypoint that is nowhere in PATH',
    twist: { config: { '/config/Entrypoint/0': 'apq' } },
    check: 'image/entrypoint',
    detail: /none of the folders of PATH \(\/usr\/local\/bin:\/usr\/bin\)/,
  },
  {
    says: 'an entrypoint that is a folder',
    twist: { config: { '/config/Entrypoint/0': '/usr' } },
    check: 'image/entrypoint',
    detail: /"\/usr" is a folder/,
  },
  {
    says: 'an entrypoint behind a circle of links',
    twist: {
      config: { '/config/Entrypoint/0': '/a' },
      more: [
        { path: 'a', type: '2', link: 'b' },
        { path: 'b', type: '2', link: '/a' },
      ],
    },
    check: 'image/entrypoint',
    detail: /go in a circle/,
  },
  {
    says: 'an entrypoint below a file',
    twist: { config: { '/config/Entrypoint/0': `${program}/x` } },
    check: 'image/entrypoint',
    detail: /is a file, not a folder/,
  },
  {
    says: 'an entrypoint that nobody may execute',
    twist: { top: withProgram({ mode: 0o644 }) },
    check: 'image/entrypoint',
    detail: /may not be executed by user "65532:65532" \(mode 0644, owner 0:0\)/,
  },
  {
    says: 'an entrypoint that only its owner may execute',
    twist: { top: withProgram({ mode: 0o700, uid: 1000 }) },
    check: 'image/entrypoint',
    detail: /owner 1000:0/,
  },
  {
    says: 'an entrypoint that a whiteout removed',
    twist: {
      base: [...baseEntries, { path: 'bin/' }, { path: 'bin/app', mode: 0o755, content: elfFile('amd64') }],
      top: [{ path: 'bin/.wh.app' }],
      config: { '/config/Entrypoint/0': '/bin/app' },
    },
    check: 'image/entrypoint',
    detail: /"\/bin\/app" is not in the image/,
  },
  {
    says: 'nothing to start',
    twist: { config: { '/config/Entrypoint': undefined } },
    check: 'image/entrypoint',
    detail: /neither an Entrypoint nor a Cmd/,
  },
  // image/user
  {
    says: 'a user by name',
    twist: { config: { '/config/User': 'nonroot' } },
    check: 'image/user',
    detail: /write the numbers: nonroot is 65532/,
  },
  {
    says: 'a user that passwd does not have',
    twist: { config: { '/config/User': 'alice:staff' } },
    check: 'image/user',
    detail: /\/etc\/passwd does not have "alice"/,
  },
  {
    says: 'root by number',
    twist: { config: { '/config/User': '0:0' } },
    check: 'image/user',
    detail: /"0:0": root/,
  },
  {
    says: 'no user',
    twist: { config: { '/config/User': undefined } },
    check: 'image/user',
    detail: /is empty, which means root/,
  },
  // image/ports
  {
    says: 'a port below 1024',
    twist: { config: { '/config/ExposedPorts': { '80/tcp': {} } } },
    check: 'image/ports',
    severity: 'warn',
    detail: /"80\/tcp" is below 1024/,
  },
  // image/labels
  {
    says: 'a label of a time that is none',
    twist: { config: { [`${label}created`]: 'today' } },
    check: 'image/labels',
    detail: /created:\n {2}must be a time/,
  },
  {
    says: 'two creation times',
    twist: { config: { [`${label}created`]: '2020-01-01T00:00:00Z' } },
    check: 'image/labels',
    detail: /the config was created "2026-01-31T12:00:00Z"/,
  },
  {
    says: 'a creation time of another zone',
    twist: { config: { [`${label}created`]: '2026-01-31T13:00:00+01:00' } },
    check: 'image/labels',
    detail: /not in UTC/,
  },
  {
    says: 'a base without a registry',
    twist: { manifest: { '/annotations/org.opencontainers.image.base.name': 'debian:13' } },
    check: 'image/labels',
    detail: /image reference with its registry/,
  },
  {
    says: 'a base digest that is none',
    twist: { manifest: { '/annotations/org.opencontainers.image.base.digest': 'sha256:1' } },
    check: 'image/labels',
    detail: /must be a digest/,
  },
  {
    says: 'a source that is no URL',
    twist: { config: { [`${label}source`]: 'git@example.com:x' } },
    check: 'image/labels',
    severity: 'warn',
    detail: /a URI with a scheme/,
  },
  {
    says: 'a reserved key that does not exist',
    twist: { config: { [`${label}colour`]: 'red' } },
    check: 'image/labels',
    severity: 'warn',
    detail: /reserved/,
  },
  // image/times
  {
    says: 'no creation time',
    twist: { config: { '/created': undefined } },
    check: 'image/times',
    detail: /\/created:\n {2}is missing/,
  },
  {
    says: 'a layer time of another zone',
    twist: { config: { '/history/0/created': '2026-01-31T13:00:00+01:00' } },
    check: 'image/times',
    detail: /\/history\/0\/created:\n {2}is not in UTC/,
  },
  {
    says: 'a layer time that nobody set',
    twist: { config: { '/history/0/created': '0001-01-01T00:00:00Z' } },
    check: 'image/times',
    detail: /year 1/,
  },
];

describe('verify finds in a layout', () => {
  for (const { says, twist, check, severity = 'block', detail, skips = [] } of cases) {
    test(`${says} (${check}), and nothing else`, () =>
      inTempFolder(async (directory) => {
        await makeLayout(directory, twist);
        const verdicts = await verifyImages(await layoutSubject(directory));
        const failed = verdicts.filter(({ status }) => status === 'fail');
        assert.deepEqual(
          failed.map((verdict) => [verdict.check, verdict.severity]),
          [[check, severity]],
          details(failed),
        );
        assert.match(failed[0]?.detail ?? '', detail);
        assert.match(failed[0]?.detail ?? '', /\nto do: \S/, 'it says what to do');
        assert.equal(outcomeOf(verdicts), severity === 'block' ? 'fail' : 'pass');
        const skipped = verdicts.filter(({ status }) => status === 'skip');
        assert.deepEqual(
          skipped.map((verdict) => verdict.check),
          skips,
          details(skipped),
        );
      }));
  }

  test('at least one fault of every check there is', () => {
    assert.deepEqual(new Set(cases.map(({ check }) => check)), new Set(checks.map(({ name }) => name)));
  });

  test('all faults at once, each under its own check and image', () =>
    inTempFolder(async (directory) => {
      await makeLayout(directory, {
        ociLayout: '{}',
        config: { '/config/User': 'root', '/config/Entrypoint/0': '/nowhere', '/architecture': 'arm64' },
        more: [{ path: 'su', mode: 0o4755, content: 'x' }],
      });
      const verdicts = await verifyImages(await layoutSubject(directory));
      const failed = verdicts.filter(({ status }) => status === 'fail');
      assert.deepEqual(
        failed.map(({ check, subject }) => [check, subject.startsWith('/') ? '' : subject]),
        [
          ['layout/version', ''],
          ['image/modes', 'linux/amd64'],
          ['image/platform', 'linux/amd64'],
          ['image/entrypoint', 'linux/amd64'],
          ['image/user', 'linux/amd64'],
        ],
      );
    }));

  test('more faults than anybody reads, and counts the rest', () =>
    inTempFolder(async (directory) => {
      const more = Array.from({ length: 500 }, (_, at) => ({ path: `open${at}`, mode: 0o666, content: '' }));
      await makeLayout(directory, { more });
      const verdicts = await verifyImages(await layoutSubject(directory));
      const detail = verdicts.find(({ check }) => check === 'image/modes')?.detail ?? '';
      assert.match(detail, /\nand 490 more\nto do: /);
      assert.ok(detail.length < 4000, `${detail.length} characters`);
    }));
});

function details(verdicts: readonly Verdict[]): string {
  return verdicts.map(({ check, subject, detail }) => `${check} ${subject}\n${detail}`).join('\n');
}

async function replaceIn(
  path: string,
  from: string,
  to: string,
  encoding: BufferEncoding = 'utf8',
): Promise<void> {
  const text = (await readFile(path)).toString('utf8');
  assert.ok(text.includes(from));
  const [before = '', after = ''] = text.split(from);
  await writeFile(path, Buffer.concat([Buffer.from(before), Buffer.from(to, encoding), Buffer.from(after)]));
}

async function nameTwice(directory: string): Promise<void> {
  const path = join(directory, 'index.json');
  const index = JSON.parse(await readFile(path, 'utf8'));
  index.manifests.push(index.manifests[0]);
  await writeFile(path, JSON.stringify(index));
}

async function linkToItself(
  directory: string,
  { layers }: { readonly layers: readonly string[] },
): Promise<void> {
  const path = blobPath(directory, layers[1] ?? '');
  await rm(path);
  await symlink(path, path);
}

/** Changes the image index of a finished layout and everything that must follow. */
function addEntry(
  change: (manifests: readonly Record<string, unknown>[]) => readonly Record<string, unknown>[],
): NonNullable<Twist['after']> {
  return async (directory, { index }) => {
    const document = JSON.parse(await readFile(blobPath(directory, index), 'utf8'));
    const content = JSON.stringify({ ...document, manifests: change(document.manifests) });
    await rename(blobPath(directory, index), blobPath(directory, digestOf(content)));
    await writeFile(blobPath(directory, digestOf(content)), content);
    const root = join(directory, 'index.json');
    const entry = JSON.parse(await readFile(root, 'utf8'));
    Object.assign(entry.manifests[0], { digest: digestOf(content), size: content.length });
    await writeFile(root, JSON.stringify(entry));
  };
}
