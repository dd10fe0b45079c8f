import { formatReference, parseReference } from '../../request/reference.ts';
import { SlipwayError } from '../../support/errors.ts';
import { parseFields } from '../../support/fields.ts';
import { isDigest, sha256 } from '../../support/hashing.ts';
import { mediaType } from '../descriptor.ts';
import { type ForeignDescriptor, parseIndex } from '../documents.ts';
import { layoutFile, layoutVersion } from '../layout-documents.ts';
import { listed, misnamed, shown, unsound } from './faults.ts';

/** image-spec, annotations.md. */
const refName = 'org.opencontainers.image.ref.name';
/** The full name as containerd and BuildKit write it beside a tag in ref.name. */
const fullName = 'io.containerd.image.name';

/**
 * The entries of a layout's index.json.
 * @throws SlipwayError E_CONFIG when it is no layout, E_BASE when it is a broken one
 */
export function readLayoutIndex(
  name: string,
  marker: Uint8Array | undefined,
  index: Uint8Array | undefined,
): readonly ForeignDescriptor[] {
  const lacks = marker === undefined ? layoutFile.marker : index === undefined ? layoutFile.index : undefined;
  if (marker === undefined || index === undefined)
    throw misnamed(name, `is no OCI layout: it has no ${lacks}`);
  const version = parseFields(marker)?.['imageLayoutVersion'];
  if (version !== layoutVersion)
    throw unsound(name, `${layoutFile.marker} says version ${shown(String(version))}, not ${layoutVersion}`);
  return parseIndex(index, { mediaType: mediaType.index, digest: sha256(index) }).manifests;
}

/**
 * The entry that is meant: by ref.name, by full name, by digest, or without a choice the only one.
 * @returns undefined when a digest is wanted that is none of the entries': it may lie below one
 * @throws SlipwayError E_CONFIG that lists what there is
 */
export function chooseEntry(
  name: string,
  entries: readonly ForeignDescriptor[],
  choice: string | undefined,
): ForeignDescriptor | undefined {
  const fitting = entries.filter((entry) => choice === undefined || fits(entry, choice));
  const distinct = [...new Map(fitting.map((entry) => [entry.digest, entry])).values()];
  const [only, other] = distinct;
  if (only !== undefined && other === undefined) return only;
  const there = listed([...new Set(entries.map(nameOf))]);
  if (entries.length === 0) throw unsound(name, `its ${layoutFile.index} names no image`);
  if (other !== undefined) {
    const what =
      choice === undefined ? 'holds several images' : `has several images by the name ${shown(choice)}`;
    const those = choice === undefined ? there : listed(distinct.map(({ digest }) => digest));
    throw misnamed(name, `${what}: ${those}`, 'name one after the path, as :NAME or @DIGEST');
  }
  if (choice !== undefined && isDigest(choice)) return undefined;
  throw misnamed(name, `has no image ${shown(choice ?? '')}; it has ${there}`);
}

function nameOf({ annotations, digest }: ForeignDescriptor): string {
  const written = annotations[fullName] ?? annotations[refName];
  return written === undefined ? digest : shown(written).slice(1, -1);
}

function fits({ annotations, digest }: ForeignDescriptor, choice: string): boolean {
  if (digest === choice || annotations[refName] === choice) return true;
  const full = annotations[fullName];
  return full !== undefined && sameImageName(full, choice);
}

/** Whether two names mean one image once Docker's defaults are filled in: `api` is docker.io/library/api:latest. */
export function sameImageName(a: string, b: string): boolean {
  return a === b || (normalName(a) !== undefined && normalName(a) === normalName(b));
}

function normalName(text: string): string | undefined {
  try {
    const reference = parseReference(text);
    return formatReference({ ...reference, tag: reference.tag ?? 'latest' });
  } catch (error) {
    if (error instanceof SlipwayError) return undefined;
    throw error;
  }
}
