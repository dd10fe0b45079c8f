import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { goHost } from '../src/outside.ts';
import { nonRoot } from '../src/sandbox/identity.ts';
import { type IsolationName, isolationNames } from '../src/sandbox/isolation.ts';
import { chooseIsolation } from '../src/sandbox/isolations/choose.ts';
import type { SandboxPorts } from '../src/sandbox/ports.ts';
import { bareRoot, programPath } from '../src/sandbox/root/bare-root.ts';
import { startProgram } from '../src/sandbox/start-program.ts';
import { exec } from '../src/support/exec.ts';
import { pathWithTools, trialProgramPath } from '../test/support/sandbox-run.ts';
import type { Machine } from './machine.ts';
import { median } from './measure.ts';
import { markdownTable } from './table.ts';

/** What each isolation needs of the tests' tools; engines are left out, which have a daemon to be started first. */
const tools: Readonly<Partial<Record<IsolationName, readonly string[]>>> = {
  crun: ['crun'],
  runc: ['runc'],
  bubblewrap: ['bwrap'],
  userns: [],
  process: [],
};

/** What it costs to run a program once that ends at once, by isolation: from the call until nothing of it is left. */
export async function sandboxTable({ work }: Machine, rounds: number): Promise<string> {
  await chmod(work, 0o755);
  const program = trialProgramPath();
  const alone = await times(rounds, () => exec({ file: program, args: ['--version'] }));
  const lines = [['the program alone', milliseconds(alone), '–']];
  for (const name of isolationNames) {
    const needed = tools[name];
    if (needed === undefined) continue;
    console.error(`runs in ${name}`);
    const folder = join(work, `sandbox-${name}`);
    await mkdir(folder, { recursive: true });
    const { signal } = new AbortController();
    const PATH = await pathWithTools(folder, ...needed);
    const ports: SandboxPorts = { exec, env: { PATH }, host: goHost(), signal, sandbox: name };
    const seconds = await runsOf(program, rounds, ports);
    lines.push([name, milliseconds(seconds), milliseconds(seconds - alone)]);
  }
  return markdownTable(['isolation', 'one run', 'of it the sandbox'], lines, [
    'a Go program that prints its version, from the call until nothing of it is left; choosing the isolation (one more such run, once for each command) and making the root are not counted',
  ]);
}

async function runsOf(program: string, rounds: number, ports: SandboxPorts): Promise<number> {
  const { isolation } = await chooseIsolation(ports);
  const { root, temporary, remove } = await bareRoot(program, undefined);
  const { user } = isolation.userFor(nonRoot);
  const spec = {
    ...{ root, temporary, user, program: programPath, args: [programPath, '--version'] as const },
    ...({ env: {}, cwd: '/', readOnlyRoot: true, capabilities: 'none', network: 'none' } as const),
  };
  try {
    return await times(rounds, async () => {
      const started = await startProgram(isolation, spec, { kind: 'exit' }, 10, ports.signal);
      await started.remove();
    });
  } finally {
    await remove();
  }
}

/** The median, in seconds. */
async function times(rounds: number, work: () => Promise<unknown>): Promise<number> {
  const all: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    await work();
    all.push((performance.now() - started) / 1000);
  }
  return median(all);
}

function milliseconds(seconds: number): string {
  return `${(seconds * 1000).toFixed(0)} ms`;
}
