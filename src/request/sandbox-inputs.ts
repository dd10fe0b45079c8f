import { input } from './input.ts';
import { choice, single } from './kinds.ts';
import { smoke } from './smoke.ts';

/** How a program is kept apart while it is tried; `off`: it is not tried. */
export type SandboxSetting =
  | 'auto'
  | 'crun'
  | 'runc'
  | 'docker'
  | 'podman'
  | 'bubblewrap'
  | 'userns'
  | 'process'
  | 'off';

const settings: readonly SandboxSetting[] = [
  ...(['auto', 'crun', 'runc', 'docker', 'podman'] as const),
  ...(['bubblewrap', 'userns', 'process', 'off'] as const),
];

/** Inputs that say how what was built is tried. */
export const sandboxInputs = {
  smoke: input({
    flag: 'smoke',
    field: 'smoke',
    scope: 'target',
    group: 'Results',
    commands: ['build', 'run', 'compare-go'],
    kind: single(smoke, { takesDashes: true }),
    description:
      'What is expected of the running program, which is tried before anything is written out: arguments with which it ends well, or a contract (as a flag in JSON) of args, env, a probe (http, tcp or exec), expect (exit or up), within, stop-within, memory and network.',
    example: '--version',
    otherwise: 'it is not run; slipway run finds out what it does',
  }),
  sandbox: input({
    flag: 'sandbox',
    field: 'sandbox',
    scope: 'run',
    group: 'The run',
    commands: ['build', 'run', 'compare-go'],
    kind: single(choice<SandboxSetting>('HOW', settings)),
    fallback: 'auto',
    description:
      'How a program is kept apart while it is tried: crun, runc, docker, podman, bubblewrap, userns (user namespaces) or process (a plain process, which proves less); off tries nothing.',
    example: 'runc',
  }),
};
