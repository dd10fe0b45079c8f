import type { Entry } from '../make-layout.ts';
import { type BaseImage, type BaseOptions, type BasePlatform, makeBase, programFile } from './base-image.ts';

interface DistrolessOptions extends BaseOptions {
  /** As the tag :debug has it: with a shell, in a folder of its own. */
  readonly debug?: boolean;
  /** The files of real packages, in place of the few lines that stand for them. */
  readonly packages?: DistrolessPackages;
  /** What a Dockerfile copies onto it, as a layer of its own. */
  readonly copied?: readonly Entry[];
}

/** What gcr.io/distroless/static takes from Debian: a layer for each package. */
export interface DistrolessPackages {
  /** base-files, netbase, tzdata. */
  readonly files: readonly (readonly Entry[])[];
  readonly certificates: Buffer;
}

const home = '/home/nonroot';
/** What an image made by Bazel says where no time is known. */
const created = '0001-01-01T00:00:00Z';

/**
 * An image like gcr.io/distroless/static:nonroot: several small layers, most of them the same for every platform, whose
 * entries begin with `./`; numeric user, no shell, nothing to start.
 */
export function distrolessLike(
  platforms: readonly string[] = ['linux/amd64', 'linux/arm64'],
  options: DistrolessOptions = {},
): BaseImage {
  return makeBase(
    platforms,
    (platform) => ({
      layers: [
        ...(options.packages?.files ?? [baseFiles(platform)]).map((entries) => ({
          entries,
          createdBy: 'bazel build @bookworm//base-files',
        })),
        { entries: users, createdBy: 'bazel build //common:passwd' },
        {
          entries: certificates(options.packages?.certificates),
          createdBy: 'bazel build @bookworm//ca-certificates',
        },
        { entries: folders, createdBy: 'bazel build //common:tmp' },
        ...(options.debug === true ? [{ entries: shell(platform), createdBy: 'bazel build //busybox' }] : []),
        ...(options.copied === undefined ? [] : [{ entries: options.copied, createdBy: 'COPY' }]),
      ],
      created,
      more: { author: 'Bazel' },
      execution: {
        Env: [
          `PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin${options.debug === true ? ':/busybox' : ''}`,
          'SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt',
        ],
        User: '65532',
        WorkingDir: home,
        ...(options.debug === true && { Entrypoint: ['/busybox/sh'] }),
      },
    }),
    options,
  );
}

function baseFiles({ architecture }: BasePlatform): Entry[] {
  return [
    { path: './' },
    { path: './etc/' },
    { path: './etc/os-release', type: '2', link: '../usr/lib/os-release' },
    { path: './etc/nsswitch.conf', content: 'passwd: files\ngroup: files\nhosts: files dns\n' },
    { path: './usr/' },
    { path: './usr/lib/' },
    { path: './usr/lib/os-release', content: 'PRETTY_NAME="Distroless"\nID=debian\nVERSION_ID="13"\n' },
    { path: './var/' },
    { path: './var/run', type: '2', link: '/run' },
    { path: './var/lib/' },
    { path: './var/lib/dpkg/' },
    { path: './var/lib/dpkg/status.d/' },
    {
      path: './var/lib/dpkg/status.d/base-files',
      content: `Package: base-files\nVersion: 13.8\nArchitecture: ${architecture}\n`,
    },
  ];
}

const users: readonly Entry[] = [
  { path: './etc/' },
  {
    path: './etc/passwd',
    content: [
      'root:x:0:0:root:/root:/sbin/nologin',
      'nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin',
      `nonroot:x:65532:65532:nonroot:${home}:/sbin/nologin`,
      '',
    ].join('\n'),
  },
  { path: './etc/group', content: 'root:x:0:\nnobody:x:65534:\ntty:x:5:\nnonroot:x:65532:\n' },
  { path: './home/' },
  { path: './home/nonroot/', mode: 0o700, uid: 65532, gid: 65532 },
  { path: './root/', mode: 0o700 },
];

function certificates(
  bundle:
    | Buffer
    | string = '-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n',
): Entry[] {
  return [
    { path: './etc/ssl/' },
    { path: './etc/ssl/certs/' },
    { path: './etc/ssl/certs/ca-certificates.crt', content: bundle },
  ];
}

const folders: readonly Entry[] = [
  { path: './run/' },
  { path: './tmp/', mode: 0o1777 },
  { path: './var/' },
  { path: './var/tmp/', mode: 0o1777 },
];

function shell({ architecture }: BasePlatform): Entry[] {
  return [
    { path: './busybox/' },
    programFile('./busybox/busybox', architecture),
    { path: './busybox/sh', type: '1', link: './busybox/busybox' },
    { path: './busybox/ls', type: '2', link: 'busybox' },
  ];
}
