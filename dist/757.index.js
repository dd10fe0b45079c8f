export const id = 757;
export const ids = [757];
export const modules = {

/***/ 3768:
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

/***/ 7469:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $U: () => (/* binding */ isIndexType),
/* harmony export */   A5: () => (/* binding */ nonDistributable),
/* harmony export */   BJ: () => (/* binding */ ociLayerType),
/* harmony export */   BX: () => (/* binding */ ociTypeOf),
/* harmony export */   G2: () => (/* binding */ outdatedManifest),
/* harmony export */   Q3: () => (/* binding */ isManifestType),
/* harmony export */   lJ: () => (/* binding */ isConfigType),
/* harmony export */   qM: () => (/* binding */ isDockerManifest),
/* harmony export */   rh: () => (/* binding */ isDockerList)
/* harmony export */ });
/* unused harmony export dockerType */
/* harmony import */ var _descriptor_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3768);

/** Docker's image documents (image-spec, media-types.md, "Compatibility Matrix"; distribution, manifest-v2-2.md). */
const dockerType = {
    list: 'application/vnd.docker.distribution.manifest.list.v2+json',
    manifest: 'application/vnd.docker.distribution.manifest.v2+json',
    config: 'application/vnd.docker.container.image.v1+json',
};
const layers = 'application/vnd.docker.image.rootfs';
/** Docker's types → OCI's for the same bytes. */
const ociTypes = {
    [dockerType.list]: _descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.index,
    [dockerType.manifest]: _descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.manifest,
    [dockerType.config]: _descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.config,
    [`${layers}.diff.tar`]: _descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.layer,
    [`${layers}.diff.tar.gzip`]: _descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.layerGzip,
    [`${layers}.diff.tar.zstd`]: _descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.layerZstd,
};
const ociLayerTypes = new Set([
    _descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.layer,
    _descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.layerGzip,
    _descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.layerZstd,
]);
function isDockerManifest(type) {
    return type === dockerType.manifest;
}
function isDockerList(type) {
    return type === dockerType.list;
}
/** An index of either family. */
function isIndexType(type) {
    return type === _descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.index || type === dockerType.list;
}
/** A manifest of either family; an artifact's is one too. */
function isManifestType(type) {
    return type === _descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.manifest || type === dockerType.manifest;
}
/** The config of a container image, of either family; an artifact's manifest has another. */
function isConfigType(type) {
    return type === _descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.config || type === dockerType.config;
}
/** OCI's name of a type that Docker has another name for; undefined when there is none, or when it is OCI's already. */
function ociTypeOf(type) {
    return Object.hasOwn(ociTypes, type) ? ociTypes[type] : undefined;
}
/** OCI's name of a layer's type, of either family; undefined for whatever is no layer that engines unpack. */
function ociLayerType(type) {
    const oci = ociTypeOf(type) ?? type;
    return ociLayerTypes.has(oci) ? oci : undefined;
}
/** Why a layer of this type may not be passed on; undefined when it may. */
function nonDistributable(type) {
    const is = type.startsWith(`${layers}.foreign.`) ||
        type.startsWith('application/vnd.oci.image.layer.nondistributable.');
    return is
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

/***/ 7546:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H9: () => (/* binding */ misnamed),
/* harmony export */   KE: () => (/* binding */ listed),
/* harmony export */   SP: () => (/* binding */ shown),
/* harmony export */   n8: () => (/* binding */ saysWhose),
/* harmony export */   tW: () => (/* binding */ unsound)
/* harmony export */ });
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9580);

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
/** Some of many for a message: `a, b and 3 more`. */
function listed(items, most = 8) {
    const more = items.length > most ? ` and ${items.length - most} more` : '';
    return items.slice(0, most).join(', ') + more;
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

/***/ 6864:
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
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1455);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9580);
/* harmony import */ var _support_files_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5932);
/* harmony import */ var _faults_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7546);
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
/** The error of a blob whose length is not what its descriptor says. */
function wrongLength(name, { digest, size }, bytes) {
    return (0,_faults_js__WEBPACK_IMPORTED_MODULE_4__/* .unsound */ .tW)(name, `the blob ${digest} has ${bytes} bytes, and its descriptor says ${size}`);
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

/***/ 7757:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   YF: () => (/* binding */ manifestCall),
/* harmony export */   l2: () => (/* binding */ typeInside),
/* harmony export */   resolve: () => (/* binding */ resolve)
/* harmony export */ });
/* unused harmony export readManifest */
/* harmony import */ var _image_docker_types_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7469);
/* harmony import */ var _image_source_stored_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6864);
/* harmony import */ var _request_reference_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7540);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9580);
/* harmony import */ var _support_hashing_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7823);
/* harmony import */ var _support_http_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6803);
/* harmony import */ var _support_http_body_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(8716);
/* harmony import */ var _fault_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(4523);








/** The documents that Slipway reads, of both families: a registry may choose among them by it. */
const accept = [
    'application/vnd.oci.image.index.v1+json',
    'application/vnd.oci.image.manifest.v1+json',
    'application/vnd.docker.distribution.manifest.list.v2+json',
    'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');
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
    (0,_support_http_body_js__WEBPACK_IMPORTED_MODULE_6__/* .discard */ .v)(answer);
    if (answer.status === 429 || answer.status >= 500)
        throw await (0,_fault_js__WEBPACK_IMPORTED_MODULE_7__/* .registryFault */ .e)(call, answer);
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
        throw await (0,_fault_js__WEBPACK_IMPORTED_MODULE_7__/* .registryFault */ .e)(call, answer);
    const content = await (0,_support_http_js__WEBPACK_IMPORTED_MODULE_5__/* .readBody */ .x8)(answer, _image_source_stored_js__WEBPACK_IMPORTED_MODULE_1__/* .maxDocumentBytes */ .VR);
    const mediaType = typeOf(answer, reference) ?? typeInside(content);
    const digest = (0,_support_hashing_js__WEBPACK_IMPORTED_MODULE_4__/* .sha256 */ .sc)(content);
    if (reference.digest !== undefined && digest !== reference.digest)
        throw otherDigest(reference, digest);
    return { descriptor: { mediaType, digest, size: content.length }, content };
}
function announcedBy(answer, reference) {
    const mediaType = typeOf(answer, reference);
    const digest = answer.headers['docker-content-digest'] ?? '';
    const length = answer.headers['content-length'] ?? '';
    if (mediaType === undefined || !(0,_support_hashing_js__WEBPACK_IMPORTED_MODULE_4__/* .isDigest */ .Bc)(digest) || !/^[1-9]\d{0,9}$/.test(length))
        return undefined;
    if (reference.digest !== undefined && digest !== reference.digest)
        throw otherDigest(reference, digest);
    return { mediaType, digest, size: Number(length) };
}
/** An answer's media type; undefined when it is none of ours. */
function typeOf({ headers }, reference) {
    const type = (headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
    const outdated = (0,_image_docker_types_js__WEBPACK_IMPORTED_MODULE_0__/* .outdatedManifest */ .G2)(type);
    if (outdated !== undefined)
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .SlipwayError */ .GQ('E_BASE', `${(0,_request_reference_js__WEBPACK_IMPORTED_MODULE_2__/* .formatReference */ .FH)(reference)}: ${outdated}`);
    return (0,_image_docker_types_js__WEBPACK_IMPORTED_MODULE_0__/* .isIndexType */ .$U)(type) || (0,_image_docker_types_js__WEBPACK_IMPORTED_MODULE_0__/* .isManifestType */ .Q3)(type) ? type : undefined;
}
/**
 * The media type of a document that nothing led to but its digest: what it says of itself, else what its fields are
 * (image-spec, manifest.md and image-index.md: "mediaType" may be left out). Whoever reads it checks its shape.
 */
function typeInside(content) {
    let fields = {};
    try {
        fields = { ...JSON.parse(Buffer.from(content).toString('utf8')) };
    }
    catch {
        // No JSON: no image, as its reader will say.
    }
    const own = fields['mediaType'];
    if (typeof own === 'string' && ((0,_image_docker_types_js__WEBPACK_IMPORTED_MODULE_0__/* .isIndexType */ .$U)(own) || (0,_image_docker_types_js__WEBPACK_IMPORTED_MODULE_0__/* .isManifestType */ .Q3)(own)))
        return own;
    return `application/vnd.oci.image.${'manifests' in fields ? 'index' : 'manifest'}.v1+json`;
}
function otherDigest(reference, digest) {
    const what = `${(0,_request_reference_js__WEBPACK_IMPORTED_MODULE_2__/* .formatReference */ .FH)(reference)}: ${reference.registry} answers with another document, ${digest}`;
    return new _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .SlipwayError */ .GQ('E_REGISTRY', what, {
        hint: 'the registry, or something in front of it, changes what it stores: nothing of it is used',
    });
}


/***/ })

};
