export const id = 980;
export const ids = [980];
export const modules = {

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


/***/ })

};
