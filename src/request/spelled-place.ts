import { resolve } from 'node:path';
import { exists } from '../support/files.ts';
import { absoluteImagePlace, type ImagePlace, parseImagePlace } from './image-place.ts';

/** A path that says not what lies there. */
export interface BareFile {
  readonly kind: 'file';
  readonly path: string;
}

/** Whether a place is spelled with its kind, so that it cannot be meant otherwise. */
const hasKind = /^(?:(?:oci|oci-archive|docker-archive):|docker:\/\/)/;

/** An argument that is a path without a kind: it looks like one, or something lies there. */
export async function bareFile(text: string, cwd: string): Promise<BareFile | undefined> {
  const path = resolve(cwd, text);
  const isPath = /^\.{0,2}\//.test(text) || text === '.' || text === '..';
  if (hasKind.test(text) || !(isPath || (await exists(path)))) return undefined;
  return { kind: 'file', path };
}

/**
 * A place with an absolute path.
 * @throws SlipwayError E_CONFIG as `parseImagePlace`
 */
export function placeOf(text: string, cwd: string): ImagePlace {
  return absoluteImagePlace(parseImagePlace(text), cwd);
}

/** False where a name without a registry would mean Docker Hub, though a file may have been meant. */
export function saysWhere(text: string, place: ImagePlace): boolean {
  return place.kind !== 'registry' || hasKind.test(text) || text.startsWith(`${place.reference.registry}/`);
}
