export const id = 95;
export const ids = [95];
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

/***/ 2239:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A1: () => (/* binding */ parseIndex),
/* harmony export */   H3: () => (/* binding */ isAttestation),
/* harmony export */   Ng: () => (/* binding */ parseManifest),
/* harmony export */   o4: () => (/* binding */ parseConfig),
/* harmony export */   vY: () => (/* binding */ foreignPlatformText)
/* harmony export */ });
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9580);
/* harmony import */ var _support_fields_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5070);
/* harmony import */ var _support_hashing_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7823);
/* harmony import */ var _media_types_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4857);




/**
 * Reads an index of either family.
 * @param descriptor what led to it, whose media type the document must not contradict
 * @throws SlipwayError E_BASE that names the document and its fault
 */
function parseIndex(bytes, descriptor) {
    const at = `index ${descriptor.digest}`;
    const fields = fieldsOf(bytes, at);
    checkType(fields, descriptor, at);
    // A document that is both would be read as one by some and as the other by others (CVE-2021-41190).
    if ('layers' in fields || 'config' in fields)
        throw wrong(at, 'has the fields of a manifest too');
    return { manifests: descriptors(fields['manifests'], `${at}: manifests`), fields };
}
/**
 * Reads a manifest of either family.
 * @param descriptor what led to it, whose media type the document must not contradict
 * @throws SlipwayError E_BASE that names the document and its fault
 */
function parseManifest(bytes, descriptor) {
    const at = `manifest ${descriptor.digest}`;
    const fields = fieldsOf(bytes, at);
    checkType(fields, descriptor, at);
    if ('manifests' in fields)
        throw wrong(at, 'has the fields of an index too');
    return {
        config: foreignDescriptor(fields['config'], `${at}: config`),
        layers: descriptors(fields['layers'], `${at}: layers`),
        fields,
    };
}
/**
 * Reads what is needed of a config.
 * @throws SlipwayError E_BASE that names the config and its fault
 */
function parseConfig(bytes, digest) {
    const at = `config ${digest}`;
    const fields = fieldsOf(bytes, at);
    const { rootfs } = fields;
    const diffIds = (0,_support_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .isFields */ .Ce)(rootfs) ? rootfs['diff_ids'] : undefined;
    if (!Array.isArray(diffIds))
        throw wrong(at, 'lists no layers in rootfs.diff_ids');
    return {
        platform: foreignPlatform(fields),
        diffIds: diffIds.map((id) => {
            if (typeof id === 'string' && (0,_support_hashing_js__WEBPACK_IMPORTED_MODULE_1__/* .isDigest */ .Bc)(id))
                return id;
            throw wrong(at, 'has an entry in rootfs.diff_ids that is no SHA-256 digest');
        }),
        fields,
    };
}
function fieldsOf(bytes, at) {
    const fields = (0,_support_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .parseFields */ .L5)(bytes);
    if (fields === undefined)
        throw wrong(at, 'is not a JSON object');
    return fields;
}
/** image-spec, manifest.md: mediaType, where it is written, is the document's own, and readers compare it. */
function checkType(fields, { mediaType }, at) {
    const written = fields['mediaType'];
    if (written !== undefined && written !== mediaType) {
        throw wrong(at, `says that it is ${JSON.stringify(written)}, and was found as ${mediaType}`);
    }
    if (fields['schemaVersion'] !== 2 && (0,_media_types_js__WEBPACK_IMPORTED_MODULE_2__/* .isDocumentType */ .Oc)(mediaType)) {
        throw wrong(at, `has schemaVersion ${JSON.stringify(fields['schemaVersion'])}, not 2`);
    }
}
function descriptors(value, at) {
    if (!Array.isArray(value))
        throw wrong(at, 'is not a list');
    return value.map((item, place) => foreignDescriptor(item, `${at}[${place}]`));
}
function foreignDescriptor(value, at) {
    if (!(0,_support_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .isFields */ .Ce)(value))
        throw wrong(at, 'is not a descriptor');
    const { mediaType, digest, size, annotations, platform } = value;
    if (typeof mediaType !== 'string' || mediaType === '')
        throw wrong(at, 'has no mediaType');
    if (typeof digest !== 'string' || !(0,_support_hashing_js__WEBPACK_IMPORTED_MODULE_1__/* .isDigest */ .Bc)(digest)) {
        throw wrong(at, `has ${JSON.stringify(digest)} for a digest, and Slipway reads SHA-256 digests`);
    }
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
        throw wrong(at, 'has no size');
    return {
        mediaType,
        digest,
        size,
        annotations: textsOf(annotations),
        platform: (0,_support_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .isFields */ .Ce)(platform) ? foreignPlatform(platform) : undefined,
        fields: value,
    };
}
function foreignPlatform(fields) {
    const { os, architecture, variant } = fields;
    if (typeof os !== 'string' || typeof architecture !== 'string')
        return undefined;
    const osVersion = fields['os.version'];
    return {
        os,
        architecture,
        ...(typeof variant === 'string' && variant !== '' && { variant }),
        ...(typeof osVersion === 'string' && osVersion !== '' && { osVersion }),
    };
}
function textsOf(value) {
    const entries = (0,_support_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .isFields */ .Ce)(value) ? Object.entries(value) : [];
    return Object.fromEntries(entries.filter((entry) => typeof entry[1] === 'string'));
}
function wrong(at, what) {
    return new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SlipwayError */ .GQ('E_BASE', `the image cannot be read: ${at} ${what}`, {
        hint: 'whoever made this image has to mend it; "slipway verify" says all that is wrong with a layout',
    });
}
/** BuildKit, "Image Attestation Storage": provenance and SBOMs lie in the index as manifests of no platform. */
function isAttestation({ annotations, platform, }) {
    return (annotations['vnd.docker.reference.type'] === 'attestation-manifest' ||
        (platform?.os === 'unknown' && platform.architecture === 'unknown'));
}
/** `linux/arm/v7`, as other tools' images may have it. */
function foreignPlatformText({ os, architecture, variant, osVersion }) {
    const base = [os, architecture, variant].filter((part) => part !== undefined).join('/');
    const text = osVersion === undefined ? base : `${base} (${osVersion})`;
    return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 120);
}


/***/ }),

/***/ 4857:
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
/* harmony import */ var _descriptor_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3768);

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

/***/ 1872:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DC: () => (/* binding */ hashFile),
/* harmony export */   XB: () => (/* binding */ hashingFile),
/* harmony export */   jJ: () => (/* binding */ hasherFor),
/* harmony export */   yi: () => (/* binding */ hashBytes)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3024);
/* harmony import */ var _support_hashing_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7823);



/** Read window for blobs, in bytes. */
const windowBytes = 1 << 17;
/** A hash of the algorithm that `digest` names (image-spec, descriptor.md, "Registered algorithms"). */
function hasherFor(digest) {
    const algorithm = (0,_support_hashing_js__WEBPACK_IMPORTED_MODULE_2__/* .parseDigest */ .m)(digest)?.algorithm;
    if (algorithm !== 'sha256' && algorithm !== 'sha512')
        return undefined;
    const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)(algorithm);
    return { hash, result: () => `${algorithm}:${hash.digest('hex')}` };
}
function hashBytes(content, digest) {
    const hasher = hasherFor(digest);
    hasher?.hash.update(content);
    return { digest: hasher?.result(), bytes: content.length };
}
async function hashFile(path, digest) {
    return await hashingFile(path, digest).finish();
}
function hashingFile(path, digest) {
    const hasher = hasherFor(digest);
    let hashed = 0;
    async function* read(start) {
        let at = start;
        for await (const chunk of (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.createReadStream)(path, { start, highWaterMark: windowBytes })) {
            const bytes = chunk;
            at += bytes.length;
            if (at > hashed) {
                hasher?.hash.update(bytes.subarray(bytes.length - (at - hashed)));
                hashed = at;
            }
            yield bytes;
        }
    }
    return {
        read,
        finish: async () => {
            for await (const _ of read(hashed))
                ;
            return { digest: hasher?.result(), bytes: hashed };
        },
    };
}


/***/ }),

/***/ 1683:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   KZ: () => (/* binding */ unpacked),
/* harmony export */   MK: () => (/* binding */ defaultLimits),
/* harmony export */   uj: () => (/* binding */ compressionOfFile),
/* harmony export */   xK: () => (/* binding */ UnpackFault)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7075);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8522);
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



/** Deflate cannot do better than 1032:1, and no real layer comes near it. */
const defaultLimits = {
    maxBytes: 64 * 2 ** 30,
    maxRatio: 1024,
    ratioFromBytes: 2 ** 30,
};
/** Why a layer's compressed bytes do not unpack; message in words for a person. */
class UnpackFault extends Error {
}
/**
 * A layer's uncompressed bytes. gzip members and zstd frames may follow each other (RFC 1952, section 2.2; RFC 8878,
 * section 3), and nothing else may follow them.
 * @throws UnpackFault when the content is not of its kind, is cut, has something after it, or is a bomb
 */
async function* unpacked(file, totalBytes, compression, limits) {
    let out = 0;
    const count = (chunk) => {
        out += chunk.length;
        if (out > limits.maxBytes)
            throw new UnpackFault(`it unpacks to more than ${limits.maxBytes} bytes`);
        if (out > limits.ratioFromBytes && out > totalBytes * limits.maxRatio) {
            throw new UnpackFault(`it unpacks to more than ${limits.maxRatio} times its length: a decompression bomb`);
        }
        return chunk;
    };
    if (compression === 'none') {
        for await (const chunk of file.read(0)) {
            if (out === 0)
                refuseCompressed(chunk);
            yield count(chunk);
        }
        return;
    }
    let start = 0;
    do {
        const consumed = { bytes: 0 };
        for await (const chunk of oneStream(file, start, compression, consumed))
            yield count(chunk);
        start += consumed.bytes;
        // Node's gunzip goes on to the next member by itself; its zstd stops after each frame.
        if (start < totalBytes && (compression === 'gzip' || consumed.bytes === 0)) {
            throw new UnpackFault(`${totalBytes - start} bytes follow the end of the ${compression} data at byte ${start}`);
        }
    } while (start < totalBytes);
}
/**
 * How an archive is compressed by its first bytes: a plain one begins with a file name, which has none of these (RFC 1952,
 * section 2.3.1; RFC 8878, section 3.1.1).
 */
async function compressionOfFile(path) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const handle = __addDisposableResource(env_1, await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.open)(path), true);
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
        return compressionOf(buffer.subarray(0, bytesRead));
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
function compressionOf(start) {
    const magic = Buffer.from(start.subarray(0, 4)).toString('hex');
    return magic.startsWith('1f8b') ? 'gzip' : magic === '28b52ffd' ? 'zstd' : 'none';
}
function refuseCompressed(chunk) {
    const is = compressionOf(chunk);
    if (is !== 'none')
        throw new UnpackFault(`it is ${is} data, and its media type says that it is not compressed`);
}
async function* oneStream(file, start, compression, consumed) {
    const options = { chunkSize: 1 << 17 };
    const decoder = compression === 'gzip' ? (0,node_zlib__WEBPACK_IMPORTED_MODULE_2__.createGunzip)(options) : (0,node_zlib__WEBPACK_IMPORTED_MODULE_2__.createZstdDecompress)(options);
    const source = node_stream__WEBPACK_IMPORTED_MODULE_1__.Readable.from(file.read(start), { objectMode: false, highWaterMark: 1 << 17 });
    let readFailure;
    source.once('error', (error) => {
        readFailure = error;
        decoder.destroy(error);
    });
    source.pipe(decoder);
    try {
        for await (const chunk of decoder)
            yield chunk;
        consumed.bytes = decoder.bytesWritten;
    }
    catch (error) {
        if (readFailure !== undefined || !isDecoderFault(error))
            throw error;
        throw new UnpackFault(`its ${compression} data is damaged near byte ${start + decoder.bytesWritten}: ${error.message}`);
    }
    finally {
        source.destroy();
        decoder.destroy();
    }
}
/** zlib names its faults Z_… and ZSTD_…. */
function isDecoderFault(error) {
    return error instanceof Error && /^Z(STD)?_/.test(String(error.code));
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

/***/ 5070:
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
