import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { formatLock, type LockResult, lockCommand } from '../../src/commands/lock.ts';
import { readFlags } from '../../src/request/flags.ts';
import { lockRequest } from '../../src/request/lock-request.ts';
import { formatReference, type ImageReference } from '../../src/request/reference.ts';
import { SlipwayError } from '../../src/support/errors.ts';
import type { Digest } from '../../src/support/hashing.ts';
import { refusal } from '../support/refusal.ts';
import { digestOf, repositoryOf } from '../support/registry/contents.ts';
import { startTestRegistry, type TestRegistry } from '../support/registry/in-process.ts';
import { slipway } from '../support/slipway.ts';
import { folderOf } from '../support/temporary.ts';

const [a, b] = [`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`] as const;

/** `slipway lock` in a folder, with what tags mean now. */
async function lock(
  folder: string,
  meanings: Readonly<Record<string, Digest>>,
  ...argv: readonly string[]
): Promise<LockResult & { readonly asked: readonly string[] }> {
  const request = await lockRequest(readFlags('lock', argv), { cwd: folder, env: {}, os: 'linux' });
  const asked: string[] = [];
  const result = await lockCommand(request, {
    base: async (reference: ImageReference) => {
      asked.push(formatReference(reference));
      const digest = meanings[formatReference(reference)];
      if (digest === undefined) throw new SlipwayError('E_REGISTRY', 'it is not there');
      return digest;
    },
    packs: async () => assert.fail('nothing is packed'),
  });
  return { ...result, asked };
}

const read = (folder: string): Promise<string> => readFile(join(folder, 'slipway.lock'), 'utf8');

const configuration = 'base: r.io/x:1\ntargets: { a: {}, b: {}, c: { base: "r.io/y:2" } }\n';

test('each base is asked for once and written down, and later runs tell what moved', async (t) => {
  const folder = await folderOf(t, { 'slipway.yaml': configuration });
  const first = await lock(folder, { 'r.io/x:1': a, 'r.io/y:2': a });
  assert.deepEqual(first.asked, ['r.io/x:1', 'r.io/y:2']);
  assert.deepEqual(first.bases, [
    { reference: 'r.io/x:1', after: a },
    { reference: 'r.io/y:2', after: a },
  ]);
  assert.match(await read(folder), new RegExp(`\nbases:\n  r.io/x:1: ${a}\n  r.io/y:2: ${a}\n$`));
  assert.match(
    formatLock(first),
    /^ {2}\+ r\.io\/x:1\n {6}sha256:a+\n(?:.*\n)*.*slipway\.lock is written; commit it$/,
  );

  const moved = await lock(folder, { 'r.io/x:1': b, 'r.io/y:2': a });
  assert.deepEqual([moved.changed, moved.bases[0]], [true, { reference: 'r.io/x:1', before: a, after: b }]);
  assert.match(formatLock(moved), /^ {2}~ r\.io\/x:1\n {6}sha256:a+ →\n {6}sha256:b+\n {2}= r\.io\/y:2/);

  const same = await lock(folder, { 'r.io/x:1': b, 'r.io/y:2': a });
  assert.equal(same.changed, false);
  assert.match(formatLock(same), /slipway\.lock is up to date$/);
});

test('a base that nothing names any more goes, but not because --base chose another', async (t) => {
  const folder = await folderOf(t, { 'slipway.yaml': 'base: r.io/x:1\n' });
  await lock(folder, { 'r.io/x:1': a });
  const chosen = await lock(folder, { 'r.io/n:1': b }, '--base=r.io/n:1');
  assert.deepEqual(
    chosen.bases.map(({ reference }) => reference),
    ['r.io/n:1', 'r.io/x:1'],
  );
  const { bases } = await lock(folder, { 'r.io/x:1': a });
  assert.deepEqual(bases[0], { reference: 'r.io/n:1', before: b });
  assert.doesNotMatch(await read(folder), /r\.io\/n/);
  assert.match(
    formatLock({ bases, packs: [], lockFile: 'l', changed: true, dryRun: false }),
    /^ {2}- r\.io\/n:1\n/,
  );
});

test('a dry run tells, and writes nothing', async (t) => {
  const folder = await folderOf(t, { 'slipway.yaml': 'base: r.io/x\n' });
  const result = await lock(folder, { 'r.io/x': a }, '--dry-run');
  assert.deepEqual([result.changed, result.bases], [true, [{ reference: 'r.io/x:latest', after: a }]]);
  assert.match(formatLock(result), /would be written \(dry run\)$/);
  await assert.rejects(read(folder), { code: 'ENOENT' });
});

test('a base that is not there is refused, and the lock stays as it was', async (t) => {
  const folder = await folderOf(t, { 'slipway.yaml': configuration });
  await lock(folder, { 'r.io/x:1': a, 'r.io/y:2': a });
  const before = await read(folder);
  const error = await refusal(() => lock(folder, { 'r.io/x:1': b }), 'E_REGISTRY');
  assert.match(error.message, /it is not there/);
  assert.equal(await read(folder), before);
});

test('without a tag to pin there is nothing to write', async (t) => {
  const folder = await folderOf(t, { 'slipway.yaml': `base: r.io/x@${a}\n` });
  const result = await lock(folder, {});
  assert.deepEqual([result.asked, result.changed], [[], false]);
  assert.match(formatLock(result), /no base has a tag/);
  await assert.rejects(read(folder), { code: 'ENOENT' });
});

/** A registry with one manifest under base:1; its digest comes back. */
async function registryWithBase(t: TestContext): Promise<{ registry: TestRegistry; digest: string }> {
  const registry = await startTestRegistry();
  t.after(() => registry.stop());
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, layers: [] }));
  const digest = digestOf(bytes);
  const { manifests, tags } = repositoryOf(registry.contents, 'acme/base');
  manifests.set(digest, { mediaType, bytes });
  tags.set('1', digest);
  return { registry, digest };
}

test('the program asks the registry, which is moved by nothing but its own tags', async (t) => {
  const { registry, digest } = await registryWithBase(t);
  const base = `${registry.host}/acme/base:1`;
  const folder = await folderOf(t, { 'slipway.yaml': `base: ${base}\n` });
  const run = () => slipway(['lock', folder, '--json'], { env: { HOME: folder, DOCKER_CONFIG: folder } });
  const { status, stdout, stderr } = await run();
  assert.equal(status, 0, stderr);
  assert.deepEqual(JSON.parse(stdout), {
    lockFile: join(folder, 'slipway.lock'),
    bases: [{ reference: base, after: digest }],
    packs: [],
    changed: true,
    dryRun: false,
  });
  assert.match(await read(folder), new RegExp(`"?${base}"?: ${digest}`));
  repositoryOf(registry.contents, 'acme/base').tags.clear();
  const gone = await run();
  assert.equal(gone.status, 4, gone.stderr);
  assert.match(gone.stderr, /error E_REGISTRY: .*acme\/base.*it is not there/);
});
