import { knownMediaType } from '../../image/media-types.ts';
import type { LayerEntry } from '../../image/read/layer-scan.ts';
import { components } from '../../image/read/tree.ts';
import type { Fault, ImageCheck } from '../check.ts';
import { quote } from '../forms.ts';
import type { Image, ImageLayer } from '../image.ts';

const again = 'build or copy the image again';

/** image-spec, config.md, "Layer DiffID". */
export const diffIds: ImageCheck = {
  of: 'image',
  name: 'image/diff-ids',
  severity: 'block',
  needs: ['config'],
  run: function* ({ config, configDocument, layers }) {
    for (const [at, { reference, scan }] of layers.entries()) {
      if (scan === undefined) continue;
      if (scan.unpackFault !== undefined) {
        yield { where: reference.where, what: scan.unpackFault, todo: again };
        continue;
      }
      const said = config?.diffIds?.[at];
      if (said === undefined || !said.startsWith('sha256:') || said === scan.diffId) continue;
      const where = `${configDocument?.name} /rootfs/diff_ids/${at}`;
      yield { where, what: `says ${said}, the layer unpacks to ${scan.diffId}`, todo: again };
    }
  },
};

/** image-spec, config.md, "rootfs" and "history": one diff ID and one non-empty history entry for each layer. */
export const configMatchesManifest: ImageCheck = {
  of: 'image',
  name: 'image/config-matches-manifest',
  severity: 'block',
  needs: ['config'],
  run: function* ({ config, configDocument, layers, manifest }) {
    const name = configDocument?.name ?? 'config';
    const count = layers.length;
    const ids = config?.diffIds?.length;
    if (ids !== undefined && ids !== count) {
      yield {
        where: `${name} /rootfs/diff_ids`,
        what: `has ${ids} entries for ${count} layers`,
        todo: again,
      };
    }
    const filled = config?.history?.filter((entry) => !entry.emptyLayer).length;
    if (filled !== undefined && filled !== count && config?.history?.length !== 0) {
      const what = `has ${filled} entries that are not empty_layer for ${count} layers`;
      yield { where: `${name} /history`, what, todo: again };
    }
    const own = knownMediaType(manifest.document.mediaType ?? '')?.family;
    const family = knownMediaType(manifest.config.descriptor.mediaType ?? '')?.family;
    if (own !== undefined && family !== own) {
      const what = `is ${family}'s type in a manifest of ${own}'s: engines refuse a mixture`;
      yield { where: `${manifest.config.where}/mediaType`, what, severity: 'warn', todo: again };
    }
  },
};

/** The archives themselves (image-spec, layer.md), so that every engine unpacks the same files and none outside. */
export const tar: ImageCheck = {
  of: 'image',
  name: 'image/tar',
  severity: 'block',
  needs: [],
  run: function* (image) {
    for (const layer of image.layers) {
      const { where } = layer.reference;
      const softly = layer.own ? {} : ({ severity: 'warn' } as const);
      for (const { offset, message, loose } of layer.scan?.tarFaults ?? []) {
        yield { where: `${where} at byte ${offset}`, what: message, todo: again, ...(loose ? softly : {}) };
      }
      yield* entryFaults(layer);
    }
    yield* applyFaults(image);
  },
};

function* entryFaults(layer: ImageLayer): Generator<Fault> {
  const seen = new Set<string>();
  for (const entry of layer.scan?.entries ?? []) {
    for (const fault of faultsOfEntry(entry, layer.own)) yield { ...fault, where: inLayer(layer, entry) };
    const path = components(entry.path).join('/');
    if (seen.has(path)) {
      const what = 'is in the layer twice (layer.md, "Distributable Format")';
      yield { where: inLayer(layer, entry), what, todo: again };
    }
    seen.add(path);
  }
}

/** A fault of an entry that is yet to be told with its place. */
type EntryFault = Omit<Fault, 'where'>;

function* faultsOfEntry(entry: LayerEntry, own: boolean): Generator<EntryFault> {
  for (const fault of pathFaults(entry, own)) yield { todo: 'leave it out of the layer', ...fault };
  if (entry.type === 'character-device' || entry.type === 'block-device') {
    const what = `is a ${entry.type.replace('-', ' ')}`;
    yield { what, severity: own ? 'block' : 'warn', todo: 'leave it out: engines make /dev' };
  }
  yield* linkFaults(entry, own);
}

/** Paths that leave the root, and whiteouts that hide nothing (layer.md, "Whiteouts"). */
function* pathFaults({ path, type, size }: LayerEntry, own: boolean): Generator<EntryFault> {
  if (path === '') yield { what: 'has no name' };
  // Engines take it as relative to the image's root; tar itself does not.
  if (path.startsWith('/')) yield { what: 'is an absolute path', severity: own ? 'block' : 'warn' };
  const names = components(path);
  if (names.includes('..')) yield { what: 'goes up with ".."' };
  const last = names.at(-1) ?? '';
  if (!last.startsWith('.wh.')) return;
  if (last === '.wh.') yield { what: 'is a whiteout of nothing' };
  else if (last.startsWith('.wh..wh.') && last !== '.wh..wh..opq') {
    yield { what: 'is metadata of AUFS, which no engine reads any more', severity: 'warn' };
  } else if (type !== 'file' || size !== 0) {
    yield { what: 'is a whiteout, which must be an empty regular file' };
  }
}

function* linkFaults(entry: LayerEntry, own: boolean): Generator<EntryFault> {
  const names = components(entry.link);
  if (entry.type === 'hardlink') {
    if (names.includes('..') || names.length === 0) {
      yield { what: `its hard link target ${quote(entry.link)} is not inside the image`, todo: again };
    }
    return;
  }
  if (entry.type !== 'symlink') return;
  if (entry.link === '') yield { what: 'is a symbolic link to nothing', todo: again };
  let depth = entry.link.startsWith('/') ? 0 : components(entry.path).length - 1;
  for (const name of names) {
    depth += name === '..' ? -1 : 1;
    if (depth >= 0) continue;
    const what = `links to ${quote(entry.link)}, which climbs above the root`;
    yield { what, severity: own ? 'block' : 'warn', todo: 'link to a path inside the image' };
    return;
  }
}

function* applyFaults({ tree, layers }: Image): Generator<Fault> {
  for (const { layer, path, reason } of tree?.faults ?? []) {
    const where = `${layers[layer]?.reference.where}, ${quote(path)}`;
    yield { where, what: `cannot be unpacked: ${reason}`, todo: again };
  }
}

const setUid = 0o4000;
const setGid = 0o2000;
const sticky = 0o1000;
const worldWritable = 0o002;

/** Files that let their user become another, or that every user can change. In foreign layers it is only said. */
export const modes: ImageCheck = {
  of: 'image',
  name: 'image/modes',
  severity: 'block',
  needs: [],
  run: function* ({ layers }) {
    for (const layer of layers) {
      const severity = layer.own ? 'block' : 'warn';
      for (const entry of layer.scan?.entries ?? []) {
        const what = modeFault(entry);
        if (what === undefined) continue;
        yield { where: inLayer(layer, entry), what, severity, todo: 'chmod it, for example to 0755 or 0644' };
      }
    }
  },
};

function modeFault({ type, mode }: LayerEntry): string | undefined {
  const octal = mode.toString(8).padStart(4, '0');
  if (type === 'file' && mode & (setUid | setGid))
    return `is set-${mode & setUid ? 'uid' : 'gid'} (mode ${octal})`;
  if (!(mode & worldWritable) || type === 'symlink' || type === 'hardlink') return undefined;
  // In a folder with the sticky bit, such as /tmp, nobody can touch what is another's.
  if (type === 'directory' && mode & sticky) return undefined;
  return `everybody can write it (mode ${octal})`;
}

function inLayer({ reference }: ImageLayer, { path }: LayerEntry): string {
  return `${reference.where}, ${quote(path)}`;
}
