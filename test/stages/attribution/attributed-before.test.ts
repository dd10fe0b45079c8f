import assert from 'node:assert/strict';
import { readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { attributedBuild, foundAt, foundInode } from '../../support/attributed-build.ts';
import { machine as machineOf, yard } from '../../support/build-run.ts';
import { type Edits, edit } from '../../support/edits.ts';
import { commitAll, git } from '../../support/workspace.ts';

/** A constant, a number, a variable, a text that another package has too, an assignment to none. */
function main({ text = 'one text of it', number = 71, value = 5, more = '' } = {}): Edits {
  return {
    'main.go': `package main

import (
	"os"

	"example.com/before/other"
)

var counter uint64 = ${value}

func main() {
	if len(os.Args) > ${number} {
		println(${JSON.stringify(text)}, counter, other.Text())${more}
	}
	counter += uint64(len(os.Args))
}
`,
  };
}

const module: Edits = {
  'go.mod': 'module example.com/before\n\ngo 1.25\n',
  'other/other.go': 'package other\n\n//go:noinline\nfunc Text() string { return "other text ofit" }\n',
  ...main(),
};

interface Change {
  readonly first?: Edits;
  readonly edits?: Edits;
  readonly flags?: readonly string[];
  readonly spoil?: (path: string) => Promise<void>;
}

/** Builds, changes something and builds again. @returns whether what was found holds for both */
async function holds(t: TestContext, { first = {}, edits = main(), flags = [], spoil }: Change) {
  const { root, machine } = await yard(t, { ...module, ...first });
  const { path } = await attributedBuild(root, machine, flags);
  const kept = foundAt(path);
  const before = await stat(kept);
  await spoil?.(kept);
  await edit(root, edits);
  const second = await attributedBuild(root, machine, flags);
  const isKept = (await stat(kept)).ino === before.ino;
  // What is read anew does not know of what was before.
  if (isKept)
    assert.deepEqual(second.report, (await attributedBuild(root, await machineOf(t), flags)).report);
  return isKept;
}

const texts = main({ text: 'two text of it' });

for (const platform of ['linux/amd64', 'darwin/arm64', 'windows/amd64']) {
  test(`what was found of a program holds for the next, which differs in contents alone: ${platform}`, async (t) => {
    const flags = [`--platform=${platform}`];
    for (const edits of [texts, main({ number: 72 }), main({ value: 6 })])
      assert.equal(await holds(t, { edits, flags }), true, JSON.stringify(edits));
  });
}

test('it holds where the commit is another, which the go command and the linker write into the program', async (t) => {
  const stamped = {
    ...module,
    'stamp.go': `package main

var commit = "none of them"

func init() {
	if commit == "some" {
		println(commit)
	}
}
`,
  };
  const { root, machine } = await yard(t, stamped);
  await commitAll(root, 'v1.2.3');
  const flags = ['--ldflags=-X main.commit={{commit}}'];
  const { path } = await attributedBuild(root, machine, flags);
  const inode = async (): Promise<number> => await foundInode(path);
  const committed = async (edits: Edits): Promise<void> => {
    await edit(root, edits);
    await git(root, 'add', '--all');
    await git(root, 'commit', '--quiet', '--message', 'More');
    const { report } = await attributedBuild(root, machine, flags);
    assert.deepEqual(report, (await attributedBuild(root, await machineOf(t), flags)).report);
  };
  const first = await inode();
  // Its version is that of the tag and a hash, and so longer.
  await committed(texts);
  const second = await inode();
  assert.notEqual(second, first);
  await committed(main({ text: 'six text of it' }));
  await committed({ 'note.txt': 'no code' });
  assert.equal(await inode(), second);
});

test('it holds for the one after that too', async (t) => {
  const { root, machine } = await yard(t, module);
  const { path, report } = await attributedBuild(root, machine);
  const { ino } = await stat(foundAt(path));
  for (const text of ['two text of it', 'six text of it', 'one text of it', 'ten text of it']) {
    await edit(root, main({ text }));
    // Back to what was remembered of the first.
    if (text.startsWith('one')) continue;
    assert.deepEqual((await attributedBuild(root, machine)).report, report);
  }
  assert.equal(await foundInode(path), ino);
});

test('a program with more than that is read anew', async (t) => {
  const changes: readonly Change[] = [
    { edits: main({ more: '\n\t\tprintln(len(os.Args))' }) },
    { edits: main({ text: 'one text of it and more' }) },
    // Two packages have one symbol for it then.
    { edits: main({ text: 'other text ofit' }) },
    { first: main({ text: 'other text ofit' }), edits: main({ text: 'other text o it' }) },
    { edits: { ...texts, 'other/other.go': 'package other\n\nfunc Text() string { return "other" }\n' } },
    { edits: { ...texts, 'go.mod': 'module example.com/before\n\ngo 1.26\n' } },
  ];
  for (const change of changes) assert.equal(await holds(t, change), false, JSON.stringify(change));
});

test('files that a program embeds are looked at again', async (t) => {
  const embeds = {
    'embed.go': `package main

import "embed"

//go:embed a.txt
var files embed.FS

func init() {
	if _, err := files.ReadDir("."); err != nil {
		panic(err)
	}
}
`,
  };
  const first = { ...embeds, 'a.txt': 'a'.repeat(5000) };
  assert.equal(await holds(t, { first, edits: { 'a.txt': randomText(5000) } }), false);
});

/** That does not compress, the same each time. */
function randomText(length: number): string {
  let state = 1;
  const next = (): string => {
    state = (Math.imul(state, 48_271) >>> 0) % 0x7fff_ffff;
    return String.fromCharCode(33 + (state % 90));
  };
  return Array.from({ length }, next).join('');
}

test('what is kept and damaged is as good as not there', async (t) => {
  const spoils = [
    (path: string) => truncate(path, 3),
    (path: string) => truncate(path, 5000),
    (path: string) => writeFile(path, ''),
    async (path: string) => {
      const bytes = await readFile(path);
      bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
      await writeFile(path, bytes);
    },
  ];
  for (const spoil of spoils) {
    assert.equal(await holds(t, { edits: texts, spoil }), false);
    assert.equal(
      await holds(t, { edits: texts, spoil: (path) => spoil(join(path, '..', 'holds-for')) }),
      false,
    );
  }
});

test('a program that was changed by another hand is not the one that it was found of', async (t) => {
  const { root, machine } = await yard(t, module);
  const { path, report } = await attributedBuild(root, machine);
  const kept = await stat(foundAt(path));
  const program = await readFile(path);
  program.writeUInt8(program.readUInt8(program.length - 9) ^ 1, program.length - 9);
  await writeFile(path, program);
  await edit(root, texts);
  assert.deepEqual((await attributedBuild(root, machine)).report, report);
  assert.notEqual(await foundInode(path), kept.ino);
});
