import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { VerifyResult } from '../../../src/commands/verify.ts';
import { verifyAll } from '../../../src/commands/verify-all.ts';
import { formatVerification } from '../../../src/report/verification-text.ts';
import { readFlags } from '../../../src/request/flags.ts';
import { refused } from '../../image/source/opened.ts';
import { distrolessLike } from '../../support/bases/distroless.ts';
import {
  pushBase,
  writeBaseArchive,
  writeBaseLayout,
  writeDockerArchive,
} from '../../support/bases/places.ts';
import { machine, portsOf } from '../../support/build-run.ts';
import { makeLayout } from '../../support/make-layout.ts';
import { startTestRegistry } from '../../support/registry/in-process.ts';
import { repository, slipway } from '../../support/slipway.ts';
import { folderOf } from '../../support/temporary.ts';

const schema = JSON.parse(readFileSync(join(repository, 'schema', 'report.schema.json'), 'utf8'));
const validate = new Ajv2020().addSchema(schema, 'report').getSchema('report#/$defs/verification');

/** `slipway verify` with arguments as they are typed in a folder. */
async function setting(t: TestContext) {
  const folder = await folderOf(t);
  const here = await machine(t);
  const verify = async (...argv: readonly string[]): Promise<VerifyResult> => {
    const flags = readFlags('verify', [...argv, '--cache-dir', here.cacheDirectory]);
    const host = { cwd: folder, env: here.env, os: process.platform };
    const result = await verifyAll(flags, host, async () => portsOf(here));
    assert.ok(validate?.(result), JSON.stringify(validate?.errors));
    return result;
  };
  return { folder, verify };
}

const failed = ({ verdicts }: VerifyResult): string[] =>
  verdicts.filter(({ status }) => status === 'fail').map(({ check, severity }) => `${check} ${severity}`);

describe('slipway verify --same', () => {
  test('compares images wherever they lie: layout, archives, registry', async (t) => {
    const { folder, verify } = await setting(t);
    const base = distrolessLike();
    const registry = await startTestRegistry();
    t.after(() => registry.stop());
    await pushBase(base, `${registry.host}/acme/base:1`);
    await writeBaseLayout(base, join(folder, 'out'), 'v1');
    await writeBaseArchive(base, join(folder, 'image.tar'), 'v1');
    const remote = `${registry.host}/acme/base:1`;
    for (const other of [remote, 'image.tar', 'oci-archive:image.tar:v1', 'oci:out:v1']) {
      const result = await verify('--same', 'out', other);
      assert.deepEqual([result.subject, result.outcome], [`out = ${other}`, 'pass']);
      assert.deepEqual(failed(result), []);
    }
    const got = registry.requests.filter(({ method, path }) => method === 'GET' && path.includes('/blobs/'));
    assert.deepEqual(
      got.map(({ path }) => path.replace(/^.*\//, '')).sort(),
      base.parts.map(({ config }) => config.digest).sort(),
      'layers that are the same are not fetched, only configs',
    );
  });

  test('compares what docker save wrote of one platform with an image of that platform', async (t) => {
    const { folder, verify } = await setting(t);
    const base = distrolessLike(['linux/amd64']);
    await writeBaseLayout(base, join(folder, 'out'), 'v1');
    await writeDockerArchive(base, 'linux/amd64', join(folder, 'saved.tar'), ['acme/base:1']);
    const result = await verify('--same', 'saved.tar', 'out');
    assert.equal(result.outcome, 'pass');
    assert.deepEqual(
      failed(result).filter((one) => one !== 'same/annotations info'),
      ['same/layers info'],
    );
    const layers = result.verdicts.find(({ check }) => check === 'same/layers');
    assert.match(layers?.detail ?? '', /compressed otherwise/);
  });

  test('tells what differs, the gravest last, and what is the same first', async (t) => {
    const { folder, verify } = await setting(t);
    await makeLayout(join(folder, 'a'));
    await makeLayout(join(folder, 'b'), { more: [{ path: 'etc/motd', content: 'x' }], compression: 'zstd' });
    const result = await verify('--same', 'a', 'b');
    assert.equal(result.outcome, 'fail');
    assert.deepEqual(failed(result), ['same/files block', 'same/layers info', 'same/layers info']);
    assert.match(
      formatVerification(result),
      /^same 8\/9 ✗ · 1 failed\n\n✓ same\/platforms {3}a = b\n {4}linux\/amd64, linux\/arm64\n/,
    );
    assert.match(
      formatVerification(result),
      /\n\n✗ same\/files {3}linux\/amd64\n {4}etc\/motd: a file of 1 byte in B, missing in A$/,
    );
  });

  test('tells a person fifty differences of one kind, and --json all of them', async (t) => {
    const { folder, verify } = await setting(t);
    await makeLayout(join(folder, 'a'));
    const more = Array.from({ length: 70 }, (_, at) => ({ path: `etc/${100 + at}`, content: 'x' }));
    await makeLayout(join(folder, 'b'), { more });
    const result = await verify('--same', 'a', 'b');
    const files = result.verdicts.find(({ check, status }) => check === 'same/files' && status === 'fail');
    assert.equal(files?.detail.split('\n').length, 70);
    assert.match(
      formatVerification(result),
      /\n {4}etc\/149: a file of 1 byte in B, missing in A\n {4}and 20 more, which --json has$/,
    );
  });

  test('asks for two images, and for nothing that is asked of one', async (t) => {
    const { verify } = await setting(t);
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [['--same', 'a'], /--same: takes two images, and there is only "a"/],
      [['--same'], /--same: two images are missing\nfor example slipway verify --same/],
      [['a', 'b'], /one image is verified, and there are two: "a" "b"\n.*slipway verify --same a b/],
      [['--same', 'a', 'b', '--chain', 'r.json'], /--chain: asks something of one image/],
      [['--same', 'a', 'b', '--require', 'oras'], /--require: asks something of one image/],
      [['--same', 'a', 'b', '--signatures-only'], /--signatures-only: asks something of one image/],
      [
        ['--same', 'a', 'b', '--github', 'acme/api', '--key', 'k'],
        /2 faults\n--github: asks .*\n.*\n--key: asks/,
      ],
    ];
    for (const [argv, says] of wrong) await assert.rejects(verify(...argv), refused('E_CONFIG', says));
    await assert.rejects(verify('--same', 'a', 'b', 'c'), /too many arguments: "c"/);
    await assert.rejects(verify('--same', './a', './b'), refused('E_CONFIG', /a does not exist/));
  });
});

test('the program says it with its status: 0 where two images are the same, 1 where not, 2 where there are none', async (t) => {
  const folder = await folderOf(t);
  await makeLayout(join(folder, 'a'));
  await makeLayout(join(folder, 'b'), { compression: 'zstd' });
  await makeLayout(join(folder, 'c'), { config: { '/config/User': '7' } });
  const run = (...argv: readonly string[]) =>
    slipway(['verify', '--same', ...argv], {
      cwd: folder,
      env: { SLIPWAY_CACHE_DIR: join(folder, 'cache') },
    });
  const [same, other, none] = [await run('a', 'b'), await run('a', 'c', '--json'), await run('a')];
  assert.equal(same.status, 0, same.stderr);
  assert.match(same.stdout, /^same 9\/9 ✓\n/);
  assert.equal(other.status, 1, other.stderr);
  const { outcome, verdicts } = JSON.parse(other.stdout);
  assert.equal(outcome, 'fail');
  const config = verdicts.find((one: { check: string }) => one.check === 'same/config');
  assert.equal(config.detail, 'user: "65532:65532" in A, "7" in B');
  assert.deepEqual([none.status, none.stdout], [2, '']);
});
