import { linkNames } from '../brought-words.ts';
import type { BeforeAfter, ImageComparison, PackageChange } from '../comparison.ts';
import { formatBytes } from '../format-bytes.ts';
import { growth, noiseBytes } from './sized.ts';
import { isMoved } from './versions.ts';
import { nameCode } from './words.ts';

/** Changes of less are not named one by one. */
export const floorBytes = 8 * 1024;

/**
 * What modules that are new, gone or of another version do not explain: packages that were there, and files beside the program.
 * @param hasReasons whether something of that kind was told
 */
export function restReasons(image: ImageComparison, disk: BeforeAfter, hasReasons: boolean): string[] {
  const { packages, fileBytes, diskBytes } = image;
  const beside = fileBytes === undefined || diskBytes === undefined ? 0 : growth(disk) - growth(fileBytes);
  const besides =
    Math.abs(beside) < floorBytes
      ? []
      : [`Files beside the program, such as the base and assets, ${grow(beside)} by ${size(beside)}.`];
  if (packages.length > 0) return [packageReason(image, hasReasons), ...besides];
  const isKnown = fileBytes === undefined || Math.abs(growth(fileBytes)) < noiseBytes;
  return [...(isKnown ? [] : ['Which packages changed is not known.']), ...besides];
}

function packageReason(image: ImageComparison, hasReasons: boolean): string {
  const others = unexplained(image);
  if (!others.some((change) => Math.abs(growth(change)) >= floorBytes)) {
    return `${hasReasons ? 'Nothing else' : 'No package'} changes by more than 8 KiB.`;
  }
  const parts = [
    ...phrase(
      others.filter((change) => growth(change) > 0),
      image.mainModule,
    ),
    ...phrase(
      others.filter((change) => growth(change) < 0),
      image.mainModule,
    ),
  ];
  return `${hasReasons ? 'Beside that ' : ''}${parts.join('; ')}.`;
}

/** `reflect grows by 180 KiB, net/http by 159 KiB, 12 other packages by 40 KiB` */
function phrase(changes: readonly PackageChange[], mainModule: string | undefined): string[] {
  const told = changes.filter((change) => Math.abs(growth(change)) >= floorBytes).slice(0, 3);
  const rest = changes.filter((change) => !told.includes(change));
  const sum = rest.reduce((total, change) => total + growth(change), 0);
  if (told.length === 0 && Math.abs(sum) < floorBytes) return [];
  const names = linkNames(
    told.map(({ path }) => path),
    mainModule,
  );
  const parts = told.map((change, at) => ({ who: nameCode(names[at] ?? ''), bytes: growth(change) }));
  const others = `${rest.length}${told.length > 0 ? ' other' : ''} ${rest.length === 1 ? 'package' : 'packages'}`;
  const all = Math.abs(sum) < noiseBytes ? parts : [...parts, { who: others, bytes: sum }];
  const isPlural = told.length === 0 && rest.length > 1;
  return [
    all
      .map(({ who, bytes }, at) => {
        const verb = at > 0 ? '' : `${isPlural ? grow(bytes) : `${grow(bytes)}s`} `;
        return `${who} ${verb}by ${size(bytes)}`;
      })
      .join(', '),
  ];
}

/** Packages of modules that are told of as a whole are explained. */
function unexplained({ modules, packages, brought = [] }: ImageComparison): PackageChange[] {
  const told = modules.filter((module) => module.before === 0 || module.after === 0 || isMoved(module));
  const names = new Set(brought.flatMap((each) => [each.name, ...each.packages]));
  return packages.filter(
    ({ path }) => !names.has(path) && !told.some(({ name }) => path === name || path.startsWith(`${name}/`)),
  );
}

function grow(bytes: number): 'grow' | 'shrink' {
  return bytes > 0 ? 'grow' : 'shrink';
}

function size(bytes: number): string {
  return formatBytes(Math.abs(bytes));
}
