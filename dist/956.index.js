export const id = 956;
export const ids = [956];
export const modules = {

/***/ 92956:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   tagsRequest: () => (/* binding */ tagsRequest)
/* harmony export */ });
/* harmony import */ var _faults_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(50556);
/* harmony import */ var _push_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(93445);
/* harmony import */ var _settings_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(10644);
/* harmony import */ var _sources_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(14912);
/* harmony import */ var _template_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(33683);





/**
 * The request of `slipway tags`, from flags and file as a build's. A single program needs no name: it has the place of the
 * target where none is named.
 * @throws SlipwayError E_CONFIG with every fault
 */
async function tagsRequest(flags, host) {
    const { source, file, given, top } = await (0,_sources_js__WEBPACK_IMPORTED_MODULE_3__/* .readSaid */ .y)(flags, host);
    const run = [given, top];
    const image = (0,_settings_js__WEBPACK_IMPORTED_MODULE_2__/* .said */ .ag)('image', run);
    const push = (0,_settings_js__WEBPACK_IMPORTED_MODULE_2__/* .weighed */ .a7)('push', run);
    const tags = (0,_settings_js__WEBPACK_IMPORTED_MODULE_2__/* .weighed */ .a7)('tags', run);
    const names = given.target?.map(({ name }) => name) ?? [...(file?.targets.keys() ?? [])];
    if (names.length === 0 && [...push, ...tags, image ?? ''].some(_template_js__WEBPACK_IMPORTED_MODULE_4__/* .namesTargets */ .FN)) {
        const message = 'the references or rules name {target}, and it is not known which targets there are';
        (0,_faults_js__WEBPACK_IMPORTED_MODULE_0__/* .throwFaults */ .G3)([{ where: '--target', message, hint: 'name them, for example --target api' }], 'slipway tags');
    }
    const targets = names.length === 0 ? ['main'] : names;
    const pushed = (0,_push_js__WEBPACK_IMPORTED_MODULE_1__/* .pushPlaces */ .hm)({ push, tags }, targets);
    const local = image === undefined ? undefined : (0,_push_js__WEBPACK_IMPORTED_MODULE_1__/* .imageNames */ .s)({ image, tags }, targets);
    const placesOf = (target) => [pushed.get(target) ?? [], local?.get(target) ?? []].flat();
    return { source, rules: tags, places: new Map(targets.map((target) => [target, placesOf(target)])) };
}


/***/ })

};
