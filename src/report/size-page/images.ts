import type { SizeSnapshot, SnapshotImage } from '../../size/snapshot.ts';
import type { SizeImage, SizePageData } from '../page/data.ts';
import { embeddedJson } from '../page/document.ts';
import { shownName } from '../page/names.ts';
import type { Sized } from '../size-comment/sized.ts';
import { sizeChanges } from './changes.ts';
import { type NameTable, nameTable } from './name-table.ts';
import { type ImagePackages, imagePackages, isChanged, type PackageSizes } from './packages.ts';

/** The snapshots that a report compares. */
export interface ComparedSnapshots {
  readonly before: SizeSnapshot;
  readonly after: SizeSnapshot;
}

/** What a page calls an image, also in its address. */
export function imageName({ target, platform }: Pick<Sized, 'target' | 'platform'>): string {
  return shownName(`${target} ${platform}`);
}

/** Which packages of an image are listed, from the least to all; the rest is summed by module. */
const forms = [
  (packages: readonly PackageSizes[]) => packages.filter(isChanged).toSorted(byGrowth).slice(0, 100),
  (packages: readonly PackageSizes[]) => packages.filter(isChanged),
  (packages: readonly PackageSizes[]) => packages,
];

function byGrowth({ numbers: a }: PackageSizes, { numbers: b }: PackageSizes): number {
  const growth = ([before = 0, after = 0]: readonly number[]) => Math.abs(after - before);
  return growth(b) - growth(a);
}

/** An image that can be shown. */
interface Candidate {
  readonly sized: Sized;
  readonly sides: readonly [SnapshotImage | undefined, SnapshotImage | undefined];
  readonly packages: ImagePackages;
}

type Shown = Pick<SizePageData, 'names' | 'images'>;

/**
 * The images of a report, what changed most first. Each is listed with what changed of it before any is with all of it.
 * @param room bytes that they may take in the page
 */
export function sizeImages(sized: readonly Sized[], snapshots: ComparedSnapshots, room: number): Shown {
  const candidates = candidatesOf(sized, snapshots);
  const whole = fitted(candidates, forms.slice(-1), room);
  return whole.images.length === candidates.length ? whole : fitted(candidates, forms, room);
}

/** Each in the largest form for which there is room; all have one form before any has the next. */
function fitted(candidates: readonly Candidate[], allowed: typeof forms, room: number): Shown {
  const table = nameTable();
  const rows = new Map<Candidate, { row: SizeImage; bytes: number }>();
  let left = room;
  for (const [form, listed] of allowed.entries()) {
    for (const candidate of candidates) {
      const now = rows.get(candidate);
      if (form > 0 && now === undefined) continue;
      const known = table.names.length;
      const row = imageRow(candidate, listed(candidate.packages.packages), table);
      const bytes = lengthOf(row);
      const more = bytes - (now?.bytes ?? 0) + lengthOf(table.names.slice(known));
      if (more > left) table.forget(known);
      else {
        left -= more;
        rows.set(candidate, { row, bytes });
      }
    }
  }
  return { names: table.names, images: candidates.flatMap((each) => rows.get(each)?.row ?? []) };
}

/** What did not change comes last. */
function candidatesOf(sized: readonly Sized[], { before, after }: ComparedSnapshots): Candidate[] {
  const order = sized.toSorted((a, b) => Number(a.state === 'same') - Number(b.state === 'same'));
  return order.flatMap((each): Candidate[] => {
    const { target, formerName = target, platform } = each;
    const sides = [imageIn(before, formerName, platform), imageIn(after, target, platform)] as const;
    const packages = imagePackages(sides);
    return packages === undefined ? [] : [{ sized: each, sides, packages }];
  });
}

function imageIn({ targets }: SizeSnapshot, name: string, platform: string): SnapshotImage | undefined {
  return targets.find((target) => target.name === name)?.images.find((image) => image.platform === platform);
}

function lengthOf(value: unknown): number {
  return Buffer.byteLength(embeddedJson(value)) + 1;
}

function imageRow(
  { sized, sides, packages }: Candidate,
  listed: readonly PackageSizes[],
  table: NameTable,
): SizeImage {
  const { image, disk, pull, target, platform } = sized;
  const isListed = new Set(listed);
  const [before, after] = sides;
  return {
    name: imageName({ target, platform }),
    file: [before?.program.bytes ?? 0, after?.program.bytes ?? 0],
    ...(image.diskBytes !== undefined && { disk: [disk.before, disk.after] }),
    ...(pull !== undefined && { pull: [pull.before, pull.after] }),
    measures: packages.measures,
    paths: listed.map(({ path }) => table.numberOf(path)),
    modules: listed.map(({ module }) => table.numberOf(module)),
    sizes: listed.flatMap(({ numbers }) => numbers),
    others: byModule(packages.packages.filter((each) => !isListed.has(each))).map(
      ([module, ...row]) => [table.numberOf(module), ...row] as const,
    ),
    changes: sizeChanges(image, table),
  };
}

/** How many, then their numbers. */
function byModule(packages: readonly PackageSizes[]): (readonly [string, number, ...number[]])[] {
  return [...Map.groupBy(packages, ({ module }) => module)].map(([module, own]) => {
    const sums = own.reduce<number[]>(
      (sum, { numbers }) => numbers.map((number, column) => number + (sum[column] ?? 0)),
      [],
    );
    return [module, own.length, ...sums] as const;
  });
}
