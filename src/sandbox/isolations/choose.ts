import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asSlipwayError, SlipwayError } from '../../support/errors.ts';
import { findProgram } from '../../support/find-program.ts';
import { oneLine } from '../../support/one-line.ts';
import { nonRoot } from '../identity.ts';
import { type Isolation, type IsolationName, isolationNames } from '../isolation.ts';
import type { SandboxPorts } from '../ports.ts';
import { emptyRoot, programPath } from '../root/bare-root.ts';
import { endedHow } from '../signalled.ts';
import { isolations } from './table.ts';
import { trialProgram } from './trial-program.ts';

export interface ChosenIsolation {
  readonly isolation: Isolation;
  /** Stronger ones that do not work here, and why. */
  readonly passedOver: readonly { readonly name: IsolationName; readonly why: string }[];
}

/**
 * The strongest isolation that works on this machine, or the one that was asked for: each is tried by running a program, since
 * being on PATH says little.
 * @throws SlipwayError E_TOOL when none works, or not the one that was asked for
 */
export async function chooseIsolation(ports: SandboxPorts): Promise<ChosenIsolation> {
  const { sandbox = 'auto' } = ports;
  const passedOver: { name: IsolationName; why: string }[] = [];
  for (const name of isolationNames.filter((one) => sandbox === 'auto' || one === sandbox)) {
    const found = await tryIsolation(name, ports);
    if (typeof found !== 'string') return { isolation: found, passedOver };
    passedOver.push({ name, why: found });
  }
  const reasons = passedOver.map(({ name, why }) => `${name}: ${why}`);
  throw new SlipwayError(
    'E_TOOL',
    sandbox === 'auto'
      ? `nothing on this machine runs a program apart\n${reasons.join('\n')}`
      : `--sandbox ${sandbox} does not work on this machine: ${passedOver[0]?.why ?? 'it is not known'}`,
    { hint: sandbox === 'auto' ? undefined : 'leave --sandbox out: the strongest that works is then used' },
  );
}

/** The same ports, of which the isolation is chosen once: at the first run, for all that follow. */
export function choosingOnce(ports: SandboxPorts): SandboxPorts {
  let chosen: Promise<ChosenIsolation> | undefined;
  const isolation = (): Promise<ChosenIsolation> => {
    chosen ??= ports.isolation?.() ?? chooseIsolation(ports);
    return chosen;
  };
  return { ...ports, isolation };
}

/** The isolation, or why it does not work. */
async function tryIsolation(name: IsolationName, ports: SandboxPorts): Promise<Isolation | string> {
  if (ports.host.os !== 'linux' && name !== 'process') return `it needs Linux, and this is ${ports.host.os}`;
  try {
    const isolation = await isolations[name]({
      ...ports,
      find: (program) => findProgram(program, ports.env, ports.host.os),
    });
    if (typeof isolation === 'string') return isolation;
    const fault = name === 'process' ? undefined : await trialFault(isolation, ports);
    return fault ?? isolation;
  } catch (error) {
    if (ports.signal.aborted) throw error;
    return oneLine(asSlipwayError(error).message);
  }
}

async function trialFault(isolation: Isolation, { host }: SandboxPorts): Promise<string | undefined> {
  const program = trialProgram(host.architecture, 'ends');
  const { root, temporary, remove } = await emptyRoot();
  try {
    await writeFile(join(root, programPath), program ?? '');
    await chmod(join(root, programPath), 0o755);
    const held = await isolation.hold({
      ...{
        root,
        temporary,
        program: programPath,
        args: [programPath],
        env: {},
        cwd: '/',
        user: isolation.userFor(nonRoot).user,
      },
      ...{ readOnlyRoot: true, capabilities: 'none', network: 'none' },
    });
    try {
      if (program === undefined) return undefined;
      held.release();
      const end = await held.ended;
      if (end.status === 0) return undefined;
      return `a program that does nothing ends with ${endedHow(end)}: ${held.output.last().slice(-3).join('; ')}`;
    } finally {
      await held.remove();
    }
  } finally {
    await remove();
  }
}
