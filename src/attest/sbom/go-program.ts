import type { GoModule, ModuleInfo } from '../../binary/go/module-info.ts';
import type { Digest } from '../../support/hashing.ts';
import type { BillPart, Component, Gap, Link, Subject } from './bill.ts';
import type { FoundLicence } from './licence/found-licence.ts';
import { golangUrl } from './purl.ts';
import { standardLibrary } from './standard-library.ts';

/** Which modules a program's modules import packages of, by path; `std` is the standard library. */
export type ModuleImports = ReadonlyMap<string, readonly string[]>;

/** A Go program as it is listed. */
export interface GoProgram {
  /** What it is called: its path in the image, or the file's name. */
  readonly file: string;
  readonly digest: Digest;
  /** What the linker wrote into it. */
  readonly info: ModuleInfo & { readonly goVersion: string };
  /** The main module's version where the program does not say it. */
  readonly mainVersion?: string | undefined;
  /** From the build graph; without it nobody knows which module needs which. */
  readonly imports?: ModuleImports | undefined;
  /** The h1 hash of a module where the program does not say it, as it does not of vendored ones. */
  readonly sumOf?: ((path: string, version: string) => string | undefined) | undefined;
  /** By module path as the program requires it; `std` for the standard library. */
  readonly licenceOf?: ((path: string) => FoundLicence | undefined) | undefined;
}

/** A program, every module that is linked into it, and the standard library; `program` is the program itself. */
export function goProgramPart(program: GoProgram): BillPart & { readonly program: Subject } {
  const { info, imports } = program;
  const main = info.main === undefined ? undefined : mainModule(info.main, program);
  const modules = info.dependencies.map((module) => ({
    path: module.path,
    component: moduleOf(module, program),
  }));
  const std = standardLibrary(info.goVersion, program.licenceOf?.('std'));
  const file = programFile(program, main?.version);
  const parts = [...(main === undefined ? [] : [main]), ...modules.map(({ component }) => component), std];
  const ids = new Map(modules.map(({ path, component }) => [path, component.id]));
  ids.set('std', std.id);
  if (main !== undefined && info.main !== undefined) ids.set(info.main.path, main.id);
  return {
    program: file,
    components: [file, ...parts],
    contents: [{ from: file.id, to: parts.map(({ id }) => id) }],
    dependencies: [
      { from: std.id, to: [] },
      ...(imports === undefined ? linkedOnly(file, parts) : byImports(file, main, ids, imports)),
    ],
    gaps: cgoGaps(file, info),
  };
}

/** What a C compiler or a linker beside Go's brings in stands in no build info. */
function cgoGaps({ id, name }: Component, { settings }: ModuleInfo): Gap[] {
  return settings['CGO_ENABLED'] === '1'
    ? [{ of: id, what: `C code that cgo linked into ${name}, if any` }]
    : [];
}

/** What is linked is needed; by whom else, the file does not say. */
function linkedOnly(file: Component, parts: readonly Component[]): Link[] {
  return [{ from: file.id, to: parts.map(({ id }) => id) }];
}

/** What the build graph says of the modules that are in the program. */
function byImports(
  file: Component,
  main: Component | undefined,
  ids: ReadonlyMap<string, string>,
  imports: ModuleImports,
): Link[] {
  const links = [...ids].flatMap(([path, id]) => {
    const needed = imports.get(path);
    if (needed === undefined) return [];
    return [{ from: id, to: needed.flatMap((other) => (other === path ? [] : (ids.get(other) ?? []))) }];
  });
  // Every program needs the runtime, whether or not its packages import it.
  const needed = main === undefined ? [...ids.values()] : [main.id, ids.get('std') ?? []].flat();
  return [{ from: file.id, to: needed }, ...links];
}

function programFile({ file, digest, info }: GoProgram, version: string | undefined): Subject {
  return {
    id: `program ${file}`,
    kind: 'program',
    name: file.slice(file.lastIndexOf('/') + 1),
    ...(version !== undefined && { version }),
    digest,
    file,
    facts: programFacts(info),
  };
}

/** Build settings that say what is in a file; linker flags are left out, since people put secrets into them. */
const toldSettings = [
  'GOOS',
  'GOARCH',
  'GOAMD64',
  'GOARM',
  'GOARM64',
  'GO386',
  'CGO_ENABLED',
  'GOEXPERIMENT',
] as const;
const otherSettings = [
  '-tags',
  '-buildmode',
  '-trimpath',
  '-race',
  'vcs.revision',
  'vcs.time',
  'vcs.modified',
] as const;

function programFacts({ goVersion, path, settings }: GoProgram['info']): Record<string, string> {
  const said = [...toldSettings, ...otherSettings].flatMap((name) => {
    const value = settings[name];
    return value === undefined || value === ''
      ? []
      : [[`go:build:${name.replace(/^-/, '')}`, value] as const];
  });
  return {
    'go:version': goVersion,
    ...(path !== undefined && { 'go:package': path }),
    ...Object.fromEntries(said),
  };
}

/** What `runtime/debug` says where nobody knows the version. */
const unknownVersion = '(devel)';

function mainModule(module: GoModule, { mainVersion, licenceOf, sumOf }: GoProgram): Component {
  const { path, version: said, sum } = module;
  const version = said === unknownVersion || said === '' ? mainVersion : said;
  const licence = licenceOf?.(path);
  const h1 = sum ?? (version === undefined ? undefined : sumOf?.(path, version));
  return {
    id: `module ${path}${version === undefined ? '' : `@${version}`}`,
    kind: 'main-module',
    ...named(path, version),
    ...(h1 !== undefined && { h1 }),
    ...(licence !== undefined && { licence }),
  };
}

/** The code that is linked is the replacement's, so it is what is named; a folder has no version. */
function moduleOf(module: GoModule, { licenceOf, sumOf }: GoProgram): Component {
  const { replace } = module;
  const licence = licenceOf?.(module.path);
  const facts = replace === undefined ? undefined : replacementFacts(module, replace);
  const used = replace ?? module;
  const isFolder = used.version === unknownVersion || used.version === '';
  const [path, version] = isFolder ? [module.path, undefined] : [used.path, used.version];
  const h1 = used.sum ?? (version === undefined ? undefined : sumOf?.(path, version));
  return {
    id: `module ${path}${version === undefined ? ' (folder)' : `@${version}`}`,
    kind: 'module',
    ...named(path, version),
    ...(h1 !== undefined && { h1 }),
    ...(licence !== undefined && { licence }),
    ...(facts !== undefined && { facts }),
  };
}

function named(path: string, version: string | undefined): Pick<Component, 'name' | 'version' | 'purl'> {
  return { name: path, ...(version !== undefined && { version }), purl: golangUrl(path, version) };
}

/** Where a folder lies on the machine that built is nobody's business; a path inside the module is the repository's. */
function replacementFacts(module: GoModule, replace: GoModule): Record<string, string> {
  const isFolder = replace.version === unknownVersion || replace.version === '';
  const isInside = isFolder && /^\.\.?\//.test(replace.path);
  return {
    'go:replaces': `${module.path}@${module.version}`,
    ...(isFolder && { 'go:replacement': isInside ? replace.path : 'a folder outside of the module' }),
  };
}
