import type { Entry } from '../make-layout.ts';
import { type BaseImage, type BaseOptions, type BasePlatform, makeBase, programFile } from './base-image.ts';

const created = '2026-11-03T20:21:22Z';

/**
 * An image like one made by a Dockerfile on Debian: merged /usr, set-uid programs, a world-writable file, a shell, a start
 * script, a health check that needs the shell, root as its user; a second layer that takes files of the first away.
 */
export function debianLike(
  platforms: readonly string[] = ['linux/amd64', 'linux/arm64'],
  options: BaseOptions = {},
): BaseImage {
  return makeBase(
    platforms,
    (platform) => ({
      layers: [
        { entries: system(platform), createdBy: "# debian.sh --arch 'amd64' out/ 'trixie' '@1762200000'" },
        { entries: application, createdBy: 'RUN /bin/sh -c apt-get install -y app # buildkit' },
      ],
      settings: ['HEALTHCHECK &{["CMD-SHELL" "curl -f http://localhost/"]}', 'CMD ["bash"]'],
      created,
      ...(options.family === 'docker' && { more: dockerFields }),
      execution: {
        Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'LANG=C.UTF-8'],
        Entrypoint: ['docker-entrypoint.sh'],
        Cmd: ['bash'],
        ExposedPorts: { '5432/tcp': {} },
        Volumes: { '/var/lib/app': {} },
        StopSignal: 'SIGINT',
        Labels: { maintainer: 'Nobody <nobody@example.com>', 'org.opencontainers.image.version': '13' },
        Healthcheck: {
          Test: ['CMD-SHELL', 'curl -f http://localhost/ || exit 1'],
          Interval: 30_000_000_000,
          Retries: 3,
        },
      },
    }),
    options,
  );
}

/** What dockerd writes into a config besides (moby, image/spec/v1.2.md). */
const dockerFields = {
  container: 'f'.repeat(64),
  container_config: { Hostname: 'f'.repeat(12), Cmd: ['/bin/sh', '-c', '#(nop) CMD ["bash"]'] },
  docker_version: '20.10.24',
};

function system({ architecture }: BasePlatform): Entry[] {
  const program = (name: string, more: Partial<Entry> = {}): Entry =>
    programFile(`usr/bin/${name}`, architecture, more);
  return [
    { path: 'bin', type: '2', mode: 0o777, link: 'usr/bin' },
    { path: 'etc/' },
    { path: 'etc/apt/' },
    { path: 'etc/apt/sources.list', content: 'deb http://deb.example.com trixie main\n' },
    { path: 'etc/group', content: 'root:x:0:\nshadow:x:42:\nwww-data:x:33:\nnogroup:x:65534:\n' },
    {
      path: 'etc/passwd',
      content: 'root:x:0:0:root:/root:/bin/bash\nwww-data:x:33:33::/var/www:/usr/sbin/nologin\n',
    },
    { path: 'etc/shadow', mode: 0o640, gid: 42, content: 'root:*:20395:0:99999:7:::\n' },
    { path: 'lib', type: '2', mode: 0o777, link: 'usr/lib' },
    { path: 'root/', mode: 0o700 },
    { path: 'run/' },
    { path: 'sbin', type: '2', mode: 0o777, link: 'usr/sbin' },
    { path: 'tmp/', mode: 0o1777 },
    { path: 'usr/' },
    { path: 'usr/bin/' },
    program('bash'),
    program('dash'),
    program('mount', { mode: 0o4755 }),
    program('perl'),
    { path: 'usr/bin/perl5.40.1', type: '1', mode: 0o755, link: 'usr/bin/perl' },
    { path: 'usr/bin/sh', type: '2', mode: 0o777, link: 'dash' },
    program('su', { mode: 0o4755 }),
    program('wall', { mode: 0o2755, gid: 5 }),
    { path: 'usr/lib/' },
    { path: 'usr/local/' },
    { path: 'usr/local/bin/' },
    { path: 'usr/sbin/' },
    { path: 'var/' },
    { path: 'var/lib/' },
    { path: 'var/lib/apt/' },
    { path: 'var/lib/apt/lists/' },
    { path: 'var/lib/apt/lists/trixie_Packages', content: 'Package: app\n' },
    { path: 'var/lock', type: '2', mode: 0o777, link: '/run/lock' },
  ];
}

/** Whiteouts: image-spec, layer.md, "Whiteouts". */
const application: readonly Entry[] = [
  { path: 'etc/' },
  { path: 'etc/apt/' },
  { path: 'etc/apt/.wh.sources.list', content: '' },
  { path: 'usr/' },
  { path: 'usr/local/' },
  { path: 'usr/local/bin/' },
  {
    path: 'usr/local/bin/docker-entrypoint.sh',
    mode: 0o755,
    content: '#!/bin/sh\nset -e\nexec "$@"\n',
  },
  { path: 'var/' },
  { path: 'var/lib/' },
  { path: 'var/lib/app/', mode: 0o700, uid: 33, gid: 33 },
  { path: 'var/lib/app/state', mode: 0o666, content: 'anybody may write here\n' },
  { path: 'var/lib/apt/' },
  { path: 'var/lib/apt/lists/' },
  { path: 'var/lib/apt/lists/.wh..wh..opq', content: '' },
];
