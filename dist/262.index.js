export const id = 262;
export const ids = [262,671];
export const modules = {

/***/ 2201:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   LZ: () => (/* binding */ saveState),
/* harmony export */   Sy: () => (/* binding */ writeSummary),
/* harmony export */   fM: () => (/* binding */ addPath),
/* harmony export */   fz: () => (/* binding */ annotate),
/* harmony export */   n0: () => (/* binding */ setOutputs)
/* harmony export */ });
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(33838);

const levels = { error: _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .error */ .z3, warning: _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .warning */ .$e, notice: _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .notice */ .lm };
/** Shows a fault, a warning or a note on the run's page. */
function annotate(level, { title, message, file, line, column }) {
    levels[level](message, {
        title,
        ...(file !== undefined && { file }),
        ...(line !== undefined && { startLine: line }),
        ...(column !== undefined && { startColumn: column }),
    });
}
function setOutputs(outputs) {
    for (const [name, value] of Object.entries(outputs))
        _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .setOutput */ .uH(name, value);
}
/** Adds to the job's summary; a runner that shows none is no fault. */
async function writeSummary(markdown, env) {
    if ((env['GITHUB_STEP_SUMMARY'] ?? '') === '')
        return;
    await _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .summary */ .z.addRaw(markdown, true).write();
}
/** Puts a folder first on PATH for the steps that follow. */
function addPath(folder) {
    _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .addPath */ .fM(folder);
}
/** Hands a text to the post step, which has it in the variable STATE_ and the name. */
function saveState(name, value) {
    _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .saveState */ .LZ(name, value);
}


/***/ }),

/***/ 46262:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  tellFailure: () => (/* binding */ tellFailure),
  k: () => (/* binding */ tellReport)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/report/error-text.js
var error_text = __webpack_require__(48006);
// EXTERNAL MODULE: ./lib/request/platform.js
var request_platform = __webpack_require__(34898);
// EXTERNAL MODULE: ./lib/version.js
var version = __webpack_require__(13411);
// EXTERNAL MODULE: ./lib/report/check-line.js
var check_line = __webpack_require__(36681);
// EXTERNAL MODULE: ./lib/report/findings.js
var findings = __webpack_require__(37470);
// EXTERNAL MODULE: ./lib/report/format-bytes.js
var format_bytes = __webpack_require__(20085);
// EXTERNAL MODULE: ./lib/report/header.js
var header = __webpack_require__(26665);
// EXTERNAL MODULE: ./lib/report/plain-text.js
var plain_text = __webpack_require__(11984);
;// CONCATENATED MODULE: ./lib/report/markdown-text.js

/**
 * Text that came from elsewhere as one line of GitHub's Markdown that says itself: no markup, no HTML, no mention, no
 * reference to an issue, no emoji (github.github.com/gfm; numeric character references, 6.2).
 */
function markdownText(text) {
    return (0,plain_text/* plainLine */.h)(text).replaceAll(/[^\p{L}\p{N} .,;/·→–…-]/gu, reference);
}
/** The same in a fixed-width font; a backslash or a pipe is no trouble in it, also inside a table. */
function markdownCode(text) {
    return `<code>${(0,plain_text/* plainLine */.h)(text).replaceAll(/[^\p{L}\p{N} .,:;/=+·→–…-]/gu, reference)}</code>`;
}
/** Lines as they are, in a block whose fence is longer than any in them (gfm, 4.5). */
function markdownBlock(text) {
    const plain = (0,plain_text/* plainText */.w)(text).trimEnd();
    const longest = Math.max(2, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length));
    const fence = '`'.repeat(longest + 1);
    return [`${fence}text`, ...plain.split('\n'), fence];
}
function reference(character) {
    return `&#${character.codePointAt(0)};`;
}

// EXTERNAL MODULE: ./lib/report/rows.js
var report_rows = __webpack_require__(69965);
// EXTERNAL MODULE: ./lib/report/short-digest.js
var short_digest = __webpack_require__(63585);
// EXTERNAL MODULE: ./lib/report/style.js
var style = __webpack_require__(11983);
;// CONCATENATED MODULE: ./lib/report/markdown.js










/** GitHub takes 1 MiB of a step's summary; room is left for what others write. */
const mostBytes = 900 * 1024;
const markdown_style = (0,style/* styleOf */.V)(false);
/**
 * A run as GitHub's Markdown, read in ten seconds: the heading is the verdict, a table says what there is and what it weighs,
 * lines say where it is, and what explains it is folded away. Nothing from a repository is markup in it.
 */
function formatMarkdown(report, options = {}) {
    const failed = report.verdicts.filter(({ status, severity }) => status === 'fail' && severity !== 'info');
    const head = [
        heading(report),
        '',
        ...sizes(report.targets, options.rows ?? []),
        ...places(report.targets),
        ...(options.notPushed === undefined ? [] : [`Not pushed: ${markdownText(options.notPushed)}`, '']),
        ...(failed.length === 0 ? [] : [...markdownBlock(paragraphs((0,findings/* formatFindings */.e)(failed, markdown_style))), '']),
    ];
    const foot = [footer(options, headerOf(report)), ''];
    const folded = details(report);
    const whole = [...head, ...folded, ...foot].join('\n');
    return Buffer.byteLength(whole) <= mostBytes ? whole : shortened([...head, ...foot].join('\n'));
}
/** A run that had no answer. */
function formatMarkdownError({ code, message, hint }, options = {}) {
    const [first = '', ...more] = message.split('\n');
    return shortened([
        `### ❌ ${code}: ${markdownText(first)}`,
        '',
        ...(more.length === 0 ? [] : [...markdownBlock(more.join('\n')), '']),
        ...(hint === undefined ? [] : [`**To go on:** ${markdownText(hint)}`, '']),
        footer(options, `slipway ${version/* slipwayVersion */.u}`),
        '',
    ].join('\n'));
}
function shortened(text) {
    if (Buffer.byteLength(text) <= mostBytes)
        return text;
    // Cut by lines, so that no reference or block is cut in two; a fence left open ends with the text.
    const lines = [];
    let bytes = 0;
    for (const line of text.split('\n')) {
        bytes += Buffer.byteLength(line) + 1;
        if (bytes > mostBytes)
            break;
        lines.push(line);
    }
    return [...lines, '', '… the rest is in the log and in report.json', ''].join('\n');
}
const marks = { pass: '📦', 'needs-approval': '✋', fail: '❌' };
function heading({ outcome, targets, verdicts }) {
    const names = targets.map(({ name }) => markdownText(name)).join(', ');
    const blocked = verdicts.filter(({ status, severity }) => status === 'fail' && severity === 'block');
    const said = {
        pass: targets.some(({ publications = [] }) => publications.length > 0)
            ? 'built, verified and pushed'
            : 'built and verified',
        'needs-approval': 'needs approval',
        fail: `refused by ${[...new Set(blocked.map(({ check }) => check))].map(markdownText).join(', ')}`,
    };
    return `### ${marks[outcome]} ${names}: ${said[outcome]}`;
}
function sizes(targets, rows) {
    const lines = targets.flatMap((target) => [
        ...target.images.map((image) => imageLine(target, image, rows)),
        ...(target.files ?? [])
            .filter(({ platform }) => !target.images.some((image) => same(image.platform, platform)))
            .map(({ platform, executable }) => line(target, platform, (0,format_bytes/* formatBytes */.z)(executable.bytes), '–', rows)),
    ]);
    return lines.length === 0 ? [] : ['| | on disk | pulled | |', '|---|--:|--:|---|', ...lines, ''];
}
function imageLine(target, image, rows) {
    const disk = image.diskBytes === undefined ? '–' : (0,format_bytes/* formatBytes */.z)(image.diskBytes);
    return line(target, image.platform, disk, (0,format_bytes/* formatBytes */.z)(image.pullBytes), rows);
}
function line({ name }, platform, disk, pull, rows) {
    const row = rows.find((each) => (0,report_rows/* isRowOf */.m9)(each, name, platform));
    const what = row === undefined ? '' : (0,report_rows/* builtText */.oD)(row);
    return `| **${markdownText(name)}** ${(0,request_platform/* formatPlatform */.Bq)(platform)} | ${disk} | ${pull} | ${what} |`;
}
function same(one, other) {
    return (0,request_platform/* formatPlatform */.Bq)(one) === (0,request_platform/* formatPlatform */.Bq)(other);
}
/** Where every target's image is: pushed under these names, else by its digest alone. */
function places(targets) {
    const lines = targets.flatMap(({ name, indexDigest, publications = [] }) => {
        if (indexDigest === undefined)
            return [];
        if (publications.length === 0)
            return [`${markdownText(name)}: ${markdownCode(indexDigest)}`];
        return publications.map(({ references: [byDigest = '', ...byTag] }) => [`→ ${markdownCode(byDigest)}`, ...byTag.map(markdownCode)].join(' · '));
    });
    return lines.length === 0 ? [] : [lines.join('  \n'), ''];
}
/** Checks, stages and notices: for who wants to know. */
function details(report) {
    const notices = (0,findings/* formatNotices */.T)(report.notices, markdown_style);
    return [
        '<details><summary>Checks · time · layers</summary>',
        '',
        markdownText((0,check_line/* checkTexts */.R)(report.verdicts, markdown_style).join(' · ')),
        '',
        report.stages
            .map(({ name, seconds, cache }) => `${name} ${(0,format_bytes/* formatSeconds */.X)(seconds)}${cache === 'hit' ? ' (cache)' : ''}`)
            .join(' · '),
        '',
        ...markdown_layers(report.targets),
        ...(notices.length === 0 ? [] : [...markdownBlock(paragraphs(notices)), '']),
        '</details>',
        '',
    ];
}
function markdown_layers(targets) {
    const lines = targets.flatMap(({ name, images }) => images.flatMap((image) => image.layers.map(({ kind, digest, compressedBytes, uncompressedBytes }) => [
        `| ${markdownText(name)} ${(0,request_platform/* formatPlatform */.Bq)(image.platform)}`,
        kind,
        markdownCode((0,short_digest/* shortDigest */.V)(digest)),
        uncompressedBytes === undefined ? '–' : (0,format_bytes/* formatBytes */.z)(uncompressedBytes),
        `${(0,format_bytes/* formatBytes */.z)(compressedBytes)} |`,
    ].join(' | '))));
    return lines.length === 0
        ? []
        : ['| layer | | | on disk | pulled |', '|---|---|---|--:|--:|', ...lines, ''];
}
function paragraphs(found) {
    return found.map((lines) => lines.join('\n')).join('\n\n');
}
function headerOf(report) {
    const bases = report.targets.filter(({ images }) => images.length > 0).map(({ base }) => base);
    return (0,header/* formatHeader */.R)({ ...report, bases });
}
/** What the run was about, as a link to its page where there is one, and who says all this. */
function footer({ about, address }, by) {
    const linked = about !== undefined && address !== undefined && URL.canParse(address);
    const run = linked ? `[${markdownText(about)}](<${new URL(address).href}>)` : about && markdownText(about);
    return `<sub>${[run, markdownText(by)].filter((text) => text !== undefined).join(' · ')}</sub>`;
}

// EXTERNAL MODULE: ./lib/report/summary.js + 1 modules
var summary = __webpack_require__(56671);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(39580);
// EXTERNAL MODULE: ./lib/support/files.js
var files = __webpack_require__(15932);
;// CONCATENATED MODULE: ./lib/actions/annotations.js




/** `main.go:12:3: undefined: x`, as compilers, the go command and the readers of slipway.yaml write it. */
const located = /^\s*(?:[\w-]+: )?((?:[^\s:]|\\ )+\.(?:go|mod|sum|work|ya?ml|s|c|h)):(\d+)(?::(\d+))?: (.+)$/;
/** GitHub shows ten errors a step; the log has them all. */
const most = 10;
/**
 * An error as annotations: one at each place that its text names, else one for the whole.
 * @param directory what relative paths in the error start at: the module's folder
 * @param workspace the repository's folder; what lies outside of it has no page to stand on
 */
function annotationsOf(error, directory, workspace) {
    const lines = (0,plain_text/* plainText */.w)(error.message).split('\n');
    const title = `slipway ${error.code}`;
    const places = lines.flatMap((text) => {
        const [, path, line, column, message] = located.exec(text) ?? [];
        const file = path === undefined ? undefined : inside(path, directory, workspace);
        if (file === undefined || message === undefined)
            return [];
        return [
            { title, message, file, line: Number(line), ...(column !== undefined && { column: Number(column) }) },
        ];
    });
    if (places.length > 0)
        return distinct(places).slice(0, most);
    const hint = error.hint === undefined ? [] : [error.hint];
    return [{ title, message: (0,plain_text/* plainText */.w)([error.message, ...hint].join('\n')) }];
}
function inside(path, directory, workspace) {
    const absolute = /^(?:\/|[A-Za-z]:[\\/])/.test(path) ? path : (0,external_node_path_.join)(directory, path);
    const file = (0,external_node_path_.relative)(workspace, absolute).replaceAll('\\', '/');
    return file.startsWith('../') || /^(?:\/|[A-Za-z]:)/.test(file) ? undefined : file;
}
/** Each platform's compiler says the same of the same line. */
function distinct(places) {
    return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}
const levels = {
    warn: 'warning',
    approve: 'error',
    block: 'error',
};
/** What checks found, each once, whatever number of platforms it holds for; what is only worth a note is in log and summary. */
function findingAnnotations({ verdicts }) {
    return Object.entries(levels).flatMap(([severity, level]) => {
        const found = verdicts.filter((verdict) => verdict.severity === severity);
        return (0,findings/* formatFindings */.e)(found, (0,style/* styleOf */.V)(false)).map((lines) => ({
            level,
            title: 'slipway',
            message: lines.join('\n'),
        }));
    });
}

;// CONCATENATED MODULE: ./lib/actions/outputs.js
/** @param reportPath where report.json was written */
function outputsOf(report, reportPath, summary) {
    const { targets, outcome, toolchain } = report;
    const imaged = targets.filter(({ indexDigest }) => indexDigest !== undefined);
    const publications = targets.flatMap((target) => target.publications ?? []);
    const [only, ...others] = imaged;
    return {
        digest: others.length === 0 ? (only?.indexDigest ?? '') : '',
        digests: JSON.stringify(Object.fromEntries(imaged.map(({ name, indexDigest }) => [name, indexDigest]))),
        image: publications.map(({ repository, digest }) => `${repository}@${digest}`).join('\n'),
        tags: publications
            .flatMap(({ repository, tags }) => tags.map((tag) => `${repository}:${tag}`))
            .join('\n'),
        metadata: JSON.stringify(Object.fromEntries(imaged.map((target) => [target.name, metadataOf(target)]))),
        layout: targets.flatMap(layoutsOf).join('\n'),
        report: reportPath,
        outcome,
        summary,
        'go-version': toolchain.go.replace(/^go/, ''),
    };
}
function layoutsOf({ outputs }) {
    return outputs.filter((output) => output.startsWith('oci:')).map((output) => output.slice('oci:'.length));
}
/** The names that docker/build-push-action's metadata has (docs.docker.com, `--metadata-file`). */
function metadataOf({ indexDigest, indexBytes, publications = [] }) {
    const names = publications.flatMap(({ references: [, ...byTag] }) => byTag);
    return {
        ...(names.length > 0 && { 'image.name': names.join(',') }),
        'containerimage.digest': indexDigest,
        'containerimage.descriptor': {
            mediaType: 'application/vnd.oci.image.index.v1+json',
            digest: indexDigest,
            size: indexBytes,
        },
    };
}

// EXTERNAL MODULE: ./lib/actions/runner.js
var runner = __webpack_require__(2201);
;// CONCATENATED MODULE: ./lib/actions/tell.js









/** How wide the log's view is before it wraps lines. */
const columns = 120;
/** Tells a run that has an answer: log, annotations, report.json, summary and outputs. Gives the exit status. */
async function tellReport(report, { request, about, address, notPushed }, told, { print, env }) {
    const { rows, folder } = told;
    print(`${(0,summary.formatSummary)(report, { columns, color: (env['NO_COLOR'] ?? '') === '', rows, told: true })}`);
    for (const { level, ...annotation } of findingAnnotations(report))
        (0,runner/* annotate */.fz)(level, annotation);
    const path = request.reportFile ?? (0,external_node_path_.join)(folder, 'report.json');
    await (0,files/* writeFileAtomic */.Zf)(path, `${JSON.stringify(report, null, 2)}\n`);
    const markdown = formatMarkdown(report, {
        rows,
        about,
        address,
        ...(notPushed !== undefined && { notPushed }),
    });
    (0,runner/* setOutputs */.n0)(outputsOf(report, path, markdown));
    await (0,runner/* writeSummary */.Sy)(markdown, env);
    return report.outcome === 'pass' ? 0 : 1;
}
/**
 * Tells a run that has no answer.
 * @param directory what relative paths in the error start at
 * @param run what it was about, and its page
 */
async function tellFailure(error, directory, run, { print, env, cwd }) {
    print((0,error_text/* formatError */.W)(error, { color: (env['NO_COLOR'] ?? '') === '' }));
    for (const annotation of annotationsOf(error, directory, cwd))
        (0,runner/* annotate */.fz)('error', annotation);
    const summary = formatMarkdownError(error, run);
    (0,runner/* setOutputs */.n0)({ outcome: 'fail', summary });
    await (0,runner/* writeSummary */.Sy)(summary, env);
    return errors/* exitStatus */.$u[error.code];
}


/***/ }),

/***/ 36681:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ checkTexts)
/* harmony export */ });
/**
 * What a person wants to know of a run's checks, in this order. A check counts in the first group that holds it; one that
 * no group holds is told only when it fails, by `formatFindings`.
 */
const groups = [
    { label: 'static', holds: (check) => check === 'binary/static' },
    { label: 'no build paths', holds: (check) => check === 'binary/build-paths' },
    { label: 'non-root', holds: (check) => check === 'image/user' },
    { label: 'OCI', holds: (check) => /^(layout|index|image)\//.test(check), counted: true },
    { label: 'reproducible', holds: (check) => check.startsWith('reproduce/'), absent: 'not tried' },
];
/** The checks in one line: `static ✓   no build paths ✓   OCI 14/14 ✓   reproducible: not tried`. */
function checkTexts(verdicts, style) {
    return groups.flatMap((group) => {
        const held = verdicts.filter(({ check }) => groups.find((candidate) => candidate.holds(check)) === group);
        if (held.length === 0)
            return group.absent === undefined ? [] : [`${group.label}: ${group.absent}`];
        return [groupText(group, held, style)];
    });
}
function groupText(group, verdicts, style) {
    const asked = namesOf(verdicts.filter(({ status }) => status !== 'skip'));
    const failed = namesOf(verdicts.filter(({ status }) => status === 'fail'));
    if (asked.size === 0)
        return `${group.label}: not checked`;
    const count = group.counted === true ? ` ${asked.size - failed.size}/${asked.size}` : '';
    return `${group.label}${count} ${failed.size === 0 ? style.good('✓') : markOf(verdicts, style)}`;
}
function markOf(verdicts, style) {
    const grave = verdicts.some(({ status, severity }) => status === 'fail' && (severity === 'block' || severity === 'approve'));
    return grave ? style.bad('✗') : style.warning('!');
}
function namesOf(verdicts) {
    return new Set(verdicts.map(({ check }) => check));
}


/***/ }),

/***/ 37470:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ formatNotices),
/* harmony export */   e: () => (/* binding */ formatFindings)
/* harmony export */ });
/* harmony import */ var _plain_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(11984);

/** Failed verdicts by weight, the gravest last, where the eye ends up. */
const weights = ['info', 'warn', 'approve', 'block'];
const words = {
    info: 'note',
    warn: 'warning',
    approve: 'needs approval',
    block: 'failed',
};
/** Everything that did not pass, each in full: what, of which subjects, why and what to do. One paragraph each. */
function formatFindings(verdicts, style) {
    return weights.flatMap((severity) => {
        const failed = verdicts.filter((verdict) => verdict.status === 'fail' && verdict.severity === severity);
        return sameFindings(failed).map(({ check, detail, subjects }) => {
            const [first = '', ...more] = (0,_plain_text_js__WEBPACK_IMPORTED_MODULE_0__/* .plainText */ .w)(detail).trimEnd().split('\n');
            const heading = `${painted(severity, style)} ${(0,_plain_text_js__WEBPACK_IMPORTED_MODULE_0__/* .plainLine */ .h)(joined(subjects))}: ${first}`;
            return [`${heading} ${style.dim(`(${check})`)}`, ...more.map((line) => `  ${line}`)];
        });
    });
}
function painted(severity, style) {
    const word = `${words[severity]}:`;
    if (severity === 'block')
        return style.bad(style.bold(word));
    return severity === 'info' ? style.dim(word) : style.warning(word);
}
/** What a person should know of how the run came about, each a paragraph. */
function formatNotices(notices, style) {
    return notices.map((notice) => {
        const [first = '', ...more] = (0,_plain_text_js__WEBPACK_IMPORTED_MODULE_0__/* .plainText */ .w)(notice).trimEnd().split('\n');
        return [`${painted('info', style)} ${first}`, ...more.map((line) => `  ${line}`)];
    });
}
/** The same fault on several platforms is told once. */
function sameFindings(verdicts) {
    const findings = new Map();
    for (const { check, detail, subject } of verdicts) {
        const key = `${check}\0${detail}`;
        const same = findings.get(key);
        if (same === undefined)
            findings.set(key, { check, detail, subjects: [subject] });
        else
            same.subjects.push(subject);
    }
    return [...findings.values()];
}
/** `api (linux/amd64), api (linux/arm64)` is told as `api (linux/amd64, linux/arm64)`. */
function joined(subjects) {
    const platforms = new Map();
    for (const subject of subjects) {
        const [, name = subject, platform] = /^(.+) \(([^()]+)\)$/.exec(subject) ?? [];
        platforms.set(name, [...(platforms.get(name) ?? []), ...(platform === undefined ? [] : [platform])]);
    }
    return [...platforms]
        .map(([name, names]) => (names.length === 0 ? name : `${name} (${names.join(', ')})`))
        .join(', ');
}


/***/ }),

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

/***/ 56671:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  formatSummary: () => (/* binding */ formatSummary)
});

// EXTERNAL MODULE: ./lib/request/platform.js
var request_platform = __webpack_require__(34898);
// EXTERNAL MODULE: ./lib/report/check-line.js
var check_line = __webpack_require__(36681);
// EXTERNAL MODULE: ./lib/report/findings.js
var findings = __webpack_require__(37470);
// EXTERNAL MODULE: ./lib/report/format-bytes.js
var format_bytes = __webpack_require__(20085);
// EXTERNAL MODULE: ./lib/report/header.js
var header = __webpack_require__(26665);
// EXTERNAL MODULE: ./lib/report/plain-text.js
var plain_text = __webpack_require__(11984);
// EXTERNAL MODULE: ./lib/report/short-digest.js
var short_digest = __webpack_require__(63585);
;// CONCATENATED MODULE: ./lib/report/result-lines.js



const indent = '  ';
const gap = '   ';
/** What was made of each target and where it is: one line each with its digest and places, one more for each repository and engine. */
function resultLines(targets, style) {
    const widest = Math.max(0, ...targets.map(({ name }) => (0,plain_text/* plainLine */.h)(name).length));
    return targets.flatMap(({ name, indexDigest, outputs, loaded, publications = [] }) => {
        const places = outputs.map((output) => (0,plain_text/* plainLine */.h)(output).replace(/^oci:/, '')).join(', ');
        const shown = (0,plain_text/* plainLine */.h)(name);
        const padded = `${style.bold(shown)}${' '.repeat(widest - shown.length)}`;
        const digest = indexDigest === undefined ? '' : (0,short_digest/* shortDigest */.V)(indexDigest);
        const away = [
            ...publications.map(publicationText),
            ...(loaded === undefined ? [] : [`${loaded.engine}: ${loaded.names.join(' ') || loaded.id}`]),
        ];
        return [
            indent + [padded, digest, places].filter((text) => text !== '').join(gap),
            ...away.map((text) => `${indent}${' '.repeat(widest)}${gap}→ ${(0,plain_text/* plainLine */.h)(text)}`),
        ];
    });
}
/** `ghcr.io/acme/api:1.2.3 :1.2 :1   2.2 MiB uploaded`; without a tag the whole digest, which is then the only name. */
function publicationText({ repository, references, tags, uploadedBytes }) {
    const [first, ...others] = tags;
    const name = first === undefined
        ? (references[0] ?? repository)
        : [`${repository}:${first}`, ...others.map((tag) => `:${tag}`)].join(' ');
    return `${name}${gap}${uploadedBytes === 0 ? 'nothing to upload' : `${(0,format_bytes/* formatBytes */.z)(uploadedBytes)} uploaded`}`;
}

// EXTERNAL MODULE: ./lib/report/rows.js
var report_rows = __webpack_require__(69965);
// EXTERNAL MODULE: ./lib/report/style.js
var report_style = __webpack_require__(11983);
;// CONCATENATED MODULE: ./lib/report/summary.js








/**
 * A run for a person: rows of target and platform, the checks in a line, what was made and where; then warnings, and last,
 * in full, what failed. Ends with a line break.
 */
function formatSummary(report, options = {}) {
    const { columns = 80, color = false, told = false } = options;
    const style = (0,report_style/* styleOf */.V)(color);
    const rows = reportRows(report, options.rows ?? []);
    const bases = report.targets.filter(({ images }) => images.length > 0).map(({ base }) => base);
    const paragraphs = [
        ...(told ? [] : [(0,header/* headerLines */.H)({ ...report, bases }, columns), (0,report_rows/* formatRows */.dZ)(rows, { columns, style })]),
        wrap((0,check_line/* checkTexts */.R)(report.verdicts, style), columns),
        results(report, columns, style),
        ...(0,findings/* formatNotices */.T)(report.notices, style),
        ...(0,findings/* formatFindings */.e)(report.verdicts, style),
    ];
    const text = paragraphs.filter((lines) => lines.length > 0).map((lines) => `${lines.join('\n')}\n`);
    return `${told ? '\n' : ''}${text.join('\n')}`;
}
/** The images and bare files of the report, each with the times of the row that progress saw. */
function reportRows(report, seen) {
    return report.targets.flatMap(({ name, images, files = [] }) => {
        const image = images.map(({ platform, diskBytes, pullBytes }) => ({
            target: name,
            platform,
            bytes: (0,report_rows/* imageBytes */.vb)(diskBytes, pullBytes),
        }));
        const inImage = new Set(images.map(({ platform }) => (0,request_platform/* formatPlatform */.Bq)(platform)));
        const bare = files
            .filter(({ platform }) => !inImage.has((0,request_platform/* formatPlatform */.Bq)(platform)))
            .map(({ platform, executable }) => ({ target: name, platform, bytes: { disk: executable.bytes } }));
        return [...image, ...bare].map((row) => ({
            ...seen.find((each) => (0,report_rows/* isRowOf */.m9)(each, name, row.platform)),
            ...row,
        }));
    });
}
const summary_indent = '  ';
const summary_gap = '   ';
/** Narrower than a column's gap: the usual checks then fit into 80 columns. */
const checkGap = '  ';
/** As many texts on a line as fit. */
function wrap(texts, columns) {
    const lines = [];
    for (const text of texts) {
        const last = lines.at(-1);
        const longer = last === undefined ? '' : `${last}${checkGap}${text}`;
        if (last !== undefined && visibleLength(longer) <= columns)
            lines.splice(-1, 1, longer);
        else
            lines.push(`${summary_indent}${text}`);
    }
    return lines;
}
/** One line per target with its digest and places, the run's time at the end of the last. */
function results(report, columns, style) {
    const total = (0,format_bytes/* formatSeconds */.X)(report.stages.reduce((sum, { seconds }) => sum + seconds, 0));
    const lines = report.outcome === 'fail' ? [`${summary_indent}nothing was written`] : resultLines(report.targets, style);
    const last = lines.at(-1) ?? summary_indent;
    // The time ends at the right edge of an 80-column page where there is room for it.
    const room = Math.min(columns, 80) - visibleLength(last) - total.length;
    if (room < summary_gap.length)
        return [...lines, `${summary_indent}${style.dim(total)}`];
    return [...lines.slice(0, -1), `${last}${' '.repeat(room)}${style.dim(total)}`];
}
function visibleLength(text) {
    return text.replaceAll(/\x1b\[\d+m/g, '').length;
}


/***/ })

};
