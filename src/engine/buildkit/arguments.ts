import { basename, dirname } from 'node:path';
import { type Definition, type NamedContext, outputAttributes, platformList, type Solve } from './solve.ts';

/** The arguments of `buildctl build` for a solve (github.com/moby/buildkit, docs/reference/buildctl.md). */
export function buildctlArguments({ definition, output, cacheFrom, cacheTo, provenance }: Solve): string[] {
  const { context, dockerfile, target, args, contexts, labels = {} } = definition;
  const options = [
    `filename=${basename(dockerfile)}`,
    `platform=${platformList(definition)}`,
    ...(target === undefined ? [] : [`target=${target}`]),
    ...Object.entries(args).map(([name, value]) => `build-arg:${name}=${value}`),
    ...Object.entries(labels).map(([name, value]) => `label:${name}=${value}`),
    ...contexts.map(
      (named) =>
        `context:${named.name}=${named.kind === 'folder' ? 'local' : 'oci-layout'}:${reference(named)}`,
    ),
    ...(provenance === 'off' ? [] : [`attest:provenance=mode=${provenance},version=v1`]),
  ];
  return [
    ...['build', '--progress=plain', '--frontend', 'dockerfile.v0'],
    ...['--local', `context=${context}`, '--local', `dockerfile=${dirname(dockerfile)}`],
    ...contexts.flatMap(({ kind, name, path }) =>
      kind === 'folder' ? ['--local', `${name}=${path}`] : ['--oci-layout', `${name}=${path}`],
    ),
    ...each('--opt', options),
    ...each('--import-cache', cacheFrom),
    ...each('--export-cache', cacheTo),
    ...each('--secret', definition.secrets),
    ...each('--ssh', definition.ssh),
    ...['--output', outputAttributes(output)],
  ];
}

/** How the frontend finds a context among what the client has attached. */
function reference(named: NamedContext): string {
  return named.kind === 'folder' ? named.name : `//${named.name}@${named.digest}`;
}

/** The arguments of `docker buildx build` for a solve (docs.docker.com/reference/cli/docker/buildx/build). */
export function buildxArguments({ definition, output, cacheFrom, cacheTo, provenance }: Solve): string[] {
  const { context, dockerfile, target, args, labels = {} } = definition;
  return [
    ...['build', '--progress=plain', '--file', dockerfile],
    ...['--platform', platformList(definition)],
    ...(target === undefined ? [] : ['--target', target]),
    ...each(
      '--build-arg',
      Object.entries(args).map(([name, value]) => `${name}=${value}`),
    ),
    ...each(
      '--label',
      Object.entries(labels).map(([name, value]) => `${name}=${value}`),
    ),
    ...each(
      '--build-context',
      definition.contexts.map((named) => `${named.name}=${contextPlace(named)}`),
    ),
    ...each('--cache-from', cacheFrom),
    ...each('--cache-to', cacheTo),
    ...each('--secret', definition.secrets),
    ...each('--ssh', definition.ssh),
    provenance === 'off' ? '--provenance=false' : `--provenance=mode=${provenance},version=v1`,
    ...['--sbom=false', '--output', outputAttributes(output), context],
  ];
}

/** A context as buildx and bake spell it. */
function contextPlace(named: NamedContext): string {
  return named.kind === 'folder' ? named.path : `oci-layout://${named.path}@${named.digest}`;
}

/** A file for `docker buildx bake` with these solves as its targets (docs.docker.com/build/bake/reference). */
export function bakeFile(solves: readonly Solve[]): string {
  const targets = solves.map(({ definition, output, cacheFrom, cacheTo, provenance }) => [
    definition.name,
    {
      context: definition.context,
      dockerfile: definition.dockerfile,
      target: definition.target,
      platforms: platformList(definition).split(','),
      contexts: Object.fromEntries(definition.contexts.map((named) => [named.name, contextPlace(named)])),
      args: definition.args,
      labels: definition.labels,
      'cache-from': orNothing(cacheFrom),
      'cache-to': orNothing(cacheTo),
      secret: orNothing(definition.secrets),
      ssh: orNothing(definition.ssh),
      // Bake adds one unless it is told not to.
      attest: [`type=provenance,${provenance === 'off' ? 'disabled=true' : `mode=${provenance},version=v1`}`],
      output: [outputAttributes(output)],
    },
  ]);
  const names = solves.map(({ definition }) => definition.name);
  const file = { group: { default: { targets: names } }, target: Object.fromEntries(targets) };
  return `${JSON.stringify(file, (_, value: unknown) => (typeof value === 'string' ? literal(value) : value), 2)}\n`;
}

/** HCL reads templates in JSON's strings too (github.com/hashicorp/hcl, json/spec.md, "Template"). */
function literal(text: string): string {
  return text.replaceAll(/[$%](?=\{)/g, '$&$&');
}

function orNothing(list: readonly string[]): readonly string[] | undefined {
  return list.length === 0 ? undefined : list;
}

function each(flag: string, values: readonly string[]): string[] {
  return values.flatMap((value) => [flag, value]);
}

/** The stages' names that a platform's parts go by, as the frontend's own arguments make them: `linux-armv7`. */
export function platformName({ os, architecture, variant }: Definition['platforms'][number]): string {
  return `${os}-${architecture}${variant ?? ''}`;
}
