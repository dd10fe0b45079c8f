import { type GoCommand, type GoRun, runGo } from './go-command.ts';

/** The fields of `go list -json` that Slipway reads (go help list). */
export interface GoPackage {
  readonly ImportPath: string;
  readonly Name?: string;
  readonly Dir?: string;
  readonly Standard?: boolean;
  readonly Module?: GoModule;
  readonly Error?: { readonly Err: string; readonly Pos?: string };
  readonly EmbedPatterns?: readonly string[];
  /** Import paths as the go command resolved them: of vendored packages with `vendor/`; "C" and "unsafe" among them. */
  readonly Imports?: readonly string[];
}

export interface GoModule {
  readonly Path: string;
  readonly Version?: string;
  readonly Dir?: string;
  readonly GoMod?: string;
  readonly GoVersion?: string;
  readonly Main?: boolean;
  /** The main module requires it for others' sake alone. */
  readonly Indirect?: boolean;
  readonly Replace?: GoModule;
}

/** Every field that names a file of a package: what a build may read, or would read under other constraints. */
export const fileFields = [
  'GoFiles',
  'CgoFiles',
  'IgnoredGoFiles',
  'IgnoredOtherFiles',
  'CFiles',
  'CXXFiles',
  'MFiles',
  'HFiles',
  'FFiles',
  'SFiles',
  'SwigFiles',
  'SwigCXXFiles',
  'SysoFiles',
  'EmbedFiles',
] as const;

export type PackageFiles = GoPackage &
  Partial<Readonly<Record<(typeof fileFields)[number], readonly string[]>>>;

const identityFields = ['ImportPath', 'Name', 'Dir', 'Standard', 'Module', 'Error'];

export interface ListRequest {
  readonly cwd: string;
  readonly patterns: readonly string[];
  readonly tags: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

/** The question for the packages that patterns name. */
export function packagesRun(request: ListRequest, files: readonly (typeof fileFields)[number][] = []): GoRun {
  return listRun(request, ['-e', `-json=${[...identityFields, ...files].join(',')}`]);
}

/** The question for the named packages and all they import, each with its files and imports. */
export function dependenciesRun(request: ListRequest): GoRun {
  const fields = [...identityFields, 'EmbedPatterns', 'Imports', ...fileFields];
  return listRun(request, ['-e', '-deps', `-json=${fields.join(',')}`]);
}

/** A question of the go command about packages, by the flags that say what of them. */
export function listRun({ cwd, patterns, tags, variables }: ListRequest, flags: readonly string[]): GoRun {
  const tagged = tags.length === 0 ? [] : [`-tags=${tags.join(',')}`];
  return { args: ['list', ...flags, ...tagged, '--', ...patterns], cwd, variables };
}

/**
 * The answer to one of the questions above, faults of packages as data.
 * @throws SlipwayError E_BUILD when the go command itself fails
 */
export async function list(go: GoCommand, run: GoRun): Promise<PackageFiles[]> {
  const stdout = await runGo(go, run, `go list failed in ${run.cwd}`);
  return readJsonStream(stdout) as PackageFiles[];
}

/**
 * Where main packages have profiles, the go command lists packages for each of them apart, as `PATH [MAIN]` (cmd/go,
 * internal/load/pkg.go, setPGOProfilePath).
 */
export function plainPath(path: string): string {
  return path.replace(/ \[.*$/, '');
}

/** The values of a stream of JSON objects, one after another with nothing between, as go list prints them. */
export function readJsonStream(text: string): unknown[] {
  const body = text.trim();
  return body === '' ? [] : (JSON.parse(`[${body.replaceAll(/^}\n{/gm, '},{')}]`) as unknown[]);
}
