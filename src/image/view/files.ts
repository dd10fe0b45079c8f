import type { TarEntryType } from '../../support/tar/read-tar.ts';
import { type ApplyFault, lookUp, opaqueName, type TreeNode, whiteoutPrefix } from '../read/tree.ts';
import { type Fate, followEntries } from './fates.ts';
import type { FileKind, ViewFile } from './image-view.ts';
import { goOwner, packageOwners } from './owners.ts';
import { isRpmDatabase } from './packages.ts';
import type { ReadEntry, ReadLayer } from './read-layer.ts';

/** Every entry of every layer with its fate and its owner; and what a person should know of how they were found. */
export function viewFiles(layers: readonly ReadLayer[]): { files: ViewFile[]; notices: string[] } {
  // A layer that stands twice in an image has entries of its own each time: their fates differ.
  const entries = layers.map((layer) => layer.entries.map((entry) => ({ ...entry })));
  const { root, fateOf, faults } = followEntries(entries);
  const ownerOf = packageOwners(
    layers.map(({ packages }) => packages),
    realPaths(root),
  );
  const files = entries.flatMap((list, layer) =>
    list.map((entry) => {
      const owner = entry.type === 'directory' ? undefined : ownerOf(entry.absolute, layer);
      return viewFile(entry, layer, fateOf(entry), owner ?? goOwner(entry.content.program));
    }),
  );
  const notices = [
    ...few(layers.flatMap(({ skippedDatabases }) => skippedDatabases.map(skippedText))),
    ...(files.some(({ path, state }) => state === 'present' && isRpmDatabase(path)) ? [rpmText] : []),
    ...few(faults.map(faultText)),
  ];
  return { files, notices };
}

const rpmText = 'the packages of this image are in an RPM database, which is not read: owners are unknown';

function skippedText(path: string): string {
  return `${path} is longer than any real one, and was not read: owners may be unknown`;
}

function faultText({ layer, path, reason }: ApplyFault): string {
  return `layer ${layer + 1}: ${JSON.stringify(path)} cannot be unpacked: ${reason}`;
}

const mostTexts = 5;

/** The first ones, and how many more there are. */
function few(texts: readonly string[]): string[] {
  const rest = texts.length - mostTexts;
  return rest <= 0 ? [...texts] : [...texts.slice(0, mostTexts), `and ${rest} more of this kind`];
}

/**
 * Where paths really are: links of folders followed in the final file system. Names that are gone stay as they are.
 */
function realPaths(root: TreeNode<ReadEntry>): (path: string) => string {
  const folders = new Map<string, string>();
  return (path) => {
    const cut = path.lastIndexOf('/');
    const folder = path.slice(0, cut);
    let real = folders.get(folder);
    if (real === undefined) {
      const found = lookUp(root, folder);
      real = found.kind !== 'found' ? folder : found.path === '/' ? '' : found.path;
      folders.set(folder, real);
    }
    return real + path.slice(cut);
  };
}

function viewFile(entry: ReadEntry, layer: number, fate: Fate, owner: string | undefined): ViewFile {
  const { absolute, size, mode, link, content } = entry;
  const kind = kindOf(entry);
  return {
    path: absolute,
    kind,
    bytes: size,
    layer,
    mode,
    ...(link !== '' && { link }),
    // Archives describe the root too, which no layer replaces.
    ...(absolute === '/' ? { state: 'present' } : fate),
    ...(owner !== undefined && { owner }),
    ...content,
  };
}

const kinds: Readonly<Record<TarEntryType, FileKind>> = {
  file: 'file',
  hardlink: 'hardlink',
  symlink: 'symlink',
  'character-device': 'character-device',
  'block-device': 'block-device',
  directory: 'folder',
  fifo: 'fifo',
};

function kindOf({ absolute, type }: ReadEntry): FileKind {
  const name = absolute.slice(absolute.lastIndexOf('/') + 1);
  if (name === opaqueName) return 'opaque-whiteout';
  return name.startsWith(whiteoutPrefix) ? 'whiteout' : kinds[type];
}
