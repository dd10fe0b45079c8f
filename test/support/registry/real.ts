import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type Authority, makeAuthority } from '../certificates.ts';
import { folderOf } from '../temporary.ts';
import { environment, lacks, tool, toolEnvironment } from '../tools.ts';
import { freePort } from '../workspace.ts';
import { startTestRegistry } from './in-process.ts';
import { startTokenServer } from './token-server.ts';

/** A registry that runs until its test ends. */
export interface RunningRegistry {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** What it wants to hear; absent where anybody may do anything. */
  readonly login?: { readonly user: string; readonly password: string };
  /** What vouches for its certificate, where it speaks TLS. */
  readonly certificateFile?: string;
}

/** A real registry (crane's, in memory) on 127.0.0.1, without TLS. */
export async function startRegistry(): Promise<{ host: string; stop(): Promise<void> }> {
  const host = `127.0.0.1:${await freePort()}`;
  return { host, stop: await serve('crane', ['registry', 'serve', '--address', host], host) };
}

/** go-containerregistry's registry with the referrers API. */
export async function startReferrersRegistry(t: TestContext): Promise<RunningRegistry> {
  const host = `127.0.0.1:${await freePort()}`;
  t.after(await serve('referrers-registry', [host], host));
  return { host };
}

export interface DockerRegistryOptions {
  readonly login?: 'htpasswd' | 'token';
  readonly tls?: boolean;
}

const login = { user: 'alice', password: 'secret: word' };
/** bcrypt of that password at the lowest cost. */
const htpasswd = 'alice:$2a$04$hCpAT7BjXy5i8RigV9PyaulOy8WEN.ilViXvQxTVQR9joZvpNUlMC\n';

/** Docker's registry (CNCF distribution) 2.8: it has no referrers API. */
export async function startDockerRegistry(
  t: TestContext,
  options: DockerRegistryOptions = {},
): Promise<RunningRegistry> {
  const folder = await folderOf(t, { htpasswd });
  const host = `127.0.0.1:${await freePort()}`;
  const wantsKey = options.tls === true || options.login === 'token';
  const authority = wantsKey ? await makeAuthority(t, ['127.0.0.1']) : undefined;
  const config = {
    version: '0.1',
    log: { level: 'error', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(folder, 'storage') }, delete: { enabled: true } },
    http: { addr: host, ...(options.tls === true && authority && (await tlsSettings(folder, authority))) },
    ...(options.login === 'htpasswd' && {
      auth: { htpasswd: { realm: 'registry', path: join(folder, 'htpasswd') } },
    }),
    ...(options.login === 'token' && authority && { auth: { token: await tokenSettings(t, authority) } }),
  };
  // JSON is YAML.
  await writeFile(join(folder, 'config.yml'), JSON.stringify(config));
  t.after(await serve('docker-registry', ['serve', join(folder, 'config.yml')], host));
  return {
    host,
    ...(options.login !== undefined && { login }),
    ...(options.tls === true && authority && { certificateFile: authority.certificateFile }),
  };
}

async function tlsSettings(folder: string, { certificateFile, key }: Authority): Promise<object> {
  await writeFile(join(folder, 'key.pem'), key);
  return { tls: { certificate: certificateFile, key: join(folder, 'key.pem') } };
}

async function tokenSettings(t: TestContext, authority: Authority): Promise<object> {
  const server = await startTokenServer({ ...login, authority });
  t.after(server.stop);
  return {
    realm: server.realm,
    service: 'registry',
    issuer: server.issuer,
    rootcertbundle: authority.certificateFile,
  };
}

/** Starts a tool that listens at an address; gives what stops it. */
export async function serve(
  name: string,
  args: readonly string[],
  host: string,
): Promise<() => Promise<void>> {
  return serveProgram(
    { name, file: tool(name), env: { ...environment(), ...toolEnvironment(name) } },
    args,
    host,
  );
}

/** The same of any program. */
export async function serveProgram(
  { name, file, env }: { name: string; file: string; env: Record<string, string> },
  args: readonly string[],
  host: string,
): Promise<() => Promise<void>> {
  const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      printed = `${printed}${text}`.slice(-4096);
    });
  }
  const ended = new Promise<void>((resolve) =>
    child.on('close', () => resolve()).on('error', () => resolve()),
  );
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
  };
  for (let tries = 0; !(await listens(host)); tries++) {
    if (tries < 400 && isRunning(child)) {
      await pause(25);
      continue;
    }
    await stop();
    throw new Error(`${name} does not serve at ${host}:\n${printed}`);
  }
  return stop;
}

function isRunning({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid !== undefined && exitCode === null && signalCode === null;
}

function listens(host: string): Promise<boolean> {
  const { hostname, port } = new URL(`http://${host}`);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

export interface RegistryKind {
  readonly name: string;
  /** Why it cannot be had here, or false. */
  readonly skip: string | false;
  /** Whether it tells what refers to a manifest. */
  readonly referrers: boolean;
  start(t: TestContext): Promise<RunningRegistry>;
}

/** Every kind of registry that the same tests run over. */
export function registryKinds(): readonly RegistryKind[] {
  const docker = (name: string, options: DockerRegistryOptions): RegistryKind => ({
    name: `docker-registry${name}`,
    skip: lacks('docker-registry'),
    referrers: false,
    start: (t) => startDockerRegistry(t, options),
  });
  return [
    { name: 'the in-process registry', skip: false, referrers: true, start: startInProcess },
    docker('', {}),
    docker(' with htpasswd', { login: 'htpasswd' }),
    docker(' with tokens', { login: 'token' }),
    docker(' with TLS and htpasswd', { login: 'htpasswd', tls: true }),
    {
      name: 'go-containerregistry with referrers',
      skip: lacks('referrers-registry'),
      referrers: true,
      start: startReferrersRegistry,
    },
  ];
}

async function startInProcess(t: TestContext): Promise<RunningRegistry> {
  const registry = await startTestRegistry({ access: { kind: 'bearer', ...login } });
  t.after(registry.stop);
  return { host: registry.host, login };
}
