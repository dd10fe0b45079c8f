import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type ModuleFiles, writeModule } from '../../support/go-module.ts';
import { assertSameKept, type Compared, compareKept } from '../../support/linker-kept.ts';
import { constantProgram, prunedProgram, reflectingPrograms } from '../../support/rule-programs.ts';

const work = await mkdtemp(join(tmpdir(), 'rules-'));
after(() => rm(work, { recursive: true, force: true }));

async function compare(name: string, files: ModuleFiles): Promise<Compared> {
  return await compareKept(
    { directory: await writeModule(join(work, name), files) },
    join(work, `${name}.out`),
  );
}

describe("of a program that looks no methods up by unknown names, the linker's rules keep", () => {
  let compared: Compared;
  before(async () => {
    compared = await compare('pruned', prunedProgram);
  });
  const keeps = (names: readonly string[], others: readonly string[]): void => {
    const kept = (name: string): boolean => compared.ours.symbols.has(name);
    assert.deepEqual([names.filter((name) => !kept(name)), others.filter(kept)], [[], []]);
  };

  it('what the linker keeps, types in interfaces included', () => {
    assertSameKept(compared);
    assert.equal(compared.ours.reflects, false);
    assert.ok(compared.ours.symbols.size > 3000, `${compared.ours.symbols.size}`);
  });

  it('a method that is called through an interface, and not another of that interface or type', () => {
    keeps(['main.(*dog).Speak'], ['main.(*dog).Whisper', 'main.(*dog).Bark']);
  });

  it('no method of a type that is in no interface, or with another signature', () => {
    keeps(['type:*main.fox'], ['main.(*cat).Speak', 'main.(*fox).Speak']);
  });

  it('methods that are called directly or taken as values', () => {
    keeps(['main.(*dog).Direct', 'main.(*dog).Value-fm'], []);
  });

  it('methods of embedded types by their wrappers, where an interface calls them', () => {
    keeps(['main.puppy.Speak'], ['main.puppy.Whisper', 'main.puppy.Bark']);
  });

  it('what an interface with type parameters calls, by name', () => {
    keeps(['main.(*box).Take', 'main.give[go.shape.int]'], ['main.(*box).Give']);
    keeps(['main.nameOf[go.shape.struct { main.s string }]'], ['main.plate.Color']);
  });

  it('methods whose name is a constant to reflection, and no others', () => {
    keeps(['main.(*box).ByConstant'], ['main.(*box).ByNobody']);
  });

  it('what go:linkname and assembly refer to', () => {
    keeps(['example.com/rules/other.hidden', 'main.sum', 'main.offset'], ['main.never', 'main.unused']);
  });

  it('what packages do first, also of one that is imported for nothing else', () => {
    const path = 'example.com/rules/blank';
    keeps([`${path}.init.0`, `${path}.begin`, `${path}..inittask`], [`${path}.Never`]);
  });

  it('the making of a map that is used, and not of one that is not', () => {
    const makers = [...compared.ours.symbols].filter((name) => /^main\.map\.init\.\d$/.test(name));
    assert.equal(makers.length, 1, `${makers}`);
    keeps(['main.speeches'], ['main.silences']);
  });

  it('a variable only where something refers to it, with its interface and its methods', () => {
    const path = 'example.com/rules/other';
    keeps([`${path}.Version`], [`${path}.Keeper`, `${path}.(*Loud).Shout`]);
  });

  it('functions of a package whose path has a dot at its end', () => {
    keeps(['example.com/rules/dotted%2ev3.Word'], ['example.com/rules/dotted%2ev3.Never']);
    const node = compared.reach.names.indexOf('example.com/rules/dotted%2ev3.Word');
    assert.equal(compared.reach.owners[node], 'example.com/rules/dotted.v3');
  });
});

describe('of a program that looks methods up, exported ones of types in interfaces are kept', () => {
  const exported = ['main.(*bird).Exported', 'main.(*bird).ÄußersteNot'];
  const others = ['main.(*bird).unexported', 'main.(*stone).Exported'];

  for (const [reason, files] of Object.entries(reflectingPrograms)) {
    it(`for ${reason}`, async () => {
      const compared = await compare(`reflecting-${reason.replaceAll(' ', '-')}`, files);
      assertSameKept(compared);
      const { symbols, reflects } = compared.ours;
      assert.equal(reflects, true);
      assert.deepEqual(
        exported.filter((name) => !symbols.has(name)),
        [],
      );
      assert.deepEqual(
        others.filter((name) => symbols.has(name)),
        [],
      );
    });
  }

  it('of one name alone, where that is a constant', async () => {
    const compared = await compare('constant', constantProgram);
    assertSameKept(compared);
    assert.equal(compared.ours.reflects, false);
    assert.deepEqual(
      [...exported, ...others].map((name) => compared.ours.symbols.has(name)),
      [true, false, false, false],
    );
  });
});
