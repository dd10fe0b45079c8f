export const id = 367;
export const ids = [367];
export const modules = {

/***/ 82367:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   formatPlan: () => (/* binding */ formatPlan)
/* harmony export */ });
/* harmony import */ var _plain_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(11984);

/** A plan for a person: what is known, then every command as one could paste it. Ends without a line break. */
function formatPlan(plan) {
    const { toolchain } = plan;
    const facts = [
        ['source', plan.source],
        ['go', `${toolchain.go} (${toolchain.source}), asked for by ${toolchain.askedBy}`],
        ...plan.targets.flatMap((target) => [
            ['target', `${target.name}, ${target.package}`],
            ['', `${target.platforms.join(', ')} on ${target.base}`],
            ...(target.outputs.length > 0 ? [['', target.outputs.join(', ')]] : []),
            ...target.push.map((reference) => ['', `push to ${reference}`]),
        ]),
        ...(plan.tags.length > 0 ? [['tags', plan.tags.join(' ')]] : []),
        ...(plan.load === undefined ? [] : [['load', plan.load]]),
    ];
    const rows = facts.map(([name = '', text = '']) => `  ${name.padEnd(8)}${(0,_plain_text_js__WEBPACK_IMPORTED_MODULE_0__/* .plainLine */ .h)(text)}`);
    return [
        `slipway ${plan.slipway} · dry run: nothing was run, fetched or written`,
        '',
        ...rows,
        '',
        ...plan.commands.map((command) => `  $ ${(0,_plain_text_js__WEBPACK_IMPORTED_MODULE_0__/* .plainLine */ .h)(command)}`),
    ].join('\n');
}


/***/ })

};
