import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { VerifyResult } from '../../../src/commands/verify.ts';
import type { Report, TargetReport } from '../../../src/report/model.ts';
import type { ChainLink } from '../../../src/verify/chain/chain.ts';
import { brokenSteps, verifyChain } from '../../support/chain-run.ts';
import { validateReport } from '../../support/report-schema.ts';
import { slipway, slipwayOk } from '../../support/slipway.ts';
import { commitAll, helloCheckout, temporaryFolders } from '../../support/workspace.ts';
import { makeZip } from '../../support/zip.ts';

const tarball = 'hello_linux_amd64.tar.gz';
const zip = 'hello_windows_amd64.zip';

describe('the chain to a release archive', () => {
  const folder = temporaryFolders(after);
  let work: string;
  let report: Report;

  before(async () => {
    work = await folder();
    const checkout = await helloCheckout(join(work, 'hello'));
    await writeFile(join(checkout, 'LICENSE'), 'a licence\n');
    await commitAll(checkout, 'v1.2.4');
    const outputs = ['oci:out', 'bin:dist', 'bin-archive:dist'].flatMap((output) => ['--output', output]);
    const platforms = ['--platform', 'linux/amd64,windows/amd64'];
    const args = ['build', checkout, ...platforms, ...outputs, '--no-attribution', '--report', 'report.json'];
    await slipwayOk([...args, ...cache()], { cwd: work });
    report = JSON.parse(await readFile(join(work, 'report.json'), 'utf8'));
  });

  const cache = (): string[] => ['--cache-dir', join(work, 'cache')];

  const verify = async (args: readonly string[], told: Report = report): Promise<VerifyResult> =>
    verifyChain(told, await folder(), [...args, ...cache()]);

  const why = ({ verdicts }: VerifyResult): string =>
    verdicts.find(({ status }) => status === 'fail')?.detail ?? '';

  /** The release folder once more, to be spoilt. */
  async function release(): Promise<string> {
    const copy = join(await folder(), 'dist');
    await cp(join(work, 'dist'), copy, { recursive: true });
    return copy;
  }

  function changed(change: (target: TargetReport) => TargetReport): Report {
    return { ...report, targets: report.targets.map(change) };
  }

  test('ties the bare file, the file in the layer and the file in the archive together', async () => {
    validateReport(report);
    const [target] = report.targets;
    const names = target?.files?.map(({ archive }) => [archive?.name, archive?.program]);
    assert.deepEqual(names, [
      [tarball, 'hello'],
      [zip, 'hello.exe'],
    ]);
    const checks = execFileSync('sha256sum', ['--check', '--strict', 'checksums.txt'], {
      cwd: join(work, 'dist'),
      encoding: 'utf8',
    });
    assert.equal(checks.split('\n').length, 5);
    const result = await verify([]);
    assert.deepEqual([result.outcome, brokenSteps(result)], ['pass', []]);
    const passed = (subject: string) =>
      result.verdicts
        .filter((verdict) => verdict.subject === subject && verdict.status === 'pass')
        .map(({ check }) => check.slice('chain/'.length));
    const toFile = ['source', 'modules', 'compile', 'link'];
    assert.deepEqual(passed('hello (linux/amd64) hello_linux_amd64'), toFile);
    assert.deepEqual(passed(`hello (linux/amd64) ${tarball}`), [...toFile, 'assets', 'archive']);
    assert.deepEqual(passed(`hello (windows/amd64) ${zip}`), [...toFile, 'assets', 'archive']);
    assert.deepEqual(passed('hello (linux/amd64) in image and file'), ['same-program']);
  });

  test('is gone along for one file that somebody fetched, wherever it lies', async () => {
    const place = await folder();
    for (const name of [tarball, zip, 'hello_linux_amd64']) {
      await cp(join(work, 'dist', name), join(place, name));
      const result = await verify([join(place, name)]);
      assert.deepEqual([result.outcome, brokenSteps(result)], ['pass', []]);
      assert.deepEqual(new Set(result.verdicts.map(({ subject }) => subject.split(' ')[2])), new Set([name]));
    }
  });

  async function unpacked(dist: string): Promise<string> {
    const within = join(dist, 'in');
    await mkdir(within);
    execFileSync('tar', ['-xzf', join(dist, tarball), '-C', within]);
    return within;
  }

  const pack = (dist: string, ...files: readonly string[]): void => {
    execFileSync('tar', [
      '--hard-dereference',
      '-czf',
      join(dist, tarball),
      '-C',
      join(dist, 'in'),
      ...files,
    ]);
  };

  test('names the step to the program where another one was put into an archive', async () => {
    const dist = await release();
    const within = await unpacked(dist);
    const program = await readFile(join(within, 'hello'));
    program.writeUInt8(program.readUInt8(program.length - 100) ^ 1, program.length - 100);
    await writeFile(join(within, 'hello'), program);
    pack(dist, 'LICENSE', 'README.md', 'hello');
    const result = await verify([join(dist, tarball)]);
    assert.deepEqual(brokenSteps(result), [`chain/link hello (linux/amd64) ${tarball}`]);
    assert.match(why(result), /^link gave program sha256:\w+, and what is there is sha256:\w+$/);
  });

  test('names the file beside the program that is another one, or is gone', async () => {
    const dist = await release();
    const within = await unpacked(dist);
    await writeFile(join(within, 'LICENSE'), 'another licence\n');
    pack(dist, 'LICENSE', 'hello');
    const result = await verify([join(dist, tarball)]);
    assert.deepEqual(brokenSteps(result), [`chain/assets hello (linux/amd64) ${tarball}`]);
    assert.match(why(result), /assets gave LICENSE sha256:\w+, and what is there is sha256:\w+/);
    assert.match(why(result), /assets gave README\.md sha256:\w+, and what is there is nothing/);
  });

  test('names the archive where a file was put beside those that are told', async () => {
    const dist = await release();
    await unpacked(dist);
    await writeFile(join(dist, 'in', 'install.sh'), 'rm -rf /\n');
    pack(dist, 'LICENSE', 'README.md', 'hello', 'install.sh');
    const result = await verify([join(dist, tarball)]);
    assert.deepEqual(brokenSteps(result), [`chain/archive hello (linux/amd64) ${tarball}`]);
  });

  test('refuses an archive that has the program twice: unpackers keep the last, readers find the first', async () => {
    const dist = await release();
    await unpacked(dist);
    pack(dist, 'LICENSE', 'README.md', 'hello', './hello');
    const result = await verify([join(dist, tarball)]);
    assert.equal(result.outcome, 'fail');
    assert.match(why(result), /it has two files hello/);
  });

  for (const [what, spoil, says] of [
    ['is cut', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2), /what is there is no program|archive/],
    ['is empty', () => Buffer.alloc(0), /no program that can be read/],
    ['is something else', () => Buffer.from('<html>404</html>'), /no program that can be read/],
  ] as const) {
    test(`says why of an archive that ${what}`, async () => {
      for (const name of [tarball, zip]) {
        const dist = await release();
        await writeFile(join(dist, name), spoil(await readFile(join(dist, name))));
        const result = await verify([join(dist, name)]);
        assert.equal(result.outcome, 'fail');
        assert.match(why(result), says);
      }
    });
  }

  test('reads zips that others made, and finds no program in one that has none', async () => {
    const dist = await release();
    await writeFile(join(dist, zip), makeZip([{ name: 'other.exe', content: 'MZ' }]));
    const result = await verify([join(dist, zip)]);
    assert.deepEqual(brokenSteps(result), [`chain/link hello (windows/amd64) ${zip}`]);
    assert.match(why(result), /it has no file hello\.exe$/);
  });

  test('names an archive that was recorded and is not there', async () => {
    const dist = await release();
    await rm(join(dist, zip));
    const result = await verify(
      [],
      changed((target) => ({
        ...target,
        outputs: [`bin:${dist}`, `bin-archive:${dist}`, `oci:${join(work, 'out')}`],
      })),
    );
    assert.deepEqual(brokenSteps(result), [`chain/content hello (windows/amd64) ${zip}`]);
  });

  test('refuses a report whose image and archive are of two programs', async () => {
    const another = `sha256:${'0'.repeat(64)}`;
    const forged = (links: readonly ChainLink[] = []): ChainLink[] => {
      const own = links.find(({ stage }) => stage === 'link')?.products[0]?.digest ?? '';
      return JSON.parse(JSON.stringify(links).replaceAll(own, another));
    };
    const result = await verify(
      [],
      changed((target) => ({
        ...target,
        files: (target.files ?? []).map((file) => ({ ...file, chain: forged(file.chain) })),
      })),
    );
    assert.ok(brokenSteps(result).includes('chain/same-program hello (linux/amd64) in image and file'));
    const { detail } = result.verdicts.find(({ check }) => check === 'chain/same-program') ?? {};
    assert.match(detail ?? '', new RegExp(`the image has program sha256:\\w+, .* ${another}$`));
  });

  test('refuses to have other tools read what is no image', async () => {
    for (const subject of [[], [join(work, 'dist', zip)]]) {
      const own = ['verify', ...subject, '--chain', join(work, 'report.json'), '--require', 'oras'];
      const { status, stderr } = await slipway([...own, ...cache()]);
      assert.equal(status, 2);
      assert.match(stderr, /--require oras: reads an image, and none is named/);
    }
  });

  test('takes a file that the report does not tell of for an image, and says that it is none', async () => {
    const dist = await release();
    await rename(join(dist, tarball), join(dist, 'renamed.tar.gz'));
    const file = join(work, 'report.json');
    const { status, stderr } = await slipway([
      ...['verify', join(dist, 'renamed.tar.gz'), '--chain', file],
      ...cache(),
    ]);
    assert.notEqual(status, 0);
    assert.match(stderr, /renamed\.tar\.gz/);
  });
});
