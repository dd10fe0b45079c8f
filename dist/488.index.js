export const id = 488;
export const ids = [488];
export const modules = {

/***/ 20085:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ formatSeconds),
/* harmony export */   z: () => (/* binding */ formatBytes)
/* harmony export */ });
const units = ['KiB', 'MiB', 'GiB', 'TiB'];
/** A length in binary units, at most three digits: `812 B`, `5.7 MiB`, `412 KiB`. */
function formatBytes(bytes) {
    if (bytes < 1024)
        return `${bytes} B`;
    let value = bytes / 1024;
    let unit = 0;
    // 999.5 would be printed with four digits, so it goes up like 1024 does.
    while (value >= 999.5 && unit < units.length - 1) {
        value /= 1024;
        unit++;
    }
    return `${value < 99.95 ? value.toFixed(1) : value.toFixed(0)} ${units[unit]}`;
}
/** A duration as people read it: `0.2 s`, `83 s` as `1 min 23 s`; what is shorter than it can show is `<0.1 s`. */
function formatSeconds(seconds) {
    if (seconds < 0.05)
        return '<0.1 s';
    if (seconds < 59.95)
        return `${seconds.toFixed(1)} s`;
    const whole = Math.round(seconds);
    return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}


/***/ }),

/***/ 26665:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ headerLines),
/* harmony export */   R: () => (/* binding */ formatHeader)
/* harmony export */ });
/* harmony import */ var _plain_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(11984);
/* harmony import */ var _short_digest_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(63585);


/** The first line of a run: `slipway 0.1.0 · go1.26.8 (PATH) · base static 2026-10-30 · embedded`. */
function formatHeader(start) {
    const names = baseNames(start);
    return headerLine(start, names.length === 0 ? undefined : `base ${names.join(', ')}`);
}
/** The same, with a line for each base where several are too long for one. */
function headerLines(start, columns) {
    const [line, names] = [formatHeader(start), baseNames(start)];
    if (line.length <= columns || names.length < 2)
        return [line];
    return [headerLine(start, `${names.length} bases`), ...names.map((name) => (0,_plain_text_js__WEBPACK_IMPORTED_MODULE_1__/* .plainLine */ .h)(`  ${name}`))];
}
function headerLine({ slipway, toolchain }, bases) {
    return (0,_plain_text_js__WEBPACK_IMPORTED_MODULE_1__/* .plainLine */ .h)([
        `slipway ${slipway}`,
        `${toolchain.go} (${toolchain.source})`,
        ...(bases === undefined ? [] : [bases, 'embedded']),
    ].join(' · '));
}
function baseNames({ bases }) {
    return [...new Set(bases.map(baseName))];
}
/**
 * A base made of a Go module is as old as the commit that the module's pseudo-version names (go.dev/ref/mod#pseudo-versions);
 * an image is known by its digest, which its reference may say already.
 */
function baseName({ reference, source, digest }) {
    const date = /-(?:0\.)?(\d{4})(\d\d)(\d\d)\d{6}-[0-9a-f]{12}\b/.exec(source ?? '');
    if (date !== null)
        return `${reference} ${date[1]}-${date[2]}-${date[3]}`;
    if (digest === undefined || reference === 'static')
        return reference;
    return `${reference.replace(`@${digest}`, '')} (${(0,_short_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .shortDigest */ .V)(digest)})`;
}


/***/ }),

/***/ 69965:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Rn: () => (/* binding */ withEvent),
/* harmony export */   dZ: () => (/* binding */ formatRows),
/* harmony export */   m9: () => (/* binding */ isRowOf),
/* harmony export */   oD: () => (/* binding */ builtText),
/* harmony export */   vb: () => (/* binding */ imageBytes)
/* harmony export */ });
/* harmony import */ var _request_platform_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(34898);
/* harmony import */ var _format_bytes_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(20085);
/* harmony import */ var _plain_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(11984);



/** The rows after one more event, `now` in seconds; a row stands where its first event put it. */
function withEvent(rows, event, now) {
    if (event.kind !== 'compile' && event.kind !== 'image')
        return rows;
    const { target, platform } = event;
    const row = rows.find((each) => isRowOf(each, target, platform)) ?? { target, platform };
    const changed = { ...row, ...changeOf(event, now) };
    return rows.includes(row) ? rows.map((each) => (each === row ? changed : each)) : [...rows, changed];
}
function changeOf(event, now) {
    if (event.kind === 'image') {
        const { seconds, cached, diskBytes, pullBytes } = event;
        return { layer: { seconds, cached }, bytes: imageBytes(diskBytes, pullBytes) };
    }
    if (event.step === 'compiling')
        return { compilingSince: now };
    const { seconds = 0, linked = true } = event;
    return { compilingSince: undefined, compiled: { seconds, linked } };
}
/** An image's sizes as a row has them. */
function imageBytes(disk, pull) {
    return { ...(disk !== undefined && { disk }), pull };
}
function isRowOf(row, target, platform) {
    return row.target === target && (0,_request_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPlatform */ .Bq)(row.platform) === (0,_request_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPlatform */ .Bq)(platform);
}
/** The cells of a row: target, platform, what the build did, what the layer cost, sizes. */
function cellsOf(row, now) {
    const { compiled, compilingSince, layer, bytes } = row;
    const unchanged = compiled?.linked !== true && layer?.cached !== false;
    return [
        (0,_plain_text_js__WEBPACK_IMPORTED_MODULE_1__/* .plainLine */ .h)(row.target),
        (0,_request_platform_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPlatform */ .Bq)(row.platform),
        compilingSince === undefined ? builtText(row) : `building ${(0,_format_bytes_js__WEBPACK_IMPORTED_MODULE_2__/* .formatSeconds */ .X)(now - compilingSince)}`,
        layer === undefined || unchanged ? '' : layerText(layer),
        bytes === undefined ? '' : sizes(bytes),
    ];
}
/** What the go command did: `built 1.4 s`, `unchanged`; nothing while it works. */
function builtText({ compiled, layer }) {
    if (compiled?.linked === true)
        return `built ${(0,_format_bytes_js__WEBPACK_IMPORTED_MODULE_2__/* .formatSeconds */ .X)(compiled.seconds)}`;
    return compiled === undefined && layer === undefined ? '' : 'unchanged';
}
function layerText({ cached, seconds }) {
    return cached ? 'layer kept' : `layer ${(0,_format_bytes_js__WEBPACK_IMPORTED_MODULE_2__/* .formatSeconds */ .X)(seconds)}`;
}
function sizes({ disk, pull }) {
    const unpacked = disk === undefined ? '–' : (0,_format_bytes_js__WEBPACK_IMPORTED_MODULE_2__/* .formatBytes */ .z)(disk);
    return pull === undefined ? unpacked : `${unpacked} → ${(0,_format_bytes_js__WEBPACK_IMPORTED_MODULE_2__/* .formatBytes */ .z)(pull)} pulled`;
}
const gap = '   ';
const indent = '  ';
const narrowest = [0, 1, 4];
/** Which cells are shown, from the widest form to the narrowest. */
const forms = [[0, 1, 2, 3, 4], [0, 1, 2, 4], narrowest];
/**
 * Rows as aligned lines: as many columns as fit into the width. Of rows that follow each other a target's name stands on
 * the first only, unless `everyName`.
 */
function formatRows(rows, options) {
    const table = rows.map((row) => cellsOf(row, options.now ?? 0));
    const widths = [0, 1, 2, 3, 4].map((cell) => Math.max(options.least?.[cell] ?? 0, ...table.map((cells) => (cells[cell] ?? '').length)));
    const fitting = forms.find((shown) => widthOf(shown, widths) <= options.columns) ?? narrowest;
    const shown = fitting.filter((cell) => (widths[cell] ?? 0) > 0);
    return table.map((cells, index) => {
        const repeated = index > 0 && table[index - 1]?.[0] === cells[0] && options.everyName !== true;
        const texts = shown.map((cell) => {
            const text = cell === 0 && repeated ? '' : (cells[cell] ?? '');
            return painted(cell, text, options.style) + ' '.repeat((widths[cell] ?? 0) - text.length);
        });
        return `${indent}${texts.join(gap)}`.trimEnd();
    });
}
/** Names stand out, what happened stands back. */
function painted(cell, text, style) {
    if (cell === 0)
        return style.bold(text);
    return cell === 2 || cell === 3 ? style.dim(text) : text;
}
function widthOf(form, widths) {
    const shown = form.map((cell) => widths[cell] ?? 0).filter((width) => width > 0);
    return indent.length + shown.reduce((sum, width) => sum + width, 0) + gap.length * (shown.length - 1);
}


/***/ }),

/***/ 63585:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ shortDigest)
/* harmony export */ });
/* harmony import */ var _support_hashing_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(47823);

/** `sha256:0f3c…91ab`; the whole digest stands in report.json and in the digest file. */
function shortDigest(digest) {
    const hex = (0,_support_hashing_js__WEBPACK_IMPORTED_MODULE_0__/* .hexOf */ .ZD)(digest);
    return `sha256:${hex.slice(0, 4)}…${hex.slice(-4)}`;
}


/***/ }),

/***/ 91488:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   terminalProgress: () => (/* binding */ terminalProgress)
/* harmony export */ });
/* harmony import */ var _format_bytes_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(20085);
/* harmony import */ var _header_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(26665);
/* harmony import */ var _plain_text_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(11984);
/* harmony import */ var _rows_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(69965);
/* harmony import */ var _style_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(11983);





/** Shows a run while it works: lines that live in place on a terminal, each line once when it is done elsewhere. */
function terminalProgress(stream, options) {
    return options.isTTY ? liveProgress(stream, options) : printedProgress(stream, options);
}
const framesPerSecond = 10;
function liveProgress(stream, options) {
    let header = '';
    let rows = [];
    let drawn = [];
    let push;
    let timer;
    const draw = (permanent = '') => {
        const size = sizeOf(options);
        const next = livePicture({ header, rows, push }, options, size);
        stream.write(`${erase(drawn, size.columns)}${permanent}${next.map((line) => `${line}\n`).join('')}`);
        drawn = next;
    };
    const rest = () => {
        clearInterval(timer);
        timer = undefined;
    };
    return {
        progress(event) {
            if (event.kind === 'stage' || event.kind === 'stage-done')
                return;
            if (event.kind === 'start')
                header = startLine(event, options);
            rows = (0,_rows_js__WEBPACK_IMPORTED_MODULE_1__/* .withEvent */ .Rn)(rows, event, options.now());
            if (event.kind === 'push') {
                // Many events a second: the timer draws them.
                push = event;
                timer ??= setInterval(draw, 1000 / framesPerSecond).unref();
                return;
            }
            draw(event.kind === 'notice' ? noticeText(event.text) : '');
            if (!rows.some(isRunning))
                rest();
            else
                timer ??= setInterval(draw, 1000 / framesPerSecond).unref();
        },
        end() {
            rest();
            stream.write(erase(drawn, sizeOf(options).columns));
            drawn = [];
        },
        seen: () => ({ rows, told: false }),
    };
}
/** Some pseudo-terminals say that they have no size at all. */
function sizeOf({ size }) {
    const { columns, lines } = size();
    return { columns: columns > 0 ? columns : 80, lines: lines > 0 ? lines : 24 };
}
function isRunning(row) {
    return row.compilingSince !== undefined;
}
/** Never higher than the window, since what has scrolled away cannot be taken back: then the rows at work are shown. */
function livePicture({ header, rows, push, }, options, size) {
    const room = Math.max(1, size.lines - (push === undefined ? 4 : 6));
    const shown = rows.length <= room ? rows : [...rows.filter(isRunning), ...rows.filter((row) => !isRunning(row))];
    const hidden = rows.length - room;
    // Without colour: a line is cut to the window's width, and a cut escape sequence would be one no more.
    const lines = (0,_rows_js__WEBPACK_IMPORTED_MODULE_1__/* .formatRows */ .dZ)(shown.slice(0, room), {
        columns: size.columns,
        style: (0,_style_js__WEBPACK_IMPORTED_MODULE_2__/* .styleOf */ .V)(false),
        everyName: hidden > 0,
        now: options.now(),
    });
    const all = [
        ...(header === '' ? [] : [header, '']),
        ...lines,
        ...(hidden > 0 ? [`  … and ${hidden} more`] : []),
        ...(push === undefined ? [] : ['', `  → ${push.repository}   ${(0,_format_bytes_js__WEBPACK_IMPORTED_MODULE_3__/* .formatBytes */ .z)(push.sentBytes)} uploaded`]),
    ];
    return all.map((line) => cut(line, size.columns));
}
function cut(line, columns) {
    return line.length <= columns ? line : `${line.slice(0, Math.max(0, columns - 1))}…`;
}
/** Back to the first line drawn, and everything below it cleared. A window made narrower has wrapped the lines since. */
function erase(drawn, columns) {
    const height = drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / columns)), 0);
    return height === 0 ? '' : `\x1b[${height}A\r\x1b[J`;
}
/** Room for `linux/amd64`, `built 1.4 s` and `layer 0.2 s`, whichever row comes first. */
const least = [0, 11, 11, 11, 0];
function printedProgress(stream, options) {
    let rows = [];
    const printed = new Set();
    const style = (0,_style_js__WEBPACK_IMPORTED_MODULE_2__/* .styleOf */ .V)(options.color);
    const print = (row) => {
        const name = `${row.target} ${row.platform.os}/${row.platform.architecture}/${row.platform.variant ?? ''}`;
        if (printed.has(name))
            return;
        printed.add(name);
        // Aligned with what is known so far: a longer name may still come.
        const settled = rows.map((each) => isRunning(each) ? { target: each.target, platform: each.platform } : each);
        const lines = (0,_rows_js__WEBPACK_IMPORTED_MODULE_1__/* .formatRows */ .dZ)(settled, { columns: Number.POSITIVE_INFINITY, style, everyName: true, least });
        stream.write(`${lines[rows.indexOf(row)] ?? ''}\n`);
    };
    return {
        progress(event) {
            rows = (0,_rows_js__WEBPACK_IMPORTED_MODULE_1__/* .withEvent */ .Rn)(rows, event, options.now());
            if (event.kind === 'start')
                stream.write(`${startLine(event, options)}\n\n`);
            if (event.kind === 'notice')
                stream.write(noticeText(event.text));
            if (event.kind === 'image') {
                for (const row of rows)
                    if ((0,_rows_js__WEBPACK_IMPORTED_MODULE_1__/* .isRowOf */ .m9)(row, event.target, event.platform))
                        print(row);
            }
        },
        end() {
            for (const row of rows)
                if (!isRunning(row))
                    print(row);
        },
        seen: () => ({ rows, told: true }),
    };
}
function startLine(event, options) {
    const { go, source, bases } = event;
    return (0,_header_js__WEBPACK_IMPORTED_MODULE_0__/* .formatHeader */ .R)({ slipway: options.version, toolchain: { go, source }, bases });
}
function noticeText(text) {
    return `${(0,_plain_text_js__WEBPACK_IMPORTED_MODULE_4__/* .plainText */ .w)(text)
        .trimEnd()
        .split('\n')
        .map((line, index) => (index === 0 ? line : `  ${line}`))
        .join('\n')}\n`;
}


/***/ })

};
