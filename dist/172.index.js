export const id = 172;
export const ids = [172,980];
export const modules = {

/***/ 1210:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ sweepStore)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9580);
/* harmony import */ var _support_files_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5932);
/* harmony import */ var _support_processes_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(3882);
/* harmony import */ var _folders_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2783);
/* harmony import */ var _local_store_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6157);







const hour = 3600 * 1000;
const unusedFor = 14 * 24 * hour;
const sweepEvery = 24 * hour;
/** What a run that died left behind. A living run writes to what it reserved far more often. */
const abandonedAfter = 24 * hour;
/** The most files one sweep removes, so that it never takes long; the next day's goes on. */
const mostRemoved = 2000;
/**
 * Removes from a store what no run used for 14 days, and what dead runs left half-written; at most once a day for all
 * runs together, so it may be called at the end of each. A file that another run removes or touches meanwhile is no fault.
 * @param now milliseconds since 1970
 * @returns how many files went
 * @throws SlipwayError E_IO when the folder cannot be read or written
 */
async function sweepStore(directory, now) {
    try {
        return (await (0,_support_files_js__WEBPACK_IMPORTED_MODULE_3__/* .exists */ .t2)(directory)) && (await isDue(directory, now)) ? await sweep(directory, now) : 0;
    }
    catch (error) {
        throw (0,_support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .asSlipwayError */ .I7)(error);
    }
}
async function sweep(directory, now) {
    let left = mostRemoved;
    const unused = (mtimeMs) => now - mtimeMs > unusedFor;
    left -= await sweepFolder((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(directory, _folders_js__WEBPACK_IMPORTED_MODULE_4__/* .storeFolders */ .R.blobs), left, unused);
    left -= await sweepFolder((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(directory, _folders_js__WEBPACK_IMPORTED_MODULE_4__/* .storeFolders */ .R.memos), left, unused);
    left -= await sweepFolder((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(directory, _folders_js__WEBPACK_IMPORTED_MODULE_4__/* .storeFolders */ .R.incoming), left, (mtimeMs, name) => now - mtimeMs > abandonedAfter && !(0,_support_processes_js__WEBPACK_IMPORTED_MODULE_6__/* .isAlive */ ._)((0,_local_store_js__WEBPACK_IMPORTED_MODULE_5__/* .reservedBy */ .a)(name)));
    left -= await sweepBuilds((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(directory, _folders_js__WEBPACK_IMPORTED_MODULE_4__/* .storeFolders */ .R.builds), unused);
    return mostRemoved - left;
}
/** Linked programs, a folder each; the go command touches one whenever it finds it current. */
async function sweepBuilds(folder, unused) {
    let removed = 0;
    for (const name of (await (0,_support_files_js__WEBPACK_IMPORTED_MODULE_3__/* .exists */ .t2)(folder)) ? await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(folder) : []) {
        const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, name);
        const marks = await Promise.all((await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(path)).map((file) => ageMark((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, file))));
        if (!marks.every((mark) => mark === undefined || unused(mark)))
            continue;
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(path, { recursive: true, force: true });
        removed += 1;
    }
    return removed;
}
/** True for one caller a day: the mark is set before the work, so that two runs do not sweep side by side. */
async function isDue(directory, now) {
    const mark = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(directory, 'swept');
    const last = await ageMark(mark);
    if (last !== undefined && now - last < sweepEvery)
        return false;
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.writeFile)(mark, '');
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.utimes)(mark, now / 1000, now / 1000);
    return true;
}
async function ageMark(path) {
    try {
        return (await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(path)).mtimeMs;
    }
    catch (error) {
        if (error.code === 'ENOENT')
            return undefined;
        throw error;
    }
}
async function sweepFolder(folder, most, goes) {
    let removed = 0;
    for await (const entry of entriesOf(folder)) {
        if (removed >= most)
            break;
        const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, entry.name);
        const mtimeMs = await ageMark(path);
        if (mtimeMs === undefined || !goes(mtimeMs, entry.name))
            continue;
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(path, { force: true });
        removed += 1;
    }
    return removed;
}
async function* entriesOf(folder) {
    if (!(await (0,_support_files_js__WEBPACK_IMPORTED_MODULE_3__/* .exists */ .t2)(folder)))
        return;
    for await (const entry of await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.opendir)(folder))
        if (entry.isFile())
            yield entry;
}


/***/ }),

/***/ 494:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ checkArchivePlace),
/* harmony export */   Yg: () => (/* binding */ blobEntry),
/* harmony export */   qC: () => (/* binding */ documentEntry),
/* harmony export */   qY: () => (/* binding */ writeArchiveFile)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6760);
/* harmony import */ var node_stream_promises__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6466);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(9580);
/* harmony import */ var _support_files_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(5932);
/* harmony import */ var _support_hashing_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(7823);
/* harmony import */ var _layout_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(2497);
/* harmony import */ var _leftovers_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(9801);
/* harmony import */ var _tar_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(4509);











const mode = 0o644;
const noTime = { mtime: 0 };
/** A small file of an archive. */
function documentEntry(path, content) {
    return { type: 'file', path, mode, content };
}
/**
 * A blob of the store as a file of an archive.
 * @throws SlipwayError E_IO when it is gone or damaged since the image was made
 */
async function blobEntry(path, { digest, size }, store) {
    return {
        type: 'file',
        path,
        mode,
        content: { file: await (0,_layout_js__WEBPACK_IMPORTED_MODULE_8__/* .storedBlob */ .Xn)(store, digest), bytes: size, digest },
    };
}
/**
 * Writes entries as one uncompressed tar file, whole or not at all; its bytes follow from the entries alone: they are
 * in the order of their names, carry time 0 and do not begin with `./`. Memory does not grow with what they hold.
 * @returns false when the file had these bytes already and was left alone
 * @throws SlipwayError E_CONFIG when the path is something else than a file, E_IO
 */
async function writeArchiveFile(file, makeEntries) {
    const beside = (0,_support_files_js__WEBPACK_IMPORTED_MODULE_6__/* .besidePath */ .qE)(file);
    try {
        await prepareFile(file);
        const entries = await makeEntries();
        if (await isWritten(entries, file))
            return false;
        await (0,node_stream_promises__WEBPACK_IMPORTED_MODULE_4__.pipeline)((0,_tar_js__WEBPACK_IMPORTED_MODULE_10__/* .tarStream */ .eu)(entries, noTime), (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.createWriteStream)(beside, { flags: 'wx', flush: true }));
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.rename)(beside, file);
        return true;
    }
    catch (error) {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.rm)(beside, { force: true });
        throw (0,_support_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .asSlipwayError */ .I7)((0,_support_files_js__WEBPACK_IMPORTED_MODULE_6__/* .namingPath */ .UW)(error, file));
    }
}
/**
 * Whether an archive may be written to a path.
 * @throws SlipwayError E_CONFIG as {@link writeArchiveFile} would
 */
async function checkArchivePlace(file) {
    if ((await (0,_support_files_js__WEBPACK_IMPORTED_MODULE_6__/* .exists */ .t2)(file)) && !(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.stat)(file)).isFile()) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .SlipwayError */ .GQ('E_CONFIG', `${file} is not a file, and an archive is one`, {
            hint: 'name a file, or write a layout with oci:DIR',
        });
    }
}
async function prepareFile(file) {
    await checkArchivePlace(file);
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.mkdir)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.dirname)(file), { recursive: true });
    await (0,_leftovers_js__WEBPACK_IMPORTED_MODULE_9__/* .removeLeftovers */ .D)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.dirname)(file), [(0,node_path__WEBPACK_IMPORTED_MODULE_3__.basename)(file)]);
}
async function isWritten(entries, file) {
    if (!(await (0,_support_files_js__WEBPACK_IMPORTED_MODULE_6__/* .exists */ .t2)(file)) || (await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.stat)(file)).size !== (0,_tar_js__WEBPACK_IMPORTED_MODULE_10__/* .tarBytes */ .HQ)(entries, noTime))
        return false;
    const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256');
    for await (const chunk of (0,_tar_js__WEBPACK_IMPORTED_MODULE_10__/* .tarStream */ .eu)(entries, noTime))
        hash.update(chunk);
    return (await (0,_support_hashing_js__WEBPACK_IMPORTED_MODULE_7__/* .sha256File */ .Q3)(file)).digest === `sha256:${hash.digest('hex')}`;
}


/***/ }),

/***/ 283:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ writeArchive)
/* harmony export */ });
/* harmony import */ var _support_hashing_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7823);
/* harmony import */ var _archive_file_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(494);
/* harmony import */ var _image_tree_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5865);
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7383);
/* harmony import */ var _layout_documents_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1680);





/**
 * Writes an image as an OCI archive: the layout in one uncompressed tar file whose bytes follow from the image and its
 * name alone. Entries are in the order of their names, as containerd's own export has them.
 * @returns false when the file had these bytes already and was left alone
 * @throws SlipwayError E_CONFIG when the path is something else than a file, E_IO
 */
function writeArchive(tree, store, file, refName) {
    return (0,_archive_file_js__WEBPACK_IMPORTED_MODULE_1__/* .writeArchiveFile */ .qY)(file, () => archiveEntries(tree, store, refName));
}
async function archiveEntries(tree, store, refName) {
    const blobs = [];
    for (const blob of tree.blobs)
        blobs.push(await (0,_archive_file_js__WEBPACK_IMPORTED_MODULE_1__/* .blobEntry */ .Yg)(blobPath(blob), blob, store));
    const manifest = await dockerManifest(tree, store, refName);
    return [
        (0,_archive_file_js__WEBPACK_IMPORTED_MODULE_1__/* .documentEntry */ .qC)(_layout_documents_js__WEBPACK_IMPORTED_MODULE_3__/* .layoutFile */ .NI.marker, (0,_layout_documents_js__WEBPACK_IMPORTED_MODULE_3__/* .encodeMarker */ .$N)()),
        (0,_archive_file_js__WEBPACK_IMPORTED_MODULE_1__/* .documentEntry */ .qC)(_layout_documents_js__WEBPACK_IMPORTED_MODULE_3__/* .layoutFile */ .NI.index, (0,_json_js__WEBPACK_IMPORTED_MODULE_4__/* .canonicalJson */ .d)((0,_layout_documents_js__WEBPACK_IMPORTED_MODULE_3__/* .withRef */ .IS)((0,_layout_documents_js__WEBPACK_IMPORTED_MODULE_3__/* .emptyIndex */ .gW)(), tree.root, refName))),
        ...(manifest === undefined ? [] : [(0,_archive_file_js__WEBPACK_IMPORTED_MODULE_1__/* .documentEntry */ .qC)('manifest.json', (0,_json_js__WEBPACK_IMPORTED_MODULE_4__/* .canonicalJson */ .d)([manifest]))]),
        ...blobs,
    ];
}
function blobPath({ digest }) {
    return `${_layout_documents_js__WEBPACK_IMPORTED_MODULE_3__/* .layoutFile */ .NI.blobs}/${(0,_support_hashing_js__WEBPACK_IMPORTED_MODULE_0__/* .hexOf */ .ZD)(digest)}`;
}
/**
 * The manifest.json that `docker load` without the containerd image store and dive need (image-layout.md, "Content",
 * allows it). It cannot say platforms, so only an archive for one has it: with several, a reader would take any.
 */
async function dockerManifest({ root }, store, refName) {
    const [image, ...others] = (0,_image_tree_js__WEBPACK_IMPORTED_MODULE_2__/* .imagesIn */ .o$)(await (0,_image_tree_js__WEBPACK_IMPORTED_MODULE_2__/* .readTree */ .Zc)(root, (0,_image_tree_js__WEBPACK_IMPORTED_MODULE_2__/* .storedDocuments */ .qO)(store)));
    if (image === undefined || others.length > 0)
        return undefined;
    const { config, layers } = image.document;
    const isTagged = /^[^\s:@]+(?::\d+\/[^\s:@]+)?:[\w][\w.-]*$/.test(refName);
    return { Config: blobPath(config), RepoTags: isTagged ? [refName] : null, Layers: layers.map(blobPath) };
}


/***/ }),

/***/ 1412:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ chooseManifest)
/* harmony export */ });
/* harmony import */ var _request_platform_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4898);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9580);
/* harmony import */ var _choose_platform_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1566);
/* harmony import */ var _documents_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2239);
/* harmony import */ var _image_tree_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5865);
/* harmony import */ var _media_types_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(4857);






/** Real images nest indexes once or twice; a source must not send us round for ever. */
const limits = { depth: 3, indexes: 100 };
/**
 * The manifest of an image for a platform: what the source leads to itself, or the best entry of its index.
 * @throws SlipwayError E_BASE when no entry fits, with the platforms that there are; when it is no image; as `document`
 */
async function chooseManifest(source, platform) {
    const { root } = source;
    if (!(0,_media_types_js__WEBPACK_IMPORTED_MODULE_5__/* .isIndexType */ .$U)(root.mediaType))
        return { descriptor: checkedManifest(root), fromIndex: false };
    const offers = await offersOf(source, root);
    const at = (0,_choose_platform_js__WEBPACK_IMPORTED_MODULE_2__/* .choosePlatform */ .x)(offers.map(({ entry }) => entry.platform), platform);
    const offer = at === undefined ? undefined : offers[at];
    if (offer === undefined)
        throw noPlatform(offers, platform);
    const descriptor = (0,_image_tree_js__WEBPACK_IMPORTED_MODULE_4__/* .plain */ .pj)(checkedManifest(offer.entry));
    if ((0,_media_types_js__WEBPACK_IMPORTED_MODULE_5__/* .isDockerList */ .rh)(offer.indexType) !== (0,_media_types_js__WEBPACK_IMPORTED_MODULE_5__/* .isDockerManifest */ .qM)(descriptor.mediaType)) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .SlipwayError */ .GQ('E_BASE', `its index is ${offer.indexType} and its manifest for ${(0,_request_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPlatform */ .Bq)(platform)} ${descriptor.mediaType}: no index may mix Docker's types with OCI's`, {
            hint: 'name the manifest itself by its digest, or copy the image with a tool that converts it whole',
        });
    }
    return { descriptor, fromIndex: true };
}
/** What an index and the indexes in it offer, in their order. */
async function offersOf(source, root) {
    const offers = [];
    const seen = new Set();
    const look = async (index, depth) => {
        if (depth > limits.depth || seen.has(index.digest))
            return;
        seen.add(index.digest);
        if (seen.size > limits.indexes) {
            throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .SlipwayError */ .GQ('E_BASE', `it has more than ${limits.indexes} indexes, as no image has`);
        }
        for (const entry of (0,_documents_js__WEBPACK_IMPORTED_MODULE_3__/* .parseIndex */ .A1)(await source.document(index), index).manifests) {
            if ((0,_media_types_js__WEBPACK_IMPORTED_MODULE_5__/* .isIndexType */ .$U)(entry.mediaType))
                await look((0,_image_tree_js__WEBPACK_IMPORTED_MODULE_4__/* .plain */ .pj)(entry), depth + 1);
            else if (!(0,_documents_js__WEBPACK_IMPORTED_MODULE_3__/* .isAttestation */ .H3)(entry))
                offers.push({ entry, indexType: index.mediaType });
        }
    };
    await look(root, 1);
    return offers;
}
function checkedManifest(descriptor) {
    const { mediaType } = descriptor;
    const outdated = (0,_media_types_js__WEBPACK_IMPORTED_MODULE_5__/* .outdatedManifest */ .G2)(mediaType);
    if (outdated !== undefined)
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .SlipwayError */ .GQ('E_BASE', outdated);
    if ((0,_media_types_js__WEBPACK_IMPORTED_MODULE_5__/* .isManifestType */ .Q3)(mediaType))
        return descriptor;
    throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .SlipwayError */ .GQ('E_BASE', `it is ${JSON.stringify(mediaType.slice(0, 120))}, which is no image`);
}
function noPlatform(offers, platform) {
    const there = [
        ...new Set(offers.flatMap(({ entry }) => (entry.platform ? (0,_documents_js__WEBPACK_IMPORTED_MODULE_3__/* .foreignPlatformText */ .vY)(entry.platform) : []))),
    ];
    const wanted = (0,_request_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPlatform */ .Bq)(platform);
    if (there.length === 0)
        return new _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .SlipwayError */ .GQ('E_BASE', `its index says of no manifest that it is for ${wanted}`);
    return new _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .SlipwayError */ .GQ('E_BASE', `it has nothing for ${wanted}; it has ${there.join(', ')}`, {
        hint: 'choose among these with --platform, or take another image',
    });
}


/***/ }),

/***/ 1566:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   s: () => (/* binding */ fitsPlatform),
/* harmony export */   x: () => (/* binding */ choosePlatform)
/* harmony export */ });
/** Other spellings of architectures, with the variant that they imply (containerd, platforms/database.go, normalizeArch). */
const spellings = {
    i386: ['386'],
    x86_64: ['amd64'],
    'x86-64': ['amd64'],
    aarch64: ['arm64'],
    armhf: ['arm', 'v7'],
    armel: ['arm', 'v6'],
};
/** Variants that say no more than the architecture does. */
const baseline = { amd64: 'v1', arm: 'v7', arm64: 'v8' };
/** ARM's variants are numbered from v5 on, x86-64's levels from v1. */
const lowest = { amd64: 1, arm: 5 };
/** The one spelling of a platform: as OCI and Go write it, and with the variant wherever an architecture has them. */
function normal({ os, architecture, variant }) {
    const name = architecture.toLowerCase();
    const [known = name, implied] = Object.hasOwn(spellings, name) ? (spellings[name] ?? []) : [];
    const said = (implied ?? variant ?? '').toLowerCase().replace(/^(?=\d)/, 'v');
    const least = Object.hasOwn(baseline, known) ? baseline[known] : undefined;
    return { os: os.toLowerCase(), architecture: known, variant: said || least };
}
/**
 * Which of an index's platforms a program for `wanted` can stand on: its own variant, else the next lower one there is,
 * never a higher one; of equals the first (image-spec, image-index.md, "Platform Variants"; containerd, platforms.Only).
 * @returns its place in the list; undefined when none fits
 */
function choosePlatform(offered, wanted) {
    const ranks = offered.map((one) => (one === undefined ? undefined : rankOf(one, wanted)));
    const best = Math.min(...ranks.map((rank) => rank ?? Number.POSITIVE_INFINITY));
    const at = ranks.indexOf(best);
    return at < 0 ? undefined : at;
}
/** How far below the wanted variant a platform is; undefined when the program may not run there. */
function rankOf(offered, platform) {
    const there = normal(offered);
    const wanted = normal(platform);
    if (there.os !== wanted.os || there.architecture !== wanted.architecture)
        return undefined;
    if (there.variant === wanted.variant)
        return 0;
    const [high, low] = [levelOf(wanted.variant), levelOf(there.variant)];
    const floor = lowest[wanted.architecture];
    if (high === undefined || low === undefined || floor === undefined)
        return undefined;
    return low < high && low >= floor ? high - low : undefined;
}
function levelOf(variant) {
    const digits = /^v(\d{1,2})$/.exec(variant ?? '')?.[1];
    return digits === undefined ? undefined : Number(digits);
}
/** Whether a program for `wanted` can stand on this platform. */
function fitsPlatform(offered, wanted) {
    return rankOf(offered, wanted) !== undefined;
}


/***/ }),

/***/ 9657:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   WJ: () => (/* binding */ compressorIdentity),
/* harmony export */   sG: () => (/* binding */ layerMediaType),
/* harmony export */   ue: () => (/* binding */ compressed)
/* harmony export */ });
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7075);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8522);
/* harmony import */ var _request_compression_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5019);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9580);
/* harmony import */ var _descriptor_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(3768);





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

/***/ 3574:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ writeDockerArchive),
/* harmony export */   n: () => (/* binding */ repoTag)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var _request_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7540);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9580);
/* harmony import */ var _support_hashing_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7823);
/* harmony import */ var _archive_file_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(494);
/* harmony import */ var _descriptor_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(3768);
/* harmony import */ var _documents_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(2239);
/* harmony import */ var _image_tree_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(5865);
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(7383);
/* harmony import */ var _layout_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(2497);
/* harmony import */ var _media_types_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(4857);
/* harmony import */ var _read_blob_hash_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(1872);
/* harmony import */ var _read_decompress_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(1683);
/* harmony import */ var _source_stored_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(6864);














/**
 * Writes one platform's image as the archive that `docker load` of any age, podman, containerd and skopeo read
 * (moby, image/spec/v1.2.md, "Combined Image JSON + Filesystem Changeset Format"): its config and layers, without its
 * manifest, whose digest is lost. The config's bytes stay, and with them the image ID. gzip layers stay compressed; zstd
 * ones are unpacked, since engines before Docker 23 cannot. Bytes follow from image and names alone.
 * @param image its manifest, config and layers lie in the store
 * @param repoTags names as `docker load` shows them: `ghcr.io/acme/api:v1`
 * @returns false when the file had these bytes already and was left alone
 * @throws SlipwayError E_CONFIG when the path is something else than a file, E_BASE for what is no container image, E_IO
 */
function writeDockerArchive(image, store, file, repoTags) {
    return (0,_archive_file_js__WEBPACK_IMPORTED_MODULE_4__/* .writeArchiveFile */ .qY)(file, () => archiveEntries(image.manifest, store, repoTags));
}
/**
 * A name as RepoTags has it: whole, with Docker's `latest` where no tag was given.
 * @throws SlipwayError E_CONFIG for what is no image's name, and for one by digest
 */
function repoTag(name) {
    const { digest, tag = 'latest', ...repository } = (0,_request_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .parseReference */ .F2)(name);
    if (digest === undefined)
        return (0,_request_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .formatReference */ .FH)({ ...repository, tag });
    throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SlipwayError */ .GQ('E_CONFIG', `${name} names an image by its digest, and a docker archive has names only`, {
        hint: `write ${(0,_request_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .formatReference */ .FH)({ ...repository, tag })}`,
    });
}
async function archiveEntries(descriptor, store, repoTags) {
    const read = (0,_image_tree_js__WEBPACK_IMPORTED_MODULE_7__/* .storedDocuments */ .qO)(store);
    const manifest = (0,_documents_js__WEBPACK_IMPORTED_MODULE_6__/* .parseManifest */ .Ng)(await read(descriptor), descriptor);
    const { config } = manifest;
    checkTypes(manifest, descriptor.digest);
    const { diffIds } = (0,_documents_js__WEBPACK_IMPORTED_MODULE_6__/* .parseConfig */ .o4)(await read(config), config.digest);
    if (diffIds.length !== manifest.layers.length) {
        const counts = `its manifest has ${manifest.layers.length} layers, and its config ${diffIds.length}`;
        throw unfit(descriptor.digest, counts);
    }
    const layers = [];
    for (const [at, layer] of manifest.layers.entries()) {
        layers.push(await layerEntry(layer, diffIds[at] ?? layer.digest, store));
    }
    const configPath = `${(0,_support_hashing_js__WEBPACK_IMPORTED_MODULE_3__/* .hexOf */ .ZD)(config.digest)}.json`;
    const listed = { Config: configPath, RepoTags: repoTags, Layers: layers.map(({ path }) => path) };
    // A layer that stands twice in an image is one file.
    const files = [...new Map(layers.map((entry) => [entry.path, entry])).values()];
    return [
        await (0,_archive_file_js__WEBPACK_IMPORTED_MODULE_4__/* .blobEntry */ .Yg)(configPath, config, store),
        (0,_archive_file_js__WEBPACK_IMPORTED_MODULE_4__/* .documentEntry */ .qC)('manifest.json', (0,_json_js__WEBPACK_IMPORTED_MODULE_13__/* .canonicalJson */ .d)([listed])),
        ...files,
    ];
}
function checkTypes({ config, layers }, manifest) {
    if (!(0,_media_types_js__WEBPACK_IMPORTED_MODULE_9__/* .isConfigType */ .lJ)(config.mediaType)) {
        throw unfit(manifest, `it is an artifact: its config is of type ${config.mediaType}`);
    }
    const strange = layers.find(({ mediaType: type }) => (0,_media_types_js__WEBPACK_IMPORTED_MODULE_9__/* .ociLayerType */ .BJ)(type) === undefined);
    if (strange !== undefined) {
        const { digest, mediaType: type } = strange;
        throw unfit(manifest, `its layer ${digest} is of type ${type}, which engines do not unpack`);
    }
}
function unfit(manifest, fault) {
    return new _support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SlipwayError */ .GQ('E_BASE', `${manifest} cannot stand in a docker archive: ${fault}`);
}
/** The names end as tools that do not look into a file expect them to (dive goes by them). */
function layerEntry(layer, diffId, store) {
    switch ((0,_media_types_js__WEBPACK_IMPORTED_MODULE_9__/* .ociLayerType */ .BJ)(layer.mediaType)) {
        case _descriptor_js__WEBPACK_IMPORTED_MODULE_5__/* .mediaType */ .J.layerGzip:
            return (0,_archive_file_js__WEBPACK_IMPORTED_MODULE_4__/* .blobEntry */ .Yg)(`${(0,_support_hashing_js__WEBPACK_IMPORTED_MODULE_3__/* .hexOf */ .ZD)(layer.digest)}.tar.gz`, layer, store);
        case _descriptor_js__WEBPACK_IMPORTED_MODULE_5__/* .mediaType */ .J.layerZstd:
            return unpackedEntry(layer, diffId, store);
        default:
            return (0,_archive_file_js__WEBPACK_IMPORTED_MODULE_4__/* .blobEntry */ .Yg)(`${(0,_support_hashing_js__WEBPACK_IMPORTED_MODULE_3__/* .hexOf */ .ZD)(layer.digest)}.tar`, layer, store);
    }
}
/** The unpacked layer is kept in the store under its diff ID: an archive's header needs its length before its content. */
async function unpackedEntry(layer, diffId, store) {
    const path = `${(0,_support_hashing_js__WEBPACK_IMPORTED_MODULE_3__/* .hexOf */ .ZD)(diffId)}.tar`;
    const there = await store.find(diffId);
    const size = there?.bytes ?? (await unpackLayer(layer, diffId, store));
    return (0,_archive_file_js__WEBPACK_IMPORTED_MODULE_4__/* .blobEntry */ .Yg)(path, { digest: diffId, size }, store);
}
async function unpackLayer(layer, diffId, store) {
    const packed = (0,_read_blob_hash_js__WEBPACK_IMPORTED_MODULE_10__/* .hashingFile */ .XB)(await (0,_layout_js__WEBPACK_IMPORTED_MODULE_8__/* .storedBlob */ .Xn)(store, layer.digest), layer.digest);
    try {
        const content = (0,_read_decompress_js__WEBPACK_IMPORTED_MODULE_11__/* .unpacked */ .KZ)(packed, layer.size, 'zstd', _read_decompress_js__WEBPACK_IMPORTED_MODULE_11__/* .defaultLimits */ .MK);
        const { path, digest, bytes } = await (0,_source_stored_js__WEBPACK_IMPORTED_MODULE_12__/* .writeBeside */ .Ae)(content, store);
        if (digest === diffId) {
            await store.keep(path, diffId);
            return bytes;
        }
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(path, { force: true });
        throw new _read_decompress_js__WEBPACK_IMPORTED_MODULE_11__/* .UnpackFault */ .xK(`it does not unpack to ${diffId}, as the image's config says`);
    }
    catch (error) {
        if (!(error instanceof _read_decompress_js__WEBPACK_IMPORTED_MODULE_11__/* .UnpackFault */ .xK))
            throw (0,_support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .asSlipwayError */ .I7)(error);
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SlipwayError */ .GQ('E_BASE', `layer ${layer.digest} is broken: ${error.message}`, { cause: error });
    }
}


/***/ }),

/***/ 5865:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Zc: () => (/* binding */ readTree),
/* harmony export */   o$: () => (/* binding */ imagesIn),
/* harmony export */   oE: () => (/* binding */ blobTree),
/* harmony export */   pj: () => (/* binding */ plain),
/* harmony export */   qO: () => (/* binding */ storedDocuments)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var p_limit__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(370);
/* harmony import */ var _support_concurrency_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(6964);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9580);
/* harmony import */ var _documents_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2239);
/* harmony import */ var _layout_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2497);
/* harmony import */ var _media_types_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4857);







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

/***/ 7383:
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

/***/ 1680:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ encodeMarker),
/* harmony export */   IS: () => (/* binding */ withRef),
/* harmony export */   NI: () => (/* binding */ layoutFile),
/* harmony export */   P3: () => (/* binding */ layoutVersion),
/* harmony export */   gW: () => (/* binding */ emptyIndex),
/* harmony export */   oX: () => (/* binding */ hasRef)
/* harmony export */ });
/* harmony import */ var _descriptor_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3768);
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7383);


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

/***/ 2497:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  gz: () => (/* binding */ checkLayoutPlace),
  Xn: () => (/* binding */ storedBlob),
  wy: () => (/* binding */ writeLayout)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(9580);
// EXTERNAL MODULE: ./lib/support/files.js
var files = __webpack_require__(5932);
// EXTERNAL MODULE: ./lib/support/hashing.js
var hashing = __webpack_require__(7823);
// EXTERNAL MODULE: ./lib/image/json.js
var json = __webpack_require__(7383);
// EXTERNAL MODULE: ./lib/image/layout-documents.js
var layout_documents = __webpack_require__(1680);
// EXTERNAL MODULE: ./lib/support/fields.js
var fields = __webpack_require__(5070);
// EXTERNAL MODULE: ./lib/image/media-types.js
var media_types = __webpack_require__(4857);
// EXTERNAL MODULE: ./lib/image/source/stored.js
var stored = __webpack_require__(6864);
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
var leftovers = __webpack_require__(9801);
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

/***/ 9801:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ removeLeftovers),
/* harmony export */   i: () => (/* binding */ isLeftover)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var _support_files_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5932);
/* harmony import */ var _support_processes_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3882);




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

/***/ 248:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Xn: () => (/* binding */ readLayoutIndex),
/* harmony export */   c$: () => (/* binding */ chooseEntry),
/* harmony export */   ph: () => (/* binding */ sameImageName)
/* harmony export */ });
/* harmony import */ var _request_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7540);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9580);
/* harmony import */ var _support_fields_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(5070);
/* harmony import */ var _support_hashing_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7823);
/* harmony import */ var _descriptor_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3768);
/* harmony import */ var _documents_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2239);
/* harmony import */ var _layout_documents_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(1680);
/* harmony import */ var _faults_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(7546);








/** image-spec, annotations.md. */
const refName = 'org.opencontainers.image.ref.name';
/** The full name as containerd and BuildKit write it beside a tag in ref.name. */
const fullName = 'io.containerd.image.name';
/**
 * The entries of a layout's index.json.
 * @throws SlipwayError E_CONFIG when it is no layout, E_BASE when it is a broken one
 */
function readLayoutIndex(name, marker, index) {
    const lacks = marker === undefined ? _layout_documents_js__WEBPACK_IMPORTED_MODULE_5__/* .layoutFile */ .NI.marker : index === undefined ? _layout_documents_js__WEBPACK_IMPORTED_MODULE_5__/* .layoutFile */ .NI.index : undefined;
    if (marker === undefined || index === undefined)
        throw (0,_faults_js__WEBPACK_IMPORTED_MODULE_6__/* .misnamed */ .H9)(name, `is no OCI layout: it has no ${lacks}`);
    const version = (0,_support_fields_js__WEBPACK_IMPORTED_MODULE_7__/* .parseFields */ .L5)(marker)?.['imageLayoutVersion'];
    if (version !== _layout_documents_js__WEBPACK_IMPORTED_MODULE_5__/* .layoutVersion */ .P3)
        throw (0,_faults_js__WEBPACK_IMPORTED_MODULE_6__/* .unsound */ .tW)(name, `${_layout_documents_js__WEBPACK_IMPORTED_MODULE_5__/* .layoutFile */ .NI.marker} says version ${(0,_faults_js__WEBPACK_IMPORTED_MODULE_6__/* .shown */ .SP)(String(version))}, not ${_layout_documents_js__WEBPACK_IMPORTED_MODULE_5__/* .layoutVersion */ .P3}`);
    return (0,_documents_js__WEBPACK_IMPORTED_MODULE_4__/* .parseIndex */ .A1)(index, { mediaType: _descriptor_js__WEBPACK_IMPORTED_MODULE_3__/* .mediaType */ .J.index, digest: (0,_support_hashing_js__WEBPACK_IMPORTED_MODULE_2__/* .sha256 */ .sc)(index) }).manifests;
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
    const there = (0,_faults_js__WEBPACK_IMPORTED_MODULE_6__/* .listed */ .KE)([...new Set(entries.map(nameOf))]);
    if (entries.length === 0)
        throw (0,_faults_js__WEBPACK_IMPORTED_MODULE_6__/* .unsound */ .tW)(name, `its ${_layout_documents_js__WEBPACK_IMPORTED_MODULE_5__/* .layoutFile */ .NI.index} names no image`);
    if (other !== undefined) {
        const what = choice === undefined ? 'holds several images' : `has several images by the name ${(0,_faults_js__WEBPACK_IMPORTED_MODULE_6__/* .shown */ .SP)(choice)}`;
        const those = choice === undefined ? there : (0,_faults_js__WEBPACK_IMPORTED_MODULE_6__/* .listed */ .KE)(distinct.map(({ digest }) => digest));
        throw (0,_faults_js__WEBPACK_IMPORTED_MODULE_6__/* .misnamed */ .H9)(name, `${what}: ${those}`, 'name one after the path, as :NAME or @DIGEST');
    }
    if (choice !== undefined && (0,_support_hashing_js__WEBPACK_IMPORTED_MODULE_2__/* .isDigest */ .Bc)(choice))
        return undefined;
    throw (0,_faults_js__WEBPACK_IMPORTED_MODULE_6__/* .misnamed */ .H9)(name, `has no image ${(0,_faults_js__WEBPACK_IMPORTED_MODULE_6__/* .shown */ .SP)(choice ?? '')}; it has ${there}`);
}
function nameOf({ annotations, digest }) {
    const written = annotations[fullName] ?? annotations[refName];
    return written === undefined ? digest : (0,_faults_js__WEBPACK_IMPORTED_MODULE_6__/* .shown */ .SP)(written).slice(1, -1);
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
        const reference = (0,_request_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .parseReference */ .F2)(text);
        return (0,_request_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .formatReference */ .FH)({ ...reference, tag: reference.tag ?? 'latest' });
    }
    catch (error) {
        if (error instanceof _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .SlipwayError */ .GQ)
            return undefined;
        throw error;
    }
}


/***/ }),

/***/ 3829:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ openLayout)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6760);
/* harmony import */ var _request_image_place_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7786);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9580);
/* harmony import */ var _support_file_windows_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6841);
/* harmony import */ var _support_hashing_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(7823);
/* harmony import */ var _image_tree_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(5865);
/* harmony import */ var _layout_documents_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(1680);
/* harmony import */ var _faults_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(7546);
/* harmony import */ var _layout_index_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(248);
/* harmony import */ var _reachable_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(6008);
/* harmony import */ var _stored_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(6864);
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
    const name = (0,_request_image_place_js__WEBPACK_IMPORTED_MODULE_3__/* .formatImagePlace */ ._L)({
        kind: 'oci',
        path: directory,
        ...(choice !== undefined && { name: choice }),
    });
    return (0,_faults_js__WEBPACK_IMPORTED_MODULE_9__/* .saysWhose */ .n8)(directory, async () => {
        const files = layoutFiles(name, await existingFolder(name, directory));
        const [marker, index] = [await files.small(_layout_documents_js__WEBPACK_IMPORTED_MODULE_8__/* .layoutFile */ .NI.marker), await files.small(_layout_documents_js__WEBPACK_IMPORTED_MODULE_8__/* .layoutFile */ .NI.index)];
        const entries = (0,_layout_index_js__WEBPACK_IMPORTED_MODULE_10__/* .readLayoutIndex */ .Xn)(name, marker, index);
        const document = (descriptor) => documentOf(name, files, descriptor);
        const root = (0,_layout_index_js__WEBPACK_IMPORTED_MODULE_10__/* .chooseEntry */ .c$)(name, entries, choice) ?? (await (0,_reachable_js__WEBPACK_IMPORTED_MODULE_11__/* .findBelow */ .J)(name, entries, choice, document));
        return {
            name,
            root: (0,_image_tree_js__WEBPACK_IMPORTED_MODULE_7__/* .plain */ .pj)(root),
            document: async (descriptor) => {
                const bytes = await (0,_faults_js__WEBPACK_IMPORTED_MODULE_9__/* .saysWhose */ .n8)(directory, () => document(descriptor));
                if (bytes === undefined)
                    throw (0,_stored_js__WEBPACK_IMPORTED_MODULE_12__/* .missingBlob */ .So)(name, descriptor);
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
        return (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.realpath)(directory);
    const hint = 'an OCI archive is named with oci-archive:FILE, what docker save writes with docker-archive:FILE';
    throw (0,_faults_js__WEBPACK_IMPORTED_MODULE_9__/* .misnamed */ .H9)(name, found === undefined ? 'does not exist' : 'is not a folder', hint);
}
/** @param folder its real path */
function layoutFiles(name, folder) {
    const openFile = async (path) => {
        const found = await statIfThere((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, path));
        if (found === undefined)
            return undefined;
        if (!found.isFile())
            throw (0,_faults_js__WEBPACK_IMPORTED_MODULE_9__/* .unsound */ .tW)(name, `its ${path} is not a file`);
        const real = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.realpath)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, path));
        if (!real.startsWith(folder + node_path__WEBPACK_IMPORTED_MODULE_2__.sep)) {
            const hint = 'what it leads to may be anything on this machine; copy the layout with "cp -rL"';
            throw (0,_faults_js__WEBPACK_IMPORTED_MODULE_9__/* .unsound */ .tW)(name, `its ${path} is a link that leads out of the layout`, hint);
        }
        // Should a pipe or a link have taken the file's place by now, the one does not block and the other is not followed.
        const handle = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.open)(real, node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_RDONLY | node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_NONBLOCK | node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_NOFOLLOW);
        const opened = await handle.stat();
        if (opened.isFile())
            return { handle, bytes: opened.size, path: real };
        await handle.close();
        throw (0,_faults_js__WEBPACK_IMPORTED_MODULE_9__/* .unsound */ .tW)(name, `its ${path} is not a file`);
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
                if (file.bytes <= _stored_js__WEBPACK_IMPORTED_MODULE_12__/* .maxDocumentBytes */ .VR)
                    return handle.readFile();
                throw (0,_faults_js__WEBPACK_IMPORTED_MODULE_9__/* .unsound */ .tW)(name, `its ${path} has ${file.bytes} bytes, more than any real one`);
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
    return `${_layout_documents_js__WEBPACK_IMPORTED_MODULE_8__/* .layoutFile */ .NI.blobs}/${(0,_support_hashing_js__WEBPACK_IMPORTED_MODULE_6__/* .hexOf */ .ZD)(digest)}`;
}
async function documentOf(name, files, descriptor) {
    (0,_stored_js__WEBPACK_IMPORTED_MODULE_12__/* .checkDocumentSize */ .PK)(name, descriptor);
    try {
        const bytes = await files.small(blobPath(descriptor.digest));
        if (bytes === undefined)
            return undefined;
        if (bytes.length !== descriptor.size)
            throw (0,_stored_js__WEBPACK_IMPORTED_MODULE_12__/* .wrongLength */ .Cx)(name, descriptor, bytes.length);
        if ((0,_support_hashing_js__WEBPACK_IMPORTED_MODULE_6__/* .sha256 */ .sc)(bytes) !== descriptor.digest)
            throw wrongBytes(name, descriptor);
        return bytes;
    }
    catch (error) {
        throw (0,_support_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .asSlipwayError */ .I7)(error);
    }
}
async function fetchBlob(name, files, descriptor, store) {
    const there = await store.find(descriptor.digest);
    if (there !== undefined) {
        if (there.bytes !== descriptor.size)
            throw (0,_stored_js__WEBPACK_IMPORTED_MODULE_12__/* .wrongLength */ .Cx)(name, descriptor, there.bytes);
        return;
    }
    try {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const file = await openBlob(name, files, descriptor);
            const handle = __addDisposableResource(env_2, file.handle, true);
            const written = await (0,_stored_js__WEBPACK_IMPORTED_MODULE_12__/* .writeBeside */ .Ae)((0,_support_file_windows_js__WEBPACK_IMPORTED_MODULE_5__/* .fileWindows */ .e)(handle), store);
            if (written.digest === descriptor.digest)
                return await store.keep(written.path, written.digest);
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm)(written.path, { force: true });
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
        throw (0,_support_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .asSlipwayError */ .I7)(error);
    }
}
async function locateBlob(name, files, descriptor) {
    try {
        const env_3 = { stack: [], error: void 0, hasError: false };
        try {
            const file = await openBlob(name, files, descriptor);
            const handle = __addDisposableResource(env_3, file.handle, true);
            const { digest } = await (0,_stored_js__WEBPACK_IMPORTED_MODULE_12__/* .measure */ .xP)((0,_support_file_windows_js__WEBPACK_IMPORTED_MODULE_5__/* .fileWindows */ .e)(handle));
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
        throw (0,_support_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .asSlipwayError */ .I7)(error);
    }
}
/** A blob's file with the length that its descriptor says. */
async function openBlob(name, files, descriptor) {
    const file = await files.open(blobPath(descriptor.digest));
    if (file === undefined)
        throw (0,_stored_js__WEBPACK_IMPORTED_MODULE_12__/* .missingBlob */ .So)(name, descriptor);
    if (file.bytes === descriptor.size)
        return file;
    await file.handle.close();
    throw (0,_stored_js__WEBPACK_IMPORTED_MODULE_12__/* .wrongLength */ .Cx)(name, descriptor, file.bytes);
}
function wrongBytes(name, { digest }) {
    return (0,_faults_js__WEBPACK_IMPORTED_MODULE_9__/* .unsound */ .tW)(name, `the bytes of the blob ${digest} have another digest`, 'the layout is damaged');
}
/** Links are followed: where they lead is looked at before anything is read. */
async function statIfThere(path) {
    try {
        return await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.stat)(path);
    }
    catch (error) {
        const absent = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'];
        if ((0,_support_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .isSystemError */ .Or)(error) && absent.includes(error.code ?? ''))
            return undefined;
        throw (0,_support_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .asSlipwayError */ .I7)(error);
    }
}


/***/ }),

/***/ 8224:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Vw: () => (/* binding */ openDockerArchive),
  Uh: () => (/* binding */ openImageFile),
  kh: () => (/* binding */ openOciArchive)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: ./lib/request/image-place.js
var image_place = __webpack_require__(7786);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(9580);
// EXTERNAL MODULE: ./lib/support/hashing.js
var hashing = __webpack_require__(7823);
// EXTERNAL MODULE: ./lib/image/compress.js
var compress = __webpack_require__(9657);
// EXTERNAL MODULE: ./lib/image/layout-documents.js
var layout_documents = __webpack_require__(1680);
// EXTERNAL MODULE: ./lib/image/read/decompress.js
var decompress = __webpack_require__(1683);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: ./lib/support/tar/read-tar.js + 2 modules
var read_tar = __webpack_require__(2651);
// EXTERNAL MODULE: ./lib/image/source/faults.js
var faults = __webpack_require__(7546);
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

// EXTERNAL MODULE: ./lib/image/source/stored.js
var stored = __webpack_require__(6864);
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

// EXTERNAL MODULE: ./lib/image/descriptor.js
var descriptor = __webpack_require__(3768);
// EXTERNAL MODULE: ./lib/image/documents.js
var documents = __webpack_require__(2239);
// EXTERNAL MODULE: ./lib/image/image-tree.js
var image_tree = __webpack_require__(5865);
// EXTERNAL MODULE: ./lib/image/json.js
var json = __webpack_require__(7383);
// EXTERNAL MODULE: ./lib/image/media-types.js
var media_types = __webpack_require__(4857);
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

// EXTERNAL MODULE: ./lib/support/fields.js
var fields = __webpack_require__(5070);
// EXTERNAL MODULE: ./lib/image/source/layout-index.js
var layout_index = __webpack_require__(248);
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
    const fitting = images.filter((image) => choice === undefined || fits(image, choice));
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
function fits({ names, config }, choice) {
    if ((0,hashing/* isDigest */.Bc)(choice))
        return config.includes(choice.slice('sha256:'.length));
    return names.some((each) => (0,layout_index/* sameImageName */.ph)(each, choice));
}
function bare(text) {
    return (0,faults/* shown */.SP)(text).slice(1, -1);
}

// EXTERNAL MODULE: ./lib/image/source/reachable.js
var reachable = __webpack_require__(6008);
;// CONCATENATED MODULE: ./lib/image/source/oci-archive.js









/**
 * Finds the chosen image of an OCI layout in an archive and keeps the blobs that it needs. An index may name manifests
 * that are not there: engines save a platform of an image without the others. A manifest must be whole.
 * @throws SlipwayError E_CONFIG when there is no layout or the choice is not clear, E_BASE when it is a broken one
 */
async function takeOciImage(name, contents, choice) {
    const entries = (0,layout_index/* readLayoutIndex */.Xn)(name, await contents.document(layout_documents/* layoutFile */.NI.marker), await contents.document(layout_documents/* layoutFile */.NI.index));
    const read = blobDocuments(name, contents);
    const root = (0,layout_index/* chooseEntry */.c$)(name, entries, choice) ?? (await (0,reachable/* findBelow */.J)(name, entries, choice, read));
    if (blobOf(contents, root.digest) === undefined)
        throw (0,stored/* missingBlob */.So)(name, root);
    const needed = [...(await (0,reachable/* reachable */.G)(name, [root], read)).values()];
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
    const [root, ...others] = (0,layout_index/* readLayoutIndex */.Xn)(name, marker, index);
    if (root === undefined || others.length > 0 || !(0,media_types/* isIndexType */.$U)(root.mediaType))
        return false;
    const all = await (0,reachable/* reachable */.G)(name, [root], blobDocuments(name, contents));
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
        return contents.document(blobPath(descriptor.digest));
    };
}
/** A blob that stands under its digest; undefined when the archive does not have it. */
function blobOf(contents, digest) {
    const file = contents.find(blobPath(digest));
    return file?.digest === digest ? file : undefined;
}
function blobPath(digest) {
    return `${layout_documents/* layoutFile */.NI.blobs}/${(0,hashing/* hexOf */.ZD)(digest)}`;
}
/** Tells what lies in the blobs folder and is no part of any image: nothing, where a document of another image is broken. */
async function surplus(name, contents, entries, read) {
    const known = await (0,reachable/* reachable */.G)(name, entries, read).catch((error) => {
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
    const all = await (0,reachable/* reachable */.G)(name, (0,layout_index/* readLayoutIndex */.Xn)(name, marker, index), read);
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

// EXTERNAL MODULE: ./lib/image/source/layout.js
var layout = __webpack_require__(3829);
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
        return (0,layout/* openLayout */.B)(path, choice, store);
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


/***/ }),

/***/ 6008:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ reachable),
/* harmony export */   J: () => (/* binding */ findBelow)
/* harmony export */ });
/* harmony import */ var _documents_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2239);
/* harmony import */ var _image_tree_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5865);
/* harmony import */ var _media_types_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4857);
/* harmony import */ var _faults_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7546);




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
        if (!(0,_media_types_js__WEBPACK_IMPORTED_MODULE_2__/* .isDocumentType */ .Oc)(next.mediaType))
            continue;
        if (++documents > mostDocuments)
            throw (0,_faults_js__WEBPACK_IMPORTED_MODULE_3__/* .unsound */ .tW)(name, `it has more than ${mostDocuments} documents`);
        const bytes = await read((0,_image_tree_js__WEBPACK_IMPORTED_MODULE_1__/* .plain */ .pj)(next));
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
        throw (0,_faults_js__WEBPACK_IMPORTED_MODULE_3__/* .misnamed */ .H9)(name, 'is not there: no index of the layout leads to that digest');
    return found;
}
function below(bytes, descriptor) {
    if ((0,_media_types_js__WEBPACK_IMPORTED_MODULE_2__/* .isIndexType */ .$U)(descriptor.mediaType))
        return (0,_documents_js__WEBPACK_IMPORTED_MODULE_0__/* .parseIndex */ .A1)(bytes, descriptor).manifests;
    const { config, layers } = (0,_documents_js__WEBPACK_IMPORTED_MODULE_0__/* .parseManifest */ .Ng)(bytes, descriptor);
    return [config, ...layers];
}


/***/ }),

/***/ 4509:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  eh: () => (/* binding */ completeEntries),
  HQ: () => (/* binding */ tarBytes),
  eu: () => (/* binding */ tarStream)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(9580);
// EXTERNAL MODULE: ./lib/support/tar/header.js
var tar_header = __webpack_require__(9390);
;// CONCATENATED MODULE: ./lib/image/tar-header.js


/** POSIX.1-2024, pax, "ustar Interchange Format": typeflag. */
const typeFlag = { file: '0', symlink: '2', directory: '5', extended: 'x' };
/** Lengths of the ustar fields, in bytes (same place). */
const field = { name: 100, linkname: 100, prefix: 155, id: 8, size: 12 };
/**
 * The header of one entry: one ustar block, with a pax extended header before it only where ustar cannot say it (a long
 * or non-ASCII name, a file of 8 GiB or more). Depends on nothing but its argument.
 */
function encodeHeader(header) {
    const records = [];
    const split = splitPath(header.path);
    if (split === undefined)
        records.push(['path', header.path]);
    const target = header.target ?? '';
    const targetFits = isAscii(target) && target.length <= field.linkname;
    if (!targetFits)
        records.push(['linkpath', target]);
    if (!fitsOctal(header.bytes, field.size))
        records.push(['size', String(header.bytes)]);
    const block = ustarBlock(typeFlag[header.type], {
        ...header,
        name: split?.name ?? asciiPart(header.path, field.name),
        prefix: split?.prefix ?? '',
        linkname: targetFits ? target : asciiPart(target, field.linkname),
    });
    return records.length === 0 ? block : Buffer.concat([extendedHeader(header, records), block]);
}
function ustarBlock(flag, fields) {
    const block = Buffer.alloc(tar_header/* blockBytes */.VE);
    block.write(fields.name, 0, 'latin1');
    writeOctal(block, 100, field.id, fields.mode);
    writeOctal(block, 108, field.id, fields.uid);
    writeOctal(block, 116, field.id, fields.gid);
    // A size that does not fit stands in the extended header; readers must ignore this one then.
    writeOctal(block, 124, field.size, fitsOctal(fields.bytes, field.size) ? fields.bytes : 0);
    writeOctal(block, 136, 12, fields.mtime);
    block.write(flag, 156, 'latin1');
    block.write(fields.linkname, 157, 'latin1');
    block.write('ustar\x0000', 257, 'latin1');
    // uname and gname (265, 297) stay empty: names would be looked up on the machine that unpacks.
    writeOctal(block, 329, field.id, 0);
    writeOctal(block, 337, field.id, 0);
    block.write(fields.prefix, 345, 'latin1');
    block.fill(' ', 148, 156);
    const checksum = block.reduce((sum, byte) => sum + byte, 0);
    block.write(`${checksum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    return block;
}
/** POSIX.1-2024, pax, "pax Extended Header": `LENGTH KEY=VALUE\n`, LENGTH counting itself. */
function extendedHeader(header, records) {
    const body = Buffer.concat(records.map(([key, value]) => paxRecord(key, value)));
    const last = header.path.replace(/\/$/, '').split('/').at(-1) ?? '';
    const block = ustarBlock(typeFlag.extended, {
        name: asciiPart(`PaxHeaders.0/${last}`, field.name),
        prefix: '',
        linkname: '',
        mode: 0o644,
        uid: 0,
        gid: 0,
        bytes: body.length,
        mtime: header.mtime,
    });
    return Buffer.concat([block, body, Buffer.alloc((0,tar_header/* paddingAfter */.OQ)(body.length))]);
}
function paxRecord(key, value) {
    const rest = Buffer.from(` ${key}=${value}\n`);
    let length = rest.length;
    while (String(length).length + rest.length !== length)
        length = String(length).length + rest.length;
    return Buffer.concat([Buffer.from(String(length)), rest]);
}
/** The path cut at a slash into ustar's two fields, with the longest name that fits; undefined when there is no way. */
function splitPath(path) {
    if (!isAscii(path))
        return undefined;
    if (path.length <= field.name)
        return { name: path, prefix: '' };
    const slash = path.indexOf('/', path.length - field.name - 1);
    if (slash < 1 || slash > field.prefix || slash === path.length - 1)
        return undefined;
    return { name: path.slice(slash + 1), prefix: path.slice(0, slash) };
}
function isAscii(text) {
    return /^[\x01-\x7f]*$/.test(text);
}
/** What an old reader that ignores extended headers gets to see. */
function asciiPart(text, length) {
    return text.replace(/[^\x01-\x7f]/g, '').slice(0, length);
}
function fitsOctal(value, width) {
    return value < 8 ** (width - 1);
}
function writeOctal(block, offset, width, value) {
    if (!Number.isSafeInteger(value) || value < 0 || !fitsOctal(value, width)) {
        throw new errors/* SlipwayError */.GQ('E_INTERNAL', `a tar header has no room for ${value}`);
    }
    block.write(`${value.toString(8).padStart(width - 1, '0')}\0`, offset, 'latin1');
}

;// CONCATENATED MODULE: ./lib/image/tar.js






const readWindow = 1 << 18;
const trailer = 2 * tar_header/* blockBytes */.VE;
/**
 * The entries in the order and completeness an archive has them: sorted by the bytes of their paths, which puts every
 * directory before what it holds, with missing parents added. A parent that is already in the image keeps the attributes
 * `known` has for it, because a directory's entry in an upper layer replaces those of the lower one: without it, a file
 * below /tmp would take the sticky bit away.
 * @throws SlipwayError E_CONFIG when a path is not clean, stands twice, or lies below a file
 */
function completeEntries(entries, known = new Map()) {
    const all = new Map();
    for (const entry of entries) {
        checkPath(entry.path);
        if (all.has(entry.path))
            throw new errors/* SlipwayError */.GQ('E_CONFIG', `two files would become /${entry.path}`);
        all.set(entry.path, entry);
    }
    for (const { path } of entries) {
        for (let parent = external_node_path_.posix.dirname(path); parent !== '.'; parent = external_node_path_.posix.dirname(parent)) {
            const there = all.get(parent);
            if (there === undefined) {
                all.set(parent, { type: 'directory', path: parent, ...(known.get(parent) ?? { mode: 0o755 }) });
            }
            else if (there.type !== 'directory') {
                throw new errors/* SlipwayError */.GQ('E_CONFIG', `/${path} lies below /${parent}, which is not a folder`);
            }
        }
    }
    return [...all.values()].sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
}
function checkPath(path) {
    const clean = path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
    if (!clean || path.includes('\0') || !path.isWellFormed()) {
        throw new errors/* SlipwayError */.GQ('E_CONFIG', `${JSON.stringify(path)} cannot be a path in an image`, {
            hint: 'a path there is absolute and has no empty part, "." or ".."',
        });
    }
}
/** The archive's length in bytes, known before anything is read. */
function tarBytes(entries, options) {
    return completeEntries(entries).reduce((sum, entry) => {
        const bytes = contentBytes(entry);
        return sum + header(entry, options.mtime).length + bytes + (0,tar_header/* paddingAfter */.OQ)(bytes);
    }, trailer);
}
/**
 * A tar archive of the entries, completed and sorted: the same bytes on every machine. Contents are read from disk in
 * windows. `mtime` (seconds since 1970) is every entry's time.
 * @throws SlipwayError E_IO when a file is not what its digest says, E_CONFIG as `completeEntries`
 */
async function* tarStream(entries, options) {
    for (const entry of completeEntries(entries)) {
        yield header(entry, options.mtime);
        if (entry.type !== 'file')
            continue;
        if (entry.content instanceof Uint8Array)
            yield entry.content;
        else
            yield* fileWindows(entry.content);
        yield Buffer.alloc((0,tar_header/* paddingAfter */.OQ)(contentBytes(entry)));
    }
    yield Buffer.alloc(trailer);
}
function header(entry, mtime) {
    const attributes = entry.type === 'symlink' ? { mode: 0o777 } : entry;
    return encodeHeader({
        type: entry.type,
        path: entry.type === 'directory' ? `${entry.path}/` : entry.path,
        ...(entry.type === 'symlink' ? { target: entry.target } : {}),
        mode: attributes.mode,
        uid: attributes.uid ?? 0,
        gid: attributes.gid ?? 0,
        bytes: contentBytes(entry),
        mtime,
    });
}
function contentBytes(entry) {
    if (entry.type !== 'file')
        return 0;
    return entry.content instanceof Uint8Array ? entry.content.length : entry.content.bytes;
}
/** The file's bytes; the header already promised their number, and a cache key their digest, so both are held to. */
async function* fileWindows(content) {
    const handle = await (0,promises_.open)(content.file, 'r');
    try {
        const hash = (0,external_node_crypto_.createHash)('sha256');
        let done = 0;
        for (;;) {
            // One byte more than is left: so a file that grew is noticed at its end.
            const window = Buffer.allocUnsafe(Math.min(readWindow, content.bytes - done + 1));
            const { bytesRead } = await handle.read(window);
            if (bytesRead === 0)
                break;
            done += bytesRead;
            if (done > content.bytes)
                throw changed(content);
            hash.update(window.subarray(0, bytesRead));
            yield window.subarray(0, bytesRead);
        }
        if (done !== content.bytes || `sha256:${hash.digest('hex')}` !== content.digest)
            throw changed(content);
    }
    finally {
        await handle.close();
    }
}
function changed(content) {
    return new errors/* SlipwayError */.GQ('E_IO', `${content.file} changed while it was being read`, {
        hint: 'something else writes to this file; let it finish and run again',
    });
}


/***/ }),

/***/ 9671:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BI: () => (/* binding */ possibleOrigins),
/* harmony export */   U9: () => (/* binding */ isLoopback),
/* harmony export */   jG: () => (/* binding */ firstThatAnswers),
/* harmony export */   nz: () => (/* binding */ apiHost)
/* harmony export */ });
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7030);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9580);
/* harmony import */ var _support_http_body_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8716);
/* harmony import */ var _support_http_fault_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4130);




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

/***/ 4523:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b5: () => (/* binding */ notOfARegistry),
/* harmony export */   eZ: () => (/* binding */ registryFault),
/* harmony export */   kc: () => (/* binding */ errorText)
/* harmony export */ });
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9580);
/* harmony import */ var _support_fields_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5070);
/* harmony import */ var _support_http_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6803);
/* harmony import */ var _support_http_secret_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6676);
/* harmony import */ var _address_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9671);





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
/* harmony import */ var _image_descriptor_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3768);
/* harmony import */ var _image_media_types_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4857);
/* harmony import */ var _image_source_stored_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6864);
/* harmony import */ var _request_reference_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7540);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9580);
/* harmony import */ var _support_fields_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(5070);
/* harmony import */ var _support_hashing_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7823);
/* harmony import */ var _support_http_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(6803);
/* harmony import */ var _support_http_body_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(8716);
/* harmony import */ var _fault_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(4523);










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

/***/ 1631:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H2: () => (/* binding */ checkDigest),
/* harmony export */   J9: () => (/* binding */ findManifest),
/* harmony export */   Kg: () => (/* binding */ isGood),
/* harmony export */   is: () => (/* binding */ hasBlob),
/* harmony export */   mL: () => (/* binding */ isStored)
/* harmony export */ });
/* harmony import */ var _image_media_types_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4857);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9580);
/* harmony import */ var _support_http_body_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8716);
/* harmony import */ var _fault_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4523);
/* harmony import */ var _manifests_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7757);





function isGood({ status }) {
    return status >= 200 && status < 300;
}
/**
 * Whether an answer says that something is stored: 201 (distribution-spec, "Pushing Blobs", "Pushing Manifests"), or another good
 * one that names it. A login page in front of a registry answers 200 to anything.
 */
function isStored(answer) {
    const { 'docker-content-digest': digest, location } = answer.headers;
    return answer.status === 201 || (isGood(answer) && (digest ?? location) !== undefined);
}
/**
 * @throws SlipwayError E_AUTH, E_REGISTRY, E_NETWORK
 */
async function hasBlob(registry, place, digest) {
    const call = { repository: place, method: 'HEAD', target: `blobs/${digest}` };
    return (await look(registry, call)) !== undefined;
}
/**
 * The digest of the manifest or index that a reference names, when the registry has it; '' when it does not say which it is.
 * @throws SlipwayError E_AUTH, E_REGISTRY, E_NETWORK
 */
async function findManifest(registry, reference) {
    const answer = await look(registry, (0,_manifests_js__WEBPACK_IMPORTED_MODULE_4__/* .manifestCall */ .YF)(reference, 'HEAD'));
    if (answer === undefined)
        return undefined;
    return answer.headers['docker-content-digest'] ?? ((0,_image_media_types_js__WEBPACK_IMPORTED_MODULE_0__/* .isDocumentType */ .Oc)((0,_manifests_js__WEBPACK_IMPORTED_MODULE_4__/* .contentTypeOf */ .JX)(answer)) ? '' : undefined);
}
/** Asked with the right to push, so that one token serves the whole push. */
async function look(registry, asked) {
    const call = { ...asked, access: 'push' };
    const answer = await registry.send(call);
    if (answer.status !== 200 && answer.status !== 404)
        throw await (0,_fault_js__WEBPACK_IMPORTED_MODULE_3__/* .registryFault */ .eZ)(call, answer);
    (0,_support_http_body_js__WEBPACK_IMPORTED_MODULE_2__/* .discard */ .v)(answer);
    return answer.status === 200 ? answer : undefined;
}
/**
 * Holds what a registry says it keeps against what was sent to it. The header is optional (distribution-spec, "Pushing
 * Manifests").
 * @throws SlipwayError E_REGISTRY
 */
function checkDigest({ headers }, digest, { registry }) {
    const said = headers['docker-content-digest'];
    if (said === undefined || said === digest)
        return;
    throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .SlipwayError */ .GQ('E_REGISTRY', `${registry} was sent ${digest} and says that it keeps ${said}`, {
        hint: 'something between here and the registry changes content; no tag was moved to it',
    });
}


/***/ }),

/***/ 7465:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ fileOf),
/* harmony export */   l: () => (/* binding */ documentOf)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9580);


/**
 * A file that has a blob's bytes, which were checked against its digest; its origin's own, or fetched from there, when it is not here.
 * @throws SlipwayError E_IO when the store has lost it, E_REGISTRY when its length is another; and as the origin's `fetch`
 */
async function fileOf(blob, { store, origins }) {
    const { digest, size } = blob;
    const here = await store.find(digest);
    const origin = origins.get(digest);
    if (here === undefined) {
        const elsewhere = await origin?.locate?.(blob);
        if (elsewhere !== undefined)
            return elsewhere;
        await origin?.fetch(blob);
    }
    const found = here ?? (await store.find(digest));
    if (found === undefined) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .SlipwayError */ .GQ('E_IO', `the cache has lost ${digest} since this run began`, {
            hint: 'run again',
        });
    }
    if (found.bytes === size)
        return found.path;
    const what = `${digest} has ${found.bytes} bytes, and its descriptor says ${size}`;
    throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .SlipwayError */ .GQ('E_REGISTRY', `${what}: nobody could pull such an image`);
}
/** The bytes of a manifest or index. Throws as fileOf. */
async function documentOf(document, content) {
    return (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(await fileOf(document, content));
}


/***/ }),

/***/ 157:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ moveTags),
/* harmony export */   S: () => (/* binding */ withTags)
/* harmony export */ });
/* harmony import */ var _request_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7540);
/* harmony import */ var _support_concurrency_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6964);
/* harmony import */ var _answers_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1631);
/* harmony import */ var _content_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7465);
/* harmony import */ var _push_manifest_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7098);





const tagsAtOnce = 4;
/**
 * Points tags to an image that a repository has. A tag that points there already is left alone. Each moves by one request:
 * whoever reads it finds the image from before or this one.
 * @returns the tags that were moved or made
 * @throws SlipwayError E_AUTH, E_REGISTRY, E_NETWORK, E_IO
 */
async function moveTags(root, place, tags, { registry, store }) {
    const moved = await (0,_support_concurrency_js__WEBPACK_IMPORTED_MODULE_4__/* .inParallel */ .HN)(tags, tagsAtOnce, async (tag) => {
        if ((await (0,_answers_js__WEBPACK_IMPORTED_MODULE_1__/* .findManifest */ .J9)(registry, { ...place, tag })) === root.digest)
            return [];
        const bytes = await (0,_content_js__WEBPACK_IMPORTED_MODULE_2__/* .documentOf */ .l)(root, { store, origins: new Map() });
        await (0,_push_manifest_js__WEBPACK_IMPORTED_MODULE_3__/* .putManifest */ .R)(registry, place, tag, root, bytes);
        return [tag];
    });
    return moved.flat();
}
/** The publication of an image that these tags point to by now. */
function withTags(publication, place, tags) {
    const { references } = publication;
    const named = tags.map((tag) => (0,_request_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .formatReference */ .FH)({ ...place, tag }));
    return { ...publication, tags: [...publication.tags, ...tags], references: [...references, ...named] };
}


/***/ }),

/***/ 6950:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  G: () => (/* binding */ pushImage)
});

// EXTERNAL MODULE: ./lib/image/media-types.js
var media_types = __webpack_require__(4857);
// EXTERNAL MODULE: ./lib/request/reference.js
var reference = __webpack_require__(7540);
// EXTERNAL MODULE: ./lib/support/concurrency.js
var concurrency = __webpack_require__(6964);
// EXTERNAL MODULE: ./lib/registry/push/answers.js
var answers = __webpack_require__(1631);
// EXTERNAL MODULE: ./lib/registry/push/content.js
var content = __webpack_require__(7465);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(9580);
// EXTERNAL MODULE: ./lib/support/http-body.js
var http_body = __webpack_require__(8716);
;// CONCATENATED MODULE: ./lib/registry/push/session.js


/** Begins an upload. What follows the slash is the query of a mount. */
function beginCall(place, query = '') {
    return {
        repository: place,
        access: 'push',
        method: 'POST',
        target: `blobs/uploads/${query}`,
        // Content-Length: 0, which some registries insist on.
        body: { bytes: 0, open: () => new Uint8Array(0) },
        repeatable: false,
    };
}
/**
 * The session that an answer leads to.
 * @throws SlipwayError E_REGISTRY when it leads nowhere
 */
function sessionOf({ headers, url: from }, offset = 0) {
    const location = headers['location'] ?? '';
    // Relative to where the answer came from (RFC 9110, 10.2.2).
    const url = location !== '' && URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
    if (url !== undefined && (url.protocol === 'http:' || url.protocol === 'https:'))
        return { url, offset };
    throw new errors/* SlipwayError */.GQ('E_REGISTRY', `${from.host} begins an upload and does not say where it goes on`, {
        hint: 'a proxy in front of the registry may have taken the Location header away',
    });
}
/**
 * How far an upload has come (distribution-spec, "Pushing a blob in chunks": GET of its Location). Undefined: it is gone, or the
 * registry cannot tell.
 */
async function findSession(registry, place, { url }) {
    const answer = await registry.send({ repository: place, access: 'push', method: 'GET', target: url });
    (0,http_body/* discard */.v)(answer);
    const last = /^(?:bytes=)?0-(\d+)$/.exec(answer.headers['range'] ?? '')?.[1];
    // 0-0 is said for one byte and, by some, for none: too little to be worth the doubt.
    if (answer.status !== 204 || last === undefined || last === '0')
        return undefined;
    const offset = Number(last) + 1;
    return answer.headers['location'] === undefined ? { url, offset } : sessionOf(answer, offset);
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: ./lib/support/file-windows.js
var file_windows = __webpack_require__(6841);
// EXTERNAL MODULE: ./lib/support/http-fault.js
var http_fault = __webpack_require__(4130);
// EXTERNAL MODULE: ./lib/support/retry.js
var retry = __webpack_require__(6125);
// EXTERNAL MODULE: ./lib/registry/fault.js
var fault = __webpack_require__(4523);
;// CONCATENATED MODULE: ./lib/registry/push/upload.js








/** Up to here a blob travels in the request that ends its upload: one round trip less, and little to lose. */
const smallBytes = 65_536;
/**
 * The client asks for the next window when its socket has drained the one before, which then can be written over; one more is
 * for safety. Were it not so, the registry would find another digest.
 */
const windowsInFlight = 3;
/**
 * Uploads a blob (distribution-spec, "Pushing Blobs"). After a failure the registry is asked how far the upload has come, and it
 * goes on from there, or from the beginning where nobody knows: docker-registry 2.8 forgets an upload that was broken off.
 * It ends when several tries in a row brought it no further.
 * @param path a file that has its bytes
 * @param session one that is open already
 * @throws SlipwayError E_AUTH, E_REGISTRY, E_NETWORK
 */
async function uploadBlob(blob, path, push, session) {
    const upload = { blob, path, push, session, resumed: false, told: 0 };
    await finish(upload);
    tell(upload, blob.size - upload.told);
}
async function finish(upload) {
    const { patience = retry/* defaultPatience */.B, place, registry, signal } = upload.push;
    const { digest } = upload.blob;
    let furthest = 0;
    for (let attempt = 1;; attempt++) {
        try {
            return await tryUpload(upload);
        }
        catch (error) {
            const pause = pauseFor(error, upload, attempt, patience);
            if (pause === undefined || attempt >= patience.attempts)
                throw await faultOf(error);
            if (error instanceof Refusal)
                (0,http_body/* discard */.v)(error.answer);
            await patience.wait(pause, signal);
        }
        upload.session = await resume(upload);
        upload.resumed = upload.session !== undefined;
        // Maybe only the answer to the request that ended it was lost.
        if (!upload.resumed && (await (0,answers/* hasBlob */.is)(registry, place, digest)))
            return;
        const reached = upload.session?.offset ?? 0;
        if (reached > furthest)
            attempt = 0;
        furthest = Math.max(furthest, reached);
        tell(upload, reached - upload.told);
    }
}
/** Where to go on; undefined: from the beginning, as small blobs always do. */
async function resume({ blob, session, push }) {
    if (session === undefined || blob.size <= smallBytes)
        return undefined;
    return findSession(push.registry, push.place, session);
}
async function tryUpload(upload) {
    const { blob, push } = upload;
    upload.session ??= sessionOf(await step(beginCall(push.place), push));
    if (blob.size > smallBytes && upload.session.offset < blob.size) {
        upload.session = sessionOf(await step(patchCall(upload, upload.session), push), blob.size);
    }
    const stored = await step(await putCall(upload, upload.session), push, answers/* isStored */.mL);
    (0,answers/* checkDigest */.H2)(stored, blob.digest, push.place);
}
/** An answer that is none of the expected ones. */
class Refusal extends Error {
    call;
    answer;
    constructor(call, answer) {
        super(`status ${answer.status}`);
        this.call = call;
        this.answer = answer;
    }
}
async function step(call, { registry }, isWanted = answers/* isGood */.Kg) {
    const answer = await registry.send(call);
    if (!isWanted(answer))
        throw new Refusal(call, answer);
    (0,http_body/* discard */.v)(answer);
    return answer;
}
/**
 * Milliseconds before another try, undefined where none can help. Forgets a session that the registry does not know, or that
 * went wrong after it was taken up again.
 */
function pauseFor(error, upload, attempt, patience) {
    if (!(error instanceof Refusal))
        return (0,http_fault/* mayPass */.bg)(error) ? (0,retry/* pauseBefore */.GB)(attempt, patience) : undefined;
    const later = (0,retry/* pauseAfter */.l0)(error.answer, attempt, patience);
    if (later !== undefined || !(error.call.target instanceof URL))
        return later;
    const { status } = error.answer;
    if (status !== 404 && status !== 416 && !(status === 400 && upload.resumed))
        return undefined;
    if (status !== 416 || upload.resumed)
        upload.session = undefined;
    return (0,retry/* pauseBefore */.GB)(attempt, patience);
}
async function faultOf(error) {
    return error instanceof Refusal ? (0,fault/* registryFault */.eZ)(error.call, error.answer) : error;
}
/** The rest of the blob, streamed from its file. The first chunk says no range: so clients have always sent whole blobs. */
function patchCall(upload, { url, offset }) {
    const { blob, path, push } = upload;
    const range = { 'content-range': `${offset}-${blob.size - 1}` };
    return {
        repository: push.place,
        access: 'push',
        method: 'PATCH',
        target: url,
        headers: { 'content-type': 'application/octet-stream', ...(offset > 0 && range) },
        body: {
            bytes: blob.size - offset,
            open: () => {
                tell(upload, offset - upload.told);
                return told(upload, (0,file_windows/* fileWindows */.e)(path, { start: offset, slots: windowsInFlight }));
            },
        },
        repeatable: false,
    };
}
/** Ends an upload; a small blob goes along with it. */
async function putCall({ blob, path, push }, session) {
    const url = new URL(session.url);
    // Location's query is the registry's: it stays as it is, to the letter.
    url.search += `${url.search === '' ? '' : '&'}digest=${encodeURIComponent(blob.digest)}`;
    const bytes = session.offset < blob.size ? await (0,promises_.readFile)(path) : new Uint8Array(0);
    return {
        repository: push.place,
        access: 'push',
        method: 'PUT',
        target: url,
        headers: { 'content-type': 'application/octet-stream' },
        body: { bytes: bytes.length, open: () => bytes },
        repeatable: false,
    };
}
/** The same windows; progress is told of each. */
async function* told(upload, windows) {
    for await (const window of windows) {
        tell(upload, window.length);
        yield window;
    }
}
function tell(upload, bytes) {
    if (bytes === 0)
        return;
    upload.told += bytes;
    upload.push.onProgress?.(bytes);
}

;// CONCATENATED MODULE: ./lib/registry/push/push-blob.js








/** Blobs on their way at once: enough to hide the round trips of small ones, few enough for a slow line. */
const blobsAtOnce = 4;
/**
 * Sees to it that the target has these blobs: looks, mounts what the same registry has elsewhere, uploads the rest.
 * @throws SlipwayError E_AUTH, E_REGISTRY, E_NETWORK, E_IO; and as an origin's `fetch`
 */
function pushBlobs(blobs, push) {
    return (0,concurrency/* inParallel */.HN)(blobs, blobsAtOnce, async (blob) => ({ blob, fate: await pushBlob(blob, push) }));
}
async function pushBlob(blob, push) {
    if (await (0,answers/* hasBlob */.is)(push.registry, push.place, blob.digest))
        return 'existing';
    const begun = await mount(blob, push);
    if (begun === 'mounted')
        return begun;
    await uploadBlob(blob, await (0,content/* fileOf */.W)(blob, push), push, begun);
    return 'uploaded';
}
/**
 * distribution-spec, "Mounting a blob from another repository".
 * @returns a session when the registry would rather have the blob uploaded; undefined when it will have none of it
 */
async function mount({ digest }, { place, registry, origins }) {
    const from = origins.get(digest)?.repository;
    if (from === undefined || from.registry !== place.registry || (0,reference/* sameRepository */.RB)(from, place))
        return undefined;
    const call = beginCall(place, `?${new URLSearchParams({ mount: digest, from: from.repository })}`);
    try {
        const answer = await registry.send({ ...call, alsoPull: [from.repository], repeatable: true });
        (0,http_body/* discard */.v)(answer);
        if (answer.status === 201)
            return 'mounted';
        return answer.status === 202 ? sessionOf(answer) : undefined;
    }
    catch (error) {
        // An account that may push here need not be one that may read there: what is really wrong, the upload will say.
        if (error instanceof errors/* SlipwayError */.GQ && error.code === 'E_AUTH')
            return undefined;
        throw error;
    }
}

// EXTERNAL MODULE: ./lib/registry/push/push-manifest.js
var push_manifest = __webpack_require__(7098);
// EXTERNAL MODULE: ./lib/image/descriptor.js
var descriptor = __webpack_require__(3768);
// EXTERNAL MODULE: ./lib/image/documents.js
var documents = __webpack_require__(2239);
// EXTERNAL MODULE: ./lib/image/json.js
var json = __webpack_require__(7383);
// EXTERNAL MODULE: ./lib/support/hashing.js
var hashing = __webpack_require__(7823);
// EXTERNAL MODULE: ./lib/image/source/stored.js
var stored = __webpack_require__(6864);
// EXTERNAL MODULE: ./lib/support/http.js + 4 modules
var http = __webpack_require__(6803);
// EXTERNAL MODULE: ./lib/registry/manifests.js
var manifests = __webpack_require__(7757);
;// CONCATENATED MODULE: ./lib/registry/tags.js





/** Bytes of one page of tags. */
const longestPage = (/* unused pure expression or super */ null && (4 << 20));
const mostPages = 1000;
/**
 * All tags of a repository, page by page (distribution-spec, "Listing Tags").
 * @throws SlipwayError E_REGISTRY when the repository is not there, or its pages have no end or are no lists; E_AUTH, E_NETWORK
 */
async function listTags(registry, repository) {
    const tags = new Set();
    let target = 'tags/list?n=1000';
    for (let pages = 0; target !== undefined; pages++) {
        if (pages === mostPages)
            throw unreadable(repository, 'its list of tags has no end');
        const call = { repository, access: 'pull', method: 'GET', target };
        const answer = await registry.send(call);
        if (answer.status !== 200)
            throw await registryFault(call, answer);
        const before = tags.size;
        const page = parsePage((await readBody(answer, longestPage)).toString('utf8'), repository);
        for (const tag of page)
            tags.add(tag);
        const next = nextLink(answer.headers['link'] ?? '', answer.url);
        if (next !== undefined && tags.size === before)
            throw unreadable(repository, 'its pages of tags go round');
        target = next;
    }
    return [...tags];
}
function parsePage(text, repository) {
    const fields = parseFields(text);
    const tags = fields && (fields['tags'] ?? []);
    if (Array.isArray(tags))
        return tags.filter((tag) => typeof tag === 'string' && isTag(tag));
    throw unreadable(repository, 'its answer is no list of tags');
}
/** RFC 8288, 3: the target of `rel="next"`. */
function nextLink(header, base) {
    for (const [, target = '', parameters = ''] of header.matchAll(/<([^>]*)>((?:[^,<"]|"[^"]*")*)/g)) {
        const rel = [...parameters.matchAll(/;\s*([^\s=;]+)\s*=\s*(?:"([^"]*)"|([^\s;]*))/g)].find(([, name]) => name?.toLowerCase() === 'rel');
        const relations = (rel?.[2] ?? rel?.[3] ?? '').toLowerCase().split(/\s+/);
        if (relations.includes('next') && URL.canParse(target, base.href))
            return new URL(target, base);
    }
    return undefined;
}
function unreadable({ registry, repository }, what) {
    return new SlipwayError('E_REGISTRY', `${registry}/${repository}: ${what}`, {
        hint: 'the registry does not follow the distribution-spec, "Listing Tags"',
    });
}

;// CONCATENATED MODULE: ./lib/registry/push/list-referrers.js










const list_referrers_mostPages = 1000;
/**
 * What refers to a manifest or index. Asks the referrers API, and where a registry has none the fallback tag.
 * @param artifactType only referrers of this type; chosen here, since registries need not
 * @throws SlipwayError E_REGISTRY, also for an answer that is no index; E_AUTH, E_NETWORK
 */
async function listReferrers(registry, place, subject, artifactType) {
    const listed = (await askReferrersApi(registry, place, subject)) ??
        (await readFallback(registry, place, subject))?.manifests ??
        [];
    const all = listed.map(referrerOf);
    return artifactType === undefined ? all : all.filter((referrer) => referrer.artifactType === artifactType);
}
/** Undefined: this registry has no such API. */
async function askReferrersApi(registry, place, subject) {
    const found = new Map();
    let target = `referrers/${subject}`;
    for (let pages = 0; target !== undefined; pages++) {
        const call = { repository: place, access: 'pull', method: 'GET', target };
        const answer = await registry.send(call);
        if (pages === 0 && lacksApi(answer)) {
            (0,http_body/* discard */.v)(answer);
            return undefined;
        }
        if (answer.status !== 200)
            throw await (0,fault/* registryFault */.eZ)(call, answer);
        const before = found.size;
        for (const referrer of (await readIndex(answer, place)).manifests)
            found.set(referrer.digest, referrer);
        target = nextLink(answer.headers['link'] ?? '', answer.url);
        if (target !== undefined && (found.size === before || pages === list_referrers_mostPages)) {
            throw list_referrers_unreadable(place, 'it has no end');
        }
    }
    return [...found.values()];
}
/** A registry from before 1.1 answers 404 (distribution-spec, "Unavailable Referrers API"), or with what is no index: a web page. */
function lacksApi(answer) {
    const { status } = answer;
    return ([400, 404, 405, 501].includes(status) || (status === 200 && (0,manifests/* contentTypeOf */.JX)(answer) !== descriptor/* mediaType */.J.index));
}
/** The tag that lists what refers to a manifest where there is no API for it (distribution-spec, "Referrers Tag Schema"). */
function fallbackTag(subject) {
    return subject.replace(':', '-');
}
/**
 * The index under a fallback tag; undefined when there is none.
 * @throws SlipwayError E_REGISTRY, E_AUTH, E_NETWORK
 */
async function readFallback(registry, place, subject) {
    const call = {
        repository: place,
        access: 'pull',
        method: 'GET',
        target: `manifests/${fallbackTag(subject)}`,
        headers: { accept: descriptor/* mediaType */.J.index },
    };
    const answer = await registry.send(call);
    if (answer.status === 200)
        return readIndex(answer, place);
    if (answer.status !== 404)
        throw await (0,fault/* registryFault */.eZ)(call, answer);
    (0,http_body/* discard */.v)(answer);
    return undefined;
}
async function readIndex(answer, place) {
    const bytes = await (0,http/* readBody */.x8)(answer, stored/* maxDocumentBytes */.VR);
    try {
        return (0,documents/* parseIndex */.A1)(bytes, { mediaType: descriptor/* mediaType */.J.index, digest: (0,hashing/* sha256 */.sc)(bytes) });
    }
    catch (error) {
        throw list_referrers_unreadable(place, (0,errors/* asSlipwayError */.I7)(error).message, error);
    }
}
function list_referrers_unreadable({ registry, repository }, what, cause) {
    const message = `${registry}/${repository}: the list of an image's referrers cannot be read: ${what}`;
    return new errors/* SlipwayError */.GQ('E_REGISTRY', message, { cause });
}
function referrerOf({ mediaType, digest, size, annotations, fields }) {
    const { artifactType } = fields;
    return { mediaType, digest, size, annotations, ...(typeof artifactType === 'string' && { artifactType }) };
}

;// CONCATENATED MODULE: ./lib/registry/push/push-referrers.js









/**
 * Brings manifests with a subject, and what they name, into the repository, so that they are found by that subject: by
 * the registry's own account, else by the fallback tag. What is listed already is left alone.
 * @throws SlipwayError E_AUTH, E_REGISTRY, E_NETWORK, E_IO; E_BASE for a manifest that cannot be read or has no subject
 */
async function pushReferrers(referrers, push) {
    const listed = new Map();
    const pushed = [];
    // One after the other: those of one subject share a fallback tag.
    for (const referrer of referrers) {
        const bytes = await (0,content/* documentOf */.l)(referrer, push);
        const manifest = (0,documents/* parseManifest */.Ng)(bytes, referrer);
        const subject = subjectOf(manifest, referrer);
        const known = listed.get(subject) ?? listReferrers(push.registry, push.place, subject);
        listed.set(subject, known);
        const blobs = uniqueBlobs([manifest.config, ...manifest.layers]);
        if ((await known).some(({ digest }) => digest === referrer.digest)) {
            pushed.push(...blobs.map((blob) => ({ blob, fate: 'existing' })));
            continue;
        }
        pushed.push(...(await pushBlobs(blobs, push)));
        const answer = await (0,push_manifest/* putManifest */.R)(push.registry, push.place, referrer.digest, referrer, bytes);
        // distribution-spec, "Pushing Manifests with Subject": without this header the client keeps the account itself.
        if (answer.headers['oci-subject'] === undefined) {
            await addToFallback(subject, entryOf(manifest, referrer), push);
        }
    }
    return pushed;
}
function uniqueBlobs(blobs) {
    return [...new Map(blobs.map((blob) => [blob.digest, blob])).values()];
}
function subjectOf({ fields }, { digest }) {
    const { digest: subject } = { ...fields['subject'] };
    if (typeof subject === 'string' && (0,hashing/* isDigest */.Bc)(subject))
        return subject;
    throw new errors/* SlipwayError */.GQ('E_BASE', `the manifest ${digest} refers to nothing: it has no subject`);
}
/** As the API would list it (distribution-spec, "Listing Referrers"). */
function entryOf({ fields, config }, { mediaType, digest, size }) {
    const { artifactType = config.mediaType, annotations } = fields;
    return { mediaType, digest, size, artifactType, annotations };
}
/** Others may write the same tag at the same time, and a registry has no "only if it is as I read it". */
const mostRounds = 4;
/** distribution-spec, "Referrers Tag Schema": reads the index, adds to it, writes it, and looks whether it stayed. */
async function addToFallback(subject, entry, { registry, place }) {
    const tag = fallbackTag(subject);
    for (let round = 1; round <= mostRounds; round++) {
        const index = await readFallback(registry, place, subject);
        if (index?.manifests.some(({ digest }) => digest === entry.digest))
            return;
        const manifests = [...(index?.manifests.map(({ fields }) => fields) ?? []), entry];
        const bytes = (0,json/* canonicalJson */.d)({
            ...index?.fields,
            schemaVersion: 2,
            mediaType: descriptor/* mediaType */.J.index,
            manifests,
        });
        const document = { mediaType: descriptor/* mediaType */.J.index, digest: (0,hashing/* sha256 */.sc)(bytes) };
        await (0,push_manifest/* putManifest */.R)(registry, place, tag, document, bytes);
    }
    const what = `${place.registry}/${place.repository}: others keep writing the tag ${tag} while ${entry.digest} is added to it`;
    throw new errors/* SlipwayError */.GQ('E_REGISTRY', what, { hint: 'push again when they have come to an end' });
}

;// CONCATENATED MODULE: ./lib/registry/push/push-image.js








const manifestsAtOnce = 4;
/**
 * Brings an image into a repository, without a tag: its blobs, then the manifests, then the indexes, the root last, then what
 * refers to it. So whatever is there has all that it names, wherever the push is interrupted, and another push goes on.
 * @throws SlipwayError E_AUTH, E_REGISTRY, E_NETWORK, E_IO; and as an origin's `fetch`
 */
async function pushImage(tree, place, ports) {
    const push = { ...ports, place, origins: tree.origins ?? new Map() };
    const { digest } = tree.root;
    const pushed = [...(await pushTree(tree, push)), ...(await pushReferrers(tree.referrers ?? [], push))];
    const count = (wanted) => pushed.filter(({ fate }) => fate === wanted).length;
    const uploaded = pushed.filter(({ fate }) => fate === 'uploaded');
    return {
        repository: (0,reference/* formatReference */.FH)(place),
        digest,
        tags: [],
        references: [(0,reference/* formatReference */.FH)({ ...place, digest })],
        uploadedBytes: uploaded.reduce((sum, { blob }) => sum + blob.size, 0),
        blobs: { uploaded: uploaded.length, mounted: count('mounted'), existing: count('existing') },
    };
}
async function pushTree({ root, blobs: all }, push) {
    const { registry, place } = push;
    const indexes = all.filter(({ mediaType }) => (0,media_types/* isIndexType */.$U)(mediaType));
    const manifests = all.filter(({ mediaType }) => (0,media_types/* isManifestType */.Q3)(mediaType));
    const documents = new Set([...indexes, ...manifests]);
    const blobs = all.filter((blob) => !documents.has(blob));
    // Registries take a manifest only when all that it names is there, and where one does not look, the order below sees to
    // it: when the root is there, nothing else has to be asked for.
    if ((await (0,answers/* findManifest */.J9)(registry, { ...place, digest: root.digest })) !== undefined) {
        return blobs.map((blob) => ({ blob, fate: 'existing' }));
    }
    const pushed = await pushBlobs(blobs, push);
    const put = async (document) => {
        const bytes = await (0,content/* documentOf */.l)(document, push);
        await (0,push_manifest/* putManifest */.R)(registry, place, document.digest, document, bytes);
    };
    await (0,concurrency/* inParallel */.HN)(manifests, manifestsAtOnce, put);
    // One after the other, in the tree's order: an index may name another one before it.
    await (0,concurrency/* inParallel */.HN)(indexes, 1, put);
    return pushed;
}


/***/ }),

/***/ 7098:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ putManifest)
/* harmony export */ });
/* harmony import */ var _support_http_body_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8716);
/* harmony import */ var _fault_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4523);
/* harmony import */ var _answers_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1631);



/**
 * Stores a manifest or index as it is, under its digest or a tag (distribution-spec, "Pushing Manifests"). Doing so twice
 * does no harm.
 * @throws SlipwayError E_AUTH, E_REGISTRY, E_NETWORK
 */
async function putManifest(registry, place, reference, { mediaType, digest }, bytes) {
    const call = {
        repository: place,
        access: 'push',
        method: 'PUT',
        target: `manifests/${reference}`,
        headers: { 'content-type': mediaType },
        body: { bytes: bytes.length, open: () => bytes },
    };
    const answer = await registry.send(call);
    if (!(0,_answers_js__WEBPACK_IMPORTED_MODULE_2__/* .isStored */ .mL)(answer))
        throw await (0,_fault_js__WEBPACK_IMPORTED_MODULE_1__/* .registryFault */ .eZ)(call, answer);
    (0,_support_http_body_js__WEBPACK_IMPORTED_MODULE_0__/* .discard */ .v)(answer);
    (0,_answers_js__WEBPACK_IMPORTED_MODULE_2__/* .checkDigest */ .H2)(answer, digest, place);
    return answer;
}


/***/ }),

/***/ 2617:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  U: () => (/* binding */ openImage)
});

// EXTERNAL MODULE: ./lib/image/source/layout.js
var layout = __webpack_require__(3829);
// EXTERNAL MODULE: ./lib/image/source/open.js + 7 modules
var source_open = __webpack_require__(8224);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: ./lib/image/source/stored.js
var stored = __webpack_require__(6864);
// EXTERNAL MODULE: ./lib/request/reference.js
var request_reference = __webpack_require__(7540);
// EXTERNAL MODULE: ./lib/support/concurrency.js
var concurrency = __webpack_require__(6964);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(9580);
// EXTERNAL MODULE: ./lib/support/retry.js
var retry = __webpack_require__(6125);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./lib/image/media-types.js
var media_types = __webpack_require__(4857);
// EXTERNAL MODULE: ./lib/support/files.js
var files = __webpack_require__(5932);
// EXTERNAL MODULE: ./lib/support/http.js + 4 modules
var http = __webpack_require__(6803);
// EXTERNAL MODULE: ./lib/support/http-body.js
var http_body = __webpack_require__(8716);
// EXTERNAL MODULE: ./lib/support/http-fault.js
var http_fault = __webpack_require__(4130);
// EXTERNAL MODULE: ./lib/registry/fault.js
var fault = __webpack_require__(4523);
// EXTERNAL MODULE: ./lib/registry/manifests.js
var manifests = __webpack_require__(7757);
;// CONCATENATED MODULE: ./lib/registry/download.js
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
        const file = __addDisposableResource(env_1, await (0,promises_.open)(path, 'wx'), true);
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
        const result_1 = __disposeResources(env_1);
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
            return (0,layout/* openLayout */.B)(place.path, place.name, store);
        case 'oci-archive':
            return (0,source_open/* openOciArchive */.kh)(place.path, place.name, store);
        case 'docker-archive':
            return (0,source_open/* openDockerArchive */.Vw)(place.path, place.name, compression, store);
    }
}


/***/ }),

/***/ 8980:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runRegistry: () => (/* binding */ runRegistry),
/* harmony export */   y: () => (/* binding */ tellingPush)
/* harmony export */ });
/* harmony import */ var _request_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7540);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9580);


/** The registries, with the user's credentials for them. Nothing is loaded or read before the first call. */
function runRegistry({ registries, offline }, { env, exec, clock, signal }) {
    let opened;
    const open = async () => {
        const { openRegistry } = await Promise.all(/* import() */[__webpack_require__.e(803), __webpack_require__.e(992)]).then(__webpack_require__.bind(__webpack_require__, 5992));
        const { userCredentials } = await __webpack_require__.e(/* import() */ 22).then(__webpack_require__.bind(__webpack_require__, 1022));
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

/***/ 6964:
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

/***/ 3882:
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

/***/ 370:
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
