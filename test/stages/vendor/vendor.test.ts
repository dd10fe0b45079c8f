import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { faultsOf } from '../../../src/report/module-inspection.ts';
import type { VendorInspection, VendorProgram } from '../../../src/report/vendor-inspection.ts';
import { edit } from '../../support/edits.ts';
import { goNm } from '../../support/go-nm.ts';
import { go } from '../../support/go-programs.ts';
import { refusal } from '../../support/refusal.ts';
import { folderOf } from '../../support/temporary.ts';
import { builtByGo, copyWith, inspectVendorFolder, vendoredProgram } from '../../support/vendor-run.ts';
import { digestOf, temporaryFolders } from '../../support/workspace.ts';

const mapFile = 'golang.org/x/text/cases/map.go';

type Differences = NonNullable<VendorProgram['differences']>;

function differencesOf({ targets: [program] }: VendorInspection): Differences {
  assert.ok(program?.differences, program?.error?.message ?? 'there is a program');
  return program.differences;
}

/** Bytes that differ and are neither of build info nor of build IDs, by part; undefined: the part has another length. */
function restOf({ sections }: Differences): Record<string, number | undefined> {
  const open = sections.filter(({ differing }) => differing?.rest !== 0);
  return Object.fromEntries(open.map(({ name, differing }) => [name, differing?.rest]));
}

function statusOf({ verdicts }: VendorInspection, check: string): string | undefined {
  return verdicts.find((verdict) => verdict.check === check)?.status;
}

/** Rows of the build info, as `go version -m` prints them. */
function infoRows(path: string): string[] {
  const [, ...rows] = go(['version', '-m', path], {}).split('\n');
  return rows.map((row) => row.replace(/^\t/, '')).filter((row) => row.trim() !== '');
}

/** Lengths of the functions of a program. */
function functionBytes(path: string): Map<string, number> {
  return new Map(goNm(path).flatMap(({ name, bytes, code }) => (/^t$/i.test(code) ? [[name, bytes]] : [])));
}

const root = await vendoredProgram(await temporaryFolders(after)());
const text = await readFile(join(root, 'vendor', mapFile), 'utf8');
const textBytes = Buffer.byteLength(text);

test('slipway inspect --vendor says that a fresh vendor folder is what go.sum says, and its program the same but for h1 hashes', async (t) => {
  const { found, text: told } = await inspectVendorFolder(t, root);
  assert.deepEqual(
    found.modules.map(({ path, provedBy, changed, extra, missing }) => [
      path,
      provedBy?.from,
      changed.length + extra.length + missing.length,
    ]),
    [
      ['example.com/near', 'folder', 0],
      ['golang.org/x/text', 'module cache', 0],
    ],
  );
  const sum = /golang\.org\/x\/text v0\.30\.0 (h1:\S+)/.exec(
    await readFile(join(root, 'go.sum'), 'utf8'),
  )?.[1];
  assert.equal(found.modules[1]?.provedBy?.h1, sum);
  assert.deepEqual([found.strays, found.modulesTxt], [[], []]);
  assert.deepEqual(new Set(found.verdicts.map(({ status }) => status)), new Set(['pass']));
  assert.deepEqual(faultsOf(found), []);

  const [vendored, downloaded] = [builtByGo(root, 'vendor'), builtByGo(root, 'readonly')];
  const [program] = found.targets;
  assert.equal(program?.vendored?.digest, await digestOf(vendored));
  assert.equal(program?.downloaded?.digest, await digestOf(downloaded));
  assert.equal(program?.same, false);
  const differences = differencesOf(found);
  const [own, other] = [infoRows(vendored), infoRows(downloaded)];
  assert.deepEqual(differences.buildInfo.lines, [
    {
      vendored: own.find((row) => !other.includes(row)),
      downloaded: other.find((row) => !own.includes(row)),
    },
  ]);
  assert.match(
    differences.buildInfo.lines[0]?.downloaded ?? '',
    /^dep\tgolang\.org\/x\/text\tv0\.30\.0\th1:/,
  );
  assert.equal(differences.buildInfo.downloaded - differences.buildInfo.vendored, sum?.length);
  assert.deepEqual(
    [differences.aligned, differences.packages, restOf(differences), differences.unexplained],
    [true, [], {}, []],
  );
  assert.match(told, /1 dep row without a h1 hash/);
  assert.match(told, /all else is the same, byte for byte/);
});

test('slipway inspect --vendor tells a comment at the end of a file, which changes no program', async (t) => {
  const changed = await copyWith(t, root, { [`vendor/${mapFile}`]: `${text}// new\n` });
  const { found } = await inspectVendorFolder(t, changed);
  assert.deepEqual(found.modules[1]?.changed, [
    {
      path: mapFile,
      offset: textBytes,
      line: text.split('\n').length,
      lineEndsOnly: false,
      vendoredBytes: textBytes + 7,
      moduleBytes: textBytes,
      built: true,
    },
  ]);
  assert.deepEqual([statusOf(found, 'vendor/files'), statusOf(found, 'vendor/program')], ['fail', 'pass']);
  assert.equal(faultsOf(found)[0]?.code, 'E_VERIFY');
  assert.deepEqual([differencesOf(found).packages, restOf(differencesOf(found))], [[], {}]);
});

test('slipway inspect --vendor tells a comment between lines by the package whose lines moved, and that no code did', async (t) => {
  const lines = text.split('\n');
  const moved = [...lines.slice(0, 30), '// new', ...lines.slice(30)].join('\n');
  const changed = await copyWith(t, root, { [`vendor/${mapFile}`]: moved });
  const { found } = await inspectVendorFolder(t, changed);
  const differences = differencesOf(found);
  assert.deepEqual(Object.keys(restOf(differences)), ['.gopclntab']);
  assert.deepEqual(
    differences.packages.map(({ path, reason, files }) => [path, reason, files]),
    [
      ['golang.org/x/text/cases', 'files', [mapFile]],
      ['example.com/app', 'imports', []],
    ],
  );
  assert.ok(differences.packages[0]?.symbols.includes('golang.org/x/text/cases.(*titleCaser).Transform'));
  assert.equal(statusOf(found, 'vendor/program'), 'fail');
});

test('slipway inspect --vendor names package and file of a constant that was changed, and finds nothing else in the program', async (t) => {
  const changed = await copyWith(t, root, {
    'vendor/example.com/near/near.go': 'package near\n\nconst Word = "a word from near bz"\n',
  });
  const { found, text: told } = await inspectVendorFolder(t, changed);
  const differences = differencesOf(found);
  assert.deepEqual(restOf(differences), { '.rodata': 1 });
  const [near, app] = differences.packages;
  assert.deepEqual(
    [near?.path, near?.reason, near?.files],
    ['example.com/near', 'files', ['example.com/near/near.go']],
  );
  assert.deepEqual(
    [app?.path, app?.reason, app?.imports],
    ['example.com/app', 'imports', ['example.com/near']],
  );
  assert.deepEqual(
    found.modules.map(({ changed: files }) => files.map(({ path, line }) => `${path}:${line}`)),
    [['example.com/near/near.go:3'], []],
  );
  assert.match(told, /example\.com\/near compiled from other files: example\.com\/near\/near\.go/);
});

test('slipway inspect --vendor names the functions whose code was changed, as go tool nm tells them', async (t) => {
  const at = text.indexOf('{\n', text.indexOf('func (t *titleCaser) Transform')) + 2;
  const code = '\tif len(src) == 12345 {\n\t\tprintln("never")\n\t}\n';
  const changed = await copyWith(t, root, {
    [`vendor/${mapFile}`]: text.slice(0, at) + code + text.slice(at),
  });
  const { found } = await inspectVendorFolder(t, changed);
  const [own, other] = (['vendor', 'readonly'] as const).map((mode) =>
    functionBytes(builtByGo(changed, mode, '-ldflags=-w')),
  );
  const resized = [...(own ?? [])]
    .filter(([name, bytes]) => other?.get(name) !== bytes)
    .map(([name]) => name);
  assert.ok(resized.length > 0);
  const cases = differencesOf(found).packages.find(({ path }) => path === 'golang.org/x/text/cases');
  assert.deepEqual(cases?.files, [mapFile]);
  for (const name of resized) assert.ok(cases?.symbols.includes(name), name);
  assert.deepEqual(differencesOf(found).unexplained, []);
});

test('slipway inspect --vendor lists files that no module has, and those that are missing', async (t) => {
  const changed = await copyWith(t, root, {
    'vendor/golang.org/x/text/cases/zz.go': 'package cases\n\nfunc init() { println("hi") }\n',
    'vendor/golang.org/x/text/cases/zz_windows.go': 'package cases\n',
    'vendor/example.com/other/other.go': 'package other\n',
    'vendor/golang.org/x/text/language/doc.go': null,
  });
  const { found } = await inspectVendorFolder(t, changed);
  const module = found.modules[1];
  assert.deepEqual(module?.extra, [
    { path: 'golang.org/x/text/cases/zz.go', built: true },
    { path: 'golang.org/x/text/cases/zz_windows.go', built: false },
  ]);
  assert.deepEqual(module?.missing, [{ path: 'golang.org/x/text/language/doc.go', built: true }]);
  assert.deepEqual(found.strays, [{ path: 'example.com/other/other.go', built: false }]);
  const [cases] = differencesOf(found).packages;
  assert.deepEqual(
    [cases?.path, cases?.files],
    ['golang.org/x/text/cases', ['golang.org/x/text/cases/zz.go']],
  );
});

test('slipway inspect --vendor tells what go says against modules.txt, and what it does not look at', async (t) => {
  const modulesTxt = readFileSync(join(root, 'vendor/modules.txt'), 'utf8');
  const inconsistent = await copyWith(t, root, {
    'vendor/modules.txt': modulesTxt.replace('## explicit; go 1.24\n', '## go 1.24\n'),
  });
  const refused = (await inspectVendorFolder(t, inconsistent)).found;
  assert.throws(
    () => builtByGo(inconsistent, 'vendor'),
    (error: Error) => refused.modulesTxt.length === 1 && error.message.includes(refused.modulesTxt[0] ?? ''),
  );
  assert.equal(refused.targets[0]?.error?.mode, 'vendored');

  const older = await copyWith(t, root, {
    'vendor/modules.txt': modulesTxt.replace('go 1.24.0', 'go 1.20'),
  });
  builtByGo(older, 'vendor');
  const { found } = await inspectVendorFolder(t, older);
  assert.deepEqual(found.modulesTxt, [
    'golang.org/x/text@v0.30.0: is marked as go 1.20 in vendor/modules.txt, but its go.mod says go 1.24.0',
  ]);
  const { packages } = differencesOf(found);
  assert.ok(packages.length > 0);
  for (const { reason, versions } of packages)
    assert.deepEqual([reason, versions], ['language version', { vendored: '1.20', downloaded: '1.24.0' }]);
});

test('slipway inspect --vendor compares programs that are signed, and those without build info of their own', async (t) => {
  for (const platform of ['darwin/arm64', 'wasip1/wasm']) {
    const { found } = await inspectVendorFolder(t, root, { flags: ['--platform', platform] });
    const differences = differencesOf(found);
    assert.deepEqual(
      [differences.aligned, restOf(differences), differences.unexplained],
      [true, {}, []],
      platform,
    );
    assert.equal(statusOf(found, 'vendor/program'), 'pass', platform);
  }
});

test('slipway inspect --vendor looks into the vendor folder of a workspace', async (t) => {
  const place = await folderOf(t, {
    'go.work': 'go 1.24\n\nuse (\n\t./a\n\t./b\n)\n',
    'a/go.mod': 'module example.com/a\n\ngo 1.24\n\nrequire golang.org/x/text v0.30.0\n',
    'a/go.sum': await readFile(join(root, 'go.sum'), 'utf8'),
    'a/main.go':
      'package main\n\nimport (\n\t"example.com/b"\n\t"golang.org/x/text/transform"\n)\n\nfunc main() { println(b.B, transform.ErrEndOfSpan) }\n',
    'b/go.mod': 'module example.com/b\n\ngo 1.24\n',
    'b/b.go': 'package b\n\nconst B = 1\n',
  });
  go(['work', 'vendor'], { GOWORK: join(place, 'go.work') }, place);
  const { found } = await inspectVendorFolder(t, join(place, 'a'));
  assert.equal(found.workspace, true);
  assert.deepEqual(
    found.modules.map(({ path, provedBy }) => [path, provedBy?.from]),
    [['golang.org/x/text', 'module cache']],
  );
  assert.deepEqual(new Set(found.verdicts.map(({ status }) => status)), new Set(['pass']));
  await edit(place, {
    'vendor/modules.txt': '## workspace\n# golang.org/x/text v0.30.0\ngolang.org/x/text/transform\n',
  });
  const refused = (await inspectVendorFolder(t, join(place, 'a'))).found;
  assert.match(refused.modulesTxt[0] ?? '', /not marked as explicit/);
});

test('slipway inspect --vendor says what is not proved offline, and that there is no vendor folder', async (t) => {
  const { found } = await inspectVendorFolder(t, root, {
    env: { GOMODCACHE: await folderOf(t) },
    flags: ['--offline'],
  });
  assert.match(found.modules[1]?.fault ?? '', /not in the module cache, and this run is offline/);
  assert.equal(found.targets[0]?.error?.mode, 'downloaded');
  assert.deepEqual([statusOf(found, 'vendor/files'), statusOf(found, 'vendor/program')], ['fail', 'skip']);
  const none = await copyWith(t, root, { 'vendor/modules.txt': null });
  const { message, hint } = await refusal(() => inspectVendorFolder(t, none), 'E_CONFIG');
  assert.match(`${message} ${hint}`, /no vendor folder.*"go mod vendor" makes one/);
});
