import { SlipwayError } from '../support/errors.ts';
import { type Environment, type HttpClient, openHttp } from '../support/http.ts';
import type { Patience } from '../support/retry.ts';
import { exemption, lookupChecksums } from '../toolchain/checksum-database.ts';
import { readCredentials } from '../toolchain/credentials.ts';
import type { GoSettings } from '../toolchain/go-settings.ts';
import { listVersions, type ModuleAccess } from '../toolchain/module-proxy.ts';
import type { Host } from '../toolchain/ports.ts';
import { parseProxyList, proxyName } from '../toolchain/proxy-list.ts';
import { moduleVersionOf, toolchainModule } from '../toolchain/toolchain-module.ts';
import { type Finding, finding } from './finding.ts';

const timeouts = { connectMilliseconds: 5_000, headersMilliseconds: 10_000, stallMilliseconds: 5_000 };
/** A doctor does not ask twice. */
const impatience: Patience = { attempts: 1, wait: () => Promise.resolve(), random: () => 0 };

/** Any toolchain that every checksum database knows: the first one that was a module. */
const known = moduleVersionOf('go1.21.0', { os: 'linux', architecture: 'amd64' });

/** Whether modules, toolchains and their checksums can be had. Offline nothing is asked. */
export async function networkFindings(
  settings: GoSettings,
  offline: boolean,
  ports: {
    readonly env: Environment;
    readonly host: Host;
    readonly http?: HttpClient | undefined;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<Finding[]> {
  if (offline) return [finding('network', 'note', 'not tried: --offline')];
  const client = ports.http ?? openHttp(ports.env, timeouts);
  try {
    const authorize = await readCredentials(ports.env, settings, ports.host);
    const access = { get: client.get, patience: impatience, authorize, settings, signal: ports.signal };
    return await Promise.all([proxyFinding(access), databaseFinding(access)]);
  } finally {
    if (ports.http === undefined) await client.close();
  }
}

async function proxyFinding(access: ModuleAccess): Promise<Finding> {
  return attempt('GOPROXY', async () => {
    const names = parseProxyList(access.settings.GOPROXY).map(proxyName).join(', ');
    const answer = await listVersions(access, toolchainModule);
    return 'found' in answer
      ? finding('GOPROXY', 'ok', names)
      : finding(
          'GOPROXY',
          'note',
          `${names}: ${answer.missing}`,
          'toolchains and modules must then be on this machine already',
        );
  });
}

async function databaseFinding(access: ModuleAccess): Promise<Finding> {
  return attempt('GOSUMDB', async () => {
    const exempt = exemption(access.settings, toolchainModule);
    if (exempt !== undefined) {
      return finding(
        'GOSUMDB',
        'note',
        `not asked: ${exempt}`,
        'what is fetched is then trusted as it comes',
      );
    }
    const answer = await lookupChecksums(access, { path: toolchainModule, version: known });
    return 'found' in answer
      ? finding('GOSUMDB', 'ok', `${answer.found.database}, signature and proof checked`)
      : finding('GOSUMDB', 'problem', answer.missing, 'it cannot vouch for toolchains: set GOSUMDB');
  });
}

/** What Slipway itself would fail with is the finding. */
async function attempt(check: string, look: () => Promise<Finding>): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof SlipwayError)) throw error;
    const hint = [error.hint, 'or work from the caches with --offline']
      .filter((text) => text !== undefined)
      .join('; ');
    return finding(check, 'problem', error.message, hint);
  }
}
