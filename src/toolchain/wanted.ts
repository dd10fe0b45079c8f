import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { GoRequest } from '../request/request.ts';
import { SlipwayError } from '../support/errors.ts';
import { exists, readTextIfExists } from '../support/files.ts';
import { goSpecification, type Wanted } from './go-specification.ts';
import { compareGoVersions, parseGoVersion, versionOfToolchain } from './go-version.ts';
import { readVersionFile } from './version-file.ts';

/** What the go command takes for a go.mod without a go line (cmd/go, internal/gover/mod.go, DefaultGoModVersion). */
const impliedByGoMod = '1.16';
const impliedByGoWork = '1.18';

/**
 * Which Go a directory's code asks for. In order: the request's version, the file it names, the toolchain line and the go
 * line of the go.work or go.mod that governs the directory, found as the go command finds it (a go.work alone decides
 * where there is one).
 * @param options.gowork the GOWORK setting: '' or 'auto' searches, 'off' leaves workspaces out, a path names one
 * @throws SlipwayError E_CONFIG for a file or version that cannot be read as such, and where there is no go.mod
 */
export async function wantedGo(
  request: GoRequest,
  directory: string,
  options: { readonly gowork?: string | undefined } = {},
): Promise<Wanted> {
  return checkingLatest(await wantedBy(request, directory, options.gowork ?? ''), request);
}

/** The same Go wanted, with the request's word on whether one that is here will do. */
export function checkingLatest(wanted: Wanted, { checkLatest }: Pick<GoRequest, 'checkLatest'>): Wanted {
  return checkLatest ? { ...wanted, checkLatest } : wanted;
}

async function wantedBy(request: GoRequest, directory: string, gowork: string): Promise<Wanted> {
  if (request.version !== undefined) {
    return goSpecification(request.version, request.askedBy ?? '--go', request.sha256);
  }
  if (request.versionFile !== undefined) {
    const name = basename(request.versionFile);
    const text = await readTextIfExists(request.versionFile);
    if (text === undefined) {
      throw new SlipwayError('E_CONFIG', `the Go version file ${request.versionFile} does not exist`);
    }
    return name === 'go.mod' || name === 'go.work' ? wantedByLines(text, name) : readVersionFile(name, text);
  }
  const path = await governingFile(directory, gowork);
  if (path === undefined) {
    throw new SlipwayError('E_CONFIG', `no go.mod in ${directory} or a folder above it`, {
      hint: 'run inside a Go module, make one with "go mod init", or name a published one as MODULE@VERSION',
    });
  }
  const text = (await readTextIfExists(path)) ?? '';
  return wantedByLines(text, relative(directory, path).replaceAll('\\', '/'));
}

/** The go.work or go.mod that governs a directory; undefined where there is none: then nothing asks for a Go. */
export async function governingFile(directory: string, gowork = ''): Promise<string | undefined> {
  return (await governingWorkspace(directory, gowork)) ?? (await findUp(directory, 'go.mod'));
}

/**
 * Which Go the go.mod of a published module asks for: `go install MODULE@VERSION` goes by its go line alone, because a
 * toolchain line counts in the main module only.
 * @param module its path
 */
export function wantedByGoMod(text: string, module: string): Wanted {
  const version = goLine(text, `go.mod of ${module}`, impliedByGoMod);
  return { kind: 'minimum', version, askedBy: `the go line of ${module}`, published: true };
}

/** The oldest Go that may build what lies in a directory, and which line says so. */
export interface LeastGo {
  /** Without `go`: `1.25.0`. */
  readonly version: string;
  /** `../go.mod` */
  readonly file: string;
}

/**
 * What the go line of the file asks for that governs a directory; undefined where there is no such file, or no line that can be read.
 * @param gowork as for `wantedGo`
 */
export async function leastGo(directory: string, gowork = ''): Promise<LeastGo | undefined> {
  const path = await governingFile(directory, gowork);
  const version = path && directive((await readTextIfExists(path)) ?? '', 'go');
  if (path === undefined || version === undefined || parseGoVersion(version) === undefined) return undefined;
  return { version, file: relative(directory, path).replaceAll('\\', '/') };
}

/** The rules of cmd/go, internal/toolchain/select.go: the toolchain line unless it is lower than the go line. */
function wantedByLines(text: string, name: string): Wanted {
  const implied = basename(name) === 'go.work' ? impliedByGoWork : impliedByGoMod;
  const version = goLine(text, name, implied);
  const toolchain = directive(text, 'toolchain');
  if (toolchain === 'default') {
    return { kind: 'minimum', version, askedBy: `${name} line "toolchain default"`, localOnly: true };
  }
  if (toolchain !== undefined) {
    const named = versionOfToolchain(toolchain);
    if (named === undefined || !/^[\w.+~-]+$/.test(toolchain)) {
      throw new SlipwayError('E_CONFIG', `${name}: invalid toolchain ${JSON.stringify(toolchain)}`, {
        hint: 'a toolchain is named like go1.26.8, or is "default"',
      });
    }
    if (compareGoVersions(version, named) <= 0) {
      return { kind: 'exact', version: toolchain, askedBy: `${name} toolchain line` };
    }
  }
  return { kind: 'minimum', version, askedBy: `${name} go line` };
}

function goLine(text: string, name: string, implied: string): string {
  const version = directive(text, 'go') ?? implied;
  if (parseGoVersion(version) === undefined) {
    throw new SlipwayError('E_CONFIG', `${name}: invalid Go version ${JSON.stringify(version)}`, {
      hint: 'the go line holds a version such as 1.26 or 1.26.8',
    });
  }
  return version;
}

/** The value of a line `key value // comment`, outside of blocks (cmd/go, internal/gover/mod.go, GoModLookup). */
function directive(text: string, key: string): string | undefined {
  for (const line of text.split('\n')) {
    const [statement = ''] = line.trim().split('//');
    const match = /^(\S+)[ \t]+(.*)$/.exec(statement.trim());
    if (match?.[1] === key) return match[2];
  }
  return undefined;
}

/** The go.work that the go command would use (cmd/go, internal/modload/init.go, FindGoWork). */
async function governingWorkspace(directory: string, gowork: string): Promise<string | undefined> {
  if (gowork === 'off') return undefined;
  if (gowork === '' || gowork === 'auto') return findUp(directory, 'go.work');
  if (!isAbsolute(gowork)) {
    throw new SlipwayError('E_CONFIG', `GOWORK=${gowork} is not an absolute path`, {
      hint: 'set it to off, to auto, or to the full path of a go.work file',
    });
  }
  return (await exists(gowork)) ? gowork : undefined;
}

async function findUp(directory: string, name: string): Promise<string | undefined> {
  for (let folder = resolve(directory); ; folder = dirname(folder)) {
    if (await exists(join(folder, name))) return join(folder, name);
    if (folder === dirname(folder)) return undefined;
  }
}
