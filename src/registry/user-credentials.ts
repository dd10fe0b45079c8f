import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Repository } from '../request/reference.ts';
import { oncePer } from '../support/concurrency.ts';
import { isSystemError, SlipwayError } from '../support/errors.ts';
import { type AuthFile, credentialKey, findFor, parseAuthFile } from './auth-file.ts';
import { askHelper, type HelperPorts } from './credential-helper.ts';
import type { Credentials, FindCredentials, Proof } from './credentials.ts';

interface CredentialOptions extends HelperPorts {
  /** --registry-auth: host → name of the variable in `env` that holds `USER:PASSWORD` or a token. */
  readonly auth: Readonly<Record<string, string>>;
}

/**
 * The user's credentials, from the first of these that names the registry: --registry-auth; DOCKER_AUTH_CONFIG (docker/cli
 * from 28.3 on, and GitLab CI, give a config.json in it); docker's config.json; podman's auth.json; and GITHUB_TOKEN for the registry of its GitHub.
 * Nothing is read before a registry asks. Throws what parseAuthFile and askHelper throw.
 */
export function userCredentials(options: CredentialOptions): FindCredentials {
  const { env, auth } = options;
  const inVariable = env['DOCKER_AUTH_CONFIG'];
  const variables = new Map(Object.entries(auth).map(([host, name]) => [credentialKey(host), name]));
  const read = oncePer(String, readAuthFile);
  return async (repository) => {
    const named = fromVariable(repository.registry, variables.get(repository.registry), env);
    if (named !== undefined) return named;
    if (inVariable) {
      const found = await fromFile(parseAuthFile(inVariable, 'DOCKER_AUTH_CONFIG'), repository, options);
      if (found !== undefined) return found;
    }
    for (const path of authFilePaths(env)) {
      const file = await read(path);
      const found = file && (await fromFile(file, repository, options));
      if (found !== undefined) return found;
    }
    return repository.registry === gitHubRegistry(env) ? fromGitHub(env) : undefined;
  };
}

/** docker/cli, cli/config/config.go; containers-auth.json(5). */
function authFilePaths(env: HelperPorts['env']): readonly string[] {
  const home = env['HOME'] || env['USERPROFILE'];
  const docker = env['DOCKER_CONFIG'] || (home && join(home, '.docker'));
  const runtime = env['XDG_RUNTIME_DIR'];
  return [
    docker && join(docker, 'config.json'),
    env['REGISTRY_AUTH_FILE'],
    runtime && join(runtime, 'containers', 'auth.json'),
  ].filter((path): path is string => Boolean(path));
}

async function readAuthFile(path: string): Promise<AuthFile | undefined> {
  try {
    return parseAuthFile(await readFile(path, 'utf8'), path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw new SlipwayError('E_AUTH', `the credentials in ${path} cannot be read: ${error.code}`, {
      hint: 'check who owns the file and its mode',
      cause: error,
    });
  }
}

/** A helper that is named for the host, else what the file itself says, else the helper for all hosts. */
async function fromFile(
  file: AuthFile,
  repository: Repository,
  ports: HelperPorts,
): Promise<Credentials | undefined> {
  const ask = async (helper: string): Promise<Credentials | undefined> => {
    const proof = await askHelper(helper, repository.registry, file.source, ports);
    return proof && { proof, source: `docker-credential-${helper} (${file.source})` };
  };
  const helper = findFor(file.helpers, repository);
  const asked = helper === undefined ? undefined : await ask(helper);
  if (asked !== undefined) return asked;
  const proof = findFor(file.proofs, repository);
  if (proof !== undefined) return { proof, source: file.source };
  return file.store === undefined ? undefined : ask(file.store);
}

const gitHub = 'ghcr.io';

/**
 * The registry that GITHUB_TOKEN is for: a token of a GitHub Enterprise Server, or of a ghe.com tenant, is sent to that one's and
 * never to github.com's (docs.github.com, "Working with the Container registry", containers.HOSTNAME).
 */
function gitHubRegistry(env: HelperPorts['env']): string | undefined {
  const server = env['GITHUB_SERVER_URL'] || 'https://github.com';
  if (!URL.canParse(server)) return undefined;
  const { host } = new URL(server);
  return host === 'github.com' ? gitHub : `containers.${host}`;
}

function fromVariable(
  registry: string,
  variable: string | undefined,
  env: HelperPorts['env'],
): Credentials | undefined {
  if (variable === undefined) return undefined;
  const value = env[variable]?.trim() ?? '';
  if (value === '') {
    throw new SlipwayError('E_AUTH', `--registry-auth ${registry}=${variable}: ${variable} is not set`, {
      hint: `set ${variable} to USER:PASSWORD or a token, or leave --registry-auth out`,
    });
  }
  return { proof: proofOf(registry, value), source: variable };
}

/** GitHub takes its tokens as a password, whoever the user is; other registries a token by itself. */
function proofOf(registry: string, value: string): Proof {
  const colon = value.indexOf(':');
  if (colon >= 0) return { kind: 'password', user: value.slice(0, colon), password: value.slice(colon + 1) };
  return registry === gitHub ? gitHubProof(undefined, value) : { kind: 'bearer', token: value };
}

function fromGitHub(env: HelperPorts['env']): Credentials | undefined {
  const token = env['GITHUB_TOKEN'];
  return token ? { proof: gitHubProof(env['GITHUB_ACTOR'], token), source: 'GITHUB_TOKEN' } : undefined;
}

function gitHubProof(actor: string | undefined, token: string): Proof {
  return { kind: 'password', user: actor || 'x-access-token', password: token };
}
