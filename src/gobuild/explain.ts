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
  listing: Promise<readonly PackageFiles[]>,
): Promise<unknown> {
  if (!(error instanceof SlipwayError) || error.code !== 'E_BUILD') return error;
  const packages = await listing.catch(() => undefined);
  const loaded = packages?.every((found) => found.Error === undefined) ?? false;
  if (loaded || context.request.offline) return error;
  const { go, workspace } = context;
  const result = await go.exec({
    file: go.file,
    args: ['mod', 'download', '-json'],
    cwd: workspace.directory,
    env: go.environment,
  });
  const faults = (
    readJsonStream(result.stdout) as { Path?: string; Version?: string; Error?: string }[]
  ).flatMap((module) =>
    module.Error === undefined ? [] : [`${module.Path}@${module.Version}: ${mask(module.Error, go.secrets)}`],
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
