export const id = 709;
export const ids = [709];
export const modules = {

/***/ 8709:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  buildCommand: () => (/* binding */ buildCommand)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(9580);
// EXTERNAL MODULE: ./lib/support/files.js
var support_files = __webpack_require__(5932);
;// CONCATENATED MODULE: ./lib/support/processes.js
/** Whether a process with this number runs on this machine, whoever owns it. */
function isAlive(pid) {
    if (!Number.isSafeInteger(pid) || pid <= 0)
        return false;
    try {
        process.kill(pid, 0);
        return true;
    }
    catch (error) {
        return error.code === 'EPERM';
    }
}

// EXTERNAL MODULE: ./lib/cache/folders.js
var folders = __webpack_require__(2783);
// EXTERNAL MODULE: ./lib/cache/local-store.js
var local_store = __webpack_require__(6157);
;// CONCATENATED MODULE: ./lib/cache/sweep.js







const hour = 3600 * 1000;
const unusedFor = 14 * 24 * hour;
const sweepEvery = 24 * hour;
/** What a run that died left behind. A living run writes to what it reserved far more often. */
const abandonedAfter = 24 * hour;
/** The most files one sweep removes, so that it never takes long; the next day's goes on. */
const mostRemoved = 2000;
/**
 * Removes from a store what no run used for 14 days, and what dead runs left half-written; at most once a day for all
 * runs together, so it may be called at the end of each. A file that another run removes or touches meanwhile is no fault.
 * @param now milliseconds since 1970
 * @returns how many files went
 * @throws SlipwayError E_IO when the folder cannot be read or written
 */
async function sweepStore(directory, now) {
    try {
        return (await (0,support_files/* exists */.t2)(directory)) && (await isDue(directory, now)) ? await sweep(directory, now) : 0;
    }
    catch (error) {
        throw (0,errors/* asSlipwayError */.I7)(error);
    }
}
async function sweep(directory, now) {
    let left = mostRemoved;
    const unused = (mtimeMs) => now - mtimeMs > unusedFor;
    left -= await sweepFolder((0,external_node_path_.join)(directory, folders/* storeFolders */.R.blobs), left, unused);
    left -= await sweepFolder((0,external_node_path_.join)(directory, folders/* storeFolders */.R.memos), left, unused);
    left -= await sweepFolder((0,external_node_path_.join)(directory, folders/* storeFolders */.R.incoming), left, (mtimeMs, name) => now - mtimeMs > abandonedAfter && !isAlive((0,local_store/* reservedBy */.a)(name)));
    left -= await sweepBuilds((0,external_node_path_.join)(directory, folders/* storeFolders */.R.builds), unused);
    return mostRemoved - left;
}
/** Linked programs, a folder each; the go command touches one whenever it finds it current. */
async function sweepBuilds(folder, unused) {
    let removed = 0;
    for (const name of (await (0,support_files/* exists */.t2)(folder)) ? await (0,promises_.readdir)(folder) : []) {
        const path = (0,external_node_path_.join)(folder, name);
        const marks = await Promise.all((await (0,promises_.readdir)(path)).map((file) => ageMark((0,external_node_path_.join)(path, file))));
        if (!marks.every((mark) => mark === undefined || unused(mark)))
            continue;
        await (0,promises_.rm)(path, { recursive: true, force: true });
        removed += 1;
    }
    return removed;
}
/** True for one caller a day: the mark is set before the work, so that two runs do not sweep side by side. */
async function isDue(directory, now) {
    const mark = (0,external_node_path_.join)(directory, 'swept');
    const last = await ageMark(mark);
    if (last !== undefined && now - last < sweepEvery)
        return false;
    await (0,promises_.writeFile)(mark, '');
    await (0,promises_.utimes)(mark, now / 1000, now / 1000);
    return true;
}
async function ageMark(path) {
    try {
        return (await (0,promises_.stat)(path)).mtimeMs;
    }
    catch (error) {
        if (error.code === 'ENOENT')
            return undefined;
        throw error;
    }
}
async function sweepFolder(folder, most, goes) {
    let removed = 0;
    for await (const entry of entriesOf(folder)) {
        if (removed >= most)
            break;
        const path = (0,external_node_path_.join)(folder, entry.name);
        const mtimeMs = await ageMark(path);
        if (mtimeMs === undefined || !goes(mtimeMs, entry.name))
            continue;
        await (0,promises_.rm)(path, { force: true });
        removed += 1;
    }
    return removed;
}
async function* entriesOf(folder) {
    if (!(await (0,support_files/* exists */.t2)(folder)))
        return;
    for await (const entry of await (0,promises_.opendir)(folder))
        if (entry.isFile())
            yield entry;
}

;// CONCATENATED MODULE: ./lib/binary/answer.js
function pass(detail = '') {
    return { status: 'pass', detail };
}
function fail(detail, severity) {
    return { status: 'fail', detail, ...(severity === undefined ? {} : { severity }) };
}
function skip(why) {
    return { status: 'skip', detail: why };
}

// EXTERNAL MODULE: ./lib/binary/elf-machine.js
var elf_machine = __webpack_require__(7224);
;// CONCATENATED MODULE: ./lib/binary/check-build-info.js


/** Does the file say that it was built as it was asked for? All differences at once. */
function checkBuildInfo(facts, wanted) {
    const info = facts.buildInfo;
    if (info === undefined) {
        return facts.format === 'wasm'
            ? skip('Go writes no build info into wasm files')
            : fail('carries no Go build info: it was not made by the go command, or was changed afterwards');
    }
    const differences = expectations(info, wanted)
        .filter(({ found, asked }) => found !== asked)
        .map(({ what, found, asked }) => `${what} is ${found ?? 'not recorded'}, asked was ${asked}`);
    return differences.length === 0
        ? pass(info.goVersion)
        : fail(['was not built as asked', ...differences].join('\n'));
}
function expectations(info, wanted) {
    const { os, architecture, variant } = wanted.platform;
    const setting = (name, asked) => ({
        what: name,
        found: info.settings[name],
        asked,
    });
    const variantName = elf_machine/* variantSetting */.Gz[architecture];
    return [
        // GOEXPERIMENT is joined to the version by " X:" or, since Go 1.26, "-X:" (go.dev/issue/75953).
        { what: 'the Go version', found: info.goVersion.replace(/[ -]X:.*$/, ''), asked: wanted.goVersion },
        { what: 'the main package', found: info.path, asked: wanted.importPath },
        ...(wanted.modulePath === undefined
            ? []
            : [{ what: 'the main module', found: info.main?.path, asked: wanted.modulePath }]),
        setting('-trimpath', 'true'),
        setting('CGO_ENABLED', wanted.cgo ? '1' : '0'),
        setting('GOOS', os),
        setting('GOARCH', architecture),
        ...(variantName === 'GOAMD64' ? [setting(variantName, variant ?? 'v1')] : []),
        ...(variantName === 'GOARM' && variant !== undefined ? [armExpectation(info, variant)] : []),
    ];
}
/** GOARM may carry the kind of floating point behind a comma (`7,hardfloat`), which OCI has no word for. */
function armExpectation(info, variant) {
    return { what: 'GOARM', found: info.settings['GOARM']?.split(',')[0], asked: variant.slice(1) };
}

;// CONCATENATED MODULE: ./lib/binary/check-lookups.js

const lookups = [
    {
        what: 'CA certificates (/etc/ssl/certs/ca-certificates.crt)',
        severity: ({ roots, ownRoots }) => roots === 'none' || ownRoots ? undefined : roots === 'certain' ? 'warn' : 'info',
        isAt: isCertificateFile,
        without: ({ roots }) => roots === 'certain'
            ? 'certificates of TLS servers cannot be verified'
            : 'needed only if it connects to TLS servers or verifies certificates of clients, which fails without',
        instead: '--base static, or import _ "golang.org/x/crypto/x509roots/fallback"',
    },
    {
        what: 'users (/etc/passwd)',
        severity: ({ users }) => (users ? 'warn' : undefined),
        isAt: (path) => path === '/etc/passwd',
        without: () => 'os/user finds no user, and user.Current needs the variables USER and HOME',
        instead: '--base static',
    },
    {
        what: 'groups (/etc/group)',
        severity: ({ groups }) => (groups ? 'warn' : undefined),
        isAt: (path) => path === '/etc/group',
        without: () => 'os/user finds no group',
        instead: '--base static',
    },
    {
        what: 'time zones (/usr/share/zoneinfo)',
        severity: ({ zones, ownZones }) => (zones && !ownZones ? 'info' : undefined),
        isAt: isZoneFile,
        without: () => 'time.LoadLocation fails, and TZ means UTC',
        instead: '--base static --timezones, or import _ "time/tzdata"',
    },
];
/** crypto/x509/root_linux.go, certFiles; without one of these it reads every file in certDirectories. */
const certificateFiles = [
    '/etc/ssl/certs/ca-certificates.crt',
    '/etc/pki/tls/certs/ca-bundle.crt',
    '/etc/ssl/ca-bundle.pem',
    '/etc/pki/tls/cacert.pem',
    '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
    '/etc/ssl/cert.pem',
];
const certificateInFolder = /^\/etc\/(ssl|pki\/tls)\/certs\/[^/]+\.(pem|crt|cer|\d)$/;
function isCertificateFile(path) {
    return certificateFiles.includes(path) || certificateInFolder.test(path);
}
/** time/zoneinfo_unix.go, platformZoneSources; a base may have a link in place of the folder. */
const zoneFolder = /^(\/usr\/share\/zoneinfo|\/usr\/share\/lib\/zoneinfo|\/usr\/lib\/locale\/TZ|\/etc\/zoneinfo)(\/|$)/;
function isZoneFile(path) {
    return zoneFolder.test(path);
}
/** mime/type_unix.go, mimeGlobs and typeFiles. */
const mimeFiles = [
    '/usr/local/share/mime/globs2',
    '/usr/share/mime/globs2',
    '/etc/mime.types',
    '/etc/apache2/mime.types',
    '/etc/apache/mime.types',
    '/etc/httpd/conf/mime.types',
];
/**
 * Does the base have the files that the program looks things up in? The graver of what is missing is the severity. Not
 * looked at: files that the image adds to its base, and variables that name other places (SSL_CERT_FILE, SSL_CERT_DIR, ZONEINFO).
 */
function checkLookups(facts, { base }) {
    if (facts.lookups === undefined)
        return skip('its function names cannot be read');
    if (base === undefined)
        return skip('it has no base: its lookups find what the system has that it runs on');
    const found = facts.lookups;
    const wanted = lookups.filter((lookup) => lookup.severity(found) !== undefined);
    const files = [...base.files];
    const missing = wanted.filter((lookup) => !files.some(lookup.isAt));
    const notes = notesOn(found, files);
    if (missing.length === 0)
        return pass([...hasAll(wanted, base), ...notes].join('\n') || 'it looks nothing up');
    const grave = missing.some((lookup) => lookup.severity(found) === 'warn');
    const detail = [
        `looks for files that the base "${base.reference}" does not have`,
        ...missing.map((lookup) => `${lookup.what}: ${lookup.without(found)}; try ${lookup.instead}`),
        ...notes,
    ];
    return fail(detail.join('\n'), grave ? 'warn' : 'info');
}
function hasAll(wanted, base) {
    if (wanted.length === 0)
        return [];
    return [`the base "${base.reference}" has ${wanted.map(({ what }) => what).join(', ')}`];
}
/** What a base need not have: container runtimes bring it, or Go has an answer of its own. */
function notesOn(found, files) {
    const { ownRoots, ownZones, zones } = found;
    const onlyUtc = found.localZone && !zones && !ownZones && !files.some(isZoneFile);
    const onlyOwnTypes = found.mimeTypes && !files.some((path) => mimeFiles.includes(path));
    return [
        ...(found.hostNames
            ? ['host names: /etc/resolv.conf and /etc/hosts, which container runtimes put there']
            : []),
        ...(ownRoots ? ['CA certificates: the program brings its own'] : []),
        ...(ownZones ? ['time zones: the program brings its own'] : []),
        ...(onlyUtc ? ['time zones: only by the variable TZ, which means UTC without /usr/share/zoneinfo'] : []),
        ...(onlyOwnTypes ? ['MIME types: those that Go knows itself, without /etc/mime.types'] : []),
    ];
}

;// CONCATENATED MODULE: ./lib/binary/check-static.js

/** Where interpreters look for a library by themselves (ld.so(8)): also Debian's folders per machine. */
const libraryFolder = /^(\/usr)?\/lib(32|64|x32)?(\/[a-z0-9_]+-linux-[a-z0-9]+)?$/;
/**
 * Can the kernel and the interpreter start the file on its base? A file that asks for nothing starts anywhere. A file
 * for no base (`--output bin:DIR`) is not judged, but what it asks for is said.
 */
function checkStatic(elf, wanted) {
    if (elf.interpreter === undefined && elf.neededLibraries.length === 0)
        return pass(elf.linkage);
    const { base } = wanted;
    if (base === undefined) {
        return skip(`it has no base, and starts only where it finds ${asked(elf).join(', ')}`);
    }
    const missing = missingOn(elf, base);
    if (missing.length === 0)
        return pass(`${elf.linkage}; the base "${base.reference}" has what it asks for`);
    return fail([
        `cannot start on the base "${base.reference}"`,
        ...missing.map((what) => `it asks for ${what}, which the base does not have`),
        ...reason(elf, wanted),
    ].join('\n'));
}
function asked(elf) {
    return [...(elf.interpreter === undefined ? [] : [elf.interpreter]), ...elf.neededLibraries];
}
function missingOn(elf, base) {
    const libraries = elf.neededLibraries.filter((name) => !hasLibrary(elf, base, name));
    const { interpreter } = elf;
    return [
        ...(interpreter === undefined || has(base, interpreter) ? [] : [`the interpreter ${interpreter}`]),
        ...(libraries.length === 0
            ? []
            : [`the ${libraries.length === 1 ? 'library' : 'libraries'} ${libraries.join(', ')}`]),
    ];
}
/** On a base with merged /usr, /lib64 is a link to /usr/lib64 and its files are listed there. */
function has(base, path) {
    return base.files.has(path) || base.files.has(`/usr${path}`);
}
function hasLibrary(elf, base, name) {
    if (name.includes('/'))
        return has(base, name);
    // The interpreter is itself in some lists of needed libraries; it is found by its own path.
    if (elf.interpreter?.endsWith(`/${name}`) && has(base, elf.interpreter))
        return true;
    if (elf.libraryPaths.some((folder) => has(base, `${folder}/${name}`)))
        return true;
    for (const path of base.files) {
        if (path.endsWith(`/${name}`) && libraryFolder.test(path.slice(0, -name.length - 1)))
            return true;
    }
    return false;
}
function reason(elf, wanted) {
    if (elf.linkage === 'pie') {
        return [
            'because -buildmode=pie makes the linker name an interpreter, also without cgo',
            'try the default build mode, which links statically',
        ];
    }
    if (!wanted.cgo)
        return ['try --ldflags without -linkmode=external and -extldflags'];
    const chain = wanted.cgoChain ?? [];
    return [
        chain.length === 0
            ? 'because cgo is on and a package imports "C"'
            : `because cgo is on: ${chain.join(' → ')} (import "C")`,
        'try without cgo and a pure-Go package in its place, or link statically: --ldflags "-linkmode=external -extldflags=-static"',
    ];
}

// EXTERNAL MODULE: ./lib/binary/elf-header.js
var elf_header = __webpack_require__(5776);
// EXTERNAL MODULE: ./lib/binary/fields.js
var binary_fields = __webpack_require__(6880);
;// CONCATENATED MODULE: ./lib/binary/elf-tables.js



/** Segment types and flags (gABI, chapter 5, "Program Header"; PT_GNU_*: LSB, "Program Header"). */
const segmentType = {
    load: 1,
    dynamic: 2,
    interpreter: 3,
    gnuStack: 0x6474e551,
    gnuRelro: 0x6474e552,
};
const segmentFlag = { execute: 1, write: 2, read: 4 };
/** Section types and flags (gABI, chapter 4, "Sections"). */
const sectionType = { symbolTable: 2, noBits: 8 };
const sectionFlag = { allocated: 0x2, compressed: 0x800 };
const mostNameBytes = 1 << 20;
/** @throws SlipwayError E_BINARY when a table does not lie inside the file or has entries of a wrong length */
function readElfTables(source) {
    const header = (0,elf_header/* readElfHeader */.x9)(source.read(0, Math.min(source.length, elf_header/* elfHeaderBytes */.GP)));
    return { header, segments: readSegments(source, header), sections: readSections(source, header) };
}
function readSegments(source, header) {
    const entryBytes = header.class === 64 ? 56 : 32;
    const entries = readTable(source, header, header.programHeaders, entryBytes, 'program header');
    return entries.map((entry) => header.class === 64
        ? {
            type: entry.u32(0),
            flags: entry.u32(4),
            offset: entry.u64(8),
            address: entry.u64(16),
            fileBytes: entry.u64(32),
            memoryBytes: entry.u64(40),
        }
        : {
            type: entry.u32(0),
            offset: entry.u32(4),
            address: entry.u32(8),
            fileBytes: entry.u32(16),
            memoryBytes: entry.u32(20),
            flags: entry.u32(24),
        });
}
function readSections(source, header) {
    const entryBytes = header.class === 64 ? 64 : 40;
    if (header.sectionHeaders.offset === 0 || header.sectionHeaders.count === 0)
        return [];
    const raw = readTable(source, header, header.sectionHeaders, entryBytes, 'section header').map((entry) => header.class === 64
        ? {
            nameAt: entry.u32(0),
            type: entry.u32(4),
            flags: entry.u64(8),
            address: entry.u64(16),
            offset: entry.u64(24),
            bytes: entry.u64(32),
        }
        : {
            nameAt: entry.u32(0),
            type: entry.u32(4),
            flags: entry.u32(8),
            address: entry.u32(12),
            offset: entry.u32(16),
            bytes: entry.u32(20),
        });
    const names = raw[header.sectionNames];
    if (names === undefined || names.bytes > mostNameBytes) {
        throw new errors/* SlipwayError */.GQ('E_BINARY', `section ${header.sectionNames} cannot hold the section names`);
    }
    const text = source.read(names.offset, names.bytes);
    return raw.map(({ nameAt, ...section }) => ({ name: textAt(text, nameAt), ...section }));
}
function readTable(source, header, table, entryBytes, what) {
    if (table.count === 0)
        return [];
    if (table.entryBytes !== entryBytes) {
        throw new errors/* SlipwayError */.GQ('E_BINARY', `${what}s of ${table.entryBytes} bytes, where ${entryBytes} are right`);
    }
    const bytes = source.read(table.offset, table.count * entryBytes);
    return Array.from({ length: table.count }, (_, index) => (0,binary_fields/* fieldsOf */.P)(bytes.subarray(index * entryBytes, (index + 1) * entryBytes), header.endian));
}
/** The text from `offset` to the next zero byte (gABI, chapter 4, "String Table"). @throws SlipwayError E_BINARY outside */
function textAt(table, offset) {
    const end = offset < table.length ? table.indexOf(0, offset) : -1;
    if (end < 0) {
        throw new errors/* SlipwayError */.GQ('E_BINARY', `no text at ${offset} of a string table of ${table.length} bytes`);
    }
    return Buffer.from(table.buffer, table.byteOffset + offset, end - offset).toString('utf8');
}
/** Where an address of the loaded program lies in the file: from `offset`, at most `bytes`; undefined when nowhere. */
function fileRangeAt(segments, address) {
    for (const segment of segments) {
        const within = address - segment.address;
        if (segment.type === segmentType.load && within >= 0 && within < segment.fileBytes) {
            return { offset: segment.offset + within, bytes: segment.fileBytes - within };
        }
    }
    return undefined;
}

;// CONCATENATED MODULE: ./lib/binary/go-quote.js
/** The escapes of one character in Go's string literals (Go specification, "Rune literals"). */
const single = {
    a: 7,
    b: 8,
    f: 12,
    n: 10,
    r: 13,
    t: 9,
    v: 11,
    '\\': 92,
    '"': 34,
};
const literal = /^(?:`[^`\r]*`|"(?:[^"\\\n]|\\.)*")/s;
const piece = /\\(?:x([0-9a-fA-F]{2})|([0-7]{3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|[^\\]+/gs;
/** The quoted literal that `text` begins with, quotes included, as strconv.QuotedPrefix; undefined when there is none. */
function quotedPrefix(text) {
    return literal.exec(text)?.[0];
}
/** What a Go string literal stands for, as strconv.Unquote; undefined when it is not one. */
function unquoteGo(text) {
    if (quotedPrefix(text) !== text)
        return undefined;
    const inner = text.slice(1, -1);
    if (text.startsWith('`'))
        return inner;
    const bytes = [];
    for (const [whole, hex, octal, short, long, letter] of inner.matchAll(piece)) {
        const unit = hex ? Number.parseInt(hex, 16) : octal ? Number.parseInt(octal, 8) : single[letter ?? ''];
        const point = Number.parseInt(short ?? long ?? '', 16);
        if (unit !== undefined && unit <= 0xff)
            bytes.push(Buffer.of(unit));
        else if (isCodePoint(point))
            bytes.push(Buffer.from(String.fromCodePoint(point)));
        else if (!whole.startsWith('\\'))
            bytes.push(Buffer.from(whole));
        else
            return undefined;
    }
    return Buffer.concat(bytes).toString('utf8');
}
function isCodePoint(point) {
    return point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
}

;// CONCATENATED MODULE: ./lib/binary/module-info.js


/**
 * Parses the text that the go command hands to the linker, as runtime/debug.ParseBuildInfo does (GOROOT/src/runtime/debug/mod.go).
 * @throws SlipwayError E_BINARY for a line that ParseBuildInfo refuses, with its number
 */
function parseModuleInfo(text) {
    const modules = { dependencies: [] };
    const settings = [];
    let path;
    // What follows the last newline is not a line to ParseBuildInfo either.
    for (const [index, line] of text.split('\n').slice(0, -1).entries()) {
        const [, word, rest = ''] = /^(path|mod|dep|=>|build)\t(.*)$/s.exec(line) ?? [];
        if (word === undefined)
            continue;
        const fail = (why) => {
            throw new errors/* SlipwayError */.GQ('E_BINARY', `the Go build info is damaged: line ${index + 1}: ${why}`);
        };
        if (word === 'path')
            path = rest;
        else if (word === 'build')
            settings.push(readSetting(rest, fail));
        else
            addModule(modules, word, rest.split('\t'), fail);
    }
    return {
        ...(path === undefined ? {} : { path }),
        ...(modules.main === undefined ? {} : { main: modules.main }),
        dependencies: modules.dependencies,
        settings: Object.fromEntries(settings),
    };
}
function addModule(modules, word, columns, fail) {
    if (columns.length !== 3 && (word === '=>' || columns.length !== 2)) {
        fail(`${columns.length} columns for a module`);
    }
    const [path = '', version = '', sum = ''] = columns;
    const module = sum === '' ? { path, version } : { path, version, sum };
    if (word === 'mod') {
        modules.main = module;
        modules.last = 'main';
    }
    else if (word === 'dep') {
        modules.dependencies.push(module);
        modules.last = 'dependency';
    }
    else {
        replaceLast(modules, module, fail);
        modules.last = undefined;
    }
}
function replaceLast(modules, replace, fail) {
    const replaced = modules.last === 'main' ? modules.main : modules.dependencies.at(-1);
    if (modules.last === undefined || replaced === undefined)
        fail('a replacement without a module before it');
    else if (modules.last === 'main')
        modules.main = { ...replaced, replace };
    else
        modules.dependencies.splice(-1, 1, { ...replaced, replace });
}
function readSetting(text, fail) {
    const quoted = quotedPrefix(text);
    const key = quoted ?? /^[^= \t\r"`]+(?==)/.exec(text)?.[0] ?? fail('a setting without a key');
    if (text[key.length] !== '=')
        fail('a setting without "=" after its key');
    const value = text.slice(key.length + 1);
    return [unquoted(key, fail), unquoted(value, fail)];
}
/** Blanks and quotes stand only inside a quoted literal. */
function unquoted(text, fail) {
    if (!/[ \t\r"`]/.test(text))
        return text;
    return unquoteGo(text) ?? fail('a quotation that is not a Go string');
}

;// CONCATENATED MODULE: ./lib/binary/build-info.js




// The blob's layout is defined by GOROOT/src/debug/buildinfo/buildinfo.go, the linker's side by cmd/link/internal/ld.buildinfo.
const magic = Buffer.from('\xff Go buildinf:', 'latin1');
const alignment = 16;
const headerBytes = 32;
const flagBigEndian = 0x1;
const flagInline = 0x2;
const windowBytes = 1 << 20;
const longestVarint = 10;
/** A program with 500 modules has 60 KB. */
const mostTextBytes = 16 << 20;
/**
 * Reads Go's build info: from the section `.go.buildinfo` of an ELF file, from anywhere else in the first place where a
 * well-formed blob stands (Mach-O, PE, XCOFF, Plan 9). Undefined when there is none: not Go, or wasm, which has no such blob.
 * The form with pointers (Go before 1.18) is read from ELF only.
 * @throws SlipwayError E_BINARY when the blob is there and its text is damaged
 */
function readBuildInfo(source) {
    const tables = (0,elf_header/* isElf */.aB)(source.read(0, Math.min(4, source.length))) ? readElfTables(source) : undefined;
    const section = tables?.sections.find((candidate) => candidate.name === '.go.buildinfo');
    const from = section?.offset ?? 0;
    const to = Math.min(source.length, from + (section?.bytes ?? source.length));
    for (const offset of magicOffsets(source, from, to)) {
        const texts = readBlob(source, offset, tables);
        if (texts !== undefined && texts.version.length > 0) {
            const version = Buffer.from(texts.version).toString('utf8');
            return { goVersion: version, ...parseModuleInfo(withoutFrame(texts.modules)) };
        }
    }
    return undefined;
}
/** Aligned places of the magic. They never lie across two windows, since both are multiples of 16 bytes. */
function* magicOffsets(source, from, to) {
    const start = Math.ceil(from / alignment) * alignment;
    for (let at = start; at + headerBytes <= to; at += windowBytes) {
        const bytes = source.read(at, Math.min(windowBytes, to - at));
        const window = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        for (let hit = window.indexOf(magic); hit >= 0; hit = window.indexOf(magic, hit + 1)) {
            if (hit % alignment === 0 && at + hit + headerBytes <= to)
                yield at + hit;
        }
    }
}
/** Undefined for bytes that only look like a blob, such as the constant in a program that reads build info itself. */
function readBlob(source, offset, tables) {
    const header = source.read(offset, headerBytes);
    const flags = header[15] ?? 0;
    if ((flags & flagInline) === 0) {
        return tables === undefined ? undefined : readPointedTexts(source, header, tables);
    }
    const version = readCountedText(source, offset + headerBytes);
    const modules = version === undefined ? undefined : readCountedText(source, version.end);
    return version === undefined || modules === undefined
        ? undefined
        : { version: version.text, modules: modules.text };
}
/** Since Go 1.18: the length as a varint (encoding/binary.Uvarint), then the bytes. */
function readCountedText(source, offset) {
    if (offset >= source.length)
        return undefined;
    const bytes = source.read(offset, Math.min(longestVarint, source.length - offset));
    const last = bytes.findIndex((byte) => byte < 0x80);
    if (last < 0)
        return undefined;
    const length = bytes.subarray(0, last + 1).reduceRight((sum, byte) => sum * 128 + (byte & 0x7f), 0);
    const start = offset + last + 1;
    if (length > mostTextBytes || start + length > source.length)
        return undefined;
    return { text: source.read(start, length), end: start + length };
}
/** Before Go 1.18: the header holds the addresses of two Go strings, each an address and a length. */
function readPointedTexts(source, header, tables) {
    const pointerBytes = header[14];
    if (pointerBytes !== 4 && pointerBytes !== 8)
        return undefined;
    const endian = ((header[15] ?? 0) & flagBigEndian) === 0 ? 'little' : 'big';
    const readAt = (address, length) => {
        const range = fileRangeAt(tables.segments, address);
        if (range === undefined || range.bytes < length || range.offset + length > source.length)
            return undefined;
        return source.read(range.offset, length);
    };
    const pair = (bytes) => {
        const fields = (0,binary_fields/* fieldsOf */.P)(bytes, endian);
        const word = pointerBytes === 8 ? fields.u64 : fields.u32;
        return [word(0), word(pointerBytes)];
    };
    const text = (address) => {
        const string = readAt(address, 2 * pointerBytes);
        const [data, length] = string === undefined ? [0, 0] : pair(string);
        return (length > mostTextBytes ? undefined : readAt(data, length)) ?? new Uint8Array();
    };
    const [version, modules] = pair(header.subarray(16));
    return { version: text(version), modules: text(modules) };
}
/** The text stands between two marks of 16 bytes (cmd/go/internal/modload, infoStart and infoEnd); without them there is none. */
function withoutFrame(bytes) {
    const framed = bytes.length >= 33 && bytes[bytes.length - 17] === 0x0a;
    return framed ? Buffer.from(bytes.subarray(16, -16)).toString('utf8') : '';
}

;// CONCATENATED MODULE: ./lib/binary/windows.js
const windows_windowBytes = 1 << 20;
/**
 * A file, or the range of it that lies inside, in pieces, each with up to `before` and `after` bytes of its neighbours:
 * nothing is missed between two of them, and memory does not grow with the file.
 */
function* windowsOf(source, margin, range = { offset: 0, bytes: source.length }) {
    const end = Math.min(source.length, range.offset + range.bytes);
    for (let start = range.offset; start < end; start += windows_windowBytes) {
        const from = Math.max(range.offset, start - margin.before);
        const to = Math.min(end, start + windows_windowBytes + margin.after);
        const read = source.read(from, to - from);
        yield {
            bytes: Buffer.from(read.buffer, read.byteOffset, read.byteLength),
            offset: from,
            own: { from: start - from, to: start - from + windows_windowBytes },
        };
    }
}

;// CONCATENATED MODULE: ./lib/binary/build-paths.js

const longestText = 200;
const mostListed = 3;
const slash = 0x2f;
/**
 * From how many folders on a path belongs to one build alone, by its first folder. In /home/u and below /usr or /etc programs
 * name paths at run time too, and Go itself stands in /usr/local/go, /usr/lib/go-1.26 or /opt/go on most machines.
 */
const ownDepth = [
    { tree: /^\/(home|Users)\//, depth: 3 },
    { tree: /^\/(bin|boot|dev|etc|lib|lib64|media|mnt|opt|proc|run|sbin|srv|sys|usr|var)\//, depth: 4 },
    { tree: /^\//, depth: 2 },
];
/** A file that a compiler reads: what -trimpath takes the folder from, and what `__FILE__` and line tables keep. */
const sourceFile = /^\/[A-Za-z0-9_.\-/@+!~]*\.(go|s|S|sx|c|cc|cpp|cxx|h|hh|hpp|hxx|inc|m|mm|f|F|for|f90|swig|swigcxx|syso|a|o)(?![A-Za-z0-9_.\-/@+])/;
/** Folders that only builds make: the go command's work folders, the build cache, the module cache, GOROOT's own sources. */
const buildPlace = /^(\/[A-Za-z0-9_.\-/@+!~]*)?\/(go-build\d+|go-build\/[0-9a-f]{2}\/|pkg\/mod\/|pkg\/tool\/|src\/runtime\b)/;
/**
 * Finds where a file names one of the directories. Windows overlap, so nothing is missed between two of them.
 *
 * A directory that is deep enough to belong to one build (`/go/src/app`, `/home/u/app`, `/tmp/build-7`) counts wherever
 * the name ends there or goes on with `/`. One that programs also name at run time, or that is a common word (`/root`,
 * `/tmp`, `/home/u`, `/src`, `/usr/local/go`), counts only at the start of a path to a source file or to a folder
 * that only builds make; what a leak brings is always such a path, since line tables name files.
 * Not seen: compressed sections (`ElfFacts.compressedSections`), and a constant that another one follows without a border.
 */
function findBuildPaths(source, directories) {
    const needles = needlesOf(directories);
    const listed = [];
    let count = 0;
    for (const window of windowsOf(source, { before: longestText, after: margin(needles) })) {
        for (const { needle, at } of matches(window, needles)) {
            const text = () => printableAround(window.bytes, at, at + needle.bytes.length);
            list(listed, needle.directory, window.offset + at, text);
            count++;
        }
    }
    return { searched: needles.map((needle) => needle.directory.name), count, listed };
}
function list(listed, directory, offset, textOf) {
    const same = listed.filter((path) => path.directory === directory);
    if (same.length >= mostListed)
        return;
    const text = textOf();
    if (!same.some((path) => path.text === text))
        listed.push({ directory, offset, text });
}
/** Longest first, so that a place is named by the innermost of nested directories. */
function needlesOf(directories) {
    const byPath = new Map();
    for (const directory of directories) {
        const path = directory.path.replace(/\/+$/, '');
        if (!path.startsWith('/') || byPath.has(path))
            continue;
        byPath.set(path, needleOf(directory, path));
    }
    return [...byPath.values()].sort((a, b) => b.bytes.length - a.bytes.length);
}
function needleOf(directory, path) {
    const depth = path.split('/').length - 1;
    const own = ownDepth.find(({ tree }) => tree.test(path))?.depth ?? 2;
    return { directory, bytes: Buffer.from(path), ordinary: depth < own, atStart: depth < Math.max(own, 3) };
}
function margin(needles) {
    return (needles[0]?.bytes.length ?? 0) + longestText;
}
/** The places inside the window's own part, in order; a place that a longer directory took is not counted again. */
function matches({ bytes, own }, needles) {
    const taken = new Map();
    for (const needle of needles) {
        let at = bytes.indexOf(needle.bytes, own.from);
        for (; at >= 0 && at < own.to; at = bytes.indexOf(needle.bytes, at + 1)) {
            if (!taken.has(at) && isBuildPath(bytes, needle, at))
                taken.set(at, needle);
        }
    }
    return [...taken].map(([at, needle]) => ({ needle, at })).sort((a, b) => a.at - b.at);
}
function isBuildPath(window, needle, at) {
    const end = at + needle.bytes.length;
    const before = at === 0 ? undefined : window[at - 1];
    const next = window[end];
    if (needle.atStart && before !== undefined && isPathByte(before))
        return false;
    if (!needle.ordinary)
        return next === undefined || next === slash || !isPathByte(next);
    const rest = window.toString('latin1', end, end + longestText);
    return sourceFile.test(rest) || buildPlace.test(rest);
}
/** Letters, digits, and `_ - . + / @`: what a path goes on with. */
function isPathByte(byte) {
    const letter = byte | 0x20;
    return ((letter >= 0x61 && letter <= 0x7a) ||
        (byte >= 0x2d && byte <= 0x39) ||
        byte === 0x5f ||
        byte === 0x2b ||
        byte === 0x40);
}
function printableAround(window, start, end) {
    let from = start;
    let to = end;
    while (from > 0 && start - from < longestText && isPrintable(window[from - 1]))
        from--;
    while (to < window.length && to - end < longestText && isPrintable(window[to]))
        to++;
    return window.toString('utf8', from, to);
}
function isPrintable(byte) {
    return byte !== undefined && byte >= 0x20 && byte < 0x7f;
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
;// CONCATENATED MODULE: ./lib/binary/byte-source.js


function bytesSource(bytes) {
    return {
        length: bytes.length,
        read(offset, length) {
            checkRange(bytes.length, offset, length);
            return bytes.subarray(offset, offset + length);
        },
    };
}
/**
 * Opens a file for the time of one call. Reads are synchronous: a view of an executable touches a few kilobytes.
 * @throws SlipwayError E_BINARY for reads out of range or a file that is cut while it is read; the system's error when it
 * cannot be opened
 */
function withFileSource(path, use) {
    const descriptor = (0,external_node_fs_.openSync)(path, 'r');
    try {
        return use(fileSource(path, descriptor));
    }
    finally {
        (0,external_node_fs_.closeSync)(descriptor);
    }
}
function fileSource(path, descriptor) {
    const total = (0,external_node_fs_.fstatSync)(descriptor).size;
    return {
        length: total,
        read(offset, length) {
            checkRange(total, offset, length);
            const bytes = Buffer.allocUnsafeSlow(length);
            let filled = 0;
            while (filled < length) {
                const got = (0,external_node_fs_.readSync)(descriptor, bytes, filled, length - filled, offset + filled);
                if (got === 0)
                    throw new errors/* SlipwayError */.GQ('E_BINARY', `${path} became shorter than ${total} bytes while it was read`);
                filled += got;
            }
            return bytes;
        },
    };
}
function checkRange(total, offset, length) {
    if (offset >= 0 && length >= 0 && offset + length <= total)
        return;
    throw new errors/* SlipwayError */.GQ('E_BINARY', `the file ends at byte ${total}, but ${length} bytes are said to be at offset ${offset}`, { hint: 'the file is damaged or cut; build it again' });
}

;// CONCATENATED MODULE: ./lib/binary/elf-dynamic.js



const tag = {
    end: 0,
    needed: 1,
    stringTable: 5,
    rpath: 15,
    bindNow: 24,
    runpath: 29,
    flags: 30,
    flags1: 0x6ffffffb,
};
const flagBindNow = 0x8;
const flag1Now = 0x1;
/** A Go program has some 20 entries; the largest programs a few hundred. */
const mostEntries = 4096;
const elf_dynamic_mostTextBytes = 4096;
const nothing = { neededLibraries: [], libraryPaths: [], bindsAtStart: false };
/** @throws SlipwayError E_BINARY when names are said to lie where the file has nothing */
function readDynamic(source, tables) {
    const segment = tables.segments.find((candidate) => candidate.type === segmentType.dynamic);
    if (segment === undefined)
        return nothing;
    const entries = readEntries(source, segment, tables.header);
    const value = (wanted) => entries.find((entry) => entry.tag === wanted)?.value ?? 0;
    const texts = (wanted) => entries
        .filter((entry) => entry.tag === wanted)
        .map((entry) => readText(source, tables.segments, value(tag.stringTable) + entry.value));
    const runpath = texts(tag.runpath);
    return {
        neededLibraries: texts(tag.needed),
        libraryPaths: (runpath.length > 0 ? runpath : texts(tag.rpath)).flatMap((path) => path.split(':')),
        bindsAtStart: entries.some((entry) => entry.tag === tag.bindNow) ||
            (value(tag.flags) & flagBindNow) !== 0 ||
            (value(tag.flags1) & flag1Now) !== 0,
    };
}
function readEntries(source, segment, header) {
    const entryBytes = header.class === 64 ? 16 : 8;
    const count = Math.floor(segment.fileBytes / entryBytes);
    if (count > mostEntries)
        throw new errors/* SlipwayError */.GQ('E_BINARY', `PT_DYNAMIC has ${count} entries`);
    const fields = (0,binary_fields/* fieldsOf */.P)(source.read(segment.offset, count * entryBytes), header.endian);
    const word = header.class === 64 ? fields.u64 : fields.u32;
    const entries = [];
    for (let at = 0; at < fields.length; at += entryBytes) {
        const entry = { tag: word(at), value: word(at + entryBytes / 2) };
        if (entry.tag === tag.end)
            break;
        entries.push(entry);
    }
    return entries;
}
/** DT_STRTAB is an address of the loaded program, not an offset in the file. */
function readText(source, segments, address) {
    const range = fileRangeAt(segments, address);
    if (range === undefined) {
        throw new errors/* SlipwayError */.GQ('E_BINARY', `PT_DYNAMIC names a text at 0x${address.toString(16)}, where no segment is`);
    }
    return textAt(source.read(range.offset, Math.min(range.bytes, elf_dynamic_mostTextBytes)), 0);
}

;// CONCATENATED MODULE: ./lib/binary/elf.js




/** The kernel refuses a longer one (Linux, fs/binfmt_elf.c: PATH_MAX). */
const longestInterpreter = 4096;
/** @throws SlipwayError E_BINARY when the file is not ELF or its tables do not hold together */
function readElf(source) {
    const tables = readElfTables(source);
    const { header, segments, sections } = tables;
    const interpreter = readInterpreter(source, segments);
    const dynamic = readDynamic(source, tables);
    const stack = segments.find((segment) => segment.type === segmentType.gnuStack);
    return {
        header,
        sections,
        ...(interpreter === undefined ? {} : { interpreter }),
        neededLibraries: dynamic.neededLibraries,
        libraryPaths: dynamic.libraryPaths,
        linkage: linkageOf(header, interpreter, dynamic),
        ...(stack === undefined ? {} : { executableStack: (stack.flags & segmentFlag.execute) !== 0 }),
        writableCode: segments.filter(isWritableCode).map((segment) => segment.address),
        relro: relroOf(tables, dynamic),
        symbolTable: sections.some((section) => section.type === sectionType.symbolTable && section.bytes > 0),
        dwarf: sections.some((section) => /^\.z?debug_/.test(section.name)),
        compressedSections: sections.filter(isCompressed).map((section) => section.name),
    };
}
function readInterpreter(source, segments) {
    const segment = segments.find((candidate) => candidate.type === segmentType.interpreter);
    if (segment === undefined)
        return undefined;
    if (segment.fileBytes > longestInterpreter) {
        throw new errors/* SlipwayError */.GQ('E_BINARY', `PT_INTERP names a path of ${segment.fileBytes} bytes`);
    }
    return textAt(source.read(segment.offset, segment.fileBytes), 0);
}
function linkageOf(header, interpreter, dynamic) {
    const independent = header.type === elf_header/* elfType */.UM.dynamic;
    if (dynamic.neededLibraries.length > 0)
        return 'dynamic';
    if (interpreter === undefined)
        return independent ? 'static-pie' : 'static';
    return independent ? 'pie' : 'dynamic';
}
function isWritableCode(segment) {
    const both = segmentFlag.write | segmentFlag.execute;
    return segment.type === segmentType.load && (segment.flags & both) === both;
}
/** Read-only after relocation: all of the table of addresses when the interpreter binds at start, else the part before it. */
function relroOf(tables, dynamic) {
    if (!tables.segments.some((segment) => segment.type === segmentType.gnuRelro))
        return 'none';
    return dynamic.bindsAtStart ? 'full' : 'partial';
}
/** SHF_COMPRESSED, or the older .zdebug_ names (GNU binutils, "--compress-debug-sections=zlib-gnu"). */
function isCompressed(section) {
    const flagged = Math.floor(section.flags / sectionFlag.compressed) % 2 === 1;
    return flagged || section.name.startsWith('.zdebug_');
}

;// CONCATENATED MODULE: ./lib/binary/lookups.js

/**
 * Functions of Go's standard library, any of which proves that the linker kept what it is listed for. Read in the sources of
 * Go 1.21, 1.26 and 1.27, and found in programs of these. Most are too large to be inlined; of one that was inlined the
 * name stays all the same, because tracebacks need it (cmd/link/internal/ld/pcln.go, generateFuncnametab).
 */
const proofs = {
    go: ['runtime.main'],
    roots: ['crypto/x509.loadSystemRoots'],
    rootPool: ['crypto/x509.SystemCertPool'],
    ownRoots: ['crypto/x509.SetFallbackRoots'],
    // Reached from reading alone (renegotiation): it says that TLS is there, not that the program is a client.
    tls: ['crypto/tls.(*Conn).clientHandshake'],
    tlsDial: ['crypto/tls.dial', 'crypto/tls.QUICClient', 'net/http.(*Transport).dialConn'],
    tlsClient: ['crypto/tls.Client'],
    // Since Go 1.24 it wraps a plain connection by tls.Client and sends nothing.
    httpServer: ['net/http.(*conn).maybeServeUnencryptedHTTP2'],
    users: ['os/user.current', 'os/user.lookupUser', 'os/user.lookupUserId'],
    groups: ['os/user.lookupGroup', 'os/user.lookupGroupId', 'os/user.listGroups'],
    zones: ['time.LoadLocation'],
    localZone: ['time.initLocal'],
    ownZones: ['time.registerLoadFromEmbeddedTZData', 'time/tzdata.loadFromEmbeddedTZData'],
    hostNames: ['net.(*Resolver).lookupIPAddr', 'net.(*Resolver).lookupAddr', 'net.dnsReadConfig'],
    mimeTypes: ['mime.initMimeUnix', 'mime.loadMimeFile'],
};
/**
 * Reads from a program's function names, which stay when it is stripped, what it can look up. Undefined when it has no such
 * names: it is not Go, or was packed or obfuscated.
 *
 * @param sections of an ELF file; the names are searched for in its .gopclntab alone, so that a program embedded in the
 * program does not count. Other formats are searched as a whole.
 */
function findLookups(source, sections = []) {
    // In position-independent files of Go 1.25 and older it is .data.rel.ro.gopclntab.
    const section = sections.find(({ name }) => name.endsWith('.gopclntab'));
    const names = findNames(source, section);
    const has = (proof) => proofs[proof].some((name) => names.has(name));
    if (!has('go'))
        return undefined;
    return {
        roots: rootsWanted(has),
        ownRoots: has('ownRoots'),
        users: has('users'),
        groups: has('groups'),
        zones: has('zones'),
        localZone: has('localZone'),
        ownZones: has('ownZones'),
        hostNames: has('hostNames'),
        mimeTypes: has('mimeTypes'),
    };
}
function rootsWanted(has) {
    if (!has('roots'))
        return 'none';
    const isClient = has('tlsDial') || (has('tlsClient') && !has('httpServer'));
    return isClient || has('rootPool') || !has('tls') ? 'certain' : 'possible';
}
/** The function names that are there, each a text of its own between two NULs (runtime.pcHeader, funcnametab). */
function findNames(source, section) {
    const needles = new Map(Object.values(proofs)
        .flat()
        .map((name) => [name, Buffer.from(`\0${name}\0`)]));
    const after = Math.max(...[...needles.values()].map((needle) => needle.length));
    const found = new Set();
    for (const { bytes } of windowsOf(source, { before: 0, after }, section)) {
        for (const [name, needle] of needles) {
            if (!bytes.includes(needle))
                continue;
            found.add(name);
            needles.delete(name);
        }
    }
    return found;
}

;// CONCATENATED MODULE: ./lib/binary/executable.js





/** File formats that Go links to, by the first bytes of the file. */
const magics = {
    elf: ['7f454c46'],
    macho: ['feedface', 'feedfacf', 'cefaedfe', 'cffaedfe', 'cafebabe'],
    pe: ['4d5a'],
    wasm: ['0061736d'],
    xcoff: ['01df', '01f7'],
    plan9: ['000001eb', '00008a97', '00000647'],
};
/**
 * Reads a file that `go build` made, and searches it for directories of the machine that built it.
 * @throws SlipwayError E_BINARY when it is damaged; the system's error when it cannot be read
 */
function inspectExecutable(path, directories) {
    return withFileSource(path, (source) => inspectSource(source, directories));
}
/** As `inspectExecutable`, for bytes that are already at hand. */
function inspectSource(source, directories) {
    const format = formatOf(source.read(0, Math.min(4, source.length)));
    const elf = format === 'elf' ? readElf(source) : undefined;
    const buildInfo = readBuildInfo(source);
    const lookups = findLookups(source, elf?.sections);
    return {
        format,
        bytes: source.length,
        ...(elf === undefined ? {} : { elf }),
        ...(buildInfo === undefined ? {} : { buildInfo }),
        buildPaths: findBuildPaths(source, directories),
        ...(lookups === undefined ? {} : { lookups }),
    };
}
function formatOf(head) {
    const hex = Buffer.from(head).toString('hex');
    for (const [format, starts] of Object.entries(magics)) {
        if (starts.some((start) => hex.startsWith(start)))
            return format;
    }
    return 'unknown';
}
const formats = {
    aix: 'xcoff',
    darwin: 'macho',
    ios: 'macho',
    js: 'wasm',
    plan9: 'plan9',
    wasip1: 'wasm',
    windows: 'pe',
};
/** The format that Go links to for an operating system. */
function formatFor(os) {
    return formats[os] ?? 'elf';
}

;// CONCATENATED MODULE: ./lib/binary/check.js








/** Every check of a file, in the order of their verdicts. */
const checks = [
    { name: 'binary/machine', severity: 'block', answer: checkMachine },
    { name: 'binary/static', severity: 'block', answer: forElf(checkStatic) },
    { name: 'binary/build-info', severity: 'block', answer: checkBuildInfo },
    { name: 'binary/build-paths', severity: 'warn', answer: checkBuildPaths },
    { name: 'binary/executable-stack', severity: 'warn', answer: forElf(checkStack) },
    { name: 'binary/lookups', severity: 'warn', answer: checkLookups },
    { name: 'binary/stripped', severity: 'info', answer: forElf(checkStripped) },
];
/** Asks every check about one file; none stops the others. The detail of a failure reads on from the subject. */
function checkExecutable(facts, wanted) {
    return checks.map(({ name, severity, answer }) => ({
        check: name,
        subject: wanted.subject,
        severity,
        ...answer(facts, wanted),
    }));
}
/** The error that ends a run whose file was refused; undefined when no check of a file blocks. */
function refusalOf(verdicts) {
    const blocking = verdicts.filter((verdict) => verdict.check.startsWith('binary/') && verdict.status === 'fail' && verdict.severity === 'block');
    if (blocking.length === 0)
        return undefined;
    return new errors/* SlipwayError */.GQ('E_BINARY', blocking.map((verdict) => `${verdict.subject} ${verdict.detail}`).join('\n'));
}
function forElf(answer) {
    return (facts, wanted) => facts.elf === undefined
        ? skip(`it is a file of format ${facts.format}; this is checked of ELF files`)
        : answer(facts.elf, wanted);
}
function checkMachine(facts, { platform }) {
    const format = formatFor(platform.os);
    if (facts.format !== format) {
        return fail(`is a file of format ${facts.format}, where ${platform.os} needs ${format}`);
    }
    if (facts.elf === undefined)
        return skip(`the machine of format ${facts.format} is known from build info only`);
    const { header } = facts.elf;
    const found = (0,elf_machine/* describeMachine */.Fe)(header);
    if (header.type !== elf_header/* elfType */.UM.executable && header.type !== elf_header/* elfType */.UM.dynamic) {
        return fail(`is not a program: its ELF type is ${header.type}, where 2 or 3 is right`);
    }
    if ((0,elf_machine/* isForArchitecture */.R5)(header, platform.architecture))
        return pass(found);
    const right = elf_machine/* elfMachines */.C[platform.architecture];
    return fail(`is for ${found}, where ${platform.architecture} needs ${right === undefined ? 'no ELF' : (0,elf_machine/* describeMachine */.Fe)(right)}`);
}
function checkBuildPaths(facts) {
    const { searched, count, listed } = facts.buildPaths;
    if (count > 0) {
        return fail([
            `names directories of the machine that built it, ${count === 1 ? 'once' : `${count} times`}`,
            ...listed.map((path) => `${path.directory.name} at byte ${path.offset}: ${path.text}`),
            'another folder will give other bytes; look at -X values, embedded files and cgo flags, and at -trimpath',
        ].join('\n'));
    }
    if (searched.length === 0)
        return skip('no directory was given to search for');
    const hidden = facts.elf?.compressedSections ?? [];
    return hidden.length > 0
        ? skip(`compressed sections (${hidden.join(' ')}) cannot be searched; link with -s -w`)
        : pass(`none of ${searched.join(', ')}`);
}
function checkStack(elf) {
    const faults = [
        ...(elf.executableStack === true ? ['asks for an executable stack (PT_GNU_STACK)'] : []),
        ...(elf.executableStack === undefined
            ? ['does not say that its stack is not code (no PT_GNU_STACK), so the kernel decides']
            : []),
        ...elf.writableCode.map((address) => `has a segment at 0x${address.toString(16)} that is writable and executable`),
    ];
    return faults.length === 0 ? pass() : fail(faults.join('\n'));
}
function checkStripped(elf) {
    const kept = [
        ...(elf.symbolTable ? ['its symbol table'] : []),
        ...(elf.dwarf ? ['debug information (DWARF)'] : []),
    ];
    return kept.length === 0 ? pass() : fail(`keeps ${kept.join(' and ')}; -ldflags "-s -w" leaves them out`);
}

// EXTERNAL MODULE: ./lib/toolchain/go-settings.js
var go_settings = __webpack_require__(4483);
// EXTERNAL MODULE: ./lib/toolchain/go-specification.js
var go_specification = __webpack_require__(8017);
// EXTERNAL MODULE: ./lib/toolchain/local.js
var toolchain_local = __webpack_require__(6784);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./lib/support/retry.js
var retry = __webpack_require__(6125);
// EXTERNAL MODULE: ./lib/toolchain/checksum-database.js + 2 modules
var checksum_database = __webpack_require__(2501);
// EXTERNAL MODULE: ./lib/support/http.js + 2 modules
var support_http = __webpack_require__(956);
// EXTERNAL MODULE: ./lib/toolchain/credentials.js
var credentials = __webpack_require__(1337);
;// CONCATENATED MODULE: ./lib/toolchain/module-access.js



/** Runs `work` with access to the user's module proxies and checksum database; a client of its own is closed afterwards. */
async function withModuleAccess(ports, settings, patience, work) {
    const http = ports.http ?? (0,support_http/* openHttp */.fb)(ports.env);
    try {
        return await work({
            get: (0,retry/* retrying */.R$)(http.get, patience),
            patience,
            authorize: await (0,credentials/* readCredentials */.L)(ports.env, settings, ports.host),
            settings,
            signal: ports.signal,
        });
    }
    finally {
        if (ports.http === undefined)
            await http.close();
    }
}

// EXTERNAL MODULE: ./lib/toolchain/module-path.js
var module_path = __webpack_require__(4607);
// EXTERNAL MODULE: ./lib/toolchain/module-proxy.js + 1 modules
var module_proxy = __webpack_require__(3692);
// EXTERNAL MODULE: ./lib/toolchain/proxy-list.js
var proxy_list = __webpack_require__(1996);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(8500);
;// CONCATENATED MODULE: ./lib/support/lock.js





/**
 * Runs `work` while no other run that uses the same path does: it saves doing the same work twice. Correctness must not
 * depend on it, because a holder that stood still for long may wake up: results are still moved into place atomically.
 * @throws what `work` throws; the signal's reason; a system error when the lock's folder cannot be written
 */
async function withLock(path, options, work) {
    const { pollMilliseconds = 200, staleMilliseconds = 20_000 } = options;
    const holder = { token: (0,external_node_crypto_.randomBytes)(8).toString('hex'), host: (0,external_node_os_.hostname)(), pid: process.pid };
    await (0,promises_.mkdir)((0,external_node_path_.dirname)(path), { recursive: true });
    for (let waiting = false; !(await acquire(path, holder));) {
        if (await isStale(path, staleMilliseconds)) {
            await removeStale(path, staleMilliseconds);
            continue;
        }
        if (!waiting)
            options.onWait?.();
        waiting = true;
        await (0,external_node_timers_promises_.setTimeout)(pollMilliseconds);
        options.signal?.throwIfAborted();
    }
    const heartbeat = setInterval(() => void beat(path), staleMilliseconds / 5);
    heartbeat.unref();
    try {
        return await work();
    }
    finally {
        clearInterval(heartbeat);
        if ((await readHolder(path))?.token === holder.token)
            await (0,promises_.rm)(path, { force: true });
    }
}
async function acquire(path, holder) {
    try {
        const file = await (0,promises_.open)(path, 'wx');
        try {
            await file.writeFile(JSON.stringify(holder));
        }
        finally {
            await file.close();
        }
        return true;
    }
    catch (error) {
        if (error.code === 'EEXIST')
            return false;
        throw error;
    }
}
/** A lock that was removed meanwhile needs no sign of life. */
async function beat(path) {
    const now = new Date();
    await (0,promises_.utimes)(path, now, now).catch(() => undefined);
}
async function isStale(path, staleMilliseconds) {
    const state = await (0,promises_.stat)(path).catch(() => undefined);
    if (state === undefined)
        return false;
    const holder = await readHolder(path);
    // A process on this machine that is gone needs no waiting for.
    if (holder?.host === (0,external_node_os_.hostname)() && !lock_isAlive(holder.pid))
        return true;
    return Date.now() - state.mtimeMs > staleMilliseconds;
}
/** Moves the stale lock away under its own name, so that of two runs that saw it only one removes it. */
async function removeStale(path, staleMilliseconds) {
    if (!(await isStale(path, staleMilliseconds)))
        return;
    const aside = `${path}.${(0,external_node_crypto_.randomBytes)(4).toString('hex')}.stale`;
    await (0,promises_.rename)(path, aside).catch(() => undefined);
    await (0,promises_.rm)(aside, { force: true });
}
async function readHolder(path) {
    try {
        return JSON.parse(await (0,promises_.readFile)(path, 'utf8'));
    }
    catch {
        return undefined;
    }
}
function lock_isAlive(pid) {
    try {
        process.kill(pid, 0);
        return true;
    }
    catch (error) {
        return error.code === 'EPERM';
    }
}

;// CONCATENATED MODULE: ./lib/toolchain/tool-cache.js





const markerName = 'slipway-toolchain.json';
const markerVersion = 1;
const abandonedMilliseconds = 24 * 3600 * 1000;
function folderOf(options) {
    return (0,external_node_path_.join)(options.cacheDirectory, 'toolchain');
}
function entryName(key, host) {
    return `${key}.${host.os}-${host.architecture}`;
}
/** A toolchain in the cache, by its version or by `sha256-` and hexadecimal digits: the read of one small file. */
async function findCached(options, key) {
    const goroot = (0,external_node_path_.join)(folderOf(options), entryName(key, options.host));
    const marker = parseMarker(await (0,support_files/* readTextIfExists */.TP)((0,external_node_path_.join)(goroot, markerName)));
    return marker === undefined ? undefined : { ...marker, goroot };
}
/** Every toolchain for this host in the cache that has a version's name. */
async function listCached(options) {
    const names = await (0,promises_.readdir)(folderOf(options)).catch(() => []);
    const suffix = entryName('', options.host);
    const keys = names.filter((name) => name.startsWith('go') && name.endsWith(suffix));
    const found = await Promise.all(keys.map((name) => findCached(options, name.slice(0, -suffix.length))));
    return found.filter((entry) => entry !== undefined);
}
function parseMarker(text) {
    if (text === undefined)
        return undefined;
    try {
        const marker = JSON.parse(text);
        return marker.markerVersion === markerVersion && typeof marker.version === 'string' ? marker : undefined;
    }
    catch {
        return undefined;
    }
}
/**
 * Brings a toolchain into the cache, once for all runs that want it at the same time. `fill` gets a work folder: it unpacks
 * into the folder `goroot` in it, checks it, and may leave anything else beside. What it throws, or an abort, leaves nothing.
 * @param isGood decides whether one that another run brought meanwhile will do
 */
async function installOnce(options, key, isGood, fill) {
    const goroot = (0,external_node_path_.join)(folderOf(options), entryName(key, options.host));
    const onWait = () => options.progress(`${key}: waiting for another run that is fetching it`);
    return withLock(`${goroot}.lock`, { signal: options.signal, onWait }, async () => {
        const present = await findCached(options, key);
        if (present !== undefined && isGood(present))
            return present;
        await removeAbandoned(folderOf(options));
        const work = await (0,support_files/* makeWorkFolder */._d)(folderOf(options), 'work');
        try {
            const marker = { markerVersion, ...(await fill(work)) };
            options.signal?.throwIfAborted();
            const unpacked = (0,external_node_path_.join)(work, 'goroot');
            await writeDurably((0,external_node_path_.join)(unpacked, markerName), `${JSON.stringify(marker, undefined, 2)}\n`);
            while (!(await moveIntoPlace(unpacked, goroot))) {
                // The lock was lost to another run, which was quicker: its toolchain may be in use already.
                const other = await findCached(options, key);
                if (other !== undefined && isGood(other))
                    return other;
                await putAside(goroot);
            }
            return { ...marker, goroot };
        }
        finally {
            await (0,promises_.rm)(work, { recursive: true, force: true, maxRetries: 3 });
        }
    });
}
async function writeDurably(path, text) {
    await (0,promises_.writeFile)(path, text);
    const handle = await (0,promises_.open)(path, 'r+');
    try {
        await handle.sync();
    }
    finally {
        await handle.close();
    }
}
/** False when something lies there already: a folder cannot be renamed over one that is not empty. */
async function moveIntoPlace(unpacked, goroot) {
    try {
        await (0,promises_.rename)(unpacked, goroot);
        return true;
    }
    catch (error) {
        if (await (0,support_files/* exists */.t2)(goroot))
            return false;
        throw error;
    }
}
async function putAside(goroot) {
    const aside = (0,support_files/* besidePath */.qE)(goroot);
    await (0,promises_.rename)(goroot, aside);
    await (0,promises_.rm)(aside, { recursive: true, force: true, maxRetries: 3 });
}
/** Work folders that a killed run left behind. */
async function removeAbandoned(folder) {
    const names = await (0,promises_.readdir)(folder).catch(() => []);
    for (const name of names.filter((entry) => /^work-\d+-[0-9a-f]+$/.test(entry))) {
        const path = (0,external_node_path_.join)(folder, name);
        const state = await (0,promises_.stat)(path).catch(() => undefined);
        const old = state !== undefined && Date.now() - state.mtimeMs > abandonedMilliseconds;
        if (old)
            await (0,promises_.rm)(path, { recursive: true, force: true });
    }
}
/** A digest that does not fit: says what was expected, what came, from where, and that nothing stays. */
function digestMismatch(what, expected, got, from) {
    return new errors/* SlipwayError */.GQ('E_TOOLCHAIN', `${what} is not what it should be\nexpected ${expected}\ngot      ${got}\nfrom     ${from}`, { hint: 'the download is damaged or was changed on the way; nothing was kept' });
}

;// CONCATENATED MODULE: ./lib/toolchain/published-module.js










/**
 * Describes a published module, given the path of it or of a package in it, and a version, branch, or `latest`. Its go.mod is
 * checked with the checksum database. Offline, the go command's module cache is asked. `missing`: no proxy has it (the
 * go command may still find it in a repository).
 * @throws SlipwayError E_TOOLCHAIN for a go.mod that is not what the database vouches for; E_CONFIG for a path or version that
 *   cannot be one; E_NETWORK, E_AUTH
 */
async function describePublished(wanted, settings, ports, patience = retry/* defaultPatience */.B) {
    if (ports.offline)
        return firstKnown(wanted, (module) => describeFromCache(module, settings));
    const proxies = (0,proxy_list/* proxiesFor */.oA)(settings, wanted.path);
    return withModuleAccess(ports, settings, patience, (access) => 
    // As the go command: one proxy is asked for every part of the path before the next one is.
    (0,proxy_list/* tryProxies */.Or)(proxies, (proxy) => firstKnown(wanted, (module) => describeFrom(proxy, module, access))));
}
/** A package's module is the longest leading part of its path that is one (go.dev/ref/mod, "Resolving a package to a module"). */
async function firstKnown(wanted, describe) {
    const parts = wanted.path.split('/');
    let missing;
    for (let length = parts.length; length > 0; length--) {
        const answer = await describe({ path: parts.slice(0, length).join('/'), version: wanted.version });
        if ('found' in answer)
            return answer;
        missing ??= answer.missing;
    }
    return { missing: missing ?? 'the path is empty' };
}
async function describeFrom(proxy, module, access) {
    const info = await (0,module_proxy/* fetchModuleFile */.Ln)(access, proxy, module, 'info');
    if ('missing' in info)
        return info;
    const told = readInfo(info.found.toString('utf8'), module.version);
    const exact = { path: module.path, version: told.version };
    const file = await (0,module_proxy/* fetchModuleFile */.Ln)(access, proxy, exact, 'mod');
    if ('missing' in file)
        return file;
    await check(exact, file.found, access);
    return { found: { ...told, path: module.path, goMod: file.found.toString('utf8') } };
}
/** The one file that the database names beside the zip: its hash is dirhash's over a folder with go.mod alone. */
async function check(module, goMod, access) {
    if ((0,checksum_database/* exemption */.O)(access.settings, module.path) !== undefined)
        return;
    const sums = await (0,checksum_database/* lookupChecksums */.D)(access, module);
    const expected = 'found' in sums ? (sums.found.goMod ?? 'no hash') : sums.missing;
    const file = (0,external_node_crypto_.createHash)('sha256').update(goMod).digest('hex');
    const got = `h1:${(0,external_node_crypto_.createHash)('sha256').update(`${file}  go.mod\n`).digest('base64')}`;
    if (got === expected)
        return;
    throw digestMismatch(`the go.mod of ${module.path}@${module.version}`, expected, got, 'GOPROXY');
}
async function describeFromCache(module, settings) {
    const name = (0,external_node_path_.join)((0,module_path/* escapeModule */.c)(module.path), '@v', (0,module_path/* escapeModule */.c)(module.version));
    const base = (0,external_node_path_.join)(settings.GOMODCACHE.value, 'cache', 'download', name);
    const goMod = await (0,support_files/* readTextIfExists */.TP)(`${base}.mod`);
    if (goMod === undefined) {
        return { missing: `${module.path}@${module.version} is not in GOMODCACHE (offline)` };
    }
    const info = await (0,support_files/* readTextIfExists */.TP)(`${base}.info`);
    return { found: { ...readInfo(info ?? '', module.version), ...module, goMod } };
}
/** go.dev/ref/mod, "GOPROXY protocol": `Version` and `Time`, and the `Origin` that cmd/go adds (internal/modfetch/codehost). */
function readInfo(text, asked) {
    let info = {};
    try {
        info = JSON.parse(text) ?? {};
    }
    catch {
        // A proxy that answers with a page is as good as one that says nothing: the version stays what was asked for.
    }
    const { Version, Time, Origin } = info;
    const hash = Origin?.Hash;
    const url = Origin?.URL;
    return {
        version: typeof Version === 'string' ? Version : asked,
        time: typeof Time === 'string' && !Number.isNaN(Date.parse(Time)) ? Time : undefined,
        revision: typeof hash === 'string' && /^[0-9a-f]{40,64}$/.test(hash) ? hash : undefined,
        repository: typeof url === 'string' && /^https:\/\/[\w./~-]+$/.test(url) ? url : undefined,
    };
}

// EXTERNAL MODULE: ./lib/toolchain/go-version.js
var go_version = __webpack_require__(3200);
// EXTERNAL MODULE: ./lib/toolchain/toolchain-module.js
var toolchain_module = __webpack_require__(1085);
// EXTERNAL MODULE: ./lib/toolchain/version-range.js
var version_range = __webpack_require__(799);
;// CONCATENATED MODULE: ./lib/toolchain/nearest.js




/** A hint that names the versions nearest to one that does not exist; never fails, because it explains a failure. */
async function nearestVersions(toolchain, access, host) {
    const answer = await (0,module_proxy/* listVersions */.yO)(access, toolchain_module/* toolchainModule */.IV).catch(() => ({ missing: '' }));
    const listed = 'found' in answer ? (0,toolchain_module/* toolchainsFor */.Q9)(host, answer.found) : [];
    return nearestAmong((0,go_version/* versionOfToolchain */.H5)(toolchain), listed);
}
/** Up to two below and two above, and the newest of all. */
function nearestAmong(version, toolchains) {
    const releases = toolchains
        .filter((name) => (0,version_range/* isPlainRelease */.y6)(name))
        .map((name) => (0,go_version/* versionOfToolchain */.H5)(name) ?? '')
        .sort(go_version/* newestFirst */.ll);
    if (releases.length === 0)
        return 'no release of Go for this machine is listed; check GOPROXY';
    const wish = version ?? releases[0] ?? '';
    const sameLine = releases.filter((text) => (0,go_version/* languageVersion */.dA)(text) === (0,go_version/* languageVersion */.dA)(wish));
    const pool = sameLine.length > 0 ? sameLine : releases;
    const below = pool.filter((text) => (0,go_version/* compareGoVersions */.X_)(text, wish) <= 0).slice(0, 2);
    const above = pool.filter((text) => (0,go_version/* compareGoVersions */.X_)(text, wish) > 0).slice(-2);
    const near = [...new Set([...above, ...below, ...releases.slice(0, 1)])];
    return `there is ${near.join(', ')}`;
}

;// CONCATENATED MODULE: ./lib/toolchain/choose-version.js






/** The first line of Go whose toolchains are modules; older go lines are served by its newest patch. */
const firstLine = '1.21';
/**
 * Chooses the version for a minimum, a range, `stable` or `oldstable`. A minimum is content with the Go on PATH. Otherwise
 * the newest fitting version that the module proxy lists; without the list, the newest that is on this machine.
 * @throws SlipwayError E_TOOLCHAIN when nothing fits; E_NETWORK or E_AUTH when there is no list and nothing here fits
 */
async function chooseVersion(wanted, resolving) {
    if (wanted.kind === 'minimum') {
        const { local } = resolving;
        if (local !== undefined && (0,go_version/* compareGoVersions */.X_)(local.version, wanted.version) >= 0)
            return { version: local.name, pinned: false, notices: [notPinned(local.name, wanted)] };
        if (wanted.localOnly === true)
            throw localOnly(wanted, local?.name);
    }
    const pick = pickFor(wanted);
    const listed = await listToolchains(resolving);
    if ('failure' in listed)
        return chooseHere(wanted, pick, listed.failure, resolving);
    const version = pick(listed.toolchains);
    if (version === undefined)
        throw nothingFits(wanted, listed.toolchains);
    return { version, pinned: false, notices: explain(version, wanted) };
}
function pickFor(wanted) {
    if (wanted.kind === 'range')
        return (toolchains) => (0,version_range/* newestInRange */.lA)(wanted.range, toolchains);
    if (wanted.kind !== 'minimum')
        return (toolchains) => (0,version_range/* newestStable */.Cu)(wanted.kind, toolchains);
    const { version } = wanted;
    const line = (0,go_version/* compareGoVersions */.X_)(version, firstLine) < 0 ? firstLine : (0,go_version/* languageVersion */.dA)(version);
    return (toolchains) => {
        const candidate = `go${version}`;
        const before = !(0,go_version/* isRelease */.MU)(version) && toolchains.includes(candidate) ? candidate : undefined;
        return (0,version_range/* newestPatch */.Bd)(line, version, toolchains) ?? before;
    };
}
async function listToolchains({ ports, access, }) {
    if (ports.offline)
        return { failure: undefined };
    try {
        const answer = await (0,module_proxy/* listVersions */.yO)(access, toolchain_module/* toolchainModule */.IV);
        if ('found' in answer)
            return { toolchains: (0,toolchain_module/* toolchainsFor */.Q9)(ports.host, answer.found) };
        return {
            failure: new errors/* SlipwayError */.GQ('E_TOOLCHAIN', `the versions of Go cannot be listed: ${answer.missing}`, {
                hint: 'name an exact version, or a GOPROXY that has golang.org/toolchain',
            }),
        };
    }
    catch (failure) {
        if (ports.signal?.aborted)
            throw failure;
        return { failure };
    }
}
/** `oldstable` says nothing about what is on a machine: it is not guessed. */
async function chooseHere(wanted, pick, failure, resolving) {
    const here = (await resolving.cached()).map((entry) => entry.version);
    if (resolving.local !== undefined)
        here.push(resolving.local.name);
    const version = wanted.kind === 'oldstable' ? undefined : pick(here);
    if (version === undefined)
        throw failure ?? notHere(wanted, here);
    const why = failure === undefined ? 'offline' : `the list of versions cannot be had (${textOf(failure)})`;
    return {
        version,
        pinned: false,
        notices: [`${version} is the newest on this machine for ${describe(wanted)}: ${why}`],
    };
}
function textOf(failure) {
    return failure instanceof Error ? failure.message : String(failure);
}
function describe(wanted) {
    if (wanted.kind === 'minimum')
        return `Go ${wanted.version} or newer (${wanted.askedBy})`;
    return `Go ${wanted.kind === 'range' ? wanted.range : wanted.kind} (${wanted.askedBy})`;
}
function notPinned(name, wanted) {
    return `${name} on PATH serves ${describe(wanted)}, but is not pinned: another machine may build with another. A toolchain line in go.mod, or --go, pins it`;
}
function explain(version, wanted) {
    if (wanted.kind !== 'minimum')
        return [];
    const old = (0,go_version/* compareGoVersions */.X_)(wanted.version, firstLine) < 0;
    const reason = old ? `no older Go than ${firstLine} can be fetched` : 'the newest patch of that line today';
    return [`${version} serves ${describe(wanted)}: ${reason}. A toolchain line in go.mod, or --go, pins it`];
}
function localOnly(wanted, name) {
    const found = name === undefined ? 'there is no Go on PATH' : `the Go on PATH is ${name}`;
    return new errors/* SlipwayError */.GQ('E_TOOLCHAIN', `${describe(wanted)} allows the Go on PATH only, and ${found}`, {
        hint: 'install a newer Go, or say which one to fetch with --go',
    });
}
function nothingFits(wanted, toolchains) {
    const wish = wanted.kind === 'minimum' ? wanted.version : undefined;
    return new errors/* SlipwayError */.GQ('E_TOOLCHAIN', `no release of Go for this machine fits ${describe(wanted)}`, {
        hint: nearestAmong(wish, toolchains),
    });
}
function notHere(wanted, here) {
    const has = here.length === 0 ? 'no Go at all' : here.join(', ');
    return new errors/* SlipwayError */.GQ('E_TOOLCHAIN', `nothing on this machine fits ${describe(wanted)}: it has ${has}`, {
        hint: `run once without --offline: it would be fetched as a version of ${toolchain_module/* toolchainModule */.IV}`,
    });
}

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(7075);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
// EXTERNAL MODULE: ./lib/support/hashing.js
var hashing = __webpack_require__(7823);
;// CONCATENATED MODULE: ./lib/toolchain/unpack.js




const toolchainLimits = { entries: 100_000, bytes: 2 ** 31 };
function startUnpacking(options) {
    const files = [];
    const names = new Set();
    const folders = new Map();
    let bytes = 0;
    const write = async (file) => {
        options.signal?.throwIfAborted();
        const path = checkedPath(file.name, options.prefix);
        // Two names that some file systems do not tell apart are as bad as two equal ones.
        const folded = path.normalize('NFC').toLowerCase();
        bytes += file.bytes;
        if (names.has(folded))
            throw badArchive(`it holds ${JSON.stringify(path)} twice`);
        if (names.add(folded).size > options.limits.entries || bytes > options.limits.bytes)
            throw badArchive(`it holds more than ${options.limits.entries} files or ${options.limits.bytes} bytes`);
        const target = (0,external_node_path_.join)(options.directory, path);
        const folder = (0,external_node_path_.dirname)(target);
        const made = folders.get(folder) ?? (0,promises_.mkdir)(folder, { recursive: true });
        folders.set(folder, made);
        await made;
        files.push({ name: file.name, path, sha256: await writeFile(target, file) });
    };
    return { write, files };
}
function checkedPath(name, prefix) {
    const path = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    const parts = path.split('/');
    if (parts.some((part) => part === '' || part === '.' || part === '..') ||
        /[\\:\x00-\x1f\ufffd]/.test(path)) {
        throw badArchive(`it holds the name ${JSON.stringify(name)}, expected one below ${JSON.stringify(prefix)}`);
    }
    return path;
}
/**
 * Programs are flushed to the disk: half of one after a power failure could still run. Of a source file the compiler would
 * complain.
 */
async function writeFile(target, file) {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    const handle = await (0,promises_.open)(target, 'wx', file.executable ? 0o755 : 0o644);
    try {
        let bytes = 0;
        for await (const chunk of file.content) {
            bytes += chunk.length;
            if (bytes > file.bytes)
                throw badArchive(`${JSON.stringify(file.name)} is longer than it says`);
            hash.update(chunk);
            await handle.write(chunk);
        }
        if (bytes !== file.bytes)
            throw badArchive(`${JSON.stringify(file.name)} is shorter than it says`);
        if (file.executable)
            await handle.sync();
    }
    finally {
        await handle.close();
    }
    return hash.digest('hex');
}
/** An archive that cannot be a Go toolchain. */
function badArchive(what, cause) {
    return new errors/* SlipwayError */.GQ('E_TOOLCHAIN', `the archive is refused: ${what}`, {
        hint: 'the download is damaged or not what it should be; nothing was kept',
        cause,
    });
}

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
;// CONCATENATED MODULE: ./lib/toolchain/zip-content.js





/** Below this an entry is inflated in one go: most files of a toolchain are a few KiB, where a stream costs more than the work. */
const wholeBytes = 1 << 20;
/**
 * An entry's content. Not by yauzl's own streams: those cannot be given up half-way (its reader then throws outside of any
 * promise).
 * @throws SlipwayError E_TOOLCHAIN for data that is not deflated or is longer than its header says
 */
async function* readZipData(data) {
    const { path, handle, start, compressedBytes, bytes, method } = data;
    if (method !== 0 && method !== 8)
        throw badArchive(`it is compressed by method ${method}`);
    if (compressedBytes === 0)
        return;
    const whole = compressedBytes <= wholeBytes && bytes <= wholeBytes;
    if (!whole) {
        const source = (0,external_node_fs_.createReadStream)(path, { start, end: start + compressedBytes - 1 });
        const content = method === 0 ? source : (0,external_node_stream_.pipeline)(source, (0,external_node_zlib_.createInflateRaw)(), () => undefined);
        try {
            yield* content;
        }
        finally {
            source.destroy();
        }
        return;
    }
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(compressedBytes), 0, compressedBytes, start);
    const compressed = buffer.subarray(0, bytesRead);
    // One byte more than promised is enough to notice a lie, and the most that is ever made.
    yield method === 0 ? compressed : await (0,external_node_util_.promisify)(external_node_zlib_.inflateRaw)(compressed, { maxOutputLength: bytes + 1 });
}

;// CONCATENATED MODULE: ./lib/toolchain/module-zip.js






/** Files that are written at the same time: inflating runs on other threads. */
const parallel = 8;
/**
 * Unpacks a zip file and gives its h1 hash, which was computed from the very bytes that were written: the caller compares
 * it before anything is used (golang.org/x/mod/sumdb/dirhash, Hash1).
 * @param isExecutable by the path below the prefix: a module's zip knows no modes
 * @throws SlipwayError E_TOOLCHAIN for a damaged or hostile archive
 */
async function unpackZip(zipPath, options, isExecutable) {
    const unpacker = startUnpacking(options);
    try {
        const [zip, handle] = [await openZip(zipPath), await (0,promises_.open)(zipPath)];
        try {
            await forEachInParallel(zip.eachEntry(), async (entry) => {
                const name = entry.fileNameRaw.toString('utf8');
                if (name.endsWith('/'))
                    return;
                const { fileDataStart: start } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
                const { compressedSize: compressedBytes, uncompressedSize: bytes, compressionMethod: method } = entry;
                const content = readZipData({ path: zipPath, handle, start, compressedBytes, bytes, method });
                const executable = isExecutable(name.slice(options.prefix.length));
                await unpacker.write({ name, bytes, executable, content });
            });
        }
        finally {
            zip.close();
            await handle.close();
        }
    }
    catch (error) {
        if (options.signal?.aborted)
            throw options.signal.reason;
        if (error instanceof errors/* SlipwayError */.GQ || (0,errors/* isSystemError */.Or)(error))
            throw error;
        throw badArchive(error instanceof Error ? error.message : String(error), error);
    }
    return { h1: hash1(unpacker.files), files: unpacker.files };
}
/** Names come as bytes and are read as UTF-8 whatever their flag says, as Go does. */
async function openZip(path) {
    const { openPromise } = await Promise.resolve(/* import() */).then(__webpack_require__.t.bind(__webpack_require__, 663, 19));
    return openPromise(path, { autoClose: false, decodeStrings: false });
}
/** Some at the same time; after the first fault no more are begun, and it is thrown when those under way have ended. */
async function forEachInParallel(items, work) {
    const running = new Set();
    const faults = [];
    try {
        for await (const item of items) {
            const task = work(item)
                .catch((fault) => void faults.push(fault))
                .finally(() => running.delete(task));
            running.add(task);
            if (running.size >= parallel)
                await Promise.race(running);
            if (faults.length > 0)
                break;
        }
    }
    finally {
        await Promise.all(running);
    }
    if (faults.length > 0)
        throw faults[0];
}
/** One line per file, `SHA-256  NAME`, in the order of the names' bytes, hashed again. */
function hash1(files) {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    const sorted = [...files].sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
    for (const { name, sha256 } of sorted)
        hash.update(`${sha256}  ${name}\n`);
    return `h1:${hash.digest('base64')}`;
}
/** What the go command makes executable in an unpacked toolchain (cmd/go, internal/toolchain/select.go, Exec). */
function isToolchainProgram(path) {
    return /^(bin|pkg\/tool)\//.test(path) || /^lib\/(.*\/)?go_[^/]+_[^/]+_exec$/.test(path);
}
/**
 * Gives each `_go.mod` its true name beside it: a module's zip cannot hold the go.mod of a nested module (select.go, as above).
 */
async function restoreGoMods(directory, files) {
    for (const { path } of files) {
        if (!/(^|\/)_go\.mod$/.test(path))
            continue;
        const source = (0,external_node_path_.join)(directory, path);
        await (0,promises_.copyFile)(source, source.replace(/_go\.mod$/, 'go.mod'), promises_.constants.COPYFILE_EXCL);
    }
}

;// CONCATENATED MODULE: ./lib/toolchain/tar-reader.js

const blockBytes = 512;
const maximumHeaderBytes = 1 << 20;
/**
 * Reads a tar archive as it streams by: ustar with the pax and GNU extensions for long names (POSIX pax, "ustar Interchange
 * Format" and "pax Extended Header"). Links and devices are refused: no Go distribution has any, and without them nothing
 * can be written elsewhere.
 * @throws SlipwayError E_TOOLCHAIN for anything else
 */
async function* readTar(chunks) {
    const source = byteSource(chunks);
    let longName;
    for (;;) {
        const header = await source.take(blockBytes);
        if (header.every((byte) => byte === 0))
            return;
        checkSum(header);
        const kind = String.fromCharCode(header[156] ?? 0);
        const bytes = octal(header.subarray(124, 136));
        if (kind === 'x' || kind === 'g' || kind === 'L') {
            if (bytes > maximumHeaderBytes)
                throw badArchive('a tar header is too long');
            const content = await source.take(bytes);
            await source.take(padding(bytes));
            if (kind === 'L')
                longName = tar_reader_text(content);
            if (kind === 'x')
                longName = paxPath(content) ?? longName;
            continue;
        }
        const name = longName ?? ustarName(header);
        longName = undefined;
        if (kind === '5') {
            yield { name, kind: 'folder', mode: 0o755, bytes: 0, content: tar_reader_nothing() };
            continue;
        }
        if (kind !== '0' && kind !== '\0')
            throw badArchive(`${JSON.stringify(name)} is neither a file nor a folder`);
        const mode = octal(header.subarray(100, 108));
        yield { name, kind: 'file', mode, bytes, content: source.stream(bytes) };
        await source.take(padding(bytes));
    }
}
function padding(bytes) {
    return (blockBytes - (bytes % blockBytes)) % blockBytes;
}
function tar_reader_text(field) {
    const whole = Buffer.from(field).toString('utf8');
    const end = whole.indexOf('\0');
    return end < 0 ? whole : whole.slice(0, end);
}
function octal(field) {
    const digits = tar_reader_text(field).trim();
    if (!/^[0-7]*$/.test(digits))
        throw badArchive('a tar header holds no number where one belongs');
    return digits === '' ? 0 : Number.parseInt(digits, 8);
}
/** The sum of the header's bytes with its own field as spaces. */
function checkSum(header) {
    const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
    if (octal(header.subarray(148, 156)) !== sum)
        throw badArchive('a tar header has a wrong checksum');
}
function ustarName(header) {
    const prefix = tar_reader_text(header.subarray(257, 262)) === 'ustar' ? tar_reader_text(header.subarray(345, 500)) : '';
    const name = tar_reader_text(header.subarray(0, 100));
    return prefix === '' ? name : `${prefix}/${name}`;
}
/** The value of `path` among records `LENGTH KEY=VALUE\n`. A size in pax form means a file of 8 GiB: refused. */
function paxPath(content) {
    let path;
    for (let at = 0; at < content.length;) {
        const length = Number.parseInt(content.subarray(at, at + 20).toString('latin1'), 10);
        const record = content.subarray(at, at + length).toString('utf8');
        const match = /^\d+ ([^=]+)=(.*)\n$/s.exec(record);
        if (match === null)
            throw badArchive('a pax header is malformed');
        if (match[1] === 'size')
            throw badArchive('a file is too long');
        if (match[1] === 'path')
            path = match[2];
        at += length;
    }
    return path;
}
async function* tar_reader_nothing() { }
function byteSource(chunks) {
    const iterator = chunks[Symbol.asyncIterator]();
    let rest = Buffer.alloc(0);
    async function* stream(bytes) {
        for (let left = bytes; left > 0;) {
            if (rest.length === 0) {
                const next = await iterator.next();
                if (next.done === true)
                    throw badArchive('the tar archive ends too early');
                rest = next.value;
            }
            const piece = rest.subarray(0, left);
            rest = rest.subarray(piece.length);
            left -= piece.length;
            if (piece.length > 0)
                yield piece;
        }
    }
    const take = async (bytes) => {
        const pieces = [];
        for await (const piece of stream(bytes))
            pieces.push(piece);
        return Buffer.concat(pieces, bytes);
    };
    return { take, stream };
}

;// CONCATENATED MODULE: ./lib/toolchain/fetch.js

















const maximumArchiveBytes = 2 ** 30;
/**
 * Fetches a toolchain as a version of the module golang.org/toolchain into the cache. Its hash comes from the checksum
 * database before anything is downloaded; only the user's own settings can switch that off. `missing`: no such version.
 * @throws SlipwayError E_TOOLCHAIN for a hash that does not fit; E_NETWORK, E_AUTH, E_IO
 */
async function fetchByModule(version, access, cache) {
    const module = { path: toolchain_module/* toolchainModule */.IV, version: (0,toolchain_module/* moduleVersionOf */.w4)(version, cache.host) };
    const name = `${module.path}@${module.version}`;
    const proxies = (0,proxy_list/* proxiesFor */.oA)(access.settings, module.path);
    if (proxies[0]?.kind === 'off')
        return { missing: (0,proxy_list/* forbidden */.o0)(access.settings) };
    const exempt = (0,checksum_database/* exemption */.O)(access.settings, module.path) !== undefined;
    const sums = exempt ? undefined : await (0,checksum_database/* lookupChecksums */.D)(access, module);
    const known = sums ?? (await (0,proxy_list/* tryProxies */.Or)(proxies, (proxy) => (0,module_proxy/* fetchModuleFile */.Ln)(access, proxy, module, 'info')));
    if ('missing' in known)
        return known;
    const expected = sums !== undefined && 'found' in sums ? sums.found : undefined;
    if (expected !== undefined && expected.zip === undefined) {
        throw new errors/* SlipwayError */.GQ('E_TOOLCHAIN', `the checksum database ${expected.database} names no hash of ${name}`);
    }
    const isGood = (cached) => exempt || cached.checkedBy !== undefined;
    const installed = await installOnce(cache, version, isGood, async (work) => {
        const zip = (0,external_node_path_.join)(work, 'module.zip');
        cache.progress(`${version}: fetching ${name}`);
        const through = await (0,module_proxy/* downloadModuleZip */.mY)(access, module, zip, watch(version, cache.progress));
        if ('missing' in through) {
            throw new errors/* SlipwayError */.GQ('E_TOOLCHAIN', `${name} cannot be had: ${through.missing}`, {
                hint: 'the version exists; name another GOPROXY, or another version',
            });
        }
        cache.progress(`${version}: unpacking`);
        const directory = (0,external_node_path_.join)(work, 'goroot');
        const options = unpackOptions(directory, `${name}/`, cache.signal);
        const { h1, files } = await unpackZip(zip, options, isToolchainProgram);
        if (expected?.zip !== undefined && expected.zip !== h1)
            throw digestMismatch(name, expected.zip, h1, through.found);
        await restoreGoMods(directory, files);
        await mustRunHere(directory, cache);
        const source = `module ${toolchain_module/* toolchainModule */.IV} through ${through.found}`;
        return { version, digest: h1, source, checkedBy: expected?.database };
    });
    return { found: installed };
}
/**
 * Fetches a Go distribution (.tar.gz or .zip with the top folder `go`) from a URL into the cache, under its digest.
 * @throws SlipwayError as fetchByModule
 */
async function fetchByUrl(wanted, access, cache) {
    const { url, sha256 } = wanted;
    const shown = `${url.protocol}//${url.host}${url.pathname}`;
    return installOnce(cache, keyOfUrl(sha256), () => true, async (work) => {
        const archive = (0,external_node_path_.join)(work, 'archive');
        cache.progress(`Go: fetching ${shown}`);
        const answer = await (0,module_proxy/* fetchToFile */.kn)(access, url, archive, watch('Go', cache.progress), maximumArchiveBytes);
        if ('missing' in answer)
            throw new errors/* SlipwayError */.GQ('E_TOOLCHAIN', `there is no Go at ${shown}: ${answer.missing}`);
        const { digest } = await (0,hashing/* sha256File */.Q3)(archive);
        if ((0,hashing/* hexOf */.ZD)(digest) !== sha256)
            throw digestMismatch('the Go distribution', `sha256:${sha256}`, digest, shown);
        cache.progress('Go: unpacking');
        const directory = (0,external_node_path_.join)(work, 'goroot');
        const options = unpackOptions(directory, 'go/', cache.signal);
        if (await isZip(archive))
            await unpackZip(archive, options, isToolchainProgram);
        else
            await unpackTarGz(archive, options);
        await mustRunHere(directory, cache);
        const version = await (0,toolchain_local/* readVersionName */.i)(directory);
        if (version === undefined)
            throw badArchive('go/VERSION is missing');
        return { version, digest, source: shown, checkedBy: 'request' };
    });
}
/** The cache's name for a distribution that a digest alone identifies. */
function keyOfUrl(sha256) {
    return `sha256-${sha256}`;
}
function unpackOptions(directory, prefix, signal) {
    return { directory, prefix, limits: toolchainLimits, signal };
}
async function mustRunHere(goroot, { host }) {
    const go = (0,external_node_path_.join)(goroot, 'bin', host.os === 'windows' ? 'go.exe' : 'go');
    const tools = (0,external_node_path_.join)(goroot, 'pkg', 'tool', `${host.os}_${host.architecture}`);
    if ((await (0,support_files/* exists */.t2)(go)) && (await (0,support_files/* exists */.t2)(tools)))
        return;
    throw badArchive(`it is not a Go toolchain for ${host.os}/${host.architecture}`);
}
async function isZip(path) {
    const handle = await (0,promises_.open)(path);
    try {
        const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
        return buffer.toString('latin1') === 'PK';
    }
    finally {
        await handle.close();
    }
}
/**
 * Read here and not by the machine's tar: that is three different programs, each with its own idea of what may leave the
 * folder, and a slim image has none.
 */
async function unpackTarGz(path, options) {
    const unpacker = startUnpacking(options);
    const bytes = (0,external_node_stream_.pipeline)((0,external_node_fs_.createReadStream)(path), (0,external_node_zlib_.createGunzip)(), () => undefined);
    try {
        for await (const member of readTar(bytes)) {
            if (member.kind === 'folder')
                continue;
            const executable = (member.mode & 0o111) !== 0;
            await unpacker.write({ ...member, executable });
        }
    }
    catch (error) {
        if (error instanceof errors/* SlipwayError */.GQ || options.signal?.aborted || (0,errors/* isSystemError */.Or)(error))
            throw error;
        throw badArchive(error instanceof Error ? error.message : String(error), error);
    }
}
const mebibyte = 2 ** 20;
const progressStep = 8 * mebibyte;
/** Says how far a download is, every 8 MiB. */
function watch(what, progress) {
    let next = progressStep;
    return {
        onProgress: (bytes, total) => {
            if (bytes < next)
                return;
            next = bytes + progressStep;
            const whole = total === undefined ? '' : ` of ${(total / mebibyte).toFixed(1)}`;
            progress(`${what}: ${(bytes / mebibyte).toFixed(1)}${whole} MiB`);
        },
    };
}

;// CONCATENATED MODULE: ./lib/toolchain/resolve.js












/**
 * Finds the Go that is wanted: on PATH, in the tool cache, or on the network, where it is checked before it is used.
 * @throws SlipwayError E_TOOLCHAIN when there is no such version, nothing fits without the network, or a digest does not fit;
 *   E_CONFIG for Go settings that cannot be read; E_NETWORK, E_AUTH, E_IO
 */
async function resolveToolchain(wanted, ports, patience = retry/* defaultPatience */.B) {
    const local = wanted.kind === 'url' ? { go: undefined, notices: [] } : await (0,toolchain_local/* findLocalGo */.X)(ports);
    const settings = await (0,go_settings/* readGoSettings */.q)(ports.env, { goroot: local.go?.goroot, host: ports.host });
    return withModuleAccess(ports, settings, patience, async (access) => {
        const cache = { ...ports, signal: ports.signal };
        const usable = (entry) => entry.checkedBy !== undefined || isExempt(settings);
        const cached = async () => (await listCached(cache)).filter(usable);
        const found = await resolveWanted(wanted, { ports, settings, access, cache, local: local.go, cached });
        return { ...found, notices: [...local.notices, ...found.notices] };
    });
}
function isExempt(settings) {
    return (0,checksum_database/* exemption */.O)(settings, toolchain_module/* toolchainModule */.IV) !== undefined;
}
async function resolveWanted(wanted, resolving) {
    if (wanted.kind === 'url')
        return byUrl(wanted, resolving);
    const { askedBy } = wanted;
    const { local, settings } = resolving;
    const choice = wanted.kind === 'exact'
        ? { version: wanted.version, pinned: true, notices: [] }
        : await chooseVersion(wanted, resolving);
    if (local !== undefined && local.name === choice.version) {
        const { name, goroot, go } = local;
        return { ...choice, version: name, goroot, go, source: 'PATH', digest: undefined, askedBy };
    }
    const used = await cachedOrFetched(choice.version, askedBy, resolving);
    const reason = used.checkedBy === undefined ? (0,checksum_database/* exemption */.O)(settings, toolchain_module/* toolchainModule */.IV) : undefined;
    const warning = `${choice.version} was not checked with the checksum database: ${reason} switches it off`;
    const notices = reason === undefined ? choice.notices : [...choice.notices, warning];
    return { ...choice, ...fromCache(used, resolving), askedBy, notices };
}
function fromCache(entry, { ports }) {
    const { version, goroot, digest } = entry;
    const go = (0,external_node_path_.join)(goroot, 'bin', ports.host.os === 'windows' ? 'go.exe' : 'go');
    return {
        version,
        goroot,
        go,
        digest,
        source: entry.wasThere ? `tool cache (${entry.source})` : entry.source,
    };
}
async function cachedOrFetched(version, askedBy, resolving) {
    const { ports, settings, access, cache } = resolving;
    const present = await findCached(cache, version);
    if (present !== undefined && (present.checkedBy !== undefined || isExempt(settings))) {
        return { ...present, wasThere: true };
    }
    const name = `${toolchain_module/* toolchainModule */.IV}@${(0,toolchain_module/* moduleVersionOf */.w4)(version, ports.host)}`;
    if (ports.offline) {
        throw new errors/* SlipwayError */.GQ('E_TOOLCHAIN', `${version} (asked for by ${askedBy}) is not on this machine`, {
            hint: `it would be fetched as ${name}; run once without --offline, or put it on PATH`,
        });
    }
    const answer = await fetchByModule(version, access, cache);
    if ('found' in answer)
        return answer.found;
    throw new errors/* SlipwayError */.GQ('E_TOOLCHAIN', `${version} (asked for by ${askedBy}) cannot be had: ${answer.missing}`, {
        hint: await nearestVersions(version, access, ports.host),
    });
}
async function byUrl(wanted, resolving) {
    const { ports, access, cache } = resolving;
    const present = await findCached(cache, keyOfUrl(wanted.sha256));
    if (present === undefined && ports.offline) {
        throw new errors/* SlipwayError */.GQ('E_TOOLCHAIN', `the Go of ${wanted.askedBy} is not on this machine`, {
            hint: `it would be fetched from ${wanted.url.host}; run once without --offline`,
        });
    }
    const used = present ?? (await fetchByUrl(wanted, access, cache));
    const entry = { ...used, wasThere: present !== undefined };
    return { ...fromCache(entry, resolving), askedBy: wanted.askedBy, pinned: true, notices: [] };
}

// EXTERNAL MODULE: ./lib/toolchain/wanted.js + 1 modules
var toolchain_wanted = __webpack_require__(5165);
// EXTERNAL MODULE: ./lib/gobuild/environment.js
var gobuild_environment = __webpack_require__(3747);
;// CONCATENATED MODULE: ./lib/gobuild/go.js


/**
 * The go command of a toolchain in its closed environment.
 * @throws SlipwayError E_AUTH when a token that --git-auth names is not there
 */
async function prepareGo(toolchain, request, ports) {
    const { env, host } = ports;
    const settings = await (0,go_settings/* readGoSettings */.q)(env, { goroot: toolchain.goroot, host });
    const cgo = [request.defaults, ...request.targets.map((target) => target.settings)].some((one) => one.cgo);
    const environment = (0,gobuild_environment/* composeGoEnvironment */.O)({
        env,
        settings,
        goroot: toolchain.goroot,
        offline: request.offline,
        cgo,
        gitAuth: request.gitAuth,
    });
    const named = settings.GOWORK.value;
    return {
        command: {
            file: toolchain.go,
            environment: environment.variables,
            exec: ports.exec,
            secrets: environment.secrets,
            tell: ports.progress,
        },
        environment,
        settings,
        goroot: toolchain.goroot,
        moduleCache: settings.GOMODCACHE.value,
        buildCache: settings.GOCACHE.value,
        workFile: named === '' || named === 'off' ? undefined : named,
    };
}

// EXTERNAL MODULE: ./lib/support/exec.js + 1 modules
var exec = __webpack_require__(1574);
;// CONCATENATED MODULE: ./lib/gobuild/go-command.js


/** Variables that decide the bytes: shown in front of a command that people may want to repeat. */
const shownVariables = /^(GOOS|GOARCH|GOAMD64|GOARM|GOEXPERIMENT|CGO_ENABLED|GOPROXY|GOWORK|GOFLAGS|GOENV|GOTOOLCHAIN)$/;
/** The command line of a run as one could paste it. */
function goShellLine(go, run) {
    return mask((0,exec/* shellLine */.T)(commandOf(go, run), shown({ ...go.environment, ...run.variables })), go.secrets);
}
/**
 * Runs go to its end and gives its standard output; what else it says is told, once and in full.
 * @throws SlipwayError E_BUILD with everything go said and the command, when its status is not 0
 */
async function runGo(go, run, what) {
    const result = await go.exec(commandOf(go, run));
    const stderr = mask(result.stderr, go.secrets).trimEnd();
    if (result.status === 0) {
        if (stderr !== '')
            go.tell?.(stderr);
        return result.stdout;
    }
    const printed = run.args[0] === 'build' ? `\n${mask(result.stdout, go.secrets).trimEnd()}` : '';
    const said = `${stderr}${printed}`.trim();
    throw new errors/* SlipwayError */.GQ('E_BUILD', `${what}: ${(0,exec/* failure */.V)(result)}\n${said}\n$ ${goShellLine(go, run)}`, {
        hint: hintFor(said),
    });
}
function commandOf(go, run) {
    return { file: go.file, args: run.args, cwd: run.cwd, env: { ...go.environment, ...run.variables } };
}
function shown(environment) {
    return Object.fromEntries(Object.entries(environment)
        .filter(([name]) => shownVariables.test(name))
        .sort());
}
/** The same text without the secrets, and without the user information of any web address. */
function mask(text, secrets) {
    const masked = secrets.reduce((left, secret) => (secret === '' ? left : left.replaceAll(secret, '***')), text);
    return masked.replaceAll(/(https?:\/\/)[^/@\s'"]+@/g, '$1***@');
}
/** Advice only: what go printed decides no outcome, it may only add a sentence for the person who reads it. */
const hints = [
    [/missing go\.sum entry|updates to go\.(mod|sum) needed/, 'run "go mod tidy" and commit go.mod and go.sum'],
    [
        /error obtaining VCS status/,
        'git refused: "git config --global --add safe.directory DIR" if another user owns the checkout, or --vcs-stamp never',
    ],
    [
        /does not contain modules listed in go\.work/,
        'a workspace is no module itself: name the folder of one of its modules, as in slipway build ./api',
    ],
    [/inconsistent vendoring/, 'run "go mod vendor" and commit the vendor folder'],
    [
        /no space left on device/,
        'the disk is full: free some space, or move GOCACHE and --cache-dir to a larger one',
    ],
    [
        /terminal prompts disabled|could not read Username/,
        'a private module: --git-auth HOST=VARIABLE gives git a token for this run, and GOPRIVATE keeps the module from public proxies',
    ],
    [
        /module lookup disabled by GOPROXY=off/,
        'this run is offline and the module is not in the module cache: run once without --offline',
    ],
    [/signal: killed/, 'the compiler was killed, most often for want of memory: lower --jobs'],
    [
        /build constraints exclude all Go files/,
        'no file of that package is for this platform with cgo off; --cgo turns it on when a C compiler for the platform is there',
    ],
];
/** What to do about something that go says; undefined when there is nothing to add. */
function hintFor(said) {
    return hints.find(([pattern]) => pattern.test(said))?.[1];
}

;// CONCATENATED MODULE: ./lib/gobuild/module-source.js






/**
 * Finds the module that holds a package: the longest prefix of the path that is a module, as `go get` does.
 * @throws SlipwayError E_NETWORK with the go command's words when none can be had
 */
async function findModule(go, source, directory) {
    await (0,promises_.mkdir)(directory, { recursive: true });
    const faults = [];
    for (let path = source.path; path !== '.' && path.includes('.'); path = (0,external_node_path_.dirname)(path)) {
        const download = await downloadModule(go, `${path}@${source.version}`, directory);
        if (download.Error === undefined)
            return module_source_describe(download, source.path);
        faults.push(download.Error.trim());
    }
    throw new errors/* SlipwayError */.GQ('E_NETWORK', `cannot get ${source.path}@${source.version}\n${faults.join('\n')}`, {
        hint: 'check the path and the version, GOPROXY, and for private modules GOPRIVATE and --git-auth',
    });
}
/** `go mod download -json` of one module version: into the module cache, checked against the checksum database. */
async function downloadModule(go, module, directory) {
    const args = ['mod', 'download', '-json', '--', module];
    await (0,promises_.mkdir)(directory, { recursive: true });
    const result = await go.exec({
        file: go.file,
        args,
        cwd: directory,
        env: { ...go.environment, GOWORK: 'off' },
    });
    const text = result.stdout.trim();
    const download = text.startsWith('{')
        ? JSON.parse(text)
        : {
            Path: module,
            Version: '',
            Error: result.stderr.trim() || `go mod download ended with status ${result.status}`,
        };
    const { Error: said } = download;
    return said === undefined ? download : { ...download, Error: mask(said, go.secrets) };
}
async function module_source_describe(download, packagePath) {
    const info = download.Info === undefined ? {} : JSON.parse(await (0,promises_.readFile)(download.Info, 'utf8'));
    return {
        path: download.Path,
        version: download.Version,
        time: info.Time?.replace(/\.\d+Z$/, 'Z'),
        revision: info.Origin?.Hash,
        repository: info.Origin?.URL,
        goMod: download.GoMod === undefined ? '' : await (0,promises_.readFile)(download.GoMod, 'utf8'),
        packagePath,
    };
}
/**
 * A module of Slipway's own around a module version, in which `go build` gives the bytes that `go install M@V` would:
 * its go line is the module's own, since the go line decides GODEBUG defaults. The folder is kept for the next run.
 * @throws SlipwayError E_CONFIG for a module that go install refuses (replace and exclude count in a main module only)
 */
async function moduleWorkspace(go, module, parent) {
    const goLine = goLineOf(module.goMod);
    const name = (0,external_node_crypto_.createHash)('sha256')
        .update(`${module.path}@${module.version} ${goLine}`)
        .digest('hex')
        .slice(0, 24);
    const directory = (0,external_node_path_.join)(parent, name);
    const workspace = {
        directory,
        pattern: `${module.path}/...`,
        importRoot: module.path,
        self: module.packagePath,
    };
    if ((await (0,support_files/* readTextIfExists */.TP)((0,external_node_path_.join)(directory, 'go.sum'))) !== undefined)
        return workspace;
    await refuseReplacements(go, module, parent);
    const beside = await (0,support_files/* makeWorkFolder */._d)(parent, 'workspace');
    try {
        await (0,promises_.writeFile)((0,external_node_path_.join)(beside, 'go.mod'), `module slipway.invalid/workspace\n\ngo ${goLine}\n`);
        await get(go, beside, goLine, [`${module.path}@${module.version}`]);
        await (0,promises_.rename)(beside, directory).catch(async (error) => {
            if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST')
                throw error;
        });
    }
    finally {
        await (0,promises_.rm)(beside, { recursive: true, force: true });
    }
    return workspace;
}
/** Adds what the chosen main packages import to the workspace's go.mod and go.sum; nothing when it was done before. */
async function requirePackages(go, workspace, module, packages) {
    const marker = (0,external_node_path_.join)(workspace.directory, 'packages');
    const present = new Set(((await (0,support_files/* readTextIfExists */.TP)(marker)) ?? '').split('\n'));
    const missing = packages.filter((found) => !present.has(found));
    if (missing.length === 0)
        return;
    await get(go, workspace.directory, goLineOf(module.goMod), missing.map((found) => `${found}@${module.version}`));
    await (0,support_files/* writeFileAtomic */.Zf)(marker, [...present, ...missing].filter(Boolean).sort().join('\n'));
}
/** What go install takes for a module without a go line (cmd/go, internal/load/godebug.go, defaultGODEBUG). */
const impliedGoLine = '1.20';
function goLineOf(goMod) {
    return /^go\s+(\S+)/m.exec(goMod)?.[1] ?? impliedGoLine;
}
/** `go get` raises the go line to the highest of the dependencies'; then GODEBUG's defaults are said apart from it. */
async function get(go, cwd, goLine, queries) {
    const variables = { GOWORK: 'off' };
    await runGo(go, { args: ['get', '--', ...queries], cwd, variables }, `cannot get ${queries.join(', ')}`);
    if (goLineOf(await (0,promises_.readFile)((0,external_node_path_.join)(cwd, 'go.mod'), 'utf8')) === goLine)
        return;
    const args = ['mod', 'edit', `-godebug=default=go${goLine}`];
    await runGo(go, { args, cwd, variables }, 'Go 1.23 or newer is needed to build this module as go install would');
}
async function refuseReplacements(go, module, cwd) {
    const folder = await (0,support_files/* makeWorkFolder */._d)(cwd, 'go-mod');
    try {
        const path = (0,external_node_path_.join)(folder, 'go.mod');
        await (0,promises_.writeFile)(path, module.goMod);
        const stdout = await runGo(go, { args: ['mod', 'edit', '-json', path], cwd: folder }, `the go.mod of ${module.path} cannot be read`);
        const parsed = JSON.parse(stdout);
        const found = parsed.Replace ? 'replace' : parsed.Exclude ? 'exclude' : undefined;
        if (found === undefined)
            return;
        throw new errors/* SlipwayError */.GQ('E_CONFIG', `${module.path}@${module.version} has ${found} directives in its go.mod`, {
            hint: 'they count only in a main module, so "go install" refuses it too: clone the repository and build the folder',
        });
    }
    finally {
        await (0,promises_.rm)(folder, { recursive: true, force: true });
    }
}

// EXTERNAL MODULE: ./lib/gobuild/version-control.js
var version_control = __webpack_require__(1374);
;// CONCATENATED MODULE: ./lib/gobuild/origin.js












/** Finds the code and its toolchain: which Go is asked for is said by the code itself, unless the request says it. */
function findOrigin(request, ports) {
    const { source } = request;
    return source.kind === 'directory'
        ? directoryOrigin(request, source.directory, ports)
        : moduleOrigin(request, source, ports);
}
async function directoryOrigin(request, named, ports) {
    // The go command and git tell real paths, and what lies above a folder is above the real one.
    const directory = await (0,promises_.realpath)(named);
    const environment = definedOnly(ports.env);
    const reading = (0,version_control/* readVcs */.Lq)(directory, ports.exec, environment);
    reading.catch(() => undefined);
    const wanted = await (0,toolchain_wanted/* wantedGo */.y)(request.go, directory, { gowork: ports.env['GOWORK'] });
    const toolchain = await resolveToolchain(wanted, ports);
    const go = await prepareGo(toolchain, request, ports);
    const { facts, notice } = await reading;
    return {
        toolchain,
        go,
        workspace: { directory, pattern: './...', importRoot: undefined, self: '.' },
        source: { directory, vcs: facts, module: undefined },
        notices: [
            ...toolchain.notices,
            ...overruledNotice(go),
            ...(notice === undefined ? [] : [notice]),
            ...shallowNotice(facts),
        ],
    };
}
function overruledNotice({ environment }) {
    const { overruled } = environment;
    return overruled.length === 0
        ? []
        : [`set aside, since it would change the bytes: ${overruled.join(', ')}`];
}
function shallowNotice(facts) {
    if (facts?.shallow !== true || facts.tags.some(({ exact }) => exact))
        return [];
    return [
        'the clone is shallow, so tags may be missing and the version be wrong: fetch the history (fetch-depth: 0)',
    ];
}
/**
 * MODULE@VERSION: what Go it needs is said by the go line of its go.mod. An exact version cannot change, so it is looked up
 * once.
 */
async function moduleOrigin(request, asked, ports) {
    const folder = (0,external_node_path_.join)(request.cacheDirectory, folders/* storeFolders */.R.modules);
    const key = `module ${asked.path}@${asked.version}`;
    const named = request.go.version !== undefined || request.go.versionFile !== undefined;
    const wanted = named ? await (0,toolchain_wanted/* wantedGo */.y)(request.go, folder) : undefined;
    const known = (await ports.remembered.recall(key));
    const module = known ?? (await lookUp(request, asked, folder, wanted, ports));
    if (known === undefined && module.version === asked.version)
        await ports.remembered.remember(key, module);
    const toolchain = await resolveToolchain(wanted ?? (0,toolchain_wanted/* wantedByGoMod */.b)(module.goMod, `go.mod of ${module.path}`), ports);
    const go = withoutWorkspace(await prepareGo(toolchain, request, ports));
    const workspace = await moduleWorkspace(go.command, module, folder);
    return {
        toolchain,
        go,
        workspace,
        source: { directory: workspace.directory, vcs: undefined, module },
        notices: [...toolchain.notices, ...overruledNotice(go)],
    };
}
/** A published module is built as it is, whatever go.work there is above the cache folder or named by GOWORK. */
function withoutWorkspace(go) {
    const environment = { ...go.command.environment, GOWORK: 'off' };
    return { ...go, command: { ...go.command, environment }, workFile: undefined };
}
/** Module proxies are asked without a Go; what only a repository has, the go command finds. */
async function lookUp(request, asked, folder, wanted, ports) {
    const settings = await (0,go_settings/* readGoSettings */.q)(ports.env, { host: ports.host });
    const published = await describePublished(asked, settings, ports);
    if ('found' in published)
        return { ...published.found, packagePath: asked.path };
    const toolchain = await resolveToolchain(wanted ?? (await anyGo(ports)), ports);
    const go = withoutWorkspace(await prepareGo(toolchain, request, ports));
    return findModule(go.command, asked, folder);
}
/** A Go that can fetch modules: the one that is there, else the newest, which is likely to be the one that is needed. */
async function anyGo(ports) {
    const askedBy = 'MODULE@VERSION';
    const { go } = await (0,toolchain_local/* findLocalGo */.X)(ports);
    return go === undefined
        ? (0,go_specification/* goSpecification */.C)('stable', askedBy)
        : { kind: 'minimum', version: '1.21', askedBy };
}
/** The user's environment without the names that have no value. */
function definedOnly(env) {
    return Object.fromEntries(Object.entries(env).filter((entry) => entry[1] !== undefined));
}

;// CONCATENATED MODULE: ./lib/gobuild/source-check.js
/** Whether what was built is the commit that the image names: a modified tree cannot be built again by anyone else. */
function checkSource({ vcs, module }) {
    const common = { check: 'source/unmodified', subject: 'the source', severity: 'warn' };
    if (module !== undefined)
        return { ...common, status: 'pass', detail: `${module.path}@${module.version}` };
    if (vcs === undefined)
        return { ...common, status: 'skip', detail: 'it is not under version control' };
    if (!vcs.modified)
        return { ...common, status: 'pass', detail: vcs.revision };
    const detail = [
        `is commit ${vcs.revision} with changes on top of it, so its version ends in +dirty:`,
        ...vcs.changes.map((line) => `  ${line}`),
        'commit them; what a build itself writes belongs into .gitignore',
    ].join('\n');
    return { ...common, status: 'fail', detail };
}

;// CONCATENATED MODULE: ./lib/engine/plan.js
/** Where the executable lies in an image: a folder that no common base has as a symlink, and that PATH names. */
function executablePath(name) {
    return `/usr/local/bin/${name}`;
}

// EXTERNAL MODULE: ./lib/request/platform.js
var request_platform = __webpack_require__(4898);
;// CONCATENATED MODULE: ./lib/report/build-report.js



/** What report.json says of one target. */
function targetReport(target) {
    const { name, importPath, base, layout, outputs, bareNames } = target;
    const images = layout?.images.map((image) => imageReport(image, target)) ?? [];
    const files = bareNames === undefined
        ? undefined
        : [...bareNames].map(([file, path]) => fileReport(file, path, target.goVersion));
    return {
        name,
        importPath,
        base: baseReport(base),
        ...(layout !== undefined && { indexDigest: layout.index.digest }),
        images,
        ...(files !== undefined && { files }),
        outputs,
    };
}
function baseReport({ reference, digest, source }) {
    return { reference, ...(digest !== undefined && { digest }), ...(source !== undefined && { source }) };
}
function imageReport(image, target) {
    const executable = target.executables.find(({ platform }) => (0,request_platform/* samePlatform */.my)(platform, image.platform));
    if (executable?.facts.elf === undefined)
        throw new errors/* SlipwayError */.GQ('E_INTERNAL', `no program for an image of ${target.name}`);
    const { elf } = executable.facts;
    const other = target.alternative.pullBytes.get(image.manifest.digest);
    return {
        platform: image.platform,
        manifestDigest: image.manifest.digest,
        configDigest: image.config.digest,
        diskBytes: image.diskBytes,
        pullBytes: image.pullBytes,
        executable: {
            path: executablePath(target.name),
            bytes: executable.bytes,
            digest: executable.digest,
            goVersion: target.goVersion,
            linkage: elf.linkage,
            stripped: !elf.symbolTable,
            trimpath: isTrimmed(executable.facts),
        },
        layers: image.layers.map(({ kind, mediaType, digest, diffId, compressedBytes, uncompressedBytes }) => ({
            kind,
            mediaType,
            digest,
            diffId,
            compressedBytes,
            uncompressedBytes,
        })),
        ...(other !== undefined && {
            alternative: { compression: target.alternative.compression, pullBytes: other },
        }),
    };
}
function fileReport(file, path, goVersion) {
    const { elf, buildInfo } = file.facts;
    return {
        platform: file.platform,
        executable: {
            path,
            bytes: file.bytes,
            digest: file.digest,
            goVersion,
            ...(elf !== undefined && { linkage: elf.linkage, stripped: !elf.symbolTable }),
            ...(buildInfo !== undefined && { trimpath: isTrimmed(file.facts) }),
        },
    };
}
function isTrimmed({ buildInfo }) {
    return buildInfo?.settings['-trimpath'] === 'true';
}

// EXTERNAL MODULE: ./lib/request/output.js
var output = __webpack_require__(5016);
// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(6466);
// EXTERNAL MODULE: ./lib/request/compression.js
var request_compression = __webpack_require__(5019);
// EXTERNAL MODULE: ./lib/image/descriptor.js
var descriptor = __webpack_require__(3768);
;// CONCATENATED MODULE: ./lib/image/compress.js





/**
 * Bytes handed to the compressor at a time. zstd's output depends on how its input is cut, so the cut is part of the
 * format here and must not follow from how a disk or a stream happens to deliver.
 */
const inputBlock = 1 << 20;
/** RFC 1952, section 2.3.1, OS: zlib writes the system it was built for; 255 is "unknown". */
const gzipOs = { offset: 9, unknown: 255 };
/**
 * Compresses a stream in zlib's own threads, so the main thread stays free. The bytes depend on the input, the
 * compression and the library's version alone: not on cores, on timing, or on how the input was cut.
 */
function compressed(input, compression) {
    const engine = compressor(compression);
    // Errors of either side destroy the engine, where the reader of its output meets them.
    (0,external_node_stream_.pipeline)(external_node_stream_.Readable.from(recut(input, inputBlock)), engine, () => { });
    return compression.algorithm === 'gzip' ? withUnknownOs(engine) : engine;
}
function compressor({ algorithm, level }) {
    const chunkSize = 1 << 16;
    if (algorithm === 'gzip') {
        const { Z_DEFAULT_STRATEGY: strategy } = external_node_zlib_.constants;
        return (0,external_node_zlib_.createGzip)({ level, strategy, windowBits: 15, memLevel: 8, chunkSize });
    }
    return (0,external_node_zlib_.createZstdCompress)({
        chunkSize,
        params: {
            [external_node_zlib_.constants.ZSTD_c_compressionLevel]: level,
            [external_node_zlib_.constants.ZSTD_c_checksumFlag]: 0,
            // With one worker or more, Node's asynchronous zstd silently loses data (seen on Node 22, 24 and 26).
            [external_node_zlib_.constants.ZSTD_c_nbWorkers]: 0,
        },
    });
}
/** The same bytes in blocks of exactly `size`, but for the last. */
async function* recut(input, size) {
    let block = Buffer.allocUnsafe(size);
    let filled = 0;
    for await (const chunk of input) {
        for (let from = 0; from < chunk.length;) {
            const part = chunk.subarray(from, from + size - filled);
            block.set(part, filled);
            filled += part.length;
            from += part.length;
            if (filled < size)
                continue;
            yield block;
            block = Buffer.allocUnsafe(size);
            filled = 0;
        }
    }
    if (filled > 0)
        yield block.subarray(0, filled);
}
async function* withUnknownOs(gzip) {
    let first = true;
    for await (const chunk of gzip) {
        if (first && chunk.length <= gzipOs.offset) {
            throw new errors/* SlipwayError */.GQ('E_INTERNAL', `the first ${chunk.length} bytes of a gzip stream came alone`);
        }
        if (first)
            chunk[gzipOs.offset] = gzipOs.unknown;
        first = false;
        yield chunk;
    }
}
/** All that the compressed bytes depend on besides their input: part of cache keys and of the report. */
function compressorIdentity(compression) {
    const library = compression.algorithm === 'gzip' ? 'zlib' : 'zstd';
    const pinned = compression.algorithm === 'gzip' ? 'window 15, memory 8, os 255' : 'no workers, no checksum';
    return `${(0,request_compression/* formatCompression */.gv)(compression)} (${library} ${process.versions[library]}, blocks of ${inputBlock}, ${pinned})`;
}
/** The media type of a layer compressed so (image-spec, layer.md). */
function layerMediaType(compression) {
    return compression.algorithm === 'gzip' ? descriptor/* mediaType */.J.layerGzip : descriptor/* mediaType */.J.layerZstd;
}

;// CONCATENATED MODULE: ./lib/image/json.js
/**
 * A document's one spelling: no white space, every object's keys sorted (image-spec, considerations.md, "JSON": canonical
 * JSON). Absent values are left out.
 */
function canonicalJson(value) {
    return Buffer.from(JSON.stringify(value, sortKeys));
}
function sortKeys(_key, value) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

;// CONCATENATED MODULE: ./lib/image/layout-documents.js


/** The one version of the layout format (image-spec, image-layout.md, "oci-layout file"). */
const layoutVersion = '1.0.0';
/** Files at a layout's root, and the folder of its blobs. */
const layoutFile = { marker: 'oci-layout', index: 'index.json', blobs: 'blobs/sha256' };
const refNameKey = 'org.opencontainers.image.ref.name';
function encodeMarker() {
    return canonicalJson({ imageLayoutVersion: layoutVersion });
}
/** An index.json that names nothing yet. */
function emptyIndex() {
    return { schemaVersion: 2, mediaType: descriptor/* mediaType */.J.index, manifests: [] };
}
/** The same index.json with `refName` naming this image: in the place of what it named before, else at the end. */
function withRef(document, image, refName) {
    const named = { ...image, annotations: { [refNameKey]: refName } };
    const at = document.manifests.findIndex((descriptor) => hasRef(descriptor, refName));
    const others = document.manifests.map((descriptor, place) => (place === at ? named : descriptor));
    const kept = others.filter((descriptor) => descriptor === named || !hasRef(descriptor, refName));
    return { ...document, manifests: at < 0 ? [...kept, named] : kept };
}
function hasRef(descriptor, refName) {
    return descriptor.annotations?.[refNameKey] === refName;
}

;// CONCATENATED MODULE: ./lib/image/layout-read.js






/** A JSON document of an image is far smaller; registries refuse more (distribution-spec, "Pushing Manifests"). */
const mostDocumentBytes = 4 << 20;
/** image-spec, descriptor.md, "Digests": neither part can leave its folder. */
const digestPattern = /^([a-z0-9]+(?:[+._-][a-z0-9]+)*):([A-Za-z0-9=_-]+)$/;
/**
 * Reads the index.json of an OCI layout that any tool may have written.
 * @throws SlipwayError E_CONFIG when the folder is not a layout or a broken one
 */
async function readLayout(directory) {
    const marker = await readDocument(directory, layoutFile.marker);
    if (marker['imageLayoutVersion'] !== layoutVersion) {
        throw broken(directory, `${layoutFile.marker} says version ${JSON.stringify(marker['imageLayoutVersion'])}`);
    }
    const document = await readDocument(directory, layoutFile.index);
    const { manifests } = document;
    if (document['schemaVersion'] !== 2 || !Array.isArray(manifests)) {
        throw broken(directory, `${layoutFile.index} is not an image index`);
    }
    const strange = manifests.findIndex((descriptor) => !isDescriptor(descriptor));
    if (strange >= 0)
        throw broken(directory, `manifests[${strange}] in ${layoutFile.index} is not a descriptor`);
    return { ...document, manifests };
}
async function readDocument(directory, name) {
    const path = (0,external_node_path_.join)(directory, name);
    if (!(await (0,support_files/* exists */.t2)(path)))
        throw broken(directory, `it has no ${name}`);
    const document = await parseFile(path);
    if (document === undefined)
        throw broken(directory, `${name} is not a JSON object`);
    return document;
}
/** A JSON object of bearable size; undefined for anything else. */
async function parseFile(path) {
    if ((await (0,promises_.stat)(path)).size > mostDocumentBytes)
        return undefined;
    try {
        const value = JSON.parse(await (0,promises_.readFile)(path, 'utf8'));
        return isObject(value) ? value : undefined;
    }
    catch (error) {
        if (error instanceof SyntaxError)
            return undefined;
        throw error;
    }
}
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function isDescriptor(value) {
    if (!isObject(value))
        return false;
    const { mediaType: type, digest, size, annotations } = value;
    const named = typeof type === 'string' && typeof digest === 'string' && digestPattern.test(digest);
    return named && Number.isSafeInteger(size) && (annotations === undefined || isObject(annotations));
}
function broken(directory, what) {
    return new errors/* SlipwayError */.GQ('E_CONFIG', `${directory} is not a sound OCI layout: ${what}`, {
        hint: 'remove the folder if nothing in it is needed, or name another one',
    });
}
/** Where a blob lies in a layout. */
function layoutBlob(directory, digest) {
    const [, algorithm = '', encoded = ''] = digestPattern.exec(digest) ?? [];
    return (0,external_node_path_.join)(directory, 'blobs', algorithm, encoded);
}
/** Documents whose descriptors lead on; Docker's types are in layouts that other tools converted. */
const documentTypes = new Set([
    descriptor/* mediaType */.J.index,
    descriptor/* mediaType */.J.manifest,
    'application/vnd.docker.distribution.manifest.list.v2+json',
    'application/vnd.docker.distribution.manifest.v2+json',
]);
/**
 * The digests of all blobs that descriptors lead to, themselves included. `whole` is false when a document on the way
 * is missing or cannot be read, so that there may be more.
 */
async function reachableBlobs(directory, from) {
    const digests = new Set();
    let whole = true;
    const queue = [...from];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        if (digests.has(next.digest))
            continue;
        digests.add(next.digest);
        if (!documentTypes.has(next.mediaType))
            continue;
        const path = layoutBlob(directory, next.digest);
        const document = (await (0,support_files/* exists */.t2)(path)) ? await parseFile(path) : undefined;
        if (document === undefined)
            whole = false;
        else
            queue.push(...childrenOf(document));
    }
    return { digests, whole };
}
function childrenOf(document) {
    const { manifests, config, layers } = document;
    return [manifests, config, layers].flat().filter(isDescriptor);
}

;// CONCATENATED MODULE: ./lib/image/leftovers.js




/** Names that `besidePath` gives: `.NAME.PID-RANDOM.tmp`. */
const leftoverPattern = /^\.(.+)\.(\d+)-[0-9a-f]{8}\.tmp$/;
/** Writing beside takes seconds; another machine's run on a shared disk, whose process we cannot see, gets this long. */
const leftovers_abandonedAfter = 10 * 60 * 1000;
/** True for the name of something a run was writing beside its place. */
function isLeftover(name) {
    return leftoverPattern.test(name);
}
/** Removes what runs that were killed had been writing beside the `names` in a folder. */
async function removeLeftovers(folder, names) {
    if (!(await (0,support_files/* exists */.t2)(folder)))
        return;
    for (const entry of await (0,promises_.readdir)(folder)) {
        const [, of, pid] = leftoverPattern.exec(entry) ?? [];
        if (of === undefined || !names.includes(of) || isAlive(Number(pid)))
            continue;
        const path = (0,external_node_path_.join)(folder, entry);
        const stats = await (0,promises_.stat)(path).catch(() => undefined);
        if (stats !== undefined && Date.now() - stats.mtimeMs > leftovers_abandonedAfter) {
            await (0,promises_.rm)(path, { recursive: true, force: true });
        }
    }
}

;// CONCATENATED MODULE: ./lib/image/layout.js










/**
 * Writes an image into a folder as an OCI layout (image-spec, image-layout.md) under a reference name. A new or empty folder is
 * written beside and renamed into place. An existing layout is updated: blobs first, index.json last by rename, then
 * the blobs that only the replaced image needed are removed; other names stay. So at any moment a reader, or a run after an
 * interruption, finds the old image or the new one. Two runs may not update one layout at a time.
 * @returns false when everything was there already and nothing was written
 * @throws SlipwayError E_CONFIG when the path is a file, another folder that is not empty, or a broken layout; E_IO
 */
async function writeLayout(layout, store, directory, refName) {
    try {
        const place = await realpathIfExists(directory);
        await removeLeftovers((0,external_node_path_.dirname)(place), [(0,external_node_path_.basename)(place)]);
        const isNew = (await namesIn(place)).length === 0;
        const write = isNew ? writeNewLayout : updateLayout;
        return await write(layout, store, place, refName);
    }
    catch (error) {
        throw (0,errors/* asSlipwayError */.I7)(error);
    }
}
async function writeNewLayout(layout, store, place, refName) {
    const beside = (0,support_files/* besidePath */.qE)(place);
    try {
        await (0,promises_.mkdir)(beside, { recursive: true });
        await updateLayout(layout, store, beside, refName);
        await syncPath(beside);
        await (0,promises_.rename)(beside, place);
    }
    catch (error) {
        await (0,promises_.rm)(beside, { recursive: true, force: true });
        // A mount point cannot be replaced, only filled; nor can a folder where another run has just begun.
        const code = error.code ?? '';
        if (!['EBUSY', 'ENOTEMPTY', 'EEXIST'].includes(code))
            throw error;
        await namesIn(place);
        return updateLayout(layout, store, place, refName);
    }
    await syncPath((0,external_node_path_.dirname)(place));
    return true;
}
/**
 * Whether a layout may be written to a path, before there is one: a run should not compile for minutes and then be refused.
 * @throws SlipwayError E_CONFIG as {@link writeLayout} would
 */
async function checkLayoutPlace(directory) {
    await namesIn(await realpathIfExists(directory));
}
async function realpathIfExists(path) {
    return (await (0,support_files/* exists */.t2)(path)) ? (0,promises_.realpath)(path) : path;
}
/**
 * What lies in the folder, without what interrupted runs left; nothing when it does not exist.
 * @throws SlipwayError E_CONFIG when it must not be written to
 */
async function namesIn(directory) {
    if (!(await (0,support_files/* exists */.t2)(directory)))
        return [];
    if (!(await (0,promises_.stat)(directory)).isDirectory()) {
        throw new errors/* SlipwayError */.GQ('E_CONFIG', `${directory} is a file, and a layout is a folder`, {
            hint: 'name another folder, or write an archive with oci-archive:FILE',
        });
    }
    const names = (await (0,promises_.readdir)(directory)).filter((name) => !isLeftover(name));
    if (names.length === 0 || names.includes(layoutFile.marker))
        return names;
    throw new errors/* SlipwayError */.GQ('E_CONFIG', `${directory} is not empty and not an OCI layout; nothing was changed`, {
        hint: 'name a new or empty folder, or a layout to update',
    });
}
/** What a blob is called while it is being copied: not among the blobs, where names are digests. */
const blobLabel = 'blob';
/** Also fills an empty folder: the marker comes first, so that an interrupted filling is known as ours. */
async function updateLayout(layout, store, directory, refName) {
    await removeLeftovers(directory, [layoutFile.marker, layoutFile.index, blobLabel]);
    const markerPath = (0,external_node_path_.join)(directory, layoutFile.marker);
    if (!(await (0,support_files/* exists */.t2)(markerPath)))
        await (0,support_files/* writeFileAtomic */.Zf)(markerPath, encodeMarker());
    const indexPath = (0,external_node_path_.join)(directory, layoutFile.index);
    const before = (await (0,support_files/* exists */.t2)(indexPath)) ? await readLayout(directory) : emptyIndex();
    const blobsWritten = await writeBlobs(layout, store, directory);
    const after = canonicalJson(withRef(before, layout.index, refName));
    if (canonicalJson(before).equals(after))
        return blobsWritten;
    await (0,support_files/* writeFileAtomic */.Zf)(indexPath, after);
    await syncPath(directory);
    const replaced = before.manifests.filter((descriptor) => hasRef(descriptor, refName));
    const { digests: unneeded } = await reachableBlobs(directory, replaced);
    const { digests: needed, whole } = await reachableBlobs(directory, (await readLayout(directory)).manifests);
    // Where a kept image cannot be read to its end, nobody knows which blobs it needs.
    if (!whole)
        return true;
    for (const digest of unneeded) {
        if (!needed.has(digest))
            await (0,promises_.rm)(layoutBlob(directory, digest), { force: true });
    }
    return true;
}
/** Writes what is missing or damaged, all or nothing; tells whether there was any. */
async function writeBlobs(layout, store, directory) {
    const folder = (0,external_node_path_.join)(directory, layoutFile.blobs);
    await (0,promises_.mkdir)(folder, { recursive: true });
    const added = [];
    let written = false;
    try {
        for (const { digest } of layout.blobs) {
            const path = (0,external_node_path_.join)(folder, (0,hashing/* hexOf */.ZD)(digest));
            const isThere = await (0,support_files/* exists */.t2)(path);
            if (isThere && (await (0,hashing/* sha256File */.Q3)(path)).digest === digest)
                continue;
            await copyBlob(await storedBlob(store, digest), path, directory);
            written = true;
            if (!isThere)
                added.push(path);
        }
    }
    catch (error) {
        for (const path of added)
            await (0,promises_.rm)(path, { force: true });
        throw error;
    }
    if (written)
        await syncPath(folder);
    return written;
}
async function copyBlob(from, to, directory) {
    const beside = (0,support_files/* besidePath */.qE)((0,external_node_path_.join)(directory, blobLabel));
    try {
        await (0,promises_.copyFile)(from, beside, external_node_fs_.constants.COPYFILE_EXCL | external_node_fs_.constants.COPYFILE_FICLONE);
        await syncPath(beside);
        await (0,promises_.rename)(beside, to);
    }
    catch (error) {
        await (0,promises_.rm)(beside, { force: true });
        throw (0,support_files/* namingPath */.UW)(error, to);
    }
}
/**
 * Where a blob of an image lies in the store.
 * @throws SlipwayError E_IO when it is gone or damaged since the image was made
 */
async function storedBlob(store, digest) {
    const blob = await store.find(digest);
    if (blob !== undefined)
        return blob.path;
    throw new errors/* SlipwayError */.GQ('E_IO', `the cache lost ${digest} while this run was using it`, {
        hint: 'was the cache folder cleaned, or is its disk failing? run again',
    });
}
/** Writes a file or a folder's names through to the disk, so that a rename never outlives what it names. */
async function syncPath(path) {
    const handle = await (0,promises_.open)(path, 'r');
    try {
        await handle.sync();
    }
    finally {
        await handle.close();
    }
}

;// CONCATENATED MODULE: ./lib/stages/alternatives.js





/** What is measured against gzip: zstd at the level that costs about as much time. */
const alternative = { algorithm: 'zstd', level: 9 };
/**
 * What a client would download of each image if its gzip layers were zstd: measured, not estimated. Remembered by layer,
 * since it takes as long as compressing does.
 * @returns bytes by manifest digest; empty when the layers are zstd already
 */
async function zstdPullBytes(layouts, ports) {
    const pulls = new Map();
    for (const image of layouts.flatMap((layout) => layout?.images ?? [])) {
        if (!image.layers.some(isGzip))
            continue;
        let bytes = image.pullBytes;
        for (const layer of image.layers.filter(isGzip))
            bytes += (await zstdBytes(layer, ports)) - layer.compressedBytes;
        pulls.set(image.manifest.digest, bytes);
    }
    return pulls;
}
function isGzip({ mediaType }) {
    return mediaType.endsWith('+gzip');
}
async function zstdBytes(layer, { store, signal }) {
    const key = `bytes ${compressorIdentity(alternative)} ${layer.diffId}`;
    const known = await store.recall(key);
    if (typeof known === 'number')
        return known;
    let bytes = 0;
    const path = await storedBlob(store, layer.digest);
    await (0,external_node_stream_promises_.pipeline)((0,external_node_fs_.createReadStream)(path), (0,external_node_zlib_.createGunzip)(), (plain) => compressed(plain, alternative), async (packed) => {
        for await (const chunk of packed)
            bytes += chunk.length;
    }, { signal });
    await store.remember(key, bytes);
    return bytes;
}

;// CONCATENATED MODULE: ./lib/image/base/base.js
/** Docker's default: a program started by name is found, and /usr/local/bin holds ours. */
const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** The empty base. */
function scratchBase() {
    return {
        reference: 'scratch',
        layers: [],
        env: { PATH: defaultPath },
        files: new Set(),
        directories: new Map(),
    };
}

;// CONCATENATED MODULE: ./lib/image/base/roots-module.js
/**
 * The Go module that holds Mozilla's CA list, pinned. To renew it: take the newest version, its h1 line from the
 * checksum database and the SHA-256 of the two files; test/image/static-base.test.ts then says what else changes.
 */
const rootsModule = {
    path: 'golang.org/x/crypto/x509roots/fallback',
    version: 'v0.0.0-20261030153154-30a33513ff6d',
    h1: 'h1:5NBkmd8MXirajj6AAEpi4HFVJnVkBNPTL1ggYAKqaws=',
    /** The certificates, one after the other. */
    der: {
        path: 'bundle/bundle.der',
        digest: 'sha256:4808febc8fea255323f1bc9848e0928b204dd82736d63b551b69d3c37ab95e57',
    },
    /** Which bytes are which root, and which constraint it has. */
    table: {
        path: 'bundle/bundle.go',
        digest: 'sha256:7bd805437e6afd586d151838543f4d23966853970d960baa5e891096409e25c1',
    },
};

;// CONCATENATED MODULE: ./lib/image/tar-header.js

const tar_header_blockBytes = 512;
/** POSIX.1-2024, pax, "ustar Interchange Format": typeflag. */
const typeFlag = { file: '0', symlink: '2', directory: '5', extended: 'x' };
/** Lengths of the ustar fields, in bytes (same place). */
const field = { name: 100, linkname: 100, prefix: 155, id: 8, size: 12 };
/**
 * The header of one entry: one ustar block, with a pax extended header before it only where ustar cannot say it (a long
 * or non-ASCII name, a file of 8 GiB or more). Depends on nothing but its argument.
 */
function encodeHeader(header) {
    const records = [];
    const split = splitPath(header.path);
    if (split === undefined)
        records.push(['path', header.path]);
    const target = header.target ?? '';
    const targetFits = isAscii(target) && target.length <= field.linkname;
    if (!targetFits)
        records.push(['linkpath', target]);
    if (!fitsOctal(header.bytes, field.size))
        records.push(['size', String(header.bytes)]);
    const block = ustarBlock(typeFlag[header.type], {
        ...header,
        name: split?.name ?? asciiPart(header.path, field.name),
        prefix: split?.prefix ?? '',
        linkname: targetFits ? target : asciiPart(target, field.linkname),
    });
    return records.length === 0 ? block : Buffer.concat([extendedHeader(header, records), block]);
}
function ustarBlock(flag, fields) {
    const block = Buffer.alloc(tar_header_blockBytes);
    block.write(fields.name, 0, 'latin1');
    writeOctal(block, 100, field.id, fields.mode);
    writeOctal(block, 108, field.id, fields.uid);
    writeOctal(block, 116, field.id, fields.gid);
    // A size that does not fit stands in the extended header; readers must ignore this one then.
    writeOctal(block, 124, field.size, fitsOctal(fields.bytes, field.size) ? fields.bytes : 0);
    writeOctal(block, 136, 12, fields.mtime);
    block.write(flag, 156, 'latin1');
    block.write(fields.linkname, 157, 'latin1');
    block.write('ustar\x0000', 257, 'latin1');
    // uname and gname (265, 297) stay empty: names would be looked up on the machine that unpacks.
    writeOctal(block, 329, field.id, 0);
    writeOctal(block, 337, field.id, 0);
    block.write(fields.prefix, 345, 'latin1');
    block.fill(' ', 148, 156);
    const checksum = block.reduce((sum, byte) => sum + byte, 0);
    block.write(`${checksum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    return block;
}
/** POSIX.1-2024, pax, "pax Extended Header": `LENGTH KEY=VALUE\n`, LENGTH counting itself. */
function extendedHeader(header, records) {
    const body = Buffer.concat(records.map(([key, value]) => paxRecord(key, value)));
    const last = header.path.replace(/\/$/, '').split('/').at(-1) ?? '';
    const block = ustarBlock(typeFlag.extended, {
        name: asciiPart(`PaxHeaders.0/${last}`, field.name),
        prefix: '',
        linkname: '',
        mode: 0o644,
        uid: 0,
        gid: 0,
        bytes: body.length,
        mtime: header.mtime,
    });
    return Buffer.concat([block, body, Buffer.alloc(paddingAfter(body.length))]);
}
function paxRecord(key, value) {
    const rest = Buffer.from(` ${key}=${value}\n`);
    let length = rest.length;
    while (String(length).length + rest.length !== length)
        length = String(length).length + rest.length;
    return Buffer.concat([Buffer.from(String(length)), rest]);
}
/** How many zero bytes fill the last block of a content. */
function paddingAfter(bytes) {
    return (tar_header_blockBytes - (bytes % tar_header_blockBytes)) % tar_header_blockBytes;
}
/** The path cut at a slash into ustar's two fields, with the longest name that fits; undefined when there is no way. */
function splitPath(path) {
    if (!isAscii(path))
        return undefined;
    if (path.length <= field.name)
        return { name: path, prefix: '' };
    const slash = path.indexOf('/', path.length - field.name - 1);
    if (slash < 1 || slash > field.prefix || slash === path.length - 1)
        return undefined;
    return { name: path.slice(slash + 1), prefix: path.slice(0, slash) };
}
function isAscii(text) {
    return /^[\x01-\x7f]*$/.test(text);
}
/** What an old reader that ignores extended headers gets to see. */
function asciiPart(text, length) {
    return text.replace(/[^\x01-\x7f]/g, '').slice(0, length);
}
function fitsOctal(value, width) {
    return value < 8 ** (width - 1);
}
function writeOctal(block, offset, width, value) {
    if (!Number.isSafeInteger(value) || value < 0 || !fitsOctal(value, width)) {
        throw new errors/* SlipwayError */.GQ('E_INTERNAL', `a tar header has no room for ${value}`);
    }
    block.write(`${value.toString(8).padStart(width - 1, '0')}\0`, offset, 'latin1');
}

;// CONCATENATED MODULE: ./lib/image/tar.js





const readWindow = 1 << 18;
const trailer = 2 * tar_header_blockBytes;
/**
 * The entries in the order and completeness an archive has them: sorted by the bytes of their paths, which puts every
 * directory before what it holds, with missing parents added. A parent that is already in the image keeps the attributes
 * `known` has for it, because a directory's entry in an upper layer replaces those of the lower one: without it, a file
 * below /tmp would take the sticky bit away.
 * @throws SlipwayError E_CONFIG when a path is not clean, stands twice, or lies below a file
 */
function completeEntries(entries, known = new Map()) {
    const all = new Map();
    for (const entry of entries) {
        checkPath(entry.path);
        if (all.has(entry.path))
            throw new errors/* SlipwayError */.GQ('E_CONFIG', `two files would become /${entry.path}`);
        all.set(entry.path, entry);
    }
    for (const { path } of entries) {
        for (let parent = external_node_path_.posix.dirname(path); parent !== '.'; parent = external_node_path_.posix.dirname(parent)) {
            const there = all.get(parent);
            if (there === undefined) {
                all.set(parent, { type: 'directory', path: parent, ...(known.get(parent) ?? { mode: 0o755 }) });
            }
            else if (there.type !== 'directory') {
                throw new errors/* SlipwayError */.GQ('E_CONFIG', `/${path} lies below /${parent}, which is not a folder`);
            }
        }
    }
    return [...all.values()].sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
}
function checkPath(path) {
    const clean = path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
    if (!clean || path.includes('\0') || !path.isWellFormed()) {
        throw new errors/* SlipwayError */.GQ('E_CONFIG', `${JSON.stringify(path)} cannot be a path in an image`, {
            hint: 'a path there is absolute and has no empty part, "." or ".."',
        });
    }
}
/** The archive's length in bytes, known before anything is read. */
function tarBytes(entries, options) {
    return completeEntries(entries).reduce((sum, entry) => {
        const bytes = contentBytes(entry);
        return sum + header(entry, options.mtime).length + bytes + paddingAfter(bytes);
    }, trailer);
}
/**
 * A tar archive of the entries, completed and sorted: the same bytes on every machine. Contents are read from disk in
 * windows. `mtime` (seconds since 1970) is every entry's time.
 * @throws SlipwayError E_IO when a file is not what its digest says, E_CONFIG as `completeEntries`
 */
async function* tarStream(entries, options) {
    for (const entry of completeEntries(entries)) {
        yield header(entry, options.mtime);
        if (entry.type !== 'file')
            continue;
        if (entry.content instanceof Uint8Array)
            yield entry.content;
        else
            yield* fileWindows(entry.content);
        yield Buffer.alloc(paddingAfter(contentBytes(entry)));
    }
    yield Buffer.alloc(trailer);
}
function header(entry, mtime) {
    const attributes = entry.type === 'symlink' ? { mode: 0o777 } : entry;
    return encodeHeader({
        type: entry.type,
        path: entry.type === 'directory' ? `${entry.path}/` : entry.path,
        ...(entry.type === 'symlink' ? { target: entry.target } : {}),
        mode: attributes.mode,
        uid: attributes.uid ?? 0,
        gid: attributes.gid ?? 0,
        bytes: contentBytes(entry),
        mtime,
    });
}
function contentBytes(entry) {
    if (entry.type !== 'file')
        return 0;
    return entry.content instanceof Uint8Array ? entry.content.length : entry.content.bytes;
}
/** The file's bytes; the header already promised their number, and a cache key their digest, so both are held to. */
async function* fileWindows(content) {
    const handle = await (0,promises_.open)(content.file, 'r');
    try {
        const hash = (0,external_node_crypto_.createHash)('sha256');
        let done = 0;
        for (;;) {
            // One byte more than is left: so a file that grew is noticed at its end.
            const window = Buffer.allocUnsafe(Math.min(readWindow, content.bytes - done + 1));
            const { bytesRead } = await handle.read(window);
            if (bytesRead === 0)
                break;
            done += bytesRead;
            if (done > content.bytes)
                throw changed(content);
            hash.update(window.subarray(0, bytesRead));
            yield window.subarray(0, bytesRead);
        }
        if (done !== content.bytes || `sha256:${hash.digest('hex')}` !== content.digest)
            throw changed(content);
    }
    finally {
        await handle.close();
    }
}
function changed(content) {
    return new errors/* SlipwayError */.GQ('E_IO', `${content.file} changed while it was being read`, {
        hint: 'something else writes to this file; let it finish and run again',
    });
}

;// CONCATENATED MODULE: ./lib/image/layer.js









/**
 * A compressed layer in the store. Its digest is remembered under everything it depends on: when the store still has
 * the blob, nothing is compressed and no content is read (`cached`).
 * @throws SlipwayError E_IO when a file changed since its digest was taken, E_CONFIG for paths an image cannot have
 */
async function makeLayer(request, store) {
    const entries = completeEntries(request.entries, request.below);
    const key = layerKey(request, entries);
    const remembered = measured(await store.recall(key));
    if (remembered !== undefined) {
        const blob = await store.find(remembered.digest);
        if (blob?.bytes === remembered.compressedBytes)
            return { layer: described(request, remembered), cached: true };
    }
    const made = await compressInto(store, tarStream(entries, request), request.compression);
    await store.remember(key, made);
    return { layer: described(request, made), cached: false };
}
function described(request, made) {
    return { kind: request.kind, mediaType: layerMediaType(request.compression), ...made };
}
/** Raise the number when a layer's bytes change for equal entries: it is part of every key. */
const layerFormat = 1;
function layerKey(request, entries) {
    const described = entries.map((entry) => {
        if (entry.type !== 'file')
            return entry;
        const { content, ...rest } = entry;
        const digest = content instanceof Uint8Array ? (0,hashing/* sha256 */.sc)(content) : content.digest;
        return { ...rest, digest };
    });
    const parts = [layerFormat, described, request.mtime, compressorIdentity(request.compression)];
    return `layer ${(0,hashing/* sha256 */.sc)(JSON.stringify(parts))}`;
}
/** Both digests and both lengths in one pass over the content. */
async function compressInto(store, tar, compression) {
    const plain = meter();
    const packed = meter();
    const path = await store.reserve();
    try {
        await (0,external_node_stream_promises_.pipeline)(packed.through(compressed(plain.through(tar), compression)), (0,external_node_fs_.createWriteStream)(path));
        const { digest, bytes } = packed.result();
        await store.keep(path, digest);
        const { digest: diffId, bytes: uncompressedBytes } = plain.result();
        return { digest, diffId, compressedBytes: bytes, uncompressedBytes };
    }
    catch (error) {
        await (0,promises_.rm)(path, { force: true });
        throw (0,errors/* asSlipwayError */.I7)((0,support_files/* namingPath */.UW)(error, path));
    }
}
function meter() {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    let bytes = 0;
    return {
        async *through(input) {
            for await (const chunk of input) {
                hash.update(chunk);
                bytes += chunk.length;
                yield chunk;
            }
        },
        result: () => ({ digest: `sha256:${hash.digest('hex')}`, bytes }),
    };
}
/** A remembered value, when it has the shape this version writes. */
function measured(value) {
    if (typeof value !== 'object' || value === null)
        return undefined;
    const { digest, diffId, compressedBytes, uncompressedBytes } = value;
    const whole = typeof digest === 'string' &&
        (0,hashing/* isDigest */.Bc)(digest) &&
        typeof diffId === 'string' &&
        (0,hashing/* isDigest */.Bc)(diffId) &&
        Number.isSafeInteger(compressedBytes) &&
        Number.isSafeInteger(uncompressedBytes);
    return whole ? value : undefined;
}

;// CONCATENATED MODULE: ./lib/image/base/roots.js



/**
 * Mozilla's roots as one PEM file, each under a comment with its subject; `left` tells how many were left out because
 * they hold under a constraint only (such as a date after which their certificates are distrusted), which PEM cannot say.
 * @throws SlipwayError E_BASE when a file is not the pinned one or has what this reader does not know
 */
function rootCertificates(bundle) {
    checkPinned(bundle.der, rootsModule.der);
    checkPinned(bundle.table, rootsModule.table);
    return readRoots(bundle);
}
/** As {@link rootCertificates}, for any version of the module. */
function readRoots(bundle) {
    const roots = parseTable(Buffer.from(bundle.table).toString('utf8'), bundle.der);
    const used = roots.filter((root) => !root.constrained);
    return { pem: used.map(pemBlock).join(''), used: used.length, left: roots.length - used.length };
}
function checkPinned(content, pin) {
    const digest = (0,hashing/* sha256 */.sc)(content);
    if (digest === pin.digest)
        return;
    throw new errors/* SlipwayError */.GQ('E_BASE', `${rootsModule.path}/${pin.path} is not the pinned file: it is ${digest}`, {
        hint: `${rootsModule.version} has ${pin.digest}; remove the module from the cache and run again`,
    });
}
/** Fields of the module's `unparsedCertificate`; any other may be a constraint that must not be overlooked. */
const knownFields = ['cn', 'sha256Hash', 'certStartOff', 'certLength', 'distrustAfter'];
const tableStart = 'var unparsedCertificates = []unparsedCertificate{\n';
function parseTable(table, der) {
    const start = table.indexOf(tableStart);
    if (start < 0 || !table.endsWith('\n}\n'))
        throw strange('the table of certificates was not found');
    const roots = [];
    let fields = {};
    let end = 0;
    for (const line of table
        .slice(start + tableStart.length, -'}\n'.length)
        .trimEnd()
        .split('\n')) {
        if (line === '\t{')
            fields = {};
        else if (line === '\t},') {
            const root = toRoot(fields, der, end);
            end += root.certificate.length;
            roots.push(root);
        }
        else
            fields = { ...fields, ...parseField(line) };
    }
    if (end !== der.length)
        throw strange(`${der.length - end} bytes of ${rootsModule.der.path} belong to no root`);
    return roots;
}
function parseField(line) {
    const [, name, text, number] = /^\t\t(\w+): +(?:"((?:[^"\\]|\\["\\])*)"|(\d+)),$/.exec(line) ?? [];
    const known = knownFields.find((field) => field === name);
    if (known === undefined)
        throw strange(`the line ${JSON.stringify(line.trim())} is not known`);
    return { [known]: text?.replaceAll(/\\(["\\])/g, '$1') ?? number };
}
/** The certificates lie without gaps; where one ends is told by the table and by its own DER length: both must agree. */
function toRoot(fields, der, start) {
    const { cn, sha256Hash, distrustAfter } = fields;
    const certificate = der.subarray(start, start + derLength(der, start));
    const agrees = Number(fields.certStartOff) === start &&
        Number(fields.certLength) === certificate.length &&
        (0,hashing/* sha256 */.sc)(certificate) === `sha256:${sha256Hash}`;
    if (cn === undefined || !agrees)
        throw strange(`the root ${cn ?? `at byte ${start}`} is not where its row says`);
    return { subject: cn, certificate, constrained: distrustAfter !== undefined && distrustAfter !== '' };
}
/** Length of the DER value at `start`, tag and length bytes included (X.690, section 8.1.3; certificates need two). */
function derLength(der, start) {
    const [tag, form, high = 0, low = 0] = der.subarray(start, start + 4);
    if (tag !== 0x30 || form !== 0x82)
        throw strange(`there is no certificate at byte ${start}`);
    return 4 + high * 256 + low;
}
/**
 * RFC 7468, section 5.1. The subject is the module's own text: what node:crypto would print follows from the OpenSSL it
 * was built with, and would make the layer's digest follow from it too.
 */
function pemBlock(root) {
    const lines = Buffer.from(root.certificate)
        .toString('base64')
        .match(/.{1,64}/g) ?? [];
    return `# ${root.subject}\n-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
function strange(what) {
    return new errors/* SlipwayError */.GQ('E_BASE', `${rootsModule.path}: ${what}`, {
        hint: 'this version of the module says more than Slipway understands; use the pinned one',
    });
}

// EXTERNAL MODULE: external "node:stream/consumers"
var consumers_ = __webpack_require__(8321);
// EXTERNAL MODULE: ./node_modules/yauzl/index.js
var yauzl = __webpack_require__(663);
;// CONCATENATED MODULE: ./lib/image/base/zoneinfo.js



/** Where programs look for time zones (time/zoneinfo_unix.go, platformZoneSources). */
const zoneinfo_zoneFolder = 'usr/share/zoneinfo';
/**
 * The time zones of a Go distribution's lib/time/zoneinfo.zip, one file each. They are unpacked because the zip itself is
 * read only through ZONEINFO, which time.LoadLocation honours and the TZ variable does not (initLocal in
 * time/zoneinfo_unix.go asks platformZoneSources alone); and programs that are not Go know no zip at all.
 * @throws SlipwayError E_BASE when the file is not such a zip
 */
async function zoneinfoEntries(zipPath) {
    const entries = [];
    try {
        // yauzl refuses absolute names and `..` itself, and checks each content's length.
        const zip = await (0,yauzl.openPromise)(zipPath, { strictFileNames: true });
        try {
            for await (const entry of zip.eachEntry()) {
                if (entry.fileName.endsWith('/'))
                    continue;
                const content = await (0,consumers_.buffer)(await zip.openReadStreamPromise(entry));
                entries.push({ type: 'file', path: `${zoneinfo_zoneFolder}/${entry.fileName}`, mode: 0o644, content });
            }
        }
        finally {
            zip.close();
        }
    }
    catch (cause) {
        throw new errors/* SlipwayError */.GQ('E_BASE', `cannot read the time zones in ${zipPath}: ${cause.message}`, {
            hint: 'it should be lib/time/zoneinfo.zip of a Go distribution; is that one complete?',
            cause,
        });
    }
    if (!entries.some((entry) => entry.path === `${zoneinfo_zoneFolder}/Etc/UTC`)) {
        throw new errors/* SlipwayError */.GQ('E_BASE', `${zipPath} holds no time zones`);
    }
    return entries;
}

;// CONCATENATED MODULE: ./lib/image/base/static.js








/**
 * The built-in base: what a static program commonly looks for, in one layer made from Go modules alone. Its digest is the
 * layer's diff ID, which does not follow from the compression. Remembered in the store, as a layer is.
 * @throws SlipwayError E_BASE when the roots are not the pinned ones or the zip cannot be read
 */
async function makeStaticBase(request, store) {
    const key = await baseKey(request);
    const remembered = (await store.recall(key));
    if (remembered !== undefined && (await store.find(remembered.layer.digest)) !== undefined) {
        return toBase(remembered);
    }
    const made = await makeContents(request, store);
    await store.remember(key, made);
    return toBase(made);
}
/** Raise the number when this file, roots.ts or zoneinfo.ts make something else of equal inputs. */
const baseFormat = 1;
async function baseKey({ zoneinfoZip, compression, mtime }) {
    const zones = zoneinfoZip === undefined ? null : (await (0,hashing/* sha256File */.Q3)(zoneinfoZip)).digest;
    const pins = [rootsModule.version, rootsModule.der.digest, rootsModule.table.digest];
    return `static base ${JSON.stringify([baseFormat, layerFormat, pins, zones, mtime, compressorIdentity(compression)])}`;
}
async function makeContents(request, store) {
    const { zoneinfoZip, compression, mtime } = request;
    const { pem, used, left } = rootCertificates(await request.roots());
    const zones = zoneinfoZip === undefined ? [] : await zoneinfoEntries(zoneinfoZip);
    const entries = completeEntries([...accountEntries(), file(certificateFile, pem), ...zones]);
    const { layer } = await makeLayer({ kind: 'base', entries, compression, mtime }, store);
    const roots = `${used} roots, ${left} with a constraint left out`;
    return {
        layer,
        source: `${rootsModule.path}@${rootsModule.version}: ${roots}${zones.length > 0 ? ', with time zones' : ''}`,
        files: entries.filter((entry) => entry.type !== 'directory').map((entry) => `/${entry.path}`),
        directories: entries.flatMap((entry) => {
            if (entry.type !== 'directory')
                return [];
            const { type: _, path, ...attributes } = entry;
            return [[path, attributes]];
        }),
    };
}
function toBase({ layer, source, files, directories }) {
    return {
        reference: 'static',
        digest: layer.diffId,
        source,
        layers: [layer],
        env: { PATH: defaultPath, SSL_CERT_FILE: `/${certificateFile}` },
        files: new Set(files),
        directories: new Map(directories),
    };
}
const certificateFile = 'etc/ssl/certs/ca-certificates.crt';
/** The same users as distroless has, so that an image can change its base. */
function accountEntries() {
    return [
        file('etc/passwd', 'root:x:0:0:root:/root:/sbin/nologin\n' +
            'nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin\n' +
            'nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n'),
        file('etc/group', 'root:x:0:\nnobody:x:65534:\nnonroot:x:65532:\n'),
        // Go does without it; a C library would ask DNS before /etc/hosts.
        file('etc/nsswitch.conf', 'passwd: files\ngroup: files\nhosts: files dns\n'),
        { type: 'directory', path: 'root', mode: 0o700 },
        { type: 'directory', path: 'home/nonroot', mode: 0o700, uid: 65532, gid: 65532 },
        { type: 'directory', path: 'tmp', mode: 0o1777 },
    ];
}
function file(path, text) {
    return { type: 'file', path, mode: 0o644, content: Buffer.from(text) };
}

;// CONCATENATED MODULE: ./lib/toolchain/pinned-module.js









/** Too small for anyone to watch. */
const quiet = { onProgress: () => undefined };
/** Data modules are small; this is far above what one needs. */
const limits = { entries: 10_000, bytes: 256 << 20 };
/**
 * Gives a pinned module's files to `use`, in a folder that is gone afterwards. They come from the go command's module cache or
 * through GOPROXY; no Go is needed, and none refuses it for being too old. `missing`: it cannot be had (offline, or no
 * proxy has it).
 * @throws SlipwayError E_TOOLCHAIN for a hash that does not fit or a damaged zip; E_NETWORK, E_AUTH, E_IO
 */
async function withPinnedModule(module, settings, ports, use, patience = retry/* defaultPatience */.B) {
    await (0,promises_.mkdir)(ports.cacheDirectory, { recursive: true });
    const work = await (0,support_files/* makeWorkFolder */._d)(ports.cacheDirectory, 'module');
    try {
        const zip = await obtainZip(module, (0,external_node_path_.join)(work, 'module.zip'), settings, ports, patience);
        if ('missing' in zip)
            return zip;
        const directory = (0,external_node_path_.join)(work, 'files');
        const name = `${module.path}@${module.version}`;
        const options = { directory, prefix: `${name}/`, limits, signal: ports.signal };
        const { h1 } = await unpackZip(zip.found.path, options, () => false);
        if (h1 !== module.h1)
            throw digestMismatch(name, module.h1, h1, zip.found.from);
        return { found: await use(directory) };
    }
    finally {
        await (0,promises_.rm)(work, { recursive: true, force: true });
    }
}
async function obtainZip(module, destination, settings, ports, patience) {
    const name = (0,external_node_path_.join)((0,module_path/* escapeModule */.c)(module.path), '@v', `${(0,module_path/* escapeModule */.c)(module.version)}.zip`);
    const cached = (0,external_node_path_.join)(settings.GOMODCACHE.value, 'cache', 'download', name);
    if (await (0,support_files/* exists */.t2)(cached))
        return { found: { path: cached, from: cached } };
    if (ports.offline)
        return { missing: `${module.path}@${module.version} is not in GOMODCACHE (offline)` };
    return withModuleAccess(ports, settings, patience, async (access) => {
        const through = await (0,module_proxy/* downloadModuleZip */.mY)(access, module, destination, quiet);
        return 'missing' in through ? through : { found: { path: destination, from: through.found } };
    });
}

;// CONCATENATED MODULE: ./lib/stages/bases.js








/** The bases that a run's images stand on, by what decides them: known from the request alone, so made while Go compiles. */
async function makeBases(request, origin, ports) {
    const settings = request.targets.length > 0 ? request.targets.map((target) => target.settings) : [request.defaults];
    const distinct = new Map(settings.map((one) => [bases_baseKey(one), one]));
    const made = [...distinct].map(async ([key, one]) => [key, await makeBase(one, request, origin, ports)]);
    return new Map(await Promise.all(made));
}
/** What tells one base from another. */
function bases_baseKey({ base, timezones, compression }) {
    return base === 'scratch' ? base : `${base} ${timezones} ${(0,request_compression/* formatCompression */.gv)(compression)}`;
}
async function makeBase(settings, request, origin, ports) {
    if (settings.base === 'scratch')
        return scratchBase();
    const zoneinfoZip = settings.timezones ? (0,external_node_path_.join)(origin.go.goroot, 'lib', 'time', 'zoneinfo.zip') : undefined;
    return makeStaticBase({
        roots: () => fetchRoots(request, origin, ports),
        zoneinfoZip,
        compression: settings.compression,
        mtime: request.sourceDateEpoch ?? 0,
    }, ports.store);
}
/** The pinned module of CA roots; its files are checked again by whoever reads them. */
async function fetchRoots(request, origin, ports) {
    const { cacheDirectory, offline } = request;
    const answer = await withPinnedModule(rootsModule, origin.go.settings, { ...ports, cacheDirectory, offline, progress: () => undefined }, async (directory) => ({
        der: await (0,promises_.readFile)((0,external_node_path_.join)(directory, rootsModule.der.path)),
        table: await (0,promises_.readFile)((0,external_node_path_.join)(directory, rootsModule.table.path)),
    }));
    if ('found' in answer)
        return answer.found;
    throw new errors/* SlipwayError */.GQ('E_BASE', `cannot get the CA roots of the base "static": ${answer.missing}`, {
        hint: offline
            ? 'run once without --offline, or use --base scratch'
            : 'check GOPROXY, or use --base scratch for a program that verifies no TLS certificates',
    });
}

// EXTERNAL MODULE: ./lib/verify/subject.js
var subject = __webpack_require__(1389);
// EXTERNAL MODULE: ./lib/verify/verify-images.js + 25 modules
var verify_images = __webpack_require__(2857);
// EXTERNAL MODULE: ./lib/version.js
var version = __webpack_require__(3411);
;// CONCATENATED MODULE: ./lib/stages/conformance.js



/** The image checks of every target that has an image, before anything leaves. */
async function conformance(targets, layouts, ports) {
    const verdicts = [];
    for (const [at, { name }] of targets.entries()) {
        const layout = layouts[at];
        if (layout !== undefined)
            verdicts.push(...(await verdictsOf(name, layout, ports)));
    }
    return verdicts;
}
/**
 * The image checks over what lies in the store. An index digest fixes every byte below it, and the
 * store compares each blob with its digest when it gives it out: so verdicts are remembered by the index digest.
 */
async function verdictsOf(name, layout, ports) {
    const key = `verdicts ${version/* slipwayVersion */.u} ${name} ${layout.index.digest}`;
    const blobs = await Promise.all(layout.blobs.map(({ digest }) => ports.store.find(digest)));
    const known = (await ports.store.recall(key));
    if (known !== undefined && blobs.every((blob) => blob !== undefined))
        return known;
    const verdicts = await (0,verify_images/* verifyImages */.O)((0,subject/* storeSubject */.EC)(name, layout.index, ports.store), { own: true });
    await ports.store.remember(key, verdicts);
    return verdicts;
}

;// CONCATENATED MODULE: ./lib/image/archive.js













/**
 * Writes an image as an OCI archive: the layout in one uncompressed tar file whose bytes follow from the image and its
 * name alone. Entries are in the order of their names, as containerd's own export has them, and do not begin with `./`.
 * @returns false when the file had these bytes already and was left alone
 * @throws SlipwayError E_CONFIG when the path is something else than a file, E_IO
 */
async function writeArchive(layout, store, file, refName) {
    const beside = (0,support_files/* besidePath */.qE)(file);
    try {
        await prepareFile(file);
        const entries = await archiveEntries(layout, store, refName);
        if (await isWritten(entries, file))
            return false;
        await (0,external_node_stream_promises_.pipeline)(tarStream(entries, noTime), (0,external_node_fs_.createWriteStream)(beside, { flags: 'wx', flush: true }));
        await (0,promises_.rename)(beside, file);
        return true;
    }
    catch (error) {
        await (0,promises_.rm)(beside, { force: true });
        throw (0,errors/* asSlipwayError */.I7)((0,support_files/* namingPath */.UW)(error, file));
    }
}
/**
 * Whether an archive may be written to a path.
 * @throws SlipwayError E_CONFIG as {@link writeArchive} would
 */
async function checkArchivePlace(file) {
    if ((await (0,support_files/* exists */.t2)(file)) && !(await (0,promises_.stat)(file)).isFile()) {
        throw new errors/* SlipwayError */.GQ('E_CONFIG', `${file} is not a file, and an archive is one`, {
            hint: 'name a file, or write a layout with oci:DIR',
        });
    }
}
async function prepareFile(file) {
    await checkArchivePlace(file);
    await (0,promises_.mkdir)((0,external_node_path_.dirname)(file), { recursive: true });
    await removeLeftovers((0,external_node_path_.dirname)(file), [(0,external_node_path_.basename)(file)]);
}
const noTime = { mtime: 0 };
async function isWritten(entries, file) {
    if (!(await (0,support_files/* exists */.t2)(file)) || (await (0,promises_.stat)(file)).size !== tarBytes(entries, noTime))
        return false;
    const hash = (0,external_node_crypto_.createHash)('sha256');
    for await (const chunk of tarStream(entries, noTime))
        hash.update(chunk);
    return (await (0,hashing/* sha256File */.Q3)(file)).digest === `sha256:${hash.digest('hex')}`;
}
async function archiveEntries(layout, store, refName) {
    const mode = 0o644;
    const document = (path, content) => ({ type: 'file', path, mode, content });
    const blobs = [];
    for (const { digest, size } of layout.blobs) {
        const content = { file: await storedBlob(store, digest), bytes: size, digest };
        blobs.push({ type: 'file', path: `${layoutFile.blobs}/${(0,hashing/* hexOf */.ZD)(digest)}`, mode, content });
    }
    const index = canonicalJson(withRef(emptyIndex(), layout.index, refName));
    return [
        document(layoutFile.marker, encodeMarker()),
        document(layoutFile.index, index),
        ...dockerEntries(layout, refName).map((content) => document('manifest.json', content)),
        ...blobs,
    ];
}
/**
 * The manifest.json that `docker load` without the containerd image store and dive need (image-layout.md, "Content",
 * allows it). It cannot say platforms, so only an archive for one has it: with several, a reader would take any.
 */
function dockerEntries({ images }, refName) {
    const [image, ...others] = images;
    if (image === undefined || others.length > 0)
        return [];
    const isTagged = /^[^\s:@]+(?::\d+\/[^\s:@]+)?:[\w][\w.-]*$/.test(refName);
    const manifest = {
        Config: `${layoutFile.blobs}/${(0,hashing/* hexOf */.ZD)(image.config.digest)}`,
        RepoTags: isTagged ? [refName] : null,
        Layers: image.layers.map(({ digest }) => `${layoutFile.blobs}/${(0,hashing/* hexOf */.ZD)(digest)}`),
    };
    return [canonicalJson([manifest])];
}

;// CONCATENATED MODULE: ./lib/output/bare-files.js






const checksumsName = 'checksums.txt';
/** `api_linux_arm_v7`, `api_windows_amd64.exe`, `api_wasip1_wasm.wasm`: the naming release pages commonly have. */
function bareFileName({ target, platform }) {
    const { os, architecture, variant } = platform;
    const ending = os === 'windows' ? '.exe' : architecture === 'wasm' ? '.wasm' : '';
    return [target, os, architecture, variant].filter((part) => part !== undefined).join('_') + ending;
}
/**
 * Puts programs into a folder with their SHA-256 in checksums.txt, as `sha256sum -c` reads it; each file appears whole,
 * the checksums last. A folder from an earlier run is updated: its other files stay, and stay listed.
 * @returns false when everything was there already
 * @throws SlipwayError E_CONFIG for a folder that holds something else, E_IO when a program changed since it was linked
 */
async function writeBareFiles(files, directory) {
    const own = new Map(files.map((file) => [bareFileName(file), (0,hashing/* hexOf */.ZD)(file.digest)]));
    const listed = await listedChecksums(directory, [...own.keys()]);
    await (0,promises_.mkdir)(directory, { recursive: true });
    await removeLeftovers(directory, [...own.keys(), checksumsName]);
    let written = false;
    for (const file of files) {
        if (await place(file, (0,external_node_path_.join)(directory, bareFileName(file))))
            written = true;
    }
    const all = [...new Map([...listed, ...own])].sort(([a], [b]) => (a < b ? -1 : 1));
    const text = all.map(([name, hex]) => `${hex}  ${name}\n`).join('');
    if ((await (0,support_files/* readTextIfExists */.TP)((0,external_node_path_.join)(directory, checksumsName))) === text)
        return written;
    await (0,support_files/* writeFileAtomic */.Zf)((0,external_node_path_.join)(directory, checksumsName), text);
    return true;
}
/**
 * Whether files of these names may be written to a folder.
 * @throws SlipwayError E_CONFIG as {@link writeBareFiles} would
 */
async function checkBareFolder(names, directory) {
    await listedChecksums(directory, names);
}
/** What an earlier run listed and left here. A run that was stopped before it wrote the list left nothing but its files. */
async function listedChecksums(directory, own) {
    const names = await (0,promises_.readdir)(directory).catch((error) => {
        if (error.code === 'ENOENT')
            return [];
        throw error;
    });
    const foreign = names.find((name) => !own.includes(name) && !isLeftover(name));
    const text = await (0,support_files/* readTextIfExists */.TP)((0,external_node_path_.join)(directory, checksumsName));
    if (text === undefined && foreign !== undefined) {
        throw new errors/* SlipwayError */.GQ('E_CONFIG', `--output bin:${directory} is a folder that holds something else (${foreign})`, {
            hint: `name a new or empty folder, or one that an earlier run filled (it has a ${checksumsName})`,
        });
    }
    const lines = [...(text ?? '').matchAll(/^([0-9a-f]{64}) {2}(\S+)$/gm)];
    return new Map(lines.flatMap(([, hex = '', name = '']) => (names.includes(name) ? [[name, hex]] : [])));
}
async function place(file, path) {
    if (await isInPlace(file, path))
        return false;
    const beside = (0,support_files/* besidePath */.qE)(path);
    try {
        await (0,promises_.copyFile)(file.path, beside);
        const handle = await (0,promises_.open)(beside, 'r+');
        try {
            await handle.chmod(0o755);
            await handle.sync();
        }
        finally {
            await handle.close();
        }
        const { digest } = await (0,hashing/* sha256File */.Q3)(beside);
        if (digest !== file.digest) {
            throw new errors/* SlipwayError */.GQ('E_IO', `${file.path} changed since it was linked: ${digest}, not ${file.digest}`, {
                hint: 'run again; if it happens again, something else writes to the cache folder',
            });
        }
        await (0,promises_.rename)(beside, path);
        return true;
    }
    catch (error) {
        await (0,promises_.rm)(beside, { force: true });
        throw error;
    }
}
async function isInPlace(file, path) {
    try {
        return ((await (0,promises_.stat)(path)).mode & 0o777) === 0o755 && (await (0,hashing/* sha256File */.Q3)(path)).digest === file.digest;
    }
    catch (error) {
        if (error.code === 'ENOENT')
            return false;
        throw error;
    }
}

;// CONCATENATED MODULE: ./lib/stages/delivery.js




/** The name under which a layout's index.json lists the image: tools that want a tag find this one. */
const layoutRefName = 'latest';
/**
 * Writes what was verified to where it was asked for, the digest file last.
 * @returns true when everything was there already
 */
async function deliver(deliveries, ports) {
    let unchanged = true;
    for (const { layout, places } of deliveries) {
        for (const { kind, path } of places.outputs) {
            if (kind === 'bin' || layout === undefined)
                continue;
            const write = kind === 'oci' ? writeLayout : writeArchive;
            const written = await write(layout, ports.store, path, layoutRefName);
            if (written)
                unchanged = false;
        }
    }
    for (const [directory, files] of bareFiles(deliveries)) {
        if (await writeBareFiles(files, directory))
            unchanged = false;
    }
    for (const { layout, places } of deliveries) {
        if (places.digestFile === undefined || layout === undefined)
            continue;
        const text = `${layout.index.digest}\n`;
        if ((await (0,support_files/* readTextIfExists */.TP)(places.digestFile)) !== text)
            await (0,support_files/* writeFileAtomic */.Zf)(places.digestFile, text);
    }
    return unchanged;
}
/**
 * Refuses places that nothing may be written to before anything is compiled for them.
 * @throws SlipwayError E_CONFIG for a file where a folder goes, and for a folder that holds something else
 */
async function checkPlaces(targets, places) {
    const bareNames = targets.flatMap(({ name, settings }) => settings.platforms.map((platform) => bareFileName({ target: name, platform })));
    for (const { kind, path } of [...places.values()].flatMap(({ outputs }) => outputs)) {
        if (kind === 'oci')
            await checkLayoutPlace(path);
        else if (kind === 'oci-archive')
            await checkArchivePlace(path);
        else
            await checkBareFolder(bareNames, path);
    }
}
/** Bare files by folder: several targets share one folder and its checksums. */
function bareFiles(deliveries) {
    const folders = new Map();
    for (const { target, places } of deliveries) {
        for (const { kind, path } of places.outputs) {
            if (kind !== 'bin')
                continue;
            const files = target.executables.map((executable) => ({ ...executable, target: target.name }));
            folders.set(path, [...(folders.get(path) ?? []), ...files]);
        }
    }
    return folders;
}

// EXTERNAL MODULE: ./node_modules/p-limit/index.js + 1 modules
var p_limit = __webpack_require__(370);
;// CONCATENATED MODULE: ./lib/image/assets.js




/**
 * The user's files as entries of the asset layer, sorted. A folder's content goes below `to`, as COPY has it; a file goes to
 * `to` itself, or into it when it ends in `/`. Whatever is there is taken, .git too. Modes become 0755 (folders, and
 * files that anyone may execute) or 0644; symlinks are kept when they stay inside the folder.
 * @param directory absolute; what a relative `from` is relative to
 * @throws SlipwayError E_CONFIG when `from` is missing or holds what an image cannot (all such are named), E_IO
 */
async function collectAssets(assets, directory) {
    const found = [];
    try {
        for (const asset of assets)
            for await (const one of assetEntries(asset, directory))
                found.push(one);
    }
    catch (error) {
        throw (0,errors/* asSlipwayError */.I7)(error);
    }
    const entries = new Map();
    const faults = [];
    for (const one of found) {
        const there = typeof one === 'string' ? undefined : entries.get(one.path);
        if (typeof one === 'string')
            faults.push(one);
        else if (there === undefined)
            entries.set(one.path, one);
        else if (there.type !== 'directory' || one.type !== 'directory') {
            faults.push(`two assets would become /${one.path}`);
        }
    }
    if (faults.length === 0)
        return [...entries.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
    throw new errors/* SlipwayError */.GQ('E_CONFIG', `the assets cannot be taken as they are:\n${faults.join('\n')}`, {
        hint: 'an asset is a file, a folder, or a symlink that stays inside its folder',
    });
}
async function* assetEntries({ from, to }, directory) {
    const source = (0,external_node_path_.resolve)(directory, from);
    const target = inImage(to);
    const stats = await statIfExists(source);
    if (stats === undefined) {
        yield `${from} does not exist (looked for ${source})`;
    }
    else if (stats.isDirectory()) {
        if (target !== '')
            yield { type: 'directory', path: target, mode: 0o755 };
        yield* folderEntries(source, '', target);
    }
    else if (stats.isFile()) {
        yield await fileEntry(source, to.endsWith('/') ? external_node_path_.posix.join(target, (0,external_node_path_.basename)(source)) : target, stats);
    }
    else {
        yield `${from} is neither a file nor a folder`;
    }
}
function inImage(to) {
    if (to.startsWith('/'))
        return to.replace(/\/+$/, '').slice(1);
    throw new errors/* SlipwayError */.GQ('E_CONFIG', `an asset cannot go to ${JSON.stringify(to)}`, {
        hint: 'name an absolute path in the image, such as /srv/web',
    });
}
async function* folderEntries(root, below, target) {
    for (const name of await (0,promises_.readdir)((0,external_node_path_.join)(root, below))) {
        const relative = external_node_path_.posix.join(below, name);
        const path = (0,external_node_path_.join)(root, relative);
        const stats = await (0,promises_.lstat)(path);
        const place = external_node_path_.posix.join(target, relative);
        if (name.includes('\ufffd')) {
            yield `${path} has a name that is not UTF-8`;
        }
        else if (stats.isDirectory()) {
            yield { type: 'directory', path: place, mode: 0o755 };
            yield* folderEntries(root, relative, target);
        }
        else if (stats.isSymbolicLink()) {
            yield await symlinkEntry(path, relative, place);
        }
        else if (stats.isFile()) {
            yield await fileEntry(path, place, stats);
        }
        else {
            yield `${path} is a socket, pipe or device`;
        }
    }
}
async function fileEntry(file, path, stats) {
    const mode = (stats.mode & 0o111) === 0 ? 0o644 : 0o755;
    return { type: 'file', path, mode, content: { file, ...(await (0,hashing/* sha256File */.Q3)(file)) } };
}
/** Nothing is read through a link, so it is enough that its own text does not lead out of the folder. */
async function symlinkEntry(file, relative, path) {
    const target = await (0,promises_.readlink)(file);
    const leadsTo = external_node_path_.posix.join(external_node_path_.posix.dirname(relative), target);
    const inside = !external_node_path_.posix.isAbsolute(target) && leadsTo !== '..' && !leadsTo.startsWith('../');
    return inside
        ? { type: 'symlink', path, target }
        : `${file} is a symlink to ${target}, outside the asset's folder`;
}
async function statIfExists(path) {
    try {
        return await (0,promises_.stat)(path);
    }
    catch (error) {
        const code = error.code;
        if (code === 'ENOENT' || code === 'ENOTDIR')
            return undefined;
        throw error;
    }
}
/**
 * The assets as they fit onto a base and under the executable: folders that the base has keep their mode and owner.
 * @throws SlipwayError E_CONFIG when a file would take the place of a folder, a folder that of a file, or when one lies
 *   where the executable or its folder goes
 */
function placeAssets(entries, base, executable) {
    const faults = entries.flatMap(({ path, type }) => {
        const place = `/${path}`;
        if (place === executable || place.startsWith(`${executable}/`))
            return [`${place} is where the executable goes`];
        if (type === 'directory')
            return base.files.has(place) ? [`${place} is a file in the base`] : [];
        if (base.directories.has(path))
            return [`${place} is a folder in the base`];
        return executable.startsWith(`${place}/`)
            ? [`${place} must be a folder: the executable goes below it`]
            : [];
    });
    if (faults.length === 0) {
        return entries.filter(({ path, type }) => type !== 'directory' || !base.directories.has(path));
    }
    throw new errors/* SlipwayError */.GQ('E_CONFIG', `assets do not fit into the image:\n${faults.join('\n')}`, {
        hint: 'end `to` with a slash to put a file into a folder, or choose another place',
    });
}

;// CONCATENATED MODULE: ./lib/image/config.js

/** The OCI image config (image-spec, config.md) as the bytes of its blob. `created` is RFC 3339, UTC. */
function encodeConfig(image) {
    const { platform, created, layers } = image;
    return canonicalJson({
        ...platform,
        created,
        config: encodeExecution(image.execution),
        rootfs: { type: 'layers', diff_ids: layers.map(({ layer }) => layer.diffId) },
        history: layers.map(({ createdBy }) => ({ created, created_by: createdBy })),
    });
}
function encodeExecution({ entrypoint, cmd, env, user, workdir, ports, labels }) {
    return {
        User: user,
        Env: env,
        Entrypoint: entrypoint,
        Cmd: cmd.length > 0 ? cmd : undefined,
        WorkingDir: workdir,
        ExposedPorts: ports.length > 0 ? Object.fromEntries(ports.map((port) => [portKey(port), {}])) : undefined,
        Labels: Object.keys(labels).length > 0 ? labels : undefined,
    };
}
function portKey({ number, protocol }) {
    return `${number}/${protocol}`;
}
/**
 * `NAME=value` lines: the base's in its order, with the user's value where both name one, then the user's other ones by
 * name, so that the order in which they were given does not show in the digest.
 */
function mergeEnv(base, user) {
    const added = Object.keys(user)
        .filter((name) => !Object.hasOwn(base, name))
        .sort();
    return [...Object.keys(base), ...added].map((name) => `${name}=${user[name] ?? base[name] ?? ''}`);
}

;// CONCATENATED MODULE: ./lib/image/index.js



/**
 * An OCI image index (image-spec, image-index.md) as the bytes of its blob. Manifests are sorted by platform, which puts
 * an architecture's baseline before its variants: of several that fit, a client should take the first.
 */
function encodeIndex(index) {
    return canonicalJson({
        schemaVersion: 2,
        mediaType: descriptor/* mediaType */.J.index,
        manifests: index.manifests.toSorted(byPlatform),
        annotations: Object.keys(index.annotations).length > 0 ? index.annotations : undefined,
    });
}
/** The fixed order of platforms. */
function byPlatform(a, b) {
    return (0,request_platform/* formatPlatform */.Bq)(a.platform) < (0,request_platform/* formatPlatform */.Bq)(b.platform) ? -1 : 1;
}

;// CONCATENATED MODULE: ./lib/image/manifest.js


/** An OCI image manifest (image-spec, manifest.md) as the bytes of its blob. Layers from the lowest up. */
function encodeManifest(image) {
    return canonicalJson({
        schemaVersion: 2,
        mediaType: descriptor/* mediaType */.J.manifest,
        config: image.config,
        layers: image.layers.map(layerDescriptor),
        annotations: Object.keys(image.annotations).length > 0 ? image.annotations : undefined,
    });
}
/** A layer as manifests name it. */
function layerDescriptor(layer) {
    return { mediaType: layer.mediaType, digest: layer.digest, size: layer.compressedBytes };
}

;// CONCATENATED MODULE: ./lib/engine/embedded.js









/**
 * Makes one platform's image in the store: layers (base, assets, binary), config, manifest. Equal plans give equal bytes.
 * @throws SlipwayError E_CONFIG when an asset lies where something else must, E_IO when a file changed or the store fails
 */
async function assembleImage(plan, store) {
    const { platform, created, settings, metadata } = plan;
    const own = await ownLayers(plan, store);
    const described = [
        ...plan.base.layers.map((layer) => ({ layer, createdBy: baseHistory(plan) })),
        ...own.layers,
    ];
    const layers = described.map(({ layer }) => layer);
    const execution = {
        ...settings,
        entrypoint: settings.entrypoint ?? [executablePath(plan.name)],
        env: mergeEnv(plan.base.env, settings.env),
        labels: metadata.labels,
    };
    const configBytes = encodeConfig({ platform, created, execution, layers: described });
    const config = await putDocument(store, descriptor/* mediaType */.J.config, configBytes);
    const manifestBytes = encodeManifest({ config, layers, annotations: metadata.annotations });
    const manifest = await putDocument(store, descriptor/* mediaType */.J.manifest, manifestBytes);
    return {
        platform,
        manifest: { ...manifest, platform },
        config,
        layers,
        diskBytes: layers.reduce((sum, layer) => sum + layer.uncompressedBytes, 0),
        pullBytes: layers.reduce((sum, layer) => sum + layer.compressedBytes, manifest.size + config.size),
        cached: own.cached,
    };
}
/**
 * Joins the images of one target under an index, also when there is only one.
 * @throws SlipwayError E_CONFIG when two are for the same platform
 */
async function assembleIndex(images, annotations, store) {
    const sorted = images.toSorted(byPlatform);
    const names = sorted.map(({ platform }) => (0,request_platform/* formatPlatform */.Bq)(platform));
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice !== undefined)
        throw new errors/* SlipwayError */.GQ('E_CONFIG', `there are two images for ${twice}`);
    const manifests = sorted.map(({ manifest }) => manifest);
    const index = await putDocument(store, descriptor/* mediaType */.J.index, encodeIndex({ manifests, annotations }));
    const all = sorted.flatMap(({ layers, config, manifest: { platform: _, ...manifest } }) => [
        ...layers.map(layerDescriptor),
        config,
        manifest,
    ]);
    const blobs = [...new Map([...all, index].map((blob) => [blob.digest, blob])).values()];
    return { index, blobs, images: sorted };
}
async function ownLayers(plan, store) {
    const { base, mtime, settings } = plan;
    const path = executablePath(plan.name);
    const assets = placeAssets(plan.assets, base, path);
    const common = { compression: settings.compression, mtime, below: base.directories };
    const layers = [];
    let cached = true;
    const add = async (kind, entries, createdBy) => {
        const made = await makeLayer({ kind, entries, ...common }, store);
        layers.push({ layer: made.layer, createdBy });
        cached &&= made.cached;
    };
    const files = assets.filter(({ type }) => type !== 'directory').length;
    if (assets.length > 0)
        await add('asset', assets, `slipway: assets (${files} ${files === 1 ? 'file' : 'files'})`);
    const executable = { type: 'file', path: path.slice(1), mode: 0o755, content: plan.executable };
    await add('binary', [executable], `slipway: ${path} built from ${plan.importPath}`);
    return { layers, cached };
}
function baseHistory({ base }) {
    return `slipway: base ${base.reference}${base.source === undefined ? '' : ` (${base.source})`}`;
}
async function putDocument(store, type, bytes) {
    return { mediaType: type, digest: await store.put(bytes), size: bytes.length };
}

// EXTERNAL MODULE: ./node_modules/semver/index.js
var semver = __webpack_require__(2088);
;// CONCATENATED MODULE: ./lib/gobuild/module-version.js

/**
 * The main module's version by the go command's rules (cmd/go/internal/modfetch: coderepo.go, pseudo.go): the highest
 * tag on the commit itself, else a pseudo-version after the highest tag before it; `+dirty` for a modified tree, as
 * Go 1.24 stamps it. Older Go versions stamp `(devel)`, which helps nobody: Slipway gives the same answer for all.
 * @param prefix the module root's path inside the repository, '' or ending in '/'
 */
function moduleVersion(facts, modulePath, prefix) {
    const major = pathMajor(modulePath);
    const tagPrefix = prefix.replace(/(^|\/)v\d+\/$/, '$1');
    const versions = facts.tags.flatMap(({ name, exact }) => {
        if (!name.startsWith(tagPrefix) || pseudo.test(name))
            return [];
        const found = tagVersion(name.slice(tagPrefix.length));
        if (found === undefined || !fits(found.version, major))
            return [];
        return [{ version: found.version, exact: exact && found.canonical }];
    });
    versions.sort((a, b) => semver.rcompare(a.version, b.version));
    const exact = versions.find((candidate) => candidate.exact);
    const version = exact === undefined ? pseudoVersion(facts, versions[0]?.version, major) : `v${exact.version.version}`;
    return facts.modified ? `${version}+dirty` : version;
}
/** The N of a path that ends in /vN or gopkg.in's .vN; undefined for v0 and v1. */
function pathMajor(modulePath) {
    const found = /(?:\/|^gopkg\.in\/.*\.)v([1-9]\d*)$/.exec(modulePath)?.[1];
    return found === undefined ? undefined : Number(found);
}
function fits(version, major) {
    return major === undefined ? version.major <= 1 : version.major === major;
}
/** What looks like a pseudo-version is no tag to go by (golang.org/x/mod/module, pseudo.go). */
const pseudo = /^v\d+\.(0\.0-|\d+\.\d+-([^+]*\.)?0\.)\d{14}-[A-Za-z0-9]+(\+[0-9A-Za-z.-]+)?$/;
/** A tag that is a full version; with build metadata (+…) it is not canonical and serves as what came before only. */
function tagVersion(tag) {
    if (!tag.startsWith('v'))
        return undefined;
    const version = semver.parse(tag.slice(1));
    if (version === null || !/^\d/.test(tag.slice(1)))
        return undefined;
    return { version, canonical: version.build.length === 0 };
}
/** golang.org/ref/mod#pseudo-versions: three forms, by what the tag before it is. */
function pseudoVersion(facts, base, major) {
    const moment = facts.time.replace(/\D/g, '');
    const tail = `${moment}-${facts.revision.slice(0, 12)}`;
    if (base === undefined)
        return `v${major ?? 0}.0.0-${tail}`;
    if (base.prerelease.length > 0)
        return `v${base.version}.0.${tail}`;
    return `v${base.major}.${base.minor}.${base.patch + 1}-0.${tail}`;
}

;// CONCATENATED MODULE: ./lib/gobuild/source.js


/** The version of a target's module; undefined where nothing tells it. */
function sourceVersion(source, module) {
    if (source.module !== undefined)
        return source.module.version;
    if (source.vcs === undefined)
        return undefined;
    const within = (0,external_node_path_.relative)(source.directory, module.Dir ?? source.directory)
        .split(external_node_path_.sep)
        .join('/');
    const prefix = external_node_path_.posix.join(source.vcs.prefix, within, '/').replace(/^(\.?\/)+/, '');
    return moduleVersion(source.vcs, module.Path, prefix);
}
/** Time of the commit or of the module version, RFC 3339 in UTC. */
function sourceTime(source) {
    return source.module?.time ?? source.vcs?.time;
}
/** Full commit hash. */
function sourceRevision(source) {
    return source.module?.revision ?? source.vcs?.revision;
}
/** The repository's address as people open it: what a module path on a well-known forge says, else git's origin. */
function sourceAddress(source, modulePath) {
    const forge = /^(github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)\/[^/]+\/[^/]+/.exec(modulePath)?.[0];
    if (forge !== undefined)
        return `https://${forge}`;
    return source.module?.repository ?? source.vcs?.remote;
}
/** The values of --ldflags templates for one target. */
function templateValues(source, target) {
    return {
        version: sourceVersion(source, target.module) ?? 'devel',
        commit: sourceRevision(source) ?? 'unknown',
        date: sourceTime(source) ?? '1970-01-01T00:00:00Z',
        target: target.name,
    };
}

;// CONCATENATED MODULE: ./lib/image/metadata.js
/**
 * The program's labels and annotations, keys sorted: image-spec's own (annotations.md), and Go's build information under
 * the names `go version -m` uses. A value of the user's wins; an empty one takes the key away.
 */
function imageMetadata(facts, user) {
    const own = ownMetadata(facts);
    return {
        labels: present({ ...own, ...user.labels }),
        annotations: present({ ...own, ...user.annotations }),
    };
}
function ownMetadata(facts) {
    return {
        'org.opencontainers.image.title': facts.title,
        'org.opencontainers.image.version': facts.version,
        'org.opencontainers.image.revision': facts.revision,
        'org.opencontainers.image.source': facts.source,
        'org.opencontainers.image.created': facts.created,
        'org.opencontainers.image.base.name': facts.baseImage?.name,
        'org.opencontainers.image.base.digest': facts.baseImage?.digest,
        'vcs.revision': facts.revision,
        'vcs.time': facts.vcsTime,
        'vcs.modified': facts.vcsModified?.toString(),
        'go.module': facts.modulePath,
        'go.package': facts.importPath,
        'go.version': facts.goVersion,
    };
}
function present(all) {
    const entries = Object.entries(all).filter((entry) => Boolean(entry[1]));
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

;// CONCATENATED MODULE: ./lib/support/concurrency.js
/**
 * The results of work that goes on side by side; or, once all of it has come to rest, the first failure: nothing goes on
 * in the background of an error.
 */
async function settleAll(work) {
    const settled = await Promise.allSettled(work);
    const failed = settled.find((result) => result.status === 'rejected');
    if (failed !== undefined)
        throw failed.reason;
    return Promise.all(work);
}

;// CONCATENATED MODULE: ./lib/stages/images.js







/** Two compressors at once keep two cores busy and memory small; zlib's threads do the work. */
const compressors = 2;
/** The images of every target that has a platform for one, where an output asks for images; and what the store did for them. */
async function makeLayouts(targets, request, origin, ports) {
    const limit = (0,p_limit/* default */.A)(compressors);
    const layouts = await settleAll(targets.map((target) => wantsImages(target, request) ? makeImages(target, request, origin, ports, limit) : undefined));
    const images = layouts.flatMap((layout) => layout?.images ?? []);
    const cached = images.filter((image) => image.cached).length;
    if (images.length === 0)
        return [layouts, 'none'];
    return [layouts, cached === images.length ? 'hit' : cached > 0 ? 'partial' : 'miss'];
}
/** One target's images for the platforms that an image can hold, under one index. */
async function makeImages(target, request, origin, ports, limit) {
    const { settings, base, name, importPath } = target;
    const created = createdTime(target, request, origin);
    const metadata = metadataOf(target, origin, created);
    const assets = await collectAssets(settings.assets, origin.source.directory);
    const images = await settleAll(target.executables.filter(holdsImage).map(({ platform, path, digest, bytes }) => limit(async () => {
        const started = ports.clock.seconds();
        const mtime = request.sourceDateEpoch ?? 0;
        const executable = { file: path, digest, bytes };
        const plan = {
            platform,
            base,
            executable,
            name,
            importPath,
            assets,
            settings,
            metadata,
            created,
            mtime,
        };
        const image = await assembleImage(plan, ports.store);
        ports.progress({
            kind: 'image',
            target: name,
            platform,
            seconds: ports.clock.seconds() - started,
            cached: image.cached,
            diskBytes: image.diskBytes,
            pullBytes: image.pullBytes,
        });
        return image;
    })));
    return assembleIndex(images, metadata.annotations, ports.store);
}
/** Only Linux programs are put into images. */
function holdsImage({ platform }) {
    return platform.os === 'linux';
}
/** True when an output asks for images and the target has a platform that an image can hold. */
function wantsImages(target, { outputs }) {
    return outputs.some(({ kind }) => kind !== 'bin') && target.executables.some(holdsImage);
}
/** The commit's or the module version's time; without either, or when it is not to be told, SOURCE_DATE_EPOCH or 1970. */
function createdTime({ settings }, request, origin) {
    const known = settings.vcsStamp === 'never' && origin.source.module === undefined
        ? undefined
        : sourceTime(origin.source);
    return known ?? (0,version_control/* rfc3339 */.ag)(request.sourceDateEpoch ?? 0);
}
function metadataOf(target, origin, created) {
    const { source, toolchain } = origin;
    const { settings } = target;
    const told = settings.vcsStamp !== 'never' || source.module !== undefined;
    return imageMetadata({
        title: target.name,
        importPath: target.importPath,
        modulePath: target.module.Path,
        goVersion: toolchain.version,
        created,
        source: sourceAddress(source, target.module.Path),
        ...(told && {
            version: sourceVersion(source, target.module),
            revision: sourceRevision(source),
            vcsTime: source.vcs?.time,
            vcsModified: source.vcs?.modified,
        }),
    }, settings);
}

;// CONCATENATED MODULE: ./lib/stages/inspection.js











/** Reads every program and checks that it is what was asked for and can start on its base. */
async function inspectTargets(targets, bases, origin, ports) {
    const all = await settleAll(targets.map((target) => {
        const base = bases.get(bases_baseKey(target.settings));
        if (base === undefined)
            throw new errors/* SlipwayError */.GQ('E_INTERNAL', `no base was made for ${target.name}`);
        return inspectTarget(target, base, origin, ports);
    }));
    return { targets: all.map(({ target }) => target), verdicts: all.flatMap(({ verdicts }) => verdicts) };
}
async function inspectTarget(target, base, origin, ports) {
    const executables = await settleAll(target.executables.map(async (executable) => ({
        ...executable,
        facts: await factsOf(executable, origin, ports),
    })));
    const verdicts = executables.flatMap(({ platform, facts }) => checkExecutable(facts, {
        subject: `${target.name} (${(0,request_platform/* formatPlatform */.Bq)(platform)})`,
        platform,
        base: platform.os === 'linux' ? { reference: base.reference, files: base.files } : undefined,
        goVersion: origin.toolchain.version,
        importPath: target.importPath,
        modulePath: target.module.Path,
        cgo: target.settings.cgo,
    }));
    return { target: { ...target, base, executables }, verdicts };
}
/** Facts follow from the file's bytes and the folders searched for, so they are remembered by both. */
async function factsOf(executable, origin, ports) {
    const directories = buildDirectories(origin, ports, (0,external_node_path_.dirname)(executable.path));
    const searched = (0,external_node_crypto_.createHash)('sha256').update(JSON.stringify(directories)).digest('hex');
    const key = `facts ${version/* slipwayVersion */.u} ${executable.digest} ${searched}`;
    const known = (await ports.store.recall(key));
    if (known !== undefined)
        return known;
    const { digest } = await (0,hashing/* sha256File */.Q3)(executable.path);
    if (digest !== executable.digest) {
        throw new errors/* SlipwayError */.GQ('E_IO', `${executable.path} changed since it was linked: ${digest}`, {
            hint: 'run again; if it happens again, something else writes to the cache folder',
        });
    }
    const facts = inspectExecutable(executable.path, directories);
    await ports.store.remember(key, facts);
    return facts;
}
/** The machine's folders that have no business in a program. */
function buildDirectories(origin, ports, output) {
    const { go, source } = origin;
    const all = [
        ['the source folder', source.directory],
        ['GOROOT', go.goroot],
        ['GOMODCACHE', go.moduleCache],
        ['GOCACHE', go.buildCache],
        ["Slipway's cache", output],
        ['HOME', ports.env['HOME']],
        ['TMPDIR', ports.env['TMPDIR'] ?? '/tmp'],
    ];
    return all.flatMap(([name, path]) => path === undefined || path === ''
        ? []
        : [...new Set([path, realPath(path)])].map((one) => ({ name, path: one })));
}
/** A folder's name without symlinks, as the go command may write it; the name itself when it does not exist. */
function realPath(path) {
    try {
        return (0,external_node_fs_.realpathSync)(path);
    }
    catch {
        return path;
    }
}

;// CONCATENATED MODULE: ./lib/gobuild/platform-variables.js
/** The go command's variables for one platform (go help environment, "Architecture-specific environment variables"). */
function platformVariables(platform, settings) {
    const number = platform.variant?.slice(1);
    return {
        GOOS: platform.os,
        GOARCH: platform.architecture,
        CGO_ENABLED: settings.cgo ? '1' : '0',
        ...(platform.architecture === 'amd64' && { GOAMD64: `v${number ?? '1'}` }),
        ...(platform.architecture === 'arm' && { GOARM: number ?? '7' }),
        ...(settings.goexperiment.length > 0 && { GOEXPERIMENT: settings.goexperiment.join(',') }),
    };
}

;// CONCATENATED MODULE: ./lib/gobuild/compile.js







/** The go build of a request: every flag that decides bytes is spelled out, none is left to the machine. */
function compileRun(request) {
    const { settings } = request;
    return {
        args: [
            'build',
            '-o',
            request.output,
            '-trimpath',
            `-buildvcs=${request.buildvcs}`,
            `-ldflags=${request.ldflags}`,
            ...(settings.buildTags.length > 0 ? [`-tags=${settings.buildTags.join(',')}`] : []),
            '--',
            request.packageArgument,
        ],
        cwd: request.directory,
        variables: platformVariables(request.platform, settings),
    };
}
/**
 * Links a program, or leaves it when the go command finds it current. The go command trusts the build ID inside an
 * existing output, does not look at its bytes, and refuses to replace what is no program; so the file's digest is recorded
 * when it is linked, and a file that is not what was recorded goes before.
 * @throws SlipwayError E_BUILD when it does not compile
 */
async function compile(go, request) {
    const { output, platform } = request;
    await (0,promises_.mkdir)((0,external_node_path_.dirname)(output), { recursive: true });
    const present = await checkedExecutable(output, platform);
    if (present === undefined)
        await forget(output);
    await compile_link(go, request);
    const { digest, bytes } = await (0,hashing/* sha256File */.Q3)(output);
    const linked = digest !== present?.digest;
    if (linked)
        await (0,support_files/* writeFileAtomic */.Zf)(recordOf(output), `${digest}\n`);
    return { executable: { platform, path: output, digest, bytes }, linked };
}
async function compile_link(go, request) {
    const run = compileRun(request);
    const work = await (0,support_files/* makeWorkFolder */._d)((0,external_node_path_.dirname)(request.output), 'go-work');
    try {
        const variables = { ...run.variables, GOTMPDIR: work };
        await runGo(go, { ...run, variables }, `${request.target} does not compile`);
    }
    finally {
        await (0,promises_.rm)(work, { recursive: true, force: true });
    }
    if (await (0,support_files/* exists */.t2)(request.output))
        return;
    throw new errors/* SlipwayError */.GQ('E_BUILD', `${request.target}: go build ended well but wrote no program`, {
        hint: `${request.packageArgument} may not be a main package`,
    });
}
async function readRecord(output) {
    const text = (await (0,support_files/* readTextIfExists */.TP)(recordOf(output)))?.trim();
    return text !== undefined && (0,hashing/* isDigest */.Bc)(text) ? text : undefined;
}
/** A program linked earlier, when its bytes are still those of its record. */
async function checkedExecutable(output, platform) {
    const recorded = await readRecord(output);
    if (recorded === undefined || !(await isFile(output)))
        return undefined;
    const { digest, bytes } = await (0,hashing/* sha256File */.Q3)(output);
    return digest === recorded ? { platform, path: output, digest, bytes } : undefined;
}
async function forget(output) {
    await (0,promises_.rm)(recordOf(output), { force: true });
    await (0,promises_.rm)(output, { force: true, recursive: true });
}
function recordOf(output) {
    return `${output}.sha256`;
}
async function isFile(path) {
    return (await (0,support_files/* exists */.t2)(path)) && (await (0,promises_.stat)(path)).isFile();
}

;// CONCATENATED MODULE: ./lib/gobuild/packages.js

/** Every field that names a file of a package: what a build may read, or would read under other constraints. */
const fileFields = [
    'GoFiles',
    'CgoFiles',
    'IgnoredGoFiles',
    'IgnoredOtherFiles',
    'CFiles',
    'CXXFiles',
    'MFiles',
    'HFiles',
    'FFiles',
    'SFiles',
    'SwigFiles',
    'SwigCXXFiles',
    'SysoFiles',
    'EmbedFiles',
];
const identityFields = ['ImportPath', 'Name', 'Dir', 'Standard', 'Module', 'Error'];
/** The question for the packages that patterns name. */
function packagesRun(request) {
    return listRun(request, ['-e', `-json=${identityFields.join(',')}`]);
}
/** The question for the named packages and all they import, each with its files. */
function dependenciesRun(request) {
    const fields = [...identityFields, 'EmbedPatterns', ...fileFields];
    return listRun(request, ['-e', '-deps', `-json=${fields.join(',')}`]);
}
function listRun({ cwd, patterns, tags, variables }, flags) {
    const tagged = tags.length === 0 ? [] : [`-tags=${tags.join(',')}`];
    return { args: ['list', ...flags, ...tagged, '--', ...patterns], cwd, variables };
}
/**
 * The answer to one of the questions above, faults of packages as data.
 * @throws SlipwayError E_BUILD when the go command itself fails
 */
async function packages_list(go, run) {
    const stdout = await runGo(go, run, `go list failed in ${run.cwd}`);
    return readJsonStream(stdout);
}
/** The values of a stream of JSON objects, one after another with nothing between, as go list prints them. */
function readJsonStream(text) {
    const body = text.trim();
    return body === '' ? [] : JSON.parse(`[${body.replaceAll(/^}\n{/gm, '},{')}]`);
}

;// CONCATENATED MODULE: ./lib/gobuild/explain.js



/**
 * Tells "a module cannot be had" from "it does not compile", by asking the go command for the modules alone. Only when
 * packages could not even be loaded: a plain compile error costs no further question.
 */
async function explainLoadFaults(context, error, listing) {
    if (!(error instanceof errors/* SlipwayError */.GQ) || error.code !== 'E_BUILD')
        return error;
    const packages = await listing.catch(() => undefined);
    const loaded = packages?.every((found) => found.Error === undefined) ?? false;
    if (loaded || context.request.offline)
        return error;
    const ask = async (...args) => {
        const { go, workspace } = context;
        const result = await go.exec({ file: go.file, args, cwd: workspace.directory, env: go.environment });
        return readJsonStream(result.stdout);
    };
    const faults = (await modulesOf(ask)).flatMap((module) => module.Error === undefined
        ? []
        : [`${module.Path}@${module.Version}: ${mask(module.Error, context.go.secrets)}`]);
    if (faults.length === 0)
        return error;
    return new errors/* SlipwayError */.GQ('E_NETWORK', `modules that the build needs cannot be had\n${faults.join('\n')}\n${error.message}`, {
        hint: 'check GOPROXY and the network; for private modules GOPRIVATE and --git-auth',
        cause: error,
    });
}
/**
 * What becomes of the modules of a build when they are fetched. Where not even their go.mod files can be had, the go
 * command answers nothing; then those are asked for one by one that the main module requires and does not replace.
 */
async function modulesOf(ask) {
    const all = (await ask('mod', 'download', '-json'));
    if (all.length > 0)
        return all;
    const [main] = (await ask('mod', 'edit', '-json'));
    const replaced = new Set(main?.Replace?.map(({ Old }) => Old.Path));
    const required = main?.Require?.filter(({ Path }) => !replaced.has(Path)) ?? [];
    if (required.length === 0)
        return [];
    return (await ask('mod', 'download', '-json', '--', ...required.map(({ Path, Version }) => `${Path}@${Version}`)));
}

;// CONCATENATED MODULE: ./lib/gobuild/ldflags.js

/** Characters that cannot end a linker argument or begin another: a tag or branch name must not become a flag. */
const safeValue = /^[A-Za-z0-9][A-Za-z0-9._+:/@~-]*$/;
/**
 * Fills the templates and puts -s -w in front: no symbol table, no DWARF.
 * @throws SlipwayError E_CONFIG for an unknown template name or a value that could be read as another flag
 */
function linkerFlags(template, values) {
    const filled = template.replace(/\{\{\s*([^}]*?)\s*\}\}/g, (_, name) => {
        if (!isName(name, values)) {
            throw new errors/* SlipwayError */.GQ('E_CONFIG', `--ldflags has no template {{${name}}}`, {
                hint: `known: ${Object.keys(values)
                    .map((known) => `{{${known}}}`)
                    .join(' ')}`,
            });
        }
        const value = values[name];
        if (!safeValue.test(value)) {
            throw new errors/* SlipwayError */.GQ('E_CONFIG', `{{${name}}} in --ldflags is ${JSON.stringify(value)}, which could be read as another linker flag`, {
                hint: 'rename the tag, or give the value itself instead of the template',
            });
        }
        return value;
    });
    return filled.trim() === '' ? '-s -w' : `-s -w ${filled.trim()}`;
}
function isName(name, values) {
    return Object.hasOwn(values, name);
}

;// CONCATENATED MODULE: ./lib/gobuild/build.js













/**
 * Compiles every target for each of its platforms over one build cache. Platforms run side by side; of one platform's
 * targets the first goes ahead, so that what they share is compiled once.
 * @param packages what the targets need, to tell why they cannot be compiled
 * @throws SlipwayError E_BUILD when something does not compile, E_NETWORK when its modules cannot be had
 */
async function compileTargets(context, targets, packages) {
    const limit = (0,p_limit/* default */.A)(context.jobs);
    const lanes = [...new Set(targets.flatMap(({ settings }) => settings.platforms.map(request_platform/* formatPlatform */.Bq)))];
    let linked = 0;
    const one = (target, platform) => limit(async () => {
        const started = context.seconds();
        context.progress({ target: target.name, platform, step: 'compiling' });
        const ldflags = linkerFlags(target.settings.ldflags, templateValues(context.source, target));
        const request = compileRequest(context, target, platform, ldflags);
        const result = await withLock(`${request.output}.lock`, { signal: context.signal }, () => compile(context.go, request));
        if (result.linked)
            linked += 1;
        const seconds = context.seconds() - started;
        context.progress({ target: target.name, platform, step: 'compiled', seconds, linked: result.linked });
        return [`${target.name} ${(0,request_platform/* formatPlatform */.Bq)(platform)}`, result.executable];
    });
    const lane = async (name) => {
        const work = targets.flatMap((target) => target.settings.platforms
            .filter((platform) => (0,request_platform/* formatPlatform */.Bq)(platform) === name)
            .map((platform) => ({ target, platform })));
        const [first, ...rest] = work;
        if (first === undefined)
            return [];
        const head = await one(first.target, first.platform);
        return [head, ...(await settleAll(rest.map(({ target, platform }) => one(target, platform))))];
    };
    const done = await settleAll(lanes.map(lane)).catch(async (error) => {
        throw await explainLoadFaults(context, error, packages);
    });
    const built = new Map(done.flat());
    return {
        targets: targets.map((target) => ({ ...target, executables: executablesOf(target, built) })),
        linked,
    };
}
function executablesOf(target, built) {
    return target.settings.platforms.flatMap((platform) => built.get(`${target.name} ${(0,request_platform/* formatPlatform */.Bq)(platform)}`) ?? []);
}
/** What one target's go build for one platform is; the same target and settings always link to the same private path. */
function compileRequest({ request, workspace }, target, platform, ldflags) {
    const { settings } = target;
    const stamped = settings.vcsStamp === 'auto' && request.source.kind === 'directory';
    const place = JSON.stringify([
        workspace.directory,
        target.importPath,
        (0,request_platform/* formatPlatform */.Bq)(platform),
        settings.buildTags,
        settings.ldflags,
        settings.goexperiment,
        settings.cgo,
        settings.vcsStamp,
    ]);
    const key = (0,external_node_crypto_.createHash)('sha256').update(place).digest('hex').slice(0, 32);
    return {
        target: `${target.name} (${(0,request_platform/* formatPlatform */.Bq)(platform)})`,
        packageArgument: target.importPath,
        directory: workspace.directory,
        platform,
        settings,
        ldflags,
        buildvcs: stamped ? 'auto' : 'false',
        output: (0,external_node_path_.join)(request.cacheDirectory, folders/* storeFolders */.R.builds, key, target.name),
    };
}
/** Every package the targets need on any of their platforms, each once per folder and set of files. */
async function dependencies(context, targets) {
    const limit = (0,p_limit/* default */.A)(context.jobs);
    const listings = dependencyListings(context.workspace, targets).map((run) => limit(() => packages_list(context.go, run)));
    return (await Promise.all(listings)).flat();
}
/** What is asked for that: once for all targets of one platform and set of tags. */
function dependencyListings({ directory }, targets) {
    const runs = targets.flatMap(({ settings }) => {
        const patterns = targets.flatMap((other) => (other.settings === settings ? [other.importPath] : []));
        return settings.platforms.map((platform) => {
            const variables = platformVariables(platform, settings);
            return dependenciesRun({ cwd: directory, patterns, tags: settings.buildTags, variables });
        });
    });
    return [...new Map(runs.map((run) => [JSON.stringify(run), run])).values()];
}

;// CONCATENATED MODULE: ./lib/gobuild/targets.js





/**
 * The targets of a run: those that were named, or the main packages that are there.
 * @throws SlipwayError E_CONFIG when there is none, when the choice is open, or when a named one is not a main package
 */
async function findTargets(go, request, workspace) {
    const targets = request.targets.length > 0
        ? await Promise.all(request.targets.map((target) => namedTarget(go, target, workspace)))
        : await discoveredTargets(go, request.defaults, workspace);
    const seen = new Map();
    for (const target of targets) {
        const other = seen.get(target.name);
        if (other !== undefined) {
            throw new errors/* SlipwayError */.GQ('E_CONFIG', `two targets are called ${target.name}: ${other.importPath} and ${target.importPath}`, {
                hint: 'name them under "targets:" in slipway.yaml, each with its "main"',
            });
        }
        seen.set(target.name, target);
    }
    return targets;
}
async function namedTarget(go, target, workspace) {
    if (target.main === undefined)
        return targetByName(go, target, workspace);
    const [found] = await packages_list(go, namedListing(target, workspace));
    if (found === undefined || found.Error !== undefined) {
        throw new errors/* SlipwayError */.GQ('E_CONFIG', `target ${target.name}: there is no package ${target.main}: ${found?.Error?.Err ?? 'nothing matches'}`, {
            hint: hintFor(found?.Error?.Err ?? '') ??
                'give the main package as a path from the module, for example ./cmd/api',
        });
    }
    return { ...mainPackage(found, target.main, target.settings), name: target.name };
}
async function targetByName(go, target, workspace) {
    const mains = (await packages_list(go, namedListing(target, workspace))).filter(isMain);
    const fitting = mains.filter((candidate) => programName(candidate.ImportPath) === target.name);
    const [found] = fitting;
    if (found === undefined || fitting.length > 1) {
        const why = found === undefined ? 'no main package has that name' : 'several main packages have that name';
        throw new errors/* SlipwayError */.GQ('E_CONFIG', `target ${target.name}: ${why}${listed(found === undefined ? mains : fitting)}`, {
            hint: 'name its package: --target ./cmd/api, or "main:" in slipway.yaml',
        });
    }
    return { ...mainPackage(found, target.name, target.settings), name: target.name };
}
async function discoveredTargets(go, settings, workspace) {
    const [own, ...others] = await packages_list(go, listing(settings, workspace, [workspace.self, workspace.pattern]));
    return choosePrograms(own, others, workspace).map((found) => mainPackage(found, found.ImportPath, settings));
}
/**
 * The programs of a module that names none: the package asked for itself, when it is one; else the only one there is; else
 * all right under cmd/; else the only one outside of side folders.
 * @throws SlipwayError E_CONFIG when there is none or the choice is open
 */
function choosePrograms(own, others, workspace) {
    if (own !== undefined && isMain(own))
        return [own];
    const mains = others.filter(isMain);
    const chosen = choose(mains, workspace);
    if (chosen.length > 0)
        return chosen;
    if (mains.length === 0) {
        const pattern = others.find(({ ImportPath }) => ImportPath === workspace.pattern);
        const said = pattern?.Error?.Err ?? own?.Error?.Err ?? '';
        const excluded = hintFor(said);
        const why = excluded === undefined ? '' : `: ${said}`;
        throw new errors/* SlipwayError */.GQ('E_CONFIG', `no main package in ${workspace.importRoot ?? workspace.directory}${why}`, {
            hint: excluded ??
                'slipway builds programs: name the folder whose package is "main", or check build constraints and --build-tags',
        });
    }
    throw new errors/* SlipwayError */.GQ('E_CONFIG', `several main packages, and nothing says which to build${listed(mains)}`, {
        hint: 'choose with --target ./path/of/package (may be repeated), or list them under "targets:" in slipway.yaml',
    });
}
/** Folders whose programs serve the project itself and are rarely what it ships. */
const sideFolders = /(^|\/)(internal|examples?|tests?|testdata|tools?|hack|scripts?|docs?|contrib|third_party)(\/|$)/;
function choose(mains, { directory, importRoot }) {
    if (mains.length === 1)
        return mains;
    const relative = ({ ImportPath, Dir = '' }) => importRoot === undefined
        ? (0,external_node_path_.relative)(directory, Dir).split(external_node_path_.sep).join('/')
        : external_node_path_.posix.relative(importRoot, ImportPath);
    const commands = mains.filter((found) => /^cmd\/[^/]+$/.test(relative(found)));
    if (commands.length > 0)
        return commands;
    const rest = mains.filter((found) => !sideFolders.test(relative(found)));
    return rest.length === 1 ? rest : [];
}
function isMain(found) {
    return found.Name === 'main' && found.Error === undefined;
}
/** Packages in the order of the patterns, each once; files are chosen as for the first platform. */
function listing(settings, workspace, patterns) {
    const [platform] = settings.platforms;
    return packagesRun({
        cwd: workspace.directory,
        patterns,
        tags: settings.buildTags,
        variables: platform === undefined ? {} : platformVariables(platform, settings),
    });
}
/** What `findTargets` asks of the go command. */
function targetListings({ targets, defaults }, workspace) {
    if (targets.length === 0)
        return [listing(defaults, workspace, [workspace.self, workspace.pattern])];
    return targets.map((target) => namedListing(target, workspace));
}
function namedListing({ main, settings }, workspace) {
    return listing(settings, workspace, [
        main === undefined ? workspace.pattern : packagePattern(main, workspace),
    ]);
}
function packagePattern(main, workspace) {
    if (workspace.importRoot === undefined)
        return main;
    return /^\.{1,2}(\/|$)/.test(main) ? external_node_path_.posix.join(workspace.importRoot, main) : main;
}
function mainPackage(found, asked, settings) {
    if (found.Name !== 'main') {
        throw new errors/* SlipwayError */.GQ('E_CONFIG', `${asked} is package ${found.Name ?? 'unknown'}, not main: it makes no program`, {
            hint: 'name a package whose files begin with "package main"',
        });
    }
    const module = found.Module ?? { Path: found.ImportPath };
    return { name: programName(found.ImportPath), importPath: found.ImportPath, module, settings };
}
/** The name the go command gives a program (go help build: the last path element, a major version suffix left out). */
function programName(importPath) {
    const elements = importPath.split('/');
    const last = elements.at(-1) ?? '';
    const name = elements.length > 1 && /^v[1-9]\d*$/.test(last) ? (elements.at(-2) ?? last) : last;
    return (name
        .toLowerCase()
        .replaceAll(/[^a-z0-9._-]/g, '-')
        .replace(/^[^a-z0-9]+/, '') || 'main');
}
function listed(mains) {
    return mains.map(({ ImportPath }) => `\n  ${ImportPath}`).join('');
}

;// CONCATENATED MODULE: ./lib/gobuild/go-header.js
/**
 * The part of a Go file that decides what `go list` answers: everything up to the last import (build constraints, package
 * clause, imports) and every `//go:embed` line (go/build reads no more: read.go, readGoInfo). A file that cannot be followed
 * is its own header, so that any change of it counts.
 */
function goHeader(text) {
    const end = endOfImports(text);
    if (end === undefined)
        return text;
    const embeds = text.slice(end).match(/^.*\/\/go:embed.*$/gm) ?? [];
    return [text.slice(0, end), ...embeds].join('\n');
}
/** White space, line comments and block comments, in any number. */
const blank = /(?:\s|;|\/\/[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/y;
const identifier = /[\p{L}_.][\p{L}\p{N}_]*/uy;
const go_header_literal = /"(?:[^"\\\n]|\\.)*"|`[^`]*`/y;
/** Offset after the last import declaration (Go specification, "Source file organization"); undefined for what is not Go. */
function endOfImports(text) {
    let at = 0;
    const take = (pattern) => {
        pattern.lastIndex = at;
        const found = pattern.exec(text)?.[0];
        if (found !== undefined)
            at += found.length;
        return found;
    };
    const takeSpecification = () => {
        take(blank);
        take(identifier);
        take(blank);
        return take(go_header_literal) !== undefined;
    };
    take(blank);
    if (take(identifier) !== 'package')
        return undefined;
    take(blank);
    if (take(identifier) === undefined)
        return undefined;
    for (;;) {
        const end = at;
        take(blank);
        if (take(identifier) !== 'import')
            return end;
        take(blank);
        if (text[at] !== '(') {
            if (!takeSpecification())
                return undefined;
            continue;
        }
        at += 1;
        for (take(blank); text[at] !== ')'; take(blank))
            if (!takeSpecification())
                return undefined;
        at += 1;
    }
}

;// CONCATENATED MODULE: ./lib/gobuild/inputs.js



/** The inputs of the packages that `go list -deps` named. */
function buildInputs(request) {
    const { packages, directory, goroot, moduleCache } = request;
    const files = new Map();
    const packageFolders = new Set();
    const trees = request.searched ? [{ folder: directory, names: 'go' }] : [];
    const add = (path) => {
        const folder = (0,external_node_path_.dirname)(path);
        const names = files.get(folder) ?? new Set();
        files.set(folder, names.add(path.slice(folder.length + 1)));
    };
    for (const found of packages) {
        if (found.Dir === undefined)
            continue;
        const folder = found.Dir;
        packageFolders.add(folder);
        for (const field of fileFields)
            for (const name of found[field] ?? [])
                add((0,external_node_path_.join)(folder, name));
        trees.push(...(found.EmbedPatterns ?? []).map((pattern) => embedTree(folder, pattern)));
        if (found.Name === 'main')
            add((0,external_node_path_.join)(folder, 'default.pgo'));
    }
    for (const folder of moduleFolders(request))
        for (const name of moduleFiles)
            add((0,external_node_path_.join)(folder, name));
    for (const tool of toolchainFiles(goroot))
        add(tool);
    const above = parents(directory).flatMap((folder) => [(0,external_node_path_.join)(folder, 'go.work'), (0,external_node_path_.join)(folder, 'go.mod')]);
    if (request.workFile !== undefined)
        above.push(request.workFile);
    for (const path of above.filter(isThere))
        add(path);
    const absent = [...above, ...packages.flatMap(modulesBetween)].filter((path) => !isThere(path));
    return {
        files: Object.fromEntries([...files].map(([folder, names]) => [folder, [...names].sort()])),
        packageFolders: [...packageFolders].sort(),
        trees,
        absent: [...new Set(absent)].sort(),
        readOnlyRoots: [goroot, moduleCache, ...(request.published ? [directory] : [])],
    };
}
const moduleFiles = ['go.mod', 'go.sum', 'go.work', 'go.work.sum', 'vendor/modules.txt'];
/**
 * The folders of all modules whose go.mod takes part in choosing versions: those that packages come from, those of the
 * workspace, and those that a replace directive names, also when no package of theirs is used.
 */
function moduleFolders({ packages, directory, workFile }) {
    const named = packages.flatMap(({ Module }) => [Module?.GoMod, Module?.Replace?.GoMod]);
    const folders = new Set(named.flatMap((path) => (path === undefined ? [] : [(0,external_node_path_.dirname)(path)])));
    // Also where GOWORK=off: watching more than is used costs a question at most.
    const found = workFile ??
        parents(directory)
            .map((folder) => (0,external_node_path_.join)(folder, 'go.work'))
            .find(isThere);
    for (const folder of found === undefined ? [] : workspaceFolders(found))
        folders.add(folder);
    const own = packages.filter(({ Module }) => Module?.Main === true).map(({ Module }) => Module?.GoMod);
    for (const file of new Set([found, ...own])) {
        for (const folder of file === undefined ? [] : replacementFolders(file))
            folders.add(folder);
    }
    return folders;
}
/** Where a new go.mod would take a package out of its module. */
function modulesBetween({ Dir, Module }) {
    if (Dir === undefined || Module?.Dir === undefined || Module.Version !== undefined)
        return [];
    const way = (0,external_node_path_.relative)(Module.Dir, Dir);
    if (way === '' || way.startsWith('..'))
        return [];
    const folders = parents(Dir).slice(0, way.split(external_node_path_.sep).length);
    return folders.map((folder) => (0,external_node_path_.join)(folder, 'go.mod'));
}
function toolchainFiles(goroot) {
    const tools = (0,external_node_path_.join)(goroot, 'pkg/tool');
    const programs = (isThere(tools) ? (0,external_node_fs_.readdirSync)(tools) : []).flatMap((host) => ['asm', 'compile', 'link'].map((tool) => (0,external_node_path_.join)(tools, host, tool)));
    return [(0,external_node_path_.join)(goroot, 'VERSION'), (0,external_node_path_.join)(goroot, 'go.env'), (0,external_node_path_.join)(goroot, 'bin/go'), ...programs];
}
/** The folders a go.work uses (golang.org/ref/mod#go-work-file-use), its own first. */
function workspaceFolders(workFile) {
    const lines = /^\s*use\s*(?:\(([^)]*)\)|(\S+))/gm;
    const uses = [...directives(workFile).matchAll(lines)].flatMap(([, block, single]) => block === undefined ? [single ?? ''] : block.split('\n'));
    const folders = uses.map(inputs_unquoted).filter((use) => use !== '');
    return [(0,external_node_path_.dirname)(workFile), ...folders.map((folder) => (0,external_node_path_.resolve)((0,external_node_path_.dirname)(workFile), folder))];
}
/** The folders that replace directives name (golang.org/ref/mod#go-mod-file-replace): paths, not modules. */
function replacementFolders(file) {
    const named = [...directives(file).matchAll(/=>\s*("[^"]*"|`[^`]*`|\S+)/g)].map(([, path = '']) => inputs_unquoted(path));
    const local = named.filter((path) => /^\.{0,2}\/|^\.{1,2}$/.test(path));
    return local.map((path) => (0,external_node_path_.resolve)((0,external_node_path_.dirname)(file), path));
}
/** The text of a go.mod or go.work without its comments. */
function directives(file) {
    return isThere(file) ? (0,external_node_fs_.readFileSync)(file, 'utf8').replaceAll(/\/\/.*$/gm, '') : '';
}
function inputs_unquoted(word) {
    return word.trim().replaceAll(/^["`]|["`]$/g, '');
}
/** The part of an embed pattern before its first wildcard names the folder below which a new file could match. */
function embedTree(folder, pattern) {
    const plain = pattern.replace(/^all:/, '').split('/');
    const wild = plain.findIndex((element) => /[*?[\\]/.test(element));
    return { folder: (0,external_node_path_.join)(folder, ...plain.slice(0, wild === -1 ? plain.length : wild)), names: 'all' };
}
/** A folder and all above it. */
function parents(directory) {
    const parent = (0,external_node_path_.dirname)(directory);
    return parent === directory ? [directory] : [directory, ...parents(parent)];
}
function isThere(path) {
    return (0,external_node_fs_.statSync)(path, { throwIfNoEntry: false }) !== undefined;
}

;// CONCATENATED MODULE: ./lib/gobuild/input-state.js





/** File times come from a coarser clock than Date.now's; milliseconds. */
const clockGrain = 20;
/** Where the go command looks at names only to see what is there: a bound on what a check may cost. */
const mostFolders = 20_000;
/** The endings that make a file part of a package (go/build, fileListForExt), and the module files. */
const goNames = /\.(go|s|S|c|cc|cpp|cxx|m|h|hh|hpp|hxx|f|F|for|f90|sx|swig|swigcxx|syso|mod|sum|work|pgo)$/;
/**
 * The state of all inputs now; undefined when there is too much to look at for a check to be worth it.
 * Synchronous on purpose: for some thousand files one thread of plain calls is several times faster than promises.
 */
function stateOf(inputs) {
    const structure = notes();
    const content = notes();
    for (const [folder, names] of Object.entries(inputs.files)) {
        const readOnly = isBelow(folder, inputs.readOnlyRoots);
        for (const name of names) {
            const path = (0,external_node_path_.join)(folder, name);
            if (readOnly)
                structure.add(path, statState(path));
            else {
                const bytes = contentOf(path);
                structure.add(path, structureOf(name, bytes));
                content.add(path, hashed(bytes));
            }
        }
    }
    for (const folder of inputs.packageFolders)
        structure.add(folder, ...goFileNames(folder));
    const listed = listTrees(inputs.trees);
    if (listed === undefined)
        return undefined;
    for (const { tree, path } of listed.files) {
        structure.add(tree.folder, path, tree.names === 'all' ? '' : structureOf((0,external_node_path_.basename)(path), contentOf(path)));
    }
    for (const path of inputs.absent)
        structure.add(path, isThere(path) ? 'there' : 'absent');
    return { structure: structure.result(), content: content.result() };
}
/**
 * True when something of the user's own was written since a moment (milliseconds since 1970): a file that was read, or a
 * folder that was listed. What a build that ran meanwhile saw of it is then uncertain.
 */
function changedSince(inputs, moment) {
    const files = Object.entries(inputs.files).flatMap(([folder, names]) => names.map((name) => (0,external_node_path_.join)(folder, name)));
    const folders = [...inputs.packageFolders, ...(listTrees(inputs.trees)?.folders ?? [])];
    return [...files, ...folders].some((path) => {
        if (isBelow(path, inputs.readOnlyRoots))
            return false;
        return ((0,external_node_fs_.statSync)(path, { throwIfNoEntry: false })?.ctimeMs ?? 0) >= moment - clockGrain;
    });
}
function isBelow(path, roots) {
    return roots.some((root) => path === root || path.startsWith(`${root}/`));
}
function notes() {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    return {
        add: (...parts) => {
            hash.update(`${parts.join('\0')}\n`);
        },
        result: () => hash.digest('hex'),
    };
}
/** What of one of the user's files may change the answers of `go list`. */
function structureOf(name, bytes) {
    if (bytes === undefined)
        return 'absent';
    if (name.endsWith('.go'))
        return hashed(Buffer.from(goHeader(bytes.toString('utf8'))));
    // Sources in other languages have build constraints too; what is embedded has none.
    return goNames.test(name) || moduleFiles.includes(name) ? hashed(bytes) : 'there';
}
function statState(path) {
    const stat = (0,external_node_fs_.statSync)(path, { bigint: true, throwIfNoEntry: false });
    return stat === undefined ? 'absent' : [stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(' ');
}
function contentOf(path) {
    return (0,external_node_fs_.statSync)(path, { throwIfNoEntry: false })?.isFile() === true ? (0,external_node_fs_.readFileSync)(path) : undefined;
}
function hashed(bytes) {
    return bytes === undefined ? 'absent' : (0,external_node_crypto_.createHash)('sha256').update(bytes).digest('hex');
}
function entries(folder) {
    try {
        return (0,external_node_fs_.readdirSync)(folder, { withFileTypes: true });
    }
    catch {
        return [];
    }
}
function goFileNames(folder) {
    return entries(folder)
        .map(({ name }) => name)
        .filter((name) => goNames.test(name))
        .sort();
}
/** What lies below the trees, in a fixed order; undefined when it is too much. */
function listTrees(trees) {
    const files = [];
    const folders = [];
    for (const tree of trees) {
        const waiting = [tree.folder];
        for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
            if (folders.push(folder) > mostFolders)
                return undefined;
            const inside = entries(folder).filter((entry) => !isPassedOver(tree, entry));
            for (const entry of inside.sort((a, b) => (a.name < b.name ? -1 : 1))) {
                const path = (0,external_node_path_.join)(folder, entry.name);
                if (entry.isDirectory())
                    waiting.push(path);
                else
                    files.push({ tree, path });
            }
        }
    }
    return { files, folders };
}
/**
 * `./...` does not go into folders that begin with . or _ or are called testdata or vendor (go help packages), and an
 * embed pattern matches nothing of version control (cmd/go, internal/load/pkg.go, isBadEmbedName).
 */
function isPassedOver(tree, entry) {
    if (tree.names === 'all')
        return /^\.(bzr|git|hg|svn)$/.test(entry.name);
    if (entry.isDirectory())
        return /^[._]|^(testdata|vendor)$/.test(entry.name);
    return entry.name !== 'go.mod' && !/(?<!_test)\.go$/.test(entry.name);
}

;// CONCATENATED MODULE: ./lib/gobuild/unchanged.js






/**
 * What an earlier run found, as far as what it read is as it was: then the go command need not be asked at all, or need not
 * be asked what there is to build. The programs are known by digest; whoever reads one checks it.
 */
async function recallBuild(context) {
    if (!isWatchable(context))
        return undefined;
    const record = (await context.store.recall(recordKey(context)));
    const state = record === undefined ? undefined : stateOf(record.inputs);
    if (record === undefined || state?.structure !== record.state.structure)
        return undefined;
    const targets = record.targets.map((target) => ({
        ...target,
        settings: settingsOf(context.request, target.name),
    }));
    const executables = targets.flatMap((target) => target.executables);
    const there = executables.every(({ path, bytes }) => (0,external_node_fs_.statSync)(path, { throwIfNoEntry: false })?.size === bytes);
    const same = state.content === record.state.content && record.stamp === stampOf(context);
    return { targets, unchanged: there && same, inputs: record.inputs };
}
/** Notes what a build read and made, unless something was written meanwhile: what was compiled is then uncertain. */
async function rememberBuild(context, targets, inputs, startedAt) {
    if (!isWatchable(context))
        return;
    const state = stateOf(inputs);
    if (state === undefined || changedSince(inputs, startedAt))
        return;
    const record = {
        inputs,
        state,
        stamp: stampOf(context),
        targets: targets.map(({ settings: _, ...target }) => target),
    };
    await context.store.remember(recordKey(context), record);
}
/** The inputs of a build whose packages `go list -deps` named. */
function recordedInputs(context, packages) {
    const { goroot, moduleCache, workFile, workspace, request, source } = context;
    const searched = request.targets.length === 0 || request.targets.some(({ main }) => main === undefined);
    return buildInputs({
        packages,
        directory: workspace.directory,
        goroot,
        moduleCache,
        workFile,
        searched,
        published: source.module !== undefined,
    });
}
/**
 * What cannot be watched: a C compiler with the machine's headers, and the state of other version control than git, which
 * -buildvcs=auto stamps as well.
 */
function isWatchable({ request, workspace }) {
    const settings = [request.defaults, ...request.targets.map((target) => target.settings)];
    if (settings.some(({ cgo }) => cgo))
        return false;
    const marks = ['.hg', '.svn', '.bzr', '.fslckout', '_FOSSIL_'];
    const above = parents(workspace.directory).flatMap((folder) => marks.map((mark) => (0,external_node_path_.join)(folder, mark)));
    return settings.every(({ vcsStamp }) => vcsStamp !== 'auto') || !above.some(isThere);
}
function settingsOf(request, name) {
    return request.targets.find((target) => target.name === name)?.settings ?? request.defaults;
}
/** What of the commit reaches the bytes: all that git says when it is stamped or a template may use it. */
function stampOf({ request, source }) {
    const settings = [request.defaults, ...request.targets.map((target) => target.settings)];
    const stamped = settings.some(({ vcsStamp, ldflags }) => vcsStamp === 'auto' || ldflags.includes('{{'));
    return stamped ? JSON.stringify({ ...source.vcs, changes: undefined }) : '';
}
/** Everything else that a build depends on and that is known without looking at files. */
function recordKey(context) {
    const { request, source, go, goroot, goVersion, workspace } = context;
    const settings = [request.defaults, ...request.targets.map((target) => target.settings)];
    const parts = [
        version/* slipwayVersion */.u,
        goVersion,
        goroot,
        workspace,
        request.source,
        source.module,
        request.targets.map(({ name, main }) => [name, main]),
        settings.map(({ platforms, buildTags, ldflags, goexperiment, vcsStamp }) => [
            platforms,
            buildTags,
            ldflags,
            goexperiment,
            vcsStamp,
        ]),
        Object.entries(go.environment)
            .filter(([name]) => /^(GO|CGO_)/.test(name))
            .sort(),
    ];
    return `build ${(0,external_node_crypto_.createHash)('sha256').update(JSON.stringify(parts)).digest('hex')}`;
}

;// CONCATENATED MODULE: ./lib/stages/programs.js






/** Memory that one go build may need for a large link: what bounds how many run at once besides the cores. */
const memoryPerBuild = 2 * 1024 ** 3;
/**
 * The programs of a run: those of the run before when nothing they were made of changed, else what the go command makes.
 * Where only the content of files changed, the go command is not asked again what there is to build.
 * @param fresh true: do not trust what an earlier run recorded
 */
async function makePrograms(request, origin, ports, fresh) {
    const context = recordContext(request, origin, ports);
    const startedAt = ports.clock.now();
    const recalled = fresh ? undefined : await recallBuild(context);
    if (recalled?.unchanged)
        return { targets: recalled.targets, cache: 'hit' };
    const targets = recalled?.targets ?? (await findAll(context, origin));
    const names = targets.map(({ name }) => name);
    await checkPlaces(targets, (0,output/* outputsFor */.k5)(request, names));
    const listing = recalled === undefined ? dependencies(context, targets) : Promise.resolve([]);
    listing.catch(() => undefined);
    const compiled = await compileTargets(context, targets, listing);
    const inputs = recalled?.inputs ?? recordedInputs(context, await listing);
    await rememberBuild(context, compiled.targets, inputs, startedAt);
    const files = compiled.targets.reduce((sum, { executables }) => sum + executables.length, 0);
    const cache = compiled.linked === 0 ? 'hit' : compiled.linked < files ? 'partial' : 'miss';
    return { targets: compiled.targets, cache };
}
async function findAll(context, { workspace, source }) {
    const targets = await findTargets(context.go, context.request, workspace);
    if (source.module !== undefined) {
        const packages = targets.map(({ importPath }) => importPath);
        await requirePackages(context.go, workspace, source.module, packages);
    }
    return targets;
}
function recordContext(request, origin, ports) {
    const { go, toolchain, workspace, source } = origin;
    const byMemory = Math.max(1, Math.floor(ports.machine.memoryBytes / memoryPerBuild));
    return {
        go: go.command,
        store: ports.store,
        request,
        workspace,
        source,
        jobs: request.jobs ?? Math.min(ports.machine.cores, byMemory),
        seconds: ports.clock.seconds,
        progress: (event) => ports.progress({ kind: 'compile', ...event }),
        signal: ports.signal,
        goroot: go.goroot,
        goVersion: toolchain.version,
        moduleCache: go.moduleCache,
        workFile: go.workFile,
    };
}

;// CONCATENATED MODULE: ./lib/stages/reporting.js







/** The request as it was understood. */
function requestReport({ source, defaults, outputs }) {
    return {
        source: source.kind === 'directory' ? source.directory : `${source.path}@${source.version}`,
        platforms: defaults.platforms.map(request_platform/* formatPlatform */.Bq),
        outputs: outputs.map(output/* formatOutput */.V$),
        compression: (0,request_compression/* formatCompression */.gv)(defaults.compression),
        compressor: compressorIdentity(defaults.compression),
        vcsStamp: defaults.vcsStamp,
    };
}
function toolchainReport({ toolchain, go }) {
    return {
        go: toolchain.version,
        source: toolchain.source,
        askedBy: toolchain.askedBy,
        pinned: toolchain.pinned,
        environment: go.environment.shown,
        overruled: go.environment.overruled,
    };
}
/** Every target with what was made of it; outputs are named only when they were written. */
function targetReports(deliveries, origin, outcome, zstd) {
    return deliveries.map(({ target, layout, places }) => {
        const bare = places.outputs.some(({ kind }) => kind === 'bin');
        return targetReport({
            ...target,
            goVersion: origin.toolchain.version,
            layout,
            bareNames: bare
                ? new Map(target.executables.map((file) => [
                    file,
                    bareFileName({ target: target.name, platform: file.platform }),
                ]))
                : undefined,
            alternative: { compression: (0,request_compression/* formatCompression */.gv)(alternative), pullBytes: zstd },
            outputs: outcome === 'fail' ? [] : places.outputs.map(output/* formatOutput */.V$),
        });
    });
}

// EXTERNAL MODULE: ./lib/verify/verdict.js
var verdict = __webpack_require__(3900);
;// CONCATENATED MODULE: ./lib/pipeline.js

















/**
 * The way through: code → programs → checked programs → images → verified images → outputs. Everything is told in the
 * report, also when a check says no: then nothing is written out, and `outcome` says so.
 * @throws SlipwayError for whatever keeps the run from having an answer
 */
async function build(request, ports) {
    const stages = [];
    const stage = stopwatch(stages, ports);
    const origin = await stage('toolchain', async () => {
        const { exec, env, host, progress, signal, http, store } = ports;
        const { cacheDirectory, offline } = request;
        const say = (text) => progress({ kind: 'notice', text });
        const value = await findOrigin(request, {
            exec,
            env,
            host,
            cacheDirectory,
            offline,
            progress: say,
            signal,
            http,
            remembered: store,
        });
        return [value, 'none'];
    });
    try {
        return await buildFrom(origin, request, ports, stages, false);
    }
    catch (error) {
        // A program that an earlier run recorded may have been damaged since; then this run makes it itself.
        const recalled = stages.some(({ name, cache }) => name === 'build' && cache === 'hit');
        if (!recalled || !(error instanceof errors/* SlipwayError */.GQ) || error.code !== 'E_IO')
            throw error;
        return buildFrom(origin, request, ports, stages.slice(0, 1), true);
    }
}
async function buildFrom(origin, request, ports, stages, fresh) {
    const stage = stopwatch(stages, ports);
    const verdicts = [checkSource(origin.source)];
    const [bases, programs] = await settleAll([
        stage('base', async () => [await announcedBases(request, origin, ports), 'none']),
        stage('build', async () => {
            const made = await makePrograms(request, origin, ports, fresh);
            return [made.targets, made.cache];
        }),
    ]);
    const places = (0,output/* outputsFor */.k5)(request, programs.map(({ name }) => name));
    const inspected = await stage('inspect', async () => {
        const all = await inspectTargets(programs, bases, origin, ports);
        verdicts.push(...all.verdicts);
        return [all.targets, 'none'];
    });
    const refused = refusalOf(verdicts) !== undefined;
    const layouts = await stage('image', async () => refused ? [[], 'none'] : await makeLayouts(inspected, request, origin, ports));
    await stage('verify', async () => {
        verdicts.push(...(await conformance(inspected, layouts, ports)));
        return [undefined, 'none'];
    });
    const deliveries = inspected.map((target, at) => ({
        target,
        layout: layouts[at],
        places: must(places.get(target.name)),
    }));
    const outcome = (0,verdict/* outcomeOf */.s)(verdicts);
    await stage('output', async () => {
        const unchanged = outcome === 'fail' || (await deliver(deliveries, ports));
        return [undefined, unchanged ? 'hit' : 'miss'];
    });
    // Costs as much as compressing did, so only where someone keeps the report.
    const zstd = request.json || request.reportFile !== undefined ? await zstdPullBytes(layouts, ports) : new Map();
    return {
        schemaVersion: 1,
        slipway: version/* slipwayVersion */.u,
        outcome,
        request: requestReport(request),
        toolchain: toolchainReport(origin),
        base: baseReport(must(inspected[0]).base),
        targets: targetReports(deliveries, origin, outcome, zstd),
        stages,
        verdicts,
        notices: origin.notices,
    };
}
/** The bases; with them all is known that the first line says. */
async function announcedBases(request, origin, ports) {
    const bases = await makeBases(request, origin, ports);
    const { version, source } = origin.toolchain;
    ports.progress({ kind: 'start', go: version, source, bases: [...bases.values()].map(baseReport) });
    return bases;
}
/** Runs a step and notes how long it took and what a cache did for it. */
function stopwatch(stages, { clock, signal }) {
    return async (name, work) => {
        signal.throwIfAborted();
        const started = clock.seconds();
        const [value, cache] = await work();
        stages.push({ name, seconds: Math.round((clock.seconds() - started) * 1000) / 1000, cache });
        return value;
    };
}
function must(value) {
    if (value === undefined)
        throw new errors/* SlipwayError */.GQ('E_INTERNAL', 'a target lost its place');
    return value;
}

;// CONCATENATED MODULE: ./lib/gobuild/scan.js



/** Enough for a licence header, build constraints and the package clause. */
const headBytes = 64 << 10;
/**
 * The main packages of a folder as their files' package clauses say, without the go command: for a plan only. When the
 * run is real, `go list` decides, which knows build constraints. The folder's own package comes first.
 */
async function scanPrograms(directory) {
    const module = await moduleAround(directory);
    const found = [];
    const visit = async (folder) => {
        const entries = (await (0,promises_.readdir)(folder, { withFileTypes: true })).sort((a, b) => a.name < b.name ? -1 : 1);
        if (folder !== directory && entries.some(({ name }) => name === 'go.mod'))
            return;
        const files = entries.filter((entry) => entry.isFile() && /^[^._].*(?<!_test)\.go$/.test(entry.name));
        const clauses = await Promise.all(files.map(({ name }) => packageClause((0,external_node_path_.join)(folder, name))));
        const name = clauses.includes('main') ? 'main' : clauses.find((clause) => clause !== undefined);
        if (name !== undefined || folder === directory) {
            const path = external_node_path_.posix.join(module.Path, (0,external_node_path_.relative)(module.Dir, folder).split(external_node_path_.sep).join('/'));
            found.push({
                ImportPath: path,
                Module: module,
                Dir: folder,
                ...(name !== undefined && { Name: name }),
            });
        }
        for (const entry of entries) {
            if (entry.isDirectory() && !/^[._]|^(testdata|vendor)$/.test(entry.name))
                await visit((0,external_node_path_.join)(folder, entry.name));
        }
    };
    await visit(directory);
    return found;
}
async function moduleAround(directory) {
    for (let folder = directory;; folder = (0,external_node_path_.dirname)(folder)) {
        const text = await (0,support_files/* readTextIfExists */.TP)((0,external_node_path_.join)(folder, 'go.mod'));
        const path = /^module\s+"?([^\s"]+)/m.exec(text ?? '')?.[1];
        if (path !== undefined)
            return { Path: path, Dir: folder };
        if ((0,external_node_path_.dirname)(folder) === folder)
            return { Path: 'main', Dir: directory };
    }
}
/** The name after `package`; undefined for a file that is never built (`//go:build ignore`) or has no clause. */
async function packageClause(path) {
    const head = (await (0,promises_.readFile)(path, 'utf8')).slice(0, headBytes).replaceAll(/\/\*[\s\S]*?\*\//g, '');
    if (/^\/\/go:build\s+ignore\s*$/m.test(head))
        return undefined;
    return /^\s*package\s+([\p{L}_][\p{L}\p{N}_]*)/mu.exec(head)?.[1];
}

;// CONCATENATED MODULE: ./lib/stages/plan.js













/**
 * The plan of a run. Nothing is run, fetched or written: files are read, and what only the go command can decide is
 * taken from the package clauses of the source.
 * @throws SlipwayError E_CONFIG as the run itself would, for what can be known without running anything
 */
async function planBuild(request, ports) {
    const workspace = plannedWorkspace(request);
    const wanted = await plannedGo(request, ports, workspace);
    const toolchain = await plannedToolchain(wanted, request, ports);
    const go = (await prepareGo(toolchain, request, { ...ports, progress: () => undefined })).command;
    const programs = await plannedPrograms(request, workspace);
    const places = (0,output/* outputsFor */.k5)(request, programs.map(({ name }) => name));
    return {
        slipway: version/* slipwayVersion */.u,
        dryRun: true,
        source: request.source.kind === 'directory'
            ? request.source.directory
            : `${request.source.path}@${request.source.version}`,
        toolchain: { go: toolchain.version, source: toolchain.source, askedBy: toolchain.askedBy },
        targets: programs.map(({ name, importPath, settings }) => ({
            name,
            package: importPath,
            platforms: settings.platforms.map(request_platform/* formatPlatform */.Bq),
            base: settings.base,
            outputs: places.get(name)?.outputs.map(output/* formatOutput */.V$) ?? [],
        })),
        commands: plannedCommands(request, workspace, programs, go),
    };
}
function plannedWorkspace({ source, cacheDirectory }) {
    if (source.kind === 'directory') {
        return { directory: source.directory, pattern: './...', importRoot: undefined, self: '.' };
    }
    const { path } = source;
    return { directory: cacheDirectory, pattern: `${path}/...`, importRoot: path, self: path };
}
async function plannedGo(request, ports, { directory }) {
    const named = request.go.version !== undefined || request.go.versionFile !== undefined;
    if (request.source.kind === 'directory' || named) {
        return (0,toolchain_wanted/* wantedGo */.y)(request.go, directory, { gowork: ports.env['GOWORK'] });
    }
    return { kind: 'minimum', version: '1.21', askedBy: 'the go line of its go.mod, once fetched' };
}
/** The Go that is there and fits, or what would be fetched. */
async function plannedToolchain(wanted, request, ports) {
    const { env, host } = ports;
    const quiet = {
        env,
        host,
        cacheDirectory: request.cacheDirectory,
        offline: true,
        progress: () => undefined,
        exec: () => Promise.reject(new errors/* SlipwayError */.GQ('E_TOOL', 'a dry run runs nothing')),
    };
    try {
        return await resolveToolchain(wanted, quiet);
    }
    catch (error) {
        if (!(error instanceof errors/* SlipwayError */.GQ) || error.code !== 'E_TOOLCHAIN')
            throw error;
        const version = 'version' in wanted ? wanted.version : 'range' in wanted ? wanted.range : wanted.kind;
        return {
            go: 'go',
            goroot: '',
            version,
            source: 'not on this machine: would be fetched',
            askedBy: wanted.askedBy,
        };
    }
}
async function plannedPrograms(request, workspace) {
    const { targets, defaults, source } = request;
    const found = source.kind === 'directory' ? await scanPrograms(workspace.directory) : [];
    if (targets.length > 0) {
        return targets.map((target) => ({ ...target, importPath: plannedPath(target, found, workspace) }));
    }
    if (source.kind === 'module') {
        return [{ name: programName(source.path), importPath: source.path, settings: defaults }];
    }
    const [own, ...others] = found;
    return choosePrograms(own, others, workspace).map(({ ImportPath }) => ({
        name: programName(ImportPath),
        importPath: ImportPath,
        settings: defaults,
    }));
}
/** The import path of a named target; its name or `main` as it was given where the files do not tell. */
function plannedPath({ name, main }, found, { directory }) {
    const program = found.find(({ Name, Dir, ImportPath }) => main === undefined
        ? Name === 'main' && programName(ImportPath) === name
        : Dir === (0,external_node_path_.resolve)(directory, main));
    return program?.ImportPath ?? main ?? name;
}
function plannedCommands(request, workspace, programs, go) {
    const { source } = request;
    const cwd = workspace.directory;
    const fetching = source.kind === 'directory'
        ? []
        : [
            { args: ['mod', 'download', '-json', '--', `${source.path}@${source.version}`], cwd },
            { args: ['get', '--', `${source.path}@${source.version}`], cwd },
        ];
    const listings = [...targetListings(request, workspace), ...dependencyListings(workspace, programs)];
    const builds = programs.flatMap((program) => program.settings.platforms.map((each) => {
        const ldflags = `-s -w ${program.settings.ldflags}`.trim();
        return compileRun(compileRequest({ request, workspace }, program, each, ldflags));
    }));
    return [...fetching, ...listings, ...builds].map((run) => goShellLine(go, run));
}

;// CONCATENATED MODULE: ./lib/commands/build.js



/**
 * `slipway build`: the report of a run; with --dry-run the plan of one.
 * @throws SlipwayError for whatever keeps the run from having an answer
 */
async function buildCommand(request, ports) {
    if (request.dryRun)
        return { kind: 'plan', plan: await planBuild(request, ports) };
    const report = await build(request, ports);
    await sweepStore(request.cacheDirectory, ports.clock.now());
    return { kind: 'report', report, status: report.outcome === 'pass' ? 0 : 1 };
}


/***/ })

};
