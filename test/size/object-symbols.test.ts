import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { bytesSource } from '../../src/binary/byte-source.ts';
import { openProgram } from '../../src/binary/open-program.ts';
import type { ProgramFile, ProgramSymbol } from '../../src/binary/program-file.ts';
import { withObjectSymbols } from '../../src/size/object-symbols.ts';
import { attributedProgram, attributedShare } from '../support/attributions.ts';
import { goProgram, lacksCgo, listArchives } from '../support/go-programs.ts';
import { tellingLinker } from '../support/telling-linker.ts';

const open = (path: string): ProgramFile => openProgram(bytesSource(readFileSync(path)));

interface Built {
  readonly program: ProgramFile;
  readonly archives: readonly string[];
}

function small(platform: string, go: string | undefined, ...args: readonly string[]): Built {
  const [os = '', architecture = ''] = platform.split('/');
  const env = { GOOS: os, GOARCH: architecture, ...(go !== undefined && { GOTOOLCHAIN: go }) };
  const { path, directory } = goProgram({ source: 'small', args: ['-trimpath', ...args], env });
  return { program: open(path), archives: listArchives(directory, '.', env) };
}

/** As a format without lengths would tell them. */
function withoutLengths(program: ProgramFile): ProgramFile {
  const symbols = program
    .symbols()
    .map((each): ProgramSymbol => (each.kind === 'object' ? { ...each, bytes: 0 } : each));
  return { ...program, symbols: () => symbols };
}

/** Carriers of many have no length of their own, or have one that is not the sum of what is in them. */
const made = /^(go[.:]|type|runtime\.(gc|find|itab|type))/;

function dataOf({ symbols, sections }: ProgramFile): readonly ProgramSymbol[] {
  const held = (symbol: ProgramSymbol): boolean => (sections[symbol.section ?? -1]?.bytes ?? 0) > 0;
  return symbols().filter((each) => each.kind === 'object' && held(each) && !made.test(each.name));
}

/** How far it is from an address to the next symbol. */
function rooms(program: ProgramFile): (address: number) => number {
  const borders = [...new Set(program.symbols().map(({ address }) => address))].sort((a, b) => a - b);
  const next = new Map(borders.map((address, index) => [address, borders[index + 1]]));
  return (address) => (next.get(address) ?? Number.NaN) - address;
}

const versions = ['go1.18.10', 'go1.20.14', 'go1.22.12', undefined, 'go1.27.1'];

describe('lengths of data from the compiled packages', () => {
  for (const go of versions) {
    it(`are those that the linker writes where a format has them: ELF, ${go}`, () => {
      const { program, archives } = small('linux/amd64', go, '-ldflags=-w');
      const lengths = withObjectSymbols(withoutLengths(program), archives);
      const told = new Map(dataOf(lengths).map(({ name, bytes }) => [name, bytes]));
      const wrong = dataOf(program).filter(({ name, bytes }) => told.get(name) !== bytes);
      assert.ok(told.size > 120, `only ${told.size}`);
      // What the linker itself makes no package defines.
      const unknown = wrong.filter(({ name }) => told.get(name) === 0).map(({ name }) => name);
      assert.deepEqual(
        wrong.filter(({ name }) => told.get(name) !== 0),
        [],
      );
      assert.ok(unknown.length <= 12, unknown.join(', '));
    });
  }

  for (const platform of ['darwin/arm64', 'darwin/amd64', 'windows/amd64', 'windows/arm64', 'windows/386']) {
    for (const go of platform === 'darwin/arm64' || platform === 'windows/amd64' ? versions : [undefined]) {
      it(`leave nothing but padding before the next symbol, where no symbol is hidden: ${platform}, ${go}`, () => {
        const { program, archives } = small(platform, go, '-ldflags=-w');
        const lengths = withObjectSymbols(program, archives);
        const all = small(platform, go, '-ldflags=-w', `-toolexec=${tellingLinker(go)}`).program;
        const listed = new Set(program.symbols().map(({ address }) => address));
        const known = dataOf(lengths).filter(({ bytes, address }) => bytes > 0 && listed.has(address));
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

  for (const platform of ['linux/amd64', 'linux/arm64', 'darwin/arm64', 'windows/amd64', 'windows/386']) {
    for (const go of /amd64$/.test(platform) ? versions : [undefined]) {
      it(`come with what no symbol table names, where the linker put it: ${platform}, ${go}`, () => {
        const { program, archives } = small(platform, go, '-ldflags=-w');
        const all = small(platform, go, '-ldflags=-w', `-toolexec=${tellingLinker(go)}`).program;
        const told = new Set(all.symbols().map(({ name, address }) => `${name} ${address}`));
        const own = new Set(program.symbols().map(({ name, address }) => `${name} ${address}`));
        const found = withObjectSymbols(program, archives)
          .symbols()
          .map(({ name, address }) => `${name} ${address}`)
          .filter((each) => !own.has(each));
        assert.ok(found.length > 15, `only ${found.length}`);
        assert.deepEqual(
          // A variable of the runtime that no linker lists.
          found.filter((each) => !told.has(each) && !each.startsWith('_cgo_yield ')),
          [],
        );
      });
    }
  }

  it('are not taken from packages of another program', () => {
    const { program } = small('darwin/arm64', undefined, '-ldflags=-w');
    const { archives } = small('darwin/amd64', 'go1.22.12', '-ldflags=-w');
    assert.throws(() => withObjectSymbols(program, archives), {
      code: 'E_BINARY',
      message: /of another program/,
    });
  });

  it('are not refused for the marks that a C linker sets', { skip: lacksCgo() }, () => {
    const env = { CGO_ENABLED: '1' };
    const args = ['-trimpath', '-ldflags=-w -linkmode=external'];
    const { path, directory } = goProgram({ source: 'cgo', args, env });
    const program = open(path);
    const mark = program.symbols().find(({ name }) => name === '__TMC_END__');
    assert.equal(mark?.bytes, 0);
    const told = withObjectSymbols(program, listArchives(directory, '.', env));
    const known = new Map(dataOf(told).map(({ name, bytes }) => [name, bytes]));
    assert.deepEqual(
      dataOf(program).filter(({ name, bytes }) => known.get(name) !== bytes),
      [],
    );
  });

  it('are not guessed from what is no compiled package, or is cut', () => {
    const { program, archives } = small('windows/amd64', undefined, '-ldflags=-w');
    const folder = mkdtempSync(join(tmpdir(), 'archives-'));
    try {
      const [whole = ''] = archives.filter((path) => readFileSync(path).length > 100_000);
      const bytes = readFileSync(whole);
      const broken = {
        'no-archive': Buffer.from('!<thin>\n'),
        cut: bytes.subarray(0, bytes.length - 5000),
        'unknown-go': Buffer.from(bytes.toString('latin1').replaceAll('\0go120ld', '\0go999ld'), 'latin1'),
      };
      for (const [name, content] of Object.entries(broken)) {
        const path = join(folder, name);
        writeFileSync(path, content);
        assert.throws(
          () => withObjectSymbols(program, [path]),
          { code: 'E_BINARY', message: /at byte \d+/ },
          name,
        );
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  for (const platform of ['linux/amd64', 'linux/arm64', 'darwin/arm64', 'windows/amd64', 'windows/arm64']) {
    it(`bring a real program to 98 %, strings aside: ${platform}`, () => {
      const { bytes, pclntab, twin } = attributedProgram({ program: 'age', platform });
      const [alone, both] = [attributedShare(pclntab, bytes), attributedShare(twin, bytes)];
      assert.ok(alone < 0.96 && both >= 0.98, `${alone} ${both}`);
    });
  }
});
