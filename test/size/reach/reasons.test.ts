import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { referenceChains } from '../../../src/size/reach/chains.ts';
import { packageNodes } from '../../../src/size/reach/dead-code.ts';
import type { ReferenceKind } from '../../../src/size/reach/findings.ts';
import type { ProgramReach } from '../../../src/size/reach/program-reach.ts';
import { type Reasons, reasonsFor } from '../../../src/size/reach/reasons.ts';
import { retainedBytes } from '../../../src/size/reach/retained.ts';
import { type ModuleFiles, writeModule } from '../../support/go-module.ts';
import { ourReach } from '../../support/linker-kept.ts';
import { prunedProgram, reflectingPrograms } from '../../support/rule-programs.ts';
import { temporaryFolders } from '../../support/workspace.ts';

const folder = temporaryFolders(after);

/** What a program says of packages, by path, and of symbols. */
interface Asked {
  readonly reach: ProgramReach;
  package(path: string): Reasons;
  symbol(name: string): Reasons;
}

async function programOf(files: ModuleFiles): Promise<Asked> {
  const reach = await ourReach({ directory: await writeModule(join(await folder(), 'module'), files) });
  const [chains, packages] = [referenceChains(reach), packageNodes(reach)];
  const ask = (nodes: readonly number[]): Reasons => {
    const [found] = reasonsFor(reach, chains, [nodes]);
    assert.ok(found && nodes.length > 0, 'it is in the graph');
    return found;
  };
  return {
    reach,
    package: (path) => ask(packages.get(path) ?? []),
    symbol: (name) => ask([...reach.names.keys()].filter((node) => reach.names[node] === name)),
  };
}

/** Who refers to what, and how: `a ← b interface`. */
function links({ entries }: Reasons): string[] {
  return entries.flatMap(({ symbol, referrers }) =>
    referrers.map((each) => `${symbol} ← ${each.symbol} ${each.by}`),
  );
}

describe('of a program, the rules say', () => {
  let program: Asked;
  before(async () => {
    program = await programOf(prunedProgram);
  });

  it('which symbols of a package are referred to from outside, and by whom', () => {
    const dotted = program.package('example.com/rules/dotted.v3');
    assert.deepEqual(links(dotted), ['example.com/rules/dotted%2ev3.Word ← main.main reference']);
    assert.deepEqual(dotted.entries[0]?.package, 'example.com/rules/dotted.v3');
    assert.deepEqual(dotted.initialised, []);
    const other = program.package('example.com/rules/other');
    const symbols = other.entries.map(({ symbol }) => symbol.replace('example.com/rules/', ''));
    assert.deepEqual(symbols.sort(), ['other.Version', 'other.hidden']);
  });

  it('that nothing but its init keeps a package that is imported for nothing else', () => {
    const blank = program.package('example.com/rules/blank');
    assert.deepEqual([blank.kept, links(blank)], [true, []]);
    assert.deepEqual(blank.initialised, ['example.com/rules/blank']);
    assert.equal(blank.references.at(-1)?.by, 'init');
  });

  it('that a method is kept for an interface or by a constant name, and for which type', () => {
    const cases: readonly (readonly [string, string, ReferenceKind])[] = [
      ['main.(*dog).Speak', 'type:*main.dog', 'interface'],
      ['main.(*box).ByConstant', 'type:*main.box', 'name'],
    ];
    for (const [method, type, by] of cases) {
      const found = program.symbol(method);
      assert.ok(links(found).includes(`${method} ← ${type} ${by}`), links(found).join('\n'));
      assert.equal(found.references.at(-1)?.by, by);
    }
  });

  it('that a symbol of the runtime is taken by the name of another package', () => {
    const name = 'reflect.unsafe_New';
    const found = links(program.symbol(name));
    assert.ok(found.length > 0);
    assert.ok(found.every((link) => link.startsWith(`${name} ← reflect.`) && link.endsWith(' linkname')));
  });

  it('what nothing keeps, and what has no bytes', () => {
    const { kept, bytes, retainedBytes: retained, references, entries } = program.symbol('main.(*dog).Bark');
    assert.deepEqual(
      { kept, bytes, retained, references, entries },
      { kept: false, bytes: 0, retained: 0, references: [], entries: [] },
    );
  });

  it('what would go with a package, as reports say, and at least its own bytes', () => {
    const nodes = packageNodes(program.reach).get('example.com/rules/other') ?? [];
    const [expected = 0] = retainedBytes(program.reach.graph, [nodes], undefined);
    const { bytes, retainedBytes: retained } = program.package('example.com/rules/other');
    assert.equal(retained, Math.round(expected));
    assert.ok(bytes > 0 && bytes <= expected, `${bytes} of ${expected}`);
  });

  it('that no program is left without its main package or the runtime, of which no references are told', () => {
    for (const path of ['main', 'runtime']) {
      const { retainedBytes: retained, entries, kept } = program.package(path);
      assert.deepEqual([retained, entries, kept], [undefined, [], true], path);
    }
  });

  it('no reference twice, none from inside, the dearest first and the nearest to the beginning before others', () => {
    const path = 'internal/abi';
    const { entries } = program.package(path);
    assert.ok(entries.length > 3);
    for (const { referrers } of entries) {
      assert.equal(new Set(referrers.map(({ symbol, by }) => `${symbol} ${by}`)).size, referrers.length);
      assert.ok(referrers.every((each) => each.package !== path && each.package !== ''));
    }
    const prices = entries.map((entry) => entry.retainedBytes ?? 0);
    assert.deepEqual(
      prices,
      prices.toSorted((a, b) => b - a),
    );
    const speak = program.symbol('main.hear');
    assert.deepEqual(links(speak), ['main.hear ← main.main reference']);
  });
});

it('a method that only reflection may call is told so, with the type that has it', async () => {
  const [files] = Object.values(reflectingPrograms);
  assert.ok(files);
  const program = await programOf(files);
  const found = program.symbol('main.(*bird).Exported');
  assert.deepEqual(links(found), ['main.(*bird).Exported ← type:*main.bird reflection']);
  assert.equal(found.references.at(-1)?.by, 'reflection');
});
