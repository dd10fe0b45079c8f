import { linkNames } from '../report/brought-words.ts';
import { formatBytes } from '../report/format-bytes.ts';
import { plainLine } from '../report/plain-text.ts';
import { floorBytes } from '../report/size-comment/rest.ts';
import type { Cause, SizeReport } from '../report/size-report.ts';
import type { Brought } from '../size/brought.ts';
import type { Annotation } from './annotations.ts';

/** GitHub shows ten notices a step. */
const most = 10;

/** What GitHub shows at a line of a file. */
export type LineAnnotation = Annotation & Required<Pick<Annotation, 'file' | 'line'>>;

/** At the import that brings something new, and at its line in go.mod: what it brings. What brings most comes first. */
export function sizeAnnotations(size: SizeReport | undefined): LineAnnotation[] {
  if (size === undefined) return [];
  const largest = largestBrought(size);
  return size.causes
    .flatMap(({ target, name, imports, required }) => {
      const found = largest.get(keyOf(target, name));
      if (found === undefined || found.bytes < floorBytes) return [];
      return [imports, required].flatMap((place) =>
        place === undefined ? [] : { target, name, place, ...found },
      );
    })
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, most)
    .map(({ target, name, place, bytes, chain, mainModule }) => {
      const way = linkNames(chain, mainModule).join(' → ');
      const message = `${name} is new in ${target} and brings ${formatBytes(bytes)}: ${way}`;
      return { title: 'slipway size', message: plainLine(message), ...place };
    });
}

type Largest = Pick<Brought, 'bytes' | 'chain'> & { readonly mainModule: string | undefined };

/** By target and name: on the platform on which it brings most. */
function largestBrought({ targets }: SizeReport): ReadonlyMap<string, Largest> {
  const largest = new Map<string, Largest>();
  for (const { name: target, images } of targets) {
    for (const { brought = [], mainModule } of images) {
      for (const { name, bytes, chain } of brought) {
        const key = keyOf(target, name);
        if (bytes > (largest.get(key)?.bytes ?? 0)) largest.set(key, { bytes, chain, mainModule });
      }
    }
  }
  return largest;
}

function keyOf(target: Cause['target'], name: Cause['name']): string {
  return JSON.stringify([target, name]);
}
