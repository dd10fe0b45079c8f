import { formatPlatform, type Platform } from '../../request/platform.ts';
import type { SbomFormat } from '../../request/sbom-inputs.ts';
import type { Bill } from './bill.ts';
import { encodeCycloneDx } from './cyclonedx.ts';
import { encodeSpdx } from './spdx.ts';

/** How a bill is written in each format, and what the document is called where it travels. */
export const sbomEncodings: Readonly<
  Record<
    SbomFormat,
    {
      readonly encode: (bill: Bill) => string;
      /** As tools find documents by (cyclonedx.org/specification/overview, "Recognized file patterns"; SPDX 2.3, clause 5). */
      readonly ending: string;
      /** Registered with IANA. */
      readonly mediaType: string;
    }
  >
> = {
  spdx: { encode: encodeSpdx, ending: '.spdx.json', mediaType: 'application/spdx+json' },
  cyclonedx: { encode: encodeCycloneDx, ending: '.cdx.json', mediaType: 'application/vnd.cyclonedx+json' },
};

/** `api-linux-arm-v7.spdx.json`. */
export function sbomFileName(target: string, platform: Platform, format: SbomFormat): string {
  return `${[target, ...formatPlatform(platform).split('/')].join('-')}${sbomEncodings[format].ending}`;
}
