import type { CommandName } from './input.ts';

export interface CommandDefinition {
  /** What may stand beside flags, as usage shows it. */
  readonly positional: string;
  readonly least: number;
  readonly most: number;
  readonly summary: string;
  /** How its arguments are spelled, where that takes more than a word. */
  readonly arguments?: {
    readonly heading: string;
    readonly spellings: readonly (readonly [string, string])[];
  };
}

/** How an image is named that somebody looks at. */
const imageSpellings = [
  ['HOST/NAME[:TAG|@DIGEST]', 'An image in a registry; docker://NAME means Docker Hub.'],
  ['oci:DIR[:NAME]', 'An OCI image layout, and which image in it.'],
  ['oci-archive:FILE[:NAME]', 'The same in one tar file.'],
  ['docker-archive:FILE[:NAME[:TAG]]', 'What docker save writes.'],
] as const;

/** The commands of the program `slipway`. */
export const commands: Readonly<Record<CommandName, CommandDefinition>> = {
  build: {
    positional: '[DIR|MODULE@VERSION]',
    least: 0,
    most: 1,
    summary: 'Compile a Go module and make verified, reproducible OCI images of it.',
  },
  merge: {
    positional: 'SHARD …',
    least: 1,
    most: 256,
    summary:
      'Make one image of what several machines built (slipway build --shard), and go on as build does: verify, write, push, sign.',
    arguments: {
      heading: 'SHARD',
      spellings: [
        ['DIR', 'A folder that slipway build --shard I/N left: all N of them are needed.'],
        ['DIR', 'A folder of such folders.'],
      ],
    },
  },
  inspect: {
    positional: 'FILE|IMAGE|DIR',
    // What is asked of a module is asked of the one here.
    least: 0,
    most: 1,
    summary:
      'Say what every byte of a program or image is, and which package or layer it belongs to; of a Go module, what is asked of it (--why, --tags, --vendor).',
    arguments: {
      heading: 'FILE, IMAGE and DIR',
      spellings: [
        ['PATH', 'A program (ELF, Mach-O, PE, wasm), an OCI image layout, or an archive.'],
        ...imageSpellings,
        [
          'DIR or MODULE@VERSION',
          'A Go module, with a flag that asks something of it: --why, --tags, --vendor; without DIR, the one here.',
        ],
      ],
    },
  },
  compare: {
    positional: 'A B',
    least: 2,
    most: 2,
    summary: 'Say what grew, shrank, came and went between two programs, two images or two reports.',
    arguments: {
      heading: 'A and B',
      spellings: [
        ['PATH', 'A program (ELF, Mach-O, PE, wasm), an OCI image layout, or an archive.'],
        [
          'PATH',
          'What --report or --snapshot wrote: of slipway build, all its targets and platforms; of slipway inspect.',
        ],
        ...imageSpellings,
      ],
    },
  },
  'compare-go': {
    positional: 'VERSION … [DIR|MODULE@VERSION]',
    least: 1,
    most: 51,
    summary:
      'Build the same programs with several versions of Go, and say what each makes of them: bytes on disk, stripped, packed and pulled, and the time to start.',
    arguments: {
      heading: 'VERSION, DIR and MODULE@VERSION',
      spellings: [
        ['1.26, 1.26.x, ^1.25', 'A line or a range: its newest release on this machine, else the newest.'],
        ['1.26.8, go1.26.8, 1.27rc1', 'That version of Go.'],
        ['stable, oldstable', 'The newest release of the newest line, or of the one before.'],
        ['DIR or MODULE@VERSION', 'The Go module; ./1.23 is a folder that is called like a version.'],
      ],
    },
  },
  reproduce: {
    positional: '[DIR|MODULE@VERSION]',
    least: 0,
    most: 1,
    summary:
      'Build twice from nothing, under other circumstances, and compare to the byte; or hold one such build against an image from before (--against).',
  },
  verify: {
    positional: '[SUBJECT | --same A B]',
    least: 0,
    most: 2,
    summary:
      'Check an image, whoever made it: every digest, document, platform and file mode; with --same, whether two are the same.',
    arguments: {
      heading: 'SUBJECT, A and B',
      spellings: [['PATH', 'An OCI image layout with all its images, or an archive.'], ...imageSpellings],
    },
  },
  run: {
    positional: 'IMAGE|FILE',
    least: 1,
    most: 1,
    summary:
      'Run an image or a program as a careful cluster would, and say how it starts, stops, and what it does without.',
    arguments: {
      heading: 'IMAGE and FILE',
      spellings: [['PATH', 'A program for Linux, an OCI image layout, or an archive.'], ...imageSpellings],
    },
  },
  tree: {
    positional: 'REF',
    least: 1,
    most: 1,
    summary:
      'Say what a name in a registry leads to, and what refers to it: signatures, SBOMs, size snapshots.',
    arguments: {
      heading: 'REF',
      spellings: [['HOST/NAME[:TAG|@DIGEST]', 'An image in a registry; docker://NAME means Docker Hub.']],
    },
  },
  convert: {
    positional: 'FROM TO',
    least: 2,
    most: 2,
    summary: 'Copy an image between registries, OCI layouts and archives, and docker archives.',
    arguments: {
      heading: 'FROM and TO',
      spellings: [
        ['HOST/NAME[:TAG]', 'An image in a registry; FROM also by NAME@DIGEST. As TO without a tag: latest.'],
        ['docker://NAME[:TAG]', 'An image of Docker Hub, such as docker://alpine.'],
        ['oci:DIR[:NAME]', 'An OCI image layout, and which image in it. As TO without a name: latest.'],
        ['oci-archive:FILE[:NAME]', 'The same in one tar file.'],
        [
          'docker-archive:FILE[:NAME[:TAG]]',
          'What docker save writes and docker load reads: one image, for one platform.',
        ],
        ['PATH', 'As FROM only: a layout or an archive; what it is, is seen.'],
      ],
    },
  },
  tags: {
    positional: '[DIR]',
    least: 0,
    most: 1,
    summary: 'Say which tags the rules give for this commit, and as what images would be pushed.',
  },
  lock: {
    positional: '[DIR]',
    least: 0,
    most: 1,
    summary: 'Write the digests of the bases into slipway.lock.',
  },
  history: {
    positional: 'REF …',
    least: 1,
    most: 50,
    summary:
      'Say what published images weighed, release by release or commit by commit, as a table and a chart.',
    arguments: {
      heading: 'REF',
      spellings: [
        ['HOST/NAME', 'A repository whose images have size snapshots; several are targets of one project.'],
        ['HOST/NAME:TAG', 'The same, with what a moving tag such as main names now.'],
      ],
    },
  },
  sign: {
    positional: 'REF …',
    least: 1,
    most: 50,
    summary: 'Sign images in registries, by digest, with a key or keyless, so that cosign verifies them.',
    arguments: {
      heading: 'REF',
      spellings: [
        ['HOST/NAME@DIGEST', 'An image or index in a registry.'],
        ['HOST/NAME[:TAG]', 'What the tag names now; the signature is of that digest.'],
      ],
    },
  },
  'sign-blob': {
    positional: 'FILE …',
    least: 1,
    most: 1000,
    summary:
      'Sign files, such as programs and their checksums.txt, so that cosign verify-blob verifies them.',
  },
  sbom: {
    positional: 'FILE|IMAGE',
    least: 1,
    most: 1,
    summary:
      'Print the bill of materials of a Go program or of an image, whoever built it; slipway build --sbom knows more of its own.',
    arguments: {
      heading: 'FILE and IMAGE',
      spellings: [
        ['PATH', 'A Go program (ELF, Mach-O, PE), an OCI image layout, or an archive.'],
        ...imageSpellings,
      ],
    },
  },
  doctor: {
    positional: '',
    least: 0,
    most: 0,
    summary: 'Say what this machine has and lacks for a build, and what to do about it.',
  },
};

export const commandNames = Object.keys(commands) as readonly CommandName[];

export function isCommand(text: string): text is CommandName {
  return Object.hasOwn(commands, text);
}
