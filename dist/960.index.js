export const id = 960;
export const ids = [960];
export const modules = {

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

/***/ 60322:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ readYaml)
/* harmony export */ });
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(38815);
/* harmony import */ var _config_node_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(16224);
/* harmony import */ var _faults_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(50556);



/** A configuration has some hundred values; far more come from aliases that multiply. */
const mostNodes = 20_000;
const mostDepth = 16;
/**
 * A YAML 1.2 document (core schema) as plain nodes. Anchors are followed; tags, merge keys, several documents and
 * duplicate keys are faults.
 * @param name how messages call the file
 */
function readYaml(source, name, faults) {
    const lines = new yaml__WEBPACK_IMPORTED_MODULE_0__/* .LineCounter */ .HN();
    const document = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .parseDocument */ .Tp)(source, {
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
    (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .visit */ .YR)(contents, {
        Alias: (_, alias) => void targets.set(alias, anchors.get(alias.source)),
        Scalar: (_, node) => anchor(node),
        Collection: (_, node) => anchor(node),
    });
    return targets;
}
function convert(node, reading, depth, aliasedAt) {
    if (!(0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isNode */ .Ll)(node))
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
    if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isAlias */ .Vj)(node)) {
        const target = reading.targets.get(node);
        if (target !== undefined)
            return convert(target, reading, depth + 1, where);
        return refuse(`there is no anchor &${node.source} before here`, yamlHints['BAD_ALIAS']);
    }
    if ('tag' in node && node.tag !== undefined)
        return refuse('YAML tags (!name) are not used in this file');
    if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(node))
        return convertScalar(node.value, node.source, where);
    if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(node)) {
        const items = node.items.map((item) => convert(item, reading, depth + 1));
        return { kind: 'list', where, items: items.filter((item) => item !== undefined) };
    }
    if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(node))
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
                message: `a field's name is a text, got ${(0,_config_node_js__WEBPACK_IMPORTED_MODULE_1__/* .describeNode */ .W)(name)}`,
            });
            continue;
        }
        const first = seen.get(name.text);
        if (first !== undefined) {
            const message = `${(0,_faults_js__WEBPACK_IMPORTED_MODULE_2__/* .quoted */ .TL)(name.text)} is here twice; the first is at ${first}`;
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


/***/ })

};
