import assert from 'node:assert/strict';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { exec } from '../../src/support/exec.ts';
import { attributedBuild, foundInode } from '../support/attributed-build.ts';
import { machine as machineOf } from '../support/build-run.ts';
import { type PublishedName, publishedPackages, publishedPrograms } from '../support/published-programs.ts';
import { folderOf } from '../support/temporary.ts';

// As test/stages/attribution/attributed-before.test.ts, with programs that nobody made for it and texts that anything is done with.

const programs: readonly (readonly [PublishedName, string])[] = [
  ['age', 'linux/amd64'],
  ['age', 'windows/amd64'],
  ['shfmt', 'linux/arm64'],
  ['shfmt', 'darwin/arm64'],
  ['fzf', 'linux/amd64'],
  ['nats', 'linux/amd64'],
];
const rounds = 12;

describe('what was found of a real program is what is found anew, whichever of its texts changes', () => {
  for (const [program, platform] of programs) {
    test(`${program}, ${platform}`, async (t) => {
      const { root, main, files } = await sourcesOf(t, program);
      const [machine, flags] = [await machineOf(t), [`--target=program=${main}`, `--platform=${platform}`]];
      const { path } = await attributedBuild(root, machine, flags);
      const next = randomNumbers(program.length * platform.length);
      let [kept, built] = [0, 0];
      for (let round = 0; round < rounds; round += 1) {
        const undo = await changeText(files[next(files.length)] ?? '', next);
        const before = await foundInode(path);
        const changed = await attributedBuild(root, machine, flags).catch(() => undefined);
        if (changed === undefined) {
          await undo();
          continue;
        }
        built += 1;
        if ((await foundInode(path)) !== before) continue;
        kept += 1;
        assert.deepEqual(changed.report, (await attributedBuild(root, await machineOf(t), flags)).report);
      }
      t.diagnostic(`${built} of ${rounds} changes compiled and reached the program; for ${kept} it held`);
      assert.ok(kept > 0 && built > 0);
    });
  }
});

/** A copy of the module that a program is of, and the files of its packages in it. */
async function sourcesOf(t: TestContext, program: PublishedName) {
  const [main = ''] = publishedPrograms[program].split('@');
  const packages = publishedPackages(program);
  const module = packages.find(({ ImportPath }) => ImportPath === main)?.Module;
  assert.ok(module?.Dir !== undefined);
  const root = join(await folderOf(t), 'module');
  await cp(module.Dir, root, { recursive: true });
  await exec({ file: 'chmod', args: ['-R', 'u+w', root] });
  const own = packages.filter((each) => each.Module?.Path === module.Path);
  const folders = own.map(({ Dir }) => join(root, Dir.slice(module.Dir?.length ?? 0)));
  const found = await exec({
    file: 'find',
    args: [...folders, '-maxdepth', '1', '-name', '*.go', '-not', '-name', '*_test.go'],
  });
  return {
    root,
    main: `./${main.slice(module.Path.length + 1)}`,
    files: found.stdout.trim().split('\n').sort(),
  };
}

/** Changes a letter of a text in a file, if it has any. @returns what takes it back */
async function changeText(file: string, next: (below: number) => number): Promise<() => Promise<void>> {
  const text = await readFile(file, 'utf8');
  const body = text.indexOf('\nfunc ');
  const texts = [...text.matchAll(/"[a-z ]{6,}"/g)].filter(({ index }) => body >= 0 && index > body);
  const chosen = texts[next(Math.max(1, texts.length))];
  if (chosen !== undefined) {
    const at = chosen.index + 1 + next(chosen[0].length - 2);
    await writeFile(file, `${text.slice(0, at)}${'qxzjk'[next(5)]}${text.slice(at + 1)}`);
  }
  return () => writeFile(file, text);
}

/** The same each time. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed + 1;
  return (below) => {
    state = (Math.imul(state, 48_271) >>> 0) % 0x7fff_ffff;
    return state % below;
  };
}
