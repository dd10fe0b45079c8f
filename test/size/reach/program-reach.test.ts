import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withFileSource } from '../../../src/binary/byte-source.ts';
import { readLinkerTables } from '../../../src/binary/go/objects/linker-tables.ts';
import { openProgram } from '../../../src/binary/open-program.ts';
import { parsePlatform } from '../../../src/request/platform.ts';
import { keptObjects } from '../../../src/size/placing/kept-objects.ts';
import { freeRuleColumns } from '../../../src/size/reach/column-rooms.ts';
import { definedNames } from '../../../src/size/reach/defined-names.ts';
import { type ArchivedObject, inLinkOrder, readArchive } from '../../../src/size/reach/objects.ts';
import { programReach } from '../../../src/size/reach/program-reach.ts';
import { goNm } from '../../support/go-nm.ts';
import { goProgram, linuxArchitectures, shippedHello } from '../../support/go-programs.ts';
import { gorootOf } from '../../support/go-versions.ts';
import { listCompiled, ourKept, ourReach } from '../../support/linker-kept.ts';
import { refusal } from '../../support/refusal.ts';

const { directory } = shippedHello('linux', 'amd64');

/** On Windows a table says where addresses are; WebAssembly leaves zeros out of its data. */
const platforms: readonly (readonly [platform: string, fault: number])[] = [
  ...linuxArchitectures.map((architecture) => [`linux/${architecture}`, 0.005] as const),
  ['darwin/arm64', 0.005],
  ['windows/amd64', 0.015],
  ['wasip1/wasm', 0.015],
];

/** What a file holds of what is loaded, without its build information and what else the linker makes. */
function sectionBytes(path: string): number {
  return withFileSource(path, (source) =>
    openProgram(source)
      .sections.filter(({ loaded, name }) => loaded && !/^\.(note|go\.|shstrtab|gosymtab)/.test(name))
      .reduce((sum, { bytes }) => sum + bytes, 0),
  );
}

describe('what the linker keeps of a program', () => {
  for (const [platform, fault] of platforms) {
    it(`has the bytes of its sections, but for ${fault * 100} % at the most: ${platform}`, async () => {
      const reach = await ourReach({ directory, platform });
      const [os = '', architecture = ''] = platform.split('/');
      const real = sectionBytes(shippedHello(os, architecture).path);
      const share = reach.flood.bytes() / real;
      assert.ok(Math.abs(share - 1) < fault, `${reach.flood.bytes()} of ${real}: ${share}`);
    });
  }

  it('are the functions that go tool nm lists, but for what the linker makes or puts in their place', async () => {
    const { path } = goProgram({
      source: 'hello',
      args: ['-trimpath', '-ldflags=-w'],
      env: { GOOS: 'linux', GOARCH: 'amd64' },
    });
    const reach = await ourReach({ directory });
    const ours = new Set([...ourKept(reach).functions].map((name) => name.replaceAll('·', '.')));
    const listed = new Set(
      goNm(path).flatMap(({ code, name }) => (/^t$/i.test(code) ? [name.replace(/\.abi0$/, '')] : [])),
    );
    const made = /^(?:runtime\.(?:text|etext|mapinitnoop)|go:textfips(?:start|end))$/;
    assert.deepEqual(
      [...listed].filter((name) => !ours.has(name) && !made.test(name)),
      [],
    );
    assert.deepEqual(
      [...ours].filter((name) => !listed.has(name)),
      [],
    );
    assert.ok(ours.size > 1000, `${ours.size}`);
  });

  it('is known without what only its rules ask for, also beside a file', async () => {
    const tables = await readLinkerTables(gorootOf('local'), 'amd64');
    const packages = listCompiled({ directory });
    const platform = parsePlatform('linux/amd64');
    const told = (free: (objects: readonly ArchivedObject[]) => void) => {
      const read = packages.map(({ archive }) => readArchive(archive, tables));
      const objects = inLinkOrder(packages, read, packages.at(-1)?.path ?? '');
      const reach = programReach(objects, platform, tables, () => free(read.flat()));
      const { names, owners, linknamed } = reach;
      const files = definedNames(reach.objects, 'main');
      return { names, owners, linknamed, files, kept: keptObjects(reach, 'amd64') };
    };
    assert.deepEqual(
      told(freeRuleColumns),
      told(() => {}),
    );
  });

  it('is not said where a package is missing, or where all are of another platform', async () => {
    const tables = await readLinkerTables(gorootOf('local'), 'amd64');
    const packages = listCompiled({ directory });
    const main = packages.at(-1)?.path ?? '';
    const read = packages.map(({ archive }) => readArchive(archive, tables));
    const platform = parsePlatform('linux/amd64');
    assert.ok(programReach(inLinkOrder(packages, read, main), platform, tables).flood.bytes() > 1e5);
    const runtime = packages.findIndex(({ path }) => path === 'internal/runtime/atomic');
    const rest = <T>(all: readonly T[]): T[] => all.filter((_, at) => at !== runtime);
    const missing = await refusal(() => inLinkOrder(rest(packages), rest(read), main), 'E_BINARY');
    assert.match(missing.message, /linked with package internal\/runtime\/atomic, which is not listed/);
    const objects = inLinkOrder(packages, read, main);
    const foreign = await refusal(
      () => programReach(objects, parsePlatform('windows/amd64'), tables),
      'E_BINARY',
    );
    assert.match(foreign.message, /no package defines _rt0_amd64_windows/);
  });
});
