import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Linking } from '../../src/gobuild/build.ts';
import { compiledPackages, type LinkedPackage } from '../../src/gobuild/compiled-packages.ts';
import type { LinkedArchives } from '../../src/gobuild/linked-archives.ts';
import { linkedPackages } from '../../src/gobuild/linked-packages.ts';
import { recordImports } from '../../src/gobuild/program-imports.ts';
import { embedded } from '../../src/stages/engine.ts';
import { makePrograms } from '../../src/stages/programs.ts';
import { hello, type Machine, machine, originOf, portsOf, requestOf, yard } from '../support/build-run.ts';
import { edit } from '../support/edits.ts';
import { go } from '../support/go-programs.ts';
import { oddModule } from '../support/odd-modules.ts';

const platform = { os: 'linux', architecture: 'amd64' } as const;

interface Place {
  readonly root: string;
  readonly machine: Machine;
  /** Asks the go command for everything. */
  readonly fresh?: boolean;
}

/** What links of a build were told, and what the go command says of the same programs afterwards. */
async function linkedOf({ root, machine, fresh = false }: Place, ...flags: readonly string[]) {
  const ports = portsOf(machine);
  const request = await requestOf(machine, root, ...flags);
  const origin = await originOf(request, ports);
  const archives = new Map<string, LinkedArchives>();
  const linking: Linking = (_go, { name }) => ({
    begins: (read) => archives.set(name, read),
    ended: () => undefined,
    failed: () => undefined,
  });
  const { targets, imports, remember } = await makePrograms(request, origin, embedded, ports, fresh, {
    linking,
  });
  await remember();
  const context = { go: origin.go.command, directory: origin.workspace.directory };
  const programs = await Promise.all(
    targets.flatMap((target) =>
      target.executables.map(async ({ platform }) => {
        const read = archives.get(target.name);
        const told = read && linkedPackages(read, imports, target.name, platform);
        return { read, told, listed: await compiledPackages(context, target, platform), target };
      }),
    ),
  );
  return { programs, runs: ports.goRuns().map(([name]) => name) };
}

/** What is said of packages either way, files only of the main package's module. */
function comparable(packages: readonly LinkedPackage[], main: string): LinkedPackage[] {
  const own = packages.find(({ path }) => path === main)?.module;
  return packages
    .map(({ path, archive, module, version, files }) => ({
      ...{ path, archive, module, files: module === own ? files : [] },
      ...(version !== undefined && { version }),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function check(place: Place, ...flags: readonly string[]) {
  const found = await linkedOf(place, ...flags);
  for (const { told, listed, target } of found.programs) {
    assert.ok(told !== undefined, target.name);
    assert.deepEqual(comparable(told, target.importPath), comparable(listed, target.importPath));
  }
  return found;
}

async function oddPlace(t: TestContext) {
  const { root, env } = await oddModule(t);
  const passed = Object.entries(env).filter(([name]) => name.startsWith('GO'));
  return { root, env, machine: await machine(t, Object.fromEntries(passed)) };
}

test('a link is told the packages that the go command lists, of modules with odd names and versions too', async (t) => {
  const place = await oddPlace(t);
  const { programs } = await check(place);
  assert.ok(programs[0]?.told?.some(({ version }) => version === 'v3.1.0+incompatible'));
  assert.ok(
    programs[0]?.told?.some(({ path, version }) => path === 'example.com/original' && version === 'v1.2.3'),
  );
});

test('a link is told packages of a vendor folder by their own names', async (t) => {
  const place = await oddPlace(t);
  go(['mod', 'vendor'], place.env, place.root);
  const { programs } = await check(place);
  assert.ok(programs[0]?.told?.some(({ module }) => module === 'example.com/Capital/Letters'));
});

test('what a program is linked from is known again where only a line changed, and the go command is not asked', async (t) => {
  const files = {
    ...hello,
    'main.go': 'package main\n\nimport "example.com/hello/said"\n\nfunc main() { said.It("hello") }\n',
    'said/said.go': 'package said\n\nimport "fmt"\n\nfunc It(text string) { fmt.Println(text) }\n',
    'said/said_windows.go': 'package said\n\nimport _ "net"\n',
  };
  const place = await yard(t, files);
  await check(place);
  await edit(place.root, { 'main.go': files['main.go'].replace('"hello")', '"hi")') });
  const { programs, runs } = await check(place);
  assert.deepEqual(runs, ['build', 'list'], 'the list is this test’s own');
  const said = programs[0]?.told?.find(({ path }) => path === 'example.com/hello/said');
  assert.deepEqual(said?.files, [`${place.root}/said/said.go`]);
});

test('programs with profiles of their own are linked from packages of their own', async (t) => {
  const program = 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println() }\n';
  const place = await yard(t, {
    'go.mod': 'module example.com/two\n\ngo 1.25\n',
    'cmd/a/main.go': program,
    'cmd/b/main.go': program,
    'cmd/a/default.pgo': '',
  });
  const { programs } = await check(place);
  const [a, b] = programs.map(({ read }) => read?.get('fmt'));
  assert.ok(a !== undefined && b !== undefined && a !== b);
});

test('a program that is current is linked from nothing', async (t) => {
  const place = await yard(t);
  await linkedOf(place);
  const { programs } = await linkedOf({ ...place, fresh: true });
  assert.deepEqual(
    programs.map(({ read }) => read),
    [undefined],
  );
});

test('what only the linker needs is told too: of a program that imports nothing, and of one with C code', async (t) => {
  const withC =
    'package main\n\n// int one(void) { return 1; }\nimport "C"\n\nfunc main() { println(C.one()) }\n';
  const { programs } = await check(await yard(t));
  assert.ok(programs[0]?.told?.some(({ path }) => path === 'runtime'));
  const c = await check(await yard(t, { ...hello, 'main.go': withC }), '--cgo');
  assert.ok(c.programs[0]?.told?.some(({ path }) => path === 'runtime/cgo'));
});

test('of a program that was not listed, or with a package that was not, nothing is said', () => {
  const packages = [{ ImportPath: 'example.com/api', Module: { Path: 'example.com/api' } }];
  const imports = recordImports([{ target: 'api', platform, main: 'example.com/api', packages }]);
  const archives = new Map([['example.com/api', '/cache/a-d']]);
  assert.equal(linkedPackages(archives, imports, 'api', platform)?.length, 1);
  assert.equal(linkedPackages(archives, imports, 'job', platform), undefined);
  const more = new Map([...archives, ['example.com/unheard', '/cache/b-d']]);
  assert.equal(linkedPackages(more, imports, 'api', platform), undefined);
});
