export const id = 876;
export const ids = [876];
export const modules = {

/***/ 82710:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   JR: () => (/* binding */ hintFor),
/* harmony export */   Pf: () => (/* binding */ goShellLine),
/* harmony export */   aC: () => (/* binding */ runGo),
/* harmony export */   dK: () => (/* binding */ mask)
/* harmony export */ });
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(39580);
/* harmony import */ var _support_exec_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51574);


/** Variables that decide the bytes: shown in front of a command that people may want to repeat. */
const shownVariables = /^(GOOS|GOARCH|GOAMD64|GOARM|GOEXPERIMENT|CGO_ENABLED|GOPROXY|GOWORK|GOFLAGS|GOENV|GOTOOLCHAIN)$/;
/** The command line of a run as one could paste it. */
function goShellLine(go, run) {
    return mask((0,_support_exec_js__WEBPACK_IMPORTED_MODULE_1__/* .shellLine */ .T)(commandOf(go, run), shown({ ...go.environment, ...run.variables })), go.secrets);
}
/**
 * Runs go to its end and gives its standard output; what else it says is told, once and in full.
 * @throws SlipwayError E_BUILD with everything go said and the command, when its status is not 0
 */
async function runGo(go, run, what) {
    const result = await go.exec(commandOf(go, run));
    const stderr = mask(result.stderr, go.secrets).trimEnd();
    if (result.status === 0) {
        if (stderr !== '')
            go.tell?.(stderr);
        return result.stdout;
    }
    const printed = run.args[0] === 'build' ? `\n${mask(result.stdout, go.secrets).trimEnd()}` : '';
    const said = `${stderr}${printed}`.trim();
    throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SlipwayError */ .GQ('E_BUILD', `${what}: ${(0,_support_exec_js__WEBPACK_IMPORTED_MODULE_1__/* .failure */ .V)(result)}\n${said}\n$ ${goShellLine(go, run)}`, {
        hint: hintFor(said),
    });
}
function commandOf(go, run) {
    return { file: go.file, args: run.args, cwd: run.cwd, env: { ...go.environment, ...run.variables } };
}
function shown(environment) {
    return Object.fromEntries(Object.entries(environment)
        .filter(([name]) => shownVariables.test(name))
        .sort());
}
/** The same text without the secrets, and without the user information of any web address. */
function mask(text, secrets) {
    const masked = secrets.reduce((left, secret) => (secret === '' ? left : left.replaceAll(secret, '***')), text);
    return masked.replaceAll(/(https?:\/\/)[^/@\s'"]+@/g, '$1***@');
}
/** Advice only: what go printed decides no outcome, it may only add a sentence for the person who reads it. */
const hints = [
    [/missing go\.sum entry|updates to go\.(mod|sum) needed/, 'run "go mod tidy" and commit go.mod and go.sum'],
    [
        /error obtaining VCS status/,
        'git refused: "git config --global --add safe.directory DIR" if another user owns the checkout, or --vcs-stamp never',
    ],
    [
        /does not contain modules listed in go\.work/,
        'a workspace is no module itself: name the folder of one of its modules, as in slipway build ./api',
    ],
    [/inconsistent vendoring/, 'run "go mod vendor" and commit the vendor folder'],
    [
        /no space left on device/,
        'the disk is full: free some space, or move GOCACHE and --cache-dir to a larger one',
    ],
    [
        /terminal prompts disabled|could not read Username/,
        'a private module: --git-auth HOST=VARIABLE gives git a token for this run, and GOPRIVATE keeps the module from public proxies',
    ],
    [
        /module lookup disabled by GOPROXY=off/,
        'this run is offline and the module is not in the module cache: run once without --offline',
    ],
    [/signal: killed/, 'the compiler was killed, most often for want of memory: lower --jobs'],
    [
        /build constraints exclude all Go files/,
        'no file of that package is for this platform with cgo off; --cgo turns it on when a C compiler for the platform is there',
    ],
];
/** What to do about something that go says; undefined when there is nothing to add. */
function hintFor(said) {
    return hints.find(([pattern]) => pattern.test(said))?.[1];
}


/***/ }),

/***/ 64914:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   q: () => (/* binding */ prepareGo)
/* harmony export */ });
/* harmony import */ var _toolchain_go_settings_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(44483);
/* harmony import */ var _environment_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(83747);


/**
 * The go command of a toolchain in its closed environment.
 * @throws SlipwayError E_AUTH when a token that --git-auth names is not there
 */
async function prepareGo(toolchain, request, ports) {
    const { env, host } = ports;
    const settings = await (0,_toolchain_go_settings_js__WEBPACK_IMPORTED_MODULE_0__/* .readGoSettings */ .q)(env, { goroot: toolchain.goroot, host });
    const cgo = [request.defaults, ...request.targets.map((target) => target.settings)].some((one) => one.cgo);
    const environment = (0,_environment_js__WEBPACK_IMPORTED_MODULE_1__/* .composeGoEnvironment */ .O)({
        env,
        settings,
        goroot: toolchain.goroot,
        offline: request.offline,
        cgo,
        gitAuth: request.gitAuth,
    });
    const named = settings.GOWORK.value;
    return {
        command: {
            file: toolchain.go,
            environment: environment.variables,
            exec: ports.exec,
            secrets: environment.secrets,
            tell: ports.progress,
        },
        environment,
        settings,
        goroot: toolchain.goroot,
        moduleCache: settings.GOMODCACHE.value,
        buildCache: settings.GOCACHE.value,
        workFile: named === '' || named === 'off' ? undefined : named,
    };
}


/***/ }),

/***/ 38936:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L7: () => (/* binding */ requirePackages),
/* harmony export */   ku: () => (/* binding */ findModule),
/* harmony export */   m9: () => (/* binding */ moduleWorkspace)
/* harmony export */ });
/* unused harmony export downloadModule */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(76760);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(39580);
/* harmony import */ var _support_files_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(15932);
/* harmony import */ var _go_command_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(82710);






/**
 * Finds the module that holds a package: the longest prefix of the path that is a module, as `go get` does.
 * @throws SlipwayError E_NETWORK with the go command's words when none can be had
 */
async function findModule(go, source, directory) {
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.mkdir)(directory, { recursive: true });
    const faults = [];
    for (let path = source.path; path !== '.' && path.includes('.'); path = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(path)) {
        const download = await downloadModule(go, `${path}@${source.version}`, directory);
        if (download.Error === undefined)
            return describe(download, source.path);
        faults.push(download.Error.trim());
    }
    throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .SlipwayError */ .GQ('E_NETWORK', `cannot get ${source.path}@${source.version}\n${faults.join('\n')}`, {
        hint: 'check the path and the version, GOPROXY, and for private modules GOPRIVATE and --git-auth',
    });
}
/** `go mod download -json` of one module version: into the module cache, checked against the checksum database. */
async function downloadModule(go, module, directory) {
    const args = ['mod', 'download', '-json', '--', module];
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.mkdir)(directory, { recursive: true });
    const result = await go.exec({
        file: go.file,
        args,
        cwd: directory,
        env: { ...go.environment, GOWORK: 'off' },
    });
    const text = result.stdout.trim();
    const download = text.startsWith('{')
        ? JSON.parse(text)
        : {
            Path: module,
            Version: '',
            Error: result.stderr.trim() || `go mod download ended with status ${result.status}`,
        };
    const { Error: said } = download;
    return said === undefined ? download : { ...download, Error: (0,_go_command_js__WEBPACK_IMPORTED_MODULE_5__/* .mask */ .dK)(said, go.secrets) };
}
async function describe(download, packagePath) {
    const info = download.Info === undefined ? {} : JSON.parse(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readFile)(download.Info, 'utf8'));
    return {
        path: download.Path,
        version: download.Version,
        time: info.Time?.replace(/\.\d+Z$/, 'Z'),
        revision: info.Origin?.Hash,
        repository: info.Origin?.URL,
        goMod: download.GoMod === undefined ? '' : await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readFile)(download.GoMod, 'utf8'),
        packagePath,
    };
}
/**
 * A module of Slipway's own around a module version, in which `go build` gives the bytes that `go install M@V` would:
 * its go line is the module's own, since the go line decides GODEBUG defaults. The folder is kept for the next run.
 * @throws SlipwayError E_CONFIG for a module that go install refuses (replace and exclude count in a main module only)
 */
async function moduleWorkspace(go, module, parent) {
    const goLine = goLineOf(module.goMod);
    const name = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256')
        .update(`${module.path}@${module.version} ${goLine}`)
        .digest('hex')
        .slice(0, 24);
    const directory = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(parent, name);
    const workspace = {
        directory,
        pattern: `${module.path}/...`,
        importRoot: module.path,
        self: module.packagePath,
    };
    if ((await (0,_support_files_js__WEBPACK_IMPORTED_MODULE_4__/* .readTextIfExists */ .TP)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(directory, 'go.sum'))) !== undefined)
        return workspace;
    await refuseReplacements(go, module, parent);
    const beside = await (0,_support_files_js__WEBPACK_IMPORTED_MODULE_4__/* .makeWorkFolder */ ._d)(parent, 'workspace');
    try {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.writeFile)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(beside, 'go.mod'), `module slipway.invalid/workspace\n\ngo ${goLine}\n`);
        await get(go, beside, goLine, [`${module.path}@${module.version}`]);
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rename)(beside, directory).catch(async (error) => {
            if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST')
                throw error;
        });
    }
    finally {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm)(beside, { recursive: true, force: true });
    }
    return workspace;
}
/** Adds what the chosen main packages import to the workspace's go.mod and go.sum; nothing when it was done before. */
async function requirePackages(go, workspace, module, packages) {
    const marker = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(workspace.directory, 'packages');
    const present = new Set(((await (0,_support_files_js__WEBPACK_IMPORTED_MODULE_4__/* .readTextIfExists */ .TP)(marker)) ?? '').split('\n'));
    const missing = packages.filter((found) => !present.has(found));
    if (missing.length === 0)
        return;
    await get(go, workspace.directory, goLineOf(module.goMod), missing.map((found) => `${found}@${module.version}`));
    await (0,_support_files_js__WEBPACK_IMPORTED_MODULE_4__/* .writeFileAtomic */ .Zf)(marker, [...present, ...missing].filter(Boolean).sort().join('\n'));
}
/** What go install takes for a module without a go line (cmd/go, internal/load/godebug.go, defaultGODEBUG). */
const impliedGoLine = '1.20';
function goLineOf(goMod) {
    return /^go\s+(\S+)/m.exec(goMod)?.[1] ?? impliedGoLine;
}
/** `go get` raises the go line to the highest of the dependencies'; then GODEBUG's defaults are said apart from it. */
async function get(go, cwd, goLine, queries) {
    const variables = { GOWORK: 'off' };
    await (0,_go_command_js__WEBPACK_IMPORTED_MODULE_5__/* .runGo */ .aC)(go, { args: ['get', '--', ...queries], cwd, variables }, `cannot get ${queries.join(', ')}`);
    if (goLineOf(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readFile)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(cwd, 'go.mod'), 'utf8')) === goLine)
        return;
    const args = ['mod', 'edit', `-godebug=default=go${goLine}`];
    await (0,_go_command_js__WEBPACK_IMPORTED_MODULE_5__/* .runGo */ .aC)(go, { args, cwd, variables }, 'Go 1.23 or newer is needed to build this module as go install would');
}
async function refuseReplacements(go, module, cwd) {
    const folder = await (0,_support_files_js__WEBPACK_IMPORTED_MODULE_4__/* .makeWorkFolder */ ._d)(cwd, 'go-mod');
    try {
        const path = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, 'go.mod');
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.writeFile)(path, module.goMod);
        const stdout = await (0,_go_command_js__WEBPACK_IMPORTED_MODULE_5__/* .runGo */ .aC)(go, { args: ['mod', 'edit', '-json', path], cwd: folder }, `the go.mod of ${module.path} cannot be read`);
        const parsed = JSON.parse(stdout);
        const found = parsed.Replace ? 'replace' : parsed.Exclude ? 'exclude' : undefined;
        if (found === undefined)
            return;
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .SlipwayError */ .GQ('E_CONFIG', `${module.path}@${module.version} has ${found} directives in its go.mod`, {
            hint: 'they count only in a main module, so "go install" refuses it too: clone the repository and build the folder',
        });
    }
    finally {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm)(folder, { recursive: true, force: true });
    }
}


/***/ }),

/***/ 69198:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  U: () => (/* binding */ definedOnly),
  B: () => (/* binding */ findOrigin)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/cache/folders.js
var folders = __webpack_require__(62783);
// EXTERNAL MODULE: ./lib/toolchain/go-settings.js
var go_settings = __webpack_require__(44483);
// EXTERNAL MODULE: ./lib/toolchain/go-specification.js
var go_specification = __webpack_require__(28017);
// EXTERNAL MODULE: ./lib/toolchain/local.js
var local = __webpack_require__(76784);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./lib/support/files.js
var files = __webpack_require__(15932);
// EXTERNAL MODULE: ./lib/support/retry.js
var retry = __webpack_require__(56125);
// EXTERNAL MODULE: ./lib/toolchain/checksum-database.js + 2 modules
var checksum_database = __webpack_require__(42501);
// EXTERNAL MODULE: ./lib/toolchain/module-access.js
var module_access = __webpack_require__(58646);
// EXTERNAL MODULE: ./lib/toolchain/module-path.js
var module_path = __webpack_require__(84607);
// EXTERNAL MODULE: ./lib/toolchain/module-proxy.js + 1 modules
var module_proxy = __webpack_require__(73692);
// EXTERNAL MODULE: ./lib/toolchain/proxy-list.js
var proxy_list = __webpack_require__(11996);
// EXTERNAL MODULE: ./lib/toolchain/tool-cache.js
var tool_cache = __webpack_require__(82630);
;// CONCATENATED MODULE: ./lib/toolchain/published-module.js










/**
 * Describes a published module, given the path of it or of a package in it, and a version, branch, or `latest`. Its go.mod is
 * checked with the checksum database. Offline, the go command's module cache is asked. `missing`: no proxy has it (the
 * go command may still find it in a repository).
 * @throws SlipwayError E_TOOLCHAIN for a go.mod that is not what the database vouches for; E_CONFIG for a path or version that
 *   cannot be one; E_NETWORK, E_AUTH
 */
async function describePublished(wanted, settings, ports, patience = retry/* defaultPatience */.B) {
    if (ports.offline)
        return firstKnown(wanted, (module) => describeFromCache(module, settings));
    const proxies = (0,proxy_list/* proxiesFor */.oA)(settings, wanted.path);
    return (0,module_access/* withModuleAccess */.x)(ports, settings, patience, (access) => 
    // As the go command: one proxy is asked for every part of the path before the next one is.
    (0,proxy_list/* tryProxies */.Or)(proxies, (proxy) => firstKnown(wanted, (module) => describeFrom(proxy, module, access))));
}
/** A package's module is the longest leading part of its path that is one (go.dev/ref/mod, "Resolving a package to a module"). */
async function firstKnown(wanted, describe) {
    const parts = wanted.path.split('/');
    let missing;
    for (let length = parts.length; length > 0; length--) {
        const answer = await describe({ path: parts.slice(0, length).join('/'), version: wanted.version });
        if ('found' in answer)
            return answer;
        missing ??= answer.missing;
    }
    return { missing: missing ?? 'the path is empty' };
}
async function describeFrom(proxy, module, access) {
    const info = await (0,module_proxy/* fetchModuleFile */.Ln)(access, proxy, module, 'info');
    if ('missing' in info)
        return info;
    const told = readInfo(info.found.toString('utf8'), module.version);
    const exact = { path: module.path, version: told.version };
    const file = await (0,module_proxy/* fetchModuleFile */.Ln)(access, proxy, exact, 'mod');
    if ('missing' in file)
        return file;
    await check(exact, file.found, access);
    return { found: { ...told, path: module.path, goMod: file.found.toString('utf8') } };
}
/** The one file that the database names beside the zip: its hash is dirhash's over a folder with go.mod alone. */
async function check(module, goMod, access) {
    if ((0,checksum_database/* exemption */.O)(access.settings, module.path) !== undefined)
        return;
    const sums = await (0,checksum_database/* lookupChecksums */.D)(access, module);
    const expected = 'found' in sums ? (sums.found.goMod ?? 'no hash') : sums.missing;
    const file = (0,external_node_crypto_.createHash)('sha256').update(goMod).digest('hex');
    const got = `h1:${(0,external_node_crypto_.createHash)('sha256').update(`${file}  go.mod\n`).digest('base64')}`;
    if (got === expected)
        return;
    throw (0,tool_cache/* digestMismatch */.H3)(`the go.mod of ${module.path}@${module.version}`, expected, got, 'GOPROXY');
}
async function describeFromCache(module, settings) {
    const name = (0,external_node_path_.join)((0,module_path/* escapeModule */.c)(module.path), '@v', (0,module_path/* escapeModule */.c)(module.version));
    const base = (0,external_node_path_.join)(settings.GOMODCACHE.value, 'cache', 'download', name);
    const goMod = await (0,files/* readTextIfExists */.TP)(`${base}.mod`);
    if (goMod === undefined) {
        return { missing: `${module.path}@${module.version} is not in GOMODCACHE (offline)` };
    }
    const info = await (0,files/* readTextIfExists */.TP)(`${base}.info`);
    return { found: { ...readInfo(info ?? '', module.version), ...module, goMod } };
}
/** go.dev/ref/mod, "GOPROXY protocol": `Version` and `Time`, and the `Origin` that cmd/go adds (internal/modfetch/codehost). */
function readInfo(text, asked) {
    let info = {};
    try {
        info = JSON.parse(text) ?? {};
    }
    catch {
        // A proxy that answers with a page is as good as one that says nothing: the version stays what was asked for.
    }
    const { Version, Time, Origin } = info;
    const hash = Origin?.Hash;
    const url = Origin?.URL;
    return {
        version: typeof Version === 'string' ? Version : asked,
        time: typeof Time === 'string' && !Number.isNaN(Date.parse(Time)) ? Time : undefined,
        revision: typeof hash === 'string' && /^[0-9a-f]{40,64}$/.test(hash) ? hash : undefined,
        repository: typeof url === 'string' && /^https:\/\/[\w./~-]+$/.test(url) ? url : undefined,
    };
}

// EXTERNAL MODULE: ./lib/toolchain/resolve.js + 4 modules
var resolve = __webpack_require__(58706);
// EXTERNAL MODULE: ./lib/toolchain/wanted.js + 1 modules
var toolchain_wanted = __webpack_require__(95165);
// EXTERNAL MODULE: ./lib/gobuild/go.js
var gobuild_go = __webpack_require__(64914);
// EXTERNAL MODULE: ./lib/gobuild/module-source.js
var module_source = __webpack_require__(38936);
// EXTERNAL MODULE: ./lib/gobuild/version-control.js
var version_control = __webpack_require__(81374);
;// CONCATENATED MODULE: ./lib/gobuild/origin.js












/** Finds the code and its toolchain: which Go is asked for is said by the code itself, unless the request says it. */
function findOrigin(request, ports) {
    const { source } = request;
    return source.kind === 'directory'
        ? directoryOrigin(request, source.directory, ports)
        : moduleOrigin(request, source, ports);
}
async function directoryOrigin(request, named, ports) {
    // The go command and git tell real paths, and what lies above a folder is above the real one.
    const directory = await (0,promises_.realpath)(named);
    const environment = definedOnly(ports.env);
    const reading = (0,version_control/* readVcs */.Lq)(directory, ports.exec, environment);
    reading.catch(() => undefined);
    const wanted = await (0,toolchain_wanted/* wantedGo */.y6)(request.go, directory, { gowork: ports.env['GOWORK'] });
    const toolchain = await (0,resolve/* resolveToolchain */.W)(wanted, ports);
    const go = await (0,gobuild_go/* prepareGo */.q)(toolchain, request, ports);
    const { facts, notice } = await reading;
    return {
        toolchain,
        go,
        workspace: { directory, pattern: './...', importRoot: undefined, self: '.' },
        source: { directory, vcs: facts, module: undefined },
        notices: [
            ...toolchain.notices,
            ...overruledNotice(go),
            ...(notice === undefined ? [] : [notice]),
            ...shallowNotice(facts),
        ],
    };
}
function overruledNotice({ environment }) {
    const { overruled } = environment;
    return overruled.length === 0
        ? []
        : [`set aside, since it would change the bytes: ${overruled.join(', ')}`];
}
function shallowNotice(facts) {
    if (facts?.shallow !== true || facts.tags.some(({ exact }) => exact))
        return [];
    return [
        'the clone is shallow, so tags may be missing and the version be wrong: fetch the history (fetch-depth: 0)',
    ];
}
/**
 * MODULE@VERSION: what Go it needs is said by the go line of its go.mod. An exact version cannot change, so it is looked up
 * once.
 */
async function moduleOrigin(request, asked, ports) {
    const folder = (0,external_node_path_.join)(request.cacheDirectory, folders/* storeFolders */.R.modules);
    const key = `module ${asked.path}@${asked.version}`;
    const named = request.go.version !== undefined || request.go.versionFile !== undefined;
    const wanted = named ? await (0,toolchain_wanted/* wantedGo */.y6)(request.go, folder) : undefined;
    const known = (await ports.remembered.recall(key));
    const module = known ?? (await lookUp(request, asked, folder, wanted, ports));
    if (known === undefined && module.version === asked.version)
        await ports.remembered.remember(key, module);
    const toolchain = await (0,resolve/* resolveToolchain */.W)(wanted ?? (0,toolchain_wanted/* wantedByGoMod */.b)(module.goMod, `go.mod of ${module.path}`), ports);
    const go = withoutWorkspace(await (0,gobuild_go/* prepareGo */.q)(toolchain, request, ports));
    const workspace = await (0,module_source/* moduleWorkspace */.m9)(go.command, module, folder);
    return {
        toolchain,
        go,
        workspace,
        source: { directory: workspace.directory, vcs: undefined, module },
        notices: [...toolchain.notices, ...overruledNotice(go)],
    };
}
/** A published module is built as it is, whatever go.work there is above the cache folder or named by GOWORK. */
function withoutWorkspace(go) {
    const environment = { ...go.command.environment, GOWORK: 'off' };
    return { ...go, command: { ...go.command, environment }, workFile: undefined };
}
/** Module proxies are asked without a Go; what only a repository has, the go command finds. */
async function lookUp(request, asked, folder, wanted, ports) {
    const settings = await (0,go_settings/* readGoSettings */.q)(ports.env, { host: ports.host });
    const published = await describePublished(asked, settings, ports);
    if ('found' in published)
        return { ...published.found, packagePath: asked.path };
    const toolchain = await (0,resolve/* resolveToolchain */.W)(wanted ?? (await anyGo(ports)), ports);
    const go = withoutWorkspace(await (0,gobuild_go/* prepareGo */.q)(toolchain, request, ports));
    return (0,module_source/* findModule */.ku)(go.command, asked, folder);
}
/** A Go that can fetch modules: the one that is there, else the newest, which is likely to be the one that is needed. */
async function anyGo(ports) {
    const askedBy = 'MODULE@VERSION';
    const { go } = await (0,local/* findLocalGo */.X)(ports);
    return go === undefined
        ? (0,go_specification/* goSpecification */.C)('stable', askedBy)
        : { kind: 'minimum', version: '1.21', askedBy };
}
/** The user's environment without the names that have no value. */
function definedOnly(env) {
    return Object.fromEntries(Object.entries(env).filter((entry) => entry[1] !== undefined));
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

/***/ 11878:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ publishedContext),
/* harmony export */   g: () => (/* binding */ readTagContext)
/* harmony export */ });
/* harmony import */ var _forge_event_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(72447);
/* harmony import */ var _version_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(44105);


const nothing = {
    event: undefined,
    tag: undefined,
    branch: undefined,
    defaultBranch: undefined,
    baseRef: undefined,
    pullRequest: undefined,
    commit: undefined,
    commitTime: undefined,
    notice: undefined,
};
/**
 * The context of a run: in GitHub Actions what started it, elsewhere what git says.
 * @param env the caller's environment
 * @param facts what git says of the source; undefined where there is no repository
 * @throws SlipwayError E_IO when GITHUB_EVENT_PATH names a file that is not JSON
 */
async function readTagContext(env, facts, now) {
    const event = await (0,_forge_event_js__WEBPACK_IMPORTED_MODULE_0__/* .readGitHubEvent */ .Ie)(env);
    return event === undefined ? gitContext(facts, now) : gitHubContext(event, facts, now);
}
/** The context of a published module: its version is all that is known. */
function publishedContext(version, now) {
    return { ...nothing, tag: version, now };
}
/** Files that differ from the commit are not what its tag and digits name, so neither is used. */
function gitContext(facts, now) {
    if (facts === undefined)
        return { ...nothing, now };
    const { branch, revision, time, modified } = facts;
    const notice = 'files differ from the commit, so no image tag is taken from its git tags and digits';
    if (modified)
        return { ...nothing, branch, now, notice };
    return { ...nothing, tag: ownTag(facts), branch, commit: revision, commitTime: new Date(time), now };
}
/** Of the tags at the commit the highest version of the module in this folder, else of any, else the last by name. */
function ownTag({ tags, prefix }) {
    const here = tags.filter(({ exact }) => exact).map(({ name }) => name);
    // go.dev/ref/mod, "Mapping versions to commits": a module in a folder has the folder before its versions.
    const own = here.filter((name) => name.startsWith(prefix) && !name.slice(prefix.length).includes('/'));
    return (0,_version_js__WEBPACK_IMPORTED_MODULE_1__/* .highestVersion */ .t)(own) ?? (0,_version_js__WEBPACK_IMPORTED_MODULE_1__/* .highestVersion */ .t)(here) ?? here.at(-1);
}
function gitHubContext(event, facts, now) {
    const { name, tag, branch, defaultBranch, baseRef, pullRequest, commit } = event;
    return {
        ...nothing,
        event: name,
        tag,
        branch,
        defaultBranch,
        baseRef,
        pullRequest: pullRequest?.number,
        // What was checked out is what is built, also where a workflow chose another commit.
        commit: facts?.revision ?? commit,
        commitTime: facts === undefined ? undefined : new Date(facts.time),
        now,
    };
}


/***/ }),

/***/ 64696:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ tagsOf)
/* harmony export */ });
/* unused harmony export resolveTags */
/* harmony import */ var _request_faults_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(50556);
/* harmony import */ var _request_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(47540);
/* harmony import */ var _request_tag_rule_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(45088);
/* harmony import */ var _request_tag_template_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(64656);
/* harmony import */ var _version_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(44105);





/**
 * The tags of an image that is pushed: the one in the reference, then those that rules give; `latest` where there is
 * neither.
 * @param written the tag in the reference; may hold templates
 * @throws SlipwayError E_CONFIG for a rule that cannot be read
 */
function tagsOf(written, rules, context, target) {
    const own = written === undefined ? [] : [`type=raw,value=${written}`];
    const all = [...own, ...rules];
    return resolveTags(all.length === 0 ? ['latest'] : all, context, target);
}
/**
 * The tags that rules give. A rule whose value does not exist gives none; no tag is longer or of other characters than a
 * registry takes.
 * @throws SlipwayError E_CONFIG for a rule that cannot be read
 */
function resolveTags(rules, context, target) {
    const version = context.tag === undefined ? undefined : (0,_version_js__WEBPACK_IMPORTED_MODULE_4__/* .versionOf */ .E)(context.tag);
    const results = rules.map(_request_tag_rule_js__WEBPACK_IMPORTED_MODULE_2__/* .parseTagRule */ .G9).map((rule) => {
        const found = foundBy(rule, context, valuesOf(context, version, target));
        const tags = found.filter((text) => text !== undefined).map(tagText);
        return { rule, good: tags.filter(_request_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .isTag */ .dz), bad: tags.filter((tag) => !(0,_request_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .isTag */ .dz)(tag)) };
    });
    const tags = [...new Set(results.flatMap(({ good }) => good))];
    const notices = results.flatMap(({ rule, bad }) => bad.map((tag) => `the tag rule ${(0,_request_faults_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(rule.text)} gives ${tag === '' ? 'nothing' : (0,_request_faults_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(tag)}, which is no tag`));
    if (context.notice !== undefined && results.some(({ good }) => good.length === 0))
        notices.push(context.notice);
    if (tags.length === 0) {
        notices.push('no tag rule applies here, so the image has no tag: it is found by its digest');
    }
    return { tags, version: version?.full ?? tags[0], notices };
}
/** As docker/metadata-action has it: what no tag can hold becomes `-`; a tag begins with a letter, digit or `_`. */
function tagText(text) {
    return text.replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[.-]+/, '');
}
function foundBy(rule, context, values) {
    if (filled(rule.enable, values) !== 'true')
        return [];
    const [prefix, suffix] = [filled(rule.prefix, values), filled(rule.suffix, values)];
    if (prefix === undefined || suffix === undefined)
        return [];
    return bare(rule, context, values).map((text) => text && `${prefix}${text}${suffix}`);
}
/** What a rule finds, without prefix and suffix. */
function bare(rule, context, values) {
    const { branch, defaultBranch, event } = context;
    switch (rule.kind) {
        case 'raw':
            return rule.patterns.map((pattern) => filled(pattern, values));
        case 'semver':
            return versionTags(rule, context, values);
        case 'branch':
            return [branch];
        case 'tag':
            return [context.tag];
        case 'pr':
            return [context.pullRequest];
        case 'sha':
            return [rule.long ? context.commit : values.sha('')];
        case 'schedule':
            return event === 'schedule' ? rule.patterns.map((pattern) => filled(pattern, values)) : [];
        case 'edge':
            return branch !== undefined && branch === (rule.branch ?? defaultBranch) ? ['edge'] : [];
    }
}
function versionTags(rule, context, values) {
    const named = rule.value === undefined ? context.tag : filled(rule.value, values);
    const version = named === undefined ? undefined : (0,_version_js__WEBPACK_IMPORTED_MODULE_4__/* .versionOf */ .E)(named);
    if (named === undefined || version === undefined)
        return [];
    const own = { ...values, ...versionValues(named, version) };
    return rule.patterns.map((pattern) => {
        const isRaw = pattern.some((part) => part.kind === 'value' && part.name === 'raw');
        if (version.release === undefined && !isRaw)
            return version.full;
        // 0.1 and 0.2 may differ in everything (semver.org, item 4): a bare 0 would say that they do not.
        if (rule.careful && version.release?.major === '0' && isMajor(pattern))
            return undefined;
        return filled(pattern, own);
    });
}
function isMajor([first, ...rest]) {
    return rest.length === 0 && first?.kind === 'value' && first.name === 'major';
}
function versionValues(gitTag, version) {
    return {
        version: () => version?.full,
        major: () => version?.release?.major,
        minor: () => version?.release?.minor,
        patch: () => version?.release?.patch,
        raw: () => gitTag,
    };
}
function valuesOf(context, version, target) {
    const { tag, branch, defaultBranch, baseRef, commit, commitTime, now } = context;
    return {
        ...versionValues(tag, version),
        branch: () => branch,
        tag: () => tag,
        base_ref: () => baseRef,
        sha: () => commit?.slice(0, 7),
        commit: () => commit,
        date: (format) => (0,_request_tag_template_js__WEBPACK_IMPORTED_MODULE_3__/* .formatDate */ .Yq)(now, format),
        commit_date: (format) => commitTime && (0,_request_tag_template_js__WEBPACK_IMPORTED_MODULE_3__/* .formatDate */ .Yq)(commitTime, format),
        is_default_branch: () => String(branch !== undefined && branch === defaultBranch),
        target: () => target,
    };
}
/** A text with its templates filled in; undefined when one of them has no value. */
function filled(parts, values) {
    const texts = parts.map((part) => (part.kind === 'text' ? part.text : values[part.name](part.format)));
    return texts.includes(undefined) ? undefined : texts.join('');
}


/***/ }),

/***/ 44105:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ versionOf),
/* harmony export */   t: () => (/* binding */ highestVersion)
/* harmony export */ });
/* harmony import */ var semver__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(62088);

/** The semantic version that a git tag names (semver.org 2.0.0), also behind a module's folder: api/v1.2.3. */
function versionOf(gitTag) {
    const version = semver__WEBPACK_IMPORTED_MODULE_0__.parse(bareVersion(gitTag));
    if (version === null)
        return undefined;
    const { major, minor, patch, prerelease, build } = version;
    const isRelease = prerelease.length === 0 && build.length === 0;
    return {
        full: [version.version, ...(build.length > 0 ? [build.join('.')] : [])].join('-'),
        release: isRelease ? { major: `${major}`, minor: `${minor}`, patch: `${patch}` } : undefined,
    };
}
/** Of several git tags the one with the highest version (semver.org, item 11); undefined: none names a version. */
function highestVersion(gitTags) {
    const versions = gitTags.flatMap((gitTag) => {
        const parsed = semver__WEBPACK_IMPORTED_MODULE_0__.parse(bareVersion(gitTag));
        return parsed === null ? [] : [{ gitTag, parsed }];
    });
    return versions.toSorted((a, b) => semver__WEBPACK_IMPORTED_MODULE_0__.compareBuild(a.parsed, b.parsed)).at(-1)?.gitTag;
}
/** The part of a git tag that may be a version. */
function bareVersion(gitTag) {
    const name = gitTag.slice(gitTag.lastIndexOf('/') + 1).replace(/^v/, '');
    return /^\d/.test(name) ? name : '';
}


/***/ }),

/***/ 58646:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   x: () => (/* binding */ withModuleAccess)
/* harmony export */ });
/* harmony import */ var _support_http_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16803);
/* harmony import */ var _support_retry_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(56125);
/* harmony import */ var _credentials_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(21337);



/** Runs `work` with access to the user's module proxies and checksum database; a client of its own is closed afterwards. */
async function withModuleAccess(ports, settings, patience, work) {
    const http = ports.http ?? (0,_support_http_js__WEBPACK_IMPORTED_MODULE_0__/* .openHttp */ .fb)(ports.env);
    try {
        return await work({
            get: (0,_support_retry_js__WEBPACK_IMPORTED_MODULE_1__/* .retrying */ .R$)(http.get, patience),
            patience,
            authorize: await (0,_credentials_js__WEBPACK_IMPORTED_MODULE_2__/* .readCredentials */ .L)(ports.env, settings, ports.host),
            settings,
            signal: ports.signal,
        });
    }
    finally {
        if (ports.http === undefined)
            await http.close();
    }
}


/***/ }),

/***/ 21336:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Q9: () => (/* binding */ isToolchainProgram),
  Gz: () => (/* binding */ restoreGoMods),
  Yg: () => (/* binding */ unpackZip)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(39580);
// EXTERNAL MODULE: ./lib/toolchain/unpack.js
var unpack = __webpack_require__(1929);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(57075);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(57975);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
;// CONCATENATED MODULE: ./lib/toolchain/zip-content.js





/** Below this an entry is inflated in one go: most files of a toolchain are a few KiB, where a stream costs more than the work. */
const wholeBytes = 1 << 20;
/**
 * An entry's content. Not by yauzl's own streams: those cannot be given up half-way (its reader then throws outside of any
 * promise).
 * @throws SlipwayError E_TOOLCHAIN for data that is not deflated or is longer than its header says
 */
async function* readZipData(data) {
    const { path, handle, start, compressedBytes, bytes, method } = data;
    if (method !== 0 && method !== 8)
        throw (0,unpack/* badArchive */.Cb)(`it is compressed by method ${method}`);
    if (compressedBytes === 0)
        return;
    const whole = compressedBytes <= wholeBytes && bytes <= wholeBytes;
    if (!whole) {
        const source = (0,external_node_fs_.createReadStream)(path, { start, end: start + compressedBytes - 1 });
        const content = method === 0 ? source : (0,external_node_stream_.pipeline)(source, (0,external_node_zlib_.createInflateRaw)(), () => undefined);
        try {
            yield* content;
        }
        finally {
            source.destroy();
        }
        return;
    }
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(compressedBytes), 0, compressedBytes, start);
    const compressed = buffer.subarray(0, bytesRead);
    // One byte more than promised is enough to notice a lie, and the most that is ever made.
    yield method === 0 ? compressed : await (0,external_node_util_.promisify)(external_node_zlib_.inflateRaw)(compressed, { maxOutputLength: bytes + 1 });
}

;// CONCATENATED MODULE: ./lib/toolchain/module-zip.js






/** Files that are written at the same time: inflating runs on other threads. */
const parallel = 8;
/**
 * Unpacks a zip file and gives its h1 hash, which was computed from the very bytes that were written: the caller compares
 * it before anything is used (golang.org/x/mod/sumdb/dirhash, Hash1).
 * @param isExecutable by the path below the prefix: a module's zip knows no modes
 * @throws SlipwayError E_TOOLCHAIN for a damaged or hostile archive
 */
async function unpackZip(zipPath, options, isExecutable) {
    const unpacker = (0,unpack/* startUnpacking */.b6)(options);
    try {
        const [zip, handle] = [await openZip(zipPath), await (0,promises_.open)(zipPath)];
        try {
            await forEachInParallel(zip.eachEntry(), async (entry) => {
                const name = entry.fileNameRaw.toString('utf8');
                if (name.endsWith('/'))
                    return;
                const { fileDataStart: start } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
                const { compressedSize: compressedBytes, uncompressedSize: bytes, compressionMethod: method } = entry;
                const content = readZipData({ path: zipPath, handle, start, compressedBytes, bytes, method });
                const executable = isExecutable(name.slice(options.prefix.length));
                await unpacker.write({ name, bytes, executable, content });
            });
        }
        finally {
            zip.close();
            await handle.close();
        }
    }
    catch (error) {
        if (options.signal?.aborted)
            throw options.signal.reason;
        if (error instanceof errors/* SlipwayError */.GQ || (0,errors/* isSystemError */.Or)(error))
            throw error;
        throw (0,unpack/* badArchive */.Cb)(error instanceof Error ? error.message : String(error), error);
    }
    return { h1: hash1(unpacker.files), files: unpacker.files };
}
/** Names come as bytes and are read as UTF-8 whatever their flag says, as Go does. */
async function openZip(path) {
    const { openPromise } = await __webpack_require__.e(/* import() */ 663).then(__webpack_require__.t.bind(__webpack_require__, 20663, 19));
    return openPromise(path, { autoClose: false, decodeStrings: false });
}
/** Some at the same time; after the first fault no more are begun, and it is thrown when those under way have ended. */
async function forEachInParallel(items, work) {
    const running = new Set();
    const faults = [];
    try {
        for await (const item of items) {
            const task = work(item)
                .catch((fault) => void faults.push(fault))
                .finally(() => running.delete(task));
            running.add(task);
            if (running.size >= parallel)
                await Promise.race(running);
            if (faults.length > 0)
                break;
        }
    }
    finally {
        await Promise.all(running);
    }
    if (faults.length > 0)
        throw faults[0];
}
/** One line per file, `SHA-256  NAME`, in the order of the names' bytes, hashed again. */
function hash1(files) {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    const sorted = [...files].sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
    for (const { name, sha256 } of sorted)
        hash.update(`${sha256}  ${name}\n`);
    return `h1:${hash.digest('base64')}`;
}
/** What the go command makes executable in an unpacked toolchain (cmd/go, internal/toolchain/select.go, Exec). */
function isToolchainProgram(path) {
    return /^(bin|pkg\/tool)\//.test(path) || /^lib\/(.*\/)?go_[^/]+_[^/]+_exec$/.test(path);
}
/**
 * Gives each `_go.mod` its true name beside it: a module's zip cannot hold the go.mod of a nested module (select.go, as above).
 */
async function restoreGoMods(directory, files) {
    for (const { path } of files) {
        if (!/(^|\/)_go\.mod$/.test(path))
            continue;
        const source = (0,external_node_path_.join)(directory, path);
        await (0,promises_.copyFile)(source, source.replace(/_go\.mod$/, 'go.mod'), promises_.constants.COPYFILE_EXCL);
    }
}


/***/ }),

/***/ 58706:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  W: () => (/* binding */ resolveToolchain)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(39580);
// EXTERNAL MODULE: ./lib/support/retry.js
var retry = __webpack_require__(56125);
// EXTERNAL MODULE: ./lib/toolchain/checksum-database.js + 2 modules
var checksum_database = __webpack_require__(42501);
// EXTERNAL MODULE: ./lib/toolchain/go-version.js
var go_version = __webpack_require__(83200);
// EXTERNAL MODULE: ./lib/toolchain/module-proxy.js + 1 modules
var module_proxy = __webpack_require__(73692);
// EXTERNAL MODULE: ./lib/toolchain/toolchain-module.js
var toolchain_module = __webpack_require__(1085);
// EXTERNAL MODULE: ./lib/toolchain/version-range.js
var version_range = __webpack_require__(50799);
;// CONCATENATED MODULE: ./lib/toolchain/nearest.js




/** A hint that names the versions nearest to one that does not exist; never fails, because it explains a failure. */
async function nearestVersions(toolchain, access, host) {
    const answer = await (0,module_proxy/* listVersions */.yO)(access, toolchain_module/* toolchainModule */.IV).catch(() => ({ missing: '' }));
    const listed = 'found' in answer ? (0,toolchain_module/* toolchainsFor */.Q9)(host, answer.found) : [];
    return nearestAmong((0,go_version/* versionOfToolchain */.H5)(toolchain), listed);
}
/** Up to two below and two above, and the newest of all. */
function nearestAmong(version, toolchains) {
    const releases = toolchains
        .filter((name) => (0,version_range/* isPlainRelease */.y6)(name))
        .map((name) => (0,go_version/* versionOfToolchain */.H5)(name) ?? '')
        .sort(go_version/* newestFirst */.ll);
    if (releases.length === 0)
        return 'no release of Go for this machine is listed; check GOPROXY';
    const wish = version ?? releases[0] ?? '';
    const sameLine = releases.filter((text) => (0,go_version/* languageVersion */.dA)(text) === (0,go_version/* languageVersion */.dA)(wish));
    const pool = sameLine.length > 0 ? sameLine : releases;
    const below = pool.filter((text) => (0,go_version/* compareGoVersions */.X_)(text, wish) <= 0).slice(0, 2);
    const above = pool.filter((text) => (0,go_version/* compareGoVersions */.X_)(text, wish) > 0).slice(-2);
    const near = [...new Set([...above, ...below, ...releases.slice(0, 1)])];
    return `there is ${near.join(', ')}`;
}

;// CONCATENATED MODULE: ./lib/toolchain/choose-version.js






/** The first line of Go whose toolchains are modules; older go lines are served by its newest patch. */
const firstLine = '1.21';
/**
 * Chooses the version for a minimum, a range, `stable` or `oldstable`. A minimum is content with the Go on PATH. Otherwise
 * the newest fitting version that the module proxy lists; without the list, the newest that is on this machine.
 * @throws SlipwayError E_TOOLCHAIN when nothing fits; E_NETWORK or E_AUTH when there is no list and nothing here fits
 */
async function chooseVersion(wanted, resolving) {
    if (wanted.kind === 'minimum') {
        const { local } = resolving;
        if (local !== undefined && (0,go_version/* compareGoVersions */.X_)(local.version, wanted.version) >= 0)
            return { version: local.name, pinned: false, notices: [notPinned(local.name, wanted)] };
        if (wanted.localOnly === true)
            throw localOnly(wanted, local?.name);
    }
    const pick = pickFor(wanted);
    const listed = await listToolchains(resolving);
    if ('failure' in listed)
        return chooseHere(wanted, pick, listed.failure, resolving);
    const version = pick(listed.toolchains);
    if (version === undefined)
        throw nothingFits(wanted, listed.toolchains);
    return { version, pinned: false, notices: explain(version, wanted) };
}
function pickFor(wanted) {
    if (wanted.kind === 'range')
        return (toolchains) => (0,version_range/* newestInRange */.lA)(wanted.range, toolchains);
    if (wanted.kind !== 'minimum')
        return (toolchains) => (0,version_range/* newestStable */.Cu)(wanted.kind, toolchains);
    const { version } = wanted;
    const line = (0,go_version/* compareGoVersions */.X_)(version, firstLine) < 0 ? firstLine : (0,go_version/* languageVersion */.dA)(version);
    return (toolchains) => {
        const candidate = `go${version}`;
        const before = !(0,go_version/* isRelease */.MU)(version) && toolchains.includes(candidate) ? candidate : undefined;
        return (0,version_range/* newestPatch */.Bd)(line, version, toolchains) ?? before;
    };
}
async function listToolchains({ ports, access, }) {
    if (ports.offline)
        return { failure: undefined };
    try {
        const answer = await (0,module_proxy/* listVersions */.yO)(access, toolchain_module/* toolchainModule */.IV);
        if ('found' in answer)
            return { toolchains: (0,toolchain_module/* toolchainsFor */.Q9)(ports.host, answer.found) };
        return {
            failure: new errors/* SlipwayError */.GQ('E_TOOLCHAIN', `the versions of Go cannot be listed: ${answer.missing}`, {
                hint: 'name an exact version, or a GOPROXY that has golang.org/toolchain',
            }),
        };
    }
    catch (failure) {
        if (ports.signal?.aborted)
            throw failure;
        return { failure };
    }
}
/** `oldstable` says nothing about what is on a machine: it is not guessed. */
async function chooseHere(wanted, pick, failure, resolving) {
    const here = (await resolving.cached()).map((entry) => entry.version);
    if (resolving.local !== undefined)
        here.push(resolving.local.name);
    const version = wanted.kind === 'oldstable' ? undefined : pick(here);
    if (version === undefined)
        throw failure ?? notHere(wanted, here);
    const why = failure === undefined ? 'offline' : `the list of versions cannot be had (${textOf(failure)})`;
    return {
        version,
        pinned: false,
        notices: [`${version} is the newest on this machine for ${describe(wanted)}: ${why}`],
    };
}
function textOf(failure) {
    return failure instanceof Error ? failure.message : String(failure);
}
function describe(wanted) {
    if (wanted.kind === 'minimum')
        return `Go ${wanted.version} or newer (${wanted.askedBy})`;
    return `Go ${wanted.kind === 'range' ? wanted.range : wanted.kind} (${wanted.askedBy})`;
}
function notPinned(name, wanted) {
    return `${name} on PATH serves ${describe(wanted)}, but is not pinned: another machine may build with another. A toolchain line in go.mod, or --go, pins it`;
}
function explain(version, wanted) {
    if (wanted.kind !== 'minimum')
        return [];
    const old = (0,go_version/* compareGoVersions */.X_)(wanted.version, firstLine) < 0;
    const reason = old ? `no older Go than ${firstLine} can be fetched` : 'the newest patch of that line today';
    return [`${version} serves ${describe(wanted)}: ${reason}. A toolchain line in go.mod, or --go, pins it`];
}
function localOnly(wanted, name) {
    const found = name === undefined ? 'there is no Go on PATH' : `the Go on PATH is ${name}`;
    return new errors/* SlipwayError */.GQ('E_TOOLCHAIN', `${describe(wanted)} allows the Go on PATH only, and ${found}`, {
        hint: 'install a newer Go, or say which one to fetch with --go',
    });
}
function nothingFits(wanted, toolchains) {
    const wish = wanted.kind === 'minimum' ? wanted.version : undefined;
    return new errors/* SlipwayError */.GQ('E_TOOLCHAIN', `no release of Go for this machine fits ${describe(wanted)}`, {
        hint: nearestAmong(wish, toolchains),
    });
}
function notHere(wanted, here) {
    const has = here.length === 0 ? 'no Go at all' : here.join(', ');
    return new errors/* SlipwayError */.GQ('E_TOOLCHAIN', `nothing on this machine fits ${describe(wanted)}: it has ${has}`, {
        hint: `run once without --offline: it would be fetched as a version of ${toolchain_module/* toolchainModule */.IV}`,
    });
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./lib/support/files.js
var files = __webpack_require__(15932);
// EXTERNAL MODULE: ./lib/support/hashing.js
var hashing = __webpack_require__(47823);
// EXTERNAL MODULE: ./lib/toolchain/local.js
var toolchain_local = __webpack_require__(76784);
// EXTERNAL MODULE: ./lib/toolchain/module-zip.js + 1 modules
var module_zip = __webpack_require__(21336);
// EXTERNAL MODULE: ./lib/toolchain/proxy-list.js
var proxy_list = __webpack_require__(11996);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(57075);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
// EXTERNAL MODULE: ./lib/support/tar/read-tar.js + 2 modules
var read_tar = __webpack_require__(62651);
// EXTERNAL MODULE: ./lib/toolchain/unpack.js
var unpack = __webpack_require__(1929);
;// CONCATENATED MODULE: ./lib/toolchain/tar-content.js






/**
 * Unpacks a Go distribution's .tar.gz. Read here and not by the machine's tar: that is three different programs, each with
 * its own idea of what may leave the folder, and a slim image has none. Links and devices are refused: no Go distribution
 * has any, and without them nothing can be written elsewhere.
 * @throws SlipwayError E_TOOLCHAIN for a damaged or hostile archive
 */
async function unpackTarGz(path, options) {
    const unpacker = (0,unpack/* startUnpacking */.b6)(options);
    const bytes = (0,external_node_stream_.pipeline)((0,external_node_fs_.createReadStream)(path), (0,external_node_zlib_.createGunzip)(), () => undefined);
    try {
        for await (const item of (0,read_tar/* readTar */.s)(bytes)) {
            if (item.kind === 'fault')
                throw (0,unpack/* badArchive */.Cb)(`at byte ${item.fault.offset} ${item.fault.message}`);
            const { path: name, type, mode, size } = item.entry;
            if (type === 'directory')
                continue;
            if (type !== 'file')
                throw (0,unpack/* badArchive */.Cb)(`${JSON.stringify(name)} is a ${type}, not a file or a folder`);
            await unpacker.write({ name, bytes: size, executable: (mode & 0o111) !== 0, content: item.content });
        }
    }
    catch (error) {
        if (error instanceof errors/* SlipwayError */.GQ || options.signal?.aborted || (0,errors/* isSystemError */.Or)(error))
            throw error;
        throw (0,unpack/* badArchive */.Cb)(error instanceof Error ? error.message : String(error), error);
    }
}

// EXTERNAL MODULE: ./lib/toolchain/tool-cache.js
var tool_cache = __webpack_require__(82630);
;// CONCATENATED MODULE: ./lib/toolchain/fetch.js














const maximumArchiveBytes = 2 ** 30;
/**
 * Fetches a toolchain as a version of the module golang.org/toolchain into the cache. Its hash comes from the checksum
 * database before anything is downloaded; only the user's own settings can switch that off. `missing`: no such version.
 * @throws SlipwayError E_TOOLCHAIN for a hash that does not fit; E_NETWORK, E_AUTH, E_IO
 */
async function fetchByModule(version, access, cache) {
    const module = { path: toolchain_module/* toolchainModule */.IV, version: (0,toolchain_module/* moduleVersionOf */.w4)(version, cache.host) };
    const name = `${module.path}@${module.version}`;
    const proxies = (0,proxy_list/* proxiesFor */.oA)(access.settings, module.path);
    if (proxies[0]?.kind === 'off')
        return { missing: (0,proxy_list/* forbidden */.o0)(access.settings) };
    const exempt = (0,checksum_database/* exemption */.O)(access.settings, module.path) !== undefined;
    const sums = exempt ? undefined : await (0,checksum_database/* lookupChecksums */.D)(access, module);
    const known = sums ?? (await (0,proxy_list/* tryProxies */.Or)(proxies, (proxy) => (0,module_proxy/* fetchModuleFile */.Ln)(access, proxy, module, 'info')));
    if ('missing' in known)
        return known;
    const expected = sums !== undefined && 'found' in sums ? sums.found : undefined;
    if (expected !== undefined && expected.zip === undefined) {
        throw new errors/* SlipwayError */.GQ('E_TOOLCHAIN', `the checksum database ${expected.database} names no hash of ${name}`);
    }
    const isGood = (cached) => exempt || cached.checkedBy !== undefined;
    const installed = await (0,tool_cache/* installOnce */.vf)(cache, version, isGood, async (work) => {
        const zip = (0,external_node_path_.join)(work, 'module.zip');
        cache.progress(`${version}: fetching ${name}`);
        const through = await (0,module_proxy/* downloadModuleZip */.mY)(access, module, zip, watch(version, cache.progress));
        if ('missing' in through) {
            throw new errors/* SlipwayError */.GQ('E_TOOLCHAIN', `${name} cannot be had: ${through.missing}`, {
                hint: 'the version exists; name another GOPROXY, or another version',
            });
        }
        cache.progress(`${version}: unpacking`);
        const directory = (0,external_node_path_.join)(work, 'goroot');
        const options = unpackOptions(directory, `${name}/`, cache.signal);
        const { h1, files } = await (0,module_zip/* unpackZip */.Yg)(zip, options, module_zip/* isToolchainProgram */.Q9);
        if (expected?.zip !== undefined && expected.zip !== h1)
            throw (0,tool_cache/* digestMismatch */.H3)(name, expected.zip, h1, through.found);
        await (0,module_zip/* restoreGoMods */.Gz)(directory, files);
        await mustRunHere(directory, cache);
        const source = `module ${toolchain_module/* toolchainModule */.IV} through ${through.found}`;
        return { version, digest: h1, source, checkedBy: expected?.database };
    });
    return { found: installed };
}
/**
 * Fetches a Go distribution (.tar.gz or .zip with the top folder `go`) from a URL into the cache, under its digest.
 * @throws SlipwayError as fetchByModule
 */
async function fetchByUrl(wanted, access, cache) {
    const { url, sha256 } = wanted;
    const shown = `${url.protocol}//${url.host}${url.pathname}`;
    return (0,tool_cache/* installOnce */.vf)(cache, keyOfUrl(sha256), () => true, async (work) => {
        const archive = (0,external_node_path_.join)(work, 'archive');
        cache.progress(`Go: fetching ${shown}`);
        const answer = await (0,module_proxy/* fetchToFile */.kn)(access, url, archive, watch('Go', cache.progress), maximumArchiveBytes);
        if ('missing' in answer)
            throw new errors/* SlipwayError */.GQ('E_TOOLCHAIN', `there is no Go at ${shown}: ${answer.missing}`);
        const { digest } = await (0,hashing/* sha256File */.Q3)(archive);
        if ((0,hashing/* hexOf */.ZD)(digest) !== sha256)
            throw (0,tool_cache/* digestMismatch */.H3)('the Go distribution', `sha256:${sha256}`, digest, shown);
        cache.progress('Go: unpacking');
        const directory = (0,external_node_path_.join)(work, 'goroot');
        const options = unpackOptions(directory, 'go/', cache.signal);
        if (await isZip(archive))
            await (0,module_zip/* unpackZip */.Yg)(archive, options, module_zip/* isToolchainProgram */.Q9);
        else
            await unpackTarGz(archive, options);
        await mustRunHere(directory, cache);
        const version = await (0,toolchain_local/* readVersionName */.i)(directory);
        if (version === undefined)
            throw (0,unpack/* badArchive */.Cb)('go/VERSION is missing');
        return { version, digest, source: shown, checkedBy: 'request' };
    });
}
/** The cache's name for a distribution that a digest alone identifies. */
function keyOfUrl(sha256) {
    return `sha256-${sha256}`;
}
function unpackOptions(directory, prefix, signal) {
    return { directory, prefix, limits: unpack/* toolchainLimits */.IN, signal };
}
async function mustRunHere(goroot, { host }) {
    const go = (0,external_node_path_.join)(goroot, 'bin', host.os === 'windows' ? 'go.exe' : 'go');
    const tools = (0,external_node_path_.join)(goroot, 'pkg', 'tool', `${host.os}_${host.architecture}`);
    if ((await (0,files/* exists */.t2)(go)) && (await (0,files/* exists */.t2)(tools)))
        return;
    throw (0,unpack/* badArchive */.Cb)(`it is not a Go toolchain for ${host.os}/${host.architecture}`);
}
async function isZip(path) {
    const handle = await (0,promises_.open)(path);
    try {
        const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
        return buffer.toString('latin1') === 'PK';
    }
    finally {
        await handle.close();
    }
}
const mebibyte = 2 ** 20;
const progressStep = 8 * mebibyte;
/** Says how far a download is, every 8 MiB. */
function watch(what, progress) {
    let next = progressStep;
    return {
        onProgress: (bytes, total) => {
            if (bytes < next)
                return;
            next = bytes + progressStep;
            const whole = total === undefined ? '' : ` of ${(total / mebibyte).toFixed(1)}`;
            progress(`${what}: ${(bytes / mebibyte).toFixed(1)}${whole} MiB`);
        },
    };
}

// EXTERNAL MODULE: ./lib/toolchain/go-settings.js
var go_settings = __webpack_require__(44483);
// EXTERNAL MODULE: ./lib/toolchain/module-access.js
var module_access = __webpack_require__(58646);
;// CONCATENATED MODULE: ./lib/toolchain/resolve.js












/**
 * Finds the Go that is wanted: on PATH, in the tool cache, or on the network, where it is checked before it is used.
 * @throws SlipwayError E_TOOLCHAIN when there is no such version, nothing fits without the network, or a digest does not fit;
 *   E_CONFIG for Go settings that cannot be read; E_NETWORK, E_AUTH, E_IO
 */
async function resolveToolchain(wanted, ports, patience = retry/* defaultPatience */.B) {
    const local = wanted.kind === 'url' ? { go: undefined, notices: [] } : await (0,toolchain_local/* findLocalGo */.X)(ports);
    const settings = await (0,go_settings/* readGoSettings */.q)(ports.env, { goroot: local.go?.goroot, host: ports.host });
    return (0,module_access/* withModuleAccess */.x)(ports, settings, patience, async (access) => {
        const cache = { ...ports, signal: ports.signal };
        const usable = (entry) => entry.checkedBy !== undefined || isExempt(settings);
        const cached = async () => (await (0,tool_cache/* listCached */.$0)(cache)).filter(usable);
        const found = await resolveWanted(wanted, { ports, settings, access, cache, local: local.go, cached });
        return { ...found, notices: [...local.notices, ...found.notices] };
    });
}
function isExempt(settings) {
    return (0,checksum_database/* exemption */.O)(settings, toolchain_module/* toolchainModule */.IV) !== undefined;
}
async function resolveWanted(wanted, resolving) {
    if (wanted.kind === 'url')
        return byUrl(wanted, resolving);
    const { askedBy } = wanted;
    const { local, settings } = resolving;
    const choice = wanted.kind === 'exact'
        ? { version: wanted.version, pinned: true, notices: [] }
        : await chooseVersion(wanted, resolving);
    if (local !== undefined && local.name === choice.version) {
        const { name, goroot, go } = local;
        return { ...choice, version: name, goroot, go, source: 'PATH', digest: undefined, askedBy };
    }
    const used = await cachedOrFetched(choice.version, askedBy, resolving);
    const reason = used.checkedBy === undefined ? (0,checksum_database/* exemption */.O)(settings, toolchain_module/* toolchainModule */.IV) : undefined;
    const warning = `${choice.version} was not checked with the checksum database: ${reason} switches it off`;
    const notices = reason === undefined ? choice.notices : [...choice.notices, warning];
    return { ...choice, ...fromCache(used, resolving), askedBy, notices };
}
function fromCache(entry, { ports }) {
    const { version, goroot, digest } = entry;
    const go = (0,external_node_path_.join)(goroot, 'bin', ports.host.os === 'windows' ? 'go.exe' : 'go');
    return {
        version,
        goroot,
        go,
        digest,
        source: entry.wasThere ? `tool cache (${entry.source})` : entry.source,
    };
}
async function cachedOrFetched(version, askedBy, resolving) {
    const { ports, settings, access, cache } = resolving;
    const present = await (0,tool_cache/* findCached */.aY)(cache, version);
    if (present !== undefined && (present.checkedBy !== undefined || isExempt(settings))) {
        return { ...present, wasThere: true };
    }
    const name = `${toolchain_module/* toolchainModule */.IV}@${(0,toolchain_module/* moduleVersionOf */.w4)(version, ports.host)}`;
    if (ports.offline) {
        throw new errors/* SlipwayError */.GQ('E_TOOLCHAIN', `${version} (asked for by ${askedBy}) is not on this machine`, {
            hint: `it would be fetched as ${name}; run once without --offline, or put it on PATH`,
        });
    }
    const answer = await fetchByModule(version, access, cache);
    if ('found' in answer)
        return answer.found;
    throw new errors/* SlipwayError */.GQ('E_TOOLCHAIN', `${version} (asked for by ${askedBy}) cannot be had: ${answer.missing}`, {
        hint: await nearestVersions(version, access, ports.host),
    });
}
async function byUrl(wanted, resolving) {
    const { ports, access, cache } = resolving;
    const present = await (0,tool_cache/* findCached */.aY)(cache, keyOfUrl(wanted.sha256));
    if (present === undefined && ports.offline) {
        throw new errors/* SlipwayError */.GQ('E_TOOLCHAIN', `the Go of ${wanted.askedBy} is not on this machine`, {
            hint: `it would be fetched from ${wanted.url.host}; run once without --offline`,
        });
    }
    const used = present ?? (await fetchByUrl(wanted, access, cache));
    const entry = { ...used, wasThere: present !== undefined };
    return { ...fromCache(entry, resolving), askedBy: wanted.askedBy, pinned: true, notices: [] };
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

/***/ 1929:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cb: () => (/* binding */ badArchive),
/* harmony export */   IN: () => (/* binding */ toolchainLimits),
/* harmony export */   b6: () => (/* binding */ startUnpacking)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(76760);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(39580);




const toolchainLimits = { entries: 100_000, bytes: 2 ** 31 };
function startUnpacking(options) {
    const files = [];
    const names = new Set();
    const folders = new Map();
    let bytes = 0;
    const write = async (file) => {
        options.signal?.throwIfAborted();
        const path = checkedPath(file.name, options.prefix);
        // Two names that some file systems do not tell apart are as bad as two equal ones.
        const folded = path.normalize('NFC').toLowerCase();
        bytes += file.bytes;
        if (names.has(folded))
            throw badArchive(`it holds ${JSON.stringify(path)} twice`);
        if (names.add(folded).size > options.limits.entries || bytes > options.limits.bytes)
            throw badArchive(`it holds more than ${options.limits.entries} files or ${options.limits.bytes} bytes`);
        const target = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(options.directory, path);
        const folder = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(target);
        const made = folders.get(folder) ?? (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.mkdir)(folder, { recursive: true });
        folders.set(folder, made);
        await made;
        files.push({ name: file.name, path, sha256: await writeFile(target, file) });
    };
    return { write, files };
}
function checkedPath(name, prefix) {
    const path = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    const parts = path.split('/');
    if (parts.some((part) => part === '' || part === '.' || part === '..') ||
        /[\\:\x00-\x1f\ufffd]/.test(path)) {
        throw badArchive(`it holds the name ${JSON.stringify(name)}, expected one below ${JSON.stringify(prefix)}`);
    }
    return path;
}
/**
 * Programs are flushed to the disk: half of one after a power failure could still run. Of a source file the compiler would
 * complain.
 */
async function writeFile(target, file) {
    const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256');
    const handle = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.open)(target, 'wx', file.executable ? 0o755 : 0o644);
    try {
        let bytes = 0;
        for await (const chunk of file.content) {
            bytes += chunk.length;
            if (bytes > file.bytes)
                throw badArchive(`${JSON.stringify(file.name)} is longer than it says`);
            hash.update(chunk);
            await handle.write(chunk);
        }
        if (bytes !== file.bytes)
            throw badArchive(`${JSON.stringify(file.name)} is shorter than it says`);
        if (file.executable)
            await handle.sync();
    }
    finally {
        await handle.close();
    }
    return hash.digest('hex');
}
/** An archive that cannot be a Go toolchain. */
function badArchive(what, cause) {
    return new _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .SlipwayError */ .GQ('E_TOOLCHAIN', `the archive is refused: ${what}`, {
        hint: 'the download is damaged or not what it should be; nothing was kept',
        cause,
    });
}


/***/ })

};
