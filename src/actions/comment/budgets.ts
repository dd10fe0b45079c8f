import { isUtf8 } from 'node:buffer';
import type { Files } from '../../forge/forge.ts';
import type { Budget } from '../../request/budget.ts';
import { type Config, parseConfig } from '../../request/config-file.ts';
import { budgetOf } from '../../request/settings.ts';
import { SlipwayError } from '../../support/errors.ts';

/** Budgets by target, and what a reader should know of where they are from. */
export interface BaseBudgets {
  readonly budgetOf: (target: string) => Budget;
  /** Undefined: there is none, or none that can be read. */
  readonly config: Config | undefined;
  readonly notices: readonly string[];
}

/** As a build finds them in the source's folder. */
const usualNames = ['slipway.yaml', 'slipway.yml'];
/** As long as builds read one. */
const mostBytes = 256 * 1024;

/**
 * The budgets that hold before a pull request is merged: those of the configuration at its base. Where that cannot be read the
 * usual ones hold, which is said.
 * @param path of the configuration, from the repository's root; undefined: it has a usual name
 * @throws SlipwayError as a Forge does
 */
export async function baseBudgets(
  files: Files,
  commit: string,
  path: string | undefined,
): Promise<BaseBudgets> {
  try {
    const config = await configAt(files, commit, path);
    const missing = config === undefined && path !== undefined;
    return budgetsBy(
      config,
      ...(missing ? [`there is no ${path} at the base, so the usual budgets hold`] : []),
    );
  } catch (error) {
    if (!(error instanceof SlipwayError) || error.code !== 'E_CONFIG') throw error;
    const why = `the base's configuration is broken, so the usual budgets hold: ${error.message}`;
    return budgetsBy(undefined, why);
  }
}

/**
 * The configuration at a commit, which anybody may have written; undefined: there is none.
 * @throws SlipwayError E_CONFIG when it cannot be read; as a Forge does
 */
export async function configAt(
  files: Files,
  commit: string,
  path: string | undefined,
): Promise<Config | undefined> {
  for (const name of path === undefined ? usualNames : [path]) {
    const content = await files.readFile(name, commit);
    if (content === undefined) continue;
    if (!isUtf8(content) || content.length > mostBytes)
      throw new SlipwayError('E_CONFIG', `${name} is not UTF-8 text, or is longer than ${mostBytes} bytes`);
    return parseConfig(content.toString('utf8').replace(/^\uFEFF/, ''), name);
  }
  return undefined;
}

function budgetsBy(config: Config | undefined, ...notices: readonly string[]): BaseBudgets {
  if (config === undefined) return { budgetOf: () => budgetOf([]), config, notices };
  const { targets, top } = config;
  return { budgetOf: (target) => budgetOf([targets.get(target) ?? {}, top]), config, notices };
}
