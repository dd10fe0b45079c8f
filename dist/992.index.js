export const id = 992;
export const ids = [992];
export const modules = {

/***/ 79671:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BI: () => (/* binding */ possibleOrigins),
/* harmony export */   U9: () => (/* binding */ isLoopback),
/* harmony export */   jG: () => (/* binding */ firstThatAnswers),
/* harmony export */   nz: () => (/* binding */ apiHost)
/* harmony export */ });
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77030);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(39580);
/* harmony import */ var _support_http_body_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(88716);
/* harmony import */ var _support_http_fault_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(64130);




/** Docker Hub's API has another host than its images' names (distribution/reference, normalize.go; moby, registry/config.go). */
const dockerHub = { name: 'docker.io', api: 'registry-1.docker.io' };
/** This machine, by its names and addresses: what leaves it on plain http is seen by nobody else. */
function isLoopback(hostname) {
    const name = hostname.toLowerCase();
    if (name === 'localhost' || name.endsWith('.localhost') || name === '[::1]')
        return true;
    return (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIPv4)(name) && name.startsWith('127.');
}
/** A registry's host as URLs have it: without a port that is the scheme's own. */
function apiHost(registry) {
    return apiOrigin(registry, 'https').host;
}
/**
 * Where a registry's API may be found, in the order to ask. On this machine plain http comes first: nobody listens, and a
 * registry there rarely has a certificate. Elsewhere it comes after https, and only where it was asked for.
 */
function possibleOrigins(registry, insecure) {
    const secure = apiOrigin(registry, 'https');
    const plain = apiOrigin(registry, 'http');
    if (insecure.some((host) => apiHost(host) === secure.host))
        return [secure, plain];
    return isLoopback(secure.hostname) ? [plain, secure] : [secure];
}
function apiOrigin(registry, scheme) {
    const host = registry === dockerHub.name ? dockerHub.api : registry;
    if (!URL.canParse(`${scheme}://${host}`)) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .SlipwayError */ .GQ('E_CONFIG', `${JSON.stringify(registry)} is not a registry's host`);
    }
    return new URL(`${scheme}://${host}`);
}
/** OpenSSL's and the connection's codes for a port where nothing speaks TLS. An untrusted certificate has none of them. */
const noTls = new Set([
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'ERR_SSL_PACKET_LENGTH_TOO_LONG',
    'ERR_SSL_HTTP_REQUEST',
    'EPROTO',
    'ECONNREFUSED',
    'ECONNRESET',
    'ETIMEDOUT',
    'UND_ERR_CONNECT_TIMEOUT',
    'UND_ERR_SOCKET',
]);
/**
 * The first origin that answers in its own scheme, with its answer.
 * @throws SlipwayError E_NETWORK of the origin that seems to be the right one
 */
async function firstThatAnswers([first, second], ask) {
    if (first === undefined)
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .SlipwayError */ .GQ('E_INTERNAL', 'no origin to ask');
    if (second === undefined)
        return ask(first);
    return first.protocol === 'http:' ? plainFirst(first, second, ask) : secureFirst(first, second, ask);
}
/** So TLS servers answer who speaks plain http to them (Go's net/http, nginx); others break the connection. */
const speaksTls = 400;
async function plainFirst(plain, secure, ask) {
    let fault;
    try {
        const answer = await ask(plain);
        if (answer.status !== speaksTls)
            return answer;
        (0,_support_http_body_js__WEBPACK_IMPORTED_MODULE_2__/* .discard */ .v)(answer);
    }
    catch (error) {
        if ((0,_support_http_fault_js__WEBPACK_IMPORTED_MODULE_3__/* .faultCode */ .Ie)(error) === 'ECONNREFUSED')
            throw error;
        fault = error;
    }
    try {
        return await ask(secure);
    }
    catch (error) {
        throw fault !== undefined && noTls.has((0,_support_http_fault_js__WEBPACK_IMPORTED_MODULE_3__/* .faultCode */ .Ie)(error)) ? fault : error;
    }
}
async function secureFirst(secure, plain, ask) {
    try {
        return await ask(secure);
    }
    catch (error) {
        if (!noTls.has((0,_support_http_fault_js__WEBPACK_IMPORTED_MODULE_3__/* .faultCode */ .Ie)(error)))
            throw error;
        const answer = await ask(plain);
        if (answer.status !== speaksTls)
            return answer;
        (0,_support_http_body_js__WEBPACK_IMPORTED_MODULE_2__/* .discard */ .v)(answer);
        throw error;
    }
}


/***/ }),

/***/ 94523:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b5: () => (/* binding */ notOfARegistry),
/* harmony export */   eZ: () => (/* binding */ registryFault),
/* harmony export */   kc: () => (/* binding */ errorText)
/* harmony export */ });
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(39580);
/* harmony import */ var _support_fields_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(25070);
/* harmony import */ var _support_http_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(16803);
/* harmony import */ var _support_http_secret_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(16676);
/* harmony import */ var _address_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(79671);





/** Error bodies are short; what is longer is somebody's web page. */
const longestBody = 65_536;
const longestText = 300;
/**
 * A registry's refusal as an error that names repository, what was being done, and what the registry says of it
 * (distribution-spec, "Error Codes"). Reads the answer's body.
 * @returns E_AUTH for 401 and 403, else E_REGISTRY
 */
async function registryFault(call, response) {
    const { registry, repository } = call.repository;
    const said = await errorText(response);
    const other = otherHost(response, registry);
    const from = other === undefined ? '' : ` by ${other}`;
    const answer = `${response.status}${from}${said === '' ? '' : `: ${said}`}`;
    const { code, reason, hint } = meaningOf(response, call);
    const what = `${registry}/${repository}: cannot ${purposeOf(call)}: ${reason} (${answer})`;
    return new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SlipwayError */ .GQ(code, what, { hint });
}
/** Who answered, when the registry sent us on to somebody else. */
function otherHost({ url }, registry) {
    return url.host === (0,_address_js__WEBPACK_IMPORTED_MODULE_2__/* .apiHost */ .nz)(registry) ? undefined : url.host;
}
function meaningOf(response, { repository, access }) {
    const { status, headers } = response;
    const { registry } = repository;
    if (status === 401 || status === 403) {
        const other = otherHost(response, registry);
        const hint = other === undefined
            ? `the account needs the right to ${access} there; another account: docker login ${registry}, or --registry-auth ${registry}=VARIABLE`
            : `${registry} sends us on to ${other}, which gets no credentials: ask who runs the registry`;
        return { code: 'E_AUTH', reason: 'it is not allowed', hint };
    }
    if (status === 404) {
        const more = access === 'push' ? ', and some want a repository made before a push' : '';
        const hint = `check the name; a registry may also hide what the account may not see${more}`;
        return { code: 'E_REGISTRY', reason: 'it is not there', hint };
    }
    if (status === 413) {
        const reason = `it is larger than ${registry} takes`;
        const hint = 'whoever runs the registry, or a proxy in front of it, sets the limit';
        return { code: 'E_REGISTRY', reason, hint };
    }
    if (status === 429) {
        const later = headers['retry-after'];
        const limit = headers['ratelimit-limit'];
        const reason = `${registry} is asked too often${limit === undefined ? '' : ` (limit ${oneLine(limit)})`}${later === undefined ? '' : `; it wants a pause of ${oneLine(later)}${/^\d+$/.test(later) ? ' s' : ''}`}`;
        return {
            code: 'E_REGISTRY',
            reason,
            hint: 'try again later; accounts have higher limits than nobody has',
        };
    }
    if (status >= 500) {
        return {
            code: 'E_REGISTRY',
            reason: `${registry} fails`,
            hint: 'try again later; its operator knows why',
        };
    }
    if (status < 300)
        return { code: 'E_REGISTRY', ...notOfARegistry };
    return { code: 'E_REGISTRY', reason: `${registry} refuses it`, hint: 'see what it says' };
}
/** What is wrong with an answer that says yes to everything. */
const notOfARegistry = {
    reason: 'no registry answers like this',
    hint: 'a login page or a proxy may answer in its place: ask for the same address with a browser',
};
/** What a request is for, as a person would say it. */
function purposeOf({ method, target }) {
    const path = typeof target === 'string' ? target : target.pathname.replace(/^.*\/(?=blobs\/|manifests\/)/, '');
    // Where an upload goes on is for the registry to say.
    if (path.startsWith('blobs/uploads') || method === 'PATCH' || (method === 'PUT' && target instanceof URL)) {
        return 'upload a blob';
    }
    const [, kind, name] = /^(manifests|blobs|tags|referrers)\/([^?]*)/.exec(path) ?? [];
    if (kind === undefined || name === undefined)
        return `${method} ${path.split('?')[0]}`;
    if (kind === 'tags')
        return 'list its tags';
    if (kind === 'referrers')
        return `list what refers to ${name}`;
    const verb = method === 'GET' || method === 'HEAD' ? 'read' : method === 'DELETE' ? 'delete' : 'write';
    return `${verb} the ${kind === 'blobs' ? 'blob' : 'manifest'} ${name}`;
}
/** What an answer says for people, on one line: the codes and messages of distribution-spec's errors, else its plain text; '' for none. */
async function errorText(response) {
    const type = response.headers['content-type'] ?? '';
    const body = await (0,_support_http_js__WEBPACK_IMPORTED_MODULE_1__/* .readBody */ .x8)(response, longestBody).catch(() => undefined);
    const text = body?.toString('utf8') ?? '';
    const errors = parseErrors(text);
    const plain = /^text\/plain\b/.test(type) ? (text.trim().split('\n')[0] ?? '') : '';
    return oneLine((0,_support_http_secret_js__WEBPACK_IMPORTED_MODULE_3__/* .withoutCredentials */ .r)(errors === '' ? plain : errors, response));
}
function parseErrors(text) {
    const fields = (0,_support_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .parseFields */ .L5)(text);
    const [errors, details] = [fields?.['errors'], fields?.['details']];
    // Docker Hub's token server has `details` instead.
    if (typeof details === 'string')
        return details;
    return Array.isArray(errors) ? errors.slice(0, 3).map(formatError).filter(Boolean).join('; ') : '';
}
function formatError(error) {
    const { code, message } = { ...error };
    return [code, message].filter((part) => typeof part === 'string' && part !== '').join(' ');
}
/** Text of a stranger's: no control or direction characters, and not too long. */
function oneLine(text) {
    const clean = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
    return clean.length > longestText ? `${clean.slice(0, longestText - 1)}…` : clean;
}


/***/ }),

/***/ 35992:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  openRegistry: () => (/* binding */ openRegistry)
});

// EXTERNAL MODULE: ./lib/request/reference.js
var reference = __webpack_require__(47540);
// EXTERNAL MODULE: ./lib/support/concurrency.js
var concurrency = __webpack_require__(16964);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(39580);
// EXTERNAL MODULE: ./lib/support/http.js + 4 modules
var support_http = __webpack_require__(16803);
// EXTERNAL MODULE: ./lib/support/http-body.js
var http_body = __webpack_require__(88716);
// EXTERNAL MODULE: ./lib/support/retry.js
var retry = __webpack_require__(56125);
// EXTERNAL MODULE: ./lib/registry/address.js
var address = __webpack_require__(79671);
// EXTERNAL MODULE: ./node_modules/p-limit/index.js + 1 modules
var p_limit = __webpack_require__(70370);
;// CONCATENATED MODULE: ./lib/registry/challenge.js
const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const parameter = new RegExp(`(${token})[ \\t]*=[ \\t]*(?:"((?:[^"\\\\]|\\\\.)*)"|(${token}))`, 'y');
/** A scheme stands before a space and more, or alone before a comma or the end. */
const scheme = new RegExp(`(${token})(?=[ \\t]+[^ \\t=,]|[ \\t]*(?:,|$))`, 'y');
const token68 = /[0-9A-Za-z._~+/-]+=*(?=[ \t]*(?:,|$))/y;
const separator = /[ \t,]*/y;
/**
 * Reads WWW-Authenticate by RFC 9110, 11.6.1: challenges separated by commas, each with parameters separated by commas. What
 * does not fit the grammar ends the reading: the challenges before it stand.
 */
function parseChallenges(header) {
    const challenges = [];
    let at = 0;
    const take = (pattern) => {
        pattern.lastIndex = at;
        const match = pattern.exec(header);
        if (match !== null)
            at += match[0].length;
        return match;
    };
    for (take(separator); at < header.length; take(separator)) {
        const current = challenges.at(-1);
        const [, name, quotedValue, bare] = (current !== undefined && take(parameter)) || [];
        if (current !== undefined && name !== undefined) {
            current.parameters[name.toLowerCase()] ??= bare ?? quotedValue?.replaceAll(/\\(.)/g, '$1') ?? '';
            continue;
        }
        const started = take(scheme)?.[1];
        if (started === undefined)
            break;
        challenges.push({ scheme: started.toLowerCase(), parameters: {} });
        take(/[ \t]+/y);
        take(token68);
    }
    return challenges;
}

// EXTERNAL MODULE: ./lib/support/fields.js
var fields = __webpack_require__(25070);
// EXTERNAL MODULE: ./lib/registry/fault.js
var fault = __webpack_require__(94523);
;// CONCATENATED MODULE: ./lib/registry/token.js





/** Answers of token servers are a few KiB; some hold signed lists of what is allowed. */
const longestAnswer = 1 << 20;
/** distribution, docs/spec/auth/token.md, "expires_in": what holds when the server does not say. */
const defaultSeconds = 60;
/**
 * Asks a registry's token server for a token: GET with name and password or anonymously (distribution,
 * docs/spec/auth/token.md), POST with an identity token (docs/spec/auth/oauth.md).
 * @returns the token, or the answer that refuses one, its body unread
 * @throws SlipwayError E_AUTH when the server may not be asked, or answers without a token; E_NETWORK
 */
async function requestToken(send, request, signal) {
    const realm = realmOf(request);
    const response = await send({ ...callFor(request, realm), signal });
    if (response.status !== 200)
        return response;
    const answer = parseAnswer((await (0,support_http/* readBody */.x8)(response, longestAnswer, signal)).toString());
    if (answer !== undefined)
        return answer;
    throw new errors/* SlipwayError */.GQ('E_AUTH', `the token server ${realm.host} of ${request.origin.host} gives no token`, {
        hint: 'it answers with something else than distribution\'s "Token Authentication" says; tell who runs it',
    });
}
/**
 * The token server. Whoever listens on plain http could take the credentials: only on this machine, where it was asked for, or
 * where the registry itself is asked so from afar.
 */
function realmOf({ challenge, origin, insecure = [] }) {
    const text = challenge.parameters['realm'] ?? '';
    const realm = URL.canParse(text) ? new URL(text) : undefined;
    if (realm === undefined || !['http:', 'https:'].includes(realm.protocol)) {
        throw new errors/* SlipwayError */.GQ('E_AUTH', `${origin.host} asks for a token but names no token server`, {
            hint: 'its WWW-Authenticate header is broken, or that of a proxy in front of it: tell who runs it',
        });
    }
    const mayBePlain = (0,address/* isLoopback */.U9)(realm.hostname) ||
        insecure.some((host) => (0,address/* apiHost */.nz)(host) === realm.host) ||
        (origin.protocol === 'http:' && !(0,address/* isLoopback */.U9)(origin.hostname));
    if (realm.protocol === 'http:' && !mayBePlain) {
        throw new errors/* SlipwayError */.GQ('E_AUTH', `${origin.host} wants credentials sent over plain http to ${realm.host}`, {
            hint: `its token server needs https; nothing was sent to it. This is for the registry's operator to mend; --insecure-registry ${realm.host} allows it`,
        });
    }
    realm.username = '';
    realm.password = '';
    return realm;
}
function callFor({ challenge, scopes, credentials }, realm) {
    const service = challenge.parameters['service'];
    const proof = credentials?.proof;
    if (proof?.kind === 'identity') {
        const form = new URLSearchParams({ grant_type: 'refresh_token', client_id: 'slipway' });
        if (service !== undefined)
            form.set('service', service);
        form.set('scope', scopes.join(' '));
        form.set('refresh_token', proof.token);
        const content = Buffer.from(form.toString());
        const headers = { 'content-type': 'application/x-www-form-urlencoded' };
        const body = { bytes: content.length, open: () => content, secret: true };
        return { method: 'POST', url: realm, headers, body };
    }
    const url = new URL(realm);
    if (service !== undefined)
        url.searchParams.set('service', service);
    for (const scope of scopes)
        url.searchParams.append('scope', scope);
    return { url, headers: proof?.kind === 'password' ? { authorization: basic(proof) } : {} };
}
/** RFC 7617. */
function basic({ user, password }) {
    return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
function parseAnswer(text) {
    const answer = (0,fields/* parseFields */.L5)(text) ?? {};
    // The same under two names: "for compatibility with OAuth 2.0".
    const value = [answer['token'], answer['access_token']].find(isTokenValue);
    const lifetime = answer['expires_in'];
    const seconds = typeof lifetime === 'number' && lifetime > 0 ? lifetime : defaultSeconds;
    return value === undefined ? undefined : { value, seconds };
}
/** RFC 6750, 2.1; and nothing that could break out of a header. */
function isTokenValue(value) {
    return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);
}
/** The error for an answer of a registry, or of its token server, that lets nobody in. Reads the answer's body. */
async function refusalBy(registry, credentials, response) {
    const said = await (0,fault/* errorText */.kc)(response);
    const answer = `${response.status}${said === '' ? '' : `: ${said}`}`;
    if (response.status === 429 || response.status >= 500) {
        const what = `${response.url.host} fails to give a token for ${registry} (${answer})`;
        return new errors/* SlipwayError */.GQ('E_REGISTRY', what, { hint: 'try again later' });
    }
    if (credentials === undefined) {
        return new errors/* SlipwayError */.GQ('E_AUTH', `${registry} asks for credentials, and there are none (${answer})`, {
            hint: `docker login ${registry}, or --registry-auth ${registry}=VARIABLE, the name of a variable that holds USER:PASSWORD`,
        });
    }
    const what = `${registry} refuses the credentials from ${credentials.source} (${answer})`;
    return new errors/* SlipwayError */.GQ('E_AUTH', what, {
        hint: `are they right, still valid, and meant for this repository? New ones: docker login ${registry}, or --registry-auth ${registry}=VARIABLE`,
    });
}

;// CONCATENATED MODULE: ./lib/registry/authentication.js




/** A part of a token's life is kept back for the request that is on its way. */
const usableShare = 0.9;
/**
 * Authentication to one registry: Basic (RFC 7617) or Bearer with tokens by scope (distribution, docs/spec/auth), whichever
 * the registry asks for; anonymous tokens where there are no credentials. A token is asked for once for all who need it.
 */
function openAuthentication(options) {
    const { findCredentials } = options;
    const tokens = cachedTokens(options.now);
    let challenges = [];
    return {
        async authorize(call, refused) {
            const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
            const takesBasic = challenges.some(({ scheme }) => scheme === 'basic');
            if (bearer === undefined && !takesBasic)
                return undefined;
            const credentials = await findCredentials(call.repository);
            if (credentials?.proof.kind === 'bearer')
                return `Bearer ${credentials.proof.token}`;
            if (bearer !== undefined) {
                const scopes = scopesOf(call);
                const fetch = () => fetchToken(options, { challenge: bearer, scopes, credentials }, call);
                return tokens(scopes.join(' '), fetch, refused);
            }
            return credentials?.proof.kind === 'password' ? basic(credentials.proof) : undefined;
        },
        learn(response) {
            const offered = parseChallenges(response.headers['www-authenticate'] ?? '');
            if (offered.length > 0)
                challenges = offered;
        },
        async refusal(call, response) {
            const { registry } = call.repository;
            const credentials = await findCredentials(call.repository);
            if (credentials !== undefined && response.authorization === undefined) {
                return notTaken(registry, credentials, challenges, response);
            }
            return refusalBy(registry, credentials, response);
        },
    };
}
/** Remembers tokens by scope while they live. */
function cachedTokens(now) {
    const tokens = new Map();
    return async function get(key, fetch, refused) {
        const known = tokens.get(key);
        if (known === undefined) {
            const made = fetch();
            tokens.set(key, made);
            made.catch(() => tokens.delete(key));
            return (await made).authorization;
        }
        const token = await known;
        if (token.expires > now() && token.authorization !== refused)
            return token.authorization;
        // The first one to see the end takes it away; the others then wait for what he asks for.
        if (tokens.get(key) === known)
            tokens.delete(key);
        return get(key, fetch, refused);
    };
}
/** distribution, docs/spec/auth/scope.md. */
function scopesOf({ repository, access, alsoPull = [] }) {
    const own = `repository:${repository.repository}:${access === 'push' ? 'pull,push' : 'pull'}`;
    const others = alsoPull.filter((name) => name !== repository.repository);
    return [own, ...others.map((name) => `repository:${name}:pull`)];
}
async function fetchToken(options, wanted, call) {
    const { origin, insecure, send, now, signal } = options;
    const answer = await requestToken(send, { ...wanted, origin, insecure }, signal);
    if ('value' in answer) {
        const expires = now() + answer.seconds * 1000 * usableShare;
        return { expires, authorization: `Bearer ${answer.value}` };
    }
    const [own, ...others] = wanted.scopes;
    if (own !== undefined && others.length > 0) {
        // Some servers refuse altogether where one repository is out of reach. What cannot be read there is not needed.
        (0,http_body/* discard */.v)(answer);
        return fetchToken(options, { ...wanted, scopes: [own] }, call);
    }
    throw await refusalBy(call.repository.registry, wanted.credentials, answer);
}
/** For credentials that were not even sent. */
function notTaken(registry, { source }, challenges, response) {
    (0,http_body/* discard */.v)(response);
    const asked = challenges.map(({ scheme }) => scheme).join(', ');
    const how = asked === '' ? 'does not say what for' : `asks for ${asked}`;
    const what = `${registry} does not take the credentials from ${source}: it answers ${response.status} and ${how}`;
    return new errors/* SlipwayError */.GQ('E_AUTH', what, {
        hint: 'name and password need a registry that asks for Basic or Bearer, an identity token one that asks for Bearer; or something else than the registry answers',
    });
}

;// CONCATENATED MODULE: ./lib/registry/host.js






/** Requests that one registry gets at once. */
const atOnce = 6;
/**
 * Finds out how a registry is reached and what it asks for, by one request (distribution-spec, "Determining Support"):
 * whoever answers at all is there.
 * @throws SlipwayError E_CONFIG when the name is no host; E_NETWORK when nobody answers
 */
async function findHost(registry, options) {
    const { send, patience, signal } = options;
    const origins = (0,address/* possibleOrigins */.BI)(registry, options.insecure);
    let found;
    const ask = (request) => (0,address/* firstThatAnswers */.jG)(origins, (origin) => {
        found = origin;
        return send({ ...request, url: new URL('/v2/', origin) });
    });
    const [first] = origins;
    const answer = first && (await (0,retry/* retrying */.R$)(ask, patience)({ url: first, signal }));
    if (answer === undefined || found === undefined) {
        throw new errors/* SlipwayError */.GQ('E_INTERNAL', `${registry} has no address`);
    }
    (0,http_body/* discard */.v)(answer);
    const patient = (0,retry/* retrying */.R$)(send, patience);
    const authentication = openAuthentication({ ...options, origin: found, send: patient });
    if (answer.url.origin === found.origin)
        authentication.learn(answer);
    return { origin: found, authentication, limit: (0,p_limit/* default */.A)(atOnce) };
}

;// CONCATENATED MODULE: ./lib/registry/open-registry.js








/** The port over the network. Nothing is asked before the first call; `close` ends the connections. */
function openRegistry(options) {
    const { patience = retry/* defaultPatience */.B, signal, insecure, now } = options;
    const http = (0,support_http/* openHttp */.fb)(options.env, options.timeouts, insecure.map(address/* apiHost */.nz));
    const findCredentials = (0,concurrency/* oncePer */.Pu)(reference/* formatReference */.FH, options.findCredentials);
    const hostOptions = { send: http.send, patience, findCredentials, insecure, now, signal };
    const hostOf = (0,concurrency/* oncePer */.Pu)(String, (registry) => findHost(registry, hostOptions));
    const patient = (0,retry/* retrying */.R$)(http.send, patience);
    return {
        async send(call) {
            const host = await hostOf(call.repository.registry);
            const request = { ...httpCall(call, host), signal };
            const send = call.repeatable === false ? http.send : patient;
            return inTurn(host, call.method === 'GET', () => sendAuthorized(call, host, request, send));
        },
        close: () => http.close(),
    };
}
function httpCall(call, { origin }) {
    const { target, method, headers = {}, body } = call;
    const path = `/v2/${call.repository.repository}/${target}`;
    const url = target instanceof URL ? target : new URL(path, origin);
    if (url.protocol !== 'https:' && url.protocol !== origin.protocol) {
        const what = `${origin.host} goes on from https to ${url.protocol}//${url.host}`;
        throw new errors/* SlipwayError */.GQ('E_NETWORK', what, {
            hint: 'the proxy in front of the registry must tell it the scheme: X-Forwarded-Proto',
        });
    }
    return { method, url, headers, ...(body !== undefined && { body }) };
}
/** Sends with what proves who asks; when that is refused, once more with a new proof. Credentials go to the registry's own origin only. */
async function sendAuthorized(call, { origin, authentication }, request, send) {
    if (request.url.origin !== origin.origin)
        return send(request);
    const first = await authentication.authorize(call);
    const answer = await send(withAuthorization(request, first));
    // Another host's 401, after a redirect, must not say who gets the credentials for this one.
    if (answer.status !== 401 || answer.url.origin !== origin.origin)
        return answer;
    authentication.learn(answer);
    const second = await authentication.authorize(call, first);
    if (second === undefined || second === first)
        throw await authentication.refusal(call, answer);
    (0,http_body/* discard */.v)(answer);
    const last = await send(withAuthorization(request, second));
    if (last.status !== 401 || last.url.origin !== origin.origin)
        return last;
    throw await authentication.refusal(call, last);
}
function withAuthorization(request, authorization) {
    return authorization === undefined
        ? request
        : { ...request, headers: { ...request.headers, authorization } };
}
/** Runs a request when the host has room for it. A download takes room until its body ends. */
function inTurn({ limit }, download, send) {
    return new Promise((resolve, reject) => {
        void limit(async () => {
            try {
                const response = await send();
                resolve(response);
                if (download && response.status < 300)
                    await open_registry_closed(response.body);
            }
            catch (error) {
                reject(error);
            }
        });
    });
}
function open_registry_closed(body) {
    return new Promise((resolve) => {
        if (body.closed)
            resolve();
        else
            body.once('close', resolve);
    });
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


/***/ }),

/***/ 25070:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ce: () => (/* binding */ isFields),
/* harmony export */   L5: () => (/* binding */ parseFields),
/* harmony export */   Yy: () => (/* binding */ parseForeignJson)
/* harmony export */ });
function isFields(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
/** Reads JSON that others wrote; undefined for anything that is no JSON object. The parser's words are lost: they quote the text. */
function parseFields(text) {
    const value = parseForeignJson(text);
    return isFields(value) ? value : undefined;
}
/** Reads JSON that others wrote, any value; undefined for what is no JSON. */
function parseForeignJson(text) {
    try {
        return JSON.parse(typeof text === 'string' ? text : Buffer.from(text).toString('utf8'));
    }
    catch (error) {
        if (error instanceof SyntaxError)
            return undefined;
        throw error;
    }
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

/***/ 70370:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  A: () => (/* binding */ pLimit)
});

// UNUSED EXPORTS: limitFunction

;// CONCATENATED MODULE: ./node_modules/yocto-queue/index.js
/*
How it works:
`this.#head` is an instance of `Node` which keeps track of its current value and nests another instance of `Node` that keeps the value that comes after it. When a value is provided to `.enqueue()`, the code needs to iterate through `this.#head`, going deeper and deeper to find the last value. However, iterating through every single item is slow. This problem is solved by saving a reference to the last value as `this.#tail` so that it can reference it to add a new value.
*/

class Node {
	value;
	next;

	constructor(value) {
		this.value = value;
	}
}

class Queue {
	#head;
	#tail;
	#size;

	constructor() {
		this.clear();
	}

	enqueue(value) {
		const node = new Node(value);

		if (this.#head) {
			this.#tail.next = node;
			this.#tail = node;
		} else {
			this.#head = node;
			this.#tail = node;
		}

		this.#size++;
	}

	dequeue() {
		const current = this.#head;
		if (!current) {
			return;
		}

		this.#head = this.#head.next;
		this.#size--;

		// Clean up tail reference when queue becomes empty
		if (!this.#head) {
			this.#tail = undefined;
		}

		return current.value;
	}

	peek() {
		if (!this.#head) {
			return;
		}

		return this.#head.value;

		// TODO: Node.js 18.
		// return this.#head?.value;
	}

	clear() {
		this.#head = undefined;
		this.#tail = undefined;
		this.#size = 0;
	}

	get size() {
		return this.#size;
	}

	* [Symbol.iterator]() {
		let current = this.#head;

		while (current) {
			yield current.value;
			current = current.next;
		}
	}

	* drain() {
		while (this.#head) {
			yield this.dequeue();
		}
	}
}

;// CONCATENATED MODULE: ./node_modules/p-limit/index.js


function pLimit(concurrency) {
	let rejectOnClear = false;

	if (typeof concurrency === 'object') {
		({concurrency, rejectOnClear = false} = concurrency);
	}

	validateConcurrency(concurrency);

	if (typeof rejectOnClear !== 'boolean') {
		throw new TypeError('Expected `rejectOnClear` to be a boolean');
	}

	const queue = new Queue();
	let activeCount = 0;

	const resumeNext = () => {
		// Process the next queued function if we're under the concurrency limit
		if (activeCount < concurrency && queue.size > 0) {
			activeCount++;
			queue.dequeue().run();
		}
	};

	const next = () => {
		activeCount--;
		resumeNext();
	};

	const run = async (function_, resolve, arguments_) => {
		// Execute the function and capture the result promise
		const result = (async () => function_(...arguments_))();

		// Resolve immediately with the promise (don't wait for completion)
		resolve(result);

		// Wait for the function to complete (success or failure)
		// We catch errors here to prevent unhandled rejections,
		// but the original promise rejection is preserved for the caller
		try {
			await result;
		} catch {}

		// Decrement active count and process next queued function
		next();
	};

	const enqueue = (function_, resolve, reject, arguments_) => {
		const queueItem = {reject};

		// Queue the internal resolve function instead of the run function
		// to preserve the asynchronous execution context.
		new Promise(internalResolve => { // eslint-disable-line promise/param-names
			queueItem.run = internalResolve;
			queue.enqueue(queueItem);
		}).then(run.bind(undefined, function_, resolve, arguments_)); // eslint-disable-line promise/prefer-await-to-then

		// Start processing immediately if we haven't reached the concurrency limit
		if (activeCount < concurrency) {
			resumeNext();
		}
	};

	const generator = (function_, ...arguments_) => new Promise((resolve, reject) => {
		enqueue(function_, resolve, reject, arguments_);
	});

	Object.defineProperties(generator, {
		activeCount: {
			get: () => activeCount,
		},
		pendingCount: {
			get: () => queue.size,
		},
		clearQueue: {
			value() {
				if (!rejectOnClear) {
					queue.clear();
					return;
				}

				const abortError = AbortSignal.abort().reason;

				while (queue.size > 0) {
					queue.dequeue().reject(abortError);
				}
			},
		},
		concurrency: {
			get: () => concurrency,

			set(newConcurrency) {
				validateConcurrency(newConcurrency);
				concurrency = newConcurrency;

				queueMicrotask(() => {
					// eslint-disable-next-line no-unmodified-loop-condition
					while (activeCount < concurrency && queue.size > 0) {
						resumeNext();
					}
				});
			},
		},
		map: {
			async value(iterable, function_) {
				const promises = [];

				try {
					Array.from(iterable, (value, index) => {
						const promise = generator(function_, value, index);
						promises.push(promise);
						return promise;
					});
				} catch (error) {
					// The iterable threw, so `Promise.all` never observes the already scheduled promises. Observe them here to avoid unhandled rejections.
					for (const promise of promises) {
						promise.catch(() => {}); // eslint-disable-line promise/prefer-await-to-then
					}

					throw error;
				}

				return Promise.all(promises);
			},
		},
	});

	return generator;
}

function limitFunction(function_, options) {
	const limit = pLimit(options);

	const limitedFunction = (...arguments_) => limit(() => function_(...arguments_));
	Object.defineProperty(limitedFunction, 'clearQueue', {
		value: limit.clearQueue,
	});

	return limitedFunction;
}

function validateConcurrency(concurrency) {
	if (!((Number.isInteger(concurrency) || concurrency === Number.POSITIVE_INFINITY) && concurrency > 0)) {
		throw new TypeError('Expected `concurrency` to be a number from 1 and up');
	}
}


/***/ })

};
