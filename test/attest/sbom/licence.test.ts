import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boolean, constantFrom, assert as holds, integer, property } from 'fast-check';
import { knownIds, publishedLicence } from '../../../scripts/build/licence-texts.ts';
import { recogniseLicence } from '../../../src/attest/sbom/licence/recognise.ts';

const id = constantFrom(...knownIds);

test('the text of every known licence is recognised as SPDX publishes it', () => {
  for (const one of knownIds) assert.equal(recogniseLicence(publishedLicence(one).licenseText), one);
});

/** The text with its lines broken elsewhere; lines that say whose copyright it is stay lines. */
function wrapped(text: string, width: number): string {
  const paragraphs = text.split(/\n\s*\n/);
  return paragraphs
    .map((paragraph) => {
      if (/copyright \(?(c|\[|<|\d)/i.test(paragraph)) return paragraph;
      const lines: string[] = [''];
      for (const word of paragraph.split(/\s+/)) {
        const last = lines.at(-1) ?? '';
        if (last.length + word.length > width) lines.push(word);
        else lines.splice(-1, 1, last === '' ? word : `${last} ${word}`);
      }
      return lines.join('\n');
    })
    .join('\n\n');
}

test('lines, case, comment signs, a notice of copyright and a title do not change what a text is', () => {
  holds(
    property(id, integer({ min: 60, max: 120 }), boolean(), boolean(), (one, width, loud, commented) => {
      const { licenseText, name } = publishedLicence(one);
      const plain = wrapped(licenseText, width);
      const cased = loud ? plain.toUpperCase() : plain;
      const whole = `${name}\n\nCopyright (c) 2026 Some Body <some@example.com>\nCopyright 2024-2025 The Authors. All rights reserved.\n\n${cased}\n`;
      const text = commented ? whole.replaceAll(/^/gm, '// ') : whole;
      assert.equal(recogniseLicence(text), one);
    }),
    { numRuns: 200 },
  );
});

/** Words that templates leave open lie in these licences only where a copyright holder is named. */
const fixed = constantFrom(
  'Apache-2.0',
  'MPL-2.0',
  'EPL-2.0',
  'CC0-1.0',
  'Unlicense',
  'BlueOak-1.0.0',
  'MIT',
);

test('a word more, a word less or another word is another text: nothing is guessed', () => {
  const change = constantFrom<(words: string[], at: number) => string[]>(
    (words, at) => words.toSpliced(at, 0, 'hardly'),
    (words, at) => words.toSpliced(at, 1),
    (words, at) => words.toSpliced(at, 1, 'hardly'),
  );
  holds(
    property(fixed, change, integer({ min: 0, max: 1_000_000 }), (one, changed, where) => {
      const { licenseText } = publishedLicence(one);
      // From where the title and the notice are over, to where a holder may be named or it is said how to apply it.
      const body = licenseText.slice(
        Math.floor(licenseText.length * 0.2),
        Math.floor(licenseText.length * 0.5),
      );
      const words = body.split(/\s+/);
      const at = 1 + (where % (words.length - 2));
      if (!/^[a-z]{3,}$/i.test(words[at] ?? '')) return;
      const text = licenseText.replace(body, changed(words, at).join(' '));
      assert.equal(recogniseLicence(text), undefined, words[at]);
    }),
    { numRuns: 300 },
  );
});

test('two licences in one file, terms that somebody added, or a licence that is only named are not sure', () => {
  const [mit, apache] = [publishedLicence('MIT').licenseText, publishedLicence('Apache-2.0').licenseText];
  const unsure = {
    two: `${apache}\n\n${mit}`,
    'terms before': `The Software shall be used for Good.\n\n${mit}`,
    'terms after': `${apache}\n\nCommons Clause: you may not sell it.`,
    'parts of others': `${mit}\n\nThe files in lib/ are under the Apache License.`,
    named: 'Licensed under the Apache License, Version 2.0',
    'another name above': `Apache License\n\n${mit}`,
    nothing: '',
  };
  for (const [why, text] of Object.entries(unsure)) assert.equal(recogniseLicence(text), undefined, why);
});

test('of the GNU licences no text says whether later versions count, so none of them has an identifier', () => {
  for (const one of ['GPL-2.0-only', 'GPL-3.0-only', 'LGPL-3.0-or-later', 'AGPL-3.0-only'])
    assert.equal(recogniseLicence(publishedLicence(one).licenseText), undefined, one);
});

test('BSD licences name their holder, and are told from each other by their clauses', () => {
  const { licenseText } = publishedLicence('BSD-3-Clause');
  const named = licenseText
    .replace('the copyright holder nor', 'Google LLC nor')
    .replace('THE COPYRIGHT HOLDERS AND CONTRIBUTORS', 'ACME AND ITS FRIENDS')
    .replaceAll(/^\d\. /gm, '  * ');
  assert.equal(recogniseLicence(named), 'BSD-3-Clause');
  const third = /3\. Neither the name[\s\S]*?permission\.\n/;
  assert.match(licenseText, third);
  assert.equal(recogniseLicence(licenseText.replace(third, '')), 'BSD-2-Clause');
});
