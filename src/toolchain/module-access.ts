import { type HttpClient, openHttp } from '../support/http.ts';
import { type Patience, retrying } from '../support/retry.ts';
import { readCredentials } from './credentials.ts';
import type { GoSettings } from './go-settings.ts';
import type { ModuleAccess } from './module-proxy.ts';
import type { ToolchainPorts } from './ports.ts';

/** Runs `work` with access to the user's module proxies and checksum database; a client of its own is closed afterwards. */
export async function withModuleAccess<T>(
  ports: ToolchainPorts,
  settings: GoSettings,
  patience: Patience,
  work: (access: ModuleAccess) => Promise<T>,
): Promise<T> {
  const http: HttpClient = ports.http ?? openHttp(ports.env);
  try {
    return await work({
      get: retrying(http.get, patience),
      patience,
      authorize: await readCredentials(ports.env, settings, ports.host),
      settings,
      signal: ports.signal,
    });
  } finally {
    if (ports.http === undefined) await http.close();
  }
}
