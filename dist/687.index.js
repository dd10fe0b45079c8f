export const id = 687;
export const ids = [687];
export const modules = {

/***/ 48687:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   answerCacheJob: () => (/* binding */ answerCacheJob)
/* harmony export */ });
/* harmony import */ var _actions_cache__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(61691);

/**
 * Does one job and gives what to print. To be run in a process of its own that ends right afterwards: the library prints
 * annotations, keeps sockets and timers, and starts tar, none of which can be called off from within.
 */
async function answerCacheJob(input) {
    const job = JSON.parse(input);
    return `\n${JSON.stringify(await doJob(job))}\n`;
}
async function doJob(job) {
    if (!(0,_actions_cache__WEBPACK_IMPORTED_MODULE_0__/* .isFeatureAvailable */ .w3)())
        return { kind: 'absent' };
    return job.task === 'restore' ? await restore(job) : await save(job);
}
/** First what there is, then that very entry: a service that is down costs little, and nothing comes that was not asked for. */
async function restore(job) {
    const found = await lookUp(job);
    if (typeof found !== 'string')
        return found;
    const wanted = found === job.key || job.prefixes.some((prefix) => found.startsWith(prefix));
    if (!wanted)
        return { kind: 'foreign', key: found };
    const key = await (0,_actions_cache__WEBPACK_IMPORTED_MODULE_0__/* .restoreCache */ .P3)([...job.paths], found);
    return key === undefined ? { kind: 'incomplete' } : { kind: 'restored', key };
}
/** Looks first as well: the library packs everything before it asks whether the key is taken. */
async function save(job) {
    const found = await lookUp({ ...job, prefixes: [] });
    if (found === job.key)
        return { kind: 'exists' };
    if (typeof found !== 'string' && found.kind === 'unanswered')
        return found;
    return { kind: (await (0,_actions_cache__WEBPACK_IMPORTED_MODULE_0__/* .saveCache */ .Io)([...job.paths], job.key)) === -1 ? 'not-saved' : 'saved' };
}
/** The key that would be restored. The timer goes with the process. */
async function lookUp({ paths, key, prefixes, answerMilliseconds }) {
    const late = new Promise((resolve) => {
        setTimeout(() => resolve({ kind: 'unanswered' }), answerMilliseconds);
    });
    const found = (0,_actions_cache__WEBPACK_IMPORTED_MODULE_0__/* .restoreCache */ .P3)([...paths], key, [...prefixes], { lookupOnly: true });
    return (await Promise.race([found, late])) ?? { kind: 'nothing' };
}


/***/ })

};
