import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withFileSource } from '../../../../src/binary/byte-source.ts';
import { packageOfType } from '../../../../src/binary/go/functions/symbol-package.ts';
import { type GoLedger, goLedger } from '../../../../src/binary/go/ledger/ledger.ts';
import { type RangeKind, rangeKinds } from '../../../../src/binary/go/ledger/ranges.ts';
import { openProgram } from '../../../../src/binary/open-program.ts';
import { fileRangeOf } from '../../../../src/binary/program-file.ts';
import { goNm, type LinkedName, linkedPrograms, type NmSymbol } from '../../../support/linked-programs.ts';
import { toldProgram } from '../../../support/telling-linker.ts';

/** What the linker's own names say a symbol is. */
const families: readonly (readonly [kind: RangeKind, name: RegExp])[] = [
  ['funcdata', /^gclocals|\.(arg(s_stackmap|info\d|liveinfo)|stkobj|opendefer|wrapinfo)$/],
  ['name', /^type:\.(namedata|importpath)\./],
  ['descriptor', /^type:\.(eq|hash)func|[·.]f$/],
  ['gcmask', /^type:\.gc(mask|prog)|^runtime\.gc(data|bss)$/],
  ['type', /^type:|^runtime\.typelink$/],
  ['itab', /^go:itab\.|^runtime\.itablink$/],
  ['structure', /^runtime\.(findfunctab|firstmoduledata|textsectionmap)$/],
];

interface Told {
  readonly ledger: GoLedger;
  readonly symbols: readonly (NmSymbol & { readonly kind: RangeKind; readonly offset: number })[];
}

function told(name: LinkedName): Told {
  const path = toldProgram(linkedPrograms[name]);
  return withFileSource(path, (source) => {
    const program = openProgram(source);
    const ledger = goLedger(program);
    assert.ok(ledger);
    const symbols = goNm(path).flatMap((symbol) => {
      const kind = /[tT]/.test(symbol.type)
        ? undefined
        : families.find(([, form]) => form.test(symbol.name))?.[0];
      const offset = fileRangeOf(program, symbol.address)?.offset;
      return kind === undefined || offset === undefined || symbol.bytes === 0
        ? []
        : [{ ...symbol, kind, offset }];
    });
    return { ledger, symbols };
  });
}

/** Index of the first range that ends behind an offset. */
function rangeAt({ ranges }: GoLedger, offset: number): number {
  let low = 0;
  let high = ranges.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ranges.starts[middle] ?? 0) + (ranges.bytes[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many bytes of a range of the file are of each kind; what has an owner of the name padding is called so. */
function kindsOf(ledger: GoLedger, offset: number, bytes: number): Map<string, number> {
  const { ranges, owners } = ledger;
  const found = new Map<string, number>();
  for (let index = rangeAt(ledger, offset); index < ranges.count; index++) {
    const start = ranges.starts[index] ?? 0;
    if (start >= offset + bytes) break;
    const within = Math.min(offset + bytes, start + (ranges.bytes[index] ?? 0)) - Math.max(offset, start);
    const isPadding = owners[ranges.owners[index] ?? 0]?.name === 'padding';
    const kind = isPadding ? 'padding' : (rangeKinds[ranges.kinds[index] ?? 0] ?? '');
    found.set(kind, (found.get(kind) ?? 0) + within);
  }
  return found;
}

const names: readonly LinkedName[] = [
  'linux/amd64',
  'linux/amd64, Go 1.22',
  'linux/amd64, Go 1.24',
  'linux/amd64, Go 1.27',
  'linux/amd64, position-independent',
  'linux/mips, 32 bit and big endian',
  'linux/s390x, big endian',
];

describe('what the linker says of every symbol that is usually hidden in another', () => {
  for (const name of names) {
    describe(name, () => {
      it('every byte of types, names, itabs, masks and funcdata is called what it is', () => {
        const { ledger, symbols } = told(name);
        const wrong = symbols.flatMap(({ name, bytes, kind, offset }) => {
          const kinds = kindsOf(ledger, offset, bytes);
          // Until Go 1.22 moduledata has one more word, which nothing in the file tells.
          const found =
            (kinds.get(kind) ?? 0) + (name === 'runtime.firstmoduledata' && bytes === 592 ? 8 : 0);
          return found >= bytes ? [] : [`${name}: ${bytes} of ${kind}, not ${[...kinds].join(' ')}`];
        });
        assert.ok(symbols.length > 5000, `only ${symbols.length} symbols`);
        assert.deepEqual(wrong, []);
      });

      it('and nothing else is called so', () => {
        const { ledger, symbols } = told(name);
        const { ranges } = ledger;
        const sums = new Map<RangeKind, number>();
        for (let index = 0; index < ranges.count; index++) {
          const kind = rangeKinds[ranges.kinds[index] ?? 0] ?? 'structure';
          sums.set(kind, (sums.get(kind) ?? 0) + (ranges.bytes[index] ?? 0));
        }
        const distinct = new Map(symbols.map((symbol) => [symbol.offset, symbol]));
        for (const kind of ['type', 'name', 'itab'] as const) {
          const truth = [...distinct.values()].filter((symbol) => symbol.kind === kind);
          assert.equal(
            sums.get(kind),
            truth.reduce((sum, { bytes }) => sum + bytes, 0),
            kind,
          );
        }
      });

      it('a type belongs to the package that its own symbol names', () => {
        const { ledger, symbols } = told(name);
        const wrong: string[] = [];
        let packages = 0;
        for (const { name, kind, offset } of symbols) {
          const text = name.slice('type:'.length);
          // The compiler's own types for the inside of maps are written otherwise.
          if (kind !== 'type' || !name.startsWith('type:') || /^\*?(noalg\.|map\.)|go\.shape/.test(text))
            continue;
          const owner = ledger.owners[ledger.ranges.owners[rangeAt(ledger, offset)] ?? 0];
          const naming = packageOfType(text);
          const expected =
            naming.kind === 'package'
              ? naming.path
              : naming.kind === 'several'
                ? 'shared by several packages'
                : /^(types of no package|runtime)$/;
          if (naming.kind === 'package') packages++;
          const isRight =
            typeof expected === 'string' ? owner?.name === expected : expected.test(owner?.name ?? '');
          if (!isRight) wrong.push(`${name}: ${owner?.name}`);
        }
        assert.ok(packages > 1000, `only ${packages} types`);
        assert.deepEqual(wrong, []);
      });
    });
  }
});
