import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { type Flood, runFlood } from '../../../src/size/reach/flood.ts';
import type { ProgramReach } from '../../../src/size/reach/program-reach.ts';
import { retainedBytes } from '../../../src/size/reach/retained.ts';
import { type ModuleFiles, writeModule } from '../../support/go-module.ts';
import { ourReach } from '../../support/linker-kept.ts';
import { prunedProgram, reflectingPrograms } from '../../support/rule-programs.ts';

const work = await mkdtemp(join(tmpdir(), 'retained-'));
after(() => rm(work, { recursive: true, force: true }));

/** One in which methods are pruned, and one in which they are not as long as what looks them up is there. */
const programs = {
  pruned: await reachOf('pruned', prunedProgram),
  reflecting: await reachOf('reflecting', reflectingPrograms['reflect.Value.Method'] ?? {}),
};

async function reachOf(name: string, files: ModuleFiles): Promise<ProgramReach> {
  return await ourReach({ directory: await writeModule(join(work, name), files) });
}

for (const [name, { graph, owners, names }] of Object.entries(programs)) {
  const nodes = Array.from({ length: graph.symbols.length }, (_, node) => node);
  const packages = [...new Set(owners)].filter((owner) => owner !== '' && owner !== 'main');
  /** Packages, and arbitrary nodes, which may overlap with them. */
  const things = fc.array(
    fc.oneof(
      fc.constantFrom(...packages).map((owner) => nodes.filter((node) => owners[node] === owner)),
      fc.array(fc.constantFrom(...nodes), { minLength: 1, maxLength: 40 }),
    ),
    { minLength: 1, maxLength: 9 },
  );
  const freshFlood = (without: readonly number[]): Flood => runFlood(graph, { without });

  describe(`what goes with a thing, in a program that is ${name}`, () => {
    it('is what a flood without that thing alone does not reach', () => {
      const whole = freshFlood([]).bytes();
      const start = names.indexOf('main.main');
      fc.assert(
        fc.property(things, (sets) => {
          const retained = retainedBytes(graph, sets, start);
          for (const [at, set] of sets.entries()) {
            const alone = freshFlood(set);
            const bytes = alone.reached[start] === 1 ? whole - alone.bytes() : undefined;
            if (bytes === undefined) assert.equal(retained[at], undefined);
            else assert.ok(Math.abs((retained[at] ?? Number.NaN) - bytes) < 0.01, `${retained[at]} ${bytes}`);
          }
        }),
        { numRuns: 25 },
      );
    });
  });
}
