import type { Host } from './ports.ts';

/** A tool beside Go as its makers publish it for one machine: fetched when it is needed and not on PATH. */
export interface ToolRelease {
  readonly name: 'upx';
  readonly version: string;
  readonly host: Host;
  readonly url: string;
  /** SHA-256 of what the URL gives, in hexadecimal digits: a tar archive packed by xz. */
  readonly sha256: string;
  /** The program's path in the archive. */
  readonly program: string;
}

/**
 * The tools that Slipway can fetch, newest first. A digest is written here only where independent parties publish the same
 * one; each must be looked up anew for a new version.
 */
export const toolTable: readonly ToolRelease[] = [
  upx('amd64', '1ff660454227861e00772f743f66b900072116b9dc24f6ee28b97cce88a7828a'),
  upx('arm64', 'a307c2c821eeab47607ba5c232408b22ab884cca13884682508b98f7308b8443'),
];

function upx(architecture: 'amd64' | 'arm64', sha256: string): ToolRelease {
  const version = '5.1.1';
  const name = `upx-${version}-${architecture}_linux`;
  const url = `https://github.com/upx/upx/releases/download/v${version}/${name}.tar.xz`;
  return { name: 'upx', version, host: { os: 'linux', architecture }, url, sha256, program: `${name}/upx` };
}

/** The release for a machine: of a given version, or the newest. */
export function toolFor(
  table: readonly ToolRelease[],
  name: ToolRelease['name'],
  host: Host,
  version?: string,
): ToolRelease | undefined {
  return table.find(
    (release) =>
      release.name === name &&
      release.host.os === host.os &&
      release.host.architecture === host.architecture &&
      (version === undefined || release.version === version),
  );
}
