import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Report } from '../../src/report/model.ts';
import { exec } from '../../src/support/exec.ts';
import { slipwayOk } from '../support/slipway.ts';
import { goEnvironment, lacks, output } from '../support/tools.ts';
import { commitAll, digestOf, temporaryFolders } from '../support/workspace.ts';

const version = 'v1.3.2';
const main = 'filippo.io/age/cmd/age';
const native = `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`;

describe('a published module', () => {
  const folder = temporaryFolders(after);
  let work: string;
  let fromProxy: string;
  let report: Report;

  const build = async (
    place: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<{ file: string; report: Report }> => {
    const bin = join(work, place);
    const always = ['--json', '--platform', native, '--cache-dir', join(work, 'cache')];
    const outputs = ['--output', `bin:${bin}`, '--output', `oci:${bin}-layout`];
    const { stdout } = await slipwayOk(['build', ...args, ...always, ...outputs], { env });
    const made = JSON.parse(stdout) as Report;
    return { file: join(bin, made.targets[0]?.files?.[0]?.executable.path ?? ''), report: made };
  };

  before(async () => {
    work = await folder();
    ({ file: fromProxy, report } = await build('proxy', [`${main}@${version}`]));
  });

  test('gives the bytes of go install with the same flags', async () => {
    const bin = join(work, 'installed');
    const env = goEnvironment({ GOBIN: bin, CGO_ENABLED: '0' });
    await output('go', ['install', '-trimpath', '-ldflags=-s -w', `${main}@${version}`], { env });
    assert.equal(await digestOf(fromProxy), await digestOf(join(bin, 'age')));
  });

  test('gives the same image named as MODULE@VERSION with a target', async () => {
    const other = await build('target', [`filippo.io/age@${version}`, '--target', './cmd/age']);
    assert.equal(other.report.targets[0]?.indexDigest, report.targets[0]?.indexDigest);
  });

  test('is created at the time that the proxy gives for its version', { skip: lacks('skopeo') }, async () => {
    const env = goEnvironment();
    const { Time } = JSON.parse(
      await output('go', ['list', '-m', '-json', `filippo.io/age@${version}`], { env }),
    );
    const { Created } = JSON.parse(await output('skopeo', ['inspect', `oci:${join(work, 'proxy-layout')}`]));
    assert.equal(Created, Time);
  });

  test('differs from a checkout of its tag in what Go stamps, and in nothing else', async () => {
    const answer = await output('go', ['mod', 'download', '-json', `filippo.io/age@${version}`], {
      env: goEnvironment(),
    });
    const checkout = join(work, 'checkout');
    await cp((JSON.parse(answer) as { Dir: string }).Dir, checkout, { recursive: true });
    await exec({ file: 'chmod', args: ['-R', 'u+w', checkout] });
    const commit = await commitAll(checkout, version);
    // Its go.mod has a toolchain line, which counts here and not for `go install MODULE@VERSION`: hence --go. The go
    // command remembers a checkout's tag as the module's own version: hence a module cache apart.
    const args = [checkout, '--target', './cmd/age', '--go', report.toolchain.go];
    const { file } = await build('from-checkout', args, { GOMODCACHE: join(work, 'modules') });
    const [proxyRows, checkoutRows] = [await stamps(fromProxy), await stamps(file)];
    const only = (rows: string[], others: string[]): string[] => rows.filter((row) => !others.includes(row));
    assert.deepEqual(only(proxyRows, checkoutRows).map(withoutSum), [`mod filippo.io/age ${version} h1:…`]);
    assert.deepEqual(only(checkoutRows, proxyRows), [
      `mod filippo.io/age ${version}`,
      'build vcs=git',
      `build vcs.revision=${commit}`,
      'build vcs.time=2026-02-03T04:05:06Z',
      'build vcs.modified=false',
    ]);
  });
});

/** The rows of `go version -m`. */
async function stamps(file: string): Promise<string[]> {
  const text = await output('go', ['version', '-m', file], { env: goEnvironment() });
  const [, ...rows] = text.trimEnd().split('\n');
  return rows.map((row) => row.trim().replaceAll('\t', ' '));
}

function withoutSum(row: string): string {
  return row.replace(/h1:\S+$/, 'h1:…');
}
