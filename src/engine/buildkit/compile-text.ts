import type { Platform } from '../../request/platform.ts';
import { platformName } from './arguments.ts';

/** One go build inside BuildKit. */
export interface CompileStep {
  readonly target: string;
  readonly platform: Platform;
  /** Of the go command, without its name; the output's path is {@link outputPath}. */
  readonly args: readonly string[];
  /** Where it runs, relative to the source's root: `.` or `cmd`. */
  readonly folder: string;
  /** The go command's for this platform. */
  readonly variables: Readonly<Record<string, string>>;
  /** Packages that none of the source's own files are in, by import path: what they compile to is a layer of its own. */
  readonly dependencies: readonly string[];
  /** Flags that decide what packages compile to: build tags. */
  readonly flags: readonly string[];
}

export interface CompileText {
  readonly steps: readonly CompileStep[];
  /** Of every step: the closed environment without what is of this machine. */
  readonly variables: Readonly<Record<string, string>>;
  /** `layers`: modules and packages lie in layers, which a registry cache carries; `mounts`: in the builder's own folders. */
  readonly keep: 'layers' | 'mounts';
  /** What Go compiles on; undefined: nothing but CA certificates. */
  readonly image: string | undefined;
  /** Names of variables that say where modules come from; each is a secret of that name, since some have passwords in them. */
  readonly secretVariables: readonly string[];
  /** Whether git may use the SSH agents and keys that are handed in. */
  readonly ssh: boolean;
  /** Modules to fetch as `PATH@VERSION`, or `every` that go.mod asks for; undefined: all are here, in a vendor folder. */
  readonly modules: readonly string[] | 'every' | undefined;
  readonly goVersion: string;
  /** The go.work at the source's root, by its name; undefined: none counts. */
  readonly workFile: string | undefined;
}

const go = '/usr/local/go/bin/go';
const source = '/src';

/** Where a step's program lies in its stage. */
export const outputPath = '/out/program';

/** Where a program lies in what the stage `programs` of its platform exports. */
export function exportedPath({ target, platform }: Pick<CompileStep, 'target' | 'platform'>): string {
  return `${platformName(platform)}/${target}`;
}

/**
 * A Dockerfile whose stage `programs` has the programs of its platform. Go comes as the named contexts go-OS-ARCH, one for each kind of node
 * that compiles, so that no image of a registry is needed. What Go reads lies in the context: `manifest` has go.mod, go.sum and
 * go.work, `source` all that is compiled and nothing else, so that a change of anything else keeps every result.
 */
export function compileText(text: CompileText): string {
  const { steps, keep, image, modules, workFile } = text;
  const own = (name: string): string => `\${${name}}`;
  const platforms = [...new Map(steps.map((step) => [platformName(step.platform), step.platform])).keys()];
  return [
    `FROM --platform=${own('BUILDPLATFORM')} go-${own('BUILDOS')}-${own('BUILDARCH')} AS go`,
    '',
    `FROM --platform=${own('BUILDPLATFORM')} ${image ?? 'scratch'} AS tools`,
    ...(image === undefined ? ['COPY ca-certificates.crt /etc/ssl/certs/ca-certificates.crt'] : []),
    'WORKDIR /tmp',
    `WORKDIR ${source}`,
    ...variableLines({ ...places, GOWORK: workFile === undefined ? 'off' : `${source}/${workFile}` }),
    ...variableLines(text.variables),
    '',
    ...(keep === 'layers' ? moduleStage(text) : []),
    ...steps.flatMap((step, at) => buildStage(step, at, text, modules !== undefined)),
    ...platforms.flatMap((platform) => [
      `FROM scratch AS programs-${platform}`,
      ...steps.flatMap((step, at) =>
        platformName(step.platform) === platform
          ? [`COPY --link --from=build-${at} ${outputPath} /${exportedPath(step)}`]
          : [],
      ),
      '',
    ]),
    `FROM programs-${own('TARGETOS')}-${own('TARGETARCH')}${own('TARGETVARIANT')} AS programs`,
    '',
  ].join('\n');
}

const places = {
  HOME: '/root',
  GOROOT: '/usr/local/go',
  GOPATH: '/go',
  GOMODCACHE: '/go/pkg/mod',
  GOCACHE: '/go/cache',
  PATH: '/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
};

/** Modules are fetched by the manifest alone: as long as that stays, so does the layer. */
function moduleStage({ modules, secretVariables, ssh }: CompileText): string[] {
  const named = modules === 'every' ? [] : modules;
  const isNeeded = modules === 'every' || (named?.length ?? 0) > 0;
  const mounts = [...goMount, ...fetchMounts(secretVariables, ssh)];
  const fetching = isNeeded ? [run(mounts, ['mod', 'download', ...(named ?? [])])] : [];
  return ['FROM tools AS modules', `COPY manifest/ ${source}/`, ...fetching, ''];
}

function buildStage(
  step: CompileStep,
  at: number,
  { keep, secretVariables, ssh, goVersion }: CompileText,
  fetches: boolean,
): string[] {
  const { dependencies, flags } = step;
  const folder = step.folder === '.' ? source : `${source}/${step.folder}`;
  const compiling =
    keep === 'layers' && dependencies.length > 0 && fetches
      ? [run(goMount, ['build', '-trimpath', '-buildvcs=false', ...flags, '--', ...dependencies])]
      : [];
  const kept =
    keep === 'layers'
      ? goMount
      : [...goMount, ...cacheMounts(goVersion), ...(fetches ? fetchMounts(secretVariables, ssh) : [])];
  return [
    `# ${step.target} for ${platformName(step.platform)}`,
    `FROM ${keep === 'layers' ? 'modules' : 'tools'} AS build-${at}`,
    ...variableLines(step.variables),
    ...(folder === source ? [] : [`WORKDIR ${folder}`]),
    ...compiling,
    `COPY source/ ${source}/`,
    run(kept, step.args),
    '',
  ];
}

const goMount = ['type=bind,from=go,target=/usr/local/go'];

/** Both are safe for several builds at once: the go command locks what it writes. */
function cacheMounts(goVersion: string): string[] {
  return [
    'type=cache,id=slipway-modules,target=/go/pkg/mod,sharing=shared',
    `type=cache,id=slipway-${goVersion},target=/go/cache,sharing=shared`,
  ];
}

function fetchMounts(secretVariables: readonly string[], ssh: boolean): string[] {
  return [
    'type=secret,id=netrc,target=/root/.netrc',
    ...secretVariables.map((name) => `type=secret,id=${name},env=${name}`),
    ...(ssh ? ['type=ssh'] : []),
  ];
}

/** In the form without a shell: there is none. */
function run(mounts: readonly string[], args: readonly string[]): string {
  const words = mounts.map((mount) => `--mount=${mount}`);
  return ['RUN', ...words, JSON.stringify([go, ...args])].join(' ');
}

function variableLines(variables: Readonly<Record<string, string>>): string[] {
  return Object.entries(variables).map(([name, value]) => `ENV ${name}=${quoted(value)}`);
}

/** As Dockerfiles read a value: double quotes, with `\`, `"` and `$` escaped (docs.docker.com/reference/dockerfile, "ENV"). */
function quoted(value: string): string {
  return `"${value.replaceAll(/[\\"$]/g, '\\$&')}"`;
}
