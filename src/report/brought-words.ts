import type { Brought } from '../size/brought.ts';
import type { ProgramComparison } from './comparison.ts';
import { formatBytes } from './format-bytes.ts';

/** How many of what is brought are told, and how many modules with each. */
export const mostBrought = { groups: 8, modules: 5 } as const;

/** A module that comes with something new. */
export interface BroughtModule {
  readonly name: string;
  readonly bytes: number;
  /** What leads to it from the last link of its group's chain; the whole chain, with `apart`, where that is another way. */
  readonly chain: readonly string[];
  readonly apart: boolean;
}

/**
 * `github.com/a/b is new, keeps 389 KiB alive and brings 3 modules, 12 packages`: the name is the caller's to show. What it
 * keeps is said where that is known.
 */
export function broughtWords({ modules, packages, retainedBytes }: Brought): string {
  const others = countedParts(modules.length, packages.length);
  const does = [
    ...(retainedBytes === undefined ? [] : [`keeps ${formatBytes(retainedBytes)} alive`]),
    ...(others === '' ? [] : [`brings ${others}`]),
  ];
  return does.length > 1 ? `is new, ${does.join(' and ')}` : ['is new', ...does].join(' and ');
}

/** `3 modules, 12 packages`, of which none are not said. */
export function countedParts(modules: number, packages: number): string {
  return [counted(modules, 'module'), counted(packages, 'package')]
    .filter((words) => words !== '')
    .join(', ');
}

function counted(count: number, what: string): string {
  return count === 0 ? '' : `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** The modules that come with it, each with its way from there. */
export function broughtModules(
  { modules, chain }: Brought,
  { modules: changes }: Pick<ProgramComparison, 'modules'>,
): BroughtModule[] {
  return modules.map((name) => {
    const change = changes.find((each) => each.name === name);
    const way = change?.chain ?? [];
    const apart = chain.some((link, at) => way[at] !== link);
    return { name, bytes: change?.after ?? 0, chain: apart ? way : way.slice(chain.length), apart };
  });
}

/**
 * Links of a chain as a person reads them: packages of the main module without its path, as `cmd/api`; one at its root by the
 * module's last name. Others have their import paths.
 */
export function linkNames(chain: readonly string[], mainModule = ''): string[] {
  return chain.map((path) => {
    if (path === mainModule) return /[^/]+(?:\/v\d+)?$/.exec(path)?.[0] ?? path;
    return mainModule !== '' && path.startsWith(`${mainModule}/`) ? path.slice(mainModule.length + 1) : path;
  });
}

const mostLinks = 6;

/** The same of a long way, of which the middle is left out. */
export function shownLinks(chain: readonly string[], mainModule: string | undefined): string {
  const links = linkNames(chain, mainModule);
  const shown = links.length <= mostLinks ? links : [...links.slice(0, 3), '…', ...links.slice(-2)];
  return shown.join(' → ');
}
