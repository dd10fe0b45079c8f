import type { Platform } from '../request/platform.ts';
import { type GoCommand, runGo } from './go-command.ts';
import { listRun } from './packages.ts';
import { platformVariables } from './platform-variables.ts';
import type { Target } from './targets.ts';

/**
 * Where the compiled packages of a program lie, in the go command's cache: what it was linked from. Nothing is compiled again
 * after a build.
 * @returns absolute paths of archives (cmd/go, "go help list", Export)
 * @throws SlipwayError E_BUILD when something does not compile
 */
export async function compiledArchives(
  { go, directory }: { readonly go: GoCommand; readonly directory: string },
  { importPath, settings }: Pick<Target, 'importPath' | 'settings'>,
  platform: Platform,
): Promise<string[]> {
  const variables = platformVariables(platform, settings);
  const request = { cwd: directory, patterns: [importPath], tags: settings.buildTags, variables };
  const run = listRun(request, ['-deps', '-export', '-trimpath', '-f={{.Export}}']);
  const stdout = await runGo(go, run, `go list failed in ${directory}`);
  return stdout.split('\n').filter((path) => path !== '');
}
