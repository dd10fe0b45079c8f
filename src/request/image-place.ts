import { resolve } from 'node:path';
import { SlipwayError } from '../support/errors.ts';
import { isDigest } from '../support/hashing.ts';
import { quoted } from './faults.ts';
import { formatReference, type ImageReference, isTag, parseReference } from './reference.ts';

/**
 * Where an image lies, as --base and `slipway convert` name it. `name` chooses among several: a tag-like name (a layout's
 * org.opencontainers.image.ref.name, a docker archive's RepoTags) or a digest.
 */
export type ImagePlace =
  | { readonly kind: 'registry'; readonly reference: ImageReference }
  | {
      readonly kind: 'oci' | 'oci-archive' | 'docker-archive';
      readonly path: string;
      readonly name?: string;
    };

/** How messages and help name the spellings. */
export const imagePlaceForms =
  'REF, oci:DIR[:NAME|@DIGEST], oci-archive:FILE[:NAME|@DIGEST] or docker-archive:FILE[:NAME[:TAG]]';

/**
 * Reads an image's place as containers/image spells it (containers-transports(5)): a reference, with or without
 * `docker://`, or a kind and a path. The path is as it was written.
 * @throws SlipwayError E_CONFIG that says which part is wrong
 */
export function parseImagePlace(text: string): ImagePlace {
  const [, kind, rest = ''] = /^(oci|oci-archive|docker-archive):(.*)$/s.exec(text) ?? [];
  if (kind !== 'oci' && kind !== 'oci-archive' && kind !== 'docker-archive') {
    if (/^(?:\.{0,2}|~)\//.test(text)) throw pathAlone(text);
    return { kind: 'registry', reference: parseReference(text.replace(/^docker:\/\//, '')) };
  }
  const cut = kind === 'docker-archive' ? archiveCut(rest) : layoutCut(rest);
  const [path, name] = cut === undefined ? [rest] : [rest.slice(0, cut), rest.slice(cut + 1)];
  if (path === '' || /[\0\n\r]/.test(rest)) {
    throw new SlipwayError('E_CONFIG', `${quoted(text)} has no path after ${kind}:`, {
      hint: `write ${imagePlaceForms}`,
    });
  }
  return { kind, path, ...(name !== undefined && { name }) };
}

function pathAlone(text: string): SlipwayError {
  return new SlipwayError('E_CONFIG', `${quoted(text)} is a path, and does not say of what kind`, {
    hint: `write oci:${text} for a layout, oci-archive:${text} or docker-archive:${text} for a file`,
  });
}

/** A path may hold colons: a name is what follows the last one and has no slash; a digest follows @. */
function layoutCut(rest: string): number | undefined {
  const at = rest.lastIndexOf('@');
  if (at > 0 && isDigest(rest.slice(at + 1))) return at;
  const colon = rest.lastIndexOf(':');
  return colon > 0 && isTag(rest.slice(colon + 1)) ? colon : undefined;
}

/** 255 for the name and 128 for the tag (distribution/reference, reference.go). */
const longestArchiveName = 255 + 1 + 128;

/** RepoTags are references themselves: the first colon that is followed by `NAME:TAG`, or by a name without a slash. */
function archiveCut(rest: string): number | undefined {
  const first = Math.max(1, rest.length - longestArchiveName - 1);
  for (let colon = rest.indexOf(':', first); colon >= 0; colon = rest.indexOf(':', colon + 1)) {
    if (isArchiveName(rest.slice(colon + 1))) return colon;
  }
  return undefined;
}

function isArchiveName(text: string): boolean {
  try {
    const { tag, digest } = parseReference(text);
    return digest === undefined && (tag !== undefined || !text.includes('/'));
  } catch {
    return false;
  }
}

/** The spelling that {@link parseImagePlace} reads; a reference in full, without `docker://`. */
export function formatImagePlace(place: ImagePlace): string {
  if (place.kind === 'registry') return formatReference(place.reference);
  const { kind, path, name } = place;
  if (name === undefined) return `${kind}:${path}`;
  // A docker archive has no digests to choose by: what looks like one there is a name and a tag.
  return `${kind}:${path}${kind !== 'docker-archive' && isDigest(name) ? '@' : ':'}${name}`;
}

/** A place whose path is absolute. */
export function absoluteImagePlace(place: ImagePlace, directory: string): ImagePlace {
  return movedImagePlace(place, (path) => resolve(directory, path));
}

/** A place with another path, where it has one. */
export function movedImagePlace(place: ImagePlace, change: (path: string) => string): ImagePlace {
  return place.kind === 'registry' ? place : { ...place, path: change(place.path) };
}
