export const id = 241;
export const ids = [241];
export const modules = {

/***/ 84241:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   formatVerdicts: () => (/* binding */ formatVerdicts),
/* harmony export */   verifyCommand: () => (/* binding */ verifyCommand)
/* harmony export */ });
/* harmony import */ var _image_collect_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(87071);
/* harmony import */ var _image_image_tree_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(85865);
/* harmony import */ var _stages_open_image_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(56038);
/* harmony import */ var _stages_registries_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(68980);
/* harmony import */ var _support_files_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(15932);
/* harmony import */ var _verify_subject_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(51389);
/* harmony import */ var _verify_verdict_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(53900);
/* harmony import */ var _verify_verify_images_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(8279);








/** How layers of a docker archive are compressed on their way into the cache: what is judged is their content, so quickly. */
const compression = { algorithm: 'gzip', level: 1 };
/**
 * `slipway verify SUBJECT`: every check over every image of an OCI layout folder, an archive, or a registry's image, whoever
 * made it.
 * @param ports asked for only where the image has to be brought to this machine first
 * @throws SlipwayError E_CONFIG when there is nothing to verify; faults of a layout are verdicts, not errors. An image
 * elsewhere must be whole to be read: E_BASE, E_REGISTRY, E_AUTH, E_NETWORK
 */
async function verifyCommand(request, ports) {
    const directory = await layoutFolder(request.subject);
    if (directory !== undefined)
        return judged(await (0,_verify_subject_js__WEBPACK_IMPORTED_MODULE_5__/* .layoutSubject */ .TF)(directory), request.name);
    const { store, signal, ...others } = ports();
    const registry = (0,_stages_registries_js__WEBPACK_IMPORTED_MODULE_3__.runRegistry)({ ...request, offline: false }, { ...others, signal });
    try {
        const source = await (0,_stages_open_image_js__WEBPACK_IMPORTED_MODULE_2__/* .openAnyImage */ .M)(request.subject, { store, registry, compression, signal });
        await (0,_image_collect_js__WEBPACK_IMPORTED_MODULE_0__/* .collectTree */ .f)(await (0,_image_image_tree_js__WEBPACK_IMPORTED_MODULE_1__/* .readTree */ .Zc)(source.root, source.document), source, store);
        return await judged((0,_verify_subject_js__WEBPACK_IMPORTED_MODULE_5__/* .storeSubject */ .EC)(request.name, source.root, store), request.name);
    }
    finally {
        await registry.close();
    }
}
/** A folder is looked at where it lies, with all that is in it; also a path where nothing lies, which is then said. */
async function layoutFolder(subject) {
    if (subject.kind === 'oci' && subject.name === undefined)
        return subject.path;
    if (subject.kind !== 'file')
        return undefined;
    return (await (0,_support_files_js__WEBPACK_IMPORTED_MODULE_4__/* .isFile */ .fo)(subject.path)) ? undefined : subject.path;
}
async function judged(subject, name) {
    const verdicts = await (0,_verify_verify_images_js__WEBPACK_IMPORTED_MODULE_6__/* .verifyImages */ .O)({ ...subject, name });
    return { subject: name, outcome: (0,_verify_verdict_js__WEBPACK_IMPORTED_MODULE_7__/* .outcomeOf */ .s)(verdicts), verdicts };
}
/** How each kind of verdict is told, the gravest last, where a terminal's reader looks first. */
const told = [
    { mark: '·', of: failedAs('info') },
    { mark: '–', of: ({ status }) => status === 'skip' },
    { mark: '!', of: failedAs('warn') },
    { mark: '?', of: failedAs('approve') },
    { mark: '✗', of: failedAs('block') },
];
function failedAs(severity) {
    return (verdict) => verdict.status === 'fail' && verdict.severity === severity;
}
/** Verdicts as text for a person: what passed in one line, the rest in full. Ends without a line break. */
function formatVerdicts(verdicts) {
    const paragraphs = told.flatMap(({ mark, of }) => verdicts.filter(of).map((verdict) => paragraph(mark, verdict)));
    return [summaryLine(verdicts), ...paragraphs].join('\n\n');
}
function paragraph(mark, { check, subject, status, detail }) {
    const heading = `${mark} ${check}${status === 'skip' ? ' was not run' : ''}   ${subject}`;
    return [heading, ...detail.split('\n').map((line) => `    ${line}`)].join('\n');
}
function summaryLine(verdicts) {
    const names = (of) => new Set(verdicts.filter(of).map(({ check }) => check));
    const all = names(() => true);
    const bad = names((verdict) => failedAs('block')(verdict) || failedAs('approve')(verdict));
    const notRun = names(({ status }) => status === 'skip');
    const good = all.size - new Set([...bad, ...notRun]).size;
    const warnings = verdicts.filter(failedAs('warn')).length;
    const rest = [
        ...(bad.size > 0 ? [`${bad.size} failed`] : []),
        ...(notRun.size > 0 ? [`${notRun.size} not run`] : []),
        ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`] : []),
    ];
    return [`OCI ${good}/${all.size} ${bad.size > 0 ? '✗' : '✓'}`, ...rest].join(' · ');
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
