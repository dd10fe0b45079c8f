import type { SizeSnapshot, SnapshotImage } from '../../size/snapshot.ts';
import type { SizeImage, SizePageData } from '../page/data.ts';
import { embeddedJson } from '../page/document.ts';
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
  return `${target} ${platform}`;
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

/** An image that can be shown, and in which form it is. */
interface Candidate {
  readonly sized: Sized;
  readonly sides: readonly [SnapshotImage | undefined, SnapshotImage | undefined];
  readonly packages: ImagePackages;
  form: number;
  bytes: number;
}

/**
 * The images of a report, what changed most first. Each is listed with what changed of it before any is with all of it.
 * @param room bytes that they may take in the page
 */
export function sizeImages(
  sized: readonly Sized[],
  snapshots: ComparedSnapshots,
  room: number,
): Pick<SizePageData, 'names' | 'images'> {
  const candidates = candidatesOf(sized, snapshots);
  // Names of what is tried and does not fit are counted too: so it is rather less than there is room for.
  const tried = nameTable();
  let left = room;
  for (const form of forms.keys()) {
    for (const candidate of candidates) {
      if (candidate.form !== form - 1) continue;
      const bytes = bytesOf(candidate, form, tried);
      if (bytes.row - candidate.bytes + bytes.names > left) continue;
      left -= bytes.row - candidate.bytes + bytes.names;
      Object.assign(candidate, { form, bytes: bytes.row });
    }
  }
  const table = nameTable();
  const images = candidates.filter(({ form }) => form >= 0).map((each) => imageRow(each, each.form, table));
  return { names: table.names, images };
}

/** What did not change comes last. */
function candidatesOf(sized: readonly Sized[], { before, after }: ComparedSnapshots): Candidate[] {
  const order = sized.toSorted((a, b) => Number(a.state === 'same') - Number(b.state === 'same'));
  return order.flatMap((each) => {
    const { target, formerName = target, platform } = each;
    const sides = [imageIn(before, formerName, platform), imageIn(after, target, platform)] as const;
    const packages = imagePackages(sides);
    return packages === undefined ? [] : [{ sized: each, sides, packages, form: -1, bytes: 0 }];
  });
}

function imageIn({ targets }: SizeSnapshot, name: string, platform: string): SnapshotImage | undefined {
  return targets.find((target) => target.name === name)?.images.find((image) => image.platform === platform);
}

function bytesOf(candidate: Candidate, form: number, table: NameTable): { row: number; names: number } {
  const known = table.names.length;
  const row = lengthOf(imageRow(candidate, form, table));
  return { row, names: lengthOf(table.names.slice(known)) };
}

function lengthOf(value: unknown): number {
  return Buffer.byteLength(embeddedJson(value)) + 1;
}

function imageRow(candidate: Candidate, form: number, table: NameTable): SizeImage {
  const { sized, sides, packages } = candidate;
  const { image, disk, pull, target, platform } = sized;
  const listed = forms[form]?.(packages.packages) ?? [];
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
