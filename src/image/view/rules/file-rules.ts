import type { ViewFile } from '../image-view.ts';
import type { FileRule } from './rule.ts';

/** Programs of that name in a folder of programs, links to them included. */
function programs(names: string): FileRule['bytesOf'] {
  const pattern = new RegExp(`/(s?bin|busybox)/(${names})$`);
  return ({ kind, path, bytes }) =>
    ['file', 'symlink', 'hardlink'].includes(kind) && pattern.test(path) ? bytes : undefined;
}

/** A length that is worth telling. */
function positive(bytes: number | undefined): number | undefined {
  return bytes === undefined || bytes === 0 ? undefined : bytes;
}

function hiddenText({ path, layer, state, goneIn = 0 }: ViewFile): string {
  return `${path} of layer ${layer + 1}, ${state} by layer ${goneIn + 1}`;
}

/** What is told of files by more than where they lie. */
export const fileRules: readonly FileRule[] = [
  {
    of: 'file',
    name: 'content/hidden-files',
    severity: 'warn',
    what: 'files that upper layers replace or remove',
    among: 'all',
    bytesOf: ({ kind, state, bytes }) =>
      kind === 'file' && (state === 'replaced' || state === 'removed') ? positive(bytes) : undefined,
    example: hiddenText,
    cure: 'remove files in the step that makes them; make them in a stage of their own and copy what is needed (COPY --from, --chmod, --chown)',
  },
  {
    of: 'file',
    name: 'content/credentials',
    severity: 'warn',
    what: 'files that seem to hold a secret',
    among: 'all',
    bytesOf: ({ secret, bytes }) => (secret === undefined ? undefined : bytes),
    example: (file) => `${file.state === 'present' ? file.path : hiddenText(file)}: ${file.secret}`,
    cure: 'take the secret out of every layer and renew it; a step that needs one mounts it (RUN --mount=type=secret)',
  },
  {
    of: 'file',
    name: 'content/debug-information',
    severity: 'warn',
    what: 'programs with symbol tables or debug information',
    among: 'present',
    bytesOf: ({ program }) => positive(program?.debugBytes),
    leastBytes: 64 << 10,
    cure: 'link Go programs with -ldflags="-s -w", strip others, and keep the unstripped files elsewhere',
  },
  {
    of: 'file',
    name: 'content/debug-programs',
    severity: 'warn',
    what: 'Go programs that were built for debugging',
    among: 'present',
    bytesOf: ({ program, bytes }) => (program?.go?.debugSettings.length ? bytes : undefined),
    example: ({ path, program }) => `${path}: ${program?.go?.debugSettings.join(' ')}`,
    cure: 'build again without -race, -msan, -asan, -cover and without -N and -l in -gcflags',
  },
  {
    of: 'file',
    name: 'content/debuggers',
    severity: 'warn',
    what: 'debuggers and tracers',
    among: 'present',
    bytesOf: programs('dlv|gdb|gdbserver|lldb|lldb-server|strace|ltrace|perf|tcpdump'),
    cure: 'leave them out; attach from a debug container (kubectl debug, docker debug) instead',
  },
  {
    of: 'file',
    name: 'content/packed-programs',
    severity: 'info',
    what: 'programs packed by UPX',
    among: 'present',
    bytesOf: ({ program, bytes }) => (program?.packer === undefined ? undefined : bytes),
    cure: 'weigh it: packing saves disk and hardly any pull, costs start-up time and memory, and hides from scanners what is inside',
  },
  {
    of: 'file',
    name: 'content/setuid',
    severity: 'info',
    what: 'programs that run as their owner or group',
    among: 'present',
    bytesOf: ({ kind, mode, bytes }) => (kind === 'file' && (mode & 0o6000) !== 0 ? bytes : undefined),
    example: ({ path, mode }) => `${path} (mode ${mode.toString(8).padStart(4, '0')})`,
    cure: 'take the bits away (chmod a-s), or forbid their use when it runs (no-new-privileges)',
  },
  {
    of: 'file',
    name: 'content/package-managers',
    severity: 'info',
    what: 'package managers',
    among: 'present',
    bytesOf: programs('apt|apt-get|dpkg|apk|dnf5?|microdnf|yum|rpm|zypper|pip3?|npm|npx|yarn|gem|composer'),
    cure: 'a service needs none: stand on a base without (slipway: static; distroless)',
  },
  {
    of: 'file',
    name: 'content/shells',
    severity: 'info',
    what: 'shells',
    among: 'present',
    bytesOf: programs('sh|ash|bash|rbash|dash|ksh|mksh|zsh|fish|busybox|toybox'),
    cure: 'a static program needs none: stand on a base without (slipway: static; distroless)',
  },
];
