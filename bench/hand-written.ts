import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Buildkit } from '../test/support/buildkit.ts';
import { tool } from '../test/support/tools.ts';
import { type Contest, layoutOf } from './contest.ts';
import type { Machine } from './machine.ts';
import type { Step } from './measure.ts';

/**
 * The Dockerfile that teams have: modules first, then the code, with folders for both caches; each platform is compiled on the
 * machine's own. In place of an image of a registry Go is a named context, so there is no shell either.
 */
const text = `FROM --platform=$BUILDPLATFORM scratch AS build
WORKDIR /tmp
WORKDIR /src
ENV PATH=/usr/local/go/bin GOROOT=/usr/local/go GOPATH=/go GOCACHE=/root/.cache/go-build HOME=/root
ENV CGO_ENABLED=0 GOTOOLCHAIN=local
ARG GOPROXY
COPY go.mod go.sum ./
RUN --mount=from=go,target=/usr/local/go --mount=type=cache,target=/go/pkg/mod ["go", "mod", "download"]
COPY . .
ARG TARGETOS TARGETARCH TARGETVARIANT
ENV GOOS=$TARGETOS GOARCH=$TARGETARCH GOARM=\${TARGETVARIANT#v}
RUN --mount=from=go,target=/usr/local/go --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build ["go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", "/out/bench", "."]

FROM scratch
COPY --from=build /out/bench /bench
USER 65532:65532
ENTRYPOINT ["/bench"]
`;

/** Builds a contest's image from that, in the layout that the contest's other sides write. */
export async function handWrittenStep(
  { checkout, platforms }: Contest,
  own: string,
  { address }: Buildkit,
  goProxy: string,
  machine: Machine,
): Promise<Step> {
  const definition = join(machine.work, 'hand-written');
  await mkdir(definition, { recursive: true });
  await writeFile(join(definition, 'Dockerfile'), text);
  await writeFile(join(definition, 'Dockerfile.dockerignore'), '.git\n');
  const args = [
    ...['--addr', address, 'build', '--progress=plain', '--frontend', 'dockerfile.v0'],
    ...['--local', `context=${checkout}`, '--local', `dockerfile=${definition}`],
    ...['--local', `go=${dirname(dirname(machine.go))}`, '--opt', 'context:go=local:go'],
    ...['--opt', `platform=${platforms.join(',')}`, '--opt', `build-arg:GOPROXY=${goProxy}`],
    ...['--output', `type=oci,dest=${layoutOf(own, platforms)},tar=false`],
  ];
  return { file: tool('buildctl'), args, cwd: checkout, env: machine.environment };
}
