import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type CompileStep,
  type CompileText,
  compileText,
  exportedPath,
} from '../../../src/engine/buildkit/compile-text.ts';
import { parsePlatform } from '../../../src/request/platform.ts';

const api: CompileStep = {
  target: 'api',
  platform: parsePlatform('linux/arm/v7'),
  args: ['build', '-o', '/out/program', `-ldflags=-s -X 'main.a="b" $c'`, '--', 'example.com/app/cmd/api'],
  folder: 'app',
  variables: { GOOS: 'linux', GOARM: '7' },
  dependencies: ['fmt', 'golang.org/x/text/cases'],
  flags: ['-tags=a,b'],
};

const text: CompileText = {
  steps: [api],
  variables: { GOENV: 'off', GOFLAGS: '-trimpath', CGO_CFLAGS: '-DX="y" $Z \\' },
  keep: 'mounts',
  image: undefined,
  secretVariables: ['GOPROXY'],
  ssh: false,
  modules: ['golang.org/x/text@v0.30.0'],
  goVersion: 'go1.26.8',
  workFile: 'go.work',
};

const run = (...mounts: readonly string[]): string =>
  ['RUN', '--mount=type=bind,from=go,target=/usr/local/go', ...mounts].join(' ');

test('with folders of the builder there is one step for each program, in the form without a shell', () => {
  const kept =
    '--mount=type=cache,id=slipway-modules,target=/go/pkg/mod,sharing=shared --mount=type=cache,id=slipway-go1.26.8,target=/go/cache,sharing=shared';
  const fetched =
    '--mount=type=secret,id=netrc,target=/root/.netrc --mount=type=secret,id=GOPROXY,env=GOPROXY';
  assert.equal(
    compileText(text),
    `FROM --platform=\${BUILDPLATFORM} go-\${BUILDOS}-\${BUILDARCH} AS go

FROM --platform=\${BUILDPLATFORM} scratch AS tools
COPY ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
WORKDIR /tmp
WORKDIR /src
ENV HOME="/root"
ENV GOROOT="/usr/local/go"
ENV GOPATH="/go"
ENV GOMODCACHE="/go/pkg/mod"
ENV GOCACHE="/go/cache"
ENV PATH="/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
ENV GOWORK="/src/go.work"
ENV GOENV="off"
ENV GOFLAGS="-trimpath"
ENV CGO_CFLAGS="-DX=\\"y\\" \\$Z \\\\"

# api for linux-armv7
FROM tools AS build-0
ENV GOOS="linux"
ENV GOARM="7"
WORKDIR /src/app
COPY source/ /src/
${run(kept, fetched)} ["/usr/local/go/bin/go","build","-o","/out/program","-ldflags=-s -X 'main.a=\\"b\\" $c'","--","example.com/app/cmd/api"]

FROM scratch AS programs-linux-armv7
COPY --link --from=build-0 /out/program /linux-armv7/api

FROM programs-\${TARGETOS}-\${TARGETARCH}\${TARGETVARIANT} AS programs
`,
  );
});

test('with layers modules are fetched by the manifest alone, and packages of others are compiled before the source is there', () => {
  const lines = compileText({ ...text, keep: 'layers' }).split('\n');
  const at = (start: string): number => lines.findIndex((line) => line.startsWith(start));
  const order = ['COPY manifest/ /src/', 'FROM modules AS build-0', 'COPY source/ /src/'].map(at);
  assert.deepEqual(
    order.toSorted((a, b) => a - b),
    order,
  );
  const runs = lines.filter((line) => line.startsWith('RUN '));
  assert.deepEqual(
    runs.map((line) => JSON.parse(line.slice(line.indexOf('['))).slice(1)),
    [
      ['mod', 'download', 'golang.org/x/text@v0.30.0'],
      ['build', '-trimpath', '-buildvcs=false', '-tags=a,b', '--', 'fmt', 'golang.org/x/text/cases'],
      [...api.args],
    ],
  );
  assert.ok(!runs.some((line) => line.includes('type=cache')), 'what a registry does not carry is not used');
  assert.deepEqual(
    runs.map((line) => line.includes('id=GOPROXY')),
    [true, false, false],
    'only what fetches knows from where',
  );
});

test('modules are fetched as they are named, or all that go.mod asks for; of none nothing is asked', () => {
  const fetched = (modules: CompileText['modules']): string[] =>
    compileText({ ...text, keep: 'layers', modules })
      .split('\n')
      .flatMap((line) => /"mod","download"(.*)\]$/.exec(line)?.[1] ?? []);
  assert.deepEqual(fetched(['example.com/a@v1.0.0']), [',"example.com/a@v1.0.0"']);
  assert.deepEqual(fetched('every'), ['']);
  assert.deepEqual(fetched([]), []);
});

test('vendored modules are not fetched, and nobody is told where from', () => {
  for (const keep of ['layers', 'mounts'] as const) {
    const vendored = compileText({ ...text, keep, modules: undefined });
    assert.doesNotMatch(vendored, /"download"|type=secret/);
  }
});

test('an image with a C compiler brings its own certificates, and keys are used where they are handed in', () => {
  const made = compileText({ ...text, image: 'ghcr.io/acme/gcc:14', ssh: true });
  assert.match(made, /^FROM --platform=\$\{BUILDPLATFORM\} ghcr\.io\/acme\/gcc:14 AS tools$/m);
  assert.doesNotMatch(made, /ca-certificates/);
  assert.match(made, / --mount=type=ssh \[/);
});

test('the programs of a platform are exported together, each platform from a stage of its own', () => {
  const arm64 = parsePlatform('linux/arm64');
  const steps = [api, { ...api, target: 'job' }, { ...api, platform: arm64 }];
  const lines = compileText({ ...text, steps }).split('\n');
  const stage = lines.indexOf('FROM scratch AS programs-linux-armv7');
  assert.deepEqual(lines.slice(stage + 1, stage + 6), [
    'COPY --link --from=build-0 /out/program /linux-armv7/api',
    'COPY --link --from=build-1 /out/program /linux-armv7/job',
    '',
    'FROM scratch AS programs-linux-arm64',
    'COPY --link --from=build-2 /out/program /linux-arm64/api',
  ]);
  assert.equal(exportedPath({ target: 'api', platform: arm64 }), 'linux-arm64/api');
});

test('without a go.work none is looked for', () => {
  assert.match(compileText({ ...text, workFile: undefined }), /^ENV GOWORK="off"$/m);
});
