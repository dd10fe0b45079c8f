import type { Brought } from '../../size/brought.ts';
import { broughtModules, linkNames } from '../brought-words.ts';
import type { BeforeAfter, ImageComparison, ModuleChange } from '../comparison.ts';
import { formatBytes } from '../format-bytes.ts';
import type { Cause } from '../size-report.ts';
import { floorBytes, restReasons } from './rest.ts';
import { growth, type Sized } from './sized.ts';
import { isMoved, replacedIn } from './versions.ts';
import { chainCode, nameCode, versionText } from './words.ts';

/** What is known beside the sizes of an image. */
export interface Known {
  /** Of its target. */
  readonly causes: readonly Cause[];
  /** The cause whose import stands elsewhere in the comment. */
  readonly dropped: Cause | undefined;
  /** What was explained with a target before this one. */
  readonly told: ReadonlySet<string>;
}

/** Why a target changed on a platform: sentences, what is new first. */
export function reasonsOf({ image, disk }: Sized, known: Known): string[] {
  const others = [
    ...replacedReasons(image, known.causes),
    ...movedReasons(image.modules.filter(isMoved), known.causes),
    ...goneReasons(image),
  ];
  const reasons = [...newReasons(image, known, others.length > 0), ...others];
  return [...reasons, ...restReasons(image, disk, reasons.length > 0)];
}

/**
 * The two imports that bring most.
 * @param isExplained there are other reasons: a small package that is new, such as one of a module that moved, is none beside them
 */
function newReasons(image: ImageComparison, known: Known, isExplained: boolean): string[] {
  const replacing = new Set(replacedIn(image.modules).map(({ after }) => after.name));
  const all = (image.brought ?? []).filter(({ name }) => !replacing.has(name));
  const large = all.filter(
    ({ kind, bytes, retainedBytes = 0 }) => kind === 'module' || Math.max(bytes, retainedBytes) >= floorBytes,
  );
  const news = isExplained || large.length > 0 ? large : all;
  const rest = news.slice(2);
  const bytes = rest.reduce((sum, each) => sum + each.bytes, 0);
  const others = rest.length === 1 ? 'Another import brings' : `${rest.length} other imports bring`;
  return [
    ...news.slice(0, 2).map((brought) => newReason(brought, image, known)),
    ...(bytes >= floorBytes ? [`${others} ${formatBytes(bytes)}.`] : []),
  ];
}

function newReason(brought: Brought, image: ImageComparison, { causes, dropped, told }: Known): string {
  const [name = ''] = linkNames([brought.name], image.mainModule);
  if (told.has(brought.name)) return `${nameCode(name)} ${weightText(brought)} here too.`;
  const version = image.modules.find((each) => each.name === brought.name)?.versions?.after;
  const cause = causes.find((each) => each.name === brought.name);
  const places = placesText(cause, cause === dropped);
  const chain = chainCode(brought.chain, image.mainModule);
  return `${named(name, version)} is new${places} and ${weightText(brought)}${othersText(brought, image)}: ${chain}.`;
}

/** `keeps 389 KiB alive`; where nobody knows that, what is new with it: `brings 389 KiB` */
function weightText({ bytes, retainedBytes }: Brought): string {
  return retainedBytes === undefined
    ? `brings ${formatBytes(bytes)}`
    : `keeps ${formatBytes(retainedBytes)} alive`;
}

/**
 * ` with 3 other modules, the largest golang.org/x/net (40 KiB)`; `, 310 KiB of it google.golang.org/protobuf` where the largest is part
 * of what is kept.
 */
function othersText(brought: Brought, image: ImageComparison): string {
  const [largest, second] = broughtModules(brought, image);
  if (largest === undefined) return '';
  const { ownBytes, retainedBytes = 0 } = brought;
  if (ownBytes + largest.bytes <= retainedBytes) {
    return `, ${formatBytes(largest.bytes)} of it ${nameCode(largest.name)}`;
  }
  const most = `${nameCode(largest.name)} (${formatBytes(largest.bytes)})`;
  return ` with ${second === undefined ? most : `${brought.modules.length} other modules, the largest ${most}`}`;
}

/** ` (go.mod:5, imported at internal/metrics/server.go:9)` */
function placesText({ required, imports }: Partial<Cause> = {}, isDropped = false): string {
  const places = [
    ...(required === undefined ? [] : [nameCode(`${required.file}:${required.line}`)]),
    ...(imports === undefined || isDropped
      ? []
      : [`imported at ${nameCode(`${imports.file}:${imports.line}`)}`]),
  ];
  return places.length === 0 ? '' : ` (${places.join(', ')})`;
}

function replacedReasons(image: ImageComparison, causes: readonly Cause[]): string[] {
  return replacedIn(image.modules)
    .slice(0, 3)
    .map(({ before, after }) => {
      const cause = causes.find(({ name }) => name === after.name);
      const [now, old] = [
        named(after.name, after.versions?.after),
        named(before.name, before.versions?.before),
      ];
      const brought = image.brought?.find(({ name }) => name === after.name);
      const more = brought === undefined ? 0 : brought.bytes - brought.ownBytes;
      const brings = brought && more >= floorBytes;
      const sizes = [
        `${formatBytes(after.after)} instead of ${formatBytes(before.before)}`,
        ...(brings ? [`and it brings ${formatBytes(more)} more${othersText(brought, image)}`] : []),
      ];
      return `${now} takes the place of ${old}${placesText(cause)}: ${sizes.join(', ')}.`;
    });
}

function movedReasons(moved: readonly ModuleChange[], causes: readonly Cause[]): string[] {
  const rest = moved.slice(3);
  const sum = rest.reduce((total, change) => total + growth(change), 0);
  const others = rest.length === 1 ? 'Another module moves' : `${rest.length} other modules move`;
  return [
    ...moved.slice(0, 3).map(({ name, versions, retained, ...change }) => {
      const [before, after] = [versions?.before ?? '', versions?.after ?? ''].map(versionText);
      const place = placesText(causes.find((cause) => cause.name === name));
      return `${nameCode(name)} moves from ${before} to ${after}${place} and ${changeWords(change)}${alsoKept(change, retained)}.`;
    }),
    ...(rest.length === 0 ? [] : [`${others} (${sum < 0 ? '−' : '+'}${formatBytes(Math.abs(sum))}).`]),
  ];
}

function changeWords(change: BeforeAfter): string {
  const more = growth(change);
  if (Math.abs(more) < 1024) return 'stays as large as it was';
  return `${more > 0 ? 'grows' : 'shrinks'} by ${formatBytes(Math.abs(more))}`;
}

/** ` and keeps 400 KiB more alive`, where that is more than its own bytes say. */
function alsoKept(change: BeforeAfter, { before, after }: ModuleChange['retained'] = {}): string {
  if (before === undefined || after === undefined) return '';
  const more = after - before;
  if (Math.abs(more) < floorBytes || Math.abs(more - growth(change)) < floorBytes) return '';
  return ` and keeps ${formatBytes(Math.abs(more))} ${more > 0 ? 'more' : 'less'} alive`;
}

function goneReasons({ modules }: ImageComparison): string[] {
  const replaced = new Set(replacedIn(modules).map(({ before }) => before.name));
  const gone = modules.filter(
    ({ name, before, after }) => after === 0 && before >= floorBytes && !replaced.has(name),
  );
  const rest = gone.slice(2);
  const bytes = rest.reduce((total, { before }) => total + before, 0);
  const others = rest.length === 1 ? 'Another module is' : `${rest.length} other modules are`;
  return [
    ...gone
      .slice(0, 2)
      .map(
        ({ name, before, versions, retained }) =>
          `${named(name, versions?.before)} is gone, which ${hadText(before, retained?.before)}.`,
      ),
    ...(rest.length === 0 ? [] : [`${others} gone as well: ${formatBytes(bytes)}.`]),
  ];
}

function hadText(bytes: number, retained: number | undefined): string {
  return retained === undefined ? `had ${formatBytes(bytes)}` : `kept ${formatBytes(retained)} alive`;
}

function named(name: string, version: string | undefined): string {
  return version === undefined ? nameCode(name) : `${nameCode(name)} ${versionText(version)}`;
}
