import { type BeforePlace, beforePlace, movedBefore } from './before.ts';
import { type Item, scalar } from './kinds.ts';

/** What one clean build is held against: an image that was built before, or what a build reported. */
export type Against =
  | { readonly kind: 'image'; readonly place: BeforePlace }
  | { readonly kind: 'report'; readonly path: string };

/** Reads an image's place, as `beforePlace` does; a file whose name ends in .json is a report. */
export const against: Item<Against> = scalar({
  placeholder: 'IMAGE|REPORT',
  one: 'an image such as ghcr.io/acme/api:1.0, oci:DIR or ./image.tar, or a report such as report.json',
  many: 'images and reports',
  parse: (text) =>
    /^[^\0\n\r]*\.json$/.test(text)
      ? { kind: 'report', path: text }
      : { kind: 'image', place: beforePlace.parse(text) },
  show: formatAgainst,
  schema: { type: 'string', minLength: 1 },
});

/** For people: as it was spelled. */
export function formatAgainst(asked: Against): string {
  return asked.kind === 'report' ? asked.path : String(beforePlace.show(asked.place));
}

/** The same with another path, where it has one. */
export function movedAgainst(asked: Against, change: (path: string) => string): Against {
  return asked.kind === 'report'
    ? { ...asked, path: change(asked.path) }
    : { ...asked, place: movedBefore(asked.place, change) };
}
