export const id = 6;
export const ids = [6];
export const modules = {

/***/ 33006:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   convertRequest: () => (/* binding */ convertRequest)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(39580);
/* harmony import */ var _support_hashing_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(47823);
/* harmony import */ var _faults_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(50556);
/* harmony import */ var _host_environment_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(10331);
/* harmony import */ var _image_place_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(67786);
/* harmony import */ var _registry_settings_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(79090);
/* harmony import */ var _settings_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(10644);
/* harmony import */ var _spelled_place_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(33016);









/**
 * The request of `slipway convert FROM TO`. A path without a kind is taken for FROM where something lies there.
 * @throws SlipwayError E_CONFIG with every fault
 */
async function convertRequest({ values, positionals }, host) {
    const [fromText = '', toText = ''] = positionals;
    const faults = [];
    const bare = await (0,_spelled_place_js__WEBPACK_IMPORTED_MODULE_8__/* .bareFile */ .$s)(fromText, host.cwd);
    const from = bare ?? (0,_faults_js__WEBPACK_IMPORTED_MODULE_3__/* .collect */ .Fo)('FROM', faults, () => sourceOf(fromText, host.cwd));
    const to = (0,_faults_js__WEBPACK_IMPORTED_MODULE_3__/* .collect */ .Fo)('TO', faults, () => targetOf(toText, host.cwd));
    const [first, ...others] = values.platforms ?? [];
    const platform = first === 'all' ? undefined : first;
    if (others.length > 0) {
        const hint = 'leave --platform out to copy all of an index';
        faults.push({ where: '--platform', message: 'one platform can be taken, or all of them', hint });
    }
    const request = {
        platform,
        compression: (0,_settings_js__WEBPACK_IMPORTED_MODULE_7__/* .weighed */ .a7)('compression', [values]),
        registries: (0,_registry_settings_js__WEBPACK_IMPORTED_MODULE_6__/* .registrySettings */ .H)(values, host, faults),
        cacheDirectory: (0,_host_environment_js__WEBPACK_IMPORTED_MODULE_4__/* .cacheDirectory */ .o3)(values.cacheDirectory, host, faults),
        reportFile: values.report === undefined ? undefined : (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(host.cwd, values.report),
        json: values.json ?? false,
    };
    (0,_faults_js__WEBPACK_IMPORTED_MODULE_3__/* .throwFaults */ .G3)(faults, 'slipway convert');
    if (from === undefined || to === undefined)
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .SlipwayError */ .GQ('E_INTERNAL', 'a place was lost');
    return { ...request, from, to };
}
/** A word alone is a slip in a file's name more often than an image of Docker Hub. */
function sourceOf(text, cwd) {
    const place = (0,_spelled_place_js__WEBPACK_IMPORTED_MODULE_8__/* .placeOf */ .$t)(text, cwd);
    if (/[/:@]/.test(text))
        return place;
    throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .SlipwayError */ .GQ('E_CONFIG', `there is no file or folder ${(0,_faults_js__WEBPACK_IMPORTED_MODULE_3__/* .quoted */ .TL)(text)}`, {
        hint: `an image of Docker Hub is written docker://${text}`,
    });
}
/** Stricter than for FROM: what was meant for a file must not be pushed to Docker Hub. */
function targetOf(text, cwd) {
    const place = (0,_spelled_place_js__WEBPACK_IMPORTED_MODULE_8__/* .placeOf */ .$t)(text, cwd);
    if (place.kind === 'registry') {
        if (!(0,_spelled_place_js__WEBPACK_IMPORTED_MODULE_8__/* .saysWhere */ .M1)(text, place)) {
            const { registry } = place.reference;
            throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .SlipwayError */ .GQ('E_CONFIG', `${(0,_faults_js__WEBPACK_IMPORTED_MODULE_3__/* .quoted */ .TL)(text)} may be meant for a file or for ${registry}`, {
                hint: `write oci:${text}, oci-archive:${text}, docker-archive:${text} or docker://${text}`,
            });
        }
        if (place.reference.digest === undefined)
            return place;
    }
    else if (place.name === undefined || !(0,_support_hashing_js__WEBPACK_IMPORTED_MODULE_2__/* .isDigest */ .Bc)(place.name))
        return place;
    throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .SlipwayError */ .GQ('E_CONFIG', `${(0,_faults_js__WEBPACK_IMPORTED_MODULE_3__/* .quoted */ .TL)(text)} names a digest, and the image itself decides which it has`, {
        hint: `give it a name or none: ${_image_place_js__WEBPACK_IMPORTED_MODULE_5__/* .imagePlaceForms */ .O6}`,
    });
}


/***/ }),

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

/***/ 10644:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a7: () => (/* binding */ weighed),
/* harmony export */   ag: () => (/* binding */ said),
/* harmony export */   f5: () => (/* binding */ settingsOf)
/* harmony export */ });
/* harmony import */ var _base_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(56332);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(13129);
/* harmony import */ var _platform_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(34898);



/** An input by precedence; maps are joined name by name. */
function said(name, sources) {
    const values = sources.map((source) => source[name]).filter((value) => value !== undefined);
    if (!_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .inputs */ .QL[name].kind.merges)
        return values[0];
    return values.length === 0 ? undefined : Object.assign({}, ...values.toReversed());
}
/** An input by precedence, or its default. */
function weighed(name, sources) {
    return said(name, sources) ?? _inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .inputs */ .QL[name].fallback;
}
/** One target's settings. Faults are what the sources say together and cannot mean. */
function settingsOf(sources, results, faults) {
    const base = weighed('base', sources);
    const timezones = weighed('timezones', sources);
    if (timezones && base !== 'static') {
        const hint = 'leave out one of the two; a program can also carry its own time zones: --build-tags timetzdata';
        const message = base === 'scratch'
            ? 'the base scratch has no time zones'
            : `they are put into the base static only, and the base is ${(0,_base_js__WEBPACK_IMPORTED_MODULE_0__/* .formatBase */ .T)(base)}`;
        faults.push({ where: '--timezones', message, hint });
    }
    return {
        platforms: platformsFor(weighed('platforms', sources), results, faults),
        buildTags: [...new Set(weighed('buildTags', sources))],
        ldflags: weighed('ldflags', sources),
        goexperiment: weighed('goexperiment', sources),
        cgo: weighed('cgo', sources),
        vcsStamp: weighed('vcsStamp', sources),
        base,
        timezones,
        compression: weighed('compression', sources),
        labels: weighed('labels', sources),
        annotations: weighed('annotations', sources),
        env: weighed('env', sources),
        entrypoint: said('entrypoint', sources),
        cmd: weighed('cmd', sources),
        user: said('user', sources),
        workdir: said('workdir', sources),
        ports: weighed('ports', sources),
        assets: weighed('assets', sources),
    };
}
/** Each platform once; `all` is what every output that was asked for can hold. */
function platformsFor(wanted, { outputs, push, load }, faults) {
    const images = push.length > 0 || load !== undefined || outputs.some(({ kind }) => kind !== 'bin');
    const all = images ? _platform_js__WEBPACK_IMPORTED_MODULE_2__/* .allImagePlatforms */ .Nb : _platform_js__WEBPACK_IMPORTED_MODULE_2__/* .allFilePlatforms */ .sC;
    const platforms = wanted.flatMap((platform) => (platform === 'all' ? all.map(_platform_js__WEBPACK_IMPORTED_MODULE_2__/* .parsePlatform */ .FL) : [platform]));
    const distinct = new Map(platforms.map((platform) => [(0,_platform_js__WEBPACK_IMPORTED_MODULE_2__/* .formatPlatform */ .Bq)(platform), platform]));
    for (const [name, { os }] of distinct) {
        if (os === 'linux' || outputs.some(({ kind }) => kind === 'bin'))
            continue;
        const hint = 'no base is for that system; bare files can be had: --output bin:DIR';
        faults.push({ where: '--platform', message: `there can be no image for ${name}`, hint });
    }
    const imaged = [...distinct].filter(([, { os }]) => os === 'linux').map(([name]) => name);
    if (imaged.length > 1 && outputs.some(({ kind }) => kind === 'docker-archive')) {
        faults.push({
            where: '--output docker-archive',
            message: `a docker archive holds one platform, and ${imaged.join(', ')} are asked for`,
            hint: `choose one, for example --platform ${imaged[0]}, or write an oci-archive`,
        });
    }
    return [...distinct.values()];
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


/***/ })

};
