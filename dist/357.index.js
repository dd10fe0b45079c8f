export const id = 357;
export const ids = [357];
export const modules = {

/***/ 10331:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c8: () => (/* binding */ secretVariables),
/* harmony export */   o3: () => (/* binding */ cacheDirectory),
/* harmony export */   pA: () => (/* binding */ sourceDateEpoch)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);

/** Where Slipway keeps what it can make again: --cache-dir, SLIPWAY_CACHE_DIR, or `slipway` in the user's cache folder. */
function cacheDirectory(flag, host, faults) {
    if (flag !== undefined)
        return flag;
    const named = host.env['SLIPWAY_CACHE_DIR'];
    if (named !== undefined && named !== '')
        return (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(host.cwd, named);
    const folder = userCache(host);
    if (folder !== undefined)
        return (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(folder, 'slipway');
    const hint = 'set HOME, or name a folder with --cache-dir or SLIPWAY_CACHE_DIR';
    faults.push({ where: '--cache-dir', message: 'this user has no home folder to keep a cache in', hint });
    return (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(host.cwd, '.slipway');
}
/** As Go's os.UserCacheDir has it, which also says where the Go build cache is. */
function userCache({ env, os }) {
    const home = absolute(env['HOME']);
    if (os === 'win32')
        return absolute(env['LOCALAPPDATA']);
    if (os === 'darwin')
        return home === undefined ? undefined : (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(home, 'Library', 'Caches');
    // XDG Base Directory Specification: a relative path in it is invalid and to be ignored.
    return absolute(env['XDG_CACHE_HOME']) ?? (home === undefined ? undefined : (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(home, '.cache'));
}
function absolute(path) {
    return path !== undefined && (0,node_path__WEBPACK_IMPORTED_MODULE_0__.isAbsolute)(path) ? path : undefined;
}
/** Largest time a ustar header can hold (POSIX.1-2017 pax, "ustar Interchange Format": eleven octal digits). */
const latest = 8 ** 11 - 1;
/** SOURCE_DATE_EPOCH in seconds (reproducible-builds.org/specs/source-date-epoch). */
function sourceDateEpoch({ env }, faults) {
    const text = env['SOURCE_DATE_EPOCH'];
    if (text === undefined || text === '')
        return undefined;
    const seconds = /^\d{1,11}$/.test(text) ? Number(text) : Number.NaN;
    if (seconds <= latest)
        return seconds;
    const hint = 'it is a time in seconds since 1970, for example $(git log -1 --format=%ct)';
    faults.push({ where: 'SOURCE_DATE_EPOCH', message: `${JSON.stringify(text)} is no such time`, hint });
    return undefined;
}
/** Hosts and names of variables as they were given. A name without a variable may be a token given by mistake, so it is not said back. */
function secretVariables(where, wanted, { env }, faults) {
    for (const [host, variable] of Object.entries(wanted)) {
        if ((env[variable] ?? '') !== '')
            continue;
        const hint = `write ${where} ${host}=NAME and set NAME to the token; never write the token itself`;
        const message = `for ${host} it names an environment variable that is not set or empty`;
        faults.push({ where, message, hint });
    }
    return wanted;
}


/***/ }),

/***/ 79090:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ registrySettings)
/* harmony export */ });
/* harmony import */ var _host_environment_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(10331);

/** What flags say of registries. Faults: a variable that is not set. */
function registrySettings(flags, host, faults) {
    return {
        auth: (0,_host_environment_js__WEBPACK_IMPORTED_MODULE_0__/* .secretVariables */ .c8)('--registry-auth', flags.registryAuth ?? {}, host, faults),
        insecure: flags.insecureRegistry ?? [],
    };
}


/***/ }),

/***/ 9357:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   buildRequest: () => (/* binding */ buildRequest)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _faults_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(50556);
/* harmony import */ var _host_environment_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(10331);
/* harmony import */ var _output_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(25016);
/* harmony import */ var _push_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(93445);
/* harmony import */ var _registry_settings_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(79090);
/* harmony import */ var _settings_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(10644);
/* harmony import */ var _sources_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(14912);








/** The command line: pushes where it is told to, and leaves a layout in out/ where nothing else was asked for. */
function commandLine(cwd) {
    return {
        push: (said) => said,
        outputs: ({ push, load }) => push.length > 0 || load !== undefined ? [] : [{ kind: 'oci', path: (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(cwd, 'out') }],
        tags: () => [],
    };
}
/**
 * The request of `slipway build`: flags, then a target's entry in the file, then the file's top, then defaults.
 * @param flags as {@link readFlags} gives them
 * @param host the folder, environment and system of the caller, who alone reads them
 * @param usual what holds where neither flags nor the file say it
 * @throws SlipwayError E_CONFIG with every fault of the configuration file or of what the sources say together
 */
async function buildRequest(flags, host, usual = commandLine(host.cwd)) {
    const { source, file, given, top, lockFile } = await (0,_sources_js__WEBPACK_IMPORTED_MODULE_7__/* .readSaid */ .y)(flags, host);
    const run = [given, top];
    const results = resultsOf(run, usual);
    const faults = [];
    const request = {
        source,
        go: goRequest(given, top, file, faults),
        targets: namedTargets(given, top, file, results, faults),
        defaults: (0,_settings_js__WEBPACK_IMPORTED_MODULE_6__/* .settingsOf */ .f5)(run, results, faults),
        ...results,
        tags: (0,_settings_js__WEBPACK_IMPORTED_MODULE_6__/* .said */ .ag)('tags', run) ?? usual.tags(results.push),
        image: (0,_settings_js__WEBPACK_IMPORTED_MODULE_6__/* .said */ .ag)('image', run),
        registries: (0,_registry_settings_js__WEBPACK_IMPORTED_MODULE_5__/* .registrySettings */ .H)(given, host, faults),
        lockFile,
        digestFile: (0,_settings_js__WEBPACK_IMPORTED_MODULE_6__/* .said */ .ag)('digestFile', run),
        reportFile: (0,_settings_js__WEBPACK_IMPORTED_MODULE_6__/* .said */ .ag)('report', run),
        json: (0,_settings_js__WEBPACK_IMPORTED_MODULE_6__/* .weighed */ .a7)('json', run),
        jobs: (0,_settings_js__WEBPACK_IMPORTED_MODULE_6__/* .said */ .ag)('jobs', run),
        offline: (0,_settings_js__WEBPACK_IMPORTED_MODULE_6__/* .weighed */ .a7)('offline', run),
        dryRun: (0,_settings_js__WEBPACK_IMPORTED_MODULE_6__/* .weighed */ .a7)('dryRun', run),
        cacheDirectory: (0,_host_environment_js__WEBPACK_IMPORTED_MODULE_2__/* .cacheDirectory */ .o3)(given.cacheDirectory, host, faults),
        gitAuth: (0,_host_environment_js__WEBPACK_IMPORTED_MODULE_2__/* .secretVariables */ .c8)('--git-auth', given.gitAuth ?? {}, host, faults),
        sourceDateEpoch: (0,_host_environment_js__WEBPACK_IMPORTED_MODULE_2__/* .sourceDateEpoch */ .pA)(host, faults),
    };
    if (request.offline && request.push.length > 0) {
        faults.push({ where: '--push', message: 'a push needs the network, and --offline says to use none' });
    }
    (0,_faults_js__WEBPACK_IMPORTED_MODULE_1__/* .throwFaults */ .G3)(distinct(faults), 'slipway build');
    placeResults(request);
    return request;
}
function resultsOf(run, usual) {
    const push = usual.push((0,_settings_js__WEBPACK_IMPORTED_MODULE_6__/* .weighed */ .a7)('push', run), (0,_settings_js__WEBPACK_IMPORTED_MODULE_6__/* .said */ .ag)('image', run));
    const load = (0,_settings_js__WEBPACK_IMPORTED_MODULE_6__/* .said */ .ag)('load', run);
    return { outputs: (0,_settings_js__WEBPACK_IMPORTED_MODULE_6__/* .said */ .ag)('outputs', run) ?? usual.outputs({ push, load }), push, load };
}
/** Finds collisions before anything is compiled; targets that are yet to be found are taken for one. */
function placeResults(request) {
    const named = request.targets.map(({ name }) => name);
    const names = named.length === 0 ? ['main'] : named;
    (0,_output_js__WEBPACK_IMPORTED_MODULE_3__/* .outputsFor */ .k5)(request, names);
    (0,_push_js__WEBPACK_IMPORTED_MODULE_4__/* .pushPlaces */ .hm)(request, names);
    const isNamed = request.load !== undefined || request.outputs.some(({ kind }) => kind === 'docker-archive');
    if (isNamed || request.image !== undefined)
        (0,_push_js__WEBPACK_IMPORTED_MODULE_4__/* .imageNames */ .s)(request, names);
}
/** A digest belongs to the version beside it: one in the file says nothing of a version that a flag names. */
function goRequest(flags, top, file, faults) {
    const none = { version: undefined, askedBy: undefined, sha256: undefined, versionFile: undefined };
    if (flags.go !== undefined)
        return { ...none, version: flags.go, askedBy: '--go', sha256: flags.goSha256 };
    if (flags.goVersionFile !== undefined)
        return { ...none, versionFile: flags.goVersionFile };
    const sha256 = flags.goSha256 ?? top.goSha256;
    if (top.go !== undefined)
        return { ...none, version: top.go, askedBy: file?.name, sha256 };
    if (sha256 !== undefined) {
        const message = 'is the digest of the distribution that --go names by URL, and no --go is given';
        faults.push({ where: '--go-sha256', message });
    }
    return { ...none, versionFile: top.goVersionFile };
}
function namedTargets(flags, top, file, results, faults) {
    const entries = file?.targets ?? new Map();
    const choices = flags.target ?? [...entries.keys()].map((name) => ({ name, main: undefined }));
    const seen = new Set();
    return choices.map(({ name, main }) => {
        if (seen.has(name)) {
            const hint = 'give one of them another name: --target other=./cmd/api';
            faults.push({ where: '--target', message: `two targets are called ${name}`, hint });
        }
        seen.add(name);
        const entry = entries.get(name);
        const own = entry === undefined ? {} : (0,_sources_js__WEBPACK_IMPORTED_MODULE_7__/* .located */ .t)(entry, file?.directory ?? '');
        return { name, main: main ?? own.main, settings: (0,_settings_js__WEBPACK_IMPORTED_MODULE_6__/* .settingsOf */ .f5)([flags, own, top], results, faults) };
    });
}
/** The same settings of several targets have the same fault. */
function distinct(faults) {
    return [...new Map(faults.map((fault) => [`${fault.where} ${fault.message}`, fault])).values()];
}


/***/ })

};
