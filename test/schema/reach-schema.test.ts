import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { AttributionReport } from '../../src/report/inspection.ts';
import type { Advice, ReferenceKind } from '../../src/size/reach/findings.ts';
import { attribution as shape } from '../../src/stages/shards/report-shapes.ts';
import { Misfit } from '../../src/support/shapes.ts';
import { inventedTarget } from '../support/invented-build.ts';
import { inventedBlocker, unpruned } from '../support/invented-dead-code.ts';
import { pathsOf, replaced } from '../support/json-paths.ts';
import { repository } from '../support/slipway.ts';
import { amd64, image } from '../support/weighing.ts';

const read = (name: string): object => JSON.parse(readFileSync(join(repository, 'schema', name), 'utf8'));
const ajv = new Ajv2020({ allErrors: true }).addSchema(read('report.schema.json'), 'report');
const ofReport = ajv.getSchema('report#/$defs/attribution');

const kinds: Readonly<Record<Advice['kind'], true>> = {
  ...{ 'time-zones': true, http2: true, 'two-versions': true, constant: true, pprof: true },
  ...{ embedded: true, 'build-tag': true },
};
const steps: Readonly<Record<ReferenceKind, true>> = {
  ...{ start: true, reference: true, init: true, linkname: true, interface: true, name: true },
  reflection: true,
};
const references = Object.keys(steps).map((by, at) => ({
  ...{ symbol: `a.example/x.F${at}`, package: at === 0 ? '' : 'a.example/x', by: by as ReferenceKind },
}));

/** An attribution with all that the linker's rules find. */
function whole(): AttributionReport {
  const [{ attribution } = {}] = inventedTarget({ images: { [amd64]: image } }).images;
  assert.ok(attribution !== undefined);
  return {
    ...attribution,
    packages: attribution.packages.map((each) => ({ ...each, retainedBytes: each.bytes * 2, references })),
    modules: attribution.modules.map((each) => ({ ...each, retainedBytes: each.bytes * 2, direct: true })),
    deadCode: unpruned(inventedBlocker({ hint: 'say it another way' }), inventedBlocker({ references })),
    advice: Object.keys(kinds).map((kind) => ({
      ...{ kind: kind as Advice['kind'], subject: 'time/tzdata', bytes: 450_000, text: 'Leave it out.' },
    })),
  };
}

test('what the linker’s rules find is valid by the report’s schema, and a shard passes all of it on', () => {
  const told = whole();
  ofReport?.(told);
  assert.deepEqual(ofReport?.errors ?? [], []);
  assert.deepEqual(shape.read(JSON.parse(JSON.stringify(told)), ''), told);
});

test('null in place of anything of it is refused by the schema and by who takes shards in', () => {
  const { packages, modules, deadCode, advice, ...rest } = whole();
  const told = { ...rest, deadCode, advice, packages: packages.slice(0, 1), modules: modules.slice(0, 1) };
  const found = pathsOf(told).filter((path) =>
    /deadCode|advice|references|retained|direct/.test(path.join()),
  );
  assert.ok(found.length > 100);
  for (const path of found) {
    const wrong = replaced(told, path, null);
    assert.equal(ofReport?.(wrong), false, path.join('.'));
    assert.throws(() => shape.read(wrong, ''), Misfit, path.join('.'));
  }
});
