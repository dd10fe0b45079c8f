import { list, map } from './collection-kinds.ts';
import { input } from './input.ts';
import { host, integer, path, variable } from './items.ts';
import { single, toggle } from './kinds.ts';
import { output } from './output.ts';

/** What makes images of programs. */
const ofImages = ['build', 'merge'] as const;
const ofModules = ['build', 'inspect', 'compare-go', 'reproduce'] as const;
/** What makes, reads or judges something that was built. */
const ofArtifacts = [
  'build',
  'merge',
  'inspect',
  'compare',
  'compare-go',
  'reproduce',
  'verify',
  'run',
  'tree',
  'convert',
  'history',
  'sign',
  'sign-blob',
] as const;
const everywhere = [
  'build',
  'merge',
  'inspect',
  'compare',
  'compare-go',
  'reproduce',
  'verify',
  'run',
  'tree',
  'convert',
  'tags',
  'lock',
  'history',
  'sign',
  'sign-blob',
  'doctor',
] as const;

/** Inputs that say where results go and how the run goes about its work. */
export const runInputs = {
  outputs: input({
    flag: 'output',
    field: 'outputs',
    scope: 'run',
    group: 'Results',
    commands: [...ofImages, 'reproduce'],
    kind: list(output, { bare: true, atLeast: 1 }),
    description:
      'Where results go: oci:DIR (image layout), oci-archive:FILE (the same as one tar), docker-archive:FILE (for docker load; one platform), bin:DIR (bare files with checksums), bin-archive:DIR (release archives with checksums: .tar.gz, for Windows .zip), and with --shard alone shard:DIR (what slipway merge takes). With several targets oci:DIR becomes DIR/NAME; {target} stands for the name.',
    example: 'oci-archive:out/{target}.tar',
    under: {
      reproduce:
        'What is compared, as for build: images (oci:DIR and the like), bare files (bin:DIR), or both. Nothing is written there. Default: images.',
    },
    otherwise: 'oci:out where nothing is pushed or loaded; with --shard I/N shard:shard-I',
    action: { otherwise: 'a layout in a temporary folder, which the output `layout` names' },
  }),
  archiveFiles: input({
    flag: 'archive-file',
    field: 'archive-files',
    scope: 'target',
    group: 'Results',
    commands: ofImages,
    kind: list(path),
    description:
      'A file or folder to put into release archives (--output bin-archive:DIR) beside the program, under its path in the source folder.',
    example: 'completions',
    otherwise: "the readme, licence, notice and change log at the module's root",
  }),
  digestFile: input({
    flag: 'digest-file',
    field: 'digest-file',
    scope: 'run',
    group: 'Results',
    commands: ofImages,
    kind: single(path),
    description: "File to write the image's digest to.",
    example: 'out/{target}.digest',
  }),
  report: input({
    flag: 'report',
    field: 'report',
    scope: 'run',
    group: 'Results',
    commands: [...ofArtifacts, 'doctor'],
    kind: single(path),
    description: 'File to write the JSON report to (schema/report.schema.json).',
    example: 'out/report.json',
    action: { otherwise: 'a file in a temporary folder, which the output `report` names' },
  }),
  json: input({
    flag: 'json',
    scope: 'run',
    group: 'Results',
    commands: everywhere,
    kind: toggle,
    fallback: false,
    description: 'Print the JSON report on standard output; progress stays on standard error.',
    example: 'true',
    action: false,
  }),
  config: input({
    flag: 'config',
    scope: 'run',
    group: 'The run',
    commands: ['build', 'merge', 'inspect', 'compare-go', 'reproduce', 'tags', 'lock', 'doctor'],
    kind: single(path),
    description: 'Configuration file.',
    example: 'deploy/slipway.yaml',
    otherwise: 'slipway.yaml or slipway.yml in the source folder, where there is one',
  }),
  jobs: input({
    flag: 'jobs',
    field: 'jobs',
    scope: 'run',
    group: 'The run',
    commands: [...ofModules, 'lock'],
    kind: single(integer('N', 1, 1024)),
    description: 'Platforms that are compiled at once.',
    example: '2',
    otherwise: 'by cores and free memory',
  }),
  offline: input({
    flag: 'offline',
    scope: 'run',
    group: 'The run',
    commands: ['build', 'inspect', 'lock', 'compare-go', 'reproduce', 'doctor'],
    kind: toggle,
    fallback: false,
    description: 'Use no network: only what is in the caches of Go and Slipway.',
    example: 'true',
  }),
  dryRun: input({
    flag: 'dry-run',
    scope: 'run',
    group: 'The run',
    commands: ['build', 'lock'],
    kind: toggle,
    fallback: false,
    description: 'Say what would be done, and write nothing; of a build the plan and every command.',
    example: 'true',
  }),
  cacheDirectory: input({
    flag: 'cache-dir',
    scope: 'run',
    group: 'The run',
    commands: [...ofArtifacts, 'lock', 'sbom', 'doctor'],
    kind: single(path),
    description: 'Folder for toolchains, layers and records of earlier runs.',
    example: '/var/cache/slipway',
    otherwise: "SLIPWAY_CACHE_DIR, else slipway in the user's cache folder",
  }),
  gitAuth: input({
    flag: 'git-auth',
    scope: 'run',
    group: 'The run',
    commands: ofModules,
    kind: map(host, variable),
    description:
      'Environment variable with the token for private modules on a host, for this run only. A flag only: a file in a repository must not choose where secrets go.',
    example: 'github.com=GITHUB_TOKEN',
  }),
};
