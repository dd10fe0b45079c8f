import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import type { BuildContext, Compiled, Dependencies } from '../../gobuild/build.ts';
import { compileRequest } from '../../gobuild/build.ts';
import { adopt, type CompileRequest, compileRun, type Executable } from '../../gobuild/compile.ts';
import { linkerFlags } from '../../gobuild/ldflags.ts';
import type { PackageFiles } from '../../gobuild/packages.ts';
import { type ImportRecord, importsOf } from '../../gobuild/program-imports.ts';
import { templateValues } from '../../gobuild/source.ts';
import type { Target } from '../../gobuild/targets.ts';
import { formatPlatform, type Platform } from '../../request/platform.ts';
import { SlipwayError } from '../../support/errors.ts';
import { exists, isWithin } from '../../support/files.ts';
import type { BuildkitClient } from './client.ts';
import { isOwnModule, sourceFiles, writeCompileContext } from './compile-context.ts';
import { type CompileStep, compileText, exportedPath, outputPath } from './compile-text.ts';
import { solveInParts } from './run.ts';
import { attributes, type CacheFor, type Definition, type NamedContext, type SolvePart } from './solve.ts';

/** What compiling inside BuildKit takes of a run. */
export interface CompileSetting {
  readonly goVersion: string;
  readonly moduleCache: string;
  /** The go.work in use, absolute. */
  readonly workFile: string | undefined;
  /** The closed environment's variables that are shown to people: what of them is about where modules come from is a secret here. */
  readonly variables: Readonly<Record<string, string>>;
  /** All of the closed environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** By a node's platform, such as `linux/amd64`: GOROOT of the same Go for it, absolute. */
  readonly goroots: ReadonlyMap<string, string>;
  readonly image: string | undefined;
  readonly secrets: readonly string[];
  readonly ssh: readonly string[];
  readonly keep: 'layers' | 'mounts';
  /** File with the CA certificates that this machine trusts, where it says one. */
  readonly certificates: string | undefined;
}

/** By whom it is compiled, and what is read and written of a cache in a registry. */
export interface CompileBy {
  readonly client: BuildkitClient;
  readonly cacheFor: CacheFor;
}

/** Where modules come from and who vouches for them: never in a definition, since some have passwords in them. */
const moduleVariable =
  /^(GOPROXY|GOSUMDB|GOPRIVATE|GONOPROXY|GONOSUMDB|GOINSECURE|GOVCS|GOAUTH|GIT_CONFIG_.*)$/;

/** Of this machine. */
const localVariable = /^(GOCACHE|GOMODCACHE|GOPATH|GOWORK|GOROOT)$/;

/**
 * Compiles every target for each of its platforms inside BuildKit, on the nodes of its builder, and brings the programs here.
 * @param needed what the targets need: what is compiled apart from the user's own code, and which files are sent
 * @param folder where the definition lies meanwhile; it goes away
 * @throws SlipwayError E_BUILD when something does not compile; as `solve`
 */
export async function compileInBuildkit(
  context: BuildContext,
  targets: readonly Target[],
  needed: Promise<Dependencies>,
  setting: CompileSetting,
  { client, cacheFor }: CompileBy,
  folder: string,
): Promise<Compiled> {
  const started = context.seconds();
  const requests = requestsOf(context, targets);
  for (const { target, platform } of requests)
    context.progress({ target: target.name, platform, step: 'compiling' });
  try {
    const definition = await layOutCompile(context, requests, await needed, setting, folder);
    const path = join(folder, 'programs');
    const what = { definition, output: { kind: 'files', path }, provenance: 'off' } as const;
    const parts = await solveInParts(client, what, cacheFor, 'E_BUILD', context.go.secrets);
    const seconds = context.seconds() - started;
    const built = new Map<string, Executable>();
    for (const { target, platform, request } of requests) {
      const executable = await adopt(request, await exported(parts, target.name, platform));
      built.set(keyOf(target, platform), executable);
      context.progress({ target: target.name, platform, step: 'compiled', seconds, linked: true });
    }
    for (const { done } of parts) await done();
    return {
      targets: targets.map((target) => ({
        ...target,
        executables: target.settings.platforms.flatMap(
          (platform) => built.get(keyOf(target, platform)) ?? [],
        ),
      })),
      linked: requests.length,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function keyOf({ name }: Target, platform: Platform): string {
  return `${name} ${formatPlatform(platform)}`;
}

/** One program that is asked for. */
export interface Requested {
  readonly target: Target;
  readonly platform: Platform;
  readonly request: CompileRequest;
}

/** Every program of the targets. */
export function requestsOf(context: BuildContext, targets: readonly Target[]): Requested[] {
  return targets.flatMap((target) =>
    target.settings.platforms.map((platform) => requestOf(context, target, platform)),
  );
}

function requestOf(context: BuildContext, target: Target, platform: Platform): Requested {
  const ldflags = linkerFlags(target.settings.ldflags, templateValues(context.source, target));
  return { target, platform, request: compileRequest(context, target, platform, ldflags) };
}

/** With one platform the exporter makes no folder for it. */
async function exported(
  parts: readonly Pick<SolvePart, 'path'>[],
  target: string,
  platform: Platform,
): Promise<string> {
  const name = exportedPath({ target, platform });
  const places = parts.flatMap(({ path }) => [
    join(path, formatPlatform(platform).replaceAll('/', '_'), name),
    join(path, name),
  ]);
  for (const place of places) if (await exists(place)) return place;
  throw new SlipwayError(
    'E_BUILD',
    `${target} (${formatPlatform(platform)}): BuildKit ended well but gave no program`,
    {
      hint: 'it may have no node for that platform: docker buildx ls',
    },
  );
}

/**
 * Writes what BuildKit needs to compile into a folder, its Dockerfile among it.
 * @throws SlipwayError E_CONFIG when a module lies outside of what is sent
 */
export async function layOutCompile(
  { workspace }: Pick<BuildContext, 'workspace'>,
  requests: readonly Requested[],
  { packages, imports }: Dependencies,
  setting: CompileSetting,
  folder: string,
): Promise<Definition> {
  const { moduleCache, workFile, certificates, image, ssh } = setting;
  const context = join(folder, 'context');
  const files = await sourceFiles(packages, workspace.directory, workFile, moduleCache);
  await mkdir(context, { recursive: true });
  const trusted = certificates === undefined ? undefined : await readFile(certificates, 'utf8');
  await writeCompileContext(context, files, trusted);
  const isVendored = files.manifest.includes('vendor/modules.txt');
  const modules = isVendored ? undefined : modulesOf(packages, moduleCache);
  const { open, secret } = await divided(setting, folder);
  const steps = requests.map((each) => stepOf(each, files.root, others(packages), imports));
  const dockerfile = join(folder, 'Dockerfile');
  await writeFile(
    dockerfile,
    compileText({
      ...{ steps, image, modules, keep: setting.keep, goVersion: setting.goVersion },
      variables: open,
      secretVariables: secret.names,
      ssh: ssh.length > 0,
      workFile: workFile === undefined ? undefined : basename(workFile),
    }),
  );
  return {
    ...{ name: 'programs', context, dockerfile, target: 'programs' },
    platforms: [...new Map(requests.map(({ platform }) => [formatPlatform(platform), platform])).values()],
    contexts: [...setting.goroots].map(([node, path]): NamedContext => {
      const [os, architecture] = node.split('/');
      return { name: `go-${os}-${architecture}`, kind: 'folder', path };
    }),
    args: {},
    secrets: [...secret.given, ...setting.secrets],
    ssh,
  };
}

function stepOf(
  { target, platform, request }: Requested,
  root: string,
  others: ReadonlySet<string>,
  imports: ImportRecord,
): CompileStep {
  const { args, variables = {} } = compileRun({ ...request, buildvcs: 'false', output: outputPath });
  const folder = relative(root, request.directory).split(sep).join('/') || '.';
  const tags = request.settings.buildTags;
  return {
    ...{ target: target.name, platform, args, folder, variables },
    flags: tags.length === 0 ? [] : [`-tags=${tags.join(',')}`],
    // Of this platform alone: what another one needs has no files for it.
    dependencies: [...(importsOf(imports, target.name, platform)?.keys() ?? [])]
      .filter((path) => others.has(path))
      .sort(),
  };
}

/** Packages that compile without any of the user's files, by import path; those that GOROOT vendors are compiled with what imports them. */
function others(packages: readonly PackageFiles[]): ReadonlySet<string> {
  const found = packages.filter(
    ({ Standard, Module, ImportPath }) =>
      (Standard === true || (Module !== undefined && !isOwnModule(Module))) &&
      !ImportPath.startsWith('vendor/') &&
      ImportPath !== 'unsafe',
  );
  return new Set(found.map(({ ImportPath }) => ImportPath));
}

/** Those that the programs are made of; where one is replaced the go command knows best. */
function modulesOf(packages: readonly PackageFiles[], moduleCache: string): readonly string[] | 'every' {
  const needed = packages.filter(
    ({ Dir, Module }) => Module !== undefined && Dir !== undefined && isWithin(moduleCache, Dir),
  );
  if (needed.some(({ Module }) => Module?.Replace !== undefined)) return 'every';
  return [
    ...new Set(
      needed.flatMap(({ Module }) =>
        Module?.Version === undefined ? [] : [`${Module.Path}@${Module.Version}`],
      ),
    ),
  ].sort();
}

/** The variables that may be read by all, and the others as files that only this user can read. */
async function divided({ variables, environment, image }: CompileSetting, folder: string) {
  const open = Object.entries(variables).filter(
    ([name]) => !moduleVariable.test(name) && !localVariable.test(name),
  );
  const hidden = Object.entries(environment).filter(
    ([name]) => moduleVariable.test(name) && (image !== undefined || !name.startsWith('GIT_')),
  );
  const secrets = join(folder, 'secrets');
  await mkdir(secrets, { mode: 0o700, recursive: true });
  const given: string[] = [];
  for (const [name, value] of hidden) {
    await writeFile(join(secrets, name), value, { mode: 0o600 });
    given.push(
      attributes([
        ['id', name],
        ['src', join(secrets, name)],
      ]),
    );
  }
  return { open: Object.fromEntries(open), secret: { names: hidden.map(([name]) => name), given } };
}
