import { relative as pathBetween, posix, sep } from 'node:path';
import type { BuildRequest, NamedTarget, TargetSettings } from '../request/request.ts';
import { SlipwayError } from '../support/errors.ts';
import { type GoCommand, type GoRun, hintFor } from './go-command.ts';
import { type GoModule, type GoPackage, list, packagesRun } from './packages.ts';
import { platformVariables } from './platform-variables.ts';

/** One program to build: a main package and how it is wanted. */
export interface Target {
  readonly name: string;
  readonly importPath: string;
  readonly module: GoModule;
  readonly settings: TargetSettings;
}

/** Where packages are looked for: a folder of the module and the pattern that means "all of it". */
export interface Workspace {
  readonly directory: string;
  /** `./...`, or `example.com/module/...` for MODULE@VERSION. */
  readonly pattern: string;
  /** Import path that a target's `./cmd/api` is relative to; undefined: the go command reads it as a folder. */
  readonly importRoot: string | undefined;
  /** The package that DIR or MODULE itself names: `.` or an import path. */
  readonly self: string;
}

/**
 * The targets of a run: those that were named, or the main packages that are there.
 * @throws SlipwayError E_CONFIG when there is none, when the choice is open, or when a named one is not a main package
 */
export async function findTargets(
  go: GoCommand,
  request: BuildRequest,
  workspace: Workspace,
): Promise<Target[]> {
  const targets =
    request.targets.length > 0
      ? await Promise.all(request.targets.map((target) => namedTarget(go, target, workspace)))
      : await discoveredTargets(go, request.defaults, workspace);
  const seen = new Map<string, Target>();
  for (const target of targets) {
    const other = seen.get(target.name);
    if (other !== undefined) {
      throw new SlipwayError(
        'E_CONFIG',
        `two targets are called ${target.name}: ${other.importPath} and ${target.importPath}`,
        {
          hint: 'name them under "targets:" in slipway.yaml, each with its "main"',
        },
      );
    }
    seen.set(target.name, target);
  }
  return targets;
}

async function namedTarget(go: GoCommand, target: NamedTarget, workspace: Workspace): Promise<Target> {
  if (target.main === undefined) return targetByName(go, target, workspace);
  const [found] = await list(go, namedListing(target, workspace));
  if (found === undefined || found.Error !== undefined) {
    throw new SlipwayError(
      'E_CONFIG',
      `target ${target.name}: there is no package ${target.main}: ${found?.Error?.Err ?? 'nothing matches'}`,
      {
        hint:
          hintFor(found?.Error?.Err ?? '') ??
          'give the main package as a path from the module, for example ./cmd/api',
      },
    );
  }
  return { ...mainPackage(found, target.main, target.settings), name: target.name };
}

async function targetByName(go: GoCommand, target: NamedTarget, workspace: Workspace): Promise<Target> {
  const mains = (await list(go, namedListing(target, workspace))).filter(isMain);
  const fitting = mains.filter((candidate) => programName(candidate.ImportPath) === target.name);
  const [found] = fitting;
  if (found === undefined || fitting.length > 1) {
    const why =
      found === undefined ? 'no main package has that name' : 'several main packages have that name';
    throw new SlipwayError(
      'E_CONFIG',
      `target ${target.name}: ${why}${listed(found === undefined ? mains : fitting)}`,
      {
        hint: 'name its package: --target ./cmd/api, or "main:" in slipway.yaml',
      },
    );
  }
  return { ...mainPackage(found, target.name, target.settings), name: target.name };
}

async function discoveredTargets(
  go: GoCommand,
  settings: TargetSettings,
  workspace: Workspace,
): Promise<Target[]> {
  const [own, ...others] = await list(go, listing(settings, workspace, [workspace.self, workspace.pattern]));
  return choosePrograms(own, others, workspace).map((found) =>
    mainPackage(found, found.ImportPath, settings),
  );
}

/**
 * The programs of a module that names none: the package asked for itself, when it is one; else the only one there is; else
 * all right under cmd/; else the only one outside of side folders.
 * @throws SlipwayError E_CONFIG when there is none or the choice is open
 */
export function choosePrograms(
  own: GoPackage | undefined,
  others: readonly GoPackage[],
  workspace: Workspace,
): readonly GoPackage[] {
  if (own !== undefined && isMain(own)) return [own];
  const mains = others.filter(isMain);
  const chosen = choose(mains, workspace);
  if (chosen.length > 0) return chosen;
  if (mains.length === 0) {
    const pattern = others.find(({ ImportPath }) => ImportPath === workspace.pattern);
    const said = pattern?.Error?.Err ?? own?.Error?.Err ?? '';
    const excluded = hintFor(said);
    const why = excluded === undefined ? '' : `: ${said}`;
    throw new SlipwayError(
      'E_CONFIG',
      `no main package in ${workspace.importRoot ?? workspace.directory}${why}`,
      {
        hint:
          excluded ??
          'slipway builds programs: name the folder whose package is "main", or check build constraints and --build-tags',
      },
    );
  }
  throw new SlipwayError(
    'E_CONFIG',
    `several main packages, and nothing says which to build${listed(mains)}`,
    {
      hint: 'choose with --target ./path/of/package (may be repeated), or list them under "targets:" in slipway.yaml',
    },
  );
}

/** Folders whose programs serve the project itself and are rarely what it ships. */
const sideFolders =
  /(^|\/)(internal|examples?|tests?|testdata|tools?|hack|scripts?|docs?|contrib|third_party)(\/|$)/;

function choose(mains: readonly GoPackage[], { directory, importRoot }: Workspace): readonly GoPackage[] {
  if (mains.length === 1) return mains;
  const relative = ({ ImportPath, Dir = '' }: GoPackage): string =>
    importRoot === undefined
      ? pathBetween(directory, Dir).split(sep).join('/')
      : posix.relative(importRoot, ImportPath);
  const commands = mains.filter((found) => /^cmd\/[^/]+$/.test(relative(found)));
  if (commands.length > 0) return commands;
  const rest = mains.filter((found) => !sideFolders.test(relative(found)));
  return rest.length === 1 ? rest : [];
}

function isMain(found: GoPackage): boolean {
  return found.Name === 'main' && found.Error === undefined;
}

/** Packages in the order of the patterns, each once; files are chosen as for the first platform. */
function listing(settings: TargetSettings, workspace: Workspace, patterns: readonly string[]): GoRun {
  const [platform] = settings.platforms;
  return packagesRun({
    cwd: workspace.directory,
    patterns,
    tags: settings.buildTags,
    variables: platform === undefined ? {} : platformVariables(platform, settings),
  });
}

/** What `findTargets` asks of the go command. */
export function targetListings({ targets, defaults }: BuildRequest, workspace: Workspace): GoRun[] {
  if (targets.length === 0) return [listing(defaults, workspace, [workspace.self, workspace.pattern])];
  return targets.map((target) => namedListing(target, workspace));
}

function namedListing({ main, settings }: NamedTarget, workspace: Workspace): GoRun {
  return listing(settings, workspace, [
    main === undefined ? workspace.pattern : packagePattern(main, workspace),
  ]);
}

function packagePattern(main: string, workspace: Workspace): string {
  if (workspace.importRoot === undefined) return main;
  return /^\.{1,2}(\/|$)/.test(main) ? posix.join(workspace.importRoot, main) : main;
}

function mainPackage(found: GoPackage, asked: string, settings: TargetSettings): Target {
  if (found.Name !== 'main') {
    throw new SlipwayError(
      'E_CONFIG',
      `${asked} is package ${found.Name ?? 'unknown'}, not main: it makes no program`,
      {
        hint: 'name a package whose files begin with "package main"',
      },
    );
  }
  const module = found.Module ?? { Path: found.ImportPath };
  return { name: programName(found.ImportPath), importPath: found.ImportPath, module, settings };
}

/** The name the go command gives a program (go help build: the last path element, a major version suffix left out). */
export function programName(importPath: string): string {
  const elements = importPath.split('/');
  const last = elements.at(-1) ?? '';
  const name = elements.length > 1 && /^v[1-9]\d*$/.test(last) ? (elements.at(-2) ?? last) : last;
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9._-]/g, '-')
      .replace(/^[^a-z0-9]+/, '') || 'main'
  );
}

function listed(mains: readonly GoPackage[]): string {
  return mains.map(({ ImportPath }) => `\n  ${ImportPath}`).join('');
}
