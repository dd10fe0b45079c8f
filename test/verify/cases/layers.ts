import { type Case, otherDigest } from '../../support/broken-layout.ts';
import { elfFile } from '../../support/make-layout.ts';

export const layersCases: readonly Case[] = [
  // image/diff-ids
  {
    says: 'a diff ID of another archive',
    twist: { config: { '/rootfs/diff_ids/1': otherDigest } },
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
    twist: { manifest: { '/layers/1/mediaType': 'application/vnd.oci.image.layer.v1.tar' } },
    check: 'image/diff-ids',
    detail: /it is gzip data, and its media type says that it is not compressed/,
    skips: ['image/entrypoint'],
  },
  // image/config-matches-manifest
  {
    says: 'a diff ID too many',
    twist: { config: { '/rootfs/diff_ids/2': otherDigest } },
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
    skips: ['image/entrypoint'],
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
];
