import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import semver from 'semver';
import { moduleVersion } from '../../src/gobuild/module-version.ts';
import { sourceVersion } from '../../src/gobuild/source.ts';
import { readVcs, type VcsFacts } from '../../src/gobuild/version-control.ts';
import { exec } from '../../src/support/exec.ts';
import { hello, quietEnvironment } from '../support/build-run.ts';
import { go } from '../support/go-programs.ts';
import { folderOf } from '../support/temporary.ts';
import { git } from '../support/workspace.ts';

/** One step in a repository's life: a commit (of the files named, or an empty one), tags on it, or an edit left in the tree. */
type Step =
  | { readonly commit: Readonly<Record<string, string>> }
  | { readonly tag: string; readonly annotated?: boolean }
  | { readonly edit: Readonly<Record<string, string>> };

interface Story {
  readonly name: string;
  readonly steps: readonly Step[];
  /** Folder of the module inside the repository. */
  readonly folder?: string;
  /** What is expected where the go command does not tell a version. */
  readonly untold?: RegExp;
}

const more: Step = { commit: {} };
const tag = (name: string): Step => ({ tag: name });
const first: Step = { commit: hello };
const moduleAt = (folder: string, path: string): Record<string, string> => ({
  [join(folder, 'go.mod')]: `module ${path}\n\ngo 1.24\n`,
  [join(folder, 'main.go')]: hello['main.go'],
});
const second: Step = { commit: moduleAt('', 'example.com/hello/v2') };
const tool = moduleAt('tools/gen', 'example.com/hello/tools/gen');

const stories: readonly Story[] = [
  { name: 'no tags', steps: [first] },
  { name: 'a tag on the commit', steps: [first, tag('v1.2.3')] },
  { name: 'an annotated tag on the commit', steps: [first, { tag: 'v1.2.3', annotated: true }] },
  { name: 'a tag before the commit', steps: [first, tag('v1.2.3'), more] },
  { name: 'an annotated tag before', steps: [first, { tag: 'v1.2.3', annotated: true }, more] },
  { name: 'a pre-release on the commit', steps: [first, tag('v1.2.3-rc.1')] },
  { name: 'a pre-release before', steps: [first, tag('v1.2.3-rc.1'), more] },
  {
    name: 'a release and a later pre-release before',
    steps: [first, tag('v1.2.3'), more, tag('v1.3.0-beta'), more],
  },
  { name: 'several tags on the commit', steps: [first, tag('v1.9.0'), tag('v1.10.0'), tag('v1.10.0-rc.1')] },
  {
    name: 'a higher tag before a lower one on the commit',
    steps: [first, tag('v1.5.0'), more, tag('v1.2.0')],
  },
  {
    name: 'tags that are no versions',
    steps: [first, tag('release-7'), tag('v1'), tag('v1.2'), tag('1.2.3'), tag('v01.2.3')],
  },
  { name: 'a version with build metadata', steps: [first, tag('v1.2.3+meta')] },
  { name: 'a version with build metadata before', steps: [first, tag('v1.2.3+meta'), more] },
  {
    name: 'a tag that looks like a pseudo-version',
    steps: [first, tag('v1.2.4-0.20200101000000-0123456789ab')],
  },
  { name: 'a tag of version 2 on a module without /v2', steps: [first, tag('v1.4.0'), more, tag('v2.0.0')] },
  {
    name: 'a /v2 module with tags of 1 and 2',
    steps: [first, tag('v1.4.0'), second, tag('v2.0.0'), tag('v1.5.0')],
  },
  { name: 'a /v2 module after its tag', steps: [second, tag('v2.0.0'), more] },
  { name: 'a /v2 module with tags of 1 only', steps: [second, tag('v1.4.0'), more] },
  {
    name: 'a modified file',
    steps: [first, tag('v1.2.3'), { edit: { 'main.go': `${hello['main.go']}//` } }],
  },
  { name: 'an untracked file', steps: [first, more, { edit: { 'notes.txt': 'mine' } }] },
  {
    name: 'a modified file elsewhere in the repository',
    folder: 'tools/gen',
    steps: [
      { commit: { ...hello, ...tool } },
      tag('tools/gen/v0.1.0'),
      { edit: { 'main.go': 'package main' } },
    ],
  },
  {
    name: 'a module in a folder with its own tags',
    folder: 'tools/gen',
    steps: [{ commit: { ...hello, ...tool } }, tag('v1.2.3'), tag('tools/gen/v0.3.0'), more],
  },
  {
    name: 'a module in a folder, tags of the root only',
    folder: 'tools/gen',
    steps: [{ commit: { ...hello, ...tool } }, tag('v1.2.3')],
  },
  {
    name: 'the root of a repository with tags of a folder',
    steps: [{ commit: { ...hello, ...tool } }, tag('tools/gen/v0.3.0')],
  },
  {
    name: 'a major version in a folder of its own',
    folder: 'v2',
    steps: [
      { commit: { ...hello, ...moduleAt('v2', 'example.com/hello/v2') } },
      tag('v1.2.3'),
      tag('v2.1.0'),
      more,
    ],
  },
  {
    name: 'a module in a folder, none at the root',
    folder: 'app',
    steps: [{ commit: moduleAt('app', 'example.com/app') }, tag('app/v0.3.0')],
    untold: /^v0\.3\.0$/,
  },
];

for (const { name, steps, folder = '', untold } of stories) {
  test(`the version is the one that Go stamps: ${name}`, async (t) => {
    const root = await folderOf(t);
    await tell(root, steps);
    const directory = join(root, folder);
    const stamped = await stampedVersion(t, directory);
    const ours = await versionAt(directory);
    if (untold === undefined) return assert.equal(ours, stamped);
    assert.equal(stamped, '(devel)');
    assert.match(ours ?? '', untold);
  });
}

async function tell(root: string, steps: readonly Step[]): Promise<void> {
  await git(root, 'init', '--quiet', '--initial-branch=main');
  for (const step of steps) {
    if ('tag' in step) {
      await git(root, 'tag', ...(step.annotated ? ['--annotate', '--message', 'A release'] : []), step.tag);
    } else {
      await write(root, 'commit' in step ? step.commit : step.edit);
      if ('edit' in step) continue;
      await git(root, 'add', '--all');
      await git(root, 'commit', '--quiet', '--allow-empty', '--message', 'A change');
    }
  }
}

async function write(root: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
}

async function versionAt(directory: string): Promise<string | undefined> {
  const { facts, notice } = await readVcs(directory, exec, quietEnvironment());
  assert.equal(notice, undefined);
  const path = /^module (\S+)/.exec(await readFile(join(directory, 'go.mod'), 'utf8'))?.[1] ?? '';
  return sourceVersion({ directory, vcs: facts, module: undefined }, { Path: path, Dir: directory });
}

/** The `mod` line of `go version -m`. */
async function stampedVersion(t: TestContext, directory: string): Promise<string | undefined> {
  const file = join(await folderOf(t), 'program');
  const env = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  go(['build', '-trimpath', '-ldflags=-s -w', '-buildvcs=true', '-o', file, '.'], env, directory);
  return /^\tmod\t\S+\t(\S+)/m.exec(go(['version', '-m', file], {}))?.[1];
}

const facts: VcsFacts = {
  revision: '0123456789abcdef0123456789abcdef01234567',
  time: '2026-02-03T04:05:06Z',
  modified: false,
  changes: [],
  shallow: false,
  prefix: '',
  branch: undefined,
  tags: [],
  remote: undefined,
};

test('whatever tags there are, the version is one that Go accepts and is not lower than any tag that counts', () => {
  const number = fc.integer({ min: 0, max: 12 });
  const name = fc
    .tuple(
      fc.constantFrom('v', ''),
      fc.array(number, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('', '-rc.1', '-0'),
    )
    .map(([v, numbers, end]) => `${v}${numbers.join('.')}${end}`);
  const tags = fc.array(fc.record({ name: fc.oneof(name, fc.string()), exact: fc.boolean() }));
  fc.assert(
    fc.property(tags, fc.boolean(), (tags, modified) => {
      const version = moduleVersion({ ...facts, tags, modified }, 'example.com/m', '');
      assert.match(version, /^v[01]\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+dirty)?$/);
      assert.equal(version.endsWith('+dirty'), modified);
      const counted = tags.filter(({ exact }) => exact || tags.every((tag) => !tag.exact));
      for (const { name } of counted) {
        if (/^v[01]\.\d+\.\d+(-rc\.1|-0)?$/.test(name))
          assert.ok(semver.gte(version, name), `${version} ${name}`);
      }
    }),
  );
});
