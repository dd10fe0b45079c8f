import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatHeader } from '../../src/report/header.ts';
import type { EngineReport } from '../../src/report/model.ts';

const header = (engine: EngineReport | undefined, ...references: readonly string[]): string =>
  formatHeader({
    slipway: '0.1.0',
    toolchain: { go: 'go1.26.8', source: 'PATH' },
    engine,
    bases: references.map((reference) => ({ reference })),
  });

const farm = { name: 'buildkit', client: 'buildx', builder: 'farm' } as const;

test('the first line says which engine makes images, and which BuildKit', () => {
  const start = 'slipway 0.1.0 · go1.26.8 (PATH) · base scratch';
  assert.equal(header(undefined, 'scratch'), `${start} · embedded`);
  assert.equal(header({ name: 'embedded', compile: 'host' }, 'scratch'), `${start} · embedded`);
  const told: EngineReport = { ...farm, compile: 'host', version: '0.33.1' };
  assert.equal(header(told, 'scratch'), `${start} · buildkit 0.33.1 (farm)`);
  const compiles: EngineReport = { ...farm, compile: 'buildkit' };
  assert.equal(header(compiles, 'scratch'), `${start} · buildkit (farm, compiles too)`);
});

test('without images an engine is named only when it compiles', () => {
  assert.equal(header({ name: 'embedded', compile: 'host' }), 'slipway 0.1.0 · go1.26.8 (PATH)');
  assert.equal(
    header({ ...farm, compile: 'buildkit', version: '0.33.1' }),
    'slipway 0.1.0 · go1.26.8 (PATH) · buildkit 0.33.1 (farm, compiles too)',
  );
});

test('a builder of whatever name breaks no line', () => {
  const line = header({ ...farm, builder: 'tcp://x\n::error::y', compile: 'host' }, 'scratch');
  assert.doesNotMatch(line, /\n/);
});
