import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Advice } from '../../src/size/reach/findings.ts';
import { adviceOn } from '../support/advised-programs.ts';
import { type PublishedName, publishedPackages, publishedProgram } from '../support/published-programs.ts';
import { publishedReach } from '../support/published-reach.ts';
import { lacksReadelf, loadedSections } from '../support/readelf.ts';

async function adviceFor(program: PublishedName): Promise<Advice[]> {
  const packages = publishedPackages(program);
  const modules = packages.map(({ ImportPath, Module }) => {
    const version = Module?.Version;
    const module = { path: Module?.Path ?? 'std', ...(version !== undefined && { version }) };
    return [ImportPath, module] as const;
  });
  const main = packages.findLast(({ Name }) => Name === 'main')?.ImportPath ?? '';
  return adviceOn(await publishedReach({ program }), { modules: new Map(modules), main, buildTags: [] });
}

function linkedBytes(program: PublishedName, ...args: readonly string[]): number {
  const sections = loadedSections(publishedProgram({ program, args }));
  return [...sections.values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** Build tags, and how the advice that names them is known. */
const tags: readonly [program: PublishedName, tag: string][] = [
  ['caddy', 'nobadger'],
  ['caddy', 'nomysql'],
  ['caddy', 'nopgx'],
  ['crane', 'nethttpomithttp2'],
  ['esbuild', 'nethttpomithttp2'],
];

describe('what a build tag is told to save goes with it', { skip: lacksReadelf() }, () => {
  for (const [program, tag] of tags) {
    it(`${program}, ${tag}`, async (t) => {
      const advice = await adviceFor(program);
      const told = advice.find(({ text }) => text.includes(`the build tag ${tag}`));
      assert.ok(told !== undefined, 'it is not advised');
      const gone = linkedBytes(program) - linkedBytes(program, `-tags=${tag}`);
      t.diagnostic(`${told.bytes} bytes were told, ${gone} went away`);
      assert.ok(Math.abs(told.bytes - gone) <= Math.max(gone * 0.05, 2048), `${told.bytes} and ${gone}`);
    });
  }
});

describe('where there is nothing to do, nothing is advised', () => {
  for (const program of ['age', 'fzf', 'shfmt', 'yq'] as const) {
    it(program, async () => assert.deepEqual(await adviceFor(program), []));
  }
});
