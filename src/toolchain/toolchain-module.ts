import type { Host } from './ports.ts';

/**
 * A Go toolchain as a module: golang.org/toolchain@v0.0.1-go1.27.0.linux-amd64 (cmd/go, internal/toolchain/select.go).
 */
export const toolchainModule = 'golang.org/toolchain';

const packaging = 'v0.0.1';

/** The module version that holds a toolchain for a host: `v0.0.1-go1.27.0.linux-amd64`. */
export function moduleVersionOf(toolchain: string, host: Host): string {
  return `${packaging}-${toolchain}.${host.os}-${host.architecture}`;
}

/** The toolchains for a host among the module's versions, which hold other hosts, release candidates and oddities. */
export function toolchainsFor(host: Host, moduleVersions: readonly string[]): string[] {
  const start = `${packaging}-`;
  const end = `.${host.os}-${host.architecture}`;
  return moduleVersions
    .filter((version) => version.startsWith(`${start}go`) && version.endsWith(end))
    .map((version) => version.slice(start.length, -end.length));
}
