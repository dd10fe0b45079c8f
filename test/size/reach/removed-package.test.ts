import { test } from 'node:test';
import { lacksReadelf } from '../../support/readelf.ts';
import { checkRemoval } from '../../support/removal/prediction.ts';

// test/torture/retained.test.ts does it with larger programs, with modules, and with functions.

test('what goes with a package is known before it is taken out', { skip: lacksReadelf() }, async () => {
  await checkRemoval('age-agessh');
});
