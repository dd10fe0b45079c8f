import assert from 'node:assert/strict';
import { test } from 'node:test';
import { annotationsOf } from '../../src/actions/annotations.ts';
import { SlipwayError } from '../../src/support/errors.ts';

const workspace = '/home/runner/work/api/api';
const title = 'slipway E_CONFIG';

function annotated(message: string, hint?: string, directory = workspace) {
  return annotationsOf(new SlipwayError('E_CONFIG', message, { hint }), directory, workspace);
}

test('each fault of a file stands at its line, with what to do about it', () => {
  const message = [
    'slipway.yaml: 2 faults',
    'slipway.yaml:2:1: unknown field "platfroms"',
    '  did you mean platforms?',
    'slipway.yaml:3:7: expected true or false, got a text',
  ].join('\n');
  assert.deepEqual(annotated(message), [
    {
      title,
      file: 'slipway.yaml',
      line: 2,
      column: 1,
      message: 'unknown field "platfroms"\ndid you mean platforms?',
    },
    { title, file: 'slipway.yaml', line: 3, column: 7, message: 'expected true or false, got a text' },
  ]);
  assert.equal(
    annotated('slipway.yaml:2:1: unknown field "x"', 'did you mean y?')[0]?.message,
    'unknown field "x"\ndid you mean y?',
  );
});

test('paths start at the module; what lies outside of the repository has no line to stand at', () => {
  const message = (path: string) => `api does not compile\n# example.com/api\n${path}:4: undefined: x`;
  const [place] = annotated(message('cmd/main.go'), undefined, `${workspace}/svc`);
  assert.deepEqual([place?.file, place?.line, place?.column], ['svc/cmd/main.go', 4, undefined]);
  assert.equal(annotated(message(`${workspace}/go.mod`))[0]?.file, 'go.mod');
  for (const path of ['../other/main.go', '/home/runner/go/pkg/mod/example.com/x@v1/x.go']) {
    const [whole] = annotated(message(path), 'ask its authors');
    assert.equal(whole?.file, undefined);
    assert.match(whole?.message ?? '', /^api does not compile\n[\s\S]*\nask its authors$/);
  }
});

test('a line that every platform says is shown once, and ten at the most', () => {
  const lines = Array.from({ length: 30 }, (_, at) => `main.go:${at + 1}:2: undefined: x`);
  assert.equal(annotated(['x', ...lines, ...lines].join('\n')).length, 10);
  assert.equal(annotated('x\nmain.go:4:2: a\nmain.go:4:2: a').length, 1);
});
