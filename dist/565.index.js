export const id = 565;
export const ids = [565];
export const modules = {

/***/ 25565:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  convertCommand: () => (/* binding */ convertCommand),
  formatConversion: () => (/* binding */ formatConversion)
});

// EXTERNAL MODULE: ./lib/cache/sweep.js
var sweep = __webpack_require__(81210);
// EXTERNAL MODULE: ./lib/registry/push/move-tags.js
var move_tags = __webpack_require__(80157);
// EXTERNAL MODULE: ./lib/registry/push/push-image.js + 6 modules
var push_image = __webpack_require__(36950);
// EXTERNAL MODULE: ./lib/image/archive.js
var archive = __webpack_require__(90283);
// EXTERNAL MODULE: ./lib/image/archive-file.js
var archive_file = __webpack_require__(30494);
// EXTERNAL MODULE: ./lib/request/platform.js
var request_platform = __webpack_require__(34898);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(39580);
// EXTERNAL MODULE: ./lib/image/choose-platform.js
var choose_platform = __webpack_require__(31566);
// EXTERNAL MODULE: ./lib/image/documents.js
var documents = __webpack_require__(22239);
// EXTERNAL MODULE: ./lib/image/image-tree.js
var image_tree = __webpack_require__(85865);
;// CONCATENATED MODULE: ./lib/image/choose-image.js





/**
 * The only image of a tree, or the one that fits a platform best.
 * @throws SlipwayError E_CONFIG that lists the platforms there are, when none fits or several could be meant; and as `read`
 */
async function chooseImage(tree, platform, read) {
    const images = (0,image_tree/* imagesIn */.o$)(tree);
    const platforms = await Promise.all(images.map((image) => platformOf(image, read)));
    const single = images.length === 1 ? 0 : undefined;
    const at = platform === undefined ? single : (0,choose_platform/* choosePlatform */.x)(platforms, platform);
    const image = at === undefined ? undefined : images[at];
    if (image !== undefined)
        return image;
    const there = platforms.map((one) => (one === undefined ? 'one of no platform' : (0,documents/* foreignPlatformText */.vY)(one)));
    const list = there.length === 0 ? 'no image that runs, only artifacts' : there.join(', ');
    throw new errors/* SlipwayError */.GQ('E_CONFIG', platform === undefined
        ? `one image has to be chosen: there is ${list}`
        : `there is no image for ${(0,request_platform/* formatPlatform */.Bq)(platform)}: there is ${list}`, { hint: there.length === 0 ? undefined : `choose with --platform, for example --platform ${there[0]}` });
}
/** By the index that lists the image, else by its config. */
async function platformOf({ descriptor, document }, read) {
    if (descriptor.platform !== undefined)
        return descriptor.platform;
    return (0,documents/* parseConfig */.o4)(await read((0,image_tree/* plain */.pj)(document.config)), document.config.digest).platform;
}

// EXTERNAL MODULE: ./lib/image/choose-manifest.js
var choose_manifest = __webpack_require__(11412);
// EXTERNAL MODULE: ./lib/image/collect.js
var collect = __webpack_require__(87071);
// EXTERNAL MODULE: ./lib/image/docker-archive.js
var docker_archive = __webpack_require__(13574);
// EXTERNAL MODULE: ./lib/image/layout.js + 1 modules
var layout = __webpack_require__(22497);
// EXTERNAL MODULE: ./lib/image/media-types.js
var media_types = __webpack_require__(64857);
// EXTERNAL MODULE: ./lib/image/source/faults.js
var faults = __webpack_require__(77546);
// EXTERNAL MODULE: ./lib/support/hashing.js
var hashing = __webpack_require__(47823);
// EXTERNAL MODULE: ./lib/image/descriptor.js
var image_descriptor = __webpack_require__(83768);
// EXTERNAL MODULE: ./lib/image/json.js
var json = __webpack_require__(57383);
;// CONCATENATED MODULE: ./lib/image/to-oci.js





/** BuildKit, "Image Attestation Storage": which image of the index an attestation is about. */
const attestedDigest = 'vnd.docker.reference.digest';
/**
 * The same image in OCI documents only. Whatever is OCI already stays byte for byte; Docker's schema-2 manifests and lists
 * are written anew around the same configs and layers, and so is an index that named one of them.
 * @throws SlipwayError E_BASE for types of Docker's that OCI has no name for
 */
function toOci(tree) {
    const changes = new Map();
    const convert = (node) => {
        if (node.kind === 'other')
            return node;
        const made = node.kind === 'index' ? ociIndex(node, convert) : ociManifest(node);
        const { digest: from } = node.descriptor;
        if (made.node === node)
            return node;
        changes.set(from, { from, to: made.node.descriptor.digest, reason: made.reason });
        return made.node;
    };
    const converted = convert(tree);
    return {
        tree: converted,
        changes: [...changes.values()],
        notices: changes.size > 0 && attests(tree) ? [staleAttestations] : [],
    };
}
const staleAttestations = 'attestations were carried along as they are: what they say inside names the digests that the manifests had before';
function attests(tree) {
    if (tree.kind === 'index')
        return tree.children.some(attests);
    return tree.descriptor.annotations[attestedDigest] !== undefined;
}
function ociManifest(node) {
    const { document, descriptor } = node;
    const config = ociDescriptor(document.config, descriptor.digest);
    const layers = document.layers.map((layer) => ociDescriptor(layer, descriptor.digest));
    const isDocker = (0,media_types/* isDockerManifest */.qM)(descriptor.mediaType);
    const named = isDocker || config !== document.config || layers.some((layer, at) => layer !== document.layers[at]);
    if (!named)
        return { node, reason: '' };
    const fields = {
        ...document.fields,
        mediaType: image_descriptor/* mediaType */.J.manifest,
        config: config.fields,
        layers: layers.map((layer) => layer.fields),
    };
    const reason = isDocker
        ? "Docker's manifest was written anew with OCI media types; config and layers are the same"
        : 'the manifest named Docker media types; config and layers are the same';
    const rewritten = { config, layers, fields };
    return {
        node: { ...node, document: rewritten, ...madeBytes(descriptor, fields, image_descriptor/* mediaType */.J.manifest) },
        reason,
    };
}
/** The same blob under OCI's name for it; the descriptor itself where the type is no name of Docker's. */
function ociDescriptor(descriptor, manifest) {
    const type = (0,media_types/* ociTypeOf */.BX)(descriptor.mediaType);
    if (type !== undefined)
        return { ...descriptor, mediaType: type, fields: { ...descriptor.fields, mediaType: type } };
    if (!descriptor.mediaType.startsWith('application/vnd.docker.'))
        return descriptor;
    throw new errors/* SlipwayError */.GQ('E_BASE', `manifest ${manifest} holds ${descriptor.digest} of type ${descriptor.mediaType}, which OCI has no name for`, { hint: 'only container images can be converted, not plugins and other things that Docker keeps' });
}
function ociIndex(node, convert) {
    const { descriptor, document } = node;
    const converted = node.children.map(convert);
    const moved = new Map(node.children.map((child, at) => [child.descriptor.digest, converted[at]?.descriptor.digest]));
    const children = converted.map((child) => pointedAt(child, moved));
    const isDocker = (0,media_types/* isDockerList */.rh)(descriptor.mediaType);
    if (!isDocker && children.every((child, at) => child === node.children[at]))
        return { node, reason: '' };
    const fields = {
        ...document.fields,
        mediaType: image_descriptor/* mediaType */.J.index,
        manifests: children.map((child) => child.descriptor.fields),
    };
    const reason = isDocker
        ? "Docker's manifest list became an index of OCI manifests"
        : 'the index mixed Docker manifests with OCI ones, and now has OCI ones only';
    const rewritten = { manifests: children.map((child) => child.descriptor), fields };
    return {
        node: { ...node, children, document: rewritten, ...madeBytes(descriptor, fields, image_descriptor/* mediaType */.J.index) },
        reason,
    };
}
/** An attestation's descriptor follows the image that it is about. */
function pointedAt(child, moved) {
    const { descriptor } = child;
    const about = descriptor.annotations[attestedDigest];
    const now = about === undefined ? undefined : moved.get(about);
    if (now === undefined || now === about)
        return child;
    const annotations = { ...descriptor.annotations, [attestedDigest]: now };
    return {
        ...child,
        descriptor: { ...descriptor, annotations, fields: { ...descriptor.fields, annotations } },
    };
}
/**
 * A document of ours with the descriptor that leads to it. What the old one said besides type, digest and size stays, but
 * for the embedded content (image-spec, descriptor.md, "data").
 */
function madeBytes(old, document, type) {
    const bytes = (0,json/* canonicalJson */.d)(document);
    const own = { mediaType: type, digest: (0,hashing/* sha256 */.sc)(bytes), size: bytes.length };
    const { data: _, ...rest } = old.fields;
    return { bytes, descriptor: { ...old, ...own, fields: { ...rest, ...own } } };
}

// EXTERNAL MODULE: ./lib/request/image-place.js
var image_place = __webpack_require__(67786);
;// CONCATENATED MODULE: ./lib/stages/convert.js













/** The tag of an image that nobody gave one, as Docker has it; a layout's tools want some name too. */
const usualName = 'latest';
/**
 * Refuses a target that nothing may be written to, before anything is read for it.
 * @throws SlipwayError E_CONFIG
 */
async function checkTarget(to) {
    if (to.kind === 'oci')
        await (0,layout/* checkLayoutPlace */.gz)(to.path);
    else if (to.kind !== 'registry')
        await (0,archive_file/* checkArchivePlace */.Y)(to.path);
    if (to.kind === 'docker-archive')
        repoTags(to.name);
}
/**
 * Copies an image from where it lies to another place. What is OCI stays byte for byte, Docker's documents become OCI's
 * around the same configs and layers, and a docker archive gets one image's config and layers.
 * @throws SlipwayError E_BASE for an image that cannot be read or converted, E_CONFIG when the target must not be written or
 * one of several platforms has to be chosen, E_IO, and as source and registry
 */
function convert(from, request, ports) {
    return (0,faults/* saysWhose */.n8)(from.name, () => copyImage(from, request, ports));
}
async function copyImage(from, { to: asked, platform }, ports) {
    const to = withTag(asked);
    const source = stoppable(from, ports.signal);
    const read = source.document;
    const one = platform !== undefined && (0,media_types/* isIndexType */.$U)(source.root.mediaType);
    const root = one ? (await (0,choose_manifest/* chooseManifest */.X)(source, platform)).descriptor : source.root;
    const tree = await (0,image_tree/* readTree */.Zc)(root, read);
    if (platform !== undefined)
        await chooseImage(tree, platform, read);
    const notices = [...(source.notices ?? [])];
    if (one)
        notices.push(`only ${(0,request_platform/* formatPlatform */.Bq)(platform)} of the index ${source.root.digest} was taken`);
    const names = { source: source.name, target: (0,image_place/* formatImagePlace */._L)(to) };
    if (to.kind === 'docker-archive') {
        return { ...names, ...(await toDockerArchive(tree, source, to, ports, notices)) };
    }
    const oci = toOci(tree);
    const written = await writeOut(oci.tree, source, to, ports);
    const { digest } = oci.tree.descriptor;
    const kept = digest === root.digest && source.made !== true;
    return {
        ...names,
        digest,
        kept,
        changed: oci.changes,
        unchanged: !written,
        notices: [...notices, ...oci.notices],
    };
}
function withTag(place) {
    if (place.kind !== 'registry')
        return place;
    const { reference } = place;
    return { kind: 'registry', reference: { ...reference, tag: reference.tag ?? usualName } };
}
async function toDockerArchive(tree, source, { path, name }, { store }, notices) {
    const image = await chooseImage(tree, undefined, source.document);
    const { root } = await (0,collect/* collectTree */.f)(image, source, store);
    const written = await (0,docker_archive/* writeDockerArchive */.W)({ manifest: root }, store, path, repoTags(name));
    const reason = 'a docker archive has config and layers only: their digests, and the image ID, are the same';
    const left = tree === image ? [] : [`only the image itself was taken of the index ${tree.descriptor.digest}`];
    return {
        imageId: image.document.config.digest,
        kept: false,
        changed: source.made === true ? [] : [{ from: root.digest, reason }],
        unchanged: !written,
        notices: [...notices, ...left],
    };
}
function repoTags(name) {
    return name === undefined ? [] : [(0,docker_archive/* repoTag */.n)(name)];
}
/** @returns false when the target had it already */
async function writeOut(tree, source, to, { store, push }) {
    if (to.kind === 'registry') {
        await (0,collect/* collectDocuments */.R)(tree, source, store);
        return push(pushTree(tree, source), to.reference);
    }
    const write = to.kind === 'oci' ? layout/* writeLayout */.wy : archive/* writeArchive */._;
    return write(await (0,collect/* collectTree */.f)(tree, source, store), store, to.path, to.name ?? usualName);
}
/** The same source until the run is to end: then nothing more is read, and nothing is written. */
function stoppable(source, signal) {
    return {
        ...source,
        document: async (descriptor) => {
            signal.throwIfAborted();
            return source.document(descriptor);
        },
        fetch: async (descriptor) => {
            signal.throwIfAborted();
            await source.fetch(descriptor);
            signal.throwIfAborted();
        },
    };
}
/** Configs and layers come from the source when the registry neither has nor can mount them. */
function pushTree(tree, source) {
    const { root, blobs } = (0,image_tree/* blobTree */.oE)(tree);
    return { root, blobs, origins: new Map(blobs.map(({ digest }) => [digest, source])) };
}

// EXTERNAL MODULE: ./lib/stages/open-image.js + 13 modules
var open_image = __webpack_require__(56038);
// EXTERNAL MODULE: ./lib/stages/registries.js
var registries = __webpack_require__(68980);
;// CONCATENATED MODULE: ./lib/commands/convert.js






/**
 * `slipway convert FROM TO`: copies an image between registries, layouts and archives.
 * @throws SlipwayError as `convert`, and as opening FROM
 */
async function convertCommand(request, ports) {
    await checkTarget(request.to);
    const registry = (0,registries.runRegistry)({ registries: request.registries, offline: false }, ports);
    try {
        const { from, compression } = request;
        const { store, signal } = ports;
        const source = await (0,open_image/* openAnyImage */.M)(from, { store, registry, compression, signal });
        const conversion = await convert(source, request, {
            store,
            signal,
            push: async (tree, reference) => {
                const onProgress = (0,registries/* tellingPush */.y)(ports.progress, reference);
                const pushPorts = { registry, store, signal, onProgress };
                const publication = await (0,push_image/* pushImage */.G)(tree, reference, pushPorts);
                const moved = await (0,move_tags/* moveTags */.F)(tree.root, reference, [reference.tag], pushPorts);
                return publication.uploadedBytes > 0 || moved.length > 0;
            },
        });
        await (0,sweep/* sweepStore */.K)(request.cacheDirectory, ports.clock.now());
        return conversion;
    }
    finally {
        await registry.close();
    }
}
/** The result for a person: what was copied, which digests changed and why. Ends without a line break. */
function formatConversion(conversion) {
    const { source, target, digest, imageId, kept, changed, unchanged, notices } = conversion;
    const root = digest === undefined ? [] : [`digest    ${digest}${kept ? ', as in the source' : ''}`];
    const image = imageId === undefined ? [] : [`image ID  ${imageId}`];
    return [
        `${source} → ${target}${unchanged ? ' (was there already)' : ''}`,
        ...root,
        ...image,
        ...changed.flatMap(({ from, to, reason }) => [
            `changed   ${from}`,
            ...(to === undefined ? [] : [`       →  ${to}`]),
            `          ${reason}`,
        ]),
        ...notices.map((notice) => `note      ${notice}`),
    ].join('\n');
}


/***/ }),

/***/ 87071:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ collectDocuments),
/* harmony export */   f: () => (/* binding */ collectTree)
/* harmony export */ });
/* harmony import */ var _support_concurrency_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(16964);
/* harmony import */ var _image_tree_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(85865);


/** Blobs that are brought at a time: enough to fill a line, few enough for any registry. */
const atOnce = 4;
/**
 * Brings a tree's indexes and manifests into the store, those that this run made among them.
 * @throws SlipwayError as the source's `document`
 */
async function collectDocuments(tree, source, store) {
    for (const { descriptor, bytes } of documentsOf(tree)) {
        await store.put(bytes ?? (await source.document((0,_image_tree_js__WEBPACK_IMPORTED_MODULE_0__/* .plain */ .pj)(descriptor))));
    }
}
/**
 * Brings all of a tree into the store, from where it can be written out.
 * @throws SlipwayError as the source's `document` and `fetch`
 */
async function collectTree(tree, source, store) {
    await collectDocuments(tree, source, store);
    const collected = (0,_image_tree_js__WEBPACK_IMPORTED_MODULE_0__/* .blobTree */ .oE)(tree);
    const documents = new Set(documentsOf(tree).map(({ descriptor }) => descriptor.digest));
    const wanted = collected.blobs.filter(({ digest }) => !documents.has(digest));
    await (0,_support_concurrency_js__WEBPACK_IMPORTED_MODULE_1__/* .inParallel */ .HN)(wanted, atOnce, (blob) => source.fetch(blob));
    return collected;
}
function documentsOf(tree) {
    if (tree.kind === 'other')
        return [];
    return tree.kind === 'index' ? [...tree.children.flatMap(documentsOf), tree] : [tree];
}


/***/ })

};
