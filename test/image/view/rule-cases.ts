import type { Entry } from '../../support/make-layout.ts';

export const text = (path: string, content = 'x'.repeat(10)): Entry => ({ path, content });
const large = (path: string): Entry => ({ path, content: Buffer.alloc(100_000, path) });
const opensshKey = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n';

export interface RuleCase {
  /** Files that the rule is about, and ones that look alike and are not. */
  readonly meant?: readonly Entry[];
  readonly others?: readonly Entry[];
  readonly above?: readonly Entry[];
  readonly execution?: Readonly<Record<string, unknown>>;
  /** The count, where it is not that of the files meant. */
  readonly count?: number;
  readonly examples?: readonly string[];
}

export const env = (...Env: readonly string[]): Pick<RuleCase, 'execution'> => ({ execution: { Env } });

/** For each rule what it finds and what it leaves. */
export const ruleCases: Readonly<Record<string, RuleCase>> = {
  'content/apt-lists': {
    meant: [text('var/lib/apt/lists/mirror.example.com_dists_trixie_InRelease')],
    others: [text('var/lib/apt/extended_states'), text('var/lib/apt/lists/lock', '')],
  },
  'content/apt-cache': {
    meant: [
      text('var/cache/apt/archives/curl_8.deb'),
      text('var/cache/apt/pkgcache.bin'),
      text('var/cache/debconf/config.dat-old'),
    ],
    others: [text('var/cache/debconf/config.dat')],
  },
  'content/apk-cache': {
    meant: [text('var/cache/apk/APKINDEX.tar.gz')],
    others: [text('lib/apk/db/triggers')],
  },
  'content/rpm-cache': {
    meant: [text('var/cache/dnf/a.solv'), text('var/cache/yum/b')],
    others: [text('etc/dnf/dnf.conf')],
  },
  'content/go-build-cache': {
    meant: [text('root/.cache/go-build/00/00aa-d')],
    others: [text('root/.cache/other')],
  },
  'content/go-module-cache': {
    meant: [
      text('go/pkg/mod/golang.org/x/net@v0.30.0/http2/server_test.go'),
      text('root/go/pkg/mod/cache/download/golang.org/x/net/@v/v0.30.0.zip'),
    ],
    others: [text('go/pkg/README')],
  },
  'content/go-toolchain': {
    meant: [
      text('usr/local/go/pkg/tool/linux_amd64/compile'),
      text('usr/local/go/src/fmt/print.go'),
      text('usr/lib/go-1.24/bin/go'),
    ],
    others: [text('usr/local/gopher/bin/x'), text('usr/local/go/VERSION')],
  },
  'content/version-control': {
    meant: [text('app/.git/objects/pack/pack-1.pack')],
    others: [text('app/.gitignore')],
  },
  'content/package-caches': {
    meant: [text('root/.cache/pip/http/a'), text('root/.npm/_cacache/b')],
    others: [text('root/.npm/c')],
  },
  'content/node-modules': {
    meant: [text('app/node_modules/left-pad/index.js')],
    others: [text('app/node_modules.txt')],
  },
  'content/compilers': {
    meant: [
      text('usr/lib/gcc/x86_64-linux-gnu/14/cc1'),
      text('usr/bin/x86_64-linux-gnu-gcc-14'),
      text('usr/bin/ld.bfd'),
      text('usr/bin/cc'),
    ],
    others: [text('usr/lib/x86_64-linux-gnu/libgcc_s.so.1'), text('usr/bin/ldd'), text('usr/bin/asadmin')],
  },
  'content/headers': {
    meant: [
      text('usr/include/stdio.h'),
      text('usr/lib/x86_64-linux-gnu/libc.a'),
      text('usr/lib/pkgconfig/zlib.pc'),
    ],
    others: [text('usr/lib/x86_64-linux-gnu/libc.so.6')],
  },
  'content/documentation': {
    meant: [text('usr/share/doc/curl/changelog.gz'), text('usr/share/man/man1/ls.1.gz')],
    others: [text('usr/share/doc/curl/copyright')],
  },
  'content/locales': {
    meant: [text('usr/share/locale/de/LC_MESSAGES/a.mo'), text('usr/lib/locale/locale-archive')],
    others: [text('usr/lib/locale/C.utf8/LC_CTYPE'), text('usr/share/zoneinfo/UTC')],
  },
  'content/tests': {
    meant: [text('app/api_test.go'), text('app/testdata/in.json'), text('app/web/menu.spec.ts')],
    others: [text('app/contest.json'), text('app/latest.js')],
  },
  'content/source-code': {
    meant: [text('app/main.go'), text('app/go.mod'), text('app/x.c')],
    others: [text('app/run.sh'), text('app/a.py')],
  },
  'content/logs': {
    meant: [large('var/log/dpkg.log'), large('app/server.log.1')],
    others: [text('app/catalog')],
  },
  'content/leftovers': {
    meant: [text('tmp/download'), text('app/.DS_Store'), text('app/main.conf~'), text('core.1234')],
    others: [text('app/score'), text('app/core.js')],
  },
  'content/hidden-files': {
    meant: [text('old/a'), text('changed')],
    others: [text('stays'), text('old-empty', '')],
    above: [text('old/.wh.a', ''), text('changed', 'new'), text('.wh.old-empty', '')],
    examples: ['/old/a of layer 1, removed by layer 2', '/changed of layer 1, replaced by layer 2'],
  },
  'content/credentials': {
    meant: [
      text('root/.ssh/id_ed25519', opensshKey),
      text('etc/tls/server', '-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEI\n'),
      text(
        'etc/tls/both.pem',
        `-----BEGIN CERTIFICATE-----\n${'M'.repeat(2000)}\n-----BEGIN PRIVATE KEY-----\n`,
      ),
      text('root/.netrc', 'machine a login b password c\n'),
      text('app/.npmrc', '//registry.example.com/:_authToken=npm_abc\n'),
      text('root/.docker/config.json', '{"auths":{"ghcr.io":{"auth":"dXNlcjpw"}}}'),
      text('root/.aws/credentials', '[default]\naws_secret_access_key = x\n'),
      text('root/.git-credentials', 'https://me:token@example.com\n'),
      text('app/.env', 'PORT=80\nDB_PASSWORD=hunter2\n'),
      text('removed/id_rsa', 'key'),
    ],
    others: [
      text('root/.ssh/id_ed25519.pub', 'ssh-ed25519 AAAA'),
      text('etc/ssl/certs/ca.pem', '-----BEGIN CERTIFICATE-----\nMIIB\n'),
      text('web/.npmrc', `//registry.example.com/:_authToken=${'$'}{NPM_TOKEN}\n`),
      text('home/a/.docker/config.json', '{"credsStore":"osxkeychain"}'),
      text('app/testdata/key.pem', '-----BEGIN PRIVATE KEY-----\n'),
      text('web/.env', `PORT=80\nDB_PASSWORD=${'$'}DB_PASSWORD\n`),
      text('app/README', 'write -----BEGIN PRIVATE KEY----- first'),
    ],
    above: [text('removed/.wh.id_rsa', '')],
  },
  'content/debuggers': {
    meant: [
      text('usr/local/bin/dlv'),
      { path: 'usr/bin/gdb', type: '2', link: '/opt/gdb' },
      text('usr/bin/strace'),
    ],
    others: [text('usr/bin/gdbus'), text('opt/dlv/readme')],
  },
  'content/setuid': {
    meant: [
      { ...text('usr/bin/su'), mode: 0o4755 },
      { ...text('usr/bin/wall'), mode: 0o2755 },
    ],
    others: [
      { ...text('usr/bin/ls'), mode: 0o755 },
      { path: 'tmp/', mode: 0o1777 },
      { path: 'srv/', mode: 0o2775 },
    ],
    examples: ['/usr/bin/su (mode 4755)', '/usr/bin/wall (mode 2755)'],
  },
  'content/package-managers': {
    meant: [text('usr/bin/apt-get'), text('sbin/apk'), text('usr/bin/pip3')],
    others: [text('usr/bin/dpkg-query'), text('usr/lib/apt/apt')],
  },
  'content/shells': {
    meant: [
      text('bin/busybox'),
      { path: 'bin/sh', type: '1', link: 'bin/busybox' },
      { path: 'usr/bin/bash', type: '2', link: 'x' },
    ],
    others: [text('usr/bin/ssh'), text('usr/share/bash')],
  },
  'content/debug-settings': {
    execution: {
      Env: [
        'GODEBUG=gctrace=1',
        'GOTRACEBACK=crash',
        'APP_DEBUG=1',
        'LOG_LEVEL=trace',
        'GIN_MODE=debug',
        'JAVA_OPTS=-Dpassword=x -agentlib:jdwp=server=y',
        'DEBUG=false',
        'GOTRACEBACK=single',
        'NODE_ENV=production',
      ],
      Entrypoint: ['/usr/bin/dlv', 'exec', '/app'],
      Cmd: ['--inspect=0.0.0.0'],
    },
    count: 8,
    examples: [
      'ENV GODEBUG=gctrace=1',
      'ENV GOTRACEBACK=crash',
      'ENV APP_DEBUG=1',
      'ENV LOG_LEVEL=trace',
      'ENV GIN_MODE=debug',
    ],
  },
  'content/secrets-in-settings': {
    ...env(
      'DB_PASSWORD=hunter2',
      'GITHUB_TOKEN=ghp_x',
      'API_KEY=',
      'SECRET_FILE=/run/secrets/a',
      'DB_SECRET=/run/secrets/db',
      'TOKENIZER=gpt',
    ),
    count: 2,
    examples: ['ENV DB_PASSWORD', 'ENV GITHUB_TOKEN'],
  },
};
