import type { SnapshotImage, SnapshotPackage } from '../../size/snapshot.ts';
import type { PageMeasure } from '../page/data.ts';

/** The packages of an image in two states. */
export interface ImagePackages {
  readonly measures: readonly PageMeasure[];
  readonly packages: readonly PackageSizes[];
}

export interface PackageSizes {
  readonly path: string;
  readonly module: string;
  /** [disk before, disk after], and the same on the wire where that is known. */
  readonly numbers: readonly number[];
}

type Sides = readonly [before: SnapshotImage | undefined, after: SnapshotImage | undefined];

/** Undefined where it is not known of both sides that are there what is in them. */
export function imagePackages(sides: Sides): ImagePackages | undefined {
  const there = sides.filter((side) => side !== undefined);
  if (there.length === 0 || there.some(({ attribution }) => attribution === undefined)) return undefined;
  const [before, after] = sides.map((side) =>
    (side?.attribution?.packages ?? []).filter(({ bytes }) => bytes > 0),
  ) as [SnapshotPackage[], SnapshotPackage[]];
  const isWired = [...before, ...after].every(({ wireBytes }) => wireBytes !== undefined);
  const old = new Map(before.map((each) => [each.path, each]));
  const now = new Map(after.map((each) => [each.path, each]));
  const packages = [...new Map([...old, ...now]).values()].map(({ path, module }) => {
    const [one, other] = [old.get(path), now.get(path)];
    const disk = [one?.bytes ?? 0, other?.bytes ?? 0];
    const wire = isWired ? [one?.wireBytes ?? 0, other?.wireBytes ?? 0] : [];
    return { path, module, numbers: [...disk, ...wire] };
  });
  return { measures: isWired && packages.length > 0 ? ['disk', 'wire'] : ['disk'], packages };
}

/** Whether anything of it is another length. */
export function isChanged({ numbers: [before, after] }: PackageSizes): boolean {
  return before !== after;
}
