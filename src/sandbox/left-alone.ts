import type { Platform } from '../request/platform.ts';
import { commandOf } from './checks/attempt.ts';
import { emulationFor } from './emulator.ts';
import { nonRoot } from './identity.ts';
import type { RunSpec } from './isolation.ts';
import { chooseIsolation } from './isolations/choose.ts';
import type { SandboxPorts } from './ports.ts';
import { bareRoot, programPath } from './root/bare-root.ts';
import { endedHow } from './signalled.ts';
import { startProgram } from './start-program.ts';

export type EndAnswer =
  /** `end`: how it ended by itself, `exit status 2`; undefined: it goes on. */
  | { readonly kind: 'ran'; readonly end: string | undefined }
  | { readonly kind: 'not-run'; readonly why: string };

/** Under qemu everything takes longer. */
const emulatedFactor = 10;

/**
 * Starts a program alone in an empty root, without arguments, and sees how it comes to its end when nobody stops it.
 * @param seconds how long it is looked at
 */
export async function leftAlone(
  program: { readonly path: string; readonly platform: Platform },
  seconds: number,
  ports: SandboxPorts,
): Promise<EndAnswer> {
  const emulation = await emulationFor(program.platform, ports);
  if (emulation.kind === 'none') return { kind: 'not-run', why: emulation.why };
  const emulator = emulation.kind === 'emulated' ? emulation.path : undefined;
  const { isolation } = await chooseIsolation(ports);
  const { root, temporary, remove } = await bareRoot(program.path, emulator);
  try {
    const spec: RunSpec = {
      ...commandOf(emulator !== undefined, programPath, programPath, []),
      ...{ root, temporary, cwd: '/', readOnlyRoot: true, capabilities: 'none', env: {}, network: 'none' },
      user: isolation.userFor(nonRoot).user,
    };
    const within = seconds * (emulator === undefined ? 1 : emulatedFactor);
    const started = await startProgram(isolation, spec, { kind: 'exit' }, within, ports.signal);
    try {
      const { outcome } = started;
      return { kind: 'ran', end: outcome.kind === 'ended' ? endedHow(outcome.end) : undefined };
    } finally {
      await started.remove();
    }
  } finally {
    await remove();
  }
}
