import type { RunSpec, User } from '../isolation.ts';
import { seccompProfile } from './seccomp-profile.ts';

export interface BundleSettings {
  readonly spec: RunSpec;
  /** Command that is run when the namespaces are there, and that the program waits for. */
  readonly hook: readonly [string, ...string[]];
  /** Who is the root of a user namespace of its own; undefined: there is none. */
  readonly users: User | undefined;
  readonly cgroupsPath: string | undefined;
}

/** Files that tell of the machine or change it (docker's and containerd's default list). */
const maskedPaths = [
  '/proc/acpi',
  '/proc/asound',
  '/proc/interrupts',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/proc/timer_list',
  '/proc/timer_stats',
  '/sys/firmware',
  '/sys/devices/virtual/powercap',
];
const readonlyPaths = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'];

/** What docker gives to a container that nobody took anything from. */
const usualCapabilities = [
  ...['CAP_CHOWN', 'CAP_DAC_OVERRIDE', 'CAP_FSETID', 'CAP_FOWNER', 'CAP_MKNOD', 'CAP_NET_RAW', 'CAP_SETGID'],
  ...['CAP_SETUID', 'CAP_SETFCAP', 'CAP_SETPCAP', 'CAP_NET_BIND_SERVICE', 'CAP_SYS_CHROOT', 'CAP_KILL'],
  'CAP_AUDIT_WRITE',
];

/** config.json of a bundle (runtime-spec 1.0.2, config.md and config-linux.md). */
export function runtimeConfig({ spec, hook, users, cgroupsPath }: BundleSettings): object {
  const { args, env, cwd, user, root, readOnlyRoot, network } = spec;
  const held = spec.capabilities === 'none' ? [] : usualCapabilities;
  const namespaces = ['pid', 'ipc', 'uts', 'mount', ...(network === 'none' ? ['network'] : [])];
  return {
    ociVersion: '1.0.2',
    process: {
      terminal: false,
      user: { uid: user.uid, gid: user.gid },
      args,
      env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
      cwd,
      capabilities: { bounding: held, effective: held, permitted: held, inheritable: [], ambient: [] },
      noNewPrivileges: true,
    },
    root: { path: root, readonly: readOnlyRoot },
    hostname: 'slipway',
    mounts: mounts(spec, users !== undefined),
    hooks: { createRuntime: [{ path: hook[0], args: hook }] },
    linux: {
      namespaces: [...namespaces, ...(users === undefined ? [] : ['user'])].map((type) => ({ type })),
      ...(users !== undefined && {
        uidMappings: [{ containerID: 0, hostID: users.uid, size: 1 }],
        gidMappings: [{ containerID: 0, hostID: users.gid, size: 1 }],
      }),
      ...(cgroupsPath !== undefined && { cgroupsPath }),
      maskedPaths,
      readonlyPaths,
      seccomp: seccompProfile(spec.writeExecute),
    },
  };
}

function mounts({ temporary }: RunSpec, isUserNamespace: boolean): object[] {
  const closed = ['nosuid', 'noexec', 'nodev'];
  const tmpfs = (path: string, ...options: string[]): object => ({
    ...{ destination: path, type: 'tmpfs', source: 'tmpfs' },
    options: ['nosuid', ...options],
  });
  return [
    { destination: '/proc', type: 'proc', source: 'proc', options: closed },
    tmpfs('/dev', 'strictatime', 'mode=755', 'size=65536k'),
    {
      ...{ destination: '/dev/pts', type: 'devpts', source: 'devpts' },
      options: ['nosuid', 'noexec', 'newinstance', 'ptmxmode=0666', 'mode=0620'],
    },
    tmpfs('/dev/shm', 'noexec', 'nodev', 'mode=1777', 'size=65536k'),
    ...(isUserNamespace
      ? []
      : [{ destination: '/dev/mqueue', type: 'mqueue', source: 'mqueue', options: closed }]),
    { destination: '/tmp', type: 'bind', source: temporary, options: ['bind', 'rw', 'nosuid', 'nodev'] },
  ];
}
