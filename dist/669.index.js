export const id = 669;
export const ids = [669];
export const modules = {

/***/ 83747:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ composeGoEnvironment)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(39580);


/** What is passed on as it is: how to find programs, the home folder, the network, and git's own settings. */
const passedOn = /^(PATH|HOME|USER|LOGNAME|TMPDIR|TMP|TEMP|NETRC|SSH_AUTH_SOCK|SSH_AGENT_PID|XDG_(CONFIG|CACHE)_HOME|SSL_CERT_(FILE|DIR)|GIT_.*|https?_proxy|no_proxy|all_proxy|SystemRoot|USERPROFILE|APPDATA|LOCALAPPDATA|PATHEXT|ComSpec)$/i;
/** The user's Go settings that are used on purpose: where modules and caches are, and what may be asked of whom. */
const usedSettings = [
    'GOPROXY',
    'GOSUMDB',
    'GOPRIVATE',
    'GONOPROXY',
    'GONOSUMDB',
    'GOINSECURE',
    'GOVCS',
    'GOAUTH',
    'GOCACHE',
    'GOMODCACHE',
    'GOPATH',
    'GOWORK',
];
/** With cgo on, the C compiler is the user's too. */
const cgoSettings = [
    'CC',
    'CXX',
    'PKG_CONFIG',
    'CGO_CFLAGS',
    'CGO_CPPFLAGS',
    'CGO_CXXFLAGS',
    'CGO_LDFLAGS',
];
/** Settings that would change the bytes of a program: set aside, and said. */
const overruledSettings = [
    'GOFLAGS',
    'GOTOOLCHAIN',
    'GOEXPERIMENT',
    'GOFIPS140',
    'GOOS',
    'GOARCH',
    'GOAMD64',
    'GOARM',
    'GOARM64',
    'GO386',
    'GOMIPS',
    'GOMIPS64',
    'GOPPC64',
    'GORISCV64',
    'GOWASM',
    'CGO_ENABLED',
    'GO111MODULE',
];
/** The defaults of what GOROOT/go.env could say too (internal/buildcfg): no other variable of a run sets these. */
const neutral = {
    GO111MODULE: 'on',
    GO386: 'sse2',
    GOARM64: 'v8.0',
    GOFIPS140: 'off',
    GOMIPS: 'hardfloat',
    GOMIPS64: 'hardfloat',
    GOPPC64: 'power8',
    GORISCV64: 'rva20u64',
};
/**
 * The closed environment the go command runs in. GOROOT/go.env is read by the go command even under GOENV=off, and an
 * empty variable does not hide what it says; so GOFLAGS is set, to a flag that every build has anyway, and the rest to
 * its default where that file says something else. GOEXPERIMENT has no such value: there it is the toolchain's own.
 * @throws SlipwayError E_AUTH when a token that --git-auth names is not there
 */
function composeGoEnvironment(request) {
    const { env, settings } = request;
    const fixed = {
        ...neutralised(settings, request.goroot),
        GOENV: 'off',
        GOTOOLCHAIN: 'local',
        GOFLAGS: '-trimpath',
        ...(request.offline && { GOPROXY: 'off' }),
    };
    const names = request.cgo ? [...usedSettings, ...cgoSettings] : usedSettings;
    const used = names.flatMap((name) => settings[name].value === '' ? [] : [[name, settings[name].value]]);
    const passed = Object.entries(env).filter((entry) => passedOn.test(entry[0]) && entry[1] !== undefined);
    const auth = gitAuthentication(request.gitAuth, env);
    const variables = {
        ...Object.fromEntries(passed),
        ...Object.fromEntries(used),
        ...fixed,
        ...auth.variables,
        PATH: `${(0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(request.goroot, 'bin')}${node_path__WEBPACK_IMPORTED_MODULE_0__.delimiter}${env['PATH'] ?? ''}`,
        LC_ALL: 'C',
        GIT_TERMINAL_PROMPT: '0',
    };
    const shownSettings = used.filter(([name]) => !/CACHE$|^GOPATH$|^GOWORK$/.test(name));
    return {
        variables,
        shown: withoutCredentials({ ...Object.fromEntries(shownSettings), ...fixed }),
        overruled: overruledSettings.flatMap((name) => overruled(name, settings, request.goroot)),
        secrets: [...auth.secrets, ...urlSecrets(Object.values(variables))],
    };
}
function neutralised(settings, goroot) {
    const said = Object.entries(neutral).filter(([name]) => isToolchains(settings, name, goroot));
    return Object.fromEntries(said);
}
/** True for what GOROOT/go.env says. */
function isToolchains(settings, name, goroot) {
    return goroot !== '' && (0,node_path__WEBPACK_IMPORTED_MODULE_0__.dirname)(settings[name].from) === goroot;
}
function overruled(name, settings, goroot) {
    const { value, from } = settings[name];
    const own = from === 'default' ||
        (name === 'GOTOOLCHAIN' && value === 'local') ||
        (/^(GOTOOLCHAIN|GOEXPERIMENT)$/.test(name) && isToolchains(settings, name, goroot));
    return value === '' || own ? [] : [`${name}=${value} (${from})`];
}
/**
 * A token per host, given to git for this run only: through its environment, so that it stands in no file and in no
 * argument list (git-config(1), GIT_CONFIG_COUNT). ssh addresses of the host are mapped as well.
 */
function gitAuthentication(auth, env) {
    const first = Number(env['GIT_CONFIG_COUNT'] ?? '0') || 0;
    const secrets = [];
    const settings = Object.entries(auth).flatMap(([host, variable]) => {
        const token = env[variable];
        if (token === undefined || token === '') {
            throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .SlipwayError */ .GQ('E_AUTH', `--git-auth ${host}=${variable}: the environment variable ${variable} is not set`, {
                hint: `export ${variable} with a token that may read the private modules on ${host}`,
            });
        }
        secrets.push(token, encodeURIComponent(token));
        const key = `url.https://x-access-token:${encodeURIComponent(token)}@${host}/.insteadOf`;
        return [`https://${host}/`, `ssh://git@${host}/`, `git@${host}:`].map((from) => [key, from]);
    });
    if (settings.length === 0)
        return { variables: {}, secrets };
    const numbered = settings.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${first + index}`, key],
        [`GIT_CONFIG_VALUE_${first + index}`, value],
    ]);
    return {
        variables: { GIT_CONFIG_COUNT: String(first + settings.length), ...Object.fromEntries(numbered) },
        secrets,
    };
}
function urlSecrets(values) {
    return values.flatMap((value) => [...value.matchAll(/\/\/[^/@\s:]*:([^/@\s]+)@/g)].map((found) => found[1] ?? ''));
}
function withoutCredentials(variables) {
    const sorted = Object.entries(variables).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([name, value]) => [name, value.replaceAll(/\/\/[^/@\s]*@/g, '//***@')]));
}


/***/ }),

/***/ 81374:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Lq: () => (/* binding */ readVcs),
/* harmony export */   ag: () => (/* binding */ rfc3339)
/* harmony export */ });
/* unused harmony export webAddress */
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _support_files_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(15932);


const shownChanges = 5;
const branches = 'refs/heads/';
/**
 * Reads commit, time, state and tags of the git work tree around a folder.
 * `environment` is the user's own: git's settings, such as safe.directory, hold.
 */
async function readVcs(directory, exec, environment) {
    if (!(await insideRepository(directory)))
        return { facts: undefined, notice: undefined };
    const git = async (...args) => {
        const result = await exec({
            file: 'git',
            args: ['-c', 'core.quotePath=false', ...args],
            cwd: directory,
            env: { ...environment, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' },
        });
        if (result.status !== 0)
            throw new Error(result.stderr.trim() || `git ${args[0]} ended with status ${result.status}`);
        return result.stdout;
    };
    try {
        const [place, commit, status, tags, remote] = await Promise.all([
            git('rev-parse', '--is-shallow-repository', '--show-prefix', '--symbolic-full-name', 'HEAD'),
            git('show', '-s', '--no-show-signature', '--format=%H %ct', 'HEAD'),
            git('status', '--porcelain'),
            git('for-each-ref', '--format=%(refname:strip=2) %(objectname) %(*objectname)', 'refs/tags', '--merged', 'HEAD'),
            git('config', '--get', 'remote.origin.url').catch(() => ''),
        ]);
        const [shallow = '', prefix = '', head = ''] = place.split('\n');
        const [revision = '', seconds = '0'] = commit.trim().split(' ');
        const changes = status.split('\n').filter((line) => line !== '');
        return {
            facts: {
                revision,
                time: rfc3339(Number(seconds)),
                modified: changes.length > 0,
                changes: changes.slice(0, shownChanges),
                shallow: shallow === 'true',
                prefix,
                branch: head.startsWith(branches) ? head.slice(branches.length) : undefined,
                tags: tags
                    .split('\n')
                    .filter(Boolean)
                    .map((line) => readTag(line, revision)),
                remote: webAddress(remote.trim()),
            },
            notice: undefined,
        };
    }
    catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return { facts: undefined, notice: `git cannot tell the commit, so no revision is recorded: ${reason}` };
    }
}
async function insideRepository(directory) {
    for (let folder = directory;; folder = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.dirname)(folder)) {
        if (await (0,_support_files_js__WEBPACK_IMPORTED_MODULE_1__/* .exists */ .t2)((0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(folder, '.git')))
            return true;
        if ((0,node_path__WEBPACK_IMPORTED_MODULE_0__.dirname)(folder) === folder)
            return false;
    }
}
function readTag(line, revision) {
    const [name = '', object = '', peeled = ''] = line.split(' ');
    return { name, exact: (peeled || object) === revision };
}
/** Whole seconds since 1970 as RFC 3339 in UTC, without a fraction. */
function rfc3339(seconds) {
    return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
/** A git remote as the https address people open; undefined for local paths and unknown forms. Credentials are dropped. */
function webAddress(remote) {
    const scp = /^(?:[^@/\s]+@)?([A-Za-z0-9.-]+\.[A-Za-z]+):(?!\/)([^\s]+)$/.exec(remote);
    const [host, path] = scp === null ? addressParts(remote) : [scp[1], scp[2]];
    if (host === undefined || path === undefined)
        return undefined;
    return `https://${host}/${path
        .replace(/^\/+/, '')
        .replace(/\/+$/, '')
        .replace(/\.git$/, '')}`;
}
function addressParts(remote) {
    if (!URL.canParse(remote))
        return [undefined, undefined];
    const url = new URL(remote);
    const known = ['https:', 'http:', 'ssh:', 'git:', 'git+ssh:'].includes(url.protocol);
    return known && url.hostname !== '' ? [url.hostname, url.pathname] : [undefined, undefined];
}


/***/ }),

/***/ 56493:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ findProgram)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);


/**
 * The program of a name that PATH leads to; undefined when there is none. As Go's os/exec: entries that are not absolute
 * are not searched, so that a folder cannot bring its own.
 * @param os Go's name of the system that this process runs on
 */
async function findProgram(name, env, os) {
    const path = env['PATH'] ?? (os === 'windows' ? env['Path'] : undefined) ?? '';
    for (const folder of path.split(node_path__WEBPACK_IMPORTED_MODULE_1__.delimiter).filter((entry) => (0,node_path__WEBPACK_IMPORTED_MODULE_1__.isAbsolute)(entry))) {
        const program = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, os === 'windows' ? `${name}.exe` : name);
        const isFile = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(program).then((state) => state.isFile(), () => false);
        const runs = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.access)(program, node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.constants.X_OK).then(() => true, () => false);
        if (isFile && runs)
            return program;
    }
    return undefined;
}


/***/ }),

/***/ 42501:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  O: () => (/* binding */ exemption),
  D: () => (/* binding */ lookupChecksums)
});

// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(39580);
// EXTERNAL MODULE: ./lib/toolchain/defaults.js
var defaults = __webpack_require__(94589);
// EXTERNAL MODULE: ./lib/toolchain/module-path.js
var module_path = __webpack_require__(84607);
// EXTERNAL MODULE: ./lib/toolchain/module-proxy.js + 1 modules
var module_proxy = __webpack_require__(73692);
// EXTERNAL MODULE: ./lib/toolchain/proxy-list.js
var proxy_list = __webpack_require__(11996);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./lib/toolchain/signed-note.js

const ed25519 = 1;
/** SubjectPublicKeyInfo of an Ed25519 key up to its 32 bytes (RFC 8410, 4). */
const publicKeyPrefix = Buffer.from('302a300506032b6570032100', 'hex');
const maximumSignatures = 100;
/** Reads a verifier key, `NAME+HASH+BASE64`; undefined when it is malformed or its hash does not fit. */
function parseVerifier(text) {
    const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/i.exec(text);
    if (match === null)
        return undefined;
    const [, name = '', hash = '', encoded = ''] = match;
    const key = Buffer.from(encoded, 'base64');
    const keyHash = Number.parseInt(hash, 16);
    if (key[0] !== ed25519 || key.length !== 33 || hashOfKey(name, key) !== keyHash)
        return undefined;
    const publicKey = (0,external_node_crypto_.createPublicKey)({
        key: Buffer.concat([publicKeyPrefix, key.subarray(1)]),
        format: 'der',
        type: 'spki',
    });
    return { name, keyHash, isSigned: (message, signature) => (0,external_node_crypto_.verify)(null, message, publicKey, signature) };
}
/** The number that a signature line begins with, from a signer's name and its algorithm byte and key. */
function hashOfKey(name, key) {
    return (0,external_node_crypto_.createHash)('sha256').update(`${name}\n`).update(key).digest().readUInt32BE(0);
}
/**
 * The text of a note that the verifier's key signed. Signatures by others are passed over; a wrong one by the expected key
 * is a fault even beside a right one.
 */
function openNote(note, verifier) {
    const split = note.lastIndexOf('\n\n');
    const whole = note.toString('utf8');
    if (split < 0 || whole.includes('\ufffd') || /[\x00-\x09\x0b-\x1f]/.test(whole))
        return { fault: 'malformed' };
    const message = note.subarray(0, split + 1);
    const lines = note
        .subarray(split + 2)
        .toString('utf8')
        .split('\n');
    if (lines.pop() !== '' || lines.length === 0 || lines.length > maximumSignatures)
        return { fault: 'malformed' };
    let signed = false;
    for (const line of lines) {
        const match = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+=*)$/.exec(line);
        const bytes = Buffer.from(match?.[2] ?? '', 'base64');
        if (match === null || bytes.length < 5)
            return { fault: 'malformed' };
        if (match[1] !== verifier.name || bytes.readUInt32BE(0) !== verifier.keyHash)
            continue;
        if (!verifier.isSigned(message, bytes.subarray(4)))
            return { fault: 'wrong signature' };
        signed = true;
    }
    return signed ? { text: message.toString('utf8') } : { fault: 'not signed by the expected key' };
}

;// CONCATENATED MODULE: ./lib/toolchain/transparency-log.js

const height = 8;
const fullWidth = 2 ** height;
const hashBytes = 32;
/** Reads an answer of /lookup/ (tlog.ParseRecord); undefined when it is malformed. */
function parseRecord(answer) {
    const end = answer.indexOf('\n\n');
    const [first = '', ...lines] = answer.subarray(0, Math.max(end, 0)).toString('utf8').split('\n');
    const number = parseCount(first);
    if (number === undefined || lines.length === 0)
        return undefined;
    const text = `${lines.join('\n')}\n`;
    return /[\x00-\x09\x0b-\x1f\ufffd]/.test(text)
        ? undefined
        : { number, text, note: answer.subarray(end + 2) };
}
/** Reads the text of a tree note (tlog.ParseTree); lines after the third are for later formats. */
function parseTree(text) {
    const [title, count = '', hash = '', ...rest] = text.split('\n');
    const records = parseCount(count);
    const root = Buffer.from(hash, 'base64');
    if (title !== 'go.sum database tree' || records === undefined || rest.length === 0)
        return undefined;
    return root.length === hashBytes && root.toString('base64') === hash ? { records, root } : undefined;
}
function parseCount(text) {
    const value = /^(0|[1-9][0-9]{0,15})$/.test(text) ? Number(text) : Number.NaN;
    return Number.isSafeInteger(value) ? value : undefined;
}
/** The path of a tile below the database's address (tlog.Tile.Path): tile/8/0/x001/x234/067.p/8. */
function tilePath(tile) {
    let number = String(tile.number % 1000).padStart(3, '0');
    for (let rest = Math.floor(tile.number / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
        number = `x${String(rest % 1000).padStart(3, '0')}/${number}`;
    }
    return `tile/${height}/${tile.level}/${number}${tile.width === fullWidth ? '' : `.p/${tile.width}`}`;
}
/** The tile without its limit: a partial one is no longer served once it is full. */
function fullTile(tile) {
    return { ...tile, width: fullWidth };
}
/**
 * True when the tree holds the record with this number and text: the record's hash and the hashes beside its path to the
 * root (RFC 6962, 2.1.1) give the signed root.
 * @param readTiles gives the hashes of each tile, width × 32 bytes
 */
async function provesRecord(tree, record, readTiles) {
    if (record.number >= tree.records)
        return false;
    const siblings = completeSubtrees(0, tree.records, record.number);
    const tiles = new Map();
    for (const subtree of siblings) {
        const tile = tileOf(subtree, tree.records);
        tiles.set(tilePath(tile), tile);
    }
    const contents = await readTiles([...tiles.values()]);
    const hashOf = (subtree) => {
        const tile = tiles.get(tilePath(tileOf(subtree, tree.records)));
        const content = tile === undefined ? undefined : contents.get(tile);
        return content === undefined ? Buffer.alloc(hashBytes) : hashInTile(content, subtree);
    };
    const root = rootHash(0, tree.records, record.number, recordHash(record.text), hashOf);
    return root.equals(tree.root);
}
/** RFC 6962, 2.1: leaves are hashed after a zero byte, nodes after a one. */
function recordHash(text) {
    return (0,external_node_crypto_.createHash)('sha256').update(Buffer.of(0)).update(text).digest();
}
function nodeHash(left, right) {
    return (0,external_node_crypto_.createHash)('sha256').update(Buffer.of(1)).update(left).update(right).digest();
}
/** Where RFC 6962 divides the records from low up to high: after the largest power of two below their count. */
function divide(low, high) {
    let power = 1;
    while (power * 2 < high - low)
        power *= 2;
    return low + power;
}
/** The complete subtree that the records from low up to high are, or undefined when their count is no power of two. */
function asSubtree(low, high) {
    const level = Math.round(Math.log2(high - low));
    return 2 ** level === high - low ? { level, number: low / 2 ** level } : undefined;
}
/** The largest complete subtrees that cover the range but not the record, if it is in there. */
function completeSubtrees(low, high, record) {
    const inside = low <= record && record < high;
    const whole = inside ? undefined : asSubtree(low, high);
    if (whole !== undefined)
        return [whole];
    if (high - low === 1)
        return [];
    const middle = divide(low, high);
    return [...completeSubtrees(low, middle, record), ...completeSubtrees(middle, high, record)];
}
function rootHash(low, high, record, leaf, hashOf) {
    const inside = low <= record && record < high;
    const whole = inside ? undefined : asSubtree(low, high);
    if (whole !== undefined)
        return hashOf(whole);
    if (high - low === 1)
        return leaf;
    const middle = divide(low, high);
    return nodeHash(rootHash(low, middle, record, leaf, hashOf), rootHash(middle, high, record, leaf, hashOf));
}
/** The tile that holds, at its bottom row, the hashes below a subtree. */
function tileOf(subtree, records) {
    const level = Math.floor(subtree.level / height);
    const inTile = subtree.level - level * height;
    const number = Math.floor((subtree.number * 2 ** inTile) / fullWidth);
    const rowLength = Math.floor(records / 2 ** (level * height));
    return { level, number, width: Math.min(fullWidth, rowLength - number * fullWidth) };
}
function hashInTile(content, subtree) {
    const count = 2 ** (subtree.level % height);
    const first = (subtree.number * count) % fullWidth;
    let row = Array.from({ length: count }, (_, at) => content.subarray((first + at) * hashBytes, (first + at + 1) * hashBytes));
    while (row.length > 1) {
        row = Array.from({ length: row.length / 2 }, (_, at) => nodeHash(pick(row, 2 * at), pick(row, 2 * at + 1)));
    }
    return pick(row, 0);
}
function pick(row, at) {
    return row[at] ?? Buffer.alloc(0);
}

;// CONCATENATED MODULE: ./lib/toolchain/checksum-database.js







const checksum_database_hashBytes = 32;
const maximumRecordBytes = 1 << 16;
/**
 * Why the user's own settings keep a module from the checksum database; undefined when they do not. Unlike the go command,
 * which asks for golang.org/toolchain under every setting, Slipway obeys GOSUMDB=off and GONOSUMDB (or GOPRIVATE) here too,
 * and says so in the report. GOFLAGS=-insecure and GOINSECURE do not count.
 */
function exemption(settings, modulePath) {
    const said = (name, { value, from }) => `${name}=${value} (${from})`;
    if (settings.GOSUMDB.value === 'off')
        return said('GOSUMDB', settings.GOSUMDB);
    if (settings.GONOSUMCHECK.value === '1')
        return said('GONOSUMCHECK', settings.GONOSUMCHECK);
    if (!(0,module_path/* matchesPatterns */.v)(settings.GONOSUMDB.value, modulePath))
        return undefined;
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
async function lookupChecksums(access, module) {
    const { verifier, address } = parseDatabase(access.settings.GOSUMDB);
    const base = address ?? (await reach(access, verifier.name));
    const name = `${module.path}@${module.version}`;
    const answer = await (0,module_proxy/* fetchSmall */._Z)(access, below(base, `lookup/${(0,module_path/* escapeModule */.c)(module.path)}@${(0,module_path/* escapeModule */.c)(module.version)}`), maximumRecordBytes);
    if ('missing' in answer)
        return answer;
    const lie = (what) => new errors/* SlipwayError */.GQ('E_TOOLCHAIN', `the checksum database ${verifier.name} at ${base.host}: ${what} (${name})`, {
        hint: 'somebody between here and the database may be changing its answers; nothing was kept',
    });
    const record = parseRecord(answer.found);
    if (record === undefined)
        throw lie('its answer is malformed');
    const note = openNote(record.note, verifier);
    if ('fault' in note)
        throw lie(`its note is bad: ${note.fault}`);
    const tree = parseTree(note.text);
    if (tree === undefined)
        throw lie('its signed note is not about a tree');
    const proved = await provesRecord(tree, record, (tiles) => readTiles(access, base, tiles, lie));
    if (!proved)
        throw lie('the record is not in the tree that the database signed');
    const hashOf = (version) => record.text
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
function parseDatabase(setting) {
    const standard = defaults/* defaultChecksumDatabase */.Ap;
    const [name = '', address, ...rest] = setting.value === defaults/* checksumDatabaseAlias */.H$
        ? [standard.name, `https://${defaults/* checksumDatabaseAlias */.H$}`]
        : setting.value.split(/\s+/).filter((word) => word !== '');
    const verifier = parseVerifier(name === standard.name ? `${name}+${standard.key}` : name);
    const isHost = verifier !== undefined && isHostAndPath(verifier.name);
    const url = address !== undefined && URL.canParse(address) ? new URL(address) : undefined;
    if (!isHost || rest.length > 0 || (address !== undefined && url === undefined)) {
        throw new errors/* SlipwayError */.GQ('E_CONFIG', `GOSUMDB (${setting.from}) is not a checksum database`, {
            hint: `write ${standard.name}, or NAME+HASH+KEY with the database's public key, and after a space its address`,
        });
    }
    return { verifier, address: url };
}
function isHostAndPath(name) {
    const url = URL.canParse(`https://${name}`) ? new URL(`https://${name}`) : undefined;
    return url !== undefined && !name.endsWith('/') && url.href.replace(/\/$/, '') === `https://${name}`;
}
/**
 * Where the database is reached: through the first proxy that says it serves it, and then only there; else at its own
 * address (golang.org/design/25530-sumdb, "Proxying a checksum database").
 */
async function reach(access, name) {
    const answer = await (0,proxy_list/* tryProxies */.Or)((0,proxy_list/* parseProxyList */.WY)(access.settings.GOPROXY), async (proxy) => {
        if (proxy.kind !== 'proxy')
            return { missing: proxy.kind };
        const supported = await (0,module_proxy/* fetchSmall */._Z)(access, below(proxy.url, `sumdb/${name}/supported`), maximumRecordBytes);
        return 'missing' in supported ? supported : { found: below(proxy.url, `sumdb/${name}`) };
    });
    return 'found' in answer ? answer.found : new URL(`https://${name}`);
}
async function readTiles(access, base, tiles, lie) {
    const read = async (tile) => {
        const own = await (0,module_proxy/* fetchSmall */._Z)(access, below(base, tilePath(tile)), maximumRecordBytes);
        const answer = 'found' in own
            ? own
            : await (0,module_proxy/* fetchSmall */._Z)(access, below(base, tilePath(fullTile(tile))), maximumRecordBytes);
        if ('missing' in answer)
            throw lie(`it has no ${tilePath(tile)}`);
        if (answer.found.length < tile.width * checksum_database_hashBytes)
            throw lie(`its ${tilePath(tile)} is too short`);
        return [tile, answer.found];
    };
    return new Map(await Promise.all(tiles.map(read)));
}
function below(base, path) {
    const url = new URL(base);
    url.pathname = `${base.pathname.replace(/\/$/, '')}/${path}`;
    return url;
}


/***/ }),

/***/ 21337:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ readCredentials)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(39580);
/* harmony import */ var _ports_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(44767);




/**
 * The user's credentials as the go command finds them: user information in the URL, and with GOAUTH=netrc (the default)
 * the file NETRC or ~/.netrc. The commands and `git` forms of GOAUTH are not run.
 */
async function readCredentials(env, settings, host) {
    const methods = settings.GOAUTH.value.split(';').map((method) => method.trim());
    const logins = methods.includes('netrc') ? parseNetrc(await readNetrc(env, host)) : [];
    return (url) => {
        if (url.username !== '') {
            if (url.protocol !== 'https:') {
                throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SlipwayError */ .GQ('E_CONFIG', `the credentials for ${url.host} would travel unencrypted`, {
                    hint: 'write https:// in GOPROXY, or take the credentials out',
                });
            }
            return basic(decodeURIComponent(url.username), decodeURIComponent(url.password));
        }
        if (url.protocol !== 'https:')
            return undefined;
        const found = logins.find(({ machine }) => machine === url.host || machine === url.hostname);
        return found === undefined ? undefined : basic(found.login, found.password);
    };
}
function basic(login, password) {
    return `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`;
}
async function readNetrc(env, host) {
    const home = (0,_ports_js__WEBPACK_IMPORTED_MODULE_3__/* .homeOf */ .l)(env, host);
    const own = home === undefined ? [] : [...(host.os === 'windows' ? ['_netrc'] : []), '.netrc'];
    const paths = env['NETRC'] ? [env['NETRC']] : own.map((name) => (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(home ?? '', name));
    for (const path of paths) {
        const text = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path, 'utf8').catch(() => undefined);
        if (text !== undefined)
            return text;
    }
    return '';
}
/** The first entry of a machine wins; macros are passed over; `default` is not used (cmd/go, internal/auth/netrc.go). */
function parseNetrc(text) {
    const logins = [];
    let entry = { machine: '', login: '', password: '' };
    let inMacro = false;
    for (const line of text.split('\n')) {
        if (inMacro) {
            inMacro = line.trim() !== '';
            continue;
        }
        const words = line.split(/\s+/).filter((word) => word !== '');
        for (let at = 0; at + 1 < words.length; at += 2) {
            const value = words[at + 1] ?? '';
            if (words[at] === 'machine')
                entry = { machine: value, login: '', password: '' };
            else if (words[at] === 'login')
                entry.login = value;
            else if (words[at] === 'password')
                entry.password = value;
            else if (words[at] === 'macdef')
                inMacro = true;
            if (entry.machine !== '' && entry.login !== '' && entry.password !== '') {
                logins.push(entry);
                entry = { machine: '', login: '', password: '' };
            }
        }
        if (words.length % 2 === 1 && words.at(-1) === 'default')
            break;
    }
    return logins;
}


/***/ }),

/***/ 94589:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ap: () => (/* binding */ defaultChecksumDatabase),
/* harmony export */   H$: () => (/* binding */ checksumDatabaseAlias),
/* harmony export */   oy: () => (/* binding */ defaultProxy)
/* harmony export */ });
/* harmony import */ var _toolchain_module_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1085);

/** The domain of golang.org/toolchain, from which Go's default services take their names (GOROOT/go.env). */
const domain = _toolchain_module_js__WEBPACK_IMPORTED_MODULE_0__/* .toolchainModule */ .IV.slice(0, _toolchain_module_js__WEBPACK_IMPORTED_MODULE_0__/* .toolchainModule */ .IV.indexOf('/'));
const mirrorDomain = 'golang.google.cn';
/** GOPROXY where nobody says otherwise. */
const defaultProxy = `https://proxy.${domain},direct`;
/** GOSUMDB where nobody says otherwise, with its public key (cmd/go, internal/modfetch/key.go). */
const defaultChecksumDatabase = {
    name: `sum.${domain}`,
    key: '033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8',
};
/** The same database under the name that mainland China can reach (cmd/go, internal/modfetch/sumdb.go, dbDial). */
const checksumDatabaseAlias = `sum.${mirrorDomain}`;


/***/ }),

/***/ 44483:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   q: () => (/* binding */ readGoSettings)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _defaults_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(94589);
/* harmony import */ var _ports_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(44767);




/** The settings of the go command that Slipway reads: to use them on purpose, or to show and overrule them. */
const settingNames = [
    'CC',
    'CGO_CFLAGS',
    'CGO_CPPFLAGS',
    'CGO_CXXFLAGS',
    'CGO_ENABLED',
    'CGO_LDFLAGS',
    'CXX',
    'GO111MODULE',
    'GO386',
    'GOAMD64',
    'GOARCH',
    'GOARM',
    'GOARM64',
    'GOAUTH',
    'GOBIN',
    'GOCACHE',
    'GOCACHEPROG',
    'GOENV',
    'GOEXPERIMENT',
    'GOFIPS140',
    'GOFLAGS',
    'GOINSECURE',
    'GOMIPS',
    'GOMIPS64',
    'GOMODCACHE',
    'GONOPROXY',
    'GONOSUMCHECK',
    'GONOSUMDB',
    'GOOS',
    'GOPATH',
    'GOPPC64',
    'GOPRIVATE',
    'GOPROXY',
    'GORISCV64',
    'GOSUMDB',
    'GOTMPDIR',
    'GOTOOLCHAIN',
    'GOVCS',
    'GOWASM',
    'GOWORK',
    'PKG_CONFIG',
];
/**
 * The user's Go settings as `go env` would show them, without running go: the environment, then the file GOENV names,
 * then GOROOT/go.env, then the defaults (cmd/go, internal/cfg/cfg.go, Getenv). Files that cannot be read are passed over,
 * as the go command does.
 */
async function readGoSettings(env, options) {
    const goenv = environmentFile(env, options.host);
    const files = [];
    if (goenv !== undefined)
        files.push([goenv, await readEnvironmentFile(goenv)]);
    if (options.goroot !== undefined) {
        const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(options.goroot, 'go.env');
        files.push([path, await readEnvironmentFile(path)]);
    }
    const said = (name) => {
        const own = env[name];
        if (own !== undefined && own !== '')
            return { value: own, from: 'environment' };
        // GOENV cannot move itself.
        if (name === 'GOENV')
            return undefined;
        for (const [from, values] of files) {
            const value = values.get(name);
            // The user's file wins also where it empties a value.
            if (value !== undefined)
                return value === '' ? undefined : { value, from };
        }
        return undefined;
    };
    const found = new Map(settingNames.map((name) => [name, said(name)]));
    const defaults = defaultsOf((name) => found.get(name)?.value, { env, goenv, ...options });
    const settings = settingNames.map((name) => [
        name,
        found.get(name) ?? { value: defaults[name] ?? '', from: 'default' },
    ]);
    return Object.fromEntries(settings);
}
/** The path of the user's own settings (cmd/go, EnvFile); undefined with GOENV=off or without a configuration folder. */
function environmentFile(env, host) {
    const named = env['GOENV'];
    if (named !== undefined && named !== '')
        return named === 'off' ? undefined : named;
    const folder = userFolder(env, host, 'configuration');
    return folder === undefined ? undefined : (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, 'go', 'env');
}
/** os.UserConfigDir and os.UserCacheDir. */
function userFolder(env, host, kind) {
    const home = (0,_ports_js__WEBPACK_IMPORTED_MODULE_3__/* .homeOf */ .l)(env, host);
    const cache = kind === 'cache';
    if (host.os === 'windows')
        return env[cache ? 'LocalAppData' : 'AppData'] || undefined;
    if (host.os === 'darwin' || host.os === 'ios') {
        return home === undefined
            ? undefined
            : (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(home, 'Library', ...(cache ? ['Caches'] : ['Application Support']));
    }
    const named = env[cache ? 'XDG_CACHE_HOME' : 'XDG_CONFIG_HOME'];
    if (named !== undefined && named !== '')
        return (0,node_path__WEBPACK_IMPORTED_MODULE_1__.isAbsolute)(named) ? named : undefined;
    return home === undefined ? undefined : (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(home, cache ? '.cache' : '.config');
}
/** NAME=value lines; everything else is a comment (cmd/go, readEnvFile). */
async function readEnvironmentFile(path) {
    const text = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path, 'utf8').catch(() => '');
    const values = new Map();
    for (const line of text.split('\n')) {
        const equals = line.indexOf('=');
        if (equals > 0 && /^[A-Z]/.test(line))
            values.set(line.slice(0, equals), line.slice(equals + 1));
    }
    return values;
}
function defaultsOf(said, { env, host, goenv, goroot }) {
    const home = (0,_ports_js__WEBPACK_IMPORTED_MODULE_3__/* .homeOf */ .l)(env, host);
    const homePath = home === undefined ? undefined : (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(home, 'go');
    const ownPath = homePath !== undefined && (0,node_path__WEBPACK_IMPORTED_MODULE_1__.normalize)(homePath) !== goroot ? homePath : '';
    const [gopath = ''] = (said('GOPATH') ?? ownPath).split(node_path__WEBPACK_IMPORTED_MODULE_1__.delimiter);
    const cache = userFolder(env, host, 'cache');
    const privatePatterns = said('GOPRIVATE') ?? '';
    return {
        GOARCH: host.architecture,
        GOAUTH: 'netrc',
        GOCACHE: cache === undefined ? '' : (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(cache, 'go-build'),
        GOENV: goenv ?? '',
        GOMODCACHE: gopath === '' ? '' : (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(gopath, 'pkg', 'mod'),
        GONOPROXY: privatePatterns,
        GONOSUMDB: privatePatterns,
        GOOS: host.os,
        GOPATH: ownPath,
        GOPROXY: _defaults_js__WEBPACK_IMPORTED_MODULE_2__/* .defaultProxy */ .oy,
        GOSUMDB: _defaults_js__WEBPACK_IMPORTED_MODULE_2__/* .defaultChecksumDatabase */ .Ap.name,
        GOTOOLCHAIN: 'auto',
    };
}


/***/ }),

/***/ 28017:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ goSpecification)
/* harmony export */ });
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(39580);
/* harmony import */ var _go_version_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(83200);
/* harmony import */ var _version_range_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(50799);



/**
 * Reads what a user may write for a Go version: `1.26.8`, `go1.26.8`, `1.27rc1` (exactly that); `1.26`, `1.26.x`, `^1.25`,
 * `>=1.24 <1.27` (the newest release in the range); `stable`, `oldstable`; the URL of a distribution with its SHA-256.
 * @throws SlipwayError E_CONFIG for anything else, and for a URL without a digest
 */
function goSpecification(text, askedBy, sha256) {
    const said = text.trim();
    if (/^(https?|file):\/\//i.test(said))
        return byUrl(said, askedBy, sha256);
    if (sha256 !== undefined) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SlipwayError */ .GQ('E_CONFIG', `${askedBy}: a SHA-256 is given with ${JSON.stringify(said)}`, {
            hint: 'a digest goes with the URL of a Go distribution; versions are checked with the checksum database',
        });
    }
    if (said === 'stable' || said === 'oldstable')
        return { kind: said, askedBy };
    const bare = said.replace(/^go(?=[0-9])/, '');
    const line = /^[0-9]+(\.[0-9]+)?$/.test(bare);
    if (!line && /^[\w.+~-]+$/.test(bare) && (0,_go_version_js__WEBPACK_IMPORTED_MODULE_1__/* .versionOfToolchain */ .H5)(`go${bare}`) !== undefined) {
        return { kind: 'exact', version: `go${bare}`, askedBy };
    }
    const range = (0,_version_range_js__WEBPACK_IMPORTED_MODULE_2__/* .parseRange */ .RC)(bare);
    if (range !== undefined)
        return { kind: 'range', range, askedBy };
    throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SlipwayError */ .GQ('E_CONFIG', `${askedBy}: ${JSON.stringify(said)} is not a Go version`, {
        hint: 'write a version (1.26.8), a range (1.26, ^1.25, ">=1.24 <1.27"), stable, oldstable, or a URL with its SHA-256',
    });
}
function byUrl(text, askedBy, sha256) {
    if (!URL.canParse(text)) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SlipwayError */ .GQ('E_CONFIG', `${askedBy}: the URL of the Go distribution cannot be parsed`);
    }
    if (sha256 === undefined || !/^[0-9a-f]{64}$/i.test(sha256)) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SlipwayError */ .GQ('E_CONFIG', `${askedBy}: a Go distribution from a URL needs its SHA-256`, {
            hint: 'give the 64 hexadecimal digits that its publisher names: nothing is downloaded unchecked',
        });
    }
    return { kind: 'url', url: new URL(text), sha256: sha256.toLowerCase(), askedBy };
}


/***/ }),

/***/ 83200:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H5: () => (/* binding */ versionOfToolchain),
/* harmony export */   MU: () => (/* binding */ isRelease),
/* harmony export */   SX: () => (/* binding */ parseGoVersion),
/* harmony export */   X_: () => (/* binding */ compareGoVersions),
/* harmony export */   dA: () => (/* binding */ languageVersion),
/* harmony export */   ll: () => (/* binding */ newestFirst)
/* harmony export */ });
/* unused harmony export isLanguageVersion */
const absent = -1n;
const number = '(0|[1-9][0-9]*)';
const pattern = new RegExp(`^${number}(?:\\.${number}(?:\\.${number}|([a-z]+)(?:${number})?)?)?$`);
/** Reads a version without its `go` prefix; undefined when it is not one. */
function parseGoVersion(text) {
    const match = pattern.exec(text);
    if (match === null)
        return undefined;
    const [, major = '', minor, patch, kind = '', pre] = match;
    if (minor === undefined)
        return { major: BigInt(major), minor: 0n, patch: 0n, kind: '', pre: absent };
    // Before Go 1.21 the first release of a line had no patch number: 1.20 is 1.20.0.
    const first = kind === '' && BigInt(minor) < 21n ? 0n : absent;
    return {
        major: BigInt(major),
        minor: BigInt(minor),
        patch: patch === undefined ? first : BigInt(patch),
        kind,
        pre: pre === undefined ? absent : BigInt(pre),
    };
}
/** Negative, zero or positive, as for Array.sort; what is not a version is less than every version. */
function compareGoVersions(a, b) {
    const x = parseGoVersion(a);
    const y = parseGoVersion(b);
    if (x === undefined || y === undefined)
        return Number(x !== undefined) - Number(y !== undefined);
    return (order(x.major, y.major) ||
        order(x.minor, y.minor) ||
        order(x.patch, y.patch) ||
        order(x.kind, y.kind) ||
        order(x.pre, y.pre));
}
function order(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}
/** The language version, `1.26` of `1.26.8`; '' for what is not a version. */
function languageVersion(text) {
    const version = parseGoVersion(text);
    if (version === undefined)
        return '';
    return version.major === 1n && version.minor === 0n ? '1' : `${version.major}.${version.minor}`;
}
/** True for `1.26`, which from Go 1.21 on names a line of releases and not a release. */
function isLanguageVersion(text) {
    const version = parseGoVersion(text);
    return version !== undefined && version.patch === absent && version.kind === '';
}
/** True for a release: not a language version, alpha, beta or release candidate. */
function isRelease(text) {
    const version = parseGoVersion(text);
    return version !== undefined && version.patch !== absent;
}
/**
 * The version in a toolchain's name: `1.26.8` of `go1.26.8`, `go1.26.8-acme` and `go1.26.8 X:jsonv2`;
 * undefined for a development build and for what names none (cmd/go, internal/gover/toolchain.go, FromToolchain).
 */
function versionOfToolchain(name) {
    const match = /^go([^ \t-]+)([ \t-].*)?$/s.exec(name);
    const version = match?.[1];
    if (version === undefined || /[\\/]/.test(name))
        return undefined;
    return parseGoVersion(version) === undefined ? undefined : version;
}
/** Newest first; for Array.sort. */
function newestFirst(a, b) {
    return compareGoVersions(b, a);
}


/***/ }),

/***/ 76784:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ findLocalGo),
/* harmony export */   i: () => (/* binding */ readVersionName)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(39580);
/* harmony import */ var _support_exec_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(51574);
/* harmony import */ var _support_files_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(15932);
/* harmony import */ var _support_find_program_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(56493);
/* harmony import */ var _go_version_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(83200);







/**
 * The Go on PATH. It is not run where its files tell what it is: `go` or the file it links to lies in GOROOT/bin. A wrapper
 * script is asked with `go env`. One that does not work is passed over with a notice.
 */
async function findLocalGo(ports) {
    const program = await (0,_support_find_program_js__WEBPACK_IMPORTED_MODULE_5__/* .findProgram */ .K)('go', ports.env, ports.host.os);
    if (program === undefined)
        return { go: undefined, notices: [] };
    const byFiles = await readInstallation(program, ports.host);
    if (byFiles !== undefined)
        return { go: byFiles, notices: [] };
    const asked = await askProgram(program, ports);
    return typeof asked === 'string'
        ? { go: undefined, notices: [`the Go on PATH (${program}) is passed over: ${asked}`] }
        : { go: asked, notices: [] };
}
/** The program's own folder tells when it is GOROOT/bin: VERSION and pkg/tool beside it (cmd/go, internal/cfg, isGOROOT). */
async function readInstallation(program, host) {
    const go = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.realpath)(program);
    const goroot = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(go));
    const name = await readVersionName(goroot);
    if (name === undefined)
        return undefined;
    const tools = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(goroot, 'pkg', 'tool', `${host.os}_${host.architecture}`);
    return (await (0,_support_files_js__WEBPACK_IMPORTED_MODULE_4__/* .exists */ .t2)(tools)) ? describe(name, goroot, go) : undefined;
}
/** The first line of GOROOT/VERSION; undefined when there is none. */
async function readVersionName(goroot) {
    const text = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(goroot, 'VERSION'), 'utf8').catch(() => '');
    const name = text.split('\n')[0]?.trim() ?? '';
    return name === '' ? undefined : name;
}
function describe(name, goroot, go) {
    const version = (0,_go_version_js__WEBPACK_IMPORTED_MODULE_6__/* .versionOfToolchain */ .H5)(name) ?? /^devel go(\d+\.\d+)/.exec(name)?.[1];
    return version === undefined ? undefined : { name, version, goroot, go };
}
/** What the program says about itself, or why it is of no use. */
async function askProgram(program, { env, exec, signal }) {
    const kept = ['PATH', 'HOME', 'USERPROFILE', 'SystemRoot', 'TMPDIR', 'TEMP', 'LocalAppData'];
    const given = kept.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]));
    try {
        const result = await exec({
            file: program,
            args: ['env', 'GOROOT', 'GOVERSION'],
            env: { ...Object.fromEntries(given), GOTOOLCHAIN: 'local', GOENV: 'off', GO111MODULE: 'off' },
            signal,
        });
        if (result.status !== 0)
            return `"go env" ends with ${(0,_support_exec_js__WEBPACK_IMPORTED_MODULE_3__/* .failure */ .V)(result)}`;
        const [goroot = '', name = ''] = result.stdout.split('\n').map((line) => line.trim());
        const go = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(goroot, 'bin', 'go');
        const found = describe(name, goroot, (await (0,_support_files_js__WEBPACK_IMPORTED_MODULE_4__/* .exists */ .t2)(go)) ? go : program);
        return found ?? `"go env" does not name its version (${JSON.stringify(name)})`;
    }
    catch (error) {
        if (error instanceof _support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SlipwayError */ .GQ && error.code === 'E_TOOL')
            return error.message;
        throw error;
    }
}


/***/ }),

/***/ 84607:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ escapeModule),
/* harmony export */   v: () => (/* binding */ matchesPatterns)
/* harmony export */ });
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(39580);

/**
 * A module path or version as a module proxy spells it: capitals as `!x`, because file systems may not tell them apart
 * (golang.org/x/mod/module, EscapePath).
 * @throws SlipwayError E_CONFIG for what cannot be part of a module path or version
 */
function escapeModule(text) {
    if (!/^[\w.~+/-]+$/.test(text) || /(^|\/)(\.*)(\/|$)/.test(text)) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SlipwayError */ .GQ('E_CONFIG', `${JSON.stringify(text)} is not a module path or version`);
    }
    return text.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}
/**
 * True when a pattern of a comma-separated list fits the path or one of its leading parts: the meaning of GOPRIVATE,
 * GONOPROXY and GONOSUMDB (golang.org/x/mod/module, MatchPrefixPatterns).
 */
function matchesPatterns(patterns, path) {
    const parts = path.split('/');
    return patterns.split(',').some((entry) => {
        const pattern = entry.replace(/\/$/, '');
        const length = pattern.split('/').length;
        if (pattern === '' || parts.length < length)
            return false;
        return globExpression(pattern)?.test(parts.slice(0, length).join('/')) ?? false;
    });
}
/** Go's path.Match as a regular expression; undefined for a malformed pattern, which fits nothing. */
function globExpression(pattern) {
    const token = /\*|\?|\\([\s\S])|\[(\^?)((?:\\[\s\S]|[^\]\\])+)\]|([^\\[])/gy;
    let source = '';
    while (token.lastIndex < pattern.length) {
        const match = token.exec(pattern);
        if (match === null)
            return undefined;
        const [whole, escaped, not, set, plain] = match;
        if (whole === '*')
            source += '[^/]*';
        else if (whole === '?')
            source += '[^/]';
        else if (set !== undefined)
            source += `[${not ?? ''}${set.replace(/[[\]^&~|]/g, '\\$&')}]`;
        else
            source += (escaped ?? plain ?? '').replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
    }
    try {
        return new RegExp(`^${source}$`, 's');
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 73692:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  mY: () => (/* binding */ downloadModuleZip),
  Ln: () => (/* binding */ fetchModuleFile),
  _Z: () => (/* binding */ fetchSmall),
  kn: () => (/* binding */ fetchToFile),
  yO: () => (/* binding */ listVersions)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:url"
var external_node_url_ = __webpack_require__(73136);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(39580);
// EXTERNAL MODULE: ./lib/support/http.js + 4 modules
var http = __webpack_require__(16803);
// EXTERNAL MODULE: ./lib/support/http-fault.js
var http_fault = __webpack_require__(64130);
// EXTERNAL MODULE: ./lib/support/retry.js
var retry = __webpack_require__(56125);
;// CONCATENATED MODULE: ./lib/toolchain/download.js





/** However often a connection may break that brings a little each time. */
const maximumConnections = 50;
/**
 * Downloads to a file. A connection that breaks or stalls is taken up where it ended (RFC 9110, 14.2), as long as it brings
 * something. The file is the caller's to check against a digest, and to remove.
 * @throws SlipwayError E_NETWORK when it does not come to an end, or is longer than the limit
 */
async function download(ask, destination, options) {
    const file = await (0,promises_.open)(destination, 'w', 0o600);
    try {
        const progress = { bytes: 0, total: undefined, validator: undefined };
        let fruitless = 0;
        for (let connection = 1;; connection++) {
            const before = progress.bytes;
            const answer = await ask(rangeFrom(progress));
            if ('missing' in answer)
                return answer;
            const broken = await receive(answer.found, file, progress, options);
            if (broken === undefined)
                return { found: progress.bytes };
            fruitless = progress.bytes > before ? 1 : fruitless + 1;
            if (fruitless >= options.patience.attempts || connection >= maximumConnections)
                throw broken;
            await options.patience.wait((0,retry/* pauseBefore */.GB)(fruitless, options.patience), options.signal);
        }
    }
    finally {
        await file.close();
    }
}
function rangeFrom({ bytes, total, validator }) {
    if (bytes === 0 || total === undefined)
        return {};
    return { range: `bytes=${bytes}-`, ...(validator === undefined ? {} : { 'if-range': validator }) };
}
/** Writes one answer's body into the file. Gives the fault when the connection broke before the end. */
async function receive(response, file, progress, { limit, signal, onProgress }) {
    if (!continues(response, progress))
        restart(response, progress);
    try {
        for await (const chunk of (0,http/* readChunks */.zO)(response, signal)) {
            if (progress.bytes + chunk.length > limit) {
                throw new errors/* SlipwayError */.GQ('E_NETWORK', `${response.url.host} sends more than ${limit} bytes`);
            }
            await file.write(chunk, 0, chunk.length, progress.bytes);
            progress.bytes += chunk.length;
            onProgress(progress.bytes, progress.total);
        }
    }
    catch (error) {
        if ((0,http_fault/* mayPass */.bg)(error))
            return error;
        throw error;
    }
    await file.truncate(progress.bytes);
    if (progress.total === undefined || progress.bytes === progress.total)
        return undefined;
    const cause = Object.assign(new Error('the answer is too short'), { code: 'UND_ERR_SOCKET' });
    return (0,http_fault/* networkFault */.T4)(response.url, cause);
}
function continues(response, { bytes, total }) {
    const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers['content-range'] ?? '');
    return response.status === 206 && Number(range?.[1]) === bytes && Number(range?.[2]) === total;
}
function restart(response, progress) {
    if (response.status === 206) {
        throw new errors/* SlipwayError */.GQ('E_NETWORK', `${response.url.host} answers with a part that was not asked for`);
    }
    const length = response.headers['content-length'] ?? '';
    const etag = response.headers['etag'];
    progress.bytes = 0;
    progress.total = /^\d+$/.test(length) ? Number(length) : undefined;
    progress.validator = etag?.startsWith('"') ? etag : undefined;
}

// EXTERNAL MODULE: ./lib/toolchain/module-path.js
var module_path = __webpack_require__(84607);
// EXTERNAL MODULE: ./lib/toolchain/proxy-list.js
var proxy_list = __webpack_require__(11996);
;// CONCATENATED MODULE: ./lib/toolchain/module-proxy.js







const maximumTextBytes = 16 << 20;
/** The go command's own limit (cmd/go, internal/modfetch/codehost, MaxZipFile). */
const maximumZipBytes = 500 << 20;
/**
 * The versions of a module that the first proxy which knows it lists (go.dev/ref/mod, "GOPROXY protocol").
 * @throws SlipwayError E_NETWORK, E_AUTH; E_CONFIG for a GOPROXY that cannot be read
 */
async function listVersions(access, path) {
    return (0,proxy_list/* tryProxies */.Or)((0,proxy_list/* proxiesFor */.oA)(access.settings, path), async (proxy) => {
        const answer = await fetchBelow(access, proxy, `${(0,module_path/* escapeModule */.c)(path)}/@v/list`);
        if ('missing' in answer)
            return answer;
        const versions = answer.found
            .toString('utf8')
            .split('\n')
            .map((line) => line.trim().split(/\s+/)[0] ?? '');
        return { found: versions.filter((version) => version !== '') };
    });
}
/**
 * A small file that one proxy has about a module version: its .info (JSON with Version and Time) or its .mod.
 * @throws SlipwayError as listVersions
 */
async function fetchModuleFile(access, proxy, module, kind) {
    return fetchBelow(access, proxy, `${(0,module_path/* escapeModule */.c)(module.path)}/@v/${(0,module_path/* escapeModule */.c)(module.version)}.${kind}`);
}
/**
 * Downloads a module's zip to a file, unchecked. Gives the name of the proxy it came from.
 * @throws SlipwayError as listVersions
 */
async function downloadModuleZip(access, module, destination, watch) {
    const file = `${(0,module_path/* escapeModule */.c)(module.path)}/@v/${(0,module_path/* escapeModule */.c)(module.version)}.zip`;
    return (0,proxy_list/* tryProxies */.Or)((0,proxy_list/* proxiesFor */.oA)(access.settings, module.path), async (proxy) => {
        const base = await baseOf(access, proxy, module.path);
        if ('missing' in base)
            return base;
        const url = below(base.found, file);
        const answer = await fetchToFile(access, url, destination, watch, maximumZipBytes);
        return 'missing' in answer ? answer : { found: proxy.kind === 'direct' ? url.host : (0,proxy_list/* proxyName */.ec)(proxy) };
    });
}
/** Downloads any file:// or http(s):// URL to a file. */
async function fetchToFile(access, url, destination, watch, limit) {
    if (url.protocol !== 'file:') {
        const ask = (headers) => askServer(access, url, headers);
        return download(ask, destination, { ...access, ...watch, limit });
    }
    return onDisk(url, (path) => (0,promises_.copyFile)(path, destination));
}
/** A small file below a proxy's address or, for `direct`, where the module's own site says it lies. */
async function fetchBelow(access, proxy, file) {
    const base = await baseOf(access, proxy, file.slice(0, file.indexOf('/@v/')));
    return 'missing' in base ? base : fetchSmall(access, below(base.found, file), maximumTextBytes);
}
async function baseOf(access, proxy, path) {
    if (proxy.kind === 'proxy')
        return { found: proxy.url };
    if (proxy.kind === 'direct')
        return baseByImportPath(access, path);
    return { missing: (0,proxy_list/* forbidden */.o0)(access.settings) };
}
/**
 * Where `direct` leads: the page of the import path names a module proxy of its own in a meta tag of kind `mod`
 * (go.dev/ref/mod, "Finding a repository for a module path"). Repositories are left to the go command.
 */
async function baseByImportPath(access, path) {
    const answer = await fetchSmall(access, new URL(`https://${path}?go-get=1`), maximumTextBytes);
    if ('missing' in answer)
        return answer;
    for (const [tag] of answer.found.toString('utf8').matchAll(/<meta\s[^>]*>/gi)) {
        const name = /\bname\s*=\s*["']?go-import["'\s]/i.test(tag);
        const [prefix = '', kind, root = ''] = (/\bcontent\s*=\s*["']([^"']*)["']/i.exec(tag)?.[1] ?? '')
            .trim()
            .split(/\s+/);
        const fits = path === prefix || path.startsWith(`${prefix}/`);
        if (name && fits && kind === 'mod' && /^https:/.test(root) && URL.canParse(root))
            return { found: new URL(root) };
    }
    return { missing: `https://${path} names no module proxy (a go-import meta tag of kind mod)` };
}
function below(base, path) {
    const url = new URL(base);
    url.pathname = `${base.pathname.replace(/\/$/, '')}/${path}`;
    return url;
}
/** A whole small file from an http, https or file URL. */
async function fetchSmall(access, url, limit) {
    if (url.protocol === 'file:')
        return onDisk(url, (path) => (0,promises_.readFile)(path));
    const answer = await askServer(access, url, {});
    return 'missing' in answer ? answer : { found: await (0,http/* readBody */.x8)(answer.found, limit, access.signal) };
}
async function onDisk(url, use) {
    try {
        return { found: await use((0,external_node_url_.fileURLToPath)(url)) };
    }
    catch (error) {
        if (error.code === 'ENOENT')
            return { missing: `${url.href} does not exist` };
        throw error;
    }
}
/** One request with the user's credentials; 404 and 410 are `missing`, every other refusal is an error that names the host. */
async function askServer(access, url, headers) {
    const authorization = access.authorize(url);
    const bare = new URL(url);
    bare.username = '';
    bare.password = '';
    const response = await access.get({
        url: bare,
        headers: authorization === undefined ? headers : { ...headers, authorization },
        signal: access.signal,
    });
    if (response.status === 200 || response.status === 206)
        return { found: response };
    const detail = await (0,http/* refusalText */.Kw)(response);
    const said = `${url.host} answers ${response.status} for ${url.pathname}${detail === '' ? '' : `: ${detail}`}`;
    if (response.status === 404 || response.status === 410)
        return { missing: said };
    throw refused(response.status, said, authorization !== undefined);
}
function refused(status, said, withCredentials) {
    const forbidden = status === 401 || status === 403 || status === 407;
    if (!forbidden)
        return new errors/* SlipwayError */.GQ('E_NETWORK', said, { hint: 'the server fails; try again later' });
    const code = withCredentials || status !== 403 ? 'E_AUTH' : 'E_NETWORK';
    return new errors/* SlipwayError */.GQ(code, said, {
        hint: withCredentials
            ? 'the credentials from GOPROXY or netrc are not accepted there'
            : 'if it wants credentials, put them into netrc (NETRC or ~/.netrc; commands in GOAUTH are not run); else name another GOPROXY',
    });
}


/***/ }),

/***/ 44767:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   l: () => (/* binding */ homeOf)
/* harmony export */ });
/* unused harmony export goHost */
/** The user's home folder as the go command finds it (os.UserHomeDir); undefined when the environment has none. */
function homeOf(env, host) {
    const home = host.os === 'windows' ? env['USERPROFILE'] : env['HOME'];
    return home === '' ? undefined : home;
}
const systems = { win32: 'windows', sunos: 'solaris' };
const architectures = { x64: 'amd64', ia32: '386', mipsel: 'mipsle' };
/** A machine in Go's names, from Node's process.platform, process.arch and os.endianness(). */
function goHost(platform, arch, endianness) {
    const architecture = arch === 'ppc64' && endianness === 'LE' ? 'ppc64le' : (architectures[arch] ?? arch);
    return { os: systems[platform] ?? platform, architecture };
}


/***/ }),

/***/ 11996:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Or: () => (/* binding */ tryProxies),
/* harmony export */   WY: () => (/* binding */ parseProxyList),
/* harmony export */   ec: () => (/* binding */ proxyName),
/* harmony export */   o0: () => (/* binding */ forbidden),
/* harmony export */   oA: () => (/* binding */ proxiesFor)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(39580);
/* harmony import */ var _module_path_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(84607);



/**
 * GOPROXY: entries apart by `,` (the next after 404 or 410) or `|` (the next after any error); `direct` and `off` end it
 * (cmd/go, internal/modfetch/proxy.go, proxyList).
 * @throws SlipwayError E_CONFIG for an entry that is not a URL, and for a list without entries
 */
function parseProxyList(setting) {
    const entries = [];
    for (const [, text = '', separator] of setting.value.matchAll(/([^,|]*)([,|]|$)/g)) {
        const entry = text.trim();
        if (entry === '')
            continue;
        if (entry === 'off' || entry === 'direct')
            return [...entries, { kind: entry }];
        entries.push({ kind: 'proxy', url: proxyUrl(entry, setting.from), onError: separator === '|' });
    }
    if (entries.length === 0) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .SlipwayError */ .GQ('E_CONFIG', `GOPROXY (${setting.from}) has no entries`, {
            hint: 'unset it for the default, or name a proxy, "direct" or "off"',
        });
    }
    return entries;
}
function proxyUrl(entry, from) {
    const implied = /[.:/]/.test(entry) && !entry.includes(':/') && !(0,node_path__WEBPACK_IMPORTED_MODULE_0__.isAbsolute)(entry);
    const text = implied ? `https://${entry}` : entry;
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || !['http:', 'https:', 'file:'].includes(url.protocol)) {
        // The entry itself is not repeated: what cannot be parsed may hold a password.
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .SlipwayError */ .GQ('E_CONFIG', `GOPROXY (${from}) has an entry that is not a proxy's URL`, {
            hint: 'a proxy is an https://, http:// or file:// URL; other entries are "direct" and "off"',
        });
    }
    return url;
}
/** The proxies for one module: those of GOPROXY, or `direct` when GONOPROXY (or GOPRIVATE) fits it. */
function proxiesFor(settings, modulePath) {
    const list = parseProxyList(settings.GOPROXY);
    const first = list[0];
    const exempt = first?.kind !== 'off' && (0,_module_path_js__WEBPACK_IMPORTED_MODULE_2__/* .matchesPatterns */ .v)(settings.GONOPROXY.value, modulePath);
    return exempt ? [{ kind: 'direct' }] : list;
}
/** Why there is nothing to be had behind `off`. */
function forbidden(settings) {
    return `GOPROXY=off (${settings.GOPROXY.from}) forbids downloads`;
}
/** A proxy's name for people: never its credentials. */
function proxyName(entry) {
    if (entry.kind !== 'proxy')
        return entry.kind;
    return entry.url.protocol === 'file:' ? entry.url.href : entry.url.host;
}
/**
 * Asks one proxy after the other (cmd/go, TryProxies). The most telling failure is thrown: that of `direct`, else the last
 * real error; `missing` comes back only when every proxy that was asked has nothing.
 */
async function tryProxies(proxies, ask) {
    let missing = 'no proxy was asked';
    let failure;
    for (const proxy of proxies) {
        try {
            const answer = await ask(proxy);
            if ('found' in answer)
                return answer;
            missing = answer.missing;
        }
        catch (error) {
            failure = { error };
            if (proxy.kind !== 'proxy' || !proxy.onError)
                break;
        }
    }
    if (failure !== undefined)
        throw failure.error;
    return { missing };
}


/***/ }),

/***/ 1085:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IV: () => (/* binding */ toolchainModule),
/* harmony export */   Q9: () => (/* binding */ toolchainsFor),
/* harmony export */   w4: () => (/* binding */ moduleVersionOf)
/* harmony export */ });
/**
 * A Go toolchain as a module: golang.org/toolchain@v0.0.1-go1.27.0.linux-amd64 (cmd/go, internal/toolchain/select.go).
 */
const toolchainModule = 'golang.org/toolchain';
const packaging = 'v0.0.1';
/** The module version that holds a toolchain for a host: `v0.0.1-go1.27.0.linux-amd64`. */
function moduleVersionOf(toolchain, host) {
    return `${packaging}-${toolchain}.${host.os}-${host.architecture}`;
}
/** The toolchains for a host among the module's versions, which hold other hosts, release candidates and oddities. */
function toolchainsFor(host, moduleVersions) {
    const start = `${packaging}-`;
    const end = `.${host.os}-${host.architecture}`;
    return moduleVersions
        .filter((version) => version.startsWith(`${start}go`) && version.endsWith(end))
        .map((version) => version.slice(start.length, -end.length));
}


/***/ }),

/***/ 50799:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bd: () => (/* binding */ newestPatch),
/* harmony export */   Cu: () => (/* binding */ newestStable),
/* harmony export */   RC: () => (/* binding */ parseRange),
/* harmony export */   lA: () => (/* binding */ newestInRange),
/* harmony export */   y6: () => (/* binding */ isPlainRelease)
/* harmony export */ });
/* unused harmony export isAtLeast */
/* harmony import */ var semver__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(62088);
/* harmony import */ var _go_version_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(83200);


/**
 * A range in the syntax of node-semver, over Go's releases written as semantic versions: `1.26`, `1.26.x`, `^1.25`,
 * `~1.25.3`, `>=1.24 <1.27`, `x`. Undefined when the text is not a range.
 */
function parseRange(text) {
    if (text.trim() === '')
        return undefined;
    const spelled = text.replace(/\b(\d+\.\d+)(alpha|beta|rc)(\d+)\b/g, (_, line, kind, pre) => `${line}.0-${kind}.${pre}`);
    return semver__WEBPACK_IMPORTED_MODULE_0__.validRange(spelled) === null ? undefined : spelled;
}
/** The newest of the toolchains that a range admits; release candidates only where the range names one. */
function newestInRange(range, toolchains) {
    const fitting = toolchains.filter((toolchain) => {
        const version = asSemver(toolchain);
        return version !== undefined && semver__WEBPACK_IMPORTED_MODULE_0__.satisfies(version, range);
    });
    return newest(fitting);
}
/** The newest release of the newest line (`stable`), or of the line before it (`oldstable`). */
function newestStable(which, toolchains) {
    const releases = toolchains.filter(isPlainRelease);
    const lines = [...new Set(releases.map(lineOf))].sort((a, b) => b - a);
    const line = lines[which === 'stable' ? 0 : 1];
    return newest(releases.filter((toolchain) => lineOf(toolchain) === line));
}
/** The newest release of a line, `1.25`, that is at least `minimum`. */
function newestPatch(line, minimum, toolchains) {
    return newestInRange(`${line}.x`, toolchains.filter((name) => isAtLeast(name, minimum)));
}
/** True for go1.26.8, not for a candidate and not for somebody's own build of it. */
function isPlainRelease(toolchain) {
    const version = (0,_go_version_js__WEBPACK_IMPORTED_MODULE_1__/* .versionOfToolchain */ .H5)(toolchain) ?? '';
    return (0,_go_version_js__WEBPACK_IMPORTED_MODULE_1__/* .isRelease */ .MU)(version) && toolchain === `go${version}`;
}
/** True when a toolchain, by its name, is at or above a version. */
function isAtLeast(toolchain, minimum) {
    const version = (0,_go_version_js__WEBPACK_IMPORTED_MODULE_1__/* .versionOfToolchain */ .H5)(toolchain);
    return version !== undefined && (0,_go_version_js__WEBPACK_IMPORTED_MODULE_1__/* .newestFirst */ .ll)(version, minimum) <= 0;
}
/** `1.21.0-rc.2` for go1.21rc2; undefined for a name with a suffix, which is somebody's own build. */
function asSemver(toolchain) {
    const text = (0,_go_version_js__WEBPACK_IMPORTED_MODULE_1__/* .versionOfToolchain */ .H5)(toolchain);
    const version = text === undefined ? undefined : (0,_go_version_js__WEBPACK_IMPORTED_MODULE_1__/* .parseGoVersion */ .SX)(text);
    if (version === undefined || toolchain !== `go${text}`)
        return undefined;
    const patch = version.patch < 0n ? 0n : version.patch;
    const pre = version.kind === '' ? '' : `-${version.kind}.${version.pre < 0n ? 0n : version.pre}`;
    return `${version.major}.${version.minor}.${patch}${pre}`;
}
function lineOf(toolchain) {
    const version = (0,_go_version_js__WEBPACK_IMPORTED_MODULE_1__/* .parseGoVersion */ .SX)((0,_go_version_js__WEBPACK_IMPORTED_MODULE_1__/* .versionOfToolchain */ .H5)(toolchain) ?? '');
    return version === undefined ? -1 : Number(version.major) * 1e6 + Number(version.minor);
}
function newest(toolchains) {
    return [...toolchains].sort((a, b) => (0,_go_version_js__WEBPACK_IMPORTED_MODULE_1__/* .newestFirst */ .ll)((0,_go_version_js__WEBPACK_IMPORTED_MODULE_1__/* .versionOfToolchain */ .H5)(a) ?? '', (0,_go_version_js__WEBPACK_IMPORTED_MODULE_1__/* .versionOfToolchain */ .H5)(b) ?? ''))[0];
}


/***/ }),

/***/ 95165:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  k3: () => (/* binding */ governingFile),
  b: () => (/* binding */ wantedByGoMod),
  y6: () => (/* binding */ wantedGo)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(39580);
// EXTERNAL MODULE: ./lib/support/files.js
var files = __webpack_require__(15932);
// EXTERNAL MODULE: ./lib/toolchain/go-specification.js
var go_specification = __webpack_require__(28017);
// EXTERNAL MODULE: ./lib/toolchain/go-version.js
var go_version = __webpack_require__(83200);
;// CONCATENATED MODULE: ./lib/toolchain/version-file.js


/**
 * Reads a file that version managers share: .tool-versions (asdf: a line `golang 1.26.8`; mise writes `go` as well), or any
 * other name as .go-version (goenv: the version on the first line that is not a comment).
 * @throws SlipwayError E_CONFIG when it names no Go, or one that only the version manager knows
 */
function readVersionFile(name, text) {
    const lines = text
        .split('\n')
        .map((line) => line.replace(/#.*$/, '').trim())
        .filter((line) => line !== '');
    const version = name === '.tool-versions' ? toolVersion(lines) : lines[0];
    if (version === undefined) {
        throw new errors/* SlipwayError */.GQ('E_CONFIG', `${name} names no Go version`, {
            hint: name === '.tool-versions' ? 'add a line such as "golang 1.26.8"' : 'write a version such as 1.26.8',
        });
    }
    if (/^(system$|latest$|ref:|path:|prefix:|sub-)/.test(version)) {
        throw new errors/* SlipwayError */.GQ('E_CONFIG', `${name} asks for ${JSON.stringify(version)}, which only its version manager can resolve`, { hint: 'name a version, or leave the file out: then go.mod decides' });
    }
    return (0,go_specification/* goSpecification */.C)(version, name);
}
/** The first of several versions on the line is the one in use; the others are fallbacks. */
function toolVersion(lines) {
    const fields = lines.map((line) => line.split(/\s+/));
    return fields.find(([tool]) => tool === 'golang' || tool === 'go')?.[1];
}

;// CONCATENATED MODULE: ./lib/toolchain/wanted.js






/** What the go command takes for a go.mod without a go line (cmd/go, internal/gover/mod.go, DefaultGoModVersion). */
const impliedByGoMod = '1.16';
const impliedByGoWork = '1.18';
/**
 * Which Go a directory's code asks for. In order: the request's version, the file it names, the toolchain line and the go
 * line of the go.work or go.mod that governs the directory, found as the go command finds it (a go.work alone decides
 * where there is one).
 * @param options.gowork the GOWORK setting: '' or 'auto' searches, 'off' leaves workspaces out, a path names one
 * @throws SlipwayError E_CONFIG for a file or version that cannot be read as such, and where there is no go.mod
 */
async function wantedGo(request, directory, options = {}) {
    if (request.version !== undefined) {
        return (0,go_specification/* goSpecification */.C)(request.version, request.askedBy ?? '--go', request.sha256);
    }
    if (request.versionFile !== undefined) {
        const name = (0,external_node_path_.basename)(request.versionFile);
        const text = await (0,files/* readTextIfExists */.TP)(request.versionFile);
        if (text === undefined) {
            throw new errors/* SlipwayError */.GQ('E_CONFIG', `the Go version file ${request.versionFile} does not exist`);
        }
        return name === 'go.mod' || name === 'go.work' ? wantedByLines(text, name) : readVersionFile(name, text);
    }
    const path = await governingFile(directory, options.gowork);
    if (path === undefined) {
        throw new errors/* SlipwayError */.GQ('E_CONFIG', `no go.mod in ${directory} or a folder above it`, {
            hint: 'run inside a Go module, make one with "go mod init", or name a published one as MODULE@VERSION',
        });
    }
    const text = (await (0,files/* readTextIfExists */.TP)(path)) ?? '';
    return wantedByLines(text, (0,external_node_path_.relative)(directory, path).replaceAll('\\', '/'));
}
/** The go.work or go.mod that governs a directory; undefined where there is none: then nothing asks for a Go. */
async function governingFile(directory, gowork = '') {
    return (await governingWorkspace(directory, gowork)) ?? (await findUp(directory, 'go.mod'));
}
/**
 * Which Go the go.mod of a published module asks for: `go install MODULE@VERSION` goes by its go line alone, because a
 * toolchain line counts in the main module only.
 */
function wantedByGoMod(text, askedBy) {
    return { kind: 'minimum', version: goLine(text, askedBy, impliedByGoMod), askedBy: `${askedBy} go line` };
}
/** The rules of cmd/go, internal/toolchain/select.go: the toolchain line unless it is lower than the go line. */
function wantedByLines(text, name) {
    const implied = (0,external_node_path_.basename)(name) === 'go.work' ? impliedByGoWork : impliedByGoMod;
    const version = goLine(text, name, implied);
    const toolchain = directive(text, 'toolchain');
    if (toolchain === 'default') {
        return { kind: 'minimum', version, askedBy: `${name} line "toolchain default"`, localOnly: true };
    }
    if (toolchain !== undefined) {
        const named = (0,go_version/* versionOfToolchain */.H5)(toolchain);
        if (named === undefined || !/^[\w.+~-]+$/.test(toolchain)) {
            throw new errors/* SlipwayError */.GQ('E_CONFIG', `${name}: invalid toolchain ${JSON.stringify(toolchain)}`, {
                hint: 'a toolchain is named like go1.26.8, or is "default"',
            });
        }
        if ((0,go_version/* compareGoVersions */.X_)(version, named) <= 0) {
            return { kind: 'exact', version: toolchain, askedBy: `${name} toolchain line` };
        }
    }
    return { kind: 'minimum', version, askedBy: `${name} go line` };
}
function goLine(text, name, implied) {
    const version = directive(text, 'go') ?? implied;
    if ((0,go_version/* parseGoVersion */.SX)(version) === undefined) {
        throw new errors/* SlipwayError */.GQ('E_CONFIG', `${name}: invalid Go version ${JSON.stringify(version)}`, {
            hint: 'the go line holds a version such as 1.26 or 1.26.8',
        });
    }
    return version;
}
/** The value of a line `key value // comment`, outside of blocks (cmd/go, internal/gover/mod.go, GoModLookup). */
function directive(text, key) {
    for (const line of text.split('\n')) {
        const [statement = ''] = line.trim().split('//');
        const match = /^(\S+)[ \t]+(.*)$/.exec(statement.trim());
        if (match?.[1] === key)
            return match[2];
    }
    return undefined;
}
/** The go.work that the go command would use (cmd/go, internal/modload/init.go, FindGoWork). */
async function governingWorkspace(directory, gowork) {
    if (gowork === 'off')
        return undefined;
    if (gowork === '' || gowork === 'auto')
        return findUp(directory, 'go.work');
    if (!(0,external_node_path_.isAbsolute)(gowork)) {
        throw new errors/* SlipwayError */.GQ('E_CONFIG', `GOWORK=${gowork} is not an absolute path`, {
            hint: 'set it to off, to auto, or to the full path of a go.work file',
        });
    }
    return (await (0,files/* exists */.t2)(gowork)) ? gowork : undefined;
}
async function findUp(directory, name) {
    for (let folder = (0,external_node_path_.resolve)(directory);; folder = (0,external_node_path_.dirname)(folder)) {
        if (await (0,files/* exists */.t2)((0,external_node_path_.join)(folder, name)))
            return (0,external_node_path_.join)(folder, name);
        if (folder === (0,external_node_path_.dirname)(folder))
            return undefined;
    }
}


/***/ })

};
