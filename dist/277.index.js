export const id = 277;
export const ids = [277];
export const modules = {

/***/ 46401:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   tagsCommand: () => (/* binding */ tagsCommand)
/* harmony export */ });
/* harmony import */ var _gobuild_origin_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(69198);
/* harmony import */ var _gobuild_version_control_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(81374);
/* harmony import */ var _request_reference_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(47540);
/* harmony import */ var _tags_context_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(11878);
/* harmony import */ var _tags_tags_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(64696);





/**
 * `slipway tags`: what the rules give for this commit. Asks git and the environment, and no network.
 * @throws SlipwayError E_CONFIG for a rule that cannot be read
 */
async function tagsCommand(request, ports) {
    const { source, rules, places } = request;
    const now = ports.now();
    const reading = source.kind === 'directory'
        ? await (0,_gobuild_version_control_js__WEBPACK_IMPORTED_MODULE_1__/* .readVcs */ .Lq)(source.directory, ports.exec, (0,_gobuild_origin_js__WEBPACK_IMPORTED_MODULE_0__/* .definedOnly */ .U)(ports.env))
        : { facts: undefined, notice: undefined };
    const context = source.kind === 'directory'
        ? await (0,_tags_context_js__WEBPACK_IMPORTED_MODULE_3__/* .readTagContext */ .g)(ports.env, reading.facts, now)
        : (0,_tags_context_js__WEBPACK_IMPORTED_MODULE_3__/* .publishedContext */ .M)(source.version, now);
    const named = [...places].flatMap(([target, own]) => (own.length === 0 ? [undefined] : own).map((place) => ({
        place,
        tags: (0,_tags_tags_js__WEBPACK_IMPORTED_MODULE_4__/* .tagsOf */ .F)(place?.tag, rules, context, target),
    })));
    const version = named[0]?.tags.version ?? '';
    const labels = labelsOf(version, context, reading.facts);
    return {
        version,
        'tag-names': distinct(named.flatMap(({ tags }) => tags.tags)),
        tags: distinct(named.flatMap(({ place, tags }) => tags.tags.map((tag) => (place === undefined ? tag : (0,_request_reference_js__WEBPACK_IMPORTED_MODULE_2__/* .formatReference */ .FH)({ ...place.repository, tag }))))),
        labels,
        annotations: Object.entries(labels).map(([name, value]) => `manifest:${name}=${value}`),
        notices: distinct([reading.notice, ...noticesOf(named)].filter((notice) => notice !== undefined)),
    };
}
function noticesOf(named) {
    return named.flatMap(({ tags }) => tags.notices);
}
/** image-spec, annotations.md: those that tags and commit tell, under the names that an image of Slipway has them. */
function labelsOf(version, { commit }, facts) {
    const labels = {
        'org.opencontainers.image.created': facts?.time,
        'org.opencontainers.image.revision': commit,
        'org.opencontainers.image.source': facts?.remote,
        'org.opencontainers.image.version': version,
    };
    return Object.fromEntries(Object.entries(labels).filter((entry) => Boolean(entry[1])));
}
function distinct(texts) {
    return [...new Set(texts)];
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


/***/ }),

/***/ 19390:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   OH: () => (/* binding */ parseTarHeader),
/* harmony export */   OQ: () => (/* binding */ paddingAfter),
/* harmony export */   TO: () => (/* binding */ sparseFault),
/* harmony export */   VE: () => (/* binding */ blockBytes),
/* harmony export */   e4: () => (/* binding */ decodeName),
/* harmony export */   ei: () => (/* binding */ isZeroBlock),
/* harmony export */   gt: () => (/* binding */ entryTypes)
/* harmony export */ });
const blockBytes = 512;
/** No two formats write them alike, and image-spec rules them out (layer.md, "File Attributes"). */
const sparseFault = 'it is a sparse file, which readers do not agree on';
/** POSIX.1-1988 ustar's type flags and what they make; '7' (contiguous) is read as a regular file, as POSIX says. */
const entryTypes = {
    '0': 'file',
    '\0': 'file',
    '7': 'file',
    '1': 'hardlink',
    '2': 'symlink',
    '3': 'character-device',
    '4': 'block-device',
    '5': 'directory',
    '6': 'fifo',
};
/** Where fields lie in a header block (POSIX.1-1988, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format"). */
const field = {
    name: [0, 100],
    mode: [100, 8],
    uid: [108, 8],
    gid: [116, 8],
    size: [124, 12],
    checksum: [148, 8],
    link: [157, 100],
    magic: [257, 8],
    prefix: [345, 155],
};
function isZeroBlock(block) {
    return block.every((byte) => byte === 0);
}
/** A header block's fields, or what is wrong with it in words. */
function parseTarHeader(block) {
    if (checksumOf(block) !== number(block, field.checksum))
        return 'its checksum does not fit its bytes';
    const magic = block.subarray(257, 265).toString('latin1');
    const ustar = magic.startsWith('ustar\0');
    if (!ustar && magic !== 'ustar  \0' && magic !== '\0'.repeat(8))
        return 'it is of no tar format that is known';
    const numbers = {
        mode: number(block, field.mode),
        uid: number(block, field.uid),
        gid: number(block, field.gid),
        size: number(block, field.size),
    };
    const bad = Object.entries(numbers).find(([, value]) => value === undefined)?.[0];
    if (bad !== undefined)
        return `its ${bad} is not a number`;
    const { mode = 0, uid = 0, gid = 0, size = 0 } = numbers;
    const name = text(block, field.name);
    const prefix = ustar ? text(block, field.prefix) : '';
    return {
        kind: String.fromCharCode(block[156] ?? 0),
        name: prefix === '' ? name : `${prefix}/${name}`,
        link: text(block, field.link),
        mode,
        uid,
        gid,
        size,
    };
}
/** The sum of all bytes with the checksum's own eight read as spaces. */
function checksumOf(block) {
    let sum = 0;
    for (let at = 0; at < blockBytes; at++)
        sum += at >= 148 && at < 156 ? 0x20 : (block[at] ?? 0);
    return sum;
}
function text(block, [at, length]) {
    const bytes = block.subarray(at, at + length);
    const end = bytes.indexOf(0);
    return decodeName(end === -1 ? bytes : bytes.subarray(0, end));
}
/** File names are bytes; those that are not UTF-8 become one character per byte, so that different names stay different. */
function decodeName(bytes) {
    const decoded = bytes.toString('utf8');
    return decoded.includes('\ufffd') ? bytes.toString('latin1') : decoded;
}
/** Octal digits between spaces and NULs, or GNU's base 256 (first bit set) for what octal cannot hold. */
function number(block, [at, length]) {
    const bytes = block.subarray(at, at + length);
    const first = bytes[0] ?? 0;
    if (first === 0x80) {
        const value = bytes.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
        return Number.isSafeInteger(value) ? value : undefined;
    }
    const digits = /^ *([0-7]*)[ \0]*$/.exec(bytes.toString('latin1'))?.[1];
    return digits === undefined ? undefined : Number.parseInt(digits || '0', 8);
}
/** How many zero bytes fill the last block of a content. */
function paddingAfter(bytes) {
    return (blockBytes - (bytes % blockBytes)) % blockBytes;
}


/***/ }),

/***/ 62651:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  s: () => (/* binding */ readTar)
});

;// CONCATENATED MODULE: ./lib/support/tar/byte-reader.js
function byteReader(chunks) {
    const source = chunks[Symbol.asyncIterator]();
    let chunk = Buffer.alloc(0);
    let offset = 0;
    const next = async (length) => {
        while (chunk.length === 0) {
            const { done, value } = await source.next();
            if (done)
                return chunk;
            chunk = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
        }
        const part = chunk.subarray(0, length);
        chunk = chunk.subarray(part.length);
        offset += part.length;
        return part;
    };
    return {
        offset: () => offset,
        next,
        read: async (length) => {
            const parts = [];
            let missing = length;
            while (missing > 0) {
                const part = await next(missing);
                if (part.length === 0)
                    break;
                parts.push(part);
                missing -= part.length;
            }
            return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
        },
        skip: async (length) => {
            let missing = length;
            while (missing > 0) {
                const part = await next(missing);
                if (part.length === 0)
                    return length - missing;
                missing -= part.length;
            }
            return length;
        },
    };
}

// EXTERNAL MODULE: ./lib/support/tar/header.js
var tar_header = __webpack_require__(19390);
;// CONCATENATED MODULE: ./lib/support/tar/pax.js

/**
 * Reads `LENGTH KEY=VALUE\n` records (POSIX.1-2001, pax, "pax Extended Header"), the later one winning.
 * @returns the records, or what is wrong in words; an empty value takes an earlier record back
 */
function parsePax(content) {
    const values = new Map();
    for (let at = 0; at < content.length;) {
        const space = content.indexOf(0x20, at);
        const digits = space === -1 ? '' : content.subarray(at, Math.min(space, at + 12)).toString('latin1');
        const length = /^[1-9]\d*$/.test(digits) ? Number(digits) : 0;
        const end = at + length;
        const equals = content.indexOf(0x3d, space);
        if (length === 0 || end > content.length || content[end - 1] !== 0x0a || equals === -1 || equals >= end) {
            return `its record at byte ${at} is malformed`;
        }
        const key = content.subarray(space + 1, equals).toString('utf8');
        if (key.startsWith('GNU.sparse.'))
            return tar_header/* sparseFault */.TO;
        values.set(key, (0,tar_header/* decodeName */.e4)(content.subarray(equals + 1, end - 1)));
        at = end;
    }
    return fromRecords(values);
}
function fromRecords(values) {
    const records = {};
    for (const key of ['path', 'linkpath']) {
        const value = values.get(key);
        if (value === undefined || value === '')
            continue;
        if (value.includes('\0'))
            return `its ${key} holds a NUL`;
        records[key] = value;
    }
    for (const key of ['size', 'uid', 'gid']) {
        const value = values.get(key);
        if (value === undefined || value === '')
            continue;
        if (!/^\d{1,15}$/.test(value))
            return `its ${key} is not a number`;
        records[key] = Number(value);
    }
    return records;
}

;// CONCATENATED MODULE: ./lib/support/tar/read-tar.js



/** PAX and GNU long-name records; Linux paths end at 4096 bytes, extended attributes at 64 KiB each. */
const maxExtensionBytes = 1 << 20;
/**
 * Reads a tar stream (ustar, PAX, GNU long names) strictly and in bounded memory. A malformed header ends the reading
 * with a fault that says where: what follows it cannot be trusted to be a header.
 */
async function* readTar(chunks) {
    const reader = byteReader(chunks);
    let pending = {};
    for (;;) {
        const offset = reader.offset();
        const fault = (message) => ({ kind: 'fault', fault: { offset, message } });
        const block = await reader.read(tar_header/* blockBytes */.VE);
        if (block.length === 0)
            return yield loose(offset, 'it ends without the two blocks of zeros that mark the end');
        if (block.length < tar_header/* blockBytes */.VE)
            return yield fault('it ends inside a header');
        if ((0,tar_header/* isZeroBlock */.ei)(block))
            return yield* afterEnd(reader, offset);
        const header = (0,tar_header/* parseTarHeader */.OH)(block);
        if (typeof header === 'string')
            return yield fault(`the header is malformed: ${header}`);
        if ('xgLK'.includes(header.kind)) {
            const extended = await readExtension(reader, header, pending);
            if (typeof extended === 'string')
                return yield fault(extended);
            pending = extended;
            continue;
        }
        const entry = describeEntry(header, pending, offset);
        if (typeof entry === 'string')
            return yield fault(entry);
        const content = contentOf(reader, entry.size);
        yield { kind: 'entry', entry, content };
        if (!(await content.skip()))
            return yield fault(`the archive ends inside the content of ${JSON.stringify(entry.path)}`);
        pending = pending.global === undefined ? {} : { global: pending.global };
    }
}
async function readExtension(reader, header, pending) {
    if (header.size > maxExtensionBytes)
        return `an extended header of ${header.size} bytes is longer than any real one`;
    const content = await reader.read(header.size);
    const padding = (0,tar_header/* paddingAfter */.OQ)(header.size);
    if (content.length < header.size || (await reader.skip(padding)) < padding) {
        return 'it ends inside an extended header';
    }
    if (header.kind === 'L' || header.kind === 'K') {
        const end = content.indexOf(0);
        const text = (0,tar_header/* decodeName */.e4)(end === -1 ? content : content.subarray(0, end));
        return { ...pending, [header.kind === 'L' ? 'name' : 'link']: text };
    }
    const records = parsePax(content);
    if (typeof records === 'string')
        return `the extended header is malformed: ${records}`;
    return { ...pending, [header.kind === 'x' ? 'local' : 'global']: records };
}
function describeEntry(header, pending, offset) {
    if (header.kind === 'S')
        return tar_header/* sparseFault */.TO;
    const type = Object.hasOwn(tar_header/* entryTypes */.gt, header.kind) ? tar_header/* entryTypes */.gt[header.kind] : undefined;
    if (type === undefined)
        return `its type ${JSON.stringify(header.kind)} is none that every reader knows`;
    const pax = { ...pending.global, ...pending.local };
    const path = pax.path ?? pending.name ?? header.name;
    const size = pax.size ?? header.size;
    // POSIX: only regular files have content; other types' size is not followed by blocks, but some writers set it.
    if (type !== 'file' && size !== 0)
        return `its type ${type} has no content, but a size of ${size} bytes`;
    return {
        path,
        // Before ustar a folder was a regular file whose name ends in a slash.
        type: header.kind === '\0' && path.endsWith('/') ? 'directory' : type,
        mode: header.mode & 0o7777,
        uid: pax.uid ?? header.uid,
        gid: pax.gid ?? header.gid,
        size,
        link: pax.linkpath ?? pending.link ?? header.link,
        offset,
    };
}
function contentOf(reader, bytes) {
    let left = bytes;
    let padding = (0,tar_header/* paddingAfter */.OQ)(bytes);
    return {
        async read(length) {
            const part = await reader.read(Math.min(length, left));
            left -= part.length;
            return part;
        },
        async skip() {
            left -= await reader.skip(left);
            if (left === 0)
                padding -= await reader.skip(padding);
            return left === 0 && padding === 0;
        },
        async *[Symbol.asyncIterator]() {
            while (left > 0) {
                const part = await reader.next(left);
                if (part.length === 0)
                    return;
                left -= part.length;
                yield part;
            }
        },
    };
}
/** After the first block of zeros: a second one, then zeros up to the writer's record length. */
async function* afterEnd(reader, offset) {
    let zeros = tar_header/* blockBytes */.VE;
    for (;;) {
        const block = await reader.read(tar_header/* blockBytes */.VE);
        if (block.length === 0)
            break;
        if (!(0,tar_header/* isZeroBlock */.ei)(block)) {
            yield loose(offset + zeros, 'data follows the end of the archive: readers do not see it');
            await reader.skip(Number.MAX_SAFE_INTEGER);
            return;
        }
        zeros += block.length;
    }
    if (zeros < 2 * tar_header/* blockBytes */.VE)
        yield loose(offset, 'it ends with one block of zeros instead of two');
}
function loose(offset, message) {
    return { kind: 'fault', fault: { offset, message, loose: true } };
}


/***/ })

};
