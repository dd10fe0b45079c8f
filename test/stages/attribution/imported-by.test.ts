import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AttributionReport } from '../../../src/report/inspection.ts';
import { attributing } from '../../../src/stages/attribution/attributing.ts';
import { attributePrograms } from '../../../src/stages/attribution/attribution.ts';
import { withImporters } from '../../../src/stages/attribution/imported-by.ts';
import { embedded } from '../../../src/stages/engine.ts';
import { makePrograms } from '../../../src/stages/programs.ts';
import { originOf, portsOf, requestOf, type Yard, yard } from '../../support/build-run.ts';
import { edit, editUnseen } from '../../support/edits.ts';
import { checkChain, importTruth } from '../../support/import-truth.ts';
import { sampleInspection } from '../../support/sample-inspection.ts';

const main = 'example.com/shop/cmd/api';
const files = {
  'go.mod':
    'module example.com/shop\n\ngo 1.24\n\nrequire example.com/db v0.0.0\nreplace example.com/db => ./db\n',
  'cmd/api/main.go':
    'package main\n\nimport "example.com/shop/store"\n\nfunc main() { println(store.Open()) }\n',
  'store/store.go':
    'package store\n\nimport (\n\t"example.com/db"\n\t"net/http"\n)\n\nfunc Open() any { http.Get("hello"); return db.Open() }\n',
  'store/tags/tags.go': 'package tags\n\nconst Name = "n"\n',
  'db/go.mod': 'module example.com/db\n\ngo 1.24\n',
  'db/db.go': 'package db\n\nimport "encoding/xml"\n\nfunc Open() any { return xml.NewDecoder(nil) }\n',
};

/** Builds as a run does that keeps its report: what was attributed, and which go commands were asked. */
async function run({ root, machine }: Yard): Promise<{ attribution: AttributionReport; asked: string[] }> {
  await sleep(50);
  const request = await requestOf(machine, root);
  const ports = portsOf(machine);
  const origin = await originOf(request, ports);
  const before = ports.goRuns().length;
  const programs = await makePrograms(request, origin, embedded, ports, false);
  const { byPath } = await attributePrograms(programs, [], attributing(origin, request, ports), {
    origin,
    request,
    ports,
  });
  await programs.remember();
  const [attribution] = byPath.values();
  assert.ok(attribution !== undefined);
  // Where the compiled packages lie is no question about imports.
  const asked = ports
    .goRuns()
    .slice(before)
    .filter((args) => !args.includes('-export'));
  return { attribution, asked: asked.map(([command = '']) => command) };
}

function chainsOf({ packages, emptyPackages = [] }: AttributionReport): Map<string, string[]> {
  const importers = new Map(
    [...packages, ...emptyPackages].map(({ path, importedBy }) => [path, importedBy]),
  );
  const chains = new Map<string, string[]>();
  for (const path of importers.keys()) {
    const chain: string[] = [];
    for (let at: string | undefined = path; at !== undefined; at = importers.get(at)) chain.unshift(at);
    chains.set(path, chain);
  }
  return chains;
}

async function shop(t: TestContext): Promise<Yard> {
  return yard(t, files);
}

test('every package has the shortest chain of imports from the main package, those of which nothing is linked too', async (t) => {
  const place = await shop(t);
  const { attribution } = await run(place);
  const truth = importTruth(place.root, main);
  const chains = chainsOf(attribution);
  for (const path of truth.steps.keys()) checkChain(truth, main, chains.get(path) ?? []);
  const unled = [...chains].filter(([path]) => !truth.steps.has(path));
  for (const [path, chain] of unled) assert.deepEqual(chain, [path], 'no import leads to it');
  assert.ok(chains.has('vendor/golang.org/x/net/idna'), 'packages that Go itself vendors too');
  const { emptyPackages = [] } = attribution;
  assert.ok(emptyPackages.length > 0);
  for (const { path, module } of emptyPackages) assert.equal(module, truth.moduleOf(path));
  const linked = new Set(attribution.packages.map(({ path }) => path));
  assert.ok(emptyPackages.every(({ path }) => !linked.has(path)));
});

test('they are known without asking where nothing changed, or only what is in files; a new import is seen', async (t) => {
  const place = await shop(t);
  const first = await run(place);
  assert.ok(first.asked.includes('list'));
  const again = await run(place);
  assert.deepEqual(again.asked, []);
  assert.deepEqual(again.attribution, first.attribution);
  await editUnseen(join(place.root, 'store/store.go'), 'hello', 'jello');
  const content = await run(place);
  assert.deepEqual([...new Set(content.asked)], ['build']);
  assert.deepEqual(chainsOf(content.attribution), chainsOf(first.attribution));
  assert.deepEqual(chainsOf(content.attribution).get('encoding/xml'), [
    main,
    'example.com/shop/store',
    'example.com/db',
    'encoding/xml',
  ]);
  await edit(place.root, {
    'cmd/api/main.go':
      'package main\n\nimport (\n\t"encoding/xml"\n\t"example.com/shop/store"\n\t"example.com/shop/store/tags"\n)\n\nfunc main() { println(store.Open(), tags.Name, xml.Header) }\n',
  });
  const nearer = await run(place);
  assert.ok(nearer.asked.includes('list'));
  assert.deepEqual(chainsOf(nearer.attribution).get('encoding/xml'), [main, 'encoding/xml']);
  const tags = nearer.attribution.emptyPackages?.find(({ path }) => path === 'example.com/shop/store/tags');
  assert.deepEqual(tags, {
    path: 'example.com/shop/store/tags',
    module: 'example.com/shop',
    importedBy: main,
  });
});

test('a main package that its file does not name has the name that it is built by', () => {
  const { attribution } = sampleInspection;
  assert.ok(attribution !== undefined);
  const packages = attribution.packages.map((each) =>
    each.module === 'std' ? each : { ...each, path: 'main' },
  );
  const imports = new Map([
    [main, { module: 'example.com/shop', direct: false }],
    ['net/http', { module: 'std', direct: false, importedBy: main }],
  ]);
  const named = withImporters({ ...attribution, packages }, imports, main);
  assert.deepEqual(
    named.packages.map(({ path, importedBy }) => [path, importedBy]),
    [
      ['net/http', main],
      [main, undefined],
    ],
  );
  assert.deepEqual(named.emptyPackages, []);
});
