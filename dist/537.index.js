export const id = 537;
export const ids = [537];
export const modules = {

/***/ 81210:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ sweepStore)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(39580);
/* harmony import */ var _support_files_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(15932);
/* harmony import */ var _support_processes_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(43882);
/* harmony import */ var _folders_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(62783);
/* harmony import */ var _local_store_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(56157);







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

/***/ 30494:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ checkArchivePlace),
/* harmony export */   Yg: () => (/* binding */ blobEntry),
/* harmony export */   qC: () => (/* binding */ documentEntry),
/* harmony export */   qY: () => (/* binding */ writeArchiveFile)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(73024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(76760);
/* harmony import */ var node_stream_promises__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(46466);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(39580);
/* harmony import */ var _support_files_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(15932);
/* harmony import */ var _support_hashing_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(47823);
/* harmony import */ var _layout_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(22497);
/* harmony import */ var _leftovers_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(59801);
/* harmony import */ var _tar_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(84509);











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

/***/ 90283:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ writeArchive)
/* harmony export */ });
/* harmony import */ var _support_hashing_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(47823);
/* harmony import */ var _archive_file_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(30494);
/* harmony import */ var _image_tree_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(85865);
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(57383);
/* harmony import */ var _layout_documents_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(11680);





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

/***/ 11412:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ chooseManifest)
/* harmony export */ });
/* harmony import */ var _request_platform_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(34898);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(39580);
/* harmony import */ var _choose_platform_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(31566);
/* harmony import */ var _documents_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(22239);
/* harmony import */ var _image_tree_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(85865);
/* harmony import */ var _media_types_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(64857);






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

/***/ 31566:
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

/***/ 13574:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ writeDockerArchive),
/* harmony export */   n: () => (/* binding */ repoTag)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var _request_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(47540);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(39580);
/* harmony import */ var _support_hashing_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(47823);
/* harmony import */ var _archive_file_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(30494);
/* harmony import */ var _descriptor_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(83768);
/* harmony import */ var _documents_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(22239);
/* harmony import */ var _image_tree_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(85865);
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(57383);
/* harmony import */ var _layout_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(22497);
/* harmony import */ var _media_types_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(64857);
/* harmony import */ var _read_blob_hash_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(51872);
/* harmony import */ var _read_decompress_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(11683);
/* harmony import */ var _source_stored_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(96864);














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

/***/ 84509:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  eh: () => (/* binding */ completeEntries),
  HQ: () => (/* binding */ tarBytes),
  eu: () => (/* binding */ tarStream)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(39580);
// EXTERNAL MODULE: ./lib/support/tar/header.js
var tar_header = __webpack_require__(19390);
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

/***/ 91631:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H2: () => (/* binding */ checkDigest),
/* harmony export */   J9: () => (/* binding */ findManifest),
/* harmony export */   Kg: () => (/* binding */ isGood),
/* harmony export */   is: () => (/* binding */ hasBlob),
/* harmony export */   mL: () => (/* binding */ isStored)
/* harmony export */ });
/* harmony import */ var _image_media_types_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(64857);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(39580);
/* harmony import */ var _support_http_body_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(88716);
/* harmony import */ var _fault_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(94523);
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

/***/ 67465:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ fileOf),
/* harmony export */   l: () => (/* binding */ documentOf)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(39580);


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

/***/ 80157:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ moveTags),
/* harmony export */   S: () => (/* binding */ withTags)
/* harmony export */ });
/* harmony import */ var _request_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(47540);
/* harmony import */ var _support_concurrency_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(16964);
/* harmony import */ var _answers_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(91631);
/* harmony import */ var _content_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(67465);
/* harmony import */ var _push_manifest_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(27098);





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

/***/ 36950:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  G: () => (/* binding */ pushImage)
});

// EXTERNAL MODULE: ./lib/image/media-types.js
var media_types = __webpack_require__(64857);
// EXTERNAL MODULE: ./lib/request/reference.js
var reference = __webpack_require__(47540);
// EXTERNAL MODULE: ./lib/support/concurrency.js
var concurrency = __webpack_require__(16964);
// EXTERNAL MODULE: ./lib/registry/push/answers.js
var answers = __webpack_require__(91631);
// EXTERNAL MODULE: ./lib/registry/push/content.js
var content = __webpack_require__(67465);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(39580);
// EXTERNAL MODULE: ./lib/support/http-body.js
var http_body = __webpack_require__(88716);
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
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./lib/support/file-windows.js
var file_windows = __webpack_require__(66841);
// EXTERNAL MODULE: ./lib/support/http-fault.js
var http_fault = __webpack_require__(64130);
// EXTERNAL MODULE: ./lib/support/retry.js
var retry = __webpack_require__(56125);
// EXTERNAL MODULE: ./lib/registry/fault.js
var fault = __webpack_require__(94523);
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
var push_manifest = __webpack_require__(27098);
// EXTERNAL MODULE: ./lib/image/descriptor.js
var descriptor = __webpack_require__(83768);
// EXTERNAL MODULE: ./lib/image/documents.js
var documents = __webpack_require__(22239);
// EXTERNAL MODULE: ./lib/image/json.js
var json = __webpack_require__(57383);
// EXTERNAL MODULE: ./lib/support/hashing.js
var hashing = __webpack_require__(47823);
// EXTERNAL MODULE: ./lib/image/source/stored.js
var stored = __webpack_require__(96864);
// EXTERNAL MODULE: ./lib/support/http.js + 4 modules
var http = __webpack_require__(16803);
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

/***/ 27098:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ putManifest)
/* harmony export */ });
/* harmony import */ var _support_http_body_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(88716);
/* harmony import */ var _fault_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(94523);
/* harmony import */ var _answers_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(91631);



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


/***/ })

};
