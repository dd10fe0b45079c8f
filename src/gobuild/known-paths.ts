import { SlipwayError } from '../support/errors.ts';
import { type GoCommand, runGo } from './go-command.ts';
import { type ListRequest, list, listRun } from './packages.ts';

/**
 * Whether there is a package or a module of a path in the build's modules or the standard library, imported or not. Nothing is
 * fetched for it.
 * @returns undefined where the go command knows none
 */
export async function knownPath(
  go: GoCommand,
  request: Omit<ListRequest, 'patterns'>,
  path: string,
): Promise<'package' | 'module' | undefined> {
  // Anything else is a pattern, a folder or a symbol.
  if (!/^[\w~-][\w.~+-]*(?:\/[\w.~+-]+)*$/.test(path) || path.includes('...')) return undefined;
  const offline = { ...request, variables: { ...request.variables, GOPROXY: 'off' } };
  const run = listRun({ ...offline, patterns: [path] }, ['-e', '-find', '-json=ImportPath,Name,Error']);
  const [found] = await orNothing(list(go, run));
  if (found?.ImportPath === path && found.Error === undefined && found.Name !== undefined) return 'package';
  const module = { args: ['list', '-m', '--', path], cwd: request.cwd, variables: offline.variables };
  const [known] = await orNothing(runGo(go, module, 'go list -m failed').then((text) => [text]));
  return known === undefined ? undefined : 'module';
}

/** It fails where there is no such thing; what it says then is for nobody. */
async function orNothing<T>(asked: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof SlipwayError && error.code === 'E_BUILD') return [];
    throw error;
  }
}
