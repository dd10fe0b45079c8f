import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type KnownText, knownText } from '../../src/attest/sbom/licence/recognise.ts';

/**
 * Licences that Go modules have. Not the GNU ones: whether later versions count is said elsewhere than in their texts, and SPDX
 * has an identifier for each answer.
 */
export const knownIds = [
  '0BSD',
  'Apache-2.0',
  'Artistic-2.0',
  'BlueOak-1.0.0',
  'BSD-1-Clause',
  'BSD-2-Clause',
  'BSD-2-Clause-Patent',
  'BSD-3-Clause',
  'BSD-3-Clause-Clear',
  'BSD-4-Clause',
  'BSL-1.0',
  'CC-BY-4.0',
  'CC-BY-SA-4.0',
  'CC0-1.0',
  'CDDL-1.0',
  'EPL-1.0',
  'EPL-2.0',
  'EUPL-1.2',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-1.1',
  'MPL-2.0',
  'MS-PL',
  'MulanPSL-2.0',
  'NCSA',
  'OFL-1.1',
  'PostgreSQL',
  'Unicode-3.0',
  'Unlicense',
  'UPL-1.0',
  'WTFPL',
  'X11',
  'Zlib',
] as const;

interface PublishedLicence {
  readonly name: string;
  readonly licenseText: string;
}

const require = createRequire(import.meta.url);

/** A licence as SPDX's list has it. */
export function publishedLicence(id: string): PublishedLicence {
  return JSON.parse(readFileSync(require.resolve(`spdx-license-list/licenses/${id}.json`), 'utf8'));
}

/** After it comes how to apply the Apache licence, and last what to put into each file; many copies have only that. */
const apacheEnd = 'END OF TERMS AND CONDITIONS';
const apacheNotice = 'Licensed under the Apache License';

/** What is known of the texts; of Apache's apart how to apply it, which changes nothing. */
function entries(): KnownText[] {
  return knownIds.flatMap((id) => {
    const { name, licenseText } = publishedLicence(id);
    const end = licenseText.indexOf(apacheEnd);
    if (id !== 'Apache-2.0') return [knownText(id, name, licenseText)];
    const [terms, appendix] = [licenseText.slice(0, end), licenseText.slice(end + apacheEnd.length)];
    const ended = knownText(id, name, `${terms}\n${apacheEnd}`);
    const notice = knownText('', '', appendix.slice(appendix.indexOf(apacheNotice)));
    return [ended, knownText(id, name, terms), knownText('', '', appendix), notice];
  });
}

/** src/attest/sbom/licence/known-texts.ts. */
export function knownTextsModule(): string {
  const rows = entries().map(
    ({ id, name, words, start, digest }) =>
      `  { id: ${quoted(id)}, name: ${quoted(name)}, words: ${words}, start: '${start}', digest: '${digest}' },`,
  );
  return [
    "import type { KnownText } from './recognise.ts';",
    '',
    "// Made from SPDX's list of licences by `npm run generate`; do not edit.",
    '',
    'export const knownTexts: readonly KnownText[] = [',
    ...rows,
    '];',
    '',
  ].join('\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "\\'")}'`;
}
