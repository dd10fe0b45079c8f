import type { FileInspection } from '../../src/report/inspection.ts';

/** A small program's, with invented numbers that add up. */
export const sampleInspection: FileInspection = {
  file: {
    path: 'out/api',
    bytes: 4_000_000,
    digest: `sha256:${'0f'.repeat(32)}`,
    format: 'elf',
    os: 'linux',
    architecture: 'amd64',
    linkage: 'static',
    stripped: true,
  },
  go: {
    version: 'go1.26.8',
    path: 'example.com/api/cmd/api',
    main: { path: 'example.com/api', version: 'v1.2.3' },
    settings: {},
  },
  needs: { libraries: [], libraryPaths: [] },
  hardening: {
    placement: 'fixed',
    noExecuteData: true,
    relro: 'none',
    writableCode: [],
    dwarf: false,
    symbolTable: false,
    signed: false,
    buildIds: { go: 'a/b/c/d' },
  },
  sections: [
    { name: '.text', kind: 'section', bytes: 2_500_000 },
    {
      name: '.gopclntab',
      kind: 'section',
      bytes: 1_500_000,
      parts: [
        { name: 'header of the function table (pcheader)', bytes: 72 },
        { name: 'function names (funcnametab)', bytes: 600_000 },
        { name: 'functions (functab)', bytes: 899_928 },
      ],
    },
  ],
  attribution: {
    method: 'pclntab',
    attributedBytes: 3_800_000,
    unattributedBytes: 200_000,
    modules: [
      { path: 'std', bytes: 3_000_000, packages: 120 },
      { path: 'example.com/api', bytes: 700_000, packages: 1 },
    ],
    packages: [
      { path: 'net/http', module: 'std', bytes: 3_000_000, parts: { function: 3_000_000 } },
      { path: 'example.com/api/cmd/api', module: 'example.com/api', bytes: 700_000, parts: {} },
    ],
    structures: [{ name: 'pclntab header', bytes: 100_000 }],
    unattributed: [{ name: '.rodata', bytes: 200_000 }],
  },
  verdicts: [],
  notices: [],
};
