import type { Exec } from '../support/exec.ts';
import type { Environment, HttpClient } from '../support/http.ts';

/** The machine that the Go toolchain runs on, in Go's names. */
export interface Host {
  /** GOOS, for example linux. */
  readonly os: string;
  /** GOARCH, for example amd64. */
  readonly architecture: string;
}

/** What finding and fetching a toolchain needs from outside. */
export interface ToolchainPorts {
  readonly exec: Exec;
  /** The user's environment: PATH, HOME, Go's settings, proxies, certificates. */
  readonly env: Environment;
  readonly host: Host;
  readonly cacheDirectory: string;
  /** True: nothing is asked of the network. */
  readonly offline: boolean;
  /** One line of text per step, for people. */
  readonly progress: (text: string) => void;
  readonly signal?: AbortSignal | undefined;
  /** Undefined: a client made for this call from `env`. */
  readonly http?: HttpClient | undefined;
}

/** The user's home folder as the go command finds it (os.UserHomeDir); undefined when the environment has none. */
export function homeOf(env: Environment, host: Host): string | undefined {
  const home = host.os === 'windows' ? env['USERPROFILE'] : env['HOME'];
  return home === '' ? undefined : home;
}

const systems: Readonly<Record<string, string>> = { win32: 'windows', sunos: 'solaris' };
const architectures: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386', mipsel: 'mipsle' };

/** A machine in Go's names, from Node's process.platform, process.arch and os.endianness(). */
export function hostNamed(platform: string, arch: string, endianness: 'BE' | 'LE'): Host {
  const architecture = arch === 'ppc64' && endianness === 'LE' ? 'ppc64le' : (architectures[arch] ?? arch);
  return { os: systems[platform] ?? platform, architecture };
}
