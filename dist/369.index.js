export const id = 369;
export const ids = [369];
export const modules = {

/***/ 10644:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a7: () => (/* binding */ weighed),
/* harmony export */   ag: () => (/* binding */ said),
/* harmony export */   f5: () => (/* binding */ settingsOf)
/* harmony export */ });
/* harmony import */ var _base_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(56332);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(13129);
/* harmony import */ var _platform_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(34898);



/** An input by precedence; maps are joined name by name. */
function said(name, sources) {
    const values = sources.map((source) => source[name]).filter((value) => value !== undefined);
    if (!_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .inputs */ .QL[name].kind.merges)
        return values[0];
    return values.length === 0 ? undefined : Object.assign({}, ...values.toReversed());
}
/** An input by precedence, or its default. */
function weighed(name, sources) {
    return said(name, sources) ?? _inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .inputs */ .QL[name].fallback;
}
/** One target's settings. Faults are what the sources say together and cannot mean. */
function settingsOf(sources, results, faults) {
    const base = weighed('base', sources);
    const timezones = weighed('timezones', sources);
    if (timezones && base !== 'static') {
        const hint = 'leave out one of the two; a program can also carry its own time zones: --build-tags timetzdata';
        const message = base === 'scratch'
            ? 'the base scratch has no time zones'
            : `they are put into the base static only, and the base is ${(0,_base_js__WEBPACK_IMPORTED_MODULE_0__/* .formatBase */ .T)(base)}`;
        faults.push({ where: '--timezones', message, hint });
    }
    return {
        platforms: platformsFor(weighed('platforms', sources), results, faults),
        buildTags: [...new Set(weighed('buildTags', sources))],
        ldflags: weighed('ldflags', sources),
        goexperiment: weighed('goexperiment', sources),
        cgo: weighed('cgo', sources),
        vcsStamp: weighed('vcsStamp', sources),
        base,
        timezones,
        compression: weighed('compression', sources),
        labels: weighed('labels', sources),
        annotations: weighed('annotations', sources),
        env: weighed('env', sources),
        entrypoint: said('entrypoint', sources),
        cmd: weighed('cmd', sources),
        user: said('user', sources),
        workdir: said('workdir', sources),
        ports: weighed('ports', sources),
        assets: weighed('assets', sources),
    };
}
/** Each platform once; `all` is what every output that was asked for can hold. */
function platformsFor(wanted, { outputs, push, load }, faults) {
    const images = push.length > 0 || load !== undefined || outputs.some(({ kind }) => kind !== 'bin');
    const all = images ? _platform_js__WEBPACK_IMPORTED_MODULE_2__/* .allImagePlatforms */ .Nb : _platform_js__WEBPACK_IMPORTED_MODULE_2__/* .allFilePlatforms */ .sC;
    const platforms = wanted.flatMap((platform) => (platform === 'all' ? all.map(_platform_js__WEBPACK_IMPORTED_MODULE_2__/* .parsePlatform */ .FL) : [platform]));
    const distinct = new Map(platforms.map((platform) => [(0,_platform_js__WEBPACK_IMPORTED_MODULE_2__/* .formatPlatform */ .Bq)(platform), platform]));
    for (const [name, { os }] of distinct) {
        if (os === 'linux' || outputs.some(({ kind }) => kind === 'bin'))
            continue;
        const hint = 'no base is for that system; bare files can be had: --output bin:DIR';
        faults.push({ where: '--platform', message: `there can be no image for ${name}`, hint });
    }
    const imaged = [...distinct].filter(([, { os }]) => os === 'linux').map(([name]) => name);
    if (imaged.length > 1 && outputs.some(({ kind }) => kind === 'docker-archive')) {
        faults.push({
            where: '--output docker-archive',
            message: `a docker archive holds one platform, and ${imaged.join(', ')} are asked for`,
            hint: `choose one, for example --platform ${imaged[0]}, or write an oci-archive`,
        });
    }
    return [...distinct.values()];
}


/***/ }),

/***/ 14912:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  t: () => (/* binding */ located),
  y: () => (/* binding */ readSaid)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __webpack_require__(4573);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(39580);
// EXTERNAL MODULE: ./lib/support/files.js
var files = __webpack_require__(15932);
// EXTERNAL MODULE: ./lib/request/config-node.js
var config_node = __webpack_require__(16224);
// EXTERNAL MODULE: ./lib/request/faults.js
var request_faults = __webpack_require__(50556);
// EXTERNAL MODULE: ./lib/request/inputs.js + 7 modules
var inputs = __webpack_require__(13129);
// EXTERNAL MODULE: ./lib/request/target-name.js
var target_name = __webpack_require__(89146);
// EXTERNAL MODULE: ./lib/request/yaml-nodes.js
var yaml_nodes = __webpack_require__(60322);
;// CONCATENATED MODULE: ./lib/request/config-file.js










const defaultConfigNames = ['slipway.yaml', 'slipway.yml'];
/** More than any hand writes; keeps a wrong file from being read whole. */
const mostBytes = 256 * 1024;
/**
 * The configuration of a run: the named file, or slipway.yaml in the source folder when it is there.
 * @param sourceDirectory undefined for MODULE@VERSION, which has no file of its own
 * @throws SlipwayError E_CONFIG with every fault and its line and column; E_IO when the file cannot be read
 */
async function loadConfig(named, cwd, sourceDirectory) {
    if (named !== undefined)
        return readConfigFile((0,external_node_path_.resolve)(cwd, named), named);
    if (sourceDirectory === undefined)
        return undefined;
    const paths = defaultConfigNames.map((name) => (0,external_node_path_.join)(sourceDirectory, name));
    const present = await Promise.all(paths.map(files/* exists */.t2));
    const [path, other] = paths.filter((_, index) => present[index]);
    if (path === undefined)
        return undefined;
    if (other !== undefined) {
        throw new errors/* SlipwayError */.GQ('E_CONFIG', `both slipway.yaml and slipway.yml are in ${sourceDirectory}`, {
            hint: 'keep one of them, or name one with --config',
        });
    }
    return readConfigFile(path, (0,external_node_path_.basename)(path));
}
async function readConfigFile(path, name) {
    const source = await readSource(path, name);
    return { ...parseConfig(source, name), name, path, directory: (0,external_node_path_.dirname)(path) };
}
async function readSource(path, name) {
    try {
        const { size } = await (0,promises_.stat)(path);
        if (size <= mostBytes) {
            const bytes = await (0,promises_.readFile)(path);
            if (!(0,external_node_buffer_.isUtf8)(bytes))
                throw new errors/* SlipwayError */.GQ('E_CONFIG', `${name} is not UTF-8 text`);
            return bytes.toString('utf8').replace(/^\uFEFF/, '');
        }
    }
    catch (cause) {
        if (!(0,errors/* isSystemError */.Or)(cause) || (cause.code !== 'ENOENT' && cause.code !== 'EISDIR'))
            throw cause;
        const what = cause.code === 'ENOENT' ? 'there is no such file' : 'it is a folder';
        throw new errors/* SlipwayError */.GQ('E_CONFIG', `--config ${name}: ${what}`, { hint: `looked at ${path}`, cause });
    }
    throw new errors/* SlipwayError */.GQ('E_CONFIG', `${name} is longer than ${mostBytes / 1024} KiB`, {
        hint: 'is it the configuration of Slipway?',
    });
}
/**
 * Reads the text of a configuration.
 * @param name how messages call it
 * @throws SlipwayError E_CONFIG with every fault, each as `name:LINE:COLUMN: …`
 */
function parseConfig(source, name) {
    const faults = [];
    const root = (0,yaml_nodes/* readYaml */.g)(source, name, faults);
    const config = root === undefined ? undefined : readRoot(root, faults);
    (0,request_faults/* throwFaults */.G3)(faults, name);
    return config ?? { top: {}, targets: new Map() };
}
function readRoot(root, faults) {
    const special = ['version', 'targets'];
    const top = readFields(root, 'top', special, faults);
    if (root.kind !== 'map')
        return undefined;
    const version = root.entries.find(({ key }) => key === 'version')?.value;
    if (version !== undefined && !(version.kind === 'number' && version.value === 1)) {
        const message = `expected version: 1, got ${(0,config_node/* describeNode */.W)(version)}`;
        faults.push({ where: version.where, message, hint: 'this Slipway reads version 1 of the file' });
    }
    const targets = root.entries.find(({ key }) => key === 'targets')?.value;
    return { top, targets: targets === undefined ? new Map() : readTargets(targets, faults) };
}
function readTargets(node, faults) {
    if (node.kind !== 'map') {
        const hint = 'write "targets:" and under it, indented, "api:" and its settings';
        faults.push({
            where: node.where,
            message: `expected a map of target names, got ${(0,config_node/* describeNode */.W)(node)}`,
            hint,
        });
        return new Map();
    }
    return new Map(node.entries.map(({ key, where, value }) => {
        (0,request_faults/* collect */.Fo)(where, faults, () => target_name/* targetName */.je.parse(key));
        return [key, readFields(value, 'target', [], faults)];
    }));
}
function readFields(node, place, special, faults) {
    const known = new Map((0,inputs/* fieldsOf */.Pf)(place).map((entry) => [entry.field, entry]));
    if (node.kind === 'nothing')
        return {};
    if (node.kind !== 'map') {
        faults.push({ where: node.where, message: `expected a map of settings, got ${(0,config_node/* describeNode */.W)(node)}` });
        return {};
    }
    const values = {};
    for (const { key, where, value } of node.entries) {
        const entry = known.get(key);
        if (entry !== undefined) {
            const read = entry.kind.fromNode(value, faults);
            if (read !== undefined)
                values[entry.name] = read;
        }
        else if (!special.includes(key)) {
            faults.push({
                where,
                message: `unknown field ${(0,request_faults/* quoted */.TL)(key)}`,
                hint: fieldHint(key, place, [...known.keys(), ...special]),
            });
        }
    }
    return values;
}
/** Where the field belongs when it is known elsewhere, else the nearest known name. */
function fieldHint(key, place, known) {
    const elsewhere = (0,inputs/* fieldsOf */.Pf)(place === 'top' ? 'target' : 'top').some(({ field }) => field === key);
    if (!elsewhere)
        return (0,request_faults/* nearestHint */.AN)(key, known);
    return place === 'top'
        ? `${key} belongs under targets.NAME`
        : `${key} holds for the whole run: it belongs at the top of the file`;
}

// EXTERNAL MODULE: ./lib/request/image-place.js
var image_place = __webpack_require__(67786);
// EXTERNAL MODULE: ./lib/request/output.js
var request_output = __webpack_require__(25016);
;// CONCATENATED MODULE: ./lib/request/source.js




/**
 * What `slipway build` is pointed at: a folder that exists, or MODULE@VERSION (a path with @ that is no folder).
 * @throws SlipwayError E_CONFIG when it is neither; E_IO when the folder cannot be looked at
 */
async function source_readSource(positional, cwd) {
    const directory = (0,external_node_path_.resolve)(cwd, positional);
    const found = await kindOf(directory);
    if (found === 'folder')
        return { kind: 'directory', directory };
    if (found === 'file') {
        throw new errors/* SlipwayError */.GQ('E_CONFIG', `${(0,request_faults/* quoted */.TL)(positional)} is a file, not the folder of a Go module`, {
            hint: 'name the folder, and choose a program with --target ./cmd/api',
        });
    }
    const local = /^(?:\.{0,2}\/|\.{1,2}$|[A-Za-z]:[\\/])/.test(positional);
    if (!local && positional.includes('@'))
        return moduleSource(positional);
    throw new errors/* SlipwayError */.GQ('E_CONFIG', `there is no folder ${(0,request_faults/* quoted */.TL)(positional)}`, {
        hint: !local && pathFault(positional) === undefined
            ? `looked at ${directory}; a published module has a version: ${positional}@latest`
            : `looked at ${directory}`,
    });
}
async function kindOf(path) {
    try {
        return (await (0,promises_.stat)(path)).isDirectory() ? 'folder' : 'file';
    }
    catch (error) {
        if ((0,errors/* isSystemError */.Or)(error) && ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(error.code ?? ''))
            return 'nothing';
        throw error;
    }
}
function moduleSource(text) {
    const at = text.indexOf('@');
    const [path, version] = [text.slice(0, at), text.slice(at + 1)];
    const fault = pathFault(path) ?? versionFault(version);
    if (fault === undefined)
        return { kind: 'module', path, version };
    throw new errors/* SlipwayError */.GQ('E_CONFIG', `${(0,request_faults/* quoted */.TL)(text)} is neither a folder nor MODULE@VERSION: ${fault}`, {
        hint: 'write it as for go install, for example filippo.io/age/cmd/age@v1.2.1 or …@latest',
    });
}
/** Why a path names no published package (golang.org/x/mod/module, CheckImportPath, and CheckPath's rules for the first element). */
function pathFault(path) {
    const elements = path.split('/');
    const [first = ''] = elements;
    if (elements.includes(''))
        return 'the path has an empty element';
    const foreign = elements.find((element) => !/^[A-Za-z0-9._~+-]+$/.test(element));
    if (foreign !== undefined)
        return `${(0,request_faults/* quoted */.TL)(foreign)} has a character that no import path has`;
    if (path.startsWith('-'))
        return 'the path begins with -';
    if (!first.includes('.'))
        return `the first element, ${(0,request_faults/* quoted */.TL)(first)}, is no host name: it has no dot`;
    if (!/^[a-z0-9.-]+$/.test(first))
        return `a host name is in lower case: ${(0,request_faults/* quoted */.TL)(first)}`;
    const bad = elements.find(isReserved);
    return bad === undefined ? undefined : `${(0,request_faults/* quoted */.TL)(bad)} cannot be an element of an import path`;
}
/** checkElem: dots alone, a dot at the end, Windows device names, and what looks like a Windows short name. */
function isReserved(element) {
    const [stem = ''] = element.split('.');
    return (element.endsWith('.') || /^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])$/i.test(stem) || /~[0-9]+$/.test(stem));
}
/**
 * Why a text is no version query (go.dev/ref/mod, "Version queries"): a version, a prefix, a comparison, `latest`, or a
 * branch, tag or commit as a proxy can be asked for (EscapeVersion: no slash).
 */
function versionFault(version) {
    if (version === '')
        return 'the version is empty';
    if (version.includes('/')) {
        return `no module proxy can be asked for ${(0,request_faults/* quoted */.TL)(version)}: give the commit of a branch that has a slash in its name`;
    }
    if (['upgrade', 'patch', 'none'].includes(version))
        return `${(0,request_faults/* quoted */.TL)(version)} means something only inside a module`;
    if (!/^(?:[<>]=?)?[\p{L}0-9#$%&(),.=@[\]^_{}~+][\p{L}0-9#$%&(),.=@[\]^_{}~+ -]*$/u.test(version)) {
        return `${(0,request_faults/* quoted */.TL)(version)} cannot be a version`;
    }
    return version.endsWith('.') ? 'the version ends in a dot' : undefined;
}

;// CONCATENATED MODULE: ./lib/request/sources.js





/**
 * Reads what flags and the configuration file say of the source that a command is pointed at.
 * @throws SlipwayError E_CONFIG with every fault of the file, or where there is no such source
 */
async function readSaid(flags, host) {
    const source = await source_readSource(flags.positionals[0] ?? '.', host.cwd);
    const directory = source.kind === 'directory' ? source.directory : undefined;
    const file = await loadConfig(flags.values.config, host.cwd, directory);
    const folder = file?.directory ?? directory;
    return {
        source,
        file,
        given: located(flags.values, host.cwd),
        top: file === undefined ? {} : located(file.top, file.directory),
        lockFile: folder === undefined ? undefined : (0,external_node_path_.join)(folder, 'slipway.lock'),
    };
}
/** The same values with paths of this machine made absolute. */
function located(values, directory) {
    const absolute = (path) => (0,external_node_path_.resolve)(directory, path);
    return {
        ...values,
        ...(values.goVersionFile !== undefined && { goVersionFile: absolute(values.goVersionFile) }),
        ...(values.digestFile !== undefined && { digestFile: absolute(values.digestFile) }),
        ...(values.report !== undefined && { report: absolute(values.report) }),
        ...(values.cacheDirectory !== undefined && { cacheDirectory: absolute(values.cacheDirectory) }),
        ...(values.assets !== undefined && {
            assets: values.assets.map(({ from, to }) => ({ from: absolute(from), to })),
        }),
        ...(values.base !== undefined &&
            typeof values.base !== 'string' && { base: (0,image_place/* absoluteImagePlace */.yO)(values.base, directory) }),
        ...(values.outputs !== undefined && {
            outputs: values.outputs.map((output) => (0,request_output/* absoluteOutput */.f1)(output, directory)),
        }),
    };
}


/***/ }),

/***/ 60322:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ readYaml)
/* harmony export */ });
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(38815);
/* harmony import */ var _config_node_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(16224);
/* harmony import */ var _faults_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(50556);



/** A configuration has some hundred values; far more come from aliases that multiply. */
const mostNodes = 20_000;
const mostDepth = 16;
/**
 * A YAML 1.2 document (core schema) as plain nodes. Anchors are followed; tags, merge keys, several documents and
 * duplicate keys are faults.
 * @param name how messages call the file
 */
function readYaml(source, name, faults) {
    const lines = new yaml__WEBPACK_IMPORTED_MODULE_0__/* .LineCounter */ .HN();
    const document = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .parseDocument */ .Tp)(source, {
        lineCounter: lines,
        // Checked below in linear time, with the place of the first.
        uniqueKeys: false,
        prettyErrors: false,
        // 'silent' would let a second document pass.
        logLevel: 'error',
        merge: false,
        version: '1.2',
        schema: 'core',
    });
    const at = (offset) => {
        const { line, col } = lines.linePos(offset);
        return `${name}:${Math.max(1, line)}:${Math.max(1, col)}`;
    };
    for (const { code, message, pos } of [...document.errors, ...document.warnings].slice(0, 10)) {
        const hint = yamlHints[code];
        faults.push({ where: at(pos[0]), message: sentences[code] ?? message, hint });
        if (code === 'RESOURCE_EXHAUSTION')
            break;
    }
    if (faults.length > 0)
        return undefined;
    const reading = {
        faults,
        where: (node) => at(node.range?.[0] ?? 0),
        targets: document.contents === null ? new Map() : aliasTargets(document.contents),
        nodes: 0,
    };
    if (document.contents === null)
        return { kind: 'nothing', where: at(0) };
    return convert(document.contents, reading, 0);
}
const sentences = {
    RESOURCE_EXHAUSTION: 'the YAML is nested too deeply',
    MULTIPLE_DOCS: 'a second document begins here; the file holds one',
    TAG_RESOLVE_FAILED: 'YAML tags (!name) are not used in this file',
};
const yamlHints = {
    TAB_AS_INDENT: 'indent with spaces',
    BLOCK_AS_IMPLICIT_KEY: 'put text that holds ": " in quotes',
    MISSING_CHAR: 'a bracket or quote is not closed before here',
    BAD_ALIAS: 'put text that begins with * in quotes',
};
/** What each alias stands for: the last anchor of its name before it (YAML 1.2.2, section 7.1). */
function aliasTargets(contents) {
    const anchors = new Map();
    const targets = new Map();
    const anchor = (node) => {
        if (node.anchor !== undefined)
            anchors.set(node.anchor, node);
    };
    (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .visit */ .YR)(contents, {
        Alias: (_, alias) => void targets.set(alias, anchors.get(alias.source)),
        Scalar: (_, node) => anchor(node),
        Collection: (_, node) => anchor(node),
    });
    return targets;
}
function convert(node, reading, depth, aliasedAt) {
    if (!(0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isNode */ .Ll)(node))
        return undefined;
    const where = aliasedAt ?? reading.where(node);
    const refuse = (message, hint) => {
        reading.faults.push({ where, message, hint });
    };
    reading.nodes += 1;
    if (reading.nodes === mostNodes)
        return refuse(`more than ${mostNodes} values`, 'aliases multiply what they stand for');
    if (reading.nodes > mostNodes)
        return undefined;
    if (depth > mostDepth)
        return refuse('the YAML is nested too deeply');
    if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isAlias */ .Vj)(node)) {
        const target = reading.targets.get(node);
        if (target !== undefined)
            return convert(target, reading, depth + 1, where);
        return refuse(`there is no anchor &${node.source} before here`, yamlHints['BAD_ALIAS']);
    }
    if ('tag' in node && node.tag !== undefined)
        return refuse('YAML tags (!name) are not used in this file');
    if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(node))
        return convertScalar(node.value, node.source, where);
    if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(node)) {
        const items = node.items.map((item) => convert(item, reading, depth + 1));
        return { kind: 'list', where, items: items.filter((item) => item !== undefined) };
    }
    if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(node))
        return { kind: 'map', where, entries: convertPairs(node.items, reading, depth) };
    return refuse('this cannot be read');
}
function convertScalar(value, source, where) {
    if (typeof value === 'string')
        return { kind: 'text', where, text: value };
    if (typeof value === 'number')
        return { kind: 'number', where, text: source ?? String(value), value };
    if (typeof value === 'boolean')
        return { kind: 'boolean', where, text: source ?? String(value), value };
    return { kind: 'nothing', where };
}
function convertPairs(pairs, reading, depth) {
    const seen = new Map();
    const entries = [];
    for (const { key, value } of pairs) {
        const name = convert(key, reading, depth + 1);
        const held = value === null ? undefined : convert(value, reading, depth + 1);
        if (name === undefined)
            continue;
        if (!('text' in name)) {
            reading.faults.push({
                where: name.where,
                message: `a field's name is a text, got ${(0,_config_node_js__WEBPACK_IMPORTED_MODULE_1__/* .describeNode */ .W)(name)}`,
            });
            continue;
        }
        const first = seen.get(name.text);
        if (first !== undefined) {
            const message = `${(0,_faults_js__WEBPACK_IMPORTED_MODULE_2__/* .quoted */ .TL)(name.text)} is here twice; the first is at ${first}`;
            reading.faults.push({ where: name.where, message });
            continue;
        }
        seen.set(name.text, name.where);
        if (name.text === '<<') {
            reading.faults.push({
                where: name.where,
                message: 'merge keys (<<) are not used in this file',
                hint: 'settings at the top already hold for every target',
            });
        }
        else if (value === null) {
            entries.push({ key: name.text, where: name.where, value: { kind: 'nothing', where: name.where } });
        }
        else if (held !== undefined) {
            entries.push({ key: name.text, where: name.where, value: held });
        }
    }
    return entries;
}


/***/ })

};
