import type { BuildRequest } from '../request/request.ts';
import { type GoSettings, readGoSettings } from '../toolchain/go-settings.ts';
import type { ToolchainPorts } from '../toolchain/ports.ts';
import type { Toolchain } from '../toolchain/resolve.ts';
import { composeGoEnvironment, type GoEnvironment } from './environment.ts';
import type { GoCommand } from './go-command.ts';
import { tellingWhetherItStarts } from './starting.ts';

/** One toolchain's go command, ready to be called, and what the report says of its environment. */
export interface PreparedGo {
  readonly command: GoCommand;
  readonly environment: GoEnvironment;
  /** The user's own Go settings, as they were read. */
  readonly settings: GoSettings;
  readonly goroot: string;
  readonly moduleCache: string;
  readonly buildCache: string;
  /** The go.work the user names by GOWORK; `off` is none. */
  readonly workFile: string | undefined;
}

/**
 * The go command of a toolchain in its closed environment.
 * @throws SlipwayError E_AUTH when a token that --git-auth names is not there; its `exec` E_TOOLCHAIN when go does not run here
 */
export async function prepareGo(
  toolchain: Pick<Toolchain, 'go' | 'goroot' | 'version'>,
  request: BuildRequest,
  ports: Pick<ToolchainPorts, 'exec' | 'env' | 'host' | 'progress'>,
): Promise<PreparedGo> {
  const { env, host } = ports;
  const settings = await readGoSettings(env, { goroot: toolchain.goroot, host });
  const cgo = [request.defaults, ...request.targets.map((target) => target.settings)].some((one) => one.cgo);
  const environment = composeGoEnvironment({
    env,
    settings,
    goroot: toolchain.goroot,
    offline: request.offline,
    cgo,
    gitAuth: request.gitAuth,
  });
  const named = settings.GOWORK.value;
  return {
    command: {
      file: toolchain.go,
      environment: environment.variables,
      exec: tellingWhetherItStarts(ports.exec, toolchain, host),
      secrets: environment.secrets,
      tell: ports.progress,
    },
    environment,
    settings,
    goroot: toolchain.goroot,
    moduleCache: settings.GOMODCACHE.value,
    buildCache: settings.GOCACHE.value,
    workFile: named === '' || named === 'off' ? undefined : named,
  };
}
