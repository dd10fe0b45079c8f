import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  array,
  constantFrom,
  dictionary,
  assert as holds,
  option,
  property,
  record,
  string,
  uniqueArray,
} from 'fast-check';
import { type Component, emptyPart, joinParts } from '../../../src/attest/sbom/bill.ts';
import { encodeCycloneDx } from '../../../src/attest/sbom/cyclonedx.ts';
import { goProgramPart } from '../../../src/attest/sbom/go-program.ts';
import { encodeSpdx } from '../../../src/attest/sbom/spdx.ts';
import { systemPackagesPart } from '../../../src/attest/sbom/system-packages.ts';
import { sha256 } from '../../../src/support/hashing.ts';
import { readCycloneDx, readSpdx, sbomSchemas } from '../../support/sbom-documents.ts';
import { lacks } from '../../support/tools.ts';

const text = string({ unit: 'binary', minLength: 1, maxLength: 20 });
const versions = constantFrom(
  '',
  '(devel)',
  'v1.0.0',
  'v2.0.0+incompatible',
  '\u0000',
  'v1 "quoted"\n',
  '../..',
);
const module = record(
  { path: text, version: versions, sum: text, replace: record({ path: text, version: versions }) },
  { requiredKeys: ['path', 'version'] },
);
const modules = uniqueArray(module, { selector: ({ path }) => path, maxLength: 8 });
const system = record({
  distribution: record({ id: text, version: text }),
  packages: array(
    record(
      {
        manager: constantFrom('dpkg' as const, 'apk' as const),
        id: text,
        name: text,
        version: text,
        source: text,
      },
      { requiredKeys: ['manager', 'id', 'name', 'version'] },
    ),
    { maxLength: 4 },
  ),
  unread: array(text),
});

test('whatever modules and packages are called, both documents are valid and every reference leads somewhere', {
  skip: lacks(...sbomSchemas),
}, () => {
  holds(
    property(
      text,
      option(module, { nil: undefined }),
      modules,
      system,
      dictionary(text, text),
      array(text),
      (file, main, dependencies, packages, settings, gaps) => {
        const image: Component & { digest: ReturnType<typeof sha256> } = {
          id: `image ${file}`,
          kind: 'image',
          name: file,
          digest: sha256(file),
          facts: settings,
        };
        const info = { goVersion: 'go1.26.8', dependencies, settings, ...(main !== undefined && { main }) };
        const { program, ...part } = goProgramPart({ file, digest: sha256(file), info });
        const inside = {
          ...emptyPart,
          contents: [{ from: image.id, to: [program.id] }],
          gaps: gaps.map((what) => ({ of: image.id, what })),
        };
        const parts = joinParts([inside, part, systemPackagesPart(image.id, packages)]);
        const bill = {
          created: '2026-01-02T03:04:05Z',
          phase: 'build' as const,
          subject: image,
          ...parts,
        };
        assert.equal(readSpdx(encodeSpdx(bill)).packages.length, parts.components.length + 1);
        assert.equal(readCycloneDx(encodeCycloneDx(bill)).components.length, parts.components.length);
      },
    ),
    { numRuns: 60 },
  );
});
