import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildkitClient } from '../../engine/buildkit/client.ts';
import type { Proof } from '../../registry/credentials.ts';
import { userCredentials } from '../../registry/user-credentials.ts';
import { parseReference } from '../../request/reference.ts';
import type { BuildRequest } from '../../request/request.ts';
import { exists } from '../../support/files.ts';
import type { Ports } from '../ports.ts';

/**
 * The same client with what this run knows of registries beside docker's own logins: --registry-auth, podman's file, a workflow's
 * token. It reads them from a configuration that lies in the folder, for this user alone.
 * @param folder goes away when the solve is over
 */
export async function loggedIn(
  client: BuildkitClient,
  folder: string,
  { engine, registries }: Pick<BuildRequest, 'engine' | 'registries'>,
  { env, exec }: Pick<Ports, 'env' | 'exec'>,
): Promise<BuildkitClient> {
  const named = Object.keys(registries.auth).map((registry) => ({ registry, repository: '' }));
  const places = [...named, ...(engine.cache === undefined ? [] : [parseReference(engine.cache.repository)])];
  if (places.length === 0) return client;
  const find = userCredentials({ auth: registries.auth, env, exec });
  const logins: Record<string, object> = {};
  for (const place of places) {
    const found = await find(place);
    if (found !== undefined) logins[place.registry] = login(found.proof);
  }
  if (Object.keys(logins).length === 0) return client;
  const home = env['HOME'] ?? env['USERPROFILE'];
  const own = env['DOCKER_CONFIG'] ?? (home === undefined ? undefined : join(home, '.docker'));
  const config = join(folder, 'docker');
  await mkdir(config, { recursive: true, mode: 0o700 });
  const known = own === undefined ? {} : await readConfig(join(own, 'config.json'));
  const merged = { ...known, auths: { ...(known['auths'] as object | undefined), ...logins } };
  await writeFile(join(config, 'config.json'), JSON.stringify(withoutHelpers(merged, Object.keys(logins))), {
    mode: 0o600,
  });
  // Where docker looks for buildx and buildx for its builders.
  const plugins = own === undefined ? undefined : join(own, 'cli-plugins');
  if (plugins !== undefined && (await exists(plugins))) await symlink(plugins, join(config, 'cli-plugins'));
  const builders = env['BUILDX_CONFIG'] ?? (own === undefined ? undefined : join(own, 'buildx'));
  const more = { DOCKER_CONFIG: config, ...(builders !== undefined && { BUILDX_CONFIG: builders }) };
  return { ...client, env: { ...client.env, ...more } };
}

/** docker/cli, cli/config/types/authconfig.go */
function login(proof: Proof): object {
  if (proof.kind === 'identity') return { identitytoken: proof.token };
  if (proof.kind === 'bearer') return { registrytoken: proof.token };
  return { auth: Buffer.from(`${proof.user}:${proof.password}`).toString('base64') };
}

/** A credential helper would be asked before what is written here; one without a name is none (docker/cli, cli/config/configfile/file.go). */
function withoutHelpers(config: Readonly<Record<string, unknown>>, hosts: readonly string[]): object {
  const none = Object.fromEntries(hosts.map((host) => [host, '']));
  return { ...config, credHelpers: { ...(config['credHelpers'] as object | undefined), ...none } };
}

async function readConfig(path: string): Promise<Record<string, unknown>> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  } catch {
    return {};
  }
}
