import { type ClientPorts, clientPrograms } from '../engine/buildkit/client.ts';
import { upxPath } from '../pack/upx.ts';
import { isolationNames } from '../sandbox/isolation.ts';
import { chooseIsolation } from '../sandbox/isolations/choose.ts';
import type { SandboxPorts } from '../sandbox/ports.ts';
import { asSlipwayError } from '../support/errors.ts';
import { type Finding, finding } from './finding.ts';

/** Weaker ones hold a program to less than a cluster does. */
const careful = isolationNames.slice(0, isolationNames.indexOf('bubblewrap'));

/** In what programs are tried here, what packs them, and what reaches a BuildKit: none stands in the way of a build. */
export async function runFindings(ports: SandboxPorts): Promise<Finding[]> {
  return Promise.all([sandboxFinding(ports), upxFinding(ports), buildkitFinding(ports)]);
}

async function sandboxFinding(ports: SandboxPorts): Promise<Finding> {
  const hint = 'install runc or crun: smoke: and slipway run then try programs as a cluster runs them';
  try {
    const { isolation, passedOver } = await chooseIsolation(ports);
    if (careful.includes(isolation.name)) return finding('sandbox', 'ok', isolation.label);
    const why = passedOver.map(({ name, why: reason }) => `${name}: ${reason}`);
    const weaker = `${isolation.label}, since what holds a program harder does not work here:`;
    return finding('sandbox', 'note', [weaker, ...why].join('\n'), hint);
  } catch (error) {
    ports.signal.throwIfAborted();
    return finding('sandbox', 'note', asSlipwayError(error).message, hint);
  }
}

async function buildkitFinding(ports: ClientPorts): Promise<Finding> {
  const found = await clientPrograms(ports);
  const none = 'no client on PATH; only --engine buildkit, --compile buildkit and --dockerfile need one';
  return finding('buildkit', 'ok', found.length === 0 ? none : found.join(', '));
}

async function upxFinding(ports: SandboxPorts): Promise<Finding> {
  return finding('upx', 'ok', (await upxPath(ports)) ?? 'none on PATH; only --pack needs it');
}
