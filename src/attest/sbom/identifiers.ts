import { createHash } from 'node:crypto';

/**
 * A URN that follows from a document's own text: two documents that differ have two, and the same document always has the
 * same (RFC 9562, section 5.8: version 8 leaves the bits to who makes it; these are of the text's SHA-256).
 */
export function contentUrn(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
  return `urn:uuid:${groups.join('-')}`;
}

/**
 * An SPDX identifier for whatever a component is called: letters, digits, dots and hyphens only (SPDX 2.3, 7.2). What others
 * do not fit is told by a piece of its digest, so that two names never become one.
 */
export function spdxId(id: string): string {
  const readable = id
    .replaceAll(/[^A-Za-z0-9.]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 120);
  const distinct = createHash('sha256').update(id).digest('hex').slice(0, 12);
  return `SPDXRef-${readable}-${distinct}`;
}
