export const id = 771;
export const ids = [771,357,367];
export const modules = {

/***/ 44338:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ logGroups)
/* harmony export */ });
/* harmony import */ var _report_plain_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(11984);

/**
 * Groups cannot lie in each other: of those that are begun at the same time the first is shown as it goes, the next when
 * that is done. What is said is printed as plain text, so that no line of it is a command to the runner.
 */
function logGroups(print) {
    const groups = [];
    let open;
    const show = () => {
        for (let first = groups[0]; first !== undefined; first = groups[0]) {
            if (open !== first)
                print(`::group::${first.title}\n`);
            open = first;
            for (const line of first.waiting.splice(0))
                print(`${line}\n`);
            if (!first.done)
                return;
            print('::endgroup::\n');
            open = undefined;
            groups.shift();
        }
    };
    return {
        begin(title) {
            groups.push({ title, waiting: [], done: false });
            show();
        },
        say(text, title) {
            const lines = (0,_report_plain_text_js__WEBPACK_IMPORTED_MODULE_0__/* .plainText */ .w)(text).trimEnd().split('\n');
            const group = groups.find((each) => each.title === title) ?? groups[0];
            if (group === undefined)
                for (const line of lines)
                    print(`${line}\n`);
            else
                group.waiting.push(...lines);
            show();
        },
        done(title) {
            for (const group of groups)
                if (group.title === title)
                    group.done = true;
            show();
        },
        end() {
            for (const group of groups)
                group.done = true;
            show();
        },
    };
}


/***/ }),

/***/ 25266:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ keptState)
/* harmony export */ });
/** Under this name the main step leaves for the post step what is to be kept. */
const keptState = 'cache';


/***/ }),

/***/ 17771:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  workOnRunner: () => (/* binding */ workOnRunner)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/commands/build.js + 70 modules
var build = __webpack_require__(72975);
// EXTERNAL MODULE: ./lib/outside.js
var outside = __webpack_require__(56852);
// EXTERNAL MODULE: ./lib/report/plain-text.js
var plain_text = __webpack_require__(11984);
// EXTERNAL MODULE: ./lib/report/plan-text.js
var plan_text = __webpack_require__(82367);
// EXTERNAL MODULE: ./lib/report/rows.js
var report_rows = __webpack_require__(69965);
// EXTERNAL MODULE: ./lib/version.js
var version = __webpack_require__(13411);
// EXTERNAL MODULE: ./lib/actions/host.js
var actions_host = __webpack_require__(58161);
// EXTERNAL MODULE: ./lib/actions/kept.js + 9 modules
var actions_kept = __webpack_require__(86761);
// EXTERNAL MODULE: ./lib/report/format-bytes.js
var format_bytes = __webpack_require__(20085);
// EXTERNAL MODULE: ./lib/report/header.js
var header = __webpack_require__(26665);
// EXTERNAL MODULE: ./lib/report/style.js
var style = __webpack_require__(11983);
// EXTERNAL MODULE: ./lib/request/platform.js
var request_platform = __webpack_require__(34898);
;// CONCATENATED MODULE: ./lib/actions/log.js






const titles = {
    toolchain: 'Find Go',
    base: 'Get the base',
    build: 'Compile',
    inspect: 'Check the programs',
    image: 'Make the images',
    verify: 'Verify the images',
    output: 'Write the results',
    load: 'Load into the engine',
    push: 'Push',
};
const cacheTexts = {
    hit: ', nothing to do',
    partial: ', a part was there',
    miss: '',
    none: '',
};
/** How wide the log's view is before it wraps lines. */
const columns = 120;
/** A long upload says at least this often, in seconds, that it goes on. */
const patience = 10;
/** Shows a run in the runner's log: a group a stage, each line once, when there is something to say. */
function runnerLog(groups, { now, version }) {
    let rows = [];
    let toldPush = now();
    return (event) => {
        rows = (0,report_rows/* withEvent */.Rn)(rows, event, now());
        if (event.kind === 'push') {
            if (now() - toldPush < patience)
                return;
            toldPush = now();
        }
        if (event.kind === 'stage')
            groups.begin(titles[event.name]);
        const { text, stage } = lineOf(event, rows, version);
        if (text !== '')
            groups.say(text, stage && titles[stage]);
        if (event.kind === 'stage-done')
            groups.done(titles[event.name]);
    };
}
/** What is printed of an event, and in which stage's group; a notice goes wherever the reader is. */
function lineOf(event, rows, version) {
    switch (event.kind) {
        case 'stage':
            return { text: '' };
        case 'stage-done':
            return { text: `${(0,format_bytes/* formatSeconds */.X)(event.seconds)}${cacheTexts[event.cache]}`, stage: event.name };
        case 'start': {
            const { go, source, bases } = event;
            return { text: (0,header/* formatHeader */.R)({ slipway: version, toolchain: { go, source }, bases }), stage: 'base' };
        }
        case 'compile':
            return { text: compileText(event), stage: 'build' };
        case 'image':
            return { text: imageText(event, rows), stage: 'image' };
        case 'push': {
            const { repository, sentBytes } = event;
            return { text: `→ ${(0,plain_text/* plainLine */.h)(repository)}: ${(0,format_bytes/* formatBytes */.z)(sentBytes)} uploaded`, stage: 'push' };
        }
        case 'notice':
            return { text: event.text };
    }
}
function compileText(event) {
    const { target, platform, step, seconds = 0, linked } = event;
    const what = step === 'compiling' ? 'go build' : linked === false ? 'unchanged' : 'built';
    const time = step === 'compiled' ? ` ${(0,format_bytes/* formatSeconds */.X)(seconds)}` : '';
    return `${(0,plain_text/* plainLine */.h)(target)} ${(0,request_platform/* formatPlatform */.Bq)(platform)}: ${what}${time}`;
}
function imageText({ target, platform }, rows) {
    const row = rows.find((each) => (0,report_rows/* isRowOf */.m9)(each, target, platform));
    if (row === undefined)
        return '';
    return (0,report_rows/* formatRows */.dZ)([row], { columns, style: (0,style/* styleOf */.V)(false) })[0]?.trim() ?? '';
}

// EXTERNAL MODULE: ./lib/actions/log-groups.js
var log_groups = __webpack_require__(44338);
// EXTERNAL MODULE: ./lib/forge/rights.js
var rights = __webpack_require__(84048);
// EXTERNAL MODULE: ./lib/request/push.js
var request_push = __webpack_require__(93445);
// EXTERNAL MODULE: ./lib/request/resolve.js
var resolve = __webpack_require__(9357);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(39580);
;// CONCATENATED MODULE: ./lib/actions/request.js





/** Tags of an image that is pushed when nobody says which: what the event gives of these. */
const usualTags = ['semver', 'branch', 'sha', 'pr'];
/**
 * The request of a run on a runner. What the event means is decided here and nowhere else: on the default branch and for
 * tags the image is pushed, elsewhere only when the workflow says so, and never from a fork.
 * @param folder where results go that nobody names a place for
 * @throws SlipwayError E_CONFIG as buildRequest; when push is true and nothing says where to
 */
async function actionRequest({ values, push, own }, event, host, folder) {
    const { publishes, why } = event === undefined ? { publishes: false, why: 'no event of GitHub' } : (0,rights/* usualPublishing */.w)(event);
    const obstacle = event && (0,rights/* pushObstacle */.Y)(event);
    const asked = push ?? (values.push !== undefined ? true : undefined);
    const wanted = asked ?? publishes;
    let places = [];
    const usual = {
        push: (said, image) => {
            places = said.length > 0 || image === undefined ? said : [image];
            if (push === true && places.length === 0)
                throw nowhere();
            return wanted && obstacle === undefined ? places : [];
        },
        outputs: () => [{ kind: 'oci', path: (0,external_node_path_.join)(folder, 'layout') }],
        tags: (pushed) => (pushed.length > 0 && !pushed.every(request_push/* isTagged */.$J) ? usualTags : []),
    };
    const request = await (0,resolve.buildRequest)({ values, positionals: [own.source] }, host, usual);
    const held = wanted && places.length > 0 ? obstacle : undefined;
    return { request, about: why, address: event?.runAddress, notPushed: held };
}
function nowhere() {
    return new errors/* SlipwayError */.GQ('E_CONFIG', 'the input push is true, and nothing says where to', {
        hint: 'add the input image, such as ghcr.io/acme/api, or write the reference itself: push: ghcr.io/acme/api',
    });
}

// EXTERNAL MODULE: ./lib/actions/runner.js
var runner = __webpack_require__(2201);
// EXTERNAL MODULE: ./lib/toolchain/resolve.js + 4 modules
var toolchain_resolve = __webpack_require__(58706);
// EXTERNAL MODULE: ./lib/toolchain/wanted.js + 1 modules
var wanted = __webpack_require__(95165);
;// CONCATENATED MODULE: ./lib/actions/set-up.js





/**
 * Puts the Go that the source or the workflow asks for first on PATH for later steps, and builds nothing. A job without a
 * Go module, which only wants the program slipway, asks for none.
 */
async function setUpGo(request, ports, groups) {
    groups.begin(title);
    const started = ports.clock.seconds();
    const toolchain = await findGo(request, ports, groups);
    if (toolchain === undefined)
        groups.say('there is no go.mod here, and no go-version is asked for', title);
    else {
        groups.say(`${toolchain.version} (${toolchain.source}), asked for by ${toolchain.askedBy}`, title);
        for (const notice of toolchain.notices)
            groups.say(notice, title);
        (0,runner/* addPath */.fM)((0,external_node_path_.join)(toolchain.goroot, 'bin'));
        (0,runner/* setOutputs */.n0)({ 'go-version': toolchain.version.replace(/^go/, '') });
    }
    groups.say((0,format_bytes/* formatSeconds */.X)(ports.clock.seconds() - started), title);
    groups.done(title);
}
const title = 'Set up Go';
async function findGo(request, ports, groups) {
    const { source, go, cacheDirectory, offline } = request;
    const { exec, env, host, signal, http } = ports;
    const directory = source.kind === 'directory' ? source.directory : cacheDirectory;
    const said = go.version !== undefined || go.versionFile !== undefined;
    const gowork = env['GOWORK'];
    if (!said && (await (0,wanted/* governingFile */.k3)(directory, gowork)) === undefined)
        return undefined;
    const progress = (text) => groups.say(text, title);
    return (0,toolchain_resolve/* resolveToolchain */.W)(await (0,wanted/* wantedGo */.y6)(go, directory, { gowork }), {
        exec,
        env,
        host,
        cacheDirectory,
        offline,
        progress,
        signal,
        http,
    });
}

// EXTERNAL MODULE: ./lib/actions/state.js
var state = __webpack_require__(25266);
// EXTERNAL MODULE: ./lib/actions/tell.js + 4 modules
var tell = __webpack_require__(46262);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
;// CONCATENATED MODULE: ./lib/actions/tool-path.js


/**
 * Writes the program `slipway` into a folder, as a script that runs the one beside the action on the action's Node; the folder
 * is for PATH.
 * @param program path of dist/cli.js
 */
async function writeProgram(folder, node, program) {
    const bin = (0,external_node_path_.join)(folder, 'bin');
    await (0,promises_.mkdir)(bin, { recursive: true });
    const script = (0,external_node_path_.join)(bin, 'slipway');
    await (0,promises_.writeFile)(script, `#!/bin/sh\nexec ${shellWord(node)} ${shellWord(program)} "$@"\n`);
    await (0,promises_.chmod)(script, 0o755);
    await (0,promises_.writeFile)((0,external_node_path_.join)(bin, 'slipway.cmd'), `@"${node}" "${program}" %*\r\n`);
    return bin;
}
/** One word of a POSIX shell, whatever is in it (POSIX.1-2017, 2.2.2 "Single-Quotes"). */
function shellWord(text) {
    return `'${text.replaceAll("'", "'\\''")}'`;
}

;// CONCATENATED MODULE: ./lib/actions/work.js

















/** Does what the workflow asks for, tells it as it goes and in the end, and gives the exit status. */
async function workOnRunner(inputs, event, host) {
    const folder = await (0,actions_host/* stepFolder */.Do)(host.env);
    (0,runner/* addPath */.fM)(await writeProgram(folder, host.node, host.program));
    const asked = await actionRequest(inputs, event, host, folder);
    const only = inputs.own['setup-only'] === 'true';
    host.print(`${only ? 'sets up Go, and builds nothing' : intention(asked)}\n`);
    const groups = (0,log_groups/* logGroups */.D)(host.print);
    try {
        const kept = await (0,actions_kept/* restoreKept */.p)(inputs, asked.request, (0,outside/* goHost */.TR)(), host, groups);
        if (kept !== undefined)
            (0,runner/* setOutputs */.n0)({ 'cache-hit': String(kept.hit) });
        return await (only ? setUp : work_build)(asked, folder, host, groups).finally(() => keep(kept, host));
    }
    finally {
        groups.end();
    }
}
/** A build that failed is kept as well: what it fetched and compiled is whole. One that was broken off is not. */
function keep(kept, { signal }) {
    if (kept !== undefined && !signal.aborted)
        (0,runner/* saveState */.LZ)(state/* keptState */.g, JSON.stringify(kept.state));
}
async function setUp({ request }, _folder, host, groups) {
    const ports = portsOf(request, host, () => undefined);
    await setUpGo(request, ports, groups);
    return 0;
}
async function work_build(asked, folder, host, groups) {
    const watched = watch(runnerLog(groups, { now: host.now, version: version/* slipwayVersion */.u }), host.now);
    const answer = await (0,build.buildCommand)(asked.request, portsOf(asked.request, host, watched.progress));
    groups.end();
    if (answer.kind === 'report')
        return (0,tell/* tellReport */.k)(answer.report, asked, { rows: watched.rows(), folder }, host);
    host.print(`${(0,plan_text.formatPlan)(answer.plan)}\n`);
    return 0;
}
function portsOf({ cacheDirectory }, { env, signal }, progress) {
    return { ...(0,outside/* realPorts */.RV)(cacheDirectory, progress, signal), env };
}
/** The same progress, with the rows that a summary shows; and Go is offered to later steps as soon as it is known. */
function watch(tell, now) {
    let rows = [];
    return {
        progress(event) {
            rows = (0,report_rows/* withEvent */.Rn)(rows, event, now());
            if (event.kind === 'start')
                offerGo(event);
            tell(event);
        },
        rows: () => rows,
    };
}
/** The steps that follow find the same Go first; the one on PATH is there already. */
function offerGo({ source, goroot }) {
    if (source !== 'PATH')
        (0,runner/* addPath */.fM)((0,external_node_path_.join)(goroot, 'bin'));
}
/** What this run will do, and what it will not although the workflow says so. */
function intention({ request, notPushed }) {
    if (request.push.length > 0)
        return (0,plain_text/* plainLine */.h)(`builds, verifies, and pushes to ${request.push.join(', ')}`);
    return (0,plain_text/* plainLine */.h)(`builds and verifies${notPushed === undefined ? '' : `; does not push: ${notPushed}`}`);
}


/***/ }),

/***/ 82367:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   formatPlan: () => (/* binding */ formatPlan)
/* harmony export */ });
/* harmony import */ var _plain_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(11984);

/** A plan for a person: what is known, then every command as one could paste it. Ends without a line break. */
function formatPlan(plan) {
    const { toolchain } = plan;
    const facts = [
        ['source', plan.source],
        ['go', `${toolchain.go} (${toolchain.source}), asked for by ${toolchain.askedBy}`],
        ...plan.targets.flatMap((target) => [
            ['target', `${target.name}, ${target.package}`],
            ['', `${target.platforms.join(', ')} on ${target.base}`],
            ...(target.outputs.length > 0 ? [['', target.outputs.join(', ')]] : []),
            ...target.push.map((reference) => ['', `push to ${reference}`]),
        ]),
        ...(plan.tags.length > 0 ? [['tags', plan.tags.join(' ')]] : []),
        ...(plan.load === undefined ? [] : [['load', plan.load]]),
    ];
    const rows = facts.map(([name = '', text = '']) => `  ${name.padEnd(8)}${(0,_plain_text_js__WEBPACK_IMPORTED_MODULE_0__/* .plainLine */ .h)(text)}`);
    return [
        `slipway ${plan.slipway} · dry run: nothing was run, fetched or written`,
        '',
        ...rows,
        '',
        ...plan.commands.map((command) => `  $ ${(0,_plain_text_js__WEBPACK_IMPORTED_MODULE_0__/* .plainLine */ .h)(command)}`),
    ].join('\n');
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


/***/ })

};
