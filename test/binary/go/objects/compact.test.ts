import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { bytesSource } from '../../../../src/binary/byte-source.ts';
import { goObjects } from '../../../../src/binary/go/objects/archive.ts';
import { edge, nothing, type ObjectColumns, rows } from '../../../../src/binary/go/objects/columns.ts';
import { compactObject } from '../../../../src/binary/go/objects/compact.ts';
import { readLinkerTables } from '../../../../src/binary/go/objects/linker-tables.ts';
import { textHash } from '../../../../src/binary/go/objects/name-hash.ts';
import {
  blockCount,
  objectHeaderBytes,
  offsetsAt,
  staticAbi,
} from '../../../../src/binary/go/objects/object-layout.ts';
import { type ObjectView, viewObject } from '../../../../src/binary/go/objects/object-view.ts';
import { buildGraph } from '../../../../src/size/reach/build-graph.ts';
import { byteRules } from '../../../../src/size/reach/node-bytes.ts';
import { numberSymbols } from '../../../../src/size/reach/symbols.ts';
import { SlipwayError } from '../../../../src/support/errors.ts';
import { damagedSource, damageOf } from '../../../support/damage.ts';
import { go, goProgram, listArchives } from '../../../support/go-programs.ts';
import { gorootOf } from '../../../support/go-versions.ts';

const { directory } = goProgram({ source: 'small', args: ['-trimpath'] });
const tables = await readLinkerTables(gorootOf('local'), 'amd64');
const archives = listArchives(directory, '.', { GOOS: 'linux', GOARCH: 'amd64' });

interface Read {
  readonly view: ObjectView;
  readonly columns: ObjectColumns;
}

function readAll(path: string): Read[] {
  const source = bytesSource(readFileSync(path));
  return goObjects(source).map(({ offset, bytes }) => {
    const object = source.read(offset, bytes);
    return { view: viewObject(object), columns: compactObject(object, tables) };
  });
}

/** As go tool nm writes sections. */
function letterOf(kind: string): string {
  if (kind.startsWith('STEXT')) return 'T';
  if (kind.startsWith('SRODATA')) return 'R';
  return /BSS/.test(kind) ? 'B' : /^S(NOPTR)?DATA/.test(kind) ? 'D' : '?';
}

describe('what is kept of a compiled object', () => {
  it('are the definitions that go tool nm lists, with their sizes and kinds, but for debug information', () => {
    let compared = 0;
    for (const path of archives.slice(-8)) {
      const ours = readAll(path).flatMap(({ view, columns }) =>
        Array.from(columns.kinds, (kind, definition) => ({ view, columns, definition, kind }))
          .filter(({ kind, definition }) => kind !== 0 && view.name(definition) !== '')
          .map(({ definition }) => {
            const kind = letterOf(tables.kinds[view.kind(definition)] ?? '');
            return `${columns.sizes[definition]} ${kind} ${view.name(definition)}`;
          }),
      );
      const lines = go(['tool', 'nm', '-size', '-sort=none', path], {}).split('\n');
      const theirs = lines.flatMap((line) => {
        const [, bytes, letter = '', name = ''] =
          /^\s*[0-9a-f]+\s+(\d+) ([A-TV-Za-z])\s+(.+)$/.exec(line) ?? [];
        // Behind the name of what is local nm writes a number.
        return bytes === undefined ? [] : [`${bytes} ${letter.toUpperCase()} ${name.replace(/<\d+>$/, '')}`];
      });
      const told = new Set(ours.filter((row) => !/ \? /.test(row)));
      assert.deepEqual(
        [...new Set(theirs)].filter((row) => !told.has(row)),
        [],
      );
      const listed = new Set(theirs);
      assert.deepEqual(
        [...told].filter((row) => !listed.has(row)),
        [],
      );
      compared += told.size;
    }
    assert.ok(compared > 1000, `only ${compared}`);
  });

  it('are the references that go tool objdump finds in the code of each function', () => {
    const path = archives.at(-1) ?? '';
    const [read] = readAll(path);
    if (read === undefined) return assert.fail();
    const { view, columns } = read;
    const all = columns.kinds.length + columns.references;
    const nameOf = (target: number): string | undefined => (target < all ? view.name(target) : undefined);
    const named = new Set(Array.from({ length: all }, (_, at) => view.name(at)));
    const functions = new Map(
      Array.from(columns.kinds, (_, definition) => [view.name(definition), definition] as const),
    );
    const code = go(['tool', 'objdump', path], {})
      .split(/^TEXT /m)
      .slice(1);
    let compared = 0;
    for (const text of code) {
      const [, name = ''] = /^(.+?)\(SB\)/.exec(text) ?? [];
      const definition = functions.get(name) ?? assert.fail(name);
      const targets = new Set(
        [
          ...text.matchAll(/\]R_(?:PCREL|CALL|USEIFACE|USEIFACEMETHOD|ADDR):(.+?)(?= \[\d+:\d+\]R_|\t|$)/gm),
        ].map(([, target = '']) => target.replace(/\+-?\d+$/, '').replace(/<1>$/, '')),
      );
      const edges = Array.from(
        columns.edgeTargets.subarray(columns.edgeStarts[definition], columns.edgeStarts[definition + 1]),
      );
      for (let row = 0; row < columns.calls.length; row += 3) {
        if (columns.calls[row] === definition) edges.push(columns.calls[row + 1] ?? nothing);
      }
      const ours = new Set(edges.map(nameOf));
      const known = [...targets].filter((target) => named.has(target));
      assert.deepEqual(
        known.filter((target) => !ours.has(target)),
        [],
        name,
      );
      const elsewhere = new Set(edges.filter((target) => target >= all));
      assert.equal(elsewhere.size, targets.size - known.length, name);
      compared += targets.size;
    }
    assert.ok(compared > 20, `only ${compared}`);
  });

  it('are marks of the definitions that functions and calls are told of', () => {
    const marked = (columns: ObjectColumns, bit: number): number[] =>
      [...columns.flags.keys()].filter((definition) => ((columns.flags[definition] ?? 0) & bit) !== 0);
    const firsts = (column: Uint32Array, width: number): number[] => [
      ...column.filter((_, at) => at % width === 0),
    ];
    const sorted = (definitions: readonly number[]): number[] =>
      [...new Set(definitions)].sort((one, other) => one - other);
    let compared = 0;
    for (const { view, columns } of archives.slice(-8).flatMap(readAll)) {
      const { functions, calls, namedCalls } = columns;
      assert.deepEqual(marked(columns, rows.functions), firsts(functions, 4));
      const calling = [...firsts(calls, 3), ...firsts(namedCalls, 2)];
      assert.deepEqual(marked(columns, rows.calls), sorted(calling));
      for (let row = 0; row < functions.length; row += 4) {
        assert.equal(functions[row + 3], Buffer.byteLength(view.name(functions[row] ?? 0)));
      }
      compared += calling.length;
    }
    assert.ok(compared > 20, `only ${compared}`);
  });

  it('are hashes of the names by which others may mean what is defined or referred to', () => {
    for (const { view, columns } of archives.slice(-8).flatMap(readAll)) {
      const [own, short, hashed] = view.counts;
      const told: string[] = [];
      for (let symbol = 0; symbol < view.definitions + view.references; symbol += 1) {
        const isContent = symbol >= own && symbol < own + short + hashed;
        const isDebug = symbol < view.definitions && /^SDWARF/.test(tables.kinds[view.kind(symbol)] ?? '');
        if (isContent || isDebug || view.abi(symbol) === staticAbi || view.name(symbol) === '') continue;
        const hash = new Uint32Array(2);
        textHash(view.name(symbol), hash, 0);
        told.push(`${symbol} ${view.abi(symbol)} ${hash.join(' ')}`);
      }
      const ours = Array.from({ length: columns.names.length / 3 }, (_, row) => {
        const [symbol = 0, first, second] = columns.names.subarray(3 * row, 3 * row + 3);
        return `${symbol >>> 1} ${symbol & 1} ${first} ${second}`;
      });
      assert.deepEqual(ours, told);
    }
  });

  it('are methods, interfaces and calls by their names', () => {
    const [read] = readAll(archives.at(-1) ?? '');
    const methods = readAll(archives.find((path) => readAll(path).some(hasInterfaces)) ?? '').flatMap(
      ({ columns }) => columns.methodNames,
    );
    assert.ok(read !== undefined && methods.length > 0);
    assert.ok(
      methods.every((name) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)),
      methods.join(),
    );
  });
});

function hasInterfaces({ columns }: Read): boolean {
  return columns.interfaceMethods.length > 0;
}

describe('a damaged object', () => {
  const path = archives.at(-1) ?? '';
  const whole = readFileSync(path);
  const [range] = goObjects(bytesSource(whole));
  const object = whole.subarray(range?.offset, (range?.offset ?? 0) + (range?.bytes ?? 0));

  /** Its columns and all that its rules reach, or the refusal. */
  const ask = (bytes: Uint8Array): 'read' | 'refused' => {
    try {
      const columns = compactObject(bytes, tables);
      assert.ok(columns.edgeTargets.length <= bytes.length);
      assert.ok(columns.edgeKinds.every((kind) => kind <= edge.method));
      const symbols = numberSymbols([{ package: 'main', columns }], tables, ['main.main', 'main..inittask']);
      buildGraph(symbols, 'main.main', byteRules(tables));
      return 'read';
    } catch (error) {
      assert.ok(error instanceof SlipwayError && error.code === 'E_BINARY', String(error));
      assert.match(error.message, /cannot be read at byte \d+: /);
      return 'refused';
    }
  };

  it('is refused where a block is said to begin elsewhere, and where it is cut', () => {
    assert.equal(ask(object), 'read');
    for (let block = 0; block < blockCount; block += 1) {
      for (const value of [0, 1, object.length - 1, object.length + 1, 0xffff_ffff]) {
        const damaged = Buffer.from(object);
        damaged.writeUInt32LE(value, offsetsAt + 4 * block);
        // The last ones have the names of references, which are for people, and the end of the file.
        if (block < blockCount - 2) assert.equal(ask(damaged), 'refused', `block ${block} at ${value}`);
      }
    }
    for (const bytes of [0, 7, 20, objectHeaderBytes - 1, objectHeaderBytes, object.length >> 1]) {
      assert.equal(ask(object.subarray(0, bytes)), 'refused', `${bytes}`);
    }
  });

  it('gives answers or says where it is damaged, wherever that is', () => {
    let refused = 0;
    const headers = [
      [0, objectHeaderBytes],
      [objectHeaderBytes, object.length],
    ] as const;
    fc.assert(
      fc.property(damageOf({ bytes: object, headers }), (damage) => {
        const { source } = damagedSource({ bytes: object, headers: [] }, damage);
        if (ask(source.read(0, source.length)) === 'refused') refused += 1;
      }),
      { numRuns: 1500 },
    );
    assert.ok(refused > 100, `${refused}`);
  });
});
