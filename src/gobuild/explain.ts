import { SlipwayError } from '../support/errors.ts';
import { type GoCommand, mask } from './go-command.ts';
import { type PackageFiles, readJsonStream } from './packages.ts';

/**
 * Tells "a module cannot be had" from "it does not compile", by asking the go command for the modules alone. Only when
 * packages could not even be loaded: a plain compile error costs no further question.
 */
export async function explainLoadFaults(
  context: { go: GoCommand; workspace: { directory: string }; request: { offline: boolean } },
  error: unknown,
  listing: Promise<{ readonly packages: readonly PackageFiles[] }>,
): Promise<unknown> {
  if (!(error instanceof SlipwayError) || error.code !== 'E_BUILD') return error;
  const listed = await listing.catch(() => undefined);
  const loaded = listed?.packages.every((found) => found.Error === undefined) ?? false;
  if (loaded || context.request.offline) return error;
  const ask = async (...args: readonly string[]): Promise<unknown[]> => {
    const { go, workspace } = context;
    const result = await go.exec({ file: go.file, args, cwd: workspace.directory, env: go.environment });
    return readJsonStream(result.stdout);
  };
  const faults = (await modulesOf(ask)).flatMap((module) =>
    module.Error === undefined
      ? []
      : [`${module.Path}@${module.Version}: ${mask(module.Error, context.go.secrets)}`],
  );
  if (faults.length === 0) return error;
  return new SlipwayError(
    'E_NETWORK',
    `modules that the build needs cannot be had\n${faults.join('\n')}\n${error.message}`,
    {
      hint: 'check GOPROXY and the network; for private modules GOPRIVATE and --git-auth',
      cause: error,
    },
  );
}

interface Module {
  readonly Path?: string;
  readonly Version?: string;
  readonly Error?: string;
}

/**
 * What becomes of the modules of a build when they are fetched. Where not even their go.mod files can be had, the go
 * command answers nothing; then those are asked for one by one that the main module requires and does not replace.
 */
async function modulesOf(ask: (...args: readonly string[]) => Promise<unknown[]>): Promise<Module[]> {
  const all = (await ask('mod', 'download', '-json')) as Module[];
  if (all.length > 0) return all;
  const [main] = (await ask('mod', 'edit', '-json')) as {
    Require?: Module[] | null;
    Replace?: { Old: Module }[] | null;
  }[];
  const replaced = new Set(main?.Replace?.map(({ Old }) => Old.Path));
  const required = main?.Require?.filter(({ Path }) => !replaced.has(Path)) ?? [];
  if (required.length === 0) return [];
  return (await ask(
    'mod',
    'download',
    '-json',
    '--',
    ...required.map(({ Path, Version }) => `${Path}@${Version}`),
  )) as Module[];
}
