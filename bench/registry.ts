import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serve } from '../test/support/registry/real.ts';
import { freePort } from '../test/support/workspace.ts';

/** Runs something beside an empty registry: docker-registry, plain http on 127.0.0.1, its files in the folder. */
export async function withRegistry<T>(folder: string, run: (host: string) => Promise<T>): Promise<T> {
  await mkdir(folder, { recursive: true });
  const host = `127.0.0.1:${await freePort()}`;
  const config = {
    version: '0.1',
    log: { level: 'error', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(folder, 'storage') } },
    http: { addr: host },
  };
  // JSON is YAML.
  await writeFile(join(folder, 'config.yml'), JSON.stringify(config));
  const stop = await serve('docker-registry', ['serve', join(folder, 'config.yml')], host);
  try {
    return await run(host);
  } finally {
    await stop();
    await rm(folder, { recursive: true, force: true });
  }
}
