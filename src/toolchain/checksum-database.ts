import { SlipwayError } from '../support/errors.ts';
import { checksumDatabaseAlias, defaultChecksumDatabase } from './defaults.ts';
import type { GoSettings, Setting } from './go-settings.ts';
import { escapeModule, matchesPatterns } from './module-path.ts';
import { fetchSmall, type ModuleAccess } from './module-proxy.ts';
import { type Answer, parseProxyList, tryProxies } from './proxy-list.ts';
import { openNote, parseVerifier, type Verifier } from './signed-note.ts';
import { fullTile, parseRecord, parseTree, provesRecord, type Tile, tilePath } from './transparency-log.ts';

interface Database {
  readonly verifier: Verifier;
  /** Set when GOSUMDB names an address: then neither proxies nor the database's own are asked. */
  readonly address: URL | undefined;
}

/** What a database says about a module version: `h1:` hashes (golang.org/x/mod/sumdb/dirhash, Hash1). */
export interface Checksums {
  readonly zip: string | undefined;
  readonly goMod: string | undefined;
  /** The database's name. */
  readonly database: string;
}

const hashBytes = 32;
const maximumRecordBytes = 1 << 16;

/**
 * Why the user's own settings keep a module from the checksum database; undefined when they do not. Unlike the go command,
 * which asks for golang.org/toolchain under every setting, Slipway obeys GOSUMDB=off and GONOSUMDB (or GOPRIVATE) here too,
 * and says so in the report. GOFLAGS=-insecure and GOINSECURE do not count.
 */
export function exemption(settings: GoSettings, modulePath: string): string | undefined {
  const said = (name: string, { value, from }: Setting): string => `${name}=${value} (${from})`;
  if (settings.GOSUMDB.value === 'off') return said('GOSUMDB', settings.GOSUMDB);
  if (settings.GONOSUMCHECK.value === '1') return said('GONOSUMCHECK', settings.GONOSUMCHECK);
  if (!matchesPatterns(settings.GONOSUMDB.value, modulePath)) return undefined;
  const byPrivate = settings.GONOSUMDB.from === 'default';
  return byPrivate ? said('GOPRIVATE', settings.GOPRIVATE) : said('GONOSUMDB', settings.GONOSUMDB);
}

/**
 * The hashes of a module version from the checksum database, after its signature and the record's inclusion in the
 * signed tree were checked. The tree is the answer's own: the lookup is always proved, never remembered.
 * `missing`: the database has no such version.
 * @throws SlipwayError E_TOOLCHAIN when the database lies or is damaged on the way, E_CONFIG for a GOSUMDB that cannot be read,
 *   E_NETWORK and E_AUTH when it cannot be reached
 */
export async function lookupChecksums(
  access: ModuleAccess,
  module: { readonly path: string; readonly version: string },
): Promise<Answer<Checksums>> {
  const { verifier, address } = parseDatabase(access.settings.GOSUMDB);
  const base = address ?? (await reach(access, verifier.name));
  const name = `${module.path}@${module.version}`;
  const answer = await fetchSmall(
    access,
    below(base, `lookup/${escapeModule(module.path)}@${escapeModule(module.version)}`),
    maximumRecordBytes,
  );
  if ('missing' in answer) return answer;
  const lie = (what: string): SlipwayError =>
    new SlipwayError(
      'E_TOOLCHAIN',
      `the checksum database ${verifier.name} at ${base.host}: ${what} (${name})`,
      {
        hint: 'somebody between here and the database may be changing its answers; nothing was kept',
      },
    );
  const record = parseRecord(answer.found);
  if (record === undefined) throw lie('its answer is malformed');
  const note = openNote(record.note, verifier);
  if ('fault' in note) throw lie(`its note is bad: ${note.fault}`);
  const tree = parseTree(note.text);
  if (tree === undefined) throw lie('its signed note is not about a tree');
  const proved = await provesRecord(tree, record, (tiles) => readTiles(access, base, tiles, lie));
  if (!proved) throw lie('the record is not in the tree that the database signed');
  const hashOf = (version: string): string | undefined =>
    record.text
      .split('\n')
      .map((line) => line.split(' '))
      .find(([path, of]) => path === module.path && of === version)?.[2];
  return {
    found: {
      zip: hashOf(module.version),
      goMod: hashOf(`${module.version}/go.mod`),
      database: verifier.name,
    },
  };
}

/** GOSUMDB: a name, a key `NAME+HASH+KEY`, either with an address after a space (cmd/go, modfetch/sumdb.go, dbDial). */
function parseDatabase(setting: Setting): Database {
  const standard = defaultChecksumDatabase;
  const [name = '', address, ...rest] =
    setting.value === checksumDatabaseAlias
      ? [standard.name, `https://${checksumDatabaseAlias}`]
      : setting.value.split(/\s+/).filter((word) => word !== '');
  const verifier = parseVerifier(name === standard.name ? `${name}+${standard.key}` : name);
  const isHost = verifier !== undefined && isHostAndPath(verifier.name);
  const url = address !== undefined && URL.canParse(address) ? new URL(address) : undefined;
  if (!isHost || rest.length > 0 || (address !== undefined && url === undefined)) {
    throw new SlipwayError('E_CONFIG', `GOSUMDB (${setting.from}) is not a checksum database`, {
      hint: `write ${standard.name}, or NAME+HASH+KEY with the database's public key, and after a space its address`,
    });
  }
  return { verifier, address: url };
}

function isHostAndPath(name: string): boolean {
  const url = URL.canParse(`https://${name}`) ? new URL(`https://${name}`) : undefined;
  return url !== undefined && !name.endsWith('/') && url.href.replace(/\/$/, '') === `https://${name}`;
}

/**
 * Where the database is reached: through the first proxy that says it serves it, and then only there; else at its own
 * address (golang.org/design/25530-sumdb, "Proxying a checksum database").
 */
async function reach(access: ModuleAccess, name: string): Promise<URL> {
  const answer = await tryProxies(
    parseProxyList(access.settings.GOPROXY),
    async (proxy): Promise<Answer<URL>> => {
      if (proxy.kind !== 'proxy') return { missing: proxy.kind };
      const supported = await fetchSmall(
        access,
        below(proxy.url, `sumdb/${name}/supported`),
        maximumRecordBytes,
      );
      return 'missing' in supported ? supported : { found: below(proxy.url, `sumdb/${name}`) };
    },
  );
  return 'found' in answer ? answer.found : new URL(`https://${name}`);
}

async function readTiles(
  access: ModuleAccess,
  base: URL,
  tiles: readonly Tile[],
  lie: (what: string) => SlipwayError,
): Promise<Map<Tile, Buffer>> {
  const read = async (tile: Tile): Promise<[Tile, Buffer]> => {
    const own = await fetchSmall(access, below(base, tilePath(tile)), maximumRecordBytes);
    const answer =
      'found' in own
        ? own
        : await fetchSmall(access, below(base, tilePath(fullTile(tile))), maximumRecordBytes);
    if ('missing' in answer) throw lie(`it has no ${tilePath(tile)}`);
    if (answer.found.length < tile.width * hashBytes) throw lie(`its ${tilePath(tile)} is too short`);
    return [tile, answer.found];
  };
  return new Map(await Promise.all(tiles.map(read)));
}

function below(base: URL, path: string): URL {
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/$/, '')}/${path}`;
  return url;
}
