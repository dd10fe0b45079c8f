import { SlipwayError } from '../support/errors.ts';
import { type Exec, failure } from '../support/exec.ts';
import { parseFields } from '../support/fields.ts';
import type { Environment } from '../support/http.ts';
import type { Proof } from './credentials.ts';

export interface HelperPorts {
  readonly exec: Exec;
  /** What the helper sees: it finds its own settings, keys and agents by it. */
  readonly env: Environment;
}

/** Under what Docker Hub's credentials are stored: docker's spelling, then podman's. */
const hubServers = ['https://index.docker.io/v1/', 'docker.io'];

/** What helpers say when they have nothing (docker/docker-credential-helpers, credentials/error.go). */
const notFound = /credentials not found/;

/**
 * Asks docker-credential-NAME for a registry's credentials by the protocol of docker/docker-credential-helpers: the server
 * on standard input, JSON on standard output. Nothing that it prints gets into an error.
 * @param source the file that names the helper
 * @returns undefined when it has none
 * @throws SlipwayError E_AUTH when it cannot be started, fails, or answers something else
 */
export async function askHelper(
  name: string,
  registry: string,
  source: string,
  ports: HelperPorts,
): Promise<Proof | undefined> {
  for (const server of registry === 'docker.io' ? hubServers : [registry]) {
    const found = await askFor(server, `docker-credential-${name}`, source, ports);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function askFor(
  server: string,
  file: string,
  source: string,
  { exec, env }: HelperPorts,
): Promise<Proof | undefined> {
  const fault = (what: string): SlipwayError =>
    new SlipwayError('E_AUTH', `${file}, which ${source} names for ${server}, ${what}`, {
      hint: `try it: echo ${server} | ${file} get. Or give credentials by --registry-auth HOST=VARIABLE`,
    });
  const seen = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const command = { file, args: ['get'], env: Object.fromEntries(seen), input: server };
  const result = await exec(command).catch((error: unknown) => {
    throw error instanceof SlipwayError && error.code === 'E_TOOL' ? fault('cannot be started') : error;
  });
  if (result.status !== 0) {
    if (notFound.test(result.stdout) || notFound.test(result.stderr)) return undefined;
    throw fault(`fails: ${failure(result)}`);
  }
  const answer = parseAnswer(result.stdout);
  if (answer === undefined) throw fault('answers something that is not Username and Secret');
  const { user, secret } = answer;
  if (secret === '') return undefined;
  // docker/cli, cli/config/credentials/native_store.go: tokenUsername.
  return user === '<token>'
    ? { kind: 'identity', token: secret }
    : { kind: 'password', user, password: secret };
}

function parseAnswer(text: string): { user: string; secret: string } | undefined {
  const fields = parseFields(text);
  const [user, secret] = [fields?.['Username'], fields?.['Secret']];
  return typeof user === 'string' && typeof secret === 'string' ? { user, secret } : undefined;
}
