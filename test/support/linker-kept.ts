import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { withFileSource } from '../../src/binary/byte-source.ts';
import { type LinkerTables, readLinkerTables } from '../../src/binary/go/objects/linker-tables.ts';
import { type ObjectView, viewObject } from '../../src/binary/go/objects/object-view.ts';
import { parsePlatform } from '../../src/request/platform.ts';
import { nodeFlag } from '../../src/size/reach/graph.ts';
import {
  type ArchivedObject,
  type CompiledPackage,
  inLinkOrder,
  readArchive,
} from '../../src/size/reach/objects.ts';
import { type ProgramReach, programReach } from '../../src/size/reach/program-reach.ts';
import { go } from './go-programs.ts';
import { gorootOf } from './go-versions.ts';
import { type PublishedRequest, publishedPrograms, withModuleOf } from './published-programs.ts';
import { goEnvironment } from './tools.ts';

/** A program by its module on this machine. */
export interface KeptRequest {
  readonly directory: string;
  readonly main?: string;
  /** GOOS/GOARCH; linux/amd64 by default. */
  readonly platform?: string;
  readonly ldflags?: string;
  /** Further arguments of go build and go list. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What is kept: names of symbols, and of the types among them that are put into interfaces. */
export interface Kept {
  readonly symbols: ReadonlySet<string>;
  readonly used: ReadonlySet<string>;
  /** Whether exported methods are kept whoever calls them. */
  readonly reflects: boolean;
}

/** By path, which is made of the content: programs have most of theirs in common. */
const archives = new Map<string, readonly ArchivedObject[]>();
const tablesOf = new Map<string, Promise<LinkerTables>>();

/** What our rules keep of a program, whose packages are compiled where they are not yet. */
export async function ourReach(request: KeptRequest): Promise<ProgramReach> {
  return reachBy(await tablesFor(request), request);
}

function reachBy(tables: LinkerTables, request: KeptRequest): ProgramReach {
  const packages = listCompiled(request);
  const read = packages.map(({ archive }) => {
    const known = archives.get(archive) ?? readArchive(archive, tables);
    archives.set(archive, known);
    return known;
  });
  const platform = parsePlatform(request.platform ?? 'linux/amd64');
  return programReach(inLinkOrder(packages, read, packages.at(-1)?.path ?? ''), platform, tables);
}

/** The packages that a program is linked from, its main package last. */
export function listCompiled(request: KeptRequest): CompiledPackage[] {
  const { directory, main = '.', args = [] } = request;
  const format = '-f={{.ImportPath}}\t{{.Export}}';
  const list = ['list', '-deps', '-export', '-trimpath', ...args, format, '--', main];
  const lines = go(list, environmentOf(request), directory).trim().split('\n');
  return lines.flatMap((line) => {
    const [path = '', archive = ''] = line.split('\t');
    // Those of a main package with a profile are listed as `PATH [MAIN]`.
    return archive === '' ? [] : [{ path: path.replace(/ \[.*$/, ''), archive }];
  });
}

function tablesFor({ platform = 'linux/amd64', env = {} }: KeptRequest): Promise<LinkerTables> {
  const goroot = gorootOf(env['GOTOOLCHAIN'] ?? 'local');
  const { architecture } = parsePlatform(platform);
  const key = `${goroot} ${architecture}`;
  const known = tablesOf.get(key) ?? readLinkerTables(goroot, architecture);
  tablesOf.set(key, known);
  return known;
}

function environmentOf({ platform = 'linux/amd64', env = {} }: KeptRequest): Record<string, string> {
  const [os = '', architecture = ''] = platform.split('/');
  return { GOOS: os, GOARCH: architecture, ...env };
}

/** The same in words: the names of content as well. */
export function ourKept({
  graph,
  flood,
  numbering,
  objects,
  tables,
}: ProgramReach): Kept & { readonly functions: ReadonlySet<string> } {
  const [symbols, used, functions] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const views = new Map<number, ObjectView>();
  for (let node = 0; node < graph.symbols.length; node += 1) {
    const symbol = graph.symbols.values[node] ?? 0;
    if (symbol === 0 || flood.reached[node] !== 1) continue;
    const home = numbering.homes[symbol] ?? 0;
    const object = objects[home];
    if (object === undefined) throw new Error(`no object ${home}`);
    const view =
      views.get(home) ??
      withFileSource(object.path, (source) => viewObject(source.read(object.offset, object.bytes)));
    views.set(home, view);
    const name = view.name(numbering.definitions[symbol] ?? 0);
    if (name === '') continue;
    symbols.add(name);
    const definition = numbering.definitions[symbol] ?? 0;
    if (tables.kinds[view.kind(definition)]?.startsWith('STEXT') && view.size(definition) > 0)
      functions.add(name);
    const flags = graph.flags.values[node] ?? 0;
    const isUsed = flood.used[node] === 1 || (flags & nodeFlag.usedInInterface) !== 0;
    if ((flags & nodeFlag.type) !== 0 && isUsed) used.add(name);
  }
  return { symbols, used, functions, reflects: flood.reflects() };
}

const flags = / ((?:<UsedInIface>|<ReflectMethod>)+)$/;
/** What the linker makes, or writes for debuggers; of the last it marks what it has no definition of. */
const made = /^(?:go:(?:main|runtime)\.inittasks|go:(?:info|cuinfo|constinfo)\..*|\.debug.*)$/s;

/**
 * What the real linker says that it keeps of a program (`-dumpdep`), without what it makes itself and what no package defines.
 * Content may have an arrow in its name: `known` tells whether a name is one.
 */
export function linkerKept(request: KeptRequest, output: string, known: ReadonlySet<string>): Kept {
  const { directory, main = '.', args = [], ldflags = '' } = request;
  const build = ['build', '-buildvcs=false', '-trimpath', ...args, `-ldflags=-w -dumpdep ${ldflags}`];
  const { status, stderr } = spawnSync('go', [...build, '-o', output, '--', main], {
    cwd: directory,
    env: goEnvironment({ CGO_ENABLED: '0', ...environmentOf(request) }),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(stderr.slice(-2000));
  const [symbols, used] = [new Set<string>(), new Set<string>()];
  let reflects = false;
  for (const line of stderr.split('\n')) {
    const told = targetIn(line, known);
    if (told === undefined) continue;
    const marks = flags.exec(told)?.[1] ?? '';
    const name = told.replace(flags, '');
    if (made.test(name)) continue;
    symbols.add(name);
    if (marks.includes('<UsedInIface>')) used.add(name);
    reflects ||= marks.includes('<ReflectMethod>');
  }
  return { symbols, used, reflects };
}

function targetIn(line: string, known: ReadonlySet<string>): string | undefined {
  let last: string | undefined;
  for (let at = line.indexOf(' -> '); at >= 0; at = line.indexOf(' -> ', at + 1)) {
    last = line.slice(at + 4);
    if (known.has(last.replace(flags, ''))) return last;
  }
  return last;
}

export interface Compared {
  readonly reach: ProgramReach;
  readonly ours: Kept;
  readonly theirs: Kept;
}

/** @param output where the program is linked to */
export async function compareKept(request: KeptRequest, output: string): Promise<Compared> {
  return compareBy(await tablesFor(request), request, output);
}

function compareBy(tables: LinkerTables, request: KeptRequest, output: string): Compared {
  const reach = reachBy(tables, request);
  const ours = ourKept(reach);
  return { reach, ours, theirs: linkerKept(request, output, ours.symbols) };
}

/** The same of a real program. */
export async function comparePublished(
  { program, platform = 'linux/amd64', go: version = 'local', args = [], env = {} }: PublishedRequest,
  output: string,
): Promise<Compared> {
  const wanted = publishedPrograms[program];
  const variables = { ...env, GOTOOLCHAIN: version, GOFLAGS: '-mod=mod' };
  const request = { main: wanted.split('@')[0] ?? '', platform, args, env: variables };
  const tables = await tablesFor({ ...request, directory: '' });
  return withModuleOf(program, wanted, variables, (directory) =>
    compareBy(tables, { ...request, directory }, output),
  );
}

/** The linker marks what no package defines, and does not print what it fills in itself. */
export function assertSameKept({ reach, ours, theirs }: Compared): void {
  const candidates = new Set([...theirs.symbols].filter((name) => !ours.symbols.has(name)));
  const missing = definedNames(reach, candidates);
  const added = [...ours.symbols].filter((name) => !theirs.symbols.has(name) && name !== 'go:fipsinfo');
  assert.deepEqual({ missing, added }, { missing: [], added: [] });
  assert.deepEqual([...ours.used].sort(), [...theirs.used].sort());
  assert.equal(ours.reflects, theirs.reflects);
}

/** Those names that any object of a program defines, debug information left out. */
function definedNames({ objects }: ProgramReach, candidates: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  for (const { path, offset, bytes, columns } of objects) {
    const view = withFileSource(path, (source) => viewObject(source.read(offset, bytes)));
    for (const [definition, kind] of columns.kinds.entries()) {
      const name = kind === 0 ? '' : view.name(definition);
      if (candidates.has(name)) found.add(name);
    }
  }
  return [...found];
}
