import { SlipwayError } from '../support/errors.ts';
import { parseForeignJson } from '../support/fields.ts';
import { isDigest } from '../support/hashing.ts';
import { type FieldReader, readFields } from '../support/read-fields.ts';
import type { AttributionMethod } from './attribution.ts';
import { nothing, type SizeSnapshot, type SnapshotImage } from './snapshot.ts';

/**
 * Reads a snapshot, of which nothing is taken on trust.
 * @param where what messages call it
 * @throws SlipwayError E_CONFIG when it is none, is damaged, or is of a format that only a newer Slipway knows
 */
export function decodeSnapshot(text: string, where: string): SizeSnapshot {
  return readSnapshot(
    readFields(parseForeignJson(text), (why) => damaged(where, why)),
    where,
  );
}

/**
 * The same where it is a part of other JSON, whose reader says what is wrong with it.
 * @throws SlipwayError E_CONFIG for a format that only a newer Slipway knows; as the reader does
 */
export function readSnapshot(root: FieldReader, where: string): SizeSnapshot {
  const version = root.number('schemaVersion');
  if (version !== 1) {
    throw new SlipwayError(
      'E_CONFIG',
      `${where} is a size snapshot of format ${version}, and this Slipway reads 1`,
      {
        hint: 'use the Slipway that made it, or a newer one',
      },
    );
  }
  const names = root.texts('names');
  return {
    slipway: root.text('slipway'),
    ...(root.has('commit') && { commit: root.text('commit') }),
    ...(root.has('created') && { created: root.text('created') }),
    targets: root.list('targets').map((target) => ({
      name: target.text('name'),
      importPath: target.text('importPath'),
      settings: target.textsByName('settings'),
      images: target.list('images').map((image) => imageOf(image, names)),
    })),
  };
}

function imageOf(image: FieldReader, names: readonly string[]): SnapshotImage {
  const program = image.object('program');
  const digest = program.text('digest');
  if (!isDigest(digest)) throw program.misfit('digest', 'a digest');
  return {
    platform: image.text('platform'),
    ...(image.has('diskBytes') && { diskBytes: image.length('diskBytes') }),
    ...(image.has('pullBytes') && { pullBytes: image.length('pullBytes') }),
    program: { path: program.text('path'), bytes: program.length('bytes'), digest },
    ...(image.has('attribution') && { attribution: attributionOf(image.object('attribution'), names) }),
  };
}

const methods: readonly AttributionMethod[] = ['objects', 'twin', 'pclntab'];

function attributionOf(
  attribution: FieldReader,
  names: readonly string[],
): NonNullable<SnapshotImage['attribution']> {
  const method = methods.find((known) => known === attribution.text('method'));
  if (method === undefined) throw attribution.misfit('method', methods.join(' or '));
  const columns = attribution.object('packages');
  const [path, module, bytes, wire, importers] = ['path', 'module', 'bytes', 'wireBytes', 'importedBy'].map(
    (column) => columns.numbers(column),
  ) as [number[], number[], number[], number[], number[]];
  if ([module, bytes, wire, importers].some(({ length }) => length !== path.length)) {
    throw columns.misfit('path', 'as long as the other columns');
  }
  if (bytes.some((length) => length < 0)) throw columns.misfit('bytes', 'a list of lengths');
  const nameAt = (number: number | undefined, column: string): string => {
    const name = names[number ?? nothing];
    if (name === undefined) throw columns.misfit(column, 'numbers of names');
    return name;
  };
  return {
    method,
    attributedBytes: attribution.length('attributedBytes'),
    unattributedBytes: attribution.length('unattributedBytes'),
    versions: versionsOf(attribution, names),
    packages: path.map((number, at) => {
      const [wireBytes = nothing, importer = nothing] = [wire[at], importers[at]];
      return {
        path: nameAt(number, 'path'),
        module: nameAt(module[at], 'module'),
        bytes: bytes[at] ?? 0,
        ...(wireBytes !== nothing && { wireBytes }),
        ...(importer !== nothing && { importedBy: nameAt(importer, 'importedBy') }),
      };
    }),
  };
}

/** A path and its version, and so on. */
function versionsOf(attribution: FieldReader, names: readonly string[]): Record<string, string> {
  const told = attribution.numbers('versions').map((number) => names[number]);
  if (told.includes(undefined) || told.length % 2 !== 0) {
    throw attribution.misfit('versions', 'pairs of numbers of names');
  }
  const pairs = told.flatMap((path, at) => (at % 2 === 0 ? [[path ?? '', told[at + 1] ?? ''] as const] : []));
  return Object.fromEntries(pairs);
}

function damaged(where: string, why: string): SlipwayError {
  return new SlipwayError('E_CONFIG', `${where} is no size snapshot: ${why}`, {
    hint: 'it may be damaged; build once more with --snapshot',
  });
}
