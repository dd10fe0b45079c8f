import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { exec } from '../../src/support/exec.ts';
import { hello, type Machine, machine, type WatchedPorts } from '../support/build-run.ts';
import { type Buildkit, lacksBuildkit, startBuildkit } from '../support/buildkit.ts';
import {
  engineOf,
  type Made,
  madeImages,
  ofImages,
  onPlatforms,
  rootOf,
} from '../support/buildkit-images.ts';
import { type Edits, edit } from '../support/edits.ts';
import { publish } from '../support/file-proxy.ts';
import { serve } from '../support/go-proxy.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';
import { suiteContext } from '../support/workspace.ts';

/** Modules under one go.work, a file behind build tags, and words that are linked in. */
const workspace: Edits = {
  'go.work': 'go 1.25\n\nuse (\n\t./app\n\t./lib\n\t./other\n)\n',
  'other/go.mod': 'module example.com/other\n\ngo 1.25\n',
  'lib/go.mod': 'module example.com/lib\n\ngo 1.25\n',
  'lib/lib.go': 'package lib\n\nconst Word = "lib"\n',
  'lib/lib_test.go': 'package lib\n',
  'app/go.mod': 'module example.com/app\n\ngo 1.25\n\nrequire example.com/lib v0.0.0\n',
  'app/cmd/greet/main.go': `package main

import "example.com/lib"

var said, tagged = "none", "none"

func main() { println(said, tagged, lib.Word) }
`,
  'app/cmd/greet/tagged.go': '//go:build odd && tags\n\npackage main\n\nfunc init() { tagged = "tagged" }\n',
  'app/README.md': 'read by nobody',
};

/** A module of another's whose only copy is the one in vendor, and a file that is embedded. */
const vendored: Edits = {
  'go.mod': 'module example.com/vendored\n\ngo 1.25\n\nrequire example.com/far v1.2.3\n',
  'main.go': `package main

import (
	_ "embed"

	"example.com/far"
)

//go:embed words
var words string

func main() { println(words, far.Word) }
`,
  words: 'embedded',
  'vendor/modules.txt': '# example.com/far v1.2.3\n## explicit; go 1.25\nexample.com/far\n',
  'vendor/example.com/far/far.go': 'package far\n\nconst Word = "from far"\n',
};

const three = onPlatforms('linux/amd64', 'linux/arm64', 'linux/arm/v7');

describe('programs that BuildKit compiles', { skip: lacksBuildkit() }, () => {
  const context = suiteContext(after);
  let daemon: Buildkit;
  let here: Machine;

  before(async () => {
    daemon = await startBuildkit(context);
    here = await machine(context, daemon.env);
  });

  const inside = (): string[] => ['--compile', 'buildkit', '--builder', daemon.address];
  const outside = ['--compile', 'host', '--vcs-stamp', 'label'];
  const made = (t: TestContext, root: string, ...flags: readonly string[]): Promise<Made> =>
    madeImages(t, here, root, '--base', 'scratch', ...flags);

  test('are byte for byte those of this machine, with tags, linker flags and a workspace', async (t) => {
    const root = await folderOf(t);
    await edit(root, workspace);
    const flags = [
      ...three,
      ...['--build-tags', 'odd,tags', '--ldflags', `-s -w -X 'main.said=a "b" $c \`d\`'`],
    ];
    const own = await made(t, join(root, 'app'), ...flags, ...outside);
    const one = await made(t, join(root, 'app'), ...flags, ...inside());
    assert.deepEqual(programsOf(one), programsOf(own));
    assert.deepEqual(engineOf(one), ['buildkit', 'buildctl', 'pass']);
    assert.deepEqual(solvesOf(one.ports), ['programs', 'image'], 'one solve compiles for all platforms');
    assert.deepEqual(await readdir(join(here.cacheDirectory, 'incoming')), []);
  });

  test('are asked for again only when something changed that they are made of', async (t) => {
    const root = await folderOf(t);
    await edit(root, { ...vendored, 'doc.md': 'one' });
    const build = (): Promise<Made> => made(t, root, ...onPlatforms('linux/arm64'), ...inside());
    const first = await build();
    const own = await made(t, root, ...onPlatforms('linux/arm64'), ...outside);
    assert.deepEqual(programsOf(first), programsOf(own), 'of a vendored module, without its having a proxy');
    await edit(root, { 'doc.md': 'two' });
    const second = await build();
    assert.deepEqual(solvesOf(second.ports), ['image']);
    assert.equal(rootOf(second), rootOf(first));
    await edit(root, { 'vendor/example.com/far/far.go': 'package far\n\nconst Word = "changed"\n' });
    const third = await build();
    assert.deepEqual(solvesOf(third.ports), ['programs', 'image']);
    assert.notDeepEqual(programsOf(third), programsOf(first));
  });

  test('of modules that are fetched there are those of this machine, and where from is told to nobody', async (t) => {
    const files = {
      'go.mod': 'module example.com/far\n\ngo 1.25\n',
      'far.go': vendored['vendor/example.com/far/far.go'] ?? '',
    };
    const folder = await folderOf(t);
    await publish(folder, [{ path: 'example.com/far', version: 'v1.2.3', files }]);
    const asked: string[] = [];
    const address = await serve(t, async ({ url = '' }, response) => {
      asked.push(url);
      const path = decodeURIComponent(url).replace('/s3cr3t/', '');
      const content = await readFile(join(folder, path)).catch(() => undefined);
      response.writeHead(content === undefined ? 404 : 200).end(content);
    });
    const env = {
      ...here.env,
      ...{ GOPROXY: `${address}/s3cr3t`, GOSUMDB: 'off', GOFLAGS: '-modcacherw' },
      GOMODCACHE: join(await folderOf(t), 'mod'),
    };
    const root = await folderOf(t);
    const { 'go.mod': goMod = '', 'main.go': main = '' } = vendored;
    await edit(root, { 'go.mod': goMod, 'main.go': main, words: 'embedded' });
    await exec({ file: 'go', args: ['mod', 'tidy'], cwd: root, env });
    const build = (...flags: string[]): Promise<Made> =>
      madeImages(t, { ...here, env }, root, '--base', 'scratch', ...onPlatforms('linux/arm64'), ...flags);
    const own = await build(...outside);
    asked.length = 0;
    const one = await build(...inside());
    assert.deepEqual(programsOf(one), programsOf(own));
    assert.ok(asked.length > 0, 'BuildKit fetched it itself');
    assert.doesNotMatch(JSON.stringify(one.ports.commands.map(({ args }) => args)), /s3cr3t/);
    assert.doesNotMatch(await daemon.buildctl('debug', 'histories', '--format', '{{json .}}'), /s3cr3t/);
    assert.doesNotMatch(await daemon.log(), /s3cr3t/);
  });

  test('that do not compile end the run with the words of the compiler', async (t) => {
    const root = await folderOf(t);
    await edit(root, { ...hello, 'main.go': 'package main\n\nfunc main() { println("x" + 1) }\n' });
    const error = await refusal(() => made(t, root, ...inside()), 'E_BUILD');
    assert.match(error.message, /main\.go:3:23: .*mismatched types|main\.go:3:\d+: .*cannot convert/);
    assert.deepEqual(await readdir(join(here.cacheDirectory, 'incoming')), []);
  });
});

const programsOf = (one: Made) => ofImages(one, ({ executable }) => executable.digest);

/** What BuildKit was asked for, in order. */
function solvesOf({ commands }: WatchedPorts): string[] {
  return commands
    .filter(({ file, args }) => basename(file) === 'buildctl' && args.includes('build'))
    .map(({ args }) => (args.includes('target=programs') ? 'programs' : 'image'));
}
