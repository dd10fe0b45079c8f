export const id = 497;
export const ids = [497];
export const modules = {

/***/ 44338:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ logGroups)
/* harmony export */ });
/* harmony import */ var _report_plain_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(11984);

/**
 * Groups cannot lie in each other: of those that are begun at the same time the first is shown as it goes, the next when
 * that is done. What is said is printed as plain text, so that no line of it is a command to the runner.
 */
function logGroups(print) {
    const groups = [];
    let open;
    const show = () => {
        for (let first = groups[0]; first !== undefined; first = groups[0]) {
            if (open !== first)
                print(`::group::${first.title}\n`);
            open = first;
            for (const line of first.waiting.splice(0))
                print(`${line}\n`);
            if (!first.done)
                return;
            print('::endgroup::\n');
            open = undefined;
            groups.shift();
        }
    };
    return {
        begin(title) {
            groups.push({ title, waiting: [], done: false });
            show();
        },
        say(text, title) {
            const lines = (0,_report_plain_text_js__WEBPACK_IMPORTED_MODULE_0__/* .plainText */ .w)(text).trimEnd().split('\n');
            const group = groups.find((each) => each.title === title) ?? groups[0];
            if (group === undefined)
                for (const line of lines)
                    print(`${line}\n`);
            else
                group.waiting.push(...lines);
            show();
        },
        done(title) {
            for (const group of groups)
                if (group.title === title)
                    group.done = true;
            show();
        },
        end() {
            for (const group of groups)
                group.done = true;
            show();
        },
    };
}


/***/ }),

/***/ 43497:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runPost: () => (/* binding */ runPost)
/* harmony export */ });
/* harmony import */ var _log_groups_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(44338);
/* harmony import */ var _state_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(25266);


/** The post step of the action: keeps what later runs can use. It never fails a job, whatever happens. */
async function runPost(host) {
    try {
        // docs.github.com, "Workflow commands", save-state: what the main step saved comes back as STATE_ variables.
        const state = host.env[`STATE_${_state_js__WEBPACK_IMPORTED_MODULE_0__/* .keptState */ .g}`] ?? '';
        if (state === '')
            return;
        const { saveKept } = await Promise.all(/* import() */[__webpack_require__.e(838), __webpack_require__.e(761), __webpack_require__.e(173)]).then(__webpack_require__.bind(__webpack_require__, 86761));
        await saveKept(state, host);
    }
    catch (error) {
        (0,_log_groups_js__WEBPACK_IMPORTED_MODULE_1__/* .logGroups */ .D)(host.print).say(`nothing was kept: ${error instanceof Error ? error.message : error}`);
    }
}


/***/ }),

/***/ 25266:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ keptState)
/* harmony export */ });
/** Under this name the main step leaves for the post step what is to be kept. */
const keptState = 'cache';


/***/ })

};
