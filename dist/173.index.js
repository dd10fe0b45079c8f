export const id = 173;
export const ids = [173];
export const modules = {

/***/ 2201:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   LZ: () => (/* binding */ saveState),
/* harmony export */   Sy: () => (/* binding */ writeSummary),
/* harmony export */   fM: () => (/* binding */ addPath),
/* harmony export */   fz: () => (/* binding */ annotate),
/* harmony export */   n0: () => (/* binding */ setOutputs)
/* harmony export */ });
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(33838);

const levels = { error: _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .error */ .z3, warning: _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .warning */ .$e, notice: _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .notice */ .lm };
/** Shows a fault, a warning or a note on the run's page. */
function annotate(level, { title, message, file, line, column }) {
    levels[level](message, {
        title,
        ...(file !== undefined && { file }),
        ...(line !== undefined && { startLine: line }),
        ...(column !== undefined && { startColumn: column }),
    });
}
function setOutputs(outputs) {
    for (const [name, value] of Object.entries(outputs))
        _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .setOutput */ .uH(name, value);
}
/** Adds to the job's summary; a runner that shows none is no fault. */
async function writeSummary(markdown, env) {
    if ((env['GITHUB_STEP_SUMMARY'] ?? '') === '')
        return;
    await _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .summary */ .z.addRaw(markdown, true).write();
}
/** Puts a folder first on PATH for the steps that follow. */
function addPath(folder) {
    _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .addPath */ .fM(folder);
}
/** Hands a text to the post step, which has it in the variable STATE_ and the name. */
function saveState(name, value) {
    _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .saveState */ .LZ(name, value);
}


/***/ }),

/***/ 20085:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ formatSeconds),
/* harmony export */   z: () => (/* binding */ formatBytes)
/* harmony export */ });
const units = ['KiB', 'MiB', 'GiB', 'TiB'];
/** A length in binary units, at most three digits: `812 B`, `5.7 MiB`, `412 KiB`. */
function formatBytes(bytes) {
    if (bytes < 1024)
        return `${bytes} B`;
    let value = bytes / 1024;
    let unit = 0;
    // 999.5 would be printed with four digits, so it goes up like 1024 does.
    while (value >= 999.5 && unit < units.length - 1) {
        value /= 1024;
        unit++;
    }
    return `${value < 99.95 ? value.toFixed(1) : value.toFixed(0)} ${units[unit]}`;
}
/** A duration as people read it: `0.2 s`, `83 s` as `1 min 23 s`; what is shorter than it can show is `<0.1 s`. */
function formatSeconds(seconds) {
    if (seconds < 0.05)
        return '<0.1 s';
    if (seconds < 59.95)
        return `${seconds.toFixed(1)} s`;
    const whole = Math.round(seconds);
    return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}


/***/ }),

/***/ 25070:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ce: () => (/* binding */ isFields),
/* harmony export */   L5: () => (/* binding */ parseFields),
/* harmony export */   Yy: () => (/* binding */ parseForeignJson)
/* harmony export */ });
function isFields(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
/** Reads JSON that others wrote; undefined for anything that is no JSON object. The parser's words are lost: they quote the text. */
function parseFields(text) {
    const value = parseForeignJson(text);
    return isFields(value) ? value : undefined;
}
/** Reads JSON that others wrote, any value; undefined for what is no JSON. */
function parseForeignJson(text) {
    try {
        return JSON.parse(typeof text === 'string' ? text : Buffer.from(text).toString('utf8'));
    }
    catch (error) {
        if (error instanceof SyntaxError)
            return undefined;
        throw error;
    }
}


/***/ }),

/***/ 20756:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ withLock)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51455);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(48161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(76760);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(58500);





/**
 * Runs `work` while no other run that uses the same path does: it saves doing the same work twice. Correctness must not
 * depend on it, because a holder that stood still for long may wake up: results are still moved into place atomically.
 * @throws what `work` throws; the signal's reason; a system error when the lock's folder cannot be written
 */
async function withLock(path, options, work) {
    const { pollMilliseconds = 200, staleMilliseconds = 20_000 } = options;
    const holder = { token: (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(8).toString('hex'), host: (0,node_os__WEBPACK_IMPORTED_MODULE_2__.hostname)(), pid: process.pid };
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.mkdir)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.dirname)(path), { recursive: true });
    for (let waiting = false; !(await acquire(path, holder));) {
        if (await isStale(path, staleMilliseconds)) {
            await removeStale(path, staleMilliseconds);
            continue;
        }
        if (!waiting)
            options.onWait?.();
        waiting = true;
        await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_4__.setTimeout)(pollMilliseconds);
        options.signal?.throwIfAborted();
    }
    const heartbeat = setInterval(() => void beat(path), staleMilliseconds / 5);
    heartbeat.unref();
    try {
        return await work();
    }
    finally {
        clearInterval(heartbeat);
        if ((await readHolder(path))?.token === holder.token)
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm)(path, { force: true });
    }
}
async function acquire(path, holder) {
    try {
        const file = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.open)(path, 'wx');
        try {
            await file.writeFile(JSON.stringify(holder));
        }
        finally {
            await file.close();
        }
        return true;
    }
    catch (error) {
        if (error.code === 'EEXIST')
            return false;
        throw error;
    }
}
/** A lock that was removed meanwhile needs no sign of life. */
async function beat(path) {
    const now = new Date();
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.utimes)(path, now, now).catch(() => undefined);
}
async function isStale(path, staleMilliseconds) {
    const state = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.stat)(path).catch(() => undefined);
    if (state === undefined)
        return false;
    const holder = await readHolder(path);
    // A process on this machine that is gone needs no waiting for.
    if (holder?.host === (0,node_os__WEBPACK_IMPORTED_MODULE_2__.hostname)() && !isAlive(holder.pid))
        return true;
    return Date.now() - state.mtimeMs > staleMilliseconds;
}
/** Moves the stale lock away under its own name, so that of two runs that saw it only one removes it. */
async function removeStale(path, staleMilliseconds) {
    if (!(await isStale(path, staleMilliseconds)))
        return;
    const aside = `${path}.${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(4).toString('hex')}.stale`;
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rename)(path, aside).catch(() => undefined);
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm)(aside, { force: true });
}
async function readHolder(path) {
    try {
        return JSON.parse(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readFile)(path, 'utf8'));
    }
    catch {
        return undefined;
    }
}
function isAlive(pid) {
    try {
        process.kill(pid, 0);
        return true;
    }
    catch (error) {
        return error.code === 'EPERM';
    }
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

/***/ 82630:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $0: () => (/* binding */ listCached),
/* harmony export */   H3: () => (/* binding */ digestMismatch),
/* harmony export */   aY: () => (/* binding */ findCached),
/* harmony export */   uU: () => (/* binding */ toolchainFolder),
/* harmony export */   vf: () => (/* binding */ installOnce)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(39580);
/* harmony import */ var _support_files_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(15932);
/* harmony import */ var _support_lock_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(20756);





const markerName = 'slipway-toolchain.json';
const markerVersion = 1;
const abandonedMilliseconds = 24 * 3600 * 1000;
/** Where Slipway keeps the toolchains that it fetched. */
function toolchainFolder(cacheDirectory) {
    return (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(cacheDirectory, 'toolchain');
}
function folderOf(options) {
    return toolchainFolder(options.cacheDirectory);
}
function entryName(key, host) {
    return `${key}.${host.os}-${host.architecture}`;
}
/** A toolchain in the cache, by its version or by `sha256-` and hexadecimal digits: the read of one small file. */
async function findCached(options, key) {
    const goroot = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folderOf(options), entryName(key, options.host));
    const marker = parseMarker(await (0,_support_files_js__WEBPACK_IMPORTED_MODULE_3__/* .readTextIfExists */ .TP)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(goroot, markerName)));
    return marker === undefined ? undefined : { ...marker, goroot };
}
/** Every toolchain for this host in the cache that has a version's name. */
async function listCached(options) {
    const names = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(folderOf(options)).catch(() => []);
    const suffix = entryName('', options.host);
    const keys = names.filter((name) => name.startsWith('go') && name.endsWith(suffix));
    const found = await Promise.all(keys.map((name) => findCached(options, name.slice(0, -suffix.length))));
    return found.filter((entry) => entry !== undefined);
}
function parseMarker(text) {
    if (text === undefined)
        return undefined;
    try {
        const marker = JSON.parse(text);
        return marker.markerVersion === markerVersion && typeof marker.version === 'string' ? marker : undefined;
    }
    catch {
        return undefined;
    }
}
/**
 * Brings a toolchain into the cache, once for all runs that want it at the same time. `fill` gets a work folder: it unpacks
 * into the folder `goroot` in it, checks it, and may leave anything else beside. What it throws, or an abort, leaves nothing.
 * @param isGood decides whether one that another run brought meanwhile will do
 */
async function installOnce(options, key, isGood, fill) {
    const goroot = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folderOf(options), entryName(key, options.host));
    const onWait = () => options.progress(`${key}: waiting for another run that is fetching it`);
    return (0,_support_lock_js__WEBPACK_IMPORTED_MODULE_4__/* .withLock */ .k)(`${goroot}.lock`, { signal: options.signal, onWait }, async () => {
        const present = await findCached(options, key);
        if (present !== undefined && isGood(present))
            return present;
        await removeAbandoned(folderOf(options));
        const work = await (0,_support_files_js__WEBPACK_IMPORTED_MODULE_3__/* .makeWorkFolder */ ._d)(folderOf(options), 'work');
        try {
            const marker = { markerVersion, ...(await fill(work)) };
            options.signal?.throwIfAborted();
            const unpacked = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(work, 'goroot');
            await writeDurably((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(unpacked, markerName), `${JSON.stringify(marker, undefined, 2)}\n`);
            while (!(await moveIntoPlace(unpacked, goroot))) {
                // The lock was lost to another run, which was quicker: its toolchain may be in use already.
                const other = await findCached(options, key);
                if (other !== undefined && isGood(other))
                    return other;
                await putAside(goroot);
            }
            return { ...marker, goroot };
        }
        finally {
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(work, { recursive: true, force: true, maxRetries: 3 });
        }
    });
}
async function writeDurably(path, text) {
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.writeFile)(path, text);
    const handle = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.open)(path, 'r+');
    try {
        await handle.sync();
    }
    finally {
        await handle.close();
    }
}
/** False when something lies there already: a folder cannot be renamed over one that is not empty. */
async function moveIntoPlace(unpacked, goroot) {
    try {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rename)(unpacked, goroot);
        return true;
    }
    catch (error) {
        if (await (0,_support_files_js__WEBPACK_IMPORTED_MODULE_3__/* .exists */ .t2)(goroot))
            return false;
        throw error;
    }
}
async function putAside(goroot) {
    const aside = (0,_support_files_js__WEBPACK_IMPORTED_MODULE_3__/* .besidePath */ .qE)(goroot);
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rename)(goroot, aside);
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(aside, { recursive: true, force: true, maxRetries: 3 });
}
/** Work folders that a killed run left behind. */
async function removeAbandoned(folder) {
    const names = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(folder).catch(() => []);
    for (const name of names.filter((entry) => /^work-\d+-[0-9a-f]+$/.test(entry))) {
        const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, name);
        const state = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(path).catch(() => undefined);
        const old = state !== undefined && Date.now() - state.mtimeMs > abandonedMilliseconds;
        if (old)
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(path, { recursive: true, force: true });
    }
}
/** A digest that does not fit: says what was expected, what came, from where, and that nothing stays. */
function digestMismatch(what, expected, got, from) {
    return new _support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SlipwayError */ .GQ('E_TOOLCHAIN', `${what} is not what it should be\nexpected ${expected}\ngot      ${got}\nfrom     ${from}`, { hint: 'the download is damaged or was changed on the way; nothing was kept' });
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


/***/ })

};
