export const id = 975;
export const ids = [975];
export const modules = {

/***/ 72975:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  buildCommand: () => (/* binding */ buildCommand)
});

// EXTERNAL MODULE: ./lib/cache/sweep.js
var sweep = __webpack_require__(81210);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(39580);
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
    if (base.contents === undefined) {
        if (wanted.length === 0)
            return pass(notesOn(found, []).join('\n') || 'it looks nothing up');
        return skip(`the layers of ${base.reference} were not looked into; it looks for ${wanted.map(({ what }) => what).join(', ')}`);
    }
    const files = [...base.contents.files];
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
    if (base.contents === undefined) {
        return skip(`the layers of ${base.reference} were not looked into; it starts only where it finds ${asked(elf).join(', ')}`);
    }
    const missing = missingOn(elf, base.contents.files);
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
function missingOn(elf, files) {
    const libraries = elf.neededLibraries.filter((name) => !hasLibrary(elf, files, name));
    const { interpreter } = elf;
    return [
        ...(interpreter === undefined || has(files, interpreter) ? [] : [`the interpreter ${interpreter}`]),
        ...(libraries.length === 0
            ? []
            : [`the ${libraries.length === 1 ? 'library' : 'libraries'} ${libraries.join(', ')}`]),
    ];
}
/** On a base with merged /usr, /lib64 is a link to /usr/lib64 and its files are listed there. */
function has(files, path) {
    return files.has(path) || files.has(`/usr${path}`);
}
function hasLibrary(elf, files, name) {
    if (name.includes('/'))
        return has(files, name);
    // The interpreter is itself in some lists of needed libraries; it is found by its own path.
    if (elf.interpreter?.endsWith(`/${name}`) && has(files, elf.interpreter))
        return true;
    if (elf.libraryPaths.some((folder) => has(files, `${folder}/${name}`)))
        return true;
    for (const path of files) {
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
var elf_header = __webpack_require__(35776);
// EXTERNAL MODULE: ./lib/binary/fields.js
var binary_fields = __webpack_require__(66880);
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
var external_node_fs_ = __webpack_require__(73024);
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

// EXTERNAL MODULE: ./lib/gobuild/origin.js + 1 modules
var gobuild_origin = __webpack_require__(69198);
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
var request_platform = __webpack_require__(34898);
;// CONCATENATED MODULE: ./lib/report/build-report.js



/** What report.json says of one target. */
function targetReport(target) {
    const { name, importPath, base, layout, outputs, bareNames, loaded, publications } = target;
    const images = layout?.images.map((image) => imageReport(image, target)) ?? [];
    const files = bareNames === undefined
        ? undefined
        : [...bareNames].map(([file, path]) => fileReport(file, path, target.goVersion));
    return {
        name,
        importPath,
        base,
        ...(layout !== undefined && { indexDigest: layout.root.digest, indexBytes: layout.root.size }),
        images,
        ...(files !== undefined && { files }),
        outputs,
        ...(loaded !== undefined && { loaded: loadReport(loaded) }),
        ...(publications !== undefined && { publications }),
    };
}
function loadReport({ engine, names, id, platform }) {
    return { engine, names, id, platform };
}
function baseReport({ reference, digest, source, foreign }) {
    const { pinnedBy, resolvedAt } = foreign ?? {};
    return {
        reference,
        ...(digest !== undefined && { digest }),
        ...(source !== undefined && { source }),
        ...(pinnedBy !== undefined && { pinnedBy }),
        ...(resolvedAt !== undefined && { resolvedAt }),
    };
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
        ...(image.diskBytes !== undefined && { diskBytes: image.diskBytes }),
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
            ...(uncompressedBytes !== undefined && { uncompressedBytes }),
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
var output = __webpack_require__(25016);
// EXTERNAL MODULE: external "node:stream/promises"
var promises_ = __webpack_require__(46466);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
// EXTERNAL MODULE: ./lib/image/compress.js
var compress = __webpack_require__(32038);
// EXTERNAL MODULE: ./lib/image/layout.js + 1 modules
var image_layout = __webpack_require__(22497);
;// CONCATENATED MODULE: ./lib/stages/alternatives.js





/** What is measured against gzip: zstd at the level that costs about as much time. */
const alternative = { algorithm: 'zstd', level: 9 };
/**
 * What a client would download of each image if its own gzip layers were zstd: measured, not estimated. Layers of foreign
 * bases are never compressed anew. Remembered by layer, since it takes as long as compressing does.
 * @returns bytes by manifest digest; empty when the layers are zstd already
 */
async function zstdPullBytes(layouts, ports) {
    const pulls = new Map();
    for (const image of layouts.flatMap((layout) => layout?.images ?? [])) {
        if (!image.layers.some(isOwnGzip))
            continue;
        let bytes = image.pullBytes;
        for (const layer of image.layers.filter(isOwnGzip))
            bytes += (await zstdBytes(layer, ports)) - layer.compressedBytes;
        pulls.set(image.manifest.digest, bytes);
    }
    return pulls;
}
function isOwnGzip({ mediaType, foreign }) {
    return foreign === undefined && mediaType.endsWith('+gzip');
}
async function zstdBytes(layer, { store, signal }) {
    const key = `bytes ${(0,compress/* compressorIdentity */.WJ)(alternative)} ${layer.diffId}`;
    const known = await store.recall(key);
    if (typeof known === 'number')
        return known;
    let bytes = 0;
    const path = await (0,image_layout/* storedBlob */.Xn)(store, layer.digest);
    await (0,promises_.pipeline)((0,external_node_fs_.createReadStream)(path), (0,external_node_zlib_.createGunzip)(), (plain) => (0,compress/* compressed */.ue)(plain, alternative), async (packed) => {
        for await (const chunk of packed)
            bytes += chunk.length;
    }, { signal });
    await store.remember(key, bytes);
    return bytes;
}

// EXTERNAL MODULE: external "node:fs/promises"
var external_node_fs_promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
;// CONCATENATED MODULE: ./lib/image/base/base.js
/** Docker's default: a program started by name is found, and /usr/local/bin holds ours. */
const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** The empty base. */
function scratchBase() {
    return { reference: 'scratch', layers: [], env: { PATH: defaultPath }, contents: noContents };
}
const noContents = {
    files: new Set(),
    links: new Set(),
    directories: new Map(),
    risks: [],
};

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

// EXTERNAL MODULE: ./lib/support/hashing.js
var hashing = __webpack_require__(47823);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./lib/support/files.js
var support_files = __webpack_require__(15932);
// EXTERNAL MODULE: ./lib/image/tar.js + 1 modules
var tar = __webpack_require__(84509);
;// CONCATENATED MODULE: ./lib/image/layer.js









/**
 * A compressed layer in the store. Its digest is remembered under everything it depends on: when the store still has
 * the blob, nothing is compressed and no content is read (`cached`).
 * @throws SlipwayError E_IO when a file changed since its digest was taken, E_CONFIG for paths an image cannot have
 */
async function makeLayer(request, store) {
    const entries = (0,tar/* completeEntries */.eh)(request.entries, request.below);
    const key = layerKey(request, entries);
    const remembered = measured(await store.recall(key));
    if (remembered !== undefined) {
        const blob = await store.find(remembered.digest);
        if (blob?.bytes === remembered.compressedBytes)
            return { layer: described(request, remembered), cached: true };
    }
    const made = await compressInto(store, (0,tar/* tarStream */.eu)(entries, request), request.compression);
    await store.remember(key, made);
    return { layer: described(request, made), cached: false };
}
function described(request, made) {
    return { kind: request.kind, mediaType: (0,compress/* layerMediaType */.sG)(request.compression), ...made };
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
    const parts = [layerFormat, described, request.mtime, (0,compress/* compressorIdentity */.WJ)(request.compression)];
    return `layer ${(0,hashing/* sha256 */.sc)(JSON.stringify(parts))}`;
}
/** Both digests and both lengths in one pass over the content. */
async function compressInto(store, tar, compression) {
    const plain = meter();
    const packed = meter();
    const path = await store.reserve();
    try {
        await (0,promises_.pipeline)(packed.through((0,compress/* compressed */.ue)(plain.through(tar), compression)), (0,external_node_fs_.createWriteStream)(path));
        const { digest, bytes } = packed.result();
        await store.keep(path, digest);
        const { digest: diffId, bytes: uncompressedBytes } = plain.result();
        return { digest, diffId, compressedBytes: bytes, uncompressedBytes };
    }
    catch (error) {
        await (0,external_node_fs_promises_.rm)(path, { force: true });
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
var consumers_ = __webpack_require__(38321);
// EXTERNAL MODULE: ./node_modules/yauzl/index.js
var yauzl = __webpack_require__(20663);
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
    return `static base ${JSON.stringify([baseFormat, layerFormat, pins, zones, mtime, (0,compress/* compressorIdentity */.WJ)(compression)])}`;
}
async function makeContents(request, store) {
    const { zoneinfoZip, compression, mtime } = request;
    const { pem, used, left } = rootCertificates(await request.roots());
    const zones = zoneinfoZip === undefined ? [] : await zoneinfoEntries(zoneinfoZip);
    const entries = (0,tar/* completeEntries */.eh)([...accountEntries(), file(certificateFile, pem), ...zones]);
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
        contents: {
            files: new Set(files),
            links: new Set(),
            directories: new Map(directories),
            risks: [],
        },
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

// EXTERNAL MODULE: ./lib/request/compression.js
var request_compression = __webpack_require__(55019);
// EXTERNAL MODULE: ./lib/support/concurrency.js
var concurrency = __webpack_require__(16964);
// EXTERNAL MODULE: ./lib/support/retry.js
var retry = __webpack_require__(56125);
// EXTERNAL MODULE: ./lib/toolchain/module-access.js
var module_access = __webpack_require__(58646);
// EXTERNAL MODULE: ./lib/toolchain/module-path.js
var module_path = __webpack_require__(84607);
// EXTERNAL MODULE: ./lib/toolchain/module-proxy.js + 1 modules
var module_proxy = __webpack_require__(73692);
// EXTERNAL MODULE: ./lib/toolchain/module-zip.js + 1 modules
var module_zip = __webpack_require__(21336);
// EXTERNAL MODULE: ./lib/toolchain/tool-cache.js
var tool_cache = __webpack_require__(82630);
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
    await (0,external_node_fs_promises_.mkdir)(ports.cacheDirectory, { recursive: true });
    const work = await (0,support_files/* makeWorkFolder */._d)(ports.cacheDirectory, 'module');
    try {
        const zip = await obtainZip(module, (0,external_node_path_.join)(work, 'module.zip'), settings, ports, patience);
        if ('missing' in zip)
            return zip;
        const directory = (0,external_node_path_.join)(work, 'files');
        const name = `${module.path}@${module.version}`;
        const options = { directory, prefix: `${name}/`, limits, signal: ports.signal };
        const { h1 } = await (0,module_zip/* unpackZip */.Yg)(zip.found.path, options, () => false);
        if (h1 !== module.h1)
            throw (0,tool_cache/* digestMismatch */.H3)(name, module.h1, h1, zip.found.from);
        return { found: await use(directory) };
    }
    finally {
        await (0,external_node_fs_promises_.rm)(work, { recursive: true, force: true });
    }
}
async function obtainZip(module, destination, settings, ports, patience) {
    const name = (0,external_node_path_.join)((0,module_path/* escapeModule */.c)(module.path), '@v', `${(0,module_path/* escapeModule */.c)(module.version)}.zip`);
    const cached = (0,external_node_path_.join)(settings.GOMODCACHE.value, 'cache', 'download', name);
    if (await (0,support_files/* exists */.t2)(cached))
        return { found: { path: cached, from: cached } };
    if (ports.offline)
        return { missing: `${module.path}@${module.version} is not in GOMODCACHE (offline)` };
    return (0,module_access/* withModuleAccess */.x)(ports, settings, patience, async (access) => {
        const through = await (0,module_proxy/* downloadModuleZip */.mY)(access, module, destination, quiet);
        return 'missing' in through ? through : { found: { path: destination, from: through.found } };
    });
}

// EXTERNAL MODULE: ./lib/image/descriptor.js
var descriptor = __webpack_require__(83768);
// EXTERNAL MODULE: ./lib/image/json.js
var json = __webpack_require__(57383);
;// CONCATENATED MODULE: ./lib/image/manifest.js


/** An OCI image manifest (image-spec, manifest.md) as the bytes of its blob. Layers from the lowest up. */
function encodeManifest(image) {
    return (0,json/* canonicalJson */.d)({
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

// EXTERNAL MODULE: ./lib/image/media-types.js
var media_types = __webpack_require__(64857);
// EXTERNAL MODULE: ./lib/image/read/layer-scan.js
var layer_scan = __webpack_require__(59229);
// EXTERNAL MODULE: ./lib/image/read/tree.js
var tree = __webpack_require__(83724);
// EXTERNAL MODULE: ./lib/image/choose-manifest.js
var choose_manifest = __webpack_require__(11412);
// EXTERNAL MODULE: ./lib/image/choose-platform.js
var choose_platform = __webpack_require__(31566);
// EXTERNAL MODULE: ./lib/image/documents.js
var documents = __webpack_require__(22239);
// EXTERNAL MODULE: ./lib/image/image-tree.js
var image_tree = __webpack_require__(85865);
// EXTERNAL MODULE: ./lib/support/fields.js
var fields = __webpack_require__(25070);
;// CONCATENATED MODULE: ./lib/image/base/inherit.js

/**
 * What an image inherits, and what a person should know of what it does not.
 * @param config the base's whole config
 * @param layers how many layers the base has
 * @param reference the base as the user named it
 */
function inheritedFrom(config, layers, reference) {
    const execution = fieldsOf(config['config']);
    const { healthcheck, dropped } = healthcheckOf(execution['Healthcheck']);
    const inherited = {
        env: envOf(execution['Env']),
        workdir: textOf(execution['WorkingDir']) || undefined,
        labels: Object.fromEntries(textEntries(execution['Labels']).filter(([key]) => !describesBase(key))),
        ports: Object.keys(fieldsOf(execution['ExposedPorts'])).filter(isPort),
        volumes: Object.keys(fieldsOf(execution['Volumes'])),
        stopSignal: textOf(execution['StopSignal']) || undefined,
        healthcheck,
        user: textOf(execution['User']) ?? '',
        history: historyOf(config['history'], layers),
    };
    const entrypoint = textsOf(execution['Entrypoint']);
    const notices = [
        ...(entrypoint.length > 0
            ? [`its entrypoint ${shown(entrypoint)} is not taken over: the image starts the program itself`]
            : []),
        ...(dropped === undefined
            ? []
            : [
                `its health check ${shown(dropped)} is left out: it needs a shell, and is about the base's own program`,
            ]),
        ...(textsOf(execution['OnBuild']).length > 0
            ? ['its ONBUILD steps are left out: they are for Dockerfiles']
            : []),
    ];
    return { inherited, notices: notices.map((notice) => `base ${reference}: ${notice}`) };
}
/** Who the program runs as when nobody says: distroless' nonroot, which needs no entry in a passwd file. */
const nonRoot = '65532:65532';
/** `UID[:GID]`: the one asked for, else the base's where it is a number and not root, else 65532:65532. */
function imageUser(asked, base) {
    if (asked !== undefined)
        return asked;
    return base !== undefined && isNumeric(base) && !/^0+(:|$)/.test(base) ? base : nonRoot;
}
/** What to tell of a user that is known by name only; undefined when there is nothing to tell. */
function namedUserNotice(asked, user, reference) {
    if (asked !== undefined || user === '' || isNumeric(user) || /^root(:|$)/.test(user))
        return undefined;
    return `base ${reference}: its user ${shown(user)} is a name, and Kubernetes' runAsNonRoot takes numbers only: the image runs as ${nonRoot}; --user UID:GID says otherwise`;
}
function isNumeric(user) {
    return /^\d{1,10}(:\d{1,10})?$/.test(user);
}
/** Keys by which the base says what it is itself: of the new image they would be lies. */
function describesBase(key) {
    return (key === '' || /^(org\.opencontainers\.|org\.label-schema\.|io\.buildkit\.|moby\.buildkit\.)/.test(key));
}
/** image-spec, config.md, "ExposedPorts"; sctp is what engines take besides. */
function isPort(text) {
    const number = /^([1-9]\d{0,4})(?:\/(?:tcp|udp|sctp))?$/.exec(text)?.[1];
    return Number(number) <= 65535;
}
/** image-spec, config.md, "Env"; of two values the later one counts, as in execve(2)'s callers. */
function envOf(value) {
    const pairs = textsOf(value).filter((text) => /^[^=\0]+=[^\0]*$/.test(text));
    return Object.fromEntries(pairs.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]));
}
/** moby, image/spec/v1.2.md, "Healthcheck": CMD is run as it is, CMD-SHELL by the image's shell, NONE and nothing mean none. */
function healthcheckOf(value) {
    const test = textsOf(fieldsOf(value)['Test']);
    if (test[0] === 'CMD-SHELL')
        return { dropped: test.slice(1) };
    return test[0] === 'CMD' && test.length > 1 ? { healthcheck: fieldsOf(value) } : {};
}
/**
 * The base's own entries. Where it has none, or not one for each layer, nobody could tell which layer is whose: then one
 * is made for each. An entry that begins as Slipway's own would make a base's layer pass for one of this image's.
 */
function historyOf(value, layers) {
    const entries = Array.isArray(value) ? value.map(historyEntry) : [];
    if (entries.filter((entry) => entry.empty_layer !== true).length === layers)
        return entries;
    return Array.from({ length: layers }, (_, at) => ({
        created_by: `layer ${at + 1} of ${layers} of the base`,
    }));
}
function historyEntry(value) {
    const entry = fieldsOf(value);
    const created = textOf(entry['created']);
    const text = (field) => {
        const said = textOf(entry[field]);
        return said === undefined ? {} : { [field]: said };
    };
    const createdBy = textOf(entry['created_by']);
    return {
        ...(created !== undefined && isTime(created) && { created }),
        ...(createdBy !== undefined && { created_by: createdBy.replace(/^slipway: /, 'base: slipway: ') }),
        ...text('author'),
        ...text('comment'),
        ...(entry['empty_layer'] === true && { empty_layer: true }),
    };
}
/** RFC 3339, section 5.6, as Go's strict parser reads it; the year 1 is time.Time's zero, which means that nobody set one. */
function isTime(text) {
    const form = /^(\d{4}-\d\d-(\d\d))T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
    const [, date, day] = form.exec(text) ?? [];
    return (!text.startsWith('0001-01-01T00:00:00') && new Date(`${date}T00:00:00Z`).getUTCDate() === Number(day));
}
function fieldsOf(value) {
    return (0,fields/* isFields */.Ce)(value) ? value : {};
}
function textOf(value) {
    return typeof value === 'string' ? value : undefined;
}
function textsOf(value) {
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
function textEntries(value) {
    return Object.entries(fieldsOf(value)).filter((entry) => typeof entry[1] === 'string');
}
/** A base's own words inside a message: short. */
function shown(value) {
    const text = JSON.stringify(value);
    return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

;// CONCATENATED MODULE: ./lib/image/base/foreign.js








/**
 * An image as a base for one platform. Only documents are read; layers keep their bytes, digests and sizes, and Docker's
 * media types become OCI's.
 * @param reference as the user named it
 * @throws SlipwayError E_BASE when it has no such platform or cannot be a base, with the reason; as `ImageSource.document`
 */
async function foreignBase(source, platform, reference) {
    try {
        const { descriptor, fromIndex } = await (0,choose_manifest/* chooseManifest */.X)(source, platform);
        const manifest = (0,documents/* parseManifest */.Ng)(await source.document(descriptor), descriptor);
        const config = await readConfig(source, manifest, platform, fromIndex);
        const { inherited, notices } = inheritedFrom(config.fields, manifest.layers.length, reference);
        const deep = depthNotice(manifest.layers.length, reference);
        return {
            reference,
            digest: source.root.digest,
            layers: baseLayers(manifest, config.diffIds),
            env: inherited.env,
            foreign: { source, manifest: descriptor, inherited, notices: [...deep, ...notices] },
        };
    }
    catch (error) {
        throw named(error, reference);
    }
}
/** moby, layer/layer_store.go: maxLayerDepth. With containerd's store Docker takes more. */
const mostLayers = 125;
function depthNotice(layers, reference) {
    if (layers < mostLayers)
        return [];
    const what = `it has ${layers} layers, and an image of more than ${mostLayers} is too deep for Docker's own store`;
    return [`base ${reference}: ${what}`];
}
/** The same error; one of the image itself says which base it is about. */
function named(error, reference) {
    if (!(error instanceof errors/* SlipwayError */.GQ) || error.code !== 'E_BASE')
        return error;
    const { message, hint } = error;
    if (message.includes(reference))
        return error;
    return new errors/* SlipwayError */.GQ('E_BASE', `the base ${reference} cannot be used\n${message}`, {
        hint,
        cause: error,
    });
}
async function readConfig(source, { config, layers }, platform, fromIndex) {
    if (!(0,media_types/* isConfigType */.lJ)(config.mediaType)) {
        throw refuse(`it is an artifact, not a container image: its config is ${JSON.stringify(config.mediaType)}`);
    }
    const bytes = await source.document((0,image_tree/* plain */.pj)(config));
    const document = (0,documents/* parseConfig */.o4)(bytes, config.digest);
    const { platform: said, diffIds } = document;
    if (said === undefined)
        throw refuse('its config does not say for which platform it is');
    // Older builders write the variant into the index alone.
    const fits = (0,choose_platform/* fitsPlatform */.s)(fromIndex ? { ...said, variant: platform.variant ?? '' } : said, platform);
    if (!fits) {
        throw refuse(`it is for ${(0,documents/* foreignPlatformText */.vY)(said)}, and ${(0,request_platform/* formatPlatform */.Bq)(platform)} is asked for`);
    }
    if (diffIds.length !== layers.length) {
        throw refuse(`its config lists ${diffIds.length} layers, its manifest ${layers.length}`);
    }
    return document;
}
function baseLayers({ layers }, diffIds) {
    return layers.map(({ mediaType: type, digest, size }, at) => {
        const which = `layer ${at + 1} of ${layers.length}`;
        const kept = (0,media_types/* nonDistributable */.A5)(type);
        if (kept !== undefined)
            throw refuse(`${which} may not be passed on: ${kept}`);
        const mediaType = (0,media_types/* ociLayerType */.BJ)(type);
        const diffId = diffIds[at];
        if (mediaType === undefined || diffId === undefined) {
            throw refuse(`${which} is ${JSON.stringify(type.slice(0, 120))}, which is no layer that engines unpack: is it encrypted, or an artifact's?`);
        }
        return { kind: 'base', foreign: true, mediaType, digest, diffId, compressedBytes: size };
    });
}
function refuse(what) {
    return new errors/* SlipwayError */.GQ('E_BASE', what);
}

;// CONCATENATED MODULE: ./lib/image/base/risks.js
const setUid = 0o4000;
const setGid = 0o2000;
const sticky = 0o1000;
const worldWritable = 0o002;
/** What is risky about a file of a base, in words; undefined when nothing is. */
function riskOf(path, { type, mode }) {
    const octal = mode.toString(8).padStart(4, '0');
    const name = JSON.stringify(path).slice(1, -1);
    if (type === 'file' && mode & setUid)
        return `${name} is set-uid (mode ${octal})`;
    if (type === 'file' && mode & setGid)
        return `${name} is set-gid (mode ${octal})`;
    if (!(mode & worldWritable) || (type !== 'file' && type !== 'directory'))
        return undefined;
    // In a folder with the sticky bit, such as /tmp, nobody can touch what is another's.
    if (type === 'directory' && mode & sticky)
        return undefined;
    return `${name} can be written by everybody (mode ${octal})`;
}
const listed = 10;
/**
 * The verdict on the files of a base that others made; none for the bases that Slipway makes, whose files it knows.
 * @param subject a target and platform
 */
function checkBaseFiles(base, subject) {
    if (base.foreign === undefined)
        return [];
    const verdict = { check: 'base/files', subject, severity: 'warn' };
    if (base.contents === undefined) {
        const detail = `the layers of ${base.reference} were not looked into: nothing in this run needed them here`;
        return [{ ...verdict, status: 'skip', detail }];
    }
    const { risks } = base.contents;
    if (risks.length === 0)
        return [{ ...verdict, status: 'pass', detail: '' }];
    const detail = [
        `the base ${base.reference} has files that let a program do more than its user may`,
        ...risks.slice(0, listed),
        ...(risks.length > listed ? [`and ${risks.length - listed} more`] : []),
        'to do: take a smaller base, or forbid new privileges where the image runs (no-new-privileges, allowPrivilegeEscalation: false)',
    ];
    return [{ ...verdict, status: 'fail', detail: detail.join('\n') }];
}

;// CONCATENATED MODULE: ./lib/image/base/contents.js








/** Raise the number when the shape changes, or when equal layers are described differently. */
const contentsFormat = 1;
function contentsKey({ manifest }) {
    return `base contents ${contentsFormat} ${manifest.digest}`;
}
/** The base with its contents, where an earlier run looked into this manifest's layers; else as it is. */
async function withKnownContents(base, store) {
    if (base.foreign === undefined || base.contents !== undefined)
        return base;
    const known = (await store.recall(contentsKey(base.foreign)));
    return known === undefined ? base : contents_described(base, known);
}
/**
 * The base with its contents. Its layers are brought into the store and read once; what they hold is remembered by the
 * manifest's digest, which fixes every byte of them.
 * @throws SlipwayError E_BASE when a layer is not what the config says, or cannot be unpacked safely; as `ImageSource.fetch`
 */
async function withContents(base, store) {
    const known = await withKnownContents(base, store);
    if (known.foreign === undefined || known.contents !== undefined)
        return known;
    const { foreign, layers, reference } = known;
    try {
        await (0,concurrency/* settleAll */.j3)(layers.map((layer) => foreign.source.fetch(layerDescriptor(layer))));
        const scans = [];
        // One at a time: each keeps its entries in memory.
        for (const [at, layer] of layers.entries()) {
            scans.push(await readLayer(layer, `layer ${at + 1} of ${layers.length}`, store));
        }
        const read = remembered(scans);
        await store.remember(contentsKey(foreign), read);
        return contents_described(known, read);
    }
    catch (error) {
        throw named(error, reference);
    }
}
function contents_described(base, known) {
    const { files, links, directories, risks, uncompressedBytes } = known;
    const layers = base.layers.map((layer, at) => {
        const bytes = uncompressedBytes[at];
        return bytes === undefined ? layer : { ...layer, uncompressedBytes: bytes };
    });
    const contents = {
        files: new Set(files),
        links: new Set(links),
        directories: new Map(directories),
        risks,
    };
    return { ...base, layers, contents };
}
async function readLayer(layer, which, store) {
    const descriptor = layerDescriptor(layer);
    const blob = await store.find(descriptor.digest);
    if (blob === undefined)
        throw new errors/* SlipwayError */.GQ('E_IO', `the cache lost ${descriptor.digest} while it was used`);
    const scan = await (0,layer_scan/* scanLayer */.h)(blob, descriptor.digest, (0,media_types/* knownMediaType */.Iz)(layer.mediaType)?.compression ?? 'none');
    const torn = scan.tarFaults.find(({ loose }) => loose !== true);
    const out = scan.entries.find(({ path }) => (0,tree/* components */.dK)(path).includes('..'));
    const fault = scan.unpackFault ??
        (torn === undefined ? undefined : `at byte ${torn.offset} of its archive ${torn.message}`) ??
        (out === undefined
            ? undefined
            : `its entry ${JSON.stringify(out.path.slice(0, 200))} leaves the image`) ??
        (scan.diffId === layer.diffId
            ? undefined
            : `it unpacks to ${scan.diffId}, and the config says ${layer.diffId}`);
    if (fault === undefined)
        return scan;
    throw new errors/* SlipwayError */.GQ('E_BASE', `${which} (${descriptor.digest}): ${fault}`, {
        hint: 'whoever made this image has to make it again',
    });
}
function remembered(scans) {
    const { root, faults } = (0,tree/* mergeLayers */.J)(scans.map(({ entries }) => entries));
    const files = [];
    const links = [];
    const directories = [];
    const risks = faults.map(({ path, reason }) => `${JSON.stringify(path)} cannot be unpacked: ${reason}`);
    for (const [path, { entry, children }] of walk(root, '')) {
        if (children === undefined)
            files.push(path);
        else
            directories.push([path.slice(1), attributesOf(entry)]);
        if (entry?.type === 'symlink')
            links.push(path);
        const risk = entry === undefined ? undefined : riskOf(path, entry);
        if (risk !== undefined)
            risks.push(risk);
    }
    return {
        uncompressedBytes: scans.map(({ uncompressedBytes }) => uncompressedBytes),
        files,
        links,
        directories,
        risks,
    };
}
/** Everything below a folder, by absolute path, in the order of names. */
function* walk({ children }, parent) {
    for (const [name, node] of [...(children ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const path = `${parent}/${name}`;
        yield [path, node];
        yield* walk(node, path);
    }
}
function attributesOf(entry) {
    if (entry === undefined)
        return { mode: 0o755 };
    const { mode, uid, gid } = entry;
    return { mode, ...(uid !== 0 && { uid }), ...(gid !== 0 && { gid }) };
}

// EXTERNAL MODULE: ./lib/request/lock-file.js
var lock_file = __webpack_require__(91633);
// EXTERNAL MODULE: ./lib/gobuild/version-control.js
var version_control = __webpack_require__(81374);
// EXTERNAL MODULE: ./lib/request/base.js
var request_base = __webpack_require__(56332);
// EXTERNAL MODULE: ./lib/request/reference.js
var reference = __webpack_require__(47540);
// EXTERNAL MODULE: ./lib/stages/open-image.js + 13 modules
var open_image = __webpack_require__(56038);
;// CONCATENATED MODULE: ./lib/stages/base-places.js







/**
 * Opens a base where it lies, by the digest that slipway.lock has for its tag.
 * @throws SlipwayError E_BASE when a tag is not pinned and no registry may be asked; as `openImage`
 */
async function openPlace(place, context) {
    const reference = (0,request_base/* formatBase */.T)(place);
    const { pinned, pin, notices } = pinnedPlace(place, reference, context);
    try {
        const source = await (0,open_image/* openImage */.U)(pinned, context);
        return { reference, source, pin, notices: [...notices, ...(source.notices ?? [])] };
    }
    catch (error) {
        throw named(error, reference);
    }
}
/** The base for one platform. */
async function baseAt({ source, reference, pin }, platform) {
    const base = await foreignBase(source, platform, reference);
    return base.foreign === undefined ? base : { ...base, foreign: { ...base.foreign, ...pin } };
}
function pinnedPlace(place, reference, { lock, offline, clock }) {
    if (place.kind !== 'registry')
        return { pinned: place, pin: {}, notices: [] };
    if (place.reference.digest !== undefined) {
        return { pinned: place, pin: { pinnedBy: 'reference' }, notices: [] };
    }
    const locked = lock && (0,lock_file/* lockedBase */.mT)(lock, place.reference);
    if (locked !== undefined) {
        return { pinned: { ...place, reference: locked }, pin: { pinnedBy: 'slipway.lock' }, notices: [] };
    }
    if (offline) {
        throw new errors/* SlipwayError */.GQ('E_BASE', `the base ${reference} has no digest, and --offline asks no registry`, {
            hint: 'run "slipway lock" once with a network, or write the digest after the name: NAME@sha256:…',
        });
    }
    const unlocked = `base ${reference}: slipway.lock does not have it, so the registry said which image that is now; "slipway lock" writes it down`;
    const resolvedAt = (0,version_control/* rfc3339 */.ag)(Math.floor(clock.now() / 1000));
    return { pinned: place, pin: { resolvedAt }, notices: lock === undefined ? [] : [unlocked] };
}
/** What tells one place from another: layers of a docker archive are compressed as the images are. */
function placeKey(place, compression) {
    const { algorithm, level } = compression;
    return place.kind === 'docker-archive' ? `${(0,request_base/* formatBase */.T)(place)} ${algorithm}:${level}` : (0,request_base/* formatBase */.T)(place);
}
/** The name by which a base can be pulled, with its tag (image-spec, annotations.md, "base.name"); undefined for files. */
function pullableName(place) {
    return place.kind === 'registry' ? (0,reference/* formatReference */.FH)(withoutDigest(place.reference)) : undefined;
}
function withoutDigest({ digest: _, ...reference }) {
    return reference;
}

;// CONCATENATED MODULE: ./lib/stages/foreign-bases.js








/** What tells one foreign base from another. */
function foreignBaseKey(place, settings, platform) {
    return `${placeKey(place, settings.compression)} ${(0,request_platform/* formatPlatform */.Bq)(platform)}`;
}
/**
 * The bases that others made, for every platform that becomes an image; none when no image is made. Each place is opened
 * once. Layers are brought here and looked into where an image comes to this machine whole, or where assets need to know
 * the folders below them; elsewhere what an earlier run saw is remembered.
 * @throws SlipwayError E_BASE when one cannot be a base; as `openImage`
 */
async function makeForeignBases(settings, request, ports, registry) {
    const demands = (0,output/* asksForImages */.uM)(request) ? settings.flatMap(demandsOf) : [];
    if (demands.length === 0)
        return { byKey: new Map(), notices: [] };
    const { store, clock, signal } = ports;
    const { offline, lockFile } = request;
    const lock = lockFile !== undefined && (await (0,support_files/* exists */.t2)(lockFile)) ? await (0,lock_file/* readLock */.mF)(lockFile) : undefined;
    const open = (0,concurrency/* oncePer */.Pu)(({ place, settings: { compression } }) => placeKey(place, compression), ({ place, settings: { compression } }) => openPlace(place, { store, registry, compression, lock, offline, clock, signal }));
    const here = (0,output/* asksForImagesHere */.GZ)(request);
    const looked = new Set(demands.filter((each) => here || each.settings.assets.length > 0).map(({ key }) => key));
    const make = (0,concurrency/* oncePer */.Pu)(({ key }) => key, async (demand) => {
        const base = await baseAt(await open(demand), demand.platform);
        return looked.has(demand.key) ? withContents(base, store) : withKnownContents(base, store);
    });
    const made = await (0,concurrency/* settleAll */.j3)(demands.map(async (demand) => ({
        key: demand.key,
        base: await make(demand),
        notices: (await open(demand)).notices,
        user: demand.settings.user,
    })));
    const notices = made.flatMap(({ base, notices: opened, user }) => {
        const { inherited, notices: own = [] } = base.foreign ?? {};
        const name = namedUserNotice(user, inherited?.user ?? '', base.reference);
        return [...opened, ...own, ...(name === undefined ? [] : [name])];
    });
    return { byKey: new Map(made.map(({ key, base }) => [key, base])), notices: [...new Set(notices)] };
}
function demandsOf(settings) {
    const { base: place, platforms } = settings;
    if (typeof place === 'string')
        return [];
    return platforms
        .filter(({ os }) => os === 'linux')
        .map((platform) => ({ key: foreignBaseKey(place, settings, platform), place, platform, settings }));
}

;// CONCATENATED MODULE: ./lib/stages/bases.js










/**
 * The bases that a run's images stand on: known from the request alone, so made while Go compiles.
 * @throws SlipwayError E_BASE when one cannot be made or used
 */
async function makeBases(request, origin, ports, registry) {
    const settings = request.targets.length > 0 ? request.targets.map((target) => target.settings) : [request.defaults];
    const own = new Map(settings.flatMap((one) => (typeof one.base === 'string' ? [[ownBaseKey(one), one]] : [])));
    const [foreign, ...made] = await (0,concurrency/* settleAll */.j3)([
        makeForeignBases(settings, request, ports, registry),
        ...[...own].map(async ([key, one]) => [key, await makeOwnBase(one, request, origin, ports)]),
    ]);
    return { ...foreign, byKey: new Map([...made, ...foreign.byKey]) };
}
/** The base of a target on a platform; undefined where the run needs none. */
function baseFor(settings, platform, { byKey }) {
    const { base } = settings;
    return byKey.get(typeof base === 'string' ? ownBaseKey(settings) : foreignBaseKey(base, settings, platform));
}
/** What tells one of Slipway's own bases from another: they are the same for every platform. */
function ownBaseKey({ base, timezones, compression }) {
    return base === 'scratch' ? base : `${base} ${timezones} ${(0,request_compression/* formatCompression */.gv)(compression)}`;
}
async function makeOwnBase(settings, request, origin, ports) {
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
        der: await (0,external_node_fs_promises_.readFile)((0,external_node_path_.join)(directory, rootsModule.der.path)),
        table: await (0,external_node_fs_promises_.readFile)((0,external_node_path_.join)(directory, rootsModule.table.path)),
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
var subject = __webpack_require__(51389);
// EXTERNAL MODULE: ./lib/verify/verify-images.js + 17 modules
var verify_images = __webpack_require__(8279);
// EXTERNAL MODULE: ./lib/version.js
var version = __webpack_require__(13411);
;// CONCATENATED MODULE: ./lib/stages/conformance.js



/** The image checks of every target that has an image, before anything leaves. */
async function conformance(targets, layouts, ports) {
    const verdicts = [];
    for (const [at, { name, settings }] of targets.entries()) {
        const layout = layouts[at];
        if (layout === undefined)
            continue;
        const found = await verdictsOf(name, layout, ports);
        verdicts.push(...found.map((verdict) => ofTarget(name, asAsked(settings.user, verdict))));
    }
    return verdicts;
}
/** Of several targets each has its linux/amd64. */
function ofTarget(name, verdict) {
    const { subject } = verdict;
    return subject === name ? verdict : { ...verdict, subject: `${name} (${subject})` };
}
/** Root is never the default, so where it was asked for it is said, and does not end the run. */
function asAsked(user, verdict) {
    return user !== undefined && verdict.check === 'image/user' ? { ...verdict, severity: 'warn' } : verdict;
}
/**
 * The image checks over what lies in the store; layers of bases that others made are judged when somebody looks into
 * them, and not here. An index digest fixes every byte below it, and the store compares each blob with its digest when it
 * gives it out: so verdicts are remembered by the index digest.
 */
async function verdictsOf(name, layout, ports) {
    const key = `verdicts ${version/* slipwayVersion */.u} ${name} ${layout.root.digest}`;
    const layers = layout.images.flatMap((image) => image.layers);
    const elsewhere = new Set(layers.filter(({ foreign }) => foreign).map(({ digest }) => digest));
    const own = layout.blobs.filter(({ digest }) => !elsewhere.has(digest));
    const blobs = await Promise.all(own.map(({ digest }) => ports.store.find(digest)));
    const known = (await ports.store.recall(key));
    if (known !== undefined && blobs.every((blob) => blob !== undefined))
        return known;
    const verdicts = await (0,verify_images/* verifyImages */.O)((0,subject/* storeSubject */.EC)(name, layout.root, ports.store, elsewhere), {
        own: elsewhere.size === 0,
    });
    await ports.store.remember(key, verdicts);
    return verdicts;
}

// EXTERNAL MODULE: ./lib/image/archive.js
var archive = __webpack_require__(90283);
// EXTERNAL MODULE: ./lib/image/archive-file.js
var archive_file = __webpack_require__(30494);
;// CONCATENATED MODULE: ./lib/image/base/fetching.js

/** The layers of bases that others made, by digest; empty for the bases that Slipway makes. */
function layerOrigins(bases) {
    return new Map(bases.flatMap(({ layers, foreign }) => foreign === undefined ? [] : layers.map((layer) => [layer.digest, originOf(layer, foreign.source)])));
}
function originOf(layer, source) {
    const { repository } = source;
    return {
        descriptor: layerDescriptor(layer),
        ...(repository !== undefined && { repository }),
        fetch: (descriptor) => source.fetch(descriptor),
    };
}
/** The same store; a base's layer that it does not have is fetched when somebody asks for it, once. */
function fetchingStore(store, origins) {
    const underWay = new Map();
    return {
        ...store,
        async find(digest) {
            const there = await store.find(digest);
            const origin = origins.get(digest);
            if (there !== undefined || origin === undefined)
                return there;
            const fetching = underWay.get(digest) ?? origin.fetch(origin.descriptor);
            underWay.set(digest, fetching);
            await fetching.finally(() => underWay.delete(digest));
            return store.find(digest);
        },
    };
}

// EXTERNAL MODULE: ./lib/image/docker-archive.js
var docker_archive = __webpack_require__(13574);
// EXTERNAL MODULE: ./lib/image/leftovers.js
var leftovers = __webpack_require__(59801);
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
    await (0,external_node_fs_promises_.mkdir)(directory, { recursive: true });
    await (0,leftovers/* removeLeftovers */.D)(directory, [...own.keys(), checksumsName]);
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
    const names = await (0,external_node_fs_promises_.readdir)(directory).catch((error) => {
        if (error.code === 'ENOENT')
            return [];
        throw error;
    });
    const foreign = names.find((name) => !own.includes(name) && !(0,leftovers/* isLeftover */.i)(name));
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
        await (0,external_node_fs_promises_.copyFile)(file.path, beside);
        const handle = await (0,external_node_fs_promises_.open)(beside, 'r+');
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
        await (0,external_node_fs_promises_.rename)(beside, path);
        return true;
    }
    catch (error) {
        await (0,external_node_fs_promises_.rm)(beside, { force: true });
        throw error;
    }
}
async function isInPlace(file, path) {
    try {
        return ((await (0,external_node_fs_promises_.stat)(path)).mode & 0o777) === 0o755 && (await (0,hashing/* sha256File */.Q3)(path)).digest === file.digest;
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
/** The store with everything that an image is made of: a base's layer that is not there is fetched. */
function storeOf({ origins }, { store }) {
    return fetchingStore(store, origins);
}
/** Where the layers come from that a target's images share with their bases. */
function originsOf({ executables }) {
    return layerOrigins(executables.flatMap(({ base }) => base ?? []));
}
/**
 * Writes what was verified to where it was asked for, the digest file last.
 * @returns true when everything was there already
 */
async function deliver(deliveries, ports) {
    let unchanged = true;
    for (const delivery of deliveries) {
        for (const output of delivery.places.outputs) {
            if (output.kind === 'bin' || delivery.layout === undefined)
                continue;
            if (await writeImage(output, delivery.layout, delivery, storeOf(delivery, ports)))
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
        const text = `${layout.root.digest}\n`;
        if ((await (0,support_files/* readTextIfExists */.TP)(places.digestFile)) !== text)
            await (0,support_files/* writeFileAtomic */.Zf)(places.digestFile, text);
    }
    return unchanged;
}
function writeImage({ kind, path }, layout, { names }, store) {
    if (kind !== 'docker-archive') {
        return (kind === 'oci' ? image_layout/* writeLayout */.wy : archive/* writeArchive */._)(layout, store, path, layoutRefName);
    }
    const [image, ...others] = layout.images;
    if (image !== undefined && others.length === 0)
        return (0,docker_archive/* writeDockerArchive */.W)(image, store, path, names);
    throw new errors/* SlipwayError */.GQ('E_CONFIG', `a docker archive holds one platform, and ${path} would hold ${layout.images.length}`, {
        hint: 'choose one with --platform',
    });
}
/**
 * Refuses places that nothing may be written to before anything is compiled for them.
 * @throws SlipwayError E_CONFIG for a file where a folder goes, and for a folder that holds something else
 */
async function checkPlaces(targets, places) {
    const bareNames = targets.flatMap(({ name, settings }) => settings.platforms.map((platform) => bareFileName({ target: name, platform })));
    for (const { kind, path } of [...places.values()].flatMap(({ outputs }) => outputs)) {
        if (kind === 'oci')
            await (0,image_layout/* checkLayoutPlace */.gz)(path);
        else if (kind === 'oci-archive' || kind === 'docker-archive')
            await (0,archive_file/* checkArchivePlace */.Y)(path);
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
var p_limit = __webpack_require__(70370);
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
    for (const name of await (0,external_node_fs_promises_.readdir)((0,external_node_path_.join)(root, below))) {
        const relative = external_node_path_.posix.join(below, name);
        const path = (0,external_node_path_.join)(root, relative);
        const stats = await (0,external_node_fs_promises_.lstat)(path);
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
    const target = await (0,external_node_fs_promises_.readlink)(file);
    const leadsTo = external_node_path_.posix.join(external_node_path_.posix.dirname(relative), target);
    const inside = !external_node_path_.posix.isAbsolute(target) && leadsTo !== '..' && !leadsTo.startsWith('../');
    return inside
        ? { type: 'symlink', path, target }
        : `${file} is a symlink to ${target}, outside the asset's folder`;
}
async function statIfExists(path) {
    try {
        return await (0,external_node_fs_promises_.stat)(path);
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
 * @param base with its contents, where there is any asset
 * @throws SlipwayError E_CONFIG when a file would take the place of a folder, a folder that of a file, or when one lies
 *   where the executable or its folder goes
 */
function placeAssets(entries, base, executable) {
    if (entries.length === 0)
        return [];
    const { contents } = base;
    if (contents === undefined)
        throw new errors/* SlipwayError */.GQ('E_INTERNAL', `nobody looked into ${base.reference} for the assets`);
    const faults = entries.flatMap(({ path, type }) => {
        const place = `/${path}`;
        if (place === executable || place.startsWith(`${executable}/`))
            return [`${place} is where the executable goes`];
        if (type === 'directory')
            return contents.files.has(place) ? [`${place} is a file in the base`] : [];
        if (contents.directories.has(path))
            return [`${place} is a folder in the base`];
        return executable.startsWith(`${place}/`)
            ? [`${place} must be a folder: the executable goes below it`]
            : [];
    });
    if (faults.length === 0) {
        return entries.filter(({ path, type }) => type !== 'directory' || !contents.directories.has(path));
    }
    throw new errors/* SlipwayError */.GQ('E_CONFIG', `assets do not fit into the image:\n${faults.join('\n')}`, {
        hint: 'end `to` with a slash to put a file into a folder, or choose another place',
    });
}

;// CONCATENATED MODULE: ./lib/image/base/fit.js


/**
 * Whether files can be put over a base: every folder on their way must be one there too. An entry of a folder in an upper
 * layer takes the place of a link in a lower one (image-spec, layer.md, "Changesets"), and with it goes what the link led
 * to. Not judged where nobody has looked into the base.
 * @param paths absolute, of files
 * @throws SlipwayError E_BASE that names every link and file in the way
 */
function checkFit({ contents, reference }, paths) {
    if (contents === undefined)
        return;
    const faults = new Set();
    for (const path of paths) {
        if (contents.directories.has(path.slice(1)))
            faults.add(`${path} is a folder there`);
        for (let parent = external_node_path_.posix.dirname(path); parent !== '/'; parent = external_node_path_.posix.dirname(parent)) {
            if (contents.links.has(parent))
                faults.add(`${parent} is a symbolic link there, and ${path} lies below it`);
            else if (contents.files.has(parent))
                faults.add(`${parent} is a file there, and ${path} lies below it`);
        }
    }
    if (faults.size === 0)
        return;
    throw new errors/* SlipwayError */.GQ('E_BASE', `the base ${reference} leaves no room:\n${[...faults].join('\n')}`, {
        hint: 'choose another base; an asset can also be put where the link leads to',
    });
}

;// CONCATENATED MODULE: ./lib/image/config.js

/** The OCI image config (image-spec, config.md) as the bytes of its blob. `created` is RFC 3339, UTC. */
function encodeConfig(image) {
    const { platform, created, layers, history } = image;
    return (0,json/* canonicalJson */.d)({
        ...platform,
        created,
        config: encodeExecution(image.execution),
        rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
        history,
    });
}
function encodeExecution(execution) {
    const { entrypoint, cmd, env, user, workdir, labels, inherited } = execution;
    const ports = [...(inherited?.ports ?? []), ...execution.ports.map(portKey)];
    return {
        User: user,
        Env: env,
        Entrypoint: entrypoint,
        Cmd: cmd.length > 0 ? cmd : undefined,
        WorkingDir: workdir,
        ExposedPorts: emptyObjects(ports),
        Volumes: emptyObjects(inherited?.volumes ?? []),
        Labels: Object.keys(labels).length > 0 ? labels : undefined,
        StopSignal: inherited?.stopSignal,
        Healthcheck: inherited?.healthcheck,
    };
}
/** How Go writes a set (image-spec, config.md, "ExposedPorts"). */
function emptyObjects(keys) {
    return keys.length === 0 ? undefined : Object.fromEntries(keys.map((key) => [key, {}]));
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
    return (0,json/* canonicalJson */.d)({
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

;// CONCATENATED MODULE: ./lib/engine/embedded.js











/**
 * Makes one platform's image in the store: layers (base, assets, binary), config, manifest. Equal plans give equal bytes.
 * A foreign base's layers are named by their digests alone: they need not lie in the store.
 * @throws SlipwayError E_CONFIG when an asset lies where something else must, E_BASE when the base has a link in the way,
 *   E_IO when a file changed or the store fails
 */
async function assembleImage(plan, store) {
    const { platform, created, metadata, base } = plan;
    checkFit(base, [executablePath(plan.name), ...plan.assets.filter(isFile).map(({ path }) => `/${path}`)]);
    const own = await ownLayers(plan, store);
    const layers = [...base.layers, ...own.layers.map(({ layer }) => layer)];
    const history = [
        ...baseHistory(plan),
        ...own.layers.map(({ createdBy }) => ({ created, created_by: createdBy })),
    ];
    const execution = executionOf(plan);
    const configBytes = encodeConfig({ platform, created, execution, layers, history });
    const config = await putDocument(store, descriptor/* mediaType */.J.config, configBytes);
    const manifestBytes = encodeManifest({ config, layers, annotations: metadata.annotations });
    const manifest = await putDocument(store, descriptor/* mediaType */.J.manifest, manifestBytes);
    const diskBytes = diskBytesOf(layers);
    return {
        platform,
        manifest: { ...manifest, platform },
        config,
        layers,
        ...(diskBytes !== undefined && { diskBytes }),
        pullBytes: layers.reduce((sum, layer) => sum + layer.compressedBytes, manifest.size + config.size),
        cached: own.cached,
    };
}
function isFile({ type }) {
    return type !== 'directory';
}
/** What the image is told to do, from the request and, below it, from a base that others made. */
function executionOf({ base, name, settings, metadata }) {
    const inherited = base.foreign?.inherited;
    return {
        entrypoint: settings.entrypoint ?? [executablePath(name)],
        cmd: settings.cmd,
        env: mergeEnv(base.env, settings.env),
        user: imageUser(settings.user, inherited?.user),
        workdir: settings.workdir ?? inherited?.workdir,
        ports: settings.ports,
        labels: metadata.labels,
        inherited,
    };
}
/** Undefined as soon as one layer was never unpacked. */
function diskBytesOf(layers) {
    return layers.reduce((sum, { uncompressedBytes: bytes }) => sum === undefined || bytes === undefined ? undefined : sum + bytes, 0);
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
    const root = await putDocument(store, descriptor/* mediaType */.J.index, encodeIndex({ manifests, annotations }));
    const all = sorted.flatMap(({ layers, config, manifest: { platform: _, ...manifest } }) => [
        ...layers.map(layerDescriptor),
        config,
        manifest,
    ]);
    const blobs = [...new Map([...all, root].map((blob) => [blob.digest, blob])).values()];
    return { root, blobs, images: sorted };
}
async function ownLayers(plan, store) {
    const { base, mtime, settings } = plan;
    const path = executablePath(plan.name);
    const assets = placeAssets(plan.assets, base, path);
    const layers = [];
    let cached = true;
    const add = async (layer, createdBy) => {
        const made = await makeLayer({ ...layer, compression: settings.compression, mtime }, store);
        layers.push({ layer: made.layer, createdBy });
        cached &&= made.cached;
    };
    const files = assets.filter(isFile).length;
    if (assets.length > 0) {
        const below = base.contents?.directories ?? new Map();
        const what = `slipway: assets (${files} ${files === 1 ? 'file' : 'files'})`;
        await add({ kind: 'asset', entries: assets, below }, what);
    }
    // Its folders are the same on every base, whether somebody looked into that or not: so are its bytes.
    const executable = { type: 'file', path: path.slice(1), mode: 0o755, content: plan.executable };
    await add({ kind: 'binary', entries: [executable] }, `slipway: ${path} built from ${plan.importPath}`);
    return { layers, cached };
}
/** A foreign base tells its own; of Slipway's own bases it says what they are made of. */
function baseHistory({ base, created }) {
    if (base.foreign !== undefined)
        return base.foreign.inherited.history;
    const what = `slipway: base ${base.reference}${base.source === undefined ? '' : ` (${base.source})`}`;
    return base.layers.map(() => ({ created, created_by: what }));
}
async function putDocument(store, type, bytes) {
    return { mediaType: type, digest: await store.put(bytes), size: bytes.length };
}

// EXTERNAL MODULE: ./node_modules/semver/index.js
var semver = __webpack_require__(62088);
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
 * @param inherited labels of the base
 */
function imageMetadata(facts, user, inherited = {}) {
    const own = ownMetadata(facts);
    return {
        labels: present({ ...inherited, ...own, ...user.labels }),
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

;// CONCATENATED MODULE: ./lib/stages/images.js










/** Two compressors at once keep two cores busy and memory small; zlib's threads do the work. */
const compressors = 2;
/** The images of every target that has a platform for one, where an output asks for images; and what the store did for them. */
async function makeLayouts(targets, request, origin, ports) {
    const limit = (0,p_limit/* default */.A)(compressors);
    const layouts = await (0,concurrency/* settleAll */.j3)(targets.map((target) => (0,output/* asksForImages */.uM)(request) && target.executables.some(holdsImage)
        ? makeImages(target, request, origin, ports, limit)
        : undefined));
    const images = layouts.flatMap((layout) => layout?.images ?? []);
    const cached = images.filter((image) => image.cached).length;
    if (images.length === 0)
        return [layouts, 'none'];
    return [layouts, cached === images.length ? 'hit' : cached > 0 ? 'partial' : 'miss'];
}
/** One target's images for the platforms that an image can hold, under one index. */
async function makeImages(target, request, origin, ports, limit) {
    const { settings, name, importPath } = target;
    const created = createdTime(target, request, origin);
    const assets = await collectAssets(settings.assets, origin.source.directory);
    const images = await (0,concurrency/* settleAll */.j3)(target.executables.filter(holdsImage).map(({ platform, path, digest, bytes, base }) => limit(async () => {
        if (base === undefined)
            throw new errors/* SlipwayError */.GQ('E_INTERNAL', `no base was made for ${name}`);
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
            metadata: metadataOf(target, origin, created, base),
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
            ...(image.diskBytes !== undefined && { diskBytes: image.diskBytes }),
            pullBytes: image.pullBytes,
        });
        return image;
    })));
    return assembleIndex(images, metadataOf(target, origin, created).annotations, ports.store);
}
/** Only Linux programs are put into images. */
function holdsImage({ platform }) {
    return platform.os === 'linux';
}
/** The commit's or the module version's time; without either, or when it is not to be told, SOURCE_DATE_EPOCH or 1970. */
function createdTime({ settings }, request, origin) {
    const known = settings.vcsStamp === 'never' && origin.source.module === undefined
        ? undefined
        : sourceTime(origin.source);
    return known ?? (0,version_control/* rfc3339 */.ag)(request.sourceDateEpoch ?? 0);
}
/** @param base one platform's, for its image; without, what is said of all platforms together */
function metadataOf(target, origin, created, base) {
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
        baseImage: baseImage(target, base),
        ...(told && {
            version: sourceVersion(source, target.module),
            revision: sourceRevision(source),
            vcsTime: source.vcs?.time,
            vcsModified: source.vcs?.modified,
        }),
    }, settings, base?.foreign?.inherited.labels);
}
/** Of an index the base is an index too (image-spec, annotations.md, "base.digest"). */
function baseImage(target, base) {
    const place = target.settings.base;
    const name = typeof place === 'string' ? undefined : pullableName(place);
    const digest = base === undefined ? target.base.digest : base.foreign?.manifest.digest;
    return name === undefined || digest === undefined ? undefined : { name, digest };
}

;// CONCATENATED MODULE: ./lib/stages/inspection.js















/** Reads every program and checks that it is what was asked for and can start on its base. */
async function inspectTargets(targets, bases, origin, ports) {
    const look = (0,concurrency/* oncePer */.Pu)((base) => `${base.reference} ${base.foreign?.manifest.digest}`, (base) => withContents(base, ports.store));
    const all = await (0,concurrency/* settleAll */.j3)(targets.map((target) => inspectTarget(target, { bases, look, origin, ports })));
    return { targets: all.map(({ target }) => target), verdicts: all.flatMap(({ verdicts }) => verdicts) };
}
async function inspectTarget(target, inspection) {
    const { origin, ports } = inspection;
    const executables = await (0,concurrency/* settleAll */.j3)(target.executables.map(async (executable) => {
        const facts = await factsOf(executable, origin, ports);
        return { ...executable, facts, base: await baseUnder(executable, facts, target, inspection) };
    }));
    const verdicts = executables.flatMap(({ platform, facts, base }) => {
        const subject = `${target.name} (${(0,request_platform/* formatPlatform */.Bq)(platform)})`;
        const linux = platform.os === 'linux' ? base : undefined;
        const answers = checkExecutable(facts, {
            subject,
            platform,
            base: linux,
            goVersion: origin.toolchain.version,
            importPath: target.importPath,
            modulePath: target.module.Path,
            cgo: target.settings.cgo,
        });
        return [...answers, ...(linux === undefined ? [] : checkBaseFiles(linux, subject))];
    });
    const base = executables.find((executable) => executable.base !== undefined)?.base;
    const told = base === undefined ? { reference: (0,request_base/* formatBase */.T)(target.settings.base) } : baseReport(base);
    return { target: { ...target, base: told, executables }, verdicts };
}
/** The base of a program; one that asks for an interpreter or libraries needs to know what its base holds. */
async function baseUnder({ platform }, { elf }, { settings }, { bases, look }) {
    const base = baseFor(settings, platform, bases);
    const asks = elf !== undefined && (elf.interpreter !== undefined || elf.neededLibraries.length > 0);
    return base !== undefined && asks ? look(base) : base;
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

// EXTERNAL MODULE: ./lib/support/exec.js + 1 modules
var exec = __webpack_require__(51574);
// EXTERNAL MODULE: ./lib/support/find-program.js
var find_program = __webpack_require__(56493);
;// CONCATENATED MODULE: ./lib/output/engines.js



const inspectId = (image) => ['image', 'inspect', '--format', '{{.Id}}', image];
/** In the order in which `auto` asks. */
const programs = [
    {
        engine: 'docker',
        program: 'docker',
        ask: ['version', '--format', '{{.Server.Os}}/{{.Server.Arch}}'],
        load: (file) => ['load', '--input', file],
        inspect: inspectId,
    },
    {
        engine: 'podman',
        program: 'podman',
        ask: ['info', '--format', '{{.Host.OS}}/{{.Host.Arch}}'],
        load: (file) => ['load', '--input', file],
        inspect: inspectId,
    },
    {
        engine: 'containerd',
        program: 'nerdctl',
        ask: ['info', '--format', '{{.OSType}}/{{.Architecture}}'],
        load: (file) => ['load', '--input', file],
    },
    {
        engine: 'containerd',
        program: 'ctr',
        ask: ['version'],
        load: (file, env) => [
            `--namespace=${env['CONTAINERD_NAMESPACE'] || 'default'}`,
            'images',
            'import',
            file,
        ],
    },
];
/**
 * The engine of that name, or the first one, that is there and answers.
 * @throws SlipwayError E_TOOL that says of each program whether it is missing or why it does not answer
 */
async function findEngine(wanted, ports) {
    const told = [];
    let denied = false;
    for (const candidate of programs.filter(({ engine }) => wanted === 'auto' || wanted === engine)) {
        const { program, ask } = candidate;
        const file = await (0,find_program/* findProgram */.K)(program, ports.env, ports.host.os);
        if (file === undefined) {
            told.push(`${program}: not on PATH`);
            continue;
        }
        const command = { file, args: ask, env: definedOnly(ports.env) };
        const answer = await ports.exec(command).catch(reasonOfStart);
        if (typeof answer !== 'string' && answer.status === 0) {
            return { ...candidate, file, platform: platformFrom(answer.stdout, ports.host.architecture) };
        }
        const said = typeof answer === 'string' ? answer : answer.stderr.trim() || (0,exec/* failure */.V)(answer);
        // The words of an engine choose the hint, never what is done.
        denied ||= /permission denied/i.test(said);
        told.push(`${program}: does not answer: ${oneLine(said)}`);
    }
    const what = wanted === 'auto' ? 'no container engine answers' : `${wanted} does not answer`;
    throw new errors/* SlipwayError */.GQ('E_TOOL', [`cannot load the image: ${what}`, ...told].join('\n'), {
        hint: denied
            ? "this user may not use the engine's socket: join its group (docker's is called docker), or run as root"
            : 'start one of them, or write a file for it with --output docker-archive:FILE',
    });
}
function reasonOfStart(error) {
    if (error instanceof errors/* SlipwayError */.GQ && error.code === 'E_TOOL')
        return error.message;
    throw error;
}
/** What engines print of themselves, some in the kernel's names. Containers are Linux's unless an engine says otherwise. */
function platformFrom(said, hostArchitecture) {
    const [, os = 'linux', architecture = hostArchitecture] = /^([a-z]+)\/([a-z0-9_]+)$/.exec(said.trim()) ?? [];
    const kernelNames = { x86_64: 'amd64', aarch64: 'arm64', armv7l: 'arm' };
    return { os, architecture: kernelNames[architecture] ?? architecture };
}
function oneLine(text) {
    const line = text.split('\n', 1)[0] ?? '';
    return line.replace(/[^\x20-\x7e]/g, ' ').slice(0, 300);
}
/** The environment as a program gets it. */
function definedOnly(env) {
    const defined = Object.entries(env).filter((entry) => entry[1] !== undefined);
    return Object.fromEntries(defined);
}

;// CONCATENATED MODULE: ./lib/output/load.js






/**
 * Loads the image that fits the engine's platform, or the only one, into a container engine on this machine, and asks the
 * engine what it got.
 * @param names as the engine shall list it; without any it goes by its ID
 * @throws SlipwayError E_TOOL when no engine answers or it refuses the image, E_CONFIG when no image fits or a name is none
 */
async function loadImage(images, request, ports) {
    const names = request.names.map(docker_archive/* repoTag */.n);
    const engine = await findEngine(request.engine, ports);
    if (engine.engine === 'containerd' && names.length === 0) {
        throw new errors/* SlipwayError */.GQ('E_CONFIG', 'containerd keeps images by name, and this one has none', {
            hint: 'give it one with --image, for example --image example.com/api:dev',
        });
    }
    const image = imageFor(engine, images);
    const { digest: id } = image.config;
    const loaded = { engine: engine.engine, names, id, platform: (0,request_platform/* formatPlatform */.Bq)(image.platform) };
    if (await isThere(engine, id, names, ports))
        return { ...loaded, unchanged: true, notices: [] };
    const file = await ports.store.reserve();
    try {
        await (0,docker_archive/* writeDockerArchive */.W)(image, ports.store, file, names);
        await run(engine, { file: engine.file, args: engine.load(file, ports.env) }, ports);
    }
    finally {
        await (0,external_node_fs_promises_.rm)(file, { force: true });
    }
    return { ...loaded, unchanged: false, notices: await compareId(engine, id, names[0], ports) };
}
/** Of an architecture's variants the one that most machines run: the baseline; of ARM's the highest, which Docker means too. */
function imageFor({ engine, platform }, images) {
    const fitting = images.filter((image) => image.platform.os === platform.os && image.platform.architecture === platform.architecture);
    const sorted = fitting.toSorted((a, b) => (0,request_platform/* formatPlatform */.Bq)(a.platform) < (0,request_platform/* formatPlatform */.Bq)(b.platform) ? -1 : 1);
    const [only] = images.length === 1 ? images : [];
    const image = (platform.architecture === 'arm' ? sorted.at(-1) : sorted[0]) ?? only;
    if (image !== undefined)
        return image;
    const there = images.map((one) => (0,request_platform/* formatPlatform */.Bq)(one.platform)).join(', ');
    throw new errors/* SlipwayError */.GQ('E_CONFIG', `${engine} runs ${platform.os}/${platform.architecture} here, and the image is for ${there}`, { hint: `build for it too: --platform ${platform.os}/${platform.architecture}` });
}
async function run(engine, command, ports) {
    const result = await ports.exec({ ...command, env: definedOnly(ports.env) });
    if (result.status === 0)
        return;
    const said = `${result.stderr}${result.stdout}`.trim();
    throw new errors/* SlipwayError */.GQ('E_TOOL', `${engine.program} did not load the image: ${(0,exec/* failure */.V)(result)}\n${(0,exec/* shellLine */.T)(command)}\n${said}`, { hint: 'the engine is there, and the reason is its own; "docker system df" and its log may tell more' });
}
/** Whether the engine has this image under each of its names. */
async function isThere(engine, id, names, ports) {
    for (const name of names)
        if ((await idOf(engine, name, ports)) !== id)
            return false;
    return names.length > 0;
}
/** Says what keeps the engine's ID from being compared; nothing when it is the config's digest. */
async function compareId(engine, id, name, ports) {
    if ((await idOf(engine, id, ports)) === id)
        return [];
    // With containerd's image store docker's IDs are digests of manifests, and the manifest is one that it made.
    const other = name === undefined ? undefined : await idOf(engine, name, ports);
    return [
        other === undefined
            ? `${engine.program} does not tell the config's digest of an image: ${id} was not compared`
            : `${engine.program} has the image as ${other}; its config is ${id}`,
    ];
}
/** What the engine calls the ID of an image; undefined when it has none of that name, or does not tell. */
async function idOf({ inspect, file }, image, { exec, env }) {
    if (inspect === undefined)
        return undefined;
    const answer = await exec({ file, args: inspect(image), env: definedOnly(env) });
    return answer.status === 0 ? `sha256:${answer.stdout.trim().replace(/^sha256:/, '')}` : undefined;
}

;// CONCATENATED MODULE: ./lib/stages/load.js



/**
 * Refuses a run whose images no engine will take, before anything is compiled for it.
 * @throws SlipwayError E_TOOL when no engine answers, with the reason of each
 */
async function checkLoad(load, ports) {
    if (load !== undefined)
        await findEngine(load, ports);
}
/**
 * Loads every target's image into the engine of this machine, under the target's names.
 * @returns by the target's name
 * @throws SlipwayError E_TOOL, E_CONFIG as `loadImage`
 */
async function loadImages(deliveries, load, ports) {
    const loaded = new Map();
    for (const delivery of deliveries) {
        const { target, layout, names } = delivery;
        if (layout === undefined)
            continue;
        const request = { engine: load, names };
        loaded.set(target.name, await loadImage(layout.images, request, { ...ports, store: storeOf(delivery, ports) }));
    }
    return loaded;
}

// EXTERNAL MODULE: ./lib/request/push.js
var push = __webpack_require__(93445);
// EXTERNAL MODULE: ./lib/tags/context.js
var context = __webpack_require__(11878);
// EXTERNAL MODULE: ./lib/tags/tags.js
var tags_tags = __webpack_require__(64696);
;// CONCATENATED MODULE: ./lib/stages/names.js




/** What tag rules can know of this run. */
function tagContext({ source }, { env, clock }) {
    const now = new Date(clock.now());
    return source.module === undefined
        ? (0,context/* readTagContext */.g)(env, source.vcs, now)
        : Promise.resolve((0,context/* publishedContext */.M)(source.module.version, now));
}
/** The names of the targets' images in docker archives and engines; empty where nothing asks for names. */
async function localNames(request, targets, origin, ports) {
    const named = request.load !== undefined || request.outputs.some(({ kind }) => kind === 'docker-archive');
    if (!named)
        return new Map();
    const context = await tagContext(origin, ports);
    return new Map([...(0,push/* imageNames */.s)(request, targets)].map(([target, { repository, tag }]) => {
        const { tags, notices } = (0,tags_tags/* tagsOf */.F)(tag, request.tags, context, target);
        return [target, { names: tags.map((each) => (0,reference/* formatReference */.FH)({ ...repository, tag: each })), notices }];
    }));
}

// EXTERNAL MODULE: ./lib/cache/folders.js
var folders = __webpack_require__(62783);
// EXTERNAL MODULE: ./lib/support/lock.js
var lock = __webpack_require__(20756);
// EXTERNAL MODULE: ./lib/gobuild/go-command.js
var go_command = __webpack_require__(82710);
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
    await (0,external_node_fs_promises_.mkdir)((0,external_node_path_.dirname)(output), { recursive: true });
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
        await (0,go_command/* runGo */.aC)(go, { ...run, variables }, `${request.target} does not compile`);
    }
    finally {
        await (0,external_node_fs_promises_.rm)(work, { recursive: true, force: true });
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
    if (recorded === undefined || !(await compile_isFile(output)))
        return undefined;
    const { digest, bytes } = await (0,hashing/* sha256File */.Q3)(output);
    return digest === recorded ? { platform, path: output, digest, bytes } : undefined;
}
async function forget(output) {
    await (0,external_node_fs_promises_.rm)(recordOf(output), { force: true });
    await (0,external_node_fs_promises_.rm)(output, { force: true, recursive: true });
}
function recordOf(output) {
    return `${output}.sha256`;
}
async function compile_isFile(path) {
    return (await (0,support_files/* exists */.t2)(path)) && (await (0,external_node_fs_promises_.stat)(path)).isFile();
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
    const stdout = await (0,go_command/* runGo */.aC)(go, run, `go list failed in ${run.cwd}`);
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
        : [`${module.Path}@${module.Version}: ${(0,go_command/* mask */.dK)(module.Error, context.go.secrets)}`]);
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
        const result = await (0,lock/* withLock */.k)(`${request.output}.lock`, { signal: context.signal }, () => compile(context.go, request));
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
        return [head, ...(await (0,concurrency/* settleAll */.j3)(rest.map(({ target, platform }) => one(target, platform))))];
    };
    const done = await (0,concurrency/* settleAll */.j3)(lanes.map(lane)).catch(async (error) => {
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

// EXTERNAL MODULE: ./lib/gobuild/module-source.js
var module_source = __webpack_require__(38936);
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
            hint: (0,go_command/* hintFor */.JR)(found?.Error?.Err ?? '') ??
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
        throw new errors/* SlipwayError */.GQ('E_CONFIG', `target ${target.name}: ${why}${targets_listed(found === undefined ? mains : fitting)}`, {
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
        const excluded = (0,go_command/* hintFor */.JR)(said);
        const why = excluded === undefined ? '' : `: ${said}`;
        throw new errors/* SlipwayError */.GQ('E_CONFIG', `no main package in ${workspace.importRoot ?? workspace.directory}${why}`, {
            hint: excluded ??
                'slipway builds programs: name the folder whose package is "main", or check build constraints and --build-tags',
        });
    }
    throw new errors/* SlipwayError */.GQ('E_CONFIG', `several main packages, and nothing says which to build${targets_listed(mains)}`, {
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
function targets_listed(mains) {
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
    for (const path of above.filter(inputs_isThere))
        add(path);
    const absent = [...above, ...packages.flatMap(modulesBetween)].filter((path) => !inputs_isThere(path));
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
            .find(inputs_isThere);
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
    const programs = (inputs_isThere(tools) ? (0,external_node_fs_.readdirSync)(tools) : []).flatMap((host) => ['asm', 'compile', 'link'].map((tool) => (0,external_node_path_.join)(tools, host, tool)));
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
    return inputs_isThere(file) ? (0,external_node_fs_.readFileSync)(file, 'utf8').replaceAll(/\/\/.*$/gm, '') : '';
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
function inputs_isThere(path) {
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
        structure.add(path, inputs_isThere(path) ? 'there' : 'absent');
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
    return settings.every(({ vcsStamp }) => vcsStamp !== 'auto') || !above.some(inputs_isThere);
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
        await (0,module_source/* requirePackages */.L7)(context.go, workspace, source.module, packages);
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

// EXTERNAL MODULE: ./lib/registry/push/move-tags.js
var move_tags = __webpack_require__(80157);
// EXTERNAL MODULE: ./lib/registry/push/push-image.js + 6 modules
var push_image = __webpack_require__(36950);
// EXTERNAL MODULE: ./lib/stages/registries.js
var registries = __webpack_require__(68980);
;// CONCATENATED MODULE: ./lib/stages/publish.js






const nothingPublished = { publications: new Map(), notices: [] };
/**
 * Pushes every target's image: the content of all of them first, then the tags. So a run that fails in between has moved
 * no tag, and its rerun goes on from there.
 * @throws SlipwayError E_AUTH, E_REGISTRY, E_NETWORK, E_IO
 */
async function publish(deliveries, request, origin, ports) {
    const { shipments, notices } = await planned(deliveries, request, origin, ports);
    const pushed = [];
    for (const shipment of shipments) {
        const earlier = pushed.map(({ shipment: { place } }) => place);
        pushed.push({ shipment, publication: await pushContent(shipment, earlier, ports) });
    }
    const publications = new Map();
    for (const { shipment, publication } of pushed) {
        const { layout, place, tags, delivery } = shipment;
        await (0,move_tags/* moveTags */.F)(layout.root, place, tags, ports);
        const { name } = delivery.target;
        publications.set(name, [...(publications.get(name) ?? []), (0,move_tags/* withTags */.S)(publication, place, tags)]);
    }
    return { publications, notices };
}
async function planned(deliveries, request, origin, ports) {
    const context = await tagContext(origin, ports);
    const names = deliveries.map(({ target }) => target.name);
    const places = (0,push/* pushPlaces */.hm)(request, names);
    const notices = [];
    const shipments = deliveries.flatMap((delivery) => {
        const { layout, target } = delivery;
        if (layout === undefined)
            return [];
        return (places.get(target.name) ?? []).map(({ repository, tag }) => {
            const found = (0,tags_tags/* tagsOf */.F)(tag, request.tags, context, target.name);
            notices.push(...found.notices);
            return { delivery, layout, place: repository, tags: found.tags };
        });
    });
    return { shipments, notices };
}
/** What a repository on the same registry was given a moment ago need not be sent again. */
async function pushContent({ delivery: { origins }, layout, place }, earlier, { registry, store, signal, progress }) {
    const near = earlier.findLast((other) => other.registry === place.registry);
    const known = near === undefined ? origins : new Map([...mountable(layout.blobs, near), ...origins]);
    const onProgress = (0,registries/* tellingPush */.y)(progress, place);
    return (0,push_image/* pushImage */.G)({ ...layout, origins: known }, place, { registry, store, signal, onProgress });
}
function mountable(blobs, repository) {
    return blobs.map(({ digest }) => [digest, { repository, fetch: () => Promise.resolve() }]);
}

;// CONCATENATED MODULE: ./lib/stages/reporting.js







/** The request as it was understood. */
function requestReport({ source, defaults, outputs }) {
    return {
        source: source.kind === 'directory' ? source.directory : `${source.path}@${source.version}`,
        platforms: defaults.platforms.map(request_platform/* formatPlatform */.Bq),
        outputs: outputs.map(output/* formatOutput */.V$),
        compression: (0,request_compression/* formatCompression */.gv)(defaults.compression),
        compressor: (0,compress/* compressorIdentity */.WJ)(defaults.compression),
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
function targetReports(deliveries, origin, outcome, done) {
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
            alternative: { compression: (0,request_compression/* formatCompression */.gv)(alternative), pullBytes: done.zstd },
            outputs: outcome === 'fail' ? [] : places.outputs.map(output/* formatOutput */.V$),
            loaded: done.loaded.get(target.name),
            publications: done.publications.get(target.name),
        });
    });
}

// EXTERNAL MODULE: ./lib/verify/verdict.js
var verdict = __webpack_require__(53900);
;// CONCATENATED MODULE: ./lib/pipeline.js





















/**
 * The way through: code → programs → checked programs → images → verified images → outputs → publications. Everything is told in the
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
        const value = await (0,gobuild_origin/* findOrigin */.B)(request, {
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
    const registry = (0,registries.runRegistry)(request, ports);
    const outside = { ...ports, registry };
    try {
        return await buildFrom(origin, request, outside, stages, false);
    }
    catch (error) {
        // A program that an earlier run recorded may have been damaged since; then this run makes it itself.
        const recalled = stages.some(({ name, cache }) => name === 'build' && cache === 'hit');
        if (!recalled || !(error instanceof errors/* SlipwayError */.GQ) || error.code !== 'E_IO')
            throw error;
        return await buildFrom(origin, request, outside, stages.slice(0, 1), true);
    }
    finally {
        await registry.close();
    }
}
async function buildFrom(origin, request, ports, stages, fresh) {
    const stage = stopwatch(stages, ports);
    await checkLoad(request.load, ports);
    const verdicts = [checkSource(origin.source)];
    const [bases, programs] = await (0,concurrency/* settleAll */.j3)([
        stage('base', async () => [await announcedBases(request, origin, ports), 'none']),
        stage('build', async () => {
            const made = await makePrograms(request, origin, ports, fresh);
            return [made.targets, made.cache];
        }),
    ]);
    const targetNames = programs.map(({ name }) => name);
    const places = (0,output/* outputsFor */.k5)(request, targetNames);
    const names = await localNames(request, targetNames, origin, ports);
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
        names: names.get(target.name)?.names ?? [],
        origins: originsOf(target),
    }));
    const outcome = (0,verdict/* outcomeOf */.s)(verdicts);
    await stage('output', async () => {
        const unchanged = outcome === 'fail' || (await deliver(deliveries, ports));
        return [undefined, unchanged ? 'hit' : 'miss'];
    });
    const { load } = request;
    const loaded = load === undefined || outcome !== 'pass'
        ? new Map()
        : await stage('load', async () => [await loadImages(deliveries, load, ports), 'none']);
    const published = request.push.length === 0 || outcome !== 'pass'
        ? nothingPublished
        : await stage('push', async () => [await publish(deliveries, request, origin, ports), 'none']);
    // Costs as much as compressing did, so only where someone keeps the report.
    const zstd = request.json || request.reportFile !== undefined ? await zstdPullBytes(layouts, ports) : new Map();
    return {
        schemaVersion: 1,
        slipway: version/* slipwayVersion */.u,
        outcome,
        request: requestReport(request),
        toolchain: toolchainReport(origin),
        base: must(inspected[0]).base,
        targets: targetReports(deliveries, origin, outcome, { zstd, loaded, ...published }),
        stages,
        verdicts,
        notices: [
            ...new Set([
                ...origin.notices,
                ...bases.notices,
                ...[...names.values()].flatMap(({ notices }) => notices),
                ...[...loaded.values()].flatMap(({ notices }) => notices),
                ...published.notices,
            ]),
        ],
    };
}
/** The bases; with them all is known that the first line says. */
async function announcedBases(request, origin, ports) {
    const bases = await makeBases(request, origin, ports, ports.registry);
    const { version, source, goroot } = origin.toolchain;
    const made = [...bases.byKey.values()].map(baseReport);
    ports.progress({ kind: 'start', go: version, source, goroot, bases: made });
    return bases;
}
/** Runs a step and notes how long it took and what a cache did for it. */
function stopwatch(stages, { clock, signal, progress }) {
    return async (name, work) => {
        signal.throwIfAborted();
        progress({ kind: 'stage', name });
        const started = clock.seconds();
        const [value, cache] = await work();
        const done = { name, seconds: Math.round((clock.seconds() - started) * 1000) / 1000, cache };
        stages.push(done);
        progress({ kind: 'stage-done', ...done });
        return value;
    };
}
function must(value) {
    if (value === undefined)
        throw new errors/* SlipwayError */.GQ('E_INTERNAL', 'a target lost its place');
    return value;
}

// EXTERNAL MODULE: ./lib/gobuild/go.js
var gobuild_go = __webpack_require__(64914);
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
        const entries = (await (0,external_node_fs_promises_.readdir)(folder, { withFileTypes: true })).sort((a, b) => a.name < b.name ? -1 : 1);
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
    const head = (await (0,external_node_fs_promises_.readFile)(path, 'utf8')).slice(0, headBytes).replaceAll(/\/\*[\s\S]*?\*\//g, '');
    if (/^\/\/go:build\s+ignore\s*$/m.test(head))
        return undefined;
    return /^\s*package\s+([\p{L}_][\p{L}\p{N}_]*)/mu.exec(head)?.[1];
}

// EXTERNAL MODULE: ./lib/toolchain/resolve.js + 4 modules
var resolve = __webpack_require__(58706);
// EXTERNAL MODULE: ./lib/toolchain/wanted.js + 1 modules
var wanted = __webpack_require__(95165);
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
    const go = (await (0,gobuild_go/* prepareGo */.q)(toolchain, request, { ...ports, progress: () => undefined })).command;
    const programs = await plannedPrograms(request, workspace);
    const names = programs.map(({ name }) => name);
    const [places, pushed] = [(0,output/* outputsFor */.k5)(request, names), (0,push/* pushPlaces */.hm)(request, names)];
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
            base: (0,request_base/* formatBase */.T)(settings.base),
            outputs: places.get(name)?.outputs.map(output/* formatOutput */.V$) ?? [],
            push: pushed
                .get(name)
                ?.map(({ repository, tag }) => (0,reference/* formatReference */.FH)({ ...repository, ...(tag && { tag }) })) ?? [],
        })),
        tags: request.tags,
        ...(request.load !== undefined && { load: request.load }),
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
        return (0,wanted/* wantedGo */.y6)(request.go, directory, { gowork: ports.env['GOWORK'] });
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
        return await (0,resolve/* resolveToolchain */.W)(wanted, quiet);
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
    return [...fetching, ...listings, ...builds].map((run) => (0,go_command/* goShellLine */.Pf)(go, run));
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
    await (0,sweep/* sweepStore */.K)(request.cacheDirectory, ports.clock.now());
    return { kind: 'report', report, status: report.outcome === 'pass' ? 0 : 1 };
}


/***/ }),

/***/ 91633:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   TL: () => (/* binding */ lockKey),
/* harmony export */   be: () => (/* binding */ writeLock),
/* harmony export */   mF: () => (/* binding */ readLock),
/* harmony export */   mT: () => (/* binding */ lockedBase)
/* harmony export */ });
/* unused harmony exports parseLock, lockText */
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(38815);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(39580);
/* harmony import */ var _support_files_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(15932);
/* harmony import */ var _support_hashing_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(47823);
/* harmony import */ var _config_node_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(16224);
/* harmony import */ var _faults_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(50556);
/* harmony import */ var _reference_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(47540);
/* harmony import */ var _yaml_nodes_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(60322);









const heading = ` What tags meant when \`slipway lock\` looked; builds use these. Commit this file.`;
/**
 * The lock at a path; a file that is not there pins nothing.
 * @throws SlipwayError E_CONFIG with every fault and its line and column; E_IO when it cannot be read
 */
async function readLock(path) {
    return parseLock((await readText(path)) ?? '', 'slipway.lock');
}
async function readText(path) {
    return (await (0,_support_files_js__WEBPACK_IMPORTED_MODULE_3__/* .exists */ .t2)(path)) ? (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path, 'utf8') : undefined;
}
/**
 * Reads the text of a lock.
 * @param name how messages call it
 * @throws SlipwayError E_CONFIG with every fault, each as `name:LINE:COLUMN: …`
 */
function parseLock(text, name) {
    const faults = [];
    const conflict = text.split('\n').findIndex((line) => line.startsWith('<<<<<<< '));
    if (conflict >= 0) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .SlipwayError */ .GQ('E_CONFIG', `${name}:${conflict + 1}:1: a merge left its marks here`, {
            hint: 'take one side whole, for example with git checkout --ours, and run slipway lock',
        });
    }
    const bases = new Map();
    const root = (0,_yaml_nodes_js__WEBPACK_IMPORTED_MODULE_8__/* .readYaml */ .g)(text, name, faults);
    if (root?.kind === 'map') {
        const [version, section] = ['version', 'bases'].map((key) => root.entries.find((entry) => entry.key === key));
        if (!(version?.value.kind === 'number' && version.value.value === 1)) {
            const hint = 'this Slipway reads version 1 of the file; slipway lock writes it anew once it is deleted';
            faults.push({ where: version?.value.where ?? root.where, message: 'expected version: 1', hint });
        }
        if (section !== undefined)
            readBases(section.value, bases, faults);
    }
    else if (root !== undefined && root.kind !== 'nothing') {
        faults.push({ where: root.where, message: `expected a map of sections, got ${(0,_config_node_js__WEBPACK_IMPORTED_MODULE_5__/* .describeNode */ .W)(root)}` });
    }
    (0,_faults_js__WEBPACK_IMPORTED_MODULE_6__/* .throwFaults */ .G3)(faults, name);
    return { bases };
}
function readBases(node, bases, faults) {
    if (node.kind === 'nothing')
        return;
    if (node.kind !== 'map') {
        faults.push({
            where: node.where,
            message: `expected a map of references to digests, got ${(0,_config_node_js__WEBPACK_IMPORTED_MODULE_5__/* .describeNode */ .W)(node)}`,
        });
        return;
    }
    for (const { key, where, value } of node.entries) {
        const reference = (0,_faults_js__WEBPACK_IMPORTED_MODULE_6__/* .collect */ .Fo)(where, faults, () => (0,_reference_js__WEBPACK_IMPORTED_MODULE_7__/* .parseReference */ .F2)(key));
        if (value.kind !== 'text' || !(0,_support_hashing_js__WEBPACK_IMPORTED_MODULE_4__/* .isDigest */ .Bc)(value.text)) {
            const hint = 'a digest is sha256: and 64 lower-case hexadecimal digits';
            faults.push({ where: value.where, message: `expected a digest, got ${(0,_config_node_js__WEBPACK_IMPORTED_MODULE_5__/* .describeNode */ .W)(value)}`, hint });
        }
        else if (reference !== undefined && lockKey(reference) !== key) {
            const message = `${(0,_faults_js__WEBPACK_IMPORTED_MODULE_6__/* .quoted */ .TL)(key)} is written ${lockKey(reference)} here`;
            faults.push({ where, message, hint: 'slipway lock writes this file' });
        }
        else
            bases.set(key, value.text);
    }
}
/** How the lock calls a base: in full, with its tag; no tag means latest, as it does to a registry's clients. */
function lockKey({ registry, repository, tag = 'latest' }) {
    return (0,_reference_js__WEBPACK_IMPORTED_MODULE_7__/* .formatReference */ .FH)({ registry, repository, tag });
}
/** The reference with the digest that the lock has for it; itself where it has its own, undefined where there is none. */
function lockedBase(lock, reference) {
    if (reference.digest !== undefined)
        return reference;
    const digest = lock.bases.get(lockKey(reference));
    return digest === undefined ? undefined : { ...reference, digest };
}
/**
 * Writes the lock's bases, sorted, whole or not at all; equal locks give equal bytes. What else is in the file stays.
 * @returns false when the file was so already
 * @throws SlipwayError E_CONFIG when the file that is there cannot be read as a lock; E_IO
 */
async function writeLock(path, lock) {
    const before = await readText(path);
    const text = lockText(before ?? '', lock);
    if (text === before)
        return false;
    await (0,_support_files_js__WEBPACK_IMPORTED_MODULE_3__/* .writeFileAtomic */ .Zf)(path, text);
    return true;
}
/** The file's next text. */
function lockText(before, { bases }) {
    parseLock(before, 'slipway.lock');
    const document = (0,yaml__WEBPACK_IMPORTED_MODULE_1__/* .parseDocument */ .Tp)(before, { lineCounter: new yaml__WEBPACK_IMPORTED_MODULE_1__/* .LineCounter */ .HN(), version: '1.2' });
    if (!(0,yaml__WEBPACK_IMPORTED_MODULE_1__/* .isMap */ .jh)(document.contents)) {
        document.contents = document.createNode({ version: 1 });
        document.commentBefore = heading;
    }
    const sorted = [...bases].toSorted(([a], [b]) => (a < b ? -1 : 1));
    if (sorted.length === 0)
        document.delete('bases');
    else
        document.set('bases', document.createNode(Object.fromEntries(sorted)));
    return document.toString({ lineWidth: 0 });
}


/***/ })

};
