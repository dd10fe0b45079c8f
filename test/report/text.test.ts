import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatError } from '../../src/report/error-text.ts';
import { formatBytes, formatSeconds } from '../../src/report/format-bytes.ts';
import { plainLine, plainText } from '../../src/report/plain-text.ts';
import { styleOf, wantsColor } from '../../src/report/style.ts';
import { SlipwayError } from '../../src/support/errors.ts';

describe('a length in bytes', () => {
  const cases: readonly [number, string][] = [
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [8192, '8.0 KiB'],
    [102_348, '99.9 KiB'],
    [102_349, '100 KiB'],
    [421_888, '412 KiB'],
    [1_023_487, '999 KiB'],
    [1_023_488, '1.0 MiB'],
    [5_976_883, '5.7 MiB'],
    [44_868_567, '42.8 MiB'],
    [3 * 1024 ** 3, '3.0 GiB'],
    [5000 * 1024 ** 4, '5000 TiB'],
  ];
  for (const [bytes, text] of cases) {
    it(`is told in binary units: ${bytes} as ${text}`, () => assert.equal(formatBytes(bytes), text));
  }

  it('has at most three digits from 1 KiB to 999 TiB and is off by no more than 5 %', () => {
    const factors: Readonly<Record<string, number>> = { KiB: 1, MiB: 2, GiB: 3, TiB: 4 };
    fc.assert(
      fc.property(fc.integer({ min: 1024, max: 999 * 1024 ** 4 }), (bytes) => {
        const [number = '', unit = ''] = formatBytes(bytes).split(' ');
        assert.ok(number.replace('.', '').length <= 3, number);
        const value = Number(number) * 1024 ** (factors[unit] ?? Number.NaN);
        assert.ok(Math.abs(value - bytes) <= bytes / 20, `${bytes} ${value}`);
      }),
    );
  });
});

describe('a duration', () => {
  const cases: readonly [number, string][] = [
    [0, '<0.1 s'],
    [0.05, '0.1 s'],
    [1.44, '1.4 s'],
    [59.94, '59.9 s'],
    [59.96, '1 min 0 s'],
    [83.2, '1 min 23 s'],
    [3600, '60 min 0 s'],
  ];
  for (const [seconds, text] of cases) {
    it(`is told as people read it: ${seconds} as ${text}`, () => assert.equal(formatSeconds(seconds), text));
  }
});

describe('text from elsewhere', () => {
  it('loses escape sequences with all they carry', () => {
    const text =
      'a\x1b[31;1mred\x1b[0m \x1b]8;;http://evil\x07link\x1b]8;;\x1b\\ \x1bP+q\x1b\\b\x9b2Jc\x1bcd\x1b(Be';
    assert.equal(plainText(text), 'ared link bcde');
  });

  it('keeps its lines and its letters', () => {
    assert.equal(plainText('ünïcode → 日本語 😀\r\n\tnext'), 'ünïcode → 日本語 😀\n    next');
    assert.equal(plainLine(' a \n\n  b\n'), ' a b ');
  });

  it('gives the runner no commands', () => {
    assert.equal(plainText('::set-env::x\n  ::add-mask::y\na::b'), ': :set-env::x\n  : :add-mask::y\na::b');
    assert.equal(plainText('\x1b[0m::error::x'), ': :error::x');
    assert.equal(plainText('::\r::error::x'), ': :::error::x');
    assert.equal(plainText('see ##[error]x'), 'see ## [error]x');
  });

  it('never holds a control character, a turn of direction or a command, whatever went in', () => {
    const nasty = fc.constantFrom(
      '\x1b',
      '[',
      ']',
      '31m',
      ':',
      '::',
      '\n',
      '\r',
      '\x07',
      '\x9b',
      '\u202e',
      '#',
      '##[',
      ' ',
      '\t',
      'x',
      '\\',
      '\u2028',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(nasty, fc.string({ maxLength: 3 })), { maxLength: 30 }), (parts) => {
        const text = plainText(parts.join(''));
        assert.doesNotMatch(text, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
        assert.doesNotMatch(text, /^\s*::/m);
        assert.doesNotMatch(text, /##\[/);
        assert.equal(plainText(text), text, 'a second time changes nothing');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('an error', () => {
  const error = new SlipwayError(
    'E_BINARY',
    'api (linux/amd64) cannot start on the base "static"\nit asks for the interpreter /lib64/ld-linux-x86-64.so.2, which the base does not have',
    { hint: 'try CGO_ENABLED=0 with a pure-Go driver\nor another base' },
  );

  it('says what in the first line, why and what to do indented below', () => {
    assert.equal(
      formatError(error),
      [
        'error E_BINARY: api (linux/amd64) cannot start on the base "static"',
        '  it asks for the interpreter /lib64/ld-linux-x86-64.so.2, which the base does not have',
        '  try CGO_ENABLED=0 with a pure-Go driver',
        '  or another base',
        '',
      ].join('\n'),
    );
  });

  it('says the same in colour, and in one line when there is no more to say', () => {
    assert.notEqual(formatError(error, { color: true }), formatError(error));
    assert.equal(plainText(formatError(error, { color: true })), formatError(error));
    assert.equal(formatError(new SlipwayError('E_CONFIG', 'no')), 'error E_CONFIG: no\n');
  });

  it('carries no command of a compiler message to the terminal', () => {
    const nasty = new SlipwayError(
      'E_BUILD',
      'api does not compile\n# pkg\n\x1b[2J::stop-commands::x\n\nend',
    );
    assert.equal(
      formatError(nasty),
      'error E_BUILD: api does not compile\n  # pkg\n  : :stop-commands::x\n\n  end\n',
    );
  });
});

describe('colour', () => {
  const cases: readonly [env: Record<string, string>, isTTY: boolean, wanted: boolean][] = [
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ FORCE_COLOR: '' }, false, false],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    [{ TERM: 'dumb' }, true, false],
  ];
  for (const [env, isTTY, wanted] of cases) {
    it(`is ${wanted ? 'used' : 'not used'} with ${JSON.stringify(env)} on ${isTTY ? 'a terminal' : 'a pipe'}`, () => {
      assert.equal(wantsColor(env, isTTY), wanted);
    });
  }

  it('ends where it began, and colours nothing when it is off', () => {
    assert.equal(styleOf(true).bad('x'), '\x1b[31mx\x1b[39m');
    assert.equal(styleOf(true).bad(''), '');
    assert.equal(styleOf(false).bad('x'), 'x');
  });
});
