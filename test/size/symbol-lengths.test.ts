import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { bytesSource } from '../../src/binary/byte-source.ts';
import { openProgram } from '../../src/binary/open-program.ts';
import type { ProgramFile, ProgramSymbol } from '../../src/binary/program-file.ts';
import { attribute } from '../../src/size/attribute.ts';
import { totalsOf } from '../../src/size/attribution.ts';
import { withLengths } from '../../src/size/symbol-lengths.ts';
import { goProgram } from '../support/go-programs.ts';
import { publishedProgram } from '../support/published-programs.ts';
import { tellingLinker } from '../support/telling-linker.ts';

const open = (path: string): ProgramFile => openProgram(bytesSource(readFileSync(path)));

function small(architecture: string, go: string | undefined, ...args: readonly string[]): ProgramFile {
  const env = { GOOS: 'darwin', GOARCH: architecture, ...(go !== undefined && { GOTOOLCHAIN: go }) };
  return open(goProgram({ source: 'small', args: ['-trimpath', ...args], env }).path);
}

function dataOf({ symbols, sections }: ProgramFile): readonly ProgramSymbol[] {
  const held = (symbol: ProgramSymbol): boolean => (sections[symbol.section ?? -1]?.bytes ?? 0) > 0;
  return symbols().filter((symbol) => symbol.kind === 'object' && held(symbol));
}

/** How far it is from an address to the next symbol. */
function rooms(program: ProgramFile): (address: number) => number {
  const borders = [...new Set(program.symbols().map(({ address }) => address))].sort((a, b) => a - b);
  const next = new Map(borders.map((address, index) => [address, borders[index + 1]]));
  return (address) => (next.get(address) ?? Number.NaN) - address;
}

describe('lengths of data of Mach-O, from the same objects linked to ELF', () => {
  for (const go of ['go1.18.10', 'go1.22.12', undefined, 'go1.27.1']) {
    for (const architecture of go === undefined ? ['arm64', 'amd64'] : ['arm64']) {
      it(`leave nothing but padding before the next symbol, where no symbol is hidden: ${architecture}, ${go}`, () => {
        const program = small(architecture, go, '-ldflags=-w');
        const lengths = withLengths(program, small(architecture, go, '-ldflags=-w -H=linux'));
        assert.ok(lengths);
        const all = small(architecture, go, '-ldflags=-w', `-toolexec=${tellingLinker(go)}`);
        // Carriers of many have no length of their own, or have one that is not the sum of what is in them.
        const known = dataOf(lengths).filter(
          ({ name, bytes }) => bytes > 0 && !/^(go[.:]|type|runtime\.(gc|find|itab|type))/.test(name),
        );
        assert.ok(known.length > 100, `only ${known.length}`);
        const [room, visibleRoom] = [rooms(all), rooms(program)];
        const wrong = known.filter(({ address, bytes }) => {
          const padding = room(address) - bytes;
          return !(padding >= 0 && padding < 32);
        });
        assert.deepEqual(
          wrong.map(({ name, address, bytes }) => `${name}: ${bytes} of ${room(address)}`),
          [],
        );
        // So the next symbol of the table says nothing of a length.
        const hidden = known.filter(({ address, bytes }) => visibleRoom(address) - bytes >= 32);
        assert.ok(hidden.length > 5, `${hidden.length}`);
      });
    }
  }

  it('are not taken from another program', () => {
    const program = small('arm64', undefined, '-ldflags=-w');
    const other = open(
      publishedProgram({ program: 'age', platform: 'darwin/arm64', ldflags: '-w -H=linux' }),
    );
    const grown = {
      ...other,
      symbols: () => other.symbols().map((each) => ({ ...each, bytes: each.bytes + 32 })),
    };
    assert.equal(withLengths(program, grown), undefined);
  });

  it('bring a real program to 95 %', () => {
    const request = { program: 'age', platform: 'darwin/arm64' } as const;
    const twin = open(publishedProgram({ ...request, ldflags: '-w' }));
    const lengths = withLengths(twin, open(publishedProgram({ ...request, ldflags: '-w -H=linux' })));
    const share = (named: ProgramFile | undefined): number => {
      const program = open(publishedProgram(request));
      const attribution = named && attribute(program, { program: named, provedBytes: 0 });
      assert.ok(attribution);
      return totalsOf(attribution).attributedBytes / program.source.length;
    };
    assert.ok(share(twin) < 0.92 && share(lengths) > 0.945, `${share(twin)} ${share(lengths)}`);
  });
});
