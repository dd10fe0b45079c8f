export const id = 241;
export const ids = [241];
export const modules = {

/***/ 4241:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   formatVerdicts: () => (/* binding */ formatVerdicts),
/* harmony export */   verifyCommand: () => (/* binding */ verifyCommand)
/* harmony export */ });
/* harmony import */ var _verify_subject_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1389);
/* harmony import */ var _verify_verdict_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3900);
/* harmony import */ var _verify_verify_images_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8279);



/**
 * `slipway verify LAYOUT`: every check over every image of an OCI layout folder, whoever made it.
 * @param request `path` of the layout as the user wrote it, absolute or relative to the process's folder
 * @throws SlipwayError E_CONFIG when there is no layout; faults of the layout are verdicts, not errors
 */
async function verifyCommand(request) {
    const subject = await (0,_verify_subject_js__WEBPACK_IMPORTED_MODULE_0__/* .layoutSubject */ .TF)(request.path);
    const verdicts = await (0,_verify_verify_images_js__WEBPACK_IMPORTED_MODULE_1__/* .verifyImages */ .O)(subject);
    return { subject: subject.name, outcome: (0,_verify_verdict_js__WEBPACK_IMPORTED_MODULE_2__/* .outcomeOf */ .s)(verdicts), verdicts };
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


/***/ })

};
