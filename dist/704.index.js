export const id = 704;
export const ids = [704];
export const modules = {

/***/ 58161:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AN: () => (/* binding */ inputText),
/* harmony export */   Do: () => (/* binding */ stepFolder),
/* harmony export */   pr: () => (/* binding */ namedSecrets),
/* harmony export */   s0: () => (/* binding */ hideSecrets),
/* harmony export */   ub: () => (/* binding */ withToken)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(48161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(76760);



/** A folder for this step alone; the runner empties its parent with the job. */
async function stepFolder(env) {
    return (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.realpath)(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(env['RUNNER_TEMP'] || (0,node_os__WEBPACK_IMPORTED_MODULE_1__.tmpdir)(), 'slipway-')));
}
/** A workflow's text for an input; '' where it has none (docs.github.com, "Metadata syntax reference", inputs). */
function inputText(env, name) {
    return env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`]?.trim() ?? '';
}
/**
 * Hides secrets in all that the runner shows from now on, line by line too. By hand, and not by the library that the rest
 * goes through: this comes before the first line, and loading that takes longer than all else before it.
 */
function hideSecrets(secrets, print) {
    const parts = secrets.flatMap((secret) => [secret, ...secret.split(/[\r\n]+/), ...shownForms(secret)]);
    for (const part of new Set(parts)) {
        // docs.github.com, "Workflow commands": a value's %, CR and LF are escaped.
        const value = part.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
        if (part.trim() !== '')
            print(`::add-mask::${value}\n`);
    }
}
/** USER:PASSWORD goes over the wire in base64 (RFC 7617), and its password may be shown alone. */
function shownForms(secret) {
    const colon = secret.indexOf(':');
    return colon < 0 ? [] : [secret.slice(colon + 1), Buffer.from(secret).toString('base64')];
}
/** The values of the variables that inputs name as holding secrets. */
function namedSecrets({ values }, env) {
    const names = [...Object.values(values.registryAuth ?? {}), ...Object.values(values.gitAuth ?? {})];
    return names.map((name) => env[name] ?? '');
}
/** The environment of a run: GitHub's token is in it under the name that the registry client looks for. */
function withToken(env, token) {
    return token === '' ? env : { ...env, GITHUB_TOKEN: token };
}


/***/ }),

/***/ 57704:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runMain: () => (/* binding */ runMain)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/forge/event.js
var forge_event = __webpack_require__(72447);
// EXTERNAL MODULE: ./lib/forge/rights.js
var rights = __webpack_require__(84048);
// EXTERNAL MODULE: ./lib/report/plain-text.js
var plain_text = __webpack_require__(11984);
// EXTERNAL MODULE: ./lib/request/faults.js
var request_faults = __webpack_require__(50556);
// EXTERNAL MODULE: ./lib/request/inputs.js + 7 modules
var inputs = __webpack_require__(13129);
;// CONCATENATED MODULE: ./lib/request/action-inputs.js


/** What only the action has; `value` is its default as action.yml writes it. */
const ownInputs = {
    source: { value: '.', description: 'Folder of the Go module, or MODULE@VERSION.' },
    architecture: {
        value: '',
        description: "Architecture of the Go toolchain: x64, arm64 … Default: the runner's.",
    },
    cache: {
        value: 'true',
        description: 'Keep the toolchain, modules and compiled packages for later runs (docs/caching.md).',
    },
    'cache-dependency-path': {
        value: '',
        description: 'Files whose change makes a new cache, as paths or patterns, one a line. Default: go.mod, go.sum, go.work and go.work.sum.',
    },
    token: {
        value: `\${{ github.token }}`,
        description: "GitHub token, for pushing to GitHub's own registry; it is sent nowhere else.",
    },
    'setup-only': {
        value: 'false',
        description: 'Build nothing: put Go (where a go.mod or go-version asks for one) and the program slipway on PATH for later steps.',
    },
};
/** What the action gives to later steps. */
const actionOutputs = {
    digest: "The image's digest, of the index over all platforms; empty with several targets.",
    digests: 'JSON object of the digests by target.',
    image: 'What was pushed, by digest: NAME@sha256:…, one a line.',
    tags: 'What was pushed, by tag: NAME:TAG, one a line.',
    metadata: 'JSON object by target: image.name, containerimage.digest and containerimage.descriptor.',
    layout: 'Folder of the OCI image layout; with several targets one a line.',
    report: 'Path of report.json (schema/report.schema.json).',
    outcome: 'pass, needs-approval or fail.',
    summary: 'The job summary as Markdown.',
    'go-version': 'The Go that was used, such as 1.26.8.',
    'cache-hit': 'true when the cache of these very dependencies and this commit was found.',
};
/** The table's inputs that the action has, in the order that people read them. */
function actionInputs() {
    return (0,inputs/* allInputs */.j3)().flatMap((entry) => {
        const { action = {}, commands, scope } = entry;
        if (action === false || scope === 'named' || !commands.includes('build'))
            return [];
        const { name = entry.field ?? entry.flag } = action;
        if (name === undefined)
            return [];
        const { description = entry.description, otherwise = entry.otherwise } = action;
        return [{ name, description, otherwise, entry }];
    });
}
/**
 * Reads the action's inputs. A list is written one a line, or with commas where its flag takes them; a map as NAME=VALUE
 * lines; an empty text means that nothing was said.
 * @param given an input's text by its name; '' where the workflow does not have it
 * @throws SlipwayError E_CONFIG with every fault
 */
function readActionInputs(given) {
    const faults = [];
    const values = {};
    const push = yamlBoolean(given('push'));
    for (const { name, entry } of actionInputs()) {
        const texts = textsOf(entry, given(name)).map(isReference(entry) ? lowerName : (text) => text);
        if (texts.length === 0 || (entry.name === 'push' && push !== undefined))
            continue;
        values[entry.name] = entry.kind.fromFlags(texts, `the input ${name}`, faults);
    }
    const own = Object.keys(ownInputs).map((name) => [
        name,
        ownText(name, given(name), faults),
    ]);
    (0,request_faults/* throwFaults */.G3)(faults, "the action's inputs");
    return { values: values, push, own: Object.fromEntries(own) };
}
function textsOf({ kind }, text) {
    const whole = text.trim();
    if (whole === '')
        return [];
    if (kind.placeholder === undefined)
        return [String(yamlBoolean(whole) ?? whole)];
    // `load: true` is how build-push-action has it.
    if (kind.optional !== undefined && yamlBoolean(whole) !== undefined)
        return yamlBoolean(whole) === true ? [kind.optional.alone] : [];
    if (!kind.repeatable)
        return [whole];
    return whole
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
}
function isReference({ name }) {
    return name === 'image' || name === 'push';
}
/**
 * A reference with its name in lower case, which is all that registries take (distribution-spec, "Pulling manifests"): in
 * workflows names are made of github.repository, which may have capitals. The tag stays.
 */
function lowerName(reference) {
    const slash = reference.lastIndexOf('/');
    const colon = reference.indexOf(':', slash + 1);
    const end = colon < 0 ? reference.length : colon;
    return reference.slice(0, end).toLowerCase() + reference.slice(end);
}
function ownText(name, text, faults) {
    const { value } = ownInputs[name];
    const said = text.trim() || (value.includes('{{') ? '' : value);
    if (value !== 'true' && value !== 'false')
        return said;
    const read = yamlBoolean(said);
    if (read === undefined)
        faults.push({ where: `the input ${name}`, message: `${JSON.stringify(said)} is not true or false` });
    return String(read);
}
/** YAML 1.2, 10.3.2 "Tag Resolution" of the core schema: what a workflow's true and false arrive as. */
function yamlBoolean(text) {
    if (/^(?:true|True|TRUE)$/.test(text.trim()))
        return true;
    return /^(?:false|False|FALSE)$/.test(text.trim()) ? false : undefined;
}

// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(39580);
// EXTERNAL MODULE: ./lib/version.js
var version = __webpack_require__(13411);
// EXTERNAL MODULE: ./lib/actions/host.js
var host = __webpack_require__(58161);
;// CONCATENATED MODULE: ./lib/actions/main.js








/**
 * The main step of the action: inputs and event in; log, annotations, summary and outputs out. Gives the exit status. What
 * works is loaded behind the first line, which comes at once.
 */
async function runMain(outside) {
    const { env, print, cwd, signal } = outside;
    let directory = cwd;
    let event;
    try {
        const token = (0,host/* inputText */.AN)(env, 'token');
        (0,host/* hideSecrets */.s0)([token], print);
        event = await (0,forge_event/* readGitHubEvent */.Ie)(env);
        print(`${(0,plain_text/* plainLine */.h)(`slipway ${version/* slipwayVersion */.u} · ${aboutOf(event)}`)}\n`);
        const inputs = readActionInputs((name) => (0,host/* inputText */.AN)(env, name));
        (0,host/* hideSecrets */.s0)((0,host/* namedSecrets */.pr)(inputs, env), print);
        directory = (0,external_node_path_.resolve)(cwd, inputs.own.source);
        const { workOnRunner } = await Promise.all(/* import() */[__webpack_require__.e(815), __webpack_require__.e(88), __webpack_require__.e(838), __webpack_require__.e(663), __webpack_require__.e(803), __webpack_require__.e(757), __webpack_require__.e(369), __webpack_require__.e(390), __webpack_require__.e(669), __webpack_require__.e(640), __webpack_require__.e(876), __webpack_require__.e(537), __webpack_require__.e(975), __webpack_require__.e(262), __webpack_require__.e(761), __webpack_require__.e(771)]).then(__webpack_require__.bind(__webpack_require__, 17771));
        return await workOnRunner(inputs, event, { ...outside, env: (0,host/* withToken */.ub)(env, token) });
    }
    catch (error) {
        const { tellFailure } = await Promise.all(/* import() */[__webpack_require__.e(838), __webpack_require__.e(262)]).then(__webpack_require__.bind(__webpack_require__, 46262));
        const fault = (0,errors/* asSlipwayError */.I7)(signal.aborted ? signal.reason : error);
        const run = { about: aboutOf(event), address: event?.runAddress };
        return tellFailure(fault, directory, run, outside);
    }
}
/** What a run is about, in few words. */
function aboutOf(event) {
    return event === undefined ? 'no event of GitHub' : (0,rights/* usualPublishing */.w)(event).why;
}


/***/ }),

/***/ 72447:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ie: () => (/* binding */ readGitHubEvent),
/* harmony export */   ok: () => (/* binding */ isDefaultBranch)
/* harmony export */ });
/* unused harmony export gitHubEvent */
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(39580);
/* harmony import */ var _support_files_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(15932);


/**
 * The event of this run; undefined outside of GitHub Actions.
 * @throws SlipwayError E_IO when GITHUB_EVENT_PATH names a file that is not JSON
 */
async function readGitHubEvent(env) {
    if (env['GITHUB_ACTIONS'] !== 'true' || !env['GITHUB_REF'])
        return undefined;
    return gitHubEvent(env, await readPayload(env['GITHUB_EVENT_PATH']));
}
async function readPayload(path) {
    const text = path === undefined || path === '' ? undefined : await (0,_support_files_js__WEBPACK_IMPORTED_MODULE_1__/* .readTextIfExists */ .TP)(path);
    if (text === undefined)
        return undefined;
    try {
        return JSON.parse(text);
    }
    catch (cause) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SlipwayError */ .GQ('E_IO', `GITHUB_EVENT_PATH: ${path} is not JSON`, { cause });
    }
}
/**
 * An event by the runner's variables (docs.github.com, "Variables reference") and its payload ("Webhook events and
 * payloads"), which scheduled runs have next to nothing of.
 */
function gitHubEvent(env, payload) {
    const name = env['GITHUB_EVENT_NAME'] || undefined;
    const ref = env['GITHUB_REF'] ?? '';
    const pullRequest = pullRequestOf(name, ref, payload);
    const server = (env['GITHUB_SERVER_URL'] || 'https://github.com').replace(/\/+$/, '');
    const [repository, run] = [env['GITHUB_REPOSITORY'] || undefined, env['GITHUB_RUN_ID'] || undefined];
    return {
        name,
        branch: pullRequest === undefined ? after(ref, 'refs/heads/') : undefined,
        tag: pullRequest === undefined ? after(ref, 'refs/tags/') : undefined,
        defaultBranch: textAt(payload, 'repository', 'default_branch'),
        baseRef: env['GITHUB_BASE_REF'] || undefined,
        pullRequest,
        commit: env['GITHUB_SHA'] || undefined,
        server,
        runAddress: repository && run && `${server}/${repository}/actions/runs/${run}`,
    };
}
/** pull_request_target runs on the base branch, so its ref says nothing of the pull request. */
function pullRequestOf(name, ref, payload) {
    const byRef = /^refs\/pull\/(\d+)\//.exec(ref)?.[1];
    const target = name === 'pull_request_target';
    if (byRef === undefined && !target)
        return undefined;
    const number = (target ? textAt(payload, 'pull_request', 'number') : undefined) ?? byRef;
    const base = textAt(payload, 'pull_request', 'base', 'repo', 'full_name');
    const head = textAt(payload, 'pull_request', 'head', 'repo', 'full_name');
    const named = textAt(payload, 'pull_request', 'head', 'sha') !== undefined;
    return { number, fork: named && head !== base };
}
/** True where a run is about the default branch; scheduled runs are, and their payload does not name it. */
function isDefaultBranch({ name, branch, defaultBranch }) {
    if (branch === undefined)
        return false;
    return defaultBranch === undefined ? name === 'schedule' : branch === defaultBranch;
}
function after(text, start) {
    return text.startsWith(start) ? text.slice(start.length) : undefined;
}
function textAt(value, ...path) {
    const found = path.reduce((held, key) => typeof held === 'object' && held !== null ? held[key] : undefined, value);
    return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
}


/***/ }),

/***/ 84048:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ pushObstacle),
/* harmony export */   w: () => (/* binding */ usualPublishing)
/* harmony export */ });
/* harmony import */ var _event_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(72447);

/** Events that run the code of somebody who may write to the repository, and whose ref is what they are about. */
const ownEvents = ['push', 'schedule', 'workflow_dispatch', 'repository_dispatch', 'release'];
/** The usual: what is on the default branch or has a tag is published; everything else is built and verified only. */
function usualPublishing(event) {
    const { name = 'an unknown event', branch, tag, pullRequest } = event;
    if (pullRequest !== undefined)
        return { publishes: false, why: pullRequestText(pullRequest) };
    if (!ownEvents.includes(name))
        return { publishes: false, why: name };
    if (tag !== undefined)
        return { publishes: true, why: `tag ${tag}` };
    if ((0,_event_js__WEBPACK_IMPORTED_MODULE_0__/* .isDefaultBranch */ .ok)(event))
        return { publishes: true, why: `default branch ${branch}` };
    return { publishes: false, why: branch === undefined ? name : `branch ${branch}` };
}
/** Why a run cannot push even where it is told to; undefined: it may. */
function pushObstacle({ name, pullRequest }) {
    if (pullRequest?.fork !== true || name === 'pull_request_target')
        return undefined;
    return `${pullRequestText(pullRequest)}: GitHub gives it no right to push and no secret`;
}
function pullRequestText({ number, fork }) {
    return `pull request${number === undefined ? '' : ` ${number}`}${fork ? ' from a fork' : ''}`;
}


/***/ })

};
