import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { adviceLines, deadCodeLines, referenceLines } from '../../src/report/reach-text.ts';
import { symbolText } from '../../src/report/reference-words.ts';
import { moduleLines } from '../../src/report/retained-text.ts';
import { styleOf } from '../../src/report/style.ts';
import { advice, deadCode, referencesToProm } from '../support/reach-sample.ts';

const plain = styleOf(false);

test('what keeps unused methods is told with its price, its imports, its chain of references and what replaces it', () => {
  assert.deepEqual(deadCodeLines(deadCode, 80, plain, 'example.com/api'), [
    'dead-code elimination is off',
    '  2 functions look methods up by names that are not known when the program is',
    '    linked, so methods that nothing calls stay',
    '    −3.1 MiB  without all of them',
    '    −1.8 MiB  if only such methods went',
    '    −2.3 MiB  text/template.(*state).evalField',
    '              without its package −2.8 MiB',
    '              imports: cmd/api → internal/mail → text/template',
    '              alive: _rt0_amd64_linux → main.main',
    '                  since another package names it (linkname)',
    '              → text/template.(*Template).Execute, through an interface',
    '              → text/template.(*state).evalField',
    '              strings that are put together by hand need no template',
    '         0 B  github.com/acme/metrics/prom.lookup[…]',
    '              imports: cmd/api → github.com/acme/metrics/prom',
    '              alive: _rt0_amd64_linux → main.main',
    '                  since another package names it (linkname)',
  ]);
});

test('where unused methods are left out two lines say so', () => {
  const pruned = { pruned: true, pruningBytes: 0, bytes: 0, blockers: [] };
  assert.deepEqual(deadCodeLines(pruned, 80, plain), [
    'dead-code elimination is on',
    '  methods that nothing calls are left out',
  ]);
});

test('of more blockers than one reads the rest is counted, and one is not called several', () => {
  const [one] = deadCode.blockers;
  assert.ok(one !== undefined);
  const many = deadCodeLines({ ...deadCode, blockers: Array.from({ length: 11 }, () => one) }, 80, plain);
  assert.equal(many.at(-1), '              and 3 more');
  const single = deadCodeLines({ ...deadCode, blockers: [one] }, 200, plain);
  assert.match(single[1] ?? '', /^ {2}1 function looks methods up by names/);
  assert.match(single[2] ?? '', /without it$/);
});

test('advice is told with what it saves, in lines that fit', () => {
  assert.deepEqual(adviceLines(advice, 60, plain), [
    'what would make it smaller',
    '    −389 KiB  net/http brings HTTP/2: the build tag',
    '                nethttpomithttp2 leaves it out.',
    '   −20.0 KiB  its package text is kept for one constant.',
  ]);
  assert.deepEqual(adviceLines([], 60, plain), []);
});

test('a chain of references says of each link how it keeps the next', () => {
  assert.deepEqual(referenceLines(referencesToProm, 100, plain), [
    '              _rt0_amd64_linux → main.main, since another package names it (linkname)',
    '              → type *example.com/api/internal/store.Store',
    '              → example.com/api/internal/store.(*Store).Close, through an interface',
    '              → github.com/acme/metrics/prom.(*Registry).Gather',
    '                  since methods are looked up by name (reflection)',
  ]);
  assert.deepEqual(referenceLines([], 100, plain), []);
});

test('what the compiler and the linker make is told in words', () => {
  assert.equal(symbolText('type:*a/b.T'), 'type *a/b.T');
  assert.equal(symbolText('type:.eq.a/b.T'), 'type:.eq.a/b.T');
  assert.equal(symbolText('go:itab.*os.File,io.Reader'), '*os.File as io.Reader');
  assert.equal(symbolText('go:main.inittasks'), 'the list of packages to initialise');
  assert.equal(symbolText('gopkg.in/yaml%2ev3..inittask'), 'init of gopkg.in/yaml.v3');
  assert.equal(symbolText('main.Map[int].Get'), 'main.Map[int].Get', 'what is short stays as it is');
});

test('long names lose their type arguments, then their middle, and any name is one short line', () => {
  const long = 'x'.repeat(60);
  assert.equal(symbolText(`m.F[map[string]${long}].G[]byte[${long}]`), 'm.F[…].G[]byte[…]');
  const unclosed = symbolText(`go:string."[${long}${long}`);
  assert.match(unclosed, /^go:string\."\[x+…x+$/);
  const name = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.stringMatching(/^[[\]a.,:]{80,300}$/),
  );
  fc.assert(
    fc.property(name, (symbol) => {
      assert.ok(symbolText(symbol).length <= 110);
      const steps = [{ symbol, package: '', by: 'reference' }] as const;
      assert.doesNotMatch(referenceLines(steps, 80, plain).join(''), /[\x00-\x1f\x7f\u202e\u2028]/);
    }),
  );
});

test('no name steers the terminal or commands the runner', () => {
  const name = '\x1b[2Jevil\n::error::\u202etxt';
  const steps = [{ symbol: name, package: '', by: 'start' }] as const;
  const [first] = deadCode.blockers;
  assert.ok(first !== undefined);
  const blocker = { ...first, symbol: name, hint: name, imports: [name, name], references: steps };
  const lines = [
    ...deadCodeLines({ ...deadCode, blockers: [blocker] }, 80, plain),
    ...adviceLines([{ kind: 'constant', subject: name, bytes: 1, text: name }], 80, plain),
  ];
  for (const line of lines) assert.doesNotMatch(line, /[\x00-\x1f\u202e]|^\s*::/);
});

test('a module of which nothing is in the program has no minus before its nothing', () => {
  const modules = [
    { path: 'example.com/codec', direct: true, bytes: 2048, retainedBytes: 8192, imports: [] },
    { path: 'example.com/inlined', direct: true, bytes: 0, retainedBytes: 0, imports: [] },
  ];
  assert.deepEqual(moduleLines(modules, 80, plain).slice(2, 4), [
    '    −8.0 KiB     2.0 KiB    example.com/codec',
    '         0 B         0 B    example.com/inlined',
  ]);
});
