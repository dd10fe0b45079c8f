import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readFlags } from '../../src/request/flags.ts';
import { packInputs } from '../../src/request/pack-inputs.ts';
import { mayPack, type PackPolicy, packMode } from '../../src/request/pack-policy.ts';
import { parsePlatform } from '../../src/request/platform.ts';
import { buildRequest } from '../../src/request/resolve.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';

/** The policies of a command line and a file: of what is found, and of targets by name. */
async function policies(
  t: Parameters<typeof folderOf>[0],
  yaml: string,
  ...argv: readonly string[]
): Promise<Record<string, PackPolicy>> {
  const cwd = await folderOf(t, { 'go.mod': 'module example.com/m\n', 'slipway.yaml': yaml });
  const { defaults, targets } = await buildRequest(readFlags('build', argv), {
    cwd,
    env: { HOME: cwd },
    os: 'linux',
  });
  const named = targets.map(({ name, settings }) => [name, settings.pack] as const);
  return { ...Object.fromEntries(named), '': defaults.pack };
}

describe('--pack', () => {
  it('is never where nobody says otherwise, with gains and a start-up that are written down', async (t) => {
    const { '': usual } = await policies(t, '');
    assert.deepEqual(usual, {
      modes: 'never',
      minGain: { disk: { percent: 20 }, wire: { percent: 5 } },
      maxStartup: 0.05,
    });
    assert.equal(mayPack({ modes: 'never' }), false);
    assert.equal(mayPack({ modes: { 'linux/amd64': 'never' } }), false);
  });

  it('is weighed by flag, target and top, and holds for a platform', async (t) => {
    const yaml =
      'pack: auto\npack-min-gain: { wire: 8% }\ntargets:\n  a: {}\n  b: { pack: { linux/arm64: always, linux/arm: auto }, pack-max-startup: 1s }\n';
    const { a, b } = await policies(t, yaml, '--pack-min-gain', 'disk=1MiB');
    assert.ok(a && b);
    assert.deepEqual(a.minGain, { wire: { percent: 8 }, disk: { bytes: 2 ** 20 } });
    assert.equal(packMode(a, parsePlatform('linux/s390x')), 'auto');
    const modes = ['linux/amd64', 'linux/arm64', 'linux/arm/v7'].map((name) =>
      packMode(b, parsePlatform(name)),
    );
    assert.deepEqual([modes, b.maxStartup], [['never', 'always', 'auto'], 1]);
    const flagged = await policies(t, yaml, '--pack', 'linux/amd64=always,linux/arm64=never');
    assert.deepEqual(flagged['b']?.modes, { 'linux/amd64': 'always', 'linux/arm64': 'never' });
  });

  it('refuses what it does not know, with what it takes', async () => {
    const said = async (...argv: readonly string[]) =>
      (await refusal(() => readFlags('build', argv))).message;
    assert.match(await said('--pack', 'sometimes'), /"sometimes" is not one of never, auto, always/);
    assert.match(await said('--pack', 'linux/amd64=maybe'), /"maybe" is not one of/);
    assert.match(await said('--pack-min-gain', 'speed=5%'), /"speed" is neither wire nor disk/);
    assert.match(await said('--pack-min-gain', 'wire=much'), /neither a percentage nor a length/);
    assert.match(await said('--pack-max-startup', '50'), /"50" is not a time/);
  });

  it('is written as it is read', () => {
    for (const text of ['auto', 'linux/amd64=auto,linux/arm64=never']) {
      const value = packInputs.pack.kind.fromFlags([text], '--pack', []);
      assert.ok(value !== undefined);
      assert.deepEqual(packInputs.pack.kind.show(value), value);
    }
  });
});
