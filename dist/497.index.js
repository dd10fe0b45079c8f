export const id = 497;
export const ids = [497];
export const modules = {

/***/ 3497:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runPost: () => (/* binding */ runPost)
/* harmony export */ });
/** The post step of the action: keeps what later runs can use. It never fails a job, whatever happens. */
async function runPost(_host) {
    // Nothing is kept yet.
}


/***/ })

};
