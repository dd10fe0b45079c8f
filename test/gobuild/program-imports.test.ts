import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type GoPackage, readJsonStream } from '../../src/gobuild/packages.ts';
import { type ImportRecord, importsOf, noImports, recordImports } from '../../src/gobuild/program-imports.ts';
import { type Platform, parsePlatform } from '../../src/request/platform.ts';
import { edit } from '../support/edits.ts';
import { go } from '../support/go-programs.ts';
import { type ImportTruth, importTruth } from '../support/import-truth.ts';
import { temporaryFolders } from '../support/workspace.ts';

const files = {
  'go.mod':
    'module example.com/shop\n\ngo 1.24\n\nrequire example.com/db v0.0.0\nreplace example.com/db => ./db\n',
  'cmd/api/main.go':
    'package main\n\nimport (\n\t"net/http"\n\t"example.com/shop/store"\n)\n\nfunc main() { store.Open(); http.Get("") }\n',
  'cmd/job/main.go': 'package main\n\nimport "example.com/shop/store"\n\nfunc main() { store.Open() }\n',
  'store/store.go': 'package store\n\nimport "example.com/db"\n\nfunc Open() { db.Open() }\n',
  'store/store_windows.go': 'package store\n\nimport _ "encoding/xml"\n',
  'db/go.mod': 'module example.com/db\n\ngo 1.24\n',
  'db/db.go': 'package db\n\nimport "fmt"\n\nfunc Open() { fmt.Println() }\n',
};
const mains = ['example.com/shop/cmd/api', 'example.com/shop/cmd/job'] as const;
const [linux, windows] = [parsePlatform('linux/amd64'), parsePlatform('windows/arm64')];
const platforms = [linux, windows];

/** Both programs on both platforms, from one listing for each platform, as a build makes it. */
function recorded(cwd: string): ImportRecord {
  const programs = platforms.flatMap((platform) => {
    const env = { GOOS: platform.os, GOARCH: platform.architecture };
    const args = ['list', '-deps', '-json=ImportPath,Standard,Module,Imports', '--', ...mains];
    const packages = readJsonStream(go(args, env, cwd)) as GoPackage[];
    return mains.map((main) => ({ target: main.slice(-3), platform, main, packages }));
  });
  // As it comes back from where it was remembered.
  return JSON.parse(JSON.stringify(recordImports(programs)));
}

describe('whom the packages of programs are imported by', () => {
  const make = temporaryFolders(after);
  let folder: string;
  let record: ImportRecord;
  before(async () => {
    folder = await make();
    await edit(folder, files);
    record = recorded(folder);
  });

  type Truths = (main: string, platform: Platform) => ImportTruth;

  function check(found: ImportRecord, truthOf: Truths): void {
    for (const platform of platforms) {
      for (const main of mains) {
        const truth = truthOf(main, platform);
        const imports = importsOf(found, main.slice(-3), platform);
        assert.ok(imports !== undefined);
        assert.deepEqual([...imports.keys()].sort(), [...truth.steps.keys()].sort());
        for (const [path, { module, importedBy }] of imports) {
          assert.equal(module, truth.moduleOf(path), path);
          if (path === main) assert.equal(importedBy, undefined);
          else {
            assert.ok(truth.importsOf(importedBy ?? '').includes(path), `${importedBy} imports no ${path}`);
            assert.equal(truth.steps.get(importedBy ?? ''), (truth.steps.get(path) ?? 0) - 1, path);
          }
        }
      }
    }
  }

  const asked = new Map<string, ImportTruth>();
  const truths: Truths = (main, { os, architecture }) => {
    const key = `${main} ${os}`;
    const truth = asked.get(key) ?? importTruth(folder, main, { GOOS: os, GOARCH: architecture });
    asked.set(key, truth);
    return truth;
  };

  it('each has an importer that is one import nearer to its main package, as go list tells of that alone', () => {
    check(record, truths);
    assert.ok(!importsOf(record, 'job', linux)?.has('net/http'), 'only of its own program');
    assert.ok(importsOf(record, 'job', windows)?.has('encoding/xml'), 'only of its own platform');
  });

  it('each name is remembered once for all programs', () => {
    for (const names of [record.paths, record.modules]) assert.equal(new Set(names).size, names.length);
    assert.equal(record.programs.length, 4);
    for (const { importers } of record.programs) assert.equal(importers.length, record.paths.length);
  });

  it('packages that go list tells apart for profiles have their own names', async () => {
    check(recorded(folder), truths);
    for (const name of ['api', 'job']) await writeFile(join(folder, 'cmd', name, 'default.pgo'), '');
    const apart = go(['list', '-deps', '--', ...mains], { GOOS: 'linux', GOARCH: 'amd64' }, folder);
    assert.match(apart, / \[example\.com\/shop\/cmd\/job\]/);
    const found = recorded(folder);
    assert.ok(found.paths.every((path) => !path.includes(' ')));
    check(found, truths);
  });

  it('of a program that nobody listed there is nothing', () => {
    assert.equal(importsOf(noImports, 'api', linux), undefined);
    assert.equal(importsOf(record, 'web', linux), undefined);
  });
});
