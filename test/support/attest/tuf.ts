import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import type { TufRepository } from '../../../src/attest/public-sigstore/tuf.ts';
import { canonicalJson } from '../../../src/image/json.ts';

type Role = 'root' | 'timestamp' | 'snapshot' | 'targets';

interface Key {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly public: object;
}

function makeKey(): Key {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const keyval = { public: publicKey.export({ format: 'pem', type: 'spki' }).toString() };
  const described = { keytype: 'ecdsa', scheme: 'ecdsa-sha2-nistp256', keyval };
  return {
    id: createHash('sha256').update(olpcJson(described)).digest('hex'),
    privateKey,
    public: described,
  };
}

/** A repository of The Update Framework on 127.0.0.1 that publishes what a test says. */
export interface TestRepository {
  /** As known beforehand: its first root. */
  readonly repository: TufRepository;
  /** Every path that was asked for. */
  readonly requests: string[];
  /** The files that are served, by path: for a test to change. */
  readonly files: Map<string, Buffer>;
  /** New metadata for these targets, one version on. */
  publish(targets: Readonly<Record<string, Buffer>>, options?: { expires?: string }): void;
  /** A new root with new keys, signed by the old ones and the new. */
  rotate(options?: { signedByOld?: boolean }): void;
}

const never = '2099-01-01T00:00:00Z';

export async function startTuf(t: TestContext): Promise<TestRepository> {
  const files = new Map<string, Buffer>();
  const requests: string[] = [];
  let keys = [makeKey(), makeKey()];
  let version = 0;
  let rootVersion = 1;
  const signed = (fields: object, by: readonly Key[]): Buffer => {
    const bytes = olpcJson(fields);
    const signatures = by.map(({ id, privateKey }) => ({
      keyid: id,
      sig: sign('sha256', bytes, privateKey).toString('hex'),
    }));
    return Buffer.from(JSON.stringify({ signatures, signed: fields }));
  };
  const rootFields = (): object => {
    const role = { keyids: keys.map(({ id }) => id), threshold: 2 };
    const roles: Record<Role, object> = { root: role, timestamp: role, snapshot: role, targets: role };
    const known = Object.fromEntries(keys.map((key) => [key.id, key.public]));
    return { ...common('root', rootVersion, never), consistent_snapshot: true, keys: known, roles };
  };
  const first = signed(rootFields(), keys).toString('utf8');
  const server = createServer(({ url = '' }, response) => {
    requests.push(url);
    const file = files.get(url.slice(1));
    response.writeHead(file === undefined ? 404 : 200).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    repository: { address, root: first },
    requests,
    files,
    publish(targets, { expires = never } = {}) {
      version++;
      const described: Record<string, object> = {};
      for (const [name, bytes] of Object.entries(targets)) {
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        described[name] = { length: bytes.length, hashes: { sha256 } };
        files.set(`targets/${sha256}.${name}`, bytes);
      }
      const meta = (name: string): object => ({ meta: { [name]: { version } } });
      const put = (name: string, fields: object) => files.set(name, signed(fields, keys));
      put(`${version}.targets.json`, { ...common('targets', version, expires), targets: described });
      put(`${version}.snapshot.json`, { ...common('snapshot', version, expires), ...meta('targets.json') });
      put('timestamp.json', { ...common('timestamp', version, expires), ...meta('snapshot.json') });
    },
    rotate({ signedByOld = true } = {}) {
      const old = keys;
      keys = [makeKey(), makeKey()];
      rootVersion++;
      files.set(`${rootVersion}.root.json`, signed(rootFields(), [...(signedByOld ? old : []), ...keys]));
    },
  };
}

function common(type: Role, version: number, expires: string): object {
  return { _type: type, spec_version: '1.0', version, expires };
}

/** What is signed (wiki.laptop.org, "Canonical JSON"): line breaks in texts stay as they are. */
function olpcJson(value: object): Buffer {
  return Buffer.from(canonicalJson(value).toString('utf8').replaceAll('\\n', '\n'));
}
