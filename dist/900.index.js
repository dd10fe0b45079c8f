export const id = 900;
export const ids = [900];
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

/***/ 33016:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $s: () => (/* binding */ bareFile),
/* harmony export */   $t: () => (/* binding */ placeOf),
/* harmony export */   M1: () => (/* binding */ saysWhere)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _support_files_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(15932);
/* harmony import */ var _image_place_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(67786);



/** Whether a place is spelled with its kind, so that it cannot be meant otherwise. */
const hasKind = /^(?:oci|oci-archive|docker-archive|docker):/;
/** An argument that is a path without a kind: it looks like one, or something lies there. */
async function bareFile(text, cwd) {
    const path = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(cwd, text);
    const isPath = /^\.{0,2}\//.test(text) || text === '.' || text === '..';
    if (hasKind.test(text) || !(isPath || (await (0,_support_files_js__WEBPACK_IMPORTED_MODULE_1__/* .exists */ .t2)(path))))
        return undefined;
    return { kind: 'file', path };
}
/**
 * A place with an absolute path.
 * @throws SlipwayError E_CONFIG as `parseImagePlace`
 */
function placeOf(text, cwd) {
    return (0,_image_place_js__WEBPACK_IMPORTED_MODULE_2__/* .absoluteImagePlace */ .yO)((0,_image_place_js__WEBPACK_IMPORTED_MODULE_2__/* .parseImagePlace */ .aK)(text), cwd);
}
/** False where a name without a registry would mean Docker Hub, though a file may have been meant. */
function saysWhere(text, place) {
    return place.kind !== 'registry' || hasKind.test(text) || text.startsWith(`${place.reference.registry}/`);
}


/***/ }),

/***/ 30900:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   verifyRequest: () => (/* binding */ verifyRequest)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _faults_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(50556);
/* harmony import */ var _host_environment_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(10331);
/* harmony import */ var _registry_settings_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(79090);
/* harmony import */ var _spelled_place_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(33016);





/**
 * The request of `slipway verify SUBJECT`. A name without a registry is a path: a slip in one must not ask Docker Hub.
 * @throws SlipwayError E_CONFIG with every fault
 */
async function verifyRequest({ values, positionals }, host) {
    const [name = '.'] = positionals;
    const faults = [];
    const path = { kind: 'file', path: (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(host.cwd, name) };
    const bare = await (0,_spelled_place_js__WEBPACK_IMPORTED_MODULE_4__/* .bareFile */ .$s)(name, host.cwd);
    const spelled = bare ?? (0,_faults_js__WEBPACK_IMPORTED_MODULE_1__/* .collect */ .Fo)('SUBJECT', faults, () => (0,_spelled_place_js__WEBPACK_IMPORTED_MODULE_4__/* .placeOf */ .$t)(name, host.cwd));
    const request = {
        name,
        subject: spelled === undefined || (spelled.kind === 'registry' && !(0,_spelled_place_js__WEBPACK_IMPORTED_MODULE_4__/* .saysWhere */ .M1)(name, spelled)) ? path : spelled,
        registries: (0,_registry_settings_js__WEBPACK_IMPORTED_MODULE_3__/* .registrySettings */ .H)(values, host, faults),
        cacheDirectory: (0,_host_environment_js__WEBPACK_IMPORTED_MODULE_2__/* .cacheDirectory */ .o3)(values.cacheDirectory, host, faults),
    };
    (0,_faults_js__WEBPACK_IMPORTED_MODULE_1__/* .throwFaults */ .G3)(faults, 'slipway verify');
    return request;
}


/***/ })

};
