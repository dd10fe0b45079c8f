export const id = 640;
export const ids = [640];
export const modules = {

/***/ 35776:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GP: () => (/* binding */ elfHeaderBytes),
/* harmony export */   UM: () => (/* binding */ elfType),
/* harmony export */   aB: () => (/* binding */ isElf),
/* harmony export */   x9: () => (/* binding */ readElfHeader)
/* harmony export */ });
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(39580);
/* harmony import */ var _fields_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(66880);


/** Object file types (System V gABI, chapter 4, "ELF Header", e_type). */
const elfType = { relocatable: 1, executable: 2, dynamic: 3, core: 4 };
/** The longest ELF header: this many bytes from the start of a file are enough for `readElfHeader`. */
const elfHeaderBytes = 64;
function isElf(head) {
    return head[0] === 0x7f && head[1] === 0x45 && head[2] === 0x4c && head[3] === 0x46;
}
/**
 * Reads the ELF header (gABI, chapter 4, "ELF Header") from a file's first bytes: 52 of them for class 32, 64 for class 64.
 * @throws SlipwayError E_BINARY when they are not one, with why
 */
function readElfHeader(head) {
    if (!isElf(head))
        throw notElf('it does not begin with the bytes 7f 45 4c 46');
    const wordBits = head[4] === 1 ? 32 : head[4] === 2 ? 64 : undefined;
    if (wordBits === undefined)
        throw notElf(`its class (byte 4) is ${head[4]}, not 1 or 2`);
    const endian = head[5] === 1 ? 'little' : head[5] === 2 ? 'big' : undefined;
    if (endian === undefined)
        throw notElf(`its byte order (byte 5) is ${head[5]}, not 1 or 2`);
    if (head[6] !== 1)
        throw notElf(`its version (byte 6) is ${head[6]}, not 1`);
    const need = wordBits === 64 ? 64 : 52;
    if (head.length < need)
        throw notElf(`it ends after ${head.length} bytes, inside the header of ${need}`);
    const fields = (0,_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .fieldsOf */ .P)(head, endian);
    const word = wordBits === 64 ? fields.u64 : fields.u32;
    const wordBytes = wordBits / 8;
    // After the three words (entry, phoff, shoff) the two classes have the same fields again.
    const tail = 24 + 3 * wordBytes;
    return {
        class: wordBits,
        endian,
        osAbi: fields.u8(7),
        type: fields.u16(16),
        machine: fields.u16(18),
        entry: word(24),
        flags: fields.u32(tail),
        programHeaders: {
            offset: word(24 + wordBytes),
            entryBytes: fields.u16(tail + 6),
            count: fields.u16(tail + 8),
        },
        sectionHeaders: {
            offset: word(24 + 2 * wordBytes),
            entryBytes: fields.u16(tail + 10),
            count: fields.u16(tail + 12),
        },
        sectionNames: fields.u16(tail + 14),
    };
}
function notElf(why) {
    return new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SlipwayError */ .GQ('E_BINARY', `not a readable ELF file: ${why}`);
}


/***/ }),

/***/ 7224:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ elfMachines),
/* harmony export */   Fe: () => (/* binding */ describeMachine),
/* harmony export */   Gz: () => (/* binding */ variantSetting),
/* harmony export */   NJ: () => (/* binding */ architectureOf),
/* harmony export */   R5: () => (/* binding */ isForArchitecture)
/* harmony export */ });
/**
 * Go's architectures that link to ELF (all that linux has). The header does not tell variants: Go writes the same
 * header for GOAMD64=v1 to v4 and for GOARM=5 to 7; build info does (`variantSetting`).
 */
const elfMachines = {
    386: { machine: 3, class: 32, endian: 'little', name: 'Intel 80386' },
    amd64: { machine: 62, class: 64, endian: 'little', name: 'x86-64' },
    arm: { machine: 40, class: 32, endian: 'little', name: 'ARM' },
    arm64: { machine: 183, class: 64, endian: 'little', name: 'AArch64' },
    loong64: { machine: 258, class: 64, endian: 'little', name: 'LoongArch' },
    mips: { machine: 8, class: 32, endian: 'big', name: 'MIPS' },
    mipsle: { machine: 8, class: 32, endian: 'little', name: 'MIPS' },
    mips64: { machine: 8, class: 64, endian: 'big', name: 'MIPS' },
    mips64le: { machine: 8, class: 64, endian: 'little', name: 'MIPS' },
    ppc64: { machine: 21, class: 64, endian: 'big', name: 'PowerPC64' },
    ppc64le: { machine: 21, class: 64, endian: 'little', name: 'PowerPC64' },
    riscv64: { machine: 243, class: 64, endian: 'little', name: 'RISC-V' },
    s390x: { machine: 22, class: 64, endian: 'big', name: 'IBM S/390' },
};
/** The build setting that records an architecture's variant. */
const variantSetting = {
    amd64: 'GOAMD64',
    arm: 'GOARM',
};
/** The Go architecture that a header is for; undefined for machines that Go has no port to. */
function architectureOf(header) {
    const found = Object.entries(elfMachines).find(([, machine]) => fits(header, machine));
    return found?.[0];
}
function isForArchitecture(header, architecture) {
    const machine = elfMachines[architecture];
    return machine !== undefined && fits(header, machine);
}
/** A header's machine in words, for example `x86-64, 64 bit, little endian`. */
function describeMachine(header) {
    const known = Object.values(elfMachines).find((machine) => machine.machine === header.machine);
    return `${known?.name ?? `machine ${header.machine}`}, ${header.class} bit, ${header.endian} endian`;
}
function fits(header, machine) {
    return (header.machine === machine.machine && header.class === machine.class && header.endian === machine.endian);
}


/***/ }),

/***/ 66880:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ fieldsOf)
/* harmony export */ });
function fieldsOf(bytes, endian) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const little = endian === 'little';
    return {
        length: bytes.byteLength,
        u8: (offset) => view.getUint8(offset),
        u16: (offset) => view.getUint16(offset, little),
        u32: (offset) => view.getUint32(offset, little),
        u64: (offset) => Number(view.getBigUint64(offset, little)),
    };
}


/***/ }),

/***/ 59229:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ defaultScanLimits),
/* harmony export */   h: () => (/* binding */ scanLayer)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _support_tar_read_tar_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(62651);
/* harmony import */ var _blob_hash_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(51872);
/* harmony import */ var _decompress_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(11683);




const defaultScanLimits = { ..._decompress_js__WEBPACK_IMPORTED_MODULE_3__/* .defaultLimits */ .MK, maxEntries: 2_000_000 };
/** How much of a file's content is looked at. */
const headBytes = 4096;
/**
 * Reads a layer blob once: its digest and length, its diff ID, its entries. Of the content only what checks look at is
 * kept: the start of ELF files and scripts, and a passwd file up to 4 KiB.
 * @param digest the expected one, which names the algorithm
 */
async function scanLayer(blob, digest, compression, limits = defaultScanLimits) {
    const file = (0,_blob_hash_js__WEBPACK_IMPORTED_MODULE_2__/* .hashingFile */ .XB)(blob.path, digest);
    const diff = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256');
    let uncompressedBytes = 0;
    async function* hashed() {
        for await (const chunk of (0,_decompress_js__WEBPACK_IMPORTED_MODULE_3__/* .unpacked */ .KZ)(file, blob.bytes, compression, limits)) {
            diff.update(chunk);
            uncompressedBytes += chunk.length;
            yield chunk;
        }
    }
    const stream = hashed();
    const entries = [];
    const tarFaults = [];
    let unpackFault;
    try {
        await readEntries(stream, limits, entries, tarFaults);
        for await (const _ of stream)
            ; // what lies behind a tar fault still belongs to the diff ID
    }
    catch (error) {
        if (!(error instanceof _decompress_js__WEBPACK_IMPORTED_MODULE_3__/* .UnpackFault */ .xK))
            throw error;
        unpackFault = error.message;
    }
    const diffId = unpackFault === undefined ? `sha256:${diff.digest('hex')}` : undefined;
    return { ...(await file.finish()), diffId, uncompressedBytes, unpackFault, entries, tarFaults };
}
async function readEntries(stream, limits, entries, tarFaults) {
    for await (const item of (0,_support_tar_read_tar_js__WEBPACK_IMPORTED_MODULE_1__/* .readTar */ .s)(stream)) {
        if (item.kind === 'fault') {
            tarFaults.push(item.fault);
            continue;
        }
        const { entry, content } = item;
        const head = keptHead(entry, await content.read(headBytes));
        // An entry that is cut is no entry: the fault that follows says so.
        if (await content.skip())
            entries.push({ ...entry, head });
        if (entries.length > limits.maxEntries) {
            throw new _decompress_js__WEBPACK_IMPORTED_MODULE_3__/* .UnpackFault */ .xK(`it has more than ${limits.maxEntries} entries`);
        }
    }
}
const nothing = new Uint8Array(0);
/** A copy, so that the chunk it was cut from can be freed. */
function keptHead({ type, path }, head) {
    if (type !== 'file')
        return nothing;
    const start = head.toString('latin1', 0, 4);
    if (start === '\x7fELF')
        return Uint8Array.from(head.subarray(0, 64));
    if (start.startsWith('#!'))
        return Uint8Array.from(head.subarray(0, 256));
    return /(^|\/)passwd$/.test(path) ? Uint8Array.from(head) : nothing;
}


/***/ }),

/***/ 83724:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ mergeLayers),
/* harmony export */   TE: () => (/* binding */ lookUp),
/* harmony export */   dK: () => (/* binding */ components)
/* harmony export */ });
const whiteoutPrefix = '.wh.';
const opaqueName = '.wh..wh..opq';
/** Linux's own limit for links followed in one lookup (path_resolution(7)). */
const maxLinks = 40;
function folder(entry) {
    return { entry, children: new Map() };
}
/** A path's names without `.`, and with `..` as it stands. */
function components(path) {
    return path.split('/').filter((name) => name !== '' && name !== '.');
}
/**
 * The file system that layers make, lowest first (image-spec, layer.md, "Applying Changesets"): whiteouts first, as
 * they only hide what lower layers have; then entries, each replacing what was there unless both are folders.
 */
function mergeLayers(layers) {
    const root = folder();
    const faults = [];
    for (const [layer, entries] of layers.entries()) {
        for (const entry of entries)
            hide(root, components(entry.path));
        for (const entry of entries) {
            const names = components(entry.path);
            if (names.at(-1)?.startsWith(whiteoutPrefix))
                continue;
            const reason = names.includes('..') ? undefined : apply(root, names, entry);
            if (reason !== undefined)
                faults.push({ layer, path: entry.path, reason });
        }
    }
    return { root, faults };
}
function hide(root, names) {
    const name = names.at(-1);
    if (!name?.startsWith(whiteoutPrefix))
        return;
    const parent = lookUp(root, `/${names.slice(0, -1).join('/')}`);
    if (parent.kind !== 'found')
        return;
    if (name === opaqueName)
        parent.node.children?.clear();
    else
        parent.node.children?.delete(name.slice(whiteoutPrefix.length));
}
function apply(root, names, entry) {
    const name = names.at(-1);
    if (name === undefined)
        return undefined;
    const parent = openFolder(root, names.slice(0, -1));
    if (typeof parent === 'string')
        return parent;
    const existing = parent.get(name);
    if (entry.type === 'directory') {
        parent.set(name, { entry, children: existing?.children ?? new Map() });
        return undefined;
    }
    if (entry.type === 'hardlink') {
        const target = lookUp(root, `/${components(entry.link).join('/')}`, { followLast: false });
        if (target.kind !== 'found')
            return `its hard link target ${entry.link} is not there`;
        if (target.node.children !== undefined)
            return `its hard link target ${entry.link} is a folder`;
        parent.set(name, target.node);
        return undefined;
    }
    parent.set(name, { entry, children: undefined });
    return undefined;
}
/** The folder at a path; missing ones are made, links followed inside the root, as containerd and runc unpack. */
function openFolder(root, names) {
    let path = '';
    let children = root.children;
    for (const name of names) {
        path += `/${name}`;
        let found = children?.get(name);
        if (found === undefined) {
            found = folder();
            children?.set(name, found);
        }
        if (found.entry?.type === 'symlink') {
            const target = lookUp(root, path);
            if (target.kind !== 'found')
                return `its folder ${path} is a link that leads nowhere`;
            found = target.node;
        }
        if (found.children === undefined)
            return `its folder ${path} is a file`;
        children = found.children;
    }
    return children ?? 'the root is no folder';
}
/**
 * Looks an absolute path up as the kernel does in a root of its own: links are followed, `..` above the root stays there.
 * `path` in the answer is where it led, or what is missing; `parents` are the folders walked through, root first.
 */
function lookUp(root, path, options = {}) {
    const trail = [{ name: '', node: root }];
    const names = components(path).reverse();
    let links = 0;
    const here = () => trail.map(({ name }) => name).join('/') || '/';
    for (let name = names.pop(); name !== undefined; name = names.pop()) {
        if (name === '..') {
            if (trail.length > 1)
                trail.pop();
            continue;
        }
        const children = trail.at(-1)?.node.children;
        if (children === undefined)
            return { kind: 'not-a-folder', path: here() };
        const node = children.get(name);
        if (node === undefined)
            return { kind: 'missing', path: `${here().replace(/^\/$/, '')}/${name}` };
        if (node.entry?.type !== 'symlink' || (names.length === 0 && options.followLast === false)) {
            trail.push({ name, node });
            continue;
        }
        if (++links > maxLinks)
            return { kind: 'too-many-links', path };
        if (node.entry.link.startsWith('/'))
            trail.length = 1;
        names.push(...components(node.entry.link).reverse());
    }
    const nodes = trail.map(({ node }) => node);
    return { kind: 'found', path: here(), node: nodes.at(-1) ?? root, parents: nodes.slice(0, -1) };
}


/***/ }),

/***/ 51389:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EC: () => (/* binding */ storeSubject),
/* harmony export */   TF: () => (/* binding */ layoutSubject),
/* harmony export */   u0: () => (/* binding */ readDocument)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _image_source_stored_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(96864);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(39580);
/* harmony import */ var _support_hashing_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(47823);
var __addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});





/**
 * An image that lies in the local blob store and has not been written out yet.
 * @param elsewhere digests of layers that need not lie there
 */
function storeSubject(name, descriptor, store, elsewhere = new Set()) {
    return {
        name,
        elsewhere,
        root: { kind: 'descriptor', name, descriptor },
        find: async (digest) => ((0,_support_hashing_js__WEBPACK_IMPORTED_MODULE_4__/* .isDigest */ .Bc)(digest) ? await store.find(digest) : undefined),
    };
}
/**
 * An OCI image layout folder (image-spec, image-layout.md).
 * @throws SlipwayError E_CONFIG when the path is not one, with what is there; E_IO when it cannot be read
 */
async function layoutSubject(directory) {
    await refuseOtherThings(directory);
    const [ociLayout, index] = await Promise.all([
        readDocument((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(directory, 'oci-layout')),
        readDocument((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(directory, 'index.json')),
    ]);
    if (ociLayout === undefined && index === undefined)
        throw await notALayout(directory);
    return {
        name: directory,
        root: { kind: 'document', name: 'index.json', content: index },
        find: async (digest) => {
            const parsed = (0,_support_hashing_js__WEBPACK_IMPORTED_MODULE_4__/* .parseDigest */ .m)(digest);
            return parsed === undefined ? undefined : regularFile(blobPath(directory, parsed));
        },
        layout: { ociLayout, list: () => listBlobs(directory) },
    };
}
/** The grammar of a digest (descriptor.md) has no slash, and its first letter is no dot: the path stays inside. */
function blobPath(directory, { algorithm, encoded }) {
    return (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(directory, 'blobs', algorithm, encoded);
}
async function refuseOtherThings(directory) {
    const found = await statIfThere(directory);
    if (found === undefined) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .SlipwayError */ .GQ('E_CONFIG', `there is no OCI layout at ${directory}: the path does not exist`, {
            hint: 'name the folder that holds oci-layout and index.json, an archive, or an image with its registry: ghcr.io/acme/api:v1',
        });
    }
    if (found.isDirectory())
        return;
    throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .SlipwayError */ .GQ('E_CONFIG', `${directory} is a file, and an OCI layout is a folder`, {
        hint: 'an archive is named with oci-archive:FILE or docker-archive:FILE',
    });
}
async function notALayout(directory) {
    const names = (await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(directory)).sort();
    const shown = names.slice(0, 8).join(', ') + (names.length > 8 ? ` and ${names.length - 8} more` : '');
    return new _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .SlipwayError */ .GQ('E_CONFIG', `${directory} is not an OCI layout: it has neither oci-layout nor index.json\n` +
        (names.length === 0 ? 'the folder is empty' : `it holds ${shown}`), { hint: 'name the layout folder itself; with several targets each has its own, DIR/<target>' });
}
/** A document's bytes: one more than the limit when it is longer, undefined when there is no such regular file. */
async function readDocument(path) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        if ((await regularFile(path)) === undefined)
            return undefined;
        const handle = __addDisposableResource(env_1, await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.open)(path, 'r'), true);
        const buffer = Buffer.alloc(_image_source_stored_js__WEBPACK_IMPORTED_MODULE_2__/* .maxDocumentBytes */ .VR + 1);
        let length = 0;
        while (length < buffer.length) {
            const { bytesRead } = await handle.read(buffer, length, buffer.length - length);
            if (bytesRead === 0)
                break;
            length += bytesRead;
        }
        return Buffer.from(buffer.subarray(0, length));
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = __disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}
/** Links are followed (some tools write layouts of links); pipes and devices, which would block, are not files. */
async function regularFile(path) {
    const found = await statIfThere(path);
    return found?.isFile() ? { path, bytes: found.size } : undefined;
}
async function statIfThere(path) {
    try {
        return await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(path);
    }
    catch (error) {
        if ((0,_support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .isSystemError */ .Or)(error) && ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'].includes(error.code ?? '')) {
            return undefined;
        }
        throw error;
    }
}
async function listBlobs(directory) {
    const listed = [];
    for (const algorithm of await namesIn((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(directory, 'blobs'))) {
        const folder = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(directory, 'blobs', algorithm);
        if (!(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.lstat)(folder)).isDirectory()) {
            listed.push({ name: `blobs/${algorithm}`, isFile: false });
            continue;
        }
        for (const encoded of await namesIn(folder)) {
            const digest = `${algorithm}:${encoded}`;
            const isFile = (await regularFile((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, encoded))) !== undefined;
            const named = (0,_support_hashing_js__WEBPACK_IMPORTED_MODULE_4__/* .parseDigest */ .m)(digest) === undefined ? {} : { digest };
            listed.push({ name: `blobs/${algorithm}/${encoded}`, isFile, ...named });
        }
    }
    return listed;
}
async function namesIn(folder) {
    try {
        return (await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(folder)).sort();
    }
    catch (error) {
        if ((0,_support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .isSystemError */ .Or)(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
            return [];
        throw error;
    }
}


/***/ }),

/***/ 53900:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   s: () => (/* binding */ outcomeOf)
/* harmony export */ });
/** The run's outcome: the worst of its verdicts. */
function outcomeOf(verdicts) {
    const failed = verdicts.filter((verdict) => verdict.status === 'fail');
    if (failed.some((verdict) => verdict.severity === 'block'))
        return 'fail';
    return failed.some((verdict) => verdict.severity === 'approve') ? 'needs-approval' : 'pass';
}


/***/ }),

/***/ 8279:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  O: () => (/* binding */ verifyImages)
});

// EXTERNAL MODULE: ./lib/image/read/layer-scan.js
var layer_scan = __webpack_require__(59229);
// EXTERNAL MODULE: ./lib/image/documents.js
var documents = __webpack_require__(22239);
// EXTERNAL MODULE: ./lib/image/media-types.js
var media_types = __webpack_require__(64857);
// EXTERNAL MODULE: ./lib/image/read/blob-hash.js
var blob_hash = __webpack_require__(51872);
// EXTERNAL MODULE: ./lib/support/hashing.js
var hashing = __webpack_require__(47823);
;// CONCATENATED MODULE: ./lib/verify/forms.js

/** RFC 6838, section 4.2: type and subtype are restricted names of at most 127 characters. */
const mediaTypeForm = {
    says: 'a media type such as application/vnd.oci.image.manifest.v1+json',
    fits: (text) => /^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}\/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}$/.test(text),
};
/** image-spec, descriptor.md, "Digests" and "Registered algorithms". */
const digestForm = {
    says: 'a digest such as sha256: and 64 lower-case hexadecimal digits',
    fits: (text) => (0,hashing/* parseDigest */.m)(text) !== undefined,
};
/** RFC 3986, section 3: with a scheme, and of the characters that section 2 allows. */
const uriForm = {
    says: 'a URI with a scheme, such as https://example.com/app',
    fits: (text) => /^[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?@!$&'()*+,;=[\]-]|%[0-9A-Fa-f]{2})*(?:#(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?$/.test(text) && URL.canParse(text),
};
/** RFC 4648, section 4: with padding. */
const base64Form = {
    says: 'Base 64 with padding',
    fits: (text) => text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text),
};
const timeForm = {
    says: 'a time as RFC 3339 writes it, such as 2026-01-31T12:00:00Z',
    fits: (text) => parseTime(text) !== undefined,
};
/** image-spec, config.md, "Env"; the name is not empty (schema/validator.go refuses `=value`). */
const environmentForm = {
    says: 'NAME=value',
    fits: (text) => /^[^=\0]+=[^\0]*$/.test(text),
};
/** image-spec, config.md, "ExposedPorts"; sctp is what engines take besides. */
const portForm = {
    says: 'a port from 1 to 65535, such as 8080 or 8080/tcp',
    fits: (text) => parsePort(text) !== undefined,
};
/** image-spec, annotations.md, the grammar of org.opencontainers.image.ref.name. */
const refNameForm = {
    says: 'letters and digits, separated by one of - . _ : @ + / or by --',
    fits: (text) => /^[A-Za-z0-9]+(?:(?:--|[-._:@+/])[A-Za-z0-9]+)*$/.test(text),
};
function parsePort(text) {
    const digits = /^([1-9]\d{0,4})(?:\/(?:tcp|udp|sctp))?$/.exec(text)?.[1];
    const port = Number(digits);
    return port <= 65535 ? port : undefined;
}
/** RFC 3339, section 5.6, read as Go's strict parser does: upper-case T and Z, real days, no leap second. */
function parseTime(text) {
    const match = /^(\d{4}-\d\d)-(\d\d)T((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d+))?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/.exec(text);
    const [, month, day, clock, fraction = '', zone] = match ?? [];
    if (zone === undefined)
        return undefined;
    const midnight = new Date(`${month}-${day}T00:00:00Z`);
    if (Number.isNaN(midnight.getTime()) || midnight.getUTCDate() !== Number(day))
        return undefined;
    const seconds = Date.parse(`${month}-${day}T${clock}${zone}`) / 1000;
    return { seconds, fraction: fraction.replace(/0+$/, ''), utc: zone === 'Z' };
}
/** Foreign text for a message: quoted, cut at 160 characters, and with nothing in it that a terminal would act on. */
function quote(text) {
    return printable(JSON.stringify(text.length > 160 ? `${text.slice(0, 160)}…` : text));
}
/** Text without control characters and without those that turn the direction of writing: they are written as escapes. */
function printable(text) {
    return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

;// CONCATENATED MODULE: ./lib/verify/documents.js

// The rules of image-spec v1.1.1 for each JSON document, by field. Its schema files say the same of types; forms are
// from the text. Fields the text reserves (Memory, Healthcheck …) and unknown ones are not judged.
const documents_text = { is: 'string' };
const texts = { is: 'array', of: documents_text };
const mediaTypeText = { is: 'string', form: mediaTypeForm };
const two = { is: 'integer', from: 2, to: 2 };
const emptyObjects = (keys) => ({
    is: 'map',
    of: { is: 'object', fields: {} },
    ...(keys === undefined ? {} : { keys }),
});
const annotationKey = { says: 'a text that is not empty', fits: (key) => key !== '' };
const annotations = {
    shape: { is: 'map', of: documents_text, keys: annotationKey },
    section: 'annotations.md, "Rules"',
};
const descriptorSection = 'descriptor.md, "Properties"';
const descriptorFields = {
    mediaType: { shape: mediaTypeText, required: true, section: descriptorSection },
    digest: { shape: { is: 'string', form: digestForm }, required: true, section: 'descriptor.md, "Digests"' },
    size: {
        shape: { is: 'integer', from: 0, to: Number.MAX_SAFE_INTEGER },
        required: true,
        section: descriptorSection,
    },
    urls: { shape: { is: 'array', of: { is: 'string', form: uriForm } }, section: descriptorSection },
    annotations,
    data: { shape: { is: 'string', form: base64Form }, section: descriptorSection },
    artifactType: { shape: mediaTypeText, section: descriptorSection },
};
const descriptor = { is: 'object', fields: descriptorFields };
const platformSection = 'image-index.md, "platform"';
const platform = {
    is: 'object',
    fields: {
        architecture: { shape: documents_text, required: true, section: platformSection },
        os: { shape: documents_text, required: true, section: platformSection },
        'os.version': { shape: documents_text, section: platformSection },
        'os.features': { shape: texts, section: platformSection },
        variant: { shape: documents_text, section: platformSection },
    },
};
const indexSection = 'image-index.md, "Image Index Property Descriptions"';
const index = {
    is: 'object',
    fields: {
        schemaVersion: { shape: two, required: true, section: indexSection },
        mediaType: { shape: mediaTypeText, section: indexSection },
        artifactType: { shape: mediaTypeText, section: indexSection },
        manifests: {
            shape: {
                is: 'array',
                of: {
                    is: 'object',
                    fields: { ...descriptorFields, platform: { shape: platform, section: platformSection } },
                },
            },
            required: true,
            section: indexSection,
        },
        subject: { shape: descriptor, section: indexSection },
        annotations,
    },
};
const manifestSection = 'manifest.md, "Image Manifest Property Descriptions"';
const manifest = {
    is: 'object',
    fields: {
        schemaVersion: { shape: two, required: true, section: manifestSection },
        mediaType: { shape: mediaTypeText, section: manifestSection },
        artifactType: { shape: mediaTypeText, section: manifestSection },
        config: { shape: descriptor, required: true, section: manifestSection },
        layers: {
            shape: { is: 'array', of: descriptor, notEmpty: true },
            required: true,
            section: manifestSection,
        },
        subject: { shape: descriptor, section: manifestSection },
        annotations,
    },
};
const configSection = 'config.md, "Properties"';
const optional = (shape, orNull = 'by-text') => ({
    shape,
    orNull,
    section: configSection,
});
const time = { is: 'string', form: timeForm };
const execution = {
    is: 'object',
    fields: {
        User: optional(documents_text),
        ExposedPorts: optional(emptyObjects(portForm)),
        Env: optional({ is: 'array', of: { is: 'string', form: environmentForm } }),
        Entrypoint: optional(texts, 'yes'),
        Cmd: optional(texts, 'yes'),
        Volumes: optional(emptyObjects(), 'yes'),
        WorkingDir: optional(documents_text),
        Labels: optional(annotations.shape, 'yes'),
        StopSignal: optional(documents_text),
        ArgsEscaped: optional({ is: 'boolean' }),
    },
};
const historyEntry = {
    is: 'object',
    fields: {
        created: optional(time),
        author: optional(documents_text),
        created_by: optional(documents_text),
        comment: optional(documents_text),
        empty_layer: optional({ is: 'boolean' }),
    },
};
const rootfs = {
    is: 'object',
    fields: {
        type: {
            shape: { is: 'string', form: { says: '"layers"', fits: (value) => value === 'layers' } },
            required: true,
            section: configSection,
        },
        diff_ids: {
            shape: { is: 'array', of: { is: 'string', form: digestForm } },
            required: true,
            section: 'config.md, "Layer DiffID"',
        },
    },
};
const config = {
    is: 'object',
    fields: {
        created: optional(time),
        author: optional(documents_text),
        architecture: { shape: documents_text, required: true, section: configSection },
        os: { shape: documents_text, required: true, section: configSection },
        'os.version': optional(documents_text),
        'os.features': optional(texts),
        variant: optional(documents_text),
        config: optional(execution),
        rootfs: { shape: rootfs, required: true, section: configSection },
        history: optional({ is: 'array', of: historyEntry }),
    },
};
const layoutSection = 'image-layout.md, "oci-layout file"';
const layout = {
    is: 'object',
    fields: {
        imageLayoutVersion: {
            shape: { is: 'string', form: { says: '"1.0.0"', fits: (value) => value === '1.0.0' } },
            required: true,
            section: layoutSection,
        },
    },
};
/** The rules of each kind of document, with the section that introduces it. */
const documentRules = {
    layout: { shape: layout, section: layoutSection },
    index: { shape: index, section: indexSection },
    manifest: { shape: manifest, section: manifestSection },
    config: { shape: config, section: configSection },
};

// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __webpack_require__(4573);
;// CONCATENATED MODULE: ./lib/verify/json.js

/** Deeper than any OCI document goes, and far from the depth at which a reader's stack ends. */
const maxDepth = 64;
/** Ends the reading: the text from here on is not JSON. */
class NotJson extends Error {
    pointer;
    constructor(pointer, message) {
        super(message);
        this.pointer = pointer;
    }
}
/**
 * Reads one JSON document (RFC 8259) and names what JSON.parse lets pass and other readers judge differently: duplicate
 * keys (section 4), bytes that are not UTF-8 and a byte order mark (section 8.1), lone surrogates (section 8.2).
 * @returns never throws; `faults` says what and where
 */
function parseJson(bytes) {
    const faults = [];
    if (!(0,external_node_buffer_.isUtf8)(bytes))
        faults.push({ pointer: '', message: 'holds bytes that are not UTF-8' });
    const text = Buffer.from(bytes).toString('utf8');
    const reader = { text, at: 0, faults };
    try {
        const value = readValue(reader, '', 0);
        skipSpace(reader);
        if (reader.at < text.length)
            throw expected(reader, '', 'the end of the document');
        return { value, faults };
    }
    catch (error) {
        if (!(error instanceof NotJson))
            throw error;
        faults.push({ pointer: error.pointer, message: `is not JSON: ${error.message}` });
        return { value: undefined, faults };
    }
}
function readValue(reader, pointer, depth) {
    if (depth > maxDepth)
        throw new NotJson(pointer, `nested deeper than ${maxDepth} levels`);
    skipSpace(reader);
    switch (reader.text[reader.at]) {
        case '{':
            return readObject(reader, pointer, depth);
        case '[':
            return readArray(reader, pointer, depth);
        case '"':
            return readString(reader, pointer);
        default:
            return readWord(reader, pointer);
    }
}
function readObject(reader, pointer, depth) {
    const object = Object.create(null);
    reader.at += 1;
    if (accept(reader, '}'))
        return object;
    do {
        skipSpace(reader);
        if (reader.text[reader.at] !== '"')
            throw expected(reader, pointer, 'a key in quotes');
        const key = readString(reader, pointer);
        const own = `${pointer}/${escapePointer(key)}`;
        if (Object.hasOwn(object, key)) {
            reader.faults.push({
                pointer: own,
                message: 'is there twice: readers differ in which of the two they take',
            });
        }
        if (!accept(reader, ':'))
            throw expected(reader, own, '":"');
        object[key] = readValue(reader, own, depth + 1);
    } while (accept(reader, ','));
    if (!accept(reader, '}'))
        throw expected(reader, pointer, '"," or "}"');
    return object;
}
function readArray(reader, pointer, depth) {
    const array = [];
    reader.at += 1;
    if (accept(reader, ']'))
        return array;
    do {
        array.push(readValue(reader, `${pointer}/${array.length}`, depth + 1));
    } while (accept(reader, ','));
    if (!accept(reader, ']'))
        throw expected(reader, pointer, '"," or "]"');
    return array;
}
function readString(reader, pointer) {
    const { text, at: start } = reader;
    let end = start + 1;
    while (end < text.length && text[end] !== '"')
        end += text[end] === '\\' ? 2 : 1;
    const token = text.slice(start, end + 1);
    let value;
    try {
        value = JSON.parse(token);
    }
    catch {
        throw expected(reader, pointer, 'a string with valid escapes and a closing quote');
    }
    reader.at = end + 1;
    if (!value.isWellFormed()) {
        reader.faults.push({ pointer, message: 'holds half of a surrogate pair, which is no character' });
    }
    return value;
}
const words = [
    ['true', true],
    ['false', false],
    ['null', null],
];
function readWord(reader, pointer) {
    for (const [word, value] of words) {
        if (reader.text.startsWith(word, reader.at)) {
            reader.at += word.length;
            return value;
        }
    }
    const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    number.lastIndex = reader.at;
    const token = number.exec(reader.text)?.[0];
    if (token === undefined)
        throw expected(reader, pointer, 'a value');
    reader.at += token.length;
    return Number(token);
}
function accept(reader, character) {
    skipSpace(reader);
    if (reader.text[reader.at] !== character)
        return false;
    reader.at += 1;
    return true;
}
function skipSpace(reader) {
    while (' \t\n\r'.includes(reader.text[reader.at] ?? 'x'))
        reader.at += 1;
}
function expected(reader, pointer, what) {
    const before = reader.text.slice(0, reader.at).split('\n');
    const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
    return new NotJson(pointer, `expected ${what} at ${place}`);
}
/** One reference token of a JSON pointer (RFC 6901, section 3). */
function escapePointer(key) {
    return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

;// CONCATENATED MODULE: ./lib/verify/shape.js


/** Every way in which a value differs from its shape. `section` names where the shape itself is written. */
function* shapeFaults(value, shape, section, pointer = '') {
    const wrong = (message) => ({ pointer, message, section, severity: 'block' });
    switch (shape.is) {
        case 'boolean':
            if (typeof value !== 'boolean')
                yield wrong(`must be true or false, is ${kindOf(value)}`);
            return;
        case 'integer':
            if (typeof value !== 'number')
                yield wrong(`must be an integer, is ${kindOf(value)}`);
            else if (!Number.isInteger(value) || value < shape.from || value > shape.to)
                yield wrong(`must be an integer ${range(shape.from, shape.to)}, is ${value}`);
            return;
        case 'string':
            if (typeof value !== 'string')
                yield wrong(`must be a string, is ${kindOf(value)}`);
            else if (shape.form !== undefined && !shape.form.fits(value))
                yield wrong(`must be ${shape.form.says}, is ${quote(value)}`);
            return;
        case 'array':
            if (!Array.isArray(value))
                yield wrong(`must be an array, is ${kindOf(value)}`);
            else
                yield* arrayFaults(value, shape, section, pointer);
            return;
        case 'map':
            if (!isObject(value))
                yield wrong(`must be an object, is ${kindOf(value)}`);
            else
                yield* mapFaults(value, shape, section, pointer);
            return;
        case 'object':
            if (!isObject(value))
                yield wrong(`must be an object, is ${kindOf(value)}`);
            else
                yield* objectFaults(value, shape.fields, section, pointer);
    }
}
function* arrayFaults(value, shape, section, pointer) {
    if (shape.notEmpty && value.length === 0) {
        const message = 'is empty: the text says it should have an entry, the JSON schema demands it';
        yield { pointer, message, section, severity: 'warn' };
    }
    for (const [at, item] of value.entries()) {
        yield* shapeFaults(item, shape.of, section, `${pointer}/${at}`);
    }
}
function* mapFaults(value, shape, section, pointer) {
    for (const [key, item] of Object.entries(value)) {
        const own = `${pointer}/${escapePointer(key)}`;
        if (shape.keys !== undefined && !shape.keys.fits(key)) {
            yield { pointer: own, message: `its key must be ${shape.keys.says}`, section, severity: 'block' };
        }
        yield* shapeFaults(item, shape.of, section, own);
    }
}
function* objectFaults(value, fields, section, pointer) {
    for (const [name, field] of Object.entries(fields)) {
        const own = `${pointer}/${name}`;
        if (!Object.hasOwn(value, name)) {
            if (field.required) {
                yield { pointer: own, message: 'is required and missing', section: field.section, severity: 'block' };
            }
            continue;
        }
        const item = value[name];
        if (item !== null || field.orNull === undefined) {
            yield* shapeFaults(item, field.shape, field.section, own);
        }
        else if (field.orNull === 'by-text') {
            const message = 'is null: the text of the specification allows it, its JSON schema refuses it; leave it out';
            yield { pointer: own, message, section: field.section, severity: 'warn' };
        }
    }
    yield* lookalikes(value, fields, section, pointer);
}
/** Go's encoding/json matches names without regard to case, so `Layers` would be read as `layers` by most clients. */
function* lookalikes(value, fields, section, pointer) {
    const known = new Map(Object.keys(fields).map((name) => [name.toLowerCase(), name]));
    for (const key of Object.keys(value)) {
        const name = known.get(key.toLowerCase());
        if (name === undefined || name === key)
            continue;
        const message = `differs from ${quote(name)} only in case: readers written in Go take it for that field`;
        yield { pointer: `${pointer}/${escapePointer(key)}`, message, section, severity: 'block' };
    }
}
function range(from, to) {
    return from === to ? `equal to ${from}` : `from ${from} to ${to}`;
}
function kindOf(value) {
    if (value === null)
        return 'null';
    if (Array.isArray(value))
        return 'an array';
    if (typeof value === 'object')
        return 'an object';
    return typeof value === 'string' ? `the string ${quote(value)}` : `the ${typeof value} ${value}`;
}

;// CONCATENATED MODULE: ./lib/verify/views.js


function descriptorView(value) {
    const json = objectOf(value);
    const digest = textOf(json['digest']);
    return {
        mediaType: textOf(json['mediaType']),
        digest: digest === undefined || (0,hashing/* parseDigest */.m)(digest) === undefined ? undefined : digest,
        size: typeof json['size'] === 'number' ? json['size'] : undefined,
        data: textOf(json['data']),
        annotations: textMap(json['annotations']),
        platform: platformView(json['platform']),
    };
}
function platformView(value) {
    const json = objectOf(value);
    const os = textOf(json['os']);
    const architecture = textOf(json['architecture']);
    if (os === undefined || architecture === undefined)
        return undefined;
    return { os, architecture, variant: textOf(json['variant']), osVersion: textOf(json['os.version']) };
}
function configView(value) {
    const json = objectOf(value);
    const config = objectOf(json['config']);
    const diffIds = objectOf(json['rootfs'])['diff_ids'];
    return {
        created: textOf(json['created']),
        os: textOf(json['os']),
        architecture: textOf(json['architecture']),
        variant: textOf(json['variant']),
        user: textOf(config['User']) ?? '',
        ports: Object.keys(objectOf(config['ExposedPorts'])),
        env: views_texts(config['Env']),
        entrypoint: views_texts(config['Entrypoint']),
        cmd: views_texts(config['Cmd']),
        workingDir: textOf(config['WorkingDir']) || '/',
        labels: textMap(config['Labels']),
        diffIds: Array.isArray(diffIds) ? views_texts(diffIds) : undefined,
        history: Array.isArray(json['history']) ? json['history'].map(historyView) : undefined,
    };
}
function historyView(value) {
    const json = objectOf(value);
    return {
        created: textOf(json['created']),
        createdBy: textOf(json['created_by']) ?? '',
        emptyLayer: json['empty_layer'] === true,
    };
}
function annotationsOf(value) {
    return textMap(objectOf(value)['annotations']);
}
/** The items of an array field; none when it is no array. */
function itemsOf(value, field) {
    const items = objectOf(value)[field];
    return Array.isArray(items) ? items : [];
}
function objectOf(value) {
    return isObject(value) ? value : {};
}
function textOf(value) {
    return typeof value === 'string' ? value : undefined;
}
function views_texts(value) {
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
function textMap(value) {
    const entries = Object.entries(objectOf(value)).filter(([, item]) => typeof item === 'string');
    return Object.fromEntries(entries);
}

;// CONCATENATED MODULE: ./lib/verify/checks/content.js







const again = 'copy or build the image again: its content was changed or cut after it was described';
/** image-spec, descriptor.md, "Verification" and the property `data`. */
const descriptors = {
    of: 'whole',
    name: 'image/descriptors',
    severity: 'block',
    run: function* ({ examination }) {
        for (const reference of examination.references) {
            const { digest } = reference.descriptor;
            if (digest === undefined || !examination.blobs.has(digest))
                continue;
            const facts = examination.blobs.get(digest);
            if (facts !== undefined)
                yield* againstFacts(reference, digest, facts);
            else if (examination.subject.layout === undefined) {
                yield { where: reference.where, what: `points to ${digest}, which is not there`, todo: again };
            }
        }
    },
};
function* againstFacts({ where, descriptor }, digest, facts) {
    if (descriptor.size !== undefined && descriptor.size !== facts.bytes) {
        yield {
            where: `${where}/size`,
            what: `says ${descriptor.size} bytes, the blob has ${facts.bytes}`,
            todo: again,
        };
    }
    if (facts.digest === undefined) {
        const what = `is of an algorithm that image-spec does not register, so it cannot be compared: ${quote(digest)}`;
        yield { where: `${where}/digest`, what, severity: 'warn', todo: 'use sha256' };
    }
    else if (facts.digest !== digest) {
        yield { where: `${where}/digest`, what: `says ${digest}, the blob is ${facts.digest}`, todo: again };
    }
    if (descriptor.data === undefined)
        return;
    const data = Buffer.from(descriptor.data, 'base64');
    const hasher = (0,blob_hash/* hasherFor */.jJ)(digest);
    hasher?.hash.update(data);
    if (data.length !== descriptor.size || (hasher !== undefined && hasher.result() !== digest)) {
        yield {
            where: `${where}/data`,
            what: 'is not the content that the digest names',
            todo: 'leave `data` out',
        };
    }
}
/** Every document by the rules of image-spec, and as every reader would read it. */
const json = {
    of: 'whole',
    name: 'image/json',
    severity: 'block',
    run: function* ({ examination }) {
        for (const { kind, name, json: document } of examination.documents) {
            const todo = 'have its maker write it by image-spec v1.1.1';
            for (const { pointer, message } of document.faults)
                yield { where: at(name, pointer), what: message, todo };
            if (document.value === undefined)
                continue;
            const { shape, section } = documentRules[kind];
            for (const fault of shapeFaults(document.value, shape, section)) {
                const what = `${fault.message} (${fault.section})`;
                yield { where: at(name, fault.pointer), what, todo, severity: fault.severity };
            }
        }
    },
};
function at(name, pointer) {
    return pointer === '' ? name : `${name} ${pointer}`;
}
/** image-spec, media-types.md: what a descriptor calls its content, what the content calls itself, and what it is. */
const mediaTypes = {
    of: 'whole',
    name: 'image/media-types',
    severity: 'block',
    run: function* ({ examination }) {
        for (const document of examination.documents)
            yield* ownMediaType(document);
        for (const manifest of examination.manifests)
            yield* manifestMediaTypes(manifest);
        for (const { where, role, descriptor } of examination.references) {
            if (role !== 'entry' || descriptor.mediaType === undefined)
                continue;
            const known = (0,media_types/* knownMediaType */.Iz)(descriptor.mediaType);
            if (known === undefined || known.role === 'index' || known.role === 'manifest')
                continue;
            const what = `is ${quote(descriptor.mediaType)}: an index points to manifests and indexes`;
            yield { where: `${where}/mediaType`, what, severity: 'warn', todo: 'point to a manifest' };
        }
    },
};
/** Which field tells what a document is, whatever it is called. */
const telltale = {
    index: ['manifests'],
    manifest: ['config', 'layers'],
};
const withArticle = { index: 'an index', manifest: 'a manifest' };
function* ownMediaType({ kind, name, mediaType, json: { value } }) {
    if (kind !== 'index' && kind !== 'manifest')
        return;
    const document = objectOf(value);
    const own = textOf(document['mediaType']);
    const where = `${name} /mediaType`;
    if (own !== undefined && own !== (mediaType ?? own)) {
        const what = `is ${quote(own)}, its descriptor says ${quote(mediaType ?? '')}`;
        yield { where, what, todo: 'write the same media type in both' };
    }
    else if (own !== undefined && (0,media_types/* knownMediaType */.Iz)(own)?.role !== kind) {
        yield {
            where,
            what: `is ${quote(own)}, which is no ${kind}`,
            todo: `use the media type of ${withArticle[kind]}`,
        };
    }
    else if (own === undefined && name !== 'index.json') {
        const what = `is missing: without it a document can be read as another kind than it is (manifest.md, image-index.md: SHOULD)`;
        yield { where, what, severity: 'warn', todo: 'write it in the document too' };
    }
    const other = kind === 'index' ? 'manifest' : 'index';
    const strange = telltale[other].find((field) => Object.hasOwn(document, field));
    if (strange !== undefined) {
        const what = `belongs in ${withArticle[other]}, and this is ${withArticle[kind]}: readers can disagree on what it is (GHSA-mc8v-mgrf-8f4m)`;
        yield { where: `${name} /${strange}`, what, todo: 'make it one or the other' };
    }
}
function* manifestMediaTypes({ document, reference, config, layers }) {
    const known = (0,media_types/* knownMediaType */.Iz)(config.descriptor.mediaType ?? '');
    const artifactType = objectOf(document.json.value)['artifactType'];
    if (known?.role === 'empty' && artifactType === undefined) {
        const what = 'is missing, and must be there when the config is empty (manifest.md, "artifactType")';
        yield { where: `${document.name} /artifactType`, what, todo: 'name the type of the artifact' };
    }
    if (known?.role !== 'config' || (0,documents/* isAttestation */.H3)(reference.descriptor))
        return;
    for (const layer of layers)
        yield* layerMediaType(layer.reference, known.family);
}
function* layerMediaType({ where, descriptor }, family) {
    const { mediaType } = descriptor;
    if (mediaType === undefined)
        return;
    const layer = (0,media_types/* knownMediaType */.Iz)(mediaType);
    const todo = 'use application/vnd.oci.image.layer.v1.tar, +gzip or +zstd';
    if (layer?.role !== 'layer') {
        yield {
            where: `${where}/mediaType`,
            what: `is ${quote(mediaType)}, which is no layer of an image`,
            todo,
        };
    }
    else if (layer.family !== family) {
        const what = `is ${layer.family}'s type, the config is ${family}'s: engines refuse a mixture`;
        yield { where: `${where}/mediaType`, what, severity: 'warn', todo };
    }
    else if (layer.nonDistributable) {
        const what = 'is a non-distributable layer, which the specification deprecates';
        yield { where: `${where}/mediaType`, what, severity: 'warn', todo };
    }
}

// EXTERNAL MODULE: ./lib/image/read/tree.js
var read_tree = __webpack_require__(83724);
;// CONCATENATED MODULE: ./lib/verify/checks/layers.js



const layers_again = 'build or copy the image again';
/** image-spec, config.md, "Layer DiffID". */
const diffIds = {
    of: 'image',
    name: 'image/diff-ids',
    severity: 'block',
    needs: ['config'],
    run: function* ({ config, configDocument, layers }) {
        for (const [at, { reference, scan }] of layers.entries()) {
            if (scan === undefined)
                continue;
            if (scan.unpackFault !== undefined) {
                yield { where: reference.where, what: scan.unpackFault, todo: layers_again };
                continue;
            }
            const said = config?.diffIds?.[at];
            if (said === undefined || !said.startsWith('sha256:') || said === scan.diffId)
                continue;
            const where = `${configDocument?.name} /rootfs/diff_ids/${at}`;
            yield { where, what: `says ${said}, the layer unpacks to ${scan.diffId}`, todo: layers_again };
        }
    },
};
/** image-spec, config.md, "rootfs" and "history": one diff ID and one non-empty history entry for each layer. */
const configMatchesManifest = {
    of: 'image',
    name: 'image/config-matches-manifest',
    severity: 'block',
    needs: ['config'],
    run: function* ({ config, configDocument, layers, manifest }) {
        const name = configDocument?.name ?? 'config';
        const count = layers.length;
        const ids = config?.diffIds?.length;
        if (ids !== undefined && ids !== count) {
            yield {
                where: `${name} /rootfs/diff_ids`,
                what: `has ${ids} entries for ${count} layers`,
                todo: layers_again,
            };
        }
        const filled = config?.history?.filter((entry) => !entry.emptyLayer).length;
        if (filled !== undefined && filled !== count && config?.history?.length !== 0) {
            const what = `has ${filled} entries that are not empty_layer for ${count} layers`;
            yield { where: `${name} /history`, what, todo: layers_again };
        }
        const own = (0,media_types/* knownMediaType */.Iz)(manifest.document.mediaType ?? '')?.family;
        const family = (0,media_types/* knownMediaType */.Iz)(manifest.config.descriptor.mediaType ?? '')?.family;
        if (own !== undefined && family !== own) {
            const what = `is ${family}'s type in a manifest of ${own}'s: engines refuse a mixture`;
            yield { where: `${manifest.config.where}/mediaType`, what, severity: 'warn', todo: layers_again };
        }
    },
};
/** The archives themselves (image-spec, layer.md), so that every engine unpacks the same files and none outside. */
const tar = {
    of: 'image',
    name: 'image/tar',
    severity: 'block',
    needs: [],
    run: function* (image) {
        for (const layer of image.layers) {
            const { where } = layer.reference;
            const softly = layer.own ? {} : { severity: 'warn' };
            for (const { offset, message, loose } of layer.scan?.tarFaults ?? []) {
                yield { where: `${where} at byte ${offset}`, what: message, todo: layers_again, ...(loose ? softly : {}) };
            }
            yield* entryFaults(layer);
        }
        yield* applyFaults(image);
    },
};
function* entryFaults(layer) {
    const seen = new Set();
    for (const entry of layer.scan?.entries ?? []) {
        for (const fault of faultsOfEntry(entry, layer.own))
            yield { ...fault, where: inLayer(layer, entry) };
        const path = (0,read_tree/* components */.dK)(entry.path).join('/');
        if (seen.has(path)) {
            const what = 'is in the layer twice (layer.md, "Distributable Format")';
            yield { where: inLayer(layer, entry), what, todo: layers_again };
        }
        seen.add(path);
    }
}
function* faultsOfEntry(entry, own) {
    for (const fault of pathFaults(entry, own))
        yield { todo: 'leave it out of the layer', ...fault };
    if (entry.type === 'character-device' || entry.type === 'block-device') {
        const what = `is a ${entry.type.replace('-', ' ')}`;
        yield { what, severity: own ? 'block' : 'warn', todo: 'leave it out: engines make /dev' };
    }
    yield* linkFaults(entry, own);
}
/** Paths that leave the root, and whiteouts that hide nothing (layer.md, "Whiteouts"). */
function* pathFaults({ path, type, size }, own) {
    if (path === '')
        yield { what: 'has no name' };
    // Engines take it as relative to the image's root; tar itself does not.
    if (path.startsWith('/'))
        yield { what: 'is an absolute path', severity: own ? 'block' : 'warn' };
    const names = (0,read_tree/* components */.dK)(path);
    if (names.includes('..'))
        yield { what: 'goes up with ".."' };
    const last = names.at(-1) ?? '';
    if (!last.startsWith('.wh.'))
        return;
    if (last === '.wh.')
        yield { what: 'is a whiteout of nothing' };
    else if (last.startsWith('.wh..wh.') && last !== '.wh..wh..opq') {
        yield { what: 'is metadata of AUFS, which no engine reads any more', severity: 'warn' };
    }
    else if (type !== 'file' || size !== 0) {
        yield { what: 'is a whiteout, which must be an empty regular file' };
    }
}
function* linkFaults(entry, own) {
    const names = (0,read_tree/* components */.dK)(entry.link);
    if (entry.type === 'hardlink') {
        if (names.includes('..') || names.length === 0) {
            yield { what: `its hard link target ${quote(entry.link)} is not inside the image`, todo: layers_again };
        }
        return;
    }
    if (entry.type !== 'symlink')
        return;
    if (entry.link === '')
        yield { what: 'is a symbolic link to nothing', todo: layers_again };
    let depth = entry.link.startsWith('/') ? 0 : (0,read_tree/* components */.dK)(entry.path).length - 1;
    for (const name of names) {
        depth += name === '..' ? -1 : 1;
        if (depth >= 0)
            continue;
        const what = `links to ${quote(entry.link)}, which climbs above the root`;
        yield { what, severity: own ? 'block' : 'warn', todo: 'link to a path inside the image' };
        return;
    }
}
function* applyFaults({ tree, layers }) {
    for (const { layer, path, reason } of tree?.faults ?? []) {
        const where = `${layers[layer]?.reference.where}, ${quote(path)}`;
        yield { where, what: `cannot be unpacked: ${reason}`, todo: layers_again };
    }
}
const setUid = 0o4000;
const setGid = 0o2000;
const sticky = 0o1000;
const worldWritable = 0o002;
/** Files that let their user become another, or that every user can change. In foreign layers it is only said. */
const modes = {
    of: 'image',
    name: 'image/modes',
    severity: 'block',
    needs: [],
    run: function* ({ layers }) {
        for (const layer of layers) {
            const severity = layer.own ? 'block' : 'warn';
            for (const entry of layer.scan?.entries ?? []) {
                const what = modeFault(entry);
                if (what === undefined)
                    continue;
                yield { where: inLayer(layer, entry), what, severity, todo: 'chmod it, for example to 0755 or 0644' };
            }
        }
    },
};
function modeFault({ type, mode }) {
    const octal = mode.toString(8).padStart(4, '0');
    if (type === 'file' && mode & (setUid | setGid))
        return `is set-${mode & setUid ? 'uid' : 'gid'} (mode ${octal})`;
    if (!(mode & worldWritable) || type === 'symlink' || type === 'hardlink')
        return undefined;
    // In a folder with the sticky bit, such as /tmp, nobody can touch what is another's.
    if (type === 'directory' && mode & sticky)
        return undefined;
    return `everybody can write it (mode ${octal})`;
}
function inLayer({ reference }, { path }) {
    return `${reference.where}, ${quote(path)}`;
}

;// CONCATENATED MODULE: ./lib/verify/checks/layout.js







/** image-spec, image-layout.md, "oci-layout file". */
const layoutVersion = {
    of: 'whole',
    name: 'layout/version',
    severity: 'block',
    only: 'layout',
    run: function* ({ examination }) {
        const content = examination.subject.layout?.ociLayout;
        const todo = 'write the file oci-layout with {"imageLayoutVersion":"1.0.0"}';
        if (content === undefined)
            return yield { where: 'oci-layout', what: 'is missing', todo };
        const { value, faults } = parseJson(content);
        for (const { pointer, message } of faults)
            yield { where: `oci-layout ${pointer}`, what: message, todo };
        const { shape, section } = documentRules.layout;
        if (value === undefined)
            return;
        for (const { pointer, message, severity } of shapeFaults(value, shape, section)) {
            yield { where: `oci-layout ${pointer}`, what: message, todo, severity };
        }
    },
};
/** image-spec, image-layout.md, "index.json file"; its fields are judged by image/json like any index's. */
const layoutIndex = {
    of: 'whole',
    name: 'layout/index',
    severity: 'block',
    only: 'layout',
    run: function* ({ examination }) {
        const { root } = examination.subject;
        if (root.kind !== 'document')
            return;
        const todo = 'write the layout again, or copy it whole: index.json is its entry point';
        if (root.content === undefined)
            return yield { where: root.name, what: 'is missing', todo };
        const json = examination.documents[0]?.json.value;
        if (json === undefined)
            return;
        const entries = itemsOf(json, 'manifests');
        if (entries.length === 0) {
            yield { where: `${root.name} /manifests`, what: 'names no image', severity: 'warn', todo };
        }
        yield* refNames(entries.map((entry) => annotationsOf(entry)['org.opencontainers.image.ref.name']));
    },
};
function* refNames(names) {
    const first = new Map();
    for (const [at, name] of names.entries()) {
        if (name === undefined)
            continue;
        const where = `index.json /manifests/${at}/annotations/org.opencontainers.image.ref.name`;
        const earlier = first.get(name);
        if (earlier === undefined)
            first.set(name, at);
        else {
            const what = `is ${quote(name)} like /manifests/${earlier}: tools refuse a name that means two images`;
            yield { where, what, severity: 'warn', todo: 'give each entry its own name' };
        }
        if (!refNameForm.fits(name)) {
            const what = `should be ${refNameForm.says}, is ${quote(name)} (annotations.md)`;
            yield { where, what, severity: 'warn', todo: 'choose a name such as v1.2.3' };
        }
    }
}
/** image-spec, image-layout.md, "Blobs". What a descriptor points to is compared by image/descriptors. */
const layoutBlobs = {
    of: 'whole',
    name: 'layout/blobs',
    severity: 'block',
    only: 'layout',
    run: async function* (found) {
        yield* missingBlobs(found);
        const { blobs, subject } = found.examination;
        for (const { name, digest, isFile } of (await subject.layout?.list()) ?? []) {
            if (digest !== undefined && blobs.has(digest))
                continue;
            if (digest === undefined || !isFile) {
                const what = 'is not a file that is named by a digest (blobs/ALGORITHM/ENCODED)';
                yield { where: name, what, severity: 'warn', todo: 'remove it: the folder is for blobs alone' };
            }
            else {
                yield await surplusBlob(found, name, digest);
            }
        }
    },
};
function* missingBlobs({ examination }) {
    for (const { descriptor, where } of examination.references) {
        const { digest } = descriptor;
        if (digest === undefined || !examination.blobs.has(digest) || examination.blobs.get(digest))
            continue;
        // Layers that may not be passed on are fetched from their `urls` by whoever runs the image (layer.md).
        const elsewhere = (0,media_types/* knownMediaType */.Iz)(descriptor.mediaType ?? '')?.nonDistributable;
        const what = `points to ${digest}, for which the layout has no file`;
        yield { where, what, severity: elsewhere ? 'warn' : 'block', todo: 'copy or build the image again' };
    }
}
async function surplusBlob({ examination }, where, digest) {
    const blob = await examination.subject.find(digest);
    const facts = blob && (await (0,blob_hash/* hashFile */.DC)(blob.path, digest));
    if (facts?.digest !== undefined && facts.digest !== digest) {
        return { where, what: `its content is ${facts.digest}`, todo: 'remove it: nothing refers to it' };
    }
    const todo = 'nothing, or remove it to save space';
    return { where, what: 'nothing refers to it', severity: 'info', todo };
}

;// CONCATENATED MODULE: ./lib/verify/reference.js

const domain = /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:]+\])(?::\d+)?$/;
const pathPart = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/;
const tag = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
/** distribution/reference, reference.go: host, path, and a tag or digest or both; the host is not left to be guessed. */
const fullReferenceForm = {
    says: 'an image reference with its registry, such as registry.example.com/org/image:tag',
    fits: (text) => {
        if (text.length > 512)
            return false;
        const [before = '', digest, ...more] = text.split('@');
        if (more.length > 0 || (digest !== undefined && (0,hashing/* parseDigest */.m)(digest) === undefined))
            return false;
        const [host = '', ...path] = before.split('/');
        // A first part without a dot, port or the name localhost is a path on a registry that the reader assumes.
        if (path.length === 0 || !domain.test(host) || !/[.:]|^localhost$/.test(host))
            return false;
        const [last = '', label, ...rest] = (path.at(-1) ?? '').split(':');
        if (rest.length > 0 || (label !== undefined && !tag.test(label)))
            return false;
        return [...path.slice(0, -1), last].every((part) => pathPart.test(part));
    },
};

;// CONCATENATED MODULE: ./lib/verify/checks/metadata.js



const prefix = 'org.opencontainers.image.';
/** image-spec, annotations.md, "Pre-Defined Annotation Keys": what a value must look like, where the text says it. */
const metadata_forms = {
    created: timeForm,
    authors: undefined,
    url: uriForm,
    documentation: uriForm,
    source: uriForm,
    version: undefined,
    revision: undefined,
    vendor: undefined,
    licenses: undefined,
    'ref.name': undefined,
    title: undefined,
    description: undefined,
    'base.digest': digestForm,
    'base.name': fullReferenceForm,
};
/** image-spec, annotations.md, "Rules", which hold for labels too (config.md, "Labels"). */
const labels = {
    of: 'image',
    name: 'image/labels',
    severity: 'block',
    needs: ['config'],
    run: function* (image) {
        const { manifest, configDocument, config } = image;
        const annotations = annotationsOf(manifest.document.json.value);
        yield* keyFaults(image, annotations, `${manifest.document.name} /annotations`);
        yield* keyFaults(image, config?.labels ?? {}, `${configDocument?.name} /config/Labels`);
    },
};
function* keyFaults(image, values, place) {
    for (const [key, value] of Object.entries(values)) {
        if (!key.startsWith('org.opencontainers.'))
            continue;
        const where = `${place}/${key}`;
        const name = key.slice(prefix.length);
        if (!key.startsWith(prefix) || !Object.hasOwn(metadata_forms, name)) {
            const what = 'is of a name space that is reserved, and the specification has no such key (annotations.md, "Rules")';
            yield { where, what, severity: 'warn', todo: 'use a domain of your own as the prefix' };
            continue;
        }
        const form = metadata_forms[name];
        if (form !== undefined && !form.fits(value)) {
            // Only text says that a source is a URL; users write git@host:path there too.
            const severity = image.own && form !== uriForm ? 'block' : 'warn';
            const what = `must be ${form.says}, is ${quote(value)}`;
            yield { where, what, severity, todo: 'correct the value, or leave the key out' };
        }
        else if (name === 'created') {
            yield* createdFaults(image, value, where);
        }
    }
}
function* createdFaults({ config, own }, value, where) {
    const said = parseTime(value);
    const created = parseTime(config?.created ?? '');
    const severity = own ? 'block' : 'warn';
    if (said?.utc === false)
        yield { where, what: `is not in UTC: ${quote(value)}`, severity, todo: 'write it with Z' };
    if (said === undefined || created === undefined)
        return;
    if (said.seconds === created.seconds && said.fraction === created.fraction)
        return;
    const what = `is ${quote(value)}, the config was created ${quote(config?.created ?? '')}`;
    yield { where, what, severity, todo: 'write one time in both' };
}
/** image-spec, config.md, "created" and "history": their form is image/json's, this is whether they mean something. */
const times = {
    of: 'image',
    name: 'image/times',
    severity: 'block',
    needs: ['config'],
    run: function* ({ config, configDocument, own }) {
        const name = configDocument?.name ?? 'config';
        if (own && config?.created === undefined) {
            const todo = 'write the time of the commit, or 1970-01-01T00:00:00Z';
            yield { where: `${name} /created`, what: 'is missing', todo };
        }
        yield* timeFaults(`${name} /created`, config?.created, own);
        for (const [at, entry] of (config?.history ?? []).entries()) {
            yield* timeFaults(`${name} /history/${at}/created`, entry.created, own);
        }
    },
};
function* timeFaults(where, text, own) {
    const time = text === undefined ? undefined : parseTime(text);
    if (text === undefined || time === undefined)
        return;
    const severity = own ? 'block' : 'warn';
    if (own && !time.utc)
        yield { where, what: `is not in UTC: ${quote(text)}`, severity, todo: 'write it with Z' };
    // time.Time's zero value: the builder never set it.
    if (text.startsWith('0001-01-01T00:00:00')) {
        yield { where, what: 'is the year 1, which means that nobody set it', severity, todo: 'leave it out' };
    }
}

;// CONCATENATED MODULE: ./lib/verify/image.js





/** How Slipway's own layers name their maker in the config's history (`created_by`). */
const ownMaker = /^slipway: /;
/**
 * The container images among the manifests. Artifacts (another config type) and BuildKit's attestation manifests are
 * none; their blobs and JSON are checked all the same.
 * @param own true: every layer is known to be Slipway's; otherwise the config's history tells
 */
function imagesOf({ manifests }, own) {
    const images = manifests
        .filter(({ reference, config }) => (0,media_types/* isConfigType */.lJ)(config.descriptor.mediaType ?? '') && !(0,documents/* isAttestation */.H3)(reference.descriptor))
        .map((manifest) => imageOf(manifest, own));
    const seen = new Map();
    for (const { name } of images)
        seen.set(name, (seen.get(name) ?? 0) + 1);
    return images.map((image) => seen.get(image.name) === 1 ? image : { ...image, name: `${image.name} ${image.manifest.digest}` });
}
function imageOf(manifest, own) {
    const { configDocument } = manifest;
    const readable = configDocument?.json.value !== undefined;
    const config = readable ? configView(configDocument.json.value) : undefined;
    const made = makers(config, manifest.layers.length);
    const layers = manifest.layers.map((layer, at) => ({
        ...layer,
        own: own || ownMaker.test(made[at] ?? ''),
    }));
    const entries = layers.flatMap(({ scan, elsewhere }) => elsewhere ? [[]] : isWhole(scan) ? [scan.entries] : []);
    const platform = manifest.reference.descriptor.platform;
    return {
        name: imageName(platform, config) ?? manifest.digest,
        manifest,
        config,
        configDocument,
        platform,
        layers,
        own: layers.length > 0 && layers.every((layer) => layer.own),
        tree: entries.length === layers.length ? (0,read_tree/* mergeLayers */.J)(entries) : undefined,
    };
}
/** Whether all entries of a layer were read. */
function isWhole(scan) {
    return scan !== undefined && scan.unpackFault === undefined && scan.tarFaults.every(({ loose }) => loose);
}
/** `created_by` of each layer, where history has exactly one entry for each. */
function makers(config, layers) {
    const made = (config?.history ?? []).filter((entry) => !entry.emptyLayer).map((entry) => entry.createdBy);
    return made.length === layers ? made : [];
}
function imageName(platform, config) {
    if (platform !== undefined)
        return platformText(platform);
    if (config?.os === undefined || config.architecture === undefined)
        return undefined;
    return platformText({
        os: config.os,
        architecture: config.architecture,
        variant: config.variant,
        osVersion: undefined,
    });
}
/** Foreign platforms are text of any kind, so this is not a request's Platform. */
function platformText({ os, architecture, variant, osVersion }) {
    const base = `${os}/${architecture}`;
    const full = variant === undefined || variant === '' ? base : `${base}/${variant}`;
    return printable(osVersion === undefined ? full : `${full} (${osVersion})`);
}
/** Variants that say no more than their architecture does (containerd's normalisation, as every engine has it). */
const impliedVariant = { amd64: 'v1', arm64: 'v8', arm: 'v7' };
/** A variant as it compares: undefined and an architecture's implied one are the same. */
function normalVariant({ architecture, variant, }) {
    return variant || (Object.hasOwn(impliedVariant, architecture) ? (impliedVariant[architecture] ?? '') : '');
}

;// CONCATENATED MODULE: ./lib/verify/checks/platforms.js




/** image-spec, image-index.md, "platform": a client takes the first entry that matches. */
const platforms = {
    of: 'whole',
    name: 'index/platforms',
    severity: 'block',
    run: function* ({ examination }) {
        for (const node of examination.indexes) {
            yield* families(node);
            // A layout's index.json lists images side by side, each under its own name; an image index is one image.
            if (node.document.name !== 'index.json')
                yield* eachOnce(node);
        }
    },
};
function* eachOnce({ document, entries }) {
    const raw = itemsOf(document.json.value, 'manifests');
    const first = new Map();
    const lastVariant = new Map();
    for (const [at, { descriptor, where }] of entries.entries()) {
        const { platform } = descriptor;
        if (!isImageEntry(descriptor) || platform === undefined)
            continue;
        // `os.features` tells entries apart too (image-index.md); it has no order of its own.
        const features = JSON.stringify(objectOf(objectOf(raw[at])['platform'])['os.features'] ?? []);
        const family = `${platform.os}/${platform.architecture} ${platform.osVersion ?? ''} ${features}`;
        const variant = normalVariant(platform);
        const earlier = first.get(`${family} ${variant}`);
        if (earlier !== undefined)
            yield twice(where, platform, earlier);
        else
            first.set(`${family} ${variant}`, at);
        const previous = lastVariant.get(family);
        if (previous !== undefined && compareVariants(variant, previous) < 0) {
            yield { ...unsorted(where, platform, previous) };
        }
        lastVariant.set(family, variant);
    }
}
function isImageEntry(descriptor) {
    return (0,media_types/* knownMediaType */.Iz)(descriptor.mediaType ?? '')?.role === 'manifest' && !(0,documents/* isAttestation */.H3)(descriptor);
}
function twice(where, platform, earlier) {
    const what = `${platformText(platform)} is there already at /manifests/${earlier}: clients take the first and never see this one`;
    return { where: `${where}/platform`, what, todo: 'keep one image for each platform' };
}
function unsorted(where, platform, previous) {
    const what = `${platformText(platform)} stands behind ${previous}: a client that knows no variants takes the first, which should run everywhere`;
    return { where: `${where}/platform`, what, severity: 'warn', todo: 'list lower variants first' };
}
/** `v7` before `v8`, and v8.1 before v8.10. */
function compareVariants(a, b) {
    return a.localeCompare(b, 'en', { numeric: true });
}
/** Docker's and OCI's types in one index: allowed by the letter, refused by registries and engines. */
function* families({ document, entries }) {
    if (document.name === 'index.json')
        return;
    const known = entries.flatMap(({ descriptor }) => (0,media_types/* knownMediaType */.Iz)(descriptor.mediaType ?? '') ?? []);
    const own = (0,media_types/* knownMediaType */.Iz)(document.mediaType ?? '');
    const all = new Set([...known, ...(own === undefined ? [] : [own])].map(({ family }) => family));
    if (all.size < 2)
        return;
    const what = 'mixes Docker media types with OCI ones: some registries and engines refuse it';
    yield {
        where: `${document.name} /manifests`,
        what,
        severity: 'warn',
        todo: 'convert all of them to one family',
    };
}

// EXTERNAL MODULE: ./lib/binary/elf-header.js
var elf_header = __webpack_require__(35776);
// EXTERNAL MODULE: ./lib/binary/elf-machine.js
var elf_machine = __webpack_require__(7224);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(39580);
;// CONCATENATED MODULE: ./lib/verify/entrypoint.js


/** What runc and Docker search when the config's Env has no PATH. */
const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/**
 * Finds the program in the merged file system as a runtime does (config.md, "Entrypoint" and "Cmd"; execvp(3) for a bare
 * name); undefined when config or layers could not be read.
 */
function findEntrypoint({ config, tree }) {
    if (config === undefined || tree === undefined)
        return undefined;
    const field = config.entrypoint.length > 0 ? 'Entrypoint' : 'Cmd';
    const program = config.entrypoint[0] ?? config.cmd[0];
    if (program === undefined)
        return { kind: 'none', field };
    if (program === '')
        return { kind: 'absent', field, program, reason: 'the name is empty' };
    const candidates = program.includes('/')
        ? [program.startsWith('/') ? program : `${config.workingDir}/${program}`]
        : searchPath(config.env).map((folder) => `${folder}/${program}`);
    let reason = `is in none of the folders of PATH (${searchPath(config.env).join(':')})`;
    for (const path of candidates) {
        const found = (0,read_tree/* lookUp */.TE)(tree.root, path);
        const entry = found.kind === 'found' ? found.node.entry : undefined;
        if (found.kind === 'found' && entry?.type === 'file')
            return { kind: 'file', field, path: found.path, entry };
        if (program.includes('/'))
            reason = why(found);
    }
    return { kind: 'absent', field, program, reason };
}
function searchPath(env) {
    const value = env.findLast((variable) => variable.startsWith('PATH='))?.slice('PATH='.length) ?? defaultPath;
    return value.split(':').filter((folder) => folder.startsWith('/'));
}
function why(found) {
    switch (found.kind) {
        case 'missing':
            return `${quote(found.path)} is not in the image`;
        case 'not-a-folder':
            return `${quote(found.path)} is a file, not a folder`;
        case 'too-many-links':
            return 'its symbolic links go in a circle';
        case 'found':
            return `${quote(found.path)} is ${entrypoint_kindOf(found.node.entry)}, not a regular file`;
    }
}
function entrypoint_kindOf(entry) {
    return entry === undefined || entry.type === 'directory' ? 'a folder' : `a ${entry.type.replace('-', ' ')}`;
}

;// CONCATENATED MODULE: ./lib/verify/user.js

/** `UID` or `UID:GID` in decimal digits (image-spec, config.md, "User"). */
function isNumericUser(user) {
    return /^\d{1,10}(:\d{1,10})?$/.test(user);
}
function isRoot(user) {
    return user === 'root' || user.startsWith('root:') || /^0+(:|$)/.test(user);
}
/** The user ID that the image's own /etc/passwd gives a name (passwd(5)); undefined when it has none. */
function passwdUid(root, name) {
    const found = (0,read_tree/* lookUp */.TE)(root, '/etc/passwd');
    const head = found.kind === 'found' ? found.node.entry?.head : undefined;
    for (const line of Buffer.from(head ?? [])
        .toString('utf8')
        .split('\n')) {
        const [login, , uid = ''] = line.split(':');
        if (login === name && /^\d{1,10}$/.test(uid))
            return Number(uid);
    }
    return undefined;
}
/** Whether a user may execute a file by its permission bits; for a user who is no number, whether anybody may. */
function mayExecute({ mode, uid, gid }, user) {
    if (!isNumericUser(user) || isRoot(user))
        return (mode & 0o111) !== 0;
    const [own, group] = user.split(':').map(Number);
    if (own === uid)
        return (mode & 0o100) !== 0;
    if ((group ?? 0) === gid)
        return (mode & 0o010) !== 0;
    return (mode & 0o001) !== 0;
}

;// CONCATENATED MODULE: ./lib/verify/checks/run.js







/** The index's platform, the config's, and the machine of the file that starts must be one. */
const run_platform = {
    of: 'image',
    name: 'image/platform',
    severity: 'block',
    needs: ['config'],
    run: function* (image) {
        const { config, configDocument, platform: said, manifest } = image;
        const name = configDocument?.name ?? 'config';
        const todo = 'build the image again for the platform it is meant for';
        if (said !== undefined && config !== undefined) {
            for (const field of ['os', 'architecture']) {
                if (config[field] === undefined || config[field] === said[field])
                    continue;
                const what = `is ${quote(config[field])}, its descriptor (${manifest.reference.where}) says ${quote(said[field])}`;
                yield { where: `${name} /${field}`, what, todo };
            }
            const inConfig = normalVariant({ architecture: said.architecture, variant: config.variant });
            if (inConfig !== normalVariant(said)) {
                // Older builders leave the variant out of the config; then the descriptor alone tells it.
                const severity = config.variant === undefined && !image.own ? 'warn' : 'block';
                const what = `is ${quote(inConfig)}, its descriptor (${manifest.reference.where}) says ${quote(normalVariant(said))}`;
                yield { where: `${name} /variant`, what, severity, todo };
            }
        }
        yield* machineFaults(image, todo);
    },
};
function* machineFaults(image, todo) {
    const architecture = image.config?.architecture;
    const started = findEntrypoint(image);
    if (architecture === undefined || started?.kind !== 'file' || !(0,elf_header/* isElf */.aB)(started.entry.head))
        return;
    const where = quote(started.path);
    const header = elfHeader(started.entry);
    if (typeof header === 'string')
        yield { where, what: header, todo };
    else if (!(0,elf_machine/* isForArchitecture */.R5)(header, architecture)) {
        const is = (0,elf_machine/* architectureOf */.NJ)(header);
        const what = `is for ${is ?? (0,elf_machine/* describeMachine */.Fe)(header)} (${(0,elf_machine/* describeMachine */.Fe)(header)}), the image is for ${architecture}`;
        yield { where, what, todo };
    }
}
function elfHeader(entry) {
    try {
        return (0,elf_header/* readElfHeader */.x9)(entry.head);
    }
    catch (error) {
        if (error instanceof errors/* SlipwayError */.GQ)
            return error.message;
        throw error;
    }
}
/** What the container starts is there, is a file, and may be run by the image's user. */
const entrypoint = {
    of: 'image',
    name: 'image/entrypoint',
    severity: 'block',
    needs: ['config', 'unix', 'layers', 'program'],
    run: function* (image) {
        const started = findEntrypoint(image);
        if (started === undefined)
            return;
        const where = `${image.configDocument?.name} /config/${started.field}/0`;
        const todo = 'set the entrypoint to the path of a program in the image';
        if (started.kind === 'none') {
            const what = 'there is neither an Entrypoint nor a Cmd: nothing would start';
            yield { where: image.configDocument?.name ?? '', what, severity: image.own ? 'block' : 'info', todo };
        }
        else if (started.kind === 'absent') {
            yield { where, what: `${quote(started.program)}: ${started.reason}`, todo };
        }
        else if (!mayExecute(started.entry, image.config?.user ?? '')) {
            const { mode, uid, gid } = started.entry;
            const owner = `mode ${mode.toString(8).padStart(4, '0')}, owner ${uid}:${gid}`;
            const what = `${quote(started.path)} may not be executed by user ${quote(image.config?.user ?? '')} (${owner})`;
            yield { where, what, todo: 'give the file mode 0755' };
        }
    },
};
/** Kubernetes' runAsNonRoot can only judge a number, and a name needs a passwd file that a minimal base lacks. */
const user = {
    of: 'image',
    name: 'image/user',
    severity: 'block',
    needs: ['config', 'unix'],
    run: function* ({ config, configDocument, tree, layers }) {
        const where = `${configDocument?.name} /config/User`;
        const value = config?.user ?? '';
        if (isNumericUser(value)) {
            if (isRoot(value))
                yield { where, what: `is ${quote(value)}: root`, todo: 'choose another, such as 65532:65532' };
            return;
        }
        if (value === '') {
            return yield { where, what: 'is empty, which means root', todo: 'choose one, such as 65532:65532' };
        }
        const [name = ''] = value.split(':');
        // A base that was not looked into may have a passwd file.
        const whole = layers.every(({ elsewhere }) => !elsewhere);
        const uid = tree && passwdUid(tree.root, name);
        const unknown = whole && tree !== undefined && uid === undefined;
        const known = unknown ? `, and /etc/passwd does not have ${quote(name)}` : '';
        const todo = uid === undefined
            ? 'write numbers, such as 65532:65532'
            : `write the numbers: ${quote(name)} is ${uid}`;
        yield { where, what: `is ${quote(value)}, which is not numeric${known}`, todo };
    },
};
/** A port below 1024 needs a capability, or a sysctl that not every cluster has (ip(7), ip_unprivileged_port_start). */
const ports = {
    of: 'image',
    name: 'image/ports',
    severity: 'warn',
    needs: ['config', 'unix'],
    run: function* ({ config, configDocument }) {
        if (config === undefined || config.user === '' || isRoot(config.user))
            return;
        for (const port of config.ports) {
            const number = parsePort(port);
            if (number === undefined || number >= 1024)
                continue;
            const what = `${quote(port)} is below 1024, and the user ${quote(config.user)} is not root`;
            const todo = 'listen on 1024 or above; the service can still be reached at the lower port';
            yield { where: `${configDocument?.name} /config/ExposedPorts`, what, todo };
        }
    },
};

;// CONCATENATED MODULE: ./lib/verify/checks.js






/** Every check of an image, in the order in which its verdict is told: from the container of it all to what it says. */
const checks = [
    layoutVersion,
    layoutIndex,
    layoutBlobs,
    descriptors,
    json,
    mediaTypes,
    platforms,
    diffIds,
    configMatchesManifest,
    tar,
    modes,
    run_platform,
    entrypoint,
    user,
    ports,
    labels,
    times,
];

// EXTERNAL MODULE: ./lib/image/source/stored.js
var stored = __webpack_require__(96864);
// EXTERNAL MODULE: ./lib/verify/subject.js
var subject = __webpack_require__(51389);
;// CONCATENATED MODULE: ./lib/verify/examine.js







/** Reads everything that can be reached from the subject's root, each blob once, and never gives up on a wrong one. */
async function examine(subject, limits = layer_scan/* defaultScanLimits */.$) {
    const walk = {
        subject,
        limits,
        documents: [],
        references: [],
        indexes: [],
        manifests: [],
        blobs: new Map(),
        scans: new Map(),
        read: new Map(),
        byDigest: new Map(),
    };
    let level = rootReferences(walk);
    while (level.length > 0) {
        const below = [];
        for (const reference of level) {
            for (const entry of await visit(walk, reference))
                below.push(entry);
        }
        level = below;
    }
    return walk;
}
function rootReferences(walk) {
    const { root } = walk.subject;
    if (root.kind === 'descriptor') {
        const { mediaType, digest, size, platform } = root.descriptor;
        const descriptor = descriptorView({
            mediaType,
            digest,
            size,
            platform: platform === undefined ? null : { ...platform },
        });
        return [refer(walk, { where: root.name, role: 'entry', descriptor })];
    }
    if (root.content === undefined)
        return [];
    const document = addDocument(walk, { kind: 'index', name: root.name, mediaType: undefined }, root.content);
    return indexEntries(walk, document);
}
/** Reads what an entry of an index points to; gives the entries that it has itself. */
async function visit(walk, reference) {
    const { digest, mediaType } = reference.descriptor;
    if (digest === undefined)
        return [];
    const role = (0,media_types/* knownMediaType */.Iz)(mediaType ?? '')?.role;
    if (role !== 'index' && role !== 'manifest') {
        await readOpaque(walk, digest);
        return [];
    }
    const seen = walk.read.has(digest);
    const document = await readBlobDocument(walk, reference, role);
    if (document === undefined)
        return [];
    if (role === 'manifest')
        await readManifest(walk, reference, digest, document);
    return role === 'index' && !seen ? indexEntries(walk, document) : [];
}
function indexEntries(walk, document) {
    const entries = itemsOf(document.json.value, 'manifests').map((item, at) => refer(walk, {
        where: `${document.name} /manifests/${at}`,
        role: 'entry',
        descriptor: descriptorView(item),
    }));
    walk.indexes.push({ document, entries });
    return entries;
}
async function readManifest(walk, reference, digest, document) {
    const same = walk.byDigest.get(digest);
    if (same !== undefined) {
        walk.manifests.push({ ...same, reference });
        return;
    }
    const value = document.json.value;
    const config = refer(walk, {
        where: `${document.name} /config`,
        role: 'config',
        descriptor: descriptorView(objectOf(value)['config']),
    });
    const layers = [];
    for (const [at, item] of itemsOf(value, 'layers').entries()) {
        const where = `${document.name} /layers/${at}`;
        const layer = refer(walk, { where, role: 'layer', descriptor: descriptorView(item) });
        const elsewhere = walk.subject.elsewhere?.has(layer.descriptor.digest ?? '') === true;
        layers.push({ reference: layer, scan: elsewhere ? undefined : await readLayer(walk, layer), elsewhere });
    }
    const configDocument = await readConfig(walk, config);
    const manifest = { document, digest, reference, config, configDocument, layers };
    walk.manifests.push(manifest);
    walk.byDigest.set(digest, manifest);
}
async function readConfig(walk, reference) {
    const { digest, mediaType } = reference.descriptor;
    if (digest === undefined)
        return undefined;
    if ((0,media_types/* knownMediaType */.Iz)(mediaType ?? '')?.role === 'config')
        return await readBlobDocument(walk, reference, 'config');
    await readOpaque(walk, digest);
    return undefined;
}
async function readLayer(walk, reference) {
    const { digest, mediaType } = reference.descriptor;
    const compression = (0,media_types/* knownMediaType */.Iz)(mediaType ?? '')?.compression;
    if (digest === undefined)
        return undefined;
    if (compression === undefined)
        return void (await readOpaque(walk, digest));
    const key = `${digest} ${compression}`;
    const scanned = walk.scans.get(key);
    if (scanned !== undefined)
        return scanned;
    const blob = await locate(walk, digest);
    if (blob === undefined)
        return undefined;
    const scan = await (0,layer_scan/* scanLayer */.h)(blob, digest, compression, walk.limits);
    walk.scans.set(key, scan);
    walk.blobs.set(digest, scan);
    return scan;
}
/** A blob whose content is not looked into: only its digest and length. */
async function readOpaque(walk, digest) {
    if (walk.blobs.get(digest) !== undefined)
        return;
    const blob = await locate(walk, digest);
    if (blob !== undefined)
        walk.blobs.set(digest, await (0,blob_hash/* hashFile */.DC)(blob.path, digest));
}
async function readBlobDocument(walk, { descriptor: { digest = '', mediaType } }, kind) {
    const known = walk.read.get(digest);
    if (known !== undefined)
        return known;
    const blob = await locate(walk, digest);
    if (blob === undefined)
        return undefined;
    const header = { kind, name: `${kind} ${digest}`, mediaType };
    const content = await (0,subject/* readDocument */.u0)(blob.path);
    if (content === undefined)
        return undefined;
    const whole = content.length <= stored/* maxDocumentBytes */.VR;
    walk.blobs.set(digest, whole ? (0,blob_hash/* hashBytes */.yi)(content, digest) : await (0,blob_hash/* hashFile */.DC)(blob.path, digest));
    const document = addDocument(walk, header, content);
    walk.read.set(digest, document);
    return document;
}
/** Notes that a blob is missing, so that it is asked for once. */
async function locate(walk, digest) {
    if (walk.blobs.has(digest) && walk.blobs.get(digest) === undefined)
        return undefined;
    const blob = await walk.subject.find(digest);
    if (blob === undefined)
        walk.blobs.set(digest, undefined);
    return blob;
}
function addDocument(walk, header, content) {
    const tooLong = {
        pointer: '',
        message: `is longer than ${stored/* maxDocumentBytes */.VR} bytes: registries refuse it, and so it is not read`,
    };
    const json = content.length > stored/* maxDocumentBytes */.VR ? { value: undefined, faults: [tooLong] } : parseJson(content);
    const document = { ...header, json };
    walk.documents.push(document);
    return document;
}
function refer(walk, reference) {
    walk.references.push(reference);
    return reference;
}

;// CONCATENATED MODULE: ./lib/verify/verify-images.js






/** How many faults of one check and image are written out. */
const shownFaults = 10;
/**
 * Runs every check over every image that the subject leads to, and collects every fault. A check that finds none gives
 * one verdict; one that fails gives one for each image (or the whole) and severity; one that cannot run says why.
 * @throws SlipwayError or a system error only when the subject cannot be read at all
 */
async function verifyImages(subject, options = {}) {
    const examination = await examine(subject, options.limits ?? layer_scan/* defaultScanLimits */.$);
    const found = { examination, images: imagesOf(examination, options.own ?? false) };
    const verdicts = [];
    for (const check of checks) {
        if (check.of === 'image')
            verdicts.push(...imageVerdicts(check, found));
        else if (check.only !== 'layout' || subject.layout !== undefined) {
            verdicts.push(...(await wholeVerdicts(check, found)));
        }
    }
    return verdicts;
}
async function wholeVerdicts(check, found) {
    const tally = new Map();
    for await (const fault of check.run(found))
        add(tally, check, fault);
    const { name } = found.examination.subject;
    const failed = failures(check, name, tally);
    return failed.length > 0 ? failed : [passed(check, name)];
}
function imageVerdicts(check, { examination, images }) {
    const whole = examination.subject.name;
    if (images.length === 0)
        return [skipped(check, whole, 'there is no image that could be looked at')];
    const verdicts = [];
    let clean = 0;
    for (const image of images) {
        const lacking = check.needs.find((need) => !has[need](image));
        if (lacking !== undefined) {
            verdicts.push(skipped(check, image.name, missing[lacking]));
            continue;
        }
        const tally = new Map();
        for (const fault of check.run(image))
            add(tally, check, fault);
        const failed = failures(check, image.name, tally);
        verdicts.push(...failed);
        if (failed.length === 0)
            clean += 1;
    }
    const anyFailed = verdicts.some((verdict) => verdict.status === 'fail');
    return clean === 0 || anyFailed ? verdicts : [passed(check, whole), ...verdicts];
}
const has = {
    config: ({ config }) => config !== undefined,
    layers: ({ tree }) => tree !== undefined,
    program: (image) => image.layers.every(({ elsewhere }) => !elsewhere) || findEntrypoint(image)?.kind !== 'absent',
    unix: ({ config }) => config?.os !== 'windows',
};
const missing = {
    config: 'its config could not be read',
    layers: 'one of its layers could not be read',
    program: 'what it starts is in none of its own layers, and those of its base were not looked into',
    unix: 'it is for Windows, and the check is about Unix users, paths and modes',
};
function add(tally, check, fault) {
    const severity = fault.severity ?? check.severity;
    const group = tally.get(severity) ?? { shown: [], count: 0 };
    if (group.shown.length < shownFaults)
        group.shown.push(fault);
    group.count += 1;
    tally.set(severity, group);
}
function failures(check, subject, tally) {
    return [...tally].map(([severity, { shown, count }]) => {
        const lines = shown.flatMap(({ where, what }) => [`${where}:`, `  ${what}`]);
        if (count > shown.length)
            lines.push(`and ${count - shown.length} more`);
        const todo = new Set(shown.flatMap((fault) => fault.todo ?? []));
        const detail = [...lines, ...[...todo].map((text) => `to do: ${text}`)].map(printable).join('\n');
        return { check: check.name, subject, status: 'fail', severity, detail };
    });
}
function passed({ name, severity }, subject) {
    return { check: name, subject, status: 'pass', severity, detail: '' };
}
function skipped({ name, severity }, subject, detail) {
    return { check: name, subject, status: 'skip', severity, detail };
}


/***/ })

};
