import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type LdflagsValues, linkerFlags } from '../../src/gobuild/ldflags.ts';
import { templateValues } from '../../src/gobuild/source.ts';
import { SlipwayError } from '../../src/support/errors.ts';
import { refusal } from '../support/refusal.ts';

const values: LdflagsValues = {
  version: 'v1.2.3+dirty',
  commit: '0123456789abcdef0123456789abcdef01234567',
  date: '2026-02-03T04:05:06Z',
  target: 'api',
};

const templates: readonly (readonly [template: string, flags: string])[] = [
  ['', '-s -w'],
  ['  ', '-s -w'],
  ['-X main.version={{version}}', '-s -w -X main.version=v1.2.3+dirty'],
  ['-X main.v={{ version }} -X main.v2={{version}}', '-s -w -X main.v=v1.2.3+dirty -X main.v2=v1.2.3+dirty'],
  ["-X 'main.at={{commit}} of {{date}}'", `-s -w -X 'main.at=${values.commit} of ${values.date}'`],
  ['-X main.name={{target}}', '-s -w -X main.name=api'],
  ['-X main.braces={{}', '-s -w -X main.braces={{}'],
];

for (const [template, flags] of templates) {
  test(`--ldflags ${JSON.stringify(template)} is filled with facts of the source`, () => {
    assert.equal(linkerFlags(template, values), flags);
  });
}

for (const name of ['branch', 'Version', '', 'constructor', '__proto__', 'version ; x']) {
  test(`--ldflags refuses the template {{${name}}} and lists those there are`, async () => {
    const error = await refusal(() => linkerFlags(`-X main.v={{${name}}}`, values));
    assert.ok(error.message.includes(`{{${name}}}`), error.message);
    assert.match(error.hint ?? '', /\{\{version}} \{\{commit}} \{\{date}} \{\{target}}/);
  });
}

const hostile = [
  "v1.0.0'-X",
  'v1.0.0 -X main.a=b',
  '-v1',
  'v1"x',
  'v1\n-X',
  'v1`x`',
  'v1\\',
  '',
  'v1\0',
  'v1\t-s',
  '$(id)',
];

for (const version of hostile) {
  test(`a version like ${JSON.stringify(version)} never becomes a linker flag`, async () => {
    const error = await refusal(() => linkerFlags('-X main.v={{version}}', { ...values, version }));
    assert.ok(error.message.includes(JSON.stringify(version)), error.message);
  });
}

test('a hostile value that no template asks for does no harm', () => {
  assert.equal(linkerFlags('-X main.t={{target}}', { ...values, version: "' -X" }), '-s -w -X main.t=api');
});

/** cmd/internal/quoted, Split: words parted by space, tab, newline or return; a word may be quoted as a whole. */
function split(text: string): string[] {
  const words: string[] = [];
  let rest = text.replace(/^[ \t\n\r]+/, '');
  while (rest !== '') {
    const quote = rest[0] === '"' || rest[0] === "'" ? rest[0] : undefined;
    const end = quote === undefined ? rest.search(/[ \t\n\r]/) : rest.indexOf(quote, 1);
    if (quote !== undefined && end < 0) throw new Error(`unterminated ${quote}`);
    words.push(quote === undefined ? rest.slice(0, end < 0 ? undefined : end) : rest.slice(1, end));
    rest = (end < 0 ? '' : rest.slice(quote === undefined ? end : end + 1)).replace(/^[ \t\n\r]+/, '');
  }
  return words;
}

test('a value that is let in stays inside its argument, in quotes and out of them', () => {
  const odd = fc.string({ unit: fc.constantFrom(...'av1.- \'"\\\n\t={$};/@+~:') });
  const forms = ['-X main.v=@', "-X 'main.v=@'", '-X "main.v=@ and more" -extldflags=@', '@'];
  let letIn = 0;
  fc.assert(
    fc.property(
      fc.oneof(odd, fc.string(), fc.stringMatching(/^v\d\.\d\.\d[a-z+.-]*$/)),
      fc.constantFrom(...forms),
      (value, form) => {
        let filled: string;
        try {
          filled = linkerFlags(form.replaceAll('@', '{{version}}'), { ...values, version: value });
        } catch (error) {
          assert.ok(error instanceof SlipwayError && error.code === 'E_CONFIG');
          return;
        }
        letIn += 1;
        const expected = split(`-s -w ${form.replaceAll('@', 'PLACE')}`).map((word) =>
          word.replaceAll('PLACE', value),
        );
        assert.deepEqual(split(filled), expected);
        assert.ok(!value.startsWith('-'));
      },
    ),
    { numRuns: 500 },
  );
  assert.ok(letIn > 50, `only ${letIn} values were let in`);
});

test('outside of version control the templates still have values, the same on every machine', () => {
  const source = { directory: '/src', vcs: undefined, module: undefined };
  assert.deepEqual(templateValues(source, { name: 'api', module: { Path: 'example.com/m' } }), {
    version: 'devel',
    commit: 'unknown',
    date: '1970-01-01T00:00:00Z',
    target: 'api',
  });
});
