import { type Bundle, bundleFromJSON, ValidationError } from '@sigstore/bundle';
import { SlipwayError } from '../support/errors.ts';
import { parseFields } from '../support/fields.ts';

/** No signature is so long; an SBOM as an attestation may be. */
export const mostBundleBytes = 16 << 20;

/**
 * Reads a Sigstore bundle of any version.
 * @param where its name in errors
 * @throws SlipwayError E_VERIFY when it is none
 */
export function readBundle(content: Uint8Array, where: string): Bundle {
  const fields = parseFields(content);
  if (fields === undefined) throw noBundle(where, 'it is no JSON object');
  try {
    return bundleFromJSON(fields);
  } catch (cause) {
    const which = cause instanceof ValidationError ? `: ${cause.fields.join(', ')}` : '';
    throw noBundle(where, `members are missing or are not what they have to be${which}`, cause);
  }
}

function noBundle(where: string, why: string, cause?: unknown): SlipwayError {
  return new SlipwayError('E_VERIFY', `${where} is no Sigstore bundle: ${why}`, { cause });
}
