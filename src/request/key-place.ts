import { SlipwayError } from '../support/errors.ts';
import { quoted } from './faults.ts';
import { type Item, scalar } from './kinds.ts';

/** Where a key is, as cosign spells it. */
export type KeyPlace =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'variable'; readonly name: string }
  /** In a key management service, a token or elsewhere: cosign's to open. */
  | { readonly kind: 'service'; readonly reference: string };

/** What cosign opens beside files (sigstore/cosign, pkg/signature/keys.go; sigstore/sigstore, pkg/signature/kms). */
const services = ['awskms', 'azurekms', 'gcpkms', 'hashivault', 'k8s', 'gitlab', 'github', 'openbao'];
const service = `(?:(?:${services.join('|')})://|pkcs11:)`;
const oneLine = '[^\\u0000\\n\\r]';
const variable = 'env://[A-Za-z_][A-Za-z0-9_]*';
const path = `(?![A-Za-z][A-Za-z0-9+.-]*://|pkcs11:|-)${oneLine}+`;
const pattern = `^(?:${variable}|${service}${oneLine}+|${path})$`;

export const keyPlace: Item<KeyPlace> = scalar({
  placeholder: 'KEY',
  one: 'a key: a file, env://VARIABLE, or in a KMS',
  many: 'keys',
  parse: (text) => {
    // A key that was pasted in place of its path is not said back.
    if (text.includes('-----BEGIN')) {
      throw new SlipwayError('E_CONFIG', 'the value is a key itself, and not where one is', {
        hint: 'put it into an environment variable and write env://VARIABLE',
      });
    }
    if (!new RegExp(pattern, 'u').test(text)) {
      throw new SlipwayError('E_CONFIG', `${quoted(text)} is not a path, env://VARIABLE or a key in a KMS`, {
        hint: `known: ${services.map((name) => `${name}://`).join(', ')}`,
      });
    }
    if (text.startsWith('env://')) return { kind: 'variable', name: text.slice('env://'.length) };
    if (new RegExp(`^${service}`).test(text)) return { kind: 'service', reference: text };
    return { kind: 'file', path: text };
  },
  show: formatKeyPlace,
  schema: { type: 'string', pattern },
});

export function formatKeyPlace(place: KeyPlace): string {
  if (place.kind === 'file') return place.path;
  return place.kind === 'variable' ? `env://${place.name}` : place.reference;
}
