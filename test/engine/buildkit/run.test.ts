import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { findClient } from '../../../src/engine/buildkit/client.ts';
import { solve } from '../../../src/engine/buildkit/run.ts';
import type { ErrorCode, SlipwayError } from '../../../src/support/errors.ts';
import { refusal } from '../../support/refusal.ts';
import { buildctlSaying, machineWith } from './fakes.ts';
import { sampleSolve } from './solves.ts';

const builder = 'tcp://buildkit.example.com:1234';

/** A solve that fails with these words on standard error. */
async function failing(t: TestContext, words: string, code: ErrorCode, dies = false): Promise<SlipwayError> {
  const said = `*" build "*) /bin/cat "$0.words" >&2; ${dies ? ': > "$0.dead"; ' : ''}exit 1 ;;\nesac`;
  const body = buildctlSaying('v0.33.1').replace(/esac$/, said);
  const buildctl = `[ -e "$0.dead" ] && { echo gone >&2; exit 1; }\n${body}`;
  const { ports, folder } = await machineWith(t, { buildctl });
  await writeFile(join(folder, 'buildctl.words'), words);
  const client = await findClient({ builder, tls: undefined }, ports);
  return refusal(() => solve(client, sampleSolve(), 'E_BUILD'), code);
}

const compiler = `#9 [build-0 2/2] RUN ["/usr/local/go/bin/go","build"]
#9 0.150 ./main.go:3:8: undefined: x
#9 ERROR: process "/usr/local/go/bin/go build" did not complete successfully: exit code: 1
------
 > [build-0 2/2] RUN:
0.150 ./main.go:3:8: undefined: x
------
error: failed to solve: process "/usr/local/go/bin/go build" did not complete successfully: exit code: 1
`;

test('a failure is told with what BuildKit said last, and with the command', async (t) => {
  const earlier = Array.from({ length: 200 }, (_, at) => `#3 line ${at}\n`).join('');
  const { message } = await failing(t, earlier + compiler, 'E_BUILD');
  assert.match(message, /^BuildKit \(tcp:.*\) could not make api: exit status 1\n/);
  assert.match(message, /main\.go:3:8: undefined: x/);
  assert.match(
    message,
    /\n\$ \S+buildctl --addr tcp:\/\/buildkit\.example\.com:1234 build --progress=plain /,
  );
  assert.doesNotMatch(message, /line 0\n/);
});

test('a BuildKit that is gone afterwards went away, whatever was said', async (t) => {
  const error = await failing(t, compiler, 'E_NETWORK', true);
  assert.match(error.message, /^BuildKit \(tcp:.*\) went away while it made api/);
  assert.match(error.hint ?? '', /nothing was written/);
});

const faults: readonly (readonly [string, ErrorCode, RegExp])[] = [
  ['error: failed to solve: write /x: no space left on device', 'E_IO', /buildctl prune/],
  [
    'error: failed to solve: ghcr.io/acme/x: failed to authorize: 401 Unauthorized',
    'E_AUTH',
    /logins of docker login/,
  ],
  [
    'error: failed to solve: ghcr.io/acme/x: failed to resolve source metadata: not found',
    'E_REGISTRY',
    /cannot be had from its registry/,
  ],
  [
    'error: failed to solve: failed to push 127.0.0.1:1/cache: connection refused',
    'E_REGISTRY',
    /the cache was not written/,
  ],
];
for (const [words, code, hint] of faults) {
  test(`"${words.slice(words.lastIndexOf(': ') + 2)}" is ${code}, and says what to do`, async (t) => {
    const buildx = words.replace('error: failed', 'ERROR: failed to build: failed');
    for (const line of [words, buildx]) {
      const error = await failing(t, `#1 x\n${line}\n`, code);
      assert.match(error.hint ?? '', hint);
      assert.ok(error.message.includes(line));
    }
  });
}

test('words of a program that fails are not taken for those of BuildKit', async (t) => {
  const text = compiler.replaceAll('undefined: x', 'go: example.com/x@v1.0.0: 401 Unauthorized');
  await failing(t, text, 'E_BUILD');
});
