import { type GoCommand, type GoRun, runGo } from '../go-command.ts';
import { fileFields, type PackageFiles, readJsonStream } from '../packages.ts';

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
 * @param run as `dependenciesRun`: where, for what, with which variables
 * @throws SlipwayError E_BUILD when something does not compile or cannot be had
 */
export async function compiledPackages(
  go: GoCommand,
  { cwd, tags, variables, patterns }: CompiledRequest,
): Promise<Map<string, CompiledPackage>> {
  const fields = ['ImportPath', 'Module', 'Standard', 'Imports', 'BuildID', ...readFields];
  const tagged = tags.length === 0 ? [] : [`-tags=${tags.join(',')}`];
  const args = [
    'list',
    '-deps',
    '-export',
    '-trimpath',
    `-json=${fields.join(',')}`,
    ...tagged,
    '--',
    ...patterns,
  ];
  const run: GoRun = { args, cwd, variables };
  const listed = readJsonStream(await runGo(go, run, `go list failed in ${cwd}`)) as Listed[];
  return new Map(listed.map((found) => [found.ImportPath, compiledPackage(found)]));
}

interface CompiledRequest {
  readonly cwd: string;
  readonly patterns: readonly string[];
  readonly tags: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
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
