import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Report } from '../../src/report/model.ts';
import { exec } from '../../src/support/exec.ts';
import { slipwayOk } from '../support/slipway.ts';
import { digestOf, helloCheckout, snapshot, temporaryFolders } from '../support/workspace.ts';

/** Any user that is not the tests' own and owns nothing. */
const stranger = '61234';

interface Surroundings {
  readonly prefix: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

const umask = (mask: string): string[] => ['sh', '-c', `umask ${mask}; exec "$@"`, 'sh'];

async function buildIn(folder: string, { prefix, env }: Surroundings): Promise<Report> {
  const outputs = [`oci:${folder}/layout`, `oci-archive:${folder}/image.tar`, `bin:${folder}/bin`];
  const { stdout } = await slipwayOk(
    [
      ...['build', '.', '--json', '--platform', 'linux/amd64,linux/arm64', '--compression', 'gzip:6'],
      ...outputs.flatMap((output) => ['--output', output]),
      ...['--cache-dir', join(folder, 'cache'), '--digest-file', join(folder, 'digest')],
    ],
    { cwd: join(folder, 'hello'), prefix, env },
  );
  return JSON.parse(stdout) as Report;
}

test('two folders, users, umasks, time zones, Go settings and clean caches give the same bytes', async (t) => {
  const folder = temporaryFolders((action) => t.after(action));
  const one = await folder();
  await helloCheckout(join(one, 'hello'));
  const two = join(await folder(), 'a longer path', 'with spaces');
  await mkdir(two, { recursive: true });
  await helloCheckout(join(two, 'hello'));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    await exec({ file: 'chown', args: ['-R', `${stranger}:${stranger}`, join(two, '..')] });
    await exec({ file: 'chmod', args: ['755', join(two, '..', '..')] });
  } else {
    t.diagnostic('not root: both builds run as the same user');
  }
  // The sources of Slipway may lie where only root can look: the stranger may read, and own, nothing else.
  const reading = ['--inh-caps', '+dac_read_search', '--ambient-caps', '+dac_read_search'];
  const user = ['setpriv', '--reuid', stranger, '--regid', stranger, '--clear-groups', ...reading];

  const first = await buildIn(one, {
    prefix: umask('022'),
    env: { TZ: 'UTC', SOURCE_DATE_EPOCH: undefined },
  });
  const second = await buildIn(two, {
    prefix: [...(isRoot ? user : []), ...umask('077')],
    env: {
      ...{ HOME: join(two, 'home'), TZ: 'Asia/Tokyo', LANG: 'de_DE.UTF-8', SOURCE_DATE_EPOCH: undefined },
      ...{ GOCACHE: join(two, 'go-build'), GOMODCACHE: join(two, 'modules'), GOMAXPROCS: '3' },
      ...{ GOFLAGS: '-buildvcs=false', GOAMD64: 'v3', GOENV: undefined },
    },
  });

  assert.match(first.targets[0]?.indexDigest ?? '', /^sha256:[0-9a-f]{64}$/);
  assert.equal(second.targets[0]?.indexDigest, first.targets[0]?.indexDigest);
  assert.equal(await readFile(join(two, 'digest'), 'utf8'), await readFile(join(one, 'digest'), 'utf8'));
  assert.equal(await digestOf(join(two, 'image.tar')), await digestOf(join(one, 'image.tar')));
  assert.deepEqual(await contentOf(join(two, 'layout')), await contentOf(join(one, 'layout')));
  assert.deepEqual(await contentOf(join(two, 'bin')), await contentOf(join(one, 'bin')));
});

/** Paths and digests; modes are the umask's. */
async function contentOf(folder: string): Promise<Record<string, string>> {
  const entries = Object.entries(await snapshot(folder));
  return Object.fromEntries(entries.map(([path, what]) => [path, what.replace(/ [0-7]+/, '')]));
}
