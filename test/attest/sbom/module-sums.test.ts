import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSums, sumIn } from '../../../src/attest/sbom/module-sums.ts';
import { parseModuleInfo } from '../../../src/binary/go/module-info.ts';
import { moduleSums } from '../../../src/gobuild/vendor/go-sum.ts';

const sums = moduleSums([
  'example.com/a v1.0.0 h1:aaaa\nexample.com/a v1.0.0/go.mod h1:ffff\nexample.com/fork v1.5.0 h1:bbbb\nexample.com/two v1.0.0 h1:one\n',
  'example.com/two v1.0.0 h1:two\n',
]);
const judged = (...lines: readonly string[]) =>
  checkSums('api (linux/amd64)', parseModuleInfo(`${lines.join('\n')}\n`), sums);

test('a program whose modules have the hashes of go.sum passes, replaced ones and folders among them', () => {
  const verdict = judged(
    'dep\texample.com/a\tv1.0.0\th1:aaaa',
    'dep\texample.com/b\tv1.0.0',
    '=>\texample.com/fork\tv1.5.0\th1:bbbb',
    'dep\texample.com/near\tv0.3.0',
    '=>\t./near\t(devel)\t',
  );
  assert.deepEqual(verdict, {
    check: 'sbom/sums',
    subject: 'api (linux/amd64)',
    status: 'pass',
    severity: 'block',
    detail: '',
  });
});

test('a hash that is not the one of go.sum is a fault that ends the run, and both are told', () => {
  const verdict = judged('dep\texample.com/a\tv1.0.0\th1:aaab');
  assert.equal(`${verdict.status} ${verdict.severity}`, 'fail block');
  assert.equal(verdict.detail, 'example.com/a v1.0.0: the program has h1:aaab, go.sum h1:aaaa');
});

test('a module of which neither the program nor go.sum has a hash is told', () => {
  const verdict = judged('dep\texample.com/a\tv1.0.0', 'dep\texample.com/new\tv0.1.0');
  assert.equal(`${verdict.status} ${verdict.severity}`, 'fail warn');
  assert.equal(verdict.detail, 'neither the program nor go.sum has a hash of example.com/new v0.1.0');
});

test('where go.sum files of a workspace differ about a module, none of them is believed', () => {
  assert.equal(sumIn(sums, 'example.com/two', 'v1.0.0'), undefined);
  assert.equal(sumIn(sums, 'example.com/a', 'v1.0.0'), 'h1:aaaa');
});
