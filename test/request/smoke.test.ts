import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readFlags } from '../../src/request/flags.ts';
import { showSmoke, smoke, splitWords } from '../../src/request/smoke.ts';
import { refusal } from '../support/refusal.ts';

describe('a contract', () => {
  test('is arguments, or a map of what is expected', () => {
    assert.deepEqual(smoke.parse('--version'), { args: ['--version'] });
    assert.deepEqual(
      smoke.parse(
        '{"args": ["--addr", ":8080"], "http": "http://localhost:8080/healthz?full=1", "within": "2s", "stop-within": "500ms", "memory": "64MiB", "network": "none"}',
      ),
      {
        args: ['--addr', ':8080'],
        http: { port: 8080, path: '/healthz?full=1', host: 'localhost:8080' },
        ...{ within: 2, stopWithin: 0.5, memory: 64 * 2 ** 20, network: 'none' },
      },
    );
    assert.deepEqual(smoke.parse('{"tcp": 53}'), { tcp: 53 });
    assert.deepEqual(smoke.parse('{"exec": "/app check --all"}'), { exec: ['/app', 'check', '--all'] });
  });

  test('is written back as it is read', () => {
    const texts = [
      '{"http":"http://127.0.0.1:80/","within":"1m"}',
      '{"exec":["/app","ask"],"expect":"up"}',
      '-h',
    ];
    for (const text of texts) {
      const read = smoke.parse(text);
      const written = showSmoke(read);
      const again = smoke.parse(Array.isArray(written) ? written.join(' ') : JSON.stringify(written));
      assert.deepEqual(again, read);
    }
  });

  test('that cannot be meant is refused with the reason', async () => {
    const refused: readonly (readonly [string, RegExp])[] = [
      ['{"http": "http://example.com/"}', /no address of the program itself/],
      ['{"http": "https://localhost/"}', /no address of the program itself/],
      ['{"http": "http://localhost:99999/"}', /no address of the program itself/],
      ['{"tcp": 80, "http": "http://localhost/"}', /http and tcp are two ways to ask one thing/],
      ['{"tcp": 80, "expect": "exit"}', /expect says that it ends/],
      ['{"exec": []}', /exec names no command/],
      ['{"within": "2"}', /is not a time/],
      ['{"withing": "2s"}', /unknown field "withing"/],
      ['{', /as JSON/],
    ];
    for (const [text, reason] of refused) {
      const error = await refusal(async () => smoke.parse(text));
      assert.equal(error.code, 'E_CONFIG');
      assert.match(`${error.message}\n${error.hint ?? ''}`, reason, text);
    }
  });

  test('words are cut at blanks, quotes keep them together, and nothing is a shell’s', () => {
    assert.deepEqual(splitWords(`a  "b c" d'e f'g $(id) ; | "$HOME"`), [
      ...['a', 'b c', 'de fg', '$(id)', ';', '|', '$HOME'],
    ]);
  });

  test('--smoke takes a word that begins with dashes, and --version then is its value', () => {
    const { values } = readFlags('run', ['out', '--smoke', '--version']);
    assert.deepEqual(values.smoke, { args: ['--version'] });
  });
});
