import { isUtf8 } from 'node:buffer';
import type { Files } from '../../forge/forge.ts';
import type { Budget } from '../../request/budget.ts';
import { type Config, parseConfig } from '../../request/config-file.ts';
import { budgetOf } from '../../request/settings.ts';
import { SlipwayError } from '../../support/errors.ts';

/** Budgets by target, and what a reader of the log should know of where they are from. */
export interface BaseBudgets {
  readonly budgetOf: (target: string) => Budget;
  readonly notices: readonly string[];
}

/** As a build finds them in the source's folder. */
const usualNames = ['slipway.yaml', 'slipway.yml'];

/**
 * The budgets that hold before a pull request is merged: those of the configuration at its base. Where that cannot be read the
 * usual ones hold, which is said.
 * @param path of the configuration, from the repository's root; undefined: it has a usual name
 * @throws SlipwayError as a Forge does, but for what is no file
 */
export async function baseBudgets(
  files: Files,
  commit: string,
  path: string | undefined,
): Promise<BaseBudgets> {
  for (const name of path === undefined ? usualNames : [path]) {
    try {
      const content = await files.readFile(name, commit);
      if (content === undefined) continue;
      if (!isUtf8(content)) throw new SlipwayError('E_CONFIG', `${name} is not UTF-8 text`);
      const text = content.toString('utf8').replace(/^\uFEFF/, '');
      return { budgetOf: budgetsOf(parseConfig(text, name)), notices: [] };
    } catch (error) {
      if (!(error instanceof SlipwayError) || error.code !== 'E_CONFIG') throw error;
      return usual(`the base's configuration is broken, so the usual budgets hold: ${error.message}`);
    }
  }
  return path === undefined ? usual() : usual(`there is no ${path} at the base, so the usual budgets hold`);
}

function budgetsOf({ targets, top }: Config): BaseBudgets['budgetOf'] {
  return (target) => budgetOf([targets.get(target) ?? {}, top]);
}

function usual(...notices: readonly string[]): BaseBudgets {
  return { budgetOf: () => budgetOf([]), notices };
}
