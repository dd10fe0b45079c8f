import { linkNames } from '../report/brought-words.ts';
import type { ImageComparison } from '../report/comparison.ts';
import { formatBytes } from '../report/format-bytes.ts';
import { plainLine } from '../report/plain-text.ts';
import { floorBytes } from '../report/size-comment/rest.ts';
import type { Cause, SizeReport } from '../report/size-report.ts';
import type { Brought } from '../size/brought.ts';
import type { ToldBlocker } from '../size/dead-code-change.ts';
import type { Annotation } from './annotations.ts';

/** GitHub shows ten notices a step. */
const most = 10;

/** What GitHub shows at a line of a file. */
export type LineAnnotation = Annotation & Required<Pick<Annotation, 'file' | 'line'>>;

/**
 * At the import that brings something new, and at its line in go.mod: what it brings; at one for whose sake methods are kept that nothing
 * calls: what they cost. What weighs most comes first.
 */
export function sizeAnnotations(size: SizeReport | undefined): LineAnnotation[] {
  if (size === undefined) return [];
  const largest = largestOf(size);
  return size.causes
    .flatMap(({ target, name, imports, required }) => {
      const found = largest.get(keyOf(target, name));
      if (found === undefined || found.bytes < floorBytes) return [];
      return [imports, required].flatMap((place) => (place === undefined ? [] : { place, ...found }));
    })
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, most)
    .map(({ place, message }) => ({ title: 'slipway size', message: plainLine(message), ...place }));
}

interface Weight {
  readonly bytes: number;
  readonly message: string;
}

/** By target and name: on the platform on which it weighs most. What is new says more than that it looks methods up. */
function largestOf({ targets }: SizeReport): ReadonlyMap<string, Weight> {
  const images = targets.flatMap(({ name: target, images }) => images.map((image) => ({ target, image })));
  const blockers = images.flatMap(({ target, image }) =>
    blockersOf(image).map((blocker): Named => {
      const bytes = image.deadCode?.after.pruningBytes ?? 0;
      return {
        key: keyOf(target, blocker.package),
        bytes,
        message: keptMessage(target, blocker, bytes, image),
      };
    }),
  );
  const brought = images.flatMap(({ target, image }) =>
    (image.brought ?? []).map(
      (each): Named => ({
        ...{ key: keyOf(target, each.name), bytes: each.bytes },
        message: broughtMessage(target, each, image),
      }),
    ),
  );
  return new Map([...largest(blockers), ...largest(brought)]);
}

interface Named extends Weight {
  readonly key: string;
}

function largest(weights: readonly Named[]): ReadonlyMap<string, Weight> {
  return new Map(weights.toSorted((a, b) => a.bytes - b.bytes).map(({ key, ...weight }) => [key, weight]));
}

function broughtMessage(
  target: string,
  { name, bytes, retainedBytes, chain }: Brought,
  { mainModule }: ImageComparison,
): string {
  const weight =
    retainedBytes === undefined
      ? `brings ${formatBytes(bytes)}`
      : `keeps ${formatBytes(retainedBytes)} alive`;
  return `${name} is new in ${target} and ${weight}: ${linkNames(chain, mainModule).join(' → ')}`;
}

/** Those that came where methods were pruned before. */
function blockersOf({ deadCode }: ImageComparison): readonly ToldBlocker[] {
  return deadCode?.before.pruned === true && !deadCode.after.pruned ? deadCode.came : [];
}

function keptMessage(
  target: string,
  { symbol, imports }: ToldBlocker,
  bytes: number,
  { mainModule }: ImageComparison,
): string {
  const way = linkNames(imports, mainModule).join(' → ');
  const kept = `${formatBytes(bytes)} of methods that nothing calls`;
  return `${symbol} looks methods up by name, so ${target} keeps ${kept}: ${way}`;
}

function keyOf(target: Cause['target'], name: Cause['name']): string {
  return JSON.stringify([target, name]);
}
