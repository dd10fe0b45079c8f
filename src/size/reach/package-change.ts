import { isDeepStrictEqual } from 'node:util';
import { withFileSource } from '../../binary/byte-source.ts';
import { type ObjectColumns, rows } from '../../binary/go/objects/columns.ts';
import { type ObjectView, viewObject } from '../../binary/go/objects/object-view.ts';
import type { ContentChange } from '../alike.ts';
import { type ChangedHash, contentCount, contentHash, isPartOfPctab } from './content-hashes.ts';
import type { ArchivedObject } from './objects.ts';

/** A package as it was compiled. */
export interface CompiledObjects {
  /** Path. */
  readonly archive: string;
  readonly objects: readonly ArchivedObject[];
}

/** What differs in a package that was compiled twice, where that is contents alone. */
export interface PackageChange {
  /** Of what is no function. */
  readonly contents: readonly ContentChange[];
  /** Places are those among the package's. */
  readonly hashes: readonly ChangedHash[];
}

/**
 * Compares all that the dead-code rules are told of a package: what they say stays the same where nothing but contents and their
 * hashes differs.
 * @returns undefined where anything else differs
 * @throws SlipwayError E_BINARY when an object is damaged; the system's error when an archive cannot be opened
 */
export function packageChange(before: CompiledObjects, after: CompiledObjects): PackageChange | undefined {
  if (before.objects.length !== after.objects.length) return undefined;
  const contents: ContentChange[] = [];
  const hashes: ChangedHash[] = [];
  let end = 0;
  for (const [at, object] of before.objects.entries()) {
    const next = after.objects[at];
    const changed = next && changedHashes(object.columns, next.columns);
    if (next === undefined || changed === undefined) return undefined;
    hashes.push(...changed.map((each) => ({ ...each, at: end + each.at })));
    end += contentCount(object.columns);
    const [old, fresh] = [viewOf(before.archive, object), viewOf(after.archive, next)];
    for (const [definition, flags] of object.columns.flags.entries()) {
      if ((flags & rows.functions) !== 0 || old.content(definition).equals(fresh.content(definition)))
        continue;
      contents.push({ before: wholeContent(old, definition), after: wholeContent(fresh, definition) });
    }
  }
  // Of files in the program more is asked than the rules are told.
  const embeds = before.objects.some(({ columns }) => columns.imports.includes('embed'));
  return embeds && contents.length > 0 ? undefined : { contents, hashes };
}

/** Undefined where the columns are not the same beside, or a part of pctab is another: then code is. */
function changedHashes(before: ObjectColumns, after: ObjectColumns): ChangedHash[] | undefined {
  const { contentHashes: old, ...others } = before;
  const { contentHashes: fresh, ...same } = after;
  if (old.length !== fresh.length || !isDeepStrictEqual(others, same)) return undefined;
  const changed: ChangedHash[] = [];
  let number = 0;
  for (let at = 0; at < old.length; at += 2) {
    const isSame = old[at] === fresh[at] && old[at + 1] === fresh[at + 1];
    if (isPartOfPctab(before, at)) {
      if (!isSame) return undefined;
      continue;
    }
    if (!isSame) changed.push({ at: number, before: contentHash(before, at), after: contentHash(after, at) });
    number += 1;
  }
  return changed;
}

function viewOf(archive: string, { offset, bytes }: ArchivedObject): ObjectView {
  return withFileSource(archive, (source) => viewObject(source.read(offset, bytes)));
}

/** With the zeros at its end. */
function wholeContent(view: ObjectView, definition: number): Buffer {
  const content = Buffer.alloc(view.size(definition));
  view.content(definition).copy(content);
  return content;
}
