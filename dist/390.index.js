export const id = 390;
export const ids = [390,980];
export const modules = {

/***/ 32038:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   WJ: () => (/* binding */ compressorIdentity),
/* harmony export */   sG: () => (/* binding */ layerMediaType),
/* harmony export */   ue: () => (/* binding */ compressed)
/* harmony export */ });
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(57075);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(38522);
/* harmony import */ var _request_compression_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(55019);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(39580);
/* harmony import */ var _descriptor_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(83768);





/**
 * Bytes handed to the compressor at a time. zstd's output depends on how its input is cut, so the cut is part of the
 * format here and must not follow from how a disk or a stream happens to deliver.
 */
const inputBlock = 1 << 20;
/** RFC 1952, section 2.3.1, OS: zlib writes the system it was built for; 255 is "unknown". */
const gzipOs = { offset: 9, unknown: 255 };
/**
 * Compresses a stream in zlib's own threads, so the main thread stays free. The bytes depend on the input, the
 * compression and the library's version alone: not on cores, on timing, or on how the input was cut.
 */
function compressed(input, compression) {
    const engine = compressor(compression);
    // Errors of either side destroy the engine, where the reader of its output meets them.
    (0,node_stream__WEBPACK_IMPORTED_MODULE_0__.pipeline)(node_stream__WEBPACK_IMPORTED_MODULE_0__.Readable.from(recut(input, inputBlock)), engine, () => { });
    return compression.algorithm === 'gzip' ? withUnknownOs(engine) : engine;
}
function compressor({ algorithm, level }) {
    const chunkSize = 1 << 16;
    if (algorithm === 'gzip') {
        const { Z_DEFAULT_STRATEGY: strategy } = node_zlib__WEBPACK_IMPORTED_MODULE_1__.constants;
        return (0,node_zlib__WEBPACK_IMPORTED_MODULE_1__.createGzip)({ level, strategy, windowBits: 15, memLevel: 8, chunkSize });
    }
    return (0,node_zlib__WEBPACK_IMPORTED_MODULE_1__.createZstdCompress)({
        chunkSize,
        params: {
            [node_zlib__WEBPACK_IMPORTED_MODULE_1__.constants.ZSTD_c_compressionLevel]: level,
            [node_zlib__WEBPACK_IMPORTED_MODULE_1__.constants.ZSTD_c_checksumFlag]: 0,
            // With one worker or more, Node's asynchronous zstd silently loses data (seen on Node 22, 24 and 26).
            [node_zlib__WEBPACK_IMPORTED_MODULE_1__.constants.ZSTD_c_nbWorkers]: 0,
        },
    });
}
/** The same bytes in blocks of exactly `size`, but for the last. */
async function* recut(input, size) {
    let block = Buffer.allocUnsafe(size);
    let filled = 0;
    for await (const chunk of input) {
        for (let from = 0; from < chunk.length;) {
            const part = chunk.subarray(from, from + size - filled);
            block.set(part, filled);
            filled += part.length;
            from += part.length;
            if (filled < size)
                continue;
            yield block;
            block = Buffer.allocUnsafe(size);
            filled = 0;
        }
    }
    if (filled > 0)
        yield block.subarray(0, filled);
}
async function* withUnknownOs(gzip) {
    let first = true;
    for await (const chunk of gzip) {
        if (first && chunk.length <= gzipOs.offset) {
            throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .SlipwayError */ .GQ('E_INTERNAL', `the first ${chunk.length} bytes of a gzip stream came alone`);
        }
        if (first)
            chunk[gzipOs.offset] = gzipOs.unknown;
        first = false;
        yield chunk;
    }
}
/** All that the compressed bytes depend on besides their input: part of cache keys and of the report. */
function compressorIdentity(compression) {
    const library = compression.algorithm === 'gzip' ? 'zlib' : 'zstd';
    const pinned = compression.algorithm === 'gzip' ? 'window 15, memory 8, os 255' : 'no workers, no checksum';
    return `${(0,_request_compression_js__WEBPACK_IMPORTED_MODULE_2__/* .formatCompression */ .gv)(compression)} (${library} ${process.versions[library]}, blocks of ${inputBlock}, ${pinned})`;
}
/** The media type of a layer compressed so (image-spec, layer.md). */
function layerMediaType(compression) {
    return compression.algorithm === 'gzip' ? _descriptor_js__WEBPACK_IMPORTED_MODULE_4__/* .mediaType */ .J.layerGzip : _descriptor_js__WEBPACK_IMPORTED_MODULE_4__/* .mediaType */ .J.layerZstd;
}


/***/ }),

/***/ 22239:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A1: () => (/* binding */ parseIndex),
/* harmony export */   H3: () => (/* binding */ isAttestation),
/* harmony export */   Ng: () => (/* binding */ parseManifest),
/* harmony export */   o4: () => (/* binding */ parseConfig),
/* harmony export */   vY: () => (/* binding */ foreignPlatformText)
/* harmony export */ });
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(39580);
/* harmony import */ var _support_fields_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(25070);
/* harmony import */ var _support_hashing_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(47823);
/* harmony import */ var _media_types_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(64857);




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

/***/ 85865:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Zc: () => (/* binding */ readTree),
/* harmony export */   o$: () => (/* binding */ imagesIn),
/* harmony export */   oE: () => (/* binding */ blobTree),
/* harmony export */   pj: () => (/* binding */ plain),
/* harmony export */   qO: () => (/* binding */ storedDocuments)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var p_limit__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(70370);
/* harmony import */ var _support_concurrency_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(16964);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(39580);
/* harmony import */ var _documents_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(22239);
/* harmony import */ var _layout_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(22497);
/* harmony import */ var _media_types_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(64857);







/** Real images nest indexes once or twice, and the largest lists have some dozens of entries. */
const limits = { depth: 8, documents: 1000, atOnce: 8 };
/**
 * Reads the documents from a root down.
 * @throws SlipwayError E_BASE when a document is broken, of Docker's schema 1, nested beyond measure, or has layers that may
 * not be passed on; and as `read`
 */
async function readTree(root, read) {
    let documents = 0;
    const limit = (0,p_limit__WEBPACK_IMPORTED_MODULE_5__/* ["default"] */ .A)(limits.atOnce);
    const node = async (descriptor, depth) => {
        const { mediaType, digest } = descriptor;
        const outdated = (0,_media_types_js__WEBPACK_IMPORTED_MODULE_4__/* .outdatedManifest */ .G2)(mediaType);
        if (outdated !== undefined)
            throw refused(`manifest ${digest}`, outdated);
        if (!(0,_media_types_js__WEBPACK_IMPORTED_MODULE_4__/* .isDocumentType */ .Oc)(mediaType))
            return { kind: 'other', descriptor };
        documents += 1;
        if (depth > limits.depth || documents > limits.documents) {
            const most = `${limits.depth} levels or ${limits.documents} documents`;
            throw refused(`index ${root.digest}`, `it has more than ${most}, as no image has`);
        }
        const bytes = await limit(() => read(plain(descriptor)));
        if ((0,_media_types_js__WEBPACK_IMPORTED_MODULE_4__/* .isManifestType */ .Q3)(mediaType)) {
            const document = (0,_documents_js__WEBPACK_IMPORTED_MODULE_2__/* .parseManifest */ .Ng)(bytes, descriptor);
            checkLayers(document, digest);
            return { kind: 'manifest', descriptor, document };
        }
        const document = (0,_documents_js__WEBPACK_IMPORTED_MODULE_2__/* .parseIndex */ .A1)(bytes, descriptor);
        const children = await (0,_support_concurrency_js__WEBPACK_IMPORTED_MODULE_6__/* .settleAll */ .j3)(document.manifests.map((child) => node(child, depth + 1)));
        return { kind: 'index', descriptor, document, children };
    };
    const tree = await node({ ...root, annotations: {}, platform: root.platform, fields: { ...plain(root) } }, 1);
    if (tree.kind !== 'other')
        return tree;
    throw refused(`${root.mediaType} ${root.digest}`, 'it is neither an index nor a manifest');
}
function checkLayers({ layers }, manifest) {
    for (const { mediaType, digest } of layers) {
        const reason = (0,_media_types_js__WEBPACK_IMPORTED_MODULE_4__/* .nonDistributable */ .A5)(mediaType);
        if (reason !== undefined)
            throw refused(`layer ${digest} of manifest ${manifest}`, reason);
    }
}
function refused(what, reason) {
    return new _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .SlipwayError */ .GQ('E_BASE', `the image cannot be used because of its ${what}: ${reason}`);
}
/** Documents of an image whose blobs lie in the store. */
function storedDocuments(store) {
    return async ({ digest }) => (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(await (0,_layout_js__WEBPACK_IMPORTED_MODULE_3__/* .storedBlob */ .Xn)(store, digest));
}
/** The container images of a tree, in its order: without attestations and other artifacts. */
function imagesIn(tree) {
    if (tree.kind === 'index')
        return tree.children.flatMap(imagesIn);
    return tree.kind === 'manifest' && isImage(tree) ? [tree] : [];
}
function isImage({ descriptor, document: { config } }) {
    return (0,_media_types_js__WEBPACK_IMPORTED_MODULE_4__/* .isConfigType */ .lJ)(config.mediaType) && !(0,_documents_js__WEBPACK_IMPORTED_MODULE_2__/* .isAttestation */ .H3)(descriptor);
}
/** A descriptor with nothing but what finds and checks its blob. */
function plain({ mediaType, digest, size }) {
    return { mediaType, digest, size };
}
/**
 * All blobs of a tree, each once and after those it names.
 * @throws SlipwayError E_BASE when two descriptors give a blob two lengths: only one of them would be looked at
 */
function blobTree(tree) {
    const blobs = new Map();
    const add = (descriptor) => {
        const { digest, size } = descriptor;
        const known = blobs.get(digest);
        if (known === undefined)
            blobs.set(digest, plain(descriptor));
        else if (known.size !== size) {
            throw refused(`blob ${digest}`, `its documents give it two lengths, ${known.size} and ${size} bytes`);
        }
    };
    const walk = (node) => {
        if (node.kind === 'index')
            for (const child of node.children)
                walk(child);
        if (node.kind === 'manifest')
            for (const blob of [node.document.config, ...node.document.layers])
                add(blob);
        add(node.descriptor);
    };
    walk(tree);
    return { root: plain(tree.descriptor), blobs: [...blobs.values()] };
}


/***/ }),

/***/ 57383:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ canonicalJson)
/* harmony export */ });
/**
 * A document's one spelling: no white space, every object's keys sorted (image-spec, considerations.md, "JSON": canonical
 * JSON). Absent values are left out.
 */
function canonicalJson(value) {
    return Buffer.from(JSON.stringify(value, sortKeys));
}
function sortKeys(_key, value) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}


/***/ }),

/***/ 11680:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ encodeMarker),
/* harmony export */   IS: () => (/* binding */ withRef),
/* harmony export */   NI: () => (/* binding */ layoutFile),
/* harmony export */   P3: () => (/* binding */ layoutVersion),
/* harmony export */   gW: () => (/* binding */ emptyIndex),
/* harmony export */   oX: () => (/* binding */ hasRef)
/* harmony export */ });
/* harmony import */ var _descriptor_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(83768);
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(57383);


/** The one version of the layout format (image-spec, image-layout.md, "oci-layout file"). */
const layoutVersion = '1.0.0';
/** Files at a layout's root, and the folder of its blobs. */
const layoutFile = { marker: 'oci-layout', index: 'index.json', blobs: 'blobs/sha256' };
const refNameKey = 'org.opencontainers.image.ref.name';
function encodeMarker() {
    return (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .canonicalJson */ .d)({ imageLayoutVersion: layoutVersion });
}
/** An index.json that names nothing yet. */
function emptyIndex() {
    return { schemaVersion: 2, mediaType: _descriptor_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaType */ .J.index, manifests: [] };
}
/** The same index.json with `refName` naming this image: in the place of what it named before, else at the end. */
function withRef(document, image, refName) {
    const named = { ...image, annotations: { [refNameKey]: refName } };
    const at = document.manifests.findIndex((descriptor) => hasRef(descriptor, refName));
    const others = document.manifests.map((descriptor, place) => (place === at ? named : descriptor));
    const kept = others.filter((descriptor) => descriptor === named || !hasRef(descriptor, refName));
    return { ...document, manifests: at < 0 ? [...kept, named] : kept };
}
function hasRef(descriptor, refName) {
    return descriptor.annotations?.[refNameKey] === refName;
}


/***/ }),

/***/ 22497:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  gz: () => (/* binding */ checkLayoutPlace),
  Xn: () => (/* binding */ storedBlob),
  wy: () => (/* binding */ writeLayout)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(39580);
// EXTERNAL MODULE: ./lib/support/files.js
var files = __webpack_require__(15932);
// EXTERNAL MODULE: ./lib/support/hashing.js
var hashing = __webpack_require__(47823);
// EXTERNAL MODULE: ./lib/image/json.js
var json = __webpack_require__(57383);
// EXTERNAL MODULE: ./lib/image/layout-documents.js
var layout_documents = __webpack_require__(11680);
// EXTERNAL MODULE: ./lib/support/fields.js
var fields = __webpack_require__(25070);
// EXTERNAL MODULE: ./lib/image/media-types.js
var media_types = __webpack_require__(64857);
// EXTERNAL MODULE: ./lib/image/source/stored.js
var stored = __webpack_require__(96864);
;// CONCATENATED MODULE: ./lib/image/layout-read.js








/** image-spec, descriptor.md, "Digests": neither part can leave its folder. */
const digestPattern = /^([a-z0-9]+(?:[+._-][a-z0-9]+)*):([A-Za-z0-9=_-]+)$/;
/**
 * Reads the index.json of an OCI layout that any tool may have written.
 * @throws SlipwayError E_CONFIG when the folder is not a layout or a broken one
 */
async function readLayout(directory) {
    const marker = await readDocument(directory, layout_documents/* layoutFile */.NI.marker);
    if (marker['imageLayoutVersion'] !== layout_documents/* layoutVersion */.P3) {
        throw broken(directory, `${layout_documents/* layoutFile */.NI.marker} says version ${JSON.stringify(marker['imageLayoutVersion'])}`);
    }
    const document = await readDocument(directory, layout_documents/* layoutFile */.NI.index);
    const { manifests } = document;
    if (document['schemaVersion'] !== 2 || !Array.isArray(manifests)) {
        throw broken(directory, `${layout_documents/* layoutFile */.NI.index} is not an image index`);
    }
    const strange = manifests.findIndex((descriptor) => !isDescriptor(descriptor));
    if (strange >= 0)
        throw broken(directory, `manifests[${strange}] in ${layout_documents/* layoutFile */.NI.index} is not a descriptor`);
    return { ...document, manifests };
}
async function readDocument(directory, name) {
    const path = (0,external_node_path_.join)(directory, name);
    if (!(await (0,files/* exists */.t2)(path)))
        throw broken(directory, `it has no ${name}`);
    const document = await parseFile(path);
    if (document === undefined)
        throw broken(directory, `${name} is not a JSON object`);
    return document;
}
/** A JSON object of bearable size; undefined for anything else. */
async function parseFile(path) {
    return (await (0,promises_.stat)(path)).size > stored/* maxDocumentBytes */.VR ? undefined : (0,fields/* parseFields */.L5)(await (0,promises_.readFile)(path));
}
function isDescriptor(value) {
    if (!(0,fields/* isFields */.Ce)(value))
        return false;
    const { mediaType: type, digest, size, annotations } = value;
    const named = typeof type === 'string' && typeof digest === 'string' && digestPattern.test(digest);
    return named && Number.isSafeInteger(size) && (annotations === undefined || (0,fields/* isFields */.Ce)(annotations));
}
function broken(directory, what) {
    return new errors/* SlipwayError */.GQ('E_CONFIG', `${directory} is not a sound OCI layout: ${what}`, {
        hint: 'remove the folder if nothing in it is needed, or name another one',
    });
}
/** Where a blob lies in a layout. */
function layoutBlob(directory, digest) {
    const [, algorithm = '', encoded = ''] = digestPattern.exec(digest) ?? [];
    return (0,external_node_path_.join)(directory, 'blobs', algorithm, encoded);
}
/**
 * The digests of all blobs that descriptors lead to, themselves included. `whole` is false when a document on the way
 * is missing or cannot be read, so that there may be more.
 */
async function reachableBlobs(directory, from) {
    const digests = new Set();
    let whole = true;
    const queue = [...from];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        if (digests.has(next.digest))
            continue;
        digests.add(next.digest);
        if (!(0,media_types/* isDocumentType */.Oc)(next.mediaType))
            continue;
        const path = layoutBlob(directory, next.digest);
        const document = (await (0,files/* exists */.t2)(path)) ? await parseFile(path) : undefined;
        if (document === undefined)
            whole = false;
        else
            queue.push(...childrenOf(document));
    }
    return { digests, whole };
}
function childrenOf(document) {
    const { manifests, config, layers } = document;
    return [manifests, config, layers].flat().filter(isDescriptor);
}

// EXTERNAL MODULE: ./lib/image/leftovers.js
var leftovers = __webpack_require__(59801);
;// CONCATENATED MODULE: ./lib/image/layout.js










/**
 * Writes an image into a folder as an OCI layout (image-spec, image-layout.md) under a reference name. A new or empty folder is
 * written beside and renamed into place. An existing layout is updated: blobs first, index.json last by rename, then
 * the blobs that only the replaced image needed are removed; other names stay. So at any moment a reader, or a run after an
 * interruption, finds the old image or the new one. Two runs may not update one layout at a time.
 * @returns false when everything was there already and nothing was written
 * @throws SlipwayError E_CONFIG when the path is a file, another folder that is not empty, or a broken layout; E_IO
 */
async function writeLayout(tree, store, directory, refName) {
    try {
        const place = await realpathIfExists(directory);
        await (0,leftovers/* removeLeftovers */.D)((0,external_node_path_.dirname)(place), [(0,external_node_path_.basename)(place)]);
        const isNew = (await namesIn(place)).length === 0;
        const write = isNew ? writeNewLayout : updateLayout;
        return await write(tree, store, place, refName);
    }
    catch (error) {
        throw (0,errors/* asSlipwayError */.I7)(error);
    }
}
async function writeNewLayout(tree, store, place, refName) {
    const beside = (0,files/* besidePath */.qE)(place);
    try {
        await (0,promises_.mkdir)(beside, { recursive: true });
        await updateLayout(tree, store, beside, refName);
        await syncPath(beside);
        await (0,promises_.rename)(beside, place);
    }
    catch (error) {
        await (0,promises_.rm)(beside, { recursive: true, force: true });
        // A mount point cannot be replaced, only filled; nor can a folder where another run has just begun.
        const code = error.code ?? '';
        if (!['EBUSY', 'ENOTEMPTY', 'EEXIST'].includes(code))
            throw error;
        await namesIn(place);
        return updateLayout(tree, store, place, refName);
    }
    await syncPath((0,external_node_path_.dirname)(place));
    return true;
}
/**
 * Whether a layout may be written to a path, before there is one: a run should not compile for minutes and then be refused.
 * @throws SlipwayError E_CONFIG as {@link writeLayout} would
 */
async function checkLayoutPlace(directory) {
    await namesIn(await realpathIfExists(directory));
}
async function realpathIfExists(path) {
    return (await (0,files/* exists */.t2)(path)) ? (0,promises_.realpath)(path) : path;
}
/**
 * What lies in the folder, without what interrupted runs left; nothing when it does not exist.
 * @throws SlipwayError E_CONFIG when it must not be written to
 */
async function namesIn(directory) {
    if (!(await (0,files/* exists */.t2)(directory)))
        return [];
    if (!(await (0,promises_.stat)(directory)).isDirectory()) {
        throw new errors/* SlipwayError */.GQ('E_CONFIG', `${directory} is a file, and a layout is a folder`, {
            hint: 'name another folder, or write an archive with oci-archive:FILE',
        });
    }
    const names = (await (0,promises_.readdir)(directory)).filter((name) => !(0,leftovers/* isLeftover */.i)(name));
    if (names.length === 0 || names.includes(layout_documents/* layoutFile */.NI.marker))
        return names;
    throw new errors/* SlipwayError */.GQ('E_CONFIG', `${directory} is not empty and not an OCI layout; nothing was changed`, {
        hint: 'name a new or empty folder, or a layout to update',
    });
}
/** What a blob is called while it is being copied: not among the blobs, where names are digests. */
const blobLabel = 'blob';
/** Also fills an empty folder: the marker comes first, so that an interrupted filling is known as ours. */
async function updateLayout(tree, store, directory, refName) {
    await (0,leftovers/* removeLeftovers */.D)(directory, [layout_documents/* layoutFile */.NI.marker, layout_documents/* layoutFile */.NI.index, blobLabel]);
    const markerPath = (0,external_node_path_.join)(directory, layout_documents/* layoutFile */.NI.marker);
    if (!(await (0,files/* exists */.t2)(markerPath)))
        await (0,files/* writeFileAtomic */.Zf)(markerPath, (0,layout_documents/* encodeMarker */.$N)());
    const indexPath = (0,external_node_path_.join)(directory, layout_documents/* layoutFile */.NI.index);
    const before = (await (0,files/* exists */.t2)(indexPath)) ? await readLayout(directory) : (0,layout_documents/* emptyIndex */.gW)();
    const blobsWritten = await writeBlobs(tree, store, directory);
    const after = (0,json/* canonicalJson */.d)((0,layout_documents/* withRef */.IS)(before, tree.root, refName));
    if ((0,json/* canonicalJson */.d)(before).equals(after))
        return blobsWritten;
    await (0,files/* writeFileAtomic */.Zf)(indexPath, after);
    await syncPath(directory);
    const replaced = before.manifests.filter((descriptor) => (0,layout_documents/* hasRef */.oX)(descriptor, refName));
    const { digests: unneeded } = await reachableBlobs(directory, replaced);
    const { digests: needed, whole } = await reachableBlobs(directory, (await readLayout(directory)).manifests);
    // Where a kept image cannot be read to its end, nobody knows which blobs it needs.
    if (!whole)
        return true;
    for (const digest of unneeded) {
        if (!needed.has(digest))
            await (0,promises_.rm)(layoutBlob(directory, digest), { force: true });
    }
    return true;
}
/** Writes what is missing or damaged, all or nothing; tells whether there was any. */
async function writeBlobs(tree, store, directory) {
    const folder = (0,external_node_path_.join)(directory, layout_documents/* layoutFile */.NI.blobs);
    await (0,promises_.mkdir)(folder, { recursive: true });
    const added = [];
    let written = false;
    try {
        for (const { digest } of tree.blobs) {
            const path = (0,external_node_path_.join)(folder, (0,hashing/* hexOf */.ZD)(digest));
            const isThere = await (0,files/* exists */.t2)(path);
            if (isThere && (await (0,hashing/* sha256File */.Q3)(path)).digest === digest)
                continue;
            await copyBlob(await storedBlob(store, digest), path, directory);
            written = true;
            if (!isThere)
                added.push(path);
        }
    }
    catch (error) {
        for (const path of added)
            await (0,promises_.rm)(path, { force: true });
        throw error;
    }
    if (written)
        await syncPath(folder);
    return written;
}
async function copyBlob(from, to, directory) {
    const beside = (0,files/* besidePath */.qE)((0,external_node_path_.join)(directory, blobLabel));
    try {
        await (0,promises_.copyFile)(from, beside, external_node_fs_.constants.COPYFILE_EXCL | external_node_fs_.constants.COPYFILE_FICLONE);
        await syncPath(beside);
        await (0,promises_.rename)(beside, to);
    }
    catch (error) {
        await (0,promises_.rm)(beside, { force: true });
        throw (0,files/* namingPath */.UW)(error, to);
    }
}
/**
 * Where a blob of an image lies in the store.
 * @throws SlipwayError E_IO when it is gone or damaged since the image was made
 */
async function storedBlob(store, digest) {
    const blob = await store.find(digest);
    if (blob !== undefined)
        return blob.path;
    throw new errors/* SlipwayError */.GQ('E_IO', `the cache lost ${digest} while this run was using it`, {
        hint: 'was the cache folder cleaned, or is its disk failing? run again',
    });
}
/** Writes a file or a folder's names through to the disk, so that a rename never outlives what it names. */
async function syncPath(path) {
    const handle = await (0,promises_.open)(path, 'r');
    try {
        await handle.sync();
    }
    finally {
        await handle.close();
    }
}


/***/ }),

/***/ 59801:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ removeLeftovers),
/* harmony export */   i: () => (/* binding */ isLeftover)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _support_files_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(15932);
/* harmony import */ var _support_processes_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(43882);




/** Names that `besidePath` gives: `.NAME.PID-RANDOM.tmp`. */
const leftoverPattern = /^\.(.+)\.(\d+)-[0-9a-f]{8}\.tmp$/;
/** Writing beside takes seconds; another machine's run on a shared disk, whose process we cannot see, gets this long. */
const abandonedAfter = 10 * 60 * 1000;
/** True for the name of something a run was writing beside its place. */
function isLeftover(name) {
    return leftoverPattern.test(name);
}
/** Removes what runs that were killed had been writing beside the `names` in a folder. */
async function removeLeftovers(folder, names) {
    if (!(await (0,_support_files_js__WEBPACK_IMPORTED_MODULE_2__/* .exists */ .t2)(folder)))
        return;
    for (const entry of await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(folder)) {
        const [, of, pid] = leftoverPattern.exec(entry) ?? [];
        if (of === undefined || !names.includes(of) || (0,_support_processes_js__WEBPACK_IMPORTED_MODULE_3__/* .isAlive */ ._)(Number(pid)))
            continue;
        const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, entry);
        const stats = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(path).catch(() => undefined);
        if (stats !== undefined && Date.now() - stats.mtimeMs > abandonedAfter) {
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(path, { recursive: true, force: true });
        }
    }
}


/***/ }),

/***/ 51872:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DC: () => (/* binding */ hashFile),
/* harmony export */   XB: () => (/* binding */ hashingFile),
/* harmony export */   jJ: () => (/* binding */ hasherFor),
/* harmony export */   yi: () => (/* binding */ hashBytes)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(73024);
/* harmony import */ var _support_hashing_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(47823);



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

/***/ 11683:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   KZ: () => (/* binding */ unpacked),
/* harmony export */   MK: () => (/* binding */ defaultLimits),
/* harmony export */   uj: () => (/* binding */ compressionOfFile),
/* harmony export */   xK: () => (/* binding */ UnpackFault)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(57075);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(38522);
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

/***/ 56038:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  M: () => (/* binding */ openAnyImage),
  U: () => (/* binding */ openImage)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/request/image-place.js
var image_place = __webpack_require__(67786);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(39580);
// EXTERNAL MODULE: ./lib/support/file-windows.js
var file_windows = __webpack_require__(66841);
// EXTERNAL MODULE: ./lib/support/hashing.js
var hashing = __webpack_require__(47823);
// EXTERNAL MODULE: ./lib/image/image-tree.js
var image_tree = __webpack_require__(85865);
// EXTERNAL MODULE: ./lib/image/layout-documents.js
var layout_documents = __webpack_require__(11680);
// EXTERNAL MODULE: ./lib/image/source/faults.js
var faults = __webpack_require__(77546);
// EXTERNAL MODULE: ./lib/request/reference.js
var request_reference = __webpack_require__(47540);
// EXTERNAL MODULE: ./lib/support/fields.js
var fields = __webpack_require__(25070);
// EXTERNAL MODULE: ./lib/image/descriptor.js
var descriptor = __webpack_require__(83768);
// EXTERNAL MODULE: ./lib/image/documents.js
var documents = __webpack_require__(22239);
;// CONCATENATED MODULE: ./lib/image/source/layout-index.js








/** image-spec, annotations.md. */
const refName = 'org.opencontainers.image.ref.name';
/** The full name as containerd and BuildKit write it beside a tag in ref.name. */
const fullName = 'io.containerd.image.name';
/**
 * The entries of a layout's index.json.
 * @throws SlipwayError E_CONFIG when it is no layout, E_BASE when it is a broken one
 */
function readLayoutIndex(name, marker, index) {
    const lacks = marker === undefined ? layout_documents/* layoutFile */.NI.marker : index === undefined ? layout_documents/* layoutFile */.NI.index : undefined;
    if (marker === undefined || index === undefined)
        throw (0,faults/* misnamed */.H9)(name, `is no OCI layout: it has no ${lacks}`);
    const version = (0,fields/* parseFields */.L5)(marker)?.['imageLayoutVersion'];
    if (version !== layout_documents/* layoutVersion */.P3)
        throw (0,faults/* unsound */.tW)(name, `${layout_documents/* layoutFile */.NI.marker} says version ${(0,faults/* shown */.SP)(String(version))}, not ${layout_documents/* layoutVersion */.P3}`);
    return (0,documents/* parseIndex */.A1)(index, { mediaType: descriptor/* mediaType */.J.index, digest: (0,hashing/* sha256 */.sc)(index) }).manifests;
}
/**
 * The entry that is meant: by ref.name, by full name, by digest, or without a choice the only one.
 * @returns undefined when a digest is wanted that is none of the entries': it may lie below one
 * @throws SlipwayError E_CONFIG that lists what there is
 */
function chooseEntry(name, entries, choice) {
    const fitting = entries.filter((entry) => choice === undefined || fits(entry, choice));
    const distinct = [...new Map(fitting.map((entry) => [entry.digest, entry])).values()];
    const [only, other] = distinct;
    if (only !== undefined && other === undefined)
        return only;
    const there = (0,faults/* listed */.KE)([...new Set(entries.map(nameOf))]);
    if (entries.length === 0)
        throw (0,faults/* unsound */.tW)(name, `its ${layout_documents/* layoutFile */.NI.index} names no image`);
    if (other !== undefined) {
        const what = choice === undefined ? 'holds several images' : `has several images by the name ${(0,faults/* shown */.SP)(choice)}`;
        const those = choice === undefined ? there : (0,faults/* listed */.KE)(distinct.map(({ digest }) => digest));
        throw (0,faults/* misnamed */.H9)(name, `${what}: ${those}`, 'name one after the path, as :NAME or @DIGEST');
    }
    if (choice !== undefined && (0,hashing/* isDigest */.Bc)(choice))
        return undefined;
    throw (0,faults/* misnamed */.H9)(name, `has no image ${(0,faults/* shown */.SP)(choice ?? '')}; it has ${there}`);
}
function nameOf({ annotations, digest }) {
    const written = annotations[fullName] ?? annotations[refName];
    return written === undefined ? digest : (0,faults/* shown */.SP)(written).slice(1, -1);
}
function fits({ annotations, digest }, choice) {
    if (digest === choice || annotations[refName] === choice)
        return true;
    const full = annotations[fullName];
    return full !== undefined && sameImageName(full, choice);
}
/** Whether two names mean one image once Docker's defaults are filled in: `api` is docker.io/library/api:latest. */
function sameImageName(a, b) {
    return a === b || (normalName(a) !== undefined && normalName(a) === normalName(b));
}
function normalName(text) {
    try {
        const reference = (0,request_reference/* parseReference */.F2)(text);
        return (0,request_reference/* formatReference */.FH)({ ...reference, tag: reference.tag ?? 'latest' });
    }
    catch (error) {
        if (error instanceof errors/* SlipwayError */.GQ)
            return undefined;
        throw error;
    }
}

// EXTERNAL MODULE: ./lib/image/media-types.js
var media_types = __webpack_require__(64857);
;// CONCATENATED MODULE: ./lib/image/source/reachable.js




/** Real images have some dozens. */
const mostDocuments = 10_000;
/**
 * Everything that descriptors lead to, themselves included, each digest once. What lies below a document that is not
 * there cannot be known.
 * @throws SlipwayError E_BASE for a broken document, and as `read`
 */
async function reachable(name, roots, read) {
    const found = new Map();
    const queue = [...roots];
    let documents = 0;
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        if (found.has(next.digest))
            continue;
        found.set(next.digest, next);
        if (!(0,media_types/* isDocumentType */.Oc)(next.mediaType))
            continue;
        if (++documents > mostDocuments)
            throw (0,faults/* unsound */.tW)(name, `it has more than ${mostDocuments} documents`);
        const bytes = await read((0,image_tree/* plain */.pj)(next));
        if (bytes !== undefined)
            queue.push(...below(bytes, next));
    }
    return found;
}
/**
 * The descriptor of a digest that is none of an index.json's own: one platform's manifest.
 * @throws SlipwayError E_CONFIG when nothing leads to it
 */
async function findBelow(name, entries, digest, read) {
    const found = [...(await reachable(name, entries, read)).values()].find((each) => each.digest === digest);
    if (found === undefined)
        throw (0,faults/* misnamed */.H9)(name, 'is not there: no index of the layout leads to that digest');
    return found;
}
function below(bytes, descriptor) {
    if ((0,media_types/* isIndexType */.$U)(descriptor.mediaType))
        return (0,documents/* parseIndex */.A1)(bytes, descriptor).manifests;
    const { config, layers } = (0,documents/* parseManifest */.Ng)(bytes, descriptor);
    return [config, ...layers];
}

// EXTERNAL MODULE: ./lib/image/source/stored.js
var stored = __webpack_require__(96864);
;// CONCATENATED MODULE: ./lib/image/source/layout.js
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













/**
 * Opens an OCI layout folder that any tool may have written (image-spec, image-layout.md). Only its index.json is read
 * now; each blob when it is asked for.
 * @param choice a name or digest among several; without one there must be one image only
 * @throws SlipwayError E_CONFIG when there is no layout or the choice is not clear, E_BASE when it is a broken one, E_IO
 */
async function openLayout(directory, choice, store) {
    const name = (0,image_place/* formatImagePlace */._L)({
        kind: 'oci',
        path: directory,
        ...(choice !== undefined && { name: choice }),
    });
    return (0,faults/* saysWhose */.n8)(directory, async () => {
        const files = layoutFiles(name, await existingFolder(name, directory));
        const [marker, index] = [await files.small(layout_documents/* layoutFile */.NI.marker), await files.small(layout_documents/* layoutFile */.NI.index)];
        const entries = readLayoutIndex(name, marker, index);
        const document = (descriptor) => documentOf(name, files, descriptor);
        const root = chooseEntry(name, entries, choice) ?? (await findBelow(name, entries, choice, document));
        return {
            name,
            root: (0,image_tree/* plain */.pj)(root),
            document: async (descriptor) => {
                const bytes = await (0,faults/* saysWhose */.n8)(directory, () => document(descriptor));
                if (bytes === undefined)
                    throw (0,stored/* missingBlob */.So)(name, descriptor);
                return bytes;
            },
            fetch: (descriptor) => fetchBlob(name, files, descriptor, store),
            locate: (descriptor) => locateBlob(name, files, descriptor),
        };
    });
}
async function existingFolder(name, directory) {
    const found = await statIfThere(directory);
    if (found?.isDirectory())
        return (0,promises_.realpath)(directory);
    const hint = 'an OCI archive is named with oci-archive:FILE, what docker save writes with docker-archive:FILE';
    throw (0,faults/* misnamed */.H9)(name, found === undefined ? 'does not exist' : 'is not a folder', hint);
}
/** @param folder its real path */
function layoutFiles(name, folder) {
    const openFile = async (path) => {
        const found = await statIfThere((0,external_node_path_.join)(folder, path));
        if (found === undefined)
            return undefined;
        if (!found.isFile())
            throw (0,faults/* unsound */.tW)(name, `its ${path} is not a file`);
        const real = await (0,promises_.realpath)((0,external_node_path_.join)(folder, path));
        if (!real.startsWith(folder + external_node_path_.sep)) {
            const hint = 'what it leads to may be anything on this machine; copy the layout with "cp -rL"';
            throw (0,faults/* unsound */.tW)(name, `its ${path} is a link that leads out of the layout`, hint);
        }
        // Should a pipe or a link have taken the file's place by now, the one does not block and the other is not followed.
        const handle = await (0,promises_.open)(real, external_node_fs_.constants.O_RDONLY | external_node_fs_.constants.O_NONBLOCK | external_node_fs_.constants.O_NOFOLLOW);
        const opened = await handle.stat();
        if (opened.isFile())
            return { handle, bytes: opened.size, path: real };
        await handle.close();
        throw (0,faults/* unsound */.tW)(name, `its ${path} is not a file`);
    };
    return {
        open: openFile,
        small: async (path) => {
            const env_1 = { stack: [], error: void 0, hasError: false };
            try {
                const file = await openFile(path);
                if (file === undefined)
                    return undefined;
                const handle = __addDisposableResource(env_1, file.handle, true);
                if (file.bytes <= stored/* maxDocumentBytes */.VR)
                    return handle.readFile();
                throw (0,faults/* unsound */.tW)(name, `its ${path} has ${file.bytes} bytes, more than any real one`);
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
        },
    };
}
function blobPath(digest) {
    return `${layout_documents/* layoutFile */.NI.blobs}/${(0,hashing/* hexOf */.ZD)(digest)}`;
}
async function documentOf(name, files, descriptor) {
    (0,stored/* checkDocumentSize */.PK)(name, descriptor);
    try {
        const bytes = await files.small(blobPath(descriptor.digest));
        if (bytes === undefined)
            return undefined;
        if (bytes.length !== descriptor.size)
            throw (0,stored/* wrongLength */.Cx)(name, descriptor, bytes.length);
        if ((0,hashing/* sha256 */.sc)(bytes) !== descriptor.digest)
            throw wrongBytes(name, descriptor);
        return bytes;
    }
    catch (error) {
        throw (0,errors/* asSlipwayError */.I7)(error);
    }
}
async function fetchBlob(name, files, descriptor, store) {
    const there = await store.find(descriptor.digest);
    if (there !== undefined) {
        if (there.bytes !== descriptor.size)
            throw (0,stored/* wrongLength */.Cx)(name, descriptor, there.bytes);
        return;
    }
    try {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const file = await openBlob(name, files, descriptor);
            const handle = __addDisposableResource(env_2, file.handle, true);
            const written = await (0,stored/* writeBeside */.Ae)((0,file_windows/* fileWindows */.e)(handle), store);
            if (written.digest === descriptor.digest)
                return await store.keep(written.path, written.digest);
            await (0,promises_.rm)(written.path, { force: true });
            throw wrongBytes(name, descriptor);
        }
        catch (e_2) {
            env_2.error = e_2;
            env_2.hasError = true;
        }
        finally {
            const result_2 = __disposeResources(env_2);
            if (result_2)
                await result_2;
        }
    }
    catch (error) {
        throw (0,errors/* asSlipwayError */.I7)(error);
    }
}
async function locateBlob(name, files, descriptor) {
    try {
        const env_3 = { stack: [], error: void 0, hasError: false };
        try {
            const file = await openBlob(name, files, descriptor);
            const handle = __addDisposableResource(env_3, file.handle, true);
            const { digest } = await (0,stored/* measure */.xP)((0,file_windows/* fileWindows */.e)(handle));
            if (digest !== descriptor.digest)
                throw wrongBytes(name, descriptor);
            return file.path;
        }
        catch (e_3) {
            env_3.error = e_3;
            env_3.hasError = true;
        }
        finally {
            const result_3 = __disposeResources(env_3);
            if (result_3)
                await result_3;
        }
    }
    catch (error) {
        throw (0,errors/* asSlipwayError */.I7)(error);
    }
}
/** A blob's file with the length that its descriptor says. */
async function openBlob(name, files, descriptor) {
    const file = await files.open(blobPath(descriptor.digest));
    if (file === undefined)
        throw (0,stored/* missingBlob */.So)(name, descriptor);
    if (file.bytes === descriptor.size)
        return file;
    await file.handle.close();
    throw (0,stored/* wrongLength */.Cx)(name, descriptor, file.bytes);
}
function wrongBytes(name, { digest }) {
    return (0,faults/* unsound */.tW)(name, `the bytes of the blob ${digest} have another digest`, 'the layout is damaged');
}
/** Links are followed: where they lead is looked at before anything is read. */
async function statIfThere(path) {
    try {
        return await (0,promises_.stat)(path);
    }
    catch (error) {
        const absent = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'];
        if ((0,errors/* isSystemError */.Or)(error) && absent.includes(error.code ?? ''))
            return undefined;
        throw (0,errors/* asSlipwayError */.I7)(error);
    }
}

// EXTERNAL MODULE: ./lib/image/compress.js
var compress = __webpack_require__(32038);
// EXTERNAL MODULE: ./lib/image/read/decompress.js
var decompress = __webpack_require__(11683);
// EXTERNAL MODULE: ./lib/support/tar/read-tar.js + 2 modules
var read_tar = __webpack_require__(62651);
;// CONCATENATED MODULE: ./lib/image/source/entry-paths.js

/** Linux's own limit for links followed in one lookup (path_resolution(7)). */
const maxLinks = 40;
/**
 * An entry's path in the archive, without `.`: `./blobs/sha256/…` is `blobs/sha256/…`.
 * @throws SlipwayError E_BASE for one that leaves the archive
 */
function entryPath(name, { path }) {
    const inside = path.startsWith('/') ? undefined : insidePath('', path);
    if (inside !== undefined)
        return inside;
    throw (0,faults/* unsound */.tW)(name, `its entry ${(0,faults/* shown */.SP)(path)} leads out of the archive`);
}
/**
 * Where a link of an archive leads: a symbolic one from its own folder on, a hard one from the archive's root on.
 * @throws SlipwayError E_BASE when that is outside
 */
function linkTarget(name, entry) {
    const from = entry.type === 'symlink' ? entryPath(name, entry).replace(/(^|\/)[^/]*$/, '') : '';
    const target = entry.link.startsWith('/') ? undefined : insidePath(from, entry.link);
    if (target !== undefined && target !== '')
        return target;
    throw (0,faults/* unsound */.tW)(name, `its entry ${(0,faults/* shown */.SP)(entry.path)} is a link that leads out of the archive, to ${(0,faults/* shown */.SP)(entry.link)}`);
}
/** A relative path from a folder on, by names alone; undefined when it goes above the root. */
function insidePath(folder, path) {
    const names = folder === '' ? [] : folder.split('/');
    for (const part of path.split('/')) {
        if (part === '' || part === '.')
            continue;
        if (part !== '..')
            names.push(part);
        else if (names.pop() === undefined)
            return undefined;
    }
    return names.join('/');
}
/** The path that a path of the archive leads to. */
function followLinks(name, links, path) {
    let at = path;
    for (let followed = 0; followed <= maxLinks; followed++) {
        const next = links.get(at);
        if (next === undefined)
            return at;
        at = next;
    }
    throw (0,faults/* unsound */.tW)(name, `its entry ${(0,faults/* shown */.SP)(path)} is a link that leads in a circle`);
}

;// CONCATENATED MODULE: ./lib/image/source/archive-contents.js










/** A docker archive has four entries for each layer, and at most 128 layers for each image. */
const defaultArchiveLimits = { ...decompress/* defaultLimits */.MK, maxEntries: 100_000 };
/**
 * Reads an archive once, as it streams by, and holds every file under its digest: what is needed is known only at the end,
 * where most tools write the documents. No name of the archive becomes a path on this machine.
 * @throws SlipwayError E_BASE that names the entry for one that leads out of the archive, is no file, folder or link, is
 * there twice, is longer than the archive, or is a blob of another digest; for a damaged archive or a bomb. E_IO
 */
async function takeArchive(archive, store, limits) {
    const intake = startIntake(archive, store, limits);
    try {
        const file = {
            read: (start) => (0,external_node_fs_.createReadStream)(archive.path, { start, highWaterMark: 1 << 17 }),
        };
        for await (const item of (0,read_tar/* readTar */.s)((0,decompress/* unpacked */.KZ)(file, archive.bytes, archive.compression, limits))) {
            if (item.kind === 'entry')
                await intake.take(item.entry, item.content);
            else if (item.fault.loose)
                intake.notices.push(`at byte ${item.fault.offset} ${item.fault.message}`);
            else
                throw torn(archive.name, item.fault);
        }
        return intake;
    }
    catch (error) {
        await intake.discard();
        if (error instanceof decompress/* UnpackFault */.xK)
            throw (0,faults/* unsound */.tW)(archive.name, error.message, undefined, error);
        throw (0,errors/* asSlipwayError */.I7)(error);
    }
}
/** What is no archive at all is no archive from its first byte on. */
function torn(name, { offset, message }) {
    const hint = offset === 0
        ? 'is it the archive of an image, as docker save, skopeo or slipway build --output write one?'
        : 'the archive is cut or damaged: save or copy it again';
    return (0,faults/* unsound */.tW)(name, `at byte ${offset} ${message}`, hint);
}
function startIntake(archive, store, limits) {
    const { name } = archive;
    const files = new Map();
    const links = new Map();
    const notices = [];
    const held = holdFiles(name, store);
    let entries = 0;
    const take = async (entry, content) => {
        if (++entries > limits.maxEntries)
            throw (0,faults/* unsound */.tW)(name, `it has more than ${limits.maxEntries} entries`);
        const path = entryPath(name, entry);
        if (entry.type === 'directory')
            return;
        if (entry.type === 'symlink' || entry.type === 'hardlink') {
            const target = linkTarget(name, entry);
            if (files.has(path) || (links.get(path) ?? target) !== target)
                throw twice(name, entry);
            links.set(path, target);
            return;
        }
        checkFile(archive, entry, limits);
        const file = await held.add(entry, content, blobDigest(path));
        if (links.has(path) || (files.get(path)?.digest ?? file.digest) !== file.digest)
            throw twice(name, entry);
        files.set(path, file);
    };
    const find = (path) => files.get(followLinks(name, links, path));
    return {
        files,
        notices,
        take,
        find,
        ...held,
        document: async (path) => {
            const file = find(path);
            if (file === undefined)
                return undefined;
            if (file.bytes <= stored/* maxDocumentBytes */.VR)
                return (0,promises_.readFile)(await held.pathOf(file.digest));
            throw (0,faults/* unsound */.tW)(name, `its ${(0,faults/* shown */.SP)(path)} has ${file.bytes} bytes, more than any real one`);
        },
    };
}
function checkFile({ name, bytes, compression }, entry, limits) {
    if (entry.type !== 'file') {
        throw (0,faults/* unsound */.tW)(name, `its entry ${(0,faults/* shown */.SP)(entry.path)} is a ${entry.type}, which no image archive holds`);
    }
    if (entry.size > (compression === 'none' ? bytes : limits.maxBytes)) {
        throw (0,faults/* unsound */.tW)(name, `its entry ${(0,faults/* shown */.SP)(entry.path)} says that it has ${entry.size} bytes, too many`);
    }
}
function twice(name, { path }) {
    return (0,faults/* unsound */.tW)(name, `its entry ${(0,faults/* shown */.SP)(path)} is there twice, with different content`);
}
/** The digest that a blob's path spells (image-spec, image-layout.md, "Blobs"). */
function blobDigest(path) {
    const folder = `${layout_documents/* layoutFile */.NI.blobs}/`;
    const digest = `sha256:${path.slice(folder.length)}`;
    return path.startsWith(folder) && (0,hashing/* isDigest */.Bc)(digest) ? digest : undefined;
}
/** Files by digest: in the store where it has them, else beside its blobs. */
function holdFiles(name, store) {
    const beside = new Map();
    const put = async (content) => {
        const { path, ...file } = await (0,stored/* writeBeside */.Ae)(content, store);
        if (beside.has(file.digest))
            await (0,promises_.rm)(path, { force: true });
        else
            beside.set(file.digest, path);
        return file;
    };
    return {
        /** @param expected what the entry's name says of its bytes */
        add: async (entry, content, expected) => {
            const isThere = expected !== undefined && (await store.find(expected)) !== undefined;
            const { digest, bytes } = isThere ? await (0,stored/* measure */.xP)(content) : await put(content);
            const what = `its entry ${(0,faults/* shown */.SP)(entry.path)}`;
            if (bytes !== entry.size)
                throw (0,faults/* unsound */.tW)(name, `the archive ends inside ${what}`);
            if (expected === undefined || expected === digest)
                return { digest, bytes };
            throw (0,faults/* unsound */.tW)(name, `${what} has the digest ${digest}: it is not the blob that its name says`);
        },
        pathOf: async (digest) => {
            const path = beside.get(digest) ?? (await store.find(digest))?.path;
            if (path !== undefined)
                return path;
            throw new errors/* SlipwayError */.GQ('E_IO', `the cache lost ${digest} while this run was using it`);
        },
        keep: async (digest) => {
            const path = beside.get(digest);
            if (path === undefined)
                return;
            await store.keep(path, digest);
            beside.delete(digest);
        },
        discard: async () => {
            for (const path of beside.values())
                await (0,promises_.rm)(path, { force: true });
            beside.clear();
        },
    };
}

// EXTERNAL MODULE: ./lib/image/json.js
var json = __webpack_require__(57383);
;// CONCATENATED MODULE: ./lib/image/source/docker-layer.js







const docker_layer_window = 1 << 18;
/**
 * Takes a layer into the store as images have it: compressed ones as they are, others compressed once.
 * @param path in the archive, for messages
 * @param diffId what the image's config says of the unpacked layer
 * @throws SlipwayError E_BASE when it unpacks to something else, or not at all
 */
async function takeDockerLayer(path, file, diffId, work) {
    const from = await work.contents.pathOf(file.digest);
    const compression = await (0,decompress/* compressionOfFile */.uj)(from);
    const unpackedDigest = compression === 'none' ? file.digest : await unpackedDigestOf(path, from, file, compression, work);
    if (unpackedDigest !== diffId) {
        const what = `its layer ${(0,faults/* shown */.SP)(path)} unpacks to ${unpackedDigest}, and the image's config says ${diffId}`;
        throw (0,faults/* unsound */.tW)(work.name, what);
    }
    if (compression === 'none')
        return compressLayer(from, diffId, work);
    await work.contents.keep(file.digest);
    const type = compression === 'gzip' ? descriptor/* mediaType */.J.layerGzip : descriptor/* mediaType */.J.layerZstd;
    return { mediaType: type, digest: file.digest, size: file.bytes };
}
async function unpackedDigestOf(path, from, { bytes }, compression, { name, limits }) {
    const file = { read: (start) => (0,external_node_fs_.createReadStream)(from, { start, highWaterMark: docker_layer_window }) };
    try {
        return (await (0,stored/* measure */.xP)((0,decompress/* unpacked */.KZ)(file, bytes, compression, limits))).digest;
    }
    catch (error) {
        if (!(error instanceof decompress/* UnpackFault */.xK))
            throw error;
        throw (0,faults/* unsound */.tW)(name, `its layer ${(0,faults/* shown */.SP)(path)} does not unpack: ${error.message}`, undefined, error);
    }
}
/** Remembered by diff ID and compressor: the layer of another archive, or of the same one changed, is not done again. */
async function compressLayer(from, diffId, { store, compression }) {
    const key = `layer of ${diffId} by ${(0,compress/* compressorIdentity */.WJ)(compression)}`;
    const remembered = await store.recall(key);
    if (typeof remembered === 'string' && (0,hashing/* isDigest */.Bc)(remembered)) {
        const there = await store.find(remembered);
        if (there !== undefined)
            return { mediaType: (0,compress/* layerMediaType */.sG)(compression), digest: remembered, size: there.bytes };
    }
    const chunks = (0,external_node_fs_.createReadStream)(from, { highWaterMark: docker_layer_window });
    const { path, digest, bytes } = await (0,stored/* writeBeside */.Ae)((0,compress/* compressed */.ue)(chunks, compression), store);
    await store.keep(path, digest);
    await store.remember(key, digest);
    return { mediaType: (0,compress/* layerMediaType */.sG)(compression), digest, size: bytes };
}

;// CONCATENATED MODULE: ./lib/image/source/docker-manifest.js




/** The document of a docker archive (moby, image/spec/v1.2.md, "Combined Image JSON + Filesystem Changeset Format"). */
const dockerManifest = 'manifest.json';
/**
 * Reads manifest.json.
 * @throws SlipwayError E_BASE when it is not what Docker writes
 */
function readDockerManifest(name, bytes) {
    const value = (0,fields/* parseForeignJson */.Yy)(bytes);
    if (!Array.isArray(value))
        throw (0,faults/* unsound */.tW)(name, `its ${dockerManifest} is not a JSON list`);
    return value.map((item, at) => {
        const { Config, RepoTags, Layers } = (0,fields/* isFields */.Ce)(item) ? item : {};
        const names = RepoTags ?? [];
        if (typeof Config === 'string' && areTexts(names) && areTexts(Layers))
            return { config: Config, names, layers: Layers };
        throw (0,faults/* unsound */.tW)(name, `entry ${at} of its ${dockerManifest} has no Config and Layers`);
    });
}
function areTexts(value) {
    return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
/**
 * The image that is meant: by one of its names with Docker's defaults filled in, by image ID (the config's digest), or
 * without a choice the only one.
 * @throws SlipwayError E_CONFIG that lists what there is
 */
function chooseDockerImage(name, images, choice) {
    const fitting = images.filter((image) => choice === undefined || docker_manifest_fits(image, choice));
    const [only, other] = [...new Map(fitting.map((image) => [image.config, image])).values()];
    if (only !== undefined && other === undefined)
        return only;
    if (images.length === 0)
        throw (0,faults/* unsound */.tW)(name, `its ${dockerManifest} names no image`);
    const there = (0,faults/* listed */.KE)(images.map(({ names, config }) => names.map(bare).join(' = ') || bare(config)));
    if (only === undefined)
        throw (0,faults/* misnamed */.H9)(name, `has no image ${(0,faults/* shown */.SP)(choice ?? '')}; it has ${there}`);
    const what = choice === undefined ? 'holds several images' : 'has several images of that name';
    throw (0,faults/* misnamed */.H9)(name, `${what}: ${there}`, 'name one after the path, as :NAME:TAG');
}
function docker_manifest_fits({ names, config }, choice) {
    if ((0,hashing/* isDigest */.Bc)(choice))
        return config.includes(choice.slice('sha256:'.length));
    return names.some((each) => sameImageName(each, choice));
}
function bare(text) {
    return (0,faults/* shown */.SP)(text).slice(1, -1);
}

;// CONCATENATED MODULE: ./lib/image/source/oci-archive.js









/**
 * Finds the chosen image of an OCI layout in an archive and keeps the blobs that it needs. An index may name manifests
 * that are not there: engines save a platform of an image without the others. A manifest must be whole.
 * @throws SlipwayError E_CONFIG when there is no layout or the choice is not clear, E_BASE when it is a broken one
 */
async function takeOciImage(name, contents, choice) {
    const entries = readLayoutIndex(name, await contents.document(layout_documents/* layoutFile */.NI.marker), await contents.document(layout_documents/* layoutFile */.NI.index));
    const read = blobDocuments(name, contents);
    const root = chooseEntry(name, entries, choice) ?? (await findBelow(name, entries, choice, read));
    if (blobOf(contents, root.digest) === undefined)
        throw (0,stored/* missingBlob */.So)(name, root);
    const needed = [...(await reachable(name, [root], read)).values()];
    const [blobs, missing] = [[], []];
    for (const descriptor of needed) {
        const file = blobOf(contents, descriptor.digest);
        if (file !== undefined && file.bytes !== descriptor.size)
            throw (0,stored/* wrongLength */.Cx)(name, (0,image_tree/* plain */.pj)(descriptor), file.bytes);
        (file === undefined ? missing : blobs).push(descriptor.digest);
    }
    const absent = `blobs are missing: ${(0,faults/* listed */.KE)(missing)}`;
    if (missing.length > 0 && !(0,media_types/* isIndexType */.$U)(root.mediaType))
        throw (0,faults/* unsound */.tW)(name, absent, 'the image is not complete: save or copy it again');
    for (const digest of blobs)
        await contents.keep(digest);
    const notices = [
        ...(missing.length > 0 ? [absent] : []),
        ...(await surplus(name, contents, entries, read)),
    ];
    return { root: (0,image_tree/* plain */.pj)(root), blobs, notices };
}
/** Whether an archive is a layout of one index with all that the index leads to. */
async function holdsWholeIndex(name, contents) {
    const [marker, index] = [
        await contents.document(layout_documents/* layoutFile */.NI.marker),
        await contents.document(layout_documents/* layoutFile */.NI.index),
    ];
    if (marker === undefined || index === undefined)
        return false;
    const [root, ...others] = readLayoutIndex(name, marker, index);
    if (root === undefined || others.length > 0 || !(0,media_types/* isIndexType */.$U)(root.mediaType))
        return false;
    const all = await reachable(name, [root], blobDocuments(name, contents));
    return [...all.keys()].every((digest) => blobOf(contents, digest) !== undefined);
}
/** Documents of the blobs folder. */
function blobDocuments(name, contents) {
    return async (descriptor) => {
        const file = blobOf(contents, descriptor.digest);
        if (file === undefined)
            return undefined;
        if (file.bytes !== descriptor.size)
            throw (0,stored/* wrongLength */.Cx)(name, descriptor, file.bytes);
        return contents.document(oci_archive_blobPath(descriptor.digest));
    };
}
/** A blob that stands under its digest; undefined when the archive does not have it. */
function blobOf(contents, digest) {
    const file = contents.find(oci_archive_blobPath(digest));
    return file?.digest === digest ? file : undefined;
}
function oci_archive_blobPath(digest) {
    return `${layout_documents/* layoutFile */.NI.blobs}/${(0,hashing/* hexOf */.ZD)(digest)}`;
}
/** Tells what lies in the blobs folder and is no part of any image: nothing, where a document of another image is broken. */
async function surplus(name, contents, entries, read) {
    const known = await reachable(name, entries, read).catch((error) => {
        if (error instanceof errors/* SlipwayError */.GQ && error.code === 'E_BASE')
            return undefined;
        throw error;
    });
    if (known === undefined)
        return [];
    const left = [...contents.files].filter(([path, { digest }]) => path.startsWith('blobs/') && !known.has(digest));
    const names = left.map(([path]) => (0,faults/* shown */.SP)(path));
    return left.length === 0 ? [] : [`files that belong to no image were left out: ${(0,faults/* listed */.KE)(names)}`];
}

;// CONCATENATED MODULE: ./lib/image/source/docker-archive.js













/** What `docker save` of any age, podman, skopeo, crane and BuildKit write, is told from other archives by this. */
function isDockerArchive(contents) {
    return contents.find(dockerManifest) !== undefined;
}
/**
 * Finds the chosen image of a docker archive and takes it into the store. Its config stays as it is, and with it the image
 * ID. Where the archive has the image's manifest too (Docker 25 and newer, BuildKit) and all its layers are compressed,
 * that is kept; else one is made.
 * @throws SlipwayError E_CONFIG when it is no docker archive or the choice is not clear, E_BASE when it is a broken one
 */
async function takeDockerImage(work, choice) {
    const { name, contents } = work;
    const listing = await contents.document(dockerManifest);
    if (listing === undefined)
        throw notDocker(name, contents);
    const image = chooseDockerImage(name, readDockerManifest(name, listing), choice);
    const config = findConfig(name, contents, image);
    const { diffIds } = (0,documents/* parseConfig */.o4)((await contents.document(image.config)) ?? new Uint8Array(), config.digest);
    const kept = await keepManifest(work, config, diffIds);
    return kept ?? (await makeManifest(work, image, config, diffIds));
}
function notDocker(name, contents) {
    if (contents.find('repositories') !== undefined) {
        const hint = 'load it with "docker load" and save it again';
        return (0,faults/* misnamed */.H9)(name, 'is of a Docker before 1.10 (2016), whose images have no digests', hint);
    }
    const isLayout = contents.find(layout_documents/* layoutFile */.NI.index) !== undefined;
    const hint = isLayout ? 'it is an OCI archive: name it with oci-archive:FILE' : undefined;
    return (0,faults/* misnamed */.H9)(name, `is no docker archive: it has no ${dockerManifest}`, hint);
}
/** The config, of the digest that its name says. Its bytes are the image ID. */
function findConfig(name, contents, { config }) {
    const file = contents.find(config);
    if (file === undefined)
        throw (0,faults/* unsound */.tW)(name, `the config ${(0,faults/* shown */.SP)(config)} is missing`);
    const named = /(?:^|[/:])([0-9a-f]{64})(?:\.json)?$/.exec(config)?.[1];
    if (named !== undefined && named !== (0,hashing/* hexOf */.ZD)(file.digest))
        throw (0,faults/* unsound */.tW)(name, `its config ${(0,faults/* shown */.SP)(config)} has the digest ${file.digest}`);
    return { mediaType: descriptor/* mediaType */.J.config, digest: file.digest, size: file.bytes };
}
/** The image with the manifest that the archive has of it; undefined when there is none that can be used. */
async function keepManifest(work, config, diffIds) {
    const { name, contents } = work;
    const index = await contents.document(layout_documents/* layoutFile */.NI.index);
    const marker = await contents.document(layout_documents/* layoutFile */.NI.marker);
    if (index === undefined || marker === undefined)
        return undefined;
    const read = blobDocuments(name, contents);
    const all = await reachable(name, readLayoutIndex(name, marker, index), read);
    for (const descriptor of all.values()) {
        const bytes = (0,media_types/* isManifestType */.Q3)(descriptor.mediaType) ? await read((0,image_tree/* plain */.pj)(descriptor)) : undefined;
        const manifest = bytes && (0,documents/* parseManifest */.Ng)(bytes, descriptor);
        if (manifest?.config.digest !== config.digest || manifest.layers.length !== diffIds.length)
            continue;
        const layers = manifest.layers.map((layer) => blobOf(contents, layer.digest));
        if (!layers.every((file, at) => file?.bytes === manifest.layers[at]?.size))
            continue;
        if (!manifest.layers.every(isCompressed))
            continue;
        const kept = await takeLayers(work, layers, manifest.layers.map(({ digest }) => digest), diffIds);
        if (!kept.every(({ digest }, at) => digest === manifest.layers[at]?.digest))
            continue;
        const blobs = [descriptor.digest, config.digest, ...kept.map(({ digest }) => digest)];
        for (const digest of blobs)
            await contents.keep(digest);
        return { root: (0,image_tree/* plain */.pj)(descriptor), blobs, notices: [] };
    }
    return undefined;
}
function isCompressed({ mediaType: type }) {
    return /[.+](?:gzip|zstd)$/.test(type);
}
async function makeManifest(work, image, config, diffIds) {
    const { name, contents, store } = work;
    if (diffIds.length !== image.layers.length) {
        const what = `its ${dockerManifest} has ${image.layers.length} layers, and the config ${diffIds.length}`;
        throw (0,faults/* unsound */.tW)(name, what);
    }
    const files = image.layers.map((path) => layerFile(name, contents, path));
    const layers = await takeLayers(work, files, image.layers, diffIds);
    await contents.keep(config.digest);
    const bytes = (0,json/* canonicalJson */.d)({ schemaVersion: 2, mediaType: descriptor/* mediaType */.J.manifest, config, layers });
    const root = { mediaType: descriptor/* mediaType */.J.manifest, digest: await store.put(bytes), size: bytes.length };
    const notice = 'a docker archive has no manifest: one was made, whose digest is not that of the image in a registry; the image ID is kept';
    return {
        root,
        blobs: [root.digest, config.digest, ...layers.map(({ digest }) => digest)],
        notices: [notice],
        made: true,
    };
}
/** From the lowest up; a layer that stands twice in an image is taken once. */
async function takeLayers(work, files, paths, diffIds) {
    const taken = new Map();
    const layers = [];
    for (const [at, file] of files.entries()) {
        const [path, diffId] = [paths[at], diffIds[at]];
        if (file === undefined || path === undefined || diffId === undefined)
            continue;
        const key = `${file.digest} ${diffId}`;
        const layer = taken.get(key) ?? (await takeDockerLayer(path, file, diffId, work));
        taken.set(key, layer);
        layers.push(layer);
    }
    return layers;
}
function layerFile(name, contents, path) {
    const file = contents.find(path);
    if (file === undefined)
        throw (0,faults/* unsound */.tW)(name, `the layer ${(0,faults/* shown */.SP)(path)} is missing`);
    return file;
}

;// CONCATENATED MODULE: ./lib/image/source/known-image.js

/** A remembered image whose blobs are all there still. */
async function recallImage(store, key) {
    const value = await store.recall(key);
    if (!isKnownImage(value))
        return undefined;
    for (const digest of value.blobs)
        if ((await store.find(digest)) === undefined)
            return undefined;
    return value;
}
function isKnownImage(value) {
    const { kind, root, blobs, notices } = (value ?? {});
    return ((kind === 'oci-archive' || kind === 'docker-archive') &&
        isRoot(root) &&
        Array.isArray(blobs) &&
        blobs.every((digest) => typeof digest === 'string' && (0,hashing/* isDigest */.Bc)(digest)) &&
        Array.isArray(notices) &&
        notices.every((notice) => typeof notice === 'string'));
}
function isRoot(value) {
    const { mediaType, digest, size } = (value ?? {});
    return (typeof mediaType === 'string' &&
        typeof digest === 'string' &&
        (0,hashing/* isDigest */.Bc)(digest) &&
        Number.isSafeInteger(size));
}

;// CONCATENATED MODULE: ./lib/image/source/open.js














/**
 * Opens an OCI archive: a layout in a tar file, also compressed as a whole. The blobs that the chosen image needs are in
 * the store then. `notices` name blobs that are missing or that no image needs.
 * @param choice a name or digest among several; without one there must be one image only
 * @throws SlipwayError E_CONFIG when there is no archive or the choice is not clear; E_BASE when it is broken or hostile,
 * with the entry; E_IO
 */
function openOciArchive(file, choice, store, limits = defaultArchiveLimits) {
    const take = async (name, contents) => {
        if (isDockerArchive(contents) && contents.find(layout_documents/* layoutFile */.NI.marker) === undefined)
            throw (0,faults/* misnamed */.H9)(name, 'is no OCI archive', 'it is what docker save writes: docker-archive:FILE');
        return takeOciImage(name, contents, choice);
    };
    return openArchive({ file, choice, store, limits, needs: '', kind: 'oci-archive', take });
}
/**
 * Opens what `docker save` of any age, podman, skopeo, crane or BuildKit write. The blobs of the chosen image are in the
 * store then; `notices` say what could not be kept.
 * @param choice a name as Docker shows it or an image ID; without one there must be one image only
 * @param compression for layers that are not compressed in the archive
 * @throws SlipwayError as {@link openOciArchive}
 */
function openDockerArchive(file, choice, compression, store, limits = defaultArchiveLimits) {
    const take = async (name, contents) => takeDockerImage({ name, contents, store, compression, limits }, choice);
    const needs = (0,compress/* compressorIdentity */.WJ)(compression);
    return openArchive({ file, choice, store, limits, needs, kind: 'docker-archive', take });
}
/**
 * Opens an image at a path that says not what it is: a layout folder, an OCI archive or a docker archive.
 * @throws SlipwayError as {@link openOciArchive} and {@link openLayout}
 */
async function openImageFile(path, choice, compression, store) {
    if ((await lookAt(path)).isDirectory)
        return openLayout(path, choice, store);
    const limits = defaultArchiveLimits;
    const take = async (name, contents, kind) => kind === 'docker-archive'
        ? takeDockerImage({ name, contents, store, compression, limits }, choice)
        : takeOciImage(name, contents, choice);
    const needs = `any ${(0,compress/* compressorIdentity */.WJ)(compression)}`;
    return openArchive({ file: path, choice, store, limits, needs, kind: undefined, take });
}
/** An archive's image is remembered by the archive's digest: it is unpacked once as long as the store has its blobs. */
async function openArchive(request) {
    const { file, choice, store } = request;
    const before = await lookAt(file);
    if (before.isDirectory)
        throw (0,faults/* misnamed */.H9)(file, 'is a folder, and an archive is a file', 'name a layout with oci:DIR');
    const { digest } = await (0,hashing/* sha256File */.Q3)(file).catch((error) => Promise.reject((0,errors/* asSlipwayError */.I7)(error)));
    const key = `image of an archive, 1: ${JSON.stringify([digest, choice ?? null, request.needs])}`;
    const remembered = await recallImage(store, key);
    const found = remembered ?? (await importArchive(request, before.bytes));
    if (remembered === undefined) {
        if ((await lookAt(file)).state !== before.state)
            throw new errors/* SlipwayError */.GQ('E_IO', `${file} changed while it was read`, {
                hint: 'run again once it is whole',
            });
        await store.remember(key, found);
    }
    const source = (0,stored/* storedSource */.HK)(placeName(found.kind, file, choice), found.root, store, found.notices);
    return { ...source, made: found.made === true };
}
async function importArchive(request, bytes) {
    const { file, choice, store, limits } = request;
    const name = request.kind === undefined ? file : placeName(request.kind, file, choice);
    const archive = { name, path: file, bytes, compression: await (0,decompress/* compressionOfFile */.uj)(file) };
    const contents = await takeArchive(archive, store, limits);
    try {
        const kind = request.kind ?? (await (0,faults/* saysWhose */.n8)(file, () => kindOf(file, contents)));
        const found = await (0,faults/* saysWhose */.n8)(file, () => request.take(placeName(kind, file, choice), contents, kind));
        return { ...found, kind, notices: [...contents.notices, ...found.notices] };
    }
    catch (error) {
        throw (0,errors/* asSlipwayError */.I7)(error);
    }
    finally {
        await contents.discard();
    }
}
/** OCI archives for one platform have a manifest.json too, which cannot name their index: the index has the digest to keep. */
async function kindOf(name, contents) {
    const isDocker = isDockerArchive(contents) && !(await holdsWholeIndex(name, contents));
    return isDocker ? 'docker-archive' : 'oci-archive';
}
function placeName(kind, path, choice) {
    return (0,image_place/* formatImagePlace */._L)({ kind, path, ...(choice !== undefined && { name: choice }) });
}
async function lookAt(path) {
    try {
        const found = await (0,promises_.stat)(path);
        if (!found.isFile() && !found.isDirectory())
            throw (0,faults/* misnamed */.H9)(path, 'is neither a file nor a folder');
        const { ino, size, mtimeMs, ctimeMs } = found;
        return { isDirectory: found.isDirectory(), bytes: size, state: `${ino} ${size} ${mtimeMs} ${ctimeMs}` };
    }
    catch (error) {
        if ((0,errors/* isSystemError */.Or)(error) && ['ENOENT', 'ENOTDIR'].includes(error.code ?? ''))
            throw (0,faults/* misnamed */.H9)(path, 'does not exist', 'name the file of an image, or its layout folder');
        throw (0,errors/* asSlipwayError */.I7)(error);
    }
}

// EXTERNAL MODULE: ./lib/support/concurrency.js
var concurrency = __webpack_require__(16964);
// EXTERNAL MODULE: ./lib/support/retry.js
var retry = __webpack_require__(56125);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./lib/support/files.js
var files = __webpack_require__(15932);
// EXTERNAL MODULE: ./lib/support/http.js + 4 modules
var http = __webpack_require__(16803);
// EXTERNAL MODULE: ./lib/support/http-body.js
var http_body = __webpack_require__(88716);
// EXTERNAL MODULE: ./lib/support/http-fault.js
var http_fault = __webpack_require__(64130);
// EXTERNAL MODULE: ./lib/registry/fault.js
var fault = __webpack_require__(94523);
// EXTERNAL MODULE: ./lib/registry/manifests.js
var manifests = __webpack_require__(7757);
;// CONCATENATED MODULE: ./lib/registry/download.js
var download_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
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
var download_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
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











/** Wrong bytes may have been a broken proxy's: the blob is fetched as often as this in all. */
const tries = 2;
/** A connection that broke begins a new count of attempts when the download got so much further. */
const progressBytes = 1 << 20;
/**
 * Streams a blob or document of a repository to the store, checked against digest and length; a body that breaks off is
 * continued where it ended (RFC 9110, 14.2). Memory does not grow with it.
 * @throws SlipwayError E_REGISTRY when it is not there or is not what its descriptor says; E_AUTH, E_NETWORK, E_IO
 */
async function download(descriptor, from) {
    for (let left = tries - 1;; left--) {
        const path = await from.store.reserve();
        try {
            const received = await receiveInto(path, descriptor, from);
            if (received.digest === descriptor.digest && received.bytes === descriptor.size) {
                return await from.store.keep(path, descriptor.digest);
            }
            if (left === 0)
                throw notWhatWasAsked(descriptor, received, from);
        }
        catch (error) {
            throw (0,errors/* asSlipwayError */.I7)((0,files/* namingPath */.UW)(error, path));
        }
        finally {
            await (0,promises_.rm)(path, { force: true });
        }
    }
}
async function receiveInto(path, descriptor, from) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const file = download_addDisposableResource(env_1, await (0,promises_.open)(path, 'wx'), true);
        let part = { hash: (0,external_node_crypto_.createHash)('sha256'), bytes: 0 };
        for (let furthest = 0, breaks = 0;;) {
            const { answer, offset } = await ask(descriptor, part.bytes, from);
            if (offset === 0)
                part = { hash: (0,external_node_crypto_.createHash)('sha256'), bytes: 0 };
            try {
                await append(file, part, (0,http/* readChunks */.zO)(answer, from.signal), descriptor.size);
                await file.truncate(part.bytes);
                return { digest: `sha256:${part.hash.digest('hex')}`, bytes: part.bytes, host: answer.url.host };
            }
            catch (error) {
                if (!(0,http_fault/* mayPass */.bg)(error))
                    throw error;
                breaks = part.bytes >= furthest + progressBytes ? 1 : breaks + 1;
                furthest = Math.max(furthest, part.bytes);
                if (breaks >= from.patience.attempts)
                    throw error;
                await from.patience.wait((0,retry/* pauseBefore */.GB)(breaks, from.patience), from.signal);
            }
        }
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = download_disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}
/** Adds what comes; stops when it is more than there should be. */
async function append(file, part, chunks, most) {
    for await (const chunk of chunks) {
        part.hash.update(chunk);
        for (let at = 0; at < chunk.length;) {
            at += (await file.write(chunk, at, chunk.length - at, part.bytes + at)).bytesWritten;
        }
        part.bytes += chunk.length;
        if (part.bytes > most)
            return;
    }
}
/** Asks for the rest of a blob; a server that cannot give a part gives the whole. */
async function ask(descriptor, offset, from) {
    const call = callFor(descriptor, offset, from.repository);
    const answer = await from.registry.send(call);
    if (answer.status === 200)
        return { answer, offset: 0 };
    if (offset === 0 || ![206, 416].includes(answer.status))
        throw await (0,fault/* registryFault */.eZ)(call, answer);
    // RFC 9110, 14.4: the part that came need not be the one that was asked for.
    const first = /^bytes (\d+)-/.exec(answer.headers['content-range'] ?? '')?.[1];
    if (answer.status === 206 && Number(first) === offset)
        return { answer, offset };
    (0,http_body/* discard */.v)(answer);
    return ask(descriptor, 0, from);
}
function callFor({ mediaType, digest }, offset, repository) {
    const call = (0,media_types/* isDocumentType */.Oc)(mediaType)
        ? (0,manifests/* manifestCall */.YF)({ ...repository, digest }, 'GET')
        : { repository, access: 'pull', method: 'GET', target: `blobs/${digest}` };
    return offset === 0 ? call : { ...call, headers: { ...call.headers, range: `bytes=${offset}-` } };
}
function notWhatWasAsked({ digest, size }, received, { repository }) {
    const { registry, repository: name } = repository;
    const how = received.bytes === size
        ? `other bytes, with the digest ${received.digest},`
        : received.bytes > size
            ? `more than its ${size} bytes`
            : `${received.bytes} of its ${size} bytes`;
    const what = `${registry}/${name}: ${received.host} gives ${how} for ${digest}, twice`;
    return new errors/* SlipwayError */.GQ('E_REGISTRY', what, {
        hint: 'the blob is damaged there, or something in between changes it: push it again, or ask who runs the registry',
    });
}

;// CONCATENATED MODULE: ./lib/registry/image.js








/**
 * An image in a registry. A tag is resolved once, now; what the store has is not asked for again, so that a digest whose
 * documents are known costs no request.
 * @throws SlipwayError E_REGISTRY when it is not there, E_BASE for schema 1, E_AUTH, E_NETWORK, E_IO
 */
async function openRegistryImage(registry, reference, store, { signal, patience = retry/* defaultPatience */.B } = {}) {
    const name = (0,request_reference/* formatReference */.FH)(reference);
    const repository = { registry: reference.registry, repository: reference.repository };
    const from = { registry, repository, store, patience, signal };
    const bringOnce = (0,concurrency/* oncePer */.Pu)(({ digest }) => digest, async (descriptor) => {
        if ((await store.find(descriptor.digest)) === undefined)
            await download(descriptor, from);
        return store.find(descriptor.digest);
    });
    const bring = async (descriptor) => {
        const found = await bringOnce(descriptor);
        if (found === undefined)
            throw (0,stored/* missingBlob */.So)(name, descriptor);
        if (found.bytes !== descriptor.size)
            throw (0,stored/* wrongLength */.Cx)(name, descriptor, found.bytes);
        return found.path;
    };
    return {
        name,
        repository,
        root: (await knownRoot(reference, store)) ?? (await (0,manifests.resolve)(registry, reference)),
        async document(descriptor) {
            (0,stored/* checkDocumentSize */.PK)(name, descriptor);
            return contentOf(await bring(descriptor));
        },
        fetch: async (descriptor) => void (await bring(descriptor)),
    };
}
/** What a digest names, without asking anybody. */
async function knownRoot({ digest }, store) {
    const found = digest === undefined ? undefined : await store.find(digest);
    if (digest === undefined || found === undefined || found.bytes > stored/* maxDocumentBytes */.VR)
        return undefined;
    return { mediaType: (0,manifests/* typeInside */.l2)(await contentOf(found.path)), digest, size: found.bytes };
}
async function contentOf(path) {
    try {
        return await (0,promises_.readFile)(path);
    }
    catch (error) {
        throw (0,errors/* asSlipwayError */.I7)(error);
    }
}

;// CONCATENATED MODULE: ./lib/stages/open-image.js



/**
 * Opens an image wherever it lies. A tag is resolved now; a name is looked up now.
 * @throws SlipwayError E_CONFIG when there is no such file or name, E_BASE when it cannot be read, E_REGISTRY, E_AUTH, E_NETWORK, E_IO
 */
function openImage(place, context) {
    const { store, registry, compression, signal } = context;
    switch (place.kind) {
        case 'registry':
            return openRegistryImage(registry, place.reference, store, { signal });
        case 'oci':
            return openLayout(place.path, place.name, store);
        case 'oci-archive':
            return openOciArchive(place.path, place.name, store);
        case 'docker-archive':
            return openDockerArchive(place.path, place.name, compression, store);
    }
}
/** The same; of a path without a kind it is seen what lies there. Throws as `openImage`. */
function openAnyImage(place, context) {
    return place.kind === 'file'
        ? openImageFile(place.path, undefined, context.compression, context.store)
        : openImage(place, context);
}


/***/ }),

/***/ 68980:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runRegistry: () => (/* binding */ runRegistry),
/* harmony export */   y: () => (/* binding */ tellingPush)
/* harmony export */ });
/* harmony import */ var _request_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(47540);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(39580);


/** The registries, with the user's credentials for them. Nothing is loaded or read before the first call. */
function runRegistry({ registries, offline }, { env, exec, clock, signal }) {
    let opened;
    const open = async () => {
        const { openRegistry } = await Promise.all(/* import() */[__webpack_require__.e(803), __webpack_require__.e(992)]).then(__webpack_require__.bind(__webpack_require__, 35992));
        const { userCredentials } = await __webpack_require__.e(/* import() */ 22).then(__webpack_require__.bind(__webpack_require__, 21022));
        return openRegistry({
            env,
            findCredentials: userCredentials({ auth: registries.auth, env, exec }),
            insecure: registries.insecure,
            now: () => clock.seconds() * 1000,
            signal,
        });
    };
    return {
        async send(call) {
            if (offline)
                throw notAsked(`${call.repository.registry}/${call.repository.repository}`);
            opened ??= open();
            return (await opened).send(call);
        },
        async close() {
            await (await opened)?.close();
        },
    };
}
/** Adds up what a push sends and tells it. */
function tellingPush(progress, place) {
    const repository = (0,_request_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .formatReference */ .FH)(place);
    let sentBytes = 0;
    return (bytes) => {
        sentBytes += bytes;
        progress({ kind: 'push', repository, sentBytes });
    };
}
function notAsked(name) {
    return new _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .SlipwayError */ .GQ('E_BASE', `the cache does not have all of ${name}, and --offline asks no registry`, {
        hint: 'run once without --offline',
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

/***/ 43882:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ isAlive)
/* harmony export */ });
/** Whether a process with this number runs on this machine, whoever owns it. */
function isAlive(pid) {
    if (!Number.isSafeInteger(pid) || pid <= 0)
        return false;
    try {
        process.kill(pid, 0);
        return true;
    }
    catch (error) {
        return error.code === 'EPERM';
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
