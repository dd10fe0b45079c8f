export const id = 22;
export const ids = [22];
export const modules = {

/***/ 21022:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  userCredentials: () => (/* binding */ userCredentials)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/support/concurrency.js
var concurrency = __webpack_require__(16964);
// EXTERNAL MODULE: ./lib/support/errors.js
var errors = __webpack_require__(39580);
// EXTERNAL MODULE: ./lib/support/fields.js
var support_fields = __webpack_require__(25070);
;// CONCATENATED MODULE: ./lib/registry/auth-file.js


/**
 * Reads such a file. What it says never gets into an error.
 * @param source its path, or the name of the variable that holds it
 * @throws SlipwayError E_AUTH when it is broken
 */
function parseAuthFile(text, source) {
    const content = (0,support_fields/* parseFields */.L5)(text);
    if (content === undefined)
        throw broken(source, 'it is not a JSON object');
    const proofs = new Map();
    for (const [key, entry] of Object.entries(section(content, 'auths', source))) {
        if (!(0,support_fields/* isFields */.Ce)(entry))
            throw broken(source, `auths: ${JSON.stringify(key)} is not an object`);
        const proof = proofOf(entry, () => broken(source, `auths: the "auth" of ${JSON.stringify(key)} is not USER:PASSWORD in base64`));
        if (proof !== undefined)
            addOnce(proofs, credentialKey(key), proof);
    }
    const helpers = new Map();
    for (const [key, name] of Object.entries(section(content, 'credHelpers', source))) {
        addOnce(helpers, credentialKey(key), helperName(name, 'credHelpers', source));
    }
    const store = content['credsStore'];
    const hasStore = store !== undefined && store !== '';
    return { source, proofs, helpers, store: hasStore ? helperName(store, 'credsStore', source) : undefined };
}
/** What a file says of a repository: the longest key that it lies under. */
function findFor(entries, { registry, repository }) {
    const parts = repository.split('/');
    for (let length = parts.length; length >= 0; length--) {
        const found = entries.get([registry, ...parts.slice(0, length)].join('/'));
        if (found !== undefined)
            return found;
    }
    return undefined;
}
/** Names under which Docker Hub's credentials are kept (docker/cli, cli/config/credentials; moby, registry/config.go). */
const hubNames = new Set(['index.docker.io', 'registry-1.docker.io']);
/** `host[/path]` of what people and programs write: older ones `https://host/v1/`, where the path is the API's. */
function credentialKey(key) {
    const [host = '', ...path] = key
        .replace(/^https?:\/\//, '')
        .replace(/(\/v[12])?\/*$/, '')
        .split('/');
    return [hubNames.has(host) ? 'docker.io' : host, ...path].join('/');
}
/** docker/cli, cli/config/types/authconfig.go. An entry may be empty: then a helper has the credentials. */
function proofOf(entry, broken) {
    const text = (name) => (typeof entry[name] === 'string' ? entry[name] : '');
    if (text('registrytoken') !== '')
        return { kind: 'bearer', token: text('registrytoken') };
    if (text('identitytoken') !== '')
        return { kind: 'identity', token: text('identitytoken') };
    if (text('auth') === '') {
        const [user, password] = [text('username'), text('password')];
        return user === '' && password === '' ? undefined : { kind: 'password', user, password };
    }
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text('auth')))
        throw broken();
    // Some programs padded it with zero bytes (docker/cli, cli/config/configfile/file.go).
    const decoded = Buffer.from(text('auth'), 'base64').toString('utf8').replace(/\0+$/, '');
    const colon = decoded.indexOf(':');
    if (colon < 0)
        throw broken();
    return { kind: 'password', user: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}
/** A helper's name becomes a program's: nothing in it may lead to another folder. */
function helperName(name, where, source) {
    if (typeof name === 'string' && /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(name))
        return name;
    throw broken(source, `${where}: a helper is named by letters, digits and . _ -`);
}
function section(content, name, source) {
    const value = content[name] ?? {};
    if ((0,support_fields/* isFields */.Ce)(value))
        return value;
    throw broken(source, `${name} is not an object`);
}
function addOnce(entries, key, value) {
    if (!entries.has(key))
        entries.set(key, value);
}
function broken(source, what) {
    return new errors/* SlipwayError */.GQ('E_AUTH', `the credentials in ${source} cannot be read: ${what}`, {
        hint: 'correct it, or move it away and log in again: docker login HOST',
    });
}

// EXTERNAL MODULE: ./lib/support/exec.js + 1 modules
var support_exec = __webpack_require__(51574);
;// CONCATENATED MODULE: ./lib/registry/credential-helper.js



/** Under what Docker Hub's credentials are stored: docker's spelling, then podman's. */
const hubServers = ['https://index.docker.io/v1/', 'docker.io'];
/** What helpers say when they have nothing (docker/docker-credential-helpers, credentials/error.go). */
const notFound = /credentials not found/;
/**
 * Asks docker-credential-NAME for a registry's credentials by the protocol of docker/docker-credential-helpers: the server
 * on standard input, JSON on standard output. Nothing that it prints gets into an error.
 * @param source the file that names the helper
 * @returns undefined when it has none
 * @throws SlipwayError E_AUTH when it cannot be started, fails, or answers something else
 */
async function askHelper(name, registry, source, ports) {
    for (const server of registry === 'docker.io' ? hubServers : [registry]) {
        const found = await askFor(server, `docker-credential-${name}`, source, ports);
        if (found !== undefined)
            return found;
    }
    return undefined;
}
async function askFor(server, file, source, { exec, env }) {
    const fault = (what) => new errors/* SlipwayError */.GQ('E_AUTH', `${file}, which ${source} names for ${server}, ${what}`, {
        hint: `try it: echo ${server} | ${file} get. Or give credentials by --registry-auth HOST=VARIABLE`,
    });
    const seen = Object.entries(env).filter((entry) => entry[1] !== undefined);
    const command = { file, args: ['get'], env: Object.fromEntries(seen), input: server };
    const result = await exec(command).catch((error) => {
        throw error instanceof errors/* SlipwayError */.GQ && error.code === 'E_TOOL' ? fault('cannot be started') : error;
    });
    if (result.status !== 0) {
        if (notFound.test(result.stdout) || notFound.test(result.stderr))
            return undefined;
        throw fault(`fails: ${(0,support_exec/* failure */.V)(result)}`);
    }
    const answer = parseAnswer(result.stdout);
    if (answer === undefined)
        throw fault('answers something that is not Username and Secret');
    const { user, secret } = answer;
    if (secret === '')
        return undefined;
    // docker/cli, cli/config/credentials/native_store.go: tokenUsername.
    return user === '<token>'
        ? { kind: 'identity', token: secret }
        : { kind: 'password', user, password: secret };
}
function parseAnswer(text) {
    const fields = (0,support_fields/* parseFields */.L5)(text);
    const [user, secret] = [fields?.['Username'], fields?.['Secret']];
    return typeof user === 'string' && typeof secret === 'string' ? { user, secret } : undefined;
}

;// CONCATENATED MODULE: ./lib/registry/user-credentials.js






/**
 * The user's credentials, from the first of these that names the registry: --registry-auth; DOCKER_AUTH_CONFIG (docker/cli
 * from 28.3 on, and GitLab CI, give a config.json in it); docker's config.json; podman's auth.json; and GITHUB_TOKEN for the registry of its GitHub.
 * Nothing is read before a registry asks. Throws what parseAuthFile and askHelper throw.
 */
function userCredentials(options) {
    const { env, auth } = options;
    const inVariable = env['DOCKER_AUTH_CONFIG'];
    const variables = new Map(Object.entries(auth).map(([host, name]) => [credentialKey(host), name]));
    const read = (0,concurrency/* oncePer */.Pu)(String, readAuthFile);
    return async (repository) => {
        const named = fromVariable(repository.registry, variables.get(repository.registry), env);
        if (named !== undefined)
            return named;
        if (inVariable) {
            const found = await fromFile(parseAuthFile(inVariable, 'DOCKER_AUTH_CONFIG'), repository, options);
            if (found !== undefined)
                return found;
        }
        for (const path of authFilePaths(env)) {
            const file = await read(path);
            const found = file && (await fromFile(file, repository, options));
            if (found !== undefined)
                return found;
        }
        return repository.registry === gitHubRegistry(env) ? fromGitHub(env) : undefined;
    };
}
/** docker/cli, cli/config/config.go; containers-auth.json(5). */
function authFilePaths(env) {
    const home = env['HOME'] || env['USERPROFILE'];
    const docker = env['DOCKER_CONFIG'] || (home && (0,external_node_path_.join)(home, '.docker'));
    const runtime = env['XDG_RUNTIME_DIR'];
    return [
        docker && (0,external_node_path_.join)(docker, 'config.json'),
        env['REGISTRY_AUTH_FILE'],
        runtime && (0,external_node_path_.join)(runtime, 'containers', 'auth.json'),
    ].filter((path) => Boolean(path));
}
async function readAuthFile(path) {
    try {
        return parseAuthFile(await (0,promises_.readFile)(path, 'utf8'), path);
    }
    catch (error) {
        if (!(0,errors/* isSystemError */.Or)(error))
            throw error;
        if (error.code === 'ENOENT' || error.code === 'ENOTDIR')
            return undefined;
        throw new errors/* SlipwayError */.GQ('E_AUTH', `the credentials in ${path} cannot be read: ${error.code}`, {
            hint: 'check who owns the file and its mode',
            cause: error,
        });
    }
}
/** A helper that is named for the host, else what the file itself says, else the helper for all hosts. */
async function fromFile(file, repository, ports) {
    const ask = async (helper) => {
        const proof = await askHelper(helper, repository.registry, file.source, ports);
        return proof && { proof, source: `docker-credential-${helper} (${file.source})` };
    };
    const helper = findFor(file.helpers, repository);
    const asked = helper === undefined ? undefined : await ask(helper);
    if (asked !== undefined)
        return asked;
    const proof = findFor(file.proofs, repository);
    if (proof !== undefined)
        return { proof, source: file.source };
    return file.store === undefined ? undefined : ask(file.store);
}
const gitHub = 'ghcr.io';
/**
 * The registry that GITHUB_TOKEN is for: a token of a GitHub Enterprise Server, or of a ghe.com tenant, is sent to that one's and
 * never to github.com's (docs.github.com, "Working with the Container registry", containers.HOSTNAME).
 */
function gitHubRegistry(env) {
    const server = env['GITHUB_SERVER_URL'] || 'https://github.com';
    if (!URL.canParse(server))
        return undefined;
    const { host } = new URL(server);
    return host === 'github.com' ? gitHub : `containers.${host}`;
}
function fromVariable(registry, variable, env) {
    if (variable === undefined)
        return undefined;
    const value = env[variable]?.trim() ?? '';
    if (value === '') {
        throw new errors/* SlipwayError */.GQ('E_AUTH', `--registry-auth ${registry}=${variable}: ${variable} is not set`, {
            hint: `set ${variable} to USER:PASSWORD or a token, or leave --registry-auth out`,
        });
    }
    return { proof: user_credentials_proofOf(registry, value), source: variable };
}
/** GitHub takes its tokens as a password, whoever the user is; other registries a token by itself. */
function user_credentials_proofOf(registry, value) {
    const colon = value.indexOf(':');
    if (colon >= 0)
        return { kind: 'password', user: value.slice(0, colon), password: value.slice(colon + 1) };
    return registry === gitHub ? gitHubProof(undefined, value) : { kind: 'bearer', token: value };
}
function fromGitHub(env) {
    const token = env['GITHUB_TOKEN'];
    return token ? { proof: gitHubProof(env['GITHUB_ACTOR'], token), source: 'GITHUB_TOKEN' } : undefined;
}
function gitHubProof(actor, token) {
    return { kind: 'password', user: actor || 'x-access-token', password: token };
}


/***/ }),

/***/ 16964:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HN: () => (/* binding */ inParallel),
/* harmony export */   Pu: () => (/* binding */ oncePer),
/* harmony export */   j3: () => (/* binding */ settleAll)
/* harmony export */ });
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
/**
 * The same function, done once per key: whoever asks while it goes on, or after it went well, gets that result. A failure
 * is forgotten, so that the next one tries again.
 */
function oncePer(keyOf, work) {
    const results = new Map();
    return (argument) => {
        const key = keyOf(argument);
        const known = results.get(key);
        if (known !== undefined)
            return known;
        const result = work(argument);
        results.set(key, result);
        result.catch(() => results.delete(key));
        return result;
    };
}
/**
 * The results of `work` for every item, in their order, a few at a time. Nothing more begins after a failure, which is
 * thrown once what had begun has come to rest.
 */
async function inParallel(items, atOnce, work) {
    const results = [];
    const queue = [...items.entries()].values();
    let failed = false;
    const worker = async () => {
        for (const [at, item] of queue) {
            if (failed)
                return;
            try {
                results[at] = await work(item);
            }
            catch (error) {
                failed = true;
                throw error;
            }
        }
    };
    await settleAll(Array.from({ length: Math.min(atOnce, items.length) }, worker));
    return results;
}


/***/ }),

/***/ 25070:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ce: () => (/* binding */ isFields),
/* harmony export */   L5: () => (/* binding */ parseFields),
/* harmony export */   Yy: () => (/* binding */ parseForeignJson)
/* harmony export */ });
function isFields(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
/** Reads JSON that others wrote; undefined for anything that is no JSON object. The parser's words are lost: they quote the text. */
function parseFields(text) {
    const value = parseForeignJson(text);
    return isFields(value) ? value : undefined;
}
/** Reads JSON that others wrote, any value; undefined for what is no JSON. */
function parseForeignJson(text) {
    try {
        return JSON.parse(typeof text === 'string' ? text : Buffer.from(text).toString('utf8'));
    }
    catch (error) {
        if (error instanceof SyntaxError)
            return undefined;
        throw error;
    }
}


/***/ })

};
