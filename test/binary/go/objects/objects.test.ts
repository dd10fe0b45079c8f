import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type ByteSource, bytesSource } from '../../../../src/binary/byte-source.ts';
import { goObjects } from '../../../../src/binary/go/objects/archive.ts';
import { readObject } from '../../../../src/binary/go/objects/object.ts';
import { SlipwayError } from '../../../../src/support/errors.ts';
import { damagedSource, damageOf } from '../../../support/damage.ts';
import { go, goProgram, listArchives } from '../../../support/go-programs.ts';

const { directory } = goProgram({ source: 'small', args: ['-trimpath'] });
const archives = listArchives(directory, '.', { GOOS: 'linux', GOARCH: 'amd64' });

/** The archive of the program's main package, the last one listed. */
const main = archives.at(-1) ?? '';

interface Definition {
  readonly name: string;
  readonly bytes: number;
}

/** Everything that can be asked. */
function definitionsOf(source: ByteSource): Definition[] {
  return goObjects(source).flatMap((range) => {
    const object = readObject(source, range);
    return Array.from({ length: object.definitions }, (_, definition) => {
      object.contentOf(definition);
      object.pointersOf(definition);
      return { name: object.nameOf(definition), bytes: object.bytesOf(definition) };
    });
  });
}

describe('the objects in the archive of a compiled package', () => {
  it('define what go tool nm lists, as long as it says', () => {
    let compared = 0;
    for (const path of archives.slice(-12)) {
      const told = new Map<string, Set<number>>();
      for (const { name, bytes } of definitionsOf(bytesSource(readFileSync(path)))) {
        told.set(name, (told.get(name) ?? new Set()).add(bytes));
      }
      // address, size, type, name; a name may hold blanks. U: defined elsewhere.
      const lines = go(['tool', 'nm', '-size', '-sort=none', path], {}).split('\n');
      const rows = lines.flatMap((line) => /^\s*[0-9a-f]+\s+(\d+) ([A-TV-Z?])\s+(.+)$/i.exec(line) ?? []);
      for (let at = 0; at < rows.length; at += 4) {
        // Behind the name of what is local nm writes a number.
        const [, bytes = '', , listed = ''] = rows.slice(at, at + 4);
        const name = listed.replace(/<\d+>$/, '');
        assert.ok(
          told.get(name)?.has(Number(bytes)),
          `${name}: ${bytes}, not ${[...(told.get(name) ?? [])]}`,
        );
        compared++;
      }
    }
    assert.ok(compared > 500, `only ${compared}`);
  });

  it('lead to other definitions by addresses', () => {
    const source = bytesSource(readFileSync(main));
    const pointers = goObjects(source).flatMap((range) => {
      const object = readObject(source, range);
      return Array.from({ length: object.definitions }, (_, at) => object.pointersOf(at)).flat();
    });
    assert.ok(pointers.some(({ definition }) => definition !== undefined));
    assert.ok(pointers.every(({ bytes }) => bytes === 8));
  });

  it('give answers or say where they are damaged', () => {
    const bytes = readFileSync(main);
    const objects = goObjects(bytesSource(bytes));
    const headers: [number, number][] = [[0, 200]];
    for (const { offset, bytes: length } of objects) {
      headers.push([offset, offset + 100], [offset, offset + length]);
    }
    let refused = 0;
    fc.assert(
      fc.property(damageOf({ bytes, headers }), (damage) => {
        const { source, largest } = damagedSource({ bytes, headers: [] }, damage);
        try {
          definitionsOf(source);
        } catch (error) {
          assert.ok(error instanceof SlipwayError && error.code === 'E_BINARY', String(error));
          refused++;
        }
        assert.ok(largest() <= bytes.length);
      }),
      { numRuns: 2000 },
    );
    assert.ok(refused > 100, `${refused}`);
  });
});
