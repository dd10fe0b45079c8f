export const id = 467;
export const ids = [467];
export const modules = {

/***/ 24467:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   formatLock: () => (/* binding */ formatLock),
/* harmony export */   lockCommand: () => (/* binding */ lockCommand)
/* harmony export */ });
/* harmony import */ var _request_lock_file_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(91633);
/* harmony import */ var _support_concurrency_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(16964);


/**
 * `slipway lock`: asks what the tags of the bases mean now, and writes that down.
 * @param resolve the digest that a reference names now
 * @throws SlipwayError E_CONFIG for a lock that cannot be read, and what `resolve` throws; then nothing is written
 */
async function lockCommand(request, resolve) {
    const { lockFile, dryRun } = request;
    const before = await (0,_request_lock_file_js__WEBPACK_IMPORTED_MODULE_0__/* .readLock */ .mF)(lockFile);
    const known = (0,_support_concurrency_js__WEBPACK_IMPORTED_MODULE_1__/* .oncePer */ .Pu)(_request_lock_file_js__WEBPACK_IMPORTED_MODULE_0__/* .lockKey */ .TL, resolve);
    const found = await (0,_support_concurrency_js__WEBPACK_IMPORTED_MODULE_1__/* .settleAll */ .j3)(request.bases.map(async (reference) => [(0,_request_lock_file_js__WEBPACK_IMPORTED_MODULE_0__/* .lockKey */ .TL)(reference), await known(reference)]));
    const after = { bases: new Map([...(request.keepOthers ? before.bases : []), ...found]) };
    const names = [...new Set([...before.bases.keys(), ...after.bases.keys()])].toSorted();
    const bases = names.map((name) => lockedBase(name, before, after));
    const changed = bases.some((base) => base.before !== base.after);
    if (changed && !dryRun)
        await (0,_request_lock_file_js__WEBPACK_IMPORTED_MODULE_0__/* .writeLock */ .be)(lockFile, after);
    return { lockFile, bases, changed, dryRun };
}
function lockedBase(reference, before, after) {
    const [old, now] = [before.bases.get(reference), after.bases.get(reference)];
    return { reference, ...(old !== undefined && { before: old }), ...(now !== undefined && { after: now }) };
}
/** The result for a person: each base, old → new. Ends without a line break. */
function formatLock({ lockFile, bases, changed, dryRun }) {
    if (bases.length === 0)
        return 'no base has a tag that a lock could pin; nothing was written';
    const lines = bases.flatMap(({ reference, before, after }) => {
        if (before === after)
            return [`  = ${reference}`, `      ${after}`];
        if (after === undefined)
            return [`  - ${reference}`, `      ${before}`];
        return [
            `  ${before === undefined ? '+' : '~'} ${reference}`,
            `      ${before === undefined ? '' : `${before} →\n      `}${after}`,
        ];
    });
    const end = !changed
        ? `${lockFile} is up to date`
        : dryRun
            ? `${lockFile} would be written (dry run)`
            : `${lockFile} is written; commit it`;
    return [...lines, '', end].join('\n');
}


/***/ }),

/***/ 91633:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   TL: () => (/* binding */ lockKey),
/* harmony export */   be: () => (/* binding */ writeLock),
/* harmony export */   mF: () => (/* binding */ readLock),
/* harmony export */   mT: () => (/* binding */ lockedBase)
/* harmony export */ });
/* unused harmony exports parseLock, lockText */
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(38815);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(39580);
/* harmony import */ var _support_files_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(15932);
/* harmony import */ var _support_hashing_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(47823);
/* harmony import */ var _config_node_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(16224);
/* harmony import */ var _faults_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(50556);
/* harmony import */ var _reference_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(47540);
/* harmony import */ var _yaml_nodes_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(60322);









const heading = ` What tags meant when \`slipway lock\` looked; builds use these. Commit this file.`;
/**
 * The lock at a path; a file that is not there pins nothing.
 * @throws SlipwayError E_CONFIG with every fault and its line and column; E_IO when it cannot be read
 */
async function readLock(path) {
    return parseLock((await readText(path)) ?? '', 'slipway.lock');
}
async function readText(path) {
    return (await (0,_support_files_js__WEBPACK_IMPORTED_MODULE_3__/* .exists */ .t2)(path)) ? (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path, 'utf8') : undefined;
}
/**
 * Reads the text of a lock.
 * @param name how messages call it
 * @throws SlipwayError E_CONFIG with every fault, each as `name:LINE:COLUMN: …`
 */
function parseLock(text, name) {
    const faults = [];
    const conflict = text.split('\n').findIndex((line) => line.startsWith('<<<<<<< '));
    if (conflict >= 0) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SlipwayError */ .GQ('E_CONFIG', `${name}:${conflict + 1}:1: a merge left its marks here`, {
            hint: 'take one side whole, for example with git checkout --ours, and run slipway lock',
        });
    }
    const bases = new Map();
    const root = (0,_yaml_nodes_js__WEBPACK_IMPORTED_MODULE_8__/* .readYaml */ .g)(text, name, faults);
    if (root?.kind === 'map') {
        const [version, section] = ['version', 'bases'].map((key) => root.entries.find((entry) => entry.key === key));
        if (!(version?.value.kind === 'number' && version.value.value === 1)) {
            const hint = 'this Slipway reads version 1 of the file; slipway lock writes it anew once it is deleted';
            faults.push({ where: version?.value.where ?? root.where, message: 'expected version: 1', hint });
        }
        if (section !== undefined)
            readBases(section.value, bases, faults);
    }
    else if (root !== undefined && root.kind !== 'nothing') {
        faults.push({ where: root.where, message: `expected a map of sections, got ${(0,_config_node_js__WEBPACK_IMPORTED_MODULE_5__/* .describeNode */ .W)(root)}` });
    }
    (0,_faults_js__WEBPACK_IMPORTED_MODULE_6__/* .throwFaults */ .G3)(faults, name);
    return { bases };
}
function readBases(node, bases, faults) {
    if (node.kind === 'nothing')
        return;
    if (node.kind !== 'map') {
        faults.push({
            where: node.where,
            message: `expected a map of references to digests, got ${(0,_config_node_js__WEBPACK_IMPORTED_MODULE_5__/* .describeNode */ .W)(node)}`,
        });
        return;
    }
    for (const { key, where, value } of node.entries) {
        const reference = (0,_faults_js__WEBPACK_IMPORTED_MODULE_6__/* .collect */ .Fo)(where, faults, () => (0,_reference_js__WEBPACK_IMPORTED_MODULE_7__/* .parseReference */ .F2)(key));
        if (value.kind !== 'text' || !(0,_support_hashing_js__WEBPACK_IMPORTED_MODULE_4__/* .isDigest */ .Bc)(value.text)) {
            const hint = 'a digest is sha256: and 64 lower-case hexadecimal digits';
            faults.push({ where: value.where, message: `expected a digest, got ${(0,_config_node_js__WEBPACK_IMPORTED_MODULE_5__/* .describeNode */ .W)(value)}`, hint });
        }
        else if (reference !== undefined && lockKey(reference) !== key) {
            const message = `${(0,_faults_js__WEBPACK_IMPORTED_MODULE_6__/* .quoted */ .TL)(key)} is written ${lockKey(reference)} here`;
            faults.push({ where, message, hint: 'slipway lock writes this file' });
        }
        else
            bases.set(key, value.text);
    }
}
/** How the lock calls a base: in full, with its tag; no tag means latest, as it does to a registry's clients. */
function lockKey({ registry, repository, tag = 'latest' }) {
    return (0,_reference_js__WEBPACK_IMPORTED_MODULE_7__/* .formatReference */ .FH)({ registry, repository, tag });
}
/** The reference with the digest that the lock has for it; itself where it has its own, undefined where there is none. */
function lockedBase(lock, reference) {
    if (reference.digest !== undefined)
        return reference;
    const digest = lock.bases.get(lockKey(reference));
    return digest === undefined ? undefined : { ...reference, digest };
}
/**
 * Writes the lock's bases, sorted, whole or not at all; equal locks give equal bytes. What else is in the file stays.
 * @returns false when the file was so already
 * @throws SlipwayError E_CONFIG when the file that is there cannot be read as a lock; E_IO
 */
async function writeLock(path, lock) {
    const before = await readText(path);
    const text = lockText(before ?? '', lock);
    if (text === before)
        return false;
    await (0,_support_files_js__WEBPACK_IMPORTED_MODULE_3__/* .writeFileAtomic */ .Zf)(path, text);
    return true;
}
/** The file's next text. */
function lockText(before, { bases }) {
    parseLock(before, 'slipway.lock');
    const document = (0,yaml__WEBPACK_IMPORTED_MODULE_1__/* .parseDocument */ .Tp)(before, { lineCounter: new yaml__WEBPACK_IMPORTED_MODULE_1__/* .LineCounter */ .HN(), version: '1.2' });
    if (!(0,yaml__WEBPACK_IMPORTED_MODULE_1__/* .isMap */ .jh)(document.contents)) {
        document.contents = document.createNode({ version: 1 });
        document.commentBefore = heading;
    }
    const sorted = [...bases].toSorted(([a], [b]) => (a < b ? -1 : 1));
    if (sorted.length === 0)
        document.delete('bases');
    else
        document.set('bases', document.createNode(Object.fromEntries(sorted)));
    return document.toString({ lineWidth: 0 });
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


/***/ }),

/***/ 16964:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HN: () => (/* binding */ inParallel),
/* harmony export */   Pu: () => (/* binding */ oncePer),
/* harmony export */   j3: () => (/* binding */ settleAll)
/* harmony export */ });
/**
 * The results of work that goes on side by side; or, once all of it has come to rest, the first failure: nothing goes on
 * in the background of an error.
 */
async function settleAll(work) {
    const settled = await Promise.allSettled(work);
    const failed = settled.find((result) => result.status === 'rejected');
    if (failed !== undefined)
        throw failed.reason;
    return Promise.all(work);
}
/**
 * The same function, done once per key: whoever asks while it goes on, or after it went well, gets that result. A failure
 * is forgotten, so that the next one tries again.
 */
function oncePer(keyOf, work) {
    const results = new Map();
    return (argument) => {
        const key = keyOf(argument);
        const known = results.get(key);
        if (known !== undefined)
            return known;
        const result = work(argument);
        results.set(key, result);
        result.catch(() => results.delete(key));
        return result;
    };
}
/**
 * The results of `work` for every item, in their order, a few at a time. Nothing more begins after a failure, which is
 * thrown once what had begun has come to rest.
 */
async function inParallel(items, atOnce, work) {
    const results = [];
    const queue = [...items.entries()].values();
    let failed = false;
    const worker = async () => {
        for (const [at, item] of queue) {
            if (failed)
                return;
            try {
                results[at] = await work(item);
            }
            catch (error) {
                failed = true;
                throw error;
            }
        }
    };
    await settleAll(Array.from({ length: Math.min(atOnce, items.length) }, worker));
    return results;
}


/***/ })

};
