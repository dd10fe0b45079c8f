import { type GoCommand, runGo } from './go-command.ts';

/** The fields of `go list -json` that Slipway reads (go help list). */
export interface GoPackage {
  readonly ImportPath: string;
  readonly Name?: string;
  readonly Dir?: string;
  readonly Standard?: boolean;
  readonly Module?: GoModule;
  readonly Error?: { readonly Err: string; readonly Pos?: string };
  readonly EmbedPatterns?: readonly string[];
}

export interface GoModule {
  readonly Path: string;
  readonly Version?: string;
  readonly Dir?: string;
  readonly GoMod?: string;
  readonly GoVersion?: string;
  readonly Main?: boolean;
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

/**
 * The packages a pattern names, with their faults as data.
 * @throws SlipwayError E_BUILD when the go command itself fails
 */
export async function listPackages(go: GoCommand, request: ListRequest): Promise<GoPackage[]> {
  return list(go, request, ['-e', `-json=${identityFields.join(',')}`]);
}

/** The named packages and all they import, each with its files. */
export async function listDependencies(go: GoCommand, request: ListRequest): Promise<PackageFiles[]> {
  const fields = [...identityFields, 'EmbedPatterns', ...fileFields];
  return list(go, request, ['-e', '-deps', `-json=${fields.join(',')}`]);
}

async function list(go: GoCommand, request: ListRequest, flags: readonly string[]): Promise<PackageFiles[]> {
  const tags = request.tags.length === 0 ? [] : [`-tags=${request.tags.join(',')}`];
  const { stdout } = await runGo(
    go,
    {
      args: ['list', ...flags, ...tags, '--', ...request.patterns],
      cwd: request.cwd,
      variables: request.variables,
    },
    `go list failed in ${request.cwd}`,
  );
  return readJsonStream(stdout) as PackageFiles[];
}

/** The values of a stream of JSON objects, one after another with nothing between, as go list prints them. */
export function readJsonStream(text: string): unknown[] {
  const body = text.trim();
  return body === '' ? [] : (JSON.parse(`[${body.replaceAll(/^}\n{/gm, '},{')}]`) as unknown[]);
}
