import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { VerifyResult } from '../../src/commands/verify.ts';
import type { Report } from '../../src/report/model.ts';
import type { Reproduction } from '../../src/report/reproduction/reproduction.ts';
import { exists } from '../../src/support/files.ts';
import { type CosignKeys, cosignKeys } from '../support/attest/keys.ts';
import { writeModule } from '../support/go-module.ts';
import { stateOf } from '../support/pull-request.ts';
import { startTestRegistry } from '../support/registry/in-process.ts';
import { validateReport } from '../support/report-schema.ts';
import { type Ended, type SlipwayOptions, slipway, startSlipway } from '../support/slipway.ts';
import { stampingGo } from '../support/stamping-go.ts';
import { environment, lacks } from '../support/tools.ts';
import { commitAll, temporaryFolders } from '../support/workspace.ts';

const native = `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`;
const predicateType = 'https://github.com/slipway-dev/slipway/predicates/reproducibility/v1';

describe('building again from nothing', () => {
  const folder = temporaryFolders(after);
  let work: string;
  let module: string;
  before(async () => {
    work = await folder();
    module = await writeModule(join(work, 'api'), {
      'main.go': 'package main\n\nvar built = "nobody knows"\n\nfunc main() { println(built) }\n',
    });
    await commitAll(module, 'v1.2.3');
  });

  const usual = (): string[] => [
    '--platform',
    native,
    '--base',
    'scratch',
    '--cache-dir',
    join(work, 'cache'),
  ];

  function run(args: readonly string[], options: SlipwayOptions = {}): Promise<Ended> {
    return slipway([...args, ...usual()], { cwd: work, ...options });
  }

  /** What builds from nothing left. */
  async function left(): Promise<readonly string[]> {
    const parent = join(work, 'cache', 'reproduce');
    return (await exists(parent)) ? readdir(parent) : [];
  }

  test('slipway reproduce says of each platform that it is the same, writes a report of it, and leaves the checkout alone', async () => {
    const file = join(work, 'reproduction.json');
    const before = await stateOf(module);
    const { status, stdout, stderr } = await run(['reproduce', 'api', '--report', file]);
    assert.equal(status, 0, stderr + stdout);
    assert.match(stdout, new RegExp(`^ {2}small {3}${native} {3}same {3}sha256:`, 'm'));
    assert.match(stdout, /^ {2}elsewhere {3}built from nothing in .*, with another folder, file times,$/m);
    assert.match(stdout, /^ {2}reproducible ✓ 2\/2 /m);
    const found = JSON.parse(await readFile(file, 'utf8')) as Reproduction;
    validateReport(found, 'reproduction');
    assert.equal(found.builds[1]?.varied['umask'], '0027');
    assert.deepEqual(await stateOf(module), before);
    assert.deepEqual(await left(), []);
    assert.ok(!(await exists(join(work, 'out'))));
  });

  test('a go command that stamps the clock is found out before anything is written or pushed', async (t) => {
    const bin = await stampingGo(await folder(), 'main.built');
    const registry = await startTestRegistry();
    t.after(registry.stop);
    const PATH = `${bin}:${environment()['PATH'] ?? ''}`;
    const name = `${registry.host}/acme/api`;
    const out = join(work, 'stamped');
    const results = ['--push', `${name}:v1`, '--output', `oci:${out}`];
    const built = await run(['build', 'api', '--reproduce', ...results], { env: { PATH } });
    assert.equal(built.status, 1, built.stderr + built.stdout);
    assert.match(built.stdout, /reproducible ✗/);
    assert.match(built.stdout, /failed: small \(linux\/\w+\): is sha256:.* \(reproduce\/image\)/);
    assert.match(built.stdout, /main\.built|\.rodata/);
    assert.match(built.stdout, /time: .*\n +→ stamp the commit's time instead/);
    assert.ok(!(await exists(out)));
    assert.deepEqual([...registry.contents.keys()], []);
    assert.deepEqual(await left(), []);
  });

  test('a signal in the midst of it leaves neither a work folder nor temporary files', async () => {
    const tmp = await folder();
    const out = join(work, 'interrupted');
    for (const [signal, status, args, text] of [
      ['SIGINT', 130, ['reproduce', 'api'], 'building here'],
      ['SIGTERM', 143, ['build', 'api', '--reproduce', '--output', `oci:${out}`], 'building elsewhere'],
    ] as const) {
      const running = startSlipway([...args, ...usual()], { cwd: work, env: { TMPDIR: tmp } });
      await running.said(text);
      running.signal(signal);
      const ended = await running.ended;
      assert.equal(ended.status, status, ended.stderr);
      assert.deepEqual(await left(), []);
      assert.deepEqual(await readdir(tmp), []);
    }
    assert.ok(!(await exists(out)));
  });

  describe('and signing what was found', { skip: lacks('cosign') }, () => {
    let keys: CosignKeys;
    before(async () => {
      keys = await cosignKeys(await folder());
    });

    test('an image that was built twice says so in a signed statement, which slipway verify asks for', async (t) => {
      const registry = await startTestRegistry();
      t.after(registry.stop);
      const name = `${registry.host}/acme/api`;
      const file = join(work, 'report.json');
      const env = { COSIGN_PASSWORD: keys.password };
      const key = ['--key', keys.privateFile];
      const once = await run(['build', 'api', '--push', `${name}:once`, ...key], { env });
      assert.equal(once.status, 0, once.stderr);
      const verify = (tag: string): Promise<Ended> =>
        slipway([
          ...['verify', `${name}:${tag}`, '--json', '--signatures-only', '--key', keys.publicFile],
          ...['--require', 'reproducibility', '--cache-dir', join(work, 'cache')],
        ]);
      const before = await verify('once');
      assert.equal(before.status, 1, 'nobody attested it');

      const args = ['build', 'api', '--push', `${name}:twice`, ...key, '--reproduce', '--report', file];
      const twice = await run(args, { env });
      assert.equal(twice.status, 0, twice.stderr + twice.stdout);
      assert.match(twice.stdout, /reproducible ✓/);
      const report = JSON.parse(await readFile(file, 'utf8')) as Report;
      validateReport(report);
      const [target] = report.reproduction?.targets ?? [];
      assert.equal(target?.index?.b, report.targets[0]?.indexDigest);
      const attested = report.targets[0]?.publications?.[0]?.signed?.at(-1)?.attestations ?? [];
      assert.ok(attested.some((one) => one.predicateType === predicateType));
      const judged = await verify('twice');
      const { verdicts } = JSON.parse(judged.stdout) as VerifyResult;
      assert.ok(
        verdicts.some(({ check, status }) => check === 'attest/reproducibility' && status === 'pass'),
        judged.stdout,
      );
      assert.equal(judged.status, 0);

      const held = await run(['reproduce', 'api', '--against', `${name}:twice`]);
      assert.equal(held.status, 0, held.stderr + held.stdout);
      assert.match(
        held.stdout,
        new RegExp(`^ {2}before {3}${name}:twice\n {2}now {6}built from nothing`, 'm'),
      );
    });
  });
});
