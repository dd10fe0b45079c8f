import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { exec } from '../../src/support/exec.ts';
import { layoutSubject } from '../../src/verify/subject.ts';
import { outcomeOf } from '../../src/verify/verdict.ts';
import { verifyImages } from '../../src/verify/verify-images.ts';
import { inTempFolder, makeLayout, type Twist } from '../support/make-layout.ts';
import { goEnvironment, lacks } from '../support/tools.ts';
import { contentCases } from './cases/content.ts';
import { layersCases } from './cases/layers.ts';
import { layoutCases } from './cases/layout.ts';

// Of gzip layers only: the other one opens every layer with gzip, whatever its media type.
const good: readonly (readonly [string, Twist])[] = [
  ['a good layout', {}],
  ['a good layout of one layer more', { base: [{ path: 'srv/' }] }],
  [
    'a layout with a surplus blob',
    layoutCases.find(({ says }) => says === 'a blob that nothing refers to')?.twist ?? {},
  ],
];
const broken = [...layoutCases, ...contentCases, ...layersCases].map(
  ({ says, twist }) => [says, twist] as const,
);

/** What go-containerregistry's `validate` package says of each folder: its error, or an empty text. */
async function otherOpinion(directories: readonly string[]): Promise<readonly string[]> {
  const cwd = join(import.meta.dirname, '../support/layout-validator');
  const result = await exec({ file: 'go', args: ['run', '.', ...directories], cwd, env: goEnvironment() });
  assert.equal(result.status, 0, result.stderr);
  return result.stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { error: string }).error);
}

describe('verify and go-containerregistry', { skip: lacks('go') }, () => {
  test('agree on good layouts, and what the other refuses never passes here', () =>
    inTempFolder(async (folder) => {
      const all = [...good, ...broken];
      const directories: string[] = [];
      for (const [at, [, twist]] of all.entries()) {
        const directory = join(folder, `${at}`);
        await makeLayout(directory, twist);
        directories.push(directory);
      }
      const others = await otherOpinion(directories);
      let refused = 0;
      for (const [at, [says]] of all.entries()) {
        const own = outcomeOf(await verifyImages(await layoutSubject(directories[at] ?? '')));
        const other = others[at] ?? '';
        if (at < good.length) assert.deepEqual([own, other], ['pass', ''], says);
        else if (other !== '') assert.equal(own, 'fail', `${says}: the other says ${other}`);
        if (other !== '') refused += 1;
      }
      assert.ok(refused >= 10, `the other refused ${refused}`);
    }));
});
