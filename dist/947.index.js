export const id = 947;
export const ids = [947,357];
export const modules = {

/***/ 1947:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  doctor: () => (/* binding */ doctor),
  doctorStatus: () => (/* binding */ doctorStatus),
  formatDoctor: () => (/* binding */ formatDoctor)
});

// EXTERNAL MODULE: ./lib/request/host-environment.js
var host_environment = __webpack_require__(331);
// EXTERNAL MODULE: ./lib/request/resolve.js
var resolve = __webpack_require__(9357);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(9580);
// EXTERNAL MODULE: ./lib/toolchain/go-settings.js
var go_settings = __webpack_require__(4483);
// EXTERNAL MODULE: ./lib/toolchain/local.js
var toolchain_local = __webpack_require__(6784);
// EXTERNAL MODULE: ./lib/version.js
var version = __webpack_require__(3411);
// EXTERNAL MODULE: ./lib/gobuild/version-control.js
var version_control = __webpack_require__(1374);
// EXTERNAL MODULE: ./lib/gobuild/environment.js
var environment = __webpack_require__(3747);
// EXTERNAL MODULE: ./lib/toolchain/go-version.js
var go_version = __webpack_require__(3200);
// EXTERNAL MODULE: ./lib/toolchain/wanted.js + 1 modules
var toolchain_wanted = __webpack_require__(5165);
;// CONCATENATED MODULE: ./lib/commands/finding.js
/** A finding; an absent hint is left out. */
function finding(check, status, detail, hint) {
    return { check, status, detail, ...(hint !== undefined && { hint }) };
}

;// CONCATENATED MODULE: ./lib/commands/doctor-go.js





const nothingAsked = {
    version: undefined,
    askedBy: undefined,
    sha256: undefined,
    versionFile: undefined,
};
/** The Go on PATH, and the one that the current folder asks for. */
async function goFindings(local, request, cwd, gowork) {
    const { go, notices } = local;
    const onPath = go === undefined
        ? finding('go on PATH', 'note', notices[0] ?? 'none', 'the Go that the code asks for is fetched, checked and kept')
        : finding('go on PATH', 'ok', `${go.name} in ${go.goroot}`);
    return [onPath, await wantedFinding(request?.go ?? nothingAsked, go, cwd, gowork)];
}
async function wantedFinding(request, go, cwd, gowork) {
    const check = 'go wanted';
    try {
        const wanted = await (0,toolchain_wanted/* wantedGo */.y)(request, cwd, { gowork });
        const what = `${describeWanted(wanted)} (${wanted.askedBy})`;
        if (fits(wanted, go))
            return finding(check, 'ok', `${what}: the one on PATH is used`);
        return finding(check, 'note', `${what}: not the one on PATH`, 'it is fetched once through GOPROXY, checked and kept');
    }
    catch (error) {
        if (!(error instanceof errors/* SlipwayError */.GQ) || error.code !== 'E_CONFIG')
            throw error;
        // Not being in a module is no fault of the machine: doctor may run anywhere.
        return finding(check, 'note', error.message, error.hint);
    }
}
function describeWanted(wanted) {
    switch (wanted.kind) {
        case 'exact':
            return wanted.version;
        case 'minimum':
            return `go${wanted.version} or newer`;
        case 'range':
            return `the newest Go in ${wanted.range}`;
        case 'url':
            return `a Go distribution from ${wanted.url.host}`;
        default:
            return `the ${wanted.kind} Go`;
    }
}
function fits(wanted, go) {
    if (go === undefined)
        return false;
    if (wanted.kind === 'exact')
        return wanted.version === go.name;
    return wanted.kind === 'minimum' && (0,go_version/* compareGoVersions */.X_)(go.version, wanted.version) >= 0;
}
/** The machine's Go settings that would change bytes and are set aside. */
function overruledFinding(env, settings, goroot) {
    const { overruled } = (0,environment/* composeGoEnvironment */.O)({
        env,
        settings,
        goroot,
        offline: false,
        cgo: false,
        gitAuth: {},
    });
    if (overruled.length === 0)
        return finding('go settings', 'ok', 'none that Slipway would have to set aside');
    const hint = 'they do not reach the build; say it with a flag or in slipway.yaml where it is meant';
    return finding('go settings', 'note', `set aside: ${overruled.join('\n')}`, hint);
}
/** The C compiler, which only cgo needs. */
async function compilerFinding(request, settings, ports) {
    const all = request === undefined ? [] : [request.defaults, ...request.targets.map((target) => target.settings)];
    if (!all.some(({ cgo }) => cgo))
        return [];
    const usual = ['darwin', 'freebsd', 'openbsd'].includes(ports.host.os) ? 'clang' : 'gcc';
    const [file = usual, ...args] = (settings.CC.value || usual).split(/\s+/);
    const check = 'C compiler';
    try {
        const result = await ports.exec({ file, args: [...args, '--version'], env: definedOnly(ports.env) });
        const [line = file] = result.stdout.split('\n');
        if (result.status === 0)
            return [finding(check, 'ok', line)];
    }
    catch (error) {
        if (!(error instanceof errors/* SlipwayError */.GQ) || error.code !== 'E_TOOL')
            throw error;
    }
    return [
        finding(check, 'problem', `${file} does not run, and cgo is on`, 'install it, set CC, or build with --no-cgo'),
    ];
}
/** An environment without names that have no value. */
function definedOnly(env) {
    return Object.fromEntries(Object.entries(env).filter((entry) => entry[1] !== undefined));
}

;// CONCATENATED MODULE: ./lib/commands/doctor-git.js




/** git itself, and whether it can tell the current folder's commit and version. */
async function gitFindings(ports) {
    const version = await git(ports, '--version');
    if (version?.status !== 0) {
        return [
            finding('git', 'note', 'not there', 'without it no commit and no version is recorded, and private modules cannot be fetched'),
        ];
    }
    return [
        finding('git', 'ok', version.stdout.trim().replace(/^git version /, '')),
        ...(await commitFindings(ports)),
    ];
}
async function git({ exec, env, cwd }, ...args) {
    try {
        return await exec({
            file: 'git',
            args,
            cwd,
            env: { ...definedOnly(env), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' },
        });
    }
    catch (error) {
        if (error instanceof errors/* SlipwayError */.GQ && error.code === 'E_TOOL')
            return undefined;
        throw error;
    }
}
async function commitFindings(ports) {
    const check = 'commit';
    const { facts, notice } = await (0,version_control/* readVcs */.Lq)(ports.cwd, ports.exec, definedOnly(ports.env));
    if (facts === undefined && notice === undefined)
        return [];
    if (facts === undefined) {
        // A repository that git will not open at all stops the go command too; one without a commit does not.
        const opened = await git(ports, 'rev-parse', '--git-dir');
        const hint = `if another user owns the checkout: git config --global --add safe.directory ${ports.cwd}`;
        return opened?.status === 0
            ? [finding(check, 'note', notice ?? '')]
            : [finding(check, 'problem', notice ?? '', hint)];
    }
    const findings = [finding(check, 'ok', facts.revision)];
    if (facts.shallow && !facts.tags.some(({ exact }) => exact)) {
        const hint = 'git fetch --unshallow --tags; with actions/checkout, fetch-depth: 0';
        findings.push(finding('version', 'note', 'a shallow clone without its tags: the version would be wrong', hint));
    }
    if (facts.modified) {
        const hint = 'commit, or ignore what the build itself writes (.gitignore)';
        findings.push(finding('work tree', 'note', `modified, so versions end in +dirty:\n${facts.changes.join('\n')}`, hint));
    }
    return findings;
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./node_modules/semver/index.js
var semver = __webpack_require__(2088);
;// CONCATENATED MODULE: ./lib/commands/doctor-machine.js





/** package.json's engines: the first Node whose zlib has zstd. */
const leastNode = '22.15.0';
const mebibyte = 1 << 20;
/** A large program's link takes about this much (nats-server: 0.9 GiB at its peak on two cores). */
const usualMemory = 1024 * mebibyte;
const leastSpace = 256 * mebibyte;
/** A toolchain takes 250 MiB, its build cache as much again, and layers come on top. */
const usualSpace = 2048 * mebibyte;
/** Node, cores and free memory. */
function machineFindings({ nodeVersion, cores, freeMemoryBytes }) {
    const node = semver.gte(nodeVersion, leastNode)
        ? finding('node', 'ok', nodeVersion)
        : finding('node', 'problem', `${nodeVersion} is too old`, `install Node ${leastNode} or newer`);
    const memory = `${cores} core${cores === 1 ? '' : 's'}, ${inMebibytes(freeMemoryBytes)} of memory free`;
    return [
        node,
        freeMemoryBytes >= usualMemory
            ? finding('machine', 'ok', memory)
            : finding('machine', 'note', memory, 'large programs may run out of memory: use --jobs 1'),
    ];
}
/** Whether folders that Slipway and the go command write to can be written to, and the room there. */
async function folderFindings(folders) {
    return Promise.all(Object.entries(folders).map(([name, path]) => folderFinding(name, path)));
}
async function folderFinding(name, path) {
    if (path === '')
        return finding(name, 'problem', 'no place is known for it', 'set HOME');
    const hint = name === 'cache folder' ? 'name another one with --cache-dir' : `set ${name} to a folder of yours`;
    try {
        const existing = await nearestExisting(path);
        await (0,promises_.access)(existing, promises_.constants.W_OK | promises_.constants.X_OK);
        const { bavail, bsize } = await (0,promises_.statfs)(existing);
        const free = bavail * bsize;
        const detail = `${path}, ${inMebibytes(free)} free`;
        if (free < leastSpace)
            return finding(name, 'problem', detail, `free some space, or ${hint}`);
        if (free < usualSpace)
            return finding(name, 'note', detail, 'a toolchain and its caches can take 2 GiB');
        return finding(name, 'ok', detail);
    }
    catch (error) {
        if (!(0,errors/* isSystemError */.Or)(error))
            throw error;
        return finding(name, 'problem', `${path} cannot be written to (${error.code})`, hint);
    }
}
async function nearestExisting(path) {
    try {
        await (0,promises_.access)(path);
        return path;
    }
    catch (error) {
        const parent = (0,external_node_path_.dirname)(path);
        if (!(0,errors/* isSystemError */.Or)(error) || error.code !== 'ENOENT' || parent === path)
            throw error;
        return nearestExisting(parent);
    }
}
function inMebibytes(bytes) {
    return bytes < 10 * 1024 * mebibyte
        ? `${Math.round(bytes / mebibyte)} MiB`
        : `${Math.round(bytes / mebibyte / 1024)} GiB`;
}

// EXTERNAL MODULE: ./lib/support/http.js + 4 modules
var http = __webpack_require__(6803);
// EXTERNAL MODULE: ./lib/toolchain/checksum-database.js + 2 modules
var checksum_database = __webpack_require__(2501);
// EXTERNAL MODULE: ./lib/toolchain/credentials.js
var credentials = __webpack_require__(1337);
// EXTERNAL MODULE: ./lib/toolchain/module-proxy.js + 1 modules
var module_proxy = __webpack_require__(3692);
// EXTERNAL MODULE: ./lib/toolchain/proxy-list.js
var proxy_list = __webpack_require__(1996);
// EXTERNAL MODULE: ./lib/toolchain/toolchain-module.js
var toolchain_module = __webpack_require__(1085);
;// CONCATENATED MODULE: ./lib/commands/doctor-network.js








const timeouts = { connectMilliseconds: 5_000, headersMilliseconds: 10_000, stallMilliseconds: 5_000 };
/** A doctor does not ask twice. */
const impatience = { attempts: 1, wait: () => Promise.resolve(), random: () => 0 };
/** Any toolchain that every checksum database knows: the first one that was a module. */
const known = (0,toolchain_module/* moduleVersionOf */.w4)('go1.21.0', { os: 'linux', architecture: 'amd64' });
/** Whether modules, toolchains and their checksums can be had. Offline nothing is asked. */
async function networkFindings(settings, offline, ports) {
    if (offline)
        return [finding('network', 'note', 'not tried: --offline')];
    const client = ports.http ?? (0,http/* openHttp */.fb)(ports.env, timeouts);
    try {
        const authorize = await (0,credentials/* readCredentials */.L)(ports.env, settings, ports.host);
        const access = { get: client.get, patience: impatience, authorize, settings, signal: ports.signal };
        return await Promise.all([proxyFinding(access), databaseFinding(access)]);
    }
    finally {
        if (ports.http === undefined)
            await client.close();
    }
}
async function proxyFinding(access) {
    return attempt('GOPROXY', async () => {
        const names = (0,proxy_list/* parseProxyList */.WY)(access.settings.GOPROXY).map(proxy_list/* proxyName */.ec).join(', ');
        const answer = await (0,module_proxy/* listVersions */.yO)(access, toolchain_module/* toolchainModule */.IV);
        return 'found' in answer
            ? finding('GOPROXY', 'ok', names)
            : finding('GOPROXY', 'note', `${names}: ${answer.missing}`, 'toolchains and modules must then be on this machine already');
    });
}
async function databaseFinding(access) {
    return attempt('GOSUMDB', async () => {
        const exempt = (0,checksum_database/* exemption */.O)(access.settings, toolchain_module/* toolchainModule */.IV);
        if (exempt !== undefined) {
            return finding('GOSUMDB', 'note', `not asked: ${exempt}`, 'what is fetched is then trusted as it comes');
        }
        const answer = await (0,checksum_database/* lookupChecksums */.D)(access, { path: toolchain_module/* toolchainModule */.IV, version: known });
        return 'found' in answer
            ? finding('GOSUMDB', 'ok', `${answer.found.database}, signature and proof checked`)
            : finding('GOSUMDB', 'problem', answer.missing, 'it cannot vouch for toolchains: set GOSUMDB');
    });
}
/** What Slipway itself would fail with is the finding. */
async function attempt(check, look) {
    try {
        return await look();
    }
    catch (error) {
        if (!(error instanceof errors/* SlipwayError */.GQ))
            throw error;
        const hint = [error.hint, 'or work from the caches with --offline']
            .filter((text) => text !== undefined)
            .join('; ');
        return finding(check, 'problem', error.message, hint);
    }
}

;// CONCATENATED MODULE: ./lib/commands/doctor.js











/**
 * What this machine and the current folder have and lack for `slipway build`. Changes nothing; a fault that it finds is a
 * finding, never an error.
 * @param flags of `slipway doctor`, as {@link readFlags} gives them
 */
async function doctor(flags, ports) {
    const { cwd, env, host } = ports;
    const configuration = await readConfiguration(flags, ports);
    const { request } = configuration;
    const local = await (0,toolchain_local/* findLocalGo */.X)(ports);
    const settings = await (0,go_settings/* readGoSettings */.q)(env, { goroot: local.go?.goroot, host });
    const offline = flags.values.offline === true;
    const cache = request?.cacheDirectory ?? (0,host_environment/* cacheDirectory */.o3)(flags.values.cacheDirectory, ports, []);
    const findings = await Promise.all([
        machineFindings(ports.machine),
        configuration.finding,
        goFindings(local, request, cwd, settings.GOWORK.value),
        overruledFinding(env, settings, local.go?.goroot ?? ''),
        compilerFinding(request, settings, ports),
        networkFindings(settings, offline, ports),
        gitFindings(ports),
        folderFindings({
            'cache folder': cache,
            GOCACHE: settings.GOCACHE.value,
            GOMODCACHE: settings.GOMODCACHE.value,
        }),
    ]);
    const all = findings.flat();
    return { slipway: version/* slipwayVersion */.u, ready: all.every(({ status }) => status !== 'problem'), findings: all };
}
/** Exit status of `slipway doctor`: 3, the environment is missing something, as for E_TOOL. */
function doctorStatus(report) {
    return report.ready ? 0 : 3;
}
async function readConfiguration({ values }, ports) {
    try {
        const request = await (0,resolve.buildRequest)({ values, positionals: [] }, ports);
        const { length } = request.targets;
        const detail = length === 0
            ? 'no targets named: the main packages are found'
            : `${length} target${length === 1 ? '' : 's'} named`;
        return { request, finding: finding('configuration', 'ok', detail) };
    }
    catch (error) {
        if (!(error instanceof errors/* SlipwayError */.GQ) || error.code !== 'E_CONFIG')
            throw error;
        return { request: undefined, finding: finding('configuration', 'problem', error.message, error.hint) };
    }
}
const marks = { ok: '✓', note: '!', problem: '✗' };
/** The findings for a terminal: one line each, what to do below it, and the conclusion last; ends without a line break. */
function formatDoctor({ slipway, findings }) {
    const width = Math.max(...findings.map(({ check }) => check.length));
    const indent = ' '.repeat(width + 6);
    const lines = findings.flatMap(({ check, status, detail, hint }) => {
        const [first = '', ...rest] = printable(detail).split('\n');
        const advice = hint === undefined
            ? []
            : printable(hint)
                .split('\n')
                .map((line) => `${indent}→ ${line}`);
        return [
            `  ${marks[status]} ${check.padEnd(width)}  ${first}`,
            ...rest.map((line) => indent + line),
            ...advice,
        ];
    });
    const problems = findings.filter(({ status }) => status === 'problem').length;
    const conclusion = problems === 0
        ? 'Nothing stands in the way of a build.'
        : `${problems} ${problems === 1 ? 'problem stands' : 'problems stand'} in the way of a build.`;
    return [`slipway ${slipway} doctor`, '', ...lines, '', conclusion].join('\n');
}
/** Text of other programs and of files, without what a terminal would obey. */
function printable(text) {
    return text.replaceAll(/[\0-\x09\x0b-\x1f\x7f-\x9f]/g, ' ');
}


/***/ }),

/***/ 331:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c8: () => (/* binding */ secretVariables),
/* harmony export */   o3: () => (/* binding */ cacheDirectory),
/* harmony export */   pA: () => (/* binding */ sourceDateEpoch)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6760);

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

/***/ 9090:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ registrySettings)
/* harmony export */ });
/* harmony import */ var _host_environment_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(331);

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
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6760);
/* harmony import */ var _faults_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(556);
/* harmony import */ var _host_environment_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(331);
/* harmony import */ var _output_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5016);
/* harmony import */ var _push_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(3445);
/* harmony import */ var _registry_settings_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(9090);
/* harmony import */ var _settings_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(644);
/* harmony import */ var _sources_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(4912);








/**
 * The request of `slipway build`: flags, then a target's entry in the file, then the file's top, then defaults.
 * @param flags as {@link readFlags} gives them
 * @param host the folder, environment and system of the caller, who alone reads them
 * @throws SlipwayError E_CONFIG with every fault of the configuration file or of what the sources say together
 */
async function buildRequest(flags, host) {
    const { source, file, given, top, lockFile } = await (0,_sources_js__WEBPACK_IMPORTED_MODULE_7__/* .readSaid */ .y)(flags, host);
    const run = [given, top];
    const results = resultsOf(run, host.cwd);
    const faults = [];
    const request = {
        source,
        go: goRequest(given, top, file, faults),
        targets: namedTargets(given, top, file, results, faults),
        defaults: (0,_settings_js__WEBPACK_IMPORTED_MODULE_6__/* .settingsOf */ .f5)(run, results, faults),
        ...results,
        tags: (0,_settings_js__WEBPACK_IMPORTED_MODULE_6__/* .weighed */ .a7)('tags', run),
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
/** What was asked for; a layout in out/ where nothing was. */
function resultsOf(run, cwd) {
    const [push, load] = [(0,_settings_js__WEBPACK_IMPORTED_MODULE_6__/* .weighed */ .a7)('push', run), (0,_settings_js__WEBPACK_IMPORTED_MODULE_6__/* .said */ .ag)('load', run)];
    const usual = push.length > 0 || load !== undefined ? [] : [{ kind: 'oci', path: (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(cwd, 'out') }];
    return { outputs: (0,_settings_js__WEBPACK_IMPORTED_MODULE_6__/* .said */ .ag)('outputs', run) ?? usual, push, load };
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


/***/ }),

/***/ 8716:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ openBody),
/* harmony export */   v: () => (/* binding */ discard)
/* harmony export */ });
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7075);

/**
 * Opens a body for one request. A request that ends before its body does (a refusal, a broken connection) ends the body
 * too, without an error of its own: the answer or the connection's error says it.
 */
function openBody({ bytes, open }) {
    const headers = { 'content-length': String(bytes) };
    const source = open();
    if (source instanceof Uint8Array)
        return { headers, content: source, fault: () => undefined };
    let fault;
    // The client destroys what it was given with the connection's error: only a stream between keeps the two apart.
    const content = new node_stream__WEBPACK_IMPORTED_MODULE_0__.PassThrough();
    source.on('error', (error) => {
        fault ??= error;
        content.destroy(error);
    });
    content.on('error', () => undefined).on('close', () => source.destroy());
    return { headers, content: source.pipe(content), fault: () => fault };
}
/** Bytes that are read for nothing rather than making a connection anew. */
const cheapBytes = 65_536;
/** Ends an answer whose body nobody needs. A short one is read, so that its connection can be used again. */
function discard({ body }) {
    let bytes = 0;
    body.on('error', () => undefined);
    body.on('data', (chunk) => {
        bytes += chunk.length;
        if (bytes > cheapBytes)
            body.destroy();
    });
}


/***/ }),

/***/ 4130:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ie: () => (/* binding */ faultCode),
/* harmony export */   T4: () => (/* binding */ networkFault),
/* harmony export */   bg: () => (/* binding */ mayPass),
/* harmony export */   vu: () => (/* binding */ isRefusal)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9580);

const certificateCodes = new Set([
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'CERT_HAS_EXPIRED',
    'CERT_NOT_YET_VALID',
    'CERT_UNTRUSTED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
]);
const reasons = {
    ENOTFOUND: 'its name cannot be found',
    EAI_AGAIN: 'the name server does not answer',
    ECONNREFUSED: 'the connection is refused',
    ECONNRESET: 'the connection is reset',
    EPIPE: 'the connection is closed',
    EHOSTUNREACH: 'no way leads there',
    ENETUNREACH: 'the network is unreachable',
    ETIMEDOUT: 'the connection times out',
    UND_ERR_CONNECT_TIMEOUT: 'the connection times out',
    UND_ERR_HEADERS_TIMEOUT: 'it does not answer in time',
    UND_ERR_BODY_TIMEOUT: 'it stops sending in the middle of its answer',
    UND_ERR_SOCKET: 'the connection breaks',
};
const lasting = new Set(['ENOTFOUND', ...certificateCodes]);
/** A request or body that failed, as E_NETWORK: names the host, never what the URL may hold beside it. */
function networkFault(url, error) {
    const code = codeOf(error);
    const text = error instanceof Error ? error.message : String(error);
    const certificate = certificateCodes.has(code);
    const reason = certificate ? `its certificate is not trusted (${code})` : (reasons[code] ?? text);
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SlipwayError */ .GQ('E_NETWORK', `cannot reach ${url.host}: ${reason}`, {
        hint: certificate
            ? 'a private certificate authority is named by SSL_CERT_FILE (a PEM file) or SSL_CERT_DIR'
            : 'check the network, and HTTPS_PROXY and NO_PROXY where a proxy is in between',
        cause: error,
    });
}
/** True for a fault that may go away by itself: not a wrong name, not a certificate, not a refusal. */
function mayPass(error) {
    if (!(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SlipwayError */ .GQ) || error.code !== 'E_NETWORK' || error.cause === undefined)
        return false;
    const code = faultCode(error);
    return code !== '' && !lasting.has(code);
}
/** The system's, TLS's or undici's code behind a fault, such as ECONNREFUSED; '' when there is none. */
function faultCode(error) {
    return error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SlipwayError */ .GQ ? codeOf(error.cause) : codeOf(error);
}
/** The system's code; several addresses that all failed come as one AggregateError, whose first says enough. */
function codeOf(error) {
    if (!(error instanceof Error))
        return '';
    const own = error.code;
    if (typeof own === 'string')
        return own;
    const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
    return inner === undefined ? '' : codeOf(inner);
}
function isRefusal(status) {
    return status >= 400 && status < 600;
}


/***/ }),

/***/ 6803:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  fb: () => (/* binding */ openHttp),
  x8: () => (/* binding */ readBody),
  zO: () => (/* binding */ readChunks),
  Kw: () => (/* binding */ refusalText)
});

// EXTERNAL MODULE: ./lib/version.js
var version = __webpack_require__(3411);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(9580);
// EXTERNAL MODULE: ./lib/support/http-body.js
var http_body = __webpack_require__(8716);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./lib/support/certificates.js



/**
 * The certificate authorities to trust, as PEM: Node's own, NODE_EXTRA_CA_CERTS, the system's, and those of
 * SSL_CERT_FILE and SSL_CERT_DIR, by which Go's crypto/x509 is told of private ones.
 * @throws SlipwayError E_IO when SSL_CERT_FILE cannot be read: a private authority was meant
 */
async function trustedCertificates(env) {
    const { getCACertificates } = await Promise.resolve(/* import() */).then(__webpack_require__.t.bind(__webpack_require__, 1692, 19));
    const certificates = new Set(['bundled', 'extra', 'system'].flatMap((kind) => getCACertificates(kind)));
    for (const text of [...(await namedFile(env)), ...(await namedFolders(env))]) {
        for (const block of pemBlocks(text))
            certificates.add(block);
    }
    return [...certificates];
}
function pemBlocks(text) {
    return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}
async function namedFile(env) {
    const path = env['SSL_CERT_FILE'];
    if (path === undefined || path === '')
        return [];
    try {
        return [await (0,promises_.readFile)(path, 'utf8')];
    }
    catch (cause) {
        throw new errors/* SlipwayError */.GQ('E_IO', `cannot read the certificates of SSL_CERT_FILE at ${path}`, {
            hint: 'correct SSL_CERT_FILE or unset it',
            cause,
        });
    }
}
/** As Go: folders and files that cannot be read are passed over. */
async function namedFolders(env) {
    const folders = (env['SSL_CERT_DIR'] ?? '').split(external_node_path_.delimiter).filter((folder) => folder !== '');
    const texts = [];
    for (const folder of folders) {
        for (const name of await (0,promises_.readdir)(folder).catch(() => [])) {
            const text = await (0,promises_.readFile)((0,external_node_path_.join)(folder, name), 'utf8').catch(() => '');
            if (text !== '')
                texts.push(text);
        }
    }
    return texts;
}

;// CONCATENATED MODULE: ./lib/support/http-dispatcher.js

/** What keeps the connections to hosts that are reached in the same way. */
async function makeDispatcher(options) {
    const { proxy, certificates, trusting, timeouts } = options;
    const undici = await __webpack_require__.e(/* import() */ 752).then(__webpack_require__.t.bind(__webpack_require__, 4371, 19));
    const trust = certificates === undefined ? {} : { secureContext: await secureContextFor(certificates) };
    const own = { ...trust, timeout: timeouts.connectMilliseconds };
    const connect = { ...own, ...(trusting && { rejectUnauthorized: false }) };
    const common = {
        connect,
        headersTimeout: timeouts.headersMilliseconds,
        bodyTimeout: timeouts.stallMilliseconds,
    };
    if (proxy === '')
        return new undici.Agent(common);
    // CONNECT to port 80 is what many proxies refuse: plain HTTP is asked for in absolute form.
    return new undici.ProxyAgent({
        ...common,
        uri: proxy,
        proxyTunnel: false,
        requestTls: connect,
        proxyTls: own,
    });
}
/** One context for all connections: making it takes longer than a handshake. */
async function secureContextFor(env) {
    const { createSecureContext } = await Promise.resolve(/* import() */).then(__webpack_require__.t.bind(__webpack_require__, 1692, 19));
    return createSecureContext({ ca: await trustedCertificates(env) });
}

// EXTERNAL MODULE: ./lib/support/http-fault.js
var http_fault = __webpack_require__(4130);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
;// CONCATENATED MODULE: ./lib/support/http-proxy.js

/**
 * The HTTP proxy for a URL, by the rules of Go's net/http (golang.org/x/net/http/httpproxy), which curl shares:
 * HTTPS_PROXY for https, HTTP_PROXY for http, lower case too; NO_PROXY takes host, .domain, host:port, address, CIDR
 * block and *; this machine is never reached through a proxy. Undefined: direct.
 */
function httpProxyFor(url, env) {
    const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
    const proxy = env[name] || env[name.toLowerCase()];
    if (proxy === undefined || proxy === '')
        return undefined;
    const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
    const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
    if (isThisMachine(host) || isExcepted(host, port, env['NO_PROXY'] || env['no_proxy'] || ''))
        return undefined;
    return /^[a-z0-9]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}
function isThisMachine(host) {
    return host === 'localhost' || host === '::1' || /^127\./.test(host);
}
function isExcepted(host, port, exceptions) {
    return exceptions
        .split(',')
        .map((entry) => entry.trim().toLowerCase())
        .some((entry) => entry === '*' || (entry !== '' && matches(entry, host, port)));
}
function matches(entry, host, port) {
    if (entry.includes('/'))
        return inBlock(entry, host);
    const [, name = entry, only] = /^(.*?):(\d+)$/.exec((0,external_node_net_.isIP)(entry) === 6 ? '' : entry) ?? [];
    if (only !== undefined && only !== port)
        return false;
    const bare = name.replace(/^\[|\]$/g, '');
    if ((0,external_node_net_.isIP)(bare) !== 0)
        return bare === host;
    // A leading dot asks for subdomains only; a bare name takes both.
    const domain = bare.replace(/^\*/, '');
    return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}
function inBlock(entry, host) {
    const [address = '', bits = ''] = entry.split('/');
    const family = (0,external_node_net_.isIP)(address);
    if (family === 0 || (0,external_node_net_.isIP)(host) !== family || !/^\d{1,3}$/.test(bits))
        return false;
    if (Number(bits) > (family === 4 ? 32 : 128))
        return false;
    const type = family === 4 ? 'ipv4' : 'ipv6';
    const block = new external_node_net_.BlockList();
    block.addSubnet(address, Number(bits), type);
    return block.check(host, type);
}

;// CONCATENATED MODULE: ./lib/support/http-redirect.js


const maximumRedirects = 10;
/** Header fields that may follow a redirect to another origin: none of them can hold a credential. */
const harmlessHeaders = new Set([
    'accept',
    'range',
    'if-range',
    'if-none-match',
    'content-type',
    'content-range',
]);
/**
 * Sends, and sends again to where the answer leads (RFC 9110, 15.4): with GET and HEAD for all kinds of redirect, with other
 * methods for 307 and 308, which alone keep method and body. Credentials stay with the origin they were meant for.
 * @throws SlipwayError E_NETWORK for redirects that go round, nowhere, or from https to plain http
 */
async function followRedirects(call, send) {
    const reading = call.method === undefined || call.method === 'GET' || call.method === 'HEAD';
    const followed = reading ? [301, 302, 303, 307, 308] : [307, 308];
    let hop = call;
    for (let redirects = 0;; redirects++) {
        const response = await send(hop);
        const location = response.headers['location'];
        if (!followed.includes(response.status) || location === undefined)
            return response;
        (0,http_body/* discard */.v)(response);
        if (redirects === maximumRedirects) {
            throw new errors/* SlipwayError */.GQ('E_NETWORK', `${call.url.host} redirects more than ${maximumRedirects} times`);
        }
        hop = redirected(hop, location);
    }
}
function redirected(call, location) {
    const from = call.url;
    const url = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
    if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
        throw new errors/* SlipwayError */.GQ('E_NETWORK', `${from.host} redirects to an address that is none`);
    }
    if (from.protocol === 'https:' && url.protocol === 'http:') {
        throw new errors/* SlipwayError */.GQ('E_NETWORK', `${from.host} redirects from https to plain http (${url.host})`, {
            hint: 'a redirect may not give up encryption',
        });
    }
    url.username = '';
    url.password = '';
    if (url.origin === from.origin)
        return { ...call, url };
    const kept = Object.entries(call.headers ?? {}).filter(([name]) => harmlessHeaders.has(name));
    return { ...call, url, headers: Object.fromEntries(kept) };
}

;// CONCATENATED MODULE: ./lib/support/http.js







const defaultTimeouts = {
    connectMilliseconds: 15_000,
    headersMilliseconds: 90_000,
    stallMilliseconds: 30_000,
};
/**
 * A client that reaches the network as the go command would in the same environment: its proxies, and its certificates
 * beside those that Node brings. Nothing is loaded before the first request.
 * @param unchecked hosts, with their port if they have one, whose certificates are not checked
 */
function openHttp(env, timeouts = defaultTimeouts, unchecked = []) {
    const dispatchers = new Map();
    const dispatcherFor = (url) => {
        const proxy = httpProxyFor(url, env) ?? '';
        // Reading the certificates takes some 50 ms: plain HTTP goes without.
        const encrypted = url.protocol === 'https:' || proxy.startsWith('https:');
        const trusting = encrypted && unchecked.includes(url.host);
        const key = `${encrypted} ${trusting} ${proxy}`;
        const known = dispatchers.get(key);
        if (known !== undefined)
            return known;
        const made = makeDispatcher({ proxy, certificates: encrypted ? env : undefined, trusting, timeouts });
        dispatchers.set(key, made);
        return made;
    };
    const send = (call) => followRedirects(call, async (hop) => sendOnce(hop, await dispatcherFor(hop.url)));
    return {
        get: send,
        send,
        close: async () => {
            const open = [...dispatchers.values()];
            dispatchers.clear();
            await Promise.all(open.map(async (dispatcher) => (await dispatcher).destroy()));
        },
    };
}
async function sendOnce(call, dispatcher) {
    const { url, signal, method = 'GET' } = call;
    const body = call.body === undefined ? undefined : (0,http_body/* openBody */.B)(call.body);
    try {
        const answer = await dispatcher.request({
            method,
            origin: url.origin,
            path: url.pathname + url.search,
            headers: {
                'user-agent': `slipway/${version/* slipwayVersion */.u}`,
                accept: '*/*',
                ...call.headers,
                ...body?.headers,
            },
            ...(body === undefined ? {} : { body: body.content }),
            ...(signal === undefined ? {} : { signal }),
        });
        return { status: answer.statusCode, headers: flatten(answer.headers), url, body: answer.body };
    }
    catch (error) {
        if (signal?.aborted)
            throw signal.reason;
        throw body?.fault() ?? (0,http_fault/* networkFault */.T4)(url, error);
    }
}
/** Repeated fields are joined as RFC 9110, 5.3 has it. */
function flatten(headers) {
    const flat = {};
    for (const [name, value] of Object.entries(headers)) {
        if (value !== undefined)
            flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
    }
    return flat;
}
/**
 * A body as it comes.
 * @throws SlipwayError E_NETWORK when the connection breaks or stalls; the signal's reason when aborted
 */
async function* readChunks(response, signal) {
    try {
        for await (const chunk of response.body)
            yield chunk;
    }
    catch (error) {
        if (signal?.aborted)
            throw signal.reason;
        throw (0,http_fault/* networkFault */.T4)(response.url, error);
    }
}
/**
 * A small answer's body.
 * @throws SlipwayError E_NETWORK when the connection breaks or the body is longer than `limit` bytes
 */
async function readBody(response, limit, signal) {
    const chunks = [];
    let length = 0;
    for await (const chunk of readChunks(response, signal)) {
        length += chunk.length;
        if (length > limit) {
            const what = `${response.url.host} answers with more than ${limit} bytes for ${response.url.pathname}`;
            throw new errors/* SlipwayError */.GQ('E_NETWORK', what);
        }
        chunks.push(chunk);
    }
    return Buffer.concat(chunks);
}
/** What a server says for people beside a refusal: one short line of its plain text, or ''. */
async function refusalText(response) {
    if (!(0,http_fault/* isRefusal */.vu)(response.status) || !response.headers['content-type']?.startsWith('text/plain')) {
        (0,http_body/* discard */.v)(response);
        return '';
    }
    const text = await readBody(response, 16_384).catch(() => Buffer.alloc(0));
    const [line = ''] = text.toString('utf8').trim().split('\n');
    return line.replace(/[\x00-\x1f\x7f]/g, ' ').slice(0, 300);
}


/***/ })

};
