import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { go, goVersion } from '../go-programs.ts';
import { publishedPrograms, withModuleOf } from '../published-programs.ts';
import { loadedSections } from '../readelf.ts';
import { repository } from '../slipway.ts';
import { withoutBody } from './empty-functions.ts';
import { type Removal, type RemovalName, removalOf, stubbedPackages, stubFolder } from './removals.ts';

/** A real program for linux/amd64 without cgo, trimmed and stripped: as it is, and with something taken out of its source. */
export interface RemovedProgram {
  readonly before: string;
  readonly after: string;
  /** Bytes that went away, by section; less than zero where one grew. */
  readonly sections: ReadonlyMap<string, number>;
  /** Their sum: what pages and headers of the file are filled up with does not count. */
  readonly bytes: number;
  /** What the file itself is smaller. */
  readonly fileBytes: number;
}

/**
 * Both files are linked once and kept under .tools, by the tests' own Go or by one that the go command fetches, for example
 * `go1.24.10`. They lack go.sum's hashes: the go command overlays no files of the module cache, so modules are vendored.
 */
export function removedProgram(name: RemovalName, version = goVersion()): RemovedProgram {
  const removal = removalOf(name);
  const home = join(repository, '.tools', 'test-programs', version);
  const wanted = publishedPrograms[removal.program];
  const stubs = stubbedPackages(name).map((path) => readFileSync(join(stubFolder(name), path, 'stub.go')));
  const before = join(home, `${removal.program}-vendored-${keyOf([wanted, home])}`);
  const after = join(home, `${removal.program}-without-${keyOf([wanted, home, removal, stubs])}`);
  if (!existsSync(before) || !existsSync(after)) {
    mkdirSync(home, { recursive: true });
    inVendor(removal, version, (folder, build) => {
      build(before, []);
      const overlay = join(folder, 'overlay.json');
      writeFileSync(overlay, JSON.stringify({ Replace: replacements(name, folder, version) }));
      build(after, [`-overlay=${overlay}`]);
    });
  }
  return difference(before, after);
}

type Build = (path: string, args: readonly string[]) => void;

function inVendor({ program }: Removal, version: string, use: (folder: string, build: Build) => void): void {
  const [main = ''] = publishedPrograms[program].split('@');
  const env = vendoredBy(version);
  withModuleOf(program, publishedPrograms[program], { ...env, GOFLAGS: '-mod=mod' }, (folder) => {
    // What nobody imports is not vendored; a program cannot really be imported, but vendoring minds no build constraints.
    writeFileSync(join(folder, 'never.go'), `//go:build never\n\npackage never\n\nimport _ "${main}"\n`);
    go(['mod', 'vendor'], { ...env, GOFLAGS: '' }, folder);
    use(folder, (path, args) => {
      const flags = ['-buildvcs=false', '-trimpath', '-ldflags=-s -w', ...args];
      go(['build', ...flags, '-o', join(folder, 'program'), main], env, folder);
      renameSync(join(folder, 'program'), path);
    });
  });
}

function vendoredBy(version: string): Record<string, string> {
  const toolchain = version === goVersion() ? 'local' : version;
  return { GOTOOLCHAIN: toolchain, GOFLAGS: '-mod=vendor', GOOS: 'linux', GOARCH: 'amd64' };
}

/** What the go command takes for files of packages: another file, or nothing. */
function replacements(name: RemovalName, folder: string, version: string): Record<string, string> {
  const overlaid: Record<string, string> = {};
  for (const path of stubbedPackages(name)) {
    const { directory, files } = sourcesOf(path, folder, version);
    for (const file of files) overlaid[join(directory, file)] = '';
    overlaid[join(directory, 'stub.go')] = join(stubFolder(name), path, 'stub.go');
  }
  for (const [index, each] of (removalOf(name).functions ?? []).entries()) {
    const { directory, files } = sourcesOf(each.package, folder, version);
    const emptied = withoutBody(directory, files, each.line);
    const written = join(folder, `emptied-${index}.go`);
    writeFileSync(written, emptied.text);
    overlaid[join(directory, emptied.file)] = written;
  }
  return overlaid;
}

interface Sources {
  readonly directory: string;
  readonly files: readonly string[];
}

/** The files that a package is compiled of. */
function sourcesOf(path: string, folder: string, version: string): Sources {
  const text = go(['list', '-json=Dir,GoFiles,SFiles', path], vendoredBy(version), folder);
  const listed = JSON.parse(text) as { Dir: string; GoFiles: string[]; SFiles?: string[] };
  return { directory: listed.Dir, files: [...listed.GoFiles, ...(listed.SFiles ?? [])] };
}

function difference(before: string, after: string): RemovedProgram {
  const [whole, rest] = [loadedSections(before), loadedSections(after)];
  const names = new Set([...whole.keys(), ...rest.keys()]);
  const sections = new Map([...names].map((name) => [name, (whole.get(name) ?? 0) - (rest.get(name) ?? 0)]));
  const bytes = [...sections.values()].reduce((sum, each) => sum + each, 0);
  return { before, after, sections, bytes, fileBytes: statSync(before).size - statSync(after).size };
}

function keyOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);
}
