import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { describe, it } from 'node:test';
import { lacksReadelf } from '../support/readelf.ts';
import { checkRemoval } from '../support/removal/prediction.ts';
import {
  type BlockerName,
  type PartName,
  removedBlockers,
  removedParts,
} from '../support/removal/removals.ts';
import { removedProgram } from '../support/removal/removed-program.ts';

const skip = lacksReadelf();

describe('what goes with a part of a program is known before it is taken out', { skip }, () => {
  for (const name of Object.keys(removedParts) as PartName[]) {
    it(name, async (t) => t.diagnostic(`${(await checkRemoval(name)).bytes} bytes`));
  }
  for (const go of ['go1.24.10', 'go1.25.5', 'go1.27.1']) {
    it(`age-agessh, ${go}`, async (t) =>
      t.diagnostic(`${(await checkRemoval('age-agessh', go)).bytes} bytes`));
  }
});

describe('what keeps methods from being pruned has its price', { skip }, () => {
  for (const name of Object.keys(removedBlockers) as BlockerName[]) {
    it(name, async (t) => t.diagnostic(`${(await checkRemoval(name)).bytes} bytes`));
  }

  const pairs: [both: BlockerName, ...alone: BlockerName[]][] = [
    ['crane-blockers', 'crane-cmp', 'crane-template'],
    ['rclone-blockers', 'rclone-template'],
    ['yq-blockers', 'yq-copier', 'yq-template'],
  ];
  for (const [both, ...alone] of pairs) {
    it(`one of two is worth little, both are worth more than a tenth of the program: ${both}`, () => {
      const { bytes, before } = removedProgram(both);
      assert.ok(bytes > statSync(before).size / 10, `${bytes}`);
      for (const name of alone) assert.ok(removedProgram(name).bytes < bytes / 20, name);
    });
  }
});
