import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { VerifyResult } from '../../../src/commands/verify.ts';
import type { Report } from '../../../src/report/model.ts';
import { sha256 } from '../../../src/support/hashing.ts';
import type { ChainLink } from '../../../src/verify/chain/chain.ts';
import { chainStages } from '../../../src/verify/chain/chain.ts';
import { brokenSteps, verifyChain } from '../../support/chain-run.ts';
import { startTestRegistry } from '../../support/registry/in-process.ts';
import { validateReport } from '../../support/report-schema.ts';
import { slipway, slipwayOk } from '../../support/slipway.ts';
import { helloCheckout, temporaryFolders } from '../../support/workspace.ts';

describe('the chain of fingerprints', () => {
  const folder = temporaryFolders(after);
  let work: string;
  let checkout: string;
  let report: Report;

  before(async () => {
    work = await folder();
    checkout = await helloCheckout(join(work, 'hello'));
    const outputs = ['--output', `oci:${join(work, 'out')}`, '--output', `bin:${join(work, 'bin')}`];
    await slipwayOk(['build', checkout, ...outputs, ...cache(), '--report', join(work, 'report.json')]);
    report = JSON.parse(await readFile(join(work, 'report.json'), 'utf8'));
  });

  const cache = (): string[] => ['--cache-dir', join(work, 'cache')];

  const verify = async (args: readonly string[], told: Report = report): Promise<VerifyResult> =>
    verifyChain(told, await folder(), [...args, ...cache()]);

  /** The report with another chain of the image for linux/amd64. */
  function withChain(change: (links: ChainLink[]) => readonly ChainLink[]): Report {
    const [target] = report.targets;
    assert.ok(target);
    const [first, ...others] = target.images;
    assert.ok(first?.chain);
    return {
      ...report,
      targets: [{ ...target, images: [{ ...first, chain: change([...first.chain]) }, ...others] }],
    };
  }

  test('goes from the commit to the index, each step tied to those before', () => {
    const [target] = report.targets;
    validateReport(report);
    for (const { chain = [], manifestDigest, executable } of target?.images ?? []) {
      const stages = chain.map(({ stage }) => stage);
      assert.deepEqual(
        stages,
        chainStages.filter((stage) => !['pack', 'assets', 'signature', 'archive'].includes(stage)),
      );
      const given = new Set<string>();
      for (const { materials, products } of chain) {
        assert.deepEqual(
          materials.filter(({ digest }) => !given.has(digest)),
          [],
        );
        for (const { digest } of products) given.add(digest);
      }
      for (const digest of [executable.digest, manifestDigest, target?.indexDigest ?? ''])
        assert.ok(given.has(digest));
    }
    const sum = sha256(execFileSync('git', ['show', 'HEAD:go.sum'], { cwd: checkout }));
    const modules = target?.images[0]?.chain?.find(({ stage }) => stage === 'modules');
    assert.equal(modules?.products.find(({ name }) => name === 'go.sum')?.digest, sum);
  });

  test('ties the bare file to the file in the layer', async () => {
    const [target] = report.targets;
    const program = (chain: readonly ChainLink[] = []) =>
      chain.find(({ stage }) => stage === 'link')?.products;
    for (const [at, image] of (target?.images ?? []).entries()) {
      assert.deepEqual(program(image.chain), program(target?.files?.[at]?.chain));
    }
    const result = await verify([]);
    assert.deepEqual([result.outcome, brokenSteps(result)], ['pass', []]);
    const subjects = new Set(result.verdicts.map(({ subject }) => subject));
    assert.equal(subjects.size, 6);
    const notRun = result.verdicts.flatMap(({ check, status }) => (status === 'skip' ? [check] : []));
    assert.deepEqual([...new Set(notRun)], ['chain/toolchain']);
  });

  test('is told a line for each image and file', async () => {
    const { stdout } = await slipwayOk(['verify', '--chain', join(work, 'report.json'), ...cache()]);
    assert.match(
      stdout,
      /^chain of hello \(linux\/amd64\)\n {2}source ✓ {3}modules ✓ {3}toolchain – {3}compile ✓ {3}link ✓ {3}base ✓ {3}layer ✓ {3}config ✓ {3}manifest ✓ {3}index ✓\n\n/,
    );
  });

  for (const stage of chainStages.filter(
    (each) => !['pack', 'assets', 'toolchain', 'signature', 'archive'].includes(each),
  )) {
    test(`names ${stage} where its record was forged`, async () => {
      const forged = withChain((links) =>
        links.map((link) =>
          link.stage === stage ? { ...link, products: link.products.map(forgedOne) } : link,
        ),
      );
      const result = await verify([], forged);
      // That the bare file's chain has another program then is told beside it.
      const named = brokenSteps(result).filter((line) => !line.startsWith('chain/same-program'));
      assert.deepEqual([result.outcome, named], ['fail', [`chain/${stage} hello (linux/amd64)`]]);
      const own = result.verdicts.filter(({ subject }) => subject === 'hello (linux/amd64)');
      const after = own.slice(own.findIndex(({ status }) => status === 'fail') + 1);
      assert.ok(after.every(({ status, detail }) => status === 'skip' && detail.includes(stage)));
    });
  }

  const forgedOne = ({ name, digest }: ChainLink['products'][number]) => ({
    name,
    digest: `${digest.slice(0, -1)}${digest.endsWith('0') ? '1' : '0'}`,
  });

  test('names the step that takes what no step before it gave, also of what cannot be worked out again', async () => {
    const forged = withChain((links) =>
      links.map((link) =>
        link.stage === 'toolchain' ? { ...link, products: link.products.map(forgedOne) } : link,
      ),
    );
    const result = await verify([], forged);
    assert.deepEqual(brokenSteps(result), ['chain/compile hello (linux/amd64)']);
    assert.match(
      result.verdicts.find(({ status }) => status === 'fail')?.detail ?? '',
      /compile takes toolchain \S+, which no step before it gave/,
    );
  });

  test('names a step that was left out', async () => {
    const result = await verify(
      [],
      withChain((links) => links.filter(({ stage }) => stage !== 'config')),
    );
    assert.deepEqual(brokenSteps(result), ['chain/manifest hello (linux/amd64)']);
  });

  test('finds a bare file that is another one', async () => {
    const moved = join(await folder(), 'bin');
    await cp(join(work, 'bin'), moved, { recursive: true });
    const file = join(moved, 'hello_linux_arm64');
    const bytes = await readFile(file);
    const at = bytes.length - 100;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    await writeFile(file, bytes);
    const [target] = report.targets;
    assert.ok(target);
    const outputs = target.outputs.map((output) => (output.startsWith('bin:') ? `bin:${moved}` : output));
    const result = await verify([], { ...report, targets: [{ ...target, outputs }] });
    assert.deepEqual(brokenSteps(result), ['chain/link hello (linux/arm64) hello_linux_arm64']);
  });

  test('finds the image of another commit where this one is said to be', async () => {
    const other = join(await folder(), 'hello');
    await cp(checkout, other, { recursive: true });
    await writeFile(join(other, 'more.go'), 'package main\n\nfunc init() { println("more") }\n');
    const git = ['-c', 'user.name=a', '-c', 'user.email=a@b.c'];
    execFileSync('git', [...git, 'add', '-A'], { cwd: other });
    execFileSync('git', [...git, 'commit', '-qm', 'more'], { cwd: other });
    const layout = join(await folder(), 'out');
    await slipwayOk(['build', other, '--output', `oci:${layout}`, ...cache()]);
    const result = await verify([layout]);
    const image = brokenSteps(result).filter((line) => !line.endsWith('hello_linux_amd64'));
    assert.deepEqual(image, ['chain/source hello (linux/amd64)', 'chain/source hello (linux/arm64)']);
    assert.match(
      result.verdicts.find(({ status }) => status === 'fail')?.detail ?? '',
      /^source gave commit gitCommit:\w+, and what is there is gitCommit:\w+$/,
    );
  });

  test('is gone along in a registry, and says when nothing of a build is left', async (t) => {
    const registry = await startTestRegistry();
    t.after(registry.stop);
    const file = join(await folder(), 'report.json');
    const push = ['--push', `${registry.host}/acme/hello:v1`];
    await slipwayOk(['build', checkout, ...push, ...cache(), '--report', file]);
    const pushed: Report = JSON.parse(await readFile(file, 'utf8'));
    assert.deepEqual(brokenSteps(await verify([], pushed)), []);
    const [target] = report.targets;
    assert.ok(target);
    const lost = await verify([], { ...report, targets: [{ ...target, outputs: [] }] });
    assert.deepEqual(
      [lost.outcome, new Set(brokenSteps(lost).map((line) => line.split(' ')[0]))],
      ['fail', new Set(['chain/content'])],
    );
  });

  test('holds without a checkout, and says what was not worked out again', async () => {
    const moved: Report = { ...report, request: { ...report.request, source: join(work, 'nowhere') } };
    const result = await verify([], moved);
    assert.equal(result.outcome, 'pass');
    const modules = result.verdicts.find(({ check }) => check === 'chain/modules');
    assert.deepEqual(
      [modules?.status, modules?.detail],
      ['skip', 'it is tied to the steps before; there is no checkout of it here'],
    );
  });

  for (const [what, content, says] of [
    ['is not there', undefined, /there is no such file/],
    ['is no report', '{}', /it is no report of a build/],
    ['is older than chains', 'without', /the report has no chain of hello/],
  ] as const) {
    test(`refuses a file that ${what}`, async () => {
      const file = join(await folder(), 'r.json');
      const bare = JSON.stringify(report, (key, value) => (key === 'chain' ? undefined : value));
      if (content !== undefined) await writeFile(file, content === 'without' ? bare : content);
      const { status, stderr } = await slipway(['verify', '--chain', file, ...cache()]);
      assert.equal(status, 2);
      assert.match(stderr, says);
    });
  }

  test('verify without anything says what it wants', async () => {
    const { status, stderr } = await slipway(['verify']);
    assert.equal(status, 2);
    assert.match(stderr, /SUBJECT is missing/);
  });
});
