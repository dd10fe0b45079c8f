import { list } from './collection-kinds.ts';
import { input } from './input.ts';
import { buildTag, experiment, goVersion, linkerFlags, path, platform, sha256Hex } from './items.ts';
import { choice, single, toggle } from './kinds.ts';
import type { Platform } from './platform.ts';
import type { VcsStamp } from './request.ts';
import { mainPackage, targetChoice } from './target-name.ts';

const build = ['build', 'reproduce'] as const;
/** What also decides how the programs of a module are built that somebody asks something of. */
const ofModules = ['build', 'inspect', 'reproduce'] as const;
/** The same, but for which Go: that is what is compared. */
const ofPrograms = ['build', 'inspect', 'compare-go', 'reproduce'] as const;
const usualPlatforms: readonly Platform[] = [
  { os: 'linux', architecture: 'amd64' },
  { os: 'linux', architecture: 'arm64' },
];

/** Inputs that say what is compiled and how. */
export const compileInputs = {
  target: input({
    flag: 'target',
    scope: 'run',
    group: 'What to build',
    commands: ['build', 'inspect', 'compare-go', 'reproduce', 'tags'],
    kind: list(targetChoice, { commas: true }),
    description:
      'Build these only: names from slipway.yaml, names of main packages, or packages; NAME=PACKAGE gives a package another name.',
    example: './cmd/api',
    otherwise: 'the targets in slipway.yaml, else the main packages that are found',
  }),
  main: input({
    field: 'main',
    scope: 'named',
    group: 'What to build',
    commands: build,
    kind: single(mainPackage),
    description: "The target's main package, as a path from the source folder or an import path.",
    example: './cmd/api',
    otherwise: 'the main package with the name of the target',
  }),
  platforms: input({
    flag: 'platform',
    field: 'platforms',
    scope: 'target',
    group: 'What to build',
    commands: ['build', 'inspect', 'compare-go', 'reproduce', 'convert', 'sbom', 'run'],
    kind: list(platform, { commas: true, bare: true, atLeast: 1 }),
    fallback: usualPlatforms,
    description: 'Platforms to build for, or to convert; "all" means every one that the outputs can hold.',
    example: 'linux/amd64,linux/arm/v7',
    under: {
      inspect:
        'The one image of an index to look at, by default all of them; the platform that a module is built for, by default the first in slipway.yaml, else linux/amd64.',
      'compare-go': 'Platforms to compare on. Default: the one of this machine.',
      convert: 'The one image of an index to copy. Default: all of them.',
      run: 'The one image of an index to run, or what a file is for. Default: the one that this machine runs as it is.',
      sbom: 'The one image of an index to list. Default: the only one.',
    },
  }),
  go: input({
    flag: 'go',
    field: 'go',
    scope: 'run',
    group: 'Compiling',
    commands: [...ofModules, 'lock'],
    kind: single(goVersion),
    description:
      'Go version: exact, a line such as 1.26, a range, stable, oldstable, or the https URL of a distribution (with --go-sha256).',
    example: '1.26.8',
    otherwise: 'what go.work or go.mod asks for',
    action: { name: 'go-version' },
  }),
  goVersionFile: input({
    flag: 'go-version-file',
    field: 'go-version-file',
    scope: 'run',
    group: 'Compiling',
    commands: ofModules,
    kind: single(path),
    description: 'File that names the Go version: .go-version, .tool-versions, go.mod or go.work.',
    example: '.go-version',
  }),
  checkLatest: input({
    flag: 'check-latest',
    field: 'check-latest',
    scope: 'run',
    group: 'Compiling',
    commands: ofPrograms,
    kind: toggle,
    fallback: false,
    description:
      'Ask for the newest Go that fits before one that is on this machine is used; a go line gets the newest patch of its line.',
    example: 'true',
  }),
  goSha256: input({
    flag: 'go-sha256',
    field: 'go-sha256',
    scope: 'run',
    group: 'Compiling',
    commands: ofModules,
    kind: single(sha256Hex),
    description: 'SHA-256 of the distribution that --go names by URL.',
    example: '5a1e6d2e0b3c4f5a69788796a5b4c3d2e1f0a9b8c7d6e5f4031221304f5e6d7c',
  }),
  buildTags: input({
    flag: 'build-tags',
    field: 'build-tags',
    scope: 'target',
    group: 'Compiling',
    commands: ['build', 'compare-go', 'reproduce'],
    kind: list(buildTag, { commas: true, bare: true }),
    fallback: [],
    description: 'Build tags, as for go build -tags.',
    example: 'netgo,sqlite_omit_load_extension',
  }),
  ldflags: input({
    flag: 'ldflags',
    field: 'ldflags',
    scope: 'target',
    group: 'Compiling',
    commands: ofPrograms,
    kind: single(linkerFlags, { takesDashes: true }),
    fallback: '',
    description:
      'Linker flags beside -s -w; {{version}} {{commit}} {{date}} {{target}} are filled in from the source.',
    example: '-X main.version={{version}}',
  }),
  goexperiment: input({
    flag: 'goexperiment',
    field: 'goexperiment',
    scope: 'target',
    group: 'Compiling',
    commands: ofPrograms,
    kind: list(experiment, { commas: true, bare: true }),
    fallback: [],
    description: "Go experiments (GOEXPERIMENT); the machine's own setting is not used.",
    example: 'jsonv2',
  }),
  cgo: input({
    flag: 'cgo',
    field: 'cgo',
    scope: 'target',
    group: 'Compiling',
    commands: ofPrograms,
    kind: toggle,
    fallback: false,
    description: 'Compile with cgo; what comes out usually needs a C library that no built-in base has.',
    example: 'true',
  }),
  vcsStamp: input({
    flag: 'vcs-stamp',
    field: 'vcs-stamp',
    scope: 'target',
    group: 'Compiling',
    commands: ofPrograms,
    kind: single(choice<VcsStamp>('WHERE', ['auto', 'never', 'label'])),
    fallback: 'auto',
    description:
      'Where the commit is recorded: auto, in the file and the image; label, in the image only, so that a docs-only commit changes no layer; never.',
    example: 'label',
  }),
};
