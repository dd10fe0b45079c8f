import type { Files } from '../../forge/forge.ts';
import { markdownCode } from '../../report/markdown-text.ts';
import type { Config } from '../../request/config-file.ts';
import { SlipwayError } from '../../support/errors.ts';
import { oneLine } from '../../support/one-line.ts';
import { configAt } from './budgets.ts';

const mostTold = 5;
const mostCharacters = 120;

/**
 * What a pull request would change about budgets, for its reviewers: a paragraph in Markdown, or none. Nothing of it holds before it is
 * merged. A configuration that is gone or broken at the head is the build's to say.
 * @param base the configuration that holds
 * @throws SlipwayError as a Forge does
 */
export async function budgetChanges(
  files: Files,
  base: Config | undefined,
  head: { readonly commit: string; readonly path: string | undefined },
): Promise<readonly string[]> {
  const changed = await configOrNone(files, head.commit, head.path);
  if (changed === undefined) return [];
  const [before, after] = [limitsOf(base), limitsOf(changed)];
  const names = [...new Set([...before.keys(), ...after.keys()])].filter(
    (name) => before.get(name) !== after.get(name),
  );
  if (names.length === 0) return [];
  const told = names.slice(0, mostTold).map((name) => {
    const [old = 'none', now = 'none'] = [before.get(name), after.get(name)];
    return `${code(name)} ${code(old)} → ${code(now)}`;
  });
  const more = names.length > told.length ? ` and ${names.length - told.length} more` : '';
  return [`It changes budgets, and those of its base hold until it is merged: ${told.join(', ')}${more}.`];
}

async function configOrNone(
  files: Files,
  commit: string,
  path: string | undefined,
): Promise<Config | undefined> {
  try {
    return await configAt(files, commit, path);
  } catch (error) {
    if (error instanceof SlipwayError && error.code === 'E_CONFIG') return undefined;
    throw error;
  }
}

/** A comment has only so much room. */
function code(text: string): string {
  const line = oneLine(text);
  return markdownCode(line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line);
}

/** Each part of a budget as text, by where it stands. */
function limitsOf(config: Config | undefined): ReadonlyMap<string, string> {
  if (config === undefined) return new Map();
  const parts = (budget: object | undefined, at: string) =>
    Object.entries(budget ?? {}).map(([part, limits]) => [`${at}budget.${part}`, textOf(limits)] as const);
  return new Map([
    ...parts(config.top.budget, ''),
    ...[...config.targets].flatMap(([name, { budget }]) => parts(budget, `targets.${name}.`)),
  ]);
}

/** As it could stand in YAML. */
function textOf(limits: unknown): string {
  const text = JSON.stringify(limits).replaceAll('"', '').replaceAll(':', ': ').replaceAll(',', ', ');
  return text === '{}' ? 'off' : text;
}
