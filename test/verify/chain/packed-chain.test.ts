import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { VerifyResult } from '../../../src/commands/verify.ts';
import type { Report } from '../../../src/report/model.ts';
import type { ChainLink } from '../../../src/verify/chain/chain.ts';
import { verifyChain } from '../../support/chain-run.ts';
import { upxOnPath } from '../../support/packing.ts';
import { slipwayOk } from '../../support/slipway.ts';
import { environment, lacks } from '../../support/tools.ts';
import { helloCheckout, temporaryFolders } from '../../support/workspace.ts';

describe('the chain of a packed program', { skip: lacks('upx') }, () => {
  const folder = temporaryFolders(after);
  let work: string;
  let env: Record<string, string>;
  let report: Report;

  before(async () => {
    work = await folder();
    const own = await upxOnPath(join(work, 'tools'));
    env = { ...own, PATH: `${own['PATH']}:${environment()['PATH'] ?? ''}` };
    const checkout = await helloCheckout(join(work, 'hello'));
    const outputs = ['--output', `oci:${join(work, 'out')}`, '--output', `bin:${join(work, 'bin')}`];
    const flags = ['--pack', 'always', '--platform', 'linux/amd64', '--cache-dir', join(work, 'cache')];
    await slipwayOk(['build', checkout, ...outputs, ...flags, '--report', join(work, 'report.json')], {
      env,
    });
    report = JSON.parse(await readFile(join(work, 'report.json'), 'utf8'));
  });

  const verify = async (changed: Report, path?: string): Promise<VerifyResult> =>
    verifyChain(changed, await folder(), ['--cache-dir', join(work, 'cache')], {
      env: path === undefined ? env : { ...env, PATH: path },
    });

  function withChain(change: (link: ChainLink) => ChainLink): Report {
    const [target] = report.targets;
    assert.ok(target);
    const changed = <Of extends { readonly chain?: readonly ChainLink[] }>(of: Of): Of => ({
      ...of,
      chain: of.chain?.map(change) ?? [],
    });
    return {
      ...report,
      targets: [{ ...target, images: target.images.map(changed), files: (target.files ?? []).map(changed) }],
    };
  }

  const told = ({ verdicts }: VerifyResult, name: string): string[] =>
    verdicts.filter(({ check }) => check === `chain/${name}`).map(({ status }) => status);

  test('is worked out again from the packed file down to the source, for the image and the bare file', async () => {
    const result = await verify(report);
    for (const stage of ['pack', 'link', 'compile', 'source'])
      assert.deepEqual(told(result, stage), ['pass', 'pass'], stage);
    assert.equal(
      result.verdicts.some(({ status }) => status === 'fail'),
      false,
    );
  });

  test('is broken at the packing where another file was shipped, and at the link where another was packed', async () => {
    const other = `sha256:${'0'.repeat(64)}`;
    const swapped = (stage: string) =>
      withChain((link) => ({
        ...link,
        products: link.products.map((each) => (link.stage === stage ? { ...each, digest: other } : each)),
        materials: link.materials.map((each) =>
          (stage === 'pack' && each.name === 'packed') || (stage === 'link' && each.name === 'program')
            ? { ...each, digest: other }
            : each,
        ),
      }));
    const packed = await verify(swapped('pack'));
    assert.deepEqual(told(packed, 'pack'), ['fail', 'fail']);
    assert.deepEqual(told(packed, 'link'), ['pass', 'pass']);
    assert.deepEqual(told(await verify(swapped('link')), 'link'), ['fail', 'fail']);
  });

  test('says what it cannot work out where there is no UPX', async () => {
    const result = await verify(report, process.execPath.replace(/\/[^/]*$/, ''));
    assert.deepEqual(told(result, 'pack'), ['pass', 'pass']);
    const links = result.verdicts.filter(({ check }) => check === 'chain/link');
    for (const { status, detail } of links) {
      assert.equal(status, 'skip');
      assert.match(detail, /there is no UPX on PATH/);
    }
  });
});
