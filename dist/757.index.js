export const id = 757;
export const ids = [757];
export const modules = {

/***/ 83768:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ mediaType)
/* harmony export */ });
/** Media types that Slipway writes (image-spec, media-types.md). */
const mediaType = {
    index: 'application/vnd.oci.image.index.v1+json',
    manifest: 'application/vnd.oci.image.manifest.v1+json',
    config: 'application/vnd.oci.image.config.v1+json',
    layer: 'application/vnd.oci.image.layer.v1.tar',
    layerGzip: 'application/vnd.oci.image.layer.v1.tar+gzip',
    layerZstd: 'application/vnd.oci.image.layer.v1.tar+zstd',
};


/***/ }),

/***/ 64857:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $U: () => (/* binding */ isIndexType),
/* harmony export */   A5: () => (/* binding */ nonDistributable),
/* harmony export */   BJ: () => (/* binding */ ociLayerType),
/* harmony export */   BX: () => (/* binding */ ociTypeOf),
/* harmony export */   G2: () => (/* binding */ outdatedManifest),
/* harmony export */   Iz: () => (/* binding */ knownMediaType),
/* harmony export */   Oc: () => (/* binding */ isDocumentType),
/* harmony export */   Q3: () => (/* binding */ isManifestType),
/* harmony export */   jz: () => (/* binding */ dockerType),
/* harmony export */   lJ: () => (/* binding */ isConfigType),
/* harmony export */   qM: () => (/* binding */ isDockerManifest),
/* harmony export */   rh: () => (/* binding */ isDockerList)
/* harmony export */ });
/* harmony import */ var _descriptor_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(83768);

/** Docker's image documents (image-spec, media-types.md, "Compatibility Matrix"; distribution, manifest-v2-2.md). */
const dockerType = {
    list: 'application/vnd.docker.distribution.manifest.list.v2+json',
    manifest: 'application/vnd.docker.distribution.manifest.v2+json',
    config: 'application/vnd.docker.container.image.v1+json',
};
const docker = { family: 'docker' };
const none = { role: 'layer', compression: 'none' };
const gzip = { role: 'layer', compression: 'gzip' };
const zstd = { role: 'layer', compression: 'zstd' };
/** OCI's non-distributable layers. */
const owned = 'application/vnd.oci.image.layer.nondistributable.v1.tar';
const dockerLayer = 'application/vnd.docker.image.rootfs';
/** All media types of images, of both families. */
const known = {
    [_descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.index]: { role: 'index', family: 'oci' },
    [_descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.manifest]: { role: 'manifest', family: 'oci' },
    [_descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.config]: { role: 'config', family: 'oci' },
    [_descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.layer]: { ...none, family: 'oci' },
    [_descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.layerGzip]: { ...gzip, family: 'oci' },
    [_descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.layerZstd]: { ...zstd, family: 'oci' },
    [owned]: { ...none, family: 'oci', nonDistributable: true },
    [`${owned}+gzip`]: { ...gzip, family: 'oci', nonDistributable: true },
    [`${owned}+zstd`]: { ...zstd, family: 'oci', nonDistributable: true },
    'application/vnd.oci.empty.v1+json': { role: 'empty', family: 'oci' },
    [dockerType.list]: { ...docker, role: 'index', oci: _descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.index },
    [dockerType.manifest]: { ...docker, role: 'manifest', oci: _descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.manifest },
    [dockerType.config]: { ...docker, role: 'config', oci: _descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.config },
    [`${dockerLayer}.diff.tar`]: { ...docker, ...none, oci: _descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.layer },
    [`${dockerLayer}.diff.tar.gzip`]: { ...docker, ...gzip, oci: _descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.layerGzip },
    [`${dockerLayer}.diff.tar.zstd`]: { ...docker, ...zstd, oci: _descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.layerZstd },
    [`${dockerLayer}.foreign.diff.tar`]: { ...docker, ...none, nonDistributable: true },
    [`${dockerLayer}.foreign.diff.tar.gzip`]: { ...docker, ...gzip, nonDistributable: true },
};
/** What is known about a media type; undefined for any other, which is no fault by itself. */
function knownMediaType(type) {
    return Object.hasOwn(known, type) ? known[type] : undefined;
}
function isDockerManifest(type) {
    return type === dockerType.manifest;
}
function isDockerList(type) {
    return type === dockerType.list;
}
/** An index of either family. */
function isIndexType(type) {
    return knownMediaType(type)?.role === 'index';
}
/** A manifest of either family; an artifact's is one too. */
function isManifestType(type) {
    return knownMediaType(type)?.role === 'manifest';
}
/** What leads on to other blobs: an index or manifest of either family. */
function isDocumentType(type) {
    return isIndexType(type) || isManifestType(type);
}
/** The config of a container image, of either family; an artifact's manifest has another. */
function isConfigType(type) {
    return knownMediaType(type)?.role === 'config';
}
/** OCI's name of a type that Docker has another name for; undefined when there is none, or when it is OCI's already. */
function ociTypeOf(type) {
    return knownMediaType(type)?.oci;
}
/** OCI's name of a layer's type, of either family; undefined for whatever is no layer that engines unpack. */
function ociLayerType(type) {
    const { role, oci = type } = knownMediaType(type) ?? {};
    return role === 'layer' && nonDistributable(type) === undefined ? oci : undefined;
}
/** Why a layer of this type may not be passed on; undefined when it may. */
function nonDistributable(type) {
    return knownMediaType(type)?.nonDistributable
        ? 'it is non-distributable: its licence lets only its owner give it out (image-spec, layer.md, "Non-Distributable Layers")'
        : undefined;
}
/** Why a document of this type cannot be used; undefined when it can. */
function outdatedManifest(type) {
    return /^application\/vnd\.docker\.distribution\.manifest\.v1\+(json|prettyjws)$/.test(type)
        ? 'it is a manifest of Docker\'s schema 1, which has no config and no digests of unpacked layers: push the image again with Docker 1.10 or newer, or copy it with "skopeo copy --format oci"'
        : undefined;
}


/***/ }),

/***/ 77546:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H9: () => (/* binding */ misnamed),
/* harmony export */   KE: () => (/* binding */ listed),
/* harmony export */   SP: () => (/* binding */ shown),
/* harmony export */   n8: () => (/* binding */ saysWhose),
/* harmony export */   tW: () => (/* binding */ unsound)
/* harmony export */ });
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(39580);

/** The error of an image whose content is not what it should be. `name` is its place as the user wrote it. */
function unsound(name, what, hint, cause) {
    return new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SlipwayError */ .GQ('E_BASE', `${name} cannot be read: ${what}`, { hint, cause });
}
/** The error of a place that names no image, or not one. */
function misnamed(name, what, hint) {
    return new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SlipwayError */ .GQ('E_CONFIG', `${name} ${what}`, { hint });
}
/** Foreign text for a message: quoted, cut, and with nothing in it that a terminal would act on. */
function shown(text) {
    const cut = text.length > 120 ? `${text.slice(0, 120)}…` : text;
    return JSON.stringify(cut).replaceAll(/[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
const mostListed = 8;
/** Some of many for a message: `a, b and 3 more`. */
function listed(items) {
    const more = items.length > mostListed ? ` and ${items.length - mostListed} more` : '';
    return items.slice(0, mostListed).join(', ') + more;
}
/** Errors of an image's documents name the document alone; this adds the path of the image. */
async function saysWhose(path, work) {
    try {
        return await work();
    }
    catch (error) {
        if (!(error instanceof _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SlipwayError */ .GQ) || error.code !== 'E_BASE' || error.message.includes(path))
            throw error;
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SlipwayError */ .GQ('E_BASE', `${path}: ${error.message}`, { hint: error.hint, cause: error });
    }
}


/***/ }),

/***/ 96864:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ae: () => (/* binding */ writeBeside),
/* harmony export */   Cx: () => (/* binding */ wrongLength),
/* harmony export */   HK: () => (/* binding */ storedSource),
/* harmony export */   PK: () => (/* binding */ checkDocumentSize),
/* harmony export */   So: () => (/* binding */ missingBlob),
/* harmony export */   VR: () => (/* binding */ maxDocumentBytes),
/* harmony export */   xP: () => (/* binding */ measure)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51455);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(39580);
/* harmony import */ var _support_files_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(15932);
/* harmony import */ var _faults_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(77546);
var __addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});





/** Documents are read whole up to this length, as registries do (distribution-spec, "Pushing Manifests"). */
const maxDocumentBytes = 4 << 20;
/**
 * Writes a stream beside the store's blobs. The caller keeps or removes the file; when the stream fails nothing is left.
 * @throws SlipwayError E_IO, and whatever the stream throws
 */
async function writeBeside(content, store) {
    const path = await store.reserve();
    try {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const handle = __addDisposableResource(env_1, await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.open)(path, 'wx'), true);
            const measured = await measure(content, (chunk) => handle.writeFile(chunk));
            return { path, ...measured };
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            const result_1 = __disposeResources(env_1);
            if (result_1)
                await result_1;
        }
    }
    catch (error) {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm)(path, { force: true });
        throw (0,_support_files_js__WEBPACK_IMPORTED_MODULE_3__/* .namingPath */ .UW)(error, path);
    }
}
/** Digest and length of a stream, whose pieces `each` gets as they come. */
async function measure(content, each = () => undefined) {
    const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256');
    let bytes = 0;
    for await (const chunk of content) {
        hash.update(chunk);
        bytes += chunk.length;
        await each(chunk);
    }
    return { digest: `sha256:${hash.digest('hex')}`, bytes };
}
/** A document's length by its descriptor, which must be one that is read whole. */
function checkDocumentSize(name, { mediaType, digest, size }) {
    if (size > maxDocumentBytes)
        throw (0,_faults_js__WEBPACK_IMPORTED_MODULE_4__/* .unsound */ .tW)(name, `its ${mediaType} ${digest} has ${size} bytes, more than any real one`);
}
/** The error of a blob that is not there. */
function missingBlob(name, { digest }) {
    return (0,_faults_js__WEBPACK_IMPORTED_MODULE_4__/* .unsound */ .tW)(name, `the blob ${digest} is missing`, 'the image is not complete: save or copy it again');
}
const damaged = 'the image is cut or damaged: save or copy it again';
/** The error of a blob whose length is not what its descriptor says. */
function wrongLength(name, { digest, size }, bytes) {
    return (0,_faults_js__WEBPACK_IMPORTED_MODULE_4__/* .unsound */ .tW)(name, `the blob ${digest} has ${bytes} bytes, and its descriptor says ${size}`, damaged);
}
/** An image whose blobs were taken into the store when it was opened. */
function storedSource(name, root, store, notices) {
    const find = async (descriptor) => {
        const found = await store.find(descriptor.digest);
        if (found === undefined)
            throw missingBlob(name, descriptor);
        if (found.bytes !== descriptor.size)
            throw wrongLength(name, descriptor, found.bytes);
        return found.path;
    };
    return {
        name,
        root,
        notices,
        document: async (descriptor) => {
            checkDocumentSize(name, descriptor);
            try {
                return await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readFile)(await find(descriptor));
            }
            catch (error) {
                throw (0,_support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .asSlipwayError */ .I7)(error);
            }
        },
        fetch: async (descriptor) => void (await find(descriptor)),
    };
}


/***/ }),

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

/***/ 7757:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   JX: () => (/* binding */ contentTypeOf),
/* harmony export */   YF: () => (/* binding */ manifestCall),
/* harmony export */   l2: () => (/* binding */ typeInside),
/* harmony export */   resolve: () => (/* binding */ resolve)
/* harmony export */ });
/* unused harmony export readManifest */
/* harmony import */ var _image_descriptor_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(83768);
/* harmony import */ var _image_media_types_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(64857);
/* harmony import */ var _image_source_stored_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(96864);
/* harmony import */ var _request_reference_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(47540);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(39580);
/* harmony import */ var _support_fields_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(25070);
/* harmony import */ var _support_hashing_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(47823);
/* harmony import */ var _support_http_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(16803);
/* harmony import */ var _support_http_body_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(88716);
/* harmony import */ var _fault_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(94523);










/** The documents that Slipway reads, of both families: a registry may choose among them by it. */
const accept = [_image_descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.index, _image_descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.manifest, _image_media_types_js__WEBPACK_IMPORTED_MODULE_1__/* .dockerType */ .jz.list, _image_media_types_js__WEBPACK_IMPORTED_MODULE_1__/* .dockerType */ .jz.manifest].join(', ');
/** The request for what a reference names: its digest, else its tag, else `latest`, as docker has it. */
function manifestCall(reference, method) {
    const { registry, repository, tag = 'latest', digest = tag } = reference;
    return {
        repository: { registry, repository },
        access: 'pull',
        method,
        target: `manifests/${digest}`,
        headers: { accept },
    };
}
/**
 * What a reference names now, by one HEAD request; where its answer lacks digest or length, which distribution-spec only
 * recommends, the document itself tells.
 * @throws SlipwayError E_REGISTRY when it is not there or the digest does not fit, E_BASE for schema 1, E_AUTH, E_NETWORK
 */
async function resolve(registry, reference) {
    const call = manifestCall(reference, 'HEAD');
    const answer = await registry.send(call);
    (0,_support_http_body_js__WEBPACK_IMPORTED_MODULE_7__/* .discard */ .v)(answer);
    if (answer.status === 429 || answer.status >= 500)
        throw await (0,_fault_js__WEBPACK_IMPORTED_MODULE_8__/* .registryFault */ .eZ)(call, answer);
    const announced = answer.status === 200 ? announcedBy(answer, reference) : undefined;
    // Also for a refusal: an answer to HEAD cannot say why.
    return announced ?? (await readManifest(registry, reference)).descriptor;
}
/**
 * Reads what a reference names, at most 4 MiB.
 * @throws SlipwayError as resolve
 */
async function readManifest(registry, reference) {
    const call = manifestCall(reference, 'GET');
    const answer = await registry.send(call);
    if (answer.status !== 200)
        throw await (0,_fault_js__WEBPACK_IMPORTED_MODULE_8__/* .registryFault */ .eZ)(call, answer);
    const content = await (0,_support_http_js__WEBPACK_IMPORTED_MODULE_6__/* .readBody */ .x8)(answer, _image_source_stored_js__WEBPACK_IMPORTED_MODULE_2__/* .maxDocumentBytes */ .VR);
    const named = typeOf(answer, reference);
    if (named === undefined && (0,_support_fields_js__WEBPACK_IMPORTED_MODULE_9__/* .parseFields */ .L5)(content) === undefined)
        throw noDocument(reference, answer);
    const type = named ?? typeInside(content);
    const digest = (0,_support_hashing_js__WEBPACK_IMPORTED_MODULE_5__/* .sha256 */ .sc)(content);
    if (reference.digest !== undefined && digest !== reference.digest)
        throw otherDigest(reference, digest);
    return { descriptor: { mediaType: type, digest, size: content.length }, content };
}
function noDocument(reference, { url, headers }) {
    const { reason, hint } = _fault_js__WEBPACK_IMPORTED_MODULE_8__/* .notOfARegistry */ .b5;
    const type = headers['content-type'] ?? 'something without a type';
    return new _support_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .SlipwayError */ .GQ('E_REGISTRY', `${(0,_request_reference_js__WEBPACK_IMPORTED_MODULE_3__/* .formatReference */ .FH)(reference)}: ${url.host} gives ${type}: ${reason}`, { hint });
}
function announcedBy(answer, reference) {
    const type = typeOf(answer, reference);
    const digest = answer.headers['docker-content-digest'] ?? '';
    const length = answer.headers['content-length'] ?? '';
    if (type === undefined || !(0,_support_hashing_js__WEBPACK_IMPORTED_MODULE_5__/* .isDigest */ .Bc)(digest) || !/^[1-9]\d{0,9}$/.test(length))
        return undefined;
    if (reference.digest !== undefined && digest !== reference.digest)
        throw otherDigest(reference, digest);
    return { mediaType: type, digest, size: Number(length) };
}
/** What an answer says that it is, without parameters; '' when it does not. */
function contentTypeOf({ headers }) {
    return headers['content-type']?.split(';')[0]?.trim() ?? '';
}
/** An answer's media type; undefined when it is none of ours. */
function typeOf(answer, reference) {
    const type = contentTypeOf(answer);
    const outdated = (0,_image_media_types_js__WEBPACK_IMPORTED_MODULE_1__/* .outdatedManifest */ .G2)(type);
    if (outdated !== undefined)
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .SlipwayError */ .GQ('E_BASE', `${(0,_request_reference_js__WEBPACK_IMPORTED_MODULE_3__/* .formatReference */ .FH)(reference)}: ${outdated}`);
    return (0,_image_media_types_js__WEBPACK_IMPORTED_MODULE_1__/* .isDocumentType */ .Oc)(type) ? type : undefined;
}
/**
 * The media type of a document that nothing led to but its digest: what it says of itself, else what its fields are
 * (image-spec, manifest.md and image-index.md: "mediaType" may be left out). Whoever reads it checks its shape.
 */
function typeInside(content) {
    const fields = (0,_support_fields_js__WEBPACK_IMPORTED_MODULE_9__/* .parseFields */ .L5)(content) ?? {};
    const own = fields['mediaType'];
    if (typeof own === 'string' && (0,_image_media_types_js__WEBPACK_IMPORTED_MODULE_1__/* .isDocumentType */ .Oc)(own))
        return own;
    return 'manifests' in fields ? _image_descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.index : _image_descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.manifest;
}
function otherDigest(reference, digest) {
    const what = `${(0,_request_reference_js__WEBPACK_IMPORTED_MODULE_3__/* .formatReference */ .FH)(reference)}: ${reference.registry} answers with another document, ${digest}`;
    return new _support_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .SlipwayError */ .GQ('E_REGISTRY', what, {
        hint: 'the registry, or something in front of it, changes what it stores: nothing of it is used',
    });
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


/***/ })

};
