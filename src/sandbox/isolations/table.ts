import type { Isolation, IsolationName } from '../isolation.ts';
import type { SandboxPorts } from '../ports.ts';
import { bubblewrap } from './bubblewrap.ts';
import { engineIsolation } from './engine.ts';
import { findRuntime } from './oci-runtime.ts';
import { plainProcess } from './process.ts';
import { userNamespaces } from './userns.ts';

export interface IsolationPorts extends SandboxPorts {
  /** A program on PATH. */
  readonly find: (program: string) => Promise<string | undefined>;
}

/** How each isolation is had; or why it cannot be. */
export const isolations: Readonly<
  Record<IsolationName, (ports: IsolationPorts) => Promise<Isolation | string>>
> = {
  crun: (ports) => findRuntime('crun', ports),
  runc: (ports) => findRuntime('runc', ports),
  docker: (ports) => engineIsolation('docker', ports),
  podman: (ports) => engineIsolation('podman', ports),
  bubblewrap,
  userns: userNamespaces,
  process: plainProcess,
};
