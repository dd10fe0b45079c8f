import type { Platform } from '../request/platform.ts';
import { type GoCommand, runGo } from './go-command.ts';
import { listRun } from './packages.ts';
import { platformVariables } from './platform-variables.ts';
import type { Target } from './targets.ts';

/** A package as the compiler made it. */
export interface CompiledPackage {
  /** Import path. */
  readonly path: string;
  /** Absolute path of an archive in the go command's cache (go help list, Export). */
  readonly archive: string;
  /** Module path; `std` for the standard library. */
  readonly module: string;
  /** The main module, or one that it requires for its own imports. */
  readonly direct: boolean;
  /** Import paths, as the go command resolved them. */
  readonly imports: readonly string[];
}

const module = '{{with .Module}}{{.Path}}\t{{if .Indirect}}indirect{{end}}{{else}}std\tindirect{{end}}';
const format = `{{.ImportPath}}\t{{.Export}}\t${module}\t{{join .Imports "\t"}}`;

/**
 * The compiled packages of a program, in the go command's cache: what it was linked from. Nothing is compiled again after a build.
 * @throws SlipwayError E_BUILD when something does not compile
 */
export async function compiledPackages(
  { go, directory }: { readonly go: GoCommand; readonly directory: string },
  { importPath, settings }: Pick<Target, 'importPath' | 'settings'>,
  platform: Platform,
): Promise<CompiledPackage[]> {
  const variables = platformVariables(platform, settings);
  const request = { cwd: directory, patterns: [importPath], tags: settings.buildTags, variables };
  const run = listRun(request, ['-deps', '-export', '-trimpath', `-f=${format}`]);
  const stdout = await runGo(go, run, `go list failed in ${directory}`);
  return stdout.split('\n').flatMap((line) => {
    const [path = '', archive = '', module = '', indirect, ...imports] = line.split('\t');
    if (archive === '') return [];
    return [
      {
        path: plainPath(path),
        archive,
        module,
        direct: indirect === '',
        imports: imports.filter((each) => each !== '').map(plainPath),
      },
    ];
  });
}

/** Where main packages have profiles, packages are listed for each of them apart, as `PATH [MAIN]`. */
function plainPath(path: string): string {
  return path.replace(/ \[.*$/, '');
}
