import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checks } from '../../src/verify/checks.ts';
import { layoutSubject } from '../../src/verify/subject.ts';
import { outcomeOf, type Verdict } from '../../src/verify/verdict.ts';
import { verifyImages } from '../../src/verify/verify-images.ts';
import { inTempFolder, makeLayout } from '../support/make-layout.ts';
import { contentCases } from './cases/content.ts';
import { layersCases } from './cases/layers.ts';
import { layoutCases } from './cases/layout.ts';
import { metadataCases } from './cases/metadata.ts';
import { runCases } from './cases/run.ts';

const cases = [...layoutCases, ...contentCases, ...layersCases, ...runCases, ...metadataCases];

describe('verify finds in a layout', () => {
  for (const { says, twist, check, severity = 'block', detail, skips = [] } of cases) {
    test(`${says} (${check}), and nothing else`, () =>
      inTempFolder(async (directory) => {
        await makeLayout(directory, twist);
        const verdicts = await verifyImages(await layoutSubject(directory));
        const failed = verdicts.filter(({ status }) => status === 'fail');
        const which = failed.map((verdict) => [verdict.check, verdict.severity]);
        assert.deepEqual(which, [[check, severity]], details(failed));
        assert.match(failed[0]?.detail ?? '', detail);
        assert.match(failed[0]?.detail ?? '', /\nto do: \S/, 'it says what to do');
        assert.equal(outcomeOf(verdicts), severity === 'block' ? 'fail' : 'pass');
        const skipped = verdicts.filter(({ status }) => status === 'skip');
        assert.deepEqual(
          skipped.map((verdict) => verdict.check),
          skips,
          details(skipped),
        );
      }));
  }

  test('at least one fault of every check there is', () => {
    assert.deepEqual(new Set(cases.map(({ check }) => check)), new Set(checks.map(({ name }) => name)));
  });

  test('all faults at once, each under its own check and image', () =>
    inTempFolder(async (directory) => {
      await makeLayout(directory, {
        ociLayout: '{}',
        config: { '/config/User': 'root', '/config/Entrypoint/0': '/nowhere', '/architecture': 'arm64' },
        more: [{ path: 'su', mode: 0o4755, content: 'x' }],
      });
      const verdicts = await verifyImages(await layoutSubject(directory));
      const failed = verdicts.filter(({ status }) => status === 'fail');
      assert.deepEqual(
        failed.map(({ check, subject }) => [check, subject]),
        [
          ['layout/version', directory],
          ['image/modes', 'linux/amd64'],
          ['image/platform', 'linux/amd64'],
          ['image/entrypoint', 'linux/amd64'],
          ['image/user', 'linux/amd64'],
        ],
      );
    }));

  test('more faults than anybody reads, and counts the rest', () =>
    inTempFolder(async (directory) => {
      const more = Array.from({ length: 500 }, (_, at) => ({ path: `open${at}`, mode: 0o666, content: '' }));
      await makeLayout(directory, { more });
      const verdicts = await verifyImages(await layoutSubject(directory));
      const detail = verdicts.find(({ check }) => check === 'image/modes')?.detail ?? '';
      assert.match(detail, /\nand 490 more\nto do: /);
      assert.ok(detail.length < 4000, `${detail.length} characters`);
    }));
});

function details(verdicts: readonly Verdict[]): string {
  return verdicts.map(({ check, subject, detail }) => `${check} ${subject}\n${detail}`).join('\n');
}
