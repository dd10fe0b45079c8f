export const id = 947;
export const ids = [947,654];
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
// EXTERNAL MODULE: ./lib/request/resolve.js + 4 modules
var resolve = __webpack_require__(5654);
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

// EXTERNAL MODULE: ./lib/support/http.js + 2 modules
var http = __webpack_require__(956);
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
/* harmony export */   lU: () => (/* binding */ gitAuth),
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
/** --git-auth as it was given. A name without a variable may be a token given by mistake, so it is not said back. */
function gitAuth(wanted, { env }, faults) {
    for (const [host, variable] of Object.entries(wanted)) {
        if ((env[variable] ?? '') !== '')
            continue;
        const hint = `write --git-auth ${host}=NAME and set NAME to the token; never write the token itself`;
        const message = `for ${host} it names an environment variable that is not set or empty`;
        faults.push({ where: '--git-auth', message, hint });
    }
    return wanted;
}


/***/ }),

/***/ 5654:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  buildRequest: () => (/* binding */ buildRequest)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __webpack_require__(4573);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(9580);
// EXTERNAL MODULE: ./lib/support/files.js
var files = __webpack_require__(5932);
// EXTERNAL MODULE: ./lib/request/config-node.js
var config_node = __webpack_require__(6224);
// EXTERNAL MODULE: ./lib/request/faults.js
var request_faults = __webpack_require__(556);
// EXTERNAL MODULE: ./lib/request/inputs.js + 6 modules
var inputs = __webpack_require__(2531);
// EXTERNAL MODULE: ./lib/request/target-name.js
var target_name = __webpack_require__(9146);
// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
;// CONCATENATED MODULE: ./lib/request/yaml-nodes.js



/** A configuration has some hundred values; far more come from aliases that multiply. */
const mostNodes = 20_000;
const mostDepth = 16;
/**
 * A YAML 1.2 document (core schema) as plain nodes. Anchors are followed; tags, merge keys, several documents and
 * duplicate keys are faults.
 * @param name how messages call the file
 */
function readYaml(source, name, faults) {
    const lines = new dist/* LineCounter */.HN();
    const document = (0,dist/* parseDocument */.Tp)(source, {
        lineCounter: lines,
        // Checked below in linear time, with the place of the first.
        uniqueKeys: false,
        prettyErrors: false,
        // 'silent' would let a second document pass.
        logLevel: 'error',
        merge: false,
        version: '1.2',
        schema: 'core',
    });
    const at = (offset) => {
        const { line, col } = lines.linePos(offset);
        return `${name}:${Math.max(1, line)}:${Math.max(1, col)}`;
    };
    for (const { code, message, pos } of [...document.errors, ...document.warnings].slice(0, 10)) {
        const hint = yamlHints[code];
        faults.push({ where: at(pos[0]), message: sentences[code] ?? message, hint });
        if (code === 'RESOURCE_EXHAUSTION')
            break;
    }
    if (faults.length > 0)
        return undefined;
    const reading = {
        faults,
        where: (node) => at(node.range?.[0] ?? 0),
        targets: document.contents === null ? new Map() : aliasTargets(document.contents),
        nodes: 0,
    };
    if (document.contents === null)
        return { kind: 'nothing', where: at(0) };
    return convert(document.contents, reading, 0);
}
const sentences = {
    RESOURCE_EXHAUSTION: 'the YAML is nested too deeply',
    MULTIPLE_DOCS: 'a second document begins here; the file holds one',
    TAG_RESOLVE_FAILED: 'YAML tags (!name) are not used in this file',
};
const yamlHints = {
    TAB_AS_INDENT: 'indent with spaces',
    BLOCK_AS_IMPLICIT_KEY: 'put text that holds ": " in quotes',
    MISSING_CHAR: 'a bracket or quote is not closed before here',
    BAD_ALIAS: 'put text that begins with * in quotes',
};
/** What each alias stands for: the last anchor of its name before it (YAML 1.2.2, section 7.1). */
function aliasTargets(contents) {
    const anchors = new Map();
    const targets = new Map();
    const anchor = (node) => {
        if (node.anchor !== undefined)
            anchors.set(node.anchor, node);
    };
    (0,dist/* visit */.YR)(contents, {
        Alias: (_, alias) => void targets.set(alias, anchors.get(alias.source)),
        Scalar: (_, node) => anchor(node),
        Collection: (_, node) => anchor(node),
    });
    return targets;
}
function convert(node, reading, depth, aliasedAt) {
    if (!(0,dist/* isNode */.Ll)(node))
        return undefined;
    const where = aliasedAt ?? reading.where(node);
    const refuse = (message, hint) => {
        reading.faults.push({ where, message, hint });
    };
    reading.nodes += 1;
    if (reading.nodes === mostNodes)
        return refuse(`more than ${mostNodes} values`, 'aliases multiply what they stand for');
    if (reading.nodes > mostNodes)
        return undefined;
    if (depth > mostDepth)
        return refuse('the YAML is nested too deeply');
    if ((0,dist/* isAlias */.Vj)(node)) {
        const target = reading.targets.get(node);
        if (target !== undefined)
            return convert(target, reading, depth + 1, where);
        return refuse(`there is no anchor &${node.source} before here`, yamlHints['BAD_ALIAS']);
    }
    if ('tag' in node && node.tag !== undefined)
        return refuse('YAML tags (!name) are not used in this file');
    if ((0,dist/* isScalar */.jn)(node))
        return convertScalar(node.value, node.source, where);
    if ((0,dist/* isSeq */.oP)(node)) {
        const items = node.items.map((item) => convert(item, reading, depth + 1));
        return { kind: 'list', where, items: items.filter((item) => item !== undefined) };
    }
    if ((0,dist/* isMap */.jh)(node))
        return { kind: 'map', where, entries: convertPairs(node.items, reading, depth) };
    return refuse('this cannot be read');
}
function convertScalar(value, source, where) {
    if (typeof value === 'string')
        return { kind: 'text', where, text: value };
    if (typeof value === 'number')
        return { kind: 'number', where, text: source ?? String(value), value };
    if (typeof value === 'boolean')
        return { kind: 'boolean', where, text: source ?? String(value), value };
    return { kind: 'nothing', where };
}
function convertPairs(pairs, reading, depth) {
    const seen = new Map();
    const entries = [];
    for (const { key, value } of pairs) {
        const name = convert(key, reading, depth + 1);
        const held = value === null ? undefined : convert(value, reading, depth + 1);
        if (name === undefined)
            continue;
        if (!('text' in name)) {
            reading.faults.push({
                where: name.where,
                message: `a field's name is a text, got ${(0,config_node/* describeNode */.W)(name)}`,
            });
            continue;
        }
        const first = seen.get(name.text);
        if (first !== undefined) {
            const message = `${(0,request_faults/* quoted */.TL)(name.text)} is here twice; the first is at ${first}`;
            reading.faults.push({ where: name.where, message });
            continue;
        }
        seen.set(name.text, name.where);
        if (name.text === '<<') {
            reading.faults.push({
                where: name.where,
                message: 'merge keys (<<) are not used in this file',
                hint: 'settings at the top already hold for every target',
            });
        }
        else if (value === null) {
            entries.push({ key: name.text, where: name.where, value: { kind: 'nothing', where: name.where } });
        }
        else if (held !== undefined) {
            entries.push({ key: name.text, where: name.where, value: held });
        }
    }
    return entries;
}

;// CONCATENATED MODULE: ./lib/request/config-file.js










const defaultConfigNames = ['slipway.yaml', 'slipway.yml'];
/** More than any hand writes; keeps a wrong file from being read whole. */
const mostBytes = 256 * 1024;
/**
 * The configuration of a run: the named file, or slipway.yaml in the source folder when it is there.
 * @param sourceDirectory undefined for MODULE@VERSION, which has no file of its own
 * @throws SlipwayError E_CONFIG with every fault and its line and column; E_IO when the file cannot be read
 */
async function loadConfig(named, cwd, sourceDirectory) {
    if (named !== undefined)
        return readConfigFile((0,external_node_path_.resolve)(cwd, named), named);
    if (sourceDirectory === undefined)
        return undefined;
    const paths = defaultConfigNames.map((name) => (0,external_node_path_.join)(sourceDirectory, name));
    const present = await Promise.all(paths.map(files/* exists */.t2));
    const [path, other] = paths.filter((_, index) => present[index]);
    if (path === undefined)
        return undefined;
    if (other !== undefined) {
        throw new errors/* SlipwayError */.GQ('E_CONFIG', `both slipway.yaml and slipway.yml are in ${sourceDirectory}`, {
            hint: 'keep one of them, or name one with --config',
        });
    }
    return readConfigFile(path, (0,external_node_path_.basename)(path));
}
async function readConfigFile(path, name) {
    const source = await readSource(path, name);
    return { ...parseConfig(source, name), name, path, directory: (0,external_node_path_.dirname)(path) };
}
async function readSource(path, name) {
    try {
        const { size } = await (0,promises_.stat)(path);
        if (size <= mostBytes) {
            const bytes = await (0,promises_.readFile)(path);
            if (!(0,external_node_buffer_.isUtf8)(bytes))
                throw new errors/* SlipwayError */.GQ('E_CONFIG', `${name} is not UTF-8 text`);
            return bytes.toString('utf8').replace(/^\uFEFF/, '');
        }
    }
    catch (cause) {
        if (!(0,errors/* isSystemError */.Or)(cause) || (cause.code !== 'ENOENT' && cause.code !== 'EISDIR'))
            throw cause;
        const what = cause.code === 'ENOENT' ? 'there is no such file' : 'it is a folder';
        throw new errors/* SlipwayError */.GQ('E_CONFIG', `--config ${name}: ${what}`, { hint: `looked at ${path}`, cause });
    }
    throw new errors/* SlipwayError */.GQ('E_CONFIG', `${name} is longer than ${mostBytes / 1024} KiB`, {
        hint: 'is it the configuration of Slipway?',
    });
}
/**
 * Reads the text of a configuration.
 * @param name how messages call it
 * @throws SlipwayError E_CONFIG with every fault, each as `name:LINE:COLUMN: …`
 */
function parseConfig(source, name) {
    const faults = [];
    const root = readYaml(source, name, faults);
    const config = root === undefined ? undefined : readRoot(root, faults);
    (0,request_faults/* throwFaults */.G3)(faults, name);
    return config ?? { top: {}, targets: new Map() };
}
function readRoot(root, faults) {
    const special = ['version', 'targets'];
    const top = readFields(root, 'top', special, faults);
    if (root.kind !== 'map')
        return undefined;
    const version = root.entries.find(({ key }) => key === 'version')?.value;
    if (version !== undefined && !(version.kind === 'number' && version.value === 1)) {
        const message = `expected version: 1, got ${(0,config_node/* describeNode */.W)(version)}`;
        faults.push({ where: version.where, message, hint: 'this Slipway reads version 1 of the file' });
    }
    const targets = root.entries.find(({ key }) => key === 'targets')?.value;
    return { top, targets: targets === undefined ? new Map() : readTargets(targets, faults) };
}
function readTargets(node, faults) {
    if (node.kind !== 'map') {
        const hint = 'write "targets:" and under it, indented, "api:" and its settings';
        faults.push({
            where: node.where,
            message: `expected a map of target names, got ${(0,config_node/* describeNode */.W)(node)}`,
            hint,
        });
        return new Map();
    }
    return new Map(node.entries.map(({ key, where, value }) => {
        (0,request_faults/* collect */.Fo)(where, faults, () => target_name/* targetName */.je.parse(key));
        return [key, readFields(value, 'target', [], faults)];
    }));
}
function readFields(node, place, special, faults) {
    const known = new Map((0,inputs/* fieldsOf */.Pf)(place).map((entry) => [entry.field, entry]));
    if (node.kind === 'nothing')
        return {};
    if (node.kind !== 'map') {
        faults.push({ where: node.where, message: `expected a map of settings, got ${(0,config_node/* describeNode */.W)(node)}` });
        return {};
    }
    const values = {};
    for (const { key, where, value } of node.entries) {
        const entry = known.get(key);
        if (entry !== undefined) {
            const read = entry.kind.fromNode(value, faults);
            if (read !== undefined)
                values[entry.name] = read;
        }
        else if (!special.includes(key)) {
            faults.push({
                where,
                message: `unknown field ${(0,request_faults/* quoted */.TL)(key)}`,
                hint: fieldHint(key, place, [...known.keys(), ...special]),
            });
        }
    }
    return values;
}
/** Where the field belongs when it is known elsewhere, else the nearest known name. */
function fieldHint(key, place, known) {
    const elsewhere = (0,inputs/* fieldsOf */.Pf)(place === 'top' ? 'target' : 'top').some(({ field }) => field === key);
    if (!elsewhere)
        return (0,request_faults/* nearestHint */.AN)(key, known);
    return place === 'top'
        ? `${key} belongs under targets.NAME`
        : `${key} holds for the whole run: it belongs at the top of the file`;
}

// EXTERNAL MODULE: ./lib/request/host-environment.js
var host_environment = __webpack_require__(331);
// EXTERNAL MODULE: ./lib/request/output.js
var request_output = __webpack_require__(5016);
// EXTERNAL MODULE: ./lib/request/platform.js
var request_platform = __webpack_require__(4898);
;// CONCATENATED MODULE: ./lib/request/settings.js


/** An input by precedence; maps are joined name by name. */
function said(name, sources) {
    const values = sources.map((source) => source[name]).filter((value) => value !== undefined);
    if (!inputs/* inputs */.QL[name].kind.merges)
        return values[0];
    return values.length === 0 ? undefined : Object.assign({}, ...values.toReversed());
}
/** An input by precedence, or its default. */
function weighed(name, sources) {
    return said(name, sources) ?? inputs/* inputs */.QL[name].fallback;
}
/** One target's settings. Faults are what the sources say together and cannot mean. */
function settingsOf(sources, outputs, faults) {
    const base = weighed('base', sources);
    const timezones = weighed('timezones', sources);
    if (timezones && base === 'scratch') {
        const hint = 'leave out one of the two; a program can also carry its own time zones: --build-tags timetzdata';
        faults.push({ where: '--timezones', message: 'the base scratch has no time zones', hint });
    }
    return {
        platforms: platformsFor(weighed('platforms', sources), outputs, faults),
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
        user: weighed('user', sources),
        workdir: said('workdir', sources),
        ports: weighed('ports', sources),
        assets: weighed('assets', sources),
    };
}
/** Each platform once; `all` is what every output that was asked for can hold. */
function platformsFor(wanted, outputs, faults) {
    const image = outputs.find(({ kind }) => kind !== 'bin');
    const all = image === undefined ? request_platform/* allFilePlatforms */.sC : request_platform/* allImagePlatforms */.Nb;
    const platforms = wanted.flatMap((platform) => (platform === 'all' ? all.map(request_platform/* parsePlatform */.FL) : [platform]));
    const distinct = new Map(platforms.map((platform) => [(0,request_platform/* formatPlatform */.Bq)(platform), platform]));
    for (const [name, { os }] of distinct) {
        if (os === 'linux' || outputs.some(({ kind }) => kind === 'bin'))
            continue;
        const hint = 'no base is for that system; bare files can be had: --output bin:DIR';
        faults.push({ where: '--platform', message: `there can be no image for ${name}`, hint });
    }
    return [...distinct.values()];
}

;// CONCATENATED MODULE: ./lib/request/source.js




/**
 * What `slipway build` is pointed at: a folder that exists, or MODULE@VERSION (a path with @ that is no folder).
 * @throws SlipwayError E_CONFIG when it is neither; E_IO when the folder cannot be looked at
 */
async function source_readSource(positional, cwd) {
    const directory = (0,external_node_path_.resolve)(cwd, positional);
    const found = await kindOf(directory);
    if (found === 'folder')
        return { kind: 'directory', directory };
    if (found === 'file') {
        throw new errors/* SlipwayError */.GQ('E_CONFIG', `${(0,request_faults/* quoted */.TL)(positional)} is a file, not the folder of a Go module`, {
            hint: 'name the folder, and choose a program with --target ./cmd/api',
        });
    }
    const local = /^(?:\.{0,2}\/|\.{1,2}$|[A-Za-z]:[\\/])/.test(positional);
    if (!local && positional.includes('@'))
        return moduleSource(positional);
    throw new errors/* SlipwayError */.GQ('E_CONFIG', `there is no folder ${(0,request_faults/* quoted */.TL)(positional)}`, {
        hint: !local && pathFault(positional) === undefined
            ? `looked at ${directory}; a published module has a version: ${positional}@latest`
            : `looked at ${directory}`,
    });
}
async function kindOf(path) {
    try {
        return (await (0,promises_.stat)(path)).isDirectory() ? 'folder' : 'file';
    }
    catch (error) {
        if ((0,errors/* isSystemError */.Or)(error) && ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(error.code ?? ''))
            return 'nothing';
        throw error;
    }
}
function moduleSource(text) {
    const at = text.indexOf('@');
    const [path, version] = [text.slice(0, at), text.slice(at + 1)];
    const fault = pathFault(path) ?? versionFault(version);
    if (fault === undefined)
        return { kind: 'module', path, version };
    throw new errors/* SlipwayError */.GQ('E_CONFIG', `${(0,request_faults/* quoted */.TL)(text)} is neither a folder nor MODULE@VERSION: ${fault}`, {
        hint: 'write it as for go install, for example filippo.io/age/cmd/age@v1.2.1 or …@latest',
    });
}
/** Why a path names no published package (golang.org/x/mod/module, CheckImportPath, and CheckPath's rules for the first element). */
function pathFault(path) {
    const elements = path.split('/');
    const [first = ''] = elements;
    if (elements.includes(''))
        return 'the path has an empty element';
    const foreign = elements.find((element) => !/^[A-Za-z0-9._~+-]+$/.test(element));
    if (foreign !== undefined)
        return `${(0,request_faults/* quoted */.TL)(foreign)} has a character that no import path has`;
    if (path.startsWith('-'))
        return 'the path begins with -';
    if (!first.includes('.'))
        return `the first element, ${(0,request_faults/* quoted */.TL)(first)}, is no host name: it has no dot`;
    if (!/^[a-z0-9.-]+$/.test(first))
        return `a host name is in lower case: ${(0,request_faults/* quoted */.TL)(first)}`;
    const bad = elements.find(isReserved);
    return bad === undefined ? undefined : `${(0,request_faults/* quoted */.TL)(bad)} cannot be an element of an import path`;
}
/** checkElem: dots alone, a dot at the end, Windows device names, and what looks like a Windows short name. */
function isReserved(element) {
    const [stem = ''] = element.split('.');
    return (element.endsWith('.') || /^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])$/i.test(stem) || /~[0-9]+$/.test(stem));
}
/**
 * Why a text is no version query (go.dev/ref/mod, "Version queries"): a version, a prefix, a comparison, `latest`, or a
 * branch, tag or commit as a proxy can be asked for (EscapeVersion: no slash).
 */
function versionFault(version) {
    if (version === '')
        return 'the version is empty';
    if (version.includes('/')) {
        return `no module proxy can be asked for ${(0,request_faults/* quoted */.TL)(version)}: give the commit of a branch that has a slash in its name`;
    }
    if (['upgrade', 'patch', 'none'].includes(version))
        return `${(0,request_faults/* quoted */.TL)(version)} means something only inside a module`;
    if (!/^(?:[<>]=?)?[\p{L}0-9#$%&(),.=@[\]^_{}~+][\p{L}0-9#$%&(),.=@[\]^_{}~+ -]*$/u.test(version)) {
        return `${(0,request_faults/* quoted */.TL)(version)} cannot be a version`;
    }
    return version.endsWith('.') ? 'the version ends in a dot' : undefined;
}

;// CONCATENATED MODULE: ./lib/request/resolve.js







/**
 * The request of `slipway build`: flags, then a target's entry in the file, then the file's top, then defaults.
 * @param flags as {@link readFlags} gives them
 * @param host the folder, environment and system of the caller, who alone reads them
 * @throws SlipwayError E_CONFIG with every fault of the configuration file or of what the sources say together
 */
async function buildRequest(flags, host) {
    const source = await source_readSource(flags.positionals[0] ?? '.', host.cwd);
    const directory = source.kind === 'directory' ? source.directory : undefined;
    const file = await loadConfig(flags.values.config, host.cwd, directory);
    const given = located(flags.values, host.cwd);
    const top = file === undefined ? {} : located(file.top, file.directory);
    const run = [given, top];
    const outputs = weighed('outputs', run).map((output) => (0,request_output/* absoluteOutput */.f1)(output, host.cwd));
    const faults = [];
    const request = {
        source,
        go: goRequest(given, top, file, faults),
        targets: namedTargets(given, top, file, outputs, faults),
        defaults: settingsOf(run, outputs, faults),
        outputs,
        digestFile: said('digestFile', run),
        reportFile: said('report', run),
        json: weighed('json', run),
        jobs: said('jobs', run),
        offline: weighed('offline', run),
        dryRun: weighed('dryRun', run),
        cacheDirectory: (0,host_environment/* cacheDirectory */.o3)(given.cacheDirectory, host, faults),
        gitAuth: (0,host_environment/* gitAuth */.lU)(given.gitAuth ?? {}, host, faults),
        sourceDateEpoch: (0,host_environment/* sourceDateEpoch */.pA)(host, faults),
    };
    (0,request_faults/* throwFaults */.G3)(distinct(faults), 'slipway build');
    const names = request.targets.map(({ name }) => name);
    (0,request_output/* outputsFor */.k5)(request, names.length === 0 ? ['main'] : names);
    return request;
}
/** The same values with paths of this machine made absolute. */
function located(values, directory) {
    const absolute = (path) => (0,external_node_path_.resolve)(directory, path);
    return {
        ...values,
        ...(values.goVersionFile !== undefined && { goVersionFile: absolute(values.goVersionFile) }),
        ...(values.digestFile !== undefined && { digestFile: absolute(values.digestFile) }),
        ...(values.report !== undefined && { report: absolute(values.report) }),
        ...(values.cacheDirectory !== undefined && { cacheDirectory: absolute(values.cacheDirectory) }),
        ...(values.assets !== undefined && {
            assets: values.assets.map(({ from, to }) => ({ from: absolute(from), to })),
        }),
        ...(values.outputs !== undefined && {
            outputs: values.outputs.map((output) => (0,request_output/* absoluteOutput */.f1)(output, directory)),
        }),
    };
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
function namedTargets(flags, top, file, outputs, faults) {
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
        const own = entry === undefined ? {} : located(entry, file?.directory ?? '');
        return { name, main: main ?? own.main, settings: settingsOf([flags, own, top], outputs, faults) };
    });
}
/** The same settings of several targets have the same fault. */
function distinct(faults) {
    return [...new Map(faults.map((fault) => [`${fault.where} ${fault.message}`, fault])).values()];
}


/***/ })

};
