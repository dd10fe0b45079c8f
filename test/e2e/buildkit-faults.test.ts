import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { pseudoRandom } from '../image/sample.ts';
import { hello } from '../support/build-run.ts';
import { type Buildkit, lacksBuildkit, startBuildkit } from '../support/buildkit.ts';
import { edit } from '../support/edits.ts';
import { type Ended, type Running, startSlipway } from '../support/slipway.ts';
import { folderOf } from '../support/temporary.ts';
import { suiteContext } from '../support/workspace.ts';

interface Place {
  readonly work: string;
  readonly run: Running;
}

describe('a BuildKit that fails', { skip: lacksBuildkit() }, () => {
  const context = suiteContext(after);
  let module: string;

  before(async () => {
    module = await folderOf(context);
    await edit(module, hello);
  });

  /** A build that has everything it may leave something in below one folder. */
  async function started(t: TestContext, { env }: Buildkit, ...flags: readonly string[]): Promise<Place> {
    const work = await folderOf(t);
    await mkdir(join(work, 'tmp'));
    const output = ['--output', `oci:${work}/out`, '--output', `bin:${work}/bin`];
    const usual = ['--platform', 'linux/arm64', '--base', 'scratch', '--cache-dir', join(work, 'cache')];
    // By this the compiler inside is told from that of any other.
    const mark = ['--ldflags', `-X main.mark=${basename(work)}`];
    const run = startSlipway(['build', module, ...usual, ...mark, ...output, ...flags], {
      env: { ...env, TMPDIR: join(work, 'tmp') },
    });
    return { work, run };
  }

  /** That nothing was written, and that nothing half-done is left. */
  async function nothingLeft({ work }: Place): Promise<void> {
    assert.deepEqual(
      (await readdir(work)).filter((name) => name === 'out' || name === 'bin'),
      [],
    );
    const incoming = await readdir(join(work, 'cache', 'incoming')).catch(() => []);
    assert.deepEqual(incoming, [], 'incoming');
    const temporary = await readdir(join(work, 'tmp'));
    assert.deepEqual(
      temporary.filter((name) => name !== 'node-compile-cache'),
      [],
      'temporary',
    );
    assert.deepEqual(await processesWith(work), []);
  }

  function endsWith(ended: Ended, status: number, ...words: readonly RegExp[]): void {
    assert.equal(ended.status, status, ended.stderr);
    for (const pattern of words) assert.match(ended.stderr, pattern);
  }

  describe('while it compiles', () => {
    let daemon: Buildkit;
    before(async () => {
      daemon = await startBuildkit(context);
    });
    const inside = (): string[] => ['--compile', 'buildkit', '--builder', daemon.address];

    test('is told to stop when the run is interrupted, which leaves nothing', async (t) => {
      const place = await started(t, daemon, ...inside());
      await compiling(place);
      place.run.signal('SIGINT');
      endsWith(await place.run.ended, 130);
      await nothingLeft(place);
      for (let tries = 0; (await compilers(place)).length > 0; tries++) {
        assert.ok(tries < 100, 'the compiler inside BuildKit goes on');
        await pause(50);
      }
      await daemon.buildctl('debug', 'info');
    });

    test('is missed when it dies, which leaves nothing', async (t) => {
      const place = await started(t, daemon, ...inside());
      await compiling(place);
      await daemon.kill();
      endsWith(
        await place.run.ended,
        4,
        /^error E_NETWORK: BuildKit \(unix:.*\) went away while it made programs/m,
        /nothing was written/,
      );
      await nothingLeft(place);
      assert.deepEqual(await compilers(place), []);
    });
  });

  test('for want of space says so and what to do, whether it compiles or puts together', async (t) => {
    const daemon = await startBuildkit(t, { disk: '16m' });
    const large = join(await folderOf(t), 'large');
    await writeFile(large, pseudoRandom(32 * 2 ** 20));
    const ways = [
      ['--compile', 'buildkit'],
      ['--engine', 'buildkit', '--asset', `${large}:/large`],
    ];
    for (const flags of ways) {
      const place = await started(t, daemon, '--builder', daemon.address, ...flags);
      endsWith(await place.run.ended, 3, /^error E_IO: BuildKit/m, /no space left/, /buildctl prune/);
      await nothingLeft(place);
    }
  });

  test('to be there is found out before anything is compiled', async (t) => {
    const daemon = await startBuildkit(t);
    await daemon.stop();
    const builders: readonly (readonly [string, RegExp])[] = [
      [daemon.address, /^error E_TOOL: the BuildKit at unix:.* does not answer/m],
      ['nobody', /^error E_TOOL: the builder nobody of buildx does not answer/m],
    ];
    for (const [builder, words] of builders) {
      const place = await started(t, daemon, '--engine', 'buildkit', '--builder', builder);
      endsWith(await place.run.ended, 3, words);
      assert.deepEqual(await readdir(place.work), ['tmp']);
    }
  });
});

/** Until the go command runs inside BuildKit. */
async function compiling(place: Place): Promise<void> {
  for (let tries = 0; (await compilers(place)).length === 0; tries++) {
    assert.ok(tries < 1200, 'go build is started inside BuildKit');
    await pause(50);
  }
}

/** The go commands inside BuildKit that build what a run asks for. */
async function compilers({ work }: Place): Promise<string[]> {
  const found = await processesWith(`main.mark=${basename(work)}`);
  return found.filter((command) => command.includes('\0/out/program\0'));
}

/** Command lines of living processes that have this text in them, or in their environment. */
async function processesWith(text: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const read = (file: string): Promise<string> => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
    const command = await read('cmdline');
    if (Number(pid) !== process.pid && (command + (await read('environ'))).includes(text))
      found.push(command);
  }
  return found;
}
