import type { ImageComparison, ModuleChange } from '../../report/comparison.ts';
import type { HistoryChange, HistoryPart } from '../../report/history/history.ts';
import type { AttributionMethod } from '../../size/attribution.ts';
import type { Brought } from '../../size/brought.ts';
import { changesOf, growth, type Sized } from '../../size/difference.ts';
import type { SizeSnapshot, SnapshotPackage } from '../../size/snapshot.ts';

const mostParts = 12;
/** Changes of less are noise: a build ID, the length of a version. */
const noiseBytes = 1024;

/** Of a target on a platform, with the main package's import path. */
interface Packages {
  readonly main: string;
  /** How they were found; undefined where nobody did. */
  readonly method: AttributionMethod | undefined;
  readonly all: readonly SnapshotPackage[];
}

export function packagesOf({ targets }: SizeSnapshot, name: string, platform: string): Packages {
  const target = targets.find((each) => each.name === name);
  const image = target?.images.find((each) => each.platform === platform);
  const { method, packages: all = [] } = image?.attribution ?? {};
  return { main: target?.importPath ?? '', method, all };
}

/**
 * What changed, so that no byte is told twice: modules that moved or went, as a whole; what new imports brought, each with all else that
 * came by it; new modules of which nobody knows that; of all others, and of the program's own, the packages.
 */
export function changedParts(
  { modules, brought = [] }: ImageComparison,
  before: Packages,
  after: Packages,
): Pick<HistoryChange, 'parts' | 'rest'> {
  const own = after.all.find(({ path }) => path === after.main)?.module;
  const whole = modules.filter((module) => isWhole(module) && module.name !== own);
  const moved = new Set(whole.filter((module) => module.before > 0).map(({ name }) => name));
  const groups = brought.map((each) => groupOf(each, after, moved)).filter(({ units }) => units.length > 0);
  const told = new Set(groups.flatMap(({ units }) => units.map(({ name }) => name)));
  const alone = whole.filter(({ name }) => !told.has(name));
  const names = new Set(whole.map(({ name }) => name));
  const single = ({ all }: Packages): Sized[] =>
    all
      .filter(({ path, module }) => !names.has(module) && !told.has(module) && !told.has(path))
      .map(({ path: name, bytes }) => ({ name, bytes }));
  const all = [
    ...groups.map((group) => broughtPart(group, modules)),
    ...alone.map(({ chain: _, ...module }): HistoryPart => ({ kind: 'module', ...module })),
    ...changesOf(single(before), single(after)).map((part): HistoryPart => ({ kind: 'package', ...part })),
  ];
  return withoutNoise(all.toSorted(moreFirst));
}

function moreFirst(a: HistoryPart, b: HistoryPart): number {
  return Math.abs(growth(b)) - Math.abs(growth(a)) || (a.name < b.name ? -1 : 1);
}

interface Unit extends Sized {
  readonly kind: Brought['kind'];
}

interface Group extends Pick<Brought, 'name' | 'kind'> {
  /** New modules, and new packages of others. */
  readonly units: readonly Unit[];
}

/** What came by an import; new packages of a module that moved are told with that. */
function groupOf(
  { name, kind, modules, packages }: Brought,
  after: Packages,
  moved: ReadonlySet<string>,
): Group {
  const modulesToo = kind === 'module' ? [name, ...modules] : modules;
  const packagesToo = kind === 'package' ? [name, ...packages] : packages;
  const sum = (of: (each: SnapshotPackage) => boolean): number =>
    after.all.reduce((total, each) => total + (of(each) ? each.bytes : 0), 0);
  const units = [
    ...modulesToo.map(
      (path): Unit => ({ kind: 'module', name: path, bytes: sum(({ module }) => module === path) }),
    ),
    ...after.all
      .filter(
        ({ path, module }) =>
          packagesToo.includes(path) && !moved.has(module) && !modulesToo.includes(module),
      )
      .map(({ path, bytes }): Unit => ({ kind: 'package', name: path, bytes })),
  ];
  return { name, kind, units: units.filter(({ bytes }) => bytes > 0) };
}

function withoutNoise(all: readonly HistoryPart[]): Pick<HistoryChange, 'parts' | 'rest'> {
  const parts = all.filter((part) => Math.abs(growth(part)) >= noiseBytes).slice(0, mostParts);
  const others = all.filter((part) => growth(part) !== 0 && !parts.includes(part));
  const bytes = others.reduce((sum, part) => sum + growth(part), 0);
  return { parts, rest: { parts: others.length, bytes } };
}

/** With its version where it is a module. */
function broughtPart({ name, kind, units }: Group, changes: readonly ModuleChange[]): HistoryPart {
  const { versions, formerName } = changes.find((each) => kind === 'module' && each.name === name) ?? {};
  const others = units.filter((unit) => unit.kind !== kind || unit.name !== name);
  const count = (what: Unit['kind']): number => others.filter((unit) => unit.kind === what).length;
  return {
    kind,
    name,
    before: 0,
    after: units.reduce((sum, { bytes }) => sum + bytes, 0),
    ...(versions !== undefined && { versions }),
    ...(formerName !== undefined && { formerName }),
    ...(others.length > 0 && { brings: { modules: count('module'), packages: count('package') } }),
  };
}

function isWhole({ name, before, after, versions: { before: old, after: now } = {} }: ModuleChange): boolean {
  if (name === 'std' || name === '') return false;
  return before === 0 || after === 0 || (old !== undefined && now !== undefined && old !== now);
}
