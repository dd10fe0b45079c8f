import { countedParts } from '../brought-words.ts';
import type { BeforeAfter, ModuleChange } from '../comparison.ts';

/** Sizes of everything that was built of one commit. */
export interface HistoryPoint {
  /** A release's tag, or a commit's short name. */
  readonly name: string;
  readonly commit?: string;
  /** RFC 3339. */
  readonly created?: string;
  readonly isRelease?: boolean;
  readonly targets: readonly HistoryTarget[];
  /** What it changed of each target that was there before, where that is known and is more than noise. */
  readonly changes?: readonly HistoryChange[];
}

/** What one point added to a target, and what it took away. Platforms of a target change alike, so it is told of one. */
export interface HistoryChange {
  readonly target: string;
  /** `linux/amd64` */
  readonly platform: string;
  /** The name of the point that it is compared with: of a release the one before it. */
  readonly since: string;
  /** What changed most first: no byte is told twice. */
  readonly parts: readonly HistoryPart[];
  /** What is not told one by one. */
  readonly rest: { readonly parts: number; readonly bytes: number };
}

/** What a new import brought; a module that is new, gone or of another version; else a package of one that stayed as it was. */
export interface HistoryPart extends BeforeAfter, Pick<ModuleChange, 'versions' | 'formerName'> {
  readonly kind: 'module' | 'package';
  /** Its path; `std` for the standard library, '' for what belongs to no known module. */
  readonly name: string;
  /** How many new modules, and packages of others, come with it; their bytes are in its own. */
  readonly brings?: { readonly modules: number; readonly packages: number };
}

export interface HistoryTarget extends HistorySizes {
  readonly name: string;
  /** `linux/amd64` */
  readonly platform: string;
}

export interface HistorySizes {
  readonly diskBytes?: number;
  readonly pullBytes?: number;
}

/** One target on one platform over all points. */
export interface HistorySeries {
  readonly name: string;
  /** As many as there are points; undefined where it was not built. */
  readonly sizes: readonly (HistorySizes | undefined)[];
}

/** The points' targets by platform, in the order in which they first appear. */
export function seriesOf(points: readonly HistoryPoint[]): HistorySeries[] {
  const series = new Map<string, { name: string; sizes: (HistorySizes | undefined)[] }>();
  for (const [at, { targets }] of points.entries()) {
    for (const { name, platform, ...sizes } of targets) {
      const key = JSON.stringify([name, platform]);
      const known = series.get(key) ?? {
        name: `${name} ${platform}`.trim(),
        sizes: points.map(() => undefined),
      };
      series.set(key, known);
      known.sizes[at] = sizes;
    }
  }
  return [...series.values()];
}

/** No more than so many of a change's parts; the others go to its rest. */
export function firstParts(
  { parts, rest }: HistoryChange,
  most: number,
): Pick<HistoryChange, 'parts' | 'rest'> {
  const others = parts.slice(most);
  const bytes = others.reduce((sum, { before, after }) => sum + after - before, rest.bytes);
  return { parts: parts.slice(0, most), rest: { parts: rest.parts + others.length, bytes } };
}

/** `brings 3 modules, 12 packages`; '' for what comes alone. */
export function bringsText({ brings }: HistoryPart): string {
  return brings === undefined ? '' : `brings ${countedParts(brings.modules, brings.packages)}`;
}

/** What a page calls the place where it tells what a point added. */
export function anchorOf(at: number): string {
  return `added-${at}`;
}
