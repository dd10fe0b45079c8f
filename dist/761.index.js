export const id = 761;
export const ids = [761];
export const modules = {

/***/ 86761:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  p: () => (/* binding */ restoreKept),
  saveKept: () => (/* binding */ saveKept)
});

// EXTERNAL MODULE: ./lib/support/fields.js
var fields = __webpack_require__(25070);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
;// CONCATENATED MODULE: ./lib/cache/cached-folders.js


/**
 * Whether what came into the folders since a time is worth saving all of them again: a module version, a toolchain, or a
 * good part of the compiled packages. A time of birth tells: modification times come from archives, and go renews those of
 * entries that it uses. A file system without it makes everything new.
 * @param since milliseconds since 1970
 */
async function isWorthSaving(folders, since) {
    for (const { kind, path } of folders)
        if (await newIn[kind](path, since))
            return true;
    return false;
}
const newIn = {
    // Every module version is one zip, which go renames into place.
    modules: async (path, since) => (await filesIn(path)).some(({ names, state }) => names.at(-1)?.endsWith('.zip') && isNew(state, since)),
    packages: haveNewPackages,
    // go1.27.0.linux-amd64 and sha256-….linux-amd64, but no locks and no work folders.
    toolchains: async (path, since) => {
        const names = (await namesIn(path)).filter((name) => /^(?:go|sha256-).*(?<!\.lock)$/.test(name));
        const states = await Promise.all(names.map((name) => (0,promises_.lstat)((0,external_node_path_.join)(path, name))));
        return states.some((state) => isNew(state, since));
    },
};
/** New by this part of all bytes is worth it: a commit's own packages change with the next one again, dependencies do not. */
const goodPart = 1 / 64;
/**
 * Entries are in 256 folders (cmd/go/internal/cache); beside packages there are small indexes of the packages of the main
 * module, new ones after every checkout.
 */
async function haveNewPackages(path, since) {
    const files = (await filesIn(path)).filter(({ names }) => /^[0-9a-f]{2}$/.test(names[0]));
    const bytes = (some) => some.reduce((sum, { state }) => sum + state.size, 0);
    const fresh = bytes(files.filter(({ state }) => isNew(state, since)));
    return fresh > 0 && fresh >= goodPart * bytes(files);
}
function isNew({ birthtimeMs, ctimeMs }, since) {
    return (birthtimeMs === 0 ? ctimeMs : birthtimeMs) >= since;
}
/** How far a file system's clock may lag behind the process's, in milliseconds, with much room. */
const clockLag = 2000;
/**
 * Takes away what was written since a time, when that was cut off: files that may be half there. A toolchain goes whole.
 * @param since milliseconds since 1970
 */
async function discardWrittenSince(folders, since) {
    for (const { kind, path } of folders) {
        // Not the time of birth: a file that was there may have been written over.
        const written = (await filesIn(path)).filter(({ state }) => state.ctimeMs >= since - clockLag);
        const paths = written.map(({ names }) => (0,external_node_path_.join)(path, ...(kind === 'toolchains' ? names.slice(0, 1) : names)));
        for (const each of new Set(paths))
            await (0,promises_.rm)(each, { recursive: true, force: true, maxRetries: 3 });
    }
}
/** Every file below a folder; none where there is no folder. */
async function filesIn(path) {
    const entries = await (0,promises_.readdir)(path, { withFileTypes: true }).catch(() => []);
    const found = [];
    for (const entry of entries) {
        const inside = (0,external_node_path_.join)(path, entry.name);
        if (!entry.isDirectory())
            found.push({ names: [entry.name], state: await (0,promises_.lstat)(inside) });
        else
            for (const file of await filesIn(inside))
                found.push({ ...file, names: [entry.name, ...file.names] });
    }
    return found;
}
async function namesIn(path) {
    return await (0,promises_.readdir)(path).catch(() => []);
}

;// CONCATENATED MODULE: ./lib/cache/build-cache.js


/**
 * Brings the nearest entry here, before the build. A cache that does not work costs a notice; a half restored one is removed.
 * @param now milliseconds since 1970
 */
async function restoreBuildCache(plan, cache, now) {
    const { key, prefixes, folders } = plan;
    const began = now();
    const outcome = await cache.restore(pathsOf(folders), key, prefixes);
    if (outcome.kind === 'failed')
        await discardWrittenSince(folders, began);
    const restoredKey = outcome.kind === 'restored' ? outcome.key : undefined;
    const hit = restoredKey === key;
    // An entry is never written again, and a service that is down now gets no second chance to cost time.
    const inVain = hit || outcome.kind === 'unavailable' || outcome.kind === 'absent';
    const mayWrite = plan.mayWrite && !inVain;
    return {
        state: { key, folders, mayWrite, restoredKey, since: now() },
        hit,
        notice: noticeOf(outcome),
    };
}
function noticeOf(outcome) {
    if (outcome.kind === 'unavailable')
        return `the cache is not used: ${outcome.reason}`;
    if (outcome.kind === 'failed')
        return `the cache could not be restored: ${outcome.reason}`;
    return undefined;
}
/**
 * Saves what the run brought, once, at its end: when something is there that was not before the build. A build that
 * failed saves as well: an entry of GOCACHE is addressed by what it was made from, a module's zip and a toolchain are moved
 * into place when they are whole, and the next commit, which puts it right, needs all of them.
 */
async function saveBuildCache(state, cache) {
    if (!state.mayWrite || !(await isWorthSaving(state.folders, state.since)))
        return { kind: 'not-needed' };
    const outcome = await cache.save(pathsOf(state.folders), state.key);
    if (outcome.kind === 'saved')
        return { kind: 'saved', key: state.key };
    if (outcome.kind === 'failed')
        return { kind: 'failed', notice: `the cache could not be saved: ${outcome.reason}` };
    return { kind: 'not-needed' };
}
function pathsOf(folders) {
    return folders.map(({ path }) => path);
}
/** Reads what `JSON.stringify` made of a state; undefined when the run did not come so far as to have one. */
function parseRestoredState(text) {
    const { key, folders, mayWrite, restoredKey, since } = (0,fields/* parseFields */.L5)(text) ?? {};
    if (typeof key !== 'string' || typeof since !== 'number' || !Array.isArray(folders))
        return undefined;
    if (!folders.every(isCachedFolder))
        return undefined;
    const restored = typeof restoredKey === 'string' ? restoredKey : undefined;
    return { key, folders, mayWrite: mayWrite === true, restoredKey: restored, since };
}
function isCachedFolder(value) {
    return ((0,fields/* isFields */.Ce)(value) &&
        typeof value['path'] === 'string' &&
        ['modules', 'packages', 'toolchains'].includes(String(value['kind'])));
}

// EXTERNAL MODULE: ./lib/report/format-bytes.js
var format_bytes = __webpack_require__(20085);
// EXTERNAL MODULE: ./lib/support/exec.js + 1 modules
var exec = __webpack_require__(51574);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./lib/cache/build-cache-key.js

/** Raised when entries of older versions must not be read any more. */
const format = 1;
/**
 * `slipway-1-OS-ARCHITECTURE-PLACE-TRUST-SETTINGS-DEPENDENCIES-COMMIT`. A service finds an entry by the beginning of its
 * key, the full key included, so every part has no hyphen, and the trust comes before all that a pull request can choose:
 * no key or prefix of a branch begins a key of a pull request, whatever the service keeps apart.
 */
function buildCacheKeys(parts) {
    const machine = ['slipway', format, word(parts.os), word(parts.architecture), build_cache_key_short(parts.place)].join('-');
    const near = [build_cache_key_short(parts.settings), build_cache_key_short(parts.dependencies)];
    const prefixesOf = (who) => [near, near.slice(0, 1), []].map((more) => `${[machine, who, ...more].join('-')}-`);
    const branch = prefixesOf('branch');
    const own = parts.trust === 'pull-request' ? prefixesOf('pr') : branch;
    return {
        key: `${own[0]}${build_cache_key_short(parts.commit)}`,
        prefixes: own === branch ? branch : [...own, ...branch],
    };
}
/** A word as it is, anything else by its hash. */
function word(text) {
    return /^[a-z0-9]{1,16}$/.test(text) ? text : build_cache_key_short(text);
}
/** 80 bits: enough to keep apart what nobody profits from confusing, since it is within one level of trust. */
function build_cache_key_short(value) {
    return (0,external_node_crypto_.createHash)('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 20);
}

// EXTERNAL MODULE: ./lib/support/files.js
var support_files = __webpack_require__(15932);
// EXTERNAL MODULE: ./lib/support/hashing.js
var hashing = __webpack_require__(47823);
;// CONCATENATED MODULE: ./lib/cache/dependency-files.js





const moduleFiles = ['go.mod', 'go.sum', 'go.work', 'go.work.sum'];
/**
 * The files that say what a build depends on, as setup-go's cache-dependency-path has it: paths and patterns, one a line,
 * relative to the workspace; `!` in front takes files out again, and lines with `#` in front are comments. Only files in
 * the workspace count.
 * @param source a folder; undefined for a published module
 * @param patterns '' or undefined: the module's and workspace's own files, in the source folder and the folders above it
 */
async function hashDependencyFiles(workspace, source, patterns) {
    const lines = linesOf(patterns ?? '');
    const { files, unmatched } = lines.length === 0
        ? { files: source === undefined ? [] : await ownFiles(workspace, source), unmatched: [] }
        : await matching(workspace, lines);
    const hash = (0,external_node_crypto_.createHash)('sha256');
    for (const file of files) {
        const name = (0,external_node_path_.relative)(workspace, file).split(external_node_path_.sep).join('/');
        hash.update(JSON.stringify([name, (await (0,hashing/* sha256File */.Q3)(file)).digest]));
    }
    return { files, hash: hash.digest('hex'), unmatched };
}
function linesOf(patterns) {
    return patterns
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '' && !line.startsWith('#'));
}
/** From the source folder up to the workspace, as the go command looks for go.work; a source elsewhere stands alone. */
async function ownFiles(workspace, source) {
    const folders = [source];
    for (let folder = source; isWithin(workspace, folder) && folder !== workspace;) {
        folder = (0,external_node_path_.dirname)(folder);
        folders.push(folder);
    }
    const files = folders.flatMap((folder) => moduleFiles.map((name) => (0,external_node_path_.join)(folder, name)));
    const there = await Promise.all(files.map(support_files/* isFile */.fo));
    return files.filter((_, at) => there[at]).sort();
}
async function matching(workspace, lines) {
    const exclude = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1).trim());
    const found = new Set();
    const unmatched = [];
    for (const pattern of lines.filter((line) => !line.startsWith('!'))) {
        const files = await filesOf(workspace, pattern, exclude);
        if (files.length === 0)
            unmatched.push(pattern);
        for (const file of files)
            found.add(file);
    }
    return { files: [...found].sort(), unmatched };
}
async function filesOf(workspace, pattern, exclude) {
    const files = [];
    for await (const name of (0,promises_.glob)(pattern, { cwd: workspace, exclude: [...exclude] })) {
        const path = (0,external_node_path_.isAbsolute)(name) ? name : (0,external_node_path_.join)(workspace, name);
        if (isWithin(workspace, path) && (await (0,support_files/* isFile */.fo)(path)))
            files.push(path);
    }
    return files;
}
function isWithin(folder, path) {
    const way = (0,external_node_path_.relative)(folder, path);
    return way !== '..' && !way.startsWith(`..${external_node_path_.sep}`) && !(0,external_node_path_.isAbsolute)(way);
}

;// CONCATENATED MODULE: ./lib/forge/cache-trust.js
/** Events whose code and ref somebody with write access chose, with a branch as the ref. */
const branchEvents = new Set(['push', 'schedule', 'workflow_dispatch']);
/**
 * GitHub keeps an entry for the ref of the run that saved it. A run reads its own ref's entries, the default branch's,
 * and for a pull request the base branch's (docs.github.com, "Dependency caching reference", Restrictions for accessing a
 * cache). From that follows:
 *
 * - A pull request's code is anybody's. Its entries are kept for refs/pull/N/merge, but once merged its `closed` event has
 *   the base branch as the ref: then nothing is saved.
 * - pull_request_target, workflow_run, issue_comment and their like run in the default branch's scope, often on code of
 *   strangers: they save nothing, whatever the token allows.
 * - What a tag or a merge group's short-lived branch saves, only a re-run could read: it would push out what others need.
 *   A merge group also builds code that is not merged yet.
 */
function cacheTrust({ event, ref, cacheMode }) {
    if (['read', 'none'].includes(cacheMode?.trim().toLowerCase() ?? ''))
        return 'none';
    if (event === 'pull_request')
        return ref.startsWith('refs/pull/') ? 'pull-request' : 'none';
    return branchEvents.has(event) && ref.startsWith('refs/heads/') ? 'branch' : 'none';
}

// EXTERNAL MODULE: ./lib/request/platform.js
var platform = __webpack_require__(34898);
// EXTERNAL MODULE: ./lib/toolchain/go-settings.js
var go_settings = __webpack_require__(44483);
// EXTERNAL MODULE: ./lib/toolchain/tool-cache.js
var tool_cache = __webpack_require__(82630);
;// CONCATENATED MODULE: ./lib/actions/build-cache-plan.js







/** What this run wants of the remote cache: which folders, under which keys, and whether it may save. */
async function planBuildCache(options) {
    const { request, env, host, dependencyPath } = options;
    const workspace = env['GITHUB_WORKSPACE'] ?? '';
    const folders = await cachedFolders(options);
    const trust = cacheTrust({
        event: env['GITHUB_EVENT_NAME'] ?? '',
        ref: env['GITHUB_REF'] ?? '',
        cacheMode: env['ACTIONS_CACHE_MODE'],
    });
    const source = request.source.kind === 'directory' ? request.source.directory : undefined;
    const dependencies = await hashDependencyFiles(workspace, source, dependencyPath);
    const keys = buildCacheKeys({
        os: host.os,
        architecture: host.architecture,
        place: [workspace, ...folders.map(({ path }) => path)],
        trust,
        settings: compileSettings(request, workspace),
        dependencies: dependencies.hash,
        commit: env['GITHUB_SHA'] ?? '',
    });
    const notices = dependencies.unmatched.map((pattern) => `cache-dependency-path: ${JSON.stringify(pattern)} matches no file in the workspace`);
    return { plan: { ...keys, folders, mayWrite: trust !== 'none' }, notices };
}
/** The order is part of what finds an entry again. */
async function cachedFolders({ request, env, host }) {
    const { GOMODCACHE, GOCACHE } = await (0,go_settings/* readGoSettings */.q)(env, { host });
    const folders = [
        { kind: 'modules', path: GOMODCACHE.value === '' ? '' : (0,external_node_path_.join)(GOMODCACHE.value, 'cache', 'download') },
        { kind: 'packages', path: GOCACHE.value },
        { kind: 'toolchains', path: (0,tool_cache/* toolchainFolder */.uU)(request.cacheDirectory) },
    ];
    // GOCACHE=off, or a user without a home folder.
    return folders.filter(({ path }) => (0,external_node_path_.isAbsolute)(path));
}
/** What decides about compiled packages. Linker flags do not: linking is never remembered in GOCACHE. */
function compileSettings({ source, go, targets, defaults }, workspace) {
    const within = (path) => (0,external_node_path_.relative)(workspace, path).split(external_node_path_.sep).join('/');
    const each = [defaults, ...targets.map(({ settings }) => settings)].map(ofTarget);
    return {
        source: source.kind === 'directory' ? within(source.directory) : [source.path, source.version],
        go: [go.version, go.sha256, go.versionFile === undefined ? undefined : within(go.versionFile)],
        targets: [...new Set(each.map((settings) => JSON.stringify(settings)))].sort(),
    };
}
function ofTarget({ platforms, buildTags, goexperiment, cgo }) {
    return {
        platforms: platforms.map(platform/* formatPlatform */.Bq).sort(),
        buildTags: [...buildTags].sort(),
        goexperiment: [...goexperiment].sort(),
        cgo,
    };
}

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
;// CONCATENATED MODULE: ./lib/actions/cache-protocol.js
/** An entry that has this as its first argument does a cache job and nothing else. */
const cacheJobArgument = 'cache-job';

;// CONCATENATED MODULE: ./lib/actions/cache-words.js
/** Reads the library's lines (version 6: cache.ts, cacheTwirpClient.ts); commands are written as @actions/core escapes them. */
function readCacheWords(output) {
    const last = (pattern) => {
        const texts = [...output.matchAll(pattern)].map(([, text = '']) => plainReason(text));
        return texts.findLast((text) => text !== '');
    };
    return {
        complaint: last(/^::(?:warning|error)(?: [^:]*)?::(.*)$/gm),
        refusal: last(/^::debug::Failed to reserve cache: (.*)$/gm) ?? last(/^Failed to save: .*More details: (.*)$/gm),
        attempt: last(/^Attempt \d+ of \d+ failed with error: (.*)\. Retrying request in .*$/gm),
    };
}
const longest = 300;
/** The library's layers, each of which puts its own words in front. */
const cache_words_layers = /^(?:Error: |Failed to (?:restore|save|[A-Z]\w+): |Received non-retryable error: )+/;
/** One line without the library's layers, and without what follows `?` in an address: that is a signature to read with. */
function plainReason(text) {
    const [line = ''] = text.replaceAll('%0D', '').replaceAll('%0A', '\n').replaceAll('%25', '%').split('\n');
    const plain = line.replace(cache_words_layers, '').replaceAll(/(https?:\/\/[^\s?"']+)\?[^\s"']*/g, '$1');
    return plain.trim().slice(0, longest);
}

;// CONCATENATED MODULE: ./lib/actions/cache-service.js







/** Long enough for a retry or two; a cold build of most programs takes less than the ten minutes. */
const usualLimits = { answerMilliseconds: 15_000, totalMilliseconds: 600_000 };
/**
 * GitHub's cache service behind the port, through @actions/cache. The library runs in a process of its own: so what it
 * prints makes no annotations, a limit of time also ends its tar, and the action neither loads nor waits for it.
 */
function cacheService(options) {
    const limits = options.limits ?? usualLimits;
    const run = (job) => runJob(options, limits, { ...job, answerMilliseconds: limits.answerMilliseconds });
    return {
        restore: async (paths, key, prefixes) => restoreOutcome(await run({ task: 'restore', paths, key, prefixes }), limits),
        save: async (paths, key) => saveOutcome(await run({ task: 'save', paths, key, prefixes: [] }), limits),
    };
}
function restoreOutcome(done, limits) {
    if (done.answer === undefined)
        return { kind: 'failed', reason: done.reason };
    const { answer, words } = done;
    switch (answer.kind) {
        case 'restored':
            return { kind: 'restored', key: answer.key };
        case 'absent':
            return { kind: 'absent' };
        case 'unanswered':
            return { kind: 'unavailable', reason: unanswered(words, limits) };
        case 'foreign':
            return {
                kind: 'unavailable',
                reason: `the service answered with ${plainReason(answer.key)}, which was not asked for`,
            };
        case 'nothing':
            return words.complaint === undefined
                ? { kind: 'nothing' }
                : { kind: 'unavailable', reason: words.complaint };
        default:
            return { kind: 'failed', reason: words.complaint ?? 'the entry went away while it was fetched' };
    }
}
function saveOutcome(done, limits) {
    if (done.answer === undefined)
        return { kind: 'failed', reason: done.reason };
    const { answer, words } = done;
    if (answer.kind === 'absent' || answer.kind === 'exists')
        return { kind: answer.kind };
    if (answer.kind === 'unanswered')
        return { kind: 'failed', reason: unanswered(words, limits) };
    // The library gives a number for an entry of the older service that it could not fill.
    if (answer.kind === 'saved' && words.complaint === undefined)
        return { kind: 'saved' };
    const reason = words.refusal ?? words.complaint ?? 'the service took nothing and did not say why';
    return isTaken(reason) ? { kind: 'exists' } : { kind: 'failed', reason };
}
/** Another job of the same commit was first: status 409, or `ok: false` without a word in the library's own text. */
function isTaken(reason) {
    return /\(409\)|already exists?\b|^Response was not ok$/i.test(reason);
}
function unanswered({ attempt, complaint }, { answerMilliseconds }) {
    const said = attempt ?? complaint;
    const detail = said === undefined ? '' : ` (${said})`;
    return `the service gave no answer within ${answerMilliseconds / 1000} s${detail}`;
}
async function runJob(options, limits, job) {
    const { exec, env, entry, signal } = options;
    const { totalMilliseconds } = limits;
    const limit = AbortSignal.timeout(totalMilliseconds);
    const [file, ...args] = entry;
    let folder;
    try {
        // The library leaves its archive behind when it is ended.
        folder = await (0,promises_.mkdtemp)((0,external_node_path_.join)(env['RUNNER_TEMP'] || (0,external_node_os_.tmpdir)(), 'slipway-cache-'));
        const result = await exec({
            file,
            args: [...args, cacheJobArgument],
            env: jobEnvironment(env, folder),
            input: JSON.stringify(job),
            signal: AbortSignal.any([signal, limit]),
        });
        return readResult(result);
    }
    catch (error) {
        if (signal.aborted)
            return { answer: undefined, reason: 'the run was interrupted' };
        if (limit.aborted)
            return { answer: undefined, reason: `it took longer than ${totalMilliseconds / 1000} s` };
        return { answer: undefined, reason: error instanceof Error ? plainReason(error.message) : String(error) };
    }
    finally {
        if (folder !== undefined)
            await (0,promises_.rm)(folder, { recursive: true, force: true }).catch(() => undefined);
    }
}
function jobEnvironment(env, folder) {
    const given = Object.entries(env).filter((entry) => entry[1] !== undefined);
    // A stalled part of a download is given up after so many minutes; the library's own patience is ten.
    return { SEGMENT_DOWNLOAD_TIMEOUT_MINS: '2', ...Object.fromEntries(given), RUNNER_TEMP: folder };
}
function readResult(result) {
    const lines = result.stdout.trimEnd().split('\n');
    const answer = (0,fields/* parseFields */.L5)(lines.at(-1) ?? '');
    const words = readCacheWords(result.stdout);
    if (answer !== undefined && result.status === 0)
        return { answer, words };
    const said = words.complaint ?? plainReason(result.stderr.trim().split('\n').at(-1) ?? '');
    return { answer: undefined, reason: `${(0,exec/* failure */.V)(result)}${said === '' ? '' : `: ${said}`}` };
}

// EXTERNAL MODULE: ./lib/actions/log-groups.js
var log_groups = __webpack_require__(44338);
// EXTERNAL MODULE: ./lib/actions/runner.js
var runner = __webpack_require__(2201);
;// CONCATENATED MODULE: ./lib/actions/kept.js







/**
 * Brings here what earlier runs kept; undefined where nothing is to be kept: it was switched off, no network is to be used,
 * or the runner has no cache service.
 */
async function restoreKept({ own }, request, machine, host, groups) {
    const { env, now } = host;
    const service = env['ACTIONS_RESULTS_URL'] || env['ACTIONS_CACHE_URL'];
    if (own.cache !== 'true' || request.offline || request.dryRun || !service)
        return undefined;
    const title = 'Get what earlier runs kept';
    groups.begin(title);
    const began = now();
    const dependencyPath = own['cache-dependency-path'];
    const { plan, notices } = await planBuildCache({ request, env, host: machine, dependencyPath });
    const { state, hit, notice } = await restoreBuildCache(plan, serviceOf(host), Date.now);
    const found = state.restoredKey ?? (notice === undefined ? 'nothing was kept yet' : undefined);
    for (const text of [...notices, found])
        if (text !== undefined)
            groups.say(text, title);
    groups.say((0,format_bytes/* formatSeconds */.X)(now() - began), title);
    groups.done(title);
    if (notice !== undefined)
        tell(notice);
    return { state, hit };
}
/**
 * Keeps what this run brought for later ones.
 * @param text what the main step left under `keptState`; anything else keeps nothing
 */
async function saveKept(text, host) {
    const state = parseRestoredState(text);
    if (state === undefined)
        return;
    const saved = await saveBuildCache(state, serviceOf(host));
    const { say } = (0,log_groups/* logGroups */.D)(host.print);
    if (saved.kind === 'failed')
        tell(saved.notice);
    else if (saved.kind === 'saved')
        say(`kept for later runs as ${saved.key}`);
    else
        say('nothing to keep that later runs do not have');
}
/** A cache that does not work is worth a note to who looks after the repository, and nothing more. */
function tell(message) {
    (0,runner/* annotate */.fz)('notice', { title: 'slipway', message });
}
function serviceOf({ env, signal, cacheJob }) {
    return cacheService({ exec: exec.exec, env, entry: cacheJob, signal });
}


/***/ })

};
