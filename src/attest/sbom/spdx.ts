import { hexOf } from '../../support/hashing.ts';
import { slipwayVersion } from '../../version.ts';
import type { Bill, Component, ComponentKind } from './bill.ts';
import { contentUrn, spdxId } from './identifiers.ts';
import { licenceText, surely } from './licence/found-licence.ts';

const noAssertion = 'NOASSERTION';
const documentId = 'SPDXRef-DOCUMENT';

/**
 * A bill as an SPDX 2.3 document in JSON (spdx.github.io/spdx-spec/v2.3): every component is a package, and so is the program,
 * since a file of SPDX must have a SHA-1. Ends with a line break.
 */
export function encodeSpdx(bill: Bill): string {
  const { subject, components, gaps } = bill;
  const head = {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: documentId,
    name: documentName(subject),
  };
  const body = {
    creationInfo: { created: bill.created, creators: [`Tool: slipway-${slipwayVersion}`] },
    ...(gaps.length > 0 && { comment: `Not in this document: ${gaps.map(({ what }) => what).join('; ')}.` }),
    packages: [subject, ...components].map(packageOf),
    relationships: relationshipsOf(bill),
  };
  // A name in which the whole document takes part: nobody has to be asked for one that is unique (6.5).
  const documentNamespace = contentUrn(JSON.stringify({ ...head, ...body }));
  return `${JSON.stringify({ ...head, documentNamespace, ...body }, null, 2)}\n`;
}

function documentName({ name, version, digest }: Component): string {
  return [name, version ?? digest].filter((part) => part !== undefined).join(' ');
}

/** Table of 7.24, "Primary package purpose", as the JSON schema spells it; what a distribution's package is, its database does not say. */
const purposes: Readonly<Record<ComponentKind, string | undefined>> = {
  image: 'CONTAINER',
  program: 'APPLICATION',
  'main-module': 'SOURCE',
  module: 'LIBRARY',
  'standard-library': 'LIBRARY',
  'operating-system': 'OPERATING_SYSTEM',
  'system-package': undefined,
  data: 'OTHER',
};

function packageOf(component: Component): Record<string, unknown> {
  const { id, kind, name, version, digest, file } = component;
  const purpose = purposes[kind];
  const comment = commentOf(component);
  const references = referencesOf(component);
  return {
    name,
    SPDXID: spdxId(id),
    ...(version !== undefined && { versionInfo: version }),
    ...(file !== undefined && { packageFileName: file }),
    supplier: noAssertion,
    downloadLocation: noAssertion,
    filesAnalyzed: false,
    ...(digest !== undefined && { checksums: [{ algorithm: 'SHA256', checksumValue: hexOf(digest) }] }),
    licenseConcluded: noAssertion,
    ...licenceOf(component),
    copyrightText: noAssertion,
    ...(comment !== '' && { comment }),
    ...(purpose !== undefined && { primaryPackagePurpose: purpose }),
    ...(references.length > 0 && { externalRefs: references }),
  };
}

function licenceOf({ licence }: Component): Record<string, string> {
  if (licence === undefined) return { licenseDeclared: noAssertion };
  return { licenseDeclared: surely(licence) ?? noAssertion, licenseComments: licenceText(licence) };
}

/** Facts have no field of their own in SPDX 2.3. */
function commentOf({ facts = {} }: Component): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}

/** 7.21 and annex F. A hash of hashes is not a checksum of the package (7.10), so it is a reference of its own kind. */
function referencesOf({ purl, cpe, h1 }: Component): Record<string, string>[] {
  const references: Record<string, string>[] = [];
  const add = (
    referenceCategory: string,
    referenceType: string,
    referenceLocator: string | undefined,
  ): void => {
    if (referenceLocator !== undefined)
      references.push({ referenceCategory, referenceType, referenceLocator });
  };
  add('PACKAGE-MANAGER', 'purl', purl);
  add('SECURITY', 'cpe23Type', cpe);
  add('OTHER', 'go-sum-h1', h1);
  return references;
}

function relationshipsOf({ subject, contents, dependencies }: Bill): Record<string, string>[] {
  const related = (from: string, relationshipType: string, to: string): Record<string, string> => ({
    spdxElementId: from,
    relationshipType,
    relatedSpdxElement: to,
  });
  return [
    related(documentId, 'DESCRIBES', spdxId(subject.id)),
    ...contents.flatMap(({ from, to }) => to.map((id) => related(spdxId(from), 'CONTAINS', spdxId(id)))),
    ...dependencies.flatMap(({ from, to }) =>
      to.map((id) => related(spdxId(from), 'DEPENDS_ON', spdxId(id))),
    ),
  ];
}
