export const id = 971;
export const ids = [971,357];
export const modules = {

/***/ 91947:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  doctor: () => (/* binding */ doctor),
  doctorStatus: () => (/* binding */ doctorStatus),
  formatDoctor: () => (/* binding */ formatDoctor)
});

// EXTERNAL MODULE: ./lib/request/host-environment.js
var host_environment = __webpack_require__(10331);
// EXTERNAL MODULE: ./lib/request/resolve.js
var resolve = __webpack_require__(9357);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(39580);
// EXTERNAL MODULE: ./lib/toolchain/go-settings.js
var go_settings = __webpack_require__(44483);
// EXTERNAL MODULE: ./lib/toolchain/local.js
var toolchain_local = __webpack_require__(76784);
// EXTERNAL MODULE: ./lib/version.js
var version = __webpack_require__(13411);
// EXTERNAL MODULE: ./lib/gobuild/version-control.js
var version_control = __webpack_require__(81374);
// EXTERNAL MODULE: ./lib/gobuild/environment.js
var environment = __webpack_require__(83747);
// EXTERNAL MODULE: ./lib/toolchain/go-version.js
var go_version = __webpack_require__(83200);
// EXTERNAL MODULE: ./lib/toolchain/wanted.js + 1 modules
var toolchain_wanted = __webpack_require__(95165);
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
        const wanted = await (0,toolchain_wanted/* wantedGo */.y6)(request, cwd, { gowork });
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
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./node_modules/semver/index.js
var semver = __webpack_require__(62088);
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
var http = __webpack_require__(16803);
// EXTERNAL MODULE: ./lib/toolchain/checksum-database.js + 2 modules
var checksum_database = __webpack_require__(42501);
// EXTERNAL MODULE: ./lib/toolchain/credentials.js
var credentials = __webpack_require__(21337);
// EXTERNAL MODULE: ./lib/toolchain/module-proxy.js + 1 modules
var module_proxy = __webpack_require__(73692);
// EXTERNAL MODULE: ./lib/toolchain/proxy-list.js
var proxy_list = __webpack_require__(11996);
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


/***/ }),

/***/ 56125:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ defaultPatience),
/* harmony export */   GB: () => (/* binding */ pauseBefore),
/* harmony export */   R$: () => (/* binding */ retrying),
/* harmony export */   l0: () => (/* binding */ pauseAfter)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(58500);
/* harmony import */ var _http_body_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(88716);
/* harmony import */ var _http_fault_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(64130);



const defaultPatience = {
    attempts: 4,
    wait: async (milliseconds, signal) => {
        await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(milliseconds, undefined, signal === undefined ? {} : { signal }).catch((error) => {
            throw signal?.aborted ? signal.reason : error;
        });
    },
    random: Math.random,
};
const firstPauseMilliseconds = 500;
const longestPauseMilliseconds = 60_000;
/** Statuses that say "later": RFC 9110, 15.5.9 and 15.6; RFC 6585, 4. */
const passing = new Set([408, 429, 500, 502, 503, 504]);
/**
 * The same port with patience: asks again after 408, 429, 5xx and a broken connection, at growing and jittered
 * intervals or after what Retry-After says. A server that wants more than a minute gets its answer handed on.
 */
function retrying(send, patience) {
    return async (request) => {
        for (let attempt = 1;; attempt++) {
            const last = attempt >= patience.attempts;
            let pause;
            try {
                const response = await send(request);
                const asked = pauseAfter(response, attempt, patience);
                if (last || asked === undefined)
                    return response;
                (0,_http_body_js__WEBPACK_IMPORTED_MODULE_1__/* .discard */ .v)(response);
                pause = asked;
            }
            catch (error) {
                if (last || request.signal?.aborted || !(0,_http_fault_js__WEBPACK_IMPORTED_MODULE_2__/* .mayPass */ .bg)(error))
                    throw error;
                pause = pauseBefore(attempt, patience);
            }
            await patience.wait(pause, request.signal);
        }
    };
}
/** Milliseconds before the next attempt: 0.5 s, 1 s, 2 s … less up to half of it. */
function pauseBefore(attempt, patience) {
    const whole = Math.min(firstPauseMilliseconds * 2 ** (attempt - 1), longestPauseMilliseconds);
    return Math.round(whole * (1 - patience.random() / 2));
}
/**
 * Milliseconds after which the same request may be answered otherwise, as Retry-After says (RFC 9110, 10.2.3: seconds, or
 * a date) or as `pauseBefore` has it; undefined where that cannot be, or not within a minute.
 */
function pauseAfter(response, attempt, patience) {
    if (!passing.has(response.status))
        return undefined;
    const text = response.headers['retry-after'] ?? '';
    const date = Date.parse(text);
    const asked = /^\d+$/.test(text) ? Number(text) * 1000 : Math.max(0, date - Date.now());
    const pause = Number.isNaN(asked) ? pauseBefore(attempt, patience) : asked;
    return pause > longestPauseMilliseconds ? undefined : pause;
}


/***/ })

};
