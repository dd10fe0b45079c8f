import { readFile } from 'node:fs/promises';
import { SigningConfig, TrustedRoot } from '@sigstore/protobuf-specs';
import { asSlipwayError, SlipwayError } from '../../support/errors.ts';
import { type Fields, parseFields } from '../../support/fields.ts';

/**
 * Reads a trusted root (sigstore/protobuf-specs, sigstore_trustroot.proto, TrustedRoot).
 * @throws SlipwayError E_CONFIG when it is none, E_IO
 */
export async function readTrustedRoot(path: string): Promise<TrustedRoot> {
  return parseTrustedRoot(await contentOf(path), path);
}

/**
 * Reads a signing config of version 0.2 (sigstore/protobuf-specs, sigstore_trustroot.proto, SigningConfig).
 * @throws SlipwayError E_CONFIG when it is none, E_IO
 */
export async function readSigningConfig(path: string): Promise<SigningConfig> {
  return parseSigningConfig(await contentOf(path), path);
}

/** As readTrustedRoot, of what was read already. */
export function parseTrustedRoot(content: Uint8Array, where: string): TrustedRoot {
  const type = /^application\/vnd\.dev\.sigstore\.trustedroot/;
  return parseDocument(content, where, 'trusted root', type, TrustedRoot);
}

/** As readSigningConfig, of what was read already. */
export function parseSigningConfig(content: Uint8Array, where: string): SigningConfig {
  const type = /^application\/vnd\.dev\.sigstore\.signingconfig\.v0\.2\+json$/;
  return parseDocument(content, where, 'signing config', type, SigningConfig);
}

function contentOf(path: string): Promise<Buffer> {
  return readFile(path).catch((error: unknown) => {
    throw asSlipwayError(error);
  });
}

function parseDocument<Document>(
  content: Uint8Array,
  path: string,
  what: string,
  type: RegExp,
  reader: { readonly fromJSON: (fields: Fields) => Document },
): Document {
  const fields = parseFields(content);
  const mediaType = fields?.['mediaType'];
  if (fields === undefined || typeof mediaType !== 'string' || !type.test(mediaType)) {
    const found =
      typeof mediaType === 'string' ? `it is ${JSON.stringify(mediaType)}` : 'it has no mediaType';
    throw noDocument(path, what, found);
  }
  try {
    return reader.fromJSON(fields);
  } catch (cause) {
    throw noDocument(path, what, 'a member is not what it has to be', cause);
  }
}

function noDocument(path: string, what: string, why: string, cause?: unknown): SlipwayError {
  return new SlipwayError('E_CONFIG', `${path} is no ${what} of Sigstore: ${why}`, {
    cause,
    hint: `cosign ${what.replace(' ', '-')} create writes one`,
  });
}
