export const id = 449;
export const ids = [449];
export const modules = {

/***/ 6401:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   tagsCommand: () => (/* binding */ tagsCommand)
/* harmony export */ });
/* harmony import */ var _gobuild_origin_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9198);
/* harmony import */ var _gobuild_version_control_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1374);
/* harmony import */ var _request_reference_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7540);
/* harmony import */ var _tags_context_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1878);
/* harmony import */ var _tags_tags_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4696);





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


/***/ }),

/***/ 9390:
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

/***/ 2651:
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
var tar_header = __webpack_require__(9390);
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
