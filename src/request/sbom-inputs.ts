import { list } from './collection-kinds.ts';
import { input } from './input.ts';
import { path } from './items.ts';
import { choice, single, toggle } from './kinds.ts';

const common = { scope: 'run', group: 'Results', commands: ['build'] } as const;

/** The formats of a software bill of materials. */
export const sbomFormats = ['spdx', 'cyclonedx'] as const;
export type SbomFormat = (typeof sbomFormats)[number];

/** Inputs that say which bills of materials a build writes. */
export const sbomInputs = {
  sbom: input({
    ...common,
    flag: 'sbom',
    field: 'sbom',
    kind: list(choice('FORMAT', sbomFormats), { commas: true, bare: true }),
    description:
      'Software bills of materials to write, one for each image and each platform of bare files alone: spdx (SPDX 2.3), cyclonedx (CycloneDX 1.6), both as JSON (docs/sbom.md).',
    example: 'spdx,cyclonedx',
    otherwise: 'none',
  }),
  format: input({
    scope: 'run',
    group: 'Results',
    commands: ['sbom'],
    flag: 'format',
    kind: single(choice('FORMAT', sbomFormats)),
    fallback: 'spdx',
    description:
      'How the bill of materials is written: spdx (SPDX 2.3) or cyclonedx (CycloneDX 1.6), both as JSON.',
    example: 'cyclonedx',
    action: false,
  }),
  sbomDirectory: input({
    ...common,
    commands: ['build', 'merge'],
    flag: 'sbom-dir',
    field: 'sbom-dir',
    kind: single(path),
    description: 'Folder for them: TARGET-OS-ARCH.spdx.json and TARGET-OS-ARCH.cdx.json.',
    example: 'out/sbom',
    otherwise: 'sbom',
    action: { otherwise: 'a temporary folder, which the output `sbom` names' },
  }),
  sbomLicenses: input({
    ...common,
    flag: 'sbom-licenses',
    field: 'sbom-licenses',
    kind: toggle,
    fallback: false,
    description:
      "Say in them which licence each module has, by the licence files in the module cache: SPDX's identifier where a file is the text of a known licence and nothing else, the file's name where that is not sure.",
    example: 'true',
  }),
};
