/**
 * System calls that Docker's and containerd's default profiles refuse to a program without capabilities (docs.docker.com,
 * "Significant syscalls blocked by the default profile", and moby/profiles/seccomp): those that change the machine, reach into
 * other processes, or have been a way out. Everything else is let through, so that a newer kernel's calls behave as on any machine.
 */
const refused = [
  ...['acct', 'add_key', 'bpf', 'clock_adjtime', 'clock_adjtime64', 'clock_settime', 'clock_settime64'],
  ...['create_module', 'delete_module', 'fanotify_init', 'finit_module', 'fsconfig', 'fsmount', 'fsopen'],
  ...['fspick', 'get_kernel_syms', 'get_mempolicy', 'init_module', 'io_uring_enter', 'io_uring_register'],
  ...['io_uring_setup', 'ioperm', 'iopl', 'kcmp', 'kexec_file_load', 'kexec_load', 'keyctl'],
  ...['lookup_dcookie', 'mbind', 'migrate_pages', 'mount', 'mount_setattr', 'move_mount', 'move_pages'],
  ...['nfsservctl', 'open_by_handle_at', 'open_tree', 'perf_event_open', 'pivot_root', 'process_madvise'],
  ...['process_vm_readv', 'process_vm_writev', 'ptrace', 'query_module', 'quotactl', 'quotactl_fd', 'reboot'],
  ...['request_key', 'set_mempolicy', 'set_mempolicy_home_node', 'setns', 'settimeofday', 'stime', 'swapoff'],
  ...['swapon', '_sysctl', 'sysfs', 'syslog', 'umount', 'umount2', 'unshare', 'uselib', 'userfaultfd'],
  ...['ustat', 'vhangup', 'vm86', 'vm86old'],
];

/** Flags of clone(2) that make namespaces: CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
const namespaceFlags = [0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000];
const EPERM = 1;
const ENOSYS = 38;
/** Families of socket(2) that lead to the hypervisor and to the kernel's cryptography. */
const socketFamilies = { AF_VSOCK: 40, AF_ALG: 38 };

/** What a machine's programs may be of, beside its own form; others it ends. By Node's name of the machine. */
const architectures: Readonly<Record<string, readonly string[]>> = {
  x64: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32'],
  arm64: ['SCMP_ARCH_AARCH64', 'SCMP_ARCH_ARM'],
};

/** PROT_WRITE | PROT_EXEC, PROT_EXEC (mman.h) and SHM_EXEC (shm.h). */
const writeAndExecute = 0x6;
const execute = 0x4;
const shareExecute = 0x8000;

/** Calls and their argument by which a page that was written becomes one that is executed: what MemoryDenyWriteExecute= refuses (systemd.exec). */
const makesExecutable = [
  { names: ['mmap', 'mmap2'], index: 2, value: writeAndExecute },
  { names: ['mprotect', 'pkey_mprotect'], index: 2, value: execute },
  { names: ['shmat'], index: 2, value: shareExecute },
] as const;

/** runtime-spec, config-linux.md, "Seccomp". clone3 hides its flags from a filter: ENOSYS makes libraries use clone. */
export const seccompProfile = (writeExecute: 'allow' | 'deny' = 'allow'): object => ({
  defaultAction: 'SCMP_ACT_ALLOW',
  architectures: architectures[process.arch] ?? [],
  syscalls: [
    { names: refused, action: 'SCMP_ACT_ERRNO', errnoRet: EPERM },
    { names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: ENOSYS },
    ...namespaceFlags.map((flag) => ({
      ...{ names: ['clone'], action: 'SCMP_ACT_ERRNO', errnoRet: EPERM },
      args: [{ index: 0, value: flag, valueTwo: flag, op: 'SCMP_CMP_MASKED_EQ' }],
    })),
    ...Object.values(socketFamilies).map((family) => ({
      ...{ names: ['socket'], action: 'SCMP_ACT_ERRNO', errnoRet: EPERM },
      args: [{ index: 0, value: family, op: 'SCMP_CMP_EQ' }],
    })),
    ...(writeExecute === 'allow' ? [] : makesExecutable).map(({ names, index, value }) => ({
      ...{ names, action: 'SCMP_ACT_ERRNO', errnoRet: EPERM },
      args: [{ index, value, valueTwo: value, op: 'SCMP_CMP_MASKED_EQ' }],
    })),
  ],
});
