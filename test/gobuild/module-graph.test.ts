import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  type ModuleGraph,
  modulesOfProgram,
  noModules,
  recordModules,
} from '../../src/gobuild/module-graph.ts';
import { type GoPackage, readJsonStream } from '../../src/gobuild/packages.ts';
import { type Platform, parsePlatform } from '../../src/request/platform.ts';
import { edit } from '../support/edits.ts';
import { go } from '../support/go-programs.ts';
import { importTruth } from '../support/import-truth.ts';
import { temporaryFolders } from '../support/workspace.ts';

const files = {
  'go.mod': [
    'module example.com/shop\n\ngo 1.24\n',
    'require (\n\texample.com/db v0.0.0\n\texample.com/log v0.1.0\n\texample.com/tested v0.0.0\n)',
    'replace (\n\texample.com/db => ./db\n\texample.com/log => ./log\n\texample.com/tested => ./tested\n)\n',
  ].join('\n'),
  'cmd/api/main.go': 'package main\n\nimport "example.com/shop/store"\n\nfunc main() { store.Open() }\n',
  'cmd/job/main.go': 'package main\n\nimport "example.com/log"\n\nfunc main() { log.Say() }\n',
  'store/store.go': 'package store\n\nimport "example.com/db"\n\nfunc Open() { db.Open() }\n',
  'store/store_test.go': 'package store\n\nimport _ "example.com/tested"\n',
  'db/go.mod': 'module example.com/db\n\ngo 1.24\n\nrequire example.com/log v0.1.0\n',
  'db/db.go': 'package db\n\nimport "fmt"\n\nfunc Open() { fmt.Println() }\n',
  'db/db_windows.go': 'package db\n\nimport _ "example.com/log"\n',
  'log/go.mod': 'module example.com/log\n\ngo 1.24\n',
  'log/log.go': 'package log\n\nimport "fmt"\n\nfunc Say() { fmt.Println() }\n',
  'tested/go.mod': 'module example.com/tested\n\ngo 1.24\n',
  'tested/tested.go': 'package tested\n',
};
const mains = ['example.com/shop/cmd/api', 'example.com/shop/cmd/job'] as const;
const platforms = [parsePlatform('linux/amd64'), parsePlatform('windows/arm64')];

function recorded(cwd: string): ModuleGraph {
  const programs = platforms.flatMap((platform) => {
    const env = { GOOS: platform.os, GOARCH: platform.architecture };
    const args = ['list', '-deps', '-json=ImportPath,Standard,Module,Imports', '--', ...mains];
    const packages = readJsonStream(go(args, env, cwd)) as GoPackage[];
    return mains.map((main) => ({ target: main.slice(-3), platform, main, packages }));
  });
  // As it comes back from where it was remembered.
  return JSON.parse(JSON.stringify(recordModules(programs)));
}

type Edges = Record<string, string[]>;

/** Which modules a program's packages import packages of, as go list tells of that program alone. */
function truthOf(folder: string, main: string, { os, architecture }: Platform): Edges {
  const { steps, importsOf, moduleOf } = importTruth(folder, main, { GOOS: os, GOARCH: architecture });
  const edges = new Map<string, Set<string>>();
  for (const path of steps.keys()) {
    const from = moduleOf(path) ?? '';
    const to = importsOf(path).flatMap((other) => moduleOf(other) ?? []);
    edges.set(from, new Set([...(edges.get(from) ?? []), ...to.filter((one) => one !== from)]));
  }
  return Object.fromEntries([...edges].map(([from, to]) => [from, [...to].sort()]));
}

describe('which modules of programs need which', () => {
  const make = temporaryFolders(after);
  let folder: string;
  before(async () => {
    folder = await make();
    await edit(folder, files);
  });

  function check(graph: ModuleGraph, truths: ReadonlyMap<string, Edges>): void {
    for (const platform of platforms) {
      for (const main of mains) {
        const found = modulesOfProgram(graph, main.slice(-3), platform);
        assert.ok(found !== undefined);
        const edges = [...found.imports].map(([from, to]) => [from, [...to].sort()]);
        assert.deepEqual(Object.fromEntries(edges), truths.get(`${main} ${platform.os}`));
        const named = found.modules.map(({ path }) => path);
        assert.deepEqual([...named, 'std'].sort(), [...found.imports.keys()].sort());
      }
    }
  }

  const truths = () =>
    new Map(
      platforms.flatMap((platform) =>
        mains.map((main) => [`${main} ${platform.os}`, truthOf(folder, main, platform)] as const),
      ),
    );

  it('is what their packages import on the platform, with what replaces a module; tests add nothing', () => {
    const graph = recorded(folder);
    check(graph, truths());
    const api = (platform: Platform | undefined) =>
      modulesOfProgram(graph, 'api', platform ?? parsePlatform('linux/amd64'))?.modules;
    assert.deepEqual(
      api(platforms[1])?.find(({ path }) => path === 'example.com/log'),
      { path: 'example.com/log', version: 'v0.1.0', replace: { path: './log' } },
    );
    assert.ok(!api(platforms[0])?.some(({ path }) => path === 'example.com/log'));
    assert.ok(!graph.modules.some(({ path }) => path === 'example.com/tested'));
  });

  it('is the same where go list tells packages apart for profiles', async () => {
    const plain = truths();
    for (const name of ['api', 'job']) await writeFile(join(folder, 'cmd', name, 'default.pgo'), '');
    check(recorded(folder), plain);
  });

  it('of a program that nobody listed there is nothing', () => {
    assert.equal(modulesOfProgram(noModules, 'api', parsePlatform('linux/amd64')), undefined);
  });
});
