import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatBytes } from '../../../src/report/format-bytes.ts';
import type { FileInspection } from '../../../src/report/inspection.ts';
import { inspectionPage } from '../../../src/report/page/page.ts';
import { pageData } from '../../../src/report/page/shape.ts';
import { goProgram } from '../../support/go-programs.ts';
import { slipwayOk } from '../../support/slipway.ts';
import { opener } from './used.ts';

const { skip, open } = opener();

test('the page of a real program has all of its bytes, and says of each package what slipway inspect says', {
  skip,
}, async (t) => {
  const { path } = goProgram({ source: 'web', args: ['-trimpath', '-ldflags=-w'] });
  const { stdout } = await slipwayOk(['inspect', path, '--symbols', '--json']);
  const inspection = JSON.parse(stdout) as FileInspection;
  const packages = inspection.attribution?.packages ?? [];
  assert.ok(packages.length > 100 && (inspection.symbols?.length ?? 0) > 5000);

  const data = pageData([inspection], 10_000_000);
  const rows = data.packages.flatMap(({ sizes, rest }) => [...sizes, ...rest.map(([, bytes = 0]) => bytes)]);
  const others = data.groups.flatMap((group) => group.rows.map(([, bytes = 0]) => bytes));
  const sum = [...rows, ...others].reduce((all, bytes) => all + bytes, 0);
  assert.equal(sum, inspection.file.bytes);

  const tab = await open(t, inspectionPage(inspection));
  await tab.click('.switch label', 'Table');
  await tab.click('#table tbody button', 'standard library');
  const shown = await tab.read<[string, string][]>(
    `[...document.querySelectorAll('#table tbody tr')].map(({ cells }) => [cells[0].textContent, cells[2].textContent])`,
  );
  const expected = packages
    .filter(({ module }) => module === 'std')
    .map(({ path: name, bytes }) => [name, formatBytes(bytes)]);
  assert.deepEqual(shown, expected);
  assert.deepEqual(tab.problems, []);
});
