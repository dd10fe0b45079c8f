import { list } from './collection-kinds.ts';
import { input } from './input.ts';
import { path } from './items.ts';
import { choice, matching, optional, single } from './kinds.ts';

const common = { scope: 'run', group: 'The image', commands: ['build', 'reproduce'] } as const;

export const engineNames = ['auto', 'embedded', 'buildkit'] as const;
export type EngineName = (typeof engineNames)[number];

export const compilePlaces = ['host', 'buildkit'] as const;
export type CompilePlace = (typeof compilePlaces)[number];

export const printedForms = ['bake', 'buildctl', 'dockerfile'] as const;
export type PrintedForm = (typeof printedForms)[number];

export const cacheModes = ['max', 'min', 'inline'] as const;
export type CacheMode = (typeof cacheModes)[number];

export const provenanceModes = ['off', 'min', 'max'] as const;
export type ProvenanceMode = (typeof provenanceModes)[number];

const builder = matching({
  placeholder: 'NAME|ADDRESS',
  one: "a buildx builder's name, or an address such as tcp://buildkit.example.com:1234",
  many: 'builders',
  pattern: '^([A-Za-z0-9][A-Za-z0-9_.-]*|(unix|tcp|ssh|npipe|docker-container|kube-pod)://[^\\s\\u0000]+)$',
});

const repository = matching({
  placeholder: 'HOST/NAME',
  one: 'a repository such as ghcr.io/acme/api-cache, without a tag',
  many: 'repositories',
  pattern: '^[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+$',
});

const imageName = matching({
  placeholder: 'REF',
  one: 'an image such as ghcr.io/acme/gcc:14',
  many: 'images',
  pattern: '^[A-Za-z0-9][A-Za-z0-9._:/@-]*$',
});

const scope = matching({
  placeholder: 'SCOPE',
  one: 'release, or a name such as pr-17 of lower-case letters, digits and dashes',
  many: 'scopes',
  pattern: '^[a-z0-9][a-z0-9-]{0,62}$',
});

/** `id=NAME,src=FILE` or `id=NAME,env=VARIABLE` (docs.docker.com/reference/cli/docker/buildx/build, "secret"). */
const secret = matching({
  placeholder: 'id=NAME,src=FILE|env=VARIABLE',
  one: 'a secret such as id=npmrc,src=/home/me/.npmrc or id=token,env=TOKEN',
  many: 'secrets',
  pattern: '^id=[A-Za-z0-9_.-]+,((src|source)=[^,\\u0000\\n]+|env=[A-Za-z_][A-Za-z0-9_]*)$',
});

const ssh = matching({
  placeholder: 'default|ID[=SOCKET|KEY]',
  one: "default, for the agent's keys, or ID=KEY",
  many: 'SSH sockets and keys',
  pattern: '^[A-Za-z0-9_.-]+(=[^\\u0000\\n]+)?$',
});

/** Inputs that say who puts images together, and where Go compiles. */
export const engineInputs = {
  engine: input<EngineName>({
    ...common,
    flag: 'engine',
    field: 'engine',
    kind: single(choice('ENGINE', engineNames)),
    fallback: 'auto',
    description:
      'Who puts images together: embedded (Slipway itself, no daemon), buildkit (a BuildKit of yours), or auto: embedded unless something else that is asked for needs BuildKit.',
    example: 'buildkit',
  }),
  compile: input<CompilePlace>({
    ...common,
    flag: 'compile',
    field: 'compile',
    kind: single(choice('PLACE', compilePlaces)),
    fallback: 'host',
    description:
      'Where Go compiles: on this machine (host), or inside BuildKit, on the nodes of its builder (docs/buildkit.md).',
    example: 'buildkit',
  }),
  compileImage: input({
    ...common,
    flag: 'compile-image',
    field: 'compile-image',
    kind: single(imageName),
    description:
      'Image that Go compiles on with --compile buildkit, where that takes a C compiler (--cgo) or git (private modules); its Go is not used.',
    example: 'ghcr.io/acme/gcc:14',
    otherwise: 'an empty one with CA certificates',
  }),
  builder: input({
    ...common,
    flag: 'builder',
    kind: single(builder),
    description:
      "Which BuildKit: a builder of docker buildx by its name, or a buildkitd's address, which takes the program buildctl. A flag only: a file in a repository must not choose who gets logins and secrets.",
    example: 'tcp://buildkit.example.com:1234',
    otherwise: "BUILDKIT_HOST, else buildx's current builder",
  }),
  builderTls: input({
    ...common,
    flag: 'builder-tls',
    kind: single(path),
    description: 'Folder with ca.pem, cert.pem and key.pem for a builder at a tcp:// address.',
    example: '/etc/buildkit/tls',
  }),
  dockerfile: input({
    ...common,
    flag: 'dockerfile',
    field: 'dockerfile',
    kind: single(path),
    description:
      'A Dockerfile of yours that makes the image; the programs are there as the named context programs: COPY --from=programs / /. What comes out is checked and measured like every image.',
    example: './Dockerfile',
  }),
  buildkitCache: input({
    ...common,
    flag: 'buildkit-cache',
    field: 'buildkit-cache',
    kind: single(repository),
    description:
      "Repository that keeps BuildKit's results for other machines, under tags that follow from go.mod, go.sum, the toolchain and the platforms.",
    example: 'ghcr.io/acme/api-cache',
  }),
  buildkitCacheMode: input<CacheMode>({
    ...common,
    flag: 'buildkit-cache-mode',
    field: 'buildkit-cache-mode',
    kind: single(choice('MODE', cacheModes)),
    fallback: 'max',
    description:
      'What that cache keeps: max (the results of every step), min (those of the image alone), inline (min, written into what is pushed there).',
    example: 'min',
  }),
  buildkitCacheScope: input({
    ...common,
    flag: 'buildkit-cache-scope',
    kind: single(scope),
    description:
      'Whose results are written and read: release reads and writes its own alone; any other name reads those of release too, and never writes them. A flag only: a file in a pull request must not choose it.',
    example: 'pr-17',
    otherwise: 'local',
    action: { otherwise: 'pr-NUMBER for a pull request, release for pushes' },
  }),
  buildkitProvenance: input<ProvenanceMode>({
    ...common,
    flag: 'buildkit-provenance',
    field: 'buildkit-provenance',
    kind: single(choice('MODE', provenanceModes)),
    fallback: 'off',
    description:
      "BuildKit's own provenance in the index, beside that of --sign: min or max. It holds times, so the index's digest is another each time; the images' are not.",
    example: 'max',
  }),
  secrets: input({
    ...common,
    flag: 'secret',
    kind: list(secret),
    fallback: [],
    description: 'Secret for RUN --mount=type=secret of a Dockerfile; never in a layer or in the definition.',
    example: 'id=token,env=TOKEN',
  }),
  ssh: input({
    ...common,
    flag: 'ssh',
    kind: list(ssh),
    fallback: [],
    description: 'SSH agent or key for RUN --mount=type=ssh, and for private modules.',
    example: 'default',
  }),
  print: input({
    ...common,
    commands: ['build'],
    flag: 'print',
    kind: optional(single(choice<PrintedForm>('FORM', printedForms)), {
      alone: 'bake',
      words: printedForms,
    }),
    description:
      'Print what BuildKit would be given, and build no image: a file for docker buildx bake, a command line of buildctl, or the Dockerfile.',
    example: 'bake',
    action: false,
  }),
};
