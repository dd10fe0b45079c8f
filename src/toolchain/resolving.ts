import type { GoSettings } from './go-settings.ts';
import type { LocalGo } from './local.ts';
import type { ModuleAccess } from './module-proxy.ts';
import type { ToolchainPorts } from './ports.ts';
import type { CachedToolchain, ToolCacheOptions } from './tool-cache.ts';

/** What all the ways to a toolchain share in one call. */
export interface Resolving {
  readonly ports: ToolchainPorts;
  readonly settings: GoSettings;
  readonly access: ModuleAccess;
  readonly cache: ToolCacheOptions;
  /** The Go on PATH. */
  readonly local: LocalGo | undefined;
  /** The toolchains in the runner's tool cache; none where there is no runner. */
  readonly runnerTools: () => Promise<readonly LocalGo[]>;
  /** The toolchains in the cache that may be used under the user's settings. */
  readonly cached: () => Promise<readonly CachedToolchain[]>;
}
