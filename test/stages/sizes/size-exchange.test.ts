import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatSizeComment } from '../../../src/report/size-comment/comment.ts';
import { usualBudget } from '../../../src/request/budget.ts';
import { judgeExchange } from '../../../src/stages/sizes/judge-exchange.ts';
import { decodeExchange } from '../../../src/stages/sizes/read-size-exchange.ts';
import {
  encodeExchange,
  longestExchange,
  type SizeExchange,
  writeExchange,
} from '../../../src/stages/sizes/size-exchange.ts';
import { SlipwayError } from '../../../src/support/errors.ts';
import { inventedExchange, inventedSnapshot } from '../../support/invented-exchange.ts';
import { pathsOf, replaced } from '../../support/json-paths.ts';
import { refusal } from '../../support/refusal.ts';
import { folderOf } from '../../support/temporary.ts';

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const decode = (value: unknown) => decodeExchange(Buffer.from(JSON.stringify(value)), 'size.json');
/** With what was measured of the settings. */
const measured = (added: number): SizeExchange => ({
  ...inventedExchange(added),
  steps: [
    {
      what: 'go',
      images: [
        {
          ...{ target: 'api', platform: 'linux/amd64' },
          ...{ diskBytes: 4_100_000, pullBytes: 1_400_000, fileBytes: 4_100_000 },
        },
      ],
      unmeasured: [],
    },
    { what: 'settings', images: [], unmeasured: [{ target: 'api', why: 'it does not compile' }] },
  ],
});
const good = (): Record<string, unknown> => JSON.parse(encodeExchange(measured(500_000)));
const usual = () => usualBudget;

/** Reads one whose build has so many failing checks. */
function withChecks(change: object, times = 1, changeOf: (at: number) => object = () => ({})) {
  const fails = { status: 'fail', severity: 'block', detail: 'is root' } as const;
  const checks = Array.from({ length: times }, (_, at) => ({
    ...{ check: 'image/user', target: 'api', platform: 'linux/amd64', answer: fails },
    ...change,
    ...changeOf(at),
  }));
  const { after, ...rest } = inventedExchange(1);
  return () => decode(JSON.parse(encodeExchange({ ...rest, after: { ...after, checks } })));
}

describe('what a comment is made of', () => {
  it('is read as it was written, with a baseline and without', () => {
    fc.assert(
      fc.property(fc.nat(5_000_000), fc.boolean(), (added, compared) => {
        const { baseline, ...rest } = measured(added);
        const one = compared && baseline !== undefined ? { baseline, ...rest } : rest;
        assert.deepEqual(plain(decodeExchange(Buffer.from(encodeExchange(one)), 'x')), plain(one));
      }),
    );
  });

  it('is written where it can be read again, and otherwise that is said', async (t) => {
    const folder = await folderOf(t);
    const path = join(folder, 'slipway-size.json');
    assert.deepEqual(await writeExchange(path, inventedExchange(1)), []);
    assert.equal(await readFile(path, 'utf8'), encodeExchange(inventedExchange(1)));
    const names = Array.from({ length: 200_000 }, (_, at) => [
      `example.com/m/package-of-a-large-program/${at}`,
      at,
    ]);
    const large = { ...inventedExchange(1), after: inventedSnapshot(Object.fromEntries(names)) };
    const [notice = ''] = await writeExchange(join(folder, 'large.json'), large);
    assert.match(notice, /^slipway-size\.json would have \d+ bytes, and 8388608 are read: not written$/);
    await assert.rejects(readFile(join(folder, 'large.json')), { code: 'ENOENT' });
  });

  it('that is damaged is refused with the place, never read wrong', async () => {
    const places = pathsOf(good());
    assert.ok(places.length > 60, `${places.length}`);
    for (const path of places) {
      for (const wrong of [null, -2, 1e300, 'x'.repeat(5000), [], {}, [[]]]) {
        try {
          const { after } = decode(replaced(good(), path, wrong));
          assert.ok(after.targets.length < 2);
        } catch (error) {
          assert.ok(error instanceof SlipwayError && error.code === 'E_CONFIG', `${path}: ${String(error)}`);
          assert.match(error.message, /size\.json is (no|a) size (report|snapshot)/);
        }
      }
    }
    for (const text of ['', '{', '[]', 'null', '"x"'])
      await refusal(() => decodeExchange(Buffer.from(text), 'size.json'));
    await refusal(() => decode({ ...good(), schemaVersion: 2 }));
    await refusal(() => decode({ ...good(), before: undefined }));
  });

  it('has no more in it than a build has: longer names, more of them and more bytes are refused', async () => {
    const changed = (path: readonly (string | number)[], value: unknown) => () =>
      decode(replaced(good(), path, value));
    const target = (good()['after'] as { targets: unknown[] }).targets[0];
    const many = Array.from({ length: 201 }, (_, at) => ({ ...(target as object), name: `t${at}` }));
    const hostile = {
      'a name of another form': changed(['after', 'targets', 0, 'name'], '@everyone'),
      'a platform of another form': changed(['after', 'targets', 0, 'images', 0, 'platform'], 'linux/<b>'),
      'a long import path': changed(['after', 'names', 0], 'x'.repeat(513)),
      'a commit that is none': changed(['baseline', 'commit'], 'main'),
      'a kind of its own': changed(['baseline', 'kind'], 'trust-me'),
      'a long Go version': changed(['go'], 'g'.repeat(300)),
      'a target twice': changed(['after', 'targets'], [target, target]),
      'many targets': changed(['after', 'targets'], many),
      'a check of another form': withChecks({ check: '<b>/user' }),
      'a platform of a check of another form': withChecks({ platform: '@acme' }),
      'a long detail': withChecks({
        answer: { status: 'fail', severity: 'warn', detail: 'x'.repeat(600) },
      }),
      'many verdicts': withChecks({}, 20_001),
      'many checks': withChecks({}, 301, (at) => ({ check: `image/c${at}` })),
      'many platforms': withChecks({}, 101, (at) => ({ platform: `linux/a${at}` })),
      'a setting of its own': changed(['steps', 0, 'what'], '<b>'),
      'a step without images': changed(['steps', 0, 'images'], undefined),
      'bytes below nothing': changed(['steps', 0, 'images', 0, 'diskBytes'], -1),
      'half a byte': changed(['steps', 0, 'images', 0, 'pullBytes'], 0.5),
      'a long reason': changed(['steps', 1, 'unmeasured', 0, 'why'], 'x'.repeat(513)),
      'many steps': changed(
        ['steps'],
        Array.from({ length: 5 }, () => ({ what: 'go', images: [], unmeasured: [] })),
      ),
      'many measured images': changed(
        ['steps', 0, 'images'],
        Array.from({ length: 401 }, () => ({ target: 'api', platform: 'linux/amd64' })),
      ),
      'many causes': changed(
        ['causes'],
        Array.from({ length: 2001 }, () => ({ target: 'api', name: 'x' })),
      ),
    };
    for (const call of Object.values(hostile)) await refusal(call);
    assert.equal(withChecks({}, 20_000)().after.checks?.length, 20_000);
    await refusal(() => decodeExchange(Buffer.alloc(longestExchange + 1, 32), 'size.json'));
  });

  it('tells parts that add up to the change it tells itself, and of what it does not compare none', () => {
    const [step] = measured(1).steps;
    assert.ok(step !== undefined);
    const images = ['api', 'elsewhere'].map((target) => ({
      ...{ target, platform: 'linux/amd64', diskBytes: 4_100_000 },
    }));
    const exchange = {
      ...measured(500_000),
      steps: [
        { ...step, images },
        { ...step, images: [] },
      ],
    };
    const { report } = judgeExchange(decode(JSON.parse(encodeExchange(exchange))), usual);
    assert.deepEqual(report?.size.apart, [
      {
        what: 'go',
        images: [
          {
            target: 'api',
            platform: 'linux/amd64',
            diskBytes: { before: 4_000_000, after: 4_100_000 },
          },
        ],
        unmeasured: [],
      },
    ]);
  });

  it('of a Slipway that measures nothing apart is read as well', () => {
    const { steps: _, ...older } = good();
    assert.deepEqual(decode(older).steps, []);
    assert.equal(judgeExchange(decode(older), usual).report?.size.apart, undefined);
  });

  it('with ten thousand new modules is compared in seconds, and commented within what GitHub takes', () => {
    const added = Array.from({ length: 9998 }, (_, at) => [`example.com/m${at}/${'<b>@a'.repeat(90)}`, 9000]);
    const exchange = {
      ...inventedExchange(1),
      after: inventedSnapshot({ 'example.com/acme/api': 1, ...Object.fromEntries(added) }),
    };
    const { report } = judgeExchange(decode(JSON.parse(encodeExchange(exchange))), usual);
    assert.ok(report !== undefined);
    const text = formatSizeComment(report);
    assert.ok(!text.includes('<b>@a'));
  });
});
