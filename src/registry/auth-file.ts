import type { Repository } from '../request/reference.ts';
import { SlipwayError } from '../support/errors.ts';
import { type Fields, isFields, parseFields } from '../support/fields.ts';
import type { Proof } from './credentials.ts';

/** Docker's config.json or podman's auth.json (containers-auth.json(5)), as far as it is about credentials. */
export interface AuthFile {
  /** Where it was read, for people. */
  readonly source: string;
  /** By host, or by host and a path that repositories begin with. */
  readonly proofs: ReadonlyMap<string, Proof>;
  /** Likewise, to names of programs docker-credential-NAME. */
  readonly helpers: ReadonlyMap<string, string>;
  /** The program for all other hosts. */
  readonly store: string | undefined;
}

/**
 * Reads such a file. What it says never gets into an error.
 * @param source its path, or the name of the variable that holds it
 * @throws SlipwayError E_AUTH when it is broken
 */
export function parseAuthFile(text: string, source: string): AuthFile {
  const content = parseFields(text);
  if (content === undefined) throw broken(source, 'it is not a JSON object');
  const proofs = new Map<string, Proof>();
  for (const [key, entry] of Object.entries(section(content, 'auths', source))) {
    if (!isFields(entry)) throw broken(source, `auths: ${JSON.stringify(key)} is not an object`);
    const proof = proofOf(entry, () =>
      broken(source, `auths: the "auth" of ${JSON.stringify(key)} is not USER:PASSWORD in base64`),
    );
    if (proof !== undefined) addOnce(proofs, credentialKey(key), proof);
  }
  const helpers = new Map<string, string>();
  for (const [key, name] of Object.entries(section(content, 'credHelpers', source))) {
    addOnce(helpers, credentialKey(key), helperName(name, 'credHelpers', source));
  }
  const store = content['credsStore'];
  const hasStore = store !== undefined && store !== '';
  return { source, proofs, helpers, store: hasStore ? helperName(store, 'credsStore', source) : undefined };
}

/** What a file says of a repository: the longest key that it lies under. */
export function findFor<T>(
  entries: ReadonlyMap<string, T>,
  { registry, repository }: Repository,
): T | undefined {
  const parts = repository.split('/');
  for (let length = parts.length; length >= 0; length--) {
    const found = entries.get([registry, ...parts.slice(0, length)].join('/'));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Names under which Docker Hub's credentials are kept (docker/cli, cli/config/credentials; moby, registry/config.go). */
const hubNames = new Set(['index.docker.io', 'registry-1.docker.io']);

/** `host[/path]` of what people and programs write: older ones `https://host/v1/`, where the path is the API's. */
export function credentialKey(key: string): string {
  const [host = '', ...path] = key
    .replace(/^https?:\/\//, '')
    .replace(/(\/v[12])?\/*$/, '')
    .split('/');
  return [hubNames.has(host) ? 'docker.io' : host, ...path].join('/');
}

/** docker/cli, cli/config/types/authconfig.go. An entry may be empty: then a helper has the credentials. */
function proofOf(entry: Fields, broken: () => SlipwayError): Proof | undefined {
  const text = (name: string): string => (typeof entry[name] === 'string' ? entry[name] : '');
  if (text('registrytoken') !== '') return { kind: 'bearer', token: text('registrytoken') };
  if (text('identitytoken') !== '') return { kind: 'identity', token: text('identitytoken') };
  if (text('auth') === '') {
    const [user, password] = [text('username'), text('password')];
    return user === '' && password === '' ? undefined : { kind: 'password', user, password };
  }
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text('auth'))) throw broken();
  // Some programs padded it with zero bytes (docker/cli, cli/config/configfile/file.go).
  const decoded = Buffer.from(text('auth'), 'base64').toString('utf8').replace(/\0+$/, '');
  const colon = decoded.indexOf(':');
  if (colon < 0) throw broken();
  return { kind: 'password', user: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

/** A helper's name becomes a program's: nothing in it may lead to another folder. */
function helperName(name: unknown, where: string, source: string): string {
  if (typeof name === 'string' && /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(name)) return name;
  throw broken(source, `${where}: a helper is named by letters, digits and . _ -`);
}

function section(content: Fields, name: string, source: string): Fields {
  const value = content[name] ?? {};
  if (isFields(value)) return value;
  throw broken(source, `${name} is not an object`);
}

function addOnce<T>(entries: Map<string, T>, key: string, value: T): void {
  if (!entries.has(key)) entries.set(key, value);
}

function broken(source: string, what: string): SlipwayError {
  return new SlipwayError('E_AUTH', `the credentials in ${source} cannot be read: ${what}`, {
    hint: 'correct it, or move it away and log in again: docker login HOST',
  });
}
