import { type Case, program, withProgram } from '../../support/broken-layout.ts';
import { baseEntries, elfFile } from '../../support/make-layout.ts';

export const runCases: readonly Case[] = [
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
    detail: /write the numbers: "nonroot" is 65532/,
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
];
