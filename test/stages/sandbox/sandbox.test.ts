import assert from 'node:assert/strict';
import { after, describe, type TestContext, test } from 'node:test';
import { build } from '../../../src/pipeline.ts';
import { formatMarkdown } from '../../../src/report/markdown.ts';
import type { Report } from '../../../src/report/model.ts';
import { formatSummary } from '../../../src/report/summary.ts';
import { exists } from '../../../src/support/files.ts';
import { portsOf, requestOf, type WatchedPorts, type Yard, yard } from '../../support/build-run.ts';
import { validateReport } from '../../support/report-schema.ts';
import { contract, pathWithTools } from '../../support/sandbox-run.ts';
import { lacks, lacksRoot } from '../../support/tools.ts';
import { trialSource } from '../../support/trial-source.ts';
import { temporaryFolders } from '../../support/workspace.ts';

describe('building a target that has a contract', { skip: lacks('runc') || lacksRoot() }, () => {
  const folder = temporaryFolders(after);

  async function place(t: TestContext, smoke: string): Promise<Yard> {
    const made = await yard(t, { ...trialSource, 'slipway.yaml': `version: 1\nsmoke: ${smoke}\n` });
    const tools = (await pathWithTools(await folder(), 'runc')).split(':')[0] ?? '';
    const { machine } = made;
    return {
      ...made,
      machine: { ...machine, env: { ...machine.env, PATH: `${tools}:${machine.env['PATH']}` } },
    };
  }

  async function run(
    { root, out, machine }: Yard,
    ...flags: readonly string[]
  ): Promise<{ report: Report; ports: WatchedPorts }> {
    const ports = portsOf(machine);
    const usual = ['--base', 'scratch', '--output', `oci:${out}`, '--sandbox', 'runc'];
    const report = await build(await requestOf(machine, root, ...usual, ...flags), ports);
    validateReport(report);
    return { report, ports };
  }

  const sandboxed = ({ verdicts }: Report) =>
    verdicts
      .filter(({ check }) => check.startsWith('sandbox/'))
      .map(({ check, status }) => `${check} ${status}`);

  test('its image is run before anything is written, and the report says in what and how long it took', async (t) => {
    const made = await place(t, contract({ memory: '64MiB' }));
    const { report } = await run(made);
    assert.equal(report.outcome, 'pass');
    assert.equal(sandboxed(report).length, 13);
    const [tried, ...others] = report.sandbox ?? [];
    assert.ok(tried !== undefined && 'isolation' in tried && others.length === 0);
    assert.deepEqual(
      [tried.isolation, tried.subject, tried.user],
      ['runc', 'trial (linux/amd64)', '65532:65532'],
    );
    assert.ok((tried.startSeconds ?? -1) >= 0);
    assert.match(
      formatSummary(report),
      /sandbox 13\/13 ✓[\s\S]*trial \(linux\/amd64\) {3}ready in [\d.]+ m?s · .* in runc 1/,
    );
    assert.match(formatMarkdown(report), /\*\*trial &#40;linux\/amd64&#41;\*\* ready in .* in runc 1/);

    const again = await run(made);
    assert.equal(again.report.stages.find(({ name }) => name === 'sandbox')?.cache, 'hit');
    assert.deepEqual(again.report.sandbox, report.sandbox);
    assert.ok(!again.ports.commands.some(({ file }) => file.endsWith('/runc')), 'runc was asked again');
    const other = await run(made, '--smoke', '--version');
    assert.equal(other.report.stages.find(({ name }) => name === 'sandbox')?.cache, 'miss');
  });

  test('one that does not do what is expected is refused, and nothing is written', async (t) => {
    const made = await place(t, contract({ args: ['exits'] }));
    const { report } = await run(made);
    assert.equal(report.outcome, 'fail');
    assert.deepEqual(sandboxed(report), ['sandbox/starts fail']);
    assert.equal(await exists(made.out), false);
    assert.match(
      formatSummary(report),
      /failed: trial \(linux\/amd64\): it does not stay up: exit status 3[\s\S]*gives up/,
    );
    const off = await run(made, '--sandbox', 'off');
    assert.deepEqual([off.report.outcome, off.report.sandbox], ['pass', undefined]);
  });

  test('a platform that cannot run here is told as not run, and bare files are run alone', async (t) => {
    const made = await place(t, '--version');
    const { report } = await run(
      made,
      '--platform',
      'linux/amd64,linux/s390x',
      '--output',
      `bin:${made.out}-bin`,
    );
    assert.equal(report.outcome, 'pass', formatSummary(report));
    const notRun = (report.sandbox ?? []).flatMap((one) => ('notRun' in one ? [one.subject] : []));
    assert.deepEqual(notRun, ['trial (linux/s390x)']);
    const bare = await yard(t, { ...trialSource });
    const only = await run({ ...made, root: bare.root }, '--smoke', 'exits');
    assert.equal(only.report.outcome, 'fail');
  });
});
