import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { bytesSource } from '../../src/binary/byte-source.ts';
import { memoryOf } from '../../src/binary/go/linked/memory.ts';
import { openProgram } from '../../src/binary/open-program.ts';
import { fileRangeOf, type ProgramFile } from '../../src/binary/program-file.ts';
import { attribute } from '../../src/size/attribute.ts';
import { totalsOf } from '../../src/size/attribution.ts';
import { keptMismatch } from '../../src/size/kept-set.ts';
import { type PlacedData, placedData } from '../../src/size/placed-data.ts';
import type { ProgramReach } from '../../src/size/reach/program-reach.ts';
import { writeModule } from '../support/go-module.ts';
import { ourReach } from '../support/linker-kept.ts';
import {
  beside,
  compared,
  environmentOf,
  type PlacingBuild,
  placingProgram,
  shippedAndTold,
} from '../support/placed-programs.ts';

const work = await mkdtemp(join(tmpdir(), 'placing-'));
after(() => rm(work, { recursive: true, force: true }));
const directory = await writeModule(join(work, 'module'), placingProgram);
const texts = '-X main.version=v1.2.3-test -X main.channel=beta';

interface Placed {
  readonly shipped: ProgramFile;
  readonly told: ProgramFile;
  readonly reach: ProgramReach;
  readonly placed: PlacedData;
}

type PlaceRequest = Pick<PlacingBuild, 'platform' | 'go' | 'args' | 'ldflags'>;

async function place(request: PlaceRequest = {}): Promise<Placed> {
  const wanted = { ldflags: texts, ...request };
  const output = join(work, JSON.stringify(wanted).replaceAll(/\W/g, '-'));
  const { shipped, told } = shippedAndTold({ directory, output, ...wanted });
  const reach = await ourReach({ directory, ...request, env: environmentOf(request) });
  return { shipped, told, reach, placed: placedData(beside(shipped, reach)) };
}

const textOf = (program: ProgramFile, address: number, bytes: number): string =>
  memoryOf(program).read(address, bytes).bytes.toString('utf8');

/** What the linker makes itself; `.str` only of texts of its own. */
const ownOfLinker = /^(runtime\.(lastmoduledatap|firstmoduledata)|local\.moduledata|_cgo_.*)$/;

describe('data that compiled objects have are found in the stripped file, where the linker put them', () => {
  const cases: readonly PlaceRequest[] = [
    { platform: 'linux/amd64' },
    { platform: 'linux/amd64', go: 'go1.27.1' },
    { platform: 'linux/amd64', args: ['-buildmode=pie'] },
    { platform: 'linux/386' },
    { platform: 'darwin/arm64' },
    { platform: 'windows/amd64' },
  ];
  for (const request of cases) {
    it(Object.values(request).flat().join(', '), async () => {
      const { shipped, told, reach, placed } = await place(request);
      assert.equal(keptMismatch(beside(shipped, reach)), undefined);
      const { wrong, missing, data } = compared(placed, told);
      assert.deepEqual(wrong, []);
      assert.ok(data.length > 400, `${data.length}`);
      const lost = missing.filter((name) => !ownOfLinker.test(name));
      assert.ok(lost.length <= 20, lost.join(', '));
      for (const { name, address } of told.symbols()) {
        const text = /^go:string\."([\w ]+)"$/.exec(name)?.[1];
        if (text === undefined) continue;
        const found = placed.strings.find((one) => one.address === address);
        assert.equal(found && textOf(shipped, address, found.bytes), text);
      }
    });
  }
});

describe('what compiled objects tell of a stripped program', () => {
  let built: Placed;
  before(async () => {
    built = await place();
  });

  it('is whose a text is: of the package that alone uses it, or of none', () => {
    const users = new Map(
      built.placed.strings.map(({ address, bytes, package: user }) => [
        textOf(built.shipped, address, bytes),
        user,
      ]),
    );
    assert.equal(users.get('a text of the main package'), 'main');
    assert.equal(users.get('a text of the other package'), 'example.com/placing/other');
    assert.ok(users.has('a text of both packages'));
    assert.equal(users.get('a text of both packages'), undefined);
  });

  it('is where the variables are that the linker gave a text, and the texts', () => {
    const byName = new Map(built.placed.symbols.map((symbol) => [symbol.name, symbol]));
    const given = { 'main.version': 'v1.2.3-test', 'main.channel': 'beta', 'runtime.buildVersion': 'go1' };
    for (const [name, text] of Object.entries(given)) {
      const value = byName.get(`${name}.str`);
      assert.ok(byName.has(name) && value !== undefined, name);
      assert.ok(textOf(built.shipped, value.address, value.bytes - 1).startsWith(text), name);
    }
  });

  it('is where the texts of the go command are, of a program that is given no others', async () => {
    const { shipped, placed } = await place({ ldflags: '' });
    const info = placed.symbols.find(({ name }) => name === 'runtime.modinfo.str');
    assert.ok(info !== undefined);
    assert.match(textOf(shipped, info.address, info.bytes), /\nbuild\tGOARCH=amd64\n/);
  });

  it('is nothing of a variable that has a text, where it could be another one', async () => {
    const { placed } = await place({ ldflags: '-X example.com/placing/other.second=2nd' });
    const names = new Set(placed.symbols.map(({ name }) => name));
    const possible = ['main.version', 'example.com/placing/other.first', 'example.com/placing/other.second'];
    assert.deepEqual(
      possible.filter((name) => names.has(name)),
      [],
    );
    assert.ok(names.has('main.channel') && names.has('runtime.buildVersion'));
  });

  it('leaves next to nothing without an owner, and says of data what the symbols of all say', () => {
    const { shipped, told, placed } = built;
    const found = attribute(shipped, placed);
    assert.ok(found !== undefined);
    const objects = totalsOf(found);
    assert.equal(objects.method, 'objects');
    assert.ok(objects.unattributedBytes < shipped.source.length / 1000, `${objects.unattributedBytes}`);
    const { data, missing } = compared(placed, told);
    const proved = data.filter(({ name }) => !missing.includes(name));
    const byTable = attribute(shipped, { ...placed, symbols: proved, strings: [] });
    assert.ok(byTable !== undefined);
    const bySymbols = new Map(totalsOf(byTable).packages.map(({ path, parts }) => [path, parts]));
    for (const { path, parts } of objects.packages) {
      assert.equal(parts.data, bySymbols.get(path)?.data, path);
      assert.equal(parts.embedded, bySymbols.get(path)?.embedded, path);
    }
    assert.equal(
      objects.packages.find(({ path }) => path === 'example.com/placing')?.parts.embedded,
      140_008,
    );
  });

  it('is held against every byte: what was changed is not found, and nothing is found elsewhere', () => {
    const { shipped, told, reach, placed } = built;
    const victims = [
      'example.com/placing/other.numbers',
      'unicode.foldLl',
      'internal/strconv.smallsString',
      'time.utcLoc',
    ];
    const bytes = Buffer.from(shipped.source.read(0, shipped.source.length));
    const changed = placed.symbols.filter(({ name }) => victims.includes(name));
    assert.ok(changed.length >= 2, changed.map(({ name }) => name).join());
    for (const { address } of changed) {
      const { offset = 0 } = fileRangeOf(shipped, address) ?? {};
      bytes[offset] = (bytes[offset] ?? 0) ^ 0xff;
    }
    const again = placedData(beside(openProgram(bytesSource(bytes)), reach));
    const names = new Set(again.symbols.map(({ name }) => name));
    for (const { name } of changed) assert.equal(names.has(name), false, name);
    assert.deepEqual(compared(again, told).wrong, []);
    assert.ok(again.symbols.length >= placed.symbols.length - 3 * changed.length);
  });

  it('is nothing of a program that another linker made, and of WebAssembly', async () => {
    const none = bytesSource(Buffer.from('0061736d01000000', 'hex'));
    assert.deepEqual(placedData(beside(openProgram(none), built.reach)).symbols, []);
    assert.match(keptMismatch(beside(openProgram(none), built.reach))?.message ?? '', /no function table/);
  });
});

describe('compiled packages that are not those of the program are told', () => {
  const differing = async (name: string, text: (source: string) => string): Promise<string> => {
    const { shipped } = await place();
    const files = { ...placingProgram, 'other/other.go': text(placingProgram['other/other.go']) };
    const changed = await writeModule(join(work, name), files);
    const fault = keptMismatch(beside(shipped, await ourReach({ directory: changed })));
    assert.equal(fault?.code, 'E_BINARY');
    return fault.message;
  };

  it('by a function that they do not keep, and one that is not in the file', async () => {
    const message = await differing('renamed', (source) =>
      source
        .replace('func Text', '//go:noinline\nfunc more(at int) int { return at + 1 }\n\nfunc Text')
        .replace('[at%', '[more(at)%'),
    );
    assert.match(message, /a function they keep it does not have \(example\.com\/placing\/other\.more\)/);
  });

  it('by the length of a function', async () => {
    const longer = Array.from({ length: 40 }, (_, at) => `numbers[at%5] *= ${at + 3}`).join('; ');
    const message = await differing('longer', (source) =>
      source.replace('\treturn', `\t${longer}\n\treturn`),
    );
    assert.match(
      message,
      /the function example\.com\/placing\/other\.Text has \d+ bytes there and room for \d+ in it/,
    );
  });

  it('by the length of the variables', async () => {
    const message = await differing('data', (source) =>
      source.replace('[...]uint64{', '[5000]uint64{').replace('at%len(numbers)', 'at%5'),
    );
    assert.match(message, /variables without pointers have \d+ bytes there and room for \d+ in it/);
  });

  it('by data that have another content, if it is more than a little', async () => {
    const table = (first: number) => Array.from({ length: 3000 }, (_, at) => first * (at + 1)).join(', ');
    const withTable = (first: number) => {
      const source = placingProgram['other/other.go'].replace(/uint64\{.*\}/, `uint64{${table(first)}}`);
      return { ...placingProgram, 'other/other.go': source };
    };
    const [one, other] = [join(work, 'seven'), join(work, 'nine')];
    await Promise.all([writeModule(one, withTable(7)), writeModule(other, withTable(9))]);
    const { shipped } = shippedAndTold({ directory: one, output: join(work, 'seven-out') });
    const reach = await ourReach({ directory: other });
    assert.equal(keptMismatch(beside(shipped, reach)), undefined);
    assert.throws(() => placedData(beside(shipped, reach)), {
      code: 'E_BINARY',
      message: /of \d+ bytes of data there \d+ are not found in it/,
    });
    assert.ok(placedData(beside(shipped, await ourReach({ directory: one }))).symbols.length > 400);
  });
});
