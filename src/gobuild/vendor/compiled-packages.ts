import { type GoCommand, runGo } from '../go-command.ts';
import { fileFields, type ListRequest, listRun, type PackageFiles, readJsonStream } from '../packages.ts';

/** A package as it was compiled, and what it was compiled from. */
export interface CompiledPackage {
  readonly importPath: string;
  /** Module path; undefined for the standard library. */
  readonly module: string | undefined;
  readonly version: string;
  /** The language version it is compiled as. */
  readonly goVersion: string;
  readonly imports: readonly string[];
  /** Names of the files that a build for this platform reads, below the package's folder. */
  readonly files: readonly string[];
  /**
   * The second half of its build ID: a hash of the compiled package without the ID itself (cmd/go/internal/work/buildid.go).
   * Empty for what has none, such as unsafe.
   */
  readonly content: string;
}

/** Fields that do not name files of a build under these constraints. */
const unread = /^Ignored/;
const readFields = fileFields.filter((field) => !unread.test(field));

type Listed = PackageFiles & { readonly Imports?: readonly string[]; readonly BuildID?: string };

/**
 * Every package of a program with what the compiler made of it. What is not in the build cache is compiled.
 * @throws SlipwayError E_BUILD when something does not compile or cannot be had
 */
export async function compiledPackages(
  go: GoCommand,
  request: ListRequest,
): Promise<Map<string, CompiledPackage>> {
  const fields = ['ImportPath', 'Module', 'Standard', 'Imports', 'BuildID', ...readFields];
  const run = listRun(request, ['-deps', '-export', '-trimpath', `-json=${fields.join(',')}`]);
  const listed = readJsonStream(await runGo(go, run, `go list failed in ${request.cwd}`)) as Listed[];
  return new Map(listed.map((found) => [found.ImportPath, compiledPackage(found)]));
}

function compiledPackage(found: Listed): CompiledPackage {
  const { ImportPath, Module: module, Imports = [], BuildID = '' } = found;
  return {
    importPath: ImportPath,
    module: module?.Path,
    version: module?.Version ?? '',
    goVersion: module?.GoVersion ?? '',
    imports: Imports,
    files: readFields.flatMap((field) => found[field] ?? []),
    content: BuildID.split('/').at(-1) ?? '',
  };
}
