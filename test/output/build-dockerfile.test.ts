import assert from 'node:assert/strict';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { buildDockerfile, findDockerfileBuilder } from '../../src/output/build-dockerfile.ts';
import type { EnginePorts } from '../../src/output/engines.ts';
import { goHost } from '../../src/outside.ts';
import { exec } from '../../src/support/exec.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';

/** A machine whose engines are tiny programs: each notes how it was called, one line for each word. */
async function machineWith(
  t: TestContext,
  programs: Readonly<Record<string, string>>,
): Promise<{ ports: EnginePorts; folder: string; calls: () => Promise<string[][]> }> {
  const folder = await folderOf(t);
  const log = join(folder, 'calls');
  await writeFile(log, '');
  for (const [name, body] of Object.entries(programs)) {
    const note = `for word in ${JSON.stringify(name)} "$@"; do printf '%s\\n' "$word" >> ${log}; done; echo >> ${log}`;
    await writeFile(join(folder, name), `#!/bin/sh\n${note}\n${body}\n`);
    await chmod(join(folder, name), 0o755);
  }
  return {
    ports: { exec, env: { PATH: `${folder}:/usr/bin:/bin` }, host: goHost() },
    folder,
    calls: async () =>
      (await readFile(log, 'utf8'))
        .split('\n\n')
        .map((call) => call.split('\n').filter((word) => word !== ''))
        .filter((words) => words.length > 0),
  };
}

const platform = { os: 'linux', architecture: 'arm64', variant: 'v8' } as const;
const request = (folder: string) => ({
  path: '/src/deploy/old file/Dockerfile.$(x)',
  context: '/src',
  platform: { os: platform.os, architecture: platform.architecture },
  output: join(folder, 'image.tar'),
});

test('docker is asked by buildx where it has it, and by its own builder where not', async (t) => {
  const dead = '[ "$1 $2" = "buildx version" ] && { echo "is not a docker command" >&2; exit 1; }; exit 0';
  for (const [body, first] of [
    ['exit 0', 'buildx'],
    [dead, 'build'],
  ] as const) {
    const { ports, folder, calls } = await machineWith(t, { docker: body });
    const builder = await findDockerfileBuilder(ports);
    assert.equal(builder.writes, 'docker-archive');
    const asked = (await calls()).length;
    await writeFile(join(folder, 'context'), '');
    await buildDockerfile(builder, { ...request(folder), context: folder }, ports);
    const [build = [], save = [], remove = []] = (await calls()).slice(asked);
    const name = build[build.indexOf('--tag') + 1] ?? '';
    assert.equal(build[1], first);
    assert.equal(
      build[build.indexOf('--file') + 1],
      '/src/deploy/old file/Dockerfile.$(x)',
      'no shell reads it',
    );
    assert.equal(build[build.indexOf('--platform') + 1], 'linux/arm64');
    assert.deepEqual(build.slice(-2), ['--', folder]);
    assert.match(name, /^localhost\/slipway-compare:[0-9a-f]{16}$/);
    assert.deepEqual(save.slice(1), ['save', '--output', join(folder, 'image.tar'), name]);
    assert.deepEqual(remove.slice(1), ['rmi', name]);
  }
});

test('an engine that does not answer is passed over, and buildctl needs no image store', async (t) => {
  const silent = 'echo "Cannot connect to the Docker daemon" >&2; exit 1';
  const { ports, folder, calls } = await machineWith(t, {
    docker: silent,
    podman: 'exit 125',
    buildctl: 'exit 0',
  });
  const builder = await findDockerfileBuilder(ports);
  assert.deepEqual([builder.program, builder.writes], ['buildctl', 'oci-archive']);
  await buildDockerfile(builder, { ...request(folder), context: folder }, ports);
  assert.deepEqual((await calls()).at(-1), [
    ...['buildctl', 'build', '--frontend', 'dockerfile.v0'],
    ...['--local', `context=${folder}`, '--local', 'dockerfile=/src/deploy/old file'],
    ...['--opt', 'filename=Dockerfile.$(x)', '--opt', 'platform=linux/arm64'],
    ...['--output', `type=oci,dest=${join(folder, 'image.tar')}`],
  ]);
  const comma = { ...request(folder), context: folder, path: '/src/a,type=local/Dockerfile' };
  const fault = await refusal(() => buildDockerfile(builder, comma, ports), 'E_TOOL');
  assert.match(fault.message, /no path with a comma/);
});

test('without any that answers it is said of each why', async (t) => {
  const silent = 'echo "Cannot connect to the Docker daemon" >&2; exit 1';
  const { ports } = await machineWith(t, { docker: silent });
  const { message, hint } = await refusal(() => findDockerfileBuilder(ports), 'E_TOOL');
  assert.deepEqual(message.split('\n'), [
    'cannot build the Dockerfile: no engine answers',
    'docker version: does not answer: Cannot connect to the Docker daemon',
    'podman: not on PATH',
    'buildctl: not on PATH',
  ]);
  assert.match(hint ?? '', /--compare-image/);
});

test('what an engine says when it fails is told to its last lines, and its name for the image goes all the same', async (t) => {
  const body = '[ "$2" = build ] && { seq 100 >&2; exit 3; }; exit 0';
  const { ports, folder, calls } = await machineWith(t, { docker: body });
  const builder = await findDockerfileBuilder(ports);
  const fault = await refusal(
    () => buildDockerfile(builder, { ...request(folder), context: folder }, ports),
    'E_TOOL',
  );
  assert.match(fault.message, /^docker did not build .*Dockerfile\.\$\(x\) for linux\/arm64: /);
  assert.deepEqual(fault.message.split('\n').slice(-2), ['99', '100']);
  assert.equal((await calls()).at(-1)?.[1], 'rmi');
});
