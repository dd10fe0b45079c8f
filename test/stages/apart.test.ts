import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatSizeComment } from '../../src/report/size-comment/comment.ts';
import { sizeLines } from '../../src/report/size-text.ts';
import { styleOf } from '../../src/report/style.ts';
import { machineWith, newerGo, partsOf, pullRequest, run, sizeIn, weighs } from '../support/apart-runs.ts';

const says = (text: string): string =>
  `package main\n\nimport "os"\n\nfunc main() { os.Stdout.WriteString("${text}") }\n`;
const goMod = (lines: string): string => `module example.com/shop\n\n${lines}\n`;
const start = { 'go.mod': goMod('go 1.26'), 'main.go': says('start'), 'slipway.yaml': 'base: scratch\n' };
const grown = { 'main.go': says('x'.repeat(20_000)) };

test('is, of a go.mod that asks for a newer Go, what the base weighs more when that Go builds it', async (t) => {
  const place = await machineWith(t, newerGo);
  const changes = {
    start,
    main: {},
    feature: { ...grown, 'go.mod': goMod(`go 1.27\n\ntoolchain ${newerGo}`) },
  };
  const at = await pullRequest(t, changes);
  const made = await run(t, place, at.checkout, '--baseline', 'rebuild:main');
  const size = sizeIn(made);
  console.log(JSON.stringify(size.apart), made.report.notices);
  console.log(formatSizeComment({ ...made.report, size }));
  console.log(sizeLines(size, 80, styleOf(false)).join('\n'));
  const old = await weighs(t, place, at, at.fork);
  const newer = await weighs(t, place, at, at.fork, '--go', newerGo);
  assert.deepEqual(partsOf(size, 'shop'), [['go', old['shop'], newer['shop']]]);
});
