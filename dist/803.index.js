export const id = 803;
export const ids = [803];
export const modules = {

/***/ 88716:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ openBody),
/* harmony export */   v: () => (/* binding */ discard)
/* harmony export */ });
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(57075);

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
    // Only what reading throws is the body's own fault: the client ends what it was given with the connection's error.
    async function* content(chunks) {
        try {
            for (;;) {
                const next = await chunks.next().catch((error) => {
                    fault = error;
                    throw error;
                });
                if (next.done === true)
                    return;
                yield next.value;
            }
        }
        finally {
            await chunks.return?.();
        }
    }
    const stream = node_stream__WEBPACK_IMPORTED_MODULE_0__.Readable.from(content(source[Symbol.asyncIterator]()));
    return { headers, content: stream.on('error', () => undefined), fault: () => fault };
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

/***/ 64130:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ie: () => (/* binding */ faultCode),
/* harmony export */   T4: () => (/* binding */ networkFault),
/* harmony export */   bg: () => (/* binding */ mayPass),
/* harmony export */   vd: () => (/* binding */ proxyRefusal),
/* harmony export */   vu: () => (/* binding */ isRefusal)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(39580);

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
/** The code of a proxy that will not make a tunnel, whoever asks how often: 403, 407. */
const proxyRefusal = 'EPROXYREFUSAL';
const lasting = new Set(['ENOTFOUND', proxyRefusal, ...certificateCodes]);
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

/***/ 16676:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ withoutCredentials)
/* harmony export */ });
/** What an answer says, without the credentials of its request: servers that explain a refusal may repeat what they were sent. */
function withoutCredentials(text, { authorization = '' }) {
    const [, scheme = '', value = ''] = /^(\S+) +(.+)$/.exec(authorization) ?? [];
    const pair = scheme.toLowerCase() === 'basic' ? Buffer.from(value, 'base64').toString('utf8') : '';
    const secrets = [value, pair, pair.slice(pair.indexOf(':') + 1)];
    return secrets
        .filter((secret) => secret !== '')
        .reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
}


/***/ }),

/***/ 16803:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  fb: () => (/* binding */ openHttp),
  x8: () => (/* binding */ readBody),
  zO: () => (/* binding */ readChunks),
  Kw: () => (/* binding */ refusalText)
});

// EXTERNAL MODULE: ./lib/version.js
var version = __webpack_require__(13411);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(39580);
// EXTERNAL MODULE: ./lib/support/http-body.js
var http_body = __webpack_require__(88716);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
;// CONCATENATED MODULE: ./lib/support/certificates.js



/**
 * The certificate authorities to trust, as PEM: Node's own, NODE_EXTRA_CA_CERTS, the system's, and those of
 * SSL_CERT_FILE and SSL_CERT_DIR, by which Go's crypto/x509 is told of private ones.
 * @throws SlipwayError E_IO when SSL_CERT_FILE cannot be read: a private authority was meant
 */
async function trustedCertificates(env) {
    const { getCACertificates } = await Promise.resolve(/* import() */).then(__webpack_require__.t.bind(__webpack_require__, 41692, 19));
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

// EXTERNAL MODULE: ./lib/support/http-fault.js
var http_fault = __webpack_require__(64130);
;// CONCATENATED MODULE: ./lib/support/http-dispatcher.js


/** What keeps the connections to hosts that are reached in the same way. */
async function makeDispatcher(options) {
    const { proxy, certificates, trusting, timeouts } = options;
    const { Agent, Pool, ProxyAgent } = await loadUndici();
    const trust = certificates === undefined ? {} : { secureContext: await secureContextFor(certificates) };
    const own = { ...trust, timeout: timeouts.connectMilliseconds };
    const connect = { ...own, ...(trusting && { rejectUnauthorized: false }) };
    const common = {
        connect,
        headersTimeout: timeouts.headersMilliseconds,
        bodyTimeout: timeouts.stallMilliseconds,
    };
    if (proxy === '')
        return new Agent(common);
    // CONNECT to port 80 is what many proxies refuse: plain HTTP is asked for in absolute form.
    return new ProxyAgent({
        ...common,
        uri: proxy,
        proxyTunnel: false,
        requestTls: connect,
        proxyTls: own,
        clientFactory: (origin, options) => patientPool(new Pool(origin, { ...options, headersTimeout: timeouts.headersMilliseconds })),
    });
}
/**
 * The connections to a proxy. undici takes one that closes before it answers CONNECT for idle, and begins anew without pause or
 * end (lib/dispatcher/client.js, onError): as any other code the fault ends the request.
 */
function patientPool(pool) {
    const connect = pool.connect.bind(pool);
    const tunnel = async (wanted) => {
        const answer = await connect(wanted).catch((cause) => {
            if (!['UND_ERR_SOCKET', 'UND_ERR_INFO'].includes((0,http_fault/* faultCode */.Ie)(cause)))
                throw cause;
            throw Object.assign(new Error('the proxy closes the connection', { cause }), { code: 'ECONNRESET' });
        });
        if (answer.statusCode === 200)
            return answer;
        answer.socket.on('error', () => undefined).destroy();
        const code = answer.statusCode < 500 ? http_fault/* proxyRefusal */.vd : 'EPROXY';
        throw Object.assign(new Error(`the proxy answers ${answer.statusCode}`), { code });
    };
    return Object.assign(pool, { connect: tunnel });
}
/**
 * undici without fetch, WebSocket and caches, which take longer to load than all requests of a short run. The package's index.js
 * puts the methods on the prototype in the same way.
 */
async function loadUndici() {
    const [{ default: Dispatcher }, { default: request }, { default: connect }] = await Promise.all([
        __webpack_require__.e(/* import() */ 883).then(__webpack_require__.t.bind(__webpack_require__, 30883, 19)),
        Promise.all(/* import() */[__webpack_require__.e(440), __webpack_require__.e(43)]).then(__webpack_require__.t.bind(__webpack_require__, 14043, 19)),
        Promise.all(/* import() */[__webpack_require__.e(440), __webpack_require__.e(660)]).then(__webpack_require__.t.bind(__webpack_require__, 34660, 19)),
    ]);
    Object.assign(Dispatcher.prototype, { request, connect });
    const [{ default: Agent }, { default: Pool }, { default: ProxyAgent }] = await Promise.all([
        Promise.all(/* import() */[__webpack_require__.e(440), __webpack_require__.e(628), __webpack_require__.e(405)]).then(__webpack_require__.t.bind(__webpack_require__, 57405, 19)),
        Promise.all(/* import() */[__webpack_require__.e(440), __webpack_require__.e(628)]).then(__webpack_require__.t.bind(__webpack_require__, 30628, 19)),
        Promise.all(/* import() */[__webpack_require__.e(440), __webpack_require__.e(628), __webpack_require__.e(672)]).then(__webpack_require__.t.bind(__webpack_require__, 76672, 19)),
    ]);
    return { Agent, Pool, ProxyAgent };
}
/** One context for all connections: making it takes longer than a handshake. */
async function secureContextFor(env) {
    const { createSecureContext } = await Promise.resolve(/* import() */).then(__webpack_require__.t.bind(__webpack_require__, 41692, 19));
    return createSecureContext({ ca: await trustedCertificates(env) });
}

// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(77030);
;// CONCATENATED MODULE: ./lib/support/http-proxy.js


/**
 * The HTTP proxy for a URL, by the rules of Go's net/http (golang.org/x/net/http/httpproxy), which curl shares:
 * HTTPS_PROXY for https, HTTP_PROXY for http, lower case too; NO_PROXY takes host, .domain, host:port, address, CIDR
 * block and *; this machine is never reached through a proxy. Undefined: direct.
 * @throws SlipwayError E_CONFIG when the variable holds something else, which is not told: it may hold a password
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
    const whole = /^[a-z0-9]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
    if (isProxyUrl(whole))
        return whole;
    throw new errors/* SlipwayError */.GQ('E_CONFIG', `the environment variable ${env[name] ? name : name.toLowerCase()} is not the URL of a proxy`, {
        hint: 'it has the form http://[USER:PASSWORD@]HOST:PORT, special characters in USER and PASSWORD as %XX; or unset it',
    });
}
function isProxyUrl(text) {
    if (!URL.canParse(text))
        return false;
    const { protocol, username, password } = new URL(text);
    try {
        decodeURIComponent(`${username}${password}`);
    }
    catch {
        return false;
    }
    return ['http:', 'https:', 'socks5:', 'socks:'].includes(protocol);
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
const setUpWrongly = 'it, or a proxy in front of it, is set up wrongly: tell who runs it';
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
 * @throws SlipwayError E_NETWORK for redirects that go round, nowhere, or from https to plain http, or elsewhere with a secret body
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
            throw new errors/* SlipwayError */.GQ('E_NETWORK', `${call.url.host} redirects more than ${maximumRedirects} times`, {
                hint: setUpWrongly,
            });
        }
        hop = redirected(hop, location);
    }
}
function redirected(call, location) {
    const from = call.url;
    const url = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
    if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
        throw new errors/* SlipwayError */.GQ('E_NETWORK', `${from.host} redirects to an address that is none`, {
            hint: setUpWrongly,
        });
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
    if (call.body?.secret === true) {
        throw new errors/* SlipwayError */.GQ('E_NETWORK', `${from.host} redirects credentials to ${url.host}`, {
            hint: 'they were not sent there; log in to the right host, or tell who runs it',
        });
    }
    const kept = Object.entries(call.headers ?? {}).filter(([name]) => harmlessHeaders.has(name));
    return { ...call, url, headers: Object.fromEntries(kept) };
}

// EXTERNAL MODULE: ./lib/support/http-secret.js
var http_secret = __webpack_require__(16676);
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
        return {
            status: answer.statusCode,
            headers: flatten(answer.headers),
            url,
            authorization: call.headers?.['authorization'],
            body: answer.body,
        };
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
            throw new errors/* SlipwayError */.GQ('E_NETWORK', what, {
                hint: 'no such document is so long: something else may answer in its place',
            });
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
    const [line = ''] = (0,http_secret/* withoutCredentials */.r)(text.toString('utf8'), response).trim().split('\n');
    return line.replace(/[\x00-\x1f\x7f]/g, ' ').slice(0, 300);
}


/***/ })

};
