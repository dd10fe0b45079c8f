import { SlipwayError } from '../support/errors.ts';
import { quoted } from './faults.ts';
import { formatImagePlace, type ImagePlace, movedImagePlace, parseImagePlace } from './image-place.ts';
import { type Item, scalar } from './kinds.ts';
import { referencePattern } from './reference.ts';
import { type BareFile, saysWhere } from './spelled-place.ts';

/** An image that somebody made before, or a Dockerfile of one: what a build's images are held against. Paths are absolute. */
export type BeforeRequest =
  | { readonly kind: 'image'; readonly place: BeforePlace }
  | { readonly kind: 'dockerfile'; readonly path: string; readonly context: string };

/** Of a path without a kind it is seen what lies there. */
export type BeforePlace = ImagePlace | BareFile;

const isPath = /^(?:\.{0,2}\/|\.{1,2}$)/;
const one = 'an image such as ghcr.io/acme/api:1.0, oci:DIR, or a path such as ./old.tar';

/** Reads an image's place, or a path that looks like one. A name without a registry would ask Docker Hub for a slip. */
export const beforePlace: Item<BeforePlace> = scalar({
  placeholder: 'IMAGE',
  one,
  many: 'images',
  parse: (text) => {
    if (isPath.test(text) && !/[\0\n\r]/.test(text)) return { kind: 'file', path: text };
    const place = parseImagePlace(text);
    if (saysWhere(text, place)) return place;
    throw new SlipwayError('E_CONFIG', `${quoted(text)} does not say where it is`, {
      hint: `write ./${text} for a layout or an archive, docker://${text} for an image of Docker Hub`,
    });
  },
  show: (place) => (place.kind === 'file' ? place.path : formatImagePlace(place)),
  schema: {
    type: 'string',
    pattern: `^(?:(?:oci|oci-archive|docker-archive):[^\u0000\n\r]+|\\.{0,2}/[^\u0000\n\r]*|\\.{1,2}|(?=[^/]*[.:A-Z][^/]*/|localhost/)${referencePattern()})$`,
  },
});

/** The place with another path, where it has one. */
export function movedBefore(place: BeforePlace, change: (path: string) => string): BeforePlace {
  return place.kind === 'file' ? { ...place, path: change(place.path) } : movedImagePlace(place, change);
}

/** For people: as it was spelled. */
export function formatBefore(request: BeforeRequest): string {
  if (request.kind === 'dockerfile') return request.path;
  const { place } = request;
  return place.kind === 'file' ? place.path : formatImagePlace(place);
}
