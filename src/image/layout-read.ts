import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SlipwayError } from '../support/errors.ts';
import { type Fields, isFields, parseFields } from '../support/fields.ts';
import { exists } from '../support/files.ts';
import { type IndexDocument, type LooseDescriptor, layoutFile, layoutVersion } from './layout-documents.ts';
import { isDocumentType } from './media-types.ts';
import { maxDocumentBytes } from './source/stored.ts';

/** image-spec, descriptor.md, "Digests": neither part can leave its folder. */
const digestPattern = /^([a-z0-9]+(?:[+._-][a-z0-9]+)*):([A-Za-z0-9=_-]+)$/;

/**
 * Reads the index.json of an OCI layout that any tool may have written.
 * @throws SlipwayError E_CONFIG when the folder is not a layout or a broken one
 */
export async function readLayout(directory: string): Promise<IndexDocument> {
  const marker = await readDocument(directory, layoutFile.marker);
  if (marker['imageLayoutVersion'] !== layoutVersion) {
    throw broken(
      directory,
      `${layoutFile.marker} says version ${JSON.stringify(marker['imageLayoutVersion'])}`,
    );
  }
  const document = await readDocument(directory, layoutFile.index);
  const { manifests } = document;
  if (document['schemaVersion'] !== 2 || !Array.isArray(manifests)) {
    throw broken(directory, `${layoutFile.index} is not an image index`);
  }
  const strange = manifests.findIndex((descriptor) => !isDescriptor(descriptor));
  if (strange >= 0)
    throw broken(directory, `manifests[${strange}] in ${layoutFile.index} is not a descriptor`);
  return { ...document, manifests };
}

async function readDocument(directory: string, name: string): Promise<Fields> {
  const path = join(directory, name);
  if (!(await exists(path))) throw broken(directory, `it has no ${name}`);
  const document = await parseFile(path);
  if (document === undefined) throw broken(directory, `${name} is not a JSON object`);
  return document;
}

/** A JSON object of bearable size; undefined for anything else. */
async function parseFile(path: string): Promise<Fields | undefined> {
  return (await stat(path)).size > maxDocumentBytes ? undefined : parseFields(await readFile(path));
}

function isDescriptor(value: unknown): value is LooseDescriptor {
  if (!isFields(value)) return false;
  const { mediaType: type, digest, size, annotations } = value;
  const named = typeof type === 'string' && typeof digest === 'string' && digestPattern.test(digest);
  return named && Number.isSafeInteger(size) && (annotations === undefined || isFields(annotations));
}

function broken(directory: string, what: string): SlipwayError {
  return new SlipwayError('E_CONFIG', `${directory} is not a sound OCI layout: ${what}`, {
    hint: 'remove the folder if nothing in it is needed, or name another one',
  });
}

/** Where a blob lies in a layout. */
export function layoutBlob(directory: string, digest: string): string {
  const [, algorithm = '', encoded = ''] = digestPattern.exec(digest) ?? [];
  return join(directory, 'blobs', algorithm, encoded);
}

/**
 * The digests of all blobs that descriptors lead to, themselves included. `whole` is false when a document on the way
 * is missing or cannot be read, so that there may be more.
 */
export async function reachableBlobs(
  directory: string,
  from: readonly LooseDescriptor[],
): Promise<{ digests: Set<string>; whole: boolean }> {
  const digests = new Set<string>();
  let whole = true;
  const queue = [...from];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (digests.has(next.digest)) continue;
    digests.add(next.digest);
    if (!isDocumentType(next.mediaType)) continue;
    const path = layoutBlob(directory, next.digest);
    const document = (await exists(path)) ? await parseFile(path) : undefined;
    if (document === undefined) whole = false;
    else queue.push(...childrenOf(document));
  }
  return { digests, whole };
}

function childrenOf(document: Fields): LooseDescriptor[] {
  const { manifests, config, layers } = document;
  return [manifests, config, layers].flat().filter(isDescriptor);
}
