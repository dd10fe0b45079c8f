import type { PackageRow, PageData, SizeImage, SizePageData } from '../../data.ts';
import type { Views } from '../page.ts';

/** Each image of a compared build as what a page of two programs shows. */
export function sizeViews(data: SizePageData): Views {
  return {
    names: data.images.map(({ name }) => name),
    dataOf: (index) => {
      const image = data.images[index];
      if (image === undefined) throw new Error(`there is no image ${index}`);
      return imageData(image, data);
    },
  };
}

function imageData(image: SizeImage, { slipway, names }: SizePageData): PageData {
  const own = [...new Set([...image.modules, ...image.others.map(([module]) => module)])];
  const modules = own.map((index) => names[index] ?? '');
  const place = new Map(own.map((index, at) => [index, at]));
  const columns = image.measures.length * 2;
  const packages = image.paths.map((path, at): PackageRow => {
    const module = place.get(image.modules[at] ?? -1) ?? 0;
    const numbers = image.sizes.slice(at * columns, (at + 1) * columns);
    return { ...undivided, path: names[path] ?? '', module, numbers };
  });
  const others = image.others.map(([module, ...row]) => [place.get(module) ?? 0, ...row] as const);
  const sums = sumOf([...packages.map(({ numbers = [] }) => numbers), ...others.map(([, , ...row]) => row)]);
  const beside = image.file.map((bytes, side) => Math.max(0, bytes - (sums[side] ?? 0)));
  return {
    slipway,
    files: image.file.map((bytes) => ({ name: image.name, bytes, digest: '', facts: [] })),
    measures: image.measures,
    modules,
    packages,
    others,
    groups: [
      {
        name: 'not of packages',
        kind: besideKind,
        rows: [['structures of the file and the rest', ...beside, ...zeros(columns - 2)]],
      },
    ],
    notices: [],
  };
}

const undivided = { parts: [], names: [], kinds: '', sizes: [], smaller: [], rest: [] } as const;
/** Of no known kind. */
const besideKind = 7;

function sumOf(rows: readonly (readonly number[])[]): number[] {
  const sums: number[] = [];
  for (const row of rows)
    for (const [column, number] of row.entries()) sums[column] = (sums[column] ?? 0) + number;
  return sums;
}

function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}
