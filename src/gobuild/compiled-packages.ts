import { join } from 'node:path';
import type { Platform } from '../request/platform.ts';
import type { TargetSettings } from '../request/request.ts';
import { type GoCommand, runGo } from './go-command.ts';
import { listRun, plainPath } from './packages.ts';
import { platformVariables } from './platform-variables.ts';
import type { Target } from './targets.ts';

/** A package that a program is linked from. */
export interface LinkedPackage {
  /** Import path. */
  readonly path: string;
  /** Absolute path of an archive in the go command's cache (go help list, Export). */
  readonly archive: string;
  /** Module path; `std` for the standard library. */
  readonly module: string;
  /** Of the module, or of what replaces it; absent for a folder, the main module and the standard library. */
  readonly version?: string;
  /** Absolute paths of the Go files that were compiled, of packages of the main package's module; of others they may be left out. */
  readonly files: readonly string[];
}

/** A package as the compiler made it, with all that the go command says of it. */
export interface CompiledPackage extends LinkedPackage {
  /** The main module, or one that it requires for its own imports. */
  readonly direct: boolean;
  /** Import paths, as the go command resolved them. */
  readonly imports: readonly string[];
}

const format = [
  '{{.ImportPath}}',
  '{{.Export}}',
  '{{with .Module}}{{.Path}}{{else}}std{{end}}',
  '{{with .Module}}{{if .Indirect}}indirect{{end}}{{else}}indirect{{end}}',
  '{{with .Module}}{{with .Replace}}{{.Version}}{{else}}{{.Version}}{{end}}{{end}}',
  '{{if not .Standard}}{{.Dir}}{{end}}',
  // No file's name has a slash in it.
  '{{if not .Standard}}{{join .GoFiles "/"}}/{{join .CgoFiles "/"}}{{end}}',
  // No import path has a semicolon in it (go.dev/ref/mod, module.CheckImportPath).
  '{{join .Imports ";"}}',
].join('\t');

/**
 * The compiled packages of a program, in the go command's cache: what it was linked from. Nothing is compiled again after a build.
 * @throws SlipwayError E_BUILD when something does not compile
 */
export async function compiledPackages(
  { go, directory }: { readonly go: GoCommand; readonly directory: string },
  {
    importPath,
    settings,
  }: Pick<Target, 'importPath'> & {
    readonly settings: Pick<TargetSettings, 'buildTags' | 'cgo' | 'goexperiment'>;
  },
  platform: Platform,
): Promise<CompiledPackage[]> {
  const variables = platformVariables(platform, settings);
  const request = { cwd: directory, patterns: [importPath], tags: settings.buildTags, variables };
  const run = listRun(request, ['-deps', '-export', '-trimpath', `-f=${format}`]);
  const stdout = await runGo(go, run, `go list failed in ${directory}`);
  return stdout.split('\n').flatMap((line) => compiledPackage(line.split('\t')));
}

function compiledPackage(columns: readonly string[]): CompiledPackage[] {
  const [
    path = '',
    archive = '',
    module = '',
    indirect,
    version = '',
    folder = '',
    names = '',
    imports = '',
  ] = columns;
  if (archive === '') return [];
  return [
    {
      path: plainPath(path),
      archive,
      module,
      direct: indirect === '',
      ...(version !== '' && { version }),
      files: names.split('/').flatMap((name) => (name === '' ? [] : [join(folder, name)])),
      imports: imports.split(';').flatMap((each) => (each === '' ? [] : [plainPath(each)])),
    },
  ];
}
