import { dirname, join, relative, sep } from 'node:path';
import { importLine, requireLine, type SourceLine } from '../../gobuild/source-lines.ts';
import type { Comparison } from '../../report/comparison.ts';
import type { Cause } from '../../report/size-report.ts';
import type { Brought } from '../../size/brought.ts';

/** The module of a target, where it lies on this machine. */
export interface TargetModule {
  readonly target: string;
  readonly path: string;
  /** Absent for MODULE@VERSION. */
  readonly goMod?: string | undefined;
}

type Imported = Pick<Brought, 'name' | 'kind' | 'chain'>;

/** More are not told of. */
const mostBlockers = 3;

/**
 * The lines that bring what is new into a build: where the user's code imports it, and where go.mod requires it; and where it
 * requires what has another version now; and where it imports what keeps methods alive that nothing calls. Each cause once, the one that brings most first.
 * @param root the folder that paths are told from, with slashes
 */
export async function causesOf(
  targets: Comparison['targets'],
  modules: readonly TargetModule[],
  root: string,
): Promise<Cause[]> {
  const causes = new Map<string, Cause>();
  for (const { name, images } of targets) {
    const module = modules.find(({ target }) => target === name);
    const brought = images.flatMap((image) => image.brought ?? []);
    for (const each of module === undefined ? [] : largestFirst(brought)) {
      const key = `${name} ${each.name}`;
      if (!causes.has(key)) causes.set(key, await causeOf(name, each, module, root));
    }
    for (const each of module === undefined ? [] : unpruning(images)) {
      const key = `${name} ${each.name}`;
      if (!causes.has(key)) causes.set(key, await causeOf(name, each, module, root));
    }
    for (const moved of movedModules(images)) {
      const key = `${name} ${moved}`;
      const required = module?.goMod && (await requireLine(module.goMod, moved));
      if (!required || causes.has(key)) continue;
      causes.set(key, { target: name, name: moved, required: fromRoot(required, root) });
    }
  }
  return [...causes.values()];
}

/** Packages for whose sake methods are kept now that nothing calls. */
function unpruning(images: Comparison['targets'][number]['images']): Imported[] {
  return images.flatMap(({ deadCode }) =>
    (deadCode?.came ?? []).slice(0, mostBlockers).map(({ package: name, imports }) => {
      return { name, kind: 'package' as const, chain: imports };
    }),
  );
}

/** Modules that have another version. */
function movedModules(images: Comparison['targets'][number]['images']): string[] {
  const modules = images.flatMap((image) => image.modules);
  const moved = modules.filter(({ versions: { before, after } = {} }) => {
    return before !== undefined && after !== undefined && before !== after;
  });
  return moved.map(({ name }) => name);
}

function largestFirst(brought: readonly Brought[]): Brought[] {
  return brought.toSorted((a, b) => b.bytes - a.bytes);
}

async function causeOf(
  target: string,
  { name, kind, chain }: Imported,
  module: TargetModule | undefined,
  root: string,
): Promise<Cause> {
  if (module?.goMod === undefined) return { target, name };
  const { path, goMod } = module;
  const at = chain.findLastIndex((link) => link === path || link.startsWith(`${path}/`));
  const [own, imported] = [chain[at], chain[at + 1]];
  const imports =
    own === undefined || imported === undefined
      ? undefined
      : await importLine(join(dirname(goMod), own.slice(path.length)), imported);
  const required = kind === 'module' ? await requireLine(goMod, name) : undefined;
  return {
    target,
    name,
    ...(imports !== undefined && { imports: fromRoot(imports, root) }),
    ...(required !== undefined && { required: fromRoot(required, root) }),
  };
}

function fromRoot({ file, line }: SourceLine, root: string): SourceLine {
  return { file: relative(root, file).split(sep).join('/'), line };
}
