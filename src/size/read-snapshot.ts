import { budget } from '../request/budget-field.ts';
import type { Json } from '../request/kinds.ts';
import { SlipwayError } from '../support/errors.ts';
import { type Fields, parseForeignJson } from '../support/fields.ts';
import { isDigest } from '../support/hashing.ts';
import { type FieldReader, readFields } from '../support/read-fields.ts';
import type { AttributionMethod } from './attribution.ts';
import type { SizeSnapshot, SnapshotImage } from './snapshot.ts';
import { readDeadCode } from './snapshot-dead-code.ts';
import { nothing, readVerdicts } from './snapshot-verdicts.ts';

/**
 * Reads a snapshot, of which nothing is taken on trust.
 * @param where what messages call it
 * @throws SlipwayError E_CONFIG when it is none, is damaged, or is of a format that only a newer Slipway knows
 */
export function decodeSnapshot(text: string, where: string): SizeSnapshot {
  const value = parseForeignJson(text);
  if (value === undefined) throw damaged(where, 'it is no JSON, or not all of it');
  return readSnapshot(value, where, (why) => damaged(where, why));
}

/**
 * The same where it is a part of other JSON.
 * @param fault makes the error of what is wrong with it
 * @throws SlipwayError E_CONFIG for a format that only a newer Slipway knows; what `fault` makes
 */
export function readSnapshot(value: unknown, where: string, fault: (why: string) => Error): SizeSnapshot {
  const root = readFields(value, fault);
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
  const targets = root.list('targets');
  const budgets = (value as { targets: readonly Fields[] }).targets.map((target) => target['budget']);
  return {
    slipway: root.text('slipway'),
    ...(root.has('commit') && { commit: commitOf(root) }),
    ...(root.has('created') && { created: root.text('created') }),
    targets: targets.map((target, at) => ({
      name: filled(target, 'name'),
      importPath: filled(target, 'importPath'),
      settings: target.textsByName('settings'),
      ...(target.has('budget') && { budget: budgetOf(budgets[at], target) }),
      images: target.list('images').map((image) => imageOf(image, names)),
    })),
    ...(root.has('checks') && { checks: readVerdicts(root.object('checks'), names) }),
  };
}

/** Only what slipway.yaml could say itself. */
function budgetOf(written: unknown, target: FieldReader): Json {
  try {
    return budget.show(budget.parse(JSON.stringify(written)));
  } catch (error) {
    if (error instanceof SlipwayError) throw target.misfit('budget', 'a budget');
    throw error;
  }
}

/** A full hash, as git writes it: it is told, and is looked up. */
function commitOf(root: FieldReader): string {
  const commit = root.text('commit');
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)) throw root.misfit('commit', 'the hash of a commit');
  return commit;
}

function filled(reader: FieldReader, name: string): string {
  const text = reader.text(name);
  if (text === '') throw reader.misfit(name, 'a text with something in it');
  return text;
}

function imageOf(image: FieldReader, names: readonly string[]): SnapshotImage {
  const program = image.object('program');
  const digest = program.text('digest');
  if (!isDigest(digest)) throw program.misfit('digest', 'a digest');
  return {
    platform: filled(image, 'platform'),
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
  const retained = columns.has('retainedBytes') ? columns.numbers('retainedBytes') : [];
  if (![0, path.length].includes(retained.length) || retained.some((length) => length < nothing)) {
    throw columns.misfit('retainedBytes', 'a list of lengths, as long as the other columns');
  }
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
    ...(attribution.has('retained') && { retained: retainedOf(attribution, names) }),
    ...(attribution.has('deadCode') && { deadCode: readDeadCode(attribution.object('deadCode'), names) }),
    packages: path.map((number, at) => {
      const [wireBytes = nothing, importer = nothing] = [wire[at], importers[at]];
      const retainedBytes = retained[at] ?? nothing;
      return {
        path: nameAt(number, 'path'),
        module: nameAt(module[at], 'module'),
        bytes: bytes[at] ?? 0,
        ...(wireBytes !== nothing && { wireBytes }),
        ...(retainedBytes !== nothing && { retainedBytes }),
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

/** The number of a path, its bytes, and so on. */
function retainedOf(attribution: FieldReader, names: readonly string[]): Record<string, number> {
  const told = attribution.numbers('retained');
  const pairs = told.flatMap((number, at) =>
    at % 2 === 0 ? [[names[number], told[at + 1] ?? nothing] as const] : [],
  );
  return Object.fromEntries(
    pairs.map(([path, bytes]) => {
      if (path !== undefined && bytes >= 0) return [path, bytes];
      throw attribution.misfit('retained', 'pairs of the number of a name and a length');
    }),
  );
}

function damaged(where: string, why: string): SlipwayError {
  return new SlipwayError('E_CONFIG', `${where} is no size snapshot: ${why}`, {
    hint: 'it may be damaged; build once more with --snapshot',
  });
}
