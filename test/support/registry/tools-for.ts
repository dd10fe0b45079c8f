import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { folderOf } from '../temporary.ts';
import type { RunningRegistry } from './real.ts';

/** The environment in which docker's family of tools logs in and trusts the registry. */
export async function toolsFor(t: TestContext, running: RunningRegistry): Promise<Record<string, string>> {
  const { login, host, certificateFile } = running;
  const auth = Buffer.from(`${login?.user}:${login?.password}`).toString('base64');
  const auths = login === undefined ? {} : { [host]: { auth } };
  const folder = await folderOf(t);
  await writeFile(join(folder, 'config.json'), JSON.stringify({ auths }));
  return {
    DOCKER_CONFIG: folder,
    REGISTRY_AUTH_FILE: join(folder, 'config.json'),
    ...(certificateFile !== undefined && { SSL_CERT_FILE: certificateFile }),
  };
}
