import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { hello, type Machine, machine } from '../support/build-run.ts';
import { type Buildkit, lacksBuildkit, startBuildkit } from '../support/buildkit.ts';
import {
  archivesOf,
  differences,
  engineOf,
  type Made,
  madeImages,
  ofImages,
  onPlatforms,
} from '../support/buildkit-images.ts';
import { edit } from '../support/edits.ts';
import { runProgram } from '../support/engines/engine.ts';
import { folderOf } from '../support/temporary.ts';
import { tool } from '../support/tools.ts';
import { suiteContext } from '../support/workspace.ts';

const platforms = onPlatforms('linux/amd64', 'linux/arm64');

describe('a builder with several nodes', { skip: lacksBuildkit() }, () => {
  const context = suiteContext(after);
  const nodes: Buildkit[] = [];
  let root: string;
  let here: Machine;

  before(async () => {
    for (const _ of platforms.filter((word) => word !== '--platform'))
      nodes.push(await startBuildkit(context));
    const [first, second] = nodes;
    const make = (...words: readonly string[]): Promise<string> =>
      runProgram(
        tool('buildx'),
        ['create', '--name', 'farm', '--driver', 'remote', ...words],
        first?.env ?? {},
      );
    await make('--platform', 'linux/amd64', first?.address ?? '');
    await make('--append', '--platform', 'linux/arm64', second?.address ?? '');
    root = await folderOf(context);
    await edit(root, hello);
    here = await machine(context, first?.env);
  });

  /** What each node had to copy: nothing, where it had no share. */
  const used = (): Promise<string[]> =>
    Promise.all(nodes.map((node) => node.buildctl('du', '--format', '{{json .}}')));

  test('has each make its own platforms, and the image is that of one machine', async (t) => {
    const made = (...flags: readonly string[]): Promise<Made> =>
      madeImages(t, here, root, '--base', 'scratch', ...platforms, ...flags);
    const own = await made('--vcs-stamp', 'label');
    const one = await made('--engine', 'buildkit', '--builder', 'farm', '--vcs-stamp', 'label');
    assert.deepEqual(engineOf(one), ['buildkit', 'buildx', 'pass']);
    assert.deepEqual(await differences(t, own, one), []);
    assert.deepEqual(archivesOf(one), archivesOf(own));
    for (const records of await used()) assert.match(records, /ADD|program-linux/);
  });

  test('compiles on each what it is for, to the bytes of one machine', async (t) => {
    const made = async (...flags: readonly string[]) => {
      const one = await madeImages(t, here, root, '--base', 'scratch', ...platforms, ...flags);
      return ofImages(one, ({ executable }) => executable.digest);
    };
    const apart = await made('--compile', 'buildkit', '--builder', 'farm');
    assert.deepEqual(apart, await made('--vcs-stamp', 'label'));
    for (const records of await used()) assert.match(records, /exec\.cachemount/);
  });
});
